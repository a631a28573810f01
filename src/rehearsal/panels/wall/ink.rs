//! What the drawing is drawn with: the piece's own colours, as the panels have them.

use bevy_egui::egui::{Color32, Stroke, Visuals, lerp};

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

impl Ink {
    /// Gives what is chosen and what has the focus the piece's own colour.
    pub fn dress(self, visuals: &mut Visuals) {
        visuals.selection.bg_fill = between(self.ground, self.ember, 0.38);
        visuals.selection.stroke = Stroke::new(1.0, self.ember);
        visuals.extreme_bg_color = between(self.ground, self.ash, 0.13);
        let widgets = &mut visuals.widgets;
        for (widget, share) in [
            (&mut widgets.inactive, 0.16),
            (&mut widgets.hovered, 0.26),
            (&mut widgets.active, 0.34),
        ] {
            let fill = between(self.ground, self.ash, share);
            (widget.weak_bg_fill, widget.bg_fill) = (fill, fill);
        }
        visuals.widgets.hovered.bg_stroke = Stroke::new(1.0, self.shade);
        visuals.widgets.active.bg_stroke = Stroke::new(1.0, self.ember);
    }
}

/// A colour between two, opaque.
pub fn between(from: Color32, to: Color32, share: f32) -> Color32 {
    let part = |from: u8, to: u8| lerp(f32::from(from)..=f32::from(to), share).round() as u8;
    Color32::from_rgb(part(from.r(), to.r()), part(from.g(), to.g()), part(from.b(), to.b()))
}
