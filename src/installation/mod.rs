//! *Where*: the wall and its screens, in millimetres, as a curator measured them.
//!
//! `raw.rs` is the file as written, `resolve.rs` finds every problem at once, and the types here
//! are what was meant: always valid, nothing left to look up. `canvas.rs` turns the wall into one plane of pixels.

pub mod canvas;
pub mod captions;
pub mod controllers;
pub mod draft;
pub mod floor;
mod hanging;
pub mod hours;
pub(crate) mod length;
pub mod load;
pub mod raw;
mod read;
mod read_running;
mod resolve;
pub mod routes;
mod running;
pub mod sight;
pub mod sound;
mod wiring;

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exhibit::Language;
pub use canvas::{Canvas, PixelRect};
pub use load::{Loaded, load, parse};
pub use raw::schema;
pub use running::{Running, Windows};

/// How far in front of the wall people stand, where nobody says, in mm.
pub const USUAL_DISTANCE_MM: f64 = 2000.0;

/// The pixels of a screen as it is made, across and down, where nobody says.
pub const USUAL_PIXELS: (u32, u32) = (1920, 1080);

/// The language of what is written on the wall, where nobody says.
pub const USUAL_LANGUAGE: &str = "en";

/// How far below the lower edge of the wall the controller is, where nobody says, in mm.
const CONTROLLER_BELOW_MM: f64 = 200.0;

/// The active area of an ordinary 55-inch screen, in mm: 55 inches are 1397 mm from corner to
/// corner, of which a narrow rim shows nothing.
const ORDINARY_WIDTH_MM: f64 = 1210.0;

/// One room: the wall, its screens and where people stand before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Installation {
    /// The installation file; none where the wall was made up for a window.
    pub file: Option<PathBuf>,
    /// The screens, in the order written; never empty, and none lies on another.
    pub screens: Vec<Screen>,
    /// How far the eyes are from the wall, in mm.
    pub viewing_distance_mm: f64,
    /// Where the controller is on the plane of the wall, x and y in mm: light comes from there.
    pub controller_mm: (f64, f64),
    /// How high the middle of all pictures is above the floor, in mm, where the file says so.
    pub centre_height_mm: Option<f64>,
    /// Where the computer stands, x and y in mm as of the screens, where the file says so: cables
    /// are measured from there.
    pub computer_mm: Option<(f64, f64)>,
    /// The language of what is written on the wall.
    pub language: Language,
    /// The country that it is in, by its two letters.
    pub territory: Option<String>,
    /// How it is run unattended.
    pub running: Running,
}

/// One picture area on the wall, as it hangs. Positions and lengths in mm, y downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// What people call it; no two have the same.
    pub name: String,
    /// The left edge of the active area, in mm.
    pub x: f64,
    /// The upper edge of the active area, in mm.
    pub y: f64,
    /// How wide the active area is as it hangs, in mm.
    pub width: f64,
    /// How high the active area is as it hangs, in mm.
    pub height: f64,
    /// Width and height in pixels as it hangs: of a screen on its side the file has them the
    /// other way round.
    pub pixels: (u32, u32),
    /// How it was turned before it was hung.
    pub rotation: Rotation,
    /// Its rim, which shows nothing.
    pub bezel: Bezel,
    /// What it shows; where none is given, its part of the whole wall.
    pub view: Option<ScreenView>,
    /// The connector it hangs on, such as `HDMI-A-1`; any that is left where none is given.
    pub output: Option<String>,
    /// The pixels of that output that are its own; all of them where none are given.
    pub region: Option<PixelRect>,
    /// How much of its light it gives, in each of red, green and blue: 1 is all.
    pub gain: [f64; 3],
}

/// How far a screen is turned clockwise, as one who looks at it sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rotation {
    /// Not turned: 0°.
    #[default]
    Upright,
    /// Its top is on the right: 90°.
    Clockwise,
    /// Its top is at the bottom: 180°.
    UpsideDown,
    /// Its top is on the left: 270°.
    Anticlockwise,
}

impl Rotation {
    /// The angle clockwise: 0, 90, 180 or 270.
    pub fn degrees(self) -> u32 {
        match self {
            Self::Upright => 0,
            Self::Clockwise => 90,
            Self::UpsideDown => 180,
            Self::Anticlockwise => 270,
        }
    }

    /// Width and height change places.
    pub fn is_sideways(self) -> bool {
        matches!(self, Self::Clockwise | Self::Anticlockwise)
    }

    /// A width and height as they are after turning, or before.
    pub fn turned<T>(self, (width, height): (T, T)) -> (T, T) {
        if self.is_sideways() { (height, width) } else { (width, height) }
    }
}

/// The rim of a screen as it hangs, side by side, in mm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bezel {
    /// On the left, in mm.
    pub left: f64,
    /// Above, in mm.
    pub top: f64,
    /// On the right, in mm.
    pub right: f64,
    /// Below, in mm.
    pub bottom: f64,
}

impl Bezel {
    /// The same on every side, in mm.
    pub fn even(mm: f64) -> Self {
        Self { left: mm, top: mm, right: mm, bottom: mm }
    }
}

/// What one screen shows by itself, whatever the rest of the wall does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ScreenView {
    /// All versions.
    Chorus,
    /// The version at the scrub position.
    Solo,
    /// What the film says of itself: shot, prompt, script and label.
    Story,
    /// Two neighbouring versions.
    Duet,
    /// All versions in layers.
    Strata,
    /// What it is called, where it hangs and on which output, to hang it by.
    Card,
}

/// A rectangle on the wall, in mm, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// The left edge, in mm.
    pub x: f64,
    /// The upper edge, in mm.
    pub y: f64,
    /// The width, in mm.
    pub width: f64,
    /// The height, in mm.
    pub height: f64,
}

impl Area {
    /// The right edge, in mm.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The lower edge, in mm.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// The smallest that holds both.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self {
            x,
            y,
            width: self.right().max(other.right()) - x,
            height: self.bottom().max(other.bottom()) - y,
        }
    }
}

impl Screen {
    /// A screen called `screen-1` of an ordinary width with as many pixels as these, not turned,
    /// whose pixels are square.
    pub fn ordinary(pixels: (u32, u32)) -> Self {
        let shape = f64::from(pixels.1.max(1)) / f64::from(pixels.0.max(1));
        Self {
            name: "screen-1".to_owned(),
            x: 0.0,
            y: 0.0,
            width: ORDINARY_WIDTH_MM,
            height: length::hundredths(ORDINARY_WIDTH_MM * shape).max(0.01),
            pixels,
            rotation: Rotation::Upright,
            bezel: Bezel::default(),
            view: None,
            output: None,
            region: None,
            gain: [1.0; 3],
        }
    }

    /// The active area: what shows a picture.
    pub fn area(&self) -> Area {
        Area { x: self.x, y: self.y, width: self.width, height: self.height }
    }

    /// The active area and the bezel around it: what hides the wall.
    pub fn housing(&self) -> Area {
        let Bezel { left, top, right, bottom } = self.bezel;
        Area {
            x: self.x - left,
            y: self.y - top,
            width: left + self.width + right,
            height: top + self.height + bottom,
        }
    }
}

impl Installation {
    /// A wall of one ordinary screen with as many pixels as these: for a window.
    pub fn single(pixels: (u32, u32)) -> Self {
        Self::of_one(Screen::ordinary(pixels))
    }

    fn of_one(screen: Screen) -> Self {
        Self {
            file: None,
            controller_mm: usual_controller(screen.area()),
            screens: vec![screen],
            viewing_distance_mm: USUAL_DISTANCE_MM,
            centre_height_mm: None,
            computer_mm: None,
            language: USUAL_LANGUAGE.to_owned(),
            territory: None,
            running: Running::default(),
        }
    }

    /// The smallest rectangle that holds all active areas, in mm.
    pub fn bounds_mm(&self) -> Area {
        bounds(&self.screens)
    }

    /// Where the controller is taken to be where the file does not say, in mm: below the middle of
    /// the wall.
    pub fn usual_controller_mm(&self) -> (f64, f64) {
        usual_controller(self.bounds_mm())
    }

    /// The height in mm of a capital letter that fills so many minutes of arc for one who stands
    /// at the viewing distance: 2·d·tan(a/2).
    pub fn cap_height_mm(&self, arcmin: f64) -> f64 {
        cap_height_mm(self.viewing_distance_mm, arcmin)
    }

    /// The same in pixels, where `scale` is pixels per mm, such as [`Canvas::scale`].
    pub fn cap_height_px(&self, arcmin: f64, scale: f64) -> f64 {
        self.cap_height_mm(arcmin) * scale
    }
}

/// One ordinary 55-inch screen of 1920 × 1080 pixels, as in `config/installation.toml`.
impl Default for Installation {
    fn default() -> Self {
        // To whole millimetres, as one would measure it.
        let ordinary = Screen::ordinary(USUAL_PIXELS);
        Self::of_one(Screen { height: ordinary.height.round(), ..ordinary })
    }
}

fn bounds(screens: &[Screen]) -> Area {
    screens.iter().map(Screen::area).reduce(|all, one| all.joined(&one)).unwrap_or_default()
}

/// Below the middle of the wall.
fn usual_controller(wall: Area) -> (f64, f64) {
    (wall.x + wall.width / 2.0, wall.bottom() + CONTROLLER_BELOW_MM)
}

/// An object that fills the angle a at the distance d is 2·d·tan(a/2) high; 60 minutes of arc
/// are a degree.
fn cap_height_mm(distance_mm: f64, arcmin: f64) -> f64 {
    2.0 * distance_mm * (arcmin / 60.0 / 2.0).to_radians().tan()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_of_20_minutes_is_11_6_mm_high_two_metres_away() {
        let wall = Installation::default();
        assert!((wall.cap_height_mm(20.0) - 11.636).abs() < 0.001);
        let scale = wall.canvas().scale;
        assert!((wall.cap_height_px(20.0, scale) - 18.46).abs() < 0.01);
        let far = Installation { viewing_distance_mm: 4000.0, ..wall.clone() };
        assert!((far.cap_height_mm(20.0) / wall.cap_height_mm(20.0) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_wall_holds_all_its_screens_and_the_controller_is_below_its_middle() {
        let mut wall = Installation::default();
        wall.screens.push(Screen {
            x: -1500.0,
            y: 300.0,
            height: 2151.0,
            ..Screen::ordinary((1080, 1920))
        });
        let bounds = wall.bounds_mm();
        assert_eq!((bounds.x, bounds.y), (-1500.0, 0.0));
        assert_eq!((bounds.right(), bounds.bottom()), (1210.0, 300.0 + 2151.0));
        assert_eq!(Installation::default().controller_mm, (605.0, 881.0));
    }

    #[test]
    fn a_housing_is_larger_than_its_picture_by_the_bezel() {
        let bezel = Bezel { left: 1.0, top: 2.0, right: 3.0, bottom: 4.0 };
        let screen = Screen { bezel, height: 681.0, ..Screen::ordinary((1920, 1080)) };
        let housing = screen.housing();
        assert_eq!((housing.x, housing.y), (-1.0, -2.0));
        assert_eq!((housing.right(), housing.bottom()), (1213.0, 685.0));
    }
}
