//! From forms to pixels: what all manners share.

use tiny_skia::{
    BlendMode, FillRule, GradientStop, LinearGradient, Paint, Path, Pixmap, Point, RadialGradient,
    Shader, SpreadMode, Transform,
};

use crate::stand_in::palette::{Colour, PITCH};
use crate::stand_in::stage::{Form, HEIGHT, Ink, WIDTH};

/// A canvas of one colour. Sizes come from a table and are never zero; should one be, the canvas
/// is a single pixel.
pub(super) fn canvas(width: u32, height: u32, colour: Colour) -> Pixmap {
    let mut pixmap = clear(width, height);
    pixmap.fill(colour.solid());
    pixmap
}

/// A canvas with nothing on it.
pub(super) fn clear(width: u32, height: u32) -> Pixmap {
    #[expect(clippy::unwrap_used, reason = "one pixel is a size that a canvas can have")]
    Pixmap::new(width.max(1), height.max(1)).unwrap_or_else(|| Pixmap::new(1, 1).unwrap())
}

/// From the stage to a picture of this width.
pub(super) fn onto(width: u32) -> Transform {
    let scale = width as f32 / WIDTH;
    Transform::from_scale(scale, scale)
}

/// Whether any of an outline can be seen on a canvas of this size; `margin` in pixels.
pub(super) fn seen(path: &Path, onto: Transform, (width, height): (u32, u32), margin: f32) -> bool {
    let bounds = path.bounds();
    bounds.right() * onto.sx + onto.tx > -margin
        && bounds.bottom() * onto.sy + onto.ty > -margin
        && bounds.left() * onto.sx + onto.tx < width as f32 + margin
        && bounds.top() * onto.sy + onto.ty < height as f32 + margin
}

/// The colour of a run of stops at a place from 0 to 1.
pub(super) fn between(stops: &[(f32, Colour)], at: f32) -> Colour {
    let mut before = match stops.first() {
        Some(first) => *first,
        None => return PITCH,
    };
    for &after in stops {
        if after.0 >= at {
            let wide = after.0 - before.0;
            let part = if wide > 0.0 { (at - before.0) / wide } else { 0.0 };
            return before.1.to(after.1, part);
        }
        before = after;
    }
    before.1
}

/// Where from 0 to 1 along its stops an ink is at a point of the stage.
fn part_at(ink: &Ink, (x, y): (f32, f32)) -> f32 {
    let part = match ink {
        Ink::Flat(_) => 0.0,
        Ink::Linear(from, to, _) => {
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            ((x - from.0) * dx + (y - from.1) * dy) / (dx * dx + dy * dy).max(1e-6)
        }
        Ink::Radial(middle, radius, _) => (x - middle.0).hypot(y - middle.1) / radius.max(0.1),
    };
    part.clamp(0.0, 1.0)
}

/// The one colour of a form for those who draw it in one: of 5 × 5 places on the part of it that
/// the stage shows, the one that is brighter than about half of them. A mean would be a colour that the
/// form has nowhere: grey, between a blue sky and its amber edge.
pub(super) fn tone(form: &Form) -> Colour {
    let (Ink::Linear(_, _, stops) | Ink::Radial(_, _, stops)) = &form.ink else {
        return form.ink.mean();
    };
    let bounds = form.path.bounds();
    let (left, right) = (bounds.left().max(0.0), bounds.right().min(WIDTH));
    let (top, bottom) = (bounds.top().max(0.0), bounds.bottom().min(HEIGHT));
    let mut places = [PITCH; 25];
    for (place, colour) in (0..25_u8).zip(&mut places) {
        let across = 0.14 + 0.18 * f32::from(place % 5);
        let down = 0.14 + 0.18 * f32::from(place / 5);
        let at = (left + (right - left) * across, top + (bottom - top) * down);
        *colour = between(stops, part_at(&form.ink, at));
    }
    let opacity = places.iter().map(|colour| colour.opacity).sum::<f32>() / 25.0;
    // What can hardly be seen says little about the colour of the whole.
    places.sort_by(|a, b| a.luma().total_cmp(&b.luma()));
    let share = places.iter().map(|colour| colour.opacity).sum::<f32>() * 0.55;
    let mut seen = 0.0;
    let middle = places.iter().find(|colour| {
        seen += colour.opacity;
        seen >= share
    });
    Colour { opacity, ..middle.copied().unwrap_or(PITCH) }
}

/// The ink as the rasteriser takes it.
fn shader(ink: &Ink) -> Shader<'static> {
    let stops = |stops: &[(f32, Colour)]| -> Vec<GradientStop> {
        stops.iter().map(|(at, colour)| GradientStop::new(*at, colour.solid())).collect()
    };
    let made = match ink {
        Ink::Flat(colour) => return Shader::SolidColor(colour.solid()),
        Ink::Linear(from, to, between) => LinearGradient::new(
            Point::from_xy(from.0, from.1),
            Point::from_xy(to.0, to.1),
            stops(between),
            SpreadMode::Pad,
            Transform::identity(),
        ),
        Ink::Radial(middle, radius, between) => RadialGradient::new(
            Point::from_xy(middle.0, middle.1),
            Point::from_xy(middle.0, middle.1),
            radius.max(0.1),
            stops(between),
            SpreadMode::Pad,
            Transform::identity(),
        ),
    };
    made.unwrap_or_else(|| Shader::SolidColor(ink.mean().solid()))
}

/// Fills an outline of the stage.
pub(super) fn fill(pixmap: &mut Pixmap, path: &Path, ink: &Ink, onto: Transform) {
    if !seen(path, onto, (pixmap.width(), pixmap.height()), 1.0) {
        return;
    }
    if !ground(pixmap, path, ink, onto) {
        fill_with(pixmap, path, ink, onto, BlendMode::SourceOver);
    }
}

/// Fills an outline of the stage in a blend mode.
pub(super) fn fill_with(
    pixmap: &mut Pixmap,
    path: &Path,
    ink: &Ink,
    onto: Transform,
    blend_mode: BlendMode,
) {
    let paint =
        Paint { shader: shader(ink), blend_mode, anti_alias: true, force_hq_pipeline: false };
    pixmap.fill_path(path, &paint, FillRule::Winding, onto, None);
}

/// Pixels between two of which a gradient is straight enough.
const RUN: usize = 16;

/// Fills a canvas that a solid form covers altogether: as the rasteriser would, and faster.
/// Returns whether it did.
fn ground(pixmap: &mut Pixmap, path: &Path, ink: &Ink, onto: Transform) -> bool {
    let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
    let bounds = path.bounds();
    let covers = path.len() <= 6
        && path.points().iter().all(|p| {
            let on_x = p.x == bounds.left() || p.x == bounds.right();
            on_x && (p.y == bounds.top() || p.y == bounds.bottom())
        })
        && bounds.left() * onto.sx + onto.tx <= 0.0
        && bounds.top() * onto.sy + onto.ty <= 0.0
        && bounds.right() * onto.sx + onto.tx >= width as f32
        && bounds.bottom() * onto.sy + onto.ty >= height as f32;
    let (Ink::Linear(_, _, stops) | Ink::Radial(_, _, stops)) = ink else { return false };
    if !covers || stops.is_empty() || stops.iter().any(|(_, colour)| colour.opacity < 1.0) {
        return false;
    }
    let at = |x: usize, y: usize| -> [f32; 3] {
        let (x, y) = ((x as f32 + 0.5 - onto.tx) / onto.sx, (y as f32 + 0.5 - onto.ty) / onto.sy);
        let colour = between(stops, part_at(ink, (x, y)));
        [colour.red, colour.green, colour.blue]
    };
    for (y, row) in pixmap.data_mut().chunks_exact_mut(width * 4).enumerate() {
        let mut from = at(0, y);
        for (index, run) in row.chunks_mut(RUN * 4).enumerate() {
            let to = at((index + 1) * RUN, y);
            let step = [0, 1, 2].map(|channel| (to[channel] - from[channel]) / RUN as f32);
            let mut value = from.map(|value| value + 0.5);
            for pixel in run.chunks_exact_mut(4) {
                pixel.copy_from_slice(&[value[0] as u8, value[1] as u8, value[2] as u8, 255]);
                value = [value[0] + step[0], value[1] + step[1], value[2] + step[2]];
            }
            from = to;
        }
    }
    true
}
