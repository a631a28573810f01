//! From what was written to what was meant: what is left out is filled in, and everything is
//! compared with everything else, so that every problem is noted at once.

use std::path::Path;

use super::length::{SMALLEST_MM, shown};
use super::raw::{RawInstallation, RawScreen};
use super::sight::{EASY_ARCMIN, LARGEST_CAPITAL};
use super::{
    Area, Bezel, Installation, Screen, USUAL_DISTANCE_MM, USUAL_LANGUAGE, USUAL_PIXELS, bounds,
    cap_height_mm, usual_controller,
};
use super::{captions, hanging, routes, wiring};
use crate::diagnostic::quoted;
use crate::exhibit::raw::Written;
use crate::exhibit::resolve::Ids;
use crate::exhibit::section::{Reader, Section};

/// Two shapes differ by more than this share: circles are seen to be ovals.
const ODD: f64 = 0.05;

/// The installation. Only what is free of errors may be used: where the reader noted one, the
/// result holds stand-ins.
pub fn resolve(raw: &RawInstallation, root: &Section<'_, '_>, file: &Path) -> Installation {
    let reader = root.reader;
    if raw.screen.is_empty() && !root.mentions("screen") {
        let help = "Add at least one [[screen]] with its `width` and `height` in mm.";
        reader.absent(&(0..0), "the installation has no screen", help);
    }
    let mut names = Ids::new("screen");
    let mut screens = Vec::new();
    for (index, one) in raw.screen.iter().enumerate() {
        let mut screen = screen(index, one);
        let span = one.name.as_ref().map_or(&one.header, |name| &name.span);
        names.take(reader, &screen.name, span, "Give each its own name.");
        if one.shaped {
            check_shape(reader, one, &screen);
        }
        if one.measured {
            check_bezel(reader, one, &mut screen);
        }
        screens.push(screen);
    }
    hanging::check(reader, &raw.screen, &screens);
    wiring::check(reader, &raw.screen, &screens);
    let running = raw.running.value();
    let names: Vec<&str> = screens.iter().map(|screen| screen.name.as_str()).collect();
    routes::check(reader, running.sound.channels.as_ref(), &names);
    captions::check(reader, &running.captions, &names);
    let distance = raw.viewing_distance.as_ref();
    let viewing_distance_mm = distance.map_or(USUAL_DISTANCE_MM, |distance| distance.value);
    if distance.is_some() || !root.mentions("viewing-distance") {
        check_readable(reader, raw, &screens, viewing_distance_mm);
    }
    let computer = raw.computer.as_ref();
    check_floor(reader, raw, bounds(&screens));
    let language = raw.language.as_ref().map(|language| language.value.clone());
    Installation {
        file: Some(file.to_owned()),
        viewing_distance_mm,
        centre_height_mm: raw.centre_height.as_ref().map(|height| height.value),
        computer_mm: computer.and_then(|at| Some((at.x.as_ref()?.value, at.y.as_ref()?.value))),
        controller_mm: controller(raw, bounds(&screens)),
        language: language.unwrap_or_else(|| USUAL_LANGUAGE.to_owned()),
        territory: raw.territory.as_ref().map(|territory| territory.value.clone()),
        running,
        screens,
    }
}

/// One screen, with what is left out filled in.
pub(super) fn screen(index: usize, raw: &RawScreen) -> Screen {
    let mm = |written: &Option<Written<f64>>, other: f64| {
        written.as_ref().map_or(other, |written| written.value)
    };
    let rotation = raw.rotation.as_ref().map(|rotation| rotation.value).unwrap_or_default();
    let region = raw.region.as_ref().map(|region| (region.value.w, region.value.h));
    let pixels = raw.pixels.as_ref().map(|pixels| pixels.value).or(region).unwrap_or(USUAL_PIXELS);
    let name = raw.name.as_ref().map(|name| name.value.clone());
    Screen {
        name: name.unwrap_or_else(|| format!("screen-{}", index + 1)),
        x: mm(&raw.x, 0.0),
        y: mm(&raw.y, 0.0),
        width: mm(&raw.width, SMALLEST_MM),
        height: mm(&raw.height, SMALLEST_MM),
        pixels: rotation.turned(pixels),
        rotation,
        bezel: raw.bezel.as_ref().map(|bezel| bezel.value).unwrap_or_default(),
        view: raw.view.as_ref().map(|view| view.value),
        output: raw.output.as_ref().map(|output| output.value.clone()),
        region: raw.region.as_ref().map(|region| region.value),
        gain: gain(raw),
    }
}

/// Brightness and the gain of each colour, as one.
fn gain(raw: &RawScreen) -> [f64; 3] {
    let brightness = raw.brightness.as_ref().map_or(1.0, |brightness| brightness.value);
    let gain = raw.gain.as_ref().map_or([1.0; 3], |gain| gain.value);
    gain.map(|gain| gain * brightness)
}

fn controller(raw: &RawInstallation, wall: Area) -> (f64, f64) {
    let (usual_x, usual_y) = usual_controller(wall);
    let written = raw.controller.as_ref();
    let x = written.and_then(|place| place.x.as_ref()).map_or(usual_x, |x| x.value);
    let y = written.and_then(|place| place.y.as_ref()).map_or(usual_y, |y| y.value);
    (x, y)
}

/// Notes where the wall would reach below the floor.
fn check_floor(reader: &Reader<'_>, raw: &RawInstallation, wall: Area) {
    let Some(height) = &raw.centre_height else { return };
    let half = wall.height / 2.0;
    if reader.is_broken() || height.value >= half {
        return;
    }
    let message = format!(
        "the wall reaches {} below the floor: it is {} high, and its middle {} above the floor",
        shown(half - height.value),
        shown(wall.height),
        shown(height.value)
    );
    let help = format!(
        "`centre-height` is from the floor to the middle of all pictures, and at least {} here.",
        shown(half.ceil())
    );
    reader.warning(&height.span, message, help);
}

/// Whether pixels of this shape are square on a picture of this size.
fn square(size: (f64, f64), pixels: (u32, u32)) -> bool {
    let ratio = size.0 / size.1 * f64::from(pixels.1) / f64::from(pixels.0);
    ratio.max(1.0 / ratio) <= 1.0 + ODD
}

/// Notes where the pixels would not be square: then a length is measured wrongly, or the screen
/// is turned otherwise than is written.
fn check_shape(reader: &Reader<'_>, raw: &RawScreen, screen: &Screen) {
    let size = (screen.width, screen.height);
    if square(size, screen.pixels) {
        return;
    }
    let name = quoted(&screen.name);
    let (across, down) = screen.pixels;
    let message = format!(
        "the pixels of screen {name} are not square: {} × {} mm have {across} × {down} of them",
        screen.width, screen.height
    );
    let turned = screen.rotation.is_sideways();
    let help = if !square(size, (down, across)) {
        "Measure the picture without its rim, and look up how many pixels the screen has."
            .to_owned()
    } else if turned {
        "`width` and `height` are as the screen hangs, and `pixels` as it is before it is turned: \
         change one of them, or `rotation`."
            .to_owned()
    } else if size.0 < size.1 {
        "Does it hang on its side? Then write rotation = 90, or 270, and `pixels` as before it is \
         turned."
            .to_owned()
    } else {
        format!("Write pixels = [{down}, {across}], or add the `rotation` of a screen on its side.")
    };
    let written = raw.pixels.as_ref().map(|pixels| &pixels.span);
    let span = written.or(raw.width.as_ref().map(|width| &width.span)).unwrap_or(&raw.header);
    reader.warning(span, message, help);
}

/// Notes a rim that is larger than its picture, and takes it away, so that nothing more is said of
/// it.
fn check_bezel(reader: &Reader<'_>, raw: &RawScreen, screen: &mut Screen) {
    let Some(written) = &raw.bezel else { return };
    let Bezel { left, top, right, bottom } = screen.bezel;
    let (across, down) = (left.max(right), top.max(bottom));
    let (rim, side, length) = if across >= screen.width {
        (across, "wide", screen.width)
    } else if down >= screen.height {
        (down, "high", screen.height)
    } else {
        return;
    };
    let message = format!(
        "the bezel of screen {} is {}, and its picture only {} {side}",
        quoted(&screen.name),
        shown(rim),
        shown(length)
    );
    let help = "The bezel is the rim alone: measure from the edge of the picture to the edge of \
                the housing, in mm.";
    reader.error(&written.span, message, help);
    screen.bezel = Bezel::default();
}

/// Notes where words would have to be too large for a screen to be read from so far.
fn check_readable(reader: &Reader<'_>, raw: &RawInstallation, screens: &[Screen], distance: f64) {
    let capital = cap_height_mm(distance, EASY_ARCMIN);
    let measured = raw.screen.iter().zip(screens).filter(|(raw, _)| raw.measured);
    let small = measured.filter(|(_, screen)| capital > screen.height * LARGEST_CAPITAL);
    let Some((raw_screen, screen)) = small.min_by(|(_, a), (_, b)| a.height.total_cmp(&b.height))
    else {
        return;
    };
    // The height of a capital is in proportion to the distance.
    let nearest = distance * screen.height * LARGEST_CAPITAL / capital;
    let message = format!(
        "few words fit on screen {}: from {} away capitals must be {:.0} mm high to be read with \
         ease, and the screen is only {} high",
        quoted(&screen.name),
        shown(distance),
        capital,
        shown(screen.height)
    );
    let help = format!(
        "Labels will be left out. They fit where people stand at {:.0} mm or nearer, or on a \
         larger screen.",
        (nearest / 10.0).floor() * 10.0
    );
    let height = raw_screen.height.as_ref().map_or(&raw_screen.header, |height| &height.span);
    let span = raw.viewing_distance.as_ref().map_or(height, |distance| &distance.span);
    reader.warning(span, message, help);
}
