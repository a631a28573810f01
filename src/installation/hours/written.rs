//! The written form of opening hours.

use super::{DAY, Span};

/// The end of every message about opening hours: how they are written.
pub const HOW: &str = "Write \"closed\", or the hours as in \"10:00-18:00\" or \
                   \"10:00-13:00, 14:00-20:00\".";

/// Reads what a curator writes for one day and gives its spans in order; "closed" gives none.
///
/// The error is a sentence that says what is wrong and how to write it.
pub fn day(text: &str) -> Result<Vec<Span>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("The hours of this day are empty.".to_owned());
    }
    if text.eq_ignore_ascii_case("closed") {
        return Ok(Vec::new());
    }
    let mut spans = text.split(',').map(span).collect::<Result<Vec<_>, _>>()?;
    spans.sort();
    for pair in spans.windows(2) {
        if let [first, second] = pair
            && second.from < first.to
        {
            return Err(format!("The hours {first} and {second} overlap; join or part them."));
        }
    }
    Ok(spans)
}

/// Reads one span, such as "10:00 – 13:00"; the error is a sentence.
fn span(text: &str) -> Result<Span, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("There is a comma with no hours beside it.".to_owned());
    }
    let ends: Vec<&str> = text.split(['-', '–', '—']).map(str::trim).collect();
    let &[from, to] = ends.as_slice() else {
        return Err(format!("\"{text}\" is not one opening and one closing time."));
    };
    let opening = minute(from)?;
    if opening == DAY {
        return Err(format!("\"{text}\" opens at 24:00; write it as 0:00 of the next day."));
    }
    Span::new(opening, minute(to)?).map_err(|wrong| format!("\"{text}\": {wrong}"))
}

/// Reads a time of day, such as "9", "9:30" or "24:00", as minutes; the error is a sentence.
fn minute(text: &str) -> Result<u16, String> {
    let (hour, minute) = text.split_once(':').unwrap_or((text, "00"));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    // One digit after the colon is more often a slip ("10:3") than a time, so it is asked about.
    let well_formed = digits(hour) && digits(minute) && minute.len() == 2;
    let (true, Ok(hour), Ok(minute)) = (well_formed, hour.parse::<u16>(), minute.parse::<u16>())
    else {
        return Err(format!("\"{text}\" is not a time of day such as 9:30."));
    };
    if hour > 24 {
        return Err(format!("\"{text}\" has the hour {hour}, but a day ends at 24:00."));
    }
    if minute > 59 {
        return Err(format!("\"{text}\" has the minute {minute}, but an hour ends at 59."));
    }
    if hour == 24 && minute > 0 {
        return Err(format!(
            "\"{text}\" is later than 24:00; a closing time after midnight is written as in \
             \"20:00-02:00\"."
        ));
    }
    Ok(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The minutes of the spans in a text.
    fn minutes(text: &str) -> Vec<(u16, u16)> {
        day(text).unwrap().into_iter().map(|span| (span.from(), span.to())).collect()
    }

    #[test]
    fn a_day_is_read_in_the_ways_that_curators_write_it() {
        assert_eq!(minutes(" Closed "), []);
        for text in ["10:00-18:00", "10-18", "10 – 18:00", " 10:00 — 18 "] {
            assert_eq!(minutes(text), [(600, 1080)], "{text}");
        }
        assert_eq!(minutes("14:00 – 20:00, 10:00 – 13:00"), [(600, 780), (840, 1200)]);
        assert_eq!(minutes("0:00-24:00"), [(0, 1440)]);
        assert_eq!(minutes("20:00-02:00"), [(1200, 1560)]);
        assert_eq!(minutes("20-0"), minutes("20-24"));
        assert_eq!(day("20-2").unwrap()[0].to_string(), "20:00-02:00");
    }

    #[test]
    fn a_mistake_is_named_and_the_right_form_is_shown() {
        for (text, part) in [
            ("", "are empty"),
            ("10-13,", "comma"),
            ("25:00-26:00", "hour 25"),
            ("10:60-12", "minute 60"),
            ("20-24:30", "later than 24:00"),
            ("24:00-02:00", "opens at 24:00"),
            ("10-10", "same time"),
            ("10-13, 12:59-15", "10:00-13:00 and 12:59-15:00 overlap"),
            ("20-2, 23-24", "overlap"),
            ("10-12-14", "not one opening"),
            ("ten-twelve", "\"ten\" is not a time"),
            ("10:3-12", "\"10:3\" is not a time"),
            ("+9-12", "\"+9\" is not a time"),
            ("-12", "\"\" is not a time"),
            ("99999999-12", "is not a time"),
        ] {
            let wrong = day(text).unwrap_err();
            assert!(wrong.contains(part), "{text}: {wrong}");
        }
        assert!(Span::new(1440, 10).is_err() && Span::new(0, 1441).is_err());
    }
}
