//! The few forms in which words stand in a panel.

use bevy_egui::egui::{
    self, Align2, Color32, FontId, Label, Painter, Pos2, Rect, Response, RichText, Ui,
};

use super::Ink;

/// The size of heads, of what is read, and of what is beside it, in points.
pub const HEAD: f32 = 12.0;
/// See [`HEAD`].
pub const BODY: f32 = 13.5;
/// See [`HEAD`].
pub const SMALL: f32 = 11.5;

/// The head of a part of a panel, with room above.
pub fn head(ui: &mut Ui, text: &str) {
    ui.add_space(10.0);
    ui.label(RichText::new(text).size(HEAD).color(Ink::new().ash));
    ui.add_space(-2.0);
    ui.separator();
}

/// Words beside what is read.
pub fn small(text: impl Into<String>) -> RichText {
    RichText::new(text).size(SMALL).color(Ink::new().ash)
}

/// A sentence that may take several lines.
pub fn sentence(ui: &mut Ui, text: &str, size: f32, colour: Color32) -> Response {
    ui.add(Label::new(RichText::new(text).size(size).color(colour)).wrap())
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
pub fn focus_ring(ui: &Ui, ink: Ink, response: &Response, radius: f32) {
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.5, ink.ember);
        let outside = egui::StrokeKind::Outside;
        ui.painter().rect_stroke(response.rect.expand(1.0), radius, stroke, outside);
    }
}
