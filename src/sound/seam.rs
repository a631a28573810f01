//! Whether two pieces of sound can be joined as they are.
//!
//! Much sound that is made for a loop flows from its end into its start. A cross-fade would harm
//! it, and so would a short silence: gaps of 2 to 3 ms are heard in a steady noise (R. Plomp, *Rate
//! of Decay of Auditory Sensation*, J. Acoust. Soc. Am. 36, 1964).

/// How many frames on each side are looked at.
pub(super) const SIDE: usize = 32;

/// Whether `after` follows `before` without a bend that is sharper than those within the two:
/// then nobody can hear where they are joined.
pub(super) fn is_seamless(before: &[[f32; 2]; SIDE], after: &[[f32; 2]; SIDE]) -> bool {
    [0, 1].into_iter().all(|channel| {
        let at = |n: usize| if n < SIDE { before[n] } else { after[n - SIDE] }[channel];
        let bend = |n: usize| (at(n + 2) - 2.0 * at(n + 1) + at(n)).abs();
        let within = (0..SIDE - 2).chain(SIDE..2 * SIDE - 2).map(bend).fold(0.0, f32::max);
        // Half a step of 16 bits is what rounding alone makes of a bend.
        bend(SIDE - 2).max(bend(SIDE - 1)) <= within + 0.5 / 32_768.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(from: f32, step: f32) -> [[f32; 2]; SIDE] {
        std::array::from_fn(|k| [0.0, ((from + k as f32) * step).sin()])
    }

    #[test]
    fn a_wave_that_goes_on_has_no_seam_and_one_that_starts_over_has() {
        for step in [0.01, 0.1, 1.0] {
            assert!(is_seamless(&sine(0.0, step), &sine(SIDE as f32, step)));
        }
        assert!(!is_seamless(&sine(0.0, 0.05), &sine(0.0, 0.05)));
        assert!(is_seamless(&[[0.0; 2]; SIDE], &[[0.0; 2]; SIDE]));
        assert!(!is_seamless(&[[0.5; 2]; SIDE], &[[0.0; 2]; SIDE]));
    }
}
