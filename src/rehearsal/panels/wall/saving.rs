//! From the draft to the file: what would change is shown first.

use bevy_egui::egui::{self, Button, FontId, Id, Label, RichText, Ui};

use super::numbers::field;
use super::{Said, Saving, WallView, WallWish};
use crate::rehearsal::look::{Ink, between};

/// How high the bar at the bottom is, in points.
pub fn height(view: &WallView) -> f32 {
    let naming = matches!(view.saving, Saving::Naming(_));
    let told = 40.0 * f32::from(u8::from(view.said.is_some()));
    let apart = if view.elsewhere || view.gone { 62.0 } else { 0.0 };
    42.0 + told + apart + if naming { 44.0 } else { 0.0 }
}

/// What saving would change, line by line.
pub fn diff(ui: &mut Ui, view: &WallView, ink: Ink, diff: &str) {
    let name = view.file.as_deref().unwrap_or("the new file");
    let title = format!("What changes in {name}");
    ui.label(RichText::new(title).size(13.0).color(ink.bone));
    ui.add_space(2.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    // The first two lines name the two sides.
    for line in diff.lines().skip(2) {
        let (sign, rest) = line.split_at_checked(1).unwrap_or((line, ""));
        let (colour, back) = match sign {
            "+" => (ink.well, between(ink.ground, ink.well, 0.10)),
            "-" => (ink.wrong, between(ink.ground, ink.wrong, 0.10)),
            "@" => {
                ui.add_space(5.0);
                continue;
            }
            _ => (ink.ash, ink.ground),
        };
        let sign = if sign == "-" { "−" } else { sign };
        egui::Frame::new().fill(back).inner_margin(egui::Margin::symmetric(4, 1)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                let font = FontId::proportional(12.0);
                let sign = Label::new(RichText::new(sign).font(font.clone()).color(colour));
                ui.add_sized(egui::vec2(8.0, 14.0), sign);
                ui.add(Label::new(RichText::new(rest).font(font).color(colour)).wrap());
            });
        });
    }
    ui.add_space(4.0);
    let (text, colour) = match has_errors(view) {
        true => ("A wall is not saved while it has errors: it would not hang.", ink.wrong),
        false => {
            ("Everything else stays as it is. The state before is kept beside the file.", ink.ash)
        }
    };
    ui.add(Label::new(RichText::new(text).size(12.0).color(colour)).wrap());
}

fn has_errors(view: &WallView) -> bool {
    view.troubles.iter().any(|trouble| trouble.is_error)
}

/// What is said, and the buttons, at the foot of the panel.
pub fn bar(ui: &mut Ui, view: &WallView, ink: Ink, wishes: &mut Vec<WallWish>) {
    if view.gone {
        let text = "The file is not there any more. The draft can be saved as a new one.";
        ui.add(Label::new(RichText::new(text).size(12.0).color(ink.wrong)).wrap());
    } else if view.elsewhere {
        elsewhere(ui, ink, wishes);
    }
    if let Some(said) = &view.said {
        let (words, colour) = match said {
            Said::Done(words) => (words, ink.well),
            Said::Failed(words) => (words, ink.wrong),
        };
        ui.add(Label::new(RichText::new(words).size(12.0).color(colour)).wrap());
    }
    let path = match &view.saving {
        Saving::Naming(proposed) => Some(naming(ui, proposed, ink, wishes)),
        _ => None,
    };
    ui.add_space(2.0);
    ui.horizontal(|ui| match &view.saving {
        Saving::Idle => {
            let save = Button::new(RichText::new("Save…").size(13.0));
            let can = view.changed || view.file.is_none() || view.gone;
            if ui.add_enabled(can, save).clicked() {
                wishes.push(WallWish::AskToSave);
            }
            let discard = Button::new(RichText::new("Discard").size(13.0));
            let hint = "Everything as in the file again";
            let can = view.changed && view.file.is_some();
            if ui.add_enabled(can, discard).on_hover_text(hint).clicked() {
                wishes.push(WallWish::Discard);
            }
        }
        Saving::Shown(_) => {
            let text = RichText::new("Save").size(13.0).color(ink.bone);
            let save = Button::new(text).fill(between(ink.ground, ink.ember, 0.45));
            if ui.add_enabled(!has_errors(view), save).clicked() {
                wishes.push(WallWish::Save);
            }
            if ui.button(RichText::new("Cancel").size(13.0)).clicked() {
                wishes.push(WallWish::Cancel);
            }
        }
        Saving::Naming(_) => {
            if ui.button(RichText::new("Write the file").size(13.0)).clicked() {
                wishes.push(WallWish::SaveAs(path.unwrap_or_default()));
            }
            if ui.button(RichText::new("Cancel").size(13.0)).clicked() {
                wishes.push(WallWish::Cancel);
            }
        }
    });
}

/// Asks where a new file is to be; what is in the field now.
fn naming(ui: &mut Ui, proposed: &str, ink: Ink, wishes: &mut Vec<WallWish>) -> String {
    let id = Id::new("path of a new installation file");
    let kept = id.with("kept");
    let is = ui.data(|data| data.get_temp::<String>(kept)).unwrap_or_else(|| proposed.to_owned());
    let wide = ui.available_width();
    if let Some(typed) = field(ui, id, "a new installation file", &is, wide, ink) {
        ui.data_mut(|data| data.insert_temp(kept, typed.clone()));
        if ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            wishes.push(WallWish::SaveAs(typed.clone()));
        }
        return typed;
    }
    ui.data(|data| data.get_temp::<String>(id)).unwrap_or(is)
}

fn elsewhere(ui: &mut Ui, ink: Ink, wishes: &mut Vec<WallWish>) {
    egui::Frame::new().fill(between(ink.ground, ink.ember, 0.12)).inner_margin(6).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let text = "The file was changed in another editor meanwhile.";
        ui.add(Label::new(RichText::new(text).size(12.0).color(ink.bone)).wrap());
        ui.horizontal(|ui| {
            if ui.button(RichText::new("Take the file").size(12.0)).clicked() {
                wishes.push(WallWish::TakeTheirs);
            }
            if ui.button(RichText::new("Keep the draft").size(12.0)).clicked() {
                wishes.push(WallWish::KeepMine);
            }
        });
    });
}
