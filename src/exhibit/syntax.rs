//! What is wrong with the TOML itself, in a curator's words.
//!
//! The parser names what it expected; a curator needs to know what people usually mean when they
//! write what she wrote.

use std::ops::Range;

use super::section::Reader;
use crate::diagnostic::quoted;

/// Notes each line that cannot be read, once, with the first thing that is wrong with it.
pub fn report(reader: &Reader<'_>, problems: &[toml::de::Error]) {
    let mut problems: Vec<_> = problems
        .iter()
        .map(|problem| (problem.span().unwrap_or_default(), problem.message()))
        .collect();
    problems.sort_by_key(|(span, _)| span.start);
    let mut last_line = 0;
    let mut in_repeated_table = false;
    for (span, message) in problems {
        let line = reader.line_of(&span);
        if line == last_line {
            continue;
        }
        let repeated = message == "duplicate key";
        let header = reader.source().line(line).trim_start().starts_with('[');
        // Below a repeated header every key is repeated too; the header says it all.
        if repeated && in_repeated_table && !header {
            reader.mark_broken(line);
            continue;
        }
        (last_line, in_repeated_table) = (line, repeated && header);
        let (message, help) = explain(reader, &span, line, message);
        reader.error(&span, message, help);
        reader.mark_broken(line);
    }
}

/// The message, and what to do.
fn explain(
    reader: &Reader<'_>,
    span: &Range<usize>,
    line: usize,
    message: &str,
) -> (String, String) {
    let text = reader.source().line(line);
    let meant = reader.source().text().get(span.clone()).unwrap_or_default().trim();
    let key = text.split('=').next().unwrap_or_default().trim();
    let said = |message: &str, help: &str| (message.to_owned(), help.to_owned());
    if text.contains(['“', '”', '„', '«', '»']) && !text.contains('"') {
        return said(
            "these quotation marks are not straight",
            "Write \" at both ends of a text; word processors put in others.",
        );
    }
    if text.trim_start().starts_with("//") {
        return said("this line cannot be read", "A comment begins with #.");
    }
    let is = |part: &str| message.contains(part);
    if is("string values must be quoted") {
        return unquoted(key, meant);
    }
    if is("invalid date") || is("invalid time") || is("invalid local") {
        let value = text.split_once('=').map_or(meant, |(_, value)| value.trim());
        return (
            "a date or time must stand in quotation marks".to_owned(),
            format!("Write {key} = \"{}\"", clipped(value)),
        );
    }
    if is("escape") || is("unicode value") {
        return said(
            "in quotation marks a \\ begins a special character",
            "Separate the folders of a path with /. For a \\ itself write \\\\.",
        );
    }
    if is("duplicate key") {
        return repeated(text, meant);
    }
    if is("unexpected key or value") {
        return left_over(
            text,
            &reader.source().text()[..span.start.min(reader.source().text().len())],
        );
    }
    if is("missing comma") {
        return said("a comma is missing here", "Put a comma between the entries of a list.");
    }
    if is("unclosed array table") || is("unclosed table") {
        let name = text.trim_matches(|c: char| c == '[' || c == ']' || c.is_whitespace());
        let help = format!("Close it with as many as it begins with: [[{}]]", clipped(name));
        return ("a square bracket is missing".to_owned(), help);
    }
    if is("unclosed inline table") {
        return said("a { before this is never closed", "Add the } where its entries end.");
    }
    if is("unclosed array") {
        return said("a [ before this is never closed", "Add the ] where the list ends.");
    }
    if is("string") {
        return said("a text is not closed", "Put a \" where the text ends, as where it begins.");
    }
    if is("invalid unquoted key") && text.contains(':') && !text.contains('=') {
        return said("a value is given with =", "Write key = value, with = instead of the colon.");
    }
    if is("invalid unquoted key") {
        let message = format!("{} cannot be written as a key", quoted(meant));
        return (message, format!("Put it in quotation marks: \"{}\" = …", clipped(meant)));
    }
    if is("keys cannot be empty") {
        return said("a key is missing before the =", "Write key = value, or remove the line.");
    }
    if is("key with no value") || is("missing assignment") {
        return said(
            "this line has no = with a value after it",
            "Write key = value. A comment begins with #, a title of a part is in [[ ]].",
        );
    }
    if is("leading zero") {
        return said("a number begins with 0", "Remove the 0 at its beginning.");
    }
    if is("invalid boolean") {
        return said(
            "this is not a value",
            "Write true or false in small letters, or a text in \"…\".",
        );
    }
    (
        format!("this cannot be read: {message}"),
        "Compare it with the lines around it: a quotation mark, a comma or a bracket may be \
         missing or too much."
            .to_owned(),
    )
}

fn unquoted(key: &str, value: &str) -> (String, String) {
    let key = clipped(key);
    let value = clipped(value);
    if value.is_empty() {
        let help = format!("Write one after the =, such as {key} = \"…\", or remove the line.");
        return (format!("`{key}` has no value"), help);
    }
    let message = format!("{} is neither a number nor a text", quoted(&value));
    let help = if value.starts_with(|c: char| c.is_ascii_digit()) {
        format!("Write a number alone, without its unit; a text in quotation marks: \"{value}\"")
    } else {
        format!("Put a text in quotation marks: {key} = \"{value}\"")
    };
    (message, help)
}

fn repeated(line: &str, key: &str) -> (String, String) {
    let line = line.trim();
    if line.starts_with('[') {
        let name = line.trim_matches(|c: char| c == '[' || c == ']' || c.is_whitespace());
        let name = clipped(name);
        let message = format!("`{name}` is there already");
        let help = if line.starts_with("[[") {
            format!("Write every one of them as [[{name}]], in double square brackets.")
        } else {
            format!("If there may be several, write each as [[{name}]], in double square brackets.")
        };
        return (message, help);
    }
    let message = format!("{} is written twice in the same part", quoted(key));
    (
        message,
        "Keep one of the lines. A new part begins with a line in double square brackets."
            .to_owned(),
    )
}

fn left_over(line: &str, before: &str) -> (String, String) {
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    let (read, rest) = line.split_at_checked(column).unwrap_or((line, ""));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let next = rest.chars().nth(1);
    let help = match rest.chars().next() {
        Some(',') if digit(read.chars().last()) && digit(next) => {
            "Write a decimal with a point, such as 1.5."
        }
        Some(',') => "Remove the comma: every key stands on a line of its own.",
        Some(':') if digit(read.chars().last()) => {
            "Put minutes and seconds in quotation marks: \"1:30\"."
        }
        _ if read.trim_end().ends_with(['"', '\'']) && line.matches(['"', '\'']).count() > 2 => {
            "If the text has quotation marks within it, write \\\" for each of them; else put every \
             key on a line of its own."
        }
        _ => "Put every key = value on a line of its own; a comment begins with #.",
    };
    ("the line goes on after its value".to_owned(), help.to_owned())
}

/// A few words of the file for use in an example.
fn clipped(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).take(60).collect()
}
