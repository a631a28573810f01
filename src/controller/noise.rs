//! What moves by itself is no hand: a fader that shakes, a dial whose contacts bounce, one that is
//! stuck.
//!
//! A hysteresis takes the shaking of a control at rest away without holding up a movement. What is
//! worse is noticed by its kind: somebody who moves a control gets somewhere.

use crate::timeline::ClockTime;

/// Somebody who stays within so small a span for so long, in nanoseconds …
const RESTLESS_NS: i64 = 5_000_000_000;
/// … without pausing for as long as this: half of the time after which a wall begins to wait …
const PAUSE_NS: i64 = 30_000_000_000;
/// … and makes so many moves meanwhile, is no hand.
const RESTLESS_MOVES: u32 = 20;

/// A dial that turns back sooner than this after its last click, in nanoseconds, may have bounced.
const BOUNCE_NS: i64 = 150_000_000;

/// Takes the shaking out of a position: the value follows at a distance, like a thing that is
/// pushed along by a slack rod. At the ends it is at the ends.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hysteresis {
    out: Option<f64>,
}

impl Hysteresis {
    /// The control stands at `value`, from 0 to 1; it may shake by `noise` of the way by itself.
    /// Where it stands without that; none where it has not moved.
    pub fn pass(&mut self, value: f64, noise: f64) -> Option<f64> {
        let value = value.clamp(0.0, 1.0);
        let noise = noise.clamp(0.0, 0.25);
        let next = match self.out {
            None => value,
            Some(out) => out.clamp(value - noise, value + noise),
        };
        let moved = self.out != Some(next);
        self.out = Some(next);
        // What is pushed along stops one slack short of the ends.
        moved.then(|| ((next - noise) / (1.0 - 2.0 * noise)).clamp(0.0, 1.0))
    }

    /// It was taken to `share` of its way without being heard, as a motor does it.
    pub fn centre(&mut self, share: f64, noise: f64) {
        self.out = Some(share.clamp(0.0, 1.0) * (1.0 - 2.0 * noise) + noise);
    }
}

/// Takes the bouncing out of a dial: a click back that follows at once waits for a second one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ratchet {
    sign: i32,
    waiting: i32,
    last: Option<ClockTime>,
}

impl Ratchet {
    /// So many clicks came; so many are meant.
    pub fn pass(&mut self, now: ClockTime, clicks: i32) -> i32 {
        let fresh = self.last.is_none_or(|last| now.since(last) >= BOUNCE_NS);
        self.last = Some(now);
        let all = self.waiting.saturating_add(clicks);
        self.waiting = 0;
        if fresh || all.signum() == self.sign || all.abs() >= 2 {
            if all != 0 {
                self.sign = all.signum();
            }
            return all;
        }
        self.waiting = all;
        0
    }

    /// The click that waited for a second one, when it has waited long enough to be no bounce.
    pub fn due(&mut self, now: ClockTime) -> i32 {
        if self.waiting == 0 || self.last.is_some_and(|last| now.since(last) < BOUNCE_NS) {
            return 0;
        }
        self.sign = self.waiting.signum();
        std::mem::take(&mut self.waiting)
    }
}

/// Notices a control that is never still and gets nowhere, and hears no more of it until it pauses
/// or gets somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Restless {
    since: Option<ClockTime>,
    last: Option<ClockTime>,
    low: f64,
    high: f64,
    moves: u32,
    muted: bool,
}

impl Restless {
    /// It moved to `place`, in whatever measure; within `span` of it, it gets nowhere. Whether
    /// somebody moves it.
    pub fn is_hand(&mut self, now: ClockTime, place: f64, span: f64) -> bool {
        let paused = self.last.is_none_or(|last| now.since(last) >= PAUSE_NS);
        let (low, high) = (self.low.min(place), self.high.max(place));
        let arrived = high - low > if self.muted { 2.0 * span } else { span };
        self.last = Some(now);
        if paused || arrived || self.since.is_none() {
            let Self { last, .. } = *self;
            *self =
                Self { since: Some(now), last, low: place, high: place, moves: 0, muted: false };
            return true;
        }
        (self.low, self.high) = (low, high);
        self.moves = self.moves.saturating_add(1);
        let long = self.since.is_some_and(|since| now.since(since) >= RESTLESS_NS);
        if long && self.moves >= RESTLESS_MOVES {
            self.muted = true;
        }
        !self.muted
    }

    /// It is not heard at present.
    pub fn is_muted(&self, now: ClockTime) -> bool {
        self.muted && self.last.is_some_and(|last| now.since(last) < PAUSE_NS)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPAN: f64 = 3.0 / 127.0;

    fn ms(ms: i64) -> ClockTime {
        ClockTime(ms * 1_000_000)
    }

    #[test]
    fn a_fader_that_shakes_by_one_step_does_not_move() {
        let mut gate = Hysteresis::default();
        let pass =
            |gate: &mut Hysteresis, step: u8| gate.pass(f64::from(step) / 127.0, 1.0 / 127.0);
        assert!(pass(&mut gate, 60).is_some());
        for step in [61, 60, 59, 60, 61, 59, 60] {
            assert_eq!(pass(&mut gate, step), None);
        }
        assert!(pass(&mut gate, 62).is_some(), "a hand is felt with the second step");
    }

    #[test]
    fn at_its_ends_a_fader_is_at_its_ends() {
        let mut gate = Hysteresis::default();
        let sweep = |gate: &mut Hysteresis, steps: &mut dyn Iterator<Item = u8>| {
            steps.filter_map(|step| gate.pass(f64::from(step) / 127.0, 1.0 / 127.0)).last()
        };
        assert_eq!(sweep(&mut gate, &mut (30..=127)), Some(1.0));
        assert_eq!(sweep(&mut gate, &mut (0..=126).rev()), Some(0.0));
    }

    #[test]
    fn a_dial_that_bounces_does_not_move_and_one_that_turns_back_does() {
        let mut ratchet = Ratchet::default();
        let mut sum = 0;
        for click in 0..100 {
            sum += ratchet.pass(ms(click * 20), if click % 2 == 0 { 1 } else { -1 });
        }
        assert!(sum.abs() <= 1, "{sum}");
        ratchet.due(ms(4000));
        assert_eq!(ratchet.pass(ms(5000), 1) + ratchet.pass(ms(5050), 1), 2);
        let back: Vec<i32> = (0..3).map(|n| ratchet.pass(ms(5100 + n * 50), -1)).collect();
        assert_eq!(back, [0, -2, -1], "the first click waits for the second");
        assert_eq!((ratchet.pass(ms(5250), 1), ratchet.due(ms(5300))), (0, 0));
        assert_eq!(ratchet.due(ms(5400)), 1, "or for long enough to be no bounce");
        assert_eq!(ratchet.pass(ms(6000), 1), 1, "after a pause it turns at once");
    }

    #[test]
    fn what_is_never_still_and_gets_nowhere_is_no_hand() {
        let mut restless = Restless::default();
        let place = |n: i64| 0.5 + if n % 2 == 0 { 0.0 } else { 0.02 };
        let heard: Vec<bool> =
            (0..400).map(|n| restless.is_hand(ms(n * 50), place(n), SPAN)).collect();
        assert!(heard[..99].iter().all(|heard| *heard), "for five seconds it may be one");
        assert!(heard[101..].iter().all(|heard| !*heard) && restless.is_muted(ms(20_000)));
        assert!(restless.is_hand(ms(20_010), 0.6, SPAN), "a hand gets somewhere");
    }

    #[test]
    fn after_a_pause_it_is_heard_again() {
        let mut restless = Restless::default();
        (0..400).for_each(|n| {
            restless.is_hand(ms(n * 50), 0.5 + 0.01 * f64::from(n as i32 % 2), SPAN);
        });
        assert!(restless.is_muted(ms(22_000)) && !restless.is_muted(ms(50_100)));
        assert!(restless.is_hand(ms(50_100), 0.5, SPAN));
    }

    proptest! {
        #[test]
        fn the_slack_never_turns_a_movement_round(
            values in prop::collection::vec(0.0..=1.0_f64, 2..80), noise in 0.0..0.05_f64,
        ) {
            let mut gate = Hysteresis::default();
            let mut before: Option<(f64, f64)> = None;
            for value in values {
                let Some(out) = gate.pass(value, noise) else { continue };
                if let Some((was, led)) = before {
                    prop_assert!((value - was) * (out - led) >= -1e-12);
                }
                before = Some((value, out));
            }
        }

        #[test]
        fn a_dial_turned_one_way_loses_no_click(
            clicks in prop::collection::vec((1_i64..400, 1..8_i32), 1..60),
        ) {
            let (mut ratchet, mut now, mut sum, mut all) = (Ratchet::default(), 0, 0, 0);
            for (wait, click) in clicks {
                now += wait;
                all += click;
                sum += ratchet.pass(ms(now), click);
            }
            // But for a first click that could have been a bounce.
            prop_assert_eq!(sum, all);
        }
    }
}
