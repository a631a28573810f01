//! How the wall does: refreshes, frames exact, late and missing over the last minute, what waits,
//! what it costs, and what went wrong last.

use bevy_egui::egui::{self, Align, Color32, Layout, RichText, Sense, pos2, vec2};
use egui_plot::{Line, Plot, PlotPoints};

use crate::media::shown::Condition;
use crate::rehearsal::look::Ink;
use crate::rehearsal::look::forms::{SMALL, head as title, small};
use crate::rehearsal::strip::{CELL, CELLS, Counts, Strip};
use crate::show::ShowCommand;

/// Points of height of a version's strip.
const STRIP: f32 = 16.0;
/// Points of width of a version's name.
const NAME: f32 = 112.0;
/// Points of width of what waits ready.
const QUEUE: f32 = 34.0;

/// What the panel shows.
#[derive(Clone, Debug, Default)]
pub struct HealthView {
    /// The last minute of every version.
    pub strip: Strip,
    /// The versions, in the exhibit's order.
    pub versions: Vec<VersionHealth>,
    /// Refreshes per second over the last minute, oldest first: a value for each cell.
    pub refreshes: Vec<f32>,
    /// Refreshes per second now; none before the first second is over.
    pub per_second: Option<f32>,
    /// The longest time from refresh to refresh in the last second, in milliseconds.
    pub longest_ms: Option<f32>,
    /// How many cores' worth of time this program takes, and how many there are; none where the
    /// system does not tell.
    pub cpu: Option<(f32, usize)>,
    /// The memory of this program in megabytes; none where the system does not tell.
    pub memory_mb: Option<f32>,
    /// What is handed to the graphics card, in megabytes a second.
    pub uploads_mb_s: f32,
    /// What went wrong last, newest first.
    pub troubles: Vec<Trouble>,
}

/// How one version does.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionHealth {
    /// What it is called.
    pub name: String,
    /// How its reels are.
    pub condition: Condition,
    /// Frames that wait ready, over all its reels.
    pub queued: usize,
    /// The sizes that it decodes, in words.
    pub sizes: String,
    /// The last thing that went wrong with it.
    pub error: Option<String>,
}

/// Something that went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    /// It cannot go on as it is; otherwise it is a warning.
    pub is_error: bool,
    /// How long ago, in seconds.
    pub ago_s: u64,
    /// What it is.
    pub what: String,
    /// Where, if it has a place.
    pub place: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// How often in a row.
    pub times: u64,
}

/// Draws the panel. A click on a version asks the show to go there.
pub fn health(ui: &mut egui::Ui, view: &HealthView, wishes: &mut Vec<ShowCommand>) {
    let ink = Ink::new();
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        refreshes(ui, view, ink);
        costs(ui, view);
        title(ui, "Versions, over the last minute");
        legend(ui, ink);
        for (version, told) in view.versions.iter().enumerate() {
            if row(ui, view, version, told, ink) {
                let number = u16::try_from(version + 1).unwrap_or(u16::MAX);
                wishes.push(ShowCommand::ScrubToVersion(number));
            }
        }
        title(ui, "What went wrong last");
        if view.troubles.is_empty() {
            ui.label(small("Nothing since the start."));
        }
        view.troubles.iter().for_each(|trouble| said(ui, trouble, ink));
    });
}

/// Refreshes per second, as a number and as a line.
fn refreshes(ui: &mut egui::Ui, view: &HealthView, ink: Ink) {
    ui.horizontal(|ui| {
        let number = view.per_second.map_or("…".to_owned(), |number| format!("{number:.0}"));
        let large = RichText::new(&number).size(34.0);
        ui.add(egui::Label::new(large).selectable(false));
        ui.vertical(|ui| {
            ui.add_space(10.0);
            ui.label("refreshes a second");
            let longest = match view.longest_ms {
                Some(longest) => format!("longest wait {longest:.0} ms"),
                None => "not measured yet".to_owned(),
            };
            ui.label(small(longest));
        });
    });
    let seconds = CELL.as_secs_f64();
    let began = -(view.refreshes.len() as f64) * seconds;
    let point = |(cell, value): (usize, &f32)| [began + cell as f64 * seconds, f64::from(*value)];
    let points: PlotPoints = view.refreshes.iter().enumerate().map(point).collect();
    let most = view.refreshes.iter().copied().fold(60.0, f32::max);
    let plot = Plot::new("refreshes a second")
        .height(54.0)
        .show_axes(false)
        .show_grid(false)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .set_margin_fraction(vec2(0.0, 0.08))
        .include_x(-(CELLS as f64) * seconds)
        .include_x(0.0)
        .include_y(0.0)
        .include_y(f64::from(most));
    let shown = plot.show(ui, |plot| {
        plot.line(Line::new("refreshes a second", points).color(ink.ash).width(1.2));
    });
    let said = view.per_second.map_or("not known yet".to_owned(), |now| format!("{now:.0} now"));
    let said = format!("Refreshes a second over the last minute: {said}");
    shown
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Image, true, said.as_str()));
}

/// What it costs.
fn costs(ui: &mut egui::Ui, view: &HealthView) {
    const UNKNOWN: &str = "not known here";
    let cpu = match view.cpu {
        Some((used, cores)) => format!("{used:.1} of {cores} cores"),
        None => UNKNOWN.to_owned(),
    };
    let memory = view.memory_mb.map_or(UNKNOWN.to_owned(), |mb| format!("{mb:.0} MB"));
    let uploads = format!("{:.0} MB/s", view.uploads_mb_s);
    ui.add_space(2.0);
    ui.columns(3, |columns| {
        let all = [("CPU", cpu), ("Memory", memory), ("Uploads", uploads)];
        for (column, (name, value)) in columns.iter_mut().zip(all) {
            column.spacing_mut().item_spacing.y = 1.0;
            column.label(small(name));
            column.label(value);
        }
    });
}

/// What the colours of the strips mean.
fn legend(ui: &mut egui::Ui, ink: Ink) {
    ui.horizontal(|ui| {
        for (name, what) in [("exact", Mark::Exact), ("late", Mark::Late), ("none", Mark::Missing)]
        {
            let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
            let (fill, line) = what.look(ink);
            ui.painter().rect(rect, 1.0, fill, (1.0, line), egui::StrokeKind::Inside);
            ui.label(small(name));
            ui.add_space(4.0);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(small("ready")).on_hover_text("Frames that are decoded and wait");
        });
    });
}

/// What a part of a cell stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Exact,
    Late,
    Missing,
}

impl Mark {
    /// What it is filled and drawn around with.
    fn look(self, ink: Ink) -> (Color32, Color32) {
        match self {
            Self::Exact => (ink.shade, ink.shade),
            Self::Late => (ink.ember, ink.ember),
            Self::Missing => (Color32::TRANSPARENT, ink.shade),
        }
    }
}

/// One version. True where it was clicked.
fn row(
    ui: &mut egui::Ui,
    view: &HealthView,
    version: usize,
    told: &VersionHealth,
    ink: Ink,
) -> bool {
    let minute = view.strip.minute(version);
    let size = vec2(ui.available_width(), STRIP + 8.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let well = told.condition == Condition::Well;
    let all = spoken(told, minute);
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, all.as_str()));
    if ui.is_rect_visible(rect) {
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect.expand2(vec2(4.0, 0.0)), 3.0, ink.raised);
        }
        let font = egui::FontId::proportional(12.5);
        let colour = if well { ink.bone } else { ink.ember };
        let mut words = egui::text::LayoutJob::simple_singleline(told.name.clone(), font, colour);
        words.wrap = egui::text::TextWrapping::truncate_at_width(NAME - 8.0);
        let words = ui.painter().layout_job(words);
        let at = pos2(rect.left(), rect.center().y - words.size().y / 2.0);
        ui.painter().galley(at, words, colour);
        let strip = egui::Rect::from_min_max(
            pos2(rect.left() + NAME, rect.center().y - STRIP / 2.0),
            pos2(rect.right() - QUEUE, rect.center().y + STRIP / 2.0),
        );
        ui.painter().add(drawn(&view.strip, version, strip, ink));
        let at = pos2(rect.right(), rect.center().y);
        let number = egui::FontId::proportional(12.5);
        let queued = told.queued.to_string();
        ui.painter().text(at, egui::Align2::RIGHT_CENTER, queued, number, ink.ash);
    }
    let hovered = response.hover_pos().map(|at| cell_at(&view.strip, version, at.x, rect));
    let clicked = response.clicked();
    response.on_hover_ui_at_pointer(|ui| {
        if let Some(Some((ago, cell))) = hovered {
            ui.label(format!("{ago:.1} s ago: {}", counted(cell)));
        }
        ui.label(small(all.as_str()));
    });
    if let Some(error) = told.error.as_ref().filter(|_| !well) {
        let does = match told.condition {
            Condition::Resting => "rests, and tries again by itself",
            _ => "has given up; it begins anew when its file is read again",
        };
        ui.label(RichText::new(format!("{error}: {does}")).size(SMALL).color(ink.ember));
    }
    clicked
}

/// A version in one sentence, for those who hear the panel.
fn spoken(told: &VersionHealth, minute: Counts) -> String {
    let well = match told.condition {
        Condition::Well => "",
        Condition::Resting => " It rests after a fault.",
        Condition::Failed => " It has given up.",
    };
    let queued = told.queued;
    let (name, sizes) = (&told.name, &told.sizes);
    format!("{name}: {}; {queued} frames ready, {sizes}.{well}", counted(minute))
}

fn counted(Counts { exact, late, missing }: Counts) -> String {
    format!("{exact} exact, {late} late, {missing} missing")
}

/// How long ago the cell at this place was, and what it holds.
fn cell_at(strip: &Strip, version: usize, x: f32, row: egui::Rect) -> Option<(f32, Counts)> {
    let (left, right) = (row.left() + NAME, row.right() - QUEUE);
    if !(left..right).contains(&x) {
        return None;
    }
    let along = ((x - left) / (right - left) * (CELLS - 1) as f32) as usize;
    let cell = *strip.cells(version).nth(along)?;
    cell.worst()?;
    Some(((CELLS - 1 - along) as f32 * CELL.as_secs_f32(), cell))
}

/// The last minute of a version as one shape: cells that are alike are one rectangle.
fn drawn(strip: &Strip, version: usize, rect: egui::Rect, ink: Ink) -> egui::Shape {
    let mut mesh = egui::Mesh::default();
    let wide = rect.width() / (CELLS - 1) as f32;
    let mut fill = |from: usize, to: usize, (top, bottom): (f32, f32), colour: Color32| {
        let x = |cell: usize| rect.left() + cell as f32 * wide;
        let y = |share: f32| rect.top() + share * rect.height();
        let part = egui::Rect::from_min_max(pos2(x(from), y(top)), pos2(x(to), y(bottom)));
        mesh.add_colored_rect(part, colour);
    };
    // A wall without refreshes has no cells: only the line at its foot says that time went by.
    fill(0, CELLS - 1, (0.94, 1.0), ink.raised);
    let mut cells = strip.cells(version).map(shares).enumerate().peekable();
    while let Some((from, alike)) = cells.next() {
        let mut to = from + 1;
        while cells.next_if(|(_, next)| *next == alike).is_some() {
            to += 1;
        }
        let Some((late, missing)) = alike else { continue };
        if late > 0.0 {
            fill(from, to, (1.0 - late, 1.0), ink.ember);
        }
        fill(from, to, (missing, 1.0 - late), ink.shade);
        // What is not there is hollow.
        if missing > 0.0 {
            fill(from, to, (0.0, 0.06), ink.shade);
            fill(from, to, (0.94, 1.0), if late > 0.0 { ink.ember } else { ink.shade });
        }
    }
    egui::Shape::mesh(mesh)
}

/// How much of a cell was late, from below, and missing, from above; none where nothing was shown.
fn shares(cell: &Counts) -> Option<(f32, f32)> {
    cell.worst()?;
    let all = cell.all() as f32;
    // One late frame of many is still to be seen.
    let late = if cell.late > 0 { (cell.late as f32 / all).max(0.25) } else { 0.0 };
    Some((late, (cell.missing as f32 / all).min(1.0 - late)))
}

/// Something that went wrong, where, and what to do.
fn said(ui: &mut egui::Ui, trouble: &Trouble, ink: Ink) {
    let colour = if trouble.is_error { ink.ember } else { ink.bone };
    ui.add_space(2.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().interact_size.y = 0.0;
    ui.horizontal(|ui| {
        ui.label(small(ago(trouble.ago_s)));
        if trouble.times > 1 {
            ui.label(small(format!("{} times", trouble.times)));
        }
        if let Some(place) = &trouble.place {
            ui.add(egui::Label::new(small(place.as_str())).truncate()).on_hover_text(place);
        }
    });
    let mut lines = trouble.what.trim_end().lines();
    let first = lines.next().unwrap_or_default();
    ui.add(egui::Label::new(RichText::new(first).color(colour)).wrap());
    let rest = lines.collect::<Vec<_>>().join("\n");
    if !rest.is_empty() {
        ui.label(RichText::new(rest).monospace().size(10.5).color(ink.ash));
    }
    if let Some(remedy) = &trouble.remedy {
        ui.label(small(remedy.as_str()));
    }
    ui.add_space(4.0);
}

/// How long ago, in words.
fn ago(seconds: u64) -> String {
    match seconds {
        0..2 => "just now".to_owned(),
        2..120 => format!("{seconds} s ago"),
        120..7200 => format!("{} min ago", seconds / 60),
        _ => format!("{} h ago", seconds / 3600),
    }
}

#[cfg(test)]
mod tests;
