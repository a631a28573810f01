//! Captions of a film: SubRip and WebVTT files, what is shown when, and how it is broken to lines.
//!
//! Pure: bytes, film times and a measuring function in, captions and problems out. Of the styling
//! in a file only italics and who speaks are kept: where and in what type captions are shown is
//! the wall's to say.

pub mod encoding;
pub mod problem;
pub mod read;
pub mod shelf;
pub mod track;
pub mod wrap;

use std::sync::Arc;

use crate::timeline::FilmTime;

pub use problem::Problem;
pub use read::{Captions, read};
pub use track::{Shown, Track};

/// One caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// When it appears.
    pub start: FilmTime,
    /// When it is gone; always after its start in what was read from a file.
    pub end: FilmTime,
    /// Its lines as the file breaks them, from top to bottom.
    pub lines: Vec<Line>,
}

/// One line of a caption, in runs of the same style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// From start to end in reading order; two neighbours differ in style.
    pub runs: Vec<Run>,
}

/// Text of one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The text; without line breaks and control characters.
    pub text: String,
    /// Whether it leans.
    pub italic: bool,
    /// Who says it, where the file marks that apart from the text. Shared, because one name may
    /// stand for a thousand runs.
    pub speaker: Option<Arc<str>>,
}

impl Line {
    /// A line of upright text that nobody in particular says.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { runs: vec![Run { text: text.into(), italic: false, speaker: None }] }
    }

    /// The text without its style.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Adds text at the end; to the last run if it has the same style.
    pub fn push(&mut self, text: &str, italic: bool, speaker: Option<&Arc<str>>) {
        match self.runs.last_mut() {
            _ if text.is_empty() => {}
            Some(run) if run.italic == italic && run.speaker.as_ref() == speaker => {
                run.text.push_str(text);
            }
            _ => {
                let (text, speaker) = (text.to_owned(), speaker.cloned());
                self.runs.push(Run { text, italic, speaker });
            }
        }
    }

    /// Adds another line at the end of this one.
    pub fn append(&mut self, other: &Self) {
        for run in &other.runs {
            self.push(&run.text, run.italic, run.speaker.as_ref());
        }
    }

    /// The part of the line between two places of its text, in bytes.
    #[must_use]
    pub fn part(&self, from: usize, to: usize) -> Self {
        let (mut part, mut at) = (Self::default(), 0);
        for run in &self.runs {
            let (start, end) = (from.max(at) - at, to.clamp(at, at + run.text.len()) - at);
            // A place within a character belongs to no part.
            if let Some(text) = run.text.get(start..end) {
                part.push(text, run.italic, run.speaker.as_ref());
            }
            at += run.text.len();
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_line_keeps_its_style() {
        let mut line = Line::plain("one ");
        line.push("two", true, None);
        line.push(" three", false, None);
        assert_eq!(line.part(0, 99), line);
        let part = line.part(2, 6);
        assert_eq!(part.text(), "e tw");
        assert_eq!(part.runs.iter().map(|run| run.italic).collect::<Vec<_>>(), [false, true]);
        assert_eq!(line.part(4, 7).runs.len(), 1);
        assert_eq!(line.part(5, 5), Line::default());
    }

    #[test]
    fn neighbours_of_one_style_are_one_run() {
        let mut line = Line::plain("a");
        line.push("b", false, None);
        line.append(&Line::plain("c"));
        assert_eq!(line, Line::plain("abc"));
    }
}
