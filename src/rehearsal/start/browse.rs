//! Choosing a folder of films.

use bevy_egui::egui::{self, Align2, FontId, Sense, WidgetInfo, WidgetType};

use super::{Browse, StartWish, dress};
use crate::rehearsal::look::Ink;
use crate::report::words;

/// Draws it.
pub fn browse(ui: &mut egui::Ui, browse: &Browse, wishes: &mut Vec<StartWish>) {
    ui.add_space(30.0);
    ui.label(dress::title("Where are the films?", 34.0));
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let mut typed = browse.typed.clone();
        let width = ui.available_width();
        let field = egui::TextEdit::singleline(&mut typed).desired_width(width - 24.0);
        let field = ui.add(field.hint_text("/a/folder/of/films").margin(egui::Margin::same(9)));
        field.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, "Folder"));
        if field.changed() {
            wishes.push(StartWish::Typed(typed.clone()));
        }
        let enter = ui.input(|input| input.key_pressed(egui::Key::Enter));
        if field.lost_focus() && enter {
            wishes.push(StartWish::GoTo(browse.folder.clone()));
        }
    });
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        if let Some(parent) = browse.folder.parent()
            && ui.button("Up").clicked()
        {
            wishes.push(StartWish::GoTo(parent.to_owned()));
        }
        for (name, place) in &browse.places {
            if ui.button(name).clicked() {
                wishes.push(StartWish::GoTo(place.clone()));
            }
        }
    });
    foot(ui, browse, wishes);
    egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
        ui.add_space(10.0);
        if let Some(wrong) = &browse.wrong {
            ui.label(egui::RichText::new(wrong).color(Ink::new().ember));
            return;
        }
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            if browse.folders.is_empty() {
                ui.label(dress::small("There are no folders in this one."));
            }
            for folder in &browse.folders {
                let size = egui::vec2(ui.available_width(), 34.0);
                let (rect, response) = ui.allocate_exact_size(size, Sense::click());
                let kind = WidgetType::Button;
                response.widget_info(|| WidgetInfo::labeled(kind, true, &folder.name));
                let painter = ui.painter();
                if response.hovered() || response.has_focus() {
                    painter.rect_filled(rect, 4.0, Ink::new().lifted);
                }
                if response.has_focus() {
                    let line = egui::Stroke::new(1.5, Ink::new().ember);
                    painter.rect_stroke(rect, 4.0, line, egui::StrokeKind::Inside);
                }
                let left = egui::pos2(rect.left() + 12.0, rect.center().y);
                let font = FontId::proportional(15.0);
                painter.text(left, Align2::LEFT_CENTER, &folder.name, font, Ink::new().bone);
                let right = egui::pos2(rect.right() - 12.0, rect.center().y);
                let (what, ink) = match (folder.exhibit, folder.films) {
                    (true, _) => ("an exhibit".to_owned(), Ink::new().ember),
                    (false, 0) => (String::new(), Ink::new().ash),
                    (false, count) => (films(count), Ink::new().ash),
                };
                painter.text(right, Align2::RIGHT_CENTER, what, FontId::proportional(13.0), ink);
                if response.clicked() {
                    wishes.push(StartWish::GoTo(folder.path.clone()));
                }
            }
        });
    });
}

fn foot(ui: &mut egui::Ui, browse: &Browse, wishes: &mut Vec<StartWish>) {
    egui::Panel::bottom("choose").show_separator_line(false).frame(egui::Frame::NONE).show(
        ui,
        |ui| {
            ui.add_space(12.0);
            ui.horizontal(|ui| {
                if dress::aside(ui, "Back").clicked() {
                    wishes.push(StartWish::Back);
                }
                let here = match browse.films {
                    0 => "No film lies directly in this folder; folders in it are looked into."
                        .to_owned(),
                    count => format!("{} in this folder", films(count)),
                };
                if browse.looking {
                    ui.spinner();
                    ui.label(dress::small("Looking at what lies there"));
                } else if !browse.listing && browse.wrong.is_none() {
                    ui.label(dress::small(here));
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let usable = browse.wrong.is_none() && !browse.listing && !browse.looking;
                    if browse.exhibit {
                        if dress::onward(ui, "Open the exhibit in this folder", usable).clicked() {
                            wishes.push(StartWish::Open(browse.folder.clone()));
                        }
                    } else if dress::onward(ui, "Sort the films in this folder", usable).clicked() {
                        wishes.push(StartWish::Take(browse.folder.clone()));
                    }
                });
            });
            ui.add_space(20.0);
        },
    );
}

/// How many films, in words.
fn films(count: usize) -> String {
    words::count(count, "film", "films")
}
