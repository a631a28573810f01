//! What lies beneath the versions: the takes that were tried and not chosen, shot by shot.
//!
//! Pure: [`looped`] which frame of a take belongs to a film time, [`bank`] the pictures at hand
//! within a budget of memory, [`plan`] which pictures are wanted next, [`ease`] how they give way to
//! versions. At the edge: [`hands`] are the few threads that fetch them, [`unpack`] decodes one
//! picture alone.
//!
//! Takes have no reels: there may be four hundred. Each frame of a take can be decoded by itself, so
//! a few decoders serve all of them, one picture at a time.

pub mod bank;
pub mod ease;
pub mod hands;
pub mod looped;
pub mod plan;
pub mod underlay;
pub mod unpack;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::exhibit::{ColourOverride, Exhibit};
use crate::rendition::{ClipFacts, Colour, Prepared};
use crate::timeline::FilmTime;
pub use bank::BUDGET;
pub use underlay::{TakeShown, Underlay};

/// What was prepared of each take, by its file.
pub type Takes = BTreeMap<PathBuf, Arc<Prepared>>;

/// The refused takes of one version's shot, or the drafts of a shot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set {
    /// Each with its number among all takes, in the exhibit's order; none where there is nothing to
    /// show of it: it could not be prepared, or is words.
    pub takes: Vec<Option<Beneath>>,
    /// When the shot begins.
    pub start: FilmTime,
    /// How many of them have more than one picture.
    pub moving: usize,
    /// The shape that most of them have, width over height; none where there are none.
    pub aspect: Option<f64>,
}

/// A take that can be played.
#[derive(Clone, Debug, PartialEq)]
pub struct Beneath {
    /// Its number: the same file has the same wherever it lies.
    pub number: u32,
    /// What it is played from.
    pub prepared: Arc<Prepared>,
    /// How its planes become colours.
    pub colour: Colour,
}

/// Everything that lies beneath an exhibit's versions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sets {
    sets: BTreeMap<(usize, usize), Set>,
    shots: usize,
}

impl Sets {
    /// Of an exhibit, and what was prepared of its takes.
    pub fn of(exhibit: &Exhibit, takes: &Takes) -> Self {
        let numbers: BTreeMap<&Path, u32> =
            takes.keys().enumerate().map(|(index, path)| (path.as_path(), index as u32)).collect();
        let find = |path: &Path, told: ColourOverride| {
            let prepared = Arc::clone(takes.get(path)?);
            let own = prepared.rendition.clips.first()?.colour;
            let colour = Colour {
                matrix: told.matrix.unwrap_or(own.matrix),
                range: told.range.unwrap_or(own.range),
                siting: told.siting.unwrap_or(own.siting),
            };
            Some(Beneath { number: *numbers.get(path)?, prepared, colour })
        };
        let mut sets = BTreeMap::new();
        for (index, shot) in exhibit.shots.iter().enumerate() {
            let drafts = shot.drafts.iter();
            let drafts = drafts.map(|draft| find(draft.path()?, ColourOverride::default()));
            add(&mut sets, (0, index), drafts.collect(), shot.start);
            for (version, told) in exhibit.versions.iter().enumerate() {
                if told.takes.is_empty() {
                    continue;
                }
                let refused = exhibit.refused(version, index);
                let refused = refused.map(|take| find(&take.path, told.colour));
                add(&mut sets, (version + 1, index), refused.collect(), shot.start);
            }
        }
        Self { sets, shots: exhibit.shots.len() }
    }

    /// What lies beneath a stop in a shot; none where nothing was kept.
    pub fn get(&self, stop: usize, shot: usize) -> Option<&Set> {
        self.sets.get(&(stop, shot))
    }

    /// What is played of everything that lies beneath a stop, in all shots.
    pub fn of_stop(&self, stop: usize) -> impl Iterator<Item = &Prepared> {
        let of = self.sets.range((stop, 0)..(stop + 1, 0));
        of.flat_map(|(_, set)| set.takes.iter().flatten()).map(|take| &*take.prepared)
    }

    /// How many shots there are.
    pub fn shots(&self) -> usize {
        self.shots
    }

    /// Nothing lies beneath anything.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }
}

fn add(
    sets: &mut BTreeMap<(usize, usize), Set>,
    at: (usize, usize),
    takes: Vec<Option<Beneath>>,
    start: FilmTime,
) {
    if takes.is_empty() {
        return;
    }
    let shape = |take: &Beneath| take.prepared.rendition.clips.first().map(ClipFacts::aspect);
    let aspects: Vec<f64> = takes.iter().flatten().filter_map(shape).collect();
    let aspect = commonest(&aspects);
    let moves = |take: &&Beneath| {
        take.prepared.rendition.rungs.first().is_some_and(|rung| rung.table.frames().len() > 1)
    };
    let moving = takes.iter().flatten().filter(moves).count();
    sets.insert(at, Set { takes, start, moving, aspect });
}

/// The shape that most have, and of several such the first: one of an extreme shape among others
/// decides nothing. Shapes less than this apart are one.
fn commonest(aspects: &[f64]) -> Option<f64> {
    const ONE_SHAPE: f64 = 1.04;
    let alike = |of: f64| {
        let is = |other: &&f64| (of / **other).max(**other / of) < ONE_SHAPE;
        aspects.iter().filter(is).count()
    };
    let counted = aspects.iter().map(|aspect| (alike(*aspect), *aspect));
    let best = counted.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, aspect)| aspect)
}

#[cfg(test)]
mod tests {
    use super::commonest;

    #[test]
    fn one_picture_of_an_extreme_shape_decides_nothing() {
        assert_eq!(commonest(&[]), None);
        assert_eq!(commonest(&[1.78, 5.0]), Some(1.78));
        assert_eq!(commonest(&[0.2, 1.78, 5.0, 1.77]), Some(1.78));
        assert_eq!(commonest(&[0.56, 0.5625, 1.78]), Some(0.56));
    }
}
