//! The label of a version.

use super::{base, released, released_short, the_inputs, the_next_one};
use crate::exhibit::Exhibit;
use crate::scrub::Stop;

/// What stands beneath a version's picture. Empty where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// The version's name.
    pub name: String,
    /// When its generation was released, in words.
    pub date: String,
    /// The same to the month and in short.
    pub short_date: String,
}

/// The label of a version, by its place in the exhibit; empty for one that is not there.
pub fn version(exhibit: &Exhibit, version: usize, language: &str) -> Label {
    let Some(known) = exhibit.versions.get(version) else { return Label::default() };
    let generation = exhibit.generation_of(version);
    Label {
        name: known.name.get(base(language)).to_owned(),
        date: generation.released.map(|date| released(date, language)).unwrap_or_default(),
        short_date: generation
            .released
            .map(|date| released_short(date, language))
            .unwrap_or_default(),
    }
}

/// What a stop of the scrub is called: a version's name, the inputs, or the next one.
pub fn stop_name(exhibit: &Exhibit, stop: &Stop, language: &str) -> String {
    match stop {
        Stop::Inputs => the_inputs(language).to_owned(),
        Stop::Next => the_next_one(language).to_owned(),
        Stop::Version(id) => exhibit
            .versions
            .iter()
            .position(|known| known.id == *id)
            .map_or_else(|| id.clone(), |index| version(exhibit, index, language).name),
    }
}
