//! The one move in which takes come up and sink again.

use crate::timeline::ClockTime;

/// The shortest move, of what is hardly open, in nanoseconds …
const SHORTEST_NS: i64 = 400_000_000;
/// … and how much longer one all the way takes.
const LONGER_NS: f64 = 200_000_000.0;

/// A move from one place to another that may begin in the midst of another: a cubic that takes over
/// place and speed (Hermite's), from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lift {
    since: ClockTime,
    lasts_ns: i64,
    from: f64,
    /// At the beginning, over the whole move.
    speed: f64,
    pub to: f64,
}

impl Lift {
    /// Nothing has come up.
    pub fn down(now: ClockTime) -> Self {
        Self { since: now, lasts_ns: SHORTEST_NS, from: 0.0, speed: 0.0, to: 0.0 }
    }

    /// When it has arrived.
    pub fn ends(&self) -> ClockTime {
        self.since.after(self.lasts_ns)
    }

    /// The place at a time, and the speed there in places per second.
    pub fn at(&self, now: ClockTime) -> (f64, f64) {
        let t = (now.since(self.since) as f64 / self.lasts_ns as f64).clamp(0.0, 1.0);
        if t >= 1.0 {
            return (self.to, 0.0);
        }
        let (t2, t3) = (t * t, t * t * t);
        let place = self.from * (2.0 * t3 - 3.0 * t2 + 1.0)
            + self.speed * (t3 - 2.0 * t2 + t)
            + self.to * (3.0 * t2 - 2.0 * t3);
        let slope =
            (self.to - self.from) * 6.0 * (t - t2) + self.speed * (3.0 * t2 - 4.0 * t + 1.0);
        (place.clamp(0.0, 1.0), slope / (self.lasts_ns as f64 / 1e9))
    }

    /// Goes to another place from `now` on; place and speed carry over.
    pub fn send(&self, now: ClockTime, to: f64) -> Self {
        if self.to == to {
            return *self;
        }
        let (from, speed) = self.at(now);
        let lasts_ns = SHORTEST_NS + (LONGER_NS * (to - from).abs()) as i64;
        Self { since: now, lasts_ns, from, speed: speed * lasts_ns as f64 / 1e9, to }
    }
}
