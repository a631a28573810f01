//! The older files of a log: their names, their order, and which of them are removed.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::LogFile;

/// The seconds of a day.
pub(super) const DAY: u64 = 24 * 60 * 60;

impl LogFile {
    /// The path of the present file (number 0) or of an older one.
    pub(super) fn path(&self, number: usize) -> PathBuf {
        match number {
            0 => self.folder.join("palimpsest.log"),
            _ => self.folder.join(format!("palimpsest.{number}.log")),
        }
    }

    /// Gives every file the next number, removes what is too much, and leaves no present file.
    pub(super) fn rotate(&self) -> io::Result<()> {
        let last = self.limits.files - 1;
        // Files move up no further than to the first vacant number. So a rotation that fails half
        // way and is tried again with every write does not push out one old file each time.
        let room = (1..=last).find(|&number| !self.path(number).exists());
        let room = room.unwrap_or(last);
        // What is there goes first, so that there is never one file too many.
        allow_missing(fs::remove_file(self.path(room)))?;
        for number in (0..room).rev() {
            // A file that cannot be moved ends this, lest the next one be written over it.
            allow_missing(fs::rename(self.path(number), self.path(number + 1)))?;
        }
        self.prune();
        Ok(())
    }

    /// Removes older files that are too many, too old, or with the others too large.
    ///
    /// What cannot be removed now is tried again at the next rotation.
    pub(super) fn prune(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        let mut older: Vec<(usize, fs::Metadata)> = entries
            .flatten()
            .filter_map(|entry| {
                Some((number_of(entry.file_name().to_str()?)?, entry.metadata().ok()?))
            })
            .collect();
        older.sort_by_key(|(number, _)| *number);
        let keepable = u64::try_from(self.limits.files - 1).unwrap_or(u64::MAX);
        let keepable = keepable.saturating_mul(self.limits.bytes);
        let mut kept = 0u64;
        for (number, about) in older {
            let old = about.modified().is_ok_and(|time| self.is_older(time, self.limits.days));
            // Files of an earlier run may be larger than the limits of this one.
            let total = kept.saturating_add(about.len());
            if number >= self.limits.files || old || total > keepable {
                fs::remove_file(self.path(number)).ok();
            } else {
                kept = total;
            }
        }
    }

    /// Says whether a time lies more than a number of days ago; a time to come does not.
    pub(super) fn is_older(&self, time: SystemTime, days: u32) -> bool {
        let most = Duration::from_secs(DAY * u64::from(days));
        (self.now)().duration_since(time).is_ok_and(|age| age > most)
    }
}

/// The number of an older file by its name; none for any other file, the present one included.
fn number_of(name: &str) -> Option<usize> {
    let number: usize = name.strip_prefix("palimpsest.")?.strip_suffix(".log")?.parse().ok()?;
    // Only names that this module gives: not "palimpsest.01.log", which someone else has made.
    (number > 0 && name == format!("palimpsest.{number}.log")).then_some(number)
}

/// Takes a missing file for a success.
fn allow_missing(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|wrong| match wrong.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(wrong),
    })
}
