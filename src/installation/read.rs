//! From the tables of the file to what was written: kinds of values, units and sizes.
//!
//! What is wrong only beside something else is found later, in `resolve.rs`.

use std::ops::RangeInclusive;

use toml::de::DeValue;

use super::length::{LONGEST_MM, NEAREST_MM, SMALLEST_MM, hundredths, millimetres, shown};
use super::raw::{RawComputer, RawController, RawInstallation, RawScreen, keys};
use super::read_running;
use super::{Bezel, PixelRect, Rotation, ScreenView};
use crate::diagnostic::quoted;
use crate::exhibit::languages::is_language;
use crate::exhibit::raw::Written;
use crate::exhibit::read::digits;
use crate::exhibit::section::{Reader, Section, Value, kind};
use crate::exhibit::territory::Territory;

/// The most screens of one wall.
pub const MOST: usize = 64;

/// The pixels that a screen can have, across or down.
pub const PIXELS: RangeInclusive<u32> = 16..=16_384;

pub(super) const VIEWS: &[(&str, ScreenView)] = &[
    ("chorus", ScreenView::Chorus),
    ("solo", ScreenView::Solo),
    ("story", ScreenView::Story),
    ("duet", ScreenView::Duet),
    ("strata", ScreenView::Strata),
    ("card", ScreenView::Card),
];

/// A screen is never darker than this share of its light: it would be taken for one that fails.
pub const LEAST_LIGHT: f64 = 0.1;

/// What a length is of, which decides how long it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// How far from the corner that the wall is measured from.
    Place,
    /// The size of a picture.
    Size,
    /// One side of a rim.
    Rim,
    /// From the wall to the eyes.
    Distance,
    /// From the floor to the middle of the wall.
    Height,
}

/// The whole file.
pub fn installation<'t>(root: &Section<'_, 't>) -> RawInstallation {
    let reader = root.reader;
    let screens = root.tables("screen", MOST);
    RawInstallation {
        viewing_distance: length(root, "viewing-distance", Length::Distance),
        controller: root.get("controller").and_then(|value| controller(root, value)),
        centre_height: length(root, "centre-height", Length::Height),
        computer: root.get("computer").and_then(|value| computer(root, value)),
        language: root.get("language").and_then(|value| language(root, value)),
        territory: root.get("territory").and_then(|value| territory(root, value)),
        running: read_running::running(root),
        screen: screens.into_iter().filter_map(|value| screen(reader, value)).collect(),
    }
}

fn controller<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Option<RawController> {
    let inner = section.reader.section(value, "`controller`", keys::CONTROLLER)?;
    let [x, y] = ["x", "y"].map(|key| length(&inner, key, Length::Place));
    Some(RawController { x, y })
}

fn computer<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Option<RawComputer> {
    let inner = section.reader.section(value, "`computer`", keys::COMPUTER)?;
    let [x, y] = [("x", "x = -500  # mm"), ("y", "y = 2000  # mm")].map(|(key, example)| {
        inner.require(key, example)?;
        length(&inner, key, Length::Place)
    });
    Some(RawComputer { x, y })
}

fn territory(section: &Section<'_, '_>, value: &Value<'_>) -> Option<Written<String>> {
    let what = section.what("territory");
    let word = section.reader.word(value, &what, r#"territory = "DE""#)?;
    match word.value.parse::<Territory>() {
        Ok(known) => Some(Written { value: known.code().to_owned(), span: word.span }),
        Err(why) => {
            let help =
                "Write the two letters of ISO 3166-1, as in an address: \"DE\", \"GB\", \"US\".";
            section.reader.error(&word.span, why.trim_end_matches('.'), help);
            None
        }
    }
}

fn language(section: &Section<'_, '_>, value: &Value<'_>) -> Option<Written<String>> {
    let tag = section.reader.word(value, &section.what("language"), r#"language = "en""#)?;
    if is_language(&tag.value) {
        return Some(tag);
    }
    let message = format!("{} is not the tag of a language", quoted(&tag.value));
    section.reader.error(&tag.span, message, "Use short tags such as en, ru, de or pt-BR.");
    None
}

fn screen<'t>(reader: &Reader<'t>, value: &Value<'t>) -> Option<RawScreen> {
    let own = value.get_ref().as_table().and_then(|table| table.get("name"));
    let own = own.and_then(|name| name.get_ref().as_str()).filter(|name| !name.trim().is_empty());
    let name = own.map_or("this [[screen]]".to_owned(), |name| format!("screen {}", quoted(name)));
    let section = reader.section(value, name, keys::SCREEN)?;
    let [x, y] = ["x", "y"].map(|key| length(&section, key, Length::Place));
    let [width, height] =
        [("width", "width = 1210"), ("height", "height = 681")].map(|(key, example)| {
            section.require(key, &format!("{example}  # mm, of the picture without its rim"))?;
            length(&section, key, Length::Size)
        });
    let pixels = section.get("pixels").and_then(|value| pixels(&section, value));
    let rotation = section.get("rotation").and_then(|value| rotation(&section, value));
    // What is misspelt or cannot be read was meant to be something, but nobody knows what.
    let known = |key: &str, is_read: bool| is_read || !section.mentions(key);
    let measured =
        known("x", x.is_some()) && known("y", y.is_some()) && width.is_some() && height.is_some();
    let shaped =
        measured && known("pixels", pixels.is_some()) && known("rotation", rotation.is_some());
    Some(RawScreen {
        name: section.word("name", r#"name = "left""#),
        bezel: section.get("bezel").and_then(|value| bezel(&section, value)),
        view: section.choice("view", VIEWS),
        output: section.word("output", r#"output = "HDMI-A-1""#),
        region: section.get("region").and_then(|value| region(&section, value)),
        brightness: section.get("brightness").and_then(|value| {
            let share = share(&section, "brightness", value)?;
            Some(Written { value: share, span: value.span() })
        }),
        gain: section.get("gain").and_then(|value| gain(&section, value)),
        header: section.header.clone(),
        x,
        y,
        width,
        height,
        pixels,
        rotation,
        measured,
        shaped,
    })
}

/// A length under a key, in mm to a hundredth, if it is there and can be meant.
fn length(section: &Section<'_, '_>, key: &str, of: Length) -> Option<Written<f64>> {
    let value = section.get(key)?;
    let what = section.what(key);
    let digits = digits(value).map(|digits| digits.replace('_', ""));
    let read = digits.as_deref().and_then(|digits| match value.get_ref() {
        DeValue::String(_) => millimetres(digits),
        _ => digits.parse().ok().map(hundredths),
    });
    let Some(mm) = read.filter(|mm| !mm.is_nan()) else {
        let shown = digits.as_deref().map_or_else(|| kind(value).to_owned(), quoted);
        let message = format!("{what} must be a length in mm, not {shown}");
        let pointed = digits.as_deref().map(|text| text.replace(',', "."));
        let help = match pointed.filter(|text| millimetres(text).is_some()) {
            Some(pointed) => format!("Write a decimal with a point: {key} = \"{pointed}\"."),
            None => format!(
                "Write millimetres, such as {key} = 1210, or one of the units mm, cm, m and in, \
                 in quotation marks, such as {key} = \"1.21 m\"."
            ),
        };
        section.reader.error(&value.span(), message, help);
        return None;
    };
    let Some((problem, help)) = out_of_range(mm, of) else {
        return Some(Written { value: mm, span: value.span() });
    };
    section.reader.error(&value.span(), format!("{what} {problem}"), help);
    None
}

/// What is wrong with a length of this kind, and what to do about it.
pub(super) fn out_of_range(mm: f64, of: Length) -> Option<(String, String)> {
    let no_wall = "Lengths are in mm, and no wall is longer than 100 m.";
    let said = |problem: &str, help: &str| Some((problem.to_owned(), help.to_owned()));
    if mm > LONGEST_MM {
        return said("is more than 100 m", no_wall);
    }
    let least = match of {
        Length::Place => -LONGEST_MM,
        Length::Size => SMALLEST_MM,
        Length::Rim => 0.0,
        Length::Distance | Length::Height => NEAREST_MM,
    };
    match of {
        _ if mm >= least => None,
        Length::Place => said("is less than -100 m", no_wall),
        Length::Rim => {
            said("is less than 0", "Write how wide the rim is, in mm; 0 where there is none.")
        }
        _ if mm <= 0.0 => said("must be more than 0", "Lengths are in mm, measured on the wall."),
        _ => {
            let problem =
                format!("is {}, and less than {} cannot be meant", shown(mm), shown(least));
            let units = [("metres", "m", 1000.0), ("inches", "in", 25.4)].into_iter();
            let likely =
                units.filter(|(_, _, mm_each)| (least..=LONGEST_MM).contains(&(mm * mm_each)));
            let likely =
                likely.map(|(unit, short, _)| format!(" In {unit} it is \"{mm} {short}\"."));
            Some((problem, format!("Lengths are in mm.{}", likely.collect::<String>())))
        }
    }
}

/// A list of whole numbers.
fn whole_numbers(value: &Value<'_>) -> Option<Vec<i64>> {
    let whole = |one: &Value<'_>| match one.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 => {
            // One that is too long for a number is too large for a screen.
            Some(number.as_str().replace('_', "").parse::<i64>().unwrap_or(i64::MAX))
        }
        _ => None,
    };
    value.get_ref().as_array()?.iter().map(whole).collect()
}

fn region(section: &Section<'_, '_>, value: &Value<'_>) -> Option<Written<PixelRect>> {
    let fits = |range: RangeInclusive<u32>, count: i64| {
        u32::try_from(count).ok().filter(|count| range.contains(count))
    };
    let read = whole_numbers(value).and_then(|numbers| {
        let [x, y, w, h] = numbers.as_slice() else { return None };
        let place = 0..=*PIXELS.end();
        Some(PixelRect {
            x: fits(place.clone(), *x)?,
            y: fits(place, *y)?,
            w: fits(PIXELS, *w)?,
            h: fits(PIXELS, *h)?,
        })
    });
    if let Some(region) = read {
        return Some(Written { value: region, span: value.span() });
    }
    let message = format!("{} must be four whole numbers", section.what("region"));
    let help = "Write where it begins on the output and how large it is, in pixels: region = \
                [0, 0, 1920, 1080].";
    section.reader.error(&value.span(), message, help);
    None
}

/// A share of a screen's light.
fn share(section: &Section<'_, '_>, key: &str, value: &Value<'_>) -> Option<f64> {
    let number = digits(value).filter(|_| !value.get_ref().is_str());
    let share = number.and_then(|digits| digits.parse::<f64>().ok());
    let share = share.filter(|share| (LEAST_LIGHT..=1.0).contains(share));
    if share.is_none() {
        let message = format!("{} must be {LEAST_LIGHT} to 1", section.what(key));
        let help = "It is the share of its light that the screen gives: 1 is all. Darken the \
                    brighter screens until they match the darkest.";
        section.reader.error(&value.span(), message, help);
    }
    share
}

fn gain(section: &Section<'_, '_>, value: &Value<'_>) -> Option<Written<[f64; 3]>> {
    let Some([red, green, blue]) = value.get_ref().as_array().map(|list| &list[..]) else {
        let message = format!("{} must be three numbers", section.what("gain"));
        let help = "Write how much of its red, green and blue it gives: gain = [1, 0.97, 0.94].";
        section.reader.error(&value.span(), message, help);
        return None;
    };
    let [red, green, blue] = [red, green, blue].map(|value| share(section, "gain", value));
    Some(Written { value: [red?, green?, blue?], span: value.span() })
}

fn pixels(section: &Section<'_, '_>, value: &Value<'_>) -> Option<Written<(u32, u32)>> {
    let help = "Write how many it has across and down before it is turned, such as pixels = \
                [1920, 1080].";
    let what = section.what("pixels");
    let counts = whole_numbers(value);
    let Some([across, down]) = counts.as_deref() else {
        section.reader.error(&value.span(), format!("{what} must be two whole numbers"), help);
        return None;
    };
    let fits = |count: i64| u32::try_from(count).ok().filter(|count| PIXELS.contains(count));
    if let (Some(across), Some(down)) = (fits(*across), fits(*down)) {
        return Some(Written { value: (across, down), span: value.span() });
    }
    let (least, most) = (PIXELS.start(), PIXELS.end());
    let message = format!("{what} must be {least} to {most} across and down");
    section.reader.error(&value.span(), message, help);
    None
}

fn rotation(section: &Section<'_, '_>, value: &Value<'_>) -> Option<Written<Rotation>> {
    let written = digits(value);
    let degrees = written.as_deref().and_then(|digits| digits.parse::<f64>().ok());
    let turned = |degrees: f64| {
        let all =
            [Rotation::Upright, Rotation::Clockwise, Rotation::UpsideDown, Rotation::Anticlockwise];
        all.into_iter().find(|rotation| f64::from(rotation.degrees()) == degrees)
    };
    let number = !value.get_ref().is_str();
    if let Some(rotation) = degrees.filter(|_| number).and_then(turned) {
        return Some(Written { value: rotation, span: value.span() });
    }
    let shown = written.as_deref().map_or_else(|| kind(value).to_owned(), quoted);
    let text = if number { "" } else { "the text " };
    let message = format!("{} cannot be {text}{shown}", section.what("rotation"));
    let one_of = "It can be 0, 90, 180 or 270: how far the screen is turned clockwise.";
    let help = match degrees.and_then(|degrees| turned(degrees.rem_euclid(360.0))) {
        Some(near) => format!("Write rotation = {}. {one_of}", near.degrees()),
        None => one_of.to_owned(),
    };
    section.reader.error(&value.span(), message, help);
    None
}

fn bezel<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Option<Written<Bezel>> {
    let span = value.span();
    if !value.get_ref().is_table() {
        let even = length(section, "bezel", Length::Rim)?;
        return Some(Written { value: Bezel::even(even.value), span });
    }
    let inner = section.reader.section(value, section.what("bezel"), keys::BEZEL)?;
    let side = |key| length(&inner, key, Length::Rim).map_or(0.0, |side| side.value);
    let [left, top, right, bottom] = ["left", "top", "right", "bottom"].map(side);
    Some(Written { value: Bezel { left, top, right, bottom }, span })
}
