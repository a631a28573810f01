//! What is between the eye and the forms: light that spreads, water that mirrors, what falls, and
//! the grain of the picture.

use tiny_skia::{BlendMode, FillRule, Paint, Pixmap, Transform};

use super::raster::{clear, onto, shader};
use crate::stand_in::chance::{bits, unit};
use crate::stand_in::outline::ellipse;
use crate::stand_in::palette::Colour;
use crate::stand_in::stage::{Flakes, Glow, HEIGHT, Ink, Mirror, WIDTH};

/// Soft things are drawn at a fraction of the size: this many pixels become one.
const COARSE: u32 = 6;

/// The light of a stage, coarsely, on black.
pub(super) fn light(glows: &[Glow], (width, height): (u32, u32), ordinal: u8) -> Pixmap {
    let (w, h) = (width.div_ceil(COARSE), height.div_ceil(COARSE));
    let mut light = clear(w, h);
    light.fill(tiny_skia::Color::BLACK);
    let onto = onto(w);
    for glow in glows.iter().filter(|glow| glow.since <= ordinal) {
        let core = glow.colour;
        let stops = [(0.0, 1.0), (0.16, 0.62), (0.38, 0.26), (0.68, 0.07), (1.0, 0.0)];
        let stops = stops.map(|(at, share): (f32, f32)| (at, core.opacity(share))).to_vec();
        let ink = Ink::Radial(glow.at, glow.radius, stops);
        let Some(path) = ellipse(glow.at.0, glow.at.1, glow.radius, glow.radius) else { continue };
        let blend_mode = BlendMode::Screen;
        let paint =
            Paint { shader: shader(&ink), blend_mode, anti_alias: false, force_hq_pipeline: false };
        light.fill_path(&path, &paint, FillRule::Winding, onto, None);
    }
    light
}

/// Adds to a coarse light what is bright in a picture, so that it spreads as it does in the eye.
pub(super) fn bloom(light: &mut Pixmap, picture: &Pixmap) {
    let small = reduced(picture, COARSE);
    let (w, h) =
        (small.width().min(light.width()) as usize, small.height().min(light.height()) as usize);
    let (from, to) = (small.width() as usize * 4, light.width() as usize * 4);
    for y in 0..h {
        let source = &small.data()[y * from..y * from + w * 4];
        let target = &mut light.data_mut()[y * to..y * to + w * 4];
        for (pixel, bright) in target.chunks_exact_mut(4).zip(source.chunks_exact(4)) {
            let most = u32::from(bright[0].max(bright[1]).max(bright[2]));
            // Only what is brighter than most, at a quarter of its strength.
            let over = most.saturating_sub(120) * 256 / 135;
            for channel in 0..3 {
                let more = u32::from(bright[channel]) * over / 1024;
                pixel[channel] = (u32::from(pixel[channel]) + more).min(255) as u8;
            }
        }
    }
    soften(light, 2);
}

/// Screens a coarse picture onto a fine one, smooth between its pixels: 1 − (1 − a)(1 − b).
pub(super) fn screen(pixmap: &mut Pixmap, coarse: &Pixmap) {
    enlarge(pixmap, coarse, |pixel, light| {
        for channel in 0..3 {
            let dark = (255 - u32::from(pixel[channel])).wrapping_mul(255 - light[channel]);
            // A division by 255, rounded down, by shifts.
            pixel[channel] = 255 - ((dark.wrapping_add(1).wrapping_add(dark >> 8)) >> 8) as u8;
        }
    });
}

/// Replaces a picture by a coarse one, smooth between its pixels.
pub(super) fn replace(pixmap: &mut Pixmap, coarse: &Pixmap) {
    enlarge(pixmap, coarse, |pixel, from| {
        for channel in 0..4 {
            pixel[channel] = from[channel] as u8;
        }
    });
}

/// Lays a coarse sheet, premultiplied, over a picture, smooth between its pixels.
pub(super) fn lay_over(pixmap: &mut Pixmap, coarse: &Pixmap) {
    enlarge(pixmap, coarse, |pixel, over| {
        if over[3] == 0 {
            return;
        }
        let keep = 256 - over[3];
        for channel in 0..3 {
            let beneath = u32::from(pixel[channel]).wrapping_mul(keep) >> 8;
            pixel[channel] = over[channel].wrapping_add(beneath).min(255) as u8;
        }
    });
}

/// Softens a whole picture: reduced by averages, and drawn again.
pub(super) fn soften(pixmap: &mut Pixmap, by: u32) {
    let small = reduced(pixmap, by);
    replace(pixmap, &small);
}

/// Goes over a fine picture with the values of a coarse one, linear between its pixels: 0 to 255
/// for each of red, green, blue and alpha. Sums are taken without checks, which would cost more
/// than they do; none of them can leave 32 bits.
fn enlarge(pixmap: &mut Pixmap, coarse: &Pixmap, mut put: impl FnMut(&mut [u8], [u32; 4])) {
    let (w, h) = (pixmap.width() as usize, pixmap.height() as usize);
    let (cw, ch) = (coarse.width() as usize, coarse.height() as usize);
    let (columns, rows) = (between(w, cw), between(h, ch));
    let small = coarse.data();
    // One row of the coarse picture, mixed from two, each value 256-fold.
    let mut mixed = vec![[0_u32; 4]; cw];
    for (line, &(row, next, down)) in pixmap.data_mut().chunks_exact_mut(w * 4).zip(&rows) {
        let upper = small[row * cw * 4..(row + 1) * cw * 4].chunks_exact(4);
        let lower = small[next * cw * 4..(next + 1) * cw * 4].chunks_exact(4);
        for (value, (a, b)) in mixed.iter_mut().zip(upper.zip(lower)) {
            for channel in 0..4 {
                let (a, b) = (u32::from(a[channel]), u32::from(b[channel]));
                value[channel] = a.wrapping_mul(256 - down).wrapping_add(b.wrapping_mul(down));
            }
        }
        for (pixel, &(left, right, across)) in line.chunks_exact_mut(4).zip(&columns) {
            let (a, b) = (mixed[left], mixed[right]);
            let mut value = [0; 4];
            for channel in 0..4 {
                let sum = a[channel].wrapping_mul(256 - across);
                value[channel] = sum.wrapping_add(b[channel].wrapping_mul(across)) >> 16;
            }
            put(pixel, value);
        }
    }
}

/// For every fine pixel the two coarse ones beside it, and how much of the second, of 256.
fn between(fine: usize, coarse: usize) -> Vec<(usize, usize, u32)> {
    (0..fine)
        .map(|at| {
            let place = ((at as f32 + 0.5) * coarse as f32 / fine as f32 - 0.5).max(0.0);
            let first = (place as usize).min(coarse - 1);
            let share = ((place - first as f32).clamp(0.0, 1.0) * 256.0) as u32;
            (first, (first + 1).min(coarse - 1), share)
        })
        .collect()
}

/// A picture `by` times smaller, each pixel the mean of those it stands for.
pub(super) fn reduced(pixmap: &Pixmap, by: u32) -> Pixmap {
    let (w, h) = ((pixmap.width() / by).max(1), (pixmap.height() / by).max(1));
    let mut small = clear(w, h);
    let (wide, by) = (pixmap.width() as usize * 4, by as usize);
    let count = (by * by) as u32;
    let mut sums = vec![[0_u32; 4]; w as usize];
    let rows = pixmap.data().chunks_exact(wide * by);
    for (line, band) in small.data_mut().chunks_exact_mut(w as usize * 4).zip(rows) {
        sums.fill([0; 4]);
        for row in band.chunks_exact(wide) {
            for (sum, block) in sums.iter_mut().zip(row.chunks_exact(by * 4)) {
                for pixel in block.chunks_exact(4) {
                    for channel in 0..4 {
                        sum[channel] = sum[channel].wrapping_add(u32::from(pixel[channel]));
                    }
                }
            }
        }
        for (pixel, sum) in line.chunks_exact_mut(4).zip(&sums) {
            for channel in 0..4 {
                pixel[channel] = (sum[channel] / count) as u8;
            }
        }
    }
    small
}

/// Turns what is above an edge over, below it, with ripples that grow towards us.
pub(super) fn mirror(pixmap: &mut Pixmap, mirror: &Mirror, rippled: bool) {
    let scale = pixmap.width() as f32 / WIDTH;
    let (w, h) = (pixmap.width() as usize, pixmap.height() as usize);
    let edge = (mirror.edge * scale).round().clamp(1.0, h as f32) as usize;
    let tint = mirror.tint;
    let keep = 256 - (tint.opacity * 256.0) as u32;
    let add = [tint.red, tint.green, tint.blue].map(|value| (value * tint.opacity * 256.0) as u32);
    let data = pixmap.data_mut();
    let (above, below) = data.split_at_mut(edge * w * 4);
    for (down, line) in below.chunks_exact_mut(w * 4).enumerate() {
        let near = down as f32 / (h - edge).max(1) as f32;
        let (mut shift, mut lift) = (0.0, 0.0);
        if rippled {
            let wave = (down as f32 / scale * (0.34 - 0.2 * near) + mirror.time * 3.0).sin();
            let slow = (down as f32 / scale * 0.047 - mirror.time * 1.7).sin();
            shift = (wave * 0.7 + slow) * mirror.ripple * scale * (0.15 + near);
            lift = wave * mirror.ripple * 0.5 * scale * near;
        }
        let source =
            (edge as f32 - 1.0 - down as f32 - lift).clamp(0.0, edge as f32 - 1.0) as usize;
        let from = &above[source * w * 4..(source + 1) * w * 4];
        let shift = shift.round() as isize;
        for (x, pixel) in line.chunks_exact_mut(4).enumerate() {
            let at = (x as isize + shift).clamp(0, w as isize - 1) as usize * 4;
            for ((value, from), add) in pixel.iter_mut().zip(&from[at..at + 3]).zip(&add) {
                *value =
                    (u32::from(*from).wrapping_mul(keep).wrapping_add(*add) >> 8).min(255) as u8;
            }
        }
    }
}

/// What falls or floats: small and pale far away, large and soft near by.
pub(super) fn fall(pixmap: &mut Pixmap, flakes: &Flakes, ordinal: u8) {
    let onto = onto(pixmap.width());
    let share = match ordinal {
        ..=3 => 0.16,
        4 => 0.3,
        5 => 0.55,
        _ => 1.0,
    };
    let count = (flakes.count as f32 * share) as u32;
    let (wide, high) = (WIDTH + 120.0, HEIGHT + 120.0);
    for flake in 0..count {
        let depth = unit(flakes.seed, flake * 5).powi(2) * 0.86 + 0.14;
        let sway = (flakes.time * (0.8 + unit(flakes.seed, flake * 5 + 1)) + flake as f32).sin()
            * 14.0
            * depth;
        let x =
            unit(flakes.seed, flake * 5 + 2) * wide + flakes.drift.0 * flakes.time * depth + sway;
        let y = unit(flakes.seed, flake * 5 + 3) * high + flakes.drift.1 * flakes.time * depth;
        let (x, y) = (x.rem_euclid(wide) - 60.0, y.rem_euclid(high) - 60.0);
        let near = ordinal >= 6 && depth > 0.82;
        let radius = flakes.size * depth * if near { 2.2 } else { 1.0 };
        let colour = flakes.colour.opacity(if near { 0.22 } else { 0.3 + 0.6 * depth });
        dot(pixmap, (x, y), radius.max(0.8), colour, onto);
    }
}

fn dot(pixmap: &mut Pixmap, (x, y): (f32, f32), radius: f32, colour: Colour, onto: Transform) {
    if let Some(path) = ellipse(x, y, radius, radius) {
        let paint = Paint { shader: shader(&colour.into()), ..Paint::default() };
        pixmap.fill_path(&path, &paint, FillRule::Winding, onto, None);
    }
}

/// A side of the grain's tile, in pixels.
const TILE: usize = 128;

/// Grain, of this strength in steps of eight bits, and a slow darkening towards the corners, of
/// 256 at the most.
pub(super) fn grain(pixmap: &mut Pixmap, strength: i32, corners: f32, seed: u32) {
    let tile: Vec<i32> = (0..TILE * TILE)
        .map(|index| (bits(977, index as u32) % (2 * strength as u32 + 1)) as i32 - strength)
        .collect();
    let (w, h) = (pixmap.width() as usize, pixmap.height() as usize);
    let (across, down) = (bits(seed, 1) as usize % TILE, bits(seed, 2) as usize % TILE);
    let fall = |at: usize, size: usize| {
        let away = (at as f32 / size as f32 - 0.5).abs() * 2.0;
        (away.powi(3) * corners) as i32
    };
    let columns: Vec<i32> = (0..w).map(|x| fall(x, w)).collect();
    for (y, line) in pixmap.data_mut().chunks_exact_mut(w * 4).enumerate() {
        let row = &tile[(y + down) % TILE * TILE..][..TILE];
        let dim = 256 - fall(y, h);
        let noise = row.iter().cycle().skip(across);
        for ((pixel, column), noise) in line.chunks_exact_mut(4).zip(&columns).zip(noise) {
            let keep = dim.wrapping_sub(*column);
            for value in &mut pixel[..3] {
                let dimmed = i32::from(*value).wrapping_mul(keep) >> 8;
                *value = dimmed.wrapping_add(*noise).clamp(0, 255) as u8;
            }
        }
    }
}
