//! The piece's own colours, in sRGB: a near-black warm ground, bone-white text, one ember accent.
//! Text on the ground has a contrast of more than 7 to 1 (WCAG 2.2, 1.4.6).

use bevy::color::{Color, ColorToComponents, LinearRgba};

/// The wall.
pub const GROUND: Color = Color::srgb(0.047, 0.041, 0.036);
/// Titles and the label under the light.
pub const BONE: Color = Color::srgb(0.925, 0.894, 0.835);
/// All other text.
pub const ASH: Color = Color::srgb(0.690, 0.655, 0.600);
/// The scrub position.
pub const EMBER: Color = Color::srgb(0.950, 0.480, 0.220);
/// What the empty pane is lit with.
pub const LAMP: Color = Color::srgb(0.460, 0.375, 0.280);

/// The place of a take of which there is no picture.
pub const UNSEEN: Color = Color::srgb(0.180, 0.163, 0.145);
/// Lines that carry no light: strands, ticks, what was not said yet.
pub const SHADE: Color = Color::srgb(0.365, 0.340, 0.305);
/// The strand of the hand, beside the ember of the position.
pub const CLAY: Color = Color::srgb(0.720, 0.560, 0.430);
/// What lies between screens, in pictures of a wall.
pub const BETWEEN: Color = Color::srgb(0.012, 0.011, 0.010);

/// A colour in linear light with this opacity, as the shaders take it.
pub fn linear(colour: Color, opacity: f32) -> [f32; 4] {
    LinearRgba::from(colour).with_alpha(opacity).to_f32_array()
}

trait WithAlpha {
    fn with_alpha(self, alpha: f32) -> Self;
}

impl WithAlpha for LinearRgba {
    fn with_alpha(mut self, alpha: f32) -> Self {
        self.alpha = alpha;
        self
    }
}
