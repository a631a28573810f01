//! Properties of random opening hours in several zones, over several years.

use super::tests::{daily, moment};
use super::*;
use proptest::prelude::*;

/// Spans of one day in order, the last of which may run past midnight.
fn some_day() -> impl Strategy<Value = Vec<Span>> {
    (proptest::collection::btree_set(0u16..96, 0..7), any::<bool>()).prop_map(|(quarters, late)| {
        let mut ends: Vec<u16> = quarters.into_iter().map(|quarter| quarter * 15).collect();
        if ends.len() % 2 == 1 {
            // The odd one opens until midnight, or until ten in the morning or its own hour.
            ends.push(if late { ends[ends.len() - 1].min(600) } else { DAY });
        }
        ends.chunks(2).filter_map(|pair| Span::new(pair[0], pair[1]).ok()).collect()
    })
}

/// Opening hours with some exceptions, and a moment within the years that these fall in.
fn some_case() -> impl Strategy<Value = (Hours, Timestamp)> {
    let places =
        ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"];
    let week = proptest::collection::vec(some_day(), 7);
    let except = proptest::collection::vec((-3i64..30, some_day()), 0..4);
    let change = proptest::sample::select(vec![
        "2024-03-10",
        "2024-03-31",
        "2024-04-07",
        "2024-10-06",
        "2024-10-27",
        "2024-11-03",
    ]);
    let anywhere = 1_600_000_000i64..1_900_000_000;
    let near = (change, -90_000i64..190_000)
        .prop_map(|(date, seconds)| moment(&format!("{date}T00:00:00Z")).as_second() + seconds);
    let now = prop_oneof![anywhere, near];
    (proptest::sample::select(places.to_vec()), week, except, now).prop_map(
        |(place, week, except, second)| {
            let now = Timestamp::from_second(second).unwrap();
            let mut hours = daily(place, "closed");
            hours.week = week.try_into().unwrap();
            let today = hours.zone.to_datetime(now).date();
            let on = |days| today.checked_add(Distance::new().days(days)).unwrap();
            hours.except = except.into_iter().map(|(days, spans)| (on(days), spans)).collect();
            (hours, now)
        },
    )
}

proptest! {
    #[test]
    fn the_state_holds_until_the_next_change_and_not_longer((hours, now) in some_case()) {
        let gate = hours.at(now);
        if let Some(until) = gate.until {
            prop_assert!(until > now);
            let before = until.checked_sub(Distance::new().nanoseconds(1)).unwrap();
            let half = now.as_second() + (until.as_second() - now.as_second()) / 2;
            let half = Timestamp::from_second(half).unwrap();
            prop_assert_eq!(hours.at(before), gate);
            prop_assert_eq!(hours.at(half), gate);
            prop_assert_eq!(hours.at(until).open, !gate.open);
        }
    }

    #[test]
    fn the_state_is_what_the_wall_clock_says((mut hours, now) in some_case()) {
        hours.zone = TimeZone::UTC;
        let local = hours.zone.to_datetime(now);
        let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap();
        let inside = |date, minute| {
            hours.spans(date).iter().any(|span| (span.from..span.to).contains(&minute))
        };
        let yesterday = local.date().yesterday().unwrap();
        let open = inside(local.date(), minute) || inside(yesterday, minute + DAY);
        prop_assert_eq!(hours.at(now).open, open);
    }
}
