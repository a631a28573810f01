//! Water and polished floors: what is above an edge, upside down below it.

use tiny_skia::Pixmap;

use crate::stand_in::stage::{HEIGHT, Mirror, WIDTH};

/// One turn of a sine, as a table: a wave for every pixel costs a look-up.
const TURN: usize = 1024;

/// Turns what is above the edge over, below it. `still` leaves the ripples out.
pub(super) fn reflect(picture: &mut Pixmap, mirror: &Mirror, still: bool) {
    let scale = picture.width() as f32 / WIDTH;
    let (wide, high) = (picture.width() as usize, picture.height() as usize);
    let edge = (mirror.edge * scale).round();
    if edge < 1.0 || edge >= high as f32 {
        return;
    }
    let edge = edge as usize;
    let ripple = if still { 0.0 } else { mirror.ripple };
    let (above, below) = picture.data_mut().split_at_mut(edge * wide * 4);
    let (tint, opacity) = (mirror.tint, mirror.tint.opacity);
    let add = [tint.red, tint.green, tint.blue].map(|value| (value * opacity * 256.0) as u32);
    let keep = 256 - (opacity * 256.0) as u32;
    let waves: Vec<f32> =
        (0..TURN).map(|index| (index as f32 / TURN as f32 * std::f32::consts::TAU).sin()).collect();
    let bent = bends(wide, scale, mirror.time);
    for (down, line) in below.chunks_exact_mut(wide * 4).enumerate() {
        let row = Row::at(down as f32 / scale, mirror, ripple, scale);
        for (x, pixel) in line.chunks_exact_mut(4).enumerate() {
            let (from_x, from_down) = if ripple > 0.0 {
                let turn = |phase: f32| waves[(phase as i32 & (TURN as i32 - 1)) as usize];
                let first = turn(row.phase + bent[x].0 * row.bend);
                let second = turn(row.second + bent[x].1 * row.bend);
                let wave = first + 0.6 * second;
                let shift = (wave * row.shift) as isize;
                let lift = (second + 0.5 * first) * row.lift;
                let at = (x as isize).wrapping_add(shift).clamp(0, wide as isize - 1);
                (at as usize, (down as f32 + lift).max(0.0) as usize)
            } else {
                (x, down)
            };
            let from_y = edge - 1 - from_down.min(edge - 1);
            let from = &above[(from_y * wide + from_x) * 4..][..3];
            for channel in 0..3 {
                let mixed = u32::from(from[channel]).wrapping_mul(keep).wrapping_add(add[channel]);
                pixel[channel] = (mixed >> 8).min(255) as u8;
            }
            pixel[3] = 255;
        }
    }
}

/// How the ripples of one row run.
struct Row {
    phase: f32,
    second: f32,
    bend: f32,
    shift: f32,
    lift: f32,
}

impl Row {
    /// `below` units under the edge: ripples are narrow and shallow there, and wide close by.
    fn at(below: f32, mirror: &Mirror, ripple: f32, scale: f32) -> Self {
        let near = below / (HEIGHT - mirror.edge).max(1.0);
        // Crests at even distances on the water stand closer the farther away they are.
        let depth = (1.0 + 9.0 * near).ln() * 62.0;
        let turn = TURN as f32 / std::f32::consts::TAU;
        Self {
            phase: (depth - mirror.time * 1.7) * turn,
            second: (depth * 1.73 + mirror.time * 1.1) * turn,
            bend: 0.35 + 0.65 * near,
            shift: ripple * scale * (0.16 + 0.84 * near),
            lift: ripple * scale * (0.2 + 1.3 * near),
        }
    }
}

/// How crests bend along the picture, in steps of the table: a crest is never quite straight.
fn bends(wide: usize, scale: f32, time: f32) -> Vec<(f32, f32)> {
    let turn = TURN as f32 / std::f32::consts::TAU;
    (0..wide)
        .map(|x| {
            let x = x as f32 / scale;
            let slow = (x * 0.0061 + time * 0.23).sin() * 2.6 + (x * 0.0173 - time * 0.31).sin();
            let quick = (x * 0.0097 - time * 0.19).sin() * 2.2 + (x * 0.031 + time * 0.4).sin();
            (slow * turn, quick * turn)
        })
        .collect()
}
