//! A move along the generations: a critically damped spring with a greatest speed.
//!
//! Such a spring is two equal lags, one after the other: a *lead* follows the target and the
//! shown place follows the lead, each at rate ω:
//!
//! ```text
//! lead′  = ω (target − lead), held within ±limit
//! along′ = ω (lead − along)
//! ```
//!
//! Both have a closed form: the lead runs straight at the limit until it is within limit/ω of the
//! target, then closes in exponentially. So the place at any time is told from the anchor alone,
//! and asking more often changes nothing. The speed shown is an average over past speeds of the
//! lead, so it never exceeds the limit either, and the place never leaves the span between where
//! it was, its lead and its target: from rest to rest there is no overshoot.
//! Where the limit is not reached this is the critically damped oscillator of the textbooks,
//! x(t) = (x₀ + (v₀ + ωx₀)·t)·e^(−ωt), with x the distance to the target and x + v/ω the lead's.

use crate::timeline::ClockTime;

/// How quickly a glide closes in, per second: a step of one stop is within a thousandth of its
/// stop after 250 ms, because (1 + ωt)·e^(−ωt) falls to 0.001 at ωt = 9.23.
pub const OMEGA: f64 = 37.0;

/// Nearer than this, in stops, a glide rests exactly on its target: less than one step of 8 bits
/// in a dissolve between black and white.
pub const SNAP: f64 = 1.0 / 2048.0;

/// A place along the axis and how it moves, from an anchor in clock time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glide {
    anchor: ClockTime,
    along: f64,
    lead: f64,
    target: f64,
    limit: f64,
}

/// Where a glide is at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The place along the axis, in stops.
    pub along: f64,
    /// How fast it moves, in stops per second.
    pub speed: f64,
    /// What it follows: the place it would come to rest at if it were not driven further.
    pub lead: f64,
}

impl Glide {
    /// At rest at `along`, moving no faster than `limit` stops per second when it is sent on.
    pub fn resting(now: ClockTime, along: f64, limit: f64) -> Self {
        Self { anchor: now, along, lead: along, target: along, limit }
    }

    /// Where it will rest.
    pub fn target(&self) -> f64 {
        self.target
    }

    /// Where it is at `now`; before its anchor, where it was at the anchor.
    pub fn at(&self, now: ClockTime) -> Place {
        let elapsed = now.since(self.anchor).max(0) as f64 / 1e9;
        let way = self.target - self.lead;
        let velocity = self.limit.copysign(way);
        let straight = ((way.abs() - self.limit / OMEGA) / self.limit).max(0.0);

        // Straight on at the limit: the place trails its lead by limit/ω.
        let t = elapsed.min(straight);
        let trail = velocity / OMEGA;
        let mut lead = self.lead;
        let mut along = self.along;
        if straight > 0.0 {
            lead = self.lead + velocity * t;
            along = lead - trail + (self.along - self.lead + trail) * (-OMEGA * t).exp();
        }

        // Closing in.
        let t = elapsed - t;
        let fading = (-OMEGA * t).exp();
        let (place_off, lead_off) = (along - self.target, lead - self.target);
        let along_off = (place_off + OMEGA * lead_off * t) * fading;
        let lead_off = lead_off * fading;
        // Both offsets only shrink once both are this small, so what rests stays at rest.
        if along_off.abs() < SNAP && lead_off.abs() < SNAP {
            return Place { along: self.target, speed: 0.0, lead: self.target };
        }
        Place {
            along: self.target + along_off,
            speed: OMEGA * (lead_off - along_off),
            lead: self.target + lead_off,
        }
    }

    /// Goes to another target from `now` on; place and speed carry over.
    #[must_use]
    pub fn retarget(&self, now: ClockTime, target: f64) -> Self {
        let Place { along, lead, .. } = self.at(now);
        Self { anchor: now.max(self.anchor), along, lead, target, limit: self.limit }
    }

    /// Goes on under another limit, in stops per second; a faster glide slows down to it at once.
    #[must_use]
    pub fn limited(&self, now: ClockTime, limit: f64) -> Self {
        let glide = Self { limit, ..self.retarget(now, self.target) };
        let ahead = (glide.lead - glide.along).clamp(-limit / OMEGA, limit / OMEGA);
        Self { lead: glide.along + ahead, ..glide }
    }

    /// The same glide on an axis where its place and its target lie elsewhere and only what is
    /// within `span` exists. The speed carries over as far as the span allows.
    #[must_use]
    pub fn moved(&self, now: ClockTime, along: f64, target: f64, span: (f64, f64)) -> Self {
        let place = self.at(now);
        let (along, target) = (along.clamp(span.0, span.1), target.clamp(span.0, span.1));
        let lead = (along + place.lead - place.along).clamp(span.0, span.1);
        Self { anchor: now.max(self.anchor), along, lead, target, limit: self.limit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: f64 = 1000.0;

    fn ms(ms: i64) -> ClockTime {
        ClockTime(ms * 1_000_000)
    }

    fn step(limit: f64) -> Glide {
        Glide::resting(ms(0), 3.0, limit).retarget(ms(0), 4.0)
    }

    #[test]
    fn a_step_of_one_stop_arrives_in_a_quarter_of_a_second() {
        assert!((step(FREE).at(ms(250)).along - 4.0).abs() < 0.001);
        assert!((step(FREE).at(ms(150)).along - 4.0).abs() > 0.01);
    }

    #[test]
    fn it_comes_to_rest_exactly_and_stays() {
        for limit in [FREE, 4.0] {
            for after in [500, 501, 1000, 3_600_000, 86_400_000 * 365] {
                let place = step(limit).at(ms(after));
                assert_eq!((place.along, place.speed), (4.0, 0.0));
            }
        }
    }

    #[test]
    fn from_rest_to_rest_it_neither_overshoots_nor_exceeds_its_limit() {
        for limit in [FREE, 4.0, 1.0] {
            let glide = Glide::resting(ms(0), 0.0, limit).retarget(ms(0), 7.0);
            let mut before = 0.0;
            for at in 0..9000 {
                let place = glide.at(ms(at));
                assert!(place.along >= before && place.along <= 7.0);
                assert!(place.speed <= limit + 1e-9);
                before = place.along;
            }
            assert_eq!(before, 7.0);
        }
    }

    #[test]
    fn place_and_speed_carry_over_when_the_target_changes() {
        for limit in [FREE, 4.0] {
            for at in [0, 10, 60, 130, 240, 300] {
                let glide = step(limit);
                let (before, after) = (glide.at(ms(at)), glide.retarget(ms(at), 1.0).at(ms(at)));
                assert!((before.along - after.along).abs() < 1e-9);
                assert!((before.speed - after.speed).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_lower_limit_is_obeyed_at_once_and_moves_nothing() {
        let fast = Glide::resting(ms(0), 0.0, FREE).retarget(ms(0), 12.0);
        let (before, after) = (fast.at(ms(40)), fast.limited(ms(40), 4.0));
        assert!(before.speed > 40.0);
        assert_eq!(after.at(ms(40)).along, before.along);
        assert!((40..4000).all(|at| after.at(ms(at)).speed <= 4.0 + 1e-9));
    }

    #[test]
    fn its_speed_is_the_slope_of_its_place() {
        for limit in [FREE, 4.0] {
            for at in [5, 40, 100, 200, 260] {
                let at = |ns: i64| step(limit).at(ms(at).after(ns));
                let slope = (at(1000).along - at(-1000).along) / 2e-6;
                assert!((slope - at(0).speed).abs() < 1e-3, "{slope} {:?}", at(0));
            }
        }
    }
}
