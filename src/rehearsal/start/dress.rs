//! The pages of a window: larger than panels, with the faces of titles.

use bevy_egui::egui;

use crate::rehearsal::look::{self, Ink};

/// Left and right of a page, in points.
pub const MARGIN: i8 = 44;
/// The face of titles.
const SERIF: &str = "EB Garamond";
/// The face of what invites.
const SLANTED: &str = "EB Garamond Italic";

/// A text in the face of titles.
pub fn title(text: impl Into<String>, size: f32) -> egui::RichText {
    let family = egui::FontFamily::Name(SERIF.into());
    egui::RichText::new(text).font(egui::FontId::new(size, family)).color(Ink::new().bone)
}

/// A text in the face of what invites.
pub fn slanted(text: impl Into<String>, size: f32) -> egui::RichText {
    let family = egui::FontFamily::Name(SLANTED.into());
    egui::RichText::new(text).font(egui::FontId::new(size, family)).color(Ink::new().ash)
}

/// The head of a part of a page.
pub fn head(ui: &mut egui::Ui, text: &str) {
    ui.add_space(22.0);
    ui.label(egui::RichText::new(text).size(12.0).color(Ink::new().ash));
    ui.add_space(6.0);
}

/// A small text of lesser weight.
pub fn small(text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).size(12.5).color(Ink::new().ash)
}

/// The one button of a page that leads on.
pub fn onward(ui: &mut egui::Ui, text: &str, enabled: bool) -> egui::Response {
    let words = egui::RichText::new(text).size(16.0).color(Ink::new().ground);
    let fill = if enabled { Ink::new().ember } else { Ink::new().shade };
    let button = egui::Button::new(words).fill(fill).min_size(egui::vec2(150.0, 38.0));
    ui.add_enabled(enabled, button)
}

/// A button that leads back or aside.
pub fn aside(ui: &mut egui::Ui, text: &str) -> egui::Response {
    let words = egui::RichText::new(text).size(15.0);
    ui.add(egui::Button::new(words).min_size(egui::vec2(90.0, 38.0)))
}

/// Over everything, while something is held over the window.
pub fn veil(ui: &egui::Ui, text: &str) {
    let layer = egui::LayerId::new(egui::Order::Foreground, "veil".into());
    let painter = ui.ctx().layer_painter(layer);
    let rect = ui.ctx().content_rect();
    painter.rect_filled(rect, 0.0, Ink::new().ground.gamma_multiply(0.88));
    let inner = rect.shrink(24.0);
    painter.rect_stroke(
        inner,
        8.0,
        egui::Stroke::new(1.5, Ink::new().ember),
        egui::StrokeKind::Inside,
    );
    let font = egui::FontId::new(30.0, egui::FontFamily::Name(SLANTED.into()));
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, text, font, Ink::new().bone);
}

/// Gives a window the piece's colours and faces; they are there from the next pass on.
pub fn dress(context: &egui::Context) {
    look::dress(context);
    context.set_fonts(fonts());
    context.all_styles_mut(|style| {
        style.spacing.button_padding = egui::vec2(14.0, 7.0);
        style.spacing.item_spacing = egui::vec2(8.0, 6.0);
        style.spacing.scroll = egui::style::ScrollStyle::solid();
        for font in style.text_styles.values_mut() {
            font.size = font.size.max(14.0);
        }
    });
}

fn fonts() -> egui::FontDefinitions {
    let mut fonts = look::fonts();
    let faces: [(&str, &'static [u8]); 2] = [
        (SERIF, include_bytes!("../../../assets/fonts/EBGaramond12-Regular.otf")),
        (SLANTED, include_bytes!("../../../assets/fonts/EBGaramond12-Italic.otf")),
    ];
    let rest = fonts.families.get(&egui::FontFamily::Proportional).cloned().unwrap_or_default();
    for (name, bytes) in faces {
        fonts.font_data.insert(name.to_owned(), egui::FontData::from_static(bytes).into());
        let list = std::iter::once(name.to_owned()).chain(rest.clone()).collect();
        fonts.families.insert(egui::FontFamily::Name(name.into()), list);
    }
    fonts
}
