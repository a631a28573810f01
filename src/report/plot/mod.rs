//! The plots: small pictures in SVG that take their colours from the page, so that they are right
//! in light, in dark and on paper.
//!
//! All plots over film time are [`WIDTH`] wide and begin and end with the film, so that two of them
//! one beneath the other are read along the same moment. Each says in words what it shows, for who
//! cannot see it.

pub mod curve;
pub mod dots;
pub mod flashes;
pub mod scale;
pub mod thin;

use super::data::ShotSpan;
use super::markup::Markup;
use super::number::time;

/// The width of a plot over film time, in units of its own.
pub const WIDTH: f64 = 720.0;

/// The film as an axis.
#[derive(Clone, Copy, Debug)]
pub struct FilmAxis<'a> {
    /// The length of the film in nanoseconds.
    pub length_ns: i64,
    /// Its shots.
    pub shots: &'a [ShotSpan],
}

impl FilmAxis<'_> {
    /// Where a moment lies from the left, in units of the plot, held within it.
    #[must_use]
    pub fn x(&self, ns: i64) -> f64 {
        (ns as f64 / self.length_ns.max(1) as f64).clamp(0.0, 1.0) * WIDTH
    }

    /// A faint line where each shot but the first starts.
    fn shot_lines(&self, markup: &mut Markup, height: f64) {
        let mut path = String::new();
        for shot in self.shots.iter().filter(|shot| shot.start_ns > 0) {
            let x = short(self.x(shot.start_ns));
            path.push_str(&format!("M{x} 0V{}", short(height)));
        }
        if !path.is_empty() {
            markup.void("path", &[("class", "shot"), ("d", &path)]);
        }
    }

    /// The axis for the head of a column of plots: a tick where each shot starts, the titles that
    /// have room, and the length of the film at its end.
    pub fn draw(&self, markup: &mut Markup) {
        let attributes = [("viewBox", "0 0 720 30"), ("class", "axis"), ("aria-hidden", "true")];
        markup.element("svg", &attributes, |svg| {
            svg.void("path", &[("class", "base"), ("d", "M0 29.5H720")]);
            for (place, shot) in self.shots.iter().enumerate() {
                let (x, end) = (self.x(shot.start_ns), self.x(shot.end_ns));
                let tick = format!("M{} 22V30", short(x));
                svg.void("path", &[("class", "base"), ("d", &tick)]);
                let letters = ((end - x - 6.0) / 5.6).max(0.0) as usize;
                let number = (place + 1).to_string();
                let title = format!("{number} {}", shot.title);
                let label = if letters >= 10 { elided(&title, letters) } else { number };
                if letters >= 2 {
                    let x = short(x + 3.0);
                    svg.leaf("text", &[("x", &x), ("y", "26"), ("class", "tick")], &label);
                }
            }
            let end = [("x", "720"), ("y", "10"), ("class", "tick"), ("text-anchor", "end")];
            svg.leaf("text", &end, &time(self.length_ns));
            svg.leaf("text", &[("x", "0"), ("y", "10"), ("class", "tick")], &time(0));
        });
    }
}

/// Text of at most so many characters, with an ellipsis where it was longer.
#[must_use]
pub fn elided(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.into();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A coordinate to a tenth: finer than any screen shows, and a third of the bytes.
fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_outside_the_film_lies_at_its_end() {
        let axis = FilmAxis { length_ns: 1000, shots: &[] };
        assert_eq!([-5, 500, 5000].map(|ns| axis.x(ns)), [0.0, 360.0, 720.0]);
        assert_eq!(FilmAxis { length_ns: 0, shots: &[] }.x(7), 720.0);
    }

    #[test]
    fn long_words_end_in_an_ellipsis() {
        assert_eq!(elided("Переправа", 9), "Переправа");
        assert_eq!(elided("The ballroom", 5), "The…");
    }
}
