//! A date in a name: `2024-12-09`, `20241209`, `09.12.2024`, `2024-12`, `2024`.

use crate::exhibit::{Released, quantity};

/// The years that a date in a name may have: before and after, it is some other number.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;
/// The years that a number of four digits alone may mean.
const YEARS_ALONE: std::ops::RangeInclusive<i16> = 2015..=2099;

/// A name and the date in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The first date that is in it.
    pub date: Option<Released>,
    /// The name without it, and without a time of day behind it.
    pub without: String,
}

/// Digits in a row: where they begin, and what they are.
struct Run {
    from: usize,
    digits: String,
}

impl Run {
    fn end(&self) -> usize {
        self.from + self.digits.len()
    }

    fn number(&self) -> Option<i16> {
        self.digits.parse().ok()
    }

    fn year(&self) -> Option<i16> {
        self.number().filter(|year| self.digits.len() == 4 && YEARS.contains(year))
    }

    fn two(&self) -> Option<i16> {
        self.number().filter(|_| self.digits.len() == 2)
    }
}

/// Finds the date in a name.
pub fn find(name: &str) -> Dated {
    let signs: Vec<char> = name.chars().collect();
    let runs = runs(&signs);
    // The fullest date wins, wherever it is.
    let day = (0..runs.len()).find_map(|at| day(&signs, &runs, at));
    let less = || (0..runs.len()).find_map(|at| less(&signs, &runs, at));
    let Some((date, from, mut to)) = day.or_else(less) else {
        return Dated { date: None, without: name.to_owned() };
    };
    if date.day.is_some() {
        to = past_time_of_day(&signs, &runs, to);
    }
    let before: String = signs[..from].iter().collect();
    let behind: String = signs[to..].iter().collect();
    let without = format!("{before} {behind}");
    Dated { date: Some(date), without: without.trim().to_owned() }
}

fn runs(signs: &[char]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, sign) in signs.iter().enumerate().filter(|(_, sign)| sign.is_ascii_digit()) {
        match runs.last_mut() {
            Some(run) if run.end() == at => run.digits.push(*sign),
            _ => runs.push(Run { from: at, digits: (*sign).into() }),
        }
    }
    runs
}

/// The one sign between two neighbouring runs.
fn between(signs: &[char], one: &Run, other: &Run) -> Option<char> {
    signs.get(one.end()).copied().filter(|_| one.end() + 1 == other.from)
}

/// A day that begins with this run: the date, and the signs that it takes.
fn day(signs: &[char], runs: &[Run], at: usize) -> Option<(Released, usize, usize)> {
    let one = &runs[at];
    if one.digits.len() == 8 {
        let part = |range: std::ops::Range<usize>| one.digits.get(range)?.parse::<i16>().ok();
        let year = part(0..4).filter(|year| YEARS.contains(year))?;
        let date = quantity::date(year, Some(part(4..6)?), Some(part(6..8)?))?;
        return Some((date, one.from, one.end()));
    }
    let (two, three) = (runs.get(at + 1)?, runs.get(at + 2)?);
    let sign = between(signs, one, two)?;
    if between(signs, two, three)? != sign {
        return None;
    }
    let date = match (one.year(), three.year()) {
        (Some(year), _) if "-_. ".contains(sign) => {
            quantity::date(year, Some(two.two()?), Some(three.two()?))
        }
        (None, Some(year)) if sign == '.' => {
            quantity::date(year, Some(two.two()?), Some(one.two()?))
        }
        _ => None,
    };
    Some((date?, one.from, three.end()))
}

/// A month or a year that begins with this run.
fn less(signs: &[char], runs: &[Run], at: usize) -> Option<(Released, usize, usize)> {
    let one = &runs[at];
    let year = one.year()?;
    let letter = |at: Option<usize>| {
        at.and_then(|at| signs.get(at)).is_some_and(|sign| sign.is_alphanumeric() || *sign == '.')
    };
    if letter(one.from.checked_sub(1)) || letter(Some(one.end())) {
        return None;
    }
    if let Some(two) = runs.get(at + 1)
        && between(signs, one, two) == Some('-')
        && !letter(Some(two.end()))
        && let Some(date) = quantity::date(year, two.two(), None).filter(|_| two.two().is_some())
    {
        return Some((date, one.from, two.end()));
    }
    let date = quantity::date(year, None, None).filter(|_| YEARS_ALONE.contains(&year))?;
    Some((date, one.from, one.end()))
}

/// `_0933`, `T093310`, `-09-33` behind a day is the time of it.
fn past_time_of_day(signs: &[char], runs: &[Run], to: usize) -> usize {
    let Some(run) = runs.iter().find(|run| run.from == to + 1) else { return to };
    let ends = !signs.get(run.end()).is_some_and(|sign| sign.is_alphanumeric());
    let hour = run.digits.get(..2).and_then(|hour| hour.parse::<u8>().ok());
    let minute = run.digits.get(2..4).and_then(|minute| minute.parse::<u8>().ok());
    let time = hour.is_some_and(|hour| hour < 24) && minute.is_some_and(|minute| minute < 60);
    if time && ends && matches!(run.digits.len(), 4 | 6) { run.end() } else { to }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(name: &str) -> (Option<(i16, Option<i8>, Option<i8>)>, String) {
        let Dated { date, without } = find(name);
        (date.map(|date| (date.year, date.month, date.day)), without)
    }

    #[test]
    fn a_date_is_found_however_it_is_written() {
        let day = Some((2024, Some(12), Some(9)));
        assert_eq!(found("kiss 2024-12-09"), (day, "kiss".to_owned()));
        assert_eq!(found("20241209_0933_A River"), (day, "_A River".to_owned()));
        assert_eq!(found("09.12.2024 sora").0, day);
        assert_eq!(found("2024_12_09").0, day);
        assert_eq!(found("sora 2024-12").0, Some((2024, Some(12), None)));
        assert_eq!(found("kiss 2023.final").0, None, "a point joins it to what follows");
        assert_eq!(found("kiss_2023").0, Some((2023, None, None)));
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for name in ["1920x1080", "20241399", "2024-13", "veo31", "1080-24", "kling16", "12-09"] {
            let date = find(name).date;
            assert_eq!(date.and_then(|date| date.month), None, "{name}");
        }
        assert_eq!(find("1944").date, None);
        assert_eq!(find("20241399").without, "20241399");
    }

    proptest! {
        #[test]
        fn every_day_is_found_again(year in 1900i16..2100, month in 1i8..13, day in 1i8..29) {
            for name in [
                format!("a {year:04}-{month:02}-{day:02} b"),
                format!("a_{year:04}{month:02}{day:02}_b"),
            ] {
                let date = Released { year, month: Some(month), day: Some(day) };
                prop_assert_eq!(find(&name).date, Some(date));
            }
        }

        #[test]
        fn any_name_is_read(name in "\\PC{0,60}") {
            find(&name);
        }
    }
}
