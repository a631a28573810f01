//! The axis of generations and a place on it.
//!
//! Stops are numbered only here: 0 the inputs, 1 the oldest version, one more for each, and last
//! the next one. What is kept for longer than a tick names its version by id.

use serde::{Deserialize, Serialize};

/// Where the scrub can rest: an exact version, or one of the two ends beyond them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stop {
    /// Before the oldest: what all versions were made from.
    Inputs,
    /// A version, by its id.
    Version(String),
    /// After the newest: the film is never finished.
    Next,
}

/// A place along the generations, by id and never by number, so that a reload or a newly added
/// version moves nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScrubPosition {
    /// The stop at or before it.
    pub stop: Stop,
    /// How far towards the next stop, from 0 up to but not including 1.
    pub fraction: f64,
}

impl ScrubPosition {
    /// Exactly on a stop.
    pub fn at(stop: Stop) -> Self {
        Self { stop, fraction: 0.0 }
    }
}

/// Two neighbouring stops and how much of each is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mix {
    /// The stop at or before the scrub position.
    pub lower: Stop,
    /// The stop after it; the same as `lower` at an exact stop.
    pub upper: Stop,
    /// How much of `upper` is shown: 0 at an exact stop, below 1 always.
    pub amount: f32,
}

impl Mix {
    /// The stop of which more is shown.
    pub fn nearest(&self) -> &Stop {
        if self.amount < 0.5 { &self.lower } else { &self.upper }
    }
}

/// The versions in the order of their generations, with the two ends beyond them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axis {
    versions: Vec<String>,
}

impl Axis {
    /// From the ids of the versions, oldest first; each occurs once.
    pub fn new<I: Into<String>>(versions: impl IntoIterator<Item = I>) -> Self {
        Self { versions: versions.into_iter().map(Into::into).collect() }
    }

    /// The ids of the versions, oldest first.
    pub fn versions(&self) -> &[String] {
        &self.versions
    }

    /// The last place: the number of the stop *the next one*, one above the number of versions.
    pub fn end(&self) -> f64 {
        self.versions.len() as f64 + 1.0
    }

    /// The stop of this number; numbers beyond the last give the last.
    pub fn stop(&self, number: usize) -> Stop {
        match number.checked_sub(1) {
            None => Stop::Inputs,
            Some(version) => self.versions.get(version).cloned().map_or(Stop::Next, Stop::Version),
        }
    }

    /// The number of a stop; none for a version that is not here.
    pub fn number(&self, stop: &Stop) -> Option<usize> {
        match stop {
            Stop::Inputs => Some(0),
            Stop::Version(_) => self.version_index(stop).map(|index| index + 1),
            Stop::Next => Some(self.versions.len() + 1),
        }
    }

    /// The place of a stop's version among the versions, from 0; none for the two ends and for a
    /// version that is not here.
    pub fn version_index(&self, stop: &Stop) -> Option<usize> {
        let Stop::Version(id) = stop else { return None };
        self.versions.iter().position(|known| known == id)
    }

    /// The number of the exact stop nearest to a place.
    pub fn nearest(&self, along: f64) -> usize {
        along.clamp(0.0, self.end()).round() as usize
    }

    /// A place by id; one beyond an end is that end.
    pub fn position(&self, along: f64) -> ScrubPosition {
        let (lower, fraction) = self.split(along);
        ScrubPosition { stop: self.stop(lower), fraction }
    }

    /// A place by number, from 0 to [`Self::end`]; none where its version is not here.
    pub fn along(&self, position: &ScrubPosition) -> Option<f64> {
        let fraction = if position.fraction.is_finite() { position.fraction } else { 0.0 };
        let along = self.number(&position.stop)? as f64 + fraction.clamp(0.0, 1.0);
        Some(along.min(self.end()))
    }

    /// A place by number, also where its version is no longer here: then exactly the surviving
    /// version that was nearest in the `previous` order, the older of two equally near. Where
    /// none survives it is the stop of the same number, as far as there are any.
    pub fn resolve(&self, position: &ScrubPosition, previous: &Self) -> f64 {
        if let Some(along) = self.along(position) {
            return along;
        }
        let Some(before) = previous.along(position) else { return 1.0 };
        let distance = |number: usize| (number as f64 - before).abs();
        (1..=previous.versions.len())
            .filter_map(|number| Some((distance(number), self.number(&previous.stop(number))?)))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(before.round().min(self.end()), |(_, number)| number as f64)
    }

    /// Which two stops are mixed at a place, and how much of each.
    pub fn mix(&self, along: f64) -> Mix {
        let (lower, fraction) = self.split(along);
        // Rounding to 32 bits must not turn "almost" into "all".
        let amount = (fraction as f32).min(1.0 - f32::EPSILON);
        let upper = if fraction > 0.0 { lower + 1 } else { lower };
        Mix { lower: self.stop(lower), upper: self.stop(upper), amount }
    }

    fn split(&self, along: f64) -> (usize, f64) {
        let along = if along.is_nan() { 0.0 } else { along.clamp(0.0, self.end()) };
        (along.floor() as usize, along.fract())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(id: &str) -> Stop {
        Stop::Version(id.to_owned())
    }

    #[test]
    fn every_place_survives_the_way_to_an_id_and_back() {
        let axis = Axis::new(["a", "b", "c"]);
        for step in 0..=400 {
            let along = f64::from(step) / 100.0;
            let back = axis.along(&axis.position(along));
            assert!(back.is_some_and(|back| (back - along).abs() < 1e-12), "{along} {back:?}");
        }
        assert_eq!(axis.position(4.0), ScrubPosition::at(Stop::Next));
        assert_eq!(axis.position(-0.2), ScrubPosition::at(Stop::Inputs));
    }

    #[test]
    fn at_an_exact_stop_nothing_is_mixed_in() {
        let axis = Axis::new(["a", "b"]);
        let mix = axis.mix(2.0);
        assert_eq!((mix.lower, mix.upper, mix.amount), (version("b"), version("b"), 0.0));
        let mix = axis.mix(1.25);
        assert_eq!((mix.lower, mix.upper, mix.amount), (version("a"), version("b"), 0.25));
        assert_eq!(axis.mix(2.75).nearest(), &Stop::Next);
    }

    #[test]
    fn a_version_that_is_gone_gives_way_to_its_nearest_neighbour() {
        let before = Axis::new(["a", "b", "c", "d"]);
        let position = |id: &str, fraction| ScrubPosition { stop: version(id), fraction };
        let after = Axis::new(["a", "d", "e"]);
        assert_eq!(after.resolve(&position("b", 0.0), &before), 1.0, "the older neighbour");
        assert_eq!(after.resolve(&position("b", 0.9), &before), 2.0, "on the way to the newer");
        assert_eq!(after.resolve(&position("d", 0.5), &before), 2.5, "what stays keeps its place");
        assert_eq!(Axis::new(["x"]).resolve(&position("c", 0.0), &before), 2.0);
        assert_eq!(after.resolve(&position("never", 0.0), &before), 1.0);
    }

    #[test]
    fn an_exhibit_without_versions_still_has_two_ends() {
        let axis = Axis::new(Vec::<String>::new());
        assert_eq!(axis.end(), 1.0);
        assert_eq!((axis.stop(0), axis.stop(1)), (Stop::Inputs, Stop::Next));
    }
}
