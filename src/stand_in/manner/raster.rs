//! From forms to pixels: what all manners share.

use tiny_skia::{
    BlendMode, FillRule, GradientStop, LinearGradient, Paint, Path, Pixmap, Point, RadialGradient,
    Shader, SpreadMode, Transform,
};

use crate::stand_in::palette::Colour;
use crate::stand_in::stage::{Ink, WIDTH};

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

/// The ink as the rasteriser takes it.
pub(super) fn shader(ink: &Ink) -> Shader<'static> {
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
    if let Ink::Linear(from, to, stops) = ink
        && from.0 == to.0
        && path.len() <= 6
        && covers(path, onto, pixmap)
    {
        return sky(pixmap, (from.1 * onto.sy, to.1 * onto.sy), stops);
    }
    fill_with(pixmap, path, ink, onto, BlendMode::SourceOver);
}

/// A rectangle that leaves nothing of the canvas free.
fn covers(path: &Path, onto: Transform, pixmap: &Pixmap) -> bool {
    let bounds = path.bounds();
    bounds.left() * onto.sx <= 0.0
        && bounds.top() * onto.sy <= 0.0
        && bounds.right() * onto.sx >= pixmap.width() as f32
        && bounds.bottom() * onto.sy >= pixmap.height() as f32
}

/// Fills a canvas from top to bottom, row by row: as the rasteriser would, and much faster.
fn sky(pixmap: &mut Pixmap, (from, to): (f32, f32), stops: &[(f32, Colour)]) {
    let wide = pixmap.width() as usize * 4;
    for (y, row) in pixmap.data_mut().chunks_exact_mut(wide).enumerate() {
        let at = ((y as f32 + 0.5 - from) / (to - from)).clamp(0.0, 1.0);
        let after = stops.iter().position(|(stop, _)| *stop >= at).unwrap_or(stops.len() - 1);
        let (a, b) = (stops[after.saturating_sub(1)], stops[after]);
        let share = if b.0 > a.0 { (at - a.0) / (b.0 - a.0) } else { 0.0 };
        let colour = a.1.to(b.1, share);
        let bytes = [colour.red, colour.green, colour.blue, 255.0].map(|value| value.round() as u8);
        for pixel in row.chunks_exact_mut(4) {
            pixel.copy_from_slice(&bytes);
        }
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
