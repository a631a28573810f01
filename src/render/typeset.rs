//! How wide words are, and where their lines break: read from the faces themselves, so that what
//! is laid out fits before it is shaped.

use std::sync::OnceLock;

use ttf_parser::Face as FontFace;

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
    /// The face's file, inside the program.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Serif => include_bytes!("../../assets/fonts/EBGaramond12-Regular.otf"),
            Self::Italic => include_bytes!("../../assets/fonts/EBGaramond12-Italic.otf"),
            Self::Sans => include_bytes!("../../assets/fonts/Inter-Regular.otf"),
            Self::Medium => include_bytes!("../../assets/fonts/Inter-Medium.otf"),
        }
    }

    /// All of them.
    pub const ALL: [Self; 4] = [Self::Serif, Self::Italic, Self::Sans, Self::Medium];

    fn advances(self) -> &'static Advances {
        static KNOWN: [OnceLock<Advances>; 4] = [const { OnceLock::new() }; 4];
        KNOWN[self as usize].get_or_init(|| Advances::of(self.bytes()))
    }
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

/// Width of a text in one line, in pixels.
pub fn wide(face: Face, text: &str, size: f32) -> f32 {
    let advances = face.advances();
    text.chars().map(|sign| advances.get(sign)).sum::<f32>() * size * SLACK
}

/// The text in lines of at most this width, broken between words; a word that is wider than that
/// is broken within. Line breaks of the text itself stay.
pub fn lines(face: Face, text: &str, size: f32, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if wide(face, &longer, size) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = broken(face, word, size, width, &mut lines);
        }
        lines.push(line);
    }
    lines
}

/// The same number of lines, as even as they can be: for what is set in the middle.
pub fn even_lines(face: Face, text: &str, size: f32, width: f32) -> Vec<String> {
    let widest = lines(face, text, size, width);
    let (mut narrow, mut wide_enough) = (0.0, width);
    for _ in 0..10 {
        let middle = (narrow + wide_enough) / 2.0;
        let tried = lines(face, text, size, middle);
        let whole = tried.iter().all(|line| wide(face, line, size) <= middle);
        let same = tried.len() == widest.len() && unbroken(&tried, &widest) && whole;
        if same { wide_enough = middle } else { narrow = middle }
    }
    lines(face, text, size, wide_enough)
}

/// No word is broken that was not broken before.
fn unbroken(a: &[String], b: &[String]) -> bool {
    let words = |lines: &[String]| lines.iter().map(|line| line.split(' ').count()).sum::<usize>();
    words(a) == words(b)
}

/// Breaks a word that is too wide; gives what is left for the next line.
fn broken(face: Face, word: &str, size: f32, width: f32, lines: &mut Vec<String>) -> String {
    let mut part = String::new();
    for sign in word.chars() {
        part.push(sign);
        if wide(face, &part, size) > width && part.chars().count() > 1 {
            part.pop();
            lines.push(std::mem::take(&mut part));
            part.push(sign);
        }
    }
    part
}

/// The text in one line of at most this width, with `…` where something is left out.
pub fn shortened(face: Face, text: &str, size: f32, width: f32) -> String {
    if wide(face, text, size) <= width {
        return text.to_owned();
    }
    let mut kept = text.to_owned();
    while kept.pop().is_some() {
        let shorter = format!("{}…", kept.trim_end());
        if wide(face, &shorter, size) <= width {
            return shorter;
        }
    }
    String::new()
}

/// The first lines of a text, the last of them with `…` where more would follow.
pub fn first_lines(face: Face, text: &str, (size, width): (f32, f32), most: usize) -> Vec<String> {
    let mut all = lines(face, text, size, width);
    if all.len() > most && most > 0 {
        let rest = all.split_off(most - 1).join(" ");
        all.push(shortened(face, &rest, size, width));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "Он вспомнил всё: тёмную комнату, шорох платья, запах тополей и сирени, \
                        and a cheek that touched his own, and how the room then went away.";

    #[test]
    fn no_line_is_wider_than_its_column() {
        for face in Face::ALL {
            for width in [40.0, 120.0, 333.0, 2000.0] {
                let broken = lines(face, LONG, 24.0, width);
                assert!(broken.iter().all(|line| wide(face, line, 24.0) <= width), "{face:?}");
                let said: String = broken.join(" ").split_whitespace().collect();
                assert_eq!(said, LONG.split_whitespace().collect::<String>(), "nothing is lost");
            }
        }
    }

    #[test]
    fn lines_in_the_middle_are_even_and_no_more_than_they_need_be() {
        let text = "One film. Same words. Another machine. Move it.";
        let (all, even) =
            (lines(Face::Italic, text, 30.0, 420.0), even_lines(Face::Italic, text, 30.0, 420.0));
        assert_eq!((all.len(), even.len()), (2, 2), "{all:?} {even:?}");
        let widths: Vec<f32> = even.iter().map(|line| wide(Face::Italic, line, 30.0)).collect();
        assert!((widths[0] - widths[1]).abs() < 150.0, "{even:?}");
        assert_eq!(even.join(" "), text);
    }

    #[test]
    fn what_is_left_out_is_said_so() {
        for width in [60.0, 200.0, 400.0] {
            let short = shortened(Face::Sans, LONG, 20.0, width);
            assert!(short.ends_with('…') && wide(Face::Sans, &short, 20.0) <= width, "{short}");
            let two = first_lines(Face::Serif, LONG, (20.0, width), 2);
            assert_eq!(two.len(), 2);
            assert!(two[1].ends_with('…') && wide(Face::Serif, &two[1], 20.0) <= width, "{two:?}");
        }
        assert_eq!(shortened(Face::Sans, "short", 20.0, 400.0), "short");
        assert_eq!(first_lines(Face::Sans, "one two", (20.0, 400.0), 3), ["one two"]);
    }

    #[test]
    fn widths_are_the_faces_own() {
        assert!(wide(Face::Sans, "ШЩЖ", 20.0) > 2.0 * wide(Face::Sans, "iii", 20.0));
        assert!((wide(Face::Sans, "0", 100.0) - wide(Face::Sans, "0", 50.0) * 2.0).abs() < 1e-3);
        assert_eq!(wide(Face::Serif, "", 20.0), 0.0);
    }
}
