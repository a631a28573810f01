//! What the eye takes for material: the tooth of paper and the grain of film.

use std::sync::OnceLock;

use tiny_skia::Pixmap;

use crate::stand_in::chance::{bits, unit};
use crate::stand_in::palette::{Colour, rgb};

/// Warm drawing paper.
pub(super) const PAPER: Colour = rgb(0xEC_E2CE);

/// A side of a tile, in pixels. Tiles repeat without a seam.
const TILE: usize = 256;

/// Height of the paper, 0 in a hollow to 1 on a ridge, at every pixel of a tile.
static TOOTH: OnceLock<Vec<f32>> = OnceLock::new();

/// Unevenness, 0 to 1.
static CLOUD: OnceLock<Vec<f32>> = OnceLock::new();

/// Grain, about −1 to 1.
static GRAIN: OnceLock<Vec<f32>> = OnceLock::new();

/// Noise that is smooth over `cell` pixels and repeats with the tile.
fn smooth(seed: u32, x: usize, y: usize, cell: usize) -> f32 {
    let (cells, part) = (TILE / cell, |at: usize| (at % cell) as f32 / cell as f32);
    let corner = |i: usize, j: usize| unit(seed, ((j % cells) * cells + i % cells) as u32);
    let (i, j) = (x / cell, y / cell);
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(part(x)), ease(part(y)));
    let top = corner(i, j) * (1.0 - u) + corner(i + 1, j) * u;
    let low = corner(i, j + 1) * (1.0 - u) + corner(i + 1, j + 1) * u;
    top * (1.0 - v) + low * v
}

fn tooth() -> &'static [f32] {
    TOOTH.get_or_init(|| {
        let mut tile: Vec<f32> = (0..TILE * TILE)
            .map(|index| {
                let (x, y) = (index % TILE, index / TILE);
                0.34 * unit(11, index as u32)
                    + 0.38 * smooth(12, x, y, 2)
                    + 0.2 * smooth(13, x, y, 4)
                    + 0.08 * smooth(14, x, y, 16)
            })
            .collect();
        // As often deep as high, so that a threshold takes its share of the surface.
        let mut order: Vec<usize> = (0..tile.len()).collect();
        order.sort_by(|a, b| tile[*a].total_cmp(&tile[*b]));
        for (rank, index) in order.into_iter().enumerate() {
            tile[index] = rank as f32 / (TILE * TILE) as f32;
        }
        tile
    })
}

/// The paper's height at a pixel, 0 to 1, every height as frequent as any other.
pub(super) fn tooth_at(x: usize, y: usize) -> f32 {
    tooth()[(y % TILE) * TILE + x % TILE]
}

/// Cloudy unevenness at a pixel, 0 to 1, over about 60 pixels.
pub(super) fn cloud_at(x: usize, y: usize) -> f32 {
    let tile = CLOUD.get_or_init(|| {
        let cloud = |index: usize| {
            let (x, y) = (index % TILE, index / TILE);
            0.6 * smooth(15, x, y, 64) + 0.4 * smooth(16, x, y, 32)
        };
        (0..TILE * TILE).map(cloud).collect()
    });
    tile[(y % TILE) * TILE + x % TILE]
}

/// A sheet of paper.
pub(super) fn sheet(width: u32, height: u32) -> Pixmap {
    let mut sheet = super::raster::canvas(width, height, PAPER);
    let wide = width.max(1) as usize;
    for (index, pixel) in sheet.data_mut().chunks_exact_mut(4).enumerate() {
        let (x, y) = (index % wide, index / wide);
        let light = (tooth_at(x, y) - 0.5) * 7.0 + (cloud_at(x, y) - 0.5) * 9.0;
        for (value, base) in pixel.iter_mut().zip([PAPER.red, PAPER.green, PAPER.blue - 2.0]) {
            *value = (base + light).clamp(0.0, 255.0) as u8;
        }
    }
    sheet
}

/// A tile of film grain and where a frame starts in it.
pub(super) struct Grain {
    tile: Vec<f32>,
    across: usize,
    down: usize,
}

impl Grain {
    /// The grain of the frame with this seed, as strong as this many steps of eight bits.
    pub(super) fn of(seed: u32, strength: f32) -> Self {
        let tile = GRAIN.get_or_init(|| {
            (0..TILE * TILE)
                .map(|index| {
                    let (x, y) = (index % TILE, index / TILE);
                    let fine = unit(21, index as u32) + unit(22, index as u32) - 1.0;
                    0.75 * fine + 0.9 * (smooth(23, x, y, 2) - 0.5)
                })
                .collect()
        });
        // The same in every colour, and enough in the fourth to keep a picture solid.
        let grain = |value: &f32| [value * strength, value * strength, value * strength, 1000.0];
        let at = bits(seed, 77) as usize;
        Self {
            tile: tile.iter().flat_map(grain).collect(),
            across: at % TILE,
            down: (at >> 9) % TILE,
        }
    }

    /// Writes the grain along row `y`, four values to a pixel, into `row`.
    pub(super) fn row(&self, y: usize, row: &mut [f32]) {
        let tile = &self.tile[(y + self.down) % TILE * TILE * 4..][..TILE * 4];
        let (first, rest) = row.split_at_mut(((TILE - self.across) * 4).min(row.len()));
        first.copy_from_slice(&tile[self.across * 4..][..first.len()]);
        for part in rest.chunks_mut(TILE * 4) {
            part.copy_from_slice(&tile[..part.len()]);
        }
    }
}
