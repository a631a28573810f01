//! What was measured of the pictures, over the film: the curves of the report, beside the wall.
//!
//! They describe and do not rank: the versions stand in their own order, and no curve is marked
//! but that of the version under the hand.

use std::sync::Arc;

use bevy_egui::egui::{self, RichText};
use egui_plot::{Line, Plot, PlotPoints, VLine};

use super::Wish;
use crate::rehearsal::look::colour;
use crate::render::palette;
use crate::show::ShowCommand;
use crate::timeline::FilmTime;

/// What the panel shows.
#[derive(Clone, Debug, Default)]
pub struct MeasuresView {
    /// What was measured; none while it is looked up.
    pub found: Option<Arc<Vec<MeasureOf>>>,
    /// Film time.
    pub film: FilmTime,
    /// The film's length.
    pub length: FilmTime,
    /// The starts of its shots.
    pub shots: Vec<FilmTime>,
    /// The id of the version under the hand; empty at the ends.
    pub version: String,
}

/// One measure, of all versions.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureOf {
    /// What it is called.
    pub name: String,
    /// The unit of its numbers; empty where they have none.
    pub unit: String,
    /// What it measures and what it does not.
    pub explanation: String,
    /// Where the formula is from.
    pub source: String,
    /// The course of each version, oldest first.
    pub versions: Vec<Course>,
}

/// The course of a measure in one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The version's id.
    pub id: String,
    /// What the label says.
    pub name: String,
    /// The mean over the film, where there is one.
    pub mean: Option<f64>,
    /// Film time in seconds, and the mean about it.
    pub curve: Vec<[f64; 2]>,
}

/// Draws the panel.
pub fn measures(ui: &mut egui::Ui, view: &MeasuresView, wishes: &mut Vec<Wish>) {
    let Some(found) = &view.found else {
        ui.label("What was measured is being looked up.");
        return;
    };
    if found.is_empty() {
        ui.label("Nothing was measured: `palimpsest prepare` measures films, and test cards have no measures.");
        return;
    }
    let chosen_id = ui.id().with("measure");
    let mut chosen: usize = ui.data(|data| data.get_temp(chosen_id)).unwrap_or(0);
    chosen = chosen.min(found.len() - 1);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (index, measure) in found.iter().enumerate() {
            if ui.selectable_label(index == chosen, &measure.name).clicked() {
                chosen = index;
            }
        }
    });
    ui.data_mut(|data| data.insert_temp(chosen_id, chosen));
    let measure = &found[chosen];
    let unit = match measure.unit.as_str() {
        "" => "no unit",
        unit => unit,
    };
    ui.label(RichText::new(format!("{}, {unit}, over the film", measure.name)).small());
    plot(ui, view, measure, wishes);
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        egui::Grid::new("means").num_columns(2).striped(true).show(ui, |ui| {
            for course in &measure.versions {
                let tone = tone(course.id == view.version);
                ui.label(RichText::new(&course.name).color(tone));
                let mean =
                    course.mean.map_or("not measured".to_owned(), |mean| format!("{mean:.3}"));
                ui.label(RichText::new(mean).monospace().color(tone));
                ui.end_row();
            }
        });
        ui.add_space(8.0);
        ui.label(RichText::new(&measure.explanation).small());
        ui.label(RichText::new(format!("Source: {}", measure.source)).small());
    });
}

fn tone(here: bool) -> egui::Color32 {
    colour(if here { palette::EMBER } else { palette::ASH })
}

fn plot(ui: &mut egui::Ui, view: &MeasuresView, measure: &MeasureOf, wishes: &mut Vec<Wish>) {
    let seconds = |film: FilmTime| film.0 as f64 / 1e9;
    let plot = Plot::new(("measure", &measure.name))
        .height((ui.available_height() * 0.45).clamp(120.0, 300.0))
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_grid([false, true])
        .include_x(0.0)
        .include_x(seconds(view.length))
        .include_y(0.0);
    let response = plot.show(ui, |plot| {
        for shot in view.shots.iter().skip(1) {
            plot.vline(VLine::new("", seconds(*shot)).color(colour(palette::SHADE)).width(0.5));
        }
        // The one under the hand lies over the others.
        let mut order: Vec<&Course> = measure.versions.iter().collect();
        order.sort_by_key(|course| course.id == view.version);
        for course in order {
            let here = course.id == view.version;
            let line = Line::new(course.name.as_str(), PlotPoints::new(course.curve.clone()));
            let (tone, width) = if here { (palette::EMBER, 2.0) } else { (palette::ASH, 0.7) };
            plot.line(line.color(colour(tone)).width(width));
        }
        plot.vline(VLine::new("", seconds(view.film)).color(colour(palette::BONE)).width(1.0));
        plot.pointer_coordinate().map(|at| at.x)
    });
    let pressed = response.response.interact(egui::Sense::click_and_drag());
    if let (Some(x), true) = (response.inner, pressed.is_pointer_button_down_on()) {
        let film = FilmTime::from_secs_f64(x.clamp(0.0, seconds(view.length)));
        wishes.push(ShowCommand::JumpTo(film).into());
    }
}
