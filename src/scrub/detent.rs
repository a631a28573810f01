//! The hand on the control: free while it moves, on an exact stop when it rests.

use super::glide::{Glide, Place};
use super::governor::{Limit, TREMOR};
use crate::timeline::ClockTime;

/// How long a hand that neither moves nor lets go may lie between two stops before it settles, in
/// nanoseconds. A fader has nothing to let go of.
pub const REST_NS: i64 = 600_000_000;

/// A dial that was thrown is at rest, in nanoseconds after its last click: longer than from one
/// tick of a slow machine to the next, shorter than anyone waits for a picture.
const THROWN_REST_NS: i64 = 120_000_000;

/// The time over which the speed of a turn is taken, in seconds.
const TURN_MEMORY: f64 = 0.1;

/// So many moves in close succession, each counting less the longer it is ago, are a throw …
const THROWN_MOVES: f64 = 2.5;

/// … if they went at least this fast, in stops per second.
const THROWN_SPEED: f64 = 4.0;

/// How much a dial clings to an exact stop: there a click moves the picture by this share less
/// than its own, and midway between two by as much more.
const GRAVITY: f64 = 0.35;

/// The way the hand went counts for this much, in stops, where it settles: half a stop suffices
/// in either direction.
const LEAN: f64 = 0.1;

/// How far the shown position can be pulled beyond the two ends, in stops.
pub const RUBBER: f64 = 0.35;

/// How far beyond an end the hand itself is followed, in stops, so that it finds its way back.
const REACH: f64 = 1.0;

/// A throw goes on for as long as this at the speed of release, in seconds …
const THROW: f64 = 0.15;

/// … but for at most this many stops …
const THROW_MOST: f64 = 1.0;

/// … or for this share of a long axis.
const THROW_SHARE: f64 = 0.08;

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
    grip: Grip,
    turn: Turn,
}

/// What the hand moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grip {
    /// The picture itself, as with a mouse: there is a letting go.
    Dragged,
    /// Something that turns for ever: it has no place of its own, and can be thrown.
    Turned,
    /// Something that stands somewhere, as a fader does: the picture is where it stands.
    Followed,
}

/// How a dial is being turned.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Turn {
    /// Its speed of late, in stops per second.
    speed: f64,
    /// Its moves of late.
    moves: f64,
}

impl Turn {
    /// One more move of `delta` stops, so many seconds after the last.
    fn moved(self, after: f64, delta: f64) -> Self {
        let fades = (-after.max(0.0) / TURN_MEMORY).exp();
        Self { speed: self.speed * fades + delta / TURN_MEMORY, moves: self.moves * fades + 1.0 }
    }

    fn is_throw(self) -> bool {
        self.moves >= THROWN_MOVES && self.speed.abs() >= THROWN_SPEED
    }
}

impl Held {
    /// When the hand counts as gone if it does not move again.
    fn rests(&self) -> ClockTime {
        let thrown = self.grip == Grip::Turned && self.turn.is_throw();
        self.moved.after(if thrown { THROWN_REST_NS } else { REST_NS })
    }
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
            (Some(held), _) => self.settled(held),
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

    /// The hand drags the picture by `delta` stops. The first move takes hold of what is shown.
    pub fn drag(&mut self, now: ClockTime, delta: f64) {
        self.hold(now, Grip::Dragged, |held| held.along + delta);
    }

    /// The hand turns a dial by `delta` stops, which clings a little to every stop. The first move
    /// takes hold of what is shown; a fast turn that ends is a throw.
    pub fn turn(&mut self, now: ClockTime, delta: f64) {
        self.hold(now, Grip::Turned, |held| held.along + delta);
    }

    /// The hand has moved a fader to where it stands for the place `along`.
    pub fn follow(&mut self, now: ClockTime, along: f64) {
        let along = along.clamp(0.0, self.end);
        self.hold(now, Grip::Followed, |_| along);
    }

    /// Where the hand itself is, in stops: where it holds the picture, or where that will rest.
    pub fn place(&self, now: ClockTime) -> f64 {
        let mut ahead = *self;
        ahead.advance(now);
        ahead.held.map_or_else(|| ahead.destination(), |held| held.along.clamp(0.0, self.end))
    }

    /// The hand moves to where `to` says.
    fn hold(&mut self, now: ClockTime, grip: Grip, to: impl Fn(&Held) -> f64) {
        self.advance(now);
        let held = self.held.filter(|held| held.grip == grip).unwrap_or_else(|| {
            let shown = self.glide.at(now).along;
            let along = if grip == Grip::Turned { self.unwarped(shown) } else { shown };
            Held { from: along, along, moved: now, grip, turn: Turn::default() }
        });
        let along = to(&held);
        if !along.is_finite() {
            return;
        }
        let along = along.clamp(-REACH, self.end + REACH);
        let after = now.since(held.moved) as f64 / 1e9;
        let turn = held.turn.moved(after, along - held.along);
        let held = Held { along, moved: now, turn, ..held };
        self.held = Some(held);
        self.aim(now, self.shown_by(&held));
    }

    /// The hand lets go: it settles on the nearest stop, a little further if it was thrown.
    pub fn release(&mut self, now: ClockTime) {
        self.advance(now);
        let Some(held) = self.held.take() else { return };
        let throw = self.thrown(self.glide.at(now).speed);
        self.aim(now, self.detent(held, throw));
    }

    /// How far a throw of this speed carries on, in stops.
    fn thrown(&self, speed: f64) -> f64 {
        let most = THROW_MOST.max(THROW_SHARE * self.end);
        (speed * THROW).clamp(-most, most)
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
            Some(held) => self.aim(now, self.shown_by(&held)),
            None => self.aim(now, destination),
        }
    }

    /// Lets happen what happens by itself up to `now`, each at its own time.
    pub fn advance(&mut self, now: ClockTime) {
        // At most a wait, the settling after it and the wait of that: each takes itself away.
        loop {
            let turn = self.waiting.filter(|(at, _)| *at <= now);
            let rest = self.held.filter(|held| held.rests() <= now);
            match (turn, rest) {
                (Some((at, target)), rest) if rest.is_none_or(|held| at <= held.rests()) => {
                    self.waiting = None;
                    self.aim(at, target);
                }
                (_, Some(held)) => {
                    self.held = None;
                    self.aim(held.rests(), self.settled(held));
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

    /// The exact stop that a hand at rest settles on.
    fn settled(&self, held: Held) -> f64 {
        match held.grip {
            // What is marked beside a fader must be true.
            Grip::Followed => held.along.round().clamp(0.0, self.end),
            Grip::Turned if held.turn.is_throw() => self.detent(held, self.thrown(held.turn.speed)),
            Grip::Turned | Grip::Dragged => self.detent(held, 0.0),
        }
    }

    /// The exact stop that a hand settles on when it is thrown this far.
    fn detent(&self, held: Held, throw: f64) -> f64 {
        let way = held.along - held.from;
        let lean = if way == 0.0 { 0.0 } else { LEAN.copysign(way) };
        (held.along + lean + throw).round().clamp(0.0, self.end)
    }

    /// The place that is shown where the hand is there.
    fn shown_by(&self, held: &Held) -> f64 {
        match held.grip {
            Grip::Turned => warped(self.banded(held.along), self.end),
            Grip::Dragged | Grip::Followed => self.banded(held.along),
        }
    }

    /// Where a dial is that shows this place: the inverse of [`warped`].
    fn unwarped(&self, shown: f64) -> f64 {
        if !(0.0..=self.end).contains(&shown) {
            return shown;
        }
        // The slope is between 1 − g and 1 + g, so Newton's way leads there from anywhere near.
        let mut along = shown;
        for _ in 0..8 {
            let slope = 1.0 - GRAVITY * (std::f64::consts::TAU * along).cos();
            along -= (warped(along, self.end) - shown) / slope;
        }
        along.clamp(0.0, self.end)
    }

    /// Beyond the ends the position follows the hand ever less: d·r / (d + r), which begins with
    /// the hand's own speed and never passes r.
    fn banded(&self, along: f64) -> f64 {
        let inside = along.clamp(0.0, self.end);
        let beyond = along - inside;
        inside + beyond * RUBBER / (beyond.abs() + RUBBER)
    }
}

/// A place within the ends, drawn towards its nearest stop: x − g/2π · sin 2πx, which is x at every
/// stop and midway between two, and rises throughout.
fn warped(along: f64, end: f64) -> f64 {
    if !(0.0..=end).contains(&along) {
        return along;
    }
    along - GRAVITY / std::f64::consts::TAU * (std::f64::consts::TAU * along).sin()
}
