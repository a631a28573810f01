use super::super::flashes::{most_changes, most_flashes};
use super::*;
use proptest::prelude::*;

const MS: i64 = 1_000_000;
const BLACK: Light = Light { luminance: 0.0, red: 0.0 };
const WHITE: Light = Light { luminance: 1.0, red: 0.0 };
const RED: Light = Light { luminance: 0.2126, red: 1.0 };
/// As bright as red.
const CYAN: Light = Light { luminance: 0.2126, red: 0.0 };

/// One picture and whether the hand is there.
type Tick = (ClockTime, Light, bool);
type Series = Vec<(ClockTime, Light)>;

fn veiled_by(light: Light, factor: f64) -> Light {
    let [luminance, red] = light.measures();
    Light { luminance: luminance * factor, red: red * factor }
}

/// What is shown, and the factors.
fn shown(ticks: &[Tick]) -> (Series, Vec<f64>) {
    let mut veil = Veil::<1>::new();
    let pass = |&(now, light, hand): &Tick| {
        let factor = veil.pass(now, [light], hand);
        assert!((0.0..=1.0).contains(&factor), "{factor}");
        ((now, veiled_by(light, factor)), factor)
    };
    ticks.iter().map(pass).unzip()
}

fn bare(ticks: &[Tick]) -> Series {
    ticks.iter().map(|&(now, light, _)| (now, light)).collect()
}

/// So many seconds of pictures, `rate` a second, by the time in seconds; the hand is there.
fn ticks(rate: f64, seconds: f64, light: impl Fn(f64) -> Light) -> Vec<Tick> {
    let at = |index: usize| index as f64 / rate;
    let time = |seconds: f64| ClockTime((seconds * 1e9).round() as i64);
    (0..(seconds * rate) as usize).map(|i| (time(at(i)), light(at(i)), true)).collect()
}

/// Two lights in turn, so many times a second.
fn square(hz: f64, one: Light, other: Light) -> impl Fn(f64) -> Light {
    move |time| if (time * hz + 1e-9).fract() < 0.5 { one } else { other }
}

fn grey(luminance: f64) -> Light {
    Light { luminance, red: 0.0 }
}

#[test]
fn black_and_white_at_any_rate_flash_three_times_a_second_at_most() {
    for hz in 1..=60 {
        for rate in [4.0, 24.0, 30.0, 60.0, 120.0] {
            let ticks = ticks(rate, 6.0, square(f64::from(hz), BLACK, WHITE));
            let (shown, factors) = shown(&ticks);
            assert!(most_changes(&shown) <= 6, "{hz} Hz in {rate}: {}", most_changes(&shown));
            if rate == 120.0 && hz >= 4 {
                assert!(most_flashes(&bare(&ticks)) > 3, "{hz} Hz does not flash by itself");
            }
            if hz <= 2 {
                assert!(factors.iter().all(|&factor| factor == 1.0), "{hz} Hz in {rate}");
            }
        }
    }
}

#[test]
fn a_flicker_in_the_form_of_a_sine_flashes_three_times_a_second_at_most() {
    for hz in [1.0, 2.0, 3.3, 5.0, 8.0, 13.0, 25.0] {
        for depth in [0.06, 0.2, 0.5] {
            let sine = |time: f64| grey(0.5 + depth * (std::f64::consts::TAU * hz * time).sin());
            let (shown, _) = shown(&ticks(60.0, 8.0, sine));
            assert!(most_changes(&shown) <= 6, "{hz} Hz, {depth}");
        }
    }
}

#[test]
fn red_of_equal_luminance_and_grey_without_red_are_both_held() {
    for hz in [4.0, 7.0, 15.0, 30.0] {
        for (one, other) in [(RED, CYAN), (BLACK, RED), (WHITE, RED), (grey(0.3), grey(0.6))] {
            let ticks = ticks(60.0, 6.0, square(hz, one, other));
            assert!(most_flashes(&bare(&ticks)) > 3);
            assert!(most_changes(&shown(&ticks).0) <= 6, "{one:?} and {other:?} at {hz} Hz");
        }
    }
}

#[test]
fn under_a_flicker_the_wall_rests_at_its_darker_pictures() {
    let (shown, _) = shown(&ticks(60.0, 6.0, square(15.0, grey(0.3), grey(0.9))));
    for (now, light) in &shown {
        let settled = now.0 > SECOND_NS;
        assert!(!settled || (0.3..0.39).contains(&light.luminance), "{light:?} at {now:?}");
    }
    let last_seconds: Series = shown.into_iter().filter(|(now, _)| now.0 > SECOND_NS).collect();
    assert_eq!(most_changes(&last_seconds), 0);
}

#[test]
fn an_ordinary_shuttle_is_untouched() {
    // Shots of two seconds at four times their speed, each with its own slow course.
    let film = |time: f64| {
        let (shot, within) = ((time * 2.0).floor(), (time * 2.0).fract());
        let base = if shot % 2.0 == 0.0 { 0.05 } else { 0.7 };
        Light { luminance: base + 0.2 * within, red: 0.02 * within }
    };
    for rate in [4.0, 24.0, 60.0, 120.0] {
        let (_, factors) = shown(&ticks(rate, 30.0, film));
        assert!(factors.iter().all(|&factor| factor == 1.0), "at {rate}");
    }
}

#[test]
fn the_first_changes_pass_untouched_and_at_once() {
    let (_, factors) = shown(&ticks(60.0, 0.1, square(30.0, BLACK, WHITE)));
    assert!(factors.iter().all(|&factor| factor == 1.0), "{factors:?}");
    let (_, cut) = shown(&ticks(60.0, 2.0, |time| if time < 1.0 { BLACK } else { WHITE }));
    assert!(cut.iter().all(|&factor| factor == 1.0));
}

#[test]
fn a_picture_that_stands_still_is_whole_again_and_rises_only_once() {
    for off_after in [0.0, 0.2, 9.0] {
        let flicker = square(15.0, BLACK, WHITE);
        let mut ticks = ticks(60.0, 6.0, |time| if time < 3.0 { flicker(time) } else { WHITE });
        for (now, _, hand) in &mut ticks {
            *hand = now.0 as f64 / 1e9 < 3.0 + off_after;
        }
        let (shown, factors) = shown(&ticks);
        assert!(most_changes(&shown) <= 6);
        // Within a second at most a rise becomes allowed, and the lift takes half of one.
        assert!(factors[(4.6 * 60.0) as usize..].iter().all(|&factor| factor == 1.0));
        let rest = &factors[180..];
        let rises = rest.windows(2).all(|pair| (0.0..0.07).contains(&(pair[1] - pair[0])));
        assert!(rises, "{rest:?}");
    }
}

#[test]
fn the_film_itself_is_untouched_and_gets_its_light_back_however_it_flickers() {
    let flicker = || square(10.0, BLACK, WHITE);
    let mut film = ticks(60.0, 8.0, flicker());
    film.iter_mut().for_each(|tick| tick.2 = false);
    assert!(shown(&film).1.iter().all(|&factor| factor == 1.0));
    let mut left = ticks(60.0, 8.0, flicker());
    left.iter_mut().for_each(|(now, _, hand)| *hand = now.0 < 3 * SECOND_NS);
    let (_, factors) = shown(&left);
    assert!(factors[..180].iter().any(|&factor| factor < 0.1));
    assert!(factors[(5.6 * 60.0) as usize..].iter().all(|&factor| factor == 1.0));
}

#[test]
fn the_lift_itself_is_no_change_too_many() {
    // The hand leaves, the film flickers on for most of a second and then stands still.
    for (tenths, stop) in (25..45).flat_map(|hz| (0..20).map(move |stop| (hz, stop))) {
        let flicker = square(f64::from(tenths) / 10.0, BLACK, WHITE);
        let still = 3.5 + f64::from(stop) / 40.0;
        let mut ticks = ticks(60.0, 7.0, |time| if time < still { flicker(time) } else { WHITE });
        ticks.iter_mut().for_each(|(now, _, hand)| *hand = now.0 < 3 * SECOND_NS);
        let changes = most_changes(&shown(&ticks).0);
        assert!(changes <= 6, "{changes} at {tenths} tenths of a Hz until {still}");
    }
}

#[test]
fn after_a_gap_of_minutes_it_begins_anew() {
    let mut veil = Veil::<1>::new();
    for (now, light, hand) in ticks(60.0, 2.0, square(30.0, BLACK, WHITE)) {
        veil.pass(now, [light], hand);
    }
    assert!(!veil.is_lifted());
    let later = ClockTime(600 * SECOND_NS);
    assert_eq!(veil.pass(later, [WHITE], true), 1.0);
    assert!(veil.is_lifted());
    // A clock that goes back makes no harm.
    assert_eq!(veil.pass(ClockTime(0), [BLACK], true), 1.0);
}

#[test]
fn of_a_wall_in_parts_none_flashes_though_its_mean_stands_still() {
    let flicker = square(10.0, BLACK, WHITE);
    let mut veil = Veil::<2>::new();
    let mut parts = [Series::new(), Series::new()];
    for (now, light, hand) in ticks(60.0, 6.0, flicker) {
        let lights = [light, grey(1.0 - light.luminance)];
        let factor = veil.pass(now, lights, hand);
        for (part, light) in parts.iter_mut().zip(lights) {
            part.push((now, veiled_by(light, factor)));
        }
    }
    assert!(parts.iter().all(|part| most_changes(part) <= 6));
}

/// What follows if the best is chosen for so many ticks: the counted changes that get through,
/// and then the light, which is what the next change is made of.
fn best(
    veil: &Veil,
    seen: &[Swings; 2],
    (at, hand): (ClockTime, bool),
    depth: usize,
    step: i64,
) -> (usize, f64, Light) {
    let choices = [BLACK, WHITE, RED, grey(0.095)];
    let value = |light: Light| {
        let (mut veil, mut seen) = (*veil, *seen);
        let factor = veil.pass(at, [light], hand);
        let measures = veiled_by(light, factor).measures();
        seen.iter_mut().zip(measures).for_each(|(swings, measure)| swings.pass(at, measure));
        let count = seen[0].count().max(seen[1].count());
        let next = if depth == 0 {
            (count, measures[0])
        } else {
            let (count, light, _) = best(&veil, &seen, (at.after(step), hand), depth - 1, step);
            (count, light)
        };
        (next.0, next.1, light)
    };
    let better = |one: (usize, f64, Light), other: (usize, f64, Light)| {
        if (other.0, other.1) > (one.0, one.1) { other } else { one }
    };
    choices.into_iter().map(value).fold((0, -1.0, BLACK), better)
}

/// What gets through for who chooses the best at every step; without the hand there is no veil.
fn adversary(step: i64, depth: usize, hand: bool) -> Series {
    let (mut veil, mut seen) = (Veil::<1>::new(), THRESHOLDS.map(Swings::new));
    let choose = |index| {
        let now = ClockTime(index * step);
        let (_, _, light) = best(&veil, &seen, (now, hand), depth, step);
        let light = veiled_by(light, veil.pass(now, [light], hand));
        seen.iter_mut().zip(light.measures()).for_each(|(swings, it)| swings.pass(now, it));
        (now, light)
    };
    (0..4 * SECOND_NS / step).map(choose).collect()
}

#[test]
fn who_looks_ahead_for_the_most_flashes_gets_no_more_than_three_through() {
    for (step, depth) in [(16 * MS, 3), (50 * MS, 4), (110 * MS, 4), (166 * MS, 4)] {
        let changes = most_changes(&adversary(step, depth, true));
        assert!((5..=6).contains(&changes), "{changes} in steps of {step}");
        let unveiled = most_changes(&adversary(step, depth, false));
        assert!(unveiled > 6, "{unveiled} without a veil in steps of {step}");
    }
}

/// Any picture, among them those that are just counted and those that are no numbers.
fn any_light() -> impl Strategy<Value = Light> {
    let level =
        || prop_oneof![Just(0.0), Just(1.0), Just(0.08), Just(0.1), Just(f64::NAN), 0.0..1.0_f64];
    (level(), level()).prop_map(|(luminance, red)| Light { luminance, red })
}

fn any_step() -> impl Strategy<Value = i64> {
    prop_oneof![
        8 => 8 * MS..40 * MS,
        4 => 40 * MS..250 * MS,
        1 => Just(0),
        1 => Just(166_666_667),
        1 => SECOND_NS..300 * SECOND_NS,
    ]
}

fn timed(steps: Vec<(i64, Light, bool)>) -> Vec<Tick> {
    let mut now = ClockTime(0);
    let time = |(step, light, hand)| {
        now = now.after(step);
        (now, light, hand)
    };
    steps.into_iter().map(time).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_comes_while_the_hand_is_there_flashes_three_times_a_second_at_most(
        steps in prop::collection::vec((any_step(), any_light(), Just(true)), 1..400),
    ) {
        prop_assert!(most_changes(&shown(&timed(steps)).0) <= 6);
    }

    #[test]
    fn random_square_waves_flash_three_times_a_second_at_most(
        runs in prop::collection::vec((1..12_usize, any_light()), 1..80), rate in 4.0..120.0_f64,
    ) {
        let lights = runs.into_iter().flat_map(|(length, light)| vec![light; length]);
        let step = (1e9 / rate) as i64;
        let ticks = timed(lights.map(|light| (step, light, true)).collect());
        prop_assert!(most_changes(&shown(&ticks).0) <= 6);
    }

    #[test]
    fn a_hand_that_comes_and_goes_gets_no_more_through(
        // Half of the runs are shorter than the second for which the hand still counts.
        runs in prop::collection::vec((1..120_usize, any::<bool>()), 1..12),
        lights in prop::collection::vec(any_light(), 1440),
        step in 8 * MS..40 * MS,
    ) {
        let hands = runs.into_iter().flat_map(|(length, hand)| vec![hand; length]);
        let ticks = timed(hands.zip(lights).map(|(hand, light)| (step, light, hand)).collect());
        let (shown, _) = shown(&ticks);
        // Each stretch within a second of the hand, and the picture before it.
        let mut stretch = Series::new();
        let mut hand_at = None;
        for (index, (now, _, hand)) in ticks.iter().enumerate() {
            hand_at = if *hand { Some(*now) } else { hand_at };
            if hand_at.is_some_and(|at: ClockTime| now.since(at) <= SECOND_NS) {
                stretch.push(shown[index]);
            } else {
                prop_assert!(most_changes(&stretch) <= 6);
                stretch = vec![shown[index]];
            }
        }
        prop_assert!(most_changes(&stretch) <= 6);
    }

    #[test]
    fn no_part_of_three_flashes_more_than_three_times_a_second(
        steps in prop::collection::vec(
            (8 * MS..200 * MS, [any_light(), any_light(), any_light()]), 1..300),
    ) {
        let mut veil = Veil::<3>::new();
        let mut parts = [Series::new(), Series::new(), Series::new()];
        let mut now = ClockTime(0);
        for (step, lights) in steps {
            now = now.after(step);
            let factor = veil.pass(now, lights, true);
            for (part, light) in parts.iter_mut().zip(lights) {
                part.push((now, veiled_by(light, factor)));
            }
        }
        for part in &parts {
            prop_assert!(most_changes(part) <= 6);
        }
    }
}
