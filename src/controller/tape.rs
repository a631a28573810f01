//! What a port received, with times, as text: recorded once from a device and played in tests.
//!
//! One line for each burst: seconds from the start, then the bytes in hex. Comments begin with
//! `#`, alone on a line or behind the bytes.
//!
//! ```text
//! # slider 8, slowly up
//! 0.012  B0 07 40
//! 0.034  B0 07 41 B0 07 42
//! ```

use std::fmt::Write as _;

/// More bytes than this are no recording of a hand: at the full rate of a MIDI cable it is five
/// minutes without a pause.
pub const MOST_BYTES: usize = 1_000_000;

const SECOND: i64 = 1_000_000_000;

/// What is wrong with a tape, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Fault {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it, as a whole sentence.
    pub what: String,
}

/// Reads a tape: each burst with its time in nanoseconds from the start, in order of time.
///
/// # Errors
///
/// A line that is no burst, times that go back, or more than [`MOST_BYTES`] bytes in all.
pub fn read(text: &str) -> Result<Vec<(i64, Vec<u8>)>, Fault> {
    let mut bursts: Vec<(i64, Vec<u8>)> = Vec::new();
    let mut room = MOST_BYTES;
    for (above, whole) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let fault = |what| Fault { line: above + 1, what };
        let content = whole.split('#').next().unwrap_or_default();
        let mut words = content.split_whitespace();
        let Some(time) = words.next() else { continue };
        let at = nanoseconds(time).map_err(fault)?;
        if let Some((before, _)) = bursts.last().filter(|(before, _)| at < *before) {
            let (at, before) = (seconds(at), seconds(*before));
            return Err(fault(format!(
                "The time {at} is before that of the burst above; write {before} or later."
            )));
        }
        let mut bytes = Vec::new();
        for word in words {
            bytes.push(byte(word).map_err(fault)?);
            room = room.checked_sub(1).ok_or_else(|| {
                fault(format!("A tape ends after {MOST_BYTES} bytes; divide it from here."))
            })?;
        }
        if bytes.is_empty() {
            return Err(fault(format!(
                "There are no bytes after the time; write them as in \"{time}  B0 07 40\"."
            )));
        }
        bursts.push((at, bytes));
    }
    Ok(bursts)
}

/// One burst as a line of a tape, without its line break: `at_ns` nanoseconds from the start
/// (0 if negative) and what was received then. An empty line if that is nothing.
pub fn line(at_ns: i64, bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return String::new();
    }
    let mut line = format!("{} ", seconds(at_ns));
    for byte in bytes {
        // Writing to a string cannot fail.
        write!(line, " {byte:02X}").ok();
    }
    line
}

/// Nanoseconds as seconds, with three digits behind the point or as many more as it takes.
fn seconds(ns: i64) -> String {
    let ns = ns.max(0);
    let mut text = format!("{}.{:09}", ns / SECOND, ns % SECOND);
    let exact = text.trim_end_matches('0').len();
    let least = text.len() - 6;
    text.truncate(exact.max(least));
    text
}

fn nanoseconds(word: &str) -> Result<i64, String> {
    let wrong = || format!("{} is no time; write seconds as in \"0.012\".", short(word));
    let (whole, part) = word.split_once('.').unwrap_or((word, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return Err(wrong());
    }
    if part.len() > 9 {
        return Err(format!(
            "{} is finer than a nanosecond; write nine digits behind the point at most.",
            short(word)
        ));
    }
    // Digits alone fail to parse only where they are too many.
    let far = || format!("{} is too far away; write seconds from the start.", short(word));
    let whole: i64 = whole.parse().map_err(|_| far())?;
    let part: i64 = format!("{part:0<9}").parse().map_err(|_| wrong())?;
    whole.checked_mul(SECOND).and_then(|ns| ns.checked_add(part)).ok_or_else(far)
}

fn byte(word: &str) -> Result<u8, String> {
    // The sign is refused here because the number would be read with it.
    let byte = (word.len() == 2 && !word.starts_with('+')).then(|| u8::from_str_radix(word, 16));
    byte.and_then(Result::ok).ok_or_else(|| {
        format!("{} is no byte; write two hex digits for each, as in \"B0 07 40\".", short(word))
    })
}

/// A word in quotes, cut where it is too long to be shown.
fn short(word: &str) -> String {
    let mut signs = word.chars();
    let start: String = signs.by_ref().take(24).collect();
    let more = if signs.next().is_some() { "…" } else { "" };
    format!("\"{start}{more}\"")
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn fault(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn a_tape_is_read_with_its_comments() {
        let text = "# a slider\n\n0.012  B0 07 40\r\n0.012\tb0 07 41 # again\n1 F8\n";
        let bursts = [
            (12_000_000, vec![0xb0, 7, 0x40]),
            (12_000_000, vec![0xb0, 7, 0x41]),
            (1_000_000_000, vec![0xf8]),
        ];
        assert_eq!(read(text).unwrap(), bursts);
        assert_eq!(read("").unwrap(), []);
    }

    #[test]
    fn a_line_is_written_as_people_write_it() {
        assert_eq!(line(12_000_000, &[0xb0, 7, 0x40]), "0.012  B0 07 40");
        assert_eq!(line(0, &[0xf8]), "0.000  F8");
        assert_eq!(line(3_600_000_000_001, &[0xf8]), "3600.000000001  F8");
        assert_eq!(line(-1, &[0xf8]), "0.000  F8");
        assert_eq!(line(7, &[]), "");
    }

    #[test]
    fn a_fault_says_where_and_what_to_write_instead() {
        let faults = [
            (
                "0.1 B0\n0.05 B0",
                "line 2: The time 0.050 is before that of the burst above; write 0.100 or later.",
            ),
            ("\n0,012 B0", "line 2: \"0,012\" is no time; write seconds as in \"0.012\"."),
            ("-1 B0", "line 1: \"-1\" is no time; write seconds as in \"0.012\"."),
            (".5 B0", "line 1: \".5\" is no time; write seconds as in \"0.012\"."),
            (
                "1.0123456789 B0",
                "line 1: \"1.0123456789\" is finer than a nanosecond; write nine digits behind the point at most.",
            ),
            (
                "9223372037 B0",
                "line 1: \"9223372037\" is too far away; write seconds from the start.",
            ),
            (
                "99999999999999999999 B0",
                "line 1: \"99999999999999999999\" is too far away; write seconds from the start.",
            ),
            (
                "0.5",
                "line 1: There are no bytes after the time; write them as in \"0.5  B0 07 40\".",
            ),
            (
                "0.5 B00740",
                "line 1: \"B00740\" is no byte; write two hex digits for each, as in \"B0 07 40\".",
            ),
            (
                "0.5 +1",
                "line 1: \"+1\" is no byte; write two hex digits for each, as in \"B0 07 40\".",
            ),
        ];
        for (text, what) in faults {
            assert_eq!(fault(text), what);
        }
        assert!(fault(&format!("1 {}", "é".repeat(5000))).len() < 200);
    }

    #[test]
    fn a_tape_without_end_is_refused_where_it_is_too_long() {
        let thousand = line(0, &[0xf8; 1000]) + "\n";
        assert_eq!(read(&thousand.repeat(1000)).unwrap().len(), 1000);
        let longer = fault(&(thousand.repeat(1000) + "0 F8"));
        assert_eq!(longer, "line 1001: A tape ends after 1000000 bytes; divide it from here.");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn what_is_written_is_read(
            mut bursts in vec((0..=i64::MAX, vec(any::<u8>(), 1..20)), 0..20),
        ) {
            bursts.sort();
            let text: Vec<_> = bursts.iter().map(|(at, bytes)| line(*at, bytes)).collect();
            prop_assert_eq!(read(&text.join("\n")), Ok(bursts));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9A-Fa-f#.,+ \n\u{feff}é-]{0,200}|\\PC{0,200}") {
            if let Ok(bursts) = read(&text) {
                prop_assert!(bursts.iter().all(|(at, bytes)| *at >= 0 && !bytes.is_empty()));
            }
        }
    }
}
