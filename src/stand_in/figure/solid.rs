//! Bodies that can turn: a stack of rings, seen from the side on which the viewer stands.
//!
//! A ring has one radius to the sides and two more, to the front and to the back, so that a chest,
//! a nose or a train is seen in profile and is gone from before. Every outline is the support of
//! these rings towards the left and the right; every seam, fold or eye lies at a longitude.

use std::f32::consts::FRAC_PI_2;

use tiny_skia::Path;

use crate::stand_in::outline::{Point, closed};

/// How far what is one unit nearer lies lower in the picture: the viewer stands.
const TILT: f32 = 0.16;

/// A point of a figure: to the right, up, and towards the viewer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) x: f32,
    pub(super) up: f32,
    pub(super) near: f32,
}

impl Spot {
    /// Where it is in the picture, around the feet.
    pub(super) fn seen(self) -> Point {
        (self.x, self.near * TILT - self.up)
    }
}

/// A horizontal section: height and radii.
#[derive(Clone, Copy, Debug)]
struct Ring {
    up: f32,
    side: f32,
    front: f32,
    back: f32,
    /// How far it is shifted, to the right and towards the viewer.
    shift: Point,
}

/// Rings from the top to the bottom, turned by an angle in radians: 0 looks at the viewer, a
/// quarter turn to the right.
#[derive(Clone, Debug)]
pub(super) struct Solid {
    rings: Vec<Ring>,
    turn: f32,
}

impl Solid {
    /// From height, side, front and back of each ring, around an axis.
    pub(super) fn new(rows: &[(f32, f32, f32, f32)], axis: Point, turn: f32) -> Self {
        let rings = rows
            .iter()
            .map(|&(up, side, front, back)| Ring { up, side, front, back, shift: axis })
            .collect();
        Self { rings, turn }
    }

    /// Shifts every ring by what is given for its height.
    pub(super) fn shifted(mut self, by: impl Fn(f32) -> Point) -> Self {
        for ring in &mut self.rings {
            let (x, near) = by(ring.up);
            ring.shift = (ring.shift.0 + x, ring.shift.1 + near);
        }
        self
    }

    /// The same, each ring as much larger.
    pub(super) fn grown(mut self, by: f32) -> Self {
        for ring in &mut self.rings {
            ring.side += by;
            ring.front += by;
            ring.back += by;
        }
        self
    }

    /// Only the rings that lie between two heights.
    pub(super) fn between(mut self, low: f32, high: f32) -> Self {
        self.rings.retain(|ring| (low..=high).contains(&ring.up));
        self
    }

    /// Where a longitude of a ring lies, and how much it faces the viewer, 1 to −1. Longitude 0 is
    /// the front; what is positive lies on the right if the front is seen.
    fn on(&self, ring: &Ring, longitude: f32) -> (Spot, f32) {
        let (sin, cos) = longitude.sin_cos();
        let aside = ring.side * sin;
        let ahead = if cos > 0.0 { ring.front } else { ring.back } * cos;
        let (turned, facing) = self.turn.sin_cos();
        let x = ring.shift.0 + aside * facing + ahead * turned;
        let near = ring.shift.1 + ahead * facing - aside * turned;
        (Spot { x, up: ring.up, near }, (longitude + self.turn).cos())
    }

    /// Where a longitude lies at a height, and how much it faces the viewer.
    pub(super) fn at(&self, up: f32, longitude: f32) -> (Point, f32) {
        let below = self.rings.iter().position(|ring| ring.up <= up);
        let last = self.rings.len().saturating_sub(1);
        let below = below.unwrap_or(last);
        let (Some(upper), Some(lower)) =
            (self.rings.get(below.saturating_sub(1)), self.rings.get(below))
        else {
            return ((0.0, -up), -1.0);
        };
        let part = ((upper.up - up) / (upper.up - lower.up).max(1e-3)).clamp(0.0, 1.0);
        let ((a, facing), (b, _)) = (self.on(upper, longitude), self.on(lower, longitude));
        let mixed = |a: f32, b: f32| a + (b - a) * part;
        (Spot { x: mixed(a.x, b.x), up, near: mixed(a.near, b.near) }.seen(), facing)
    }

    /// A seam from the top ring at one longitude to the bottom ring at another, and how much its
    /// lower end faces the viewer.
    pub(super) fn seam(&self, from: f32, to: f32) -> (Vec<Point>, f32) {
        let last = self.rings.len().saturating_sub(1).max(1) as f32;
        let mut facing = -1.0;
        let longitude = |index: usize| from + (to - from) * index as f32 / last;
        let mut points = Vec::with_capacity(self.rings.len());
        for (index, ring) in self.rings.iter().enumerate() {
            let (spot, faces) = self.on(ring, longitude(index));
            facing = faces;
            points.push(spot.seen());
        }
        (points, facing)
    }

    /// How far a ring reaches to the left, with `sign` −1, or to the right.
    fn reach(&self, ring: &Ring, sign: f32) -> Point {
        let (turned, facing) = self.turn.sin_cos();
        let ahead = if turned * sign > 0.0 { ring.front } else { ring.back };
        let radius = (ring.side * facing).hypot(ahead * turned);
        (ring.shift.0 + sign * radius, ring.shift.1 * TILT - ring.up)
    }

    /// The outline. The lower edge is the near half of the last ring; with `waves` it hangs in
    /// folds, so many around and so deep.
    pub(super) fn outline(&self, waves: Option<(f32, f32)>) -> Option<Path> {
        let end = self.rings.last()?;
        let mut points: Vec<Point> = self.rings.iter().map(|ring| self.reach(ring, -1.0)).collect();
        points.push(self.reach(end, -1.0));
        let (count, depth) = waves.unwrap_or((0.0, 0.0));
        let steps = if waves.is_some() { 22 } else { 6 };
        for step in 1..steps {
            let view = FRAC_PI_2 * (2.0 * step as f32 / steps as f32 - 1.0);
            let longitude = view - self.turn;
            let (x, y) = self.on(end, longitude).0.seen();
            points.push((x, y + depth * (longitude * count).sin()));
        }
        points.push(self.reach(end, 1.0));
        points.extend(self.rings.iter().rev().map(|ring| self.reach(ring, 1.0)));
        closed(&points)
    }

    /// The part of the surface between two longitudes, as far as it is turned to the viewer.
    pub(super) fn patch(&self, from: f32, to: f32) -> Option<Path> {
        let turn = super::wrapped(self.turn);
        // As seen: −¼ turn is the left limb, ¼ the right one.
        let (from, to) = ((from + turn).max(-FRAC_PI_2), (to + turn).min(FRAC_PI_2));
        if to - from < 0.06 {
            return None;
        }
        let side = |ring: &Ring, view: f32| {
            if view.abs() > FRAC_PI_2 - 1e-3 {
                self.reach(ring, view.signum())
            } else {
                self.on(ring, view - turn).0.seen()
            }
        };
        let mut points: Vec<Point> = self.rings.iter().map(|ring| side(ring, from)).collect();
        points.extend(self.rings.iter().rev().map(|ring| side(ring, to)));
        closed(&points)
    }
}
