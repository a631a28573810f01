//! The generations: what hangs, how it is, and a slider that is the control's twin.

use bevy_egui::egui::{self, Align, FontId, Layout, RichText, Sense, pos2, vec2};

use super::{Wish, arrows};
use crate::rehearsal::look::{Ink, colour};
use crate::render::palette;
use crate::scrub::{ScrubPosition, Stop};
use crate::show::{ShowCommand, View};

/// What the panel shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GenerationsView {
    /// The versions, oldest first; those that are left out too.
    pub versions: Vec<VersionRow>,
    /// Where the picture is, in stops of what hangs: 0 the inputs, 1 the oldest version.
    pub along: f64,
    /// Where the hand is: there the picture comes to rest.
    pub hand: f64,
    /// The last stop: the next one.
    pub end: f64,
    /// What the wall shows.
    pub shows: View,
}

/// A version in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionRow {
    /// Its id.
    pub id: String,
    /// What the label says.
    pub name: String,
    /// When its generation was released; empty where that is not known.
    pub released: String,
    /// How it is.
    pub state: State,
    /// It is compared with the others in duet.
    pub held: bool,
    /// It is left out of the wall.
    pub hidden: bool,
}

/// How a version is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Prepared, and nothing is to be said.
    Prepared,
    /// It plays, but something should be looked at.
    Warning(String),
    /// Not prepared, or being prepared.
    Waiting(String),
    /// It may not be shown today.
    NotCleared(String),
    /// It cannot be played.
    Failed(String),
}

impl State {
    fn word(&self) -> &str {
        match self {
            Self::Prepared => "prepared",
            Self::Warning(why) | Self::Waiting(why) | Self::NotCleared(why) | Self::Failed(why) => {
                why
            }
        }
    }

    fn colour(&self) -> egui::Color32 {
        match self {
            Self::Prepared => Ink::new().well,
            Self::Warning(_) | Self::Waiting(_) => Ink::new().warning,
            Self::NotCleared(_) | Self::Failed(_) => Ink::new().wrong,
        }
    }
}

/// Draws the panel.
pub fn generations(ui: &mut egui::Ui, view: &GenerationsView, wishes: &mut Vec<Wish>) {
    ui.heading("Generations");
    views(ui, view.shows, wishes);
    ui.add_space(4.0);
    slider(ui, view, wishes);
    ui.add_space(4.0);
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let hanging = view.versions.iter().filter(|row| !row.hidden).count();
        let mut stop = 0;
        // The newest on top, as the eye expects of a list that grows.
        let mut rows: Vec<(Option<usize>, &VersionRow)> = Vec::new();
        for row in &view.versions {
            if !row.hidden {
                stop += 1;
            }
            rows.push(((!row.hidden).then_some(stop), row));
        }
        let nearest = view.along.round() as usize;
        for (stop, row) in rows.into_iter().rev() {
            let here = stop == Some(nearest);
            row_of(ui, row, here, hanging > 1 || row.hidden, wishes);
            ui.separator();
        }
    });
}

/// What the wall shows, as buttons.
fn views(ui: &mut egui::Ui, shown: View, wishes: &mut Vec<Wish>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        // All five on one line of the narrowest panel.
        ui.spacing_mut().button_padding.x = 6.0;
        for view in View::ALL {
            let name = RichText::new(view.name()).size(13.0);
            if ui.selectable_label(shown == view, name).clicked() {
                wishes.push(ShowCommand::SetView(view).into());
            }
        }
    });
}

/// The physical control's twin: it shows where the hand is, and can be the hand.
fn slider(ui: &mut egui::Ui, view: &GenerationsView, wishes: &mut Vec<Wish>) {
    let size = vec2(ui.available_width(), 40.0);
    let (response, painter) = ui.allocate_painter(size, Sense::click_and_drag());
    response.widget_info(|| {
        egui::WidgetInfo::slider(true, view.hand, "Position along the generations")
    });
    let track = response.rect.shrink2(vec2(8.0, 0.0));
    let end = view.end.max(1.0);
    let x_of =
        |along: f64| egui::lerp(track.left()..=track.right(), (along / end).clamp(0.0, 1.0) as f32);
    let y = track.top() + 14.0;
    painter.hline(track.x_range(), y, (1.0, colour(palette::SHADE)));
    let stops = end.round() as usize;
    // A mark for each stop as long as they can be told apart.
    if track.width() / stops as f32 > 3.0 {
        for stop in 0..=stops {
            let at = pos2(x_of(stop as f64), y);
            match stop == 0 || stop == stops {
                true => painter.circle_stroke(at, 2.5, (1.0, colour(palette::SHADE))),
                false => painter.circle_filled(at, 2.0, colour(palette::ASH)),
            };
        }
    }
    let ember = colour(palette::EMBER);
    painter.circle_filled(pos2(x_of(view.along), y), 4.0, colour(palette::BONE));
    painter.circle_stroke(pos2(x_of(view.hand), y), 8.0, (2.0, ember));
    let font = FontId::proportional(10.5);
    for (x, align, word) in [
        (track.left() - 6.0, egui::Align2::LEFT_BOTTOM, "inputs"),
        (track.right() + 6.0, egui::Align2::RIGHT_BOTTOM, "the next one"),
    ] {
        let place = pos2(x, response.rect.bottom() + 1.0);
        painter.text(place, align, word, font.clone(), colour(palette::ASH));
    }
    if let Some(at) = response.interact_pointer_pos() {
        let share = ((at.x - track.left()) / track.width().max(1.0)).clamp(0.0, 1.0);
        wishes.push(ShowCommand::ScrubFollow { along: f64::from(share) * end }.into());
    }
    if response.drag_stopped() || response.clicked() {
        wishes.push(ShowCommand::ScrubRelease.into());
    }
    if response.has_focus() {
        painter.rect_stroke(response.rect, 3.0, (1.0, ember), egui::StrokeKind::Inside);
    }
    match arrows(ui, &response) {
        0 => {}
        by => wishes.push(ShowCommand::ScrubStep(by).into()),
    }
}

fn row_of(ui: &mut egui::Ui, row: &VersionRow, here: bool, may_hide: bool, wishes: &mut Vec<Wish>) {
    let there = || ShowCommand::ScrubTo(ScrubPosition::at(Stop::Version(row.id.clone())));
    let tone = match (row.hidden, here) {
        (true, _) => colour(palette::SHADE),
        (_, true) => colour(palette::EMBER),
        _ => colour(palette::BONE),
    };
    ui.horizontal(|ui| {
        let (dot, painter) = ui.allocate_painter(vec2(9.0, 14.0), Sense::HOVER);
        painter.circle_filled(dot.rect.center(), 3.5, row.state.colour());
        let name = egui::Button::new(RichText::new(&row.name).size(14.0).color(tone)).frame(false);
        let date = row.released.as_str();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(date).color(colour(palette::ASH)));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let name = ui.add_enabled(!row.hidden, name.truncate());
                if name.on_hover_text(&row.id).clicked() {
                    wishes.push(there().into());
                }
            });
        });
    });
    ui.horizontal(|ui| {
        ui.add_space(17.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.spacing_mut().button_padding.x = 5.0;
            let hide = if row.hidden { "Show" } else { "Hide" };
            let button = egui::Button::new(RichText::new(hide).small());
            let hide = ui.add_enabled(may_hide, button);
            if named(hide, &hide_name(row)).clicked() {
                wishes.push(Wish::Hide { version: row.id.clone(), hidden: !row.hidden });
            }
            let hold = ui.add_enabled(
                !row.hidden,
                egui::Button::new(RichText::new("Hold").small()).selected(row.held),
            );
            let hold = named(hold, &format!("Hold {}", row.name));
            if hold.on_hover_text("Compare the others with it, in duet (Enter)").clicked() {
                wishes.extend([there().into(), ShowCommand::Hold.into()]);
            }
            let solo =
                ui.add_enabled(!row.hidden, egui::Button::new(RichText::new("Solo").small()));
            if named(solo, &format!("Solo {}", row.name)).clicked() {
                wishes.extend([there().into(), ShowCommand::SetView(View::Solo).into()]);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let word = RichText::new(row.state.word()).small().color(match row.state {
                    State::Prepared => colour(palette::ASH),
                    _ => row.state.colour(),
                });
                ui.add(egui::Label::new(word).truncate()).on_hover_text(row.state.word());
            });
        });
    });
}

fn hide_name(row: &VersionRow) -> String {
    format!("{} {}", if row.hidden { "Show" } else { "Hide" }, row.name)
}

/// What a button is called by those who hear the window: the same word stands in every row.
fn named(response: egui::Response, name: &str) -> egui::Response {
    let enabled = response.enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, enabled, name));
    response
}
