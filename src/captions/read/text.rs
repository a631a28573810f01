//! The text of a caption: tags and escapes to runs of plain text.
//!
//! WebVTT as its "cue text tokenizer" has it: every tag that begins with a letter or a slash is
//! markup, and so is a time within. The readings over ruby are left out with it: without their
//! place they would only repeat the word. SubRip has the few tags of HTML that players know and
//! the overrides in braces of SubStation Alpha; any other pointed brackets are text.

use std::sync::Arc;

use super::Format;
use super::blocks::Numbered;
use crate::captions::Line;

/// The most characters of the name of a speaker.
const NAME: usize = 80;

/// The tags of SubRip.
const TAGS: [&str; 9] = ["i", "b", "u", "s", "em", "strong", "strike", "font", "br"];

struct Reader {
    format: Format,
    lines: Vec<Line>,
    line: Line,
    /// A space is due before the next word.
    space: bool,
    italics: usize,
    hidden: usize,
    speaker: Option<Arc<str>>,
}

/// Reads the text of one cue: lines that have something to see, without spaces around them and
/// with single spaces within.
pub fn lines(text: &[Numbered<'_>], format: Format) -> Vec<Line> {
    let text: Vec<&str> = text.iter().map(|(_, line)| *line).collect();
    let mut reader = Reader {
        format,
        lines: Vec::new(),
        line: Line::default(),
        space: false,
        italics: 0,
        hidden: 0,
        speaker: None,
    };
    reader.read(&text.join("\n"));
    reader.end_line();
    reader.lines
}

impl Reader {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['<', '&', '{', '\\']) {
            let (before, after) = rest.split_at(at);
            self.text(before);
            let length = match self.format {
                Format::WebVtt => self.tag(after).or_else(|| self.escape(after)),
                Format::SubRip => self.tag(after).or_else(|| self.brace(after)),
            };
            // What is no markup is text: its first character is one byte.
            let length = length.unwrap_or_else(|| {
                self.text(&after[..1]);
                1
            });
            rest = &after[length..];
        }
        self.text(rest);
    }

    /// Reads a tag at the start of the text; its length in bytes, if it is one.
    fn tag(&mut self, text: &str) -> Option<usize> {
        let inner = text.strip_prefix('<')?;
        // A bracket that another one follows was never meant to close.
        let end = inner.find(['<', '>']).filter(|end| inner[*end..].starts_with('>'))?;
        let inner = &inner[..end];
        let (closes, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let end_of_name = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let (name, rest) = inner.split_at(end_of_name);
        let name = name.to_ascii_lowercase();
        let known = match self.format {
            Format::WebVtt => closes || name.starts_with(|c: char| c.is_ascii_alphanumeric()),
            Format::SubRip => TAGS.contains(&name.as_str()),
        };
        if !known {
            return None;
        }
        match name.as_str() {
            "i" | "em" if closes => self.italics = self.italics.saturating_sub(1),
            "i" | "em" => self.italics += 1,
            "rt" if closes => self.hidden = self.hidden.saturating_sub(1),
            "rt" => self.hidden += 1,
            "ruby" => self.hidden = 0,
            "v" => self.speaker = if closes { None } else { speaker(rest) },
            "br" => self.end_line(),
            _ => {}
        }
        Some(1 + end + 1)
    }

    /// Reads an escape of WebVTT.
    fn escape(&mut self, text: &str) -> Option<usize> {
        let (c, length) = escaped(text)?;
        self.text(c.encode_utf8(&mut [0; 4]));
        Some(length)
    }

    /// Reads an override of SubStation Alpha, which editors carry over into SubRip.
    fn brace(&mut self, text: &str) -> Option<usize> {
        for (code, meant) in [("\\N", "\n"), ("\\h", "\u{a0}")] {
            if text.starts_with(code) {
                self.text(meant);
                return Some(code.len());
            }
        }
        let inner = text.strip_prefix("{\\")?;
        let end = inner.find(['{', '}', '\n']).filter(|end| inner[*end..].starts_with('}'))?;
        for code in inner[..end].split('\\') {
            match code.trim() {
                "i1" => self.italics = 1,
                "i0" | "i" | "r" => self.italics = 0,
                _ => {}
            }
        }
        Some("{\\".len() + end + 1)
    }

    /// Adds plain text.
    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        for (index, piece) in text.split('\n').enumerate() {
            if index > 0 {
                self.end_line();
            }
            self.piece(piece);
        }
    }

    /// Adds text without line breaks.
    fn piece(&mut self, text: &str) {
        let mut clean = String::with_capacity(text.len());
        for c in text.chars().filter(|c| *c != '\u{feff}') {
            if c == ' ' || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                self.space = true;
                continue;
            }
            if self.space && !(clean.is_empty() && self.line.runs.is_empty()) {
                clean.push(' ');
            }
            self.space = false;
            clean.push(c);
        }
        self.line.push(&clean, self.italics > 0, self.speaker.as_ref());
    }

    fn end_line(&mut self) {
        self.space = false;
        let line = std::mem::take(&mut self.line);
        if line.runs.iter().any(|run| !run.text.trim().is_empty()) {
            self.lines.push(line);
        }
    }
}

/// The name in a voice tag, behind its classes: `.loud Mary`.
fn speaker(annotation: &str) -> Option<Arc<str>> {
    let (_, name) = annotation.split_once([' ', '\t', '\n'])?;
    let mut decoded = String::new();
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let (c, length) = escaped(rest).unwrap_or((c, c.len_utf8()));
        decoded.push(if c.is_control() { ' ' } else { c });
        rest = &rest[length..];
    }
    let words: Vec<&str> = decoded.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(NAME).collect();
    (!name.is_empty()).then(|| name.into())
}

/// The character that an escape at the start of the text means, and the length of the escape.
fn escaped(text: &str) -> Option<(char, usize)> {
    let inner = text.strip_prefix('&')?;
    // The longest is `&#1114111;`.
    let end = inner.bytes().take(9).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => '\u{a0}',
        "lrm" => '\u{200e}',
        "rlm" => '\u{200f}',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((c, 1 + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, format: Format) -> Vec<Line> {
        let numbered: Vec<_> = (1..).zip(text.split('\n')).collect();
        lines(&numbered, format)
    }

    fn plain(text: &str, format: Format) -> String {
        read(text, format).iter().map(Line::text).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn markup_of_webvtt_is_not_shown() {
        let vtt = |text| plain(text, Format::WebVtt);
        assert_eq!(vtt("a <b><i>second</b></i> c"), "a second c");
        assert_eq!(vtt("<00:00.000><c.red.caps>This is </c><00:05.000>it"), "This is it");
        assert_eq!(vtt("Some <ruby.over>base<rt>over</rt></ruby>."), "Some base.");
        assert_eq!(vtt("<ruby>base<rt>over</ruby>."), "base.");
        assert_eq!(
            vtt("&lt;i&gt; &amp;amp; &nbsp;&lrm;&rlm; &#x414;&#33;"),
            "<i> &amp; \u{a0}\u{200e}\u{200f} Д!"
        );
        assert_eq!(vtt("1 < 2 > 1 & a <b"), "1 < 2 > 1 & a <b");
        assert_eq!(vtt("&unknown; &#xd800; &#99999999; &;"), "&unknown; &#xd800; &#99999999; &;");
        assert_eq!(vtt(" A\tA \t A\n \n&nbsp;\nB "), "A A A|B");
        assert_eq!(vtt("{\\an8}Up\\N"), "{\\an8}Up\\N");
    }

    #[test]
    fn markup_of_subrip_is_not_shown_and_other_brackets_are_text() {
        let srt = |text| plain(text, Format::SubRip);
        assert_eq!(srt("{\\an8}<FONT COLOR=\"red\">Up</FONT><br/>down"), "Up|down");
        assert_eq!(srt("This {\\an2} is {\\xyz}{ \\an2} <laughs>"), "This is { \\an2} <laughs>");
        assert_eq!(srt("one\\Ntwo\\hthree"), "one|two\u{a0}three");
        assert_eq!(srt("R&amp;D <3"), "R&amp;D <3");
    }

    #[test]
    fn italics_run_over_lines() {
        let lines = read("a <i>b\nc</i> d", Format::SubRip);
        let italic: Vec<Vec<_>> = lines
            .iter()
            .map(|line| line.runs.iter().map(|run| (run.text.as_str(), run.italic)).collect())
            .collect();
        assert_eq!(italic[0], [("a", false), (" b", true)]);
        assert_eq!(italic[1], [("c", true), (" d", false)]);
        assert!(read("{\\i1}x{\\i0}", Format::SubRip)[0].runs[0].italic);
    }

    #[test]
    fn a_voice_is_a_speaker_until_it_ends() {
        let lines = read("<v.loud  The   Frog &amp; Co>Hi</v>, <v bar>you</v>!", Format::WebVtt);
        let who: Vec<_> = lines[0].runs.iter().map(|run| run.speaker.as_deref()).collect();
        assert_eq!(who, [Some("The Frog & Co"), None, Some("bar"), None]);
        assert_eq!(read("<v>Hi", Format::WebVtt)[0].runs[0].speaker, None);
    }
}
