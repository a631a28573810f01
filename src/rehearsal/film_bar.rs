//! The film as a bar beneath the wall: shots as marks, the playhead, the time.

use bevy_egui::egui;

use super::plugin::View;
use crate::show::ShowCommand;
use crate::timeline::FilmTime;

/// Height of the bar in points.
pub const HEIGHT: f32 = 44.0;

/// Draws the bar; a press on it jumps there.
pub fn film_bar(ui: &mut egui::Ui, view: &View, commands: &mut Vec<ShowCommand>) {
    let colours = ui.visuals().clone();
    ui.horizontal_centered(|ui| {
        let playing = view.speed.get() != 0;
        let sign = if playing { "⏸" } else { "▶" };
        // Not focusable: Tab and Space belong to the show.
        let button = egui::Button::new(sign).frame(false).sense(egui::Sense::CLICK);
        if ui.add(button).clicked() {
            commands.push(ShowCommand::TogglePlay);
        }
        ui.label(view.film.to_string());
        let room = egui::vec2(ui.available_width() - 210.0, HEIGHT);
        let (response, painter) = ui.allocate_painter(room, egui::Sense::CLICK | egui::Sense::DRAG);
        let bar = egui::Rect::from_center_size(
            response.rect.center(),
            egui::vec2(response.rect.width(), 4.0),
        );
        let length = view.length.0.max(1) as f64;
        let at =
            |film: FilmTime| egui::lerp(bar.left()..=bar.right(), (film.0 as f64 / length) as f32);
        painter.rect_filled(bar, 2.0, colours.extreme_bg_color);
        let looped =
            egui::Rect::from_x_y_ranges(at(view.loop_in)..=at(view.loop_out), bar.y_range());
        painter.rect_filled(looped, 2.0, colours.weak_text_color());
        for (start, title) in &view.shots {
            let x = at(*start);
            painter.vline(
                x,
                bar.center().y - 7.0..=bar.center().y + 7.0,
                colours.widgets.inactive.fg_stroke,
            );
            let font = egui::FontId::proportional(10.5);
            let place = egui::pos2(x + 5.0, bar.top() - 3.0);
            painter.text(place, egui::Align2::LEFT_BOTTOM, title, font, colours.text_color());
        }
        painter.circle_filled(
            egui::pos2(at(view.film), bar.center().y),
            6.0,
            colours.hyperlink_color,
        );
        if let Some(place) = response.interact_pointer_pos() {
            let share = (f64::from(place.x) - f64::from(bar.left())) / f64::from(bar.width());
            let film = FilmTime((share.clamp(0.0, 1.0) * length) as i64);
            commands.push(ShowCommand::JumpTo(film));
        }
        let said = view.controllers.join("   ");
        if said.is_empty() {
            ui.label(&view.health);
            return;
        }
        ui.vertical(|ui| {
            ui.label(&view.health);
            let line = egui::RichText::new(said.as_str()).size(10.5);
            ui.add(egui::Label::new(line).truncate()).on_hover_text(said);
        });
    });
}
