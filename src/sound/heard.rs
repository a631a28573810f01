//! Who is heard at a Moment: the versions between which the scrub position lies, and the voices
//! that all have in common.

use super::law::gains;
use super::mixer::Heard;
use crate::exhibit::SoundOf;
use crate::scrub::{Axis, Mix, Stop};

/// The sources of an exhibit: its versions by their places, and after them the voices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sources {
    /// How many versions there are.
    pub versions: usize,
    /// The voices of the shots are there too, as the source after the last version.
    pub voices: bool,
}

impl Sources {
    fn voices(self) -> Option<usize> {
        self.voices.then_some(self.versions)
    }
}

/// Where the hand is, in what.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// What of the exhibit is heard.
    pub of: SoundOf,
    /// What there is.
    pub sources: Sources,
    /// The stops of the scrub.
    pub axis: &'a Axis,
    /// The two between which the hand is.
    pub mix: &'a Mix,
}

/// Who is heard, at which share. `gain` is the linear gain of a source that brings it to the
/// common loudness, 0 where it cannot be heard; `alike` how alike a version is to the next newer
/// one, 0 to 1, and without a version how alike the voices are to the oldest.
pub fn heard(at: &At, gain: impl Fn(usize) -> f32, alike: impl Fn(Option<usize>) -> f32) -> Heard {
    at.where_the_hand_is(|_| true, gain, alike)
}

impl At<'_> {
    /// One version by itself, wherever the hand is; nothing where versions are not heard at all.
    pub fn alone(&self, version: Option<usize>, gain: impl Fn(usize) -> f32) -> Heard {
        let version =
            version.filter(|version| self.of.follows() && *version < self.sources.versions);
        Heard { voices: version.map(|version| (version, gain(version))).into_iter().collect() }
    }

    /// What [`heard`] lets be heard, as far as it is of these versions.
    pub fn among(
        &self,
        versions: &[usize],
        gain: impl Fn(usize) -> f32,
        alike: impl Fn(Option<usize>) -> f32,
    ) -> Heard {
        self.where_the_hand_is(|source| versions.contains(&source), gain, alike)
    }

    fn where_the_hand_is(
        &self,
        admits: impl Fn(usize) -> bool,
        gain: impl Fn(usize) -> f32,
        alike: impl Fn(Option<usize>) -> f32,
    ) -> Heard {
        let Self { of, sources, axis, mix } = self;
        let mut voices = Vec::new();
        if of.has_common()
            && let Some(common) = sources.voices()
        {
            voices.push((common, gain(common)));
        }
        if of.follows() {
            let source = |stop: &Stop| match stop {
                // Before any version there is what all were made from.
                Stop::Inputs if !of.has_common() => sources.voices(),
                Stop::Version(_) => axis.version_index(stop),
                Stop::Inputs | Stop::Next => None,
            };
            let (lower, upper) = (source(&mix.lower), source(&mix.upper));
            let correlation = match (lower, upper) {
                (Some(one), Some(other)) if other == one + 1 => alike(Some(one)),
                (Some(voices), Some(0)) if voices == sources.versions => alike(None),
                _ => 0.0,
            };
            let (a, b) = gains(mix.amount, correlation);
            for (source, share) in [(lower, a), (upper, b)] {
                if let Some(source) = source.filter(|_| share > 0.0) {
                    voices.push((source, share * gain(source)));
                }
            }
        }
        voices.retain(|(source, _)| admits(*source));
        Heard { voices }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCES: Sources = Sources { versions: 3, voices: true };

    fn at(of: SoundOf, along: f64) -> Vec<(usize, f32)> {
        let axis = Axis::new(["a", "b", "c"]);
        let mix = axis.mix(along);
        let at = At { of, sources: SOURCES, axis: &axis, mix: &mix };
        let rounded = heard(&at, |_| 1.0, |_| 1.0).voices.into_iter();
        rounded.map(|(source, gain)| (source, (gain * 100.0).round() / 100.0)).collect()
    }

    #[test]
    fn the_version_at_the_position_is_heard_and_between_two_both_are() {
        assert_eq!(at(SoundOf::Follow, 2.0), [(1, 1.0)]);
        assert_eq!(at(SoundOf::Follow, 2.25), [(1, 0.75), (2, 0.25)]);
    }

    #[test]
    fn at_the_inputs_the_voice_is_heard_and_at_the_next_one_nothing() {
        assert_eq!(at(SoundOf::Follow, 0.0), [(3, 1.0)]);
        assert_eq!(at(SoundOf::Follow, 4.0), []);
        assert_eq!(at(SoundOf::Follow, 3.5).len(), 1);
    }

    #[test]
    fn what_is_common_never_fades() {
        for along in [0.0, 0.5, 1.0, 2.7, 4.0] {
            assert_eq!(at(SoundOf::Common, along), [(3, 1.0)]);
            assert_eq!(at(SoundOf::CommonAndFollow, along)[0], (3, 1.0));
        }
        assert_eq!(at(SoundOf::CommonAndFollow, 2.0), [(3, 1.0), (1, 1.0)]);
        assert_eq!(at(SoundOf::Silent, 2.0), []);
    }

    #[test]
    fn a_version_with_channels_of_its_own_is_heard_there_wherever_the_hand_is() {
        let axis = Axis::new(["a", "b", "c"]);
        for along in [0.0, 1.0, 2.5, 4.0] {
            let mix = axis.mix(along);
            let at = At { of: SoundOf::Follow, sources: SOURCES, axis: &axis, mix: &mix };
            assert_eq!(at.alone(Some(2), |_| 0.5).voices, [(2, 0.5)]);
            assert_eq!(at.alone(None, |_| 0.5).voices, []);
            assert_eq!(at.alone(Some(3), |_| 0.5).voices, [], "the voices are no version");
            let silent = At { of: SoundOf::Silent, ..at };
            assert_eq!(silent.alone(Some(2), |_| 0.5).voices, []);
        }
        let mix = axis.mix(2.25);
        let at = At { of: SoundOf::Follow, sources: SOURCES, axis: &axis, mix: &mix };
        let of = |versions: &[usize]| at.among(versions, |_| 1.0, |_| 1.0).voices.len();
        assert_eq!((of(&[0]), of(&[0, 2]), of(&[1, 2])), (0, 1, 2));
    }
}
