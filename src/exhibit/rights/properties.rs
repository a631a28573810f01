use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::super::territory::Territories;
use super::{Clearance, NOTICE_DAYS, Rights, Standing};

const EPOCH: Date = date(2028, 1, 1);

fn day(number: i32) -> Date {
    EPOCH.checked_add(number.days()).unwrap()
}

fn territories() -> impl Strategy<Value = Territories> {
    prop_oneof![Just(vec!["worldwide"]), Just(vec!["DE"]), Just(vec!["FR"]), Just(vec!["DE", "FR"])]
        .prop_map(|codes| Territories::read(codes).unwrap())
}

/// Days by number, so that what is expected needs no calendar.
fn clearance() -> impl Strategy<Value = (Option<i32>, Option<i32>, Territories)> {
    let from = proptest::option::of(0..120i32);
    (from, proptest::option::of(0..90i32), territories()).prop_map(|(from, long, territories)| {
        (from, long.map(|long| from.unwrap_or(0) + long), territories)
    })
}

fn rights(written: &[(Option<i32>, Option<i32>, Territories)]) -> Rights {
    let clearances = written
        .iter()
        .map(|(from, until, t)| Clearance::new(from.map(day), until.map(day), t.clone()).unwrap());
    Rights { clearances: clearances.collect(), ..Rights::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_day_plays_exactly_where_a_clearance_holds_and_the_notice_counts_the_days_that_do(
        written in proptest::collection::vec(clearance(), 1..6),
        today in -10..230i32,
        territory in prop_oneof![Just(None), Just(Some("DE")), Just(Some("US"))],
    ) {
        let lasts = |on: i32, (from, until, _): &(Option<i32>, Option<i32>, Territories)| {
            from.is_none_or(|from| from <= on) && until.is_none_or(|until| on <= until)
        };
        let worldwide = |one: &&(Option<i32>, Option<i32>, Territories)| {
            one.2 == Territories::Worldwide && lasts(today, one)
        };
        // Where it is not known where the wall hangs, only what holds everywhere is sure.
        let sure = territory.is_none() && written.iter().any(|one| worldwide(&one));
        let holds = |on: i32| written.iter().any(|(from, until, territories)| {
            territories.contain(territory)
                && (!sure || *territories == Territories::Worldwide)
                && from.is_none_or(|from| from <= on)
                && until.is_none_or(|until| on <= until)
        });
        let standing = rights(&written).standing(day(today), territory);
        prop_assert_eq!(standing.may_play(), holds(today));
        let more = (1..=NOTICE_DAYS + 1).take_while(|more| holds(today + more)).count() as i32;
        match standing {
            Standing::Cleared => prop_assert_eq!(more, NOTICE_DAYS + 1),
            Standing::EndsSoon { on, days } => {
                prop_assert_eq!(days, more);
                prop_assert_eq!(on, day(today + more));
            }
            Standing::WhereUnknown { until } => {
                prop_assert!(territory.is_none() && !sure);
                prop_assert_eq!(until, (more <= NOTICE_DAYS).then(|| day(today + more)));
            }
            Standing::NotYet { from } => {
                let first = (today + 1..).find(|on| holds(*on)).unwrap();
                prop_assert_eq!(from, day(first));
            }
            Standing::Ended { on } => {
                let last = (0..today).rev().find(|on| holds(*on)).unwrap();
                prop_assert_eq!(on, day(last));
            }
            Standing::OtherTerritory => {
                prop_assert!(!(-20..400).any(holds));
            }
            Standing::NotStated => prop_assert!(false),
        }
    }

    #[test]
    fn the_order_of_clearances_does_not_matter(
        written in proptest::collection::vec(clearance(), 0..6),
        today in -10..230i32,
    ) {
        let mut turned = written.clone();
        turned.reverse();
        let standing = |written: &[_]| rights(written).standing(day(today), Some("FR"));
        prop_assert_eq!(standing(&written), standing(&turned));
    }

    #[test]
    fn one_more_clearance_never_stops_what_played(
        written in proptest::collection::vec(clearance(), 1..5),
        more in clearance(),
        today in -10..230i32,
    ) {
        let before = rights(&written).standing(day(today), Some("DE"));
        let mut all = written;
        all.push(more);
        prop_assert!(!before.may_play() || rights(&all).standing(day(today), Some("DE")).may_play());
    }
}
