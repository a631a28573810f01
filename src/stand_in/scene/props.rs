//! What several scenes share: skies, trees, windows, walls.

use crate::stand_in::chance::{either, unit};
use crate::stand_in::outline::{Point, closed, rect, strip};
use crate::stand_in::palette::Colour;
use crate::stand_in::stage::{HEIGHT, Ink, Stage, WIDTH};

/// Far beyond the frame on every side, so that no camera sees an edge.
pub(super) const BEYOND: f32 = 400.0;

/// A backdrop from one colour above to others below.
pub(super) fn backdrop(stage: &mut Stage, stops: Vec<(f32, Colour)>) {
    let whole = rect(-BEYOND, -BEYOND, WIDTH + 2.0 * BEYOND, HEIGHT + 2.0 * BEYOND);
    stage.mass(whole, Ink::Linear((0.0, 0.0), (0.0, HEIGHT), stops));
}

/// Rolling ground: its upper edge at `y`, wavy by `rise`, down to below the frame.
pub(super) fn ground(stage: &mut Stage, y: f32, rise: f32, seed: u32, ink: impl Into<Ink>) {
    let mut points: Vec<Point> = (0..=12)
        .map(|step| {
            let x = -BEYOND + step as f32 * (WIDTH + 2.0 * BEYOND) / 12.0;
            (x, y + either(seed, step) * rise)
        })
        .collect();
    let (right, left, deep) = (WIDTH + BEYOND, -BEYOND, HEIGHT + BEYOND);
    points.extend([(right, deep), (right, deep), (left, deep), (left, deep)]);
    stage.mass(closed(&points), ink);
}

/// A bare tree from its foot; `height` in units, `wind` leans its branches.
pub(super) fn bare_tree(
    stage: &mut Stage,
    foot: Point,
    height: f32,
    seed: u32,
    wind: f32,
    ink: Colour,
) {
    let lean = either(seed, 0) * 0.08;
    branch(stage, foot, (lean, height * 0.42), height * 0.055, 0, seed, wind, ink);
}

/// A branch and those that grow from it: its direction as an angle from upright, and its length.
fn branch(
    stage: &mut Stage,
    from: Point,
    (angle, length): (f32, f32),
    width: f32,
    level: u32,
    seed: u32,
    wind: f32,
    ink: Colour,
) {
    let bend = angle + wind * 0.02 * level as f32 + either(seed, 11 + level) * 0.14;
    let middle = (from.0 + angle.sin() * length * 0.5, from.1 - angle.cos() * length * 0.5);
    let to = (middle.0 + bend.sin() * length * 0.5, middle.1 - bend.cos() * length * 0.5);
    let path = strip(&[from, middle, to], width, width * 0.62);
    match level {
        0..=1 => stage.mass(path, ink),
        2 => stage.part(3, path, ink),
        _ => stage.tone(5, path, ink),
    }
    if level >= 4 || length < 9.0 {
        return;
    }
    let count = if level < 2 { 3 } else { 2 };
    for index in 0..count {
        let key = seed.wrapping_mul(31).wrapping_add(index * 7 + level * 131 + 1);
        let spread = (index as f32 - (count as f32 - 1.0) / 2.0) * 0.62 + either(key, 3) * 0.22;
        let long = length * (0.62 + unit(key, 4) * 0.2);
        branch(stage, to, (bend + spread, long), width * 0.58, level + 1, key, wind, ink);
    }
}

/// Panes of a window: dark bars over a lit rectangle, `across` by `down` panes.
pub(super) fn bars(
    stage: &mut Stage,
    since: u8,
    area: [f32; 4],
    (across, down): (u32, u32),
    width: f32,
    ink: Colour,
) {
    let [x, y, w, h] = area;
    for bar in 1..across {
        let at = x + w * bar as f32 / across as f32;
        stage.part(since, rect(at - width / 2.0, y, width, h), ink);
    }
    for bar in 1..down {
        let at = y + h * bar as f32 / down as f32;
        stage.part(since, rect(x, at - width / 2.0, w, width), ink);
    }
}
