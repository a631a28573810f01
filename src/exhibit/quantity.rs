//! Lengths of time, frame rates and dates as people write them.

use super::Released;
use crate::timeline::{FilmTime, Rate};

/// The longest film: a day, in seconds.
pub const LONGEST: f64 = 86_400.0;

/// The highest frame rate of a test card.
pub const FASTEST: f64 = 240.0;

/// Seconds from `48`, `1:23.5` or `1:02:03`; none where it is written otherwise.
pub fn seconds(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    let (last, before) = parts.split_last()?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = last.split_once('.').unwrap_or((last, "0"));
    if before.len() > 2 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let mut total: f64 = last.parse().ok()?;
    if !before.is_empty() && total >= 60.0 {
        return None;
    }
    for (part, (seconds, last)) in before.iter().rev().zip([(60.0, false), (3600.0, true)]) {
        let count: f64 = part.parse().ok().filter(|_| digits(part))?;
        let carries = !last && before.len() == 2;
        if carries && count >= 60.0 {
            return None;
        }
        total += count * seconds;
    }
    Some(total)
}

/// Film time from seconds, if they are within a day.
pub fn film_time(seconds: f64) -> Option<FilmTime> {
    (0.0..=LONGEST).contains(&seconds).then(|| FilmTime::from_secs_f64(seconds))
}

/// Why a frame rate was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadRate {
    /// It is not written as a rate.
    Unreadable,
    /// It is not above 0 and at most 240.
    OutOfRange,
}

/// A frame rate from `24`, `23.976` or `30000/1001`.
///
/// The decimals by which the rates of NTSC are known (23.976, 29.97, 59.94) mean those exactly:
/// SMPTE ST 12-1 defines them as 1000/1001 of a whole number.
///
/// # Errors
/// It is not written as a rate, or not above 0 and at most 240.
pub fn rate(text: &str) -> Result<Rate, BadRate> {
    let text = text.trim();
    let (frames, seconds) = match text.split_once('/') {
        Some((frames, seconds)) => {
            let whole = |part: &str| part.trim().parse::<u64>().map_err(|_| BadRate::Unreadable);
            (whole(frames)?, whole(seconds)?)
        }
        None => {
            let value: f64 = text.parse().map_err(|_| BadRate::Unreadable)?;
            if !(value > 0.0 && value <= FASTEST) {
                return Err(BadRate::OutOfRange);
            }
            let whole = (value * 1.001).round();
            let ntsc = whole * 1000.0 / 1001.0;
            if value.fract() != 0.0 && (value - ntsc).abs() < 0.006 {
                (whole as u64 * 1000, 1001)
            } else {
                ((value * 1000.0).round() as u64, 1000)
            }
        }
    };
    let shared = greatest_common_divisor(frames, seconds).max(1);
    let (frames, seconds) = (frames / shared, seconds / shared);
    if frames == 0 || seconds == 0 || frames as f64 / seconds as f64 > FASTEST {
        return Err(BadRate::OutOfRange);
    }
    let fits = |n: u64| u32::try_from(n).ok().filter(|n| *n <= 10_000_000);
    match (fits(frames), fits(seconds)) {
        (Some(frames), Some(seconds)) => Ok(Rate { frames, seconds }),
        _ => Err(BadRate::OutOfRange),
    }
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// A date from `2024`, `2024-12` or `2024-12-09`; none where there is no such date.
pub fn released(text: &str) -> Option<Released> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let number = |index: usize, digits: usize| -> Option<Option<i16>> {
        let Some(part) = parts.get(index) else { return Some(None) };
        let well_formed = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        well_formed.then(|| part.parse().ok())
    };
    let (year, month, day) = (number(0, 4)??, number(1, 2)?, number(2, 2)?);
    (parts.len() <= 3).then(|| date(year, month, day)).flatten()
}

/// A date from its parts; none where there is no such date.
pub fn date(year: i16, month: Option<i16>, day: Option<i16>) -> Option<Released> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        Some(2) => 28 + i16::from(leap),
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    let good = (1800..=2200).contains(&year)
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=days).contains(&day));
    let small = |n: i16| i8::try_from(n).unwrap_or_default();
    good.then(|| Released { year, month: month.map(small), day: day.map(small) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_read_as_people_write_it() {
        assert_eq!(seconds("48"), Some(48.0));
        assert_eq!(seconds("1:23.5"), Some(83.5));
        assert_eq!(seconds("1:02:03"), Some(3723.0));
        assert_eq!(seconds("90:00"), Some(5400.0));
        for wrong in ["", "1:", ":5", "1:75", "1:75:00", "1:2:3:4", "-3", "1e3", "inf", "1.5:00"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_decimal_names_of_ntsc_rates_mean_the_exact_fractions() {
        let ntsc = |thousands: u32| Ok(Rate { frames: thousands * 1000, seconds: 1001 });
        assert_eq!(rate("23.976"), ntsc(24));
        assert_eq!(rate("29.97"), ntsc(30));
        assert_eq!(rate("59.94"), ntsc(60));
        assert_eq!(rate("30000/1001"), ntsc(30));
        assert_eq!(rate("12.5"), Ok(Rate { frames: 25, seconds: 2 }));
        assert_eq!(rate("24"), Ok(Rate::whole(24)));
        assert_eq!(rate("0"), Err(BadRate::OutOfRange));
        assert_eq!(rate("24/0"), Err(BadRate::OutOfRange));
        assert_eq!(rate("240.5"), Err(BadRate::OutOfRange));
        assert_eq!(rate("film"), Err(BadRate::Unreadable));
        assert_eq!(rate("NaN"), Err(BadRate::OutOfRange));
    }

    #[test]
    fn a_date_is_as_precise_as_it_is_written() {
        let date = |year, month, day| Some(Released { year, month, day });
        assert_eq!(released("2024"), date(2024, None, None));
        assert_eq!(released("2024-12"), date(2024, Some(12), None));
        assert_eq!(released("2024-02-29"), date(2024, Some(2), Some(29)));
        for wrong in ["", "24", "2024-13", "2023-02-29", "2024-1", "2024-12-09-1", "Dec 2024"] {
            assert_eq!(released(wrong), None, "{wrong}");
        }
    }
}
