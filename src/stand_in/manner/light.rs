//! Light in the air: gathered on a small sheet, then added to the picture in its last pass.

use tiny_skia::Pixmap;

use super::soft::reduce;
use super::texture::Grain;
use crate::stand_in::palette::Colour;
use crate::stand_in::stage::{Glow, WIDTH};

/// How much smaller than the picture light is drawn.
const TIMES: usize = 4;

/// The picture at the size at which light is drawn.
pub(super) fn quarter(picture: &Pixmap) -> Pixmap {
    reduce(picture, TIMES)
}

/// Light that is added to a picture: red, green, blue and nothing, 0 to 255 and above.
pub(super) struct Light {
    wide: usize,
    high: usize,
    data: Vec<[f32; 4]>,
}

impl Light {
    /// No light, for a picture of this size.
    pub(super) fn none((width, height): (u32, u32)) -> Self {
        let (wide, high) = (width.div_ceil(4).max(1) as usize, height.div_ceil(4).max(1) as usize);
        Self { wide, high, data: vec![[0.0; 4]; wide * high] }
    }

    /// Adds a glow. It falls off like light in haze: a bright middle and a wide, faint skirt.
    pub(super) fn glow(&mut self, glow: &Glow) {
        self.shine(glow.at, (glow.radius, glow.radius), glow.colour, f32::NEG_INFINITY);
    }

    /// Adds a glow that reaches differently far across and down, below a line of the stage.
    pub(super) fn shine(&mut self, at: (f32, f32), reach: (f32, f32), colour: Colour, below: f32) {
        let scale = self.wide as f32 / WIDTH;
        let (x, y) = (at.0 * scale, at.1 * scale);
        let (across, down) = ((reach.0 * scale).max(1.0), (reach.1 * scale).max(1.0));
        let strength = [colour.red, colour.green, colour.blue].map(|value| value * colour.opacity);
        let rows = span(y, down, self.high);
        let columns = span(x, across, self.wide);
        let first = (below * scale).max(0.0) as usize;
        for row in rows.start.max(first)..rows.end {
            let dy = (row as f32 + 0.5 - y) / down;
            let line = &mut self.data[row * self.wide..(row + 1) * self.wide];
            for (column, slot) in line.iter_mut().enumerate().take(columns.end).skip(columns.start)
            {
                let dx = (column as f32 + 0.5 - x) / across;
                let away = (dx * dx + dy * dy).min(1.0);
                let skirt = (1.0 - away) * (1.0 - away);
                let amount = skirt * (0.45 + 0.55 * skirt * skirt);
                for channel in 0..3 {
                    slot[channel] += strength[channel] * amount;
                }
            }
        }
    }

    /// Lets the two strongest lights throw rays past whatever stands before them: the light that
    /// there is, drawn out away from its source.
    pub(super) fn rays(&mut self, quarter: &Pixmap, glows: &[Glow], strength: f32) {
        let mut strong: Vec<&Glow> = glows.iter().filter(|glow| glow.radius > 120.0).collect();
        let force = |glow: &Glow| glow.radius * glow.colour.opacity;
        strong.sort_by(|a, b| force(b).total_cmp(&force(a)));
        let small = reduce(quarter, 2);
        let (wide, high) = (small.width() as usize, small.height() as usize);
        for glow in strong.into_iter().take(2) {
            let scale = wide as f32 / WIDTH;
            let middle = (glow.at.0 * scale, glow.at.1 * scale);
            let radius = glow.radius * scale;
            // Light passes where the picture is bright, and not where something dark stands.
            let mut passing: Vec<f32> = small
                .data()
                .chunks_exact(4)
                .enumerate()
                .map(|(index, pixel)| {
                    let (x, y) = ((index % wide) as f32 + 0.5, (index / wide) as f32 + 0.5);
                    let away = (x - middle.0).hypot(y - middle.1) / radius;
                    let bright = f32::from(pixel[0].max(pixel[1]).max(pixel[2])) / 255.0;
                    ((bright - 0.16) * 1.9).clamp(0.0, 1.0) * (1.0 - away).max(0.0)
                })
                .collect();
            // Each pass draws the last one out three times as far, beyond the lamp's own reach.
            let mut far = radius;
            for reach in [0.03_f32, 0.1, 0.3] {
                far /= 1.0 - reach;
                passing = drawn_out(&passing, (wide, high), (middle, far), reach);
            }
            let opacity = glow.colour.opacity * strength;
            let colour = [glow.colour.red, glow.colour.green, glow.colour.blue];
            for (index, slot) in self.data.iter_mut().enumerate() {
                let (x, y) = (index % self.wide / 2, index / self.wide / 2);
                let amount = passing[y.min(high - 1) * wide + x.min(wide - 1)] * opacity;
                for channel in 0..3 {
                    slot[channel] += colour[channel] * amount;
                }
            }
        }
    }

    /// Adds what spills over from the bright parts of the picture: a narrow bloom in their own
    /// colour, and the wide reddish halo that film has where light returns from its base.
    pub(super) fn spill(&mut self, quarter: &Pixmap, bloom: f32, halo: f32) {
        let (wide, high) = (quarter.width() as usize, quarter.height() as usize);
        let mut bright: Vec<[f32; 4]> = quarter
            .data()
            .chunks_exact(4)
            .map(|pixel| {
                let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
                let over = ((0.3 * r + 0.5 * g + 0.2 * b - 112.0) / 110.0).clamp(0.0, 1.0);
                [r * over, g * over, b * over, 0.0]
            })
            .collect();
        blur(&mut bright, wide, 3);
        blur(&mut bright, wide, 3);
        self.add(&bright, (wide, high), [bloom; 3]);
        if halo > 0.0 {
            blur(&mut bright, wide, 13);
            blur(&mut bright, wide, 17);
            self.add(&bright, (wide, high), [halo, halo * 0.52, halo * 0.3]);
        }
    }

    fn add(&mut self, other: &[[f32; 4]], (wide, high): (usize, usize), share: [f32; 3]) {
        for y in 0..self.high.min(high) {
            let from = &other[y * wide..(y + 1) * wide];
            for (slot, value) in self.data[y * self.wide..].iter_mut().take(self.wide).zip(from) {
                for channel in 0..3 {
                    slot[channel] += value[channel] * share[channel];
                }
            }
        }
    }
}

/// A field averaged along lines away from a point: each place takes from those nearer to it, up
/// to this share of the way. Farther than `far` from the point there is nothing.
fn drawn_out(
    field: &[f32],
    (wide, high): (usize, usize),
    (middle, far): ((f32, f32), f32),
    reach: f32,
) -> Vec<f32> {
    let at = |x: f32, y: f32| {
        let (x, y) = (x.clamp(0.0, wide as f32 - 1.001), y.clamp(0.0, high as f32 - 1.001));
        let (i, j) = (x as usize, y as usize);
        let (u, v) = (x - i as f32, y - j as f32);
        let row = |j: usize| {
            let right = (i + 1).min(wide - 1);
            field[j * wide + i] * (1.0 - u) + field[j * wide + right] * u
        };
        row(j) * (1.0 - v) + row((j + 1).min(high - 1)) * v
    };
    (0..wide * high)
        .map(|index| {
            let (x, y) = ((index % wide) as f32, (index / wide) as f32);
            let (dx, dy) = (middle.0 - 0.5 - x, middle.1 - 0.5 - y);
            if dx * dx + dy * dy > (far + 1.0) * (far + 1.0) {
                return 0.0;
            }
            let sum: f32 = (0..4_u8)
                .map(|step| {
                    let part = f32::from(step) / 3.0 * reach;
                    at(x + dx * part, y + dy * part)
                })
                .sum();
            sum / 4.0
        })
        .collect()
}

/// The pixels within reach of a place.
fn span(at: f32, reach: f32, count: usize) -> std::ops::Range<usize> {
    let end = (at + reach).ceil().clamp(0.0, count as f32) as usize;
    ((at - reach).floor().max(0.0) as usize).min(end)..end
}

/// Averages over `2 × reach + 1` values each way.
fn blur(data: &mut [[f32; 4]], wide: usize, reach: usize) {
    let high = data.len() / wide;
    let share = 1.0 / (2 * reach + 1) as f32;
    let mut old = vec![[0.0_f32; 4]; wide];
    for line in data.chunks_exact_mut(wide) {
        old.copy_from_slice(line);
        let at = |index: usize| old[index.saturating_sub(reach).min(wide - 1)];
        let mut sum = [0.0_f32; 4];
        for index in 0..2 * reach {
            more(&mut sum, at(index));
        }
        for (index, slot) in line.iter_mut().enumerate() {
            more(&mut sum, at(index + 2 * reach));
            *slot = sum.map(|value| value * share);
            less(&mut sum, at(index));
        }
    }
    // Down, row by row: all columns at once, as they lie in memory.
    let before = data.to_vec();
    let row = |index: usize| &before[index.saturating_sub(reach).min(high - 1) * wide..][..wide];
    let mut sums = vec![[0.0_f32; 4]; wide];
    for index in 0..2 * reach {
        sums.iter_mut().zip(row(index)).for_each(|(sum, value)| more(sum, *value));
    }
    for (index, line) in data.chunks_exact_mut(wide).enumerate() {
        let (new, gone) = (row(index + 2 * reach), row(index));
        for (((slot, sum), new), gone) in line.iter_mut().zip(&mut sums).zip(new).zip(gone) {
            more(sum, *new);
            *slot = sum.map(|value| value * share);
            less(sum, *gone);
        }
    }
}

fn more(sum: &mut [f32; 4], value: [f32; 4]) {
    sum.iter_mut().zip(value).for_each(|(sum, value)| *sum += value);
}

fn less(sum: &mut [f32; 4], value: [f32; 4]) {
    sum.iter_mut().zip(value).for_each(|(sum, value)| *sum -= value);
}

/// What the last pass does besides adding light.
#[derive(Clone, Copy)]
pub(super) struct Finish {
    /// How much darker the corners are, 0 to 1.
    pub(super) corners: f32,
    /// Strength of the grain, in steps of eight bits.
    pub(super) grain: f32,
    /// Where chance starts from.
    pub(super) seed: u32,
    /// How far the darks are lifted towards night blue, in steps of eight bits: film has no
    /// black.
    pub(super) haze: f32,
}

/// Adds light to a picture, screened so that nothing burns out, then corners and grain: one pass.
pub(super) fn finish(picture: &mut Pixmap, light: &Light, finish: Finish) {
    let (wide, high) = (picture.width() as usize, picture.height() as usize);
    let grain = Grain::of(finish.seed, finish.grain);
    // How far a place is from the middle, squared: half of the corners' darkness each way.
    let away = |at: usize, count: usize| {
        ((at as f32 + 0.5) / count as f32 * 2.0 - 1.0).powi(2) * finish.corners * 0.5
    };
    let columns: Vec<f32> = (0..wide).flat_map(|x| [away(x, wide); 4]).collect();
    let lift = [0.55 * finish.haze, 0.8 * finish.haze, 1.2 * finish.haze, 0.0];
    let mut row = LightRow::new(light, wide);
    let mut noise = vec![0.0_f32; wide * 4];
    for (y, line) in picture.data_mut().chunks_exact_mut(wide * 4).enumerate() {
        row.fill(light, y, lift);
        grain.row(y, &mut noise);
        let keep = 1.0 - away(y, high);
        let added = row.across.iter().zip(&columns).zip(&noise);
        for (value, ((added, column), noise)) in line.iter_mut().zip(added) {
            let under = f32::from(*value);
            let lit = under + added - under * added * (1.0 / 255.0);
            let whole = (lit * (keep - column) + noise).clamp(0.0, 255.0);
            // Added to 2²³, a number's last bits are its whole part, rounded.
            *value = (whole + 8_388_608.0).to_bits() as u8;
        }
    }
}

/// One row of light at the picture's size.
struct LightRow {
    small: Vec<[f32; 4]>,
    across: Vec<f32>,
}

impl LightRow {
    fn new(light: &Light, wide: usize) -> Self {
        Self { small: vec![[0.0; 4]; light.wide + 1], across: vec![0.0; wide * 4] }
    }

    fn fill(&mut self, light: &Light, y: usize, lift: [f32; 4]) {
        let at = ((y as f32 + 0.5) / TIMES as f32 - 0.5).max(0.0);
        let above = (at as usize).min(light.high - 1);
        let below = (above + 1).min(light.high - 1);
        let part = at - at.floor();
        let line = |y: usize| &light.data[y * light.wide..(y + 1) * light.wide];
        for ((slot, a), b) in self.small.iter_mut().zip(line(above)).zip(line(below)) {
            for channel in 0..4 {
                let value = a[channel] + (b[channel] - a[channel]) * part + lift[channel];
                // More than white is white.
                slot[channel] = value.min(255.0);
            }
        }
        self.small[light.wide] = self.small[light.wide - 1];
        let first = self.small[0];
        let half = (TIMES / 2 * 4).min(self.across.len());
        let (start, rest) = self.across.split_at_mut(half);
        for pixel in start.chunks_exact_mut(4) {
            pixel.copy_from_slice(&first);
        }
        let mut blocks = rest.chunks_exact_mut(TIMES * 4);
        for (block, pair) in blocks.by_ref().zip(self.small.windows(2)) {
            let (a, b) = (pair[0], pair[1]);
            for index in 0..TIMES {
                let part = (2 * index + 1) as f32 / (2 * TIMES) as f32;
                for channel in 0..4 {
                    block[index * 4 + channel] = a[channel] + (b[channel] - a[channel]) * part;
                }
            }
        }
        let last = self.small[light.wide];
        for pixel in blocks.into_remainder().chunks_exact_mut(4) {
            pixel.copy_from_slice(&last);
        }
    }
}
