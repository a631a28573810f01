//! The typefaces of a plan: how wide words are, and the outlines of their signs.

use ttf_parser::{Face as FontFace, OutlineBuilder};

use super::sheet::Step;
pub use crate::render::typeset::Face;
use crate::render::typeset::Typefaces as Shipped;

/// The typefaces that come with the program.
pub struct Typefaces(Shipped);

/// One of them, read.
pub struct Typeface<'a> {
    font: FontFace<'a>,
}

/// Measures that a printed page says of a typeface, in thousandths of its size.
#[derive(Clone, Copy, Debug)]
pub struct Measures {
    /// How far letters reach up.
    pub ascent: f64,
    /// How far they reach down, below 0.
    pub descent: f64,
    /// The height of a capital.
    pub capital: f64,
    /// The box that holds every sign: left, bottom, right and top.
    pub holds: [f64; 4],
    /// How far it leans, in degrees.
    pub leans: f64,
}

impl Default for Typefaces {
    fn default() -> Self {
        Self(Shipped::shipped())
    }
}

impl Typefaces {
    /// One of them; none where its file cannot be read.
    pub fn open(&self, face: Face) -> Option<Typeface<'_>> {
        let font = FontFace::parse(self.0.bytes(face), 0).ok()?;
        Some(Typeface { font })
    }

    /// The width of words in one line, in the unit of `size`.
    pub fn wide(&self, face: Face, text: &str, size: f64) -> f64 {
        let Some(face) = self.open(face) else { return 0.0 };
        text.chars().map(|sign| face.advance(face.sign(sign))).sum::<f64>() * size / 1000.0
    }

    /// The words, cut and with three dots where they are wider than this.
    pub fn within(&self, face: Face, text: &str, size: f64, width: f64) -> String {
        if self.wide(face, text, size) <= width {
            return text.to_owned();
        }
        let mut signs: Vec<char> = text.chars().collect();
        while signs.pop().is_some() {
            let short = format!("{}…", signs.iter().collect::<String>().trim_end());
            if self.wide(face, &short, size) <= width {
                return short;
            }
        }
        String::new()
    }

    /// The words in lines of at most this width, broken between words.
    pub fn lines(&self, face: Face, text: &str, size: f64, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.wide(face, &format!("{line} {word}"), size) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(self.within(face, word, size, width)),
            }
        }
        lines
    }

    /// Signs of a text that a face has not.
    pub fn lacking(&self, face: Face, text: &str) -> Vec<char> {
        let Some(face) = self.open(face) else { return Vec::new() };
        text.chars().filter(|sign| face.font.glyph_index(*sign).is_none()).collect()
    }
}

impl<'a> Typeface<'a> {
    /// The number of a sign; 0, an empty box, where the face has none.
    pub fn sign(&self, sign: char) -> u16 {
        self.font.glyph_index(sign).map_or(0, |id| id.0)
    }

    /// How wide the sign of this number is, in thousandths of the size.
    pub fn advance(&self, sign: u16) -> f64 {
        f64::from(self.font.glyph_hor_advance(ttf_parser::GlyphId(sign)).unwrap_or(0)) * self.each()
    }

    /// The outline of the sign of this number, in thousandths of the size, y downwards.
    pub fn outline(&self, sign: u16) -> Vec<Step> {
        let mut outline = Outline { steps: Vec::new(), each: self.each(), at: (0.0, 0.0) };
        self.font.outline_glyph(ttf_parser::GlyphId(sign), &mut outline);
        outline.steps
    }

    /// The part of its file that holds the outlines, as printed pages carry it: the table `CFF `.
    pub fn outlines(&self) -> Option<&'a [u8]> {
        self.font.raw_face().table(ttf_parser::Tag::from_bytes(b"CFF "))
    }

    /// Its measures.
    pub fn measures(&self) -> Measures {
        let scaled = |units: i16| f64::from(units) * self.each();
        let holds = self.font.global_bounding_box();
        Measures {
            ascent: scaled(self.font.ascender()),
            descent: scaled(self.font.descender()),
            capital: scaled(self.font.capital_height().unwrap_or(self.font.ascender())),
            holds: [holds.x_min, holds.y_min, holds.x_max, holds.y_max].map(scaled),
            leans: self.font.italic_angle().into(),
        }
    }

    fn each(&self) -> f64 {
        1000.0 / f64::from(self.font.units_per_em()).max(1.0)
    }
}

struct Outline {
    steps: Vec<Step>,
    each: f64,
    at: (f64, f64),
}

impl Outline {
    fn place(&self, x: f32, y: f32) -> (f64, f64) {
        (f64::from(x) * self.each, -f64::from(y) * self.each)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.place(x, y);
        self.steps.push(Step::Move(self.at));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at = self.place(x, y);
        self.steps.push(Step::Line(self.at));
    }

    /// A curve with one point that pulls it, as one with two: each two thirds of the way to it.
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (from, pulls, to) = (self.at, self.place(x1, y1), self.place(x, y));
        let towards = |end: (f64, f64)| {
            (end.0 + (pulls.0 - end.0) * 2.0 / 3.0, end.1 + (pulls.1 - end.1) * 2.0 / 3.0)
        };
        self.steps.push(Step::Curve(towards(from), towards(to), to));
        self.at = to;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.at = self.place(x, y);
        self.steps.push(Step::Curve(self.place(x1, y1), self.place(x2, y2), self.at));
    }

    fn close(&mut self) {
        self.steps.push(Step::Close);
    }
}
