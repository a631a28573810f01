//! How high a wall hangs, and somebody who stands before it.

use super::{Area, Screen};

/// How tall that somebody is, in mm.
pub const TALL_MM: f64 = 1700.0;

/// How high the eyes of such a person are, in mm: 0.936 of the height (R. Drillis and R. Contini,
/// *Body Segment Parameters*, 1966), to the centimetre.
pub const EYES_MM: f64 = 1590.0;

/// How high the middle of a wall is taken to be above the floor where nobody says, in mm. Museums
/// hang the middles of pictures at 1450 to 1550 mm.
pub const USUAL_CENTRE_MM: f64 = 1500.0;

/// How far above the floor a wall ends at least that is too high for the usual middle, in mm.
const LOWEST_MM: f64 = 200.0;

/// How high the middle of all pictures of these screens is above the floor, in mm: as it is said,
/// or as it would usually be, so that no housing stands on the floor.
pub fn centre_mm(said: Option<f64>, screens: &[Screen]) -> f64 {
    said.unwrap_or_else(|| {
        let joined = |areas: &mut dyn Iterator<Item = Area>| areas.reduce(|a, b| a.joined(&b));
        let pictures = joined(&mut screens.iter().map(Screen::area)).unwrap_or_default();
        let housings = joined(&mut screens.iter().map(Screen::housing)).unwrap_or(pictures);
        let below = housings.bottom() - (pictures.y + pictures.height / 2.0);
        USUAL_CENTRE_MM.max(((below + LOWEST_MM) / 10.0).ceil() * 10.0)
    })
}
