//! The second sheet: the wall from above and from the side, with those who stand before it.

use super::chain::{self, Beside, Side, chains};
use super::paper::{Type, heading, paragraph};
use super::sheet::{AXIS, FINE, Hold, Ink, OUTLINE, RULE, SIGHT, Sheet, Step, Words};
use super::typeface::Typefaces;
use super::{Hung, Paper, Problem, elevation, figure, millimetres, scale, tenths};
use crate::installation::floor::{EYES_MM, TALL_MM};
use crate::installation::sight::{EASY_ARCMIN, angle_deg};
use crate::installation::{Area, USUAL_DISTANCE_MM};

/// How thick the wall is drawn, in mm of paper: how thick it is, nobody said.
const WALL: f64 = 2.6;
/// How deep screens are drawn, in mm of paper, for the same reason.
const DEEP: f64 = 1.3;
/// Room for the dimension of the distance, beside the view from above.
const BESIDE: f64 = 14.0;
/// Room for dimensions above both drawings.
const ABOVE: f64 = 14.0;
/// Room for heights beside the section.
const HEIGHTS: f64 = 22.0;
/// Between the two drawings.
const BETWEEN: f64 = 12.0;
/// Behind the person in the section, for words.
const BEHIND: f64 = 16.0;
/// From the eyes to the back of a person, in mm.
const BACK_MM: f64 = 230.0;

/// What fills the eyes of one who stands before the middle, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Subtended {
    /// From the left edge of all pictures to the right one.
    pub across: f64,
    /// From the horizon of the eyes up to the upper edge; less than 0 where it is below.
    pub up: f64,
    /// From the horizon of the eyes down to the lower edge; less than 0 where it is above.
    pub down: f64,
}

/// What the wall subtends from the viewing distance, for eyes [`EYES_MM`] high.
pub fn subtended(hung: &Hung<'_>) -> Subtended {
    let distance = hung.installation.viewing_distance_mm;
    let angle = |mm: f64| (mm / distance).atan().to_degrees();
    Subtended {
        across: angle_deg(hung.pictures.width, distance),
        up: angle(hung.above_floor(hung.pictures.y) - EYES_MM),
        down: angle(EYES_MM - hung.above_floor(hung.pictures.bottom())),
    }
}

/// Draws the sheet.
///
/// # Errors
/// The room is too large for the smallest usual scale.
pub fn sheet(hung: &Hung<'_>, paper: Paper, faces: &Typefaces) -> Result<Sheet, Problem> {
    let (room, sizes) = (paper.drawing(), paper.sizes());
    let (head, foot) = (sizes.heading * 2.3, sizes.small * 10.0);
    let distance = hung.installation.viewing_distance_mm;
    let controller = hung.installation.controller_mm.0;
    let (left, right) =
        (hung.housings.x.min(controller - 60.0), hung.housings.right().max(controller + 60.0));
    let floor = hung.above_floor(hung.housings.bottom()).min(0.0);
    let high = hung.above_floor(hung.housings.y).max(TALL_MM) - floor;
    let needs = |scale: f64| {
        let from_above = BESIDE + ((right - left) / scale).max(figure::WIDE_MM / scale);
        let from_side = HEIGHTS + (distance + BACK_MM) / scale + BEHIND;
        let tall = high.max(distance + figure::DEEP_MM) / scale;
        (from_above + BETWEEN + from_side, head + ABOVE + WALL + tall + foot)
    };
    let usual = scale::fitting("the room before the wall", (room.width, room.height), needs)?;
    let mut sheet = Sheet::new("Viewing distance", paper.size());
    sheet.scale = Some(usual);
    let scale = f64::from(usual);
    let beneath = "On the left from above, on the right from the side. How thick the wall and how \
                   deep the screens are is not to scale.";
    heading(&mut sheet, (room.x, room.y), ("Where people stand", beneath), sizes);
    let (wide, tall) = needs(scale);
    let top = room.y + head + ABOVE + (room.height - tall) / 2.0;
    let spare = (room.width - wide) / 3.0;
    let x = room.x + spare + BESIDE;
    from_above(&mut sheet, hung, ((x, top), left, scale), sizes, faces);
    let x = x + (right - left).max(figure::WIDE_MM) / scale + BETWEEN + spare + HEIGHTS;
    let floor = top + (high + floor) / scale;
    from_the_side(&mut sheet, hung, ((x, top), floor, scale), sizes, faces);
    facts(&mut sheet, hung, (room, foot, scale), sizes, faces);
    Ok(sheet)
}

/// The view from above: `at` is the wall's line, where `left`, in mm, is.
fn from_above(
    sheet: &mut Sheet,
    hung: &Hung<'_>,
    (at, left, scale): ((f64, f64), f64, f64),
    sizes: Type,
    faces: &Typefaces,
) {
    let x = |mm: f64| at.0 + (mm - left) / scale;
    let distance = hung.installation.viewing_distance_mm;
    let pictures = hung.pictures;
    let (from, to) = (x(pictures.x), x(pictures.right()));
    let eyes = (f64::midpoint(from, to), at.1 + distance / scale);
    let band = Area { x: from - 4.0, y: at.1 - WALL, width: to - from + 8.0, height: WALL };
    hatched(sheet, band);
    sheet.line((band.x, at.1), (band.right(), at.1), OUTLINE);
    for screen in &hung.installation.screens {
        let housing = screen.housing();
        let width = housing.width / scale;
        let area = Area { x: x(housing.x), y: at.1, width, height: DEEP };
        sheet.rect(area, Some(Ink::Wash), Some(FINE));
    }
    figure::from_above(sheet, eyes, scale);
    for end in [from, to] {
        sheet.line(eyes, (end, at.1), SIGHT);
    }
    let angles = subtended(hung);
    let half = angles.across / 2.0;
    arc(sheet, eyes, distance / scale, (90.0 - half, 90.0 + half), sizes, faces);
    let x = x(hung.installation.controller_mm.0);
    sheet.line((x, at.1 + DEEP), (x, at.1 + 9.0), AXIS);
    sheet.ellipse((x, at.1 + 9.8), (0.8, 0.8), Some(Ink::Paper), Some(FINE));
    let words = Words::new("axis of the controller", (x + 1.8, at.1 + 10.4), sizes.small);
    sheet.words(words.ink(Ink::Grey));
    let edge = at.1 - WALL;
    let above = Beside { side: Side::Above, zero: from, edge, first: 5.0, scale };
    let width = chains([], (0.0, pictures.width), (scale, sizes.figure), faces);
    chain::draw(sheet, &width, above, sizes.figure, faces);
    let edge = from.min(eyes.0 - figure::WIDE_MM / 2.0 / scale);
    let beside = Beside { side: Side::Left, zero: at.1, edge, first: 6.0, scale };
    let deep = chains([], (0.0, distance), (scale, sizes.figure), faces);
    sheet.line((edge - 1.2, eyes.1), (eyes.0, eyes.1), FINE);
    chain::draw(sheet, &deep, beside, sizes.figure, faces);
}

/// The section: `at` is the upper end of the wall's line, `floor` the floor, on the paper.
fn from_the_side(
    sheet: &mut Sheet,
    hung: &Hung<'_>,
    (at, floor, scale): ((f64, f64), f64, f64),
    sizes: Type,
    faces: &Typefaces,
) {
    let distance = hung.installation.viewing_distance_mm;
    let up = |y: f64| floor - hung.above_floor(y) / scale;
    let band = Area { x: at.0 - WALL, y: at.1, width: WALL, height: floor - at.1 };
    hatched(sheet, band);
    sheet.line(at, (at.0, floor), OUTLINE);
    for screen in &hung.installation.screens {
        let housing = screen.housing();
        let height = housing.height / scale;
        let area = Area { x: at.0, y: up(housing.y), width: DEEP, height };
        sheet.rect(area, Some(Ink::Wash), Some(FINE));
    }
    let eyes = (at.0 + distance / scale, floor - EYES_MM / scale);
    let behind = eyes.0 + BACK_MM / scale;
    elevation::ground(sheet, (band.x - 4.0, behind + 4.0), floor);
    figure::from_the_side(sheet, (eyes.0 + 85.0 / scale, floor), scale);
    let (top, bottom) = (up(hung.pictures.y), up(hung.pictures.bottom()));
    for end in [top, bottom] {
        sheet.line(eyes, (at.0, end), SIGHT);
    }
    sheet.line(eyes, (at.0 - WALL, eyes.1), AXIS);
    let angles = subtended(hung);
    arc(sheet, eyes, distance / scale, (180.0 - angles.up, 180.0 + angles.down), sizes, faces);
    let beyond = (eyes.0 + 1.0, at.1 - 1.2);
    sheet.line((eyes.0, eyes.1), (eyes.0, beyond.1 - 3.0), FINE);
    let above = Beside { side: Side::Above, zero: at.0, edge: at.1, first: 5.0, scale };
    let deep = chains([], (0.0, distance), (scale, sizes.figure), faces);
    chain::draw(sheet, &deep, above, sizes.figure, faces);
    let label = format!("eyes {}", tenths(EYES_MM));
    let place = (behind + 1.0, eyes.1 + sizes.small * 0.35);
    sheet.words(Words::new(label, place, sizes.small).ink(Ink::Grey));
    // Heights on the left of the wall, as many as do not touch.
    let ink = if hung.assumed { Ink::Ember } else { Ink::Black };
    let middle = f64::midpoint(top, bottom);
    let y = hung.pictures.y;
    let written = [
        (middle, hung.centre),
        (top, hung.above_floor(y)),
        (bottom, hung.above_floor(hung.pictures.bottom())),
        (floor, 0.0),
    ];
    let mut taken: Vec<f64> = Vec::new();
    for (place, mm) in written {
        if taken.iter().all(|other| (place - other).abs() > sizes.figure * 1.3) {
            taken.push(place);
            sheet.line((band.x - 1.0, place), (band.x - 4.0, place), FINE);
            let text = if mm == 0.0 { "±0".to_owned() } else { tenths(mm) };
            let at = (band.x - 4.8, place + sizes.figure * 0.36);
            let ink = if mm == 0.0 { Ink::Black } else { ink };
            let words = Words::new(text, at, sizes.figure).hold(Hold::End).ink(ink);
            sheet.figure(words, faces);
        }
    }
}

/// A cut through a wall.
fn hatched(sheet: &mut Sheet, band: Area) {
    let (mut along, step) = (0.0, 1.5);
    let long = band.width.max(band.height);
    while along < long {
        let (x, y) = if band.width > band.height {
            (band.x + along, band.bottom())
        } else {
            (band.x, band.y + along + band.width)
        };
        let across = band.width.min(band.height);
        let reach = across.min(band.right() - x).min(y - band.y);
        if y <= band.bottom() + 1e-9 && reach > 0.0 {
            sheet.line((x, y), (x + reach, y - reach), RULE);
        }
        along += step;
    }
    sheet.rect(band, None, Some(RULE));
}

/// An angle at the eyes from one direction to another, in degrees against the clock from the right,
/// drawn where there is room between the eyes and the wall.
fn arc(
    sheet: &mut Sheet,
    eyes: (f64, f64),
    distance: f64,
    (from, to): (f64, f64),
    sizes: Type,
    faces: &Typefaces,
) {
    let radius = distance * 0.45;
    let at = |angle: f64, radius: f64| {
        let angle = angle.to_radians();
        (eyes.0 + radius * angle.cos(), eyes.1 - radius * angle.sin())
    };
    let steps = 24;
    let between = |step: i32| from + (to - from) * f64::from(step) / f64::from(steps);
    let mut way = vec![Step::Move(at(from, radius))];
    way.extend((1..=steps).map(|step| Step::Line(at(between(step), radius))));
    sheet.path(way, None, Some(FINE));
    let (x, y) = at(f64::midpoint(from, to), radius);
    let text = format!("{:.1}°", (to - from).abs());
    let words = Words::new(text, (x, y + sizes.figure * 0.36), sizes.figure);
    sheet.figure(words.hold(Hold::Middle), faces);
}

/// The scale bar and what follows from the distance, at the foot of the sheet.
fn facts(
    sheet: &mut Sheet,
    hung: &Hung<'_>,
    (room, foot, scale): (Area, f64, f64),
    sizes: Type,
    faces: &Typefaces,
) {
    let top = room.bottom() - foot + sizes.small * 3.6;
    let most = room.width * 0.2;
    scale::bar(sheet, (room.x + 1.0, top + sizes.small), scale, most, sizes.small);
    let (room_mm, angles) = (hung.installation, subtended(hung));
    let sharpest = room_mm.screens.iter().map(|screen| screen.width / f64::from(screen.pixels.0));
    let pixel = sharpest.fold(0.0, f64::max);
    let arcmin = (pixel / room_mm.viewing_distance_mm).atan().to_degrees() * 60.0;
    let first = format!(
        "From {} the wall fills {:.1}° across and {:.1}° from top to bottom. The largest pixel is \
         {:.2} mm, {arcmin:.2} minutes of arc; capitals of {EASY_ARCMIN} minutes, read with ease, \
         are {:.1} mm high.",
        millimetres(room_mm.viewing_distance_mm),
        angles.across,
        angles.up + angles.down,
        pixel,
        room_mm.cap_height_mm(EASY_ARCMIN),
    );
    let usual = (room_mm.viewing_distance_mm - USUAL_DISTANCE_MM).abs() < 0.01;
    let first = match usual {
        true => format!("{first} This distance is taken where the installation file says none."),
        false => first,
    };
    let (x, y) = room_mm.controller_mm;
    let usual = if hung.controller_is_usual() { ", its usual place" } else { "" };
    let second = format!(
        "The controller is {} from the left edge of the pictures and {} above the floor{usual}. \
         From the wall: ________ mm.",
        tenths(hung.rightwards(x)),
        tenths(hung.above_floor(y)),
    );
    let third = format!(
        "Eyes of a person of {} are taken to be {} above the floor. Depth of the screens with their \
         mounts: ________ mm.",
        tenths(TALL_MM),
        tenths(EYES_MM)
    );
    let column = (room.width - most) / 2.0 - 12.0;
    let (x, size) = (room.x + most + 12.0, (sizes.small, column));
    let start = top - sizes.small;
    paragraph(sheet, (x, start), (&first, Ink::Grey), size, faces);
    let x = x + column + 8.0;
    let below = paragraph(sheet, (x, start), (&second, Ink::Grey), size, faces);
    paragraph(sheet, (x, below), (&third, Ink::Grey), size, faces);
}
