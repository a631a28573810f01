//! Few colours, so that eight shots are one film: the blue-greys of a winter night, the amber of
//! a lamp, bone, and one ember red.

use super::chance::mix;

/// A colour in sRGB as eight-bit red, green, blue, with an opacity from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour {
    pub(super) red: f32,
    pub(super) green: f32,
    pub(super) blue: f32,
    /// 0 is clear, 1 is solid.
    pub(super) opacity: f32,
}

/// From `0xRRGGBB`, solid.
pub(super) const fn rgb(hex: u32) -> Colour {
    Colour {
        red: ((hex >> 16) & 255) as f32,
        green: ((hex >> 8) & 255) as f32,
        blue: (hex & 255) as f32,
        opacity: 1.0,
    }
}

/// Night at its deepest, almost black.
pub(super) const PITCH: Colour = rgb(0x07_0A10);
/// A night with a little air in it.
pub(super) const NIGHT: Colour = rgb(0x10_1824);
/// Wet stone.
pub(super) const SLATE: Colour = rgb(0x22_2E3D);
/// Distance at night.
pub(super) const STEEL: Colour = rgb(0x3B_4C60);
/// Distance at dusk.
pub(super) const MIST: Colour = rgb(0x76_889A);
/// Snow that the sky lights.
pub(super) const FROST: Colour = rgb(0xA9_B8C4);
/// Moonlight.
pub(super) const MOON: Colour = rgb(0xD5_E0E6);
/// Paper, linen, skin in the light.
pub(super) const BONE: Colour = rgb(0xEA_DFC8);
/// The flame itself.
pub(super) const FLAME: Colour = rgb(0xFF_DFA0);
/// Lamplight.
pub(super) const AMBER: Colour = rgb(0xE9_9F45);
/// Lamplight on wood.
pub(super) const HONEY: Colour = rgb(0xA8_6428);
/// Wood out of the light.
pub(super) const UMBER: Colour = rgb(0x42_2917);
/// The brown of a dark room.
pub(super) const SOOT: Colour = rgb(0x1A_120D);
/// The one red.
pub(super) const EMBER: Colour = rgb(0xB2_3A22);

impl Colour {
    /// The same colour, seen through.
    pub(super) fn opacity(self, opacity: f32) -> Self {
        Self { opacity: self.opacity * opacity.clamp(0.0, 1.0), ..self }
    }

    /// Part of the way to another colour: 0 is this one, 1 the other.
    pub(super) fn to(self, other: Self, part: f32) -> Self {
        let part = part.clamp(0.0, 1.0);
        Self {
            red: mix(self.red, other.red, part),
            green: mix(self.green, other.green, part),
            blue: mix(self.blue, other.blue, part),
            opacity: mix(self.opacity, other.opacity, part),
        }
    }

    /// How bright it looks, 0 to 1, by the weights of Rec. 709 on the coded values.
    pub(super) fn luma(self) -> f32 {
        (0.2126 * self.red + 0.7152 * self.green + 0.0722 * self.blue) / 255.0
    }

    /// As the rasteriser takes it.
    pub(super) fn solid(self) -> tiny_skia::Color {
        let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
        tiny_skia::Color::from_rgba8(
            byte(self.red),
            byte(self.green),
            byte(self.blue),
            byte(self.opacity * 255.0),
        )
    }
}
