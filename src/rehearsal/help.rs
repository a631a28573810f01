//! The keys, shown over the wall when asked for.

use bevy_egui::egui::{self, Align2, Grid, RichText, Vec2};

use super::keys::KEYS;
use super::look::Ink;

/// The size of the words, in points: where there is room, and at least.
const SIZES: std::ops::RangeInclusive<f32> = 9.0..=13.0;
/// The height of a line and the width of a column, as multiples of that size.
const LINE: f32 = 1.5;
const WIDE: f32 = 42.0;
/// What surrounds the words, in points.
const MARGIN: f32 = 22.0;

/// Draws the help in the middle of the window, in two columns where it is low.
pub fn help(ui: &mut egui::Ui) {
    let room = ui.ctx().viewport_rect().size() - Vec2::splat(2.0 * MARGIN + 8.0);
    let lines = KEYS.len() as f32 * LINE;
    let columns: f32 = if lines * SIZES.end() <= room.y { 1.0 } else { 2.0 };
    let most = (room.y / (lines / columns).ceil()).min(room.x / WIDE / columns);
    let size = most.clamp(*SIZES.start(), *SIZES.end());
    egui::Area::new("keys".into())
        .anchor(Align2::CENTER_CENTER, Vec2::ZERO)
        .interactable(false)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).inner_margin(MARGIN).show(ui, |ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 2.0 * size;
                    let each = KEYS.len().div_ceil(columns as usize);
                    for (number, lines) in KEYS.chunks(each).enumerate() {
                        let spacing = [1.6 * size, 0.25 * size];
                        Grid::new(("key lines", number)).spacing(spacing).show(ui, |ui| {
                            for line in lines {
                                ui.label(
                                    RichText::new(line.keys).size(size).color(Ink::new().ember),
                                );
                                ui.label(RichText::new(line.does).size(size));
                                ui.end_row();
                            }
                        });
                    }
                });
            });
        });
}
