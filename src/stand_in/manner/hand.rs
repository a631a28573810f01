//! The hand: outlines as somebody draws them, in several strokes, pressing harder and lighter,
//! a little beside where they should be.

use tiny_skia::{BlendMode, Path, PathSegment, Pixmap, Transform};

use super::raster::fill_with;
use crate::stand_in::chance::{bits, either, unit, wander};
use crate::stand_in::outline::{Point, polygon};
use crate::stand_in::palette::Colour;
use crate::stand_in::stage::Ink;

/// Pixels between two points of a line.
const STEP: f32 = 3.0;

/// How a hand draws a line. Lengths are in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    /// How far a line wanders beside its outline.
    pub(super) stray: f32,
    /// Over what length it wanders.
    pub(super) calm: f32,
    /// Width where it presses hardest.
    pub(super) width: f32,
    /// How much lighter it presses elsewhere: 0 not at all, 1 until the line is gone.
    pub(super) touch: f32,
    /// How long a stroke is, about.
    pub(super) stroke: f32,
    /// By how much a stroke runs past its end.
    pub(super) over: f32,
    /// How much thicker a line is on the side away from the light, which comes from the upper
    /// left.
    pub(super) shade: f32,
    /// Where chance starts from.
    pub(super) seed: u32,
}

/// The points of an outline on the canvas, at even steps, corners kept. One list per contour, and
/// whether it is closed.
pub(super) fn traced(path: &Path, onto: Transform) -> Vec<(Vec<Point>, bool)> {
    let Some(path) = path.clone().transform(onto) else { return Vec::new() };
    let mut contours = Vec::new();
    let mut points: Vec<Point> = Vec::new();
    let mut at = (0.0, 0.0);
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(p) => {
                if points.len() > 1 {
                    contours.push((std::mem::take(&mut points), false));
                }
                points = vec![(p.x, p.y)];
                at = (p.x, p.y);
            }
            PathSegment::LineTo(p) => {
                along(&mut points, at, (p.x, p.y), mixed);
                at = (p.x, p.y);
            }
            PathSegment::QuadTo(a, p) => {
                let a = (a.x, a.y);
                along(&mut points, at, (p.x, p.y), |from, to, t| {
                    mixed(mixed(from, a, t), mixed(a, to, t), t)
                });
                at = (p.x, p.y);
            }
            PathSegment::CubicTo(a, b, p) => {
                let (a, b) = ((a.x, a.y), (b.x, b.y));
                along(&mut points, at, (p.x, p.y), |from, to, t| {
                    let (u, v, w) = (mixed(from, a, t), mixed(a, b, t), mixed(b, to, t));
                    mixed(mixed(u, v, t), mixed(v, w, t), t)
                });
                at = (p.x, p.y);
            }
            PathSegment::Close => {
                if let Some(&first) = points.first() {
                    along(&mut points, at, first, mixed);
                    at = first;
                    contours.push((std::mem::take(&mut points), true));
                }
            }
        }
    }
    if points.len() > 1 {
        contours.push((points, false));
    }
    contours
}

fn mixed(a: Point, b: Point, t: f32) -> Point {
    (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
}

/// Appends a segment in even steps. Its chord stands for its length: outlines have many points.
fn along(points: &mut Vec<Point>, from: Point, to: Point, at: impl Fn(Point, Point, f32) -> Point) {
    let middle = at(from, to, 0.5);
    let length =
        (middle.0 - from.0).hypot(middle.1 - from.1) + (to.0 - middle.0).hypot(to.1 - middle.1);
    let steps = (length / STEP).ceil().clamp(1.0, 600.0) as usize;
    if length > 0.01 {
        points.extend((1..=steps).map(|step| at(from, to, step as f32 / steps as f32)));
    }
}

/// Draws an outline on a layer. `index` tells the outlines of a picture apart.
pub(super) fn outline(
    layer: &mut Pixmap,
    contours: &[(Vec<Point>, bool)],
    hand: Hand,
    index: u32,
    colour: Colour,
) {
    for (number, (points, closed)) in contours.iter().enumerate() {
        let key = bits(hand.seed, index.wrapping_mul(37).wrapping_add(number as u32));
        let around = if *closed { turning(points) } else { 0.0 };
        for (count, (from, to)) in strokes(points, hand, key).into_iter().enumerate() {
            let key = bits(key, count as u32 + 1);
            stroke(layer, &points[from..to], hand, key, around, colour);
        }
    }
}

/// Draws one stroke through points: a ribbon that swells and fades.
pub(super) fn stroke(
    layer: &mut Pixmap,
    points: &[Point],
    hand: Hand,
    key: u32,
    around: f32,
    colour: Colour,
) {
    let (wide, high) = (layer.width() as f32, layer.height() as f32);
    let off = |p: &Point| p.0 < -20.0 || p.1 < -20.0 || p.0 > wide + 20.0 || p.1 > high + 20.0;
    if points.len() < 2 || points.iter().all(off) {
        return;
    }
    let last = points.len() - 1;
    let length = last as f32 * STEP;
    let mut left = Vec::with_capacity(2 * points.len() + 4);
    let mut right = Vec::with_capacity(points.len() + 2);
    let start = unit(key, 2) * 50.0;
    for (index, &(x, y)) in points.iter().enumerate() {
        let (before, after) = (points[index.saturating_sub(2)], points[(index + 2).min(last)]);
        let (dx, dy) = (after.0 - before.0, after.1 - before.1);
        let size = dx.hypot(dy).max(1e-3);
        let (dx, dy) = (dx / size, dy / size);
        let place = index as f32 * STEP;
        let stray = hand.stray * wander(key, start + place / hand.calm)
            + 0.22 * hand.stray * wander(key ^ 9, start + place / (hand.calm * 0.21));
        // A stroke comes down, presses, and leaves.
        let ends = (place / 9.0 + 0.25).min((length - place) / 14.0 + 0.12).min(1.0);
        let press = 1.0 - hand.touch * (0.5 + 0.5 * wander(key ^ 5, start + place / 46.0));
        let away = (-dy * around) * -0.55 + (dx * around) * 0.83;
        let half = 0.5 * hand.width * ends * press * (1.0 + hand.shade * away);
        let half = half.max(0.12);
        // The first and the last point run on along the line.
        let run = match index {
            0 => -hand.over * unit(key, 3),
            _ if index == last => hand.over * unit(key, 4),
            _ => 0.0,
        };
        let (x, y) = (x - dy * stray + dx * run, y + dx * stray + dy * run);
        left.push((x - dy * half, y + dx * half));
        right.push((x + dy * half, y - dx * half));
    }
    left.extend(right.into_iter().rev());
    if let Some(path) = polygon(&left) {
        let ink = Ink::Flat(colour);
        fill_with(layer, &path, &ink, Transform::identity(), BlendMode::SourceOver);
    }
}

/// Where a hand lifts: at corners, and when a stroke has become long. Ranges of points.
fn strokes(points: &[Point], hand: Hand, key: u32) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let (mut from, mut count) = (0, 0_u32);
    let mut long = hand.stroke * (0.7 + 0.6 * unit(key, 100)) / STEP;
    for index in 2..points.len().saturating_sub(2) {
        let (a, b, c) = (points[index - 2], points[index], points[index + 2]);
        let (u, v) = ((b.0 - a.0, b.1 - a.1), (c.0 - b.0, c.1 - b.1));
        let turn = (u.0 * v.0 + u.1 * v.1) / (u.0.hypot(u.1) * v.0.hypot(v.1)).max(1e-3);
        let corner = turn < 0.55 && index - from > 3;
        if corner || (index - from) as f32 > long {
            ranges.push((from, index + 1));
            // A new stroke starts a little before the old one ended.
            from = if corner { index } else { index.saturating_sub(2).max(from + 1) };
            count += 1;
            long = hand.stroke * (0.7 + 0.6 * unit(key, 100 + count)) / STEP;
        }
    }
    if points.len() > from + 1 {
        ranges.push((from, points.len()));
    }
    ranges
}

/// 1 if a contour runs clockwise as seen, −1 if not.
fn turning(points: &[Point]) -> f32 {
    let mut twice = 0.0;
    for (index, a) in points.iter().enumerate() {
        let b = points[(index + 1) % points.len()];
        twice += a.0 * b.1 - b.0 * a.1;
    }
    if twice >= 0.0 { 1.0 } else { -1.0 }
}

/// Fills a tone with straight strokes, side by side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hatch {
    /// Direction in degrees, from the x axis, clockwise.
    pub(super) angle: f32,
    /// Pixels between two strokes.
    pub(super) gap: f32,
    /// Darkness, 0 to 1, from which on there are strokes.
    pub(super) from: f32,
    /// Width of a stroke in pixels.
    pub(super) width: f32,
    /// Opacity where it is darkest.
    pub(super) strength: f32,
    /// How long a stroke is at the most, in pixels.
    pub(super) longest: f32,
    /// Where chance starts from.
    pub(super) seed: u32,
}

/// Hatches a layer where `dark` (at a pixel, 0 to 1) says so.
pub(super) fn hatch(
    layer: &mut Pixmap,
    dark: impl Fn(f32, f32) -> f32,
    hatch: Hatch,
    colour: Colour,
) {
    let (wide, high) = (layer.width() as f32, layer.height() as f32);
    let (sin, cos) = hatch.angle.to_radians().sin_cos();
    let reach = wide.hypot(high) / 2.0;
    let lines = (2.0 * reach / hatch.gap) as u32;
    let hand = Hand {
        stray: 0.7,
        calm: 30.0,
        width: hatch.width,
        touch: 0.4,
        stroke: hatch.longest,
        over: 2.0,
        shade: 0.0,
        seed: hatch.seed,
    };
    for line in 0..lines {
        let key = bits(hatch.seed, line);
        let aside = -reach + (line as f32 + 0.5 + 0.2 * either(key, 1)) * hatch.gap;
        let at = |along: f32| {
            let bow = 1.6 * wander(key, along / 90.0);
            let aside = aside + bow;
            (wide / 2.0 + cos * along - sin * aside, high / 2.0 + sin * along + cos * aside)
        };
        let mut points: Vec<Point> = Vec::new();
        let (mut depth, mut count) = (0.0, 0_u32);
        let mut lift = -reach;
        let mut along = -reach;
        while along < reach {
            let (x, y) = at(along);
            let inside = x > -4.0 && y > -4.0 && x < wide + 4.0 && y < high + 4.0;
            let here = if inside { dark(x, y) } else { 0.0 };
            let down = here > hatch.from && along >= lift;
            let long = hatch.longest * (0.45 + 0.55 * unit(key, count + 10));
            if down {
                points.push((x, y));
                depth += here;
            }
            if points.len() > 1 && (!down || points.len() as f32 * STEP > long) {
                let mean = depth / points.len() as f32;
                let part = ((mean - hatch.from) / (1.0 - hatch.from)).clamp(0.0, 1.0);
                let opacity =
                    hatch.strength * (0.45 + 0.55 * part) * (0.75 + 0.25 * unit(key, count));
                stroke(layer, &points, hand, bits(key, count), 0.0, colour.opacity(opacity));
                count += 1;
                // The hand moves on before it comes down again.
                lift = along + STEP * (0.3 + 0.9 * unit(key, count + 200));
            }
            if !down || (points.len() as f32 * STEP > long) {
                points.clear();
                depth = 0.0;
            }
            along += STEP;
        }
    }
}
