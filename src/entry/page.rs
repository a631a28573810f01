//! A text and what is to change in it, at bytes of the text as it was.

use std::ops::Range;

/// The mark with which editors on Windows begin a file; it is no part of the text.
const MARK: &str = "\u{feff}";

/// A text with changes to be made.
pub(crate) struct Page<'t> {
    /// The text, without a mark at its beginning.
    pub text: &'t str,
    mark: &'t str,
    /// How its lines end.
    pub newline: &'static str,
    changes: Vec<(Range<usize>, String)>,
}

impl<'t> Page<'t> {
    /// Without a change so far.
    pub fn new(whole: &'t str) -> Self {
        let text = whole.strip_prefix(MARK).unwrap_or(whole);
        let mark = &whole[..whole.len() - text.len()];
        // As the first line ends: a file that mixes them is mixed by its editor, not by us.
        let windows = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
        Self { text, mark, newline: if windows { "\r\n" } else { "\n" }, changes: Vec::new() }
    }

    /// Puts `added` at a byte. What is put at the same byte later follows it.
    pub fn insert(&mut self, at: usize, added: impl Into<String>) {
        self.changes.push((at..at, added.into()));
    }

    /// Puts `other` in the place of some bytes.
    pub fn replace(&mut self, span: Range<usize>, other: impl Into<String>) {
        self.changes.push((span, other.into()));
    }

    /// Puts lines at the beginning of a line, or at the end of a text whose last line does not
    /// end. The lines must end themselves.
    pub fn insert_lines(&mut self, at: usize, lines: &str) {
        let lines = lines.replace('\n', self.newline);
        if at == self.text.len() && !self.text.is_empty() && !self.text.ends_with('\n') {
            // A file whose last line does not end keeps that habit.
            let lines = lines.trim_end_matches(['\r', '\n']);
            self.insert(at, format!("{}{lines}", self.newline));
        } else {
            self.insert(at, lines);
        }
    }

    /// The text as changed.
    pub fn finish(mut self) -> String {
        // What is put before a byte comes before what replaces it.
        self.changes.sort_by_key(|(span, _)| (span.start, span.end));
        let mut whole = self.mark.to_owned();
        let mut done = 0;
        for (span, text) in self.changes {
            // Two changes never overlap; should they, the earlier wins and nothing is lost.
            if span.start >= done {
                whole.push_str(&self.text[done..span.start]);
                whole.push_str(&text);
                done = span.end;
            }
        }
        whole + &self.text[done..]
    }

    /// Where the line of a byte begins.
    pub fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where the line after that of a byte begins; the end of the text where there is none.
    pub fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// The end of what stands on the line of a byte, before what ends the line.
    pub fn line_end(&self, at: usize) -> usize {
        let rest = self.text[at..].split('\n').next().unwrap_or_default();
        at + rest.strip_suffix('\r').unwrap_or(rest).len()
    }

    /// The white space with which the line of a byte begins.
    pub fn indent(&self, at: usize) -> &'t str {
        let line = &self.text[self.line_start(at)..at];
        &line[..line.len() - line.trim_start().len()]
    }

    /// The next byte that is neither white space nor part of a comment.
    pub fn past_comments(&self, mut at: usize) -> usize {
        loop {
            let rest = &self.text[at..];
            at += rest.len() - rest.trim_start().len();
            if !self.text[at..].starts_with('#') {
                return at;
            }
            at = self.next_line(at);
        }
    }

    /// The lines from `at` on that are comments.
    pub fn comments_from(&self, at: usize) -> usize {
        let mut end = at;
        while self.text[end..].trim_start_matches([' ', '\t']).starts_with('#') {
            end = self.next_line(end);
        }
        end
    }
}

/// A text as TOML: a basic string on one line (TOML 1.0.0, "String").
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A key as TOML: bare where it can be.
pub(crate) fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quote(name) }
}
