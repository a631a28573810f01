//! The stage: what one moment of the film consists of, before anybody draws it.
//!
//! A scene puts forms on it, from the back to the front, in a space of 1600 × 900 with y
//! downwards, on layers at a depth from 0 (the horizon) over 1 (where the camera looks) to 2
//! (close enough to touch). The camera moves near layers more than far ones. Each form says from
//! which manner on it is drawn.

use tiny_skia::{Path, PathBuilder, Transform};

use super::outline::Point;
use super::palette::Colour;

/// Width of the stage.
pub(super) const WIDTH: f32 = 1600.0;
/// Height of the stage.
pub(super) const HEIGHT: f32 = 900.0;

/// How a form is filled. Points are on the stage.
#[derive(Clone, Debug)]
pub(super) enum Ink {
    /// One colour.
    Flat(Colour),
    /// From the first point to the second, through stops from 0 to 1.
    Linear(Point, Point, Vec<(f32, Colour)>),
    /// From the middle outwards to the radius, through stops from 0 to 1.
    Radial(Point, f32, Vec<(f32, Colour)>),
}

impl Ink {
    /// From one colour at the first point to another at the second.
    pub(super) fn between(from: Point, a: Colour, to: Point, b: Colour) -> Self {
        Self::Linear(from, to, vec![(0.0, a), (1.0, b)])
    }

    /// The colour it has on the whole.
    pub(super) fn mean(&self) -> Colour {
        match self {
            Self::Flat(colour) => *colour,
            Self::Linear(_, _, stops) | Self::Radial(_, _, stops) => match stops.as_slice() {
                [] => super::palette::PITCH,
                [only] => only.1,
                [first, .., last] => first.1.to(last.1, 0.5),
            },
        }
    }

    fn placed(self, place: Transform) -> Self {
        let at = |(x, y): Point| {
            (x * place.sx + y * place.kx + place.tx, x * place.ky + y * place.sy + place.ty)
        };
        match self {
            Self::Flat(_) => self,
            Self::Linear(from, to, stops) => Self::Linear(at(from), at(to), stops),
            Self::Radial(middle, radius, stops) => {
                let grown = (place.sx * place.sy - place.kx * place.ky).abs().sqrt();
                Self::Radial(at(middle), radius * grown, stops)
            }
        }
    }
}

impl From<Colour> for Ink {
    fn from(colour: Colour) -> Self {
        Self::Flat(colour)
    }
}

/// How sharply a layer is seen where focus is drawn at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Focus {
    /// Behind what the eye rests on.
    Far,
    /// What the eye rests on.
    Sharp,
    /// So near that its edges dissolve.
    Near,
}

/// A filled outline.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// The outline, on the stage as the camera sees it.
    pub(super) path: Path,
    /// Its colours.
    pub(super) ink: Ink,
    /// The manner, counted from 1, from which on it is drawn.
    pub(super) since: u8,
    /// Whether those who draw lines draw this one.
    pub(super) lined: bool,
    /// How sharply it is seen.
    pub(super) focus: Focus,
}

/// Still or moving water, or a polished floor: below its edge it shows what is above, upside
/// down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mirror {
    /// Where it begins, on the stage.
    pub(super) edge: f32,
    /// The colour it mixes in, with the opacity of what it mixes in.
    pub(super) tint: Colour,
    /// How far ripples push the image, in units of the stage.
    pub(super) ripple: f32,
    /// Seconds, for the ripples.
    pub(super) time: f32,
}

/// What is put on the stage, in order.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// A form.
    Form(Form),
    /// Everything before it, mirrored below an edge.
    Mirror(Mirror),
}

/// A light that spreads through the air.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glow {
    /// Its middle, as the camera sees it.
    pub(super) at: Point,
    /// How far it reaches.
    pub(super) radius: f32,
    /// Its colour; the opacity is its strength.
    pub(super) colour: Colour,
    /// The manner from which on it shines.
    pub(super) since: u8,
}

/// What falls or floats in the air of a shot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flakes {
    /// How many, at the most.
    pub(super) count: u32,
    /// Units per second, to the right and down.
    pub(super) drift: Point,
    /// The colour of the nearest.
    pub(super) colour: Colour,
    /// The radius of the nearest.
    pub(super) size: f32,
    /// Where chance starts from.
    pub(super) seed: u32,
    /// Seconds since the shot began.
    pub(super) time: f32,
}

/// Where the camera is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Camera {
    /// To the right, in units of the stage at depth 1.
    pub(super) x: f32,
    /// Down, likewise.
    pub(super) y: f32,
    /// How much larger it sees depth 1.
    pub(super) zoom: f32,
}

/// One moment of the film, ready to be drawn.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    /// From the back to the front.
    pub(super) pieces: Vec<Piece>,
    /// Lights, drawn over everything.
    pub(super) glows: Vec<Glow>,
    /// What is in the air.
    pub(super) flakes: Vec<Flakes>,
    /// The brightness, 0 to 1, that those who draw on paper leave as bare paper.
    pub(super) white: f32,
    camera: Camera,
    layer: Transform,
    place: Transform,
    focus: Focus,
    swim: Option<(f32, f32)>,
}

impl Stage {
    /// An empty stage before a camera.
    pub(super) fn new(camera: Camera) -> Self {
        let mut stage = Self {
            pieces: Vec::new(),
            glows: Vec::new(),
            flakes: Vec::new(),
            white: 0.6,
            camera,
            layer: Transform::identity(),
            place: Transform::identity(),
            focus: Focus::Sharp,
            swim: None,
        };
        stage.layer(1.0, Focus::Sharp);
        stage
    }

    /// What follows lies at this depth.
    pub(super) fn layer(&mut self, depth: f32, focus: Focus) {
        let Camera { x, y, zoom } = self.camera;
        let grown = 1.0 + (zoom - 1.0) * depth;
        self.layer = Transform::from_row(
            grown,
            0.0,
            0.0,
            grown,
            WIDTH / 2.0 - (WIDTH / 2.0 + x * depth) * grown,
            HEIGHT / 2.0 - (HEIGHT / 2.0 + y * depth) * grown,
        );
        self.focus = focus;
        self.place = Transform::identity();
    }

    /// What follows is drawn around this point, `scale` times as large; a negative `scale_x`
    /// turns it left to right.
    pub(super) fn place(&mut self, x: f32, y: f32, scale_x: f32, scale: f32) {
        self.place = Transform::from_row(scale_x, 0.0, 0.0, scale, x, y);
    }

    /// The same, leaning by an angle in degrees, clockwise.
    pub(super) fn lean(&mut self, x: f32, y: f32, scale_x: f32, scale: f32, degrees: f32) {
        self.place = Transform::from_row(scale_x, 0.0, 0.0, scale, 0.0, 0.0)
            .post_concat(Transform::from_rotate(degrees))
            .post_translate(x, y);
    }

    /// What follows stands where it says.
    pub(super) fn unplaced(&mut self) {
        self.place = Transform::identity();
    }

    /// What follows sways like weed in water, by this many units, at this many seconds; 0 stops
    /// it.
    pub(super) fn swim(&mut self, amount: f32, time: f32) {
        self.swim = (amount > 0.0).then_some((amount, time));
    }

    /// A main form: every manner draws it.
    pub(super) fn mass(&mut self, path: Option<Path>, ink: impl Into<Ink>) {
        self.put(path, ink.into(), 1, true);
    }

    /// A lesser form, from a manner on, with an outline.
    pub(super) fn part(&mut self, since: u8, path: Option<Path>, ink: impl Into<Ink>) {
        self.put(path, ink.into(), since, true);
    }

    /// A form without an outline, from a manner on: a tone, a light, a shadow.
    pub(super) fn tone(&mut self, since: u8, path: Option<Path>, ink: impl Into<Ink>) {
        self.put(path, ink.into(), since, false);
    }

    /// A form with an edge of light on the side to which `(dx, dy)` points, from manner 5 on.
    pub(super) fn lit(
        &mut self,
        path: Option<Path>,
        ink: impl Into<Ink>,
        (dx, dy): Point,
        rim: impl Into<Ink>,
    ) {
        let moved = path.clone().and_then(|path| path.transform(Transform::from_translate(dx, dy)));
        self.put(moved, rim.into(), 5, false);
        self.put(path, ink.into(), 1, true);
    }

    /// A light that spreads through the air, at a point of the layer.
    pub(super) fn glow(&mut self, since: u8, at: Point, radius: f32, colour: Colour) {
        let whole = self.place.post_concat(self.layer);
        let mut point = tiny_skia::Point::from_xy(at.0, at.1);
        whole.map_point(&mut point);
        let grown = (whole.sx * whole.sy - whole.kx * whole.ky).abs().sqrt();
        let at = (point.x, point.y);
        self.glows.push(Glow { at, radius: radius * grown, colour, since });
    }

    /// Mirrors what is there so far below an edge of the layer.
    pub(super) fn mirror(&mut self, edge: f32, tint: Colour, ripple: f32, time: f32) {
        let edge = edge * self.layer.sy + self.layer.ty;
        self.pieces.push(Piece::Mirror(Mirror { edge, tint, ripple, time }));
    }

    /// The same stage seen otherwise, as a whole: nearer, from further left, in a mirror.
    pub(super) fn seen(&mut self, by: Transform) {
        let grown = (by.sx * by.sy).abs().sqrt();
        let at = |(x, y): Point| (x * by.sx + by.tx, y * by.sy + by.ty);
        let pieces = std::mem::take(&mut self.pieces).into_iter();
        self.pieces = pieces
            .filter_map(|piece| match piece {
                Piece::Form(form) => {
                    let path = form.path.clone().transform(by)?;
                    Some(Piece::Form(Form { path, ink: form.ink.placed(by), ..form }))
                }
                Piece::Mirror(mirror) => {
                    let (edge, ripple) = (mirror.edge * by.sy + by.ty, mirror.ripple * grown);
                    Some(Piece::Mirror(Mirror { edge, ripple, ..mirror }))
                }
            })
            .collect();
        for glow in &mut self.glows {
            (glow.at, glow.radius) = (at(glow.at), glow.radius * grown);
        }
        for flakes in &mut self.flakes {
            flakes.size *= grown;
            flakes.drift.0 *= by.sx.signum();
        }
    }

    fn put(&mut self, path: Option<Path>, ink: Ink, since: u8, lined: bool) {
        let whole = self.place.post_concat(self.layer);
        let Some(path) = path.and_then(|path| path.transform(whole)) else { return };
        let path = match self.swim {
            Some(swim) => match swum(&path, swim) {
                Some(path) => path,
                None => return,
            },
            None => path,
        };
        let ink = ink.placed(whole);
        self.pieces.push(Piece::Form(Form { path, ink, since, lined, focus: self.focus }));
    }
}

/// The same outline, every point of it moved by slow waves that cross each other.
fn swum(path: &Path, (amount, time): (f32, f32)) -> Option<Path> {
    let moved = |p: tiny_skia::Point| {
        let dx = (p.y * 0.011 + time * 1.9).sin() + 0.5 * (p.y * 0.023 - time * 1.3).sin();
        let dy = (p.x * 0.009 + time * 1.5).sin();
        tiny_skia::Point::from_xy(p.x + dx * amount, p.y + dy * amount * 0.45)
    };
    let mut builder = PathBuilder::new();
    let (mut first, mut last) = (tiny_skia::Point::default(), tiny_skia::Point::default());
    // What is straight bends too: in pieces.
    let bent = |builder: &mut PathBuilder, from: tiny_skia::Point, to: tiny_skia::Point| {
        let pieces = ((to.x - from.x).hypot(to.y - from.y) / 24.0).ceil().clamp(1.0, 100.0);
        for piece in 1..=pieces as u32 {
            let part = piece as f32 / pieces;
            let on = |a: f32, b: f32| a + (b - a) * part;
            let p = moved(tiny_skia::Point::from_xy(on(from.x, to.x), on(from.y, to.y)));
            builder.line_to(p.x, p.y);
        }
    };
    for segment in path.segments() {
        use tiny_skia::PathSegment as Segment;
        match segment {
            Segment::MoveTo(p) => {
                builder.move_to(moved(p).x, moved(p).y);
                (first, last) = (p, p);
            }
            Segment::LineTo(p) => {
                bent(&mut builder, last, p);
                last = p;
            }
            Segment::QuadTo(a, p) => {
                builder.quad_to(moved(a).x, moved(a).y, moved(p).x, moved(p).y);
                last = p;
            }
            Segment::CubicTo(a, b, p) => {
                last = p;
                let (a, b, p) = (moved(a), moved(b), moved(p));
                builder.cubic_to(a.x, a.y, b.x, b.y, p.x, p.y);
            }
            Segment::Close => {
                if first != last {
                    bent(&mut builder, last, first);
                }
                builder.close();
                last = first;
            }
        }
    }
    builder.finish()
}
