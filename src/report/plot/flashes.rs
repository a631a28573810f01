//! Flashes second by second: those in brightness upwards, those of saturated red downwards, and a
//! line on either side at the most that the guidelines allow. What is beyond it is filled, what is
//! within is only outlined, so that it is told apart without colour.

use std::collections::BTreeMap;

use super::{FilmAxis, WIDTH, short};
use crate::report::data::{FlashSecond, LIMIT};
use crate::report::markup::Markup;

/// How many columns at most: a longer film shows the worst second of each stretch.
const COLUMNS: i64 = 360;

/// The height of the plot, in units of it.
const HEIGHT: f64 = 92.0;

/// Where the middle line lies.
const MIDDLE: f64 = 46.0;

/// The counts of one column.
type Column = (u32, u32);

/// Draws the flashes of each second.
pub fn draw(markup: &mut Markup, axis: FilmAxis<'_>, seconds: &[FlashSecond], label: &str) {
    let columns = columns(seconds, axis.length_ns);
    let most = columns.values().map(|(general, red)| *general.max(red)).max().unwrap_or(0);
    let unit = (MIDDLE - 6.0) / f64::from(most.max(LIMIT + 1));
    let second = axis.x(1_000_000_000.min(axis.length_ns));
    let width = second.max(WIDTH / COLUMNS as f64);
    let attributes =
        [("viewBox", "0 0 720 92"), ("class", "flashes"), ("role", "img"), ("aria-label", label)];
    markup.element("svg", &attributes, |svg| {
        axis.shot_lines(svg, HEIGHT);
        let (mut within, mut beyond) = (String::new(), String::new());
        for (start_ns, (general, red)) in &columns {
            let x = axis.x(*start_ns);
            let wide = (width - 1.0).min(WIDTH - x).max(0.5);
            for (count, up) in [(*general, -1.0), (*red, 1.0)] {
                if count == 0 {
                    continue;
                }
                let height = f64::from(count) * unit * up;
                let path = if count > LIMIT { &mut beyond } else { &mut within };
                let (x, wide) = (short(x + 0.5), short(wide));
                let (y, height) = (short(MIDDLE), short(height));
                path.push_str(&format!("M{x} {y}v{height}h{wide}V{y}Z"));
            }
        }
        for (class, path) in [("within", within), ("beyond", beyond)] {
            if !path.is_empty() {
                svg.void("path", &[("class", class), ("d", &path)]);
            }
        }
        let middle = format!("M0 {MIDDLE}H{WIDTH}");
        svg.void("path", &[("class", "base"), ("d", &middle)]);
        let reach = f64::from(LIMIT) * unit;
        let (above, below) = (short(MIDDLE - reach), short(MIDDLE + reach));
        let limit = format!("M0 {above}H{WIDTH}M0 {below}H{WIDTH}");
        svg.void("path", &[("class", "limit"), ("d", &limit)]);
    });
}

/// The worst second of each column, by where the column begins.
fn columns(seconds: &[FlashSecond], length_ns: i64) -> BTreeMap<i64, Column> {
    let stretch = (length_ns.max(1) / COLUMNS).max(1);
    let inside = seconds.iter().filter(|it| (0..length_ns.max(1)).contains(&it.from_ns));
    let mut columns: BTreeMap<i64, Column> = BTreeMap::new();
    for second in inside {
        // A film of fewer seconds than columns keeps every second where it is.
        let step = stretch.max(1_000_000_000);
        let column = columns.entry(second.from_ns / step * step).or_default();
        *column = (column.0.max(second.general), column.1.max(second.red));
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000_000;

    fn drawn(seconds: &[FlashSecond], length_ns: i64) -> String {
        let mut markup = Markup::default();
        draw(&mut markup, FilmAxis { length_ns, shots: &[] }, seconds, "flashes");
        markup.finish()
    }

    #[test]
    fn three_are_within_and_four_are_beyond() {
        let at = |general, red| drawn(&[FlashSecond { from_ns: 0, general, red }], 10 * SECOND);
        assert!(at(3, 3).contains("within") && !at(3, 3).contains("beyond"));
        assert!(at(0, 4).contains("beyond") && !at(4, 0).contains("within"));
    }

    #[test]
    fn two_hours_are_as_small_as_six_minutes_and_keep_their_worst_second() {
        let mut seconds: Vec<FlashSecond> =
            (0..7200).map(|at| FlashSecond { from_ns: at * SECOND, general: 1, red: 0 }).collect();
        seconds[4321].general = 9;
        let svg = drawn(&seconds, 7200 * SECOND);
        assert!(svg.len() < 16_000, "{}", svg.len());
        assert!(svg.contains("beyond"));
    }
}
