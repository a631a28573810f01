//! The piece's own colours and faces, for pages of a window.

use bevy_egui::egui::{self, Color32};

use crate::rehearsal::look::{self, colour};
use crate::render::palette;

/// Left and right of a page, in points.
pub const MARGIN: i8 = 44;
/// The face of titles.
const SERIF: &str = "EB Garamond";
/// The face of what invites.
const SLANTED: &str = "EB Garamond Italic";

/// The wall.
pub fn ground() -> Color32 {
    colour(palette::GROUND)
}

/// What lies on it.
pub fn raised() -> Color32 {
    Color32::from_rgb(25, 23, 21)
}

/// What lies on it and is pointed at.
pub fn lifted() -> Color32 {
    Color32::from_rgb(38, 34, 31)
}

/// Titles.
pub fn bone() -> Color32 {
    colour(palette::BONE)
}

/// All other text.
pub fn ash() -> Color32 {
    colour(palette::ASH)
}

/// Lines.
pub fn shade() -> Color32 {
    colour(palette::SHADE)
}

/// What to press first.
pub fn ember() -> Color32 {
    colour(palette::EMBER)
}

/// A text in the face of titles.
pub fn title(text: impl Into<String>, size: f32) -> egui::RichText {
    let family = egui::FontFamily::Name(SERIF.into());
    egui::RichText::new(text).font(egui::FontId::new(size, family)).color(bone())
}

/// A text in the face of what invites.
pub fn slanted(text: impl Into<String>, size: f32) -> egui::RichText {
    let family = egui::FontFamily::Name(SLANTED.into());
    egui::RichText::new(text).font(egui::FontId::new(size, family)).color(ash())
}

/// The head of a part of a page.
pub fn head(ui: &mut egui::Ui, text: &str) {
    ui.add_space(22.0);
    ui.label(egui::RichText::new(text).size(12.0).color(ash()));
    ui.add_space(6.0);
}

/// A small text of lesser weight.
pub fn small(text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).size(12.5).color(ash())
}

/// The one button of a page that leads on.
pub fn onward(ui: &mut egui::Ui, text: &str, enabled: bool) -> egui::Response {
    let words = egui::RichText::new(text).size(16.0).color(ground());
    let fill = if enabled { ember() } else { shade() };
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
    painter.rect_filled(rect, 0.0, ground().gamma_multiply(0.88));
    let inner = rect.shrink(24.0);
    painter.rect_stroke(inner, 8.0, egui::Stroke::new(1.5, ember()), egui::StrokeKind::Inside);
    let font = egui::FontId::new(30.0, egui::FontFamily::Name(SLANTED.into()));
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, text, font, bone());
}

/// Gives a window the piece's colours and faces; they are there from the next pass on.
pub fn dress(context: &egui::Context) {
    context.set_visuals(visuals());
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

fn visuals() -> egui::Visuals {
    let mut visuals = egui::Visuals::dark();
    visuals.panel_fill = ground();
    visuals.window_fill = ground();
    visuals.extreme_bg_color = raised();
    visuals.override_text_color = Some(bone());
    visuals.hyperlink_color = ember();
    visuals.selection.bg_fill = ember().gamma_multiply(0.35);
    visuals.selection.stroke = egui::Stroke::new(1.5, ember());
    let widgets = &mut visuals.widgets;
    let states = [
        (&mut widgets.noninteractive, raised(), shade().gamma_multiply(0.5)),
        (&mut widgets.inactive, raised(), shade().gamma_multiply(0.45)),
        (&mut widgets.hovered, lifted(), shade()),
        (&mut widgets.active, lifted(), ember()),
        (&mut widgets.open, lifted(), shade()),
    ];
    for (widget, fill, line) in states {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = egui::Stroke::new(1.0, line);
        widget.fg_stroke = egui::Stroke::new(1.0, ash());
        widget.corner_radius = 4.into();
        widget.expansion = 0.0;
    }
    visuals
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
    if let Some(family) = fonts.families.get_mut(&egui::FontFamily::Monospace) {
        family.insert(0, look::SANS.to_owned());
    }
    fonts
}
