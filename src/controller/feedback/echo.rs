//! Whether what comes from a control is only what it was told a moment ago.
//!
//! A ring sends the same value back. A motor fader sends its way: it runs from where it stood to
//! where it was sent, or, when it was sent on meanwhile, towards each of those places in their
//! order. So what it sends lies between where it last was and one of the places ahead, and each
//! place that it turned away from is behind it. What lies elsewhere is a hand.

use std::collections::VecDeque;

use crate::timeline::ClockTime;

/// How long an echo may take, in nanoseconds: most of that is the motor on its way.
const ECHO_NS: i64 = 400_000_000;

/// What a control was told of late, and where it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail {
    /// No more than were told while the first of them may still have an echo: about a dozen.
    told: VecDeque<(ClockTime, u16)>,
    /// Where it last said that it was.
    stands: Option<u16>,
}

impl Trail {
    /// It is told this now.
    pub(super) fn told(&mut self, now: ClockTime, value: u16) {
        self.leave_behind(now);
        self.told.push_back((now, value));
    }

    /// It sent a value: whether that is one that it was told.
    pub(super) fn repeats(&mut self, now: ClockTime, value: u16) -> bool {
        self.leave_behind(now);
        let which = self.told.iter().position(|(_, told)| *told == value);
        // Echoes come in their order: those before it come no more.
        self.told.drain(..which.unwrap_or(0));
        which.is_some()
    }

    /// It sent where it is: whether it is on its way to a place that it was sent to. It may be
    /// beside that way by `slack`.
    pub(super) fn is_on_its_way(&mut self, now: ClockTime, place: u16, slack: u16) -> bool {
        self.leave_behind(now);
        let from = self.stands.unwrap_or(place);
        let way = |to: u16| (from.min(to), from.max(to));
        let which = self.told.iter().position(|(_, to)| {
            let (low, high) = way(*to);
            (low.saturating_sub(slack)..=high.saturating_add(slack)).contains(&place)
        });
        let Some(which) = which else { return false };
        self.told.drain(..which);
        // On the way itself: a hand that creeps away within the slack gets out of it.
        let (low, high) = way(self.told[0].1);
        self.stands = Some(place.clamp(low, high));
        true
    }

    /// Whether this is where it last said that it was, give or take `slack`.
    pub(super) fn is_at(&self, place: u16, slack: u16) -> bool {
        self.stands.is_some_and(|stands| stands.abs_diff(place) <= slack)
    }

    /// A hand took it here: nothing more comes of what it was told.
    pub(super) fn taken(&mut self, place: u16) {
        self.told.clear();
        self.stands = Some(place);
    }

    /// It is not known where it stands.
    pub(super) fn lose(&mut self) {
        self.stands = None;
    }

    fn leave_behind(&mut self, now: ClockTime) {
        while self.told.front().is_some_and(|(told, _)| now.since(*told) >= ECHO_NS) {
            self.told.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: i64) -> ClockTime {
        ClockTime(ms * 1_000_000)
    }

    fn sent(stands: u16, to: &[u16]) -> Trail {
        let mut trail = Trail { stands: Some(stands), ..Trail::default() };
        to.iter().zip(0..).for_each(|(to, nth)| trail.told(ms(nth * 34), *to));
        trail
    }

    #[test]
    fn a_value_comes_back_for_a_while_and_in_order() {
        let mut trail = sent(0, &[10, 20, 30]);
        assert!(!trail.repeats(ms(100), 15));
        assert!(trail.repeats(ms(100), 20));
        assert!(!trail.repeats(ms(100), 10));
        assert!(trail.repeats(ms(110), 30) && trail.repeats(ms(120), 30));
        assert!(!trail.repeats(ms(468), 30));
    }

    #[test]
    fn a_motor_is_on_its_way_until_it_turns_back() {
        let mut trail = sent(20, &[100]);
        assert!([25, 60, 60, 59].iter().all(|place| trail.is_on_its_way(ms(50), *place, 1)));
        assert!(!trail.is_on_its_way(ms(60), 55, 1));
        assert!(!trail.is_on_its_way(ms(60), 102, 1));
        assert!(trail.is_on_its_way(ms(399), 100, 1));
        assert!(!trail.is_on_its_way(ms(400), 100, 1));
    }

    #[test]
    fn it_turns_back_when_it_is_sent_back_and_only_once() {
        let mut trail = sent(20, &[100, 10]);
        assert!([40, 50, 45, 30].iter().all(|place| trail.is_on_its_way(ms(60), *place, 1)));
        assert!(!trail.is_on_its_way(ms(70), 40, 1));
    }

    #[test]
    fn who_creeps_away_gets_out_of_the_slack() {
        let mut trail = sent(50, &[100]);
        assert!(trail.is_on_its_way(ms(1), 49, 1));
        assert!(!trail.is_on_its_way(ms(2), 48, 1));
    }

    #[test]
    fn where_a_hand_took_it_nothing_is_an_echo_any_more() {
        let mut trail = sent(0, &[100]);
        trail.taken(50);
        assert!(!trail.is_on_its_way(ms(1), 60, 1) && !trail.repeats(ms(1), 100));
    }

    #[test]
    fn the_first_place_of_one_that_stands_nobody_knows_where_is_on_the_way() {
        let mut trail = sent(0, &[100]);
        trail.lose();
        assert!(trail.is_on_its_way(ms(1), 120, 1) && trail.is_on_its_way(ms(1), 110, 1));
        assert!(!trail.is_on_its_way(ms(1), 115, 1));
    }
}
