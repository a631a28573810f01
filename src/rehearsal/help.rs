//! The keys, shown over the wall when asked for.

use bevy_egui::egui;

use super::keys::KEYS;

/// Draws the help in the middle of the window.
pub fn help(ui: &mut egui::Ui) {
    egui::Area::new("keys".into())
        .anchor(egui::Align2::CENTER_CENTER, egui::Vec2::ZERO)
        .interactable(false)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).inner_margin(22).show(ui, |ui| {
                egui::Grid::new("key lines").num_columns(2).spacing([28.0, 4.0]).show(ui, |ui| {
                    for line in &KEYS {
                        let size = 13.0;
                        let ember = ui.visuals().hyperlink_color;
                        ui.label(egui::RichText::new(line.keys).size(size).color(ember));
                        ui.label(egui::RichText::new(line.does).size(size));
                        ui.end_row();
                    }
                });
            });
        });
}
