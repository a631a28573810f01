//! How something that stands somewhere, as a fader does, takes over a value that stands elsewhere.
//!
//! The two are apart when a key, another control or a reset moved the value, or when nothing is
//! known yet of where the control stands. A jump would be the picture torn away; waiting until the
//! control meets the value is what desks do, and for a visitor a dead control. So for her the
//! value goes along from the first movement on, always the way of the hand, at less or more than
//! its speed until the two have met; from then on they are one.

/// How a value is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It goes along from the first movement on, and the two converge: for visitors.
    Converging,
    /// It waits until the control has met it ("soft takeover"): for staff.
    Meeting,
}

/// A value that is ahead of the control goes at most this share of its way …
const SLOWEST: f64 = 0.5;

/// … and one that is behind at least so many times its way, so that both are together soon.
const FASTEST: f64 = 2.0;

/// Nearer than this the two are one: less than the smallest step of 14 bits.
const TOGETHER: f64 = 1.0 / 32_768.0;

/// A control of 7 bits has met a value when it is within this of it: two of its steps.
const MET: f64 = 2.0 / 127.0;

/// Where the value `at` leads when its control goes `from` one place `to` another. All are shares
/// of the way, 0 to 1; `from` is none where the control is heard for the first time. None where
/// the control does not move the value.
pub fn take_over(at: f64, from: Option<f64>, to: f64, manner: Manner) -> Option<f64> {
    match (manner, from) {
        // Nobody knows which way it came: where it stands is what it says.
        (Manner::Converging, None) => Some(to),
        (Manner::Converging, Some(from)) => Some(converged(at, from, to)),
        (Manner::Meeting, from) => {
            let before = from.unwrap_or(to);
            let passes = (before - at) * (to - at) <= 0.0 && from.is_some();
            let with = (before - at).abs() <= TOGETHER;
            (passes || with || (to - at).abs() <= MET).then_some(to)
        }
    }
}

/// How far a control that stands at `stands` has to go until it and the value `at` are one, as a share
/// of its way, upwards if positive; none where they are.
pub fn way_to_meet(at: f64, stands: f64, manner: Manner) -> Option<f64> {
    let near = if manner == Manner::Meeting { MET } else { TOGETHER };
    let way = at - stands;
    (way.abs() > near).then_some(way)
}

fn converged(at: f64, from: f64, to: f64) -> f64 {
    if (at - from).abs() <= TOGETHER {
        return to;
    }
    let way = to - from;
    // What is left of the way, for both: together at the end at the latest.
    let (left, own_left) = if way > 0.0 { (1.0 - at, 1.0 - from) } else { (at, from) };
    let proportional = if own_left > 0.0 { left / own_left } else { FASTEST };
    let is_ahead = (at - from) * way > 0.0;
    let gain = if is_ahead { proportional.min(SLOWEST) } else { proportional.max(FASTEST) };
    let next = at + way * gain;
    let has_met = if is_ahead { (next - to) * way < 0.0 } else { (next - to) * way > 0.0 };
    if has_met { to } else { next.clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_that_is_where_the_control_is_goes_exactly_with_it() {
        assert_eq!(take_over(0.4, Some(0.4), 0.41, Manner::Converging), Some(0.41));
        assert_eq!(take_over(0.4, Some(0.4), 0.41, Manner::Meeting), Some(0.41));
    }

    #[test]
    fn what_was_left_half_a_step_apart_meets_within_two() {
        let step = 1.0 / 13.0;
        let (mut at, mut stands) = (0.5, 0.5 - step / 2.0);
        for _ in 0..40 {
            let to = stands + step / 20.0;
            at = converged(at, stands, to);
            stands = to;
        }
        assert!((at - stands).abs() < TOGETHER, "{at} {stands}");
    }

    #[test]
    fn staff_meet_the_value_first() {
        let strict = |at, from, to| take_over(at, Some(from), to, Manner::Meeting);
        assert_eq!(strict(0.8, 0.1, 0.2), None);
        assert_eq!(strict(0.8, 0.7, 0.9), Some(0.9), "passed it at once");
        assert_eq!(strict(0.8, 0.7, 0.79), Some(0.79), "as near as it can tell");
        assert_eq!(take_over(0.8, None, 0.2, Manner::Meeting), None);
    }

    proptest! {
        #[test]
        fn who_goes_the_way_that_is_said_meets(
            at in 0.0..=1.0_f64, stands in 0.0..=1.0_f64, staff in any::<bool>(),
        ) {
            let manner = if staff { Manner::Meeting } else { Manner::Converging };
            if let Some(way) = way_to_meet(at, stands, manner) {
                prop_assert_eq!(take_over(at, Some(stands), stands + way, Manner::Meeting), Some(stands + way));
                let waits = take_over(at, Some(stands), stands + way * 0.01, Manner::Meeting).is_none();
                prop_assert!(!staff || waits || way.abs() < MET * 1.02, "staff's does nothing before");
            } else {
                let next = take_over(at, Some(stands), stands, manner).unwrap();
                prop_assert!((next - stands).abs() <= MET);
            }
        }

        #[test]
        fn a_visitors_movement_always_moves_the_value_and_never_against_the_hand(
            at in 0.0..=1.0_f64, from in 0.0..=1.0_f64, to in 0.0..=1.0_f64,
        ) {
            prop_assume!((to - from).abs() > 1e-6);
            let next = take_over(at, Some(from), to, Manner::Converging).unwrap();
            let way = to - from;
            prop_assert!((0.0..=1.0).contains(&next));
            let together = (at - from).abs() <= TOGETHER;
            prop_assert!(together || (next - at) * way >= 0.0, "{next}");
            let at_the_end = if way > 0.0 { at >= 1.0 } else { at <= 0.0 };
            prop_assert!(together || at_the_end || next != at, "it moves");
            prop_assert!(together || (next - to).abs() <= (at - from).abs() + 1e-12);
        }

        #[test]
        fn at_an_end_of_the_control_the_value_is_at_its_end(
            at in 0.0..=1.0_f64, from in 0.0..1.0_f64, steps in 1_u32..200, up in any::<bool>(),
        ) {
            let end = if up { 1.0 } else { 0.0 };
            let (mut value, mut stands) = (at, from);
            for step in 1..=steps {
                let to = from + (end - from) * f64::from(step) / f64::from(steps);
                value = take_over(value, Some(stands), to, Manner::Converging).unwrap();
                stands = to;
            }
            prop_assert!((value - end).abs() < 1e-9 || from == end, "{value}");
        }
    }
}
