//! The piece's own colours and face, as egui takes them.

use bevy::color::{Color, ColorToPacked};
use bevy_egui::egui::{self, Color32, CornerRadius, FontId, Stroke, TextStyle};

use crate::render::palette;

/// A colour of the wall's palette.
pub fn colour(of: Color) -> Color32 {
    let [r, g, b, _] = of.to_srgba().to_u8_array();
    Color32::from_rgb(r, g, b)
}

/// What is not as it should be, but goes on.
pub const WARNING: Color32 = Color32::from_rgb(226, 178, 84);
/// What does not.
pub const FAILED: Color32 = Color32::from_rgb(222, 92, 74);
/// What is as it should be.
pub const WELL: Color32 = Color32::from_rgb(132, 164, 124);

/// Dresses a context for the first time.
pub fn dress(context: &egui::Context) {
    context.set_visuals(visuals());
    context.set_fonts(fonts());
    context.all_styles_mut(|style| {
        for (name, size) in [
            (TextStyle::Small, 11.0),
            (TextStyle::Body, 13.0),
            (TextStyle::Button, 13.0),
            (TextStyle::Heading, 17.0),
        ] {
            style.text_styles.insert(name, FontId::proportional(size));
        }
        style.text_styles.insert(TextStyle::Monospace, FontId::monospace(12.0));
        style.spacing.item_spacing = egui::vec2(8.0, 6.0);
        style.spacing.button_padding = egui::vec2(8.0, 3.0);
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
pub fn visuals() -> egui::Visuals {
    let mut visuals = egui::Visuals::dark();
    let (ground, ash, bone) =
        (colour(palette::GROUND), colour(palette::ASH), colour(palette::BONE));
    let (ember, shade) = (colour(palette::EMBER), colour(palette::SHADE));
    visuals.panel_fill = ground;
    visuals.window_fill = ground;
    visuals.window_stroke = Stroke::new(1.0, Color32::from_rgb(58, 53, 47));
    visuals.extreme_bg_color = Color32::from_rgb(30, 27, 24);
    visuals.faint_bg_color = Color32::from_rgb(22, 20, 18);
    visuals.code_bg_color = Color32::from_rgb(22, 20, 18);
    visuals.override_text_color = None;
    visuals.hyperlink_color = ember;
    visuals.warn_fg_color = WARNING;
    visuals.error_fg_color = FAILED;
    visuals.selection.bg_fill = Color32::from_rgb(86, 48, 28);
    visuals.selection.stroke = Stroke::new(1.0, ember);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.fg_stroke.color = ash;
    widgets.noninteractive.bg_stroke.color = Color32::from_rgb(46, 42, 37);
    for (widget, fill, line) in [
        (&mut widgets.inactive, Color32::from_rgb(34, 31, 27), ash),
        (&mut widgets.hovered, Color32::from_rgb(48, 43, 37), bone),
        (&mut widgets.active, Color32::from_rgb(64, 54, 44), bone),
        (&mut widgets.open, Color32::from_rgb(34, 31, 27), bone),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.fg_stroke.color = line;
        widget.bg_stroke = Stroke::NONE;
        widget.expansion = 0.0;
        widget.corner_radius = CornerRadius::same(3);
    }
    // Where the keys are.
    widgets.hovered.bg_stroke = Stroke::new(1.0, shade);
    widgets.active.bg_stroke = Stroke::new(1.0, ember);
    visuals
}

/// What the wall's own sans is called among the faces.
pub const SANS: &str = "Inter";

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
