//! Chance that falls out the same on every machine.

use std::f32::consts::PI;

/// Numbers that look random and follow from a seed: SplitMix64 (G. L. Steele, D. Lea, C. H. Flood,
/// *Fast splittable pseudorandom number generators*, OOPSLA 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A source of its own for each seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(1))
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to 1, without 1.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1u32 << 24) as f32
    }

    /// From −1 up to 1: white noise, sample by sample.
    pub fn signed(&mut self) -> f32 {
        self.unit() * 2.0 - 1.0
    }

    /// Between two values.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }
}

/// A value that wanders smoothly between −1 and 1.
#[derive(Clone, Debug)]
pub struct Drift {
    random: Random,
    from: f32,
    to: f32,
    at: f32,
    step: f32,
}

impl Drift {
    /// Turns about `per_second` times in a second where it is asked `rate` times in a second.
    #[must_use]
    pub fn new(seed: u64, per_second: f32, rate: f32) -> Self {
        let mut random = Random::new(seed);
        let (from, to) = (random.signed(), random.signed());
        Self { random, from, to, at: 0.0, step: per_second / rate }
    }

    /// The next value.
    pub fn next(&mut self) -> f32 {
        let bend = 0.5 - 0.5 * (PI * self.at).cos();
        let value = self.from + (self.to - self.from) * bend;
        self.at += self.step;
        if self.at >= 1.0 {
            self.at -= 1.0;
            (self.from, self.to) = (self.to, self.random.signed());
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_again_and_another_seed_others() {
        let first = |seed| Random::new(seed).signed();
        assert_eq!(first(3).to_bits(), first(3).to_bits());
        assert_ne!(first(3).to_bits(), first(4).to_bits());
        let mut random = Random::new(1);
        let mean: f32 = (0..10_000).map(|_| random.signed()).sum::<f32>() / 10_000.0;
        assert!(mean.abs() < 0.02, "{mean}");
    }

    #[test]
    fn what_drifts_stays_in_its_range_and_never_jumps() {
        let mut drift = Drift::new(5, 2.0, 100.0);
        let values: Vec<f32> = (0..1000).map(|_| drift.next()).collect();
        assert!(values.iter().all(|value| value.abs() <= 1.0));
        assert!(values.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 0.07));
    }
}
