//! What of the room is drawn: the wall, the floor, and somebody who stands before it.
//!
//! It hangs as high as the installation says, or as walls usually do.

use crate::installation::floor::{EYES_MM, TALL_MM, centre_mm};
use crate::installation::{Area, Screen};

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
    /// Of these screens, the middle of whose pictures hangs so high above the floor, in mm; none
    /// where nobody says.
    pub fn of(screens: &[Screen], centre: Option<f64>) -> Self {
        let joined = |areas: &mut dyn Iterator<Item = Area>| areas.reduce(|a, b| a.joined(&b));
        let wall = joined(&mut screens.iter().map(Screen::area)).unwrap_or_default();
        let housing = joined(&mut screens.iter().map(Screen::housing)).unwrap_or(wall);
        let middle = wall.y + wall.height / 2.0;
        let floor = middle + centre_mm(centre, screens);
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
    fn a_wall_hangs_as_high_as_it_is_said_or_as_walls_usually_do() {
        let screens = Installation::default().screens;
        let sheet = Sheet::of(&screens, None);
        assert!((sheet.floor - (340.5 + 1500.0)).abs() < 1e-9, "{sheet:?}");
        assert!((sheet.floor - sheet.eyes() - EYES_MM).abs() < 1e-9);
        assert!(sheet.floor > sheet.wall.bottom() && sheet.frame.bottom() == sheet.floor);
        assert!(sheet.person - HALF_MM > sheet.wall.right(), "nobody stands before the pictures");
        assert!((Sheet::of(&screens, Some(1900.0)).floor - (340.5 + 1900.0)).abs() < 1e-9);
    }

    #[test]
    fn a_high_wall_stands_off_the_floor() {
        let screen = Screen { height: 4000.0, ..Screen::ordinary((1080, 1920)) };
        let sheet = Sheet::of(&[screen], None);
        assert_eq!((sheet.floor, sheet.eyes() > 2000.0), (4200.0, true));
    }

    #[test]
    fn a_low_wall_is_drawn_without_the_floor() {
        let screen = Screen { width: 302.0, height: 189.0, ..Screen::ordinary((1920, 1200)) };
        let sheet = Sheet::of(&[screen], None);
        assert!(sheet.frame.bottom() < sheet.floor && sheet.frame.height < 1000.0);
    }
}
