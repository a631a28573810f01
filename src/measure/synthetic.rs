//! Films and pictures whose measures are known, for the tests.

use crate::measure::Seen;
use crate::rendition::planar::Planar;
use crate::rendition::{Colour, Siting};
use crate::timeline::FilmTime;

/// Numbers that look random and are the same every time (xorshift64*, G. Marsaglia, "Xorshift
/// RNGs", Journal of Statistical Software 8(14), 2003).
pub struct Random(pub u64);

impl Random {
    /// Between 0 and 1.
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About normal, mean 0, deviation 1: the sum of twelve.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// A grey picture from the luma of each place.
pub fn picture(width: u32, height: u32, mut luma: impl FnMut(u32, u32) -> f64) -> Planar {
    let mut data = vec![128; Planar::bytes(width, height)];
    for y in 0..height {
        for x in 0..width {
            data[(y * width + x) as usize] = luma(x, y).round().clamp(0.0, 255.0) as u8;
        }
    }
    Planar::new(width, height, data).unwrap()
}

/// A lattice of random values with smooth ways between.
fn noise(x: f64, y: f64, seed: u64) -> f64 {
    let at = |x: f64, y: f64| {
        let place = (x as i64 as u64) ^ (y as i64 as u64).rotate_left(32) ^ (seed << 17);
        Random(place.wrapping_mul(0x2545_f491_4f6c_dd1d)).uniform() - 0.5
    };
    let (left, top) = (x.floor(), y.floor());
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - left), ease(y - top));
    let row = |y: f64| at(left, y) * (1.0 - u) + at(left + 1.0, y) * u;
    row(top) * (1.0 - v) + row(top + 1.0) * v
}

/// A texture without end, in picture heights, with structure of sizes from a half to `finest`:
/// its value about 128, its deviation about 35.
pub fn texture(x: f64, y: f64, seed: u64, finest: f64) -> f64 {
    let (mut sum, mut size) = (0.0, 0.5);
    let mut octave = 0;
    while size >= finest {
        sum += 60.0 * noise(x / size + 1000.0, y / size + 1000.0, seed + octave)
            / f64::from(1 + u32::try_from(octave).unwrap()).sqrt();
        size /= 2.0;
        octave += 1;
    }
    128.0 + sum
}

/// A picture whose amplitude falls as 1/f up to Nyquist: octaves of [`noise`], all of one
/// strength, the last of them every sample for itself.
pub fn natural(width: u32, height: u32, seed: u64) -> Planar {
    picture(width, height, |x, y| {
        let (mut sum, mut size) = (0.0, 1.0);
        while size < 200.0 {
            let (u, v) = (f64::from(x) / size + 0.3 * size, f64::from(y) / size + 0.7 * size);
            sum += 40.0 * noise(u, v, seed + size as u64);
            size *= 2.0;
        }
        128.0 + sum
    })
}

/// Twice as large by cubic convolution, as most programs do it.
pub fn enlarged(small: &Planar) -> Planar {
    let (plane, width, height) = small.plane(0);
    let at = |x: i64, y: i64| {
        let (x, y) = (x.clamp(0, width as i64 - 1), y.clamp(0, height as i64 - 1));
        f64::from(plane[y as usize * width + x as usize])
    };
    let between = [-1.0 / 16.0, 9.0 / 16.0, 9.0 / 16.0, -1.0 / 16.0];
    let row = |x: u32, y: i64| {
        let left = i64::from(x / 2);
        if x.is_multiple_of(2) {
            return at(left, y);
        }
        (0..4).map(|tap| at(left - 1 + tap, y) * between[tap as usize]).sum()
    };
    picture(small.width * 2, small.height * 2, |x, y| {
        let top = i64::from(y / 2);
        if y.is_multiple_of(2) {
            return row(x, top);
        }
        (0..4).map(|tap| row(x, top - 1 + tap) * between[tap as usize]).sum()
    })
}

/// How a synthetic film is made.
#[derive(Clone, Copy)]
pub struct Made {
    /// The size of its pictures.
    pub size: (u32, u32),
    /// Its frames a second.
    pub rate: f64,
    /// Its length in seconds.
    pub seconds: f64,
}

impl Made {
    /// The film whose luma at a time in seconds and a place in picture heights is `luma`, averaged
    /// over two by two points of each sample, shown to `see`, all in shot 0.
    pub fn show(&self, luma: impl Fn(f64, f64, f64) -> f64, mut see: impl FnMut(&Seen)) {
        let (width, height) = self.size;
        let unit = f64::from(height);
        let at = |frame: f64| FilmTime::from_secs_f64(frame / self.rate);
        for frame in 0..(self.seconds * self.rate).round() as u32 {
            let time = f64::from(frame) / self.rate;
            let full = picture(width, height, |x, y| {
                let place = |x: u32, part: f64| (f64::from(x) + part) / unit;
                let mut sum = 0.0;
                for (u, v) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                    sum += luma(time, place(x, u), place(y, v));
                }
                sum / 4.0
            });
            let sizes = ladder(full);
            see(&Seen {
                start: at(f64::from(frame)),
                end: at(f64::from(frame) + 1.0),
                shot: 0,
                clip: 0,
                sizes: &sizes,
                colour: Colour::default(),
            });
        }
    }
}

/// A picture and its half, quarter and eighth.
pub fn ladder(full: Planar) -> Vec<Planar> {
    let mut sizes = vec![full];
    for _ in 0..3 {
        let next = sizes.last().unwrap().halved(Siting::Left);
        sizes.push(next);
    }
    sizes
}
