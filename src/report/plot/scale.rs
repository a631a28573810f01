//! From values to heights.

/// The least and the most that a plot shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// At the bottom.
    pub low: f64,
    /// At the top; more than `low`.
    pub high: f64,
}

impl Scale {
    /// A scale around all the values that are numbers, with its ends on round ones. It begins at 0
    /// where that wastes less than half of it. `None` without any.
    pub fn around(values: impl Iterator<Item = f64>) -> Option<Self> {
        // Beyond this a difference of two could be infinite, and nothing measured is near it.
        let values = values.filter(|value| value.abs() < 1e300);
        let (low, high) = values.fold(None, |ends: Option<(f64, f64)>, value| {
            Some(ends.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
        })?;
        let low = if low > 0.0 && low < high / 2.0 { 0.0 } else { low };
        let high = if high < 0.0 && high > low / 2.0 { 0.0 } else { high };
        // One value alone lies in the middle.
        let margin = if high - low > high.abs().max(low.abs()) * 1e-9 {
            0.0
        } else {
            high.abs().max(1e-6) / 2.0
        };
        let (low, high) = (low - margin, high + margin);
        let step = step(high - low);
        Some(Self { low: (low / step).floor() * step, high: (high / step).ceil() * step })
    }

    /// Where a value lies, 0 at the bottom and 1 at the top, held within.
    #[must_use]
    pub fn at(&self, value: f64) -> f64 {
        let along = (value - self.low) / (self.high - self.low);
        if along.is_nan() { 0.0 } else { along.clamp(0.0, 1.0) }
    }

    /// How wide it is.
    #[must_use]
    pub fn span(&self) -> f64 {
        self.high - self.low
    }
}

/// A round step, 1, 2 or 5 times a power of ten, of which a span has five to twelve.
fn step(span: f64) -> f64 {
    let rough = span / 10.0;
    let power = 10_f64.powf(rough.log10().floor());
    let factor = match rough / power {
        under if under <= 1.0 => 1.0,
        under if under <= 2.0 => 2.0,
        under if under <= 5.0 => 5.0,
        _ => 10.0,
    };
    factor * power
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn around(values: &[f64]) -> Scale {
        Scale::around(values.iter().copied()).unwrap()
    }

    #[test]
    fn the_ends_are_round_and_zero_is_shown_where_it_is_near() {
        assert_eq!(around(&[0.12, 0.81]), Scale { low: 0.0, high: 0.9 });
        assert_eq!(around(&[41.2, 48.7]), Scale { low: 41.0, high: 49.0 });
    }

    #[test]
    fn one_value_lies_in_the_middle_and_none_has_no_scale() {
        assert!((around(&[5.0]).at(5.0) - 0.5).abs() < 0.11);
        assert!((around(&[0.0]).at(0.0) - 0.5).abs() < 0.11);
        assert_eq!(Scale::around([f64::NAN, f64::INFINITY].into_iter()), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn every_value_has_a_place(values in vec(proptest::num::f64::ANY, 0..6)) {
            if let Some(scale) = Scale::around(values.iter().copied()) {
                prop_assert!(scale.low.is_finite() && scale.high.is_finite());
                for value in values {
                    prop_assert!((0.0..=1.0).contains(&scale.at(value)));
                }
            }
        }
    }
}
