//! What was done to an exhibit file, one entry for each change, in a hidden folder beside it.
//!
//! An entry is two files: `0007-2026-03-01T12-30-00-before.toml` and `…-after.toml`, the text as it
//! was and as it became. Each is the exhibit file as it stood, below one line that says what was
//! done, so that a person can put any of them back by hand. An entry counts once its first file is
//! there, which is written last.
//!
//! To undo is a change like any other, with an entry that names what it undid; so it can be undone.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::atomic::{Gate, replace};
use crate::diagnostic::printable;

/// How many changes are kept.
pub(super) const KEPT: usize = 100;
/// The longest first line of an entry, in bytes.
const LONGEST_LINE: u64 = 1024;
/// The longest description, in characters.
const LONGEST_WHAT: usize = 200;

/// What an entry did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something new.
    Change,
    /// Took back the change of this number.
    Undo(u32),
    /// Did it again.
    Redo(u32),
}

/// A change, and the two states around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its number, from 1.
    pub number: u32,
    /// When, as in its name.
    pub when: String,
    /// What kind.
    pub kind: Kind,
    /// What was done, in words.
    pub what: String,
    before: PathBuf,
    after: PathBuf,
}

impl Entry {
    /// The text as it was.
    pub fn before(&self) -> io::Result<String> {
        state(&self.before)
    }

    /// The text as it became.
    pub fn after(&self) -> io::Result<String> {
        state(&self.after)
    }
}

fn state(file: &Path) -> io::Result<String> {
    let whole = fs::read_to_string(file)?;
    Ok(whole.split_once('\n').map(|(_, text)| text.to_owned()).unwrap_or_default())
}

/// The entries in a folder, oldest first; none where there is no folder. What is not one of ours
/// is passed over.
pub(super) fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let files = files(folder)?;
    Ok(files.into_values().filter_map(entry).collect())
}

/// The two files of an entry, as far as they are there, by number and date.
type Files = BTreeMap<(u32, String), [Option<PathBuf>; 2]>;

fn files(folder: &Path) -> io::Result<Files> {
    let mut files = Files::new();
    let listing = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
        listing => listing?,
    };
    for found in listing {
        let path = found?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let (stem, side) =
            match (name.strip_suffix("-before.toml"), name.strip_suffix("-after.toml")) {
                (Some(stem), _) => (stem, 0),
                (_, Some(stem)) => (stem, 1),
                _ => continue,
            };
        let Some((number, when)) = stem.split_once('-') else { continue };
        let Ok(number) = number.parse() else { continue };
        let when = when.to_owned();
        files.entry((number, when)).or_default()[side] = Some(path);
    }
    Ok(files)
}

fn entry(files: [Option<PathBuf>; 2]) -> Option<Entry> {
    let [Some(before), Some(after)] = files else { return None };
    let name = before.file_name()?.to_str()?.strip_suffix("-before.toml")?;
    let (number, when) = name.split_once('-')?;
    let (number, when) = (number.parse().ok()?, when.to_owned());
    let mut line = Vec::new();
    File::open(&before).ok()?.take(LONGEST_LINE).read_to_end(&mut line).ok()?;
    let line = String::from_utf8_lossy(&line);
    let (kind, what) = line.lines().next()?.strip_prefix("# Palimpsest: ")?.split_once(": ")?;
    let kind = match kind.split_once(' ') {
        None if kind == "change" => Kind::Change,
        Some(("undo", of)) => Kind::Undo(of.parse().ok()?),
        Some(("redo", of)) => Kind::Redo(of.parse().ok()?),
        _ => return None,
    };
    Some(Entry { number, when, kind, what: what.to_owned(), before, after })
}

/// Removes what a crash left half written. Nobody else is writing now.
fn sweep(folder: &Path) {
    let half = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with('.') && name.ends_with(".toml.new")
    };
    let listing = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in listing.map(|found| found.path()).filter(half) {
        fs::remove_file(path).ok();
    }
}

/// Adds an entry, and lets go of the oldest beyond [`KEPT`] and of what a crash left. The files
/// get the permissions of `like`.
pub(super) fn append(
    folder: &Path,
    (kind, what, when): (Kind, &str, &str),
    [before, after]: [&str; 2],
    like: &Metadata,
    gate: &mut Gate<'_>,
) -> io::Result<()> {
    sweep(folder);
    let there = files(folder)?;
    let number = there.keys().next_back().map_or(1, |(number, _)| number.saturating_add(1));
    let kind = match kind {
        Kind::Change => "change".to_owned(),
        Kind::Undo(of) => format!("undo {of}"),
        Kind::Redo(of) => format!("redo {of}"),
    };
    let what: String = what.chars().take(LONGEST_WHAT).map(printable).collect();
    for (side, text) in [("after", after), ("before", before)] {
        let path = folder.join(format!("{number:04}-{when}-{side}.toml"));
        let whole = format!("# Palimpsest: {kind}: {what}\n{text}");
        replace(&path, whole.as_bytes(), like, gate)?;
    }
    let complete = there.values().filter(|files| files.iter().all(Option::is_some)).count();
    let mut spare = (complete + 1).saturating_sub(KEPT);
    for files in there.into_values() {
        let whole = files.iter().all(Option::is_some);
        if !whole || spare > 0 {
            // The first is what makes it count.
            for file in files.iter().flatten() {
                fs::remove_file(file).ok();
            }
            spare -= usize::from(whole);
        }
    }
    Ok(())
}
