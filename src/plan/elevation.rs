//! The first sheet: the wall from the front, above the floor, with its measures.

use super::chain::{self, Beside, Chains, Side, chains};
use super::paper::{Type, heading, paragraph};
use super::sheet::{AXIS, FINE, GROUND, Ink, OUTLINE, Sheet, Words};
use super::typeface::Typefaces;
use super::{Hung, Paper, Problem, figure, heights, millimetres, scale, screen, tenths};
use crate::installation::floor::TALL_MM;
use crate::installation::{Area, Screen};

/// From the wall to the first line of dimensions, in mm of paper.
const GAP: f64 = 5.0;
/// From the wall to the marks of heights.
const TO_HEIGHTS: f64 = 5.0;
/// Between the heights and the person.
const TO_PERSON: f64 = 5.0;
/// How much is kept above a person's head, in mm.
const OVERHEAD_MM: f64 = 100.0;

/// Everything drawn to scale, in mm of the wall: the housings, the controller and the computer, and
/// down to the floor.
fn drawn(hung: &Hung<'_>) -> Area {
    let point = |(x, y): (f64, f64)| Area { x: x - 60.0, y: y - 60.0, width: 120.0, height: 120.0 };
    let room = hung.installation;
    let mut all = hung.housings.joined(&point(room.controller_mm));
    if let Some(computer) = room.computer_mm {
        all = all.joined(&point(computer));
    }
    let floor = floor_y(hung);
    let (top, bottom) = (all.y.min(floor - TALL_MM - OVERHEAD_MM), all.bottom().max(floor));
    Area { y: top, height: bottom - top, ..all }
}

/// The floor, in mm as the screens are measured.
fn floor_y(hung: &Hung<'_>) -> f64 {
    hung.pictures.y + hung.pictures.height / 2.0 + hung.centre
}

/// The chains above and on the left, at a scale.
fn measured(hung: &Hung<'_>, scale: f64, size: f64, faces: &Typefaces) -> (Chains, Chains) {
    let Area { x, y, width, height } = hung.pictures;
    let areas = || hung.installation.screens.iter().map(Screen::area);
    let across = areas().map(|area| (area.x - x, area.right() - x));
    let down = areas().map(|area| (area.y - y, area.bottom() - y));
    let across = chains(across, (0.0, width), (scale, size), faces);
    let down = chains(down, (0.0, height), (scale, size), faces);
    (across, down)
}

/// How high the words beneath the floor are, in mm of paper.
fn foot(sizes: Type) -> f64 {
    sizes.small * 9.0
}

/// Draws the sheet.
///
/// # Errors
/// The wall is too large for the smallest usual scale.
pub fn sheet(hung: &Hung<'_>, paper: Paper, faces: &Typefaces) -> Result<Sheet, Problem> {
    let (room, sizes) = (paper.drawing(), paper.sizes());
    let all = drawn(hung);
    let written = heights::heights(hung);
    let wide = heights::wide(&written, sizes.figure, faces);
    let head = sizes.heading * 2.3;
    let beside = |scale: f64| {
        let (across, down) = measured(hung, scale, sizes.figure, faces);
        let left = GAP + down.high(sizes.figure);
        let right = TO_HEIGHTS + wide + TO_PERSON + figure::WIDE_MM / scale;
        (left, right, GAP + across.high(sizes.figure))
    };
    let needs = |scale: f64| {
        let (left, right, above) = beside(scale);
        let height = head + above + all.height / scale + foot(sizes);
        (left + all.width / scale + right, height)
    };
    let scale = scale::fitting("the wall from the front", (room.width, room.height), needs)?;
    let mut sheet = Sheet::new("Wall from the front", paper.size());
    sheet.scale = Some(scale);
    let scale = f64::from(scale);
    let beneath = "Seen by one who stands before it. Numbers are those of the schedule.";
    heading(&mut sheet, (room.x, room.y), ("The wall from the front", beneath), sizes);
    let (left, _, above) = beside(scale);
    let spare = room.width - needs(scale).0;
    let spare_down = room.height - needs(scale).1;
    let origin = (room.x + left + spare / 2.0, room.y + head + above + spare_down / 2.0);
    let place = Place { all, origin, scale };
    let floor = place.y(floor_y(hung));
    let right = place.x(all.right());
    let person = right + TO_HEIGHTS + wide + TO_PERSON + figure::WIDE_MM / 2.0 / scale;
    ground(&mut sheet, (origin.0 - left / 2.0, person + figure::WIDE_MM / 2.0 / scale), floor);
    figure::from_the_front(&mut sheet, (person, floor), scale);
    let label = Words::new("1700", (person, floor - TALL_MM / scale - 1.2), sizes.small);
    sheet.words(label.ink(Ink::Grey).hold(super::sheet::Hold::Middle));

    let axis = place.y(hung.pictures.y + hung.pictures.height / 2.0);
    let unnamed = screens(&mut sheet, hung, (&place, axis), sizes, faces);

    let (across, down) = measured(hung, scale, sizes.figure, faces);
    let (zero_x, zero_y) = (place.x(hung.pictures.x), place.y(hung.pictures.y));
    let (edge_x, edge_y) = (place.x(hung.housings.x), place.y(hung.housings.y));
    let on = |side, zero, edge: f64, outer: f64| Beside {
        side,
        zero,
        edge,
        first: edge - outer + GAP,
        scale,
    };
    let above = on(Side::Above, zero_x, edge_y, origin.1);
    chain::draw(&mut sheet, &across, above, sizes.figure, faces);
    let on_the_left = on(Side::Left, zero_y, edge_x, origin.0);
    chain::draw(&mut sheet, &down, on_the_left, sizes.figure, faces);
    let top = room.y + head;
    let housing = place.x(hung.housings.right());
    let marks = (housing, right + TO_HEIGHTS);
    let missing =
        heights::draw(&mut sheet, &written, marks, (top, floor, scale), sizes.figure, faces);
    others(&mut sheet, hung, &place, sizes, faces);
    let left_out = across.left_out + down.left_out + missing;
    notes(&mut sheet, hung, (room, scale), (sizes, unnamed, left_out), faces);
    Ok(sheet)
}

/// Where the wall is on the paper.
struct Place {
    /// What is drawn, in mm of the wall.
    all: Area,
    /// Its upper left corner on the paper.
    origin: (f64, f64),
    scale: f64,
}

impl Place {
    fn x(&self, x: f64) -> f64 {
        self.origin.0 + (x - self.all.x) / self.scale
    }

    fn y(&self, y: f64) -> f64 {
        self.origin.1 + (y - self.all.y) / self.scale
    }

    fn area(&self, area: Area) -> Area {
        let (x, y) = (self.x(area.x), self.y(area.y));
        Area { x, y, width: area.width / self.scale, height: area.height / self.scale }
    }
}

/// The floor, hatched beneath.
pub fn ground(sheet: &mut Sheet, (from, to): (f64, f64), floor: f64) {
    sheet.line((from, floor), (to, floor), GROUND);
    let mut x = from + 2.0;
    while x < to - 0.5 {
        sheet.line((x, floor), (x - 1.6, floor + 1.6), super::sheet::RULE);
        x += 2.4;
    }
}

/// Draws the screens and the axis of all of them; says whether some could not be named.
fn screens(
    sheet: &mut Sheet,
    hung: &Hung<'_>,
    (place, axis): (&Place, f64),
    sizes: Type,
    faces: &Typefaces,
) -> bool {
    let all = &hung.installation.screens;
    for one in all {
        screen::draw(sheet, one, (place.area(one.housing()), place.area(one.area())));
    }
    sheet.line((place.origin.0 - 3.0, axis), (place.x(place.all.right()) + TO_HEIGHTS, axis), AXIS);
    let mut unnamed = false;
    for (index, one) in all.iter().enumerate() {
        let picture = place.area(one.area());
        unnamed |= !screen::label(sheet, (index + 1, one), picture, sizes.text, faces);
    }
    unnamed
}

/// The controller and the computer.
fn others(sheet: &mut Sheet, hung: &Hung<'_>, place: &Place, sizes: Type, faces: &Typefaces) {
    let (x, y) = hung.installation.controller_mm;
    let at = (place.x(x), place.y(y));
    let radius = (45.0 / place.scale).clamp(0.8, 3.0);
    sheet.ellipse(at, (radius, radius), Some(Ink::Paper), Some(OUTLINE));
    sheet.ellipse(at, (radius * 0.25, radius * 0.25), Some(Ink::Ember), None);
    let usual = if hung.controller_is_usual() { ", usual place" } else { "" };
    let text = format!("controller{usual}, {} above floor", tenths(hung.above_floor(y)));
    let beside = (at.0 + radius + 1.4, at.1 + sizes.small * 0.35);
    sheet.words(Words::new(text, beside, sizes.small).ink(Ink::Grey));
    let Some((x, y)) = hung.installation.computer_mm else { return };
    let at = (place.x(x), place.y(y));
    let half = (60.0 / place.scale).clamp(1.0, 4.0);
    let box_of = Area { x: at.0 - half, y: at.1 - half, width: 2.0 * half, height: 2.0 * half };
    sheet.rect(box_of, Some(Ink::Paper), Some(OUTLINE));
    sheet.line((box_of.x, box_of.y), (box_of.right(), box_of.bottom()), FINE);
    let below = (at.0, box_of.bottom() + sizes.small * 1.2);
    let words = Words::new("computer", below, sizes.small).ink(Ink::Grey);
    let words = words.hold(super::sheet::Hold::Middle);
    sheet.rect(words.area(faces), Some(Ink::Paper), None);
    sheet.words(words);
}

/// The scale bar and what is to be known, at the foot of the sheet.
fn notes(
    sheet: &mut Sheet,
    hung: &Hung<'_>,
    (room, scale): (Area, f64),
    (sizes, unnamed, left_out): (Type, bool, usize),
    faces: &Typefaces,
) {
    let top = room.bottom() - foot(sizes) + sizes.small * 2.6;
    let most = room.width * 0.2;
    scale::bar(sheet, (room.x + 1.0, top + sizes.small), scale, most, sizes.small);
    let size = |area: Area| format!("{} × {}", millimetres(area.width), millimetres(area.height));
    let mut first = format!("All pictures {}", size(hung.pictures));
    if hung.housings != hung.pictures {
        first = format!("{first}; with their bezels {}", size(hung.housings));
    }
    first.push_str(". Dimensions are of the pictures, without bezels.");
    let mut second = "Outer line: housing. Inner line: picture. Bar: the screen's own top. Turned \
                      is clockwise. Cross: its middle."
        .to_owned();
    if unnamed {
        second.push_str(" A number alone: see the schedule.");
    }
    let third = if hung.assumed {
        format!(
            "The height above the floor is assumed: the installation file has no \
             centre-height. Pictures usually hang with their middle at 1450 to 1550; here {}.",
            tenths(hung.centre)
        )
    } else {
        "Heights are above the finished floor.".to_owned()
    };
    let fourth = match left_out {
        0 => String::new(),
        1 => "One more measure is in the schedule alone.".to_owned(),
        more => format!("{more} more measures are in the schedule alone."),
    };
    let column = (room.width - most) / 2.0 - 12.0;
    let x = room.x + most + 12.0;
    let ink = if hung.assumed { Ink::Ember } else { Ink::Grey };
    let width = (sizes.small, column);
    let start = top - sizes.small;
    let below = paragraph(sheet, (x, start), (&first, Ink::Grey), width, faces);
    paragraph(sheet, (x, below), (&second, Ink::Grey), width, faces);
    let x = x + column + 8.0;
    let below = paragraph(sheet, (x, start), (&third, ink), width, faces);
    paragraph(sheet, (x, below), (&fourth, Ink::Grey), width, faces);
}
