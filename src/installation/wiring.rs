//! Whether the screens can be driven as they are written: no two show the same pixels of an output.

use super::raw::RawScreen;
use super::{PixelRect, Screen};
use crate::diagnostic::quoted;
use crate::exhibit::section::Reader;

/// Notes every screen that shares pixels with one written before it, and every part of an output
/// that has not as many pixels as its screen.
pub fn check(reader: &Reader<'_>, raw: &[RawScreen], screens: &[Screen]) {
    for (index, (written, screen)) in raw.iter().zip(screens).enumerate() {
        if let Some(region) = &written.region
            && written.output.is_none()
        {
            let message = format!("screen {} has a `region` of no output", quoted(&screen.name));
            let help = "Add the `output` that it is part of; `palimpsest outputs` lists them.";
            reader.error(&region.span, message, help);
        }
        if let (Some(region), Some(pixels)) = (&written.region, &written.pixels) {
            let PixelRect { w, h, .. } = region.value;
            if (w, h) != pixels.value {
                let message = format!(
                    "screen {} has {} × {} pixels, and its region {w} × {h}",
                    quoted(&screen.name),
                    pixels.value.0,
                    pixels.value.1
                );
                let help = "Leave out `pixels`, or write what the region has: the picture would be \
                            scaled and blurred.";
                reader.warning(&region.span, message, help);
            }
        }
        let Some(output) = &written.output else { continue };
        let shares = |other: &&Screen| {
            other.output == screen.output
                && match (&screen.region, &other.region) {
                    (Some(a), Some(b)) => a.overlaps(b),
                    _ => true,
                }
        };
        if let Some(other) = screens[..index].iter().find(shares) {
            let message = format!(
                "screens {} and {} both show the same pixels of {}",
                quoted(&screen.name),
                quoted(&other.name),
                quoted(&output.value)
            );
            let help = "Where several screens share one output, each needs its own `region` = \
                        [x, y, width, height]; else give each its own `output`.";
            let span = written.region.as_ref().map_or(&output.span, |region| &region.span);
            reader.error(span, message, help);
        }
    }
}
