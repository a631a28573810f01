//! Sweeps as the devices send them, in each manner and at any pace.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const MS: i64 = 1_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sends {
    CoarseFirst,
    FineFirst,
    CoarseOnly,
    /// The fine half alone while the coarse one is the same, else both in this order.
    Changed(Half),
}

/// One value of a sweep: how long after the one before, and how far apart its halves are.
type Sent = (u16, i64, i64);

/// The halves of `sweep` with their times; `told` is the coarse half sent before it began.
fn halves(sends: Sends, sweep: &[Sent], mut told: Option<u8>) -> Vec<(ClockTime, Half, u8)> {
    let (mut now, mut halves) = (ClockTime(0), Vec::new());
    for &(value, before, apart) in sweep {
        now = now.after(before);
        let coarse = (Half::Coarse, (value >> 7) as u8);
        let fine = (Half::Fine, (value & 0x7f) as u8);
        let pair = match sends {
            Sends::CoarseOnly => vec![coarse],
            Sends::Changed(_) if told == Some(coarse.1) => vec![fine],
            Sends::CoarseFirst | Sends::Changed(Half::Coarse) => vec![coarse, fine],
            Sends::FineFirst | Sends::Changed(Half::Fine) => vec![fine, coarse],
        };
        told = Some(coarse.1);
        for (place, (half, value)) in pair.into_iter().enumerate() {
            now = now.after(if place == 0 { 0 } else { apart });
            halves.push((now, half, value));
        }
    }
    halves
}

/// What is said of these halves; `asking` asks for what is due before each as well.
fn heard_by(control: &mut Fine, halves: &[(ClockTime, Half, u8)], asking: bool) -> Vec<u16> {
    let mut said = Vec::new();
    for &(now, half, value) in halves {
        if asking {
            said.extend(std::iter::from_fn(|| control.due(now)));
        }
        said.extend(control.hear(now, half, value));
        assert!(control.said.len() <= 2);
    }
    let end = halves.last().map_or(ClockTime(0), |(now, ..)| now.after(TOGETHER));
    said.extend(std::iter::from_fn(|| control.due(end)));
    said
}

fn heard(halves: &[(ClockTime, Half, u8)], asking: bool) -> Vec<u16> {
    heard_by(&mut Fine::default(), halves, asking)
}

/// Halves that all come at once.
fn at_once(halves: &[(Half, u8)]) -> Vec<u16> {
    let halves: Vec<_> = halves.iter().map(|(half, value)| (ClockTime(0), *half, *value)).collect();
    heard(&halves, false)
}

fn rises(values: &[u16]) -> bool {
    values.is_sorted() || values.is_sorted_by(|a, b| a >= b)
}

fn pause() -> impl Strategy<Value = i64> {
    prop_oneof![Just(0), 0..3 * MS, 0..30 * MS, 0..300 * MS]
}

/// A sweep up or down, by steps of 1 to `most`.
fn sweep(most: u16) -> impl Strategy<Value = Vec<Sent>> {
    let step = (prop_oneof![1..=most.min(3), 1..=most], pause(), 0..5 * MS);
    (0..=0x3fff_u16, any::<bool>(), vec(step, 1..60)).prop_map(|(start, up, steps)| {
        let mut value = if up { start / 4 } else { 0x3fff - start / 4 };
        let mut sweep = Vec::new();
        for (step, before, apart) in steps {
            sweep.push((value, before, apart));
            let next = if up { value.checked_add(step) } else { value.checked_sub(step) };
            let Some(next) = next.filter(|next| *next <= 0x3fff) else { break };
            value = next;
        }
        sweep
    })
}

fn values(sweep: &[Sent]) -> Vec<u16> {
    sweep.iter().map(|(value, ..)| *value).collect()
}

#[test]
fn the_tempo_of_a_deck_crosses_a_coarse_step_without_a_spike() {
    let [c, f] = [Half::Coarse, Half::Fine];
    assert_eq!(at_once(&[(c, 0x3f), (f, 0x7f), (c, 0x40), (f, 0x00)]), [8191, 8192]);
    assert_eq!(at_once(&[(c, 0x40), (f, 0x00), (c, 0x3f), (f, 0x7f)]), [8192, 8191]);
    assert_eq!(at_once(&[(f, 0x7f), (c, 0x3f), (f, 0x00), (c, 0x40)]), [8191, 8192]);
    assert_eq!(at_once(&[(f, 0x00), (c, 0x40), (f, 0x7f), (c, 0x3f)]), [8192, 8191]);
}

#[test]
fn a_coarse_half_alone_reaches_both_ends() {
    let mut control = Fine::default();
    assert_eq!(control.hear(ClockTime(0), Half::Coarse, 127), None);
    assert_eq!(control.due(ClockTime(TOGETHER - 1)), None);
    assert_eq!(control.due(ClockTime(TOGETHER)), Some(16383));
    // From then on it need not wait.
    assert_eq!(control.hear(ClockTime(TOGETHER), Half::Coarse, 0), Some(0));
    assert_eq!(control.due(ClockTime(TOGETHER * 3)), None);
}

#[test]
fn a_known_order_need_not_wait() {
    let mut control = Fine::default();
    assert_eq!(control.hear(ClockTime(0), Half::Coarse, 1), None);
    assert_eq!(control.hear(ClockTime(0), Half::Fine, 2), Some(130));
    assert_eq!(control.hear(ClockTime(1), Half::Fine, 3), Some(131));
    assert_eq!(control.due(ClockTime(TOGETHER * 3)), None);
}

#[test]
fn what_is_first_heard_in_the_middle_of_a_movement_is_put_right_at_the_next() {
    let mut control = Fine::default();
    let sweep: Vec<_> = (0..40).map(|step| (8000 + step * 10, MS, 0)).collect();
    let late = halves(Sends::FineFirst, &sweep, None);
    heard_by(&mut control, &late[1..], false);
    // Its order shows where a movement begins and ends.
    let once = [(ClockTime(1000 * MS), Half::Fine, 5), (ClockTime(1000 * MS), Half::Coarse, 70)];
    assert_eq!(heard_by(&mut control, &once, false).last(), Some(&(70 << 7 | 5)));
    let again = halves(Sends::FineFirst, &[vec![(8000, 2000 * MS, 0)], sweep].concat(), None);
    assert!(rises(&heard_by(&mut control, &again, false)[1..]));
}

#[test]
fn a_fine_half_before_any_coarse_one_says_nothing() {
    assert!(at_once(&[(Half::Fine, 5), (Half::Fine, 6)]).is_empty());
}

#[test]
fn a_hand_that_quickens_after_fine_halves_alone_makes_no_spike() {
    let [c, f] = [Half::Coarse, Half::Fine];
    let said = [1 << 7 | 20, 2 << 7 | 10];
    assert_eq!(at_once(&[(f, 100), (f, 110), (c, 1), (f, 20), (c, 2), (f, 10)]), said);
    assert_eq!(at_once(&[(f, 100), (f, 110), (f, 20), (c, 1), (f, 10), (c, 2)])[..], said);
}

#[test]
fn a_lost_fine_half_is_not_taken_from_the_next_pair() {
    let [c, f] = [Half::Coarse, Half::Fine];
    let halves = [(f, 5), (c, 1), (f, 6), (c, 1), (c, 2), (f, 7), (c, 3), (f, 8), (c, 4)];
    let said = [1 << 7 | 5, 1 << 7 | 6, 2 << 7 | 2, 3 << 7 | 7, 4 << 7 | 8];
    assert_eq!(at_once(&halves), said);
}

#[test]
fn a_device_taken_for_a_coarse_one_may_send_a_fine_half_after_all() {
    let mut control = Fine::default();
    control.hear(ClockTime(0), Half::Coarse, 1);
    assert_eq!(control.due(ClockTime(TOGETHER)), Some(129));
    assert_eq!(control.hear(ClockTime(TOGETHER * 2), Half::Coarse, 2), Some(258));
    assert_eq!(control.hear(ClockTime(TOGETHER * 2), Half::Fine, 3), Some(259));
    assert_eq!(control.hear(ClockTime(TOGETHER * 4), Half::Coarse, 3), None);
}

#[test]
fn a_nudge_goes_on_from_what_was_told() {
    let mut control = Fine::default();
    assert_eq!(control.nudge(1), Some(8193));
    assert_eq!(control.hear(ClockTime(0), Half::Coarse, 127), None);
    assert_eq!((control.nudge(1), control.due(ClockTime(0))), (Some(16383), Some(16383)));
    assert_eq!(control.nudge(i32::MIN), Some(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_value_sent_as_a_pair_is_said(sweep in sweep(2000), asking: bool) {
        for sends in [Sends::CoarseFirst, Sends::FineFirst, Sends::Changed(Half::Coarse)] {
            let said = heard(&halves(sends, &sweep, None), asking);
            prop_assert_eq!(said, values(&sweep), "{:?}", sends);
        }
    }

    #[test]
    fn pairs_far_from_each_other_are_said_too(
        sent in vec((0..=0x3fff_u16, pause(), 0..5 * MS), 1..40), asking: bool,
    ) {
        for sends in [Sends::CoarseFirst, Sends::FineFirst, Sends::Changed(Half::Coarse)] {
            let said = heard(&halves(sends, &sent, None), asking);
            prop_assert_eq!(said, values(&sent), "{:?}", sends);
        }
    }

    #[test]
    fn a_fine_half_sent_alone_is_said(sweep in sweep(60), asking: bool) {
        let said = heard(&halves(Sends::Changed(Half::Fine), &sweep, None), asking);
        prop_assert_eq!(said, values(&sweep));
    }

    /// The device was on before: its coarse half is told only when it changes.
    #[test]
    fn a_control_that_is_first_heard_by_its_fine_half_makes_no_spike(
        sweep in sweep(60), asking: bool,
    ) {
        let values = values(&sweep);
        let told = values.first().map(|value| (value >> 7) as u8);
        let turns = values.iter().any(|value| Some((value >> 7) as u8) != told);
        for half in [Half::Coarse, Half::Fine] {
            let said = heard(&halves(Sends::Changed(half), &sweep, told), asking);
            prop_assert!(rises(&said), "{:?} {:?}", half, said);
            prop_assert_eq!(said.last(), values.last().filter(|_| turns), "{:?}", half);
            prop_assert!(values.ends_with(&said), "{:?} {:?}", half, said);
        }
    }

    #[test]
    fn a_coarse_half_alone_is_within_its_step(sweep in sweep(2000), asking: bool) {
        let said = heard(&halves(Sends::CoarseOnly, &sweep, None), asking);
        prop_assert!(rises(&said));
        prop_assert_eq!(said.len(), sweep.len());
        for (said, (sent, ..)) in said.iter().zip(&sweep) {
            prop_assert!(said.abs_diff(*sent) < 128);
        }
    }

    #[test]
    fn any_halves_at_any_time_are_survived(
        halves in vec((0..400 * MS, any::<bool>(), any::<u8>()), 0..100), asking: bool,
    ) {
        let halves: Vec<_> = halves
            .into_iter()
            .map(|(at, coarse, value)| (ClockTime(at), if coarse { Half::Coarse } else { Half::Fine }, value))
            .collect();
        let said = heard(&halves, asking);
        prop_assert!(said.len() <= halves.len() && said.iter().all(|value| *value <= 0x3fff));
    }
}
