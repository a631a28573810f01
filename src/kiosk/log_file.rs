//! A log in a folder that never fills the disk and never troubles the one who writes it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

mod older;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

/// The fewest bytes of one file: the line that reports lost lines must fit with room to spare.
const FEWEST_BYTES: u64 = 256;

/// How much of the log is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of one file, at least 256.
    pub bytes: u64,
    /// The number of files that are kept with the present one, at least 1.
    pub files: usize,
    /// The age in days, since it was last written to, at which an older file is removed; at
    /// least 1.
    pub days: u32,
}

/// The file that lines are now added to.
#[derive(Debug)]
struct Present {
    /// The open file.
    file: File,
    /// Its length in bytes.
    bytes: u64,
    /// When its first line was written; none while it is empty.
    since: Option<SystemTime>,
}

/// A log in a folder: `palimpsest.log`, and older files from `palimpsest.1.log` upwards.
///
/// Every write goes into one file whole. All files together never hold more than the bytes of one
/// file times the number of files. After the log is open, no write fails: what cannot be written,
/// or is longer than one file may be, is dropped and counted, and the next line that can be
/// written follows one that says how many were lost.
#[derive(Debug)]
pub struct LogFile {
    /// The folder of the log.
    folder: PathBuf,
    /// How much is kept.
    limits: Limits,
    /// Where the time comes from.
    now: fn() -> SystemTime,
    /// The present file; none after a failure, until a later write opens it anew.
    present: Option<Present>,
    /// The number of lines that were dropped and not yet reported.
    lost: u64,
}

impl LogFile {
    /// Opens the log in a folder, which is made if it is missing, by the clock of the system.
    ///
    /// The error says that a limit is too small or that the folder cannot be written to.
    pub fn open(folder: &Path, limits: Limits) -> io::Result<Self> {
        Self::open_by(folder, limits, SystemTime::now)
    }

    /// Opens the log as `open` does, but takes the time from `now`.
    pub fn open_by(folder: &Path, limits: Limits, now: fn() -> SystemTime) -> io::Result<Self> {
        if limits.bytes < FEWEST_BYTES || limits.files < 1 || limits.days < 1 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("A log needs {FEWEST_BYTES} bytes a file, one file and one day or more."),
            ));
        }
        let folder = folder.to_path_buf();
        let mut log = Self { folder, limits, now, present: None, lost: 0 };
        log.present = Some(log.make_room(0)?);
        log.prune();
        Ok(log)
    }

    /// Writes a text whole, after a line about lost ones if there are any; an error means that
    /// nothing of the text was written.
    fn admit(&mut self, text: &[u8]) -> io::Result<()> {
        if length(text) > self.limits.bytes {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if self.lost > 0 {
            let (lines, are) = if self.lost == 1 { ("line", "is") } else { ("lines", "are") };
            let what = format!("{} {lines} of this log could not be written", self.lost);
            let notice = format!("{what} and {are} lost.\n");
            self.append(notice.as_bytes())?;
            self.lost = 0;
        }
        self.append(text)
    }

    /// Adds a text to the present file, which is changed for a new one where it has no room.
    fn append(&mut self, text: &[u8]) -> io::Result<()> {
        let mut present = self.make_room(length(text))?;
        // The file is put back only when all went well; otherwise the next write opens it anew.
        if let Err(wrong) = present.file.write_all(text) {
            // A disk that fills up may have taken a part of the text; half a line misleads. Where
            // even this fails, the part counts towards the length when the file is opened anew.
            present.file.set_len(present.bytes).ok();
            return Err(wrong);
        }
        present.bytes += length(text);
        present.since.get_or_insert_with(self.now);
        self.present = Some(present);
        Ok(())
    }

    /// Takes the present file, opened anew or changed for a new one so that `more` bytes fit in.
    fn make_room(&mut self, more: u64) -> io::Result<Present> {
        let path = self.path(0);
        // On many systems a removed file can still be written to and nobody sees it, so the name
        // must lead to a file of the length that we know.
        let known = self
            .present
            .take()
            .filter(|present| fs::metadata(&path).is_ok_and(|found| found.len() == present.bytes));
        let present = match known {
            Some(present) => present,
            None => self.reopen()?,
        };
        let full = present.bytes > 0 && present.bytes.saturating_add(more) > self.limits.bytes;
        if !full && !present.since.is_some_and(|since| self.is_older(since, 1)) {
            return Ok(present);
        }
        // Some systems rename no file that is open.
        drop(present);
        self.rotate()?;
        self.reopen()
    }

    /// Opens the file of today for adding, and makes the folder and the file if they are missing.
    fn reopen(&self) -> io::Result<Present> {
        fs::create_dir_all(&self.folder)?;
        let file = OpenOptions::new().append(true).create(true).open(self.path(0))?;
        let about = file.metadata()?;
        // Not every file system knows when a file was made; its last change is the next best.
        let since = about.created().or_else(|_| about.modified());
        let since = since.ok().filter(|_| about.len() > 0);
        Ok(Present { file, bytes: about.len(), since })
    }
}

impl Write for LogFile {
    /// Writes a text whole or drops and counts its lines; never an error, always the full length.
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if !text.is_empty() && self.admit(text).is_err() {
            let ends = text.iter().filter(|&&byte| byte == b'\n').count();
            self.lost = self.lost.saturating_add(u64::try_from(ends.max(1)).unwrap_or(u64::MAX));
        }
        Ok(text.len())
    }

    /// Does nothing, since every write has gone to the system when it returns; never an error.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The length of a text in bytes.
fn length(text: &[u8]) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}
