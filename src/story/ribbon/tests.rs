//! Where the ribbon puts what it is given.

use proptest::prelude::*;

use super::*;
use crate::exhibit::Text;

fn date(text: &str) -> Released {
    crate::exhibit::quantity::released(text).unwrap()
}

fn ribbon(dates: &[&str], least: f32) -> Ribbon {
    let released: Vec<_> =
        dates.iter().map(|text| (!text.is_empty()).then(|| date(text))).collect();
    Ribbon::new(&released, &[], least)
}

fn places(ribbon: &Ribbon) -> Vec<f32> {
    ribbon.versions.iter().map(|mark| mark.place).collect()
}

fn influence(direction: Direction, from: &str, to: Option<&str>) -> Influence {
    Influence {
        direction,
        from: date(from),
        to: to.map(date),
        title: Text::plain("an influence"),
        text: Text::default(),
        source: "a source".to_owned(),
    }
}

#[track_caller]
fn near(one: f32, other: f32) {
    assert!((one - other).abs() < 1e-5, "{one} is not {other}");
}

#[test]
fn versions_that_come_faster_stand_closer() {
    let ribbon = ribbon(&["2020-01-01", "2022-01-01", "2023-01-01", "2023-07-02"], 0.01);
    let places = places(&ribbon);
    let gaps: Vec<f32> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
    // Two years, one year and half a year.
    near(gaps[0] / gaps[1], 2.0);
    assert!((gaps[1] / gaps[2] - 2.0).abs() < 0.01, "{gaps:?}");
}

#[test]
fn the_ends_have_places_of_their_own() {
    let ribbon = ribbon(&["2023", "2024"], 0.1);
    near(ribbon.place(0.0), 0.0);
    near(ribbon.place(3.0), 1.0);
    near(ribbon.place(1.0), 1.0 / 3.0);
    near(ribbon.place(2.0), 2.0 / 3.0);
    near(ribbon.place(-7.0), 0.0);
    near(ribbon.place(f64::NAN), 0.0);
    near(Ribbon::new(&[], &[], 0.1).place(0.25), 0.25);
}

#[test]
fn what_was_released_at_once_is_pushed_apart_and_the_rest_stays() {
    let crowd = ["2020", "2024-12-05", "2024-12-09", "2024-12-13", "2027"];
    let (free, pushed) = (places(&ribbon(&crowd, 0.0)), places(&ribbon(&crowd, 0.05)));
    near(pushed[0], free[0]);
    near(pushed[4], free[4]);
    near(pushed[2], free[2]);
    near(pushed[2] - pushed[1], 0.05);
    near(pushed[3] - pushed[2], 0.05);
}

#[test]
fn undated_versions_take_even_shares_after_the_last_date() {
    let ribbon = ribbon(&["2022", "2024", "", ""], 0.01);
    let dated: Vec<bool> = ribbon.versions.iter().map(|mark| mark.dated).collect();
    assert_eq!(dated, [true, true, false, false]);
    for (place, wished) in places(&ribbon).into_iter().zip([0.2, 0.4, 0.6, 0.8]) {
        near(place, wished);
    }
}

#[test]
fn an_undated_version_between_two_dates_lies_between_them() {
    let ribbon = ribbon(&["", "2022", "", "2024"], 0.01);
    let places = places(&ribbon);
    near(places[0], 0.2);
    near(places[2], f32::midpoint(places[1], places[3]));
}

#[test]
fn years_are_ticked_where_they_begin() {
    let ribbon = ribbon(&["2022-07-02", "2024-07-01"], 0.01);
    let years: Vec<i16> = ribbon.ticks.iter().map(|tick| tick.year).collect();
    assert_eq!(years, [2022, 2023, 2024]);
    assert!(ribbon.ticks[0].place < ribbon.versions[0].place);
    let quarter = ribbon.versions[0].place + 1.0 / 12.0;
    assert!((ribbon.ticks[1].place - quarter).abs() < 0.001, "2024 is a leap year");
}

#[test]
fn an_influence_is_an_arc_from_strand_to_strand_at_its_dates() {
    let released = [Some(date("2023-03-15")), Some(date("2025-03-15"))];
    let influences = [
        influence(Direction::ModelToHand, "2023-03-15", Some("2025-03-15")),
        influence(Direction::HandToModel, "2024-03-15", None),
        influence(Direction::HandToModel, "2024-12", Some("2024")),
        influence(Direction::ModelToHand, "1887", None),
    ];
    let ribbon = Ribbon::new(&released, &influences, 0.05);
    let [long, across, vague, early] = ribbon.arcs.as_slice() else { panic!("four arcs") };
    assert_eq!(long.from, (Strand::Model, ribbon.versions[0].place));
    assert_eq!(long.to, (Strand::Hand, ribbon.versions[1].place));
    assert_eq!((across.from.0, across.to.0), (Strand::Hand, Strand::Model));
    near(across.from.1, across.to.1);
    assert!((across.from.1 - 0.5).abs() < 0.001, "midway, but for a leap day");
    assert!(vague.from.1 <= vague.to.1, "never back in time");
    near(early.from.1, 0.0);
}

#[test]
fn without_dated_versions_the_influences_are_the_calendar_and_the_versions_come_after_them() {
    let influences = [
        influence(Direction::ModelToHand, "2023-01-01", None),
        influence(Direction::ModelToHand, "2025-01-01", None),
    ];
    let ribbon = Ribbon::new(&[None, None, None], &influences, 0.05);
    near(ribbon.arcs[0].from.1, INFLUENCES_ALONE as f32 * 0.08);
    near(ribbon.arcs[1].from.1, INFLUENCES_ALONE as f32 * 0.92);
    assert!(ribbon.versions[0].place > ribbon.arcs[1].from.1);
    let [first, second, third] = [0, 1, 2].map(|version: usize| ribbon.versions[version].place);
    near(second - first, third - second);
    near(1.0 - third, third - second);
    near(Ribbon::new(&[None], &[], 0.05).versions[0].place, 0.5);
}

/// A date, as precise as it may be known.
fn any_date() -> impl Strategy<Value = Released> {
    let month = prop::option::of((1..=12_i8, prop::option::of(1..=28_i8)));
    (2014..2032_i16, month).prop_map(|(year, month)| Released {
        year,
        month: month.map(|(month, _)| month),
        day: month.and_then(|(_, day)| day),
    })
}

/// Dates of versions in the order of generations: some have none.
fn released() -> impl Strategy<Value = Vec<Option<Released>>> {
    let one = (any_date(), prop::bool::weighted(0.8));
    prop::collection::vec(one, 0..40).prop_map(|mut all| {
        all.sort_by_key(|(date, _)| *date);
        all.into_iter().map(|(date, known)| known.then_some(date)).collect()
    })
}

proptest! {
    #[test]
    fn order_and_distance_are_kept_within_the_axis(released in released(), least in 0.0..0.2_f32) {
        let ribbon = Ribbon::new(&released, &[], least);
        let along = (0..=released.len() + 1).map(|stop| ribbon.place(stop as f64));
        let along: Vec<f32> = along.collect();
        prop_assert_eq!((along[0], along[released.len() + 1]), (0.0, 1.0));
        let least = least.min(1.0 / (released.len() as f32 + 1.0));
        for pair in along.windows(2) {
            prop_assert!(pair[1] - pair[0] >= least - 1e-5, "{pair:?}");
        }
    }

    #[test]
    fn a_later_date_lies_no_earlier(
        released in released(),
        mut told in prop::collection::vec(any_date(), 2..20),
        least in 0.0..0.2_f32,
    ) {
        told.sort_by(|a, b| years(*a).total_cmp(&years(*b)));
        let influences: Vec<Influence> = told
            .iter()
            .map(|from| Influence { from: *from, ..influence(Direction::HandToModel, "2024", None) })
            .collect();
        let ribbon = Ribbon::new(&released, &influences, least);
        for pair in ribbon.arcs.windows(2) {
            prop_assert!(pair[0].from.1 <= pair[1].from.1 + 1e-6);
        }
        for pair in ribbon.ticks.windows(2) {
            prop_assert!(pair[0].year < pair[1].year && pair[0].place < pair[1].place + 1e-6);
        }
        for place in ribbon.arcs.iter().map(|arc| arc.from.1) {
            prop_assert!((0.0..=1.0).contains(&place));
        }
    }

    #[test]
    fn the_lit_point_never_jumps(released in released(), along in 0.0..41.0_f64) {
        let ribbon = Ribbon::new(&released, &[], 0.01);
        let step = 1e-4;
        let moved = (ribbon.place(along + step) - ribbon.place(along)).abs();
        prop_assert!(moved <= step as f32 + 1e-6, "{moved}");
    }

    #[test]
    fn room_for_all_changes_nothing(released in released()) {
        let free = Ribbon::new(&released, &[], 0.0);
        let gaps = free.versions.windows(2).map(|pair| pair[1].place - pair[0].place);
        let least = gaps.fold(free.place(1.0).min(1.0 - free.place(released.len() as f64)), f32::min);
        let again = Ribbon::new(&released, &[], least * 0.999);
        for (one, other) in free.versions.iter().zip(&again.versions) {
            prop_assert!((one.place - other.place).abs() < 1e-5);
        }
    }
}
