//! The usual scales, and the bar that shows one.

use super::sheet::{FINE, Hold, Ink, Sheet, Words};
use super::{Problem, millimetres};
use crate::installation::Area;

/// The usual scales of drawings (ISO 5455 and 1:25), the largest drawing first.
pub const SCALES: [u32; 8] = [5, 10, 20, 25, 50, 100, 200, 500];

/// The largest usual scale at which something needs no more than this many mm of paper; `needs`
/// tells how many it needs at a scale.
///
/// # Errors
/// Even at the last of them it is too large: `what` it is, how much fits, and what to do.
pub fn fitting(
    what: &str,
    room: (f64, f64),
    needs: impl Fn(f64) -> (f64, f64),
) -> Result<u32, Problem> {
    let fits = |scale: &u32| {
        let (width, height) = needs(f64::from(*scale));
        width <= room.0 && height <= room.1
    };
    SCALES.into_iter().find(fits).ok_or_else(|| {
        let last = f64::from(SCALES[SCALES.len() - 1]);
        Problem::TooLarge { what: what.to_owned(), scale: last as u32, room, needs: needs(last) }
    })
}

/// Draws the bar of a scale, at most `most` mm long; says how long it is.
pub fn bar(sheet: &mut Sheet, (x, y): (f64, f64), scale: f64, most: f64, size: f64) -> f64 {
    const STEPS: [f64; 4] = [1.0, 2.0, 2.5, 5.0];
    let lengths = (0..6).flat_map(|tens| STEPS.map(|step| step * 10_f64.powi(tens)));
    // In four parts, each a round number of millimetres.
    let part = lengths.filter(|part| 4.0 * part / scale <= most).fold(1.0, f64::max);
    let (long, high) = (part / scale, 1.2);
    for index in 0..4 {
        let fill = if index % 2 == 0 { Ink::Black } else { Ink::Paper };
        let area = Area { x: x + long * f64::from(index), y, width: long, height: high };
        sheet.rect(area, Some(fill), Some(FINE));
    }
    for index in [0, 2, 4] {
        let unit = if index == 4 { " mm" } else { "" };
        let text = format!("{}{unit}", millimetres(part * f64::from(index)));
        let at = (x + long * f64::from(index), y + high + size * 1.15);
        sheet.words(Words::new(text, at, size).ink(Ink::Grey).hold(Hold::Middle));
    }
    4.0 * long
}
