//! A draft that becomes the file, whole or not at all, with the state before it kept.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use jiff::Zoned;

use crate::diagnostic::printable;
use crate::entry::undo::{History, UndoError};

/// Why a draft was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Somebody else changed the file since it was read.
    #[error("the file was changed elsewhere meanwhile")]
    Meanwhile,
    /// There is a file of that name, which is not to be lost.
    #[error("there is a file {} already: choose another name", shown(.0))]
    Taken(PathBuf),
    /// The disk did not do it.
    #[error("{} cannot be written: {why}", shown(file))]
    Disk {
        /// Which file.
        file: PathBuf,
        /// Why.
        why: io::Error,
    },
    /// It cannot be changed; in words, with what to do.
    #[error("{0}")]
    Refused(String),
}

fn shown(path: &Path) -> String {
    path.display().to_string().chars().map(printable).collect()
}

/// Changes an installation file from `old` to `new`; `what` says in a few words what that does.
/// The state before is kept beside it, so that `palimpsest undo FILE` brings it back.
///
/// # Errors
/// The file is not `old` any more, or cannot be written; then it is as it was.
pub fn save(file: &Path, [old, new]: [&str; 2], what: &str) -> Result<(), SaveError> {
    let changed = History::of(file)
        .and_then(|history| history.change(old, new, what, Zoned::now().datetime()));
    changed.map_err(|error| match error {
        UndoError::Meanwhile(_) => SaveError::Meanwhile,
        UndoError::Unreadable(report) => {
            let why = report.problems().first().map(|problem| problem.message.clone());
            SaveError::Refused(why.unwrap_or_else(|| report.summary()))
        }
        other => SaveError::Refused(format!("{other}. {}", other.help())),
    })
}

/// Writes a new installation file. None that is there is ever overwritten.
///
/// # Errors
/// There is one of that name, or it cannot be written; then there is none.
pub fn create(file: &Path, text: &str) -> Result<(), SaveError> {
    let failed = |why: io::Error| match why.kind() {
        ErrorKind::AlreadyExists => SaveError::Taken(file.to_owned()),
        _ => SaveError::Disk { file: file.to_owned(), why },
    };
    let mut made = OpenOptions::new().write(true).create_new(true).open(file).map_err(failed)?;
    let written = made.write_all(text.as_bytes()).and_then(|()| made.sync_all());
    written.map_err(|why| {
        fs::remove_file(file).ok();
        SaveError::Disk { file: file.to_owned(), why }
    })
}
