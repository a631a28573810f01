//! *A folder of films becomes an exhibit*: which file is which version and which shot, by folders,
//! names and dates, and the text of an exhibit file that a curator can go on with.
//!
//! Nothing is opened here but captions. What cannot be known from a folder is not invented: no
//! date of release, no maker, no title of a shot that is not in a name.

mod assemble;
mod beside;
mod dates;
mod folders;
pub mod look;
mod shots;
mod sort;
mod spelling;
mod text;
mod words;
pub mod write;

use std::collections::{BTreeMap, BTreeSet};

use super::slug::{free, slug};
use crate::diagnostic::Report;
use crate::exhibit::Released;
use crate::exhibit::resolve::by_release;
use crate::timeline::FilmTime;

pub use assemble::propose;
pub use look::{Found, Kind, Listing, look};

/// A file that has no place in the exhibit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Its path from the folder.
    pub path: String,
    /// Why, and what to do, in words.
    pub why: String,
}

/// What is known of the files beyond their names, each by its path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// How long they last.
    pub lengths: BTreeMap<String, FilmTime>,
    /// Why they cannot be shown.
    pub unfit: BTreeMap<String, String>,
}

/// What a curator decides beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Takes beyond the first hang as versions of their own, instead of being kept aside.
    pub every_take: bool,
    /// Files that are left out, by path.
    pub left_out: BTreeSet<String>,
}

/// Why a file is left out that a curator leaves out.
pub const BY_HAND: &str = "left out by you";

/// What the exhibit could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The piece's title.
    pub title: String,
    /// The shots, in film order; never empty.
    pub shots: Vec<ProposedShot>,
    /// The models, in the order of the wall.
    pub generations: Vec<ProposedGeneration>,
    /// The versions, in the order of the wall.
    pub versions: Vec<ProposedVersion>,
    /// The film's captions: the language, where the name says it, and the path.
    pub captions: Vec<(Option<String>, String)>,
    /// The film's length.
    pub length: FilmTime,
    /// The length was measured in at least one file.
    pub measured: bool,
    /// What was not used, by path.
    pub left_out: Vec<LeftOut>,
    /// What is worth a second look, in sentences.
    pub notes: Vec<String>,
}

/// A shot of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedShot {
    /// Its id.
    pub id: String,
    /// Its title; none for the one shot of a film without any.
    pub title: Option<String>,
    /// When it begins.
    pub start: FilmTime,
    /// The storyboard still.
    pub storyboard: Option<String>,
}

/// A model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedGeneration {
    /// Its id.
    pub id: String,
    /// Its name, as on the label.
    pub name: String,
    /// When it was released, once a curator says so: no file can tell.
    pub released: Option<Released>,
}

/// A version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedVersion {
    /// Its id.
    pub id: String,
    /// The place of its model in [`Proposal::generations`].
    pub generation: usize,
    /// What tells it from other versions by the same model: "text to video", "b".
    pub variant: Option<String>,
    /// Its films.
    pub films: Films,
    /// Other takes: the place of the shot, and the path.
    pub takes: Vec<(usize, String)>,
    /// Its captions.
    pub captions: Vec<(Option<String>, String)>,
    /// Its date, which gives the order, and where that is from.
    pub dated: Option<Dated>,
}

/// The films of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Films {
    /// One for the whole film.
    Whole(String),
    /// One for each of some shots, by the place of the shot.
    ByShot(BTreeMap<usize, String>),
}

/// The date of a version. It is never a model's date of release, which no file can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dated {
    /// It stands in a name.
    ByName(Released),
    /// The day that the file was last written.
    ByFile(Released),
}

impl Dated {
    /// The date.
    pub fn date(self) -> Released {
        match self {
            Self::ByName(date) | Self::ByFile(date) => date,
        }
    }

    /// As people read it: "2024-12-09, by the file's date".
    pub fn said(self) -> String {
        let date = super::edit::date_of(self.date());
        match self {
            Self::ByName(_) => format!("{date}, by its name"),
            Self::ByFile(_) => format!("{date}, by the file's date"),
        }
    }
}

impl ProposedVersion {
    /// Its films and takes, by path.
    pub fn paths(&self) -> impl Iterator<Item = &String> {
        let (whole, by_shot) = match &self.films {
            Films::Whole(path) => (Some(path), None),
            Films::ByShot(films) => (None, Some(films.values())),
        };
        let takes = self.takes.iter().map(|(_, path)| path);
        whole.into_iter().chain(by_shot.into_iter().flatten()).chain(takes)
    }
}

impl Proposal {
    /// What the label of a version says.
    pub fn label(&self, version: &ProposedVersion) -> String {
        let name = self.generations.get(version.generation).map_or("", |one| one.name.as_str());
        match &version.variant {
            Some(variant) => format!("{name}, {variant}"),
            None => name.to_owned(),
        }
    }

    /// Gives a model another name, and the id that goes with it.
    pub fn rename(&mut self, at: usize, name: &str) {
        let Some(old) = self.generations.get(at).map(|generation| generation.id.clone()) else {
            return;
        };
        let taken = |id: &str| {
            self.generations.iter().any(|other| other.id == id && id != old)
                || self.versions.iter().any(|other| other.id == id && id != old)
        };
        let id = free(&slug(name, &old), taken);
        for version in self.versions.iter_mut().filter(|version| version.id == old) {
            version.id.clone_from(&id);
        }
        if let Some(generation) = self.generations.get_mut(at) {
            generation.id = id;
            name.clone_into(&mut generation.name);
        }
    }

    /// Brings the models into the order of the wall, by the dates of release that are known; where
    /// each of them was before.
    pub fn order(&mut self) -> Vec<usize> {
        let released = |at: &usize| self.generations.get(*at).and_then(|one| one.released);
        let order = by_release((0..self.generations.len()).collect(), released);
        self.generations =
            order.iter().filter_map(|at| self.generations.get(*at).cloned()).collect();
        for version in &mut self.versions {
            let place = order.iter().position(|at| *at == version.generation);
            version.generation = place.unwrap_or(version.generation);
        }
        self.versions.sort_by_key(|version| version.generation);
        order
    }

    /// There is something to hang.
    pub fn can_hang(&self) -> bool {
        !self.versions.is_empty()
    }

    /// The text of its exhibit file, proven to load.
    ///
    /// # Errors
    /// Why it would not load, such as a title that is too long.
    pub fn text(&self) -> Result<String, Report> {
        text::text(self)
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
