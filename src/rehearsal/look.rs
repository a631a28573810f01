//! How a window looks: the piece's own colours and face, as egui takes them.

pub mod forms;
mod ink;

use bevy_egui::egui::{self, Color32, CornerRadius, FontId, Stroke, TextStyle};

use forms::BODY;
pub use ink::{Ink, between, colour};

/// Dresses a context for the first time.
pub fn dress(context: &egui::Context) {
    context.set_visuals(visuals());
    context.set_fonts(fonts());
    context.all_styles_mut(|style| {
        for (name, size) in [
            (TextStyle::Small, 11.0),
            (TextStyle::Body, BODY),
            (TextStyle::Button, BODY),
            (TextStyle::Heading, 17.0),
        ] {
            style.text_styles.insert(name, FontId::proportional(size));
        }
        style.text_styles.insert(TextStyle::Monospace, FontId::monospace(12.0));
        style.spacing.item_spacing = egui::vec2(8.0, 6.0);
        style.spacing.button_padding = egui::vec2(9.0, 4.0);
        style.spacing.interact_size.y = 24.0;
        style.animation_time = 0.0;
    });
}

/// Sizes that the panels write in, in points.
const SIZES: [f32; 16] =
    [9.5, 10.5, 11.0, 11.5, 12.0, 12.5, 13.0, 13.5, 14.0, 14.5, 15.0, 15.5, 16.0, 17.0, 18.0, 34.0];

/// Draws every letter of English once in every size, before anything is seen: letters are kept in
/// one picture, and when that has to grow, all panels are without words for a refresh.
pub fn warm(context: &egui::Context) {
    let letters: String = (' '..='~').chain("×÷·…−–’°′″←→▶⏸".chars()).collect();
    context.fonts_mut(|fonts| {
        for size in SIZES {
            for font in [FontId::proportional(size), FontId::monospace(size)] {
                fonts.layout_no_wrap(letters.clone(), font, Color32::WHITE);
            }
        }
    });
}

/// The piece's own colours.
fn visuals() -> egui::Visuals {
    let ink = Ink::new();
    let towards_ash = |share| between(ink.ground, ink.ash, share);
    let mut visuals = egui::Visuals::dark();
    visuals.panel_fill = ink.ground;
    visuals.window_fill = ink.ground;
    visuals.window_stroke = Stroke::new(1.0, towards_ash(0.28));
    visuals.extreme_bg_color = ink.raised;
    visuals.faint_bg_color = towards_ash(0.06);
    visuals.code_bg_color = towards_ash(0.06);
    visuals.override_text_color = None;
    visuals.hyperlink_color = ink.ember;
    visuals.warn_fg_color = ink.warning;
    visuals.error_fg_color = ink.wrong;
    visuals.selection.bg_fill = between(ink.ground, ink.ember, 0.38);
    // What the keyboard is on is seen from two metres.
    visuals.selection.stroke = Stroke::new(1.5, ink.ember);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.fg_stroke.color = ink.ash;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, towards_ash(0.2));
    let none = Stroke::NONE;
    for (widget, fill, line, rim) in [
        (&mut widgets.inactive, ink.raised, ink.ash, none),
        (&mut widgets.hovered, ink.lifted, ink.bone, Stroke::new(1.0, ink.shade)),
        (&mut widgets.active, towards_ash(0.3), ink.bone, Stroke::new(1.0, ink.ember)),
        (&mut widgets.open, ink.lifted, ink.bone, Stroke::new(1.0, ink.shade)),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.fg_stroke.color = line;
        widget.bg_stroke = rim;
        widget.expansion = 0.0;
        widget.corner_radius = CornerRadius::same(4);
    }
    visuals
}

/// What the wall's own sans is called among the faces.
const SANS: &str = "Inter";

/// The wall's own sans, for every letter and sign of the panels.
pub fn fonts() -> egui::FontDefinitions {
    let mut fonts = egui::FontDefinitions::default();
    let face = egui::FontData::from_static(include_bytes!("../../assets/fonts/Inter-Regular.otf"));
    fonts.font_data.insert(SANS.to_owned(), face.into());
    if let Some(family) = fonts.families.get_mut(&egui::FontFamily::Proportional) {
        family.insert(0, SANS.to_owned());
    }
    fonts
}
