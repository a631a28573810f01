//! One measure of one version over film time: a band from the least to the most, the mean as a
//! line in it, and where they are asked for, the means of the shots as bars across them.

use super::scale::Scale;
use super::{FilmAxis, WIDTH, short, thin};
use crate::report::data::Point;
use crate::report::markup::Markup;

/// The most points of a curve that are drawn: one for three units, which a screen of twice the
/// usual density still shows apart.
const POINTS: usize = 240;

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Curve<'a> {
    /// The course of the measure.
    pub points: &'a [Point],
    /// The means of shots, as start, end (nanoseconds of film time) and mean.
    pub shot_means: &'a [(i64, i64, f64)],
    /// The scale, the same for all plots that are compared.
    pub scale: Scale,
    /// The height in units of the plot.
    pub height: f64,
    /// What it shows, in words.
    pub label: &'a str,
}

impl Curve<'_> {
    /// Draws it.
    pub fn draw(&self, markup: &mut Markup, axis: FilmAxis<'_>) {
        let view = format!("0 0 {WIDTH} {}", self.height);
        let attributes = [
            ("viewBox", view.as_str()),
            ("class", "curve"),
            ("role", "img"),
            ("aria-label", self.label),
        ];
        markup.element("svg", &attributes, |svg| {
            axis.shot_lines(svg, self.height);
            let base = format!("M0 {}H{WIDTH}", short(self.height - 0.5));
            svg.void("path", &[("class", "base"), ("d", &base)]);
            let points = thin::thin(self.points, axis.length_ns, POINTS);
            let (band, line) = self.paths(&points, axis);
            if !line.is_empty() {
                svg.void("path", &[("class", "band"), ("d", &band)]);
                svg.void("path", &[("class", "line"), ("d", &line)]);
            }
            let mut bars = String::new();
            for (start, end, mean) in self.shot_means {
                let (from, to) = (axis.x(*start), axis.x(*end));
                bars.push_str(&format!(
                    "M{} {}H{}",
                    short(from + 1.0),
                    self.y(*mean),
                    short(to - 1.0)
                ));
            }
            if !bars.is_empty() {
                svg.void("path", &[("class", "mean"), ("d", &bars)]);
            }
        });
    }

    /// The outline of the band and the line of the means.
    fn paths(&self, points: &[Point], axis: FilmAxis<'_>) -> (String, String) {
        let (mut band, mut line) = (String::new(), String::new());
        for run in thin::runs(points) {
            let [first, .., last] = run else {
                // A point alone is a short stroke.
                for point in run {
                    let x = short(axis.x(point.t_ns));
                    line.push_str(&format!("M{x} {}h1", self.y(point.mean)));
                }
                continue;
            };
            let x = |point: &Point| short(axis.x(point.t_ns));
            band.push_str(&format!("M{} {}", x(first), self.y(first.max)));
            line.push_str(&format!("M{} {}", x(first), self.y(first.mean)));
            for point in &run[1..] {
                band.push_str(&format!("L{} {}", x(point), self.y(point.max)));
                line.push_str(&format!("L{} {}", x(point), self.y(point.mean)));
            }
            band.push_str(&format!("L{} {}", x(last), self.y(last.min)));
            for point in run.iter().rev().skip(1) {
                band.push_str(&format!("L{} {}", x(point), self.y(point.min)));
            }
            band.push('Z');
        }
        (band, line)
    }

    /// The height of a value, from the top, with room for the width of a line at both ends.
    fn y(&self, value: f64) -> String {
        short(1.5 + (1.0 - self.scale.at(value)) * (self.height - 3.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_stays_small_however_long_the_film_is() {
        let points: Vec<Point> = (0..200_000)
            .map(|t| {
                let mean = f64::from(t % 97);
                Point { t_ns: i64::from(t) * 40_000_000, min: mean - 1.0, mean, max: mean + 1.0 }
            })
            .collect();
        let axis = FilmAxis { length_ns: 200_000 * 40_000_000, shots: &[] };
        let scale = Scale { low: -1.0, high: 100.0 };
        let curve =
            Curve { points: &points, shot_means: &[], scale, height: 40.0, label: "motion" };
        let mut markup = Markup::default();
        curve.draw(&mut markup, axis);
        let svg = markup.finish();
        assert!(svg.len() < 12_000, "{}", svg.len());
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}
