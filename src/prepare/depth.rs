//! Down to 8 bits without bands: an ordered dither wherever depth is lost.

use super::tone::ToneMap;
use crate::rendition::planar::Planar;

/// The 8×8 Bayer matrix as thresholds 1/128 … 127/128: fixed, so that still pictures stay still.
fn threshold(x: usize, y: usize) -> f32 {
    let (mut value, mut bit) = (0, 32);
    for shift in 0..3 {
        let (bx, by) = (x >> shift & 1, y >> shift & 1);
        value += (bx ^ by) * bit + by * (bit / 2);
        bit /= 4;
    }
    (value as f32 + 0.5) / 64.0
}

/// The thresholds, row by row.
pub struct Dither([[f32; 8]; 8]);

impl Default for Dither {
    fn default() -> Self {
        Self(std::array::from_fn(|y| std::array::from_fn(|x| threshold(x, y))))
    }
}

impl Dither {
    /// A value in 8-bit codes to one of the two codes around it, the nearer one more often. Values
    /// that are codes stay what they are.
    pub fn code(&self, value: f32, x: usize, y: usize) -> u8 {
        (value + self.0[y % 8][x % 8]) as u8
    }

    /// Tightly packed 4:2:0 planes of 16-bit little-endian samples with `bits` used, to 8 bits.
    /// None where the length does not fit.
    pub fn planes(
        &self,
        deep: &[u8],
        (width, height): (u32, u32),
        bits: u32,
        full_range: bool,
    ) -> Option<Planar> {
        let samples = Planar::bytes(width, height);
        if deep.len() != samples * 2 || !(8..=16).contains(&bits) {
            return None;
        }
        // Limited range is the same codes with more digits; full range has another white.
        let scale = if full_range {
            255.0 / ((1u32 << bits) - 1) as f32
        } else {
            1.0 / (1u32 << (bits - 8)) as f32
        };
        let table: Vec<f32> = (0..1u32 << bits).map(|v| (v as f32 * scale).min(255.0)).collect();
        let (w, h) = (width as usize, height as usize);
        let chroma = (w.div_ceil(2), h.div_ceil(2));
        let mut data = Vec::with_capacity(samples);
        let mut from = deep.chunks_exact(2);
        for (w, h) in [(w, h), chroma, chroma] {
            for y in 0..h {
                for (x, pair) in from.by_ref().take(w).enumerate() {
                    let value = usize::from(u16::from_le_bytes([pair[0], pair[1]]));
                    data.push(self.code(table[value.min(table.len() - 1)], x, y));
                }
            }
        }
        Planar::new(width, height, data)
    }

    /// R′G′B′ to 4:2:0 of BT.709, limited range, chroma at the left. `pixel` gives R′G′B′ 0 … 1.
    pub fn from_rgb(
        &self,
        width: u32,
        height: u32,
        pixel: impl Fn(usize, usize) -> [f32; 3],
    ) -> Option<Planar> {
        let (w, h) = (width as usize, height as usize);
        let (cw, ch) = (w.div_ceil(2), h.div_ceil(2));
        let (mut luma, mut blue, mut red) = (vec![0; w * h], vec![0; cw * ch], vec![0; cw * ch]);
        // Two rows of colour differences at a time.
        let mut rows = [vec![[0f32; 2]; w], vec![[0f32; 2]; w]];
        for cy in 0..ch {
            for (k, row) in rows.iter_mut().enumerate() {
                let y = 2 * cy + k;
                for (x, difference) in row.iter_mut().enumerate() {
                    let [r, g, b] = pixel(x, y.min(h - 1));
                    let l = 0.2126 * r + 0.7152 * g + 0.0722 * b;
                    *difference = [(b - l) / 1.8556, (r - l) / 1.5748];
                    if y < h {
                        luma[y * w + x] = self.code(16.0 + 219.0 * l, x, y);
                    }
                }
            }
            for cx in 0..cw {
                // 1-2-1 around the left pixel, as its siting asks, and the mean of both rows.
                let at = |x: usize, i: usize| rows[0][x][i] + rows[1][x][i];
                let (x, left, right) =
                    (2 * cx, (2 * cx).saturating_sub(1), (2 * cx + 1).min(w - 1));
                let mean = |i| (at(left, i) + 2.0 * at(x, i) + at(right, i)) / 8.0;
                blue[cy * cw + cx] = self.code(128.0 + 224.0 * mean(0), cx, cy);
                red[cy * cw + cx] = self.code(128.0 + 224.0 * mean(1), cx, cy);
            }
        }
        luma.append(&mut blue);
        luma.append(&mut red);
        Planar::new(width, height, luma)
    }

    /// A picture of 16-bit A, R, G, B samples, little-endian, laid over black and converted as
    /// above, through `tone` where the master is wider or brighter than BT.709.
    pub fn from_argb64(
        &self,
        argb: &[u8],
        stride: usize,
        (width, height): (u32, u32),
        tone: Option<&ToneMap>,
    ) -> Option<Planar> {
        let needed = stride.checked_mul(height.checked_sub(1)? as usize)? + width as usize * 8;
        if argb.len() < needed || stride < width as usize * 8 {
            return None;
        }
        self.from_rgb(width, height, |x, y| {
            let at = y * stride + x * 8;
            let sample = |i: usize| u16::from_le_bytes([argb[at + 2 * i], argb[at + 2 * i + 1]]);
            let alpha = f32::from(sample(0)) / 65535.0;
            let rgb = [sample(1), sample(2), sample(3)];
            let rgb = match tone {
                Some(tone) => tone.map(rgb),
                None => rgb.map(|v| f32::from(v) / 65535.0),
            };
            rgb.map(|v| v * alpha)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_codes_stay_and_halves_are_spread_evenly() {
        let dither = Dither::default();
        let mut up = 0;
        for y in 0..8 {
            for x in 0..8 {
                assert_eq!(dither.code(100.0, x, y), 100);
                up += u32::from(dither.code(20.5, x, y) == 21);
            }
        }
        assert_eq!(up, 32);
    }

    #[test]
    fn a_ten_bit_shadow_keeps_its_mean_in_eight_bits() {
        let dither = Dither::default();
        for value in 64..128u16 {
            let deep: Vec<u8> =
                (0..Planar::bytes(16, 16)).flat_map(|_| value.to_le_bytes()).collect();
            let picture = dither.planes(&deep, (16, 16), 10, false).unwrap();
            let mean = picture.plane(0).0.iter().map(|v| f32::from(*v)).sum::<f32>() / 256.0;
            assert!((mean - f32::from(value) / 4.0).abs() < 1e-3, "{value}: {mean}");
        }
    }

    #[test]
    fn black_and_white_are_16_and_235_without_colour() {
        let dither = Dither::default();
        let picture = dither.from_rgb(3, 3, |x, _| [(x % 2) as f32; 3]).unwrap();
        assert_eq!(&picture.plane(0).0[..3], [16, 235, 16]);
        assert!(picture.plane(1).0.iter().all(|v| *v == 128));
    }
}
