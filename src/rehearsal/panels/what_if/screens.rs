//! The screens of the wall as a small map: a click takes one away or gives it back.

use bevy_egui::egui::{self, Align2, FontId, Sense, Shape, Stroke, StrokeKind, pos2, vec2};

use super::{WhatIf, WhatIfWish};
use crate::rehearsal::look::Ink;
use crate::wall::Rect;

/// The height of the map in points, at most.
const HIGH: f32 = 150.0;

/// What is seen on a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Its own picture.
    Its,
    /// The picture of another screen, of this name: its output was any that was left.
    OtherThan(String),
    /// Nothing.
    Nothing,
}

/// A screen of the wall.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenSpot {
    /// What it is called.
    pub name: String,
    /// Where it hangs, as shares of the wall's width and height.
    pub rect: Rect,
    /// Its output is taken away.
    pub lost: bool,
    /// What is seen on it.
    pub shows: Shows,
}

/// Draws the map.
pub(super) fn map(
    ui: &mut egui::Ui,
    screens: &[ScreenSpot],
    aspect: f32,
    ink: Ink,
    wishes: &mut Vec<WhatIfWish>,
) {
    let aspect = if aspect.is_finite() && aspect > 0.0 { aspect } else { 16.0 / 9.0 };
    let room = ui.available_width();
    let size =
        if room / aspect > HIGH { vec2(HIGH * aspect, HIGH) } else { vec2(room, room / aspect) };
    let (whole, _) = ui.allocate_exact_size(vec2(room, size.y), Sense::hover());
    let wall = egui::Rect::from_center_size(whole.center(), size);
    for (index, screen) in screens.iter().enumerate() {
        let at = |x: f32, y: f32| pos2(wall.left() + x * size.x, wall.top() + y * size.y);
        let Rect { x, y, w, h } = screen.rect;
        let rect = egui::Rect::from_min_max(at(x, y), at(x + w, y + h)).shrink(1.0);
        let response = ui.interact(rect, ui.id().with(("screen", index)), Sense::click());
        let named = match screen.lost {
            true => format!("Give screen {} its output again", screen.name),
            false => format!("Take the output of screen {} away", screen.name),
        };
        let info =
            || egui::WidgetInfo::selected(egui::WidgetType::Button, true, screen.lost, &named);
        response.widget_info(info);
        draw(ui, screen, rect, response.hovered() || response.has_focus(), ink);
        if response.on_hover_text(&named).clicked() {
            wishes.push(match screen.lost {
                true => WhatIfWish::TakeBack(WhatIf::Screen(index)),
                false => WhatIfWish::Do(WhatIf::Screen(index)),
            });
        }
    }
}

fn draw(ui: &egui::Ui, screen: &ScreenSpot, rect: egui::Rect, looked_at: bool, ink: Ink) {
    let painter = ui.painter_at(rect);
    let dark = screen.shows == Shows::Nothing;
    if !dark {
        let fill = if looked_at { ink.shade } else { ink.raised };
        painter.rect_filled(rect, 2.0, fill);
    }
    if screen.lost {
        let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
        let corners = [&corners[..], &corners[..1]].concat();
        let inside = corners.into_iter().map(|at| at + (rect.center() - at).normalized());
        let inside: Vec<egui::Pos2> = inside.collect();
        painter.extend(Shape::dashed_line(&inside, Stroke::new(1.2, ink.ember), 4.0, 3.0));
    } else {
        let line = if dark || looked_at { ink.ash } else { ink.shade };
        painter.rect_stroke(rect, 2.0, Stroke::new(1.0, line), StrokeKind::Inside);
    }
    let (words, colour) = match &screen.shows {
        Shows::Its => (vec![screen.name.clone()], ink.bone),
        Shows::OtherThan(other) => {
            (vec![format!("{} shows {other}", screen.name), other.clone()], ink.ember)
        }
        Shows::Nothing => (vec![screen.name.clone()], ink.ash),
    };
    // The longest for which there is room.
    for words in words {
        let words = painter.layout_no_wrap(words, FontId::proportional(10.5), colour);
        if words.size().x < rect.width() - 4.0 && words.size().y < rect.height() {
            let at = Align2::CENTER_CENTER.anchor_size(rect.center(), words.size());
            painter.galley(at.min, words, colour);
            return;
        }
    }
    upwards(&painter, screen, rect, colour);
}

/// On a narrow screen the name stands upwards, cut where even that is too long.
fn upwards(painter: &egui::Painter, screen: &ScreenSpot, rect: egui::Rect, colour: egui::Color32) {
    let font = FontId::proportional(9.5);
    let mut job = egui::text::LayoutJob::simple_singleline(screen.name.clone(), font, colour);
    let long = rect.height() > rect.width();
    let room = if long { rect.height() } else { rect.width() } - 6.0;
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(0.0));
    let galley = painter.layout_job(job);
    let size = galley.size();
    let (turn, corner) = match long {
        true => (-std::f32::consts::FRAC_PI_2, vec2(-size.y, size.x) / 2.0),
        false => (0.0, -size / 2.0),
    };
    let shape = egui::epaint::TextShape::new(rect.center() + corner, galley, colour);
    painter.add(shape.with_angle(turn));
}
