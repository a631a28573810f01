//! What the films of a folder could be, as a table to look over: versions down, shots across.

use bevy_egui::egui::{self, WidgetInfo, WidgetType};

use super::{Sorting, StartWish, dress};
use crate::entry::from_folder::{BY_HAND, Dated, Films, Proposal, ProposedVersion};
use crate::rehearsal::look::Ink;
use crate::report::words::count;

/// So many shots have a column of their own.
const COLUMNS: usize = 8;

/// Draws it.
pub fn proposal(ui: &mut egui::Ui, sorting: &Sorting, wishes: &mut Vec<StartWish>) {
    let proposal = &sorting.proposal;
    ui.add_space(30.0);
    ui.label(dress::slanted("An exhibit of", 19.0));
    let mut title = proposal.title.clone();
    let family = egui::FontFamily::Name("EB Garamond".into());
    let field = egui::TextEdit::singleline(&mut title)
        .font(egui::FontId::new(34.0, family))
        .char_limit(80)
        .margin(egui::Margin::symmetric(8, 4))
        .desired_width(f32::INFINITY);
    let field = ui.add(field);
    field.widget_info(|| typed("Title", &proposal.title));
    if field.changed() {
        wishes.push(StartWish::Title(title));
    }
    let length = if proposal.measured {
        format!("{:.1} s", proposal.length.0 as f64 / 1e9)
    } else {
        "length not known yet".to_owned()
    };
    let line = format!(
        "{}   {}   {length}   {}",
        count(proposal.versions.len(), "version", "versions"),
        count(proposal.shots.len(), "shot", "shots"),
        sorting.folder.display()
    );
    ui.label(dress::small(line));
    foot(ui, sorting, wishes);
    egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
        ui.add_space(8.0);
        egui::ScrollArea::both().auto_shrink(false).show(ui, |ui| {
            table(ui, sorting, wishes);
            takes(ui, sorting, wishes);
            for note in &proposal.notes {
                ui.label(dress::small(note));
            }
            if !proposal.left_out.is_empty() {
                dress::head(ui, &format!("Left out: {}", proposal.left_out.len()));
                for left in &proposal.left_out {
                    ui.horizontal_wrapped(|ui| {
                        ui.label(egui::RichText::new(&left.path).size(13.0));
                        ui.label(dress::small(&left.why));
                        if left.why == BY_HAND {
                            let back = ui.small_button("Take back");
                            let name = format!("Take back {}", left.path);
                            back.widget_info(|| {
                                WidgetInfo::labeled(WidgetType::Button, true, &name)
                            });
                            if back.clicked() {
                                wishes.push(StartWish::TakeBack(left.path.clone()));
                            }
                        }
                    });
                }
            }
            ui.add_space(16.0);
        });
    });
}

fn table(ui: &mut egui::Ui, sorting: &Sorting, wishes: &mut Vec<StartWish>) {
    let proposal = &sorting.proposal;
    let several = proposal.shots.len() > 1;
    let variants = proposal.versions.iter().any(|version| version.variant.is_some());
    egui::Grid::new("versions").num_columns(6).spacing([22.0, 7.0]).show(ui, |ui| {
        ui.label(dress::small("Version"));
        if variants {
            ui.label("");
        }
        ui.label(dress::small("Released")).on_hover_text(
            "When the model came out: no file can tell. 2024, 2024-12 or 2024-12-09",
        );
        ui.label(dress::small("Made"));
        if several {
            for shot in proposal.shots.iter().take(COLUMNS) {
                let title = shot.title.as_deref().unwrap_or(&shot.id);
                let short: String = title.chars().take(14).collect();
                ui.label(dress::small(short)).on_hover_text(title);
            }
            if proposal.shots.len() > COLUMNS {
                ui.label(dress::small(format!("{} more", proposal.shots.len() - COLUMNS)));
            }
        } else {
            ui.label(dress::small("File"));
        }
        ui.end_row();
        let mut named = None;
        for (at, version) in proposal.versions.iter().enumerate() {
            name(ui, proposal, version, named, wishes);
            let first = named != Some(version.generation);
            named = Some(version.generation);
            if variants {
                ui.label(dress::small(version.variant.as_deref().unwrap_or_default()));
            }
            if first {
                released(ui, sorting, version.generation, wishes);
            } else {
                ui.label("");
            }
            ui.label(dress::small(version.dated.map(Dated::said).unwrap_or_default()));
            files(ui, proposal, version, several);
            let out =
                ui.add_enabled(proposal.versions.len() > 1, egui::Button::new("Leave out").small());
            let name = format!("Leave out {}", proposal.label(version));
            let can = out.enabled();
            out.widget_info(|| WidgetInfo::labeled(WidgetType::Button, can, &name));
            if out.clicked() {
                wishes.push(StartWish::LeaveOut(at));
            }
            ui.end_row();
        }
    });
}

/// The model's name, to be put right; once for all of its versions.
fn name(
    ui: &mut egui::Ui,
    proposal: &Proposal,
    version: &ProposedVersion,
    named: Option<usize>,
    wishes: &mut Vec<StartWish>,
) {
    let Some(generation) = proposal.generations.get(version.generation) else { return };
    if named == Some(version.generation) {
        ui.label(dress::small(&generation.name));
        return;
    }
    let mut name = generation.name.clone();
    let field = egui::TextEdit::singleline(&mut name).char_limit(60);
    let field = ui.add_sized([200.0, 28.0], field.margin(egui::Margin::symmetric(8, 5)));
    let label = format!("Name of {}", generation.id);
    field.widget_info(|| typed(&label, &generation.name));
    if field.changed() {
        wishes.push(StartWish::Name(version.generation, name));
    }
}

/// When the model came out, to be typed.
fn released(ui: &mut egui::Ui, sorting: &Sorting, at: usize, wishes: &mut Vec<StartWish>) {
    let (Some(date), Some(generation)) =
        (sorting.dates.get(at), sorting.proposal.generations.get(at))
    else {
        return;
    };
    let mut text = date.clone();
    let wrong = !date.trim().is_empty() && generation.released.is_none();
    let ink = if wrong { Ink::new().ember } else { Ink::new().bone };
    let field = egui::TextEdit::singleline(&mut text).char_limit(10).hint_text("2024-12");
    let field = field.text_color(ink).margin(egui::Margin::symmetric(8, 5));
    // The same field wherever the date brings the model.
    let id = egui::Id::new("released").with(&sorting.models[at]);
    let field = ui.add_sized([96.0, 28.0], field.id(id));
    let label = format!("Release of {}", generation.name);
    field.widget_info(|| typed(&label, date));
    if field.changed() {
        wishes.push(StartWish::Released(at, text));
    }
}

/// A field by its name, for those who do not see it.
fn typed(name: &str, text: &str) -> WidgetInfo {
    let info = WidgetInfo::labeled(WidgetType::TextEdit, true, name);
    WidgetInfo { current_text_value: Some(text.to_owned()), ..info }
}

fn files(ui: &mut egui::Ui, proposal: &Proposal, version: &ProposedVersion, several: bool) {
    let aside = match version.takes.len() {
        0 => String::new(),
        1 => "   and 1 take kept aside".to_owned(),
        count => format!("   and {count} takes kept aside"),
    };
    match &version.films {
        Films::Whole(path) => {
            ui.label(egui::RichText::new(format!("{path}{aside}")).size(13.0));
        }
        Films::ByShot(films) if !several => {
            let path = films.values().next().map(String::as_str).unwrap_or_default();
            ui.label(egui::RichText::new(format!("{path}{aside}")).size(13.0));
        }
        Films::ByShot(films) => {
            for shot in 0..proposal.shots.len().min(COLUMNS) {
                let (sign, ink, about) = match films.get(&shot) {
                    Some(path) => ("●", Ink::new().ember, path.as_str()),
                    None => ("–", Ink::new().shade, "no film of this shot"),
                };
                ui.label(egui::RichText::new(sign).color(ink)).on_hover_text(about);
            }
            if !aside.is_empty() {
                ui.label(dress::small(aside.trim()));
            }
        }
    }
}

fn takes(ui: &mut egui::Ui, sorting: &Sorting, wishes: &mut Vec<StartWish>) {
    let aside = sorting.proposal.versions.iter().any(|version| !version.takes.is_empty());
    ui.add_space(10.0);
    if aside || sorting.every_take {
        let mut every = sorting.every_take;
        if ui.checkbox(&mut every, "Hang every take as a version of its own").changed() {
            wishes.push(StartWish::EveryTake(every));
        }
    }
}

fn foot(ui: &mut egui::Ui, sorting: &Sorting, wishes: &mut Vec<StartWish>) {
    egui::Panel::bottom("write").show_separator_line(false).frame(egui::Frame::NONE).show(
        ui,
        |ui| {
            ui.add_space(12.0);
            if let Some(wrong) = &sorting.wrong {
                ui.label(egui::RichText::new(wrong).color(Ink::new().ember));
                ui.add_space(6.0);
            }
            ui.horizontal(|ui| {
                if dress::aside(ui, "Back").clicked() {
                    wishes.push(StartWish::Back);
                }
                if let Some((done, all)) = sorting.measuring {
                    ui.spinner();
                    ui.label(dress::small(format!("Looking at the films: {done} of {all}")));
                } else if sorting.has_exhibit {
                    ui.label(dress::small("An exhibit lies in this folder already."));
                } else {
                    ui.label(dress::small(
                        "exhibit.toml is written beside the films. The films are not touched.",
                    ));
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if sorting.has_exhibit {
                        if dress::onward(ui, "Open it", true).clicked() {
                            wishes.push(StartWish::Open(sorting.folder.clone()));
                        }
                        return;
                    }
                    let ready = sorting.measuring.is_none() && sorting.proposal.can_hang();
                    if dress::onward(ui, "Write and play", ready).clicked() {
                        wishes.push(StartWish::Write);
                    }
                });
            });
            ui.add_space(20.0);
        },
    );
}
