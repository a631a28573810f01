//! Outlines: from a few points to a closed curve.
//!
//! Lengths are in units of the stage, 1600 × 900, with y downwards.

use tiny_skia::{Path, PathBuilder, Rect};

/// A point: x to the right, y down.
pub(super) type Point = (f32, f32);

/// A smooth closed curve through the points (Catmull–Rom, as cubics). A point written twice is a
/// corner.
pub(super) fn closed(points: &[Point]) -> Option<Path> {
    curve(points)
}

/// A polygon.
pub(super) fn polygon(points: &[Point]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (index, &(x, y)) in points.iter().enumerate() {
        if index == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    builder.close();
    builder.finish()
}

/// A rectangle by its left, top, width and height.
pub(super) fn rect(x: f32, y: f32, w: f32, h: f32) -> Option<Path> {
    Rect::from_xywh(x, y, w, h).map(PathBuilder::from_rect)
}

/// An ellipse by its centre and half axes.
pub(super) fn ellipse(x: f32, y: f32, rx: f32, ry: f32) -> Option<Path> {
    Rect::from_xywh(x - rx, y - ry, 2.0 * rx, 2.0 * ry).and_then(PathBuilder::from_oval)
}

/// A window or door with a round head: left, top, width, height.
pub(super) fn arch(x: f32, y: f32, w: f32, h: f32) -> Option<Path> {
    let r = w / 2.0;
    // How far a cubic's handle reaches so that it is a quarter of a circle.
    let k = r * 0.5523;
    let mut builder = PathBuilder::new();
    builder.move_to(x, y + h);
    builder.line_to(x, y + r);
    builder.cubic_to(x, y + r - k, x + r - k, y, x + r, y);
    builder.cubic_to(x + r + k, y, x + w, y + r - k, x + w, y + r);
    builder.line_to(x + w, y + h);
    builder.close();
    builder.finish()
}

/// A strip along the points whose width goes from `from` to `to`: a branch, a strap, a barrel.
pub(super) fn strip(points: &[Point], from: f32, to: f32) -> Option<Path> {
    let last = points.len().checked_sub(1).filter(|last| *last > 0)?;
    let side = |index: usize, sign: f32| {
        let (before, after) = (points[index.saturating_sub(1)], points[(index + 1).min(last)]);
        let (dx, dy) = (after.0 - before.0, after.1 - before.1);
        let length = dx.hypot(dy).max(1e-3);
        let half = (from + (to - from) * index as f32 / last as f32) / 2.0 * sign;
        (points[index].0 - dy / length * half, points[index].1 + dx / length * half)
    };
    let there = (0..=last).map(|index| side(index, 1.0));
    let back = (0..=last).rev().map(|index| side(index, -1.0));
    let around: Vec<Point> = there.chain(back).collect();
    polygon(&around)
}

/// The same along a smooth curve through the points: a strand of hair, a fold.
pub(super) fn strand(points: &[Point], from: f32, to: f32) -> Option<Path> {
    const STEPS: usize = 7;
    let last = points.len().checked_sub(1)?;
    let mut along = Vec::with_capacity(last * STEPS + 1);
    for index in 0..last {
        let at = |offset: isize| points[(index as isize + offset).clamp(0, last as isize) as usize];
        let (p0, p1, p2, p3) = (at(-1), at(0), at(1), at(2));
        for step in 0..STEPS {
            let t = step as f32 / STEPS as f32;
            // The Catmull–Rom spline, written out.
            let spline = |a: f32, b: f32, c: f32, d: f32| {
                0.5 * (2.0 * b
                    + (c - a) * t
                    + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t
                    + (3.0 * b - a - 3.0 * c + d) * t * t * t)
            };
            along.push((spline(p0.0, p1.0, p2.0, p3.0), spline(p0.1, p1.1, p2.1, p3.1)));
        }
    }
    along.push(points[last]);
    strip(&along, from, to)
}

fn curve(points: &[Point]) -> Option<Path> {
    let count = points.len();
    if count < 2 {
        return None;
    }
    let at = |index: isize| points[index.rem_euclid(count as isize) as usize];
    let mut builder = PathBuilder::new();
    builder.move_to(points[0].0, points[0].1);
    for index in 0..count as isize {
        let (p0, p1, p2, p3) = (at(index - 1), at(index), at(index + 1), at(index + 2));
        if p1 == p2 {
            continue;
        }
        // A point written twice has no direction of its own: the curve turns there.
        let leave = if p0 == p1 { (0.0, 0.0) } else { ((p2.0 - p0.0) / 6.0, (p2.1 - p0.1) / 6.0) };
        let arrive = if p2 == p3 { (0.0, 0.0) } else { ((p3.0 - p1.0) / 6.0, (p3.1 - p1.1) / 6.0) };
        builder.cubic_to(
            p1.0 + leave.0,
            p1.1 + leave.1,
            p2.0 - arrive.0,
            p2.1 - arrive.1,
            p2.0,
            p2.1,
        );
    }
    builder.close();
    builder.finish()
}
