//! The last safety before the device: nothing leaves beyond full scale.
//!
//! The gains are meant to keep the sum below full scale. Should they not, the peaks are bent and
//! not cut off: t + (1 − t)·tanh((x − t)/(1 − t)) above the threshold t. There its slope is 1 and
//! its curvature 0, so that a sound that only touches the threshold is not roughened.

/// −1 dB of full scale, 10^(−1/20). Nothing below it is touched.
const THRESHOLD: f32 = 0.891_250_9;

/// A sample kept within ±1; what is not a number becomes silence.
pub(super) fn limited(sample: f32) -> f32 {
    if sample.abs() <= THRESHOLD {
        return sample;
    }
    if sample.is_nan() {
        return 0.0;
    }
    let room = 1.0 - THRESHOLD;
    let bent = THRESHOLD + room * ((sample.abs() - THRESHOLD) / room).tanh();
    bent.min(1.0).copysign(sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_threshold_nothing_changes() {
        for sample in [0.0, -0.0, 0.5, -0.89, 0.891] {
            assert_eq!(limited(sample).to_bits(), f32::to_bits(sample));
        }
    }

    #[test]
    fn above_it_peaks_are_bent_smoothly_and_stay_within_full_scale() {
        let curve: Vec<f32> = (0..40_000).map(|n| limited(n as f32 * 1e-4)).collect();
        assert!(curve.windows(2).all(|w| w[1] >= w[0] && w[1] - w[0] < 1.01e-4));
        assert!(curve.windows(3).all(|w| (w[2] - 2.0 * w[1] + w[0]).abs() < 1e-6));
        for sample in [f32::MAX, f32::INFINITY, 1.0, 7.0] {
            assert!(limited(sample) <= 1.0 && limited(-sample) == -limited(sample));
        }
        assert_eq!(limited(f32::NAN), 0.0);
    }
}
