//! A person, to show how large a wall is: 1700 mm tall, as a plain silhouette.

use super::sheet::{Ink, Sheet, Step};

/// How wide the silhouette is from the front, in mm.
pub const WIDE_MM: f64 = 480.0;
/// How deep it is from the side, in mm.
pub const DEEP_MM: f64 = 300.0;

/// Right half of the outline from the front without the head, from the neck down, in mm from the
/// middle of the feet and above the floor: first a place, then curves of three places.
const FRONT: (Place, &[[Place; 3]]) = (
    (0.0, 1530.0),
    &[
        [(20.0, 1530.0), (50.0, 1525.0), (50.0, 1500.0)],
        [(50.0, 1480.0), (50.0, 1470.0), (52.0, 1446.0)],
        [(56.0, 1424.0), (120.0, 1412.0), (166.0, 1396.0)],
        [(206.0, 1382.0), (222.0, 1350.0), (226.0, 1300.0)],
        [(232.0, 1210.0), (238.0, 1130.0), (240.0, 1060.0)],
        [(242.0, 980.0), (240.0, 900.0), (234.0, 830.0)],
        [(232.0, 790.0), (226.0, 756.0), (212.0, 752.0)],
        [(198.0, 750.0), (194.0, 780.0), (194.0, 810.0)],
        [(192.0, 900.0), (184.0, 1010.0), (172.0, 1100.0)],
        [(166.0, 1030.0), (170.0, 960.0), (172.0, 880.0)],
        [(172.0, 740.0), (160.0, 600.0), (152.0, 480.0)],
        [(146.0, 330.0), (130.0, 180.0), (124.0, 80.0)],
        [(124.0, 56.0), (150.0, 30.0), (148.0, 10.0)],
        [(146.0, 0.0), (70.0, 0.0), (62.0, 10.0)],
        [(58.0, 40.0), (62.0, 60.0), (62.0, 90.0)],
        [(60.0, 260.0), (52.0, 420.0), (44.0, 560.0)],
        [(36.0, 660.0), (22.0, 740.0), (0.0, 770.0)],
    ],
);

/// The outline from the side, looking to the left, without the head.
const SIDE: (Place, &[[Place; 3]]) = (
    (-34.0, 1510.0),
    &[
        [(-36.0, 1440.0), (-60.0, 1420.0), (-84.0, 1380.0)],
        [(-112.0, 1330.0), (-112.0, 1250.0), (-104.0, 1160.0)],
        [(-98.0, 1060.0), (-100.0, 960.0), (-98.0, 880.0)],
        [(-94.0, 720.0), (-86.0, 600.0), (-72.0, 480.0)],
        [(-70.0, 340.0), (-62.0, 200.0), (-56.0, 90.0)],
        [(-66.0, 60.0), (-140.0, 50.0), (-150.0, 20.0)],
        [(-152.0, 4.0), (-140.0, 0.0), (-120.0, 0.0)],
        [(-60.0, 0.0), (10.0, 0.0), (58.0, 0.0)],
        [(72.0, 10.0), (70.0, 50.0), (60.0, 90.0)],
        [(70.0, 220.0), (88.0, 340.0), (84.0, 480.0)],
        [(96.0, 620.0), (122.0, 760.0), (124.0, 880.0)],
        [(124.0, 980.0), (100.0, 1050.0), (98.0, 1120.0)],
        [(110.0, 1220.0), (118.0, 1300.0), (104.0, 1370.0)],
        [(90.0, 1420.0), (56.0, 1440.0), (50.0, 1510.0)],
    ],
);

/// A place in mm: across from the middle of the feet, and above the floor.
type Place = (f64, f64);

/// Draws the person from the front, with the middle of the feet at `feet` on the paper, `scale` mm
/// of the room to one of paper.
pub fn from_the_front(sheet: &mut Sheet, feet: (f64, f64), scale: f64) {
    let at = |(x, up): Place| (feet.0 + x / scale, feet.1 - up / scale);
    let mirrored = |(x, up): Place| at((-x, up));
    let (begin, curves) = FRONT;
    let mut steps = vec![Step::Move(at(begin))];
    steps.extend(curves.iter().map(|[a, b, to]| Step::Curve(at(*a), at(*b), at(*to))));
    // Back up the other half: each curve from its end to its beginning.
    let ends: Vec<Place> =
        std::iter::once(begin).chain(curves.iter().map(|curve| curve[2])).collect();
    for (index, [a, b, _]) in curves.iter().enumerate().rev() {
        steps.push(Step::Curve(mirrored(*b), mirrored(*a), mirrored(ends[index])));
    }
    steps.push(Step::Close);
    sheet.path(steps, Some(Ink::Shade), None);
    let head = at((0.0, 1590.0));
    sheet.ellipse(head, (78.0 / scale, 110.0 / scale), Some(Ink::Shade), None);
}

/// Draws the person from the side, looking to the left.
pub fn from_the_side(sheet: &mut Sheet, feet: (f64, f64), scale: f64) {
    let at = |(x, up): Place| (feet.0 + x / scale, feet.1 - up / scale);
    let (begin, curves) = SIDE;
    let mut steps = vec![Step::Move(at(begin))];
    steps.extend(curves.iter().map(|[a, b, to]| Step::Curve(at(*a), at(*b), at(*to))));
    steps.push(Step::Close);
    sheet.path(steps, Some(Ink::Shade), None);
    sheet.ellipse(at((-4.0, 1588.0)), (94.0 / scale, 112.0 / scale), Some(Ink::Shade), None);
}

/// Draws the person from above, looking up the sheet.
pub fn from_above(sheet: &mut Sheet, at: (f64, f64), scale: f64) {
    let shoulders = (WIDE_MM / 2.0 / scale, 125.0 / scale);
    sheet.ellipse(at, shoulders, Some(Ink::Shade), None);
    sheet.ellipse(at, (78.0 / scale, 98.0 / scale), Some(Ink::Pale), None);
}
