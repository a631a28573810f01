//! The course of what was measured, for the label wall: one line for each version, on one scale.
//!
//! They describe and do not rank: no number, no better or worse, and the same scale for all.

use super::base;
use crate::exhibit::curves::CurveOf;

/// One measure, as the label wall draws it.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// Which measure.
    pub of: CurveOf,
    /// The course of each version over the film, in the order of the exhibit: film time as a share
    /// of the film's length, and the value as a share of the greatest of all versions. Empty for
    /// one that was not measured.
    pub versions: Vec<Vec<(f32, f32)>>,
}

/// What a measure is called on the wall.
pub fn curve_name(of: CurveOf, language: &str) -> &'static str {
    let (english, russian) = match of {
        CurveOf::Detail => ("detail", "детали"),
        CurveOf::Motion => ("motion", "движение"),
        CurveOf::Flicker => ("flicker", "мерцание"),
        CurveOf::Steadiness => ("steadiness", "связность"),
        CurveOf::Colour => ("colour", "цвет"),
    };
    if base(language) == "ru" { russian } else { english }
}

impl Curves {
    /// From values over film time in nanoseconds, of a film of this length. Joined two by two until
    /// no curve has more than `most` points; what is no number is left out.
    pub fn new(of: CurveOf, versions: Vec<Vec<(i64, f32)>>, length_ns: i64, most: usize) -> Self {
        let finite = |curve: Vec<(i64, f32)>| -> Vec<(i64, f32)> {
            curve.into_iter().filter(|(_, value)| value.is_finite()).collect()
        };
        let thin = |curve: Vec<(i64, f32)>| -> Vec<(i64, f32)> {
            let each = curve.len().div_ceil(most.max(1)).max(1);
            let joined = |points: &[(i64, f32)]| {
                let sum: f32 = points.iter().map(|(_, value)| value).sum();
                (points[points.len() / 2].0, sum / points.len() as f32)
            };
            curve.chunks(each).map(joined).collect()
        };
        let thinned: Vec<Vec<(i64, f32)>> = versions.into_iter().map(|c| thin(finite(c))).collect();
        let values = || thinned.iter().flatten().map(|(_, value)| *value);
        let most = values().fold(0.0, f32::max);
        let least = values().fold(0.0, f32::min);
        let range = (most - least).max(f32::MIN_POSITIVE);
        let length = length_ns.max(1) as f64;
        let share = |(at, value): (i64, f32)| {
            ((at as f64 / length).clamp(0.0, 1.0) as f32, (value - least) / range)
        };
        let versions = thinned.into_iter().map(|c| c.into_iter().map(share).collect()).collect();
        Self { of, versions }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_versions_share_one_scale_that_begins_at_nothing() {
        let curves = Curves::new(
            CurveOf::Motion,
            vec![
                vec![(0, 1.0), (50, 4.0), (100, f32::NAN)],
                vec![(0, 2.0), (25, 2.0), (50, 2.0), (75, 2.0)],
                vec![],
            ],
            100,
            2,
        );
        assert_eq!(curves.versions[0], [(0.0, 0.25), (0.5, 1.0)]);
        assert_eq!(curves.versions[1], [(0.25, 0.5), (0.75, 0.5)]);
        assert_eq!(curves.versions[2], []);
        let still = Curves::new(CurveOf::Flicker, vec![vec![(0, 0.0), (1, 0.0)]], 2, 9);
        assert!(still.versions[0].iter().all(|(_, value)| *value == 0.0));
    }
}
