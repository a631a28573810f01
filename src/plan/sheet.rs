//! A sheet of paper and the marks on it, in millimetres of paper, y downwards.
//!
//! Every drawing is made of these few kinds of marks, and each way of writing it, as SVG or as
//! PDF, draws the same marks: what is on one is on the other.

use super::typeface::{Face, Typefaces};
use crate::installation::Area;

/// A place on the paper, x and y in mm.
pub type At = (f64, f64);

/// One sheet of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What is drawn on it.
    pub title: String,
    /// The scale it is drawn to: 20 for 1:20. None where nothing is to scale.
    pub scale: Option<u32>,
    /// Width and height, in mm.
    pub size: (f64, f64),
    /// What is drawn, the first beneath the others.
    pub marks: Vec<Mark>,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line or a shape.
    Path {
        /// The way of the pen.
        steps: Vec<Step>,
        /// What it is filled with.
        fill: Option<Ink>,
        /// What it is drawn with.
        pen: Option<Pen>,
    },
    /// A line of words.
    Words(Words),
}

/// A step of the pen, to a place in mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Lifts it and begins here.
    Move(At),
    /// Draws a straight line.
    Line(At),
    /// Draws a curve (cubic Bézier) by two points that pull it.
    Curve(At, At, At),
    /// Draws back to where it began.
    Close,
}

/// Inks of the plan: the colours of the wall's own labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// For what is there.
    Black,
    /// For what is said beside.
    Grey,
    /// For rules and hatching.
    Pale,
    /// For a person.
    Shade,
    /// For the light of a screen, and for fields to fill in.
    Wash,
    /// For what needs to be seen.
    Ember,
    /// The paper itself, to keep a line out of a figure.
    Paper,
}

impl Ink {
    /// Red, green and blue.
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::Black => [0x1c, 0x1a, 0x17],
            Self::Grey => [0x6e, 0x67, 0x5d],
            Self::Pale => [0xbd, 0xb4, 0xa6],
            Self::Shade => [0xde, 0xd8, 0xcd],
            Self::Wash => [0xf4, 0xf0, 0xe8],
            Self::Ember => [0xc8, 0x50, 0x2d],
            Self::Paper => [0xff, 0xff, 0xff],
        }
    }
}

/// What a line is drawn with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    /// How thick, in mm.
    pub width: f64,
    /// In which ink.
    pub ink: Ink,
    /// In which rhythm.
    pub dash: Dash,
}

/// The rhythm of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Without a gap.
    Whole,
    /// Short strokes: a line of sight, a projection.
    Dashed,
    /// Long and short: an axis.
    Axis,
}

impl Dash {
    /// Strokes and gaps by turns, in mm; empty for a whole line.
    pub fn lengths(self) -> &'static [f64] {
        match self {
            Self::Whole => &[],
            Self::Dashed => &[1.6, 1.2],
            Self::Axis => &[6.0, 1.2, 0.6, 1.2],
        }
    }
}

/// A fine line: dimensions, hatching.
pub const FINE: Pen = Pen { width: 0.13, ink: Ink::Black, dash: Dash::Whole };
/// A rule between rows and columns.
pub const RULE: Pen = Pen { width: 0.13, ink: Ink::Pale, dash: Dash::Whole };
/// The outline of what hangs there.
pub const OUTLINE: Pen = Pen { width: 0.3, ink: Ink::Black, dash: Dash::Whole };
/// The ground that all stands on.
pub const GROUND: Pen = Pen { width: 0.5, ink: Ink::Black, dash: Dash::Whole };
/// An axis.
pub const AXIS: Pen = Pen { width: 0.13, ink: Ink::Ember, dash: Dash::Axis };
/// A line of sight.
pub const SIGHT: Pen = Pen { width: 0.13, ink: Ink::Grey, dash: Dash::Dashed };

/// A line of words.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The words, without line breaks.
    pub text: String,
    /// The end of their base line that `hold` says, in mm.
    pub at: At,
    /// The size of the type, in mm.
    pub size: f64,
    /// The typeface.
    pub face: Face,
    /// The ink.
    pub ink: Ink,
    /// Which part of the line is at its place.
    pub hold: Hold,
    /// Written upwards, to be read from the right.
    pub upwards: bool,
    /// It is the figure of a dimension or of a height; no two of those may touch.
    pub figure: bool,
}

/// Which part of a line of words is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Where it begins.
    Start,
    /// Its middle.
    Middle,
    /// Where it ends.
    End,
}

/// How far letters reach above and below the base line, in sizes of the type.
const ABOVE: f64 = 0.78;
/// The same below.
const BELOW: f64 = 0.22;

impl Words {
    /// Words in the ordinary face, black, beginning at a place.
    pub fn new(text: impl Into<String>, at: At, size: f64) -> Self {
        Self {
            text: text.into(),
            at,
            size,
            face: Face::Sans,
            ink: Ink::Black,
            hold: Hold::Start,
            upwards: false,
            figure: false,
        }
    }

    /// The same in another ink.
    #[must_use]
    pub fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// The same in another face.
    #[must_use]
    pub fn face(self, face: Face) -> Self {
        Self { face, ..self }
    }

    /// The same, held elsewhere.
    #[must_use]
    pub fn hold(self, hold: Hold) -> Self {
        Self { hold, ..self }
    }

    /// The same, as a figure of a dimension.
    #[must_use]
    pub fn figure(self) -> Self {
        Self { figure: true, ..self }
    }

    /// Where their base line begins, in mm.
    pub fn start(&self, faces: &Typefaces) -> At {
        let wide = faces.wide(self.face, &self.text, self.size);
        let back = match self.hold {
            Hold::Start => 0.0,
            Hold::Middle => wide / 2.0,
            Hold::End => wide,
        };
        let (x, y) = self.at;
        if self.upwards { (x, y + back) } else { (x - back, y) }
    }

    /// What they cover.
    pub fn area(&self, faces: &Typefaces) -> Area {
        let (x, y) = self.start(faces);
        let wide = faces.wide(self.face, &self.text, self.size);
        let (above, high) = (ABOVE * self.size, (ABOVE + BELOW) * self.size);
        if self.upwards {
            Area { x: x - above, y: y - wide, width: high, height: wide }
        } else {
            Area { x, y: y - above, width: wide, height: high }
        }
    }
}

impl Mark {
    /// What it covers, with the width of its line; none where nothing is drawn.
    pub fn area(&self, faces: &Typefaces) -> Option<Area> {
        match self {
            Self::Words(words) => Some(words.area(faces)),
            Self::Path { steps, pen, .. } => {
                let around = pen.map_or(0.0, |pen| pen.width / 2.0);
                let points = steps.iter().flat_map(|step| match *step {
                    Step::Move(at) | Step::Line(at) => vec![at],
                    Step::Curve(a, b, at) => vec![a, b, at],
                    Step::Close => Vec::new(),
                });
                let spots = points.map(|(x, y)| Area {
                    x: x - around,
                    y: y - around,
                    width: 2.0 * around,
                    height: 2.0 * around,
                });
                spots.reduce(|all, one| all.joined(&one))
            }
        }
    }
}

impl Sheet {
    /// An empty one.
    pub fn new(title: impl Into<String>, size: (f64, f64)) -> Self {
        Self { title: title.into(), scale: None, size, marks: Vec::new() }
    }

    /// Draws a shape or a line.
    pub fn path(&mut self, steps: Vec<Step>, fill: Option<Ink>, pen: Option<Pen>) {
        self.marks.push(Mark::Path { steps, fill, pen });
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: At, to: At, pen: Pen) {
        self.path(vec![Step::Move(from), Step::Line(to)], None, Some(pen));
    }

    /// Draws a rectangle.
    pub fn rect(&mut self, area: Area, fill: Option<Ink>, pen: Option<Pen>) {
        let Area { x, y, .. } = area;
        let (right, bottom) = (area.right(), area.bottom());
        let around = [(right, y), (right, bottom), (x, bottom)].map(Step::Line);
        let steps = [&[Step::Move((x, y))], &around[..], &[Step::Close]].concat();
        self.path(steps, fill, pen);
    }

    /// Draws a circle or an ellipse by its radii.
    pub fn ellipse(&mut self, middle: At, radii: (f64, f64), fill: Option<Ink>, pen: Option<Pen>) {
        self.path(ellipse(middle, radii), fill, pen);
    }

    /// Writes words.
    pub fn words(&mut self, words: Words) {
        if !words.text.trim().is_empty() {
            self.marks.push(Mark::Words(words));
        }
    }

    /// Writes a figure, and keeps what is beneath it out of it.
    pub fn figure(&mut self, words: Words, faces: &Typefaces) {
        let words = words.figure();
        self.rect(words.area(faces), Some(Ink::Paper), None);
        self.words(words);
    }

    /// Writes words on a screen, and keeps what is beneath them out of them.
    pub fn on_screen(&mut self, words: Words, faces: &Typefaces) {
        self.rect(words.area(faces), Some(Ink::Wash), None);
        self.words(words);
    }
}

/// The steps of an ellipse: four curves, each a quarter.
pub fn ellipse((x, y): At, (across, down): (f64, f64)) -> Vec<Step> {
    // By how much of the radius the curves are pulled to come nearest to a circle: 4/3·(√2 − 1).
    const PULL: f64 = 0.552_284_75;
    let at = |dx: f64, dy: f64| (x + dx * across, y + dy * down);
    vec![
        Step::Move(at(1.0, 0.0)),
        Step::Curve(at(1.0, PULL), at(PULL, 1.0), at(0.0, 1.0)),
        Step::Curve(at(-PULL, 1.0), at(-1.0, PULL), at(-1.0, 0.0)),
        Step::Curve(at(-1.0, -PULL), at(-PULL, -1.0), at(0.0, -1.0)),
        Step::Curve(at(PULL, -1.0), at(1.0, -PULL), at(1.0, 0.0)),
        Step::Close,
    ]
}
