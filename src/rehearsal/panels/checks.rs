//! All that `palimpsest check` says, live: what is wrong, where, and what to do. A click opens the
//! file at the line.

use std::sync::Arc;

use bevy_egui::egui::{self, Color32, RichText, Sense, TextFormat, text::LayoutJob, vec2};

use crate::diagnostic::{Diagnostic, Place, Report, Severity};
use crate::rehearsal::look::Ink;
use crate::rehearsal::look::forms::{head as title, small};

/// How many are shown before one asks for all of them.
const FIRST: usize = 40;

/// How far checking has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Checking {
    /// It has not begun.
    #[default]
    NotYet,
    /// It reads, and opens media: so many of so many.
    Opening(usize, usize),
    /// It is over.
    Done {
        /// How long ago, in seconds.
        ago_s: u64,
    },
}

/// What the panel shows.
#[derive(Clone, Debug, Default)]
pub struct ChecksView {
    /// How far checking has come. What was found before is shown until there is something newer.
    pub checking: Checking,
    /// What was found; none before the first time.
    pub report: Option<Arc<Report>>,
    /// What was checked, in words.
    pub of: String,
    /// Why the last file could not be opened in an editor.
    pub refused: Option<String>,
}

/// What one may ask of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChecksWish {
    /// Opens a file at a line.
    Open(Place),
    /// Checks again, with all media.
    Again,
}

/// Draws the panel.
pub fn checks(ui: &mut egui::Ui, view: &ChecksView, wishes: &mut Vec<ChecksWish>) {
    let ink = Ink::new();
    head(ui, view, wishes);
    if let Some(refused) = &view.refused {
        ui.label(RichText::new(refused).color(ink.ember));
    }
    let Some(report) = &view.report else { return };
    if report.is_empty() {
        ui.add_space(24.0);
        ui.vertical_centered(|ui| {
            ui.label(RichText::new("Nothing is wrong.").size(18.0));
            ui.label(small("As far as a program can tell."));
        });
        return;
    }
    let whole = ui.id().with("all of them");
    let all = ui.data(|data| data.get_temp::<bool>(whole).unwrap_or_default());
    let shown = if all { usize::MAX } else { FIRST };
    title(ui, &report.summary());
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        for (number, problem) in report.problems().iter().take(shown).enumerate() {
            ui.push_id(number, |ui| card(ui, problem, ink, wishes));
        }
        let more = report.problems().len().saturating_sub(shown);
        if more > 0 && ui.button(format!("Show {more} more")).clicked() {
            ui.data_mut(|data| data.insert_temp(whole, true));
        }
        let unkept = report.errors() + report.warnings() - report.problems().len();
        if unkept > 0 {
            ui.label(small(format!("{unkept} more are only counted: mend these first.")));
        }
    });
}

/// What was checked and when, and the button that does it again.
fn head(ui: &mut egui::Ui, view: &ChecksView, wishes: &mut Vec<ChecksWish>) {
    ui.horizontal(|ui| {
        let busy = !matches!(view.checking, Checking::Done { .. });
        let button = egui::Button::new("Check again");
        let hint = "Reads everything again and opens all media";
        if ui.add_enabled(!busy, button).on_hover_text(hint).clicked() {
            wishes.push(ChecksWish::Again);
        }
        let said = match view.checking {
            Checking::NotYet => "begins in a moment".to_owned(),
            Checking::Opening(_, 0) => "reading …".to_owned(),
            Checking::Opening(done, of) => format!("opening media, {done} of {of} …"),
            Checking::Done { ago_s: 0..60 } => "checked just now".to_owned(),
            Checking::Done { ago_s } => format!("checked {} min ago", ago_s / 60),
        };
        ui.label(small(said));
    });
    if !view.of.is_empty() {
        ui.add(egui::Label::new(small(view.of.as_str())).truncate());
    }
}

/// One problem, to be clicked where it has a place.
fn card(ui: &mut egui::Ui, problem: &Diagnostic, ink: Ink, wishes: &mut Vec<ChecksWish>) {
    let sense = if problem.place.is_some() { Sense::click() } else { Sense::hover() };
    let builder = egui::UiBuilder::new().sense(sense);
    let response = ui
        .scope_builder(builder, |ui| {
            let response = ui.response();
            let looked_at = response.has_focus() || (response.hovered() && problem.place.is_some());
            let fill = if looked_at { ink.raised } else { Color32::TRANSPARENT };
            let line = if response.has_focus() { ink.ember } else { Color32::TRANSPARENT };
            egui::Frame::new()
                .fill(fill)
                .stroke((1.0, line))
                .corner_radius(4)
                .inner_margin(egui::Margin::symmetric(8, 6))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = 3.0;
                    ui.spacing_mut().interact_size.y = 0.0;
                    told(ui, problem, ink);
                });
        })
        .response;
    if let Some(place) = &problem.place {
        let named = || format!("{}: {}. Open {place}", problem.severity.word(), problem.message);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, named()));
        let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
        if response.clicked() {
            wishes.push(ChecksWish::Open(place.clone()));
        }
    }
}

fn told(ui: &mut egui::Ui, problem: &Diagnostic, ink: Ink) {
    let read = |text: RichText| egui::Label::new(text).selectable(false).wrap();
    ui.horizontal(|ui| {
        let (sign, colour) = match problem.severity {
            Severity::Error => ("error", ink.ember),
            Severity::Warning => ("warning", ink.bone),
        };
        ui.add(read(RichText::new(sign).size(11.5).color(colour)));
        if let Some(place) = &problem.place {
            let place = small(place.to_string());
            ui.add(egui::Label::new(place).selectable(false).truncate());
        }
    });
    ui.add(read(RichText::new(format!("{}.", problem.message))));
    if let Some(place) = problem.place.as_ref().filter(|place| !place.source_line.is_empty()) {
        line(ui, place, ink);
    }
    if let Some(help) = &problem.help {
        ui.add(read(small(help.as_str())));
    }
}

/// The line itself, with what is meant of it lit.
fn line(ui: &mut egui::Ui, place: &Place, ink: Ink) {
    let (before, meant, after) = parts(place);
    let format = |color| TextFormat {
        font_id: egui::FontId::monospace(11.0),
        color,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    job.append(&before, 0.0, format(ink.ash));
    let mut lit = format(ink.bone);
    lit.underline = egui::Stroke::new(1.0, ink.ember);
    job.append(&meant, 0.0, lit);
    job.append(&after, 0.0, format(ink.ash));
    job.wrap.max_rows = 2;
    egui::Frame::new()
        .fill(ink.raised.gamma_multiply(0.8))
        .corner_radius(3)
        .inner_margin(egui::Margin::symmetric(6, 3))
        .show(ui, |ui| {
            ui.set_min_size(vec2(ui.available_width(), 0.0));
            ui.add(egui::Label::new(job).selectable(false));
        });
}

/// A line as it is read: without the blanks at its start, divided before and after what is meant.
fn parts(place: &Place) -> (String, String, String) {
    let signs: Vec<char> = place.source_line.chars().collect();
    let from = place.column.saturating_sub(1).saturating_sub(place.skipped).min(signs.len());
    let to = from.saturating_add(place.length).min(signs.len());
    let text = |part: &[char]| part.iter().collect::<String>();
    let before = text(&signs[..from]);
    let cut = if place.skipped > 0 { "…" } else { "" };
    (format!("{cut}{}", before.trim_start()), text(&signs[from..to]), text(&signs[to..]))
}

#[cfg(test)]
mod tests;
