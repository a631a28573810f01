//! How the way of a control is shared out among the stops: evenly, or by true dates.
//!
//! By dates, models that appeared in one month would lie upon each other: every gap keeps a least
//! part of the way, and what is left is shared out by the days between.

use super::takeover::{Manner, take_over};

/// The least way from one stop to the next that a hand can hit on a fader, in millimetres.
pub const LEAST_MM: f64 = 8.0;

/// The least turn from one stop to the next, in clicks.
pub const LEAST_CLICKS: f64 = 2.0;

/// Where each stop lies on the way of a control.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// The places of the stops, rising from 0 to 1; at least two.
    marks: Vec<f64>,
    /// The clicks of a dial from one end to the other; above zero.
    clicks: f64,
}

impl Scale {
    /// Evenly, for so many stops (at least the two ends), with so many clicks from one to the next.
    pub fn ordinal(stops: usize, clicks: u16) -> Self {
        let gaps = stops.max(2) - 1;
        let marks = (0..=gaps).map(|stop| stop as f64 / gaps as f64).collect();
        Self { marks, clicks: gaps as f64 * f64::from(clicks.max(1)) }
    }

    /// By dates: `dates` are those of the versions, oldest first, in years or any other measure; none
    /// where it is not known. Of the two ends and of what has no date or an earlier one than its
    /// elder, the gap is the least. `travel_mm` is the way of the fader, where there is one.
    pub fn dated(dates: &[Option<f64>], clicks: u16, travel_mm: Option<f64>) -> Self {
        let even = Self::ordinal(dates.len() + 2, clicks);
        let gaps = dates.len() + 1;
        let between = |gap: usize| -> f64 {
            // Gap 0 is from the inputs to the oldest, the last one from the newest to the next.
            let ends = gap.checked_sub(1).and_then(|a| Some((*dates.get(a)?, *dates.get(gap)?)));
            match ends {
                Some((Some(a), Some(b))) if (b - a).is_finite() => (b - a).max(0.0),
                _ => 0.0,
            }
        };
        let mm = travel_mm.filter(|mm| *mm > 0.0).map_or(0.0, |mm| LEAST_MM / mm);
        let least = mm.max(LEAST_CLICKS / even.clicks);
        let all: f64 = (0..gaps).map(between).sum();
        let left = 1.0 - least * gaps as f64;
        if left <= 0.0 || all <= 0.0 {
            return even;
        }
        let mut along = 0.0;
        let mut marks = vec![0.0];
        for gap in 0..gaps {
            along += least + left * between(gap) / all;
            marks.push(along);
        }
        // The sum of the shares is the whole, but for rounding.
        if let Some(last) = marks.last_mut() {
            *last = 1.0;
        }
        Self { marks, clicks: even.clicks }
    }

    /// The last stop's number.
    pub fn end(&self) -> f64 {
        (self.marks.len() - 1) as f64
    }

    /// The place along the stops at a share of the way.
    pub fn along(&self, share: f64) -> f64 {
        let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        let after =
            self.marks.partition_point(|mark| *mark <= share).clamp(1, self.marks.len() - 1);
        let (from, to) = (self.marks[after - 1], self.marks[after]);
        (after - 1) as f64 + (share - from) / (to - from)
    }

    /// The share of the way at a place along the stops.
    pub fn share(&self, along: f64) -> f64 {
        let along = if along.is_nan() { 0.0 } else { along.clamp(0.0, self.end()) };
        let before = (along as usize).min(self.marks.len() - 2);
        let (from, to) = (self.marks[before], self.marks[before + 1]);
        from + (to - from) * (along - before as f64)
    }

    /// How many stops so many clicks move from a place along them; at least a little beyond an end,
    /// where a rubber band gives.
    pub fn turned(&self, from: f64, clicks: f64) -> f64 {
        let share = self.share(from) + clicks / self.clicks;
        // Beyond the ends it goes on as between the outer two stops.
        let outer = |gap: f64| gap.max(f64::EPSILON);
        let to = if share < 0.0 {
            share / outer(self.marks[1])
        } else if share > 1.0 {
            let last = self.marks.len() - 1;
            self.end() + (share - 1.0) / outer(1.0 - self.marks[last - 1])
        } else {
            self.along(share)
        };
        to - from.clamp(0.0, self.end())
    }

    /// Where a fader leads that goes `from` one share of its way `to` another, when the picture is
    /// at the place `at`; see [`take_over`].
    pub fn taken(&self, at: f64, from: Option<f64>, to: f64, manner: Manner) -> Option<f64> {
        take_over(self.share(at), from, to, manner).map(|share| self.along(share))
    }
}

/// How many clicks make one version where nobody says: few versions are far apart, and a long axis
/// is crossed in a few turns of a dial with 24 clicks.
pub fn usual_clicks(versions: usize) -> u16 {
    match versions {
        0..=7 => 6,
        8..=10 => 5,
        11..=14 => 4,
        15..=24 => 3,
        25..=60 => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn models_of_one_month_keep_eight_millimetres_each() {
        let days = [Some(0.0), Some(400.0), Some(401.0), Some(402.0), Some(900.0)];
        let scale = Scale::dated(&days, 4, Some(100.0));
        let mm: Vec<f64> = scale.marks.windows(2).map(|pair| (pair[1] - pair[0]) * 100.0).collect();
        assert!(mm.iter().all(|mm| *mm >= LEAST_MM - 1e-9), "{mm:?}");
        assert!(mm[1] > 25.0 && mm[4] > 30.0, "what is left goes by days: {mm:?}");
        assert!((mm[2] - mm[3]).abs() < 1e-9);
    }

    #[test]
    fn without_a_fader_two_clicks_are_the_least() {
        let days: Vec<Option<f64>> =
            (0..10).map(|n| Some(if n == 9 { 5000.0 } else { 0.0 })).collect();
        let scale = Scale::dated(&days, 5, None);
        let clicks: Vec<f64> =
            scale.marks.windows(2).map(|pair| (pair[1] - pair[0]) * 55.0).collect();
        assert!(clicks.iter().all(|clicks| *clicks >= LEAST_CLICKS - 1e-9), "{clicks:?}");
    }

    #[test]
    fn where_dates_cannot_be_kept_apart_the_stops_lie_evenly() {
        let days: Vec<Option<f64>> = (0..40).map(|n| Some(f64::from(n * n))).collect();
        assert_eq!(Scale::dated(&days, 4, Some(60.0)), Scale::ordinal(42, 4), "40 × 8 mm in 60");
        assert_eq!(Scale::dated(&[None, None], 4, None), Scale::ordinal(4, 4), "no dates");
    }

    #[test]
    fn so_many_clicks_make_one_version() {
        let scale = Scale::ordinal(11, 5);
        assert!((scale.turned(3.0, 5.0) - 1.0).abs() < 1e-9);
        assert!((scale.turned(3.4, -5.0) + 1.0).abs() < 1e-9);
        assert!(scale.turned(10.0, 1.0) > 0.0, "the rubber band gives");
    }

    proptest! {
        #[test]
        fn a_place_and_its_share_are_one(
            days in prop::collection::vec(prop::option::of(-1e5..1e5_f64), 0..40),
            clicks in 1_u16..12, travel in prop::option::of(20.0..200.0_f64), share in 0.0..=1.0_f64,
        ) {
            let scale = Scale::dated(&days, clicks, travel);
            prop_assert_eq!(scale.end(), days.len() as f64 + 1.0);
            prop_assert!(scale.marks.windows(2).all(|pair| pair[1] > pair[0]));
            prop_assert!((scale.share(scale.along(share)) - share).abs() < 1e-9);
            prop_assert_eq!((scale.along(0.0), scale.along(1.0)), (0.0, scale.end()));
        }
    }
}
