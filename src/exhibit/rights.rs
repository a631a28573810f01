//! Who owns a version, and when and where it may be shown.
//!
//! All dates are whole days of the venue's own calendar (ISO 8601-1:2019, section 5.2), first and
//! last day included. This is what the papers say as the curator wrote it down; whether they are
//! right is not for a program to judge.

use std::fmt;

use jiff::civil::Date;

use super::territory::Territories;

/// How many days before the last day of a clearance it is told that it ends.
pub const NOTICE_DAYS: i32 = 30;

/// One agreement: some days, some territories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearance {
    from: Option<Date>,
    until: Option<Date>,
    territories: Territories,
}

impl Clearance {
    /// From the first day to the last, both included; none where it has no beginning or no end.
    /// The error is a sentence.
    ///
    /// # Errors
    /// When it ends before it begins, or names no territory.
    pub fn new(
        from: Option<Date>,
        until: Option<Date>,
        territories: Territories,
    ) -> Result<Self, String> {
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            return Err(format!("A clearance from {from} until {until} ends before it begins."));
        }
        if matches!(&territories, Territories::In(some) if some.is_empty()) {
            return Err("A clearance names at least one territory, or \"worldwide\".".to_owned());
        }
        Ok(Self { from, until, territories })
    }

    /// Its first day.
    pub fn from(&self) -> Option<Date> {
        self.from
    }

    /// Its last day.
    pub fn until(&self) -> Option<Date> {
        self.until
    }

    /// Where it holds.
    pub fn territories(&self) -> &Territories {
        &self.territories
    }

    fn begins_by(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day)
    }

    fn lasts_to(&self, day: Date) -> bool {
        self.until.is_none_or(|until| day <= until)
    }
}

/// What is stated of the rights in a version; what is not stated is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Who owns it.
    pub owner: Option<String>,
    /// Under what licence it is shown, by its name or SPDX identifier.
    pub licence: Option<String>,
    /// When and where it may be shown; any one of them is enough.
    pub clearances: Vec<Clearance>,
    /// What the maker of the model says of the data it was trained on.
    pub training: Option<String>,
    /// Whatever else is to be said.
    pub notes: Option<String>,
}

/// Whether a version may be shown on one day in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is cleared, and for more than [`NOTICE_DAYS`] to come.
    Cleared,
    /// It is cleared, but not for long.
    EndsSoon {
        /// The last day.
        on: Date,
        /// How many days there are until then: 0 on the last day.
        days: i32,
    },
    /// It is not cleared yet.
    NotYet {
        /// The first day.
        from: Date,
    },
    /// It is not cleared any more.
    Ended {
        /// The last day.
        on: Date,
    },
    /// It is cleared in some territories, and it is not known in which the wall hangs.
    WhereUnknown {
        /// The last day, where that is near.
        until: Option<Date>,
    },
    /// It is cleared, but for other territories.
    OtherTerritory,
    /// Nothing is stated of it.
    NotStated,
}

impl Rights {
    /// How the version stands on this day in the territory with this code; none where it is not
    /// known in which territory the wall hangs, which is not held against it but is to be told.
    ///
    /// Of several clearances the best counts, and those that follow one another without a day
    /// between them are one. Where none holds, the next to begin is told, else the last to end.
    pub fn standing(&self, today: Date, territory: Option<&str>) -> Standing {
        if self.clearances.is_empty() {
            return Standing::NotStated;
        }
        let holding = |c: &&Clearance| c.begins_by(today) && c.lasts_to(today);
        let worldwide = |c: &&Clearance| c.territories == Territories::Worldwide;
        let mut here: Vec<&Clearance> =
            self.clearances.iter().filter(|c| c.territories.contain(territory)).collect();
        if territory.is_none() && here.iter().any(|c| holding(c) && worldwide(c)) {
            here.retain(worldwide);
        } else if territory.is_none() && here.iter().any(holding) {
            let until = last_day(&here, today).filter(|on| until(today, *on) <= NOTICE_DAYS);
            return Standing::WhereUnknown { until };
        }
        if here.iter().any(|c| c.begins_by(today) && c.lasts_to(today)) {
            return match last_day(&here, today) {
                Some(on) if until(today, on) <= NOTICE_DAYS => {
                    Standing::EndsSoon { on, days: until(today, on) }
                }
                _ => Standing::Cleared,
            };
        }
        let next = here.iter().filter_map(|c| c.from).filter(|from| *from > today).min();
        let last = here.iter().filter_map(|c| c.until).max();
        match (next, last) {
            (Some(from), _) => Standing::NotYet { from },
            (None, Some(on)) => Standing::Ended { on },
            (None, None) => Standing::OtherTerritory,
        }
    }
}

/// The last day of the days without a gap that begin today; none where there is no last.
fn last_day(clearances: &[&Clearance], today: Date) -> Option<Date> {
    let mut next = today;
    loop {
        let holding = clearances.iter().filter(|c| c.begins_by(next) && c.lasts_to(next));
        // Nothing holds on the next day, so the day before it was the last.
        let Some(longest) = holding.max_by_key(|c| c.until.unwrap_or(Date::MAX)) else {
            return next.yesterday().ok();
        };
        // After the last day of the calendar there is nothing to tell.
        next = longest.until?.tomorrow().ok()?;
    }
}

/// Whole days from one day to a later one.
fn until(today: Date, on: Date) -> i32 {
    // The whole calendar has fewer days than the type has numbers.
    today.until(on).map_or(i32::MAX, |span| span.get_days())
}

impl Standing {
    /// The version may be played. What is not stated plays: most works have no papers that a
    /// program could read, and a dark wall states nothing either.
    pub fn may_play(&self) -> bool {
        let cleared = matches!(self, Self::Cleared | Self::EndsSoon { .. } | Self::NotStated);
        cleared || matches!(self, Self::WhereUnknown { .. })
    }

    /// There is something to do about it, now or soon.
    pub fn is_warning(&self) -> bool {
        !matches!(self, Self::Cleared | Self::NotStated)
    }

    /// A sentence for `check`, about the version with this name.
    pub fn for_check(&self, version: &str) -> String {
        match self {
            Self::Cleared => format!("{version} is cleared."),
            Self::EndsSoon { on, days } => {
                format!("{version} is cleared until {on}, {}.", how_long(*days))
            }
            Self::NotYet { from } => {
                format!("{version} is cleared from {from} on and is not played before.")
            }
            Self::Ended { on } => {
                format!("{version} was cleared until {on} and is not played any more.")
            }
            Self::WhereUnknown { until } => {
                let until = until.map(|on| format!(", there until {on}")).unwrap_or_default();
                format!(
                    "{version} is cleared for some territories only{until}, and it is not stated in \
                     which this wall hangs; it is played."
                )
            }
            Self::OtherTerritory => {
                format!("{version} is cleared for other territories than this and is not played.")
            }
            Self::NotStated => {
                format!("Nothing is stated of when and where {version} is cleared; it is played.")
            }
        }
    }
}

/// For `status`: what is said of a version after its name.
impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cleared => f.write_str("cleared"),
            Self::EndsSoon { on, days } => write!(f, "cleared until {on}, {}", how_long(*days)),
            Self::NotYet { from } => write!(f, "not cleared before {from}"),
            Self::Ended { on } => write!(f, "not cleared since the end of {on}"),
            Self::WhereUnknown { .. } => f.write_str(
                "cleared for some territories only, and the installation does not say its `territory`",
            ),
            Self::OtherTerritory => f.write_str("not cleared for this territory"),
            Self::NotStated => f.write_str("nothing stated of its clearance"),
        }
    }
}

fn how_long(days: i32) -> String {
    match days {
        0 => "the last day is today".to_owned(),
        1 => "the last day is tomorrow".to_owned(),
        days => format!("the last day is in {days} days"),
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
