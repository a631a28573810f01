//! The four manners in colour: flats, light and shadow, depth and texture, everything.

use tiny_skia::{Paint, Pixmap, Stroke, Transform};

use super::air;
use super::raster::{canvas, clear, fill, onto, shader};
use crate::stand_in::palette::{BONE, PITCH};
use crate::stand_in::stage::{Focus, Form, Ink, Piece, Stage};

/// Where focus is drawn, what is out of it is drawn this much coarser: far away, and near by.
const FAR: u32 = 3;
const NEAR: u32 = 4;

/// Draws a stage at a size; `ordinal` is the manner, 4 to 7.
pub(super) fn draw(stage: &Stage, (width, height): (u32, u32), ordinal: u8) -> Pixmap {
    let focussed = ordinal >= 6;
    let is_far = |piece: &Piece| matches!(piece, Piece::Form(form) if form.focus == Focus::Far);
    let far = stage.pieces.iter().take_while(|piece| is_far(piece)).count();
    let mut picture = canvas(width, height, PITCH);
    // What is far lies behind everything: it is drawn coarsely, and then enlarged.
    let from = if focussed {
        let mut sheet = canvas(width / FAR, height / FAR, PITCH);
        pieces(&mut sheet, &stage.pieces[..far], ordinal, None);
        air::replace(&mut picture, &sheet);
        far
    } else {
        0
    };
    let mut near = focussed.then(|| clear(width / NEAR, height / NEAR));
    pieces(&mut picture, &stage.pieces[from..], ordinal, near.as_mut());
    if let Some(near) = near {
        air::lay_over(&mut picture, &near);
    }
    for flakes in &stage.flakes {
        air::fall(&mut picture, flakes, ordinal);
    }
    if ordinal >= 5 {
        let mut light = air::light(&stage.glows, (width, height), ordinal);
        if ordinal == 7 {
            air::bloom(&mut light, &picture);
        }
        air::screen(&mut picture, &light);
    }
    // The grain of a print, the same in every picture: one that boiled would cost the film more than
    // all that is drawn.
    match ordinal {
        6 => air::grain(&mut picture, 3, 46.0, 5),
        7 => air::grain(&mut picture, 2, 40.0, 5),
        _ => {}
    }
    picture
}

/// Draws pieces from back to front; those near the eye on a sheet of their own, if there is one.
fn pieces(picture: &mut Pixmap, pieces: &[Piece], ordinal: u8, mut near: Option<&mut Pixmap>) {
    let to = onto(picture.width());
    for piece in pieces {
        match piece {
            Piece::Mirror(mirror) => air::mirror(picture, mirror, ordinal >= 6),
            Piece::Form(form) if form.since > ordinal => {}
            Piece::Form(form) => match &mut near {
                Some(sheet) if form.focus == Focus::Near => {
                    let to = onto(sheet.width());
                    fill(sheet, &form.path, &form.ink, to);
                }
                _ => put(picture, form, ordinal, to),
            },
        }
    }
}

fn put(picture: &mut Pixmap, form: &Form, ordinal: u8, to: Transform) {
    if ordinal == 4 {
        fill(picture, &form.path, &Ink::Flat(form.ink.mean()), to);
        return;
    }
    fill(picture, &form.path, &form.ink, to);
    // A thin edge of air where a form stands before another.
    if ordinal == 7 && form.lined && form.since <= 3 {
        let paint = Paint { shader: shader(&Ink::Flat(BONE.opacity(0.035))), ..Paint::default() };
        let stroke = Stroke { width: 1.6, ..Stroke::default() };
        picture.stroke_path(&form.path, &paint, &stroke, to, None);
    }
}
