//! Tests of the opening hours: nights, exceptions, and the changes of summer time.

use super::*;

/// A venue in `place` with the same hours every day.
pub(super) fn daily(place: &str, text: &str) -> Hours {
    let spans = day(text).unwrap();
    Hours {
        zone: zone(place).unwrap(),
        week: std::array::from_fn(|_| spans.clone()),
        except: BTreeMap::new(),
    }
}

/// A moment from its RFC 3339 form.
pub(super) fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Asserts what `hours` say at a moment.
#[track_caller]
fn check(hours: &Hours, now: &str, open: bool, until: &str) {
    assert_eq!(hours.at(moment(now)), Gate { open, until: Some(moment(until)) });
}

#[test]
fn a_venue_that_closes_after_midnight_is_open_until_then() {
    let hours = daily("Asia/Kolkata", "20:00-02:00");
    check(&hours, "2025-05-05T01:59:59+05:30", true, "2025-05-05T02:00:00+05:30");
    check(&hours, "2025-05-05T02:00:00+05:30", false, "2025-05-05T20:00:00+05:30");
    check(&hours, "2025-05-05T20:00:00+05:30", true, "2025-05-06T02:00:00+05:30");
}

#[test]
fn an_exception_leaves_the_night_before_alone() {
    let mut hours = daily("UTC", "20:00-02:00");
    hours.except.insert(jiff::civil::date(2025, 12, 24), Vec::new());
    hours.except.insert(jiff::civil::date(2025, 12, 25), day("12-14").unwrap());
    check(&hours, "2025-12-24T01:00:00Z", true, "2025-12-24T02:00:00Z");
    check(&hours, "2025-12-24T02:00:00Z", false, "2025-12-25T12:00:00Z");
    check(&hours, "2025-12-25T13:00:00Z", true, "2025-12-25T14:00:00Z");
    check(&hours, "2025-12-25T14:00:00Z", false, "2025-12-26T20:00:00Z");
}

#[test]
fn spans_that_touch_are_one_opening() {
    check(&daily("UTC", "10-13,13-18"), "2025-01-01T11:00:00Z", true, "2025-01-01T18:00:00Z");
    // Each evening runs until the next day's hours begin, in one opening without an end.
    let always = daily("UTC", "2:00-20:00, 20:00-02:00");
    assert_eq!(always.at(moment("2025-01-01T11:00:00Z")), Gate { open: true, until: None });
}

#[test]
fn a_venue_that_never_changes_has_no_next_change() {
    let now = moment("2025-01-01T11:00:00Z");
    let open = daily("Europe/Berlin", "0:00-24:00");
    assert_eq!(open.at(now), Gate { open: true, until: None });
    assert_eq!(daily("UTC", "closed").at(now), Gate { open: false, until: None });
    let mut one_holiday = open;
    one_holiday.except.insert(jiff::civil::date(2025, 12, 24), Vec::new());
    check(&one_holiday, "2025-01-01T11:00:00Z", true, "2025-12-24T00:00:00+01:00");
    check(&one_holiday, "2025-12-24T11:00:00Z", false, "2025-12-25T00:00:00+01:00");
}

#[test]
fn a_time_that_spring_skips_is_the_first_moment_after_the_gap() {
    // On this night the clocks of Berlin go from 2:00 to 3:00.
    let late = daily("Europe/Berlin", "20:00-02:30");
    check(&late, "2025-03-30T01:59:59+01:00", true, "2025-03-30T03:00:00+02:00");
    let early = daily("Europe/Berlin", "2:30-10:00");
    check(&early, "2025-03-30T01:59:59+01:00", false, "2025-03-30T03:00:00+02:00");
    let at_the_edge = daily("Europe/Berlin", "2:00-10:00");
    check(&at_the_edge, "2025-03-30T01:59:59+01:00", false, "2025-03-30T03:00:00+02:00");
    let skipped = daily("Europe/Berlin", "2:10-2:50");
    check(&skipped, "2025-03-30T00:00:00+01:00", false, "2025-03-31T02:10:00+02:00");
    let half_an_hour = daily("Australia/Lord_Howe", "2:15-10:00");
    check(&half_an_hour, "2025-10-05T01:59:00+10:30", false, "2025-10-05T02:30:00+11:00");
}

#[test]
fn a_time_that_autumn_repeats_is_the_earlier_one() {
    // On this night the clocks of New York go from 2:00 back to 1:00.
    let late = daily("America/New_York", "20:00-01:30");
    check(&late, "2025-11-02T00:59:00-04:00", true, "2025-11-02T01:30:00-04:00");
    check(&late, "2025-11-02T01:15:00-05:00", false, "2025-11-02T20:00:00-05:00");
    let through = daily("America/New_York", "1:30-10:00");
    check(&through, "2025-11-02T01:00:00-05:00", true, "2025-11-02T10:00:00-05:00");
}

#[test]
fn a_clock_before_the_build_is_not_believed() {
    let built = moment("2025-06-01T00:00:00Z");
    assert!(!credible(moment("1970-01-01T00:00:09Z"), built));
    assert!(credible(built, built) && credible(moment("2026-01-01T00:00:00Z"), built));
}
