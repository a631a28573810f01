//! The opening hours of a venue: what a curator writes, and whether the doors are open at a moment.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span as Distance, Timestamp};

pub use written::{HOW, day};
pub use zone_name::zone;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
mod written;
mod zone_name;

/// The minutes of a whole day on a clock that nobody changes.
const DAY: u16 = 24 * 60;

/// How many days ahead the next change is searched for: a year and a little more.
const SEARCHED_DAYS: i64 = 400;

/// Open from midnight to midnight.
pub fn all_day() -> Vec<Span> {
    vec![Span { from: 0, to: DAY }]
}

/// One uninterrupted opening, in minutes of the local wall clock from the start of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The minute of opening, from 0 to 1439.
    from: u16,
    /// The minute of closing, later than `from`; above 1440 it lies in the next day.
    to: u16,
}

impl Span {
    /// Makes a span from the minute of opening (0 to 1439) and the minute of closing (0 to 1440).
    ///
    /// A closing that is earlier in the day than the opening lies in the next day. The error is a
    /// sentence: a time is out of range, or both are the same.
    pub fn new(from: u16, to: u16) -> Result<Self, String> {
        if from >= DAY || to > DAY {
            return Err(
                "Hours open between 0:00 and 23:59 and close between 0:00 and 24:00.".to_owned()
            );
        }
        if from == to {
            return Err("Hours that open and close at the same time are empty; a whole day is \
                 \"0:00-24:00\"."
                .to_owned());
        }
        let to = if to < from { to + DAY } else { to };
        Ok(Self { from, to })
    }

    /// The minute of opening, from 0 to 1439, counted from the start of the day.
    pub fn from(self) -> u16 {
        self.from
    }

    /// The minute of closing, counted from the start of the same day; above 1440 it lies in the
    /// next day.
    pub fn to(self) -> u16 {
        self.to
    }
}

impl fmt::Display for Span {
    /// Writes the span as a curator does, such as "20:00-02:00".
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = if self.to > DAY { self.to - DAY } else { self.to };
        let (from, hour) = (self.from, 60);
        write!(out, "{:02}:{:02}-", from / hour, from % hour)?;
        write!(out, "{:02}:{:02}", to / hour, to % hour)
    }
}

/// The opening hours of a venue in its own time zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// The time zone whose wall clock the spans are read on.
    pub zone: TimeZone,
    /// The spans of each day of the week, Monday first.
    pub week: [Vec<Span>; 7],
    /// The spans of single dates, in place of those of their day of the week.
    pub except: BTreeMap<Date, Vec<Span>>,
}

/// Whether a venue is open, and for how long this holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// True while the venue is open.
    pub open: bool,
    /// The first moment at which `open` is otherwise; none where that is not within 400 days.
    pub until: Option<Timestamp>,
}

impl Hours {
    /// Says whether the venue is open at `now` and when that next changes.
    ///
    /// A span belongs to the date on which it begins, so an exception for a date leaves alone what
    /// the evening before runs on past midnight. Spans that touch or overlap are one opening.
    pub fn at(&self, now: Timestamp) -> Gate {
        let today = self.zone.to_datetime(now).date();
        let mut closing: Option<Timestamp> = None;
        // Yesterday's spans may still run. A later day never begins before an earlier one, so one
        // pass in the order of the dates meets the openings in the order of time.
        for ahead in -1..=SEARCHED_DAYS {
            let Ok(date) = today.checked_add(Distance::new().days(ahead)) else {
                continue;
            };
            let mut spans = self.spans(date).to_vec();
            spans.sort();
            for span in spans {
                let (Some(from), Some(to)) =
                    (self.moment(date, span.from), self.moment(date, span.to))
                else {
                    continue;
                };
                // A span that lies wholly in the hour that summer time skips is empty.
                if to <= now || to <= from {
                    continue;
                }
                closing = match closing {
                    None if from > now => {
                        return Gate { open: false, until: Some(from) };
                    }
                    None => Some(to),
                    Some(end) if from > end => {
                        return Gate { open: true, until: Some(end) };
                    }
                    Some(end) => Some(end.max(to)),
                };
            }
        }
        // An opening that reaches the end of the search may go on after it, so its end is unknown.
        let searched = today.checked_add(Distance::new().days(SEARCHED_DAYS)).ok();
        let searched = searched.and_then(|date| self.moment(date, DAY));
        let known = closing.filter(|&end| searched.is_some_and(|last| end < last));
        Gate { open: closing.is_some(), until: known }
    }

    /// The spans that begin on a date.
    fn spans(&self, date: Date) -> &[Span] {
        let weekday = date.weekday().to_monday_zero_offset().unsigned_abs();
        self.except.get(&date).unwrap_or(&self.week[usize::from(weekday)])
    }

    /// The first moment at which the wall clock reaches or passes a minute of a date.
    ///
    /// A time that summer time skips is the first moment after the gap, and a time that comes
    /// twice is the earlier one. Both follow from this one rule, which never puts a later time
    /// before an earlier one: spans that touch on paper touch in time, and none ends before it
    /// begins. None where the date lies outside the calendar (years -9999 to 9999).
    fn moment(&self, date: Date, minute: u16) -> Option<Timestamp> {
        let wanted = date.at(0, 0, 0, 0).checked_add(Distance::new().minutes(minute)).ok()?;
        let found = self.zone.to_ambiguous_timestamp(wanted);
        let gap = matches!(found.offset(), AmbiguousOffset::Gap { .. });
        let earlier = found.earlier().ok()?;
        if !gap {
            return Some(earlier);
        }
        // Read with the offset that holds after the gap, a skipped time lies before the gap by
        // less than its length, so the change that makes the gap is the next one.
        self.zone.following(earlier).next().map(|change| change.timestamp())
    }
}

/// Says whether a clock can be believed: one that stands before the program was built cannot.
pub fn credible(now: Timestamp, built: Timestamp) -> bool {
    now >= built
}
