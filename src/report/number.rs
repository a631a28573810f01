//! Numbers as people read them: a true minus sign, narrow spaces that do not break, and words
//! where there is no number.

use crate::timeline::FilmTime;

use super::words::NOT_MEASURED;

/// The narrow space between a number and its unit and between groups of digits (ISO 80000-1, 2022,
/// 7.3 and 7.4). A line does not break at it.
pub const NARROW: char = '\u{202f}';

/// A number with so many decimals; "not measured" where it is none.
#[must_use]
pub fn decimal(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return NOT_MEASURED.into();
    }
    let digits = format!("{:.places$}", value.abs());
    // −0.0 says that something was below zero when what is shown is not.
    let negative = value < 0.0 && digits.bytes().any(|digit| matches!(digit, b'1'..=b'9'));
    let (whole, rest) = digits.split_once('.').unwrap_or((&digits, ""));
    let point = if rest.is_empty() { "" } else { "." };
    format!("{}{}{point}{rest}", if negative { "\u{2212}" } else { "" }, grouped(whole))
}

/// A number with a sign in any case and so many decimals, for what is added.
#[must_use]
pub fn signed(value: f64, places: usize) -> String {
    let text = decimal(value, places);
    let zero = !text.bytes().any(|digit| matches!(digit, b'1'..=b'9'));
    if value > 0.0 && value.is_finite() && !zero { format!("+{text}") } else { text }
}

/// A number with its unit.
#[must_use]
pub fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() || number == NOT_MEASURED {
        return number.into();
    }
    format!("{number}{NARROW}{unit}")
}

/// A measured number with its unit; "not measured" without one.
#[must_use]
pub fn measured(value: Option<f64>, places: usize, unit: &str) -> String {
    value.map_or_else(|| NOT_MEASURED.into(), |value| with_unit(&decimal(value, places), unit))
}

/// How many decimals show three digits of what lies on a scale that is `span` wide.
#[must_use]
pub fn places(span: f64) -> usize {
    if !span.is_finite() || span <= 0.0 {
        return 2;
    }
    (2.0 - span.log10().floor()).clamp(0.0, 6.0) as usize
}

/// A whole number in groups of three.
#[must_use]
pub fn whole(value: u64) -> String {
    grouped(&value.to_string())
}

/// A size in bytes, both for people and exact.
#[must_use]
pub fn bytes(value: u64) -> String {
    let exact = format!("{}{NARROW}bytes", whole(value));
    let (size, unit) = match value {
        0..1_000_000 => return exact,
        1_000_000..1_000_000_000 => (value as f64 / 1e6, "MB"),
        _ => (value as f64 / 1e9, "GB"),
    };
    format!("{} ({exact})", with_unit(&decimal(size, 1), unit))
}

/// A moment of the film, in minutes, seconds and hundredths.
#[must_use]
pub fn time(ns: i64) -> String {
    FilmTime(ns).to_string()
}

/// A length in seconds and thousandths.
#[must_use]
pub fn seconds(ns: i64) -> String {
    with_unit(&decimal(ns as f64 / 1e9, 3), "s")
}

/// A date as people write it, from ISO 8601: `2024-12` is December 2024. What is no such date is
/// left as it is.
#[must_use]
pub fn date(iso: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut parts = iso.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let number = |part: &str| {
        part.bytes().all(|it| it.is_ascii_digit()).then(|| part.parse::<usize>().ok()).flatten()
    };
    let month = month.and_then(number).and_then(|it| MONTHS.get(it.wrapping_sub(1)));
    let day = day.and_then(number).filter(|it| (1..=31).contains(it));
    match (year.filter(|it| number(it).is_some()), month, day, parts.next()) {
        (Some(year), Some(month), Some(day), None) => format!("{day} {month} {year}"),
        (Some(year), Some(month), None, None) if iso.len() == year.len() + 3 => {
            format!("{month} {year}")
        }
        _ => iso.into(),
    }
}

/// A moment of a clock as people write it, from RFC 3339: the date, hours and minutes, and the
/// offset. What is no such moment is left as it is.
#[must_use]
pub fn moment(rfc3339: &str) -> String {
    let Some((day, clock)) = rfc3339.split_once(['T', 't']) else {
        return date(rfc3339);
    };
    let (Some(minutes), Some(rest)) = (clock.get(..5), clock.get(5..)) else {
        return rfc3339.into();
    };
    let zone =
        rest.trim_start_matches([':', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let zone = match zone {
        "Z" | "z" | "+00:00" => "UTC".into(),
        other => format!("UTC{}", other.replace('-', "\u{2212}")),
    };
    format!("{}, {minutes} {zone}", date(day))
}

fn grouped(digits: &str) -> String {
    // Four digits are read without help.
    if digits.len() <= 4 {
        return digits.into();
    }
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(NARROW);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_loudness_has_a_true_minus_sign_and_a_narrow_space() {
        assert_eq!(measured(Some(-23.0), 1, "LUFS"), "−23.0\u{202f}LUFS");
        assert_eq!(signed(1.25, 1), "+1.2");
    }

    #[test]
    fn nothing_is_below_zero_that_is_shown_as_zero() {
        assert_eq!(decimal(-0.04, 1), "0.0");
        assert_eq!(signed(0.04, 1), "0.0");
    }

    #[test]
    fn what_was_not_measured_is_no_zero() {
        for value in [None, Some(f64::NAN), Some(f64::NEG_INFINITY)] {
            assert_eq!(measured(value, 1, "LUFS"), "not measured");
        }
    }

    #[test]
    fn long_numbers_are_in_groups() {
        assert_eq!(whole(1234), "1234");
        assert_eq!(whole(48_312_904), "48\u{202f}312\u{202f}904");
        assert_eq!(bytes(48_312_904), "48.3\u{202f}MB (48\u{202f}312\u{202f}904\u{202f}bytes)");
    }

    #[test]
    fn dates_are_written_out_as_far_as_they_go() {
        assert_eq!(date("2024-12-09"), "9 December 2024");
        assert_eq!(date("2024-12"), "December 2024");
        for odd in ["2024", "soon", "2024-13", "2024-12-40", "-", "2024-12-09-1", "a-01"] {
            assert_eq!(date(odd), odd);
        }
        assert_eq!(moment("2026-11-24T18:26:10Z"), "24 November 2026, 18:26 UTC");
        assert_eq!(moment("2026-11-24T18:26:10.5-03:00"), "24 November 2026, 18:26 UTC−03:00");
    }

    proptest! {
        #[test]
        fn any_text_and_any_number_is_said_without_a_panic(
            text in ".{0,40}",
            clock in "[0-9T:.Zé+-]{0,30}",
            value in proptest::num::f64::ANY,
            ns in any::<i64>(),
            span in proptest::num::f64::ANY,
        ) {
            for text in [text, clock] {
                let said = (date(&text), moment(&text));
                prop_assert!(text.is_empty() || !said.0.is_empty());
            }
            prop_assert!(!decimal(value, places(span)).contains('-'));
            prop_assert!(!seconds(ns).contains('-') && !time(ns).is_empty());
        }
    }
}
