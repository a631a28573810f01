//! Whether the screens can hang as they are measured: no two things are in the same place.

use super::length::{hundredths, shown};
use super::raw::RawScreen;
use super::{Area, Bezel, Screen};
use crate::diagnostic::quoted;
use crate::exhibit::section::Reader;

/// Rims that lie on each other by no more than this were measured a little wrong, in mm.
const MEASURED_WITHIN_MM: f64 = 0.5;

/// Notes every screen that lies on one written before it, and every rim that does.
pub fn check(reader: &Reader<'_>, raw: &[RawScreen], screens: &[Screen]) {
    if reader.is_broken() {
        // A place that cannot be read is not 0.
        return;
    }
    let measured: Vec<_> = raw.iter().zip(screens).filter(|(raw, _)| raw.measured).collect();
    for (index, (raw, screen)) in measured.iter().enumerate() {
        let before = || measured[..index].iter().map(|(_, other)| *other);
        let on = |other: &&Screen| shared(&screen.area(), &other.area(), 0.0).is_some();
        let rims = |other: &&Screen| {
            shared(&screen.housing(), &other.housing(), MEASURED_WITHIN_MM).is_some()
        };
        let span = raw.x.as_ref().or(raw.y.as_ref()).map_or(&raw.header, |place| &place.span);
        let name = quoted(&screen.name);
        if let Some(other) = before().find(on) {
            let (w, h) = shared(&screen.area(), &other.area(), 0.0).unwrap_or_default();
            let message = format!(
                "screen {name} lies on screen {}: {w} × {h} mm are in both",
                quoted(&other.name)
            );
            let help = format!(
                "`x` and `y` are the upper left corner of a picture, in mm from that of the wall, \
                 `y` downwards. {}",
                place_beside(screen, other)
            );
            reader.error(span, message, help);
        } else if let Some(other) = before().find(rims) {
            let housings = (screen.housing(), other.housing());
            let (w, h) = shared(&housings.0, &housings.1, 0.0).unwrap_or_default();
            let message = format!(
                "the bezels of screens {name} and {} lie on each other by {}",
                quoted(&other.name),
                shown(w.min(h))
            );
            let help =
                format!("Measure the rims and places again. {}", place_beside(screen, other));
            reader.warning(span, message, help);
        }
    }
}

/// Width and height of what both hold, in mm, if it is more than `within` both ways.
fn shared(a: &Area, b: &Area, within: f64) -> Option<(f64, f64)> {
    let width = hundredths(a.right().min(b.right()) - a.x.max(b.x));
    let height = hundredths(a.bottom().min(b.bottom()) - a.y.max(b.y));
    (width > within && height > within).then_some((width, height))
}

/// Where a screen would hang beside another, by the shortest way.
fn place_beside(screen: &Screen, other: &Screen) -> String {
    let Bezel { left, top, right, bottom } = screen.bezel;
    let (own, area) = (screen.housing(), other.housing());
    let across = own.right().min(area.right()) - own.x.max(area.x);
    let down = own.bottom().min(area.bottom()) - own.y.max(area.y);
    let same_corner = screen.x == other.x && screen.y == other.y;
    let middle = |from: f64, length: f64| from + length / 2.0;
    let (side, key, place) = if same_corner || across <= down {
        let after = middle(own.x, own.width) >= middle(area.x, area.width);
        if after || same_corner {
            ("to the right of", "x", area.right() + left)
        } else {
            ("to the left of", "x", area.x - right - screen.width)
        }
    } else if middle(own.y, own.height) >= middle(area.y, area.height) {
        ("below", "y", area.bottom() + top)
    } else {
        ("above", "y", area.y - bottom - screen.height)
    };
    format!("To hang {side} {}, it needs {key} = {}.", quoted(&other.name), hundredths(place))
}
