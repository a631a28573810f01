//! What the hand may not do in any view: flash a wall with what it makes the film do.
//!
//! A limit of how fast a position moves knows nothing of the pictures. Film time that a hand
//! drives at four times its speed, backwards or step by step makes a slow flicker fast and
//! gathers cuts. So here the light itself is measured as it would be shown, and where its
//! opposing changes become too many, a veil dims it: see [`super::flashes`] for what is counted.
//!
//! A veil cannot brighten. A fall of light therefore cannot be prevented, only a rise; and a rise
//! may be followed at once by a fall. So a rise is let through only where it and its fall are at
//! most the fifth and sixth change within a second. Then no second ever has more than six, which
//! are three flashes, whatever comes: every fall has its place kept by the rise before it.
//!
//! That alone would let three flashes through in a burst, each second anew. So once a rise was
//! held back, the shown light follows what it should be from below: it falls with it, and rises
//! no faster than from nothing to all in half a second. Under a fast flicker the wall so rests at
//! its darker pictures. This ends where the light is whole again and has itself become calm.
//!
//! At the speed of the film and with the hand at rest, the pictures are the artist's and pass as
//! they are. A second after the hand has left, when none of its changes lies in the same second,
//! the veil is lifted evenly, even from a film that flickers by itself.

use super::flashes::{Light, SECOND_NS, Swings, THRESHOLDS, Threshold};
use crate::timeline::ClockTime;

/// What is counted here is this share of what the standard counts: the light was measured on few
/// points and is shown in eight bits.
const CAUTION: f64 = 0.9;

/// A light that may not rise stays within this share of what would be counted.
const WITHIN: f64 = 0.9;

/// How long the light takes from nothing to all, in seconds.
const LIFT: f64 = 0.5;

/// The lift begins at the latest so long after the hand was last there, in nanoseconds, whatever
/// the film does.
const LATEST_NS: i64 = 2 * SECOND_NS;

/// Dims what the hand would make flash. One for a wall, which may be measured in several parts:
/// all are dimmed alike, and none flashes more than is allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Veil<const PARTS: usize = 1> {
    /// Luminance and red of each part.
    parts: [[Measure; 2]; PARTS],
    /// When the last picture passed.
    passed: Option<ClockTime>,
    /// When the hand was last the cause.
    hand: Option<ClockTime>,
    /// Whether the light follows from below.
    follows: bool,
    /// Since when the veil is being lifted, whatever the film does.
    lifted_from: Option<ClockTime>,
}

/// One curve of light.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Measure {
    /// How it would go without a veil, and how it is shown.
    bare: Swings,
    shown: Swings,
    /// What was shown last.
    level: f64,
}

impl Measure {
    fn new(threshold: Threshold) -> Self {
        let Threshold { change, darker_below } = threshold;
        let threshold =
            Threshold { change: change * CAUTION, darker_below: darker_below / CAUTION };
        Self { bare: Swings::new(threshold), shown: Swings::new(threshold), level: 0.0 }
    }

    /// The greatest factor with which this light makes no rise that may not be.
    fn held(&self, now: ClockTime, light: f64, threshold: Threshold) -> f64 {
        match self.shown.valley() {
            Some(valley) if !self.shown.has_room(now) => {
                let highest = valley + threshold.change * CAUTION * WITHIN;
                if light <= highest { 1.0 } else { highest / light }
            }
            _ => 1.0,
        }
    }

    /// The greatest factor with which this light rises no faster than it may where it follows. The
    /// root of light is about as bright as it looks, so the rise looks even.
    fn followed(&self, elapsed: f64, light: f64) -> f64 {
        if light <= self.level {
            return 1.0;
        }
        let root = (self.level / light).sqrt() + elapsed / LIFT;
        if root >= 1.0 { 1.0 } else { root * root }
    }
}

impl<const PARTS: usize> Default for Veil<PARTS> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const PARTS: usize> Veil<PARTS> {
    /// No veil, before the first picture.
    pub fn new() -> Self {
        Self {
            parts: [THRESHOLDS.map(Measure::new); PARTS],
            passed: None,
            hand: None,
            follows: false,
            lifted_from: None,
        }
    }

    /// By how much to multiply the linear light of the picture that is about to be shown, 0 to 1.
    ///
    /// To be asked once for every picture, with the light of each part of *that* picture before it
    /// is dimmed: the light of an earlier one would let a cut through. `hand` tells that the hand
    /// is the cause of what changes. A clock that goes back is taken to stand still.
    pub fn pass(&mut self, now: ClockTime, lights: [Light; PARTS], hand: bool) -> f64 {
        let now = self.passed.map_or(now, |passed| passed.max(now));
        let elapsed = self.passed.map_or(0.0, |passed| now.since(passed) as f64 / 1e9);
        self.passed = Some(now);
        if hand {
            (self.hand, self.lifted_from) = (Some(now), None);
        }
        let lights = lights.map(Light::measures);
        let factor = self.factor(now, elapsed, &lights);
        let mut calm = true;
        for (measure, light) in self.measures(&lights) {
            measure.bare.pass(now, light);
            measure.level = light * factor;
            measure.shown.pass(now, measure.level);
            calm &= measure.bare.has_room(now);
        }
        // A dark picture needs no veil: that alone does not tell that the flicker is over.
        if factor >= 1.0 && (calm || self.lift(now) >= 1.0) {
            (self.follows, self.lifted_from) = (false, None);
        }
        factor
    }

    /// Whether there is no veil: pictures pass as they are until too much changes.
    pub fn is_lifted(&self) -> bool {
        !self.follows
    }

    fn factor(&mut self, now: ClockTime, elapsed: f64, lights: &[[f64; 2]; PARTS]) -> f64 {
        let rest = self.hand.map_or(i64::MAX, |hand| now.since(hand));
        let governed = rest <= SECOND_NS;
        if !governed && !self.follows {
            return 1.0;
        }
        let (mut held, mut followed, mut room) = (1.0_f64, 1.0_f64, true);
        for (index, (measure, light)) in self.measures(lights).enumerate() {
            held = held.min(measure.held(now, light, THRESHOLDS[index % 2]));
            followed = followed.min(measure.followed(elapsed, light));
            room &= measure.shown.has_room(now);
        }
        self.follows |= held < 1.0;
        if !self.follows {
            return 1.0;
        }
        if !governed && self.lifted_from.is_none() && (room || rest > LATEST_NS) {
            self.lifted_from = Some(now);
        }
        held.min(followed).max(self.lift(now))
    }

    /// How much light the lift gives back by now, 0 to 1.
    fn lift(&self, now: ClockTime) -> f64 {
        let root = self.lifted_from.map_or(0.0, |from| now.since(from) as f64 / 1e9 / LIFT);
        root.min(1.0).powi(2)
    }

    /// Each curve with its light.
    fn measures(
        &mut self,
        lights: &[[f64; 2]; PARTS],
    ) -> impl Iterator<Item = (&mut Measure, f64)> {
        self.parts.as_flattened_mut().iter_mut().zip(lights.as_flattened().iter().copied())
    }
}

#[cfg(test)]
mod tests;
