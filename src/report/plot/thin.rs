//! A curve with as many points as a plot can show, so that an hour of film costs no more bytes than
//! a minute. The least and the most of what is merged stay, so no flash or cut is smoothed away.

use crate::report::data::Point;

/// Merges the points of each of `most` equal stretches of the film. Points that are no numbers
/// and points outside the film are left out; what is left is in the order of time.
#[must_use]
pub fn thin(curve: &[Point], length_ns: i64, most: usize) -> Vec<Point> {
    let length = length_ns.max(1);
    let mut points: Vec<Point> = curve.iter().copied().filter(Point::is_finite).collect();
    points.retain(|point| (0..length).contains(&point.t_ns));
    points.sort_by_key(|point| point.t_ns);
    if points.len() <= most {
        return points;
    }
    let stretch =
        |point: &Point| (i128::from(point.t_ns) * most as i128 / i128::from(length)) as usize;
    points.chunk_by(|a, b| stretch(a) == stretch(b)).filter_map(merged).collect()
}

/// One point for several.
fn merged(points: &[Point]) -> Option<Point> {
    let first = points.first()?;
    let share = 1.0 / points.len() as f64;
    Some(Point {
        t_ns: first.t_ns,
        min: points.iter().map(|it| it.min).fold(first.min, f64::min),
        // Shares are added, because the sum of large numbers need not be one.
        mean: points.iter().map(|it| it.mean * share).sum(),
        max: points.iter().map(|it| it.max).fold(first.max, f64::max),
    })
}

/// The points in runs without a hole: where three times the usual distance is missing, nothing is
/// drawn, because nothing was measured there.
#[must_use]
pub fn runs(points: &[Point]) -> Vec<&[Point]> {
    let mut steps: Vec<i64> = points.windows(2).map(|pair| pair[1].t_ns - pair[0].t_ns).collect();
    steps.sort_unstable();
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(0);
    let hole = usual.saturating_mul(3).max(1);
    points.chunk_by(|a, b| b.t_ns - a.t_ns <= hole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(t_ns: i64, value: f64) -> Point {
        Point { t_ns, min: value, mean: value, max: value }
    }

    #[test]
    fn one_bright_frame_in_an_hour_is_still_there() {
        let mut curve: Vec<Point> = (0..100_000).map(|t| point(t, 0.1)).collect();
        curve[54_321].max = 0.9;
        let thin = thin(&curve, 100_000, 240);
        assert_eq!(thin.len(), 240);
        assert_eq!(thin.iter().map(|it| it.max).fold(0.0, f64::max), 0.9);
        assert!(thin.iter().all(|it| (it.mean - 0.1).abs() < 1e-9));
    }

    #[test]
    fn what_was_not_measured_is_a_hole_and_not_a_line() {
        let curve = [0, 1, 2, 3, 9, 10].map(|t| point(t, 1.0));
        let lengths: Vec<usize> = runs(&curve).iter().map(|run| run.len()).collect();
        assert_eq!(lengths, [4, 2]);
    }

    #[test]
    fn numbers_that_are_none_are_left_out() {
        let curve = [point(0, f64::NAN), point(5, 1.0), point(-5, 1.0), point(99, 1.0)];
        assert_eq!(thin(&curve, 10, 240), [point(5, 1.0)]);
    }
}
