//! The line with the times of a caption: `00:00:01,000 --> 00:00:04,812`.
//!
//! More is taken than the W3C's "collect a WebVTT timestamp" takes: commas and dots, hours or
//! none, and any number of decimals, which are a decimal fraction as in GStreamer. What a strict
//! player would pass over is said.

use super::Format;
use crate::diagnostic::quoted;
use crate::timeline::FilmTime;

/// The times of a caption.
#[derive(Debug, PartialEq, Eq)]
pub struct Times {
    /// When it appears.
    pub start: FilmTime,
    /// When it is gone.
    pub end: FilmTime,
    /// What about the line is not as the format has it.
    pub odd: Option<String>,
}

/// How a line with times looks.
pub fn like(format: Format) -> &'static str {
    match format {
        Format::SubRip => "`00:01:02,345 --> 00:01:04,500`",
        Format::WebVtt => "`00:01:02.345 --> 00:01:04.500`",
    }
}

/// Whether a line has the arrow of the times. In SubRip a crooked one counts after something that
/// looks like a time.
pub fn arrow(line: &str, format: Format) -> bool {
    line.contains("-->") || format == Format::SubRip && crooked(line).is_some()
}

/// The two sides of an arrow that is not quite `-->`, after a time.
fn crooked(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let (before, rest) = line.split_at(line.find(|c| !of_time(c))?);
    let head = rest.find('>')?;
    let (shaft, after) = rest.split_at(head);
    let straight = |c| matches!(c, '-' | '–' | '—' | '−');
    let arrow = shaft.contains(straight) && shaft.chars().all(|c| c == ' ' || straight(c));
    (before.contains(':') && arrow).then(|| (before, after.trim_start_matches('>')))
}

fn of_time(c: char) -> bool {
    matches!(c, '0'..='9' | ':' | '.' | ',')
}

/// Reads the times; what follows them in the line, the settings of WebVTT or the coordinates of
/// SubRip, is passed over.
///
/// # Errors
///
/// What is wrong, in one sentence without a full stop.
pub fn times(line: &str, format: Format) -> Result<Times, String> {
    let mut odd = None;
    let (before, after) = line
        .split_once("-->")
        .or_else(|| {
            odd = Some("the arrow between the times is not `-->`".to_owned());
            crooked(line)
        })
        .ok_or("there is no arrow between the times")?;
    let after = after.trim_ascii_start();
    let end = after.find(|c| !of_time(c) && c != '-').unwrap_or(after.len());
    let start = time(before.trim_ascii().trim_end_matches(['-', ' ']), format, &mut odd)?;
    let end = time(&after[..end], format, &mut odd)?;
    Ok(Times { start, end, odd })
}

fn time(text: &str, format: Format, odd: &mut Option<String>) -> Result<FilmTime, String> {
    let wrong = |why: &str| format!("{} is no time: {why}", quoted(text));
    if text.is_empty() {
        return Err("one of the two times is missing".to_owned());
    }
    if text.starts_with('-') {
        return Err(wrong("it is before the start of the film"));
    }
    let point = text.find([',', '.']).unwrap_or(text.len());
    let (whole, fraction) = text.split_at(point);
    let parts: Vec<&str> = whole.split(':').collect();
    let (hours, minutes, seconds) = match parts[..] {
        [minutes, seconds] => ("00", minutes, seconds),
        [hours, minutes, seconds] => (hours, minutes, seconds),
        _ => return Err(wrong("it needs minutes and seconds, and may have hours before them")),
    };
    let number = |digits: &str, most: usize| {
        let fits = (1..=most).contains(&digits.len());
        let numeric = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = (fits && numeric).then(|| digits.parse::<i64>().ok()).flatten();
        number.ok_or_else(|| {
            wrong(&format!("{} is not a number of hours, minutes or seconds", quoted(digits)))
        })
    };
    let (h, m, s) = (number(hours, 4)?, number(minutes, 3)?, number(seconds, 3)?);
    if m > 59 || s > 59 {
        return Err(wrong("minutes and seconds go up to 59"));
    }
    let mut say = |what: &str| {
        odd.get_or_insert_with(|| format!("{} is not written as usual: {what}", quoted(text)));
    };
    if minutes.len() != 2 || seconds.len() != 2 {
        say("minutes and seconds have two digits");
    }
    let digits = fraction.get(1..).unwrap_or_default();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong("the milliseconds are not a number"));
    }
    if digits.len() != 3 {
        say("milliseconds have three digits");
    } else if format == Format::WebVtt && fraction.starts_with(',') {
        say("WebVTT has a dot before the milliseconds");
    }
    let ms = digits
        .bytes()
        .chain([b'0'; 3])
        .take(3)
        .fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0'));
    Ok(FilmTime::from_millis(((h * 60 + m) * 60 + s) * 1000 + ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (i64, i64, bool) {
        let times = times(line, Format::SubRip).unwrap();
        (times.start.0 / 1_000_000, times.end.0 / 1_000_000, times.odd.is_some())
    }

    #[test]
    fn times_are_read_as_they_are_found() {
        assert_eq!(read("00:00:01,000 --> 00:00:04,812"), (1000, 4812, false));
        assert_eq!(read("00:00:01.000-->00:00:04.812"), (1000, 4812, false));
        assert_eq!(read("00:01,000 --> 01:04,812 X1:40 X2:600"), (1000, 64812, false));
        assert_eq!(read("266:18:35.679 --> 266:18:37.305"), (958_715_679, 958_717_305, false));
        assert_eq!(read("0:00:01 --> 0:00:04,8"), (1000, 4800, true));
        assert_eq!(read("00:00:013,567 --> 00:00:14,9019"), (13567, 14901, true));
        assert_eq!(read("00:00:01,000 -> 00:00:04,812"), (1000, 4812, true));
        assert_eq!(read("00:00:01,000 —> 00:00:04,812"), (1000, 4812, true));
        assert_eq!(read("00:00:01,000 -- > 00:00:04,812"), (1000, 4812, true));
    }

    #[test]
    fn what_is_no_time_says_why() {
        for line in [
            " --> 00:01,000",
            "00:01,000 -->",
            "-00:01,000 --> 00:02,000",
            "-->",
            "00:60,000 --> 01:02,000",
            "60:00,000 --> 61:02,000",
            "1 --> 2",
            "00:x1,000 --> 00:02",
            "00:00:01:000 --> 00:00:02:000",
            "00:00:00.badbad --> 00:01",
            "00:٠١ --> 00:02",
            "99999:00:00,000 --> 00:01,000",
            "00:01,0.0 --> 00:02",
            "\u{fffd}00:01 --> 00:02",
        ] {
            assert!(times(line, Format::SubRip).is_err(), "{line}");
        }
    }

    #[test]
    fn a_crooked_arrow_counts_only_between_times() {
        assert!(!arrow("He -> she", Format::SubRip));
        assert!(!arrow("12:30 is the time", Format::SubRip));
        assert!(!arrow("00:01.000 -> 00:02.000", Format::WebVtt));
        assert!(arrow("00:01.000 -> 00:02.000", Format::SubRip));
    }
}
