//! What else changes when a screen is turned.

use crate::installation::length::hundredths;
use crate::installation::{Bezel, Rotation, Screen};

/// The screen turned to another side, about its middle, with its rim. Its width and height change
/// places with it, unless its pixels are square only without that: then the rotation alone was
/// wrong.
pub fn turned(screen: &Screen, to: Rotation) -> Screen {
    let quarters = (to.degrees() + 360 - screen.rotation.degrees()) / 90 % 4;
    let own = screen.rotation.turned(screen.pixels);
    let pixels = to.turned(own);
    let swaps = quarters % 2 == 1
        && odd((screen.height, screen.width), pixels) <= odd((screen.width, screen.height), pixels);
    let bezel = (0..if swaps || quarters == 2 { quarters } else { 0 })
        .fold(screen.bezel, |rim, _| clockwise(&rim));
    let (width, height) =
        if swaps { (screen.height, screen.width) } else { (screen.width, screen.height) };
    let middle = |from: f64, was: f64, is: f64| hundredths(from + (was - is) / 2.0);
    Screen {
        x: middle(screen.x, screen.width, width),
        y: middle(screen.y, screen.height, height),
        width,
        height,
        bezel,
        pixels,
        rotation: to,
        ..screen.clone()
    }
}

/// How far from square pixels are; 1 for square ones.
fn odd((width, height): (f64, f64), pixels: (u32, u32)) -> f64 {
    let ratio = width / height * f64::from(pixels.1) / f64::from(pixels.0);
    ratio.max(1.0 / ratio)
}

/// A rim after a quarter turn: what was on the left is above.
fn clockwise(rim: &Bezel) -> Bezel {
    Bezel { left: rim.bottom, top: rim.left, right: rim.top, bottom: rim.right }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_is_turned_about_its_middle_with_its_rim() {
        let bezel = Bezel { left: 1.0, top: 2.0, right: 3.0, bottom: 4.0 };
        let screen = Screen { bezel, height: 680.0, ..Screen::ordinary((1920, 1080)) };
        let on_side = turned(&screen, Rotation::Clockwise);
        assert_eq!((on_side.width, on_side.height, on_side.pixels), (680.0, 1210.0, (1080, 1920)));
        assert_eq!((on_side.x, on_side.y), (265.0, -265.0));
        assert_eq!(on_side.bezel, Bezel { left: 4.0, top: 1.0, right: 2.0, bottom: 3.0 });
        let upside = turned(&screen, Rotation::UpsideDown);
        assert_eq!((upside.width, upside.x), (1210.0, 0.0));
        assert_eq!(upside.bezel, Bezel { left: 3.0, top: 4.0, right: 1.0, bottom: 2.0 });
        assert_eq!(turned(&on_side, Rotation::Upright), screen, "there and back");
    }

    #[test]
    fn where_only_the_rotation_was_wrong_nothing_else_changes() {
        // As it hangs it is upright, and somebody forgot to say that it is turned.
        let screen = Screen { width: 681.0, height: 1210.0, ..Screen::ordinary((1920, 1080)) };
        let right = turned(&screen, Rotation::Clockwise);
        assert_eq!(
            (right.x, right.width, right.height, right.pixels),
            (0.0, 681.0, 1210.0, (1080, 1920))
        );
    }
}
