//! What is between the eye and things: snow at several depths, and dust in the light.

use tiny_skia::Pixmap;

use crate::stand_in::chance::{ramp, unit, wander};
use crate::stand_in::palette::Colour;
use crate::stand_in::stage::{Flakes, Glow, HEIGHT, WIDTH};

/// How far outside the stage flakes are still followed, so that they come in from outside.
const MARGIN: f32 = 60.0;

/// A flake where the camera sees it: x, y, radius, and how near it is, 0 to 1.
pub(super) type Flake = (f32, f32, f32, f32);

/// The flakes of a shot at its moment, a share of them, from the farthest to the nearest third.
pub(super) fn flakes(flakes: &Flakes, share: f32) -> Vec<Flake> {
    let Flakes { count, drift, size, seed, time, .. } = *flakes;
    let (wide, high) = (WIDTH + 2.0 * MARGIN, HEIGHT + 2.0 * MARGIN);
    let mut all: Vec<Flake> = (0..(count as f32 * share) as u32)
        .map(|flake| {
            let chance = |index: u32| unit(seed, flake.wrapping_mul(5).wrapping_add(index));
            // Most are far away.
            let near = chance(0).powi(2);
            let speed = 0.22 + 0.78 * near;
            let sway = wander(seed ^ flake, time * 0.5 + chance(1) * 9.0) * 26.0 * speed;
            let x = chance(2) * wide + drift.0 * time * speed + sway;
            let y = chance(3) * high + drift.1 * time * speed * (0.8 + 0.4 * chance(4));
            let at = (x.rem_euclid(wide) - MARGIN, y.rem_euclid(high) - MARGIN);
            (at.0, at.1, size * (0.26 + 0.74 * near), near)
        })
        .collect();
    all.sort_by(|a, b| a.3.total_cmp(&b.3));
    all
}

/// Draws flakes as crisp discs.
pub(super) fn crisp(picture: &mut Pixmap, of: &Flakes, share: f32) {
    for (x, y, radius, near) in flakes(of, share) {
        splat(picture, (x, y), radius, 0.25, of.colour.opacity(0.4 + 0.6 * near));
    }
}

/// Draws flakes at their depths: far ones small and faint, the nearest large and out of focus.
pub(super) fn deep(picture: &mut Pixmap, of: &Flakes) {
    for (x, y, radius, near) in flakes(of, 1.0) {
        let close = ((near - 0.72) / 0.28).max(0.0);
        let wider = 1.0 + 2.2 * close * close;
        let opacity = (0.22 + 0.6 * near) / (1.0 + 3.4 * close * close);
        splat(picture, (x, y), radius * wider, 0.55 + 0.3 * close, of.colour.opacity(opacity));
    }
}

/// Mist over what is far: thicker towards the ground, in drifting banks, in the colour that the
/// distance has there already.
pub(super) fn mist(picture: &mut Pixmap, time: f32) {
    const CELLS: usize = 24;
    let (wide, high) = (picture.width() as usize, picture.height() as usize);
    let colour = distance(picture);
    let mut banks = vec![0.0_f32; wide];
    for y in 0..high {
        let down = y as f32 / high as f32;
        let thick = 0.34 * ramp(0.3, 0.62, down) * (1.0 - 0.75 * ramp(0.66, 0.95, down));
        if thick < 0.004 {
            continue;
        }
        let level = down * 9.0;
        let (low, part) = (level.floor(), level - level.floor());
        let ease = part * part * (3.0 - 2.0 * part);
        for (x, bank) in banks.iter_mut().enumerate() {
            if x % 8 == 0 || x + 1 == wide {
                let along = x as f32 / wide as f32 * CELLS as f32 * 0.3;
                let one = |level: f32| {
                    let seed = 610 + level as u32;
                    let drift = time * (0.05 + 0.02 * (level % 3.0));
                    0.5 + 0.5 * wander(seed, along + drift)
                };
                *bank = one(low) * (1.0 - ease) + one(low + 1.0) * ease;
            }
        }
        let row = &mut picture.data_mut()[y * wide * 4..(y + 1) * wide * 4];
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            let (left, right) = (x / 8 * 8, (x / 8 * 8 + 8).min(wide - 1));
            let part = (x % 8) as f32 / 8.0;
            let bank = banks[left] * (1.0 - part) + banks[right] * part;
            let amount = thick * (0.35 + 0.65 * bank);
            for (value, mist) in pixel.iter_mut().zip(colour) {
                let under = f32::from(*value);
                *value = (under + (mist - under) * amount + 0.5) as u8;
            }
        }
    }
}

/// The colour of the air before a distant picture: the mean of its lighter half, a little lighter.
fn distance(picture: &Pixmap) -> [f32; 3] {
    let mut sums = [0.0_f32; 4];
    let mut mean = 0.0;
    let samples = || picture.data().chunks_exact(4).step_by(97);
    for pixel in samples() {
        mean += f32::from(pixel[1]);
    }
    mean /= samples().count().max(1) as f32;
    for pixel in samples().filter(|pixel| f32::from(pixel[1]) >= mean) {
        // Lamps are not air.
        if pixel[0].max(pixel[1]) < 190 {
            for channel in 0..3 {
                sums[channel] += f32::from(pixel[channel]);
            }
            sums[3] += 1.0;
        }
    }
    [0, 1, 2].map(|channel| (sums[channel] / sums[3].max(1.0) * 1.12 + 5.0).min(255.0))
}

/// Dust that floats where a lamp shows it.
pub(super) fn dust(picture: &mut Pixmap, glows: &[Glow], time: f32) {
    // Only large lights fill a room with dust; candles do not.
    for (index, glow) in glows.iter().filter(|glow| glow.radius > 150.0).take(6).enumerate() {
        let seed = 400 + index as u32;
        for mote in 0..34_u32 {
            let chance = |of: u32| unit(seed, mote * 4 + of);
            let turn = chance(0) * 6.3 + time * (chance(1) - 0.5) * 0.3;
            let away = glow.radius * 0.85 * chance(2).sqrt();
            let x = glow.at.0 + turn.cos() * away + 14.0 * wander(seed, time * 0.4 + mote as f32);
            let y =
                glow.at.1 + turn.sin() * away * 0.8 + 10.0 * wander(seed, time * 0.3 - mote as f32);
            let fade = 1.0 - away / glow.radius;
            // Motes turn, and gleam when a side of them faces the lamp.
            let gleam = 0.5 + 0.5 * wander(seed ^ mote, time * 0.9);
            let colour = glow.colour.opacity(1.0).to(crate::stand_in::palette::BONE, 0.4);
            let opacity = (glow.colour.opacity * 1.6).min(1.0) * fade * gleam * 0.6;
            splat(picture, (x, y), 0.9 + 1.5 * chance(3), 0.8, colour.opacity(opacity));
        }
    }
}

/// A disc at a place of the stage whose outer part, `soft` of its radius, fades.
fn splat(picture: &mut Pixmap, at: (f32, f32), radius: f32, soft: f32, colour: Colour) {
    let (wide, high) = (picture.width() as usize, picture.height() as usize);
    let scale = wide as f32 / WIDTH;
    let (x, y) = (at.0 * scale, at.1 * scale);
    let radius = (radius * scale).max(0.7);
    // A pixel is the least that an edge can fade over.
    let fade = (radius * soft).max(1.0);
    let reach = radius + 0.5;
    let (left, right) = ((x - reach).floor().max(0.0), (x + reach).ceil().min(wide as f32));
    let (top, bottom) = ((y - reach).floor().max(0.0), (y + reach).ceil().min(high as f32));
    if left >= right || top >= bottom || colour.opacity <= 0.004 {
        return;
    }
    let paint = [colour.red, colour.green, colour.blue];
    for row in top as usize..bottom as usize {
        let dy = row as f32 + 0.5 - y;
        let line = &mut picture.data_mut()[row * wide * 4..(row + 1) * wide * 4];
        for column in left as usize..right as usize {
            let dx = column as f32 + 0.5 - x;
            let inside = ((reach - dx.hypot(dy)) / fade).clamp(0.0, 1.0);
            let amount = inside * inside * (3.0 - 2.0 * inside) * colour.opacity;
            for (value, paint) in line[column * 4..column * 4 + 3].iter_mut().zip(paint) {
                let under = f32::from(*value);
                *value = (under + (paint - under) * amount + 0.5) as u8;
            }
        }
    }
}
