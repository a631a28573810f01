//! A file's text: from byte offsets to places.

use std::ops::Range;

use crate::diagnostic::{Place, printable};

/// As much of a long line as a message shows, in characters.
const SHOWN: usize = 120;

/// A text and the file it came from: turns byte offsets into places.
#[derive(Clone, Debug)]
pub struct SourceText<'t> {
    file: String,
    text: &'t str,
    line_starts: Vec<usize>,
}

impl<'t> SourceText<'t> {
    /// Of a file's whole text.
    pub fn new(file: impl Into<String>, text: &'t str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(after_breaks).collect();
        Self { file: file.into(), text, line_starts }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The 1-based line that contains this byte offset.
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// The 1-based line without its line break; empty where there is none.
    pub fn line(&self, number: usize) -> &'t str {
        let Some(start) = number.checked_sub(1).and_then(|index| self.line_starts.get(index))
        else {
            return "";
        };
        self.text[*start..].lines().next().unwrap_or_default()
    }

    /// The place of a span of bytes. Of a span over several lines, the part on the first line;
    /// a span outside of the text is moved to its end.
    pub fn place(&self, span: Range<usize>) -> Place {
        let from = self.text.floor_char_boundary(span.start.min(self.text.len()));
        let to = self.text.floor_char_boundary(span.end.clamp(from, self.text.len()));
        let line = self.line_of(from);
        let source = self.line(line);
        let line_start = self.line_starts[line - 1];
        let before = self.text[line_start..from].chars().count();
        let on_line = (line_start + source.len()).clamp(from, to.max(from));
        let length = self.text[from..on_line].chars().count();

        let whole = source.chars().count();
        let skipped = if whole <= SHOWN { 0 } else { before.saturating_sub(SHOWN / 3) };
        let shown = source.chars().skip(skipped).take(SHOWN);
        Place {
            file: self.file.clone(),
            line,
            column: before + 1,
            length: length.min(SHOWN),
            source_line: shown.map(printable).collect(),
            skipped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_characters() {
        let source = SourceText::new("f", "один\r\nдва = 3\n");
        let place = source.place(source.text().find("= 3").unwrap()..usize::MAX);
        assert_eq!((place.line, place.column, place.length), (2, 5, 3));
        assert_eq!(place.source_line, "два = 3");
    }

    #[test]
    fn an_empty_text_has_one_line() {
        let place = SourceText::new("f", "").place(7..9);
        assert_eq!((place.line, place.column, place.length), (1, 1, 0));
    }

    #[test]
    fn of_a_very_long_line_the_part_around_the_problem_is_shown() {
        let text = format!("{}here{}", "x".repeat(10_000), "y".repeat(10_000));
        let place = SourceText::new("f", &text).place(10_000..10_004);
        assert_eq!((place.column, place.length), (10_001, 4));
        let shown: Vec<char> = place.source_line.chars().collect();
        let at = place.column - 1 - place.skipped;
        assert_eq!(shown[at..at + 4].iter().collect::<String>(), "here");
    }

    #[test]
    fn a_file_cannot_write_to_the_terminal() {
        let place = SourceText::new("f", "a\u{1b}[31mb").place(0..1);
        assert!(!place.source_line.contains('\u{1b}'));
        assert!(!crate::diagnostic::quoted("\u{1b}[31m").contains('\u{1b}'));
    }
}
