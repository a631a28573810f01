//! How often a series of pictures flashes.
//!
//! WCAG 2.2, success criterion 2.3.1, with technique G19 and the definition of the *general flash
//! and red flash thresholds* (<https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds>):
//! at most three general and at most three red flashes in any one second.
//!
//! - A general flash is a pair of opposing changes of relative luminance of 0.1 or more, where the
//!   darker image is below 0.80.
//! - A red flash is a pair of opposing changes that involve a saturated red, R/(R+G+B) ≥ 0.8. How
//!   great a change counts has two working definitions. WCAG 2.0 and 2.1 (after Harding and Binnie)
//!   say more than 20 of (R−G−B)·320, which is a sixteenth of R−G−B. WCAG 2.2 (after ISO 9241-391)
//!   says more than 0.2 in the chromaticity diagram CIE 1976 UCS, however dark the picture. The
//!   first is taken: a red that is multiplied by a factor keeps its chromaticity, so no dimming
//!   could ever meet the second.
//! - A change runs between adjacent peaks and valleys of the curve over time. What turns back by
//!   less than the threshold is neither.
//!
//! The thresholds hold for a quarter of any ten degrees of what is seen. A mean over a larger part
//! of the wall hides a flash of a smaller one, so a large wall is best measured in parts.

use crate::timeline::ClockTime;

/// "Any one second", in nanoseconds. Both its ends count.
pub(crate) const SECOND_NS: i64 = 1_000_000_000;

/// The light of a part of the wall, at one time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Light {
    /// The mean relative luminance, 0.2126 R + 0.7152 G + 0.0722 B of linear light, 0 to 1.
    pub luminance: f64,
    /// The mean of R−G−B, 0 to 1, of linear light, where R/(R+G+B) ≥ 0.8; all else counts as 0.
    /// A change to or from what is no saturated red is so measured as no smaller than it is.
    pub red: f64,
}

impl Light {
    /// Its luminance and its red, each within 0 to 1; what is no number is 0.
    pub(crate) fn measures(self) -> [f64; 2] {
        [self.luminance, self.red].map(|light| if light > 0.0 { light.min(1.0) } else { 0.0 })
    }
}

/// What counts as a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Threshold {
    /// The least difference.
    pub change: f64,
    /// The darker image lies below this.
    pub darker_below: f64,
}

/// The thresholds of luminance and of red, as [`Light::measures`] orders them.
pub(crate) const THRESHOLDS: [Threshold; 2] = [
    Threshold { change: 0.1, darker_below: 0.8 },
    Threshold { change: 20.0 / 320.0, darker_below: f64::INFINITY },
];

/// So many changes are remembered.
const REMEMBERED: usize = 5;

/// Follows a curve from peak to valley.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Swings {
    threshold: Threshold,
    /// Which way it changed last.
    way: Option<Way>,
    /// The highest since the last fall, and the lowest since the last rise.
    high: f64,
    low: f64,
    /// When each of the last changes was last carried further, the latest first.
    ends: [Option<ClockTime>; REMEMBERED],
    count: usize,
}

/// Which way a curve changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

impl Swings {
    /// Before the first picture.
    pub fn new(threshold: Threshold) -> Self {
        let (high, low) = (f64::NEG_INFINITY, f64::INFINITY);
        Self { threshold, way: None, high, low, ends: [None; REMEMBERED], count: 0 }
    }

    /// The next value of the curve.
    pub fn pass(&mut self, now: ClockTime, light: f64) {
        let falls = self.falls(light);
        let rises = self.rises(light);
        let carried = match self.way {
            Some(Way::Up) => light > self.high,
            Some(Way::Down) => light < self.low,
            None => false,
        };
        self.high = self.high.max(light);
        self.low = self.low.min(light);
        if self.way != Some(Way::Down) && falls {
            self.turns(now, Way::Down, light);
        } else if self.way != Some(Way::Up) && rises {
            self.turns(now, Way::Up, light);
        } else if carried {
            // What begins a window may lie within a change: it lasts for as long as it goes on.
            self.ends[0] = Some(now);
        }
    }

    fn falls(&self, light: f64) -> bool {
        self.high - light >= self.threshold.change && light < self.threshold.darker_below
    }

    fn rises(&self, light: f64) -> bool {
        light - self.low >= self.threshold.change && self.low < self.threshold.darker_below
    }

    fn turns(&mut self, now: ClockTime, way: Way, light: f64) {
        self.way = Some(way);
        (self.high, self.low) = (light, light);
        self.ends.rotate_right(1);
        self.ends[0] = Some(now);
        self.count += 1;
    }

    /// The changes so far.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether the last change was a rise; none before the first.
    pub fn rose(&self) -> Option<bool> {
        self.way.map(|way| way == Way::Up)
    }

    /// When the last change was last carried further.
    pub fn carried(&self) -> Option<ClockTime> {
        self.ends[0]
    }

    /// Whether a rise and the fall that may follow at once would still be at most the sixth change
    /// within a second.
    pub fn has_room(&self, now: ClockTime) -> bool {
        self.ends[REMEMBERED - 1].is_none_or(|end| now.since(end) > SECOND_NS)
    }

    /// The lowest since the last change, if that was a fall: from there a rise is counted.
    pub fn valley(&self) -> Option<f64> {
        (self.way == Some(Way::Down)).then_some(self.low)
    }
}

/// The most flashes, general or red, that any one second of a series contains: so many pairs of
/// opposing changes. Three are allowed.
///
/// Each picture is shown from its time to that of the next; the times must not decrease. A second
/// that begins within a change contains what is left of it.
pub fn most_flashes(series: &[(ClockTime, Light)]) -> usize {
    most_changes(series) / 2
}

/// The most opposing changes, of luminance or of red, that any one second of a series contains.
/// Up to six are three flashes; seven are three flashes and a half.
pub fn most_changes(series: &[(ClockTime, Light)]) -> usize {
    let within = |first: usize| {
        let from = series[first].0;
        // The picture before is still there when the second begins.
        let seen = series[first.saturating_sub(1)..]
            .iter()
            .take_while(move |(time, _)| time.since(from) <= SECOND_NS);
        let mut swings = THRESHOLDS.map(Swings::new);
        for (time, light) in seen {
            for (swings, measure) in swings.iter_mut().zip(light.measures()) {
                swings.pass(*time, measure);
            }
        }
        swings.iter().map(Swings::count).max().unwrap_or(0)
    };
    (0..series.len()).map(within).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(levels: &[f64], rate: f64) -> Vec<(ClockTime, Light)> {
        let at = |index: usize| ClockTime((index as f64 / rate * 1e9).round() as i64);
        let light = |&luminance: &f64| Light { luminance, red: 0.0 };
        levels.iter().enumerate().map(|(index, level)| (at(index), light(level))).collect()
    }

    #[test]
    fn three_flashes_are_six_changes() {
        assert_eq!(most_flashes(&[]), 0);
        assert_eq!(most_changes(&series(&[0.5], 10.0)), 0);
        assert_eq!(most_changes(&series(&[0.0, 1.0, 1.0, 1.0], 10.0)), 1);
        assert_eq!(most_flashes(&series(&[0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0], 10.0)), 3);
        assert_eq!(most_flashes(&series(&[0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0], 10.0)), 3);
        assert_eq!(most_flashes(&series(&[0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0], 10.0)), 4);
    }

    #[test]
    fn only_what_lies_within_a_second_is_counted_together() {
        let alternating: Vec<f64> = (0..60).map(|index| f64::from(index % 2)).collect();
        assert_eq!(most_changes(&series(&alternating, 3.0)), 4);
        assert_eq!(most_changes(&series(&alternating, 30.0)), 31);
    }

    #[test]
    fn small_changes_and_changes_between_bright_pictures_are_no_flashes() {
        assert_eq!(most_changes(&series(&[0.3, 0.39, 0.3, 0.39, 0.3], 10.0)), 0);
        assert_eq!(most_changes(&series(&[0.82, 1.0, 0.82, 1.0, 0.82], 10.0)), 0);
        assert_eq!(most_changes(&series(&[0.78, 1.0, 0.78, 1.0, 0.78], 10.0)), 4);
    }

    #[test]
    fn a_change_in_many_steps_is_one_change() {
        let triangle = [0.0, 0.05, 0.1, 0.15, 0.2, 0.17, 0.2, 0.15, 0.1, 0.05, 0.0];
        assert_eq!(most_changes(&series(&triangle, 20.0)), 2);
    }

    #[test]
    fn a_second_that_begins_within_a_change_contains_the_rest_of_it() {
        // A rise over 1.2 s, and six changes after it: no second holds its beginning and the last.
        let mut levels: Vec<f64> = (0..=24).map(|step| f64::from(step) / 24.0).collect();
        levels.extend([0.0, 1.0, 0.0, 1.0, 0.0, 1.0]);
        assert_eq!(most_changes(&series(&levels, 20.0)), 7);
    }

    #[test]
    fn red_counts_from_a_sixteenth_on_whatever_the_luminance() {
        let red = |red| Light { luminance: 0.5, red };
        let flicker = |high| -> Vec<(ClockTime, Light)> {
            let at = |index: i64| ClockTime(index * 50_000_000);
            (0..20).map(|i| (at(i), red(if i % 2 == 0 { 0.0 } else { high }))).collect()
        };
        assert_eq!(most_flashes(&flicker(0.06)), 0);
        assert_eq!(most_flashes(&flicker(0.07)), 9);
    }

    #[test]
    fn what_is_no_number_is_dark() {
        let light = Light { luminance: f64::NAN, red: f64::NEG_INFINITY };
        assert_eq!(light.measures(), [0.0, 0.0]);
        assert_eq!(Light { luminance: f64::INFINITY, red: 2.0 }.measures(), [1.0, 1.0]);
    }
}
