//! The last sheet: the operator's card, upright on A4, to hang beside the machine.

use std::path::Path;

use super::card::{Block, Card, Section, card};
use super::sheet::{FINE, Hold, Ink, Pen, RULE, Sheet, Words};
use super::typeface::{Face, Typefaces};
use super::{Hung, Subject};
use crate::installation::Area;
use crate::kiosk::files::{Facts, files};
use crate::kiosk::room::{hours, screens};

/// A4, upright.
const SIZE: (f64, f64) = (210.0, 297.0);
/// The margin on every side, in mm.
const MARGIN: f64 = 14.0;
/// Between sections beside each other.
const BETWEEN: f64 = 7.0;
/// The size of the words where they fit, in mm.
const WORDS: f64 = 2.75;
/// The smallest they may become, so that much fits.
const SMALLEST: f64 = 1.6;
/// The most height of the drawing of the wall.
const DRAWING: f64 = 46.0;
/// What is not known until the machine is there.
const LATER: &str = "__________";

/// Draws the card, which is the last of `pages`.
pub fn sheet(subject: &Subject<'_>, pages: usize, faces: &Typefaces) -> Sheet {
    let installation = subject.installation;
    let name = |path: &Path| path.file_name().map_or_else(|| path.into(), Into::into);
    let exhibit = subject.exhibit.and_then(|exhibit| exhibit.file.parent());
    let facts = Facts {
        title: subject.title(),
        program: LATER.into(),
        exhibit: exhibit.map_or_else(|| LATER.into(), name),
        installation: installation.file.as_deref().map_or_else(|| LATER.into(), name),
        user: LATER.to_owned(),
        screens: screens(installation),
        hours: hours(installation),
        contact: installation.running.contact.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let page = files(&facts).into_iter().find(|(name, _)| *name == "operator.html");
    let card = page.map_or_else(Card::default, |(_, page)| card(&page));
    // As large as fits.
    let mut size = WORDS;
    loop {
        let mut sheet = Sheet::new("Operator's card", SIZE);
        let bottom = draw(&mut sheet, &card, &Hung::new(installation), size, faces);
        if bottom <= SIZE.1 - MARGIN + 4.0 || size <= SMALLEST {
            let number = format!("sheet {pages} of {pages}");
            let at = (SIZE.0 - MARGIN, MARGIN + WORDS * 0.8);
            let words = Words::new(number, at, WORDS * 0.78);
            sheet.words(words.ink(Ink::Grey).hold(Hold::End));
            return sheet;
        }
        size -= 0.05;
    }
}

/// Draws everything with words of this size; says where it ends.
fn draw(sheet: &mut Sheet, card: &Card, hung: &Hung<'_>, size: f64, faces: &Typefaces) -> f64 {
    let (x, width) = (MARGIN, SIZE.0 - 2.0 * MARGIN);
    let small = size * 0.8;
    let mut y = MARGIN + WORDS * 0.8;
    let over = Words::new("Palimpsest  ·  the operator's card", (x, y), WORDS * 0.78);
    sheet.words(over.ink(Ink::Ember));
    for line in faces.lines(Face::Serif, &card.title, size * 3.2, width) {
        y += size * 3.5;
        sheet.words(Words::new(line, (x, y), size * 3.2).face(Face::Serif));
    }
    y = wall(sheet, hung, Area { x, y: y + size * 1.6, width, height: DRAWING }, faces);
    for line in faces.lines(Face::Sans, &card.beneath, small, width) {
        y += small * 1.6;
        let words = Words::new(line, (x + width / 2.0, y), small).ink(Ink::Grey);
        sheet.words(words.hold(Hold::Middle));
    }
    for row in &card.rows {
        y += size * 0.9;
        sheet.line((x, y), (x + width, y), RULE);
        y += size * 0.5;
        let share = |section: &Section| if section.wide { 2.0 } else { 1.0 };
        let shares: f64 = row.iter().map(share).sum();
        let room = width - BETWEEN * row.len().saturating_sub(1) as f64;
        let (mut at, mut lowest) = (x, y);
        for section in row {
            let own = room * share(section) / shares;
            let area = Area { x: at, y, width: own, height: 0.0 };
            lowest = lowest.max(self::section(sheet, section, area, size, faces));
            at += own + BETWEEN;
        }
        y = lowest;
    }
    y += size * 0.6;
    for line in faces.lines(Face::Sans, &card.foot, small, width) {
        y += small * 1.45;
        sheet.words(Words::new(line, (x, y), small).ink(Ink::Grey));
    }
    y
}

/// Draws a section at the upper edge of an area; says where it ends.
fn section(sheet: &mut Sheet, section: &Section, area: Area, size: f64, faces: &Typefaces) -> f64 {
    let inset = if section.set_off { size } else { 0.0 };
    let (x, width) = (area.x + inset, area.width - inset);
    let mut y = area.y;
    for block in &section.blocks {
        let mut lines = |words: &str, face, size: f64, (x, width): (f64, f64), from: f64| {
            let mut y = from;
            for line in faces.lines(face, words, size, width) {
                y += size * 1.38;
                sheet.words(Words::new(line, (x, y), size).face(face));
            }
            y
        };
        y = match block {
            Block::Heading(words) => lines(words, Face::Serif, size * 1.65, (x, width), y) + 0.6,
            Block::Over(words) => lines(words, Face::Medium, size * 0.85, (x, width), y) + 0.4,
            Block::Paragraph(words) => lines(words, Face::Sans, size, (x, width), y) + size * 0.4,
            Block::Large(words) => lines(words, Face::Serif, size * 1.8, (x, width), y),
            Block::Pair(first, second) => {
                let part = if first.chars().count() == 1 { size * 2.4 } else { width * 0.39 };
                let left = lines(first, Face::Medium, size, (x, part - size), y);
                left.max(lines(second, Face::Sans, size, (x + part, width - part), y)) + size * 0.3
            }
            Block::Step(number, words) => {
                lines(&format!("{number}."), Face::Medium, size, (x, size * 2.0), y);
                let part = size * 1.7;
                lines(words, Face::Sans, size, (x + part, width - part), y) + size * 0.25
            }
            Block::Blank => {
                sheet.line((x, y + size * 3.0), (x + width, y + size * 3.0), FINE);
                y + size * 3.0
            }
            Block::Fields(names) => {
                let each = width / names.len().max(1) as f64;
                for (index, name) in names.iter().enumerate() {
                    let x = x + each * index as f64;
                    let words = Words::new(name.as_str(), (x, y + size), size * 0.8);
                    sheet.words(words.ink(Ink::Grey));
                    let line = y + size * 3.2;
                    sheet.line((x, line), (x + each - size, line), FINE);
                }
                y + size * 3.6
            }
        };
    }
    if section.set_off {
        let bar = Pen { width: 0.8, ink: Ink::Ember, dash: super::sheet::Dash::Whole };
        sheet.line((area.x, area.y + size * 0.4), (area.x, y.max(area.y + size)), bar);
    }
    y
}

/// The screens with their names and outputs, as large as fits; says where the drawing ends.
fn wall(sheet: &mut Sheet, hung: &Hung<'_>, room: Area, faces: &Typefaces) -> f64 {
    let all = hung.pictures;
    let scale = (all.width / room.width).max(all.height / room.height);
    let left = room.x + (room.width - all.width / scale) / 2.0;
    for screen in &hung.installation.screens {
        let area = Area {
            x: left + (screen.x - all.x) / scale,
            y: room.y + (screen.y - all.y) / scale,
            width: screen.width / scale,
            height: screen.height / scale,
        };
        sheet.rect(area, Some(Ink::Wash), Some(FINE));
        let output = screen.output.as_deref().unwrap_or("output ______");
        let middle = area.x + area.width / 2.0;
        let mut base = area.y + area.height * 0.5;
        let lines = [
            (screen.name.as_str(), 4.0, Face::Serif, Ink::Black),
            (output, 2.6, Face::Sans, Ink::Ember),
        ];
        for (words, most, face, ink) in lines {
            let each = faces.wide(face, words, 1.0).max(0.1);
            let size = (area.height * 0.24_f64).min(most).min(area.width * 0.9 / each);
            let words = Words::new(words, (middle, base), size).face(face).ink(ink);
            sheet.words(words.hold(Hold::Middle));
            base += (size * 1.3).max(area.height * 0.26).min(5.0);
        }
    }
    room.y + all.height / scale
}
