//! Something that is said once, above the wall, until it is read.

use bevy_egui::egui::{self, Align, Layout};

use super::Wish;

/// Draws it.
pub fn notice(ui: &mut egui::Ui, words: &str, wishes: &mut Vec<Wish>) {
    // The button first: the words wrap in what room is left.
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if ui.button("Good").clicked() {
            wishes.push(Wish::Noted);
        }
        ui.with_layout(Layout::top_down(Align::Min), |ui| ui.label(words));
    });
}
