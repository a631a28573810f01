//! The colours and the few forms that all parts of the panel share.

use bevy_egui::egui;
use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Response, Ui};

/// The piece's own colours, as the window's visuals have them.
pub struct Inks {
    /// What is read first.
    pub bone: Color32,
    /// All other text.
    pub ash: Color32,
    /// Where the picture is; what is wrong.
    pub ember: Color32,
    /// Lines that carry no light.
    pub shade: Color32,
    /// The ground of what can be moved.
    pub well: Color32,
}

impl Inks {
    /// Those of this window.
    pub fn of(ui: &Ui) -> Self {
        let visuals = ui.visuals();
        let ground = visuals.panel_fill;
        let bone = visuals.override_text_color.unwrap_or(visuals.strong_text_color());
        let towards = |share: f32| ground.lerp_to_gamma(bone, share);
        Self {
            bone,
            ash: visuals.widgets.inactive.fg_stroke.color,
            ember: visuals.hyperlink_color,
            shade: towards(0.32),
            well: towards(0.11),
        }
    }

    /// Has the widgets of the panel wear them.
    pub fn dress(&self, ui: &mut Ui) {
        let visuals = ui.visuals_mut();
        for (widget, fill) in [
            (&mut visuals.widgets.inactive, self.well),
            (&mut visuals.widgets.hovered, self.well.lerp_to_gamma(self.bone, 0.12)),
            (&mut visuals.widgets.active, self.well.lerp_to_gamma(self.ember, 0.5)),
        ] {
            (widget.weak_bg_fill, widget.bg_fill) = (fill, fill);
            widget.corner_radius = egui::CornerRadius::same(4);
            widget.fg_stroke.color = self.bone;
        }
        visuals.widgets.hovered.bg_stroke.color = self.shade;
        visuals.selection.bg_fill = self.well.lerp_to_gamma(self.ember, 0.42);
        // What is chosen is read on ember, so it cannot be ember itself.
        visuals.selection.stroke.color = self.bone;
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        ui.spacing_mut().button_padding = egui::vec2(9.0, 5.0);
    }
}

/// What a part of the panel is about.
pub fn heading(ui: &mut Ui, inks: &Inks, text: &str) {
    ui.add_space(16.0);
    ui.label(egui::RichText::new(text).size(12.0).color(inks.ash));
    ui.add_space(1.0);
}

/// A sentence that may take several lines.
pub fn sentence(ui: &mut Ui, text: &str, size: f32, colour: Color32) -> Response {
    ui.add(egui::Label::new(egui::RichText::new(text).size(size).color(colour)).wrap())
}

/// A text on one line that ends at `right`, its digits all as wide as a nought: so that a number that
/// changes stands still.
pub fn figures(painter: &Painter, right: Pos2, text: &str, size: f32, colour: Color32) {
    let font = FontId::proportional(size);
    let width =
        |sign: char| painter.layout_no_wrap(sign.to_string(), font.clone(), colour).size().x;
    let nought = width('0');
    let mut x = right.x;
    for sign in text.chars().rev() {
        let own = width(sign);
        let cell = if sign.is_ascii_digit() { nought } else { own };
        let place = egui::pos2(x - cell / 2.0, right.y);
        painter.text(place, Align2::CENTER_CENTER, sign, font.clone(), colour);
        x -= cell;
    }
}

/// A text within a box, cut with dots where it does not fit; `rows` lines at most.
pub fn fitted(ui: &Ui, within: Rect, text: &str, size: f32, colour: Color32, rows: usize) -> f32 {
    let mut job = egui::text::LayoutJob::simple(
        text.to_owned(),
        FontId::proportional(size),
        colour,
        within.width(),
    );
    job.wrap.max_rows = rows;
    job.wrap.break_anywhere = rows == 1;
    let galley = ui.painter().layout_job(job);
    let height = galley.size().y;
    ui.painter()
        .with_clip_rect(within.intersect(ui.clip_rect()))
        .galley(within.min, galley, colour);
    height
}

/// A ring around what has the keyboard.
pub fn focus_ring(ui: &Ui, inks: &Inks, response: &Response, radius: f32) {
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.5, inks.ember);
        let outside = egui::StrokeKind::Outside;
        ui.painter().rect_stroke(response.rect.expand(1.0), radius, stroke, outside);
    }
}
