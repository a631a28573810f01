//! What of the room is drawn: the wall, the floor, and somebody who stands before it.
//!
//! An installation says how the screens hang to each other and not how high. So the wall is drawn
//! with its middle at the height of the eyes, as pictures are hung, or higher where it would stand
//! on the floor.

use crate::installation::{Area, Screen};

/// How tall the person is, in mm.
pub const TALL_MM: f64 = 1700.0;

/// How high the eyes are, in mm: 0.936 of the height (R. Drillis and R. Contini, *Body Segment
/// Parameters*, 1966).
pub const EYES_MM: f64 = 0.936 * TALL_MM;

/// The least from the floor to the lowest picture, in mm.
const OFF_THE_FLOOR_MM: f64 = 300.0;

/// From the wall to the person beside it, and from there to the edge of the sheet, in mm.
const BESIDE_MM: f64 = 180.0;

/// Half of the person, from hand to hand, in mm.
const HALF_MM: f64 = 0.175 * TALL_MM;

/// A wall that is lower than this is drawn without the floor and the legs, larger.
const LOW_MM: f64 = 450.0;

/// What is drawn, in mm of the wall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// All of it.
    pub frame: Area,
    /// All pictures together.
    pub wall: Area,
    /// Where the floor is; it may be below the sheet.
    pub floor: f64,
    /// Where the middle of the person is.
    pub person: f64,
}

impl Sheet {
    /// Of these screens.
    pub fn of(screens: &[Screen]) -> Self {
        let joined = |areas: &mut dyn Iterator<Item = Area>| areas.reduce(|a, b| a.joined(&b));
        let wall = joined(&mut screens.iter().map(Screen::area)).unwrap_or_default();
        let housing = joined(&mut screens.iter().map(Screen::housing)).unwrap_or(wall);
        let middle = wall.y + wall.height / 2.0;
        let floor = (middle + EYES_MM).max(housing.bottom() + OFF_THE_FLOOR_MM);
        let person = housing.right() + BESIDE_MM + HALF_MM;
        let top = housing.y.min(floor - TALL_MM);
        let bottom = match wall.height < LOW_MM {
            true => housing.bottom() + LOW_MM,
            false => floor,
        };
        let width = person + HALF_MM - housing.x;
        let frame = Area { x: housing.x, y: top, width, height: bottom - top };
        Self { frame, wall, floor, person }
    }

    /// Where the eyes are.
    pub fn eyes(&self) -> f64 {
        self.floor - EYES_MM
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::installation::Installation;

    #[test]
    fn the_middle_of_a_wall_is_at_the_height_of_the_eyes() {
        let sheet = Sheet::of(&Installation::default().screens);
        assert!((sheet.eyes() - 340.5).abs() < 1e-9);
        assert!(sheet.floor > sheet.wall.bottom() && sheet.frame.bottom() == sheet.floor);
        assert!(sheet.person - HALF_MM > sheet.wall.right(), "nobody stands before the pictures");
    }

    #[test]
    fn a_high_wall_stands_off_the_floor() {
        let screen = Screen { height: 4000.0, ..Screen::ordinary((1080, 1920)) };
        let sheet = Sheet::of(&[screen]);
        assert_eq!((sheet.floor, sheet.eyes() > 2000.0), (4300.0, true));
    }

    #[test]
    fn a_low_wall_is_drawn_without_the_floor() {
        let screen = Screen { width: 302.0, height: 189.0, ..Screen::ordinary((1920, 1200)) };
        let sheet = Sheet::of(&[screen]);
        assert!(sheet.frame.bottom() < sheet.floor && sheet.frame.height < 1000.0);
    }
}
