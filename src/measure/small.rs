//! The small picture that motion, steadiness, flicker and cuts are read from.
//!
//! Whatever a film's native size, it has about 256×144 samples: so what is measured does not
//! depend on that size, and takes the same time. Each sample is the mean of the area it covers,
//! smoothed by the binomial [1 2 1]/4 both ways, so that it can be moved by parts of a sample.

use crate::rendition::planar::Planar;

/// The samples of a small picture, about.
const AREA: f64 = 256.0 * 144.0;
/// The side of a block: width and height are multiples of it.
pub const SIDE: usize = 8;
/// A sample is a code of luma times this.
pub const PARTS: f32 = 16.0;

/// One size of a small picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Its width in samples.
    pub width: usize,
    /// Its height in samples.
    pub height: usize,
    /// Luma codes times [`PARTS`].
    pub luma: Vec<i16>,
}

/// A small picture with its quarter and eighth.
#[derive(Clone, Debug, PartialEq)]
pub struct Small {
    /// The picture, then a quarter and an eighth as wide and high.
    pub levels: [Level; 3],
    /// The mean of its luma in codes and the variance about it.
    pub moments: (f32, f32),
    /// What one sample across and one down are of the picture's height.
    pub unit: (f64, f64),
}

impl Small {
    /// From a frame in one or more sizes, largest first; none where there is no picture at all.
    pub fn new(sizes: &[Planar]) -> Option<Self> {
        let native = sizes.first()?;
        let (w, h) = (f64::from(native.width), f64::from(native.height));
        let aspect = (w / h).clamp(0.125, 8.0);
        let side = |length: f64| (length / SIDE as f64).round() as usize * SIDE;
        let (width, height) = (side((AREA * aspect).sqrt()), side((AREA / aspect).sqrt()));
        let enough = |p: &&Planar| p.width as usize >= width && p.height as usize >= height;
        let from = sizes.iter().rev().find(enough).unwrap_or(native);
        let full = smoothed(&shrunk(from.plane(0), width, height), width, height);
        let (mut sum, mut squares) = (0_i64, 0_i64);
        for sample in &full.luma {
            let sample = i64::from(*sample);
            sum = sum.wrapping_add(sample);
            squares = squares.wrapping_add(sample.wrapping_mul(sample));
        }
        let count = (width * height) as f64;
        let mean = sum as f64 / count;
        let variance = squares as f64 / count - mean * mean;
        let parts = f64::from(PARTS);
        let (quarter, eighth) = (averaged(&full, 4), averaged(&full, 8));
        let levels = [full, quarter, eighth];
        Some(Self {
            moments: ((mean / parts) as f32, (variance / parts / parts) as f32),
            unit: (w / h / width as f64, 1.0 / height as f64),
            levels,
        })
    }

    /// The picture itself.
    pub fn full(&self) -> &Level {
        &self.levels[0]
    }

    /// Whether another has the same size, so that the two can be compared.
    pub fn fits(&self, other: &Self) -> bool {
        let (own, other) = (self.full(), other.full());
        (own.width, own.height) == (other.width, other.height)
    }
}

/// What part of `from` samples each of `to` samples covers: the first and the weight of each.
fn spans(from: usize, to: usize) -> Vec<(usize, Vec<f32>)> {
    let scale = from as f64 / to as f64;
    let span = |at: usize| {
        let (start, end) = (at as f64 * scale, (at + 1) as f64 * scale);
        let first = (start.floor() as usize).min(from - 1);
        let last = (end.ceil() as usize).clamp(first + 1, from);
        let covered = |i: usize| (end.min((i + 1) as f64) - start.max(i as f64)).max(0.0) / scale;
        (first, (first..last).map(|i| covered(i) as f32).collect())
    };
    (0..to).map(span).collect()
}

/// The mean of what each sample covers.
fn shrunk((plane, w, h): (&[u8], usize, usize), width: usize, height: usize) -> Vec<f32> {
    let across = spans(w, width);
    let mut out = Vec::with_capacity(width * height);
    let mut row = vec![0.0_f32; w];
    for (first, weights) in spans(h, height) {
        row.fill(0.0);
        for (line, weight) in plane.chunks_exact(w).skip(first).zip(weights) {
            for (sum, sample) in row.iter_mut().zip(line) {
                *sum += f32::from(*sample) * weight;
            }
        }
        for (first, weights) in &across {
            let covered = &row[*first..];
            out.push(covered.iter().zip(weights).map(|(sample, weight)| sample * weight).sum());
        }
    }
    out
}

fn smoothed(samples: &[f32], width: usize, height: usize) -> Level {
    let mut luma = Vec::with_capacity(width * height);
    let mut line = vec![0.0; width + 2];
    for y in 0..height {
        let row = |y: usize| &samples[y.min(height - 1) * width..][..width];
        let (above, own, below) = (row(y.saturating_sub(1)), row(y), row(y + 1));
        for (((out, above), own), below) in line[1..].iter_mut().zip(above).zip(own).zip(below) {
            *out = above + 2.0 * own + below;
        }
        line[0] = line[1];
        line[width + 1] = line[width];
        let scale = PARTS / 16.0;
        luma.extend(line.windows(3).map(|l| {
            // Always positive, so that half added and cut is rounded.
            ((l[0] + 2.0 * l[1] + l[2]) * scale + 0.5) as i16
        }));
    }
    Level { width, height, luma }
}

/// The mean of squares of `side` samples; what is left over at the right and below is left out.
fn averaged(full: &Level, side: usize) -> Level {
    let (width, height) = (full.width / side, full.height / side);
    let mut luma = Vec::with_capacity(width * height);
    for rows in full.luma.chunks_exact(full.width * side) {
        for x in 0..width {
            let sum: i32 = rows
                .chunks_exact(full.width)
                .flat_map(|row| &row[x * side..][..side])
                .fold(0, |sum, sample| sum.wrapping_add(i32::from(*sample)));
            luma.push((sum / (side * side) as i32) as i16);
        }
    }
    Level { width, height, luma }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::synthetic::{ladder, picture};

    #[test]
    fn a_ramp_stays_the_same_ramp_whatever_its_size() {
        for height in [40, 144, 270, 480, 720, 1084] {
            let width = height * 16 / 9;
            let ramp = picture(width, height, |x, _| f64::from(x) * 200.0 / f64::from(width));
            let small = Small::new(&ladder(ramp)).unwrap();
            assert_eq!((small.full().width, small.full().height), (256, 144));
            for x in [8_u16, 64, 128, 240] {
                let luma = f32::from(small.full().luma[256 * 70 + usize::from(x)]) / PARTS;
                let known = (f32::from(x) + 0.5) * 200.0 / 256.0;
                assert!((luma - known).abs() < 3.0, "{height} {x} {luma} {known}");
            }
        }
    }

    #[test]
    fn any_shape_is_taken() {
        for (width, height) in [(1, 1), (1, 3000), (3000, 1), (81, 144), (256, 256)] {
            let small = Small::new(&ladder(picture(width, height, |_, _| 77.0))).unwrap();
            assert_eq!(small.moments, (77.0, 0.0));
            assert_eq!(small.full().width % SIDE, 0);
            assert!(small.full().luma.len() < 50_000, "{width} {height}");
        }
        assert_eq!(Small::new(&[]), None);
    }
}
