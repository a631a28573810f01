//! *How a new generation enters*: which file is which shot, the lines that the exhibit file gains,
//! and the way back.
//!
//! The exhibit file belongs to the curator: what she wrote is never written anew. All changes here
//! are made in her text at the places that the parser names, so that everything else, down to the
//! ends of the lines, stays as it was byte for byte. (A library that edits TOML by writing out
//! what it has read, such as `toml_edit`, makes every `\r\n` a `\n`.)

pub mod align;
pub mod atomic;
pub mod diff;
pub mod edit;
pub mod from_folder;
mod history;
pub mod incoming;
pub mod match_files;
mod names;
pub(crate) mod page;
pub mod shell;
mod slug;
pub(crate) mod tables;
pub mod undo;

use std::path::Path;

use crate::diagnostic::{Diagnostic, Report, printable};
use crate::exhibit::load::{self, FILE_NAME};

/// Why a text was not changed. Each problem says where it is and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The exhibit is not in order as it is, so that nothing is added to it.
    #[error("{0}")]
    Exhibit(Report),
    /// The exhibit is in order, and what was to be added does not fit it. Places in this report
    /// are those of the text as it would have become.
    #[error("{0}")]
    Addition(Report),
}

impl EditError {
    /// What does not fit, with no more to say than one sentence and its remedy.
    fn addition(problem: Diagnostic) -> Self {
        Self::Addition(Report::of(problem))
    }

    /// The problems, for printing beside those of `check`.
    pub fn into_report(self) -> Report {
        match self {
            Self::Exhibit(report) | Self::Addition(report) => report,
        }
    }
}

/// The text as changed, if it is an exhibit without errors; whose fault it is if not.
fn proven(old: &str, new: String) -> Result<String, EditError> {
    let read = |text: &str| load::parse(text, Path::new(FILE_NAME), Path::new("."));
    match (read(&new), read(old)) {
        (Ok(_), _) => Ok(new),
        (Err(_), Err(report)) => Err(EditError::Exhibit(report)),
        (Err(report), Ok(_)) => Err(EditError::Addition(report)),
    }
}

/// A path in a message, all of it.
fn shown(path: &Path) -> String {
    format!("`{}`", path.display().to_string().chars().map(printable).collect::<String>())
}
