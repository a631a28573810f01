//! A control that stands somewhere and what it moves, on one way: where each is, and which way to go
//! until they meet.

use bevy_egui::egui;
use egui::{Stroke, Ui, pos2, vec2};

use super::{ControllerView, Meeting};
use crate::rehearsal::look::Ink;
use crate::rehearsal::look::forms::{head, sentence};

const HEIGHT: f32 = 30.0;

/// Draws all of them.
pub fn meetings(ui: &mut Ui, ink: Ink, view: &ControllerView) {
    if view.meetings.is_empty() {
        return;
    }
    head(ui, "Taking over");
    for meeting in &view.meetings {
        way(ui, ink, meeting);
        let colour = if meeting.way.is_some() && meeting.waits { ink.ember } else { ink.bone };
        sentence(ui, &said(meeting), 13.0, colour);
        ui.add_space(4.0);
    }
}

/// What there is to know, and to do.
pub fn said(meeting: &Meeting) -> String {
    let Meeting { control, moves, .. } = meeting;
    let Some(way) = meeting.way else {
        return match meeting.stands {
            Some(_) => format!("{control} and {moves} are together."),
            None if meeting.waits => format!(
                "{control} was not moved yet. It takes over where it meets {moves}, at {:.0} %.",
                100.0 * meeting.at
            ),
            None => {
                format!("{control} was not moved yet. Its first movement tells where it stands.")
            }
        };
    };
    let percent = (100.0 * way.abs()).max(1.0);
    let direction = if way > 0.0 { "up" } else { "down" };
    if meeting.waits {
        format!(
            "Move {control} {direction} by {percent:.0} %. It moves nothing until it meets {moves}."
        )
    } else {
        format!("{control} is {percent:.0} % off; {moves} goes along, and they meet by themselves.")
    }
}

fn way(ui: &mut Ui, ink: Ink, meeting: &Meeting) {
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    response.widget_info(|| {
        let said = format!("{} and {} on one way", meeting.control, meeting.moves);
        egui::WidgetInfo::labeled(egui::WidgetType::Image, true, said)
    });
    let painter = ui.painter();
    let y = rect.center().y;
    let ends = rect.left() + 10.0..=rect.right() - 10.0;
    let x = |share: f32| egui::lerp(ends.clone(), share.clamp(0.0, 1.0));
    painter.hline(ends.clone(), y, Stroke::new(2.0, ink.raised));
    for mark in &meeting.marks {
        painter.vline(x(*mark), y - 4.0..=y + 4.0, Stroke::new(1.0, ink.shade));
    }
    let at = pos2(x(meeting.at), y);
    if let Some(stands) = meeting.stands {
        let from = pos2(x(stands), y);
        if let Some(way) = meeting.way {
            let colour = if meeting.waits { ink.ember } else { ink.ash };
            let stroke = Stroke::new(2.0, colour);
            painter.line_segment([from, at], stroke);
            // The head of the arrow, halfway, so that it is seen beside both.
            let tip = from.lerp(at, 0.5) + vec2(4.0 * way.signum(), 0.0);
            let back = vec2(-7.0 * way.signum(), 5.0);
            painter.line_segment([tip, tip + back], stroke);
            painter.line_segment([tip, tip + vec2(back.x, -back.y)], stroke);
        }
        let cap = egui::Rect::from_center_size(from, vec2(8.0, 22.0));
        painter.rect_filled(cap, 2.0, ink.bone);
    }
    painter.circle_filled(at, 5.0, ink.ember);
    painter.circle_stroke(at, 5.0, Stroke::new(1.5, ui.visuals().panel_fill));
}
