//! The manners on paper: thumbnails in pencil, a rough animatic, a boiling line, and the
//! storyboard in ink and wash.

use tiny_skia::{
    BlendMode, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, PathSegment, Pixmap,
    PixmapPaint, Point, Stroke, Transform,
};

use super::air;
use super::raster::{canvas, clear, onto, shader};
use crate::stand_in::chance::{bits, either, unit};
use crate::stand_in::outline::rect;
use crate::stand_in::palette::{Colour, rgb};
use crate::stand_in::stage::{Ink, Piece, Stage, WIDTH};

/// Sketching paper.
const PAPER: Colour = rgb(0xE9_E1D0);
/// Soft pencil.
const GRAPHITE: Colour = rgb(0x35_3433);
/// Ink.
const INK: Colour = rgb(0x1B_1A1E);
/// Thinned ink.
const WASH: Colour = rgb(0x5A_6474);
/// Lamplight, in thinned ochre.
const OCHRE: Colour = rgb(0xC8_8A3E);

/// How the hand that draws a line trembles.
#[derive(Clone, Copy)]
struct Hand {
    /// By how much, in units of the stage.
    tremble: f32,
    seed: u32,
    width: f32,
    colour: Colour,
}

/// Boxes in pencil, hatched: the first look at a shot.
pub(super) fn thumbnail(stage: &Stage, (width, height): (u32, u32), seed: u32) -> Pixmap {
    let mut sheet = canvas(width, height, PAPER);
    let tones = tones(stage, (width, height), 1);
    hatch(&mut sheet, &tones, stage.white, seed);
    let hand = Hand { tremble: 5.0, seed, width: 5.5, colour: GRAPHITE };
    let lines = lines(stage, (width, height), 1, hand);
    lay(&mut sheet, &lines, 0.92);
    frame(&mut sheet, seed);
    air::grain(&mut sheet, 5, 12.0, 1);
    sheet
}

/// Soft pencil: masses and the main lines.
pub(super) fn pencil(stage: &Stage, (width, height): (u32, u32), seed: u32) -> Pixmap {
    let mut sheet = canvas(width, height, PAPER);
    let mut tones = tones(stage, (width, height), 2);
    air::soften(&mut tones, 3);
    smudge(&mut sheet, &tones, stage.white);
    let hand = Hand { tremble: 3.6, seed, width: 3.4, colour: GRAPHITE };
    let first = lines(stage, (width, height), 2, hand);
    lay(&mut sheet, &first, 0.8);
    // A second line beside the first: nothing is decided yet.
    let again = Hand { tremble: 7.0, seed: seed.wrapping_add(1000), width: 2.0, colour: GRAPHITE };
    let second = lines(stage, (width, height), 1, again);
    lay(&mut sheet, &second, 0.4);
    air::grain(&mut sheet, 7, 12.0, 2);
    sheet
}

/// A line that is drawn anew for every picture, over a sparse wash.
pub(super) fn boiling(stage: &Stage, (width, height): (u32, u32), seed: u32) -> Pixmap {
    let mut sheet = canvas(width, height, PAPER);
    let tones = tones(stage, (width, height), 3);
    washes(&mut sheet, &tones, stage.white, &[(0.3, 0.2), (0.58, 0.4), (0.84, 0.72)]);
    let hand = Hand { tremble: 2.6, seed, width: 3.2, colour: INK };
    let drawn = lines(stage, (width, height), 3, hand);
    lay(&mut sheet, &drawn, 1.0);
    for flakes in &stage.flakes {
        let snow = crate::stand_in::stage::Flakes { colour: PAPER, ..*flakes };
        air::fall(&mut sheet, &snow, 3);
    }
    air::grain(&mut sheet, 3, 12.0, 3);
    sheet
}

/// A panel of the storyboard.
pub(super) fn ink_and_wash(stage: &Stage, (width, height): (u32, u32), seed: u32) -> Pixmap {
    let mut sheet = canvas(width, height, PAPER);
    let mut tones = tones(stage, (width, height), 5);
    air::soften(&mut tones, 2);
    washes(
        &mut sheet,
        &tones,
        stage.white,
        &[(0.14, 0.2), (0.38, 0.4), (0.62, 0.62), (0.84, 0.86)],
    );
    let hand = Hand { tremble: 1.6, seed: seed + 7, width: 2.6, colour: INK };
    let drawn = lines(stage, (width, height), 4, hand);
    lay(&mut sheet, &drawn, 0.95);
    air::grain(&mut sheet, 4, 12.0, 4);
    sheet
}

/// The forms in their mean colours, as a guide to what is dark and what is warm.
fn tones(stage: &Stage, (width, height): (u32, u32), ordinal: u8) -> Pixmap {
    let mut picture = clear(width, height);
    picture.fill(tiny_skia::Color::BLACK);
    let to = onto(width);
    for piece in &stage.pieces {
        match piece {
            Piece::Form(form) if form.since <= ordinal => {
                let ink = if ordinal >= 5 { form.ink.clone() } else { Ink::Flat(form.ink.mean()) };
                let paint = Paint { shader: shader(&ink), ..Paint::default() };
                picture.fill_path(&form.path, &paint, FillRule::Winding, to, None);
            }
            Piece::Form(_) => {}
            Piece::Mirror(mirror) => air::mirror(&mut picture, mirror, false),
        }
    }
    if ordinal >= 5 {
        let light = air::light(&stage.glows, (width, height), 5);
        air::screen(&mut picture, &light);
    }
    picture
}

/// The outlines, each hiding what lies behind its form.
fn lines(stage: &Stage, (width, height): (u32, u32), ordinal: u8, hand: Hand) -> Pixmap {
    let mut sheet = clear(width, height);
    let to = onto(width);
    let erase = Paint { blend_mode: BlendMode::Clear, ..Paint::default() };
    for (index, piece) in stage.pieces.iter().enumerate() {
        let Piece::Form(form) = piece else { continue };
        if !form.lined || form.since > ordinal {
            continue;
        }
        let solid = form.ink.mean().opacity > 0.6;
        let Some(path) = trembling(&form.path, hand, index as u32) else { continue };
        if solid {
            sheet.fill_path(&path, &erase, FillRule::Winding, to, None);
        }
        // A hand presses harder here and lighter there.
        let press = 0.75 + 0.5 * unit(hand.seed, index as u32);
        let lesser = if form.since > 1 { 0.72 } else { 1.0 };
        let stroke = Stroke {
            width: hand.width * press * lesser,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        let colour = hand.colour.opacity(if form.since > 2 { 0.6 } else { 0.9 });
        let paint = Paint { shader: shader(&Ink::Flat(colour)), ..Paint::default() };
        sheet.stroke_path(&path, &paint, &stroke, to, None);
    }
    sheet
}

/// The same outline as a hand draws it: moved by slow waves, and each point a little by chance.
fn trembling(path: &Path, hand: Hand, index: u32) -> Option<Path> {
    let turn = unit(hand.seed, 5) * 6.0;
    let mut count = 0;
    let mut moved = |p: Point| {
        count += 1;
        let key = bits(hand.seed, index * 977 + count);
        let slow = ((p.y * 0.013 + turn).sin(), (p.x * 0.011 - turn).sin());
        let x = p.x + hand.tremble * (0.6 * slow.0 + 0.5 * either(key, 1));
        let y = p.y + hand.tremble * (0.6 * slow.1 + 0.5 * either(key, 2));
        Point::from_xy(x, y)
    };
    let mut builder = PathBuilder::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(p) => {
                let p = moved(p);
                builder.move_to(p.x, p.y);
            }
            PathSegment::LineTo(p) => {
                let p = moved(p);
                builder.line_to(p.x, p.y);
            }
            PathSegment::QuadTo(a, p) => {
                let (a, p) = (moved(a), moved(p));
                builder.quad_to(a.x, a.y, p.x, p.y);
            }
            PathSegment::CubicTo(a, b, p) => {
                let (a, b, p) = (moved(a), moved(b), moved(p));
                builder.cubic_to(a.x, a.y, b.x, b.y, p.x, p.y);
            }
            PathSegment::Close => builder.close(),
        }
    }
    builder.finish()
}

fn lay(sheet: &mut Pixmap, over: &Pixmap, opacity: f32) {
    let paint = PixmapPaint { opacity, ..PixmapPaint::default() };
    sheet.draw_pixmap(0, 0, over.as_ref(), &paint, Transform::identity(), None);
}

/// How dark a place is, 0 for bare paper to 1, and how warm, −1 to 1.
fn darkness(pixel: &[u8], white: f32) -> (f32, f32) {
    let [r, g, b] = [0, 1, 2].map(|channel| f32::from(pixel[channel]) / 255.0);
    let luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    // The eye is closer to a root of the light than to the light.
    let dark = 1.0 - (luma / white.max(0.05)).min(1.0).powf(0.7);
    (dark, r - b)
}

/// Mixes a colour into a pixel of the paper.
fn stain(pixel: &mut [u8], colour: Colour, amount: f32) {
    for (value, ink) in pixel.iter_mut().zip([colour.red, colour.green, colour.blue]) {
        let mixed = f32::from(*value) + (ink - f32::from(*value)) * amount;
        *value = mixed.clamp(0.0, 255.0) as u8;
    }
}

/// Strokes at two angles, the denser the darker.
fn hatch(sheet: &mut Pixmap, tones: &Pixmap, white: f32, seed: u32) {
    let w = sheet.width() as usize;
    let scale = WIDTH / w as f32;
    for (index, (pixel, tone)) in
        sheet.data_mut().chunks_exact_mut(4).zip(tones.data().chunks_exact(4)).enumerate()
    {
        let (dark, _) = darkness(tone, white);
        let (x, y) = ((index % w) as f32 * scale, (index / w) as f32 * scale);
        let wave = (x * 0.013 + y * 0.004).sin() * 3.0;
        let stroke = |along: f32, period: f32, wide: f32| {
            let part = (along + wave).rem_euclid(period) / period;
            (1.0 - (part - 0.5).abs() * 2.0 / wide.max(0.02)).clamp(0.0, 1.0)
        };
        let first = stroke(x + y * 0.8, 15.0, (dark - 0.12) * 0.85);
        let second = stroke(x * 0.7 - y, 13.0, (dark - 0.55) * 1.1);
        let tooth = 0.72 + 0.28 * unit(seed, index as u32);
        let amount =
            (dark * 0.16 + 0.66 * first + 0.5 * second).min(0.92) * tooth * (dark * 3.0).min(1.0);
        stain(pixel, GRAPHITE, amount);
    }
}

/// Pencil rubbed into the paper.
fn smudge(sheet: &mut Pixmap, tones: &Pixmap, white: f32) {
    for (index, (pixel, tone)) in
        sheet.data_mut().chunks_exact_mut(4).zip(tones.data().chunks_exact(4)).enumerate()
    {
        let (dark, _) = darkness(tone, white);
        let tooth = 0.86 + 0.14 * unit(91, index as u32);
        stain(pixel, GRAPHITE, dark * dark * 0.78 * tooth);
    }
}

/// Flat washes: from each darkness on a deeper one, blue-grey in the cold, ochre by a lamp.
fn washes(sheet: &mut Pixmap, tones: &Pixmap, white: f32, steps: &[(f32, f32)]) {
    for (index, (pixel, tone)) in
        sheet.data_mut().chunks_exact_mut(4).zip(tones.data().chunks_exact(4)).enumerate()
    {
        let (dark, warm) = darkness(tone, white);
        // The rim of a wash is not quite straight.
        let edge = 0.006 * either(17, index as u32);
        let deep = steps
            .iter()
            .rev()
            .find(|(from, _)| dark + edge >= *from)
            .map_or(0.0, |(_, deep)| *deep);
        stain(pixel, if deep > 0.6 { INK } else { WASH }, deep);
        let lamp = ((warm - 0.16) * 1.6).clamp(0.0, 0.62) * (1.0 - deep * 0.8);
        stain(pixel, OCHRE, lamp);
    }
}

/// A box around the picture, drawn by hand, with bare paper outside.
fn frame(sheet: &mut Pixmap, seed: u32) {
    let to = onto(sheet.width());
    let margin = 58.0;
    let inner = rect(margin, margin * 0.8, WIDTH - 2.0 * margin, 900.0 - 1.6 * margin);
    let outer = rect(-9.0, -9.0, WIDTH + 18.0, 918.0);
    let (Some(inner), Some(outer)) = (inner, outer) else { return };
    let mut builder = PathBuilder::new();
    builder.push_path(&outer);
    builder.push_path(&inner);
    if let Some(around) = builder.finish() {
        let paint = Paint { shader: shader(&Ink::Flat(PAPER)), ..Paint::default() };
        sheet.fill_path(&around, &paint, FillRule::EvenOdd, to, None);
    }
    let hand = Hand { tremble: 6.0, seed: seed + 3, width: 5.0, colour: GRAPHITE };
    for pass in 0..2 {
        let Some(path) = trembling(&inner, hand, pass) else { continue };
        let paint =
            Paint { shader: shader(&Ink::Flat(GRAPHITE.opacity(0.75))), ..Paint::default() };
        let stroke = Stroke { width: 4.0, line_join: LineJoin::Round, ..Stroke::default() };
        sheet.stroke_path(&path, &paint, &stroke, to, None);
    }
}
