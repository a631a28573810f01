//! The cross-fade law: how loud two sounds are for a share between them, so that the whole is as
//! loud everywhere between them as at both ends.
//!
//! The power of `a·A + b·B` is a² + b² + 2ρab for two sounds of equal power and correlation ρ. So
//! sounds that are the same (ρ = 1) need gains with the sum 1, and sounds that have nothing in
//! common (ρ = 0) need squares with the sum 1. Versions of one film lie in between: much of their
//! sound is often the same. Here the straight pair (1 − x, x) is divided by the root of its own
//! power. The condition of constant power for a measured ρ is that of M. Fink, M. Holters and
//! U. Zölzer, *Signal-Matched Power-Complementary Cross-Fading and Dry-Wet Mixing*, DAFx-16, 2016.

/// The gains of the first and of the second sound, for the `share` of the second, 0 to 1, and the
/// `correlation` of the two, −1 to 1. Both are linear factors within 0 and 1. A share beyond the
/// ends is that end; what is not a number counts as 0.
///
/// A negative correlation counts as 0: its gains would exceed 1, without bound towards −1, to make
/// up for what the two cancel of each other. But a correlation is measured over a length of time,
/// and where the sounds do not cancel for a moment, that would be heard as a swell.
pub fn gains(share: f32, correlation: f32) -> (f32, f32) {
    let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
    let correlation = if correlation.is_nan() { 0.0 } else { correlation.clamp(0.0, 1.0) };
    // (1 − x)² + x² + 2ρx(1 − x), which is between ½ and 1.
    let power = 1.0 - 2.0 * (1.0 - correlation) * share * (1.0 - share);
    let root = power.sqrt();
    ((1.0 - share) / root, share / root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_sound_is_mixed_evenly_and_foreign_sounds_by_their_power() {
        assert_eq!(gains(0.25, 1.0), (0.75, 0.25));
        let (a, b) = gains(0.5, 0.0);
        assert!((a - 0.5f32.sqrt()).abs() < 1e-6 && (b - 0.5f32.sqrt()).abs() < 1e-6);
        assert_eq!(gains(0.3, -0.8), gains(0.3, 0.0));
        assert_eq!(gains(f32::NAN, f32::NAN), (1.0, 0.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn the_power_is_the_same_everywhere(x in 0.0f32..=1.0, rho in 0.0f32..=1.0) {
            let (a, b) = gains(x, rho);
            prop_assert!((a * a + b * b + 2.0 * rho * a * b - 1.0).abs() < 1e-5);
            prop_assert!((0.0..=1.0).contains(&a) && (0.0..=1.0).contains(&b));
        }

        #[test]
        fn each_end_is_one_sound_alone_and_the_way_there_is_the_way_back(
            x in 0.0f32..=1.0,
            rho in -1.0f32..=1.0,
        ) {
            prop_assert_eq!(gains(0.0, rho), (1.0, 0.0));
            prop_assert_eq!(gains(1.0, rho), (0.0, 1.0));
            prop_assert_eq!(gains(-x - 1.0, rho), (1.0, 0.0));
            let ((a, b), (c, d)) = (gains(x, rho), gains(1.0 - x, rho));
            prop_assert!((a - d).abs() < 1e-5 && (b - c).abs() < 1e-5);
        }

        #[test]
        fn one_sound_only_rises_and_the_other_only_falls(
            x in 0.0f32..=1.0,
            further in 0.0f32..=1.0,
            rho in -1.0f32..=1.0,
        ) {
            let ((a, b), (c, d)) = (gains(x, rho), gains((x + further).min(1.0), rho));
            prop_assert!(c <= a + 1e-6 && d >= b - 1e-6);
        }

        #[test]
        fn a_little_further_is_a_little_louder(
            x in 0.0f32..=0.999,
            rho in -1.0f32..=0.999,
        ) {
            // The steepest slope along the share is 1.62, a third of the way for foreign sounds.
            let (a, b) = gains(x, rho);
            for (c, d) in [gains(x + 1e-3, rho), gains(x, rho + 1e-3)] {
                prop_assert!((a - c).abs() < 1.7e-3 && (b - d).abs() < 1.7e-3);
            }
        }
    }
}
