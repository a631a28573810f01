//! Which panels there are: a quiet row of words beneath the film, each opens one.

use bevy_egui::egui::{self, Align, Layout, RichText};

use super::{Open, Side, Wish};
use crate::rehearsal::look::{Ink, colour};
use crate::render::palette;
use crate::report::words::count;

/// What the row says beside the names of the panels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DockView {
    /// Frames late and missing, in words.
    pub health: String,
    /// Something is late, missing or broken.
    pub troubled: bool,
    /// How many errors the files have that hang, as far as anybody looked.
    pub errors: usize,
    /// The keys belong to a panel, not to the wall.
    pub has_keys: bool,
    /// Which controllers there are, and what is wrong with them.
    pub controllers: Vec<String>,
}

/// Draws the row.
pub fn dock(ui: &mut egui::Ui, view: &DockView, open: &Open, wishes: &mut Vec<Wish>) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let name = |word: &str, lit: bool| {
            let tone = colour(if lit { palette::EMBER } else { palette::ASH });
            egui::Button::new(RichText::new(word).size(12.0).color(tone)).frame(false)
        };
        let generations = ui.add(name("Generations", open.generations));
        if generations.on_hover_text("F2").clicked() {
            wishes.push(Wish::ToggleGenerations);
        }
        for side in Side::ALL {
            let wrong = (side == Side::Checks && view.errors > 0)
                .then(|| count(view.errors, "error", "errors"));
            let word = match &wrong {
                Some(errors) => format!("{}: {errors}", side.name()),
                None => side.name().to_owned(),
            };
            let button = ui.add(match wrong {
                Some(_) => {
                    let word = RichText::new(word).size(12.0).color(Ink::new().wrong);
                    egui::Button::new(word).frame(false)
                }
                None => name(&word, open.side == Some(side)),
            });
            if button.on_hover_text(side.key()).clicked() {
                wishes.push(Wish::ToggleSide(side));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let hint = match view.has_keys {
                true => "the keys are a panel's: Esc gives them to the wall",
                false => "F1 keys   H hides all this",
            };
            let tone = colour(if view.has_keys { palette::EMBER } else { palette::ASH });
            ui.label(RichText::new(hint).size(11.0).color(tone));
            ui.add_space(14.0);
            let tone = colour(if view.troubled { palette::EMBER } else { palette::ASH });
            ui.label(RichText::new(&view.health).size(11.0).color(tone));
            ui.add_space(14.0);
            let said = view.controllers.join("   ");
            let line = RichText::new(said.as_str()).size(11.0);
            if !said.is_empty() {
                ui.add(egui::Label::new(line).truncate()).on_hover_text(said);
            }
        });
    });
}
