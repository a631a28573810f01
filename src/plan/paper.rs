//! The paper: its size, its margins, the sizes of type on it, and the block with the titles.

use super::Subject;
use super::sheet::{Hold, Ink, OUTLINE, RULE, Sheet, Words};
use super::typeface::{Face, Typefaces};
use crate::installation::Area;

/// The paper of a plan, lying on its long side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 420 × 297 mm.
    #[default]
    A3,
    /// 297 × 210 mm, for any office printer.
    A4,
}

/// Sizes of type, in mm.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Figures of dimensions.
    pub figure: f64,
    /// What is said.
    pub text: f64,
    /// What is said beside.
    pub small: f64,
    /// Headings.
    pub heading: f64,
}

impl Paper {
    /// Width and height, in mm.
    pub fn size(self) -> (f64, f64) {
        match self {
            Self::A3 => (420.0, 297.0),
            Self::A4 => (297.0, 210.0),
        }
    }

    /// How it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::A3 => "A3",
            Self::A4 => "A4",
        }
    }

    /// The sizes of type on it.
    pub fn sizes(self) -> Type {
        match self {
            Self::A3 => Type { figure: 2.6, text: 2.5, small: 2.15, heading: 5.2 },
            Self::A4 => Type { figure: 2.2, text: 2.1, small: 1.8, heading: 4.2 },
        }
    }

    /// Within the border: on the left is room to bind or punch it.
    pub fn border(self) -> Area {
        let (left, edge) = match self {
            Self::A3 => (20.0, 10.0),
            Self::A4 => (15.0, 7.0),
        };
        let (width, height) = self.size();
        Area { x: left, y: edge, width: width - left - edge, height: height - 2.0 * edge }
    }

    /// How high the block with the titles is, in mm.
    fn block(self) -> f64 {
        match self {
            Self::A3 => 17.0,
            Self::A4 => 14.0,
        }
    }

    /// What is left to draw on: within the border, above the titles, with some air.
    pub fn drawing(self) -> Area {
        let border = self.border();
        let air = 5.0;
        Area {
            x: border.x + air,
            y: border.y + air,
            width: border.width - 2.0 * air,
            height: border.height - self.block() - 2.0 * air,
        }
    }
}

/// Draws the border and the titles of a sheet, number `page` of `pages`.
pub fn titles(
    sheet: &mut Sheet,
    subject: &Subject<'_>,
    (page, pages): (usize, usize),
    faces: &Typefaces,
) {
    let (border, sizes) = (subject.paper.border(), subject.paper.sizes());
    sheet.rect(border, None, Some(OUTLINE));
    let (top, bottom) = (border.bottom() - subject.paper.block(), border.bottom());
    sheet.line((border.x, top), (border.right(), top), OUTLINE);
    let scale = sheet.scale.map_or_else(|| "–".to_owned(), |scale| format!("1:{scale}"));
    let title = subject.title();
    let columns: [(&str, f64, String); 6] = [
        ("installation", 0.17, subject.name()),
        ("drawing", 0.2, sheet.title.clone()),
        ("scale", 0.08, scale),
        ("date", 0.1, subject.date.to_owned()),
        ("checked on site", 0.11, String::new()),
        ("sheet", 0.08, format!("{page} of {pages}")),
    ];
    let pad = 2.6;
    let (label, value) = (sizes.small * 0.82, sizes.text * 1.12);
    let first = border.width * (1.0 - columns.iter().map(|(_, share, _)| share).sum::<f64>());
    let size = sizes.heading * 1.25;
    let shown = faces.within(Face::Serif, &title, size, first - 2.0 * pad);
    let base = top + (bottom - top) * 0.5;
    sheet.words(Words::new(shown, (border.x + pad, base), size).face(Face::Serif));
    let beneath = "Wall plan. All dimensions in millimetres; measure on site before drilling.";
    let beneath = faces.within(Face::Sans, beneath, label, first - 2.0 * pad);
    let low = bottom - pad;
    sheet.words(Words::new(beneath, (border.x + pad, low), label).ink(Ink::Grey));
    let mut x = border.x + first;
    for (name, share, words) in columns {
        let width = border.width * share;
        sheet.line((x, top), (x, bottom), RULE);
        let at = (x + pad, top + pad + label * 0.75);
        sheet.words(Words::new(name, at, label).ink(Ink::Grey));
        let words = faces.within(Face::Medium, &words, value, width - 2.0 * pad);
        sheet.words(Words::new(words, (x + pad, low - 0.6), value).face(Face::Medium));
        x += width;
    }
}

/// Writes a heading, and beneath it a line in grey; says where the next line can begin.
pub fn heading(
    sheet: &mut Sheet,
    (x, y): (f64, f64),
    (words, beneath): (&str, &str),
    sizes: Type,
) -> f64 {
    let base = y + sizes.heading * 0.75;
    sheet.words(Words::new(words, (x, base), sizes.heading).face(Face::Serif));
    let low = base + sizes.small * 1.7;
    sheet.words(Words::new(beneath, (x, low), sizes.small).ink(Ink::Grey).hold(Hold::Start));
    low + sizes.small
}

/// Writes a paragraph in lines of at most this width; says where the next line can begin.
pub fn paragraph(
    sheet: &mut Sheet,
    (x, y): (f64, f64),
    (words, ink): (&str, Ink),
    (size, width): (f64, f64),
    faces: &Typefaces,
) -> f64 {
    let mut base = y;
    for line in faces.lines(Face::Sans, words, size, width) {
        base += size * 1.42;
        sheet.words(Words::new(line, (x, base), size).ink(ink));
    }
    base
}
