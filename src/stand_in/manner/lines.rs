//! The lines of a picture: the outlines that can be seen, each hiding what lies behind it.

use tiny_skia::{BlendMode, Pixmap, Transform};

use super::hand::{Hand, outline, traced};
use super::raster::{clear, fill_with, seen, tone};
use crate::stand_in::palette::{Colour, PITCH};
use crate::stand_in::stage::{Form, HEIGHT, Ink, Mirror, Piece, Stage, WIDTH};

/// From what opacity on a form hides the lines behind it.
const SOLID: f32 = 0.72;

/// Who draws which lines, and how.
#[derive(Clone, Copy)]
pub(super) struct Drawing {
    /// Forms up to this manner are drawn.
    pub(super) ordinal: u8,
    /// The line.
    pub(super) hand: Hand,
    /// Its colour.
    pub(super) colour: Colour,
    /// Once more, more loosely: by this much farther beside, and how strong; 0 for no more.
    pub(super) again: f32,
}

/// Draws the lines of a stage on a layer of their own.
pub(super) fn lines(stage: &Stage, size: (u32, u32), onto: Transform, drawing: Drawing) -> Pixmap {
    let mut layer = clear(size.0, size.1);
    let erase = Ink::Flat(PITCH);
    for (index, piece) in stage.pieces.iter().enumerate() {
        let form = match piece {
            Piece::Mirror(mirror) => {
                reflected(&mut layer, mirror, onto);
                continue;
            }
            Piece::Form(form) => form,
        };
        if form.since > drawing.ordinal || !seen(&form.path, onto, size, 4.0) {
            continue;
        }
        if tone(form).opacity >= SOLID {
            fill_with(&mut layer, &form.path, &erase, onto, BlendMode::Clear);
        }
        if form.lined && worth_a_line(form, onto) {
            contour(&mut layer, form, onto, drawing, index as u32);
        }
    }
    layer
}

/// A form so small that it would be a blot, so faint that it is hardly there, or so large that
/// its edge lies outside has no outline.
fn worth_a_line(form: &Form, onto: Transform) -> bool {
    let bounds = form.path.bounds();
    let large = bounds.width().max(bounds.height()) * onto.sx > 3.5;
    let inside = bounds.left() > 0.0
        || bounds.top() > 0.0
        || bounds.right() < WIDTH
        || bounds.bottom() < HEIGHT;
    large && inside && tone(form).opacity > 0.3
}

fn contour(layer: &mut Pixmap, form: &Form, onto: Transform, drawing: Drawing, index: u32) {
    let contours = traced(&form.path, onto);
    let bounds = form.path.bounds();
    let size = bounds.width().min(bounds.height()) * onto.sx;
    let Drawing { hand, colour, again, .. } = drawing;
    // Lesser forms and small ones are touched more lightly.
    let light = match form.since {
        0 | 1 => 1.0,
        2 => 0.86,
        _ => 0.7,
    } * (0.5 + size / 36.0).min(1.0);
    let own = Hand {
        width: hand.width * light,
        stray: hand.stray * (0.3 + size / 60.0).min(1.0),
        ..hand
    };
    outline(layer, &contours, own, index, colour);
    if again > 0.0 && size > 14.0 {
        let loose = Hand {
            stray: own.stray * 1.9 + 0.5,
            width: own.width * 0.6,
            over: own.over * 2.0,
            seed: own.seed.wrapping_add(7001),
            ..own
        };
        outline(layer, &contours, loose, index, colour.opacity(again));
    }
}

/// Lines in a mirror: fainter, and broken where it is not quite still.
fn reflected(layer: &mut Pixmap, mirror: &Mirror, onto: Transform) {
    let (wide, high) = (layer.width() as usize, layer.height() as usize);
    let edge = (mirror.edge * onto.sy + onto.ty).round();
    if edge < 1.0 || edge >= high as f32 {
        return;
    }
    let (above, below) = layer.data_mut().split_at_mut(edge as usize * wide * 4);
    let rows = above.len() / (wide * 4);
    let keep = (1.0 - mirror.tint.opacity * 0.7).clamp(0.15, 0.6);
    for (down, line) in below.chunks_exact_mut(wide * 4).enumerate() {
        let at = down as f32 / onto.sy;
        let gap = ((at * 0.5 + mirror.time * 2.0).sin() + (at * 0.19 - mirror.time).sin()) * 0.35;
        let keep = if mirror.ripple > 0.0 { keep * (0.65 + gap).clamp(0.0, 1.0) } else { keep };
        let shift =
            ((at * 0.31 - mirror.time * 3.0).sin() * mirror.ripple * onto.sx).round() as isize;
        let from = &above[(rows - 1 - down.min(rows - 1)) * wide * 4..][..wide * 4];
        for (x, pixel) in line.chunks_exact_mut(4).enumerate() {
            let at = (x as isize + shift).clamp(0, wide as isize - 1) as usize * 4;
            for (value, from) in pixel.iter_mut().zip(&from[at..at + 4]) {
                *value = (f32::from(*from) * keep) as u8;
            }
        }
    }
}
