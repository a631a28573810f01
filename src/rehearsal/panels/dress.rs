//! How the words and buttons of a panel look: the piece's own colours, calm, nothing that shouts.

use bevy_egui::egui::{self, Color32, CornerRadius, FontFamily, FontId, RichText, Stroke, vec2};

/// The size of titles, of what is read, and of what is beside it, in points.
pub const TITLE: f32 = 12.0;
/// See [`TITLE`].
pub const BODY: f32 = 13.5;
/// See [`TITLE`].
pub const SMALL: f32 = 11.5;

/// The tones of a panel, taken from what it is drawn with.
#[derive(Clone, Copy, Debug)]
pub struct Tones {
    /// What is read.
    pub bone: Color32,
    /// What is beside it.
    pub ash: Color32,
    /// What is to be looked at.
    pub ember: Color32,
    /// Lines, and what is as it should be.
    pub shade: Color32,
    /// What lies under words.
    pub ground: Color32,
    /// What is under a button or a card.
    pub raised: Color32,
}

impl Tones {
    /// Of this part of the window.
    pub fn of(ui: &egui::Ui) -> Self {
        let visuals = ui.visuals();
        let (ash, ground) = (visuals.widgets.noninteractive.fg_stroke.color, visuals.panel_fill);
        let between = |share: f32| ground.lerp_to_gamma(ash, share);
        Self {
            bone: visuals.text_color(),
            ash,
            ember: visuals.hyperlink_color,
            shade: between(0.42),
            ground,
            raised: between(0.12),
        }
    }
}

/// Dresses a panel. All that is put into `ui` after this is dressed so.
pub fn dress(ui: &mut egui::Ui) -> Tones {
    let tones = Tones::of(ui);
    let between = |share: f32| tones.ground.lerp_to_gamma(tones.ash, share);
    let style = ui.style_mut();
    style.spacing.item_spacing = vec2(8.0, 5.0);
    style.spacing.button_padding = vec2(10.0, 4.5);
    style.spacing.interact_size.y = 24.0;
    style.text_styles.insert(egui::TextStyle::Body, FontId::new(BODY, FontFamily::Proportional));
    style.text_styles.insert(egui::TextStyle::Button, FontId::new(BODY, FontFamily::Proportional));
    let widgets = &mut style.visuals.widgets;
    for (look, fill, line) in [
        (&mut widgets.inactive, 0.12, 0.0),
        (&mut widgets.hovered, 0.2, 0.42),
        (&mut widgets.active, 0.28, 0.6),
        (&mut widgets.open, 0.2, 0.42),
    ] {
        look.weak_bg_fill = between(fill);
        look.bg_fill = between(fill + 0.08);
        look.bg_stroke = Stroke::new(if line > 0.0 { 1.0 } else { 0.0 }, between(line));
        look.corner_radius = CornerRadius::same(4);
        look.fg_stroke.color = tones.bone;
        look.expansion = 0.0;
    }
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, between(0.2));
    style.visuals.selection.bg_fill = tones.ember.gamma_multiply(0.35);
    // What the keyboard is on is seen from two metres.
    style.visuals.selection.stroke = Stroke::new(1.5, tones.ember);
    tones
}

/// The title of a part of a panel, with room above.
pub fn title(ui: &mut egui::Ui, text: &str) {
    let ash = Tones::of(ui).ash;
    ui.add_space(10.0);
    ui.label(RichText::new(text).size(TITLE).color(ash));
    ui.add_space(-2.0);
    ui.separator();
}

/// Words beside what is read.
pub fn small(text: impl Into<String>, tones: Tones) -> RichText {
    RichText::new(text).size(SMALL).color(tones.ash)
}
