//! Heights above the floor, beside the wall: a mark and a figure each, spread so that none lies on
//! another.

use super::sheet::{FINE, Ink, Sheet, Step, Words};
use super::typeface::Typefaces;
use super::{Hung, tenths};
use crate::installation::{Area, Screen};

/// A height that is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Height {
    /// Above the floor, in mm.
    pub mm: f64,
    /// What is so high.
    pub what: &'static str,
    /// It is not said anywhere.
    pub assumed: bool,
}

/// More heights than these are found sooner in the schedule.
const MOST: usize = 12;
/// Heights that differ by less are one, in mm.
const SAME_MM: f64 = 0.5;

/// The heights worth writing, the most important first.
pub fn heights(hung: &Hung<'_>) -> Vec<Height> {
    let Area { y, .. } = hung.pictures;
    let edge = |y: f64, what| Height { mm: hung.above_floor(y), what, assumed: hung.assumed };
    let mut all = vec![
        Height { mm: hung.centre, what: "middle of all pictures", assumed: hung.assumed },
        edge(y, "upper edge"),
        edge(hung.pictures.bottom(), "lower edge"),
    ];
    // Of rows: of screens that hang freely there are too many.
    let middles = hung.installation.screens.iter().map(Screen::area);
    let mut middles: Vec<f64> = middles.map(|area| area.y + area.height / 2.0).collect();
    middles.sort_by(f64::total_cmp);
    for middle in middles {
        let height = edge(middle, "middle of a screen");
        if all.iter().all(|other| (other.mm - height.mm).abs() > SAME_MM) {
            all.push(height);
        }
    }
    all
}

/// Writes as many heights as there is room for from `top` down to the floor, both in mm of paper;
/// says how many were left out. `edge` is the right edge of the wall, `x` where the marks begin.
pub fn draw(
    sheet: &mut Sheet,
    heights: &[Height],
    (edge, x): (f64, f64),
    (top, floor, scale): (f64, f64, f64),
    size: f64,
    faces: &Typefaces,
) -> usize {
    let step = size * 1.5;
    let room = ((floor - top) / step).floor().max(1.0) as usize;
    let kept = &heights[..heights.len().min(MOST).min(room.saturating_sub(1).max(1))];
    let mut all: Vec<&Height> = kept.iter().collect();
    all.sort_by(|a, b| a.mm.total_cmp(&b.mm));
    // From the floor up, each at its own height or as far above the one below as it needs.
    let mut places: Vec<f64> = Vec::new();
    let mut lowest = floor - step;
    for height in &all {
        let at = (floor - height.mm / scale).min(lowest);
        places.push(at);
        lowest = at - step;
    }
    // And from the top down again, where that reached too far up.
    let mut highest = top;
    for place in places.iter_mut().rev() {
        *place = place.max(highest);
        highest = *place + step;
    }
    let jog = x + 4.0;
    for (height, place) in all.iter().zip(&places) {
        let true_place = floor - height.mm / scale;
        sheet.line((edge + 1.2, true_place), (x, true_place), FINE);
        sheet.line((x, true_place), (jog, *place), FINE);
        write(sheet, (jog, *place), (&tenths(height.mm), height.what), height.assumed, size, faces);
    }
    write(sheet, (jog, floor), ("±0", "floor"), false, size, faces);
    heights.len() - kept.len()
}

/// A mark of a height, its figure and what it is of.
fn write(
    sheet: &mut Sheet,
    (x, y): (f64, f64),
    (figure, what): (&str, &str),
    assumed: bool,
    size: f64,
    faces: &Typefaces,
) {
    let half = size * 0.42;
    let steps = vec![
        Step::Move((x + half, y)),
        Step::Line((x, y - 2.0 * half)),
        Step::Line((x + 2.0 * half, y - 2.0 * half)),
        Step::Close,
    ];
    sheet.path(steps, Some(Ink::Paper), Some(FINE));
    sheet.line((x, y), (x + 2.0 * half, y), FINE);
    let ink = if assumed { Ink::Ember } else { Ink::Black };
    // Over the line, so that the floor is not interrupted.
    let base = y - size * 0.3;
    let words = Words::new(figure, (x + size * 1.2, base), size).ink(ink);
    let area = words.area(faces);
    sheet.figure(words, faces);
    let beside = (area.right() + size * 0.5, base);
    sheet.words(Words::new(what, beside, size * 0.8).ink(Ink::Grey));
}

/// How wide a height with its words is, in mm of paper, with the jog before it.
pub fn wide(heights: &[Height], size: f64, faces: &Typefaces) -> f64 {
    let one = |height: &Height| {
        let figure = faces.wide(super::typeface::Face::Sans, &tenths(height.mm), size);
        let what = faces.wide(super::typeface::Face::Sans, height.what, size * 0.8);
        figure + what + size * 1.7
    };
    4.0 + heights.iter().map(one).fold(0.0, f64::max)
}
