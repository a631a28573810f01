//! The controller as a picture: its faders, knobs, dials and keys as they are now, and what each
//! does.

use std::f32::consts::TAU;

use bevy_egui::egui;
use egui::{Painter, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::{ControllerView, Face, Looks};
use crate::rehearsal::look::Ink;
use crate::rehearsal::look::forms::{figures, fitted, head};

/// The picture of what is moved takes this height, and the words beneath it …
const PICTURE: f32 = 60.0;
/// … so much more than what the control does.
const NAME: f32 = 22.0;
/// The square of a key, and what stands between it and its words.
const SQUARE: f32 = 22.0;
const BESIDE: f32 = SQUARE + 10.0;
const GAP: f32 = 8.0;
/// What a control does is written so large, on so many lines at most.
const DOES: f32 = 11.0;
const LINES: usize = 3;
/// A knob turns from here, in parts of a turn from below, by this.
const KNOB_FROM: f32 = 0.125;
const KNOB_WAY: f32 = 0.75;
/// The lights of a ring.
const LIGHTS: usize = 13;
/// So many clicks are a turn of a dial, as of most.
const CLICKS_A_TURN: f32 = 24.0;

/// Draws all controls of the controller that is shown.
pub fn surface(ui: &mut Ui, ink: Ink, view: &ControllerView) {
    if view.controls.is_empty() {
        return;
    }
    head(ui, "What each control does");
    let (keys, moved): (Vec<&Face>, Vec<&Face>) =
        view.controls.iter().partition(|face| matches!(face.looks, Looks::Key(_)));
    let columns = moved.len().clamp(3, 4);
    tiles(ui, &moved, columns, PICTURE, 2.0, |ui, rect, face| tile(ui, ink, rect, face));
    tiles(ui, &keys, 2, 0.0, BESIDE, |ui, rect, face| key(ui, ink, rect, face));
}

/// How high what a control does is, on lines of this width.
fn height(ui: &Ui, face: &Face, width: f32) -> f32 {
    let mut job = egui::text::LayoutJob::simple(
        face.does.clone(),
        egui::FontId::proportional(DOES),
        egui::Color32::PLACEHOLDER,
        width,
    );
    job.wrap.max_rows = LINES;
    ui.painter().layout_job(job).size().y
}

/// Lays out in rows, and tells of each what it is to those who hear and to those who point at it.
/// `above` and `beside` the words there is something else.
fn tiles(
    ui: &mut Ui,
    faces: &[&Face],
    columns: usize,
    above: f32,
    beside: f32,
    mut draw: impl FnMut(&Ui, Rect, &Face),
) {
    let width = (ui.available_width() - GAP * (columns as f32 - 1.0)) / columns as f32;
    for row in faces.chunks(columns) {
        let words = row.iter().map(|face| height(ui, face, width - beside)).fold(0.0, f32::max);
        let height = above + NAME + words;
        let whole = vec2(ui.available_width(), height);
        let (rect, _) = ui.allocate_exact_size(whole, egui::Sense::hover());
        for (column, face) in row.iter().enumerate() {
            let left = rect.left() + column as f32 * (width + GAP);
            let own = Rect::from_min_size(pos2(left, rect.top()), vec2(width, height));
            // Names may be twice in a profile, places are not.
            let id = ui.id().with(("control", own.min.x as i32, own.min.y as i32));
            let response = ui.interact(own, id, egui::Sense::hover());
            let said = spoken(face);
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::WidgetType::Label, true, said.as_str())
            });
            draw(ui, own, face);
            response.on_hover_text(said);
        }
    }
}

fn spoken(face: &Face) -> String {
    let percent = |share: f32| format!("at {:.0} %", 100.0 * share);
    let is = match face.looks {
        Looks::Fader(stands) | Looks::Knob(stands) => {
            stands.map_or("not moved yet".to_owned(), percent)
        }
        Looks::Dial(_) => face.leads.map_or("a dial".to_owned(), percent),
        Looks::Key(true) => "down".to_owned(),
        Looks::Key(false) => "a key".to_owned(),
    };
    let barred = if face.barred { "; not for visitors, so it does nothing here" } else { "" };
    format!("{}: {}, {is}{barred}", face.name, face.does)
}

fn tile(ui: &Ui, ink: Ink, rect: Rect, face: &Face) {
    let painter = ui.painter();
    let picture = Rect::from_min_size(rect.min, vec2(rect.width(), PICTURE));
    let middle = pos2(picture.left() + 25.0, picture.center().y);
    let number = |share: Option<f32>| {
        // What is not known yet is drawn hollow, and needs no sign beside it.
        if let Some(share) = share {
            let right = pos2((middle.x + 60.0).min(rect.right()), middle.y);
            figures(painter, right, &format!("{:.0} %", 100.0 * share), 12.0, ink.bone);
        }
    };
    match face.looks {
        Looks::Fader(stands) => {
            fader(painter, ink, middle, stands, face);
            number(stands);
        }
        Looks::Knob(stands) => {
            knob(painter, ink, middle, stands, face);
            number(stands);
        }
        Looks::Dial(turned) => {
            dial(painter, ink, middle, turned, face);
            number(face.leads);
        }
        Looks::Key(_) => {}
    }
    words(
        ui,
        ink,
        Rect::from_min_max(pos2(rect.left() + 2.0, picture.bottom() + 2.0), rect.max),
        face,
    );
}

/// What is printed on it, and what it does.
fn words(ui: &Ui, ink: Ink, rect: Rect, face: &Face) {
    let name = if face.fresh { ink.ember } else { ink.bone };
    let height = fitted(ui, rect, &face.name, 13.0, name, 1);
    let below = Rect::from_min_max(pos2(rect.left(), rect.top() + height + 1.0), rect.max);
    let does = if face.barred { ink.shade } else { ink.ash };
    fitted(ui, below, &face.does, DOES, does, LINES);
}

fn fader(painter: &Painter, ink: Ink, middle: Pos2, stands: Option<f32>, face: &Face) {
    let slot = Rect::from_center_size(middle, vec2(5.0, PICTURE - 8.0));
    painter.rect_filled(slot, 2.5, ink.raised);
    let at = |share: f32| egui::lerp(slot.bottom() - 5.0..=slot.top() + 5.0, share.clamp(0.0, 1.0));
    if let Some(leads) = face.leads {
        let y = at(leads);
        painter.hline(middle.x - 17.0..=middle.x - 10.0, y, Stroke::new(2.0, ink.ember));
        painter.hline(middle.x + 10.0..=middle.x + 17.0, y, Stroke::new(2.0, ink.ember));
    }
    let cap = |share| Rect::from_center_size(pos2(middle.x, at(share)), vec2(20.0, 9.0));
    match stands {
        Some(share) => {
            painter.rect_filled(cap(share), 2.0, ink.bone);
            let line = Stroke::new(1.0, ink.raised);
            painter.hline(middle.x - 8.0..=middle.x + 8.0, at(share), line);
        }
        None => {
            let line = Stroke::new(1.0, ink.shade);
            painter.rect_stroke(cap(0.5), 2.0, line, egui::StrokeKind::Inside);
        }
    }
}

/// The place on a circle at a part of a turn from below, clockwise.
fn around(middle: Pos2, radius: f32, part: f32) -> Pos2 {
    let angle = (part + 0.25) * TAU;
    middle + radius * vec2(angle.cos(), angle.sin())
}

fn lights(painter: &Painter, ink: Ink, middle: Pos2, leads: Option<f32>) {
    for light in 0..LIGHTS {
        let share = light as f32 / (LIGHTS - 1) as f32;
        let place = around(middle, 22.0, KNOB_FROM + KNOB_WAY * share);
        let half = 0.5 / (LIGHTS - 1) as f32;
        let is_lit = leads.is_some_and(|leads| share <= leads + half);
        let (radius, colour) = if is_lit { (2.2, ink.ember) } else { (1.5, ink.shade) };
        painter.circle_filled(place, radius, colour);
    }
}

fn knob(painter: &Painter, ink: Ink, middle: Pos2, stands: Option<f32>, face: &Face) {
    lights(painter, ink, middle, face.leads);
    painter.circle_filled(middle, 16.0, ink.raised);
    match stands {
        Some(share) => {
            let part = KNOB_FROM + KNOB_WAY * share.clamp(0.0, 1.0);
            let line = [around(middle, 6.0, part), around(middle, 14.0, part)];
            painter.line_segment(line, Stroke::new(2.5, ink.bone));
        }
        None => {
            painter.circle_stroke(middle, 16.0, Stroke::new(1.0, ink.shade));
        }
    }
}

fn dial(painter: &Painter, ink: Ink, middle: Pos2, turned: f32, face: &Face) {
    lights(painter, ink, middle, face.leads);
    painter.circle_filled(middle, 16.0, ink.raised);
    let rim = if face.fresh { ink.bone } else { ink.shade };
    painter.circle_stroke(middle, 16.0, Stroke::new(1.0, rim));
    let part = (turned / CLICKS_A_TURN + 0.5).rem_euclid(1.0);
    painter.circle_filled(around(middle, 10.5, part), 2.8, ink.bone);
}

fn key(ui: &Ui, ink: Ink, rect: Rect, face: &Face) {
    let square = Rect::from_min_size(rect.min + vec2(2.0, 4.0), vec2(SQUARE, SQUARE));
    let is_down = face.looks == Looks::Key(true);
    let is_on = face.leads.is_some_and(|leads| leads > 0.5);
    let painter = ui.painter();
    let fill = if is_down { ink.bone } else { ink.raised };
    painter.rect_filled(square, 4.0, fill);
    let (width, rim) = if is_on { (2.0, ink.ember) } else { (1.0, ink.shade) };
    painter.rect_stroke(square, 4.0, Stroke::new(width, rim), egui::StrokeKind::Inside);
    let left = rect.left() + BESIDE;
    words(ui, ink, Rect::from_min_max(pos2(left, rect.top() + 1.0), rect.max), face);
}
