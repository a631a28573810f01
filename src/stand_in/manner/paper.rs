//! The manners on paper: thumbnails, a rough animatic, a boiling line; and the storyboard.

use tiny_skia::Pixmap;

use super::hand::{Hand, Hatch, hatch, stroke};
use super::lines::{Drawing, lines};
use super::raster::{clear, onto};
use super::texture::{cloud_at, sheet, tooth_at};
use super::value::Values;
use super::{Moment, air};
use crate::stand_in::chance::{bits, ramp, wander};
use crate::stand_in::outline::Point;
use crate::stand_in::palette::{Colour, rgb};
use crate::stand_in::stage::Stage;

/// A soft pencil.
const GRAPHITE: Colour = rgb(0x2E_2C2C);
/// Drawing ink, warm.
const INK: Colour = rgb(0x1D_1A1C);
/// The same ink, thinned: colder.
const WASH: Colour = rgb(0x4A_5562);
/// Thinned ochre, for lamps.
const OCHRE: Colour = rgb(0xD2_8E36);
/// A red chalk.
const RED: Colour = rgb(0xB4_3B26);

/// Manner 1: a box in pencil, and in it the first thought of a shot.
pub(super) fn thumbnail(stage: &Stage, size: (u32, u32), moment: Moment) -> Pixmap {
    let mut paper = sheet(size.0, size.1);
    // The box cuts the stage off instead of shrinking it: whoever moves along the manners sees
    // everything stay where it is.
    let within = onto(size.0);
    let margin = (0.036 * size.0 as f32, 0.036 * size.0 as f32);
    let values = Values::of(stage, size, within, 2, true, 1);
    let seed = moment.seed;
    let mut pencil = clear(size.0, size.1);
    let layers: [(f32, f32, f32, f32); 4] = [
        // Angle, gap, darkness, strength.
        (-52.0, 4.4, 0.2, 0.42),
        (-47.0, 3.2, 0.44, 0.55),
        (-80.0, 2.9, 0.6, 0.75),
        (16.0, 2.9, 0.7, 0.75),
    ];
    for (index, (angle, gap, from, strength)) in layers.into_iter().enumerate() {
        let seed = bits(seed, index as u32 + 50);
        let hatching = Hatch { angle, gap, from, width: 1.5, strength, longest: 44.0, seed };
        hatch(&mut pencil, |x, y| values.dark(x, y), hatching, GRAPHITE);
    }
    let hand = Hand {
        stray: 1.5,
        calm: 42.0,
        width: 2.0,
        touch: 0.55,
        stroke: 120.0,
        over: 4.0,
        shade: 0.25,
        seed,
    };
    let drawing = Drawing { ordinal: 2, hand, colour: GRAPHITE.opacity(0.9), again: 0.5 };
    let drawn = lines(stage, size, within, drawing);
    lay(&mut pencil, &drawn);
    let (right, bottom) = (size.0 as f32 - margin.0, size.1 as f32 - margin.1);
    crop(&mut pencil, margin, (right, bottom), seed);
    frame(&mut pencil, margin, (right, bottom), seed);
    shade(&mut paper, &values, margin);
    rub(&mut paper, &pencil, 0.5);
    paper
}

/// The grey that a hand leaves which hatches the same place again and again.
fn shade(paper: &mut Pixmap, values: &Values, (left, top): Point) {
    let (wide, high) = (paper.width() as usize, paper.height() as f32);
    for (index, pixel) in paper.data_mut().chunks_exact_mut(4).enumerate() {
        let (x, y) = ((index % wide) as f32, (index / wide) as f32);
        if x > left && x < wide as f32 - left && y > top && y < high - top {
            stain(pixel, GRAPHITE, 0.2 * values.dark(x, y).powi(2));
        }
    }
}

/// Nothing is drawn outside the box, except where the hand slipped by a pixel or two.
fn crop(layer: &mut Pixmap, (left, top): Point, (right, bottom): Point, seed: u32) {
    let wide = layer.width() as usize;
    for (index, pixel) in layer.data_mut().chunks_exact_mut(4).enumerate() {
        let (x, y) = ((index % wide) as f32, (index / wide) as f32);
        let slip = |at: f32, key: u32| 1.6 * wander(seed ^ key, at / 5.0);
        let inside = x > left + slip(y, 1)
            && x < right + slip(y, 2)
            && y > top + slip(x, 3)
            && y < bottom + slip(x, 4);
        if !inside {
            pixel.fill(0);
        }
    }
}

/// The box: four lines, each drawn twice, that run past the corners.
fn frame(layer: &mut Pixmap, (left, top): Point, (right, bottom): Point, seed: u32) {
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    for (index, from) in corners.into_iter().enumerate() {
        let to = corners[(index + 1) % 4];
        for pass in 0..2_u32 {
            let key = bits(seed, 900 + index as u32 * 2 + pass);
            let hand = Hand {
                stray: 0.8 + 0.5 * pass as f32,
                calm: 130.0,
                width: 1.7,
                touch: 0.4,
                stroke: 1000.0,
                over: 0.0,
                shade: 0.0,
                seed,
            };
            let over = 3.0 + 5.0 * wander(key, 0.5).abs();
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            let unit = ((to.0 - from.0) / length, (to.1 - from.1) / length);
            let count = ((length + 2.0 * over) / 3.0) as usize;
            let points: Vec<Point> = (0..=count)
                .map(|step| {
                    let along = step as f32 * 3.0 - over;
                    (from.0 + unit.0 * along, from.1 + unit.1 * along)
                })
                .collect();
            stroke(layer, &points, hand, key, 0.0, GRAPHITE.opacity(0.75));
        }
    }
}

/// Manner 2: soft pencil on its side, a few tones, lines that still search.
pub(super) fn animatic(stage: &Stage, size: (u32, u32), moment: Moment) -> Pixmap {
    let mut paper = sheet(size.0, size.1);
    let onto = onto(size.0);
    let values = Values::of(stage, size, onto, 3, true, 1);
    let few = |x: f32, y: f32| tones(values.dark(x, y), 4.0);
    let mut soft = clear(size.0, size.1);
    for (index, (angle, gap, from, strength)) in [
        (-38.0, 4.2, 0.16, 0.18),
        (-33.0, 4.0, 0.4, 0.22),
        (-60.0, 3.9, 0.62, 0.27),
        (-30.0, 3.7, 0.78, 0.32),
    ]
    .into_iter()
    .enumerate()
    {
        let seed = bits(moment.seed % 2, index as u32 + 70);
        let broad = Hatch { angle, gap, from, width: 8.5, strength, longest: 120.0, seed };
        hatch(&mut soft, few, broad, GRAPHITE);
    }
    rub(&mut paper, &soft, 0.62);
    smudge(&mut paper, &values);
    let hand = Hand {
        stray: 1.6,
        calm: 50.0,
        width: 2.6,
        touch: 0.7,
        stroke: 150.0,
        over: 5.0,
        shade: 0.3,
        seed: moment.seed,
    };
    let drawing = Drawing { ordinal: 3, hand, colour: GRAPHITE.opacity(0.85), again: 0.42 };
    rub(&mut paper, &lines(stage, size, onto, drawing), 0.55);
    paper
}

/// Darkness in so many tones, with soft steps between them.
fn tones(dark: f32, count: f32) -> f32 {
    let scaled = dark * count;
    let whole = scaled.floor();
    (whole + ramp(0.3, 0.7, scaled - whole)) / count
}

/// A finger over the pencil: a thin even grey, and a little red chalk where the lamp is.
fn smudge(paper: &mut Pixmap, values: &Values) {
    let wide = paper.width() as usize;
    for (index, pixel) in paper.data_mut().chunks_exact_mut(4).enumerate() {
        let (x, y) = (index % wide, index / wide);
        let [dark, warm, red] = values.at(x as f32, y as f32);
        let chalk = ramp(0.2, 0.9, 0.6 * tooth_at(x, y) + 0.35);
        stain(pixel, GRAPHITE, 0.58 * tones(dark, 4.0).powf(1.5) * (0.8 + 0.2 * chalk));
        stain(pixel, OCHRE, 0.3 * warm * (1.0 - dark) * chalk);
        stain(pixel, RED, 0.55 * red * chalk);
    }
}

/// Manner 3: an ink line that is drawn anew for every picture, over a sparse wash.
pub(super) fn boiling(stage: &Stage, size: (u32, u32), moment: Moment) -> Pixmap {
    let onto = onto(size.0);
    let mut paper = sheet(size.0, size.1);
    let values = Values::of(stage, size, onto, 3, false, 2);
    washes(&mut paper, &values, &[(0.3, 0.24), (0.54, 0.4), (0.69, 0.52)], moment.seed, 2.2);
    let hand = Hand {
        stray: 1.15,
        calm: 26.0,
        width: 2.5,
        touch: 0.6,
        stroke: 190.0,
        over: 2.0,
        shade: 0.5,
        seed: moment.seed,
    };
    let drawing = Drawing { ordinal: 3, hand, colour: INK, again: 0.0 };
    lay(&mut paper, &lines(stage, size, onto, drawing));
    for flakes in &stage.flakes {
        let white = crate::stand_in::stage::Flakes { colour: super::texture::PAPER, ..*flakes };
        air::crisp(&mut paper, &white, 0.3);
    }
    paper
}

/// A panel of the storyboard: ink and wash, with all the care of a drawing that is kept.
pub(super) fn ink_and_wash(stage: &Stage, size: (u32, u32), seed: u32) -> Pixmap {
    let onto = onto(size.0);
    let mut paper = sheet(size.0, size.1);
    let values = Values::of(stage, size, onto, 5, true, 2);
    washes(
        &mut paper,
        &values,
        &[(0.12, 0.14), (0.3, 0.22), (0.5, 0.34), (0.66, 0.5), (0.8, 0.62), (0.92, 0.6)],
        seed,
        3.0,
    );
    let hand = Hand {
        stray: 0.7,
        calm: 60.0,
        width: 2.3,
        touch: 0.65,
        stroke: 260.0,
        over: 3.0,
        shade: 0.6,
        seed: seed.wrapping_add(31),
    };
    let drawing = Drawing { ordinal: 4, hand, colour: INK.opacity(0.95), again: 0.0 };
    lay(&mut paper, &lines(stage, size, onto, drawing));
    for flakes in &stage.flakes {
        let white = crate::stand_in::stage::Flakes { colour: super::texture::PAPER, ..*flakes };
        air::crisp(&mut paper, &white, 0.6);
    }
    bare_edge(&mut paper, seed);
    paper
}

/// Bare paper around the panel, up to where the brush stopped.
fn bare_edge(paper: &mut Pixmap, seed: u32) {
    let (wide, high) = (paper.width() as usize, paper.height() as usize);
    let bare = sheet(paper.width(), paper.height());
    let pixels = paper.data_mut().chunks_exact_mut(4).zip(bare.data().chunks_exact(4));
    for (index, (pixel, bare)) in pixels.enumerate() {
        let (x, y) = ((index % wide) as f32, (index / wide) as f32);
        let ragged = |along: f32, key: u32| {
            13.0 + 2.4 * wander(seed ^ key, along / 70.0) + 0.9 * wander(seed ^ key, along / 8.0)
        };
        let sides = (x - ragged(y, 41)).min(wide as f32 - x - ragged(y, 42));
        let ends = (y - ragged(x, 43)).min(high as f32 - y - ragged(x, 44));
        let keep = ramp(-0.8, 0.8, sides.min(ends));
        for (value, bare) in pixel.iter_mut().zip(bare) {
            *value = (f32::from(*bare) + (f32::from(*value) - f32::from(*bare)) * keep) as u8;
        }
    }
}

/// Washes, one over the other: from a darkness on, each adds its share. Pigment gathers at their
/// edges and in the hollows of the paper; lamps are ochre, and the one red is red.
fn washes(paper: &mut Pixmap, values: &Values, steps: &[(f32, f32)], seed: u32, spread: f32) {
    let wide = paper.width() as usize;
    let drift: Vec<f32> = (0..wide).map(|x| spread * wander(seed, x as f32 / 17.0)).collect();
    for (index, pixel) in paper.data_mut().chunks_exact_mut(4).enumerate() {
        let (x, y) = (index % wide, index / wide);
        // The brush does not follow the line exactly, and not twice in the same way.
        let aside = spread * 0.8 * wander(seed ^ 3, y as f32 / 19.0);
        let [dark, warm, red] = values.at(x as f32 + aside, y as f32 + drift[x]);
        let grain = 0.86 + 0.28 * (0.5 - tooth_at(x, y)) + 0.3 * (cloud_at(x, y) - 0.5);
        let mut wet = [pixel[0], pixel[1], pixel[2]].map(f32::from);
        for &(from, share) in steps {
            let over = dark - from;
            if over <= -0.015 {
                continue;
            }
            let inside = ramp(-0.015, 0.02, over);
            let edge = inside * (1.0 - (over / 0.09).clamp(0.0, 1.0));
            let amount = (share * inside * (grain + 0.28 * edge)).clamp(0.0, 1.0);
            soak(&mut wet, if from > 0.6 { INK } else { WASH }, amount);
        }
        let lamp = 0.62 * ramp(0.12, 0.5, warm) * (1.0 - 0.75 * dark) * grain;
        soak(&mut wet, OCHRE, lamp.min(0.8));
        soak(&mut wet, RED, (0.8 * ramp(0.1, 0.4, red) * grain).min(0.9));
        for (value, wet) in pixel.iter_mut().zip(wet) {
            *value = (wet + 0.5).clamp(0.0, 255.0) as u8;
        }
    }
}

/// Lays a layer over another.
fn lay(sheet: &mut Pixmap, over: &Pixmap) {
    for (under, over) in sheet.data_mut().chunks_exact_mut(4).zip(over.data().chunks_exact(4)) {
        if over[3] > 0 {
            let keep = 255 - u32::from(over[3]);
            for (value, over) in under.iter_mut().zip(over) {
                *value = (u32::from(*over) + u32::from(*value) * keep / 255).min(255) as u8;
            }
        }
    }
}

/// Rubs a layer of pencil off on the paper: its ridges take it first, `tooth` says how much.
fn rub(paper: &mut Pixmap, pencil: &Pixmap, tooth: f32) {
    let wide = paper.width() as usize;
    let layers = paper.data_mut().chunks_exact_mut(4).zip(pencil.data().chunks_exact(4));
    for (index, (pixel, drawn)) in layers.enumerate() {
        if drawn[3] == 0 {
            continue;
        }
        let pressed = f32::from(drawn[3]) / 255.0;
        let hollow = 1.0 - tooth_at(index % wide, index / wide);
        let taken = ramp(hollow * tooth - 0.22, hollow * tooth + 0.3, pressed);
        stain(pixel, GRAPHITE, pressed * (0.3 + 0.7 * taken));
    }
}

/// Mixes a colour into a pixel of the paper, as transparent colour lies on it.
fn stain(pixel: &mut [u8], colour: Colour, amount: f32) {
    let mut wet = [pixel[0], pixel[1], pixel[2]].map(f32::from);
    soak(&mut wet, colour, amount);
    for (value, wet) in pixel.iter_mut().zip(wet) {
        *value = (wet + 0.5).clamp(0.0, 255.0) as u8;
    }
}

/// The same while the pixel takes more colours.
fn soak(wet: &mut [f32; 3], colour: Colour, amount: f32) {
    for (value, ink) in wet.iter_mut().zip([colour.red, colour.green, colour.blue]) {
        *value += (ink - *value) * amount;
    }
}
