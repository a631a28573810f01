//! The files that an exhibit names beside its pictures.

use std::path::PathBuf;

use crate::diagnostic::Place;

/// The curator's own typefaces; what is left out is set in the wall's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typeface {
    /// For titles and notes.
    pub titles: Option<FontFile>,
    /// For the script and what invites.
    pub script: Option<FontFile>,
    /// For labels.
    pub labels: Option<FontFile>,
}

/// A file of captions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptionFile {
    /// The language that it is in, by its tag; none where it is for all.
    pub language: Option<String>,
    /// The file on this machine.
    pub path: PathBuf,
    /// The encoding that it is in, where that is not to be seen from it.
    pub encoding: Option<String>,
    /// Where the exhibit file names it, for messages.
    pub place: Place,
}

/// A recording of what the listen key speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpokenFile {
    /// The language that it is in, by its tag; none where it is for all.
    pub language: Option<String>,
    /// The file on this machine.
    pub path: PathBuf,
    /// Where the exhibit file names it, for messages.
    pub place: Place,
}

/// A file that holds a typeface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile {
    /// The file as written in the exhibit.
    pub written: String,
    /// The file on this machine.
    pub path: PathBuf,
    /// Where the exhibit file names it, for messages.
    pub place: Place,
}
