//! How wide words are, and where their lines break: read from the faces themselves, so that what
//! is laid out fits before it is shaped.

use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;

use ttf_parser::Face as FontFace;

use crate::diagnostic::{Diagnostic, Report, quoted};
use crate::exhibit::{Exhibit, FontFile};

/// A typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// For titles and what is said.
    Serif,
    /// For what is said by the script.
    Italic,
    /// For labels.
    Sans,
    /// For headings among labels.
    Medium,
}

impl Face {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Serif, Self::Italic, Self::Sans, Self::Medium];

    /// The wall's own file, inside the program.
    fn shipped(self) -> &'static [u8] {
        match self {
            Self::Serif => include_bytes!("../../assets/fonts/EBGaramond12-Regular.otf"),
            Self::Italic => include_bytes!("../../assets/fonts/EBGaramond12-Italic.otf"),
            Self::Sans => include_bytes!("../../assets/fonts/Inter-Regular.otf"),
            Self::Medium => include_bytes!("../../assets/fonts/Inter-Medium.otf"),
        }
    }

    /// The curator's file for it.
    fn written(self, exhibit: &Exhibit) -> Option<&FontFile> {
        match self {
            Self::Serif => exhibit.typeface.titles.as_ref(),
            Self::Italic => exhibit.typeface.script.as_ref(),
            Self::Sans | Self::Medium => exhibit.typeface.labels.as_ref(),
        }
    }
}

/// The typefaces of a wall: the files that they are shaped from, and how wide their signs are.
#[derive(Clone)]
pub struct Typefaces([Typeface; 4]);

#[derive(Clone)]
struct Typeface {
    bytes: Arc<[u8]>,
    advances: Arc<Advances>,
}

/// A file of a typeface is no larger than this.
const LARGEST_FILE: u64 = 64 << 20;

impl Typefaces {
    /// The wall's own.
    pub fn shipped() -> Self {
        Self(Face::ALL.map(|face| Typeface::of(face.shipped().into())))
    }

    /// The curator's, and the wall's own where there are none, or where there is something wrong
    /// with them: the report says what, a file that is not there or is no typeface as an error,
    /// letters that it lacks as a warning.
    pub fn of(exhibit: &Exhibit) -> (Self, Report) {
        let (mut faces, mut report) = (Self::shipped(), Report::default());
        for face in Face::ALL {
            let Some(file) = face.written(exhibit) else { continue };
            match read(file) {
                Ok(bytes) => {
                    if face != Face::Medium {
                        lacks(&bytes, file, exhibit).into_iter().for_each(|lack| report.push(lack));
                    }
                    faces.0[face as usize] = Typeface::of(bytes.into());
                }
                // Labels have two weights and one file: said once.
                Err(_) if face == Face::Medium => {}
                Err(problem) => report.push(problem.at(file.place.clone())),
            }
        }
        (faces, report)
    }

    /// The file that a face is shaped from.
    pub fn bytes(&self, face: Face) -> &[u8] {
        &self.0[face as usize].bytes
    }
}

impl Typeface {
    fn of(bytes: Arc<[u8]>) -> Self {
        Self { advances: Arc::new(Advances::of(&bytes)), bytes }
    }
}

fn read(file: &FontFile) -> Result<Vec<u8>, Box<Diagnostic>> {
    let name = quoted(&file.written);
    let cannot = |error: std::io::Error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        };
        let help = "Put the file there, or take the line out to use the wall's own typeface.";
        Box::new(Diagnostic::error(format!("the typeface {name}: {why}")).help(help))
    };
    let mut bytes = Vec::new();
    let opened = File::open(&file.path).map_err(cannot)?;
    opened.take(LARGEST_FILE).read_to_end(&mut bytes).map_err(cannot)?;
    match FontFace::parse(&bytes, 0) {
        Ok(face) if face.number_of_glyphs() > 0 => Ok(bytes),
        _ => {
            let help = "It must be an OpenType or TrueType file: .otf or .ttf. Files for web pages \
                        (.woff) have to be converted first.";
            let message = format!("the typeface {name} is no typeface");
            Err(Box::new(Diagnostic::error(message).help(help)))
        }
    }
}

/// A warning where the exhibit says something that the typeface has no signs for.
fn lacks(bytes: &[u8], file: &FontFile, exhibit: &Exhibit) -> Option<Diagnostic> {
    let face = FontFace::parse(bytes, 0).ok()?;
    let mut lacking: Vec<char> = exhibit
        .texts()
        .flat_map(str::chars)
        .filter(|sign| !sign.is_whitespace() && face.glyph_index(*sign).is_none())
        .collect();
    lacking.sort_unstable();
    lacking.dedup();
    if lacking.is_empty() {
        return None;
    }
    let some: String = lacking.iter().take(12).collect();
    let name = quoted(&file.written);
    let message = format!("the typeface {name} has no sign for {} letters: {some}", lacking.len());
    let help = "They would be seen as empty boxes. Choose a typeface that has all letters of the \
                exhibit's languages.";
    Some(Diagnostic::warning(message).help(help).at(file.place.clone()))
}

/// The advance of each sign that a wall is likely to say, in sizes of the type.
struct Advances {
    known: Vec<f32>,
    other: f32,
}

/// Latin with its marks, Greek and Cyrillic; the rest is taken to be as wide as an M.
const KNOWN: u32 = 0x0530;

/// Kerning and rounding of sizes may widen a line by this much.
const SLACK: f32 = 1.015;

impl Advances {
    fn of(bytes: &[u8]) -> Self {
        let Ok(face) = FontFace::parse(bytes, 0) else {
            return Self { known: Vec::new(), other: 0.9 };
        };
        let units = f32::from(face.units_per_em()).max(1.0);
        let advance = |sign: char| {
            let glyph = face.glyph_index(sign)?;
            Some(f32::from(face.glyph_hor_advance(glyph)?) / units)
        };
        let other = advance('M').unwrap_or(0.9);
        let known = (0..KNOWN).map(|code| char::from_u32(code).and_then(advance).unwrap_or(other));
        Self { known: known.collect(), other }
    }

    fn get(&self, sign: char) -> f32 {
        match sign {
            // Punctuation and signs beyond the tables that labels use.
            '‘' | '’' | '“' | '”' | '‚' | '„' | '–' | '…' | '·' | '→' | '−' | '—' => {
                if sign == '—' || sign == '…' || sign == '→' {
                    1.0
                } else {
                    0.6
                }
            }
            sign => self.known.get(sign as usize).copied().unwrap_or(self.other),
        }
    }
}

impl Typefaces {
    /// Width of a text in one line, in pixels.
    pub fn wide(&self, face: Face, text: &str, size: f32) -> f32 {
        let advances = &self.0[face as usize].advances;
        text.chars().map(|sign| advances.get(sign)).sum::<f32>() * size * SLACK
    }

    /// The text in lines of at most this width, broken between words; a word that is wider than that
    /// is broken within. Line breaks of the text itself stay.
    pub fn lines(&self, face: Face, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            // A no-break space (U+00A0) is no place to break: 960 × 540.
            let words = paragraph.split(|sign: char| sign.is_whitespace() && sign != '\u{a0}');
            for word in words.filter(|word| !word.is_empty()) {
                let longer =
                    if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.wide(face, &longer, size) <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = self.broken(face, word, size, width, &mut lines);
            }
            lines.push(line);
        }
        lines
    }

    /// The same number of lines, as even as they can be: for what is set in the middle.
    pub fn even_lines(&self, face: Face, text: &str, size: f32, width: f32) -> Vec<String> {
        let widest = self.lines(face, text, size, width);
        let (mut narrow, mut wide_enough) = (0.0, width);
        for _ in 0..10 {
            let middle = (narrow + wide_enough) / 2.0;
            let tried = self.lines(face, text, size, middle);
            let whole = tried.iter().all(|line| self.wide(face, line, size) <= middle);
            let same = tried.len() == widest.len() && unbroken(&tried, &widest) && whole;
            if same { wide_enough = middle } else { narrow = middle }
        }
        self.lines(face, text, size, wide_enough)
    }

    /// Breaks a word that is too wide; gives what is left for the next line.
    fn broken(
        &self,
        face: Face,
        word: &str,
        size: f32,
        width: f32,
        lines: &mut Vec<String>,
    ) -> String {
        let mut part = String::new();
        for sign in word.chars() {
            part.push(sign);
            if self.wide(face, &part, size) > width && part.chars().count() > 1 {
                part.pop();
                lines.push(std::mem::take(&mut part));
                part.push(sign);
            }
        }
        part
    }

    /// The text in one line of at most this width, with `…` where something is left out.
    pub fn shortened(&self, face: Face, text: &str, size: f32, width: f32) -> String {
        if self.wide(face, text, size) <= width {
            return text.to_owned();
        }
        let mut kept = text.to_owned();
        while kept.pop().is_some() {
            let shorter = format!("{}…", kept.trim_end());
            if self.wide(face, &shorter, size) <= width {
                // At the end of a word, unless that leaves much less.
                let word = kept.trim_end().rsplit_once(' ').map_or("", |(before, _)| before);
                let whole = text[kept.len()..].starts_with(' ');
                if !whole && word.len() * 10 > kept.len() * 7 {
                    return format!("{}…", word.trim_end_matches([',', ';', ':', ' ']));
                }
                return shorter;
            }
        }
        String::new()
    }

    /// The first lines of a text, the last of them with `…` where more would follow.
    pub fn first_lines(
        &self,
        face: Face,
        text: &str,
        (size, width): (f32, f32),
        most: usize,
    ) -> Vec<String> {
        let mut all = self.lines(face, text, size, width);
        if all.len() > most && most > 0 {
            let rest = all.split_off(most - 1).join(" ");
            all.push(self.shortened(face, &rest, size, width));
        }
        all
    }
}

/// No word is broken that was not broken before.
fn unbroken(a: &[String], b: &[String]) -> bool {
    let words = |lines: &[String]| lines.iter().map(|line| line.split(' ').count()).sum::<usize>();
    words(a) == words(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Typefaces {
        Typefaces::shipped()
    }

    const LONG: &str = "Он вспомнил всё: тёмную комнату, шорох платья, запах тополей и сирени, \
                        and a cheek that touched his own, and how the room then went away.";

    #[test]
    fn what_a_no_break_space_holds_together_stays_on_one_line() {
        let said = "Twelve pictures a second, 960\u{a0}×\u{a0}540";
        let width = shipped().wide(Face::Serif, "Twelve pictures a second, 960", 20.0) + 1.0;
        let lines = shipped().lines(Face::Serif, said, 20.0, width);
        assert_eq!(lines, ["Twelve pictures a second,", "960\u{a0}×\u{a0}540"]);
    }

    #[test]
    fn no_line_is_wider_than_its_column() {
        for face in Face::ALL {
            for width in [40.0, 120.0, 333.0, 2000.0] {
                let broken = shipped().lines(face, LONG, 24.0, width);
                assert!(
                    broken.iter().all(|line| shipped().wide(face, line, 24.0) <= width),
                    "{face:?}"
                );
                let said: String = broken.join(" ").split_whitespace().collect();
                assert_eq!(said, LONG.split_whitespace().collect::<String>(), "nothing is lost");
            }
        }
    }

    #[test]
    fn lines_in_the_middle_are_even_and_no_more_than_they_need_be() {
        let text = "One film. Same words. Another machine. Move it.";
        let (all, even) = (
            shipped().lines(Face::Italic, text, 30.0, 420.0),
            shipped().even_lines(Face::Italic, text, 30.0, 420.0),
        );
        assert_eq!((all.len(), even.len()), (2, 2), "{all:?} {even:?}");
        let widths: Vec<f32> =
            even.iter().map(|line| shipped().wide(Face::Italic, line, 30.0)).collect();
        assert!((widths[0] - widths[1]).abs() < 150.0, "{even:?}");
        assert_eq!(even.join(" "), text);
    }

    #[test]
    fn what_is_left_out_is_said_so() {
        for width in [60.0, 200.0, 400.0] {
            let short = shipped().shortened(Face::Sans, LONG, 20.0, width);
            assert!(
                short.ends_with('…') && shipped().wide(Face::Sans, &short, 20.0) <= width,
                "{short}"
            );
            let two = shipped().first_lines(Face::Serif, LONG, (20.0, width), 2);
            assert_eq!(two.len(), 2);
            assert!(
                two[1].ends_with('…') && shipped().wide(Face::Serif, &two[1], 20.0) <= width,
                "{two:?}"
            );
        }
        assert_eq!(shipped().shortened(Face::Sans, "short", 20.0, 400.0), "short");
        assert_eq!(shipped().first_lines(Face::Sans, "one two", (20.0, 400.0), 3), ["one two"]);
    }

    #[test]
    fn widths_are_the_faces_own() {
        assert!(
            shipped().wide(Face::Sans, "ШЩЖ", 20.0) > 2.0 * shipped().wide(Face::Sans, "iii", 20.0)
        );
        assert!(
            (shipped().wide(Face::Sans, "0", 100.0) - shipped().wide(Face::Sans, "0", 50.0) * 2.0)
                .abs()
                < 1e-3
        );
        assert_eq!(shipped().wide(Face::Serif, "", 20.0), 0.0);
    }
}
