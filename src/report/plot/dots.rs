//! The means of one measure, a column for each version in order of release: a large dot for the
//! mean over the film, small ones for the means of its shots. No line joins them, because a
//! version is not a step of a process.

use super::scale::Scale;
use super::{WIDTH, short};
use crate::report::markup::Markup;

/// The height of the plot, in units of it.
const HEIGHT: f64 = 190.0;

/// How much of it lies beneath the dots, for the numbers of the versions.
const FOOT: f64 = 22.0;

/// How much lies left of them, for the numbers of the scale.
const LEFT: f64 = 60.0;

/// What is drawn for one version.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    /// Its place in order of release, from 1.
    pub number: usize,
    /// Its name, which shows when one rests on it.
    pub name: &'a str,
    /// The mean over the film.
    pub mean: Option<f64>,
    /// The means of its shots.
    pub shots: Vec<f64>,
    /// The number in words, with its unit.
    pub said: String,
}

/// Draws a column for each version.
pub fn draw(
    markup: &mut Markup,
    columns: &[Column<'_>],
    scale: Scale,
    ends: (&str, &str),
    label: &str,
) {
    let step = (WIDTH - LEFT) / columns.len().max(1) as f64;
    // A few versions stand near one another rather than across the page.
    let step = step.min(90.0);
    let right = LEFT + step * columns.len() as f64;
    let y = |value: f64| 8.0 + (1.0 - scale.at(value)) * (HEIGHT - FOOT - 16.0);
    let attributes =
        [("viewBox", "0 0 720 190"), ("class", "dots"), ("role", "img"), ("aria-label", label)];
    markup.element("svg", &attributes, |svg| {
        for (value, said) in [(scale.high, ends.1), (scale.low, ends.0)] {
            let (line, text) = (short(y(value)), short(y(value) + 3.5));
            let path = format!("M{LEFT} {line}H{}", short(right));
            svg.void("path", &[("class", "base"), ("d", &path)]);
            let x = short(LEFT - 8.0);
            let at = [("x", x.as_str()), ("y", &text), ("class", "tick"), ("text-anchor", "end")];
            svg.leaf("text", &at, said);
        }
        for (place, column) in columns.iter().enumerate() {
            let x = short(LEFT + (place as f64 + 0.5) * step);
            svg.element("g", &[], |g| {
                g.leaf(
                    "title",
                    &[],
                    &format!("{} · {}: {}", column.number, column.name, column.said),
                );
                for shot in column.shots.iter().filter(|it| it.is_finite()) {
                    let y = short(y(*shot));
                    g.void("circle", &[("class", "small"), ("cx", &x), ("cy", &y), ("r", "2")]);
                }
                if let Some(mean) = column.mean.filter(|mean| mean.is_finite()) {
                    let y = short(y(mean));
                    g.void("circle", &[("class", "dot"), ("cx", &x), ("cy", &y), ("r", "4.2")]);
                }
                // Where columns are narrow, every fifth is numbered, and the first.
                let every = if step < 16.0 { 5 } else { 1 };
                if column.number == 1 || column.number.is_multiple_of(every) {
                    let at = [
                        ("x", x.as_str()),
                        ("y", "184"),
                        ("class", "tick"),
                        ("text-anchor", "middle"),
                    ];
                    g.leaf("text", &at, &column.number.to_string());
                }
            });
        }
    });
}
