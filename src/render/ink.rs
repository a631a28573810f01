//! Lines and dots in pixels of the wall, as a mesh: the ribbon, the line of the voice, the divider.
//!
//! Edges are soft by one pixel, by vertices that fade to nothing: no multisampling is needed.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, Mesh, PrimitiveTopology};

use crate::wall::Rect;

/// Half the width of a soft edge, in pixels.
const SOFT: f32 = 0.75;

/// A line through points, round at neither end.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// In pixels of the wall, y downwards; at least two.
    pub points: Vec<(f32, f32)>,
    /// In pixels.
    pub width: f32,
    /// Linear light, and opacity.
    pub colour: [f32; 4],
}

/// A disc.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// Its middle, in pixels of the wall.
    pub at: (f32, f32),
    /// In pixels.
    pub radius: f32,
    /// Linear light, and opacity.
    pub colour: [f32; 4],
}

/// Everything that is drawn in ink, from back to front: fills, strokes, dots.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ink {
    /// Rectangles with hard edges, and their colours: linear light, and opacity.
    pub fills: Vec<(Rect, [f32; 4])>,
    /// The lines.
    pub strokes: Vec<Stroke>,
    /// The discs.
    pub dots: Vec<Dot>,
}

impl Ink {
    /// The same, with only this share of it seen.
    #[must_use]
    pub fn faded(mut self, share: f32) -> Self {
        if share >= 1.0 {
            return self;
        }
        if share <= 0.0 {
            return Self::default();
        }
        let fills = self.fills.iter_mut().map(|(_, colour)| colour);
        let strokes = self.strokes.iter_mut().map(|stroke| &mut stroke.colour);
        let dots = self.dots.iter_mut().map(|dot| &mut dot.colour);
        fills.chain(strokes).chain(dots).for_each(|colour| colour[3] *= share);
        self
    }

    /// Adds a straight line.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, colour: [f32; 4]) {
        self.strokes.push(Stroke { points: vec![from, to], width, colour });
    }

    /// Adds a disc.
    pub fn dot(&mut self, at: (f32, f32), radius: f32, colour: [f32; 4]) {
        self.dots.push(Dot { at, radius, colour });
    }

    /// Adds a circle.
    pub fn ring(&mut self, at: (f32, f32), radius: f32, width: f32, colour: [f32; 4]) {
        // A large one would show its corners.
        let corners = ROUND.max(radius as usize);
        let share = |step| step as f32 / corners as f32;
        let points = (0..=corners).map(|step| on_circle(at, radius, share(step))).collect();
        self.strokes.push(Stroke { points, width, colour });
    }

    /// Nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.fills.is_empty() && self.strokes.is_empty() && self.dots.is_empty()
    }

    /// As triangles around the middle of a wall of this size, y upwards.
    pub fn mesh(&self, wall: (f32, f32)) -> Mesh {
        let mut built = Built { wall, ..Built::default() };
        for (rect, colour) in &self.fills {
            built.fill(rect, *colour);
        }
        for stroke in &self.strokes {
            built.stroke(stroke);
        }
        for dot in &self.dots {
            built.dot(dot);
        }
        Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::default())
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, built.positions)
            .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, built.colours)
            .with_inserted_indices(Indices::U32(built.indices))
    }
}

/// Corners of a small circle; a multiple of four.
const ROUND: usize = 28;

fn on_circle((x, y): (f32, f32), radius: f32, turn: f32) -> (f32, f32) {
    let angle = turn * std::f32::consts::TAU;
    (x + radius * angle.cos(), y + radius * angle.sin())
}

#[derive(Default)]
struct Built {
    wall: (f32, f32),
    positions: Vec<[f32; 3]>,
    colours: Vec<[f32; 4]>,
    indices: Vec<u32>,
}

impl Built {
    fn vertex(&mut self, (x, y): (f32, f32), [r, g, b, a]: [f32; 4], share: f32) -> u32 {
        let index = self.positions.len() as u32;
        self.positions.push([x - self.wall.0 / 2.0, self.wall.1 / 2.0 - y, 0.0]);
        self.colours.push([r, g, b, a * share]);
        index
    }

    fn fill(&mut self, rect: &Rect, colour: [f32; 4]) {
        let corners = [
            (rect.x, rect.y),
            (rect.right(), rect.y),
            (rect.x, rect.bottom()),
            (rect.right(), rect.bottom()),
        ];
        let [a, b, c, d] = corners.map(|corner| self.vertex(corner, colour, 1.0));
        self.indices.extend([a, b, c, c, b, d]);
    }

    /// Four vertices across the line at each point: soft, full, full, soft.
    fn stroke(&mut self, stroke: &Stroke) {
        let points = &stroke.points;
        let half = stroke.width / 2.0;
        let (full, soft) = ((half - SOFT).max(0.0), half + SOFT);
        // A line thinner than a pixel is as much paler.
        let share = (stroke.width / (2.0 * SOFT)).min(1.0);
        let mut before: Option<u32> = None;
        for (index, point) in points.iter().enumerate() {
            let (x, y) = normal(points, index);
            let away = |by: f32| (point.0 + x * by, point.1 + y * by);
            let first = self.vertex(away(-soft), stroke.colour, 0.0);
            self.vertex(away(-full), stroke.colour, share);
            self.vertex(away(full), stroke.colour, share);
            self.vertex(away(soft), stroke.colour, 0.0);
            if let Some(before) = before {
                for side in 0..3 {
                    let (a, b, c, d) =
                        (before + side, before + side + 1, first + side, first + side + 1);
                    self.indices.extend([a, b, c, c, b, d]);
                }
            }
            before = Some(first);
        }
    }

    fn dot(&mut self, dot: &Dot) {
        let middle = self.vertex(dot.at, dot.colour, 1.0);
        let (full, soft) = ((dot.radius - SOFT).max(0.1), dot.radius + SOFT);
        let mut rim = Vec::with_capacity(ROUND);
        for step in 0..ROUND {
            let turn = step as f32 / ROUND as f32;
            let inner = self.vertex(on_circle(dot.at, full, turn), dot.colour, 1.0);
            self.vertex(on_circle(dot.at, soft, turn), dot.colour, 0.0);
            rim.push(inner);
        }
        for (step, a) in rim.iter().enumerate() {
            let b = rim[(step + 1) % ROUND];
            self.indices.extend([middle, *a, b, *a, a + 1, b, b, a + 1, b + 1]);
        }
    }
}

/// Across the line at a point, one pixel long; longer on the outside of a bend.
fn normal(points: &[(f32, f32)], index: usize) -> (f32, f32) {
    let direction = |from: (f32, f32), to: (f32, f32)| {
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let length = x.hypot(y).max(1e-6);
        (x / length, y / length)
    };
    let before = index.checked_sub(1).map(|before| direction(points[before], points[index]));
    let after = points.get(index + 1).map(|after| direction(points[index], *after));
    let (a, b) = (before.or(after), after.or(before));
    let (Some(a), Some(b)) = (a, b) else { return (0.0, 1.0) };
    let (x, y) = direction((0.0, 0.0), (a.0 + b.0, a.1 + b.1));
    let stretch = (1.0 / (x * a.0 + y * a.1).max(0.5)).min(2.0);
    (-y * stretch, x * stretch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(mesh: &Mesh, axis: usize) -> (f32, f32) {
        let positions = mesh.attribute(Mesh::ATTRIBUTE_POSITION).and_then(|p| p.as_float3());
        let along = positions.into_iter().flatten().map(|p| p[axis]);
        along.fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)))
    }

    #[test]
    fn a_line_is_as_wide_as_asked_and_one_pixel_soft() {
        let mut ink = Ink::default();
        ink.line((10.0, 50.0), (90.0, 50.0), 4.0, [1.0; 4]);
        let mesh = ink.mesh((100.0, 100.0));
        assert_eq!(extent(&mesh, 0), (-40.0, 40.0));
        assert_eq!(extent(&mesh, 1), (-2.75, 2.75));
    }

    #[test]
    fn a_disc_and_a_circle_have_the_radius_asked_for() {
        let mut ink = Ink::default();
        ink.dot((50.0, 50.0), 10.0, [1.0; 4]);
        assert!((extent(&ink.mesh((100.0, 100.0)), 0).1 - 10.75).abs() < 1e-3);
        let mut ink = Ink::default();
        ink.ring((50.0, 50.0), 10.0, 2.0, [1.0; 4]);
        let (_, right) = extent(&ink.mesh((100.0, 100.0)), 0);
        assert!((11.5..12.2).contains(&right), "{right}");
    }

    #[test]
    fn every_triangle_has_its_corners() {
        let mut ink = Ink::default();
        ink.line((1.0, 1.0), (1.0, 1.0), 0.2, [1.0; 4]);
        ink.dot((3.0, 3.0), 0.0, [1.0; 4]);
        let mesh = ink.mesh((8.0, 8.0));
        let most = mesh.indices().map(|indices| indices.iter().max().unwrap_or(0));
        assert!(most < Some(mesh.count_vertices()));
        assert!(extent(&mesh, 0).0.is_finite());
    }
}
