//! A measure over the whole film in a bounded number of points, and weighted means of it.
//!
//! Each point keeps the least, the mean and the greatest value of the frames in it. When all points
//! are taken, neighbours are joined two by two and each new point takes twice as many frames, so
//! that memory and report are as large for a night of film as for a minute of it.

use serde::{Deserialize, Serialize};

use crate::timeline::FilmTime;

/// The most points that a curve keeps.
pub const POINTS: usize = 2000;

/// A mean of what was seen, each value weighted by how long its frame stands, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mean {
    sum: f64,
    seconds: f64,
}

impl Mean {
    /// Takes a value in for so many seconds; what is no number, or no time, is left out.
    pub fn add(&mut self, value: f64, seconds: f64) {
        if value.is_finite() && seconds.is_finite() && seconds > 0.0 {
            self.sum += value * seconds;
            self.seconds += seconds;
        }
    }

    /// The mean; none where nothing was taken in.
    pub fn value(&self) -> Option<f64> {
        (self.seconds > 0.0).then(|| self.sum / self.seconds)
    }
}

/// Frames that follow each other, as one point of a curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// When the first of its frames appears.
    pub start: FilmTime,
    /// When the last of its frames is gone.
    pub end: FilmTime,
    /// The least value.
    pub min: f32,
    /// The mean, each frame weighted by how long it stands.
    pub mean: f32,
    /// The greatest value.
    pub max: f32,
}

impl Point {
    fn joined(self, next: Self, weights: (f64, f64)) -> Self {
        let (own, other) = weights;
        let mean = (f64::from(self.mean) * own + f64::from(next.mean) * other) / (own + other);
        Self {
            start: self.start.min(next.start),
            end: self.end.max(next.end),
            min: self.min.min(next.min),
            mean: mean as f32,
            max: self.max.max(next.max),
        }
    }
}

/// A measure over the film, as it is taken in.
#[derive(Clone, Debug)]
pub struct Curve {
    points: Vec<(Point, f64)>,
    /// How many frames a point takes.
    each: u32,
    /// How many the last one has.
    last: u32,
}

impl Default for Curve {
    fn default() -> Self {
        Self { points: Vec::new(), each: 1, last: 1 }
    }
}

impl Curve {
    /// Takes in the value of a frame that stands from `start` to `end`; what is no number, or
    /// stands for no time, is left out.
    pub fn add(&mut self, start: FilmTime, end: FilmTime, value: f64) {
        let seconds = end.0.saturating_sub(start.0) as f64 / 1e9;
        if !value.is_finite() || seconds <= 0.0 {
            return;
        }
        let value = value as f32;
        let point = Point { start, end, min: value, mean: value, max: value };
        if let Some(last) = self.points.last_mut()
            && self.last < self.each
        {
            *last = (last.0.joined(point, (last.1, seconds)), last.1 + seconds);
            self.last += 1;
            return;
        }
        if self.points.len() >= POINTS {
            self.halve();
        }
        self.points.push((point, seconds));
        self.last = 1;
    }

    fn halve(&mut self) {
        let join = |pair: &[(Point, f64)]| match *pair {
            [one, two] => Some((one.0.joined(two.0, (one.1, two.1)), one.1 + two.1)),
            [one] => Some(one),
            _ => None,
        };
        self.points = self.points.chunks(2).filter_map(join).collect();
        self.each = self.each.saturating_mul(2);
    }

    /// The points, in the order of the film; at most [`POINTS`].
    pub fn into_points(self) -> Vec<Point> {
        self.points.into_iter().map(|(point, _)| point).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn however_long_it_is_it_keeps_its_extremes_and_its_mean(
            values in vec(-100.0..100.0_f64, 1..9000),
        ) {
            let mut curve = Curve::default();
            for (at, value) in values.iter().enumerate() {
                let start = FilmTime::from_millis(at as i64 * 40);
                curve.add(start, start + FilmTime::from_millis(40), *value);
            }
            let points = curve.into_points();
            prop_assert!(points.len() <= POINTS);
            prop_assert!(points.windows(2).all(|pair| pair[0].end == pair[1].start));
            prop_assert_eq!(points[0].start, FilmTime::ZERO);
            let max = points.iter().map(|point| point.max).fold(f32::MIN, f32::max);
            prop_assert_eq!(max, values.iter().map(|v| *v as f32).fold(f32::MIN, f32::max));
            let mut mean = Mean::default();
            for point in &points {
                mean.add(f64::from(point.mean), (point.end - point.start).0 as f64);
            }
            let known = values.iter().sum::<f64>() / values.len() as f64;
            prop_assert!((mean.value().unwrap() - known).abs() < 1e-3);
        }
    }

    #[test]
    fn what_is_no_number_or_stands_for_no_time_is_left_out() {
        let mut curve = Curve::default();
        curve.add(FilmTime(0), FilmTime(10), f64::NAN);
        curve.add(FilmTime(10), FilmTime(10), 1.0);
        assert!(curve.into_points().is_empty());
        assert_eq!(Mean::default().value(), None);
    }

    #[test]
    fn a_mean_weighs_each_frame_by_how_long_it_stands() {
        let mut mean = Mean::default();
        mean.add(1.0, 3.0);
        mean.add(5.0, 1.0);
        assert_eq!(mean.value(), Some(2.0));
    }
}
