//! What the drawing is drawn with: the piece's own colours, as the panels have them.

use bevy_egui::egui::{Color32, Visuals, lerp};

/// The colours of the drawing.
#[derive(Clone, Copy, Debug)]
pub struct Ink {
    /// The paper.
    pub ground: Color32,
    /// What is read first.
    pub bone: Color32,
    /// What is read next.
    pub ash: Color32,
    /// Lines that only guide the eye.
    pub shade: Color32,
    /// A picture that shows nothing.
    pub glass: Color32,
    /// What is selected.
    pub ember: Color32,
    /// What a screen shows by itself.
    pub clay: Color32,
    /// What cannot be.
    pub wrong: Color32,
    /// What a file gains.
    pub gained: Color32,
}

impl Ink {
    /// As the rest of the window has them.
    pub fn of(visuals: &Visuals) -> Self {
        let (ground, ember) = (visuals.panel_fill, visuals.hyperlink_color);
        let (bone, ash) = (visuals.text_color(), visuals.widgets.noninteractive.fg_stroke.color);
        Self {
            ground,
            bone,
            ash,
            shade: between(ground, ash, 0.45),
            glass: between(ground, ash, 0.10),
            ember,
            clay: between(ash, ember, 0.45),
            wrong: Color32::from_rgb(232, 104, 88),
            gained: Color32::from_rgb(158, 186, 132),
        }
    }
}

/// A colour between two, opaque.
pub fn between(from: Color32, to: Color32, share: f32) -> Color32 {
    let part = |from: u8, to: u8| lerp(f32::from(from)..=f32::from(to), share).round() as u8;
    Color32::from_rgb(part(from.r(), to.r()), part(from.g(), to.g()), part(from.b(), to.b()))
}
