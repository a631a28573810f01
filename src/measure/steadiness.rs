//! How well a picture tells the next, if each of its parts is moved to where it went.
//!
//! The *prediction gain* of N. S. Jayant and P. Noll, *Digital Coding of Waveforms*, 1984, in the
//! chapter on differential PCM (the variance of what is predicted by that of what is left), in
//! decibels. As in motion compensation, the prediction is the earlier picture moved block by block
//! ([`super::search`]), made as much brighter as the whole became. 0 dB: the earlier picture tells
//! nothing; 20 dB: all but a hundredth of the later picture's variance. What a measure of contrast
//! alone would give to a dull picture cancels in the quotient.

use super::search::Field;

/// The greatest gain that is told, in decibels: beyond lies the rounding to eight bits.
pub const GREATEST: f64 = 40.0;
/// A picture that varies less than this, in codes squared, holds nothing to be told.
const FLAT: f32 = 4.0;

/// The gain between two pictures, in decibels, from 0 to [`GREATEST`]; none where the later one,
/// of this variance in codes squared, is all but flat.
pub fn gain(field: &Field, variance: f32) -> Option<f64> {
    let untold = f64::from(field.untold);
    (variance >= FLAT && untold.is_finite())
        .then(|| (-10.0 * untold.max(1e-9).log10()).clamp(0.0, GREATEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::search::field;
    use crate::measure::small::Small;
    use crate::measure::synthetic::{Random, ladder, picture, texture};

    fn small(dx: f64, noise: f64, seed: u64) -> Small {
        let mut random = Random(seed);
        let mut grain: Vec<f64> = (0..40 * 23).map(|_| random.normal()).collect();
        grain.push(0.0);
        let luma = |x: u32, y: u32| {
            // Grain of 16 samples, which no smoothing takes away.
            let boil = grain[(y / 16 * 40 + x / 16) as usize] * noise;
            texture(f64::from(x) / 360.0 - dx, f64::from(y) / 360.0, 9, 0.02) + boil
        };
        Small::new(&ladder(picture(640, 360, luma))).unwrap()
    }

    fn between(one: &Small, two: &Small) -> f64 {
        gain(&field(one, two), two.moments.1).unwrap()
    }

    #[test]
    fn pure_translation_is_told_all_but_perfectly() {
        for dx in [0.0, 0.0131, 0.05, 0.2] {
            let gain = between(&small(0.0, 0.0, 1), &small(dx, 0.0, 1));
            assert!(gain > 25.0, "{dx} {gain}");
        }
    }

    #[test]
    fn the_more_it_boils_the_less_is_told() {
        let gain = |noise| between(&small(0.0, noise, 1), &small(0.02, noise, 2));
        let gains = [0.0, 5.0, 15.0, 50.0].map(gain);
        assert!(gains.is_sorted_by(|one, two| one > two), "{gains:?}");
        assert!(gains[3] < 6.0, "{gains:?}");
    }

    #[test]
    fn another_picture_altogether_tells_nothing() {
        let other = |x: u32, y: u32| texture(f64::from(x) / 360.0, f64::from(y) / 360.0, 77, 0.02);
        let other = Small::new(&ladder(picture(640, 360, other))).unwrap();
        assert!(between(&small(0.0, 0.0, 1), &other) < 3.0);
    }

    #[test]
    fn a_flat_picture_has_no_gain() {
        let flat = Small::new(&ladder(picture(64, 36, |_, _| 50.0))).unwrap();
        assert_eq!(gain(&field(&flat, &flat), flat.moments.1), None);
    }
}
