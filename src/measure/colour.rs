//! Which colours a picture uses, and how far a shot drifts from the colours it opened with.
//!
//! *Gamut* is the area of the ellipse of concentration of the chromaticities u′v′: the ellipse
//! which, evenly filled, has the same mean and the same second moments, so 4π·√det of their
//! covariance (H. Cramér, *Mathematical Methods of Statistics*, 1946, chapter 21), as a share
//! of the triangle of BT.709. A hull would tell of the few outermost samples, most of them noise.
//! What is darker than 2 % of white is left out: its chromaticity is mostly rounding.
//!
//! *Chroma* is the mean C*ab of CIELAB. *Drift* is the CIEDE2000 difference between the mean
//! colours of the first and of the last half second of a shot ([`super::lab`]).

use std::collections::VecDeque;

use super::lab::{Lab, Reader, chromaticity, difference, lab};
use crate::rendition::planar::Planar;
use crate::timeline::FilmTime;

/// The area of the triangle of BT.709's primaries in u′v′.
const TRIANGLE: f64 = 0.064_89;
/// Samples asked in a picture, at least where it has them; at most about three times as many.
const SAMPLES: usize = 1500;
/// What is darker, as a share of white, has no chromaticity.
const DARK: f32 = 0.02;
/// Bins of each component in a [`Palette`]'s histogram.
const BINS: usize = 32;
/// Half a second, in nanoseconds.
const HALF: i64 = 500_000_000;
/// The most frames of half a second that are kept.
const MOST: usize = 128;

/// The colours of one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// The area of the ellipse of concentration as a share of BT.709's triangle; none where all is
    /// dark.
    pub gamut: Option<f64>,
    /// The mean C*ab.
    pub chroma: f64,
    /// The mean in CIELAB.
    pub mean: Lab,
    histogram: [f32; 3 * BINS],
}

impl Palette {
    /// Of a frame in one or more sizes, largest first; none where there is no picture.
    pub fn new(sizes: &[Planar], reader: &Reader) -> Option<Self> {
        let samples = |p: &Planar| p.plane(1).1 * p.plane(1).2;
        let enough = |p: &&Planar| samples(p) >= SAMPLES;
        let from = sizes.iter().rev().find(enough).or(sizes.first())?;
        let step = (samples(from) as f64 / (3 * SAMPLES) as f64).sqrt().ceil().max(1.0) as usize;
        let ((luma, lw, lh), (cb, w, h), (cr, ..)) = (from.plane(0), from.plane(1), from.plane(2));
        let (mut sum, mut chroma, mut count) = ([0.0; 3], 0.0, 0.0_f64);
        let (mut moments, mut coloured) = ([0.0; 5], 0.0_f64);
        let mut histogram = [0.0; 3 * BINS];
        for y in (0..h).step_by(step) {
            let rows = [2 * y, (2 * y + 1).min(lh - 1)].map(|y| &luma[y * lw..][..lw]);
            for x in (0..w).step_by(step) {
                let columns = [2 * x, (2 * x + 1).min(lw - 1)];
                let four = rows.map(|row| columns.map(|x| u16::from(row[x]))).concat();
                let luma = f32::from(four.iter().sum::<u16>()) / 4.0;
                let codes = [luma, f32::from(cb[y * w + x]), f32::from(cr[y * w + x])];
                for (part, code) in codes.iter().enumerate() {
                    histogram[part * BINS + *code as usize * BINS / 256] += 1.0;
                }
                let xyz = reader.xyz(codes);
                let seen = lab(xyz);
                for (sum, part) in sum.iter_mut().zip([seen.l, seen.a, seen.b]) {
                    *sum += part;
                }
                chroma += seen.chroma();
                count += 1.0;
                if xyz[1] >= DARK
                    && let Some((u, v)) = chromaticity(xyz)
                {
                    let parts = [u, v, u * u, u * v, v * v];
                    moments.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
                    coloured += 1.0;
                }
            }
        }
        let [l, a, b] = sum.map(|sum| sum / count);
        histogram.iter_mut().for_each(|bin| *bin /= count as f32);
        let gamut = (coloured >= 0.01 * count).then(|| ellipse(moments.map(|m| m / coloured)));
        Some(Self { gamut, chroma: chroma / count, mean: Lab { l, a, b }, histogram })
    }

    /// How much of two pictures' histograms is apart, 0 to 1, the mean of the three components (M.
    /// J. Swain and D. H. Ballard, "Color indexing", IJCV 7(1), 1991, one less the intersection).
    pub fn apart(&self, other: &Self) -> f32 {
        let both = self.histogram.iter().zip(&other.histogram);
        both.map(|(one, two)| (one - two).abs()).sum::<f32>() / 6.0
    }
}

/// The share of the triangle, from the means of u, v, u², uv and v².
fn ellipse([u, v, uu, uv, vv]: [f64; 5]) -> f64 {
    let determinant = (uu - u * u) * (vv - v * v) - (uv - u * v).powi(2);
    4.0 * std::f64::consts::PI * determinant.max(0.0).sqrt() / TRIANGLE
}

/// Follows the mean colour of a shot.
#[derive(Clone, Debug, Default)]
pub struct Drift {
    begun: Option<FilmTime>,
    /// The sum over the first half second, weighted by time, and that time.
    opening: ([f64; 3], f64),
    last: VecDeque<(FilmTime, f64, Lab)>,
}

impl Drift {
    /// Takes in the mean colour of a frame that stands from `start` to `end`: the difference of
    /// the half second that ends with it from the opening. None within the shot's first second,
    /// where the two would share frames.
    pub fn see(&mut self, start: FilmTime, end: FilmTime, mean: Lab) -> Option<f64> {
        let begun = *self.begun.get_or_insert(start);
        let seconds = end.0.saturating_sub(start.0).max(1) as f64 / 1e9;
        if start.0.saturating_sub(begun.0) < HALF {
            let parts = [mean.l, mean.a, mean.b];
            self.opening.0.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part * seconds);
            self.opening.1 += seconds;
        }
        self.last.push_back((end, seconds, mean));
        let past = |at: &FilmTime| end.0.saturating_sub(at.0) >= HALF;
        while self.last.len() > MOST || self.last.front().is_some_and(|first| past(&first.0)) {
            self.last.pop_front();
        }
        if end.0.saturating_sub(begun.0) < 2 * HALF {
            return None;
        }
        let all: f64 = self.last.iter().map(|one| one.1).sum();
        let part = |of: fn(&Lab) -> f64| {
            self.last.iter().map(|(_, seconds, mean)| of(mean) * seconds).sum::<f64>() / all
        };
        let closing = Lab { l: part(|m| m.l), a: part(|m| m.a), b: part(|m| m.b) };
        let [l, a, b] = self.opening.0.map(|sum| sum / self.opening.1);
        (all > 0.0).then(|| difference(Lab { l, a, b }, closing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::synthetic::ladder;
    use crate::rendition::Colour;

    /// Columns of equal width, each of one colour.
    fn patches(width: u32, height: u32, colours: &[[u8; 3]]) -> Planar {
        let mut picture =
            Planar::new(width, height, vec![0; Planar::bytes(width, height)]).unwrap();
        let mut from = 0;
        for part in [0, 1, 2] {
            let (_, w, h) = picture.plane(part);
            for index in 0..w * h {
                picture.data[from + index] = colours[index % w * colours.len() / w][part];
            }
            from += w * h;
        }
        picture
    }

    fn palette(picture: Planar) -> Palette {
        Palette::new(&ladder(picture), &Reader::new(Colour::default())).unwrap()
    }

    #[test]
    fn grey_uses_no_colour_and_black_has_none() {
        let grey = palette(patches(640, 360, &[[40, 128, 128], [200, 128, 128]]));
        assert!(grey.gamut.unwrap() < 1e-4 && grey.chroma < 0.1, "{grey:?}");
        assert_eq!(palette(patches(640, 360, &[[16, 128, 128]])).gamut, None);
    }

    #[test]
    fn the_area_of_four_patches_is_that_of_their_ellipse_at_any_size() {
        let four = [[120, 128, 170], [120, 128, 90], [120, 170, 128], [120, 90, 128]];
        let reader = Reader::new(Colour::default());
        let places = four.map(|codes| chromaticity(reader.xyz(codes.map(f32::from))).unwrap());
        let mean = |of: fn((f64, f64)) -> f64| places.map(of).iter().sum::<f64>() / 4.0;
        let known = ellipse([
            mean(|p| p.0),
            mean(|p| p.1),
            mean(|p| p.0 * p.0),
            mean(|p| p.0 * p.1),
            mean(|p| p.1 * p.1),
        ]);
        assert!(known > 0.1, "{known}");
        for (width, height) in [(256, 256), (640, 360), (1920, 1080)] {
            let gamut = palette(patches(width, height, &four)).gamut.unwrap();
            assert!((gamut / known - 1.0).abs() < 0.08, "{width} {gamut} {known}");
        }
    }

    #[test]
    fn the_triangle_is_that_of_the_primaries() {
        let (r, g, b) = ((0.4507, 0.5229), (0.1250, 0.5625), (0.1754, 0.1579));
        let cross = |p: (f64, f64), q: (f64, f64)| p.0 * q.1 - p.1 * q.0;
        let area = (cross(r, g) + cross(g, b) + cross(b, r)).abs() / 2.0;
        assert!((area / TRIANGLE - 1.0).abs() < 0.01, "{area}");
    }

    #[test]
    fn a_shot_that_reddens_drifts_by_the_difference_of_its_ends() {
        for rate in [8.0, 24.0, 60.0] {
            let (mut drift, mut last) = (Drift::default(), None);
            let colour = |t: f64| Lab { l: 50.0, a: (t - 1.0).clamp(0.0, 1.0) * 20.0, b: 0.0 };
            for frame in 0..(3.0 * rate) as i32 {
                let at = |frame: i32| FilmTime::from_secs_f64(f64::from(frame) / rate);
                let mean = colour(f64::from(frame) / rate);
                last = drift.see(at(frame), at(frame + 1), mean);
            }
            let known = difference(colour(0.0), colour(3.0));
            assert!((last.unwrap() - known).abs() < 1e-6, "{rate} {last:?} {known}");
        }
    }
}
