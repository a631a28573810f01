//! How a report is written as JSON: indented for people down to the single measurement, which
//! stands on one line, because an hour of film has a hundred thousand of them.

use std::io;

use serde::{Serialize, Serializer};
use serde_json::ser::{Formatter, PrettyFormatter};

/// Down to this depth every value has its own line: a point of a curve lies one deeper (report,
/// versions, version, measures, measure, curve, point).
const LINES: usize = 6;

/// The text of a value.
pub(super) fn written(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut bytes = Vec::new();
    let form = Form { pretty: PrettyFormatter::new(), depth: 0 };
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, form))?;
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(|error| serde_json::Error::io(io::Error::other(error)))
}

/// A number with six digits: more than any measurement here has, and so few that a reader of JSON
/// that rounds its own way still finds the same number.
pub(super) fn six(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// A number that may be missing, with six digits.
pub(super) fn rounded<S: Serializer>(
    value: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.map(six).serialize(serializer)
}

struct Form<'a> {
    pretty: PrettyFormatter<'a>,
    depth: usize,
}

impl Form<'_> {
    fn lines(&self) -> bool {
        self.depth <= LINES
    }
}

impl Formatter for Form<'_> {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.lines() { self.pretty.begin_array(writer) } else { writer.write_all(b"[") }
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.depth < LINES { self.pretty.end_array(writer) } else { writer.write_all(b"]") }
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        match (self.lines(), first) {
            (true, _) => self.pretty.begin_array_value(writer, first),
            (false, true) => Ok(()),
            (false, false) => writer.write_all(b", "),
        }
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.lines() { self.pretty.end_array_value(writer) } else { Ok(()) }
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.lines() { self.pretty.begin_object(writer) } else { writer.write_all(b"{ ") }
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.depth < LINES { self.pretty.end_object(writer) } else { writer.write_all(b" }") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        match (self.lines(), first) {
            (true, _) => self.pretty.begin_object_key(writer, first),
            (false, true) => Ok(()),
            (false, false) => writer.write_all(b", "),
        }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.lines() { self.pretty.end_object_value(writer) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_stands_on_one_line_and_is_the_same_value() {
        let value = serde_json::json!({"a": [{"b": [{"c": [{"t": 1, "m": [2, {}]}, {"t": 3}]}]}]});
        let text = written(&value).unwrap();
        assert!(text.contains("\n            { \"m\": [2, {  }], \"t\": 1 },\n"), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    #[test]
    fn six_digits_are_kept_at_any_size() {
        assert_eq!(six(0.000_012_345_678_9), 0.000_012_345_7);
        assert_eq!(six(-23.012_345_6), -23.0123);
        assert!(six(f64::NAN).is_nan());
    }
}
