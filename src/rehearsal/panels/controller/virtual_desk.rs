//! A fader, a dial and keys on the screen, for those who have none: they ask for what real ones ask
//! for.

use std::f32::consts::TAU;

use bevy_egui::egui;
use egui::{Align2, EventFilter, FontId, Key, Response, RichText, Sense, Stroke, Ui, pos2, vec2};

use super::{ControllerView, ControllerWish, DeskView};
use crate::controller::dial::PIXELS_A_CLICK;
use crate::rehearsal::look::Ink;
use crate::rehearsal::look::forms::{fitted, focus_ring, head};
use crate::show::ShowCommand;

const FADER: f32 = 58.0;
const DIAL: f32 = 104.0;
/// So many points of a wheel that counts in points are a click.
const POINTS_A_CLICK: f32 = 40.0;
/// So many clicks are a turn of the dial.
const CLICKS_A_TURN: f32 = 24.0;

/// Draws them.
pub fn virtual_desk(
    ui: &mut Ui,
    ink: Ink,
    view: &ControllerView,
    wishes: &mut Vec<ControllerWish>,
) {
    let Some(desk) = &view.desk else { return };
    head(ui, "By hand, without a controller");
    fader(ui, ink, desk, wishes);
    ui.horizontal(|ui| {
        dial(ui, ink, desk, wishes);
        ui.vertical(|ui| keys(ui, desk, wishes));
    });
}

/// What the focused control is asked for by keys, and by who cannot see it: onwards if positive.
fn steps(ui: &Ui, response: &Response) -> f64 {
    if !response.has_focus() {
        return 0.0;
    }
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    ui.input(|input| {
        let pressed = |key: Key| input.num_presses(key);
        let on = pressed(Key::ArrowRight) + pressed(Key::ArrowUp);
        let back = pressed(Key::ArrowLeft) + pressed(Key::ArrowDown);
        on as f64 - back as f64
    })
}

fn fader(ui: &mut Ui, ink: Ink, desk: &DeskView, wishes: &mut Vec<ControllerWish>) {
    let size = vec2(ui.available_width(), FADER);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let slot = egui::Rect::from_min_max(
        pos2(rect.left() + 14.0, rect.top() + 16.0),
        pos2(rect.right() - 14.0, rect.top() + 22.0),
    );
    let x = |share: f64| egui::lerp(slot.x_range(), share as f32);
    let mut ask = |command| wishes.push(ControllerWish::Show(command));
    let is_held = response.is_pointer_button_down_on();
    let moved =
        ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO || input.pointer.any_pressed());
    if let Some(place) = response.interact_pointer_pos().filter(|_| is_held && moved) {
        let share = f64::from((place.x - slot.left()) / slot.width());
        ask(ShowCommand::ScrubFollow { along: desk.scale.along(share) });
    }
    if response.drag_stopped() || response.clicked() && !is_held {
        ask(ShowCommand::ScrubRelease);
    }
    let by = steps(ui, &response);
    if by != 0.0 {
        let along = (desk.at + by).round().clamp(0.0, desk.scale.end());
        ask(ShowCommand::ScrubFollow { along });
        ask(ShowCommand::ScrubRelease);
    }
    let painter = ui.painter();
    painter.rect_filled(slot, 3.0, ink.raised);
    for stop in 0..=desk.scale.end() as usize {
        let at = x(desk.scale.share(stop as f64));
        painter.vline(at, slot.top() - 6.0..=slot.top() - 1.0, Stroke::new(1.0, ink.shade));
    }
    let at = x(desk.scale.share(desk.at));
    let cap = egui::Rect::from_center_size(pos2(at, slot.center().y), vec2(13.0, 26.0));
    let colour = if is_held || response.hovered() { ink.ember } else { ink.bone };
    painter.rect_filled(cap, 3.0, colour);
    painter.vline(at, cap.y_range().shrink(5.0), Stroke::new(1.5, ink.raised));
    let stop = desk.stops.get(desk.at.round().max(0.0) as usize).map_or("", String::as_str);
    let below = egui::Rect::from_min_max(pos2(rect.left(), slot.bottom() + 12.0), rect.max);
    let width = painter
        .layout_no_wrap(stop.to_owned(), FontId::proportional(13.0), ink.bone)
        .size()
        .x
        .min(below.width());
    let left = (at - width / 2.0).clamp(below.left(), below.right() - width);
    let named =
        egui::Rect::from_min_max(pos2(left, below.top()), pos2(left + width + 1.0, rect.bottom()));
    fitted(ui, named, stop, 13.0, ink.bone, 1);
    focus_ring(ui, ink, &response, 5.0);
    response.widget_info(|| egui::WidgetInfo::slider(true, desk.at, "Virtual fader"));
    response
        .on_hover_text("Slide along the generations; or with the arrow keys, version by version");
}

fn dial(ui: &mut Ui, ink: Ink, desk: &DeskView, wishes: &mut Vec<ControllerWish>) {
    let (rect, response) = ui.allocate_exact_size(vec2(DIAL, DIAL), Sense::click_and_drag());
    let mut clicks = steps(ui, &response);
    let mut part = 0.0;
    if response.dragged() {
        let drag = response.drag_delta();
        // To the right, or up, as one grips it.
        part += f64::from(drag.x - drag.y) / PIXELS_A_CLICK;
    }
    if response.hovered() {
        // The list does not scroll away beneath the hand that turns.
        let wheel = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta));
        // Down goes on, as in a text.
        part += f64::from((wheel.x - wheel.y) / POINTS_A_CLICK);
    }
    let memory = response.id.with("turned");
    let (before, turned) = ui.data(|data| data.get_temp::<(f64, f64)>(memory)).unwrap_or_default();
    let whole = (before + part).trunc();
    clicks += whole;
    let now = (before + part - whole, turned + clicks);
    if part != 0.0 || clicks != 0.0 {
        ui.data_mut(|data| data.insert_temp(memory, now));
    }
    if clicks != 0.0 {
        let along = desk.scale.turned(desk.at, clicks);
        wishes.push(ControllerWish::Show(ShowCommand::ScrubTurn { along }));
    }
    let painter = ui.painter();
    let middle = rect.center();
    let is_held = response.dragged() || response.hovered();
    for tick in 0..CLICKS_A_TURN as usize {
        let angle = tick as f32 / CLICKS_A_TURN * TAU;
        let way = vec2(angle.cos(), angle.sin());
        let line = [middle + 43.0 * way, middle + 47.0 * way];
        painter.line_segment(line, Stroke::new(1.0, ink.shade));
    }
    painter.circle_filled(middle, 37.0, ink.raised);
    let rim = if is_held { ink.ember } else { ink.shade };
    painter.circle_stroke(middle, 37.0, Stroke::new(1.5, rim));
    let angle = ((now.1 as f32) / CLICKS_A_TURN - 0.25) * TAU;
    painter.circle_filled(middle + 26.0 * vec2(angle.cos(), angle.sin()), 5.0, ink.bone);
    let font = FontId::proportional(11.0);
    painter.text(middle, Align2::CENTER_CENTER, "turn", font, ink.ash);
    focus_ring(ui, ink, &response, DIAL / 2.0);
    response.widget_info(|| egui::WidgetInfo::slider(true, desk.at, "Virtual dial"));
    response.on_hover_text("Drag, turn the wheel over it, or use the arrow keys: click by click");
}

fn keys(ui: &mut Ui, desk: &DeskView, wishes: &mut Vec<ControllerWish>) {
    let play = if desk.plays { "Pause" } else { "Play" };
    let all = [
        ("Older", false, ShowCommand::ScrubStep(-1)),
        ("Newer", false, ShowCommand::ScrubStep(1)),
        (play, desk.plays, ShowCommand::TogglePlay),
        ("All or one", false, ShowCommand::ToggleView),
        ("Hold", desk.holds, ShowCommand::Hold),
        ("Listen", false, ShowCommand::Listen),
        ("Language", false, ShowCommand::NextLanguage(1)),
        ("Captions", desk.captions, ShowCommand::ToggleCaptions),
        ("Refused takes", desk.scrapes, ShowCommand::Scrape(!desk.scrapes)),
    ];
    ui.horizontal_wrapped(|ui| {
        for (name, is_on, command) in all {
            let text = RichText::new(name).size(13.0);
            let button = egui::Button::selectable(is_on, text).frame_when_inactive(true);
            if ui.add(button).clicked() {
                wishes.push(ControllerWish::Show(command));
            }
        }
    });
}
