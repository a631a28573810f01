//! What lies in a folder, looked at once and within bounds.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::{Timestamp, tz::TimeZone};

use super::LeftOut;
use crate::captions;
use crate::diagnostic::Severity;
use crate::entry::edit::written_path;
use crate::entry::incoming::{self, Not};
use crate::exhibit::Released;
use crate::exhibit::load::FILE_NAME;

/// Folders within folders are looked into so deep.
pub const DEEPEST: usize = 4;
/// So many files and folders are looked at.
pub const MOST: usize = 4000;
/// The largest file of captions that is read.
const LARGEST_CAPTIONS: u64 = 4 << 20;
/// Endings of stills.
const STILLS: &[&str] = &["png", "jpg", "jpeg", "webp"];
/// Endings of captions.
const CAPTIONS: &[&str] = &["srt", "vtt"];
/// Endings of sound.
const SOUND: &[&str] = &["wav", "flac", "mp3", "m4a", "aac", "opus", "aif", "aiff"];

/// What a file is, by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A film, or an animation.
    Film,
    /// A still.
    Still,
    /// Captions.
    Captions,
}

/// A file that can have a place in an exhibit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its path from the folder, with `/`.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// The day that it was last written.
    pub day: Option<Released>,
}

/// What lies in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The folder.
    pub folder: PathBuf,
    /// What can have a place, by path.
    pub files: Vec<Found>,
    /// What cannot, and why.
    pub left_out: Vec<LeftOut>,
    /// There is an exhibit file already.
    pub has_exhibit: bool,
}

/// Looks into a folder. Links to files are followed, links to folders are not: they may lead in a
/// circle.
///
/// # Errors
/// The folder cannot be read, in words.
pub fn look(folder: &Path) -> Result<Listing, String> {
    let mut looking =
        Looking { listing: Listing { folder: folder.to_owned(), ..Listing::default() }, seen: 0 };
    let found = fs::read_dir(folder)
        .map_err(|error| format!("{}: the folder cannot be read: {error}", folder.display()))?;
    looking.listing.has_exhibit = folder.join(FILE_NAME).symlink_metadata().is_ok();
    looking.entries(found, 0);
    let mut listing = looking.listing;
    listing.files.sort_by(|one, other| one.path.cmp(&other.path));
    listing.left_out.sort();
    Ok(listing)
}

/// How many films lie directly in a folder, for choosing one; none where it cannot be read.
pub fn films_in(folder: &Path) -> Option<usize> {
    let entries = fs::read_dir(folder).ok()?.take(MOST).flatten();
    let film = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        name.to_str().is_some_and(|name| matches!(kind(name), Ok(Kind::Film)))
    };
    Some(entries.filter(film).count())
}

struct Looking {
    listing: Listing,
    seen: usize,
}

impl Looking {
    fn entries(&mut self, entries: fs::ReadDir, depth: usize) {
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            self.entry(&path, depth);
        }
    }

    fn entry(&mut self, path: &Path, depth: usize) {
        let inside = path.strip_prefix(&self.listing.folder).unwrap_or(path);
        let shown = inside.to_string_lossy().replace('\\', "/");
        let Ok(link) = path.symlink_metadata() else { return };
        if link.is_dir() {
            self.folder(path, shown, depth);
            return;
        }
        // Names first: what a system leaves behind is not worth a word.
        let kind = match kind(&shown) {
            Ok(kind) => kind,
            Err(None) => return,
            Err(Some(why)) => return self.leave(shown, why),
        };
        self.seen += 1;
        if self.seen > MOST {
            if self.seen == MOST + 1 {
                self.leave(shown, &format!("only the first {MOST} files were looked at"));
            } else {
                self.leave(shown, "too many files before it");
            }
            return;
        }
        let Ok(meta) = path.metadata() else {
            return self.leave(shown, "it is a link to a file that is not there");
        };
        if meta.is_dir() {
            return self.leave(shown, "it is a link to a folder, which is not followed");
        }
        if !meta.is_file() {
            return self.leave(shown, "it is not an ordinary file");
        }
        if meta.len() == 0 {
            return self.leave(shown, "it is empty: export or download it again");
        }
        let written = match written_path(path, &self.listing.folder) {
            Ok(written) if super::text::can_be_written(&written) => written,
            _ => {
                let why = "its name cannot be written in an exhibit file: rename it, with letters, \
                           digits, - and _";
                return self.leave(shown, why);
            }
        };
        if kind == Kind::Captions
            && let Err(why) = readable_captions(path, meta.len())
        {
            return self.leave(shown, &why);
        }
        let day = meta.modified().ok().and_then(day);
        self.listing.files.push(Found { path: written, kind, day });
    }

    fn folder(&mut self, path: &Path, shown: String, depth: usize) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if matches!(incoming::not(&name), Some(Not::Hidden)) {
            return;
        }
        if depth >= DEEPEST {
            let why = format!("it lies deeper than {DEEPEST} folders: move its films up");
            return self.leave(shown, &why);
        }
        self.seen += 1;
        match fs::read_dir(path) {
            _ if self.seen > MOST => self.leave(shown, "too many files before it"),
            Ok(entries) => self.entries(entries, depth + 1),
            Err(error) => self.leave(shown, &format!("the folder cannot be read: {error}")),
        }
    }

    fn leave(&mut self, path: String, why: &str) {
        self.listing.left_out.push(LeftOut { path, why: why.to_owned() });
    }
}

/// What a file is by its name; else why it is left out, or none where that needs no word.
fn kind(path: &str) -> Result<Kind, Option<&'static str>> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let ending = ending.as_str();
    match incoming::not(path) {
        None if STILLS.contains(&ending) => Ok(Kind::Still),
        None => Ok(Kind::Film),
        Some(Not::Partial) => Err(Some("it is not whole yet: wait until it has arrived")),
        // Only what looks like a film is missed by somebody.
        Some(Not::Hidden) => match incoming::not(&format!("film.{ending}")) {
            None => Err(Some("it is hidden: its name, or its folder's, begins with a point")),
            Some(_) => Err(None),
        },
        Some(_) if CAPTIONS.contains(&ending) => Ok(Kind::Captions),
        Some(_) if SOUND.contains(&ending) => {
            Err(Some("it is sound: name it as the `voice` of a shot where it is one"))
        }
        Some(_) if path == FILE_NAME => Err(None),
        Some(_) => Err(Some("it is neither a film nor a still nor captions")),
    }
}

/// Captions with errors in them would keep the exhibit from loading.
fn readable_captions(path: &Path, length: u64) -> Result<(), String> {
    if length > LARGEST_CAPTIONS {
        return Err("it is too large for a file of captions".to_owned());
    }
    let mut bytes = Vec::new();
    let read =
        fs::File::open(path).and_then(|file| file.take(LARGEST_CAPTIONS).read_to_end(&mut bytes));
    read.map_err(|error| format!("it cannot be read: {error}"))?;
    let problems = captions::read(&bytes, None, None).problems;
    match problems.iter().find(|problem| problem.severity == Severity::Error) {
        Some(problem) => Err(format!("line {}: {}. {}", problem.line, problem.what, problem.help)),
        None => Ok(()),
    }
}

fn day(time: SystemTime) -> Option<Released> {
    let date = Timestamp::try_from(time).ok()?.to_zoned(TimeZone::system()).date();
    let (year, month, day) = (date.year(), date.month().into(), date.day().into());
    crate::exhibit::quantity::date(year, Some(month), Some(day))
}
