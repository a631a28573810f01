//! The question before a window closes in which something is not saved.

use bevy_egui::egui::{self, Id, Key, Modal, RichText};

use super::Wish;
use crate::rehearsal::leaving::Unsaved;
use crate::rehearsal::look::colour;
use crate::render::palette;

/// Draws it over everything else.
pub fn leaving(ui: &egui::Ui, unsaved: &[Unsaved], wishes: &mut Vec<Wish>) {
    let asked = Modal::new(Id::new("not saved")).show(ui.ctx(), |ui| {
        ui.set_max_width(420.0);
        ui.label(RichText::new("Not saved yet").size(17.0).color(colour(palette::BONE)));
        ui.add_space(4.0);
        for one in unsaved {
            ui.label(&one.what);
        }
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let back = ui.button("Go back and save");
            let free = ui.memory(|memory| memory.focused().is_none());
            if free {
                back.request_focus();
            }
            if back.clicked() {
                wishes.push(Wish::Stay { open: unsaved.first().map(|one| one.side) });
            }
            if ui.button("Leave without saving").clicked() {
                wishes.push(Wish::Leave);
            }
        });
    });
    if asked.should_close() || ui.input(|input| input.key_pressed(Key::Escape)) {
        wishes.push(Wish::Stay { open: None });
    }
}
