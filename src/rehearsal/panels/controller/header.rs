//! Which controllers there are, and what is wrong.

use bevy_egui::egui;
use egui::Ui;

use super::{ControllerView, ControllerWish, PortLine};
use crate::rehearsal::look::Ink;
use crate::rehearsal::look::forms::{fitted, focus_ring, sentence};

const LINE: f32 = 40.0;

/// Draws one line for each controller.
pub fn header(ui: &mut Ui, ink: Ink, view: &ControllerView, wishes: &mut Vec<ControllerWish>) {
    if view.ports.is_empty() {
        sentence(ui, "No controller is asked for", 15.0, ink.bone);
        let help = "Name one in the installation file, or begin with --midi any. Until then the \
                    controls below do what one would.";
        sentence(ui, help, 12.5, ink.ash);
    }
    for (index, port) in view.ports.iter().enumerate() {
        let is_shown = view.shown == Some(index);
        if line(ui, ink, port, is_shown, view.ports.len() > 1) {
            wishes.push(ControllerWish::LookAt(port.name.clone()));
        }
    }
    if let Some(trouble) = &view.trouble {
        ui.add_space(4.0);
        sentence(ui, trouble, 13.0, ink.ember);
    }
}

/// One controller; whether it was chosen.
fn line(ui: &mut Ui, ink: Ink, port: &PortLine, is_shown: bool, is_one_of_many: bool) -> bool {
    let sense = if is_one_of_many { egui::Sense::click() } else { egui::Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), LINE), sense);
    let painter = ui.painter();
    if is_one_of_many && (is_shown || response.hovered()) {
        painter.rect_filled(rect, 4.0, ink.raised);
    }
    let dot = egui::pos2(rect.left() + 10.0, rect.top() + 13.0);
    // By form as well as by colour: not everybody tells colours apart.
    if port.here {
        painter.circle_filled(dot, 5.0, ink.ember);
    } else {
        painter.circle_stroke(dot, 4.5, egui::Stroke::new(1.5, ink.ash));
    }
    let left = rect.left() + 24.0;
    let name = egui::Rect::from_min_max(egui::pos2(left, rect.top() + 3.0), rect.max);
    fitted(ui, name, &port.name, 15.0, ink.bone, 1);
    let below = egui::Rect::from_min_max(egui::pos2(left, rect.top() + 22.0), rect.max);
    let said = match (port.here, port.role) {
        (true, "") | (false, _) => port.says.clone(),
        (true, role) => format!("{}, {role}", port.says),
    };
    fitted(ui, below, &said, 12.0, ink.ash, 1);
    focus_ring(ui, ink, &response, 4.0);
    let spoken = format!("{}: {said}", port.name);
    response.widget_info(|| match is_one_of_many {
        true => egui::WidgetInfo::selected(egui::WidgetType::RadioButton, true, is_shown, &spoken),
        false => egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &spoken),
    });
    response.on_hover_text(spoken).clicked()
}
