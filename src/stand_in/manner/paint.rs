//! The manners in colour: flats, light and shadow, depth and texture, everything.

use tiny_skia::{BlendMode, LineCap, LineJoin, Paint, Pixmap, Shader, Stroke, Transform};

use super::light::{Finish, Light, finish, quarter};
use super::mirror::reflect;
use super::raster::{canvas, clear, fill, onto, seen, tone};
use super::soft::{enlarge_onto, soften};
use super::{Moment, air};
use crate::stand_in::palette::PITCH;
use crate::stand_in::stage::{Focus, Form, Ink, Piece, Stage};

/// Out of focus, things are drawn this much smaller: far away, and close by.
const FAR: usize = 2;
const NEAR: usize = 4;

/// Manner 4: every form in the one colour it has on the whole.
pub(super) fn flats(stage: &Stage, (width, height): (u32, u32)) -> Pixmap {
    let mut picture = canvas(width, height, PITCH);
    let onto = onto(width);
    for piece in &stage.pieces {
        match piece {
            Piece::Mirror(mirror) => reflect(&mut picture, mirror, true),
            Piece::Form(form) if form.since > 4 => {}
            Piece::Form(form) => {
                fill(&mut picture, &form.path, &Ink::Flat(tone(form)), onto);
            }
        }
    }
    for flakes in &stage.flakes {
        air::crisp(&mut picture, flakes, 0.35);
    }
    picture
}

/// Manner 5: gradients, glows and edges of light.
pub(super) fn lit(stage: &Stage, size: (u32, u32)) -> Pixmap {
    let mut picture = canvas(size.0, size.1, PITCH);
    let onto = onto(size.0);
    for piece in &stage.pieces {
        match piece {
            Piece::Mirror(mirror) => reflect(&mut picture, mirror, true),
            Piece::Form(form) if form.since > 5 => {}
            Piece::Form(form) => fill(&mut picture, &form.path, &form.ink, onto),
        }
    }
    for flakes in &stage.flakes {
        air::crisp(&mut picture, flakes, 0.6);
    }
    let mut light = Light::none(size);
    for glow in stage.glows.iter().filter(|glow| glow.since <= 5) {
        light.glow(glow);
    }
    // A trace of noise keeps the gradients of the night from showing their steps.
    let finishing = Finish { corners: 0.12, grain: 0.8, seed: PRINT, haze: 0.0 };
    finish(&mut picture, &light, finishing);
    picture
}

/// The grain is that of a print, the same in every picture: one that boiled would cost the film
/// more than all that is drawn.
const PRINT: u32 = 5;

/// Manners 6 and 7: what is near and far is soft, the air is full, and film has grain; 7 adds
/// what bright light does, dust, and a fine line of air around forms.
pub(super) fn deep(stage: &Stage, size: (u32, u32), ordinal: u8, moment: Moment) -> Pixmap {
    let mut picture = canvas(size.0, size.1, PITCH);
    let mut rest = stage.pieces.as_slice();
    let mut first = true;
    while !rest.is_empty() {
        let focus = focus_of(rest);
        let run = rest.iter().take_while(|piece| fits(piece, focus)).count().max(1);
        let (now, then) = rest.split_at(run);
        layer(&mut picture, now, focus, ordinal, first, moment);
        first = false;
        rest = then;
    }
    for flakes in &stage.flakes {
        air::deep(&mut picture, flakes);
    }
    let mut light = Light::none(size);
    for glow in stage.glows.iter().filter(|glow| glow.since <= ordinal) {
        light.glow(glow);
    }
    let quarter = quarter(&picture);
    let finishing = if ordinal >= 7 {
        mirrored(&mut light, stage);
        light.rays(&quarter, &stage.glows, 0.45);
        air::dust(&mut picture, &stage.glows, moment.seconds);
        light.spill(&quarter, 0.14, 0.18);
        Finish { corners: 0.26, grain: 1.6, seed: PRINT, haze: 2.5 }
    } else {
        light.spill(&quarter, 0.16, 0.0);
        Finish { corners: 0.3, grain: 2.6, seed: PRINT, haze: 1.5 }
    };
    finish(&mut picture, &light, finishing);
    picture
}

/// Lights shine back from water and polished floors, longer than they are wide and fainter.
fn mirrored(light: &mut Light, stage: &Stage) {
    let mirrors = stage.pieces.iter().filter_map(|piece| match piece {
        Piece::Mirror(mirror) => Some(mirror),
        Piece::Form(_) => None,
    });
    for mirror in mirrors {
        let clear = 1.0 - mirror.tint.opacity;
        for glow in stage.glows.iter().filter(|glow| glow.at.1 < mirror.edge) {
            let at = (glow.at.0, 2.0 * mirror.edge - glow.at.1);
            let colour = glow.colour.opacity(0.75 * clear);
            light.shine(at, (glow.radius * 0.8, glow.radius * 1.5), colour, mirror.edge);
        }
    }
}

/// The focus of the run with which pieces begin; a mirror is part of any.
fn focus_of(pieces: &[Piece]) -> Focus {
    let first = pieces.iter().find_map(|piece| match piece {
        Piece::Form(form) => Some(form.focus),
        Piece::Mirror(_) => None,
    });
    match pieces.first() {
        Some(Piece::Mirror(_)) | None => Focus::Sharp,
        Some(Piece::Form(_)) => first.unwrap_or(Focus::Sharp),
    }
}

/// Whether a piece belongs to a run of this focus. A mirror needs the whole picture, so that it
/// ends a run that is drawn apart.
fn fits(piece: &Piece, focus: Focus) -> bool {
    match piece {
        Piece::Form(form) => form.focus == focus,
        Piece::Mirror(_) => focus == Focus::Sharp,
    }
}

/// Draws a run of pieces of one focus. The `first` run covers the picture.
fn layer(
    picture: &mut Pixmap,
    pieces: &[Piece],
    focus: Focus,
    ordinal: u8,
    first: bool,
    moment: Moment,
) {
    let (width, height) = (picture.width(), picture.height());
    let (times, reach) = match focus {
        Focus::Sharp => {
            draw(picture, pieces, ordinal);
            return;
        }
        Focus::Far => (FAR, 1),
        Focus::Near => (NEAR, 1),
    };
    let less = |size: u32| size.div_ceil(times as u32);
    let mut small = if first && focus == Focus::Far {
        canvas(less(width), less(height), PITCH)
    } else {
        clear(less(width), less(height))
    };
    draw(&mut small, pieces, ordinal);
    if focus == Focus::Far && first {
        air::mist(&mut small, moment.seconds);
    }
    soften(&mut small, reach, if focus == Focus::Near { 2 } else { 1 });
    if focus == Focus::Far {
        enlarge_onto::<FAR>(picture, &small, first);
    } else {
        enlarge_onto::<NEAR>(picture, &small, false);
    }
}

fn draw(picture: &mut Pixmap, pieces: &[Piece], ordinal: u8) {
    let onto = onto(picture.width());
    for piece in pieces {
        match piece {
            Piece::Mirror(mirror) => reflect(picture, mirror, false),
            Piece::Form(form) if form.since > ordinal => {}
            Piece::Form(form) => {
                fill(picture, &form.path, &form.ink, onto);
                if ordinal >= 7 && form.focus == Focus::Sharp {
                    fine_line(picture, form, onto);
                }
            }
        }
    }
}

/// A thin dark line around a main form in focus, as a brush would restate it.
fn fine_line(picture: &mut Pixmap, form: &Form, onto: Transform) {
    let bounds = form.path.bounds();
    if !form.lined || form.since > 2 || bounds.width() > 700.0 || bounds.height() < 60.0 {
        return;
    }
    if !seen(&form.path, onto, (picture.width(), picture.height()), 1.0) {
        return;
    }
    let mean = tone(form);
    if mean.luma() < 0.12 || mean.opacity < 0.8 {
        return;
    }
    let paint = Paint {
        shader: Shader::SolidColor(PITCH.opacity(0.16).solid()),
        blend_mode: BlendMode::SourceOver,
        anti_alias: true,
        force_hq_pipeline: false,
    };
    let stroke = Stroke {
        width: 1.3,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    picture.stroke_path(&form.path, &paint, &stroke, onto, None);
}
