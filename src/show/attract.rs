//! Whether the wall waits for somebody: a closed form of the time of the last touch.

use super::Attract;
use crate::timeline::ClockTime;

/// The last touch, and whether it ended a time of waiting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// How long nothing may be asked for before the wall waits, in nanoseconds; it never does
    /// where it is none.
    pub idle_ns: Option<i64>,
    touched: ClockTime,
    /// When it was last woken, and how long it had waited by then, in nanoseconds.
    woken: Option<(ClockTime, i64)>,
}

impl Waiting {
    /// It never waits; touched last at `now`.
    pub fn never(now: ClockTime) -> Self {
        Self { idle_ns: None, touched: now, woken: None }
    }

    /// Somebody asks for something.
    pub fn touch(&mut self, now: ClockTime) {
        if let Some(waited) = self.waited(now) {
            self.woken = Some((now, waited));
        }
        self.touched = self.touched.max(now);
    }

    /// Whoever was there leaves: it waits from now on, where it ever does.
    pub fn leave(&mut self, now: ClockTime) {
        if let (None, Some(idle)) = (self.waited(now), self.idle_ns) {
            self.touched = now.after(-idle);
        }
    }

    /// For how long nobody has asked for anything, in nanoseconds.
    pub fn untouched(&self, now: ClockTime) -> i64 {
        now.since(self.touched).max(0)
    }

    /// What is so at `now`.
    pub fn at(&self, now: ClockTime) -> Attract {
        let seconds = |ns: i64| ns as f64 / 1e9;
        match (self.waited(now), self.woken) {
            (Some(waited), _) => Attract::Since(seconds(waited)),
            (None, Some((woken, said))) => {
                Attract::Woken { ago: seconds(now.since(woken).max(0)), said: seconds(said) }
            }
            (None, None) => Attract::Off,
        }
    }

    /// For how long it has waited; none while it does not.
    fn waited(&self, now: ClockTime) -> Option<i64> {
        let waited = now.since(self.touched) - self.idle_ns?;
        (waited >= 0).then_some(waited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: i64 = 1_000_000_000;

    #[test]
    fn it_waits_when_nothing_was_asked_for_a_while_and_a_touch_wakes_it() {
        let mut waiting = Waiting { idle_ns: Some(90 * S), ..Waiting::never(ClockTime(0)) };
        assert_eq!(waiting.at(ClockTime(89 * S)), Attract::Off);
        assert_eq!(waiting.at(ClockTime(92 * S)), Attract::Since(2.0));
        waiting.touch(ClockTime(100 * S));
        assert_eq!(waiting.at(ClockTime(101 * S)), Attract::Woken { ago: 1.0, said: 10.0 });
        // A touch while somebody is there wakes nothing.
        waiting.touch(ClockTime(150 * S));
        assert_eq!(waiting.at(ClockTime(151 * S)), Attract::Woken { ago: 51.0, said: 10.0 });
        assert_eq!(waiting.at(ClockTime(240 * S)), Attract::Since(0.0));
    }

    #[test]
    fn when_whoever_was_there_leaves_it_waits_at_once() {
        let mut waiting = Waiting { idle_ns: Some(90 * S), ..Waiting::never(ClockTime(0)) };
        waiting.leave(ClockTime(10 * S));
        assert_eq!(waiting.at(ClockTime(12 * S)), Attract::Since(2.0));
        waiting.leave(ClockTime(15 * S));
        assert_eq!(waiting.at(ClockTime(16 * S)), Attract::Since(6.0), "once is enough");
        waiting.touch(ClockTime(20 * S));
        assert_eq!(waiting.at(ClockTime(20 * S)), Attract::Woken { ago: 0.0, said: 10.0 });
    }

    #[test]
    fn without_a_time_of_idleness_it_never_waits() {
        let waiting = Waiting::never(ClockTime(0));
        assert_eq!(waiting.at(ClockTime(i64::MAX)), Attract::Off);
    }
}
