use jiff::civil::{Date, date};

use super::super::territory::Territories;
use super::{Clearance, Rights, Standing};

fn clearance(from: Option<Date>, until: Option<Date>, codes: &[&str]) -> Clearance {
    let territories = Territories::read(codes.iter().copied()).unwrap();
    Clearance::new(from, until, territories).unwrap()
}

fn rights(clearances: Vec<Clearance>) -> Rights {
    Rights { clearances, ..Rights::default() }
}

fn one(from: Option<Date>, until: Option<Date>) -> Rights {
    rights(vec![clearance(from, until, &["worldwide"])])
}

const FIRST: Date = date(2026, 3, 1);
const LAST: Date = date(2026, 9, 30);

#[test]
fn each_day_at_a_boundary_is_judged_as_written() {
    let rights = one(Some(FIRST), Some(LAST));
    let soon = |days| Standing::EndsSoon { on: LAST, days };
    let days = [
        (date(2026, 2, 28), Standing::NotYet { from: FIRST }),
        (date(2026, 3, 1), Standing::Cleared),
        (date(2026, 8, 30), Standing::Cleared),
        (date(2026, 8, 31), soon(30)),
        (date(2026, 9, 29), soon(1)),
        (date(2026, 9, 30), soon(0)),
        (date(2026, 10, 1), Standing::Ended { on: LAST }),
    ];
    for (day, standing) in days {
        assert_eq!(rights.standing(day, None), standing, "{day}");
        assert_eq!(standing.may_play(), (FIRST..=LAST).contains(&day), "{day}");
    }
}

#[test]
fn a_clearance_of_one_day_is_that_day() {
    let rights = one(Some(FIRST), Some(FIRST));
    assert_eq!(rights.standing(date(2026, 2, 28), None), Standing::NotYet { from: FIRST });
    assert_eq!(rights.standing(FIRST, None), Standing::EndsSoon { on: FIRST, days: 0 });
    assert_eq!(rights.standing(date(2026, 3, 2), None), Standing::Ended { on: FIRST });
}

#[test]
fn a_leap_day_is_a_day() {
    let leap = date(2028, 2, 29);
    let rights = one(None, Some(leap));
    assert_eq!(rights.standing(date(2028, 1, 29), None), Standing::Cleared);
    let soon = |days| Standing::EndsSoon { on: leap, days };
    assert_eq!(rights.standing(date(2028, 1, 30), None), soon(30));
    assert_eq!(rights.standing(date(2028, 2, 28), None), soon(1));
    assert_eq!(rights.standing(leap, None), soon(0));
    assert_eq!(rights.standing(date(2028, 3, 1), None), Standing::Ended { on: leap });
    let march = date(2028, 3, 1);
    assert_eq!(one(Some(march), None).standing(leap, None), Standing::NotYet { from: march });
}

#[test]
fn what_has_no_end_is_cleared_to_the_end_of_the_calendar() {
    for day in [Date::MIN, FIRST, Date::MAX] {
        assert_eq!(one(None, None).standing(day, None), Standing::Cleared);
        assert_eq!(one(None, Some(Date::MAX)).standing(day, None), Standing::Cleared);
    }
    assert_eq!(one(Some(Date::MIN), None).standing(Date::MIN, None), Standing::Cleared);
}

#[test]
fn clearances_that_follow_one_another_are_one_and_a_gap_ends_them() {
    let next = |from| clearance(Some(from), None, &["worldwide"]);
    let first = clearance(Some(FIRST), Some(LAST), &["worldwide"]);
    let today = date(2026, 9, 20);
    let joined = rights(vec![next(date(2026, 10, 1)), first.clone()]);
    assert_eq!(joined.standing(today, None), Standing::Cleared);
    let apart = rights(vec![next(date(2026, 10, 2)), first]);
    assert_eq!(apart.standing(today, None), Standing::EndsSoon { on: LAST, days: 10 });
    let between = Standing::NotYet { from: date(2026, 10, 2) };
    assert_eq!(apart.standing(date(2026, 10, 1), None), between);
}

#[test]
fn the_best_clearance_counts_for_the_territory() {
    let rights = rights(vec![
        clearance(None, Some(date(2025, 12, 31)), &["DE"]),
        clearance(Some(FIRST), Some(LAST), &["DE", "AT"]),
        clearance(None, None, &["US"]),
    ]);
    let today = date(2026, 5, 1);
    assert_eq!(rights.standing(today, Some("DE")), Standing::Cleared);
    assert_eq!(rights.standing(today, Some("us")), Standing::Cleared);
    assert_eq!(rights.standing(today, Some("FR")), Standing::OtherTerritory);
    let january = date(2026, 1, 1);
    assert_eq!(rights.standing(january, Some("DE")), Standing::NotYet { from: FIRST });
    let later = date(2027, 1, 1);
    assert_eq!(rights.standing(later, Some("AT")), Standing::Ended { on: LAST });
    assert_eq!(rights.standing(later, None), Standing::WhereUnknown { until: None });
}

#[test]
fn what_is_not_stated_plays_and_says_so() {
    let standing = Rights::default().standing(FIRST, Some("DE"));
    assert_eq!(standing, Standing::NotStated);
    assert!(standing.may_play() && !standing.is_warning());
    assert!(standing.for_check("Sora").contains("Nothing is stated"));
}

#[test]
fn a_clearance_that_ends_before_it_begins_is_refused() {
    let wrong = Clearance::new(Some(LAST), Some(FIRST), Territories::Worldwide);
    assert!(wrong.unwrap_err().contains("ends before it begins"));
    let nowhere = Clearance::new(None, None, Territories::In([].into()));
    assert!(nowhere.is_err());
}

#[test]
fn the_last_days_are_told_in_words() {
    let said = |days| Standing::EndsSoon { on: LAST, days }.to_string();
    assert_eq!(said(0), "cleared until 2026-09-30, the last day is today");
    assert_eq!(said(1), "cleared until 2026-09-30, the last day is tomorrow");
    assert_eq!(said(30), "cleared until 2026-09-30, the last day is in 30 days");
    assert_eq!(
        Standing::Ended { on: LAST }.for_check("Sora"),
        "Sora was cleared until 2026-09-30 and is not played any more."
    );
}

#[test]
fn a_clearance_for_some_territories_is_told_where_nobody_says_where_the_wall_hangs() {
    let today = date(2026, 6, 1);
    let french = rights(vec![clearance(None, None, &["FR"])]);
    let standing = french.standing(today, None);
    assert_eq!(standing, Standing::WhereUnknown { until: None });
    assert!(standing.may_play() && standing.is_warning());
    assert!(standing.for_check("It").contains("not stated in which this wall hangs"));
    assert!(standing.to_string().contains("`territory`"));
    assert_eq!(french.standing(today, Some("fr")), Standing::Cleared);
    let both = rights(vec![clearance(None, None, &["FR"]), clearance(None, None, &["worldwide"])]);
    assert_eq!(both.standing(today, None), Standing::Cleared);
    let soon = rights(vec![clearance(None, Some(today), &["FR"])]);
    assert_eq!(soon.standing(today, None), Standing::WhereUnknown { until: Some(today) });
}
