//! The hand on the control: free while it moves, on an exact stop when it rests.

use super::glide::{Glide, Place};
use super::governor::{Limit, TREMOR};
use crate::timeline::ClockTime;

/// How long a hand that neither moves nor lets go may lie between two stops before it settles, in
/// nanoseconds. A wheel has nothing to let go of.
pub const REST_NS: i64 = 300_000_000;

/// The way the hand went counts for this much, in stops, where it settles: half a stop suffices
/// in either direction.
const LEAN: f64 = 0.1;

/// How far the shown position can be pulled beyond the two ends, in stops.
pub const RUBBER: f64 = 0.35;

/// How far beyond an end the hand itself is followed, in stops, so that it finds its way back.
const REACH: f64 = 1.0;

/// A throw goes on for as long as this at the speed of release, in seconds …
const THROW: f64 = 0.15;

/// … but for at most this many stops.
const THROW_MOST: f64 = 1.0;

/// The control of the scrub position: what it shows is a pure function of clock time until the
/// next command.
///
/// Two things can happen between commands, each at a time known beforehand: a hand at rest
/// settles, and a turn that the governor held back is made. [`Self::advance`] makes them happen;
/// advancing in many steps or in one comes to the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hand {
    /// The last stop's number.
    end: f64,
    limit: Limit,
    glide: Glide,
    held: Option<Held>,
    heading: Heading,
    /// When a turn may be made that came too soon, and where it leads.
    waiting: Option<(ClockTime, f64)>,
}

/// A hand that holds the control.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Held {
    /// Where it took hold.
    from: f64,
    /// Where the hand is, in stops; it may reach beyond the ends.
    along: f64,
    /// When it last moved.
    moved: ClockTime,
}

/// Which way the shown position went last.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Heading {
    /// Towards the newer (+1) or the older (−1); 0 before the first move.
    sign: f64,
    /// How far it came that way.
    furthest: f64,
    /// When it last turned.
    turned: Option<ClockTime>,
}

impl Hand {
    /// At rest at `along` on an axis whose last stop has the number `end`.
    pub fn new(now: ClockTime, end: f64, along: f64, limit: Limit) -> Self {
        let along = along.clamp(0.0, end);
        Self {
            end,
            limit,
            glide: Glide::resting(now, along, limit.speed),
            held: None,
            heading: Heading { sign: 0.0, furthest: along, turned: None },
            waiting: None,
        }
    }

    /// What is shown at `now`.
    pub fn at(&self, now: ClockTime) -> Place {
        let mut ahead = *self;
        ahead.advance(now);
        ahead.glide.at(now)
    }

    /// Where it will rest if nothing more is done: an exact stop, unless it was sent between two.
    pub fn destination(&self) -> f64 {
        match (self.held, self.waiting) {
            (Some(held), _) => self.detent(held, 0.0),
            (None, Some((_, target))) => target,
            (None, None) => self.glide.target(),
        }
    }

    /// Sends it to a place, as keys and presets do; the hand lets go.
    pub fn send(&mut self, now: ClockTime, along: f64) {
        self.advance(now);
        self.held = None;
        if along.is_finite() {
            self.aim(now, along.clamp(0.0, self.end));
        }
    }

    /// The hand moves by `delta` stops. The first move takes hold of what is shown.
    pub fn drag(&mut self, now: ClockTime, delta: f64) {
        self.advance(now);
        if !delta.is_finite() {
            return;
        }
        let held = self.held.unwrap_or_else(|| {
            let shown = self.glide.at(now).along;
            Held { from: shown, along: shown, moved: now }
        });
        let along = (held.along + delta).clamp(-REACH, self.end + REACH);
        self.held = Some(Held { along, moved: now, ..held });
        self.aim(now, self.banded(along));
    }

    /// The hand lets go: it settles on the nearest stop, a little further if it was thrown.
    pub fn release(&mut self, now: ClockTime) {
        self.advance(now);
        let Some(held) = self.held.take() else { return };
        let throw = (self.glide.at(now).speed * THROW).clamp(-THROW_MOST, THROW_MOST);
        self.aim(now, self.detent(held, throw));
    }

    /// Goes on under another limit; a turn that waited is made at once where it need not wait.
    pub fn set_limit(&mut self, now: ClockTime, limit: Limit) {
        self.advance(now);
        if self.limit == limit {
            return;
        }
        self.limit = limit;
        self.glide = self.glide.limited(now, limit.speed);
        self.heading.furthest = self.glide.at(now).lead;
        if let Some((_, target)) = self.waiting.take() {
            self.aim(now, target);
        }
    }

    /// Moves to an axis whose last stop has the number `end`; `place` says where a place of the
    /// old axis lies on it. Speed and hand carry over.
    pub fn rehang(&mut self, now: ClockTime, end: f64, place: impl Fn(f64) -> f64) {
        self.advance(now);
        let destination = place(self.destination()).clamp(0.0, end);
        let shown = self.glide.at(now).along;
        // Beyond the ends there is no id to hold on to: the rubber band keeps its length.
        let beyond = shown - shown.clamp(0.0, self.end);
        let along = place(shown).clamp(0.0, end) + beyond;
        self.end = end;
        self.glide = self.glide.moved(now, along, along, (-RUBBER, end + RUBBER));
        self.heading.furthest = self.glide.at(now).lead;
        if let Some(held) = &mut self.held {
            // The hand keeps its distance from what it holds.
            held.from += along - shown;
            held.along = (held.along + along - shown).clamp(-REACH, end + REACH);
        }
        match self.held {
            Some(held) => self.aim(now, self.banded(held.along)),
            None => self.aim(now, destination),
        }
    }

    /// Lets happen what happens by itself up to `now`, each at its own time.
    pub fn advance(&mut self, now: ClockTime) {
        // At most a wait, the settling after it and the wait of that: each takes itself away.
        loop {
            let turn = self.waiting.filter(|(at, _)| *at <= now);
            let rest = self.held.filter(|held| held.moved.after(REST_NS) <= now);
            match (turn, rest) {
                (Some((at, target)), rest)
                    if rest.is_none_or(|held| at <= held.moved.after(REST_NS)) =>
                {
                    self.waiting = None;
                    self.aim(at, target);
                }
                (_, Some(held)) => {
                    self.held = None;
                    self.aim(held.moved.after(REST_NS), self.detent(held, 0.0));
                }
                _ => return,
            }
        }
    }

    /// Says what does not hold, for tests.
    ///
    /// # Errors
    /// Names the place that lies beyond the ends by more than the rubber band gives.
    pub fn verify_invariants(&self, now: ClockTime) -> Result<(), String> {
        let place = self.at(now);
        // Sums of fractions end within a hair of the bound.
        let most = RUBBER + 1e-9;
        let within = |along: f64| (-most..=self.end + most).contains(&along);
        for (name, along) in [("shown", place.along), ("lead", place.lead)] {
            if !within(along) {
                return Err(format!("the {name} position {along} is beyond 0 to {}", self.end));
            }
        }
        if !(0.0..=self.end).contains(&self.destination()) {
            return Err(format!("it would rest at {}", self.destination()));
        }
        Ok(())
    }

    /// Leads to `target` from `at` on, unless that is a turn that comes too soon: then it stays
    /// where it is, which is nearer to what the hand wants than going on, and turns later.
    fn aim(&mut self, at: ClockTime, target: f64) {
        self.waiting = None;
        let Heading { sign, turned, .. } = self.heading;
        let lead = self.glide.at(at).lead;
        let furthest = if (lead - self.heading.furthest) * sign > 0.0 || sign == 0.0 {
            lead
        } else {
            self.heading.furthest
        };
        self.heading.furthest = furthest;
        let back = (furthest - target) * sign;
        if sign == 0.0 {
            if target != lead {
                self.heading.sign = (target - lead).signum();
            }
        } else if back > TREMOR {
            let allowed = turned.map_or(at, |turned| turned.after(self.limit.between_turns_ns));
            if at < allowed {
                self.waiting = Some((allowed, target));
                self.glide = self.glide.retarget(at, lead);
                return;
            }
            self.heading = Heading { sign: -sign, furthest: lead, turned: Some(at) };
        }
        self.glide = self.glide.retarget(at, target);
    }

    /// The exact stop that a hand settles on when it is thrown this far.
    fn detent(&self, held: Held, throw: f64) -> f64 {
        let way = held.along - held.from;
        let lean = if way == 0.0 { 0.0 } else { LEAN.copysign(way) };
        (held.along + lean + throw).round().clamp(0.0, self.end)
    }

    /// Beyond the ends the position follows the hand ever less: d·r / (d + r), which begins with
    /// the hand's own speed and never passes r.
    fn banded(&self, along: f64) -> f64 {
        let inside = along.clamp(0.0, self.end);
        let beyond = along - inside;
        inside + beyond * RUBBER / (beyond.abs() + RUBBER)
    }
}
