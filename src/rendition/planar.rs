//! A 4:2:0 picture of any size in our own memory: turned, halved and padded exactly.

use serde::{Deserialize, Serialize};

use super::Siting;

/// Y′, Cb and Cr of 8 bits, one after the other, rows tightly packed. Chroma planes of an odd size
/// are rounded up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planar {
    /// Width in luma samples; at least 1.
    pub width: u32,
    /// Height in luma samples; at least 1.
    pub height: u32,
    /// The samples.
    pub data: Vec<u8>,
}

/// How a picture must be turned to stand upright.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Mirrored left to right first.
    pub mirrored: bool,
    /// Then turned by this many quarters clockwise.
    pub quarters: u8,
}

impl Planar {
    /// Bytes of a picture of this size.
    pub fn bytes(width: u32, height: u32) -> usize {
        let (w, h) = (width as usize, height as usize);
        w * h + 2 * w.div_ceil(2) * h.div_ceil(2)
    }

    /// From tightly packed planes; none where their length does not fit the size.
    pub fn new(width: u32, height: u32, data: Vec<u8>) -> Option<Self> {
        let fits = width > 0 && height > 0 && data.len() == Self::bytes(width, height);
        fits.then_some(Self { width, height, data })
    }

    /// Samples, width and height of plane 0, 1 or 2.
    pub fn plane(&self, index: usize) -> (&[u8], usize, usize) {
        let (w, h) = (self.width as usize, self.height as usize);
        let (cw, ch) = (w.div_ceil(2), h.div_ceil(2));
        match index {
            0 => (&self.data[..w * h], w, h),
            _ => {
                let from = w * h + (index - 1) * cw * ch;
                (&self.data[from..from + cw * ch], cw, ch)
            }
        }
    }

    /// Turned upright.
    pub fn turned(self, turn: Turn) -> Self {
        if turn == Turn::default() {
            return self;
        }
        let swaps = turn.quarters % 2 == 1;
        let (width, height) =
            if swaps { (self.height, self.width) } else { (self.width, self.height) };
        let mut data = Vec::with_capacity(self.data.len());
        for index in 0..3 {
            let (plane, w, h) = self.plane(index);
            let (out_w, out_h) = if swaps { (h, w) } else { (w, h) };
            for y in 0..out_h {
                for x in 0..out_w {
                    let (sx, sy) = match turn.quarters % 4 {
                        0 => (x, y),
                        1 => (y, h - 1 - x),
                        2 => (w - 1 - x, h - 1 - y),
                        _ => (w - 1 - y, x),
                    };
                    let sx = if turn.mirrored { w - 1 - sx } else { sx };
                    data.push(plane[sy * w + sx]);
                }
            }
        }
        Self { width, height, data }
    }

    /// Half the size, rounded up, by averaging. Chroma keeps its place relative to luma.
    pub fn halved(&self, siting: Siting) -> Self {
        let (width, height) = (self.width.div_ceil(2), self.height.div_ceil(2));
        let mut data = Vec::with_capacity(Self::bytes(width, height));
        let (across, down) = match siting {
            Siting::Left => (COSITED, BETWEEN),
            Siting::Centre => (BETWEEN, BETWEEN),
            Siting::TopLeft => (COSITED, COSITED),
        };
        halve(self.plane(0), BETWEEN, BETWEEN, &mut data);
        halve(self.plane(1), across, down, &mut data);
        halve(self.plane(2), across, down, &mut data);
        Self { width, height, data }
    }

    /// Copies plane `index` into `out`, rows `stride` apart, its last column and row repeated up to
    /// `width`×`height` samples. What does not fit is left out.
    pub fn pad_into(
        &self,
        index: usize,
        out: &mut [u8],
        stride: usize,
        width: usize,
        height: usize,
    ) {
        let (plane, w, h) = self.plane(index);
        for (y, row) in out.chunks_mut(stride.max(1)).take(height).enumerate() {
            let from = &plane[y.min(h - 1) * w..][..w];
            let used = w.min(width).min(row.len());
            row[..used].copy_from_slice(&from[..used]);
            let end = width.min(row.len());
            row[used..end].fill(from[w - 1]);
        }
    }
}

/// Weights, in eighths, of the samples at 2i−1, 2i and 2i+1: halfway between the last two …
const BETWEEN: [u32; 3] = [0, 4, 4];
/// … or a quarter of the way from 2i to 2i+1: there lies a co-sited chroma sample of a picture
/// halved by averaging, half a luma sample after the co-sited one of the full picture.
const COSITED: [u32; 3] = [1, 4, 3];

fn halve(
    (plane, w, h): (&[u8], usize, usize),
    across: [u32; 3],
    down: [u32; 3],
    out: &mut Vec<u8>,
) {
    let row = |y: usize| &plane[y.min(h - 1) * w..][..w];
    for y in 0..h.div_ceil(2) {
        let rows = [row((2 * y).saturating_sub(1)), row(2 * y), row(2 * y + 1)];
        for x in 0..w.div_ceil(2) {
            let columns = [(2 * x).saturating_sub(1), 2 * x, (2 * x + 1).min(w - 1)];
            let mut sum = 0;
            for (row, wy) in rows.iter().zip(down).filter(|(_, wy)| *wy > 0) {
                for (column, wx) in columns.iter().zip(across) {
                    sum += u32::from(row[*column]) * wx * wy;
                }
            }
            out.push(((sum + 32) / 64) as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(width: u32, height: u32) -> Planar {
        let data = (0..Planar::bytes(width, height)).map(|i| i as u8).collect();
        Planar::new(width, height, data).unwrap()
    }

    #[test]
    fn four_quarter_turns_give_the_picture_back() {
        let picture = numbered(5, 3);
        let quarter = Turn { mirrored: false, quarters: 1 };
        let once = picture.clone().turned(quarter);
        assert_eq!((once.width, once.height), (3, 5));
        // The lower left sample comes to the upper left.
        assert_eq!(once.data[0], picture.plane(0).0[2 * 5]);
        assert_eq!(once.turned(quarter).turned(quarter).turned(quarter), picture);
    }

    #[test]
    fn halving_keeps_flat_pictures_flat_and_rounds_odd_sizes_up() {
        for siting in [Siting::Left, Siting::Centre, Siting::TopLeft] {
            let flat = Planar::new(7, 5, vec![77; Planar::bytes(7, 5)]).unwrap();
            let half = flat.halved(siting);
            assert_eq!((half.width, half.height), (4, 3));
            assert_eq!(half.data, vec![77; Planar::bytes(4, 3)]);
        }
    }

    #[test]
    fn left_sited_chroma_stays_in_its_place_when_halved() {
        // Chroma rises by 8 per chroma sample, so by 4 per luma sample of the full picture. The
        // co-sited sample 1 of the half picture lies on luma 2 of it: 4.5 of the full one, where
        // the ramp is at 18.
        let mut picture = Planar::new(16, 4, vec![0; Planar::bytes(16, 4)]).unwrap();
        for (i, sample) in picture.data[64..].iter_mut().enumerate() {
            *sample = (i % 8 * 8) as u8;
        }
        assert_eq!(picture.halved(Siting::Left).plane(1).0[1], 18);
        assert_eq!(picture.halved(Siting::Centre).plane(1).0[1], 20);
    }

    #[test]
    fn padding_repeats_the_edge() {
        let picture = numbered(3, 1);
        let mut out = [0; 10];
        picture.pad_into(0, &mut out, 5, 4, 2);
        assert_eq!(out, [0, 1, 2, 2, 0, 0, 1, 2, 2, 0]);
    }
}
