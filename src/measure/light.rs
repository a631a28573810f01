//! How much light each part of a version's frames gives, kept beside the rendition for whoever
//! asks later where and how often a wall of versions flashes.
//!
//! A frame becomes a grid of [`COLUMNS`]×[`ROWS`] cells, whatever the picture's shape. Each holds
//! the mean relative luminance (WCAG 2.2, "relative luminance") and the mean saturated red, as
//! [`Light`] defines them, in 16 bits: an error of at most 1/131070 of white, where the least
//! change that counts is a sixteenth.
//!
//! Samples are turned into light first and averaged then: the light of a mean code is less than
//! the mean light. A smaller size of the picture has averaged codes already, and gives fine bright
//! lines as darker than they are. So one size larger is read than speed alone would ask for, and
//! there every second sample of every second row: as many samples, nearer to the light of the full
//! picture.

mod file;

use std::sync::LazyLock;

pub use file::{LightError, LightReader, LightWriter};

use crate::rendition::Colour;
use crate::rendition::planar::Planar;
use crate::scrub::flashes::Light;
use crate::timeline::FilmTime;

/// Cells across.
pub const COLUMNS: usize = 32;
/// Cells down. The third of a picture is six whole rows.
pub const ROWS: usize = 18;
/// Cells of a frame.
pub const CELLS: usize = COLUMNS * ROWS;

/// The smallest size is read of which a cell has at least so many samples across and down, every
/// second of them: of 720 lines the half. Where even the largest has fewer, all of its samples are.
const SAMPLES: usize = 16;

/// From this share of a colour's light on, its red is saturated: see [`Light`].
const SATURATED: f32 = 0.8;

/// The finest code of light that is told from the next. 256 would be as coarse as the picture
/// itself, and 0.4 % off near white: the matrix seldom lands on a whole code.
const CODES: usize = 1024;

/// The light of a code of sRGB (IEC 61966-2-1), as the wall's shader takes it.
static LINEAR: LazyLock<[f32; CODES]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let code = code as f64 / (CODES - 1) as f64;
        let light =
            if code <= 0.040_45 { code / 12.92 } else { ((code + 0.055) / 1.055).powf(2.4) };
        light as f32
    })
});

/// The light of each cell, row by row from the upper left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells {
    /// Luminance and red, 65535 being 1; always [`CELLS`] of them.
    codes: Vec<[u16; 2]>,
}

impl Cells {
    /// What is black.
    pub fn black() -> Self {
        Self { codes: vec![[0; 2]; CELLS] }
    }

    /// The light that `light` tells for each column and row.
    pub fn from_fn(light: impl Fn(usize, usize) -> Light) -> Self {
        let code = |cell: usize| light(cell % COLUMNS, cell / COLUMNS).measures().map(coded);
        Self { codes: (0..CELLS).map(code).collect() }
    }

    /// The light of a cell, row by row; black beyond the last.
    pub fn light(&self, cell: usize) -> Light {
        let [luminance, red] = self.codes.get(cell).copied().unwrap_or_default();
        Light { luminance: f64::from(luminance) / 65535.0, red: f64::from(red) / 65535.0 }
    }

    /// All lights, in order.
    pub fn lights(&self) -> impl Iterator<Item = Light> {
        (0..CELLS).map(|cell| self.light(cell))
    }

    /// The light of a frame, from its sizes, largest first. None where there is no size.
    pub fn of(sizes: &[Planar], colour: Colour) -> Option<Self> {
        let large = |size: &&Planar| {
            size.width as usize >= COLUMNS * SAMPLES && size.height as usize >= ROWS * SAMPLES
        };
        match sizes.iter().rfind(large) {
            Some(picture) => Some(Self::of_picture(picture, colour, 2)),
            None => Some(Self::of_picture(sizes.first()?, colour, 1)),
        }
    }

    /// From every sample, or from every `step`th of every `step`th row.
    fn of_picture(picture: &Planar, colour: Colour, step: usize) -> Self {
        let (luma, width, height) = picture.plane(0);
        let [(cb, chroma_width, _), (cr, ..)] = [1, 2].map(|plane| picture.plane(plane));
        let reading = Reading::new(colour);
        // A picture smaller than the grid has cells that share a sample.
        let part = |index: usize, count: usize, size: usize| {
            let from = (size * index / count).min(size - 1);
            (from, (size * (index + 1) / count).max(from + 1))
        };
        let columns: [_; COLUMNS] = std::array::from_fn(|column| part(column, COLUMNS, width));
        let mut codes = Vec::with_capacity(CELLS);
        for row in 0..ROWS {
            let (top, bottom) = part(row, ROWS, height);
            let mut sums = [[0.0_f64; 2]; COLUMNS];
            for y in (top..bottom).step_by(step) {
                let luma = &luma[y * width..][..width];
                let chroma = y / 2 * chroma_width;
                let (cb, cr) = (&cb[chroma..][..chroma_width], &cr[chroma..][..chroma_width]);
                for (sum, (from, to)) in sums.iter_mut().zip(columns) {
                    let mut part = [0.0_f32; 2];
                    for x in (from..to).step_by(step) {
                        let [luminance, red] = reading.light(luma[x], cb[x / 2], cr[x / 2]);
                        part[0] += luminance;
                        part[1] += red;
                    }
                    sum[0] += f64::from(part[0]);
                    sum[1] += f64::from(part[1]);
                }
            }
            codes.extend(sums.iter().zip(columns).map(|(sum, (from, to))| {
                let samples = (to - from).div_ceil(step) * (bottom - top).div_ceil(step);
                sum.map(|sum| coded(sum / samples as f64))
            }));
        }
        Self { codes }
    }
}

/// The light of the cells of one frame, and when it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LightFrame {
    /// The film time at which it appears.
    pub start: FilmTime,
    /// The film time at which it is gone.
    pub end: FilmTime,
    /// Its light.
    pub cells: Cells,
}

fn coded(light: f64) -> u16 {
    (light.clamp(0.0, 1.0) * 65535.0).round() as u16
}

/// From codes to light: the rows of the matrix, in steps of [`CODES`].
struct Reading {
    rows: [[f32; 4]; 3],
    linear: &'static [f32; CODES],
}

impl Reading {
    fn new(colour: Colour) -> Self {
        let whole = (CODES - 1) as f32;
        let rows = colour.to_rgb().map(|[luma, cb, cr, offset]| {
            // Half a step, because what follows rounds down.
            let [luma, cb, cr] = [luma, cb, cr].map(|weight| weight * whole / 255.0);
            [luma, cb, cr, offset * whole + 0.5]
        });
        Self { rows, linear: &LINEAR }
    }

    /// Luminance and saturated red of one sample.
    fn light(&self, luma: u8, cb: u8, cr: u8) -> [f32; 2] {
        let [luma, cb, cr] = [luma, cb, cr].map(f32::from);
        let [r, g, b] = self.rows.map(|row| {
            let code = row[0] * luma + (row[1] * cb + row[2] * cr + row[3]);
            self.linear[(code as i32).clamp(0, CODES as i32 - 1) as usize]
        });
        let red = if r > 0.0 && r >= SATURATED * (r + g + b) { (r - g - b).max(0.0) } else { 0.0 };
        [0.2126 * r + 0.7152 * g + 0.0722 * b, red]
    }
}

#[cfg(test)]
mod tests;
