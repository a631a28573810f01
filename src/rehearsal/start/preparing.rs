//! Making the renditions: how far each version is, while the window answers.

use bevy_egui::egui::{self, WidgetInfo, WidgetType};

use super::{Making, Preparing, Stage, StartWish, dress};
use crate::rehearsal::look::Ink;

impl Preparing {
    /// How much of it is done, 0 to 1.
    pub fn share(&self) -> f64 {
        let of = |making: &Making| match &making.stage {
            Stage::Waiting | Stage::Reading => 0.0,
            Stage::At(done, all) => *done as f64 / (*all).max(1) as f64,
            Stage::Made | Stage::Wrong(_) => 1.0,
        };
        let sum: f64 = self.versions.iter().map(of).sum();
        (sum / self.versions.len().max(1) as f64).clamp(0.0, 1.0)
    }

    /// How many seconds are left, as far as can be told from how it went; none at first.
    pub fn left_s(&self) -> Option<f64> {
        let share = self.share();
        let told = share > 0.04 && share < 1.0 && self.elapsed_s > 2.0;
        told.then(|| self.elapsed_s * (1.0 - share) / share)
    }
}

/// Draws it.
pub fn preparing(ui: &mut egui::Ui, preparing: &Preparing, wishes: &mut Vec<StartWish>) {
    ui.add_space(30.0);
    let (above, below) = match preparing.wrong {
        None => (
            "Getting ready to hang",
            "Each version is copied once into sizes that play together. Next time it begins at once.",
        ),
        Some(_) => ("To be mended first", "Nothing was changed. Once it is mended, try again."),
    };
    ui.label(dress::slanted(above, 19.0));
    ui.label(dress::title(&preparing.title, 40.0));
    ui.add_space(6.0);
    ui.label(dress::small(below));
    ui.add_space(14.0);
    foot(ui, preparing, wishes);
    egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
        if let Some(wrong) = &preparing.wrong {
            egui::ScrollArea::vertical().show(ui, |ui| {
                ui.label(egui::RichText::new(wrong).monospace().color(Ink::new().bone));
            });
            return;
        }
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for making in &preparing.versions {
                version(ui, making);
            }
        });
    });
}

fn version(ui: &mut egui::Ui, making: &Making) {
    let (share, said) = match &making.stage {
        Stage::Waiting => (0.0, "waiting".to_owned()),
        Stage::Reading => (0.0, "reading".to_owned()),
        // A share and no count: what is counted may be frames or, of a drawing, pixels.
        Stage::At(done, all) => {
            let share = *done as f32 / (*all).max(1) as f32;
            (share, format!("{:.0} %", share * 100.0))
        }
        Stage::Made => (1.0, "ready".to_owned()),
        Stage::Wrong(_) => (0.0, "not all of it".to_owned()),
    };
    let (rect, response) =
        ui.allocate_exact_size(egui::vec2(ui.available_width(), 30.0), egui::Sense::hover());
    let label = format!("{}: {said}", making.name);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, &label));
    let painter = ui.painter();
    let ink = match making.stage {
        Stage::Waiting => Ink::new().shade,
        Stage::Made => Ink::new().bone,
        _ => Ink::new().ash,
    };
    let left = egui::pos2(rect.left(), rect.center().y);
    let font = egui::FontId::proportional(14.5);
    painter.text(left, egui::Align2::LEFT_CENTER, &making.name, font, ink);
    let bar = egui::Rect::from_min_max(
        egui::pos2(rect.left() + rect.width() * 0.36, rect.center().y - 1.5),
        egui::pos2(rect.right() - 110.0, rect.center().y + 1.5),
    );
    painter.rect_filled(bar, 1.5, Ink::new().lifted);
    let mut done =
        egui::Rect::from_min_size(bar.min, egui::vec2(bar.width() * share, bar.height()));
    if making.stage == Stage::Reading {
        // How long it takes to read nobody knows before: what moves says that it goes on.
        let way = ui.input(|input| (input.time * 0.4).fract()) as f32;
        let wide = bar.width() * 0.18;
        let left = bar.left() + (bar.width() + wide) * way - wide;
        done = egui::Rect::from_min_size(egui::pos2(left, bar.top()), egui::vec2(wide, 3.0));
        done = done.intersect(bar);
    }
    let colour = if making.stage == Stage::Made { Ink::new().ash } else { Ink::new().ember };
    painter.rect_filled(done, 1.5, colour);
    let right = egui::pos2(rect.right() - 8.0, rect.center().y);
    let font = egui::FontId::proportional(12.5);
    painter.text(right, egui::Align2::RIGHT_CENTER, said, font, Ink::new().ash);
    if let Stage::Wrong(why) = &making.stage {
        ui.label(dress::small(why));
    }
}

fn foot(ui: &mut egui::Ui, preparing: &Preparing, wishes: &mut Vec<StartWish>) {
    egui::Panel::bottom("stop").show_separator_line(false).frame(egui::Frame::NONE).show(
        ui,
        |ui| {
            ui.add_space(12.0);
            ui.horizontal(|ui| {
                let still = !preparing.over && preparing.wrong.is_none();
                if dress::aside(ui, if still { "Stop" } else { "Back" }).clicked() {
                    wishes.push(StartWish::Back);
                }
                let made = preparing.versions.iter().filter(|one| one.stage == Stage::Made).count();
                let all = preparing.versions.len();
                let left = preparing.left_s().map(left).unwrap_or_default();
                // The stand-in is drawn as one; only then are there versions.
                if all > 1 {
                    ui.label(dress::small(format!("{made} of {all} versions ready{left}")));
                } else if all == 1 {
                    ui.label(dress::small(left.trim_start_matches(", ")));
                } else if still {
                    ui.spinner();
                }
                if preparing.wrong.is_some() {
                    if let Some(at) = &preparing.at
                        && dress::aside(ui, "Open the file at this line").clicked()
                    {
                        wishes.push(StartWish::Mend(at.clone()));
                    }
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        if dress::onward(ui, "Try again", true).clicked() {
                            wishes.push(StartWish::Again);
                        }
                    });
                }
                if preparing.over && preparing.wrong.is_none() {
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        if dress::onward(ui, "Play what there is", made > 0).clicked() {
                            wishes.push(StartWish::PlayAnyway);
                        }
                    });
                }
            });
            ui.add_space(20.0);
        },
    );
}

fn left(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 8.0 => ", a few seconds left".to_owned(),
        seconds if seconds < 90.0 => {
            format!(", about {} seconds left", (seconds / 5.0).ceil() * 5.0)
        }
        seconds => format!(", about {} minutes left", (seconds / 60.0).ceil()),
    }
}
