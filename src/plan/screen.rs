//! A screen as it is drawn from the front.

use super::sheet::{FINE, Ink, OUTLINE, Pen, Sheet, Words};
use super::typeface::{Face, Typefaces};
use crate::installation::{Area, Rotation, Screen, ScreenView};

/// How far the cross in the middle of a screen reaches, in mm of paper.
const REACH: f64 = 1.6;

/// What a screen shows, in a word.
pub fn shows(screen: &Screen) -> &'static str {
    match screen.view {
        None => "its part of the wall",
        Some(ScreenView::Chorus) => "chorus",
        Some(ScreenView::Solo) => "solo",
        Some(ScreenView::Story) => "story",
        Some(ScreenView::Duet) => "duet",
        Some(ScreenView::Strata) => "strata",
        Some(ScreenView::Card) => "card",
    }
}

/// The pixels of a screen as it is made, before it is turned.
pub fn pixels(screen: &Screen) -> String {
    let (across, down) = screen.rotation.turned(screen.pixels);
    format!("{across} × {down}")
}

/// What is written on it, and whether each line is large.
fn said(number: usize, screen: &Screen) -> Vec<(String, bool)> {
    let output = screen.output.as_deref().unwrap_or("______");
    let mut lines = vec![
        (format!("{number}  {}", screen.name), true),
        (format!("output {output}"), false),
        (pixels(screen), false),
    ];
    if screen.rotation != Rotation::Upright {
        lines.push((format!("turned {}°", screen.rotation.degrees()), false));
    }
    if screen.view.is_some() {
        lines.push((format!("shows {}", shows(screen)), false));
    }
    lines
}

/// Draws a screen whose housing and picture are at these places on the paper.
pub fn draw(sheet: &mut Sheet, screen: &Screen, (housing, picture): (Area, Area)) {
    sheet.rect(housing, Some(Ink::Paper), Some(OUTLINE));
    sheet.rect(picture, Some(Ink::Wash), Some(FINE));
    top(sheet, screen.rotation, picture);
}

/// Writes on the picture of screen number `number` what is said of it, and marks its middle where
/// no words are. Says whether all of it could be written.
pub fn label(
    sheet: &mut Sheet,
    (number, screen): (usize, &Screen),
    picture: Area,
    size: f64,
    faces: &Typefaces,
) -> bool {
    let lines = said(number, screen);
    // Above the middle, where that leaves the words large enough.
    let tries = [(1.15, 0.5), (1.0, 0.5), (0.85, 0.5), (1.0, 1.0), (0.85, 1.0), (0.7, 1.0)];
    let fitting = |(factor, share)| fit(&lines, (picture, share), size * factor, faces);
    let written = tries.into_iter().find_map(fitting);
    let named = written.is_some();
    let written = written.unwrap_or_else(|| {
        // At least the number, by which it is found in the schedule.
        let size = (size * 0.9).min(picture.height * 0.4).min(picture.width * 0.5);
        let at = (picture.x + size * 0.3, picture.y + size);
        vec![Words::new(number.to_string(), at, size).face(Face::Medium)]
    });
    let reach = REACH.min(picture.width / 6.0).min(picture.height / 6.0);
    let (x, y) = (picture.x + picture.width / 2.0, picture.y + picture.height / 2.0);
    let clear = |words: &Words| {
        let area = words.area(faces);
        area.right() < x - reach - 0.6 || area.bottom() < y - reach
    };
    if written.iter().all(clear) {
        let cross = Pen { ink: Ink::Ember, ..FINE };
        sheet.line((x - reach, y), (x + reach, y), cross);
        sheet.line((x, y - reach), (x, y + reach), cross);
    }
    for words in written {
        sheet.on_screen(words, faces);
    }
    named
}

/// The lines in the upper left corner if they fit into this share of the height; a name alone may
/// be cut.
fn fit(
    lines: &[(String, bool)],
    (picture, share): (Area, f64),
    size: f64,
    faces: &Typefaces,
) -> Option<Vec<Words>> {
    let pad = size * 0.7;
    let width = picture.width - 2.0 * pad;
    let of = |large: bool| if large { (Face::Medium, size) } else { (Face::Sans, size * 0.8) };
    let needs: f64 = lines.iter().map(|(_, large)| of(*large).1 * 1.45).sum();
    let cross = if share < 1.0 { REACH } else { 0.0 };
    let wide = |(text, large): &(String, bool)| {
        let (face, size) = of(*large);
        // Of a name the number and a few letters must be there.
        let text = if *large { text.chars().take(8).collect() } else { text.clone() };
        faces.wide(face, &text, size)
    };
    let room = picture.height * share - cross;
    if needs + pad > room || lines.iter().any(|line| wide(line) > width) {
        return None;
    }
    let mut base = picture.y + pad * 0.8;
    let mut all = Vec::new();
    for (text, large) in lines {
        let (face, size) = of(*large);
        base += size * 1.45 * if *large { 0.8 } else { 1.0 };
        let text = faces.within(face, text, size, width);
        let ink = if *large { Ink::Black } else { Ink::Grey };
        all.push(Words::new(text, (picture.x + pad, base), size).face(face).ink(ink));
    }
    Some(all)
}

/// A bar along the edge that is the screen's own top.
fn top(sheet: &mut Sheet, rotation: Rotation, picture: Area) {
    let Area { x, y, width, height } = picture;
    let (middle, bar) = ((x + width / 2.0, y + height / 2.0), 0.8_f64.min(height / 8.0));
    let bar = bar.min(width / 8.0);
    let half = if rotation.is_sideways() { height } else { width } / 12.0;
    let area = match rotation {
        Rotation::Upright => Area { x: middle.0 - half, y, width: 2.0 * half, height: bar },
        Rotation::UpsideDown => {
            Area { x: middle.0 - half, y: y + height - bar, width: 2.0 * half, height: bar }
        }
        Rotation::Clockwise => {
            Area { x: x + width - bar, y: middle.1 - half, width: bar, height: 2.0 * half }
        }
        Rotation::Anticlockwise => Area { x, y: middle.1 - half, width: bar, height: 2.0 * half },
    };
    sheet.rect(area, Some(Ink::Ember), None);
}
