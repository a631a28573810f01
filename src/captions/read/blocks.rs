//! A file in blocks: lines between blank lines, with the times among them.

use std::iter::Peekable;

use super::{Format, time};
use crate::captions::problem::{Problem, Problems};
use crate::diagnostic::quoted;

/// A line with its number, from 1.
pub type Numbered<'a> = (usize, &'a str);

/// One block.
#[derive(Debug, Default)]
pub struct Block<'a> {
    /// The line before the times.
    pub id: Option<Numbered<'a>>,
    /// The line with the arrow.
    pub times: Option<Numbered<'a>>,
    /// The lines after the times; without times, all.
    pub text: Vec<Numbered<'a>>,
    /// Whether no blank line parts it from the block before.
    pub crowded: bool,
}

/// The blocks of a file.
pub struct Blocks<'a> {
    format: Format,
    lines: Peekable<Box<dyn Iterator<Item = Numbered<'a>> + 'a>>,
    crowded: bool,
}

/// The lines of a text, which end in CRLF, CR or LF.
fn lines(text: &str) -> Box<dyn Iterator<Item = Numbered<'_>> + '_> {
    let mut rest = text;
    let lines = std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(['\r', '\n']).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        rest = after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or_default();
        Some(line)
    });
    Box::new((1..).zip(lines))
}

/// Whether a line is a number, as before the times of SubRip.
pub fn numeral(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a block of WebVTT that begins like this is there for something else than to be shown.
pub fn aside(line: &str) -> bool {
    ["NOTE", "STYLE", "REGION"].iter().any(|word| {
        line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}

/// Tells the format and reads the header. Nothing where it is neither of the two, which is said.
pub fn open<'a>(text: &'a str, problems: &mut Problems) -> Option<(Format, Blocks<'a>)> {
    let text = text.trim_start_matches('\u{feff}');
    let Some((at, first)) = lines(text).find(|(_, line)| !line.trim().is_empty()) else {
        let help = "Save the captions again, or leave the file out.";
        problems.push(Problem::error(1, "the file is empty", help));
        return None;
    };
    let signed = first.trim_start().get(..6).is_some_and(|six| six.eq_ignore_ascii_case("WEBVTT"));
    if !signed {
        let blocks = Blocks::new(Format::SubRip, text);
        let other = otherwise(first);
        // A comment of TTML ends in an arrow too.
        if other.is_empty() && lines(text).any(|(_, line)| time::arrow(line, Format::SubRip)) {
            return Some((Format::SubRip, blocks));
        }
        problems.push(Problem::error(
            at,
            format!("this is neither SubRip nor WebVTT{other}"),
            "Export the captions as SubRip (`.srt`) or WebVTT (`.vtt`).",
        ));
        return None;
    }
    let exact = first.strip_prefix("WEBVTT");
    if at > 1 || exact.is_none_or(|rest| !(rest.is_empty() || rest.starts_with([' ', '\t']))) {
        problems.push(Problem::warning(
            at,
            format!("the first line of WebVTT is `WEBVTT`, not {}", quoted(first)),
            "It was read as WebVTT. Write `WEBVTT` alone in the first line.",
        ));
    }
    let mut blocks = Blocks::new(Format::WebVtt, text);
    blocks.skip_header(at, problems);
    Some((Format::WebVtt, blocks))
}

/// What else it may be.
fn otherwise(first: &str) -> &'static str {
    let first = first.trim_start().to_ascii_lowercase();
    let begins = |word: &str| first.starts_with(word);
    if begins("[script") || begins("dialogue:") || begins("format:") || begins("style:") {
        "; it looks like SubStation Alpha"
    } else if begins("<?xml") || begins("<!--") || begins("<tt") {
        "; it looks like TTML"
    } else if begins("<sami") {
        "; it looks like SAMI"
    } else if begins("{0") || begins("{1") {
        "; it looks like MicroDVD"
    } else {
        ""
    }
}

impl<'a> Blocks<'a> {
    fn new(format: Format, text: &'a str) -> Self {
        Self { format, lines: lines(text).peekable(), crowded: false }
    }

    /// Passes over the signature in line `at` and what follows it up to a blank line or a cue.
    fn skip_header(&mut self, at: usize, problems: &mut Problems) {
        while let Some((line, text)) = self.lines.next_if(|(line, text)| {
            *line <= at || !(text.is_empty() || time::arrow(text, Format::WebVtt))
        }) {
            if text.starts_with("X-TIMESTAMP-MAP") {
                let help = "The times were read as they stand. If the captions are cut out of a \
                            stream, export them with times from the start of the film.";
                problems.push(Problem::warning(line, "this shift of the times is not made", help));
            }
        }
    }

    fn blank(&self, line: &str) -> bool {
        // A space is a line of WebVTT. In SubRip editors leave spaces behind.
        line.is_empty() || self.format == Format::SubRip && line.trim().is_empty()
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        let mut block = Block { crowded: self.crowded, ..Block::default() };
        self.crowded = false;
        while let Some(&(_, line)) = self.lines.peek()
            && self.blank(line)
        {
            self.lines.next();
        }
        self.lines.peek()?;
        while let Some(&(number, line)) = self.lines.peek() {
            if time::arrow(line, self.format) {
                if block.times.is_some() || block.text.len() > 1 {
                    self.crowded = true;
                    // The number of the next one, which was taken for the last line of this one.
                    block.text.pop_if(|(_, last)| numeral(last));
                    break;
                }
                block.times = Some((number, line));
                block.id = block.text.pop();
            } else if self.blank(line) {
                break;
            } else {
                block.text.push((number, line));
            }
            self.lines.next();
        }
        Some(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_three_ways() {
        let read: Vec<_> = lines("a\r\nb\rc\n\n\r\nd").collect();
        assert_eq!(read, [(1, "a"), (2, "b"), (3, "c"), (4, ""), (5, ""), (6, "d")]);
        assert_eq!(lines("a\n").count(), 1);
    }

    #[test]
    fn an_arrow_in_the_third_line_begins_another_block() {
        let text = "1\n0:01 --> 0:02\na\n2\n0:03 --> 0:04\nb";
        let blocks: Vec<_> = Blocks::new(Format::SubRip, text).collect();
        let times: Vec<_> = blocks.iter().map(|block| block.times.map(|times| times.0)).collect();
        assert_eq!(times, [Some(2), Some(5)]);
        assert_eq!((&blocks[0].text[..], blocks[0].crowded), (&[(3, "a")][..], false));
        assert_eq!((&blocks[1].text[..], blocks[1].crowded), (&[(6, "b")][..], true));
    }

    #[test]
    fn only_the_words_themselves_begin_an_aside() {
        assert!(aside("NOTE") && aside("STYLE ") && aside("REGION\tx"));
        assert!(!aside("NOTES") && !aside(" NOTE") && !aside("note"));
    }
}
