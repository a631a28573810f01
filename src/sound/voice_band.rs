//! The part of a sound that a voice is understood by, 300 to 3400 Hz (the band of the telephone,
//! ITU-T G.712), as a sixth of its samples: enough to compare two sounds, and cheap.
//!
//! A windowed-sinc low-pass takes every sixth sample only; two one-pole high-passes then take away
//! hum and rumble. Both filters do the same to any two sounds, so what lay between them stays.

use std::f64::consts::{PI, TAU};

/// Reads frames of a sound, left and right, from this one on, and fills the slice with them.
pub type Frames<'a> = dyn FnMut(i64, &mut [[f32; 2]]) + 'a;

/// Frames of the sound, at 48 kHz, for one sample of the band.
pub const STEP: usize = 6;
/// Samples of the band per second.
pub const BAND_RATE: usize = 48_000 / STEP;

/// The length of the low-pass in frames. Under a Hamming window it falls by 53 dB within
/// 3.3 / TAPS of the rate, 1.2 kHz, so hardly anything over 4 kHz is left to be mirrored.
const TAPS: usize = 128;
/// The corner of the low-pass in Hz, in the middle of its fall.
const CORNER: f64 = 3400.0;
/// The corner of each high-pass in Hz.
const LOWEST: f64 = 300.0;
/// Samples of the band before the first that is asked for, in which the high-passes settle.
const SETTLING: usize = BAND_RATE / 50;
/// Sums that run side by side, so that the processor can add them at once.
const LANES: usize = 16;

/// The filters.
pub struct VoiceBand {
    taps: Vec<f32>,
    /// What a high-pass keeps from sample to sample.
    keep: f32,
}

impl Default for VoiceBand {
    /// Works the filters out.
    fn default() -> Self {
        let tap = |n: usize| {
            let from_middle = n as f64 - (TAPS - 1) as f64 / 2.0;
            let angle = TAU * CORNER / 48_000.0 * from_middle;
            let window = 0.54 - 0.46 * (TAU * n as f64 / (TAPS - 1) as f64).cos();
            (angle.sin() / (PI * from_middle) * window) as f32
        };
        let keep = (-TAU * LOWEST / BAND_RATE as f64).exp() as f32;
        Self { taps: (0..TAPS).map(tap).collect(), keep }
    }
}

impl VoiceBand {
    /// So many samples of the band, from this frame on, of a sound that is `frames` long; silence
    /// outside. The source is asked only for frames that there are.
    pub fn read(&self, source: &mut Frames<'_>, from: i64, count: usize, frames: u64) -> Vec<f32> {
        let outputs = count + SETTLING;
        let first = from - (SETTLING * STEP + TAPS / 2) as i64;
        let mut mono = vec![0.0; (outputs - 1) * STEP + TAPS];
        let there = |at: i64| at.clamp(0, frames.min(i64::MAX as u64) as i64);
        let (start, end) = (there(first), there(first + mono.len() as i64));
        if start < end {
            let mut stereo = vec![[0.0; 2]; (end - start) as usize];
            source(start, &mut stereo);
            let into = &mut mono[(start - first) as usize..];
            for (sample, [left, right]) in into.iter_mut().zip(stereo) {
                *sample = (left + right) / 2.0;
            }
        }
        let mut band: Vec<f32> =
            mono.windows(TAPS).step_by(STEP).map(|frames| dot(frames, &self.taps)).collect();
        for _ in 0..2 {
            self.without_rumble(&mut band);
        }
        band.split_off(SETTLING)
    }

    fn without_rumble(&self, band: &mut [f32]) {
        let (mut before, mut last) = (0.0, 0.0);
        for sample in band {
            last = self.keep * (last + *sample - before);
            before = *sample;
            *sample = last;
        }
    }
}

/// The sum of the products, as far as both go.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How loud a sine comes through, in dB.
    fn through(hertz: f64) -> f64 {
        let mut sine = |from: i64, into: &mut [[f32; 2]]| {
            for (n, frame) in into.iter_mut().enumerate() {
                let turn = TAU * hertz * (from + n as i64) as f64 / 48_000.0;
                *frame = [turn.sin() as f32; 2];
            }
        };
        let band = VoiceBand::default().read(&mut sine, 9600, BAND_RATE, 1_000_000);
        10.0 * (2.0 * f64::from(dot(&band, &band)) / BAND_RATE as f64).log10()
    }

    #[test]
    fn a_voice_comes_through_and_what_is_above_and_below_does_not() {
        for hertz in [700.0, 1000.0, 2000.0, 2700.0] {
            assert!(through(hertz).abs() < 4.0, "{hertz} Hz: {}", through(hertz));
        }
        for hertz in [50.0, 4100.0, 5000.0, 7000.0, 12_000.0, 20_000.0] {
            assert!(through(hertz) < -25.0, "{hertz} Hz: {}", through(hertz));
        }
    }

    #[test]
    fn only_frames_that_there_are_are_asked_for() {
        for (from, count) in [(-9600, 100), (-9600, 4000), (0, 0), (900, 400), (50_000, 100)] {
            let mut source = |at: i64, into: &mut [[f32; 2]]| {
                assert!(at >= 0 && at + into.len() as i64 <= 1000);
                into.fill([0.5; 2]);
            };
            let band = VoiceBand::default().read(&mut source, from, count, 1000);
            assert_eq!(band.len(), count);
        }
    }

    #[test]
    fn where_the_reading_begins_changes_nothing() {
        let mut steps = |from: i64, into: &mut [[f32; 2]]| {
            for (n, frame) in into.iter_mut().enumerate() {
                *frame = [((from + n as i64) % 77) as f32 / 77.0; 2];
            }
        };
        let band = VoiceBand::default();
        let whole = band.read(&mut steps, 0, 4000, 48_000);
        let part = band.read(&mut steps, 6000, 1000, 48_000);
        assert!(whole[1000..2000].iter().zip(part).all(|(a, b)| (a - b).abs() < 1e-3));
    }
}
