//! The same room from above: what the wall subtends for somebody at the viewing distance, and
//! whether the labels on it can be read from there.

use bevy_egui::egui::{
    Align2, FontId, Label, Painter, Pos2, Rect, RichText, Sense, Shape, Stroke, Ui, pos2, vec2,
};

use super::numbers::number;
use super::{WallView, WallWish};
use crate::installation::draft::Measure;
use crate::installation::length::hundredths;
use crate::installation::sight;
use crate::rehearsal::look::{Ink, between};

/// The drawing, in points.
const SIZE: (f32, f32) = (148.0, 104.0);

/// Draws the plan, with what it means in words beside it.
pub fn plan(ui: &mut Ui, view: &WallView, ink: Ink, wishes: &mut Vec<WallWish>) {
    ui.horizontal_top(|ui| {
        let (response, painter) = ui.allocate_painter(vec2(SIZE.0, SIZE.1), Sense::HOVER);
        from_above(&painter, response.rect.shrink(4.0), view, ink);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let seen = view.seen.subtends;
            let line = format!("subtends {:.0}° × {:.0}°", seen.across_deg, seen.down_deg);
            ui.label(RichText::new(line).size(14.0).color(ink.bone));
            let text =
                |words: String| Label::new(RichText::new(words).size(12.0).color(ink.ash)).wrap();
            ui.add(text(labels(view)));
            if let Some(words) = without(view) {
                ui.add(Label::new(RichText::new(words).size(12.0).color(ink.clay)).wrap());
            }
            ui.add_space(2.0);
            ui.horizontal_top(|ui| {
                number(ui, view, (Measure::Distance, "viewing distance"), 92.0, ink, wishes);
                number(ui, view, (Measure::Centre, "height of middle"), 92.0, ink, wishes);
            });
        });
    });
}

/// Whether the labels can be read, in one line.
fn labels(view: &WallView) -> String {
    let Some(from) = view.seen.read_from_mm else {
        return "labels would be too large and are left out".to_owned();
    };
    let readers = view.screens.iter().map(|screen| sight::seen(screen, view.distance_mm));
    let capital = readers
        .filter(|seen| seen.read_from_mm.is_some())
        .map(|seen| seen.capital_mm)
        .reduce(f64::min)
        .unwrap_or_default();
    let arcmin = sight::angle_deg(capital, view.distance_mm) * 60.0;
    format!("labels can be read from {}: capitals of {capital:.1} mm, {arcmin:.0}′", metres(from))
}

/// The screens on which labels do not fit, and where they would.
fn without(view: &WallView) -> Option<String> {
    let first = *view.seen.without_labels.first()?;
    let screen = view.screens.get(first)?;
    let within = sight::seen(screen, view.distance_mm).labels_fit_within_mm;
    let others = view.seen.without_labels.len() - 1;
    let more = if others > 0 { format!(" and {others} more") } else { String::new() };
    if within < 100.0 {
        return Some(format!("no labels on {}{more}: it has too few pixels", screen.name));
    }
    Some(format!("no labels on {}{more}: they fit from {} or nearer", screen.name, metres(within)))
}

/// A distance as one says it.
pub fn metres(mm: f64) -> String {
    // Down, so that what is said to fit fits.
    format!("{} m", hundredths((mm / 100.0 + 1e-6).floor() / 10.0))
}

fn from_above(painter: &Painter, room: Rect, view: &WallView, ink: Ink) {
    let (wall, distance) = (&view.sheet.wall, view.distance_mm.max(1.0));
    let per_mm = (f64::from(room.width()) / wall.width.max(distance * 0.5))
        .min(f64::from(room.height() - 12.0) / distance);
    let middle = wall.x + wall.width / 2.0;
    let x = |mm: f64| room.center().x + ((mm - middle) * per_mm) as f32;
    let top = room.top() + 2.0;
    let eyes = pos2(room.center().x, top + (distance * per_mm) as f32);
    let fine = Stroke::new(1.0, ink.shade);
    let ends = [pos2(x(wall.x), top), pos2(x(wall.right()), top)];
    let cone = vec![eyes, ends[0], ends[1]];
    painter.add(Shape::convex_polygon(cone, between(ink.ground, ink.ash, 0.07), Stroke::NONE));
    for end in ends {
        painter.line_segment([eyes, end], fine);
    }
    for (index, screen) in view.screens.iter().enumerate() {
        let colour = if view.selected.contains(&index) { ink.ember } else { ink.ash };
        let ends = [pos2(x(screen.x), top), pos2(x(screen.x + screen.width), top)];
        painter.line_segment(ends, Stroke::new(3.0, colour));
    }
    arc(painter, eyes, view.seen.subtends.across_deg, ink);
    painter.circle_filled(eyes, 4.0, ink.ash);
    let text = format!("{:.0}°", view.seen.subtends.across_deg);
    let font = FontId::proportional(11.0);
    // Before a wide wall there is no room above the eyes.
    let (at, align) = match eyes.y - top < 56.0 {
        true => (eyes + vec2(0.0, 7.0), Align2::CENTER_TOP),
        false => (eyes - vec2(0.0, 32.0), Align2::CENTER_BOTTOM),
    };
    painter.text(at, align, text, font, ink.bone);
}

/// The angle at the eyes.
fn arc(painter: &Painter, eyes: Pos2, degrees: f64, ink: Ink) {
    let half = (degrees / 2.0).to_radians() as f32;
    let points = (0..=24).map(|step| {
        let angle = half * (step as f32 / 12.0 - 1.0);
        eyes + vec2(angle.sin(), -angle.cos()) * 26.0
    });
    painter.add(Shape::line(points.collect(), Stroke::new(1.0, ink.ember)));
}
