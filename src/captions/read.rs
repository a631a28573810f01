//! SubRip and WebVTT files to captions, and to what is wrong with them, line by line.
//!
//! Sources: W3C *WebVTT: The Web Video Text Tracks Format*, section 6 (the parser: a block is a cue
//! if its first or second line has an arrow, and an arrow further down begins the next block), and
//! SubRip as it is found, for which there is no standard. Where WebVTT passes over a cue in silence
//! because of a digit, the cue is shown here and the digit is reported.
//!
//! By hand, because none of the libraries that were looked at reads on after a broken caption and
//! says in which line it was: `fasrt` 0.5 (alive; its errors have no place, its lossy mode is
//! silent, and it brings `logos` and `phf`), `subtitler` 2.13 (alive; brings `tokio`, and takes one
//! word for the name of a voice), `aspasia` 0.2 (of 2024; an empty file for a broken one), `subparse`
//! 0.7 and `srtlib` 0.2 (no WebVTT; end at the first error), `webvtt-parser` 1.4 (no SubRip; ends at
//! the first error), `subtile` 0.4 (for captions that are pictures). GStreamer's `subparse` says
//! nothing of what it cannot read, and its markup would have to be read again.

mod blocks;
mod text;
mod time;

use super::encoding::decode;
use super::problem::{Problem, Problems};
use super::{Cue, Line};
use crate::diagnostic::quoted;
use crate::timeline::FilmTime;
use blocks::{Block, Blocks};

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// The most captions of a file.
pub const CUES: usize = 100_000;
/// The most lines of a caption.
pub const LINES: usize = 20;
/// The most characters of a line.
pub const LENGTH: usize = 2000;

/// What captions are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// SubRip, `.srt`.
    SubRip,
    /// WebVTT, `.vtt`.
    WebVtt,
}

/// What was read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captions {
    /// Sorted by their start; of those that start together, in the order of the file.
    pub cues: Vec<Cue>,
    /// What is wrong, in the order of the lines.
    pub problems: Vec<Problem>,
}

impl Captions {
    fn refused(problem: Problem) -> Self {
        Self { cues: Vec::new(), problems: vec![problem] }
    }
}

/// Reads a file. `declared` is the label of its encoding, where one is declared; `film` is the
/// length of the film, where it is known: what lies beyond it is reported and kept.
pub fn read(bytes: &[u8], declared: Option<&str>, film: Option<FilmTime>) -> Captions {
    if bytes.len() > LARGEST {
        let (have, most) = (bytes.len() / 1024, LARGEST / 1024);
        return Captions::refused(Problem::error(
            1,
            format!("the file is too large for captions: {have} KiB, at most {most} are read"),
            "Give a SubRip or WebVTT file; captions of a whole film have a few hundred KiB.",
        ));
    }
    let decoded = match decode(bytes, declared) {
        Ok(decoded) => decoded,
        Err(problem) => return Captions::refused(problem),
    };
    let mut captions = read_text(&decoded.text, film);
    // Of a file that is something else altogether the guess of an encoding is not worth a word.
    if !captions.cues.is_empty() || declared.is_some() {
        captions.problems.splice(0..0, decoded.problems);
        captions.problems.sort_by_key(|problem| problem.line);
    }
    captions
}

/// Reads the text of a file, whatever its line endings; `film` as in [`read`].
pub fn read_text(text: &str, film: Option<FilmTime>) -> Captions {
    let mut problems = Problems::default();
    let Some((format, blocks)) = blocks::open(text, &mut problems) else {
        return Captions { cues: Vec::new(), problems: problems.done() };
    };
    let mut cues = cues(format, blocks, &mut problems);
    if cues.is_empty() {
        let help = "Nothing will be shown. Leave the file out if the film needs no captions.";
        problems.push(Problem::warning(1, "there are no captions in the file", help));
    }
    if let Some(at) = cues.windows(2).position(|two| two[1].1.start < two[0].1.start) {
        problems.push(Problem::warning(
            cues[at + 1].0,
            "this caption begins before the one above it",
            "The captions were sorted by their start. Check the times of both.",
        ));
        cues.sort_by_key(|(_, cue)| cue.start);
    }
    if let Some(film) = film {
        beyond(&cues, film, &mut problems);
    }
    Captions { cues: cues.into_iter().map(|(_, cue)| cue).collect(), problems: problems.done() }
}

/// All cues with the lines of their times.
fn cues(format: Format, blocks: Blocks<'_>, problems: &mut Problems) -> Vec<(usize, Cue)> {
    let mut cues = Vec::new();
    for block in blocks {
        let Some((line, times)) = block.times else {
            untimed(format, &block, problems);
            continue;
        };
        if cues.len() == CUES {
            problems.push(Problem::error(
                line,
                format!("there are more than {CUES} captions"),
                "Captions from here on are left out.",
            ));
            break;
        }
        beside(format, &block, line, problems);
        if let Some(cue) = cue(format, &block, line, times, problems) {
            cues.push((line, cue));
        }
    }
    cues
}

/// What is wrong around the times of a cue.
fn beside(format: Format, block: &Block<'_>, line: usize, problems: &mut Problems) {
    if block.crowded {
        let help = "Leave a blank line before each caption.";
        problems.push(Problem::warning(line, "there is no blank line before this caption", help));
    }
    if let Some((line, id)) = block.id
        && format == Format::SubRip
        && !blocks::numeral(id)
    {
        problems.push(Problem::error(
            line,
            format!("{} stands where the number of a caption stands", quoted(id)),
            "It is not shown. If it belongs to the caption before, leave no blank line between.",
        ));
    }
}

fn cue(
    format: Format,
    block: &Block<'_>,
    line: usize,
    times: &str,
    problems: &mut Problems,
) -> Option<Cue> {
    let times = match time::times(times, format) {
        Ok(times) => times,
        Err(what) => {
            let help =
                format!("The caption is left out. Write its times like {}.", time::like(format));
            problems.push(Problem::error(line, what, help));
            return None;
        }
    };
    if let Some(odd) = times.odd {
        let help = format!(
            "It was read as {} --> {}. Write it like {}.",
            times.start,
            times.end,
            time::like(format)
        );
        problems.push(Problem::warning(line, odd, help));
    }
    if times.end <= times.start {
        let what = format!("this caption ends at {}, not after its start", times.end);
        problems.push(Problem::error(line, what, "The caption is left out. Mend its end."));
        return None;
    }
    let mut lines = text::lines(&block.text, format);
    let cut = lines.len() > LINES || lines.iter().any(|line| too_long(line).is_some());
    if cut {
        let help = "The rest is not shown. A caption has two lines of about 40 characters; \
                    perhaps a blank line is missing before the next one.";
        let what =
            format!("this caption has more than {LINES} lines, or {LENGTH} characters in one");
        problems.push(Problem::error(line, what, help));
        lines.truncate(LINES);
        for line in &mut lines {
            if let Some(end) = too_long(line) {
                *line = line.part(0, end);
            }
        }
    }
    if lines.is_empty() {
        let help = "Nothing is shown for it. A blank line between the times and the text cuts the \
                    text off; take it out.";
        problems.push(Problem::warning(line, "this caption has no text", help));
        return None;
    }
    Some(Cue { start: times.start, end: times.end, lines })
}

/// Where a line is to be cut, in bytes.
fn too_long(line: &Line) -> Option<usize> {
    let text = line.text();
    text.char_indices().nth(LENGTH).map(|(at, _)| at)
}

/// A block without times: a comment or a style sheet, or a caption that has lost something.
fn untimed(format: Format, block: &Block<'_>, problems: &mut Problems) {
    let Some(&(line, first)) = block.text.first() else { return };
    let alone = block.text.len() == 1 && blocks::numeral(first);
    let problem = match format {
        Format::WebVtt if blocks::aside(first) => return,
        Format::WebVtt => Problem::warning(
            line,
            format!("{} belongs to no caption", quoted(first)),
            "Players pass over it. Write `NOTE` before a comment; if it is the text of a caption, \
             put its times in the line before, without a blank line between.",
        ),
        Format::SubRip if alone => Problem::warning(
            line,
            format!("the number {} has no caption", quoted(first)),
            "Take the number out, or put the times in the line after it.",
        ),
        Format::SubRip => Problem::error(
            line,
            format!("this text has no times: {}", quoted(first)),
            "It is not shown. Put the times in the line before it; if it belongs to the caption \
             before, take out the blank line between.",
        ),
    };
    problems.push(problem);
}

/// Says once how many cues are never shown, and how many are cut short, by the end of the film.
fn beyond(cues: &[(usize, Cue)], film: FilmTime, problems: &mut Problems) {
    let late = cues.iter().filter(|(_, cue)| cue.start >= film);
    let cut = cues.iter().filter(|(_, cue)| cue.start < film && cue.end > film);
    let late: Vec<_> = late.map(|(line, _)| *line).collect();
    let cut: Vec<_> = cut.map(|(line, _)| *line).collect();
    for (lines, what) in [(late, "begins"), (cut, "ends")] {
        let Some(first) = lines.iter().min() else { continue };
        let more = match lines.len() {
            1 => String::new(),
            count => format!(", and so do {} more", count - 1),
        };
        problems.push(Problem::warning(
            *first,
            format!("this caption {what} after the end of the film, which is {film} long{more}"),
            "Check that the captions belong to this film and to this cut of it.",
        ));
    }
}

#[cfg(test)]
mod tests;
