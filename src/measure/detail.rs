//! How fine the finest details of a picture are, at its native size, so that enlarging adds none.
//!
//! The amplitude of a photograph's spectrum falls as 1/f, its power P(f) as 1/f²: D. J. Field,
//! "Relations between the statistics of natural images and the response properties of cortical
//! cells", Journal of the Optical Society of America A 4(12), 1987.
//! So W(f) = f²·(P(f) − N) is about level up to where the picture ends. The *detail limit* is the
//! frequency below which 90 % of the sum of W lies. An enlarged picture has nothing above its old
//! end: twice as large, it keeps its cycles per picture height and has half the share of Nyquist.
//!
//! P is the radial mean of the periodogram of a square block, an eighth of the picture's height,
//! less its mean and under a Hann window (P. D. Welch, "The use of fast Fourier transform for the
//! estimation of power spectra", IEEE Transactions on Audio and Electroacoustics 15(2), 1967). N is
//! the mean power beyond the circle of Nyquist, in the corners, where noise is all there is: it is
//! subtracted as in S. Boll, "Suppression of acoustic noise in speech using spectral subtraction",
//! IEEE Transactions on Acoustics, Speech and Signal Processing 27(2), 1979. W is summed over 24 blocks that are not all
//! but flat, so that those with most contrast count most: in soft ones the traces of compression
//! would count as detail. A picture that is all but noise has no limit.

use std::sync::Arc;

use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};

use crate::rendition::planar::Planar;

/// The sides that a block may have: products of small primes, which transform fast.
const SIDES: [usize; 16] =
    [32, 40, 48, 64, 72, 80, 96, 108, 120, 128, 144, 160, 180, 192, 216, 240];
/// How many blocks across and down.
const GRID: (usize, usize) = (6, 4);
/// The share of W that lies below the limit.
const SHARE: f64 = 0.9;
/// A block whose luma varies less than this about its mean, in codes squared, is flat.
const FLAT: f32 = 4.0;
/// A picture of which less than this share of f²·P is left without the noise is noise.
const NOISE: f64 = 0.25;

/// The detail limit of one picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detail {
    /// In cycles per picture height.
    pub cycles: f64,
    /// As a share of what the picture's size can carry (Nyquist), 0 to 1.
    pub share: f64,
}

/// Finds detail limits; keeps what the Fourier transform of one size of block needs.
#[derive(Default)]
pub struct Detailing {
    plan: Option<Plan>,
}

/// Two blocks are transformed at once, as the real and the imaginary part of one.
struct Plan {
    side: usize,
    window: Vec<f32>,
    fft: Arc<dyn Fft<f32>>,
    rows: Vec<Complex<f32>>,
    columns: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
    /// For each place of the spectrum, its distance from the middle in cycles per block.
    ring: Vec<u16>,
}

impl Detailing {
    /// The detail limit of a picture; none where it is too small (under 32 samples) or has no
    /// structure that is more than noise.
    pub fn see(&mut self, picture: &Planar) -> Option<Detail> {
        let (luma, width, height) = picture.plane(0);
        let wished = height.div_ceil(8).min(width);
        let side = *SIDES.iter().min_by_key(|side| side.abs_diff(wished))?;
        if width < side || height < side {
            return None;
        }
        if self.plan.as_ref().is_none_or(|plan| plan.side != side) {
            self.plan = Some(Plan::new(side));
        }
        let plan = self.plan.as_mut()?;
        let at = |index: usize| {
            let (column, row) = (index % GRID.0, index / GRID.0);
            let x = (width - side) * (2 * column + 1) / (2 * GRID.0);
            let y = (height - side) * (2 * row + 1) / (2 * GRID.1);
            &luma[y * width + x..]
        };
        let mut sums = vec![(0.0, 0.0); side / 2 + 1];
        for pair in 0..GRID.0 * GRID.1 / 2 {
            plan.add(at(2 * pair), at(2 * pair + 1), width, &mut sums);
        }
        let limit = limit(&sums)?;
        Some(Detail {
            cycles: limit * height as f64 / side as f64,
            share: limit * 2.0 / side as f64,
        })
    }
}

impl Plan {
    fn new(side: usize) -> Self {
        let fft = FftPlanner::new().plan_fft_forward(side);
        let hann = |i: usize| {
            let angle = 2.0 * std::f32::consts::PI * (i as f32 + 0.5) / side as f32;
            0.5 - 0.5 * angle.cos()
        };
        let centred = |i: usize| i.min(side - i) as f64;
        let ring = |i: usize| centred(i % side).hypot(centred(i / side)).round() as u16;
        let blank = vec![Complex::default(); side * side];
        Self {
            side,
            window: (0..side).map(hann).collect(),
            scratch: vec![Complex::default(); fft.get_inplace_scratch_len()],
            fft,
            rows: blank.clone(),
            columns: blank,
            ring: (0..side * side).map(ring).collect(),
        }
    }

    /// Adds what two blocks have at each number of cycles per block: W, and f²·P. Each begins with
    /// its slice and has rows `stride` apart.
    fn add(&mut self, one: &[u8], two: &[u8], stride: usize, sums: &mut [(f64, f64)]) {
        let side = self.side;
        let (first, second) = (moments(one, stride, side), moments(two, stride, side));
        let flat = [first.1 < FLAT, second.1 < FLAT];
        if flat == [true, true] {
            return;
        }
        for (y, out) in self.rows.chunks_exact_mut(side).enumerate() {
            let (a, b) = (&one[y * stride..][..side], &two[y * stride..][..side]);
            let down = self.window[y];
            for (((out, across), a), b) in out.iter_mut().zip(&self.window).zip(a).zip(b) {
                let weight = across * down;
                *out = Complex::new(
                    (f32::from(*a) - first.0) * weight,
                    (f32::from(*b) - second.0) * weight,
                );
            }
        }
        self.fft.process_with_scratch(&mut self.rows, &mut self.scratch);
        for (x, out) in self.columns.chunks_exact_mut(side).enumerate() {
            for (out, row) in out.iter_mut().zip(self.rows.chunks_exact(side)) {
                *out = row[x];
            }
        }
        self.fft.process_with_scratch(&mut self.columns, &mut self.scratch);
        let radial = self.radial();
        for index in (0..2).filter(|index| !flat[*index]) {
            whitened(&radial, index, sums);
        }
    }

    /// For each distance from the middle: the power of both blocks and how many places have it.
    fn radial(&self) -> Vec<([f64; 2], f64)> {
        let side = self.side;
        let mut radial = vec![([0.0; 2], 0.0); side + 1];
        // The spectrum of a real block is the same at both ends: half of it is enough.
        for v in 0..=side / 2 {
            let mirrored = (side - v) % side;
            let row = &self.columns[v * side..][..side];
            let mirror = &self.columns[mirrored * side..][..side];
            for (u, (value, ring)) in row.iter().zip(&self.ring[v * side..]).enumerate() {
                let other = mirror[if u == 0 { 0 } else { side - u }].conj();
                let (powers, count) = &mut radial[usize::from(*ring)];
                powers[0] += f64::from((value + other).norm_sqr());
                powers[1] += f64::from((value - other).norm_sqr());
                *count += 1.0;
            }
        }
        radial
    }
}

/// The mean of a block and its variance about it.
fn moments(block: &[u8], stride: usize, side: usize) -> (f32, f32) {
    let (mut sum, mut squares) = (0_u32, 0_u32);
    for y in 0..side {
        for sample in &block[y * stride..][..side] {
            let sample = u32::from(*sample);
            // At most 240² times 255², which fits.
            sum = sum.wrapping_add(sample);
            squares = squares.wrapping_add(sample.wrapping_mul(sample));
        }
    }
    let count = (side * side) as f64;
    let mean = f64::from(sum) / count;
    (mean as f32, (f64::from(squares) / count - mean * mean) as f32)
}

/// Adds W and f²·P of one of two blocks.
fn whitened(radial: &[([f64; 2], f64)], index: usize, sums: &mut [(f64, f64)]) {
    let corner = radial.get(sums.len() + 1..).unwrap_or_default();
    let places: f64 = corner.iter().map(|ring| ring.1).sum();
    let noise = corner.iter().map(|ring| ring.0[index]).sum::<f64>() / places.max(1.0);
    for (cycles, (sum, ring)) in sums.iter_mut().zip(radial).enumerate().skip(1) {
        let (squared, power) = ((cycles * cycles) as f64, ring.0[index] / ring.1.max(1.0));
        sum.0 += squared * (power - noise);
        sum.1 += squared * power;
    }
}

/// The limit, in cycles per block, between whole cycles by straight lines.
fn limit(sums: &[(f64, f64)]) -> Option<f64> {
    let (total, all) = sums.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    if total <= NOISE * all {
        return None;
    }
    let mut below = 0.0;
    for (cycles, (own, _)) in sums.iter().enumerate() {
        if below + own >= SHARE * total {
            return Some(cycles as f64 - 0.5 + (SHARE * total - below) / own);
        }
        below += own;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::synthetic::{Random, enlarged, natural, picture};

    fn share(picture: &Planar) -> f64 {
        Detailing::default().see(picture).unwrap().share
    }

    #[test]
    fn a_picture_enlarged_twice_has_half_the_share_and_the_same_cycles() {
        let small = natural(640, 384, 1);
        let large = enlarged(&small);
        let (one, two) =
            (Detailing::default().see(&small).unwrap(), Detailing::default().see(&large).unwrap());
        assert!(one.share > 0.6, "{one:?}");
        assert!((two.share / one.share - 0.5).abs() < 0.08, "{one:?} {two:?}");
        assert!((two.cycles / one.cycles - 1.0).abs() < 0.15, "{one:?} {two:?}");
    }

    #[test]
    fn a_grating_has_its_own_frequency() {
        for (period, height) in [(4.0, 360), (8.0, 720), (16.0, 720)] {
            let wave = |x: u32, _: u32| {
                128.0 + 60.0 * (f64::from(x) * std::f64::consts::TAU / period).cos()
            };
            let detail = Detailing::default().see(&picture(height * 16 / 9, height, wave)).unwrap();
            assert!((detail.share * period / 2.0 - 1.0).abs() < 0.2, "{period} {detail:?}");
        }
    }

    #[test]
    fn noise_moves_the_limit_little_and_has_none_itself() {
        let mut random = Random(7);
        let noise = picture(640, 360, |_, _| 128.0 + 8.0 * random.normal());
        assert_eq!(Detailing::default().see(&noise), None);
        let soft = enlarged(&natural(320, 180, 1));
        let plane = soft.plane(0).0.to_vec();
        let noisy = picture(640, 360, |x, y| {
            f64::from(plane[(y * 640 + x) as usize]) + 3.0 * random.normal()
        });
        let (clean, noisy) = (share(&soft), share(&noisy));
        assert!((noisy / clean - 1.0).abs() < 0.25, "{clean} {noisy}");
    }

    #[test]
    fn what_is_flat_or_tiny_has_no_limit_and_any_size_is_taken() {
        assert_eq!(Detailing::default().see(&picture(640, 360, |_, _| 90.0)), None);
        let mut detailing = Detailing::default();
        for (width, height) in [(1, 1), (33, 31), (32, 32), (1000, 3), (51, 4000), (1900, 1081)] {
            let some = detailing.see(&picture(width, height, |x, y| {
                60.0 + 40.0 * ((f64::from(x) / 5.0).sin() + (f64::from(y) / 7.0).sin())
            }));
            assert_eq!(some.is_some(), width >= 32 && height >= 32, "{width} {height}");
        }
    }
}
