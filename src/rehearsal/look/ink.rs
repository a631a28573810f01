//! The colours of a window: the wall's own, and what lies between them.

use std::sync::LazyLock;

use bevy::color::{Color, ColorToPacked};
use bevy_egui::egui::{Color32, lerp};

use crate::render::palette;

/// What everything in a window is drawn with.
#[derive(Clone, Copy, Debug)]
pub struct Ink {
    /// The wall, and the paper of drawings.
    pub ground: Color32,
    /// A picture that shows nothing.
    pub glass: Color32,
    /// What lies on the ground and can be pressed or moved.
    pub raised: Color32,
    /// The same, pointed at.
    pub lifted: Color32,
    /// Lines that only guide the eye.
    pub shade: Color32,
    /// What is read next.
    pub ash: Color32,
    /// What is worth a look.
    pub clay: Color32,
    /// What is read first.
    pub bone: Color32,
    /// What is chosen, and where the hand is.
    pub ember: Color32,
    /// What is as it should be, and what a file gains.
    pub well: Color32,
    /// What is not as it should be, but goes on.
    pub warning: Color32,
    /// What cannot be, or does not go on.
    pub wrong: Color32,
}

impl Ink {
    /// The piece's own.
    pub fn new() -> Self {
        static INK: LazyLock<Ink> = LazyLock::new(Ink::mixed);
        *INK
    }

    fn mixed() -> Self {
        let (ground, ash) = (colour(palette::GROUND), colour(palette::ASH));
        Self {
            ground,
            glass: between(ground, ash, 0.10),
            raised: between(ground, ash, 0.13),
            lifted: between(ground, ash, 0.22),
            shade: colour(palette::SHADE),
            ash,
            clay: colour(palette::CLAY),
            bone: colour(palette::BONE),
            ember: colour(palette::EMBER),
            well: Color32::from_rgb(140, 172, 128),
            warning: Color32::from_rgb(226, 178, 84),
            wrong: Color32::from_rgb(228, 98, 80),
        }
    }
}

impl Default for Ink {
    fn default() -> Self {
        Self::new()
    }
}

/// A colour of the wall's palette.
pub fn colour(of: Color) -> Color32 {
    let [r, g, b, _] = of.to_srgba().to_u8_array();
    Color32::from_rgb(r, g, b)
}

/// A colour between two, opaque.
pub fn between(from: Color32, to: Color32, share: f32) -> Color32 {
    let part = |from: u8, to: u8| lerp(f32::from(from)..=f32::from(to), share).round() as u8;
    Color32::from_rgb(part(from.r(), to.r()), part(from.g(), to.g()), part(from.b(), to.b()))
}
