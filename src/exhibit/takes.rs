//! What was tried and not chosen: the takes of a version's shots, and drafts of what all versions were
//! made from.

mod gather;

use std::path::{Path, PathBuf};

use super::{Exhibit, Source, Text};
use crate::diagnostic::Place;

/// One attempt of a generation at one shot.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    /// The place of the shot in [`Exhibit::shots`].
    pub shot: usize,
    /// The file, as it would be written in the exhibit by itself.
    pub written: String,
    /// The file on this machine.
    pub path: PathBuf,
    /// Why it was refused, where the artist said so.
    pub refused: Option<Text>,
    /// Where the exhibit file names it, for messages.
    pub place: Place,
}

/// A draft of what all versions were made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is.
    pub of: DraftOf,
    /// Why it was not chosen, where the artist said so.
    pub refused: Option<Text>,
    /// Where the exhibit file names it, for messages.
    pub place: Place,
}

/// What a draft is one of.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftOf {
    /// The storyboard: a picture, or a film.
    Storyboard {
        /// The file, as it would be written in the exhibit by itself.
        written: String,
        /// The file on this machine.
        path: PathBuf,
    },
    /// The script: its words.
    Script(Text),
}

impl Draft {
    /// The file on this machine; none for words.
    pub fn path(&self) -> Option<&Path> {
        match &self.of {
            DraftOf::Storyboard { path, .. } => Some(path),
            DraftOf::Script(_) => None,
        }
    }
}

impl Exhibit {
    /// The takes of a version's shot that were not chosen, in file order: all but the file that the
    /// version itself shows there.
    pub fn refused(&self, version: usize, shot: usize) -> impl Iterator<Item = &Take> {
        let chosen = self.versions.get(version).and_then(|version| chosen(&version.source, shot));
        let takes = self.versions.get(version).into_iter().flat_map(|version| &version.takes);
        takes.filter(move |take| take.shot == shot && Some(take.path.as_path()) != chosen)
    }

    /// Which take of its shot it is, from 1, as the artist has listed them.
    pub fn number_of(&self, version: usize, take: &Take) -> usize {
        let listed = self.versions.get(version).into_iter().flat_map(|version| &version.takes);
        let mut listed = listed.filter(|other| other.shot == take.shot);
        1 + listed.position(|other| std::ptr::eq(other, take)).unwrap_or_default()
    }
}

/// The file that is shown in a shot.
fn chosen(shows: &Source, shot: usize) -> Option<&Path> {
    match shows {
        Source::Clips(clips) => {
            let clip = clips.iter().find(|clip| clip.shot.is_none_or(|of| of == shot));
            clip.map(|clip| clip.path.as_path())
        }
        Source::Card(_) => None,
    }
}

#[cfg(test)]
mod tests;
