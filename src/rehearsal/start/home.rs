//! What can be hung: what was hung before, what comes with the program, or a new exhibit; and the
//! wall to hang it on.

use bevy_egui::egui::{self, Align2, FontId, Sense, WidgetInfo, WidgetType};

use super::{Card, Home, StartWish, dress};
use crate::rehearsal::look::Ink;

/// The height of a card with a picture.
const CARD: f32 = 92.0;
/// The width of its picture.
const PICTURE: f32 = 144.0;
/// The width of the column on the right.
const ASIDE: f32 = 330.0;

/// Draws it.
pub fn home(ui: &mut egui::Ui, home: &Home, wishes: &mut Vec<StartWish>) {
    ui.add_space(30.0);
    ui.label(dress::title("Palimpsest", 46.0));
    ui.label(dress::slanted("Every version of a film at once. One hand moves along them.", 21.0));
    ui.add_space(8.0);
    egui::Panel::right("walls")
        .exact_size(ASIDE)
        .resizable(false)
        .show_separator_line(false)
        .frame(egui::Frame::NONE.inner_margin(egui::Margin { left: 36, ..Default::default() }))
        .show(ui, |ui| aside(ui, home, wishes));
    egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let first = home.recent.iter().find(|card| !card.gone).or(home.shipped.first());
            for (head, cards) in [("Go on with", &home.recent), ("To begin with", &home.shipped)] {
                if cards.is_empty() {
                    continue;
                }
                dress::head(ui, head);
                for card in cards {
                    let response = exhibit(ui, card, wishes);
                    // What is likeliest needs nothing but Enter.
                    let free = ui.memory(|memory| memory.focused().is_none());
                    if free && first == Some(card) && ui.ctx().cumulative_pass_nr() < 4 {
                        response.request_focus();
                    }
                }
            }
            if home.recent.is_empty() && home.shipped.is_empty() {
                dress::head(ui, "Nothing was hung here before");
                let words = "Begin with a folder of films: choose it, or drop it on this window. From \
                             what their names say they are sorted into versions and shots, and you \
                             look that over before anything is written.";
                ui.label(dress::slanted(words, 21.0));
                ui.add_space(12.0);
                if dress::onward(ui, "Choose a folder of films", true).clicked() {
                    wishes.push(StartWish::New);
                }
            }
            ui.add_space(24.0);
        });
    });
}

fn aside(ui: &mut egui::Ui, home: &Home, wishes: &mut Vec<StartWish>) {
    egui::Panel::bottom("keys").show_separator_line(false).frame(egui::Frame::NONE).show(
        ui,
        |ui| {
            ui.label(dress::small("Tab to move, Enter to choose, N for a new exhibit"));
            ui.add_space(20.0);
        },
    );
    dress::head(ui, "New");
    let words = egui::RichText::new("New exhibit from a folder of films").size(15.5);
    let button = egui::Button::new(words.color(Ink::new().ground)).fill(Ink::new().ember);
    if ui.add(button.min_size(egui::vec2(ui.available_width(), 46.0))).clicked() {
        wishes.push(StartWish::New);
    }
    ui.label(dress::small("or drop the folder on this window"));
    dress::head(ui, "The wall");
    egui::ScrollArea::vertical().show(ui, |ui| {
        for (place, wall) in home.walls.iter().enumerate() {
            let chosen = place == home.wall;
            let room = egui::vec2(ui.available_width(), 40.0);
            let sense = if wall.gone { Sense::hover() } else { Sense::click() };
            let (rect, response) = ui.allocate_exact_size(room, sense);
            let kind = WidgetType::RadioButton;
            response.widget_info(|| WidgetInfo::selected(kind, !wall.gone, chosen, &wall.name));
            back(ui, rect, &response, chosen);
            let painter = ui.painter();
            let ring = egui::pos2(rect.left() + 16.0, rect.center().y);
            let colour = if chosen { Ink::new().ember } else { Ink::new().shade };
            painter.circle_stroke(ring, 5.5, egui::Stroke::new(1.2, colour));
            if chosen {
                painter.circle_filled(ring, 2.8, colour);
            }
            let at = egui::pos2(rect.left() + 34.0, rect.center().y - 8.0);
            let ink = if wall.gone { Ink::new().shade } else { Ink::new().bone };
            painter.text(at, Align2::LEFT_CENTER, &wall.name, FontId::proportional(14.0), ink);
            let below = egui::pos2(at.x, rect.center().y + 9.0);
            let font = FontId::proportional(11.5);
            painter.text(below, Align2::LEFT_CENTER, &wall.about, font, Ink::new().ash);
            if response.clicked() {
                wishes.push(StartWish::Wall(place));
            }
            if let Some(wrong) = &wall.wrong {
                response.on_hover_text(egui::RichText::new(wrong).monospace());
            }
        }
    });
}

/// What lies under something that can be pressed.
fn back(ui: &egui::Ui, rect: egui::Rect, response: &egui::Response, marked: bool) {
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 4.0, Ink::new().lifted);
    } else if marked {
        painter.rect_filled(rect, 4.0, Ink::new().raised);
    }
    if response.has_focus() {
        let line = egui::Stroke::new(1.5, Ink::new().ember);
        painter.rect_stroke(rect, 4.0, line, egui::StrokeKind::Inside);
    }
}

fn exhibit(ui: &mut egui::Ui, card: &Card, wishes: &mut Vec<StartWish>) -> egui::Response {
    let height = if card.gone { 56.0 } else { CARD };
    let sense = if card.gone { Sense::hover() } else { Sense::click() };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), sense);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, !card.gone, &card.title));
    back(ui, rect, &response, true);
    let painter = ui.painter().with_clip_rect(rect);
    let mut left = rect.left() + 18.0;
    if !card.gone {
        let frame = egui::Rect::from_min_size(rect.min, egui::vec2(PICTURE, height)).shrink(8.0);
        picture(&painter, frame, card);
        left = frame.right() + 18.0;
    }
    let ink = if card.gone { Ink::new().shade } else { Ink::new().bone };
    let at = |y: f32| egui::pos2(left, rect.center().y + y);
    let family = egui::FontFamily::Name("EB Garamond".into());
    let title = FontId::new(if card.gone { 19.0 } else { 25.0 }, family);
    painter.text(at(-12.0), Align2::LEFT_CENTER, &card.title, title, ink);
    let second = match (card.gone, card.when.is_empty()) {
        _ if card.wrong.is_some() && !card.gone => card.wrong.clone().unwrap_or_default(),
        (true, _) => format!("not there any more: {}", card.place),
        (false, true) => card.place.clone(),
        (false, false) => format!("{}  ·  {}", card.when, card.place),
    };
    painter.text(at(15.0), Align2::LEFT_CENTER, second, FontId::proportional(12.5), Ink::new().ash);
    if card.gone {
        let size = egui::vec2(84.0, 30.0);
        let place = egui::Rect::from_center_size(
            egui::pos2(rect.right() - size.x / 2.0 - 12.0, rect.center().y),
            size,
        );
        let name = format!("Forget {}", card.title);
        let button = ui.put(place, egui::Button::new(dress::small("Forget")));
        button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
        if button.clicked() {
            wishes.push(StartWish::Forget(card.path.clone()));
        }
    }
    if response.clicked() {
        wishes.push(StartWish::Open(card.path.clone()));
    }
    ui.add_space(2.0);
    response
}

/// The picture in the middle of its frame, as large as it covers it; else an empty lit pane.
fn picture(painter: &egui::Painter, frame: egui::Rect, card: &Card) {
    let Some((texture, size)) = card.picture.filter(|(_, size)| size.min_elem() > 0.0) else {
        painter.rect_filled(frame, 2.0, Ink::new().lifted);
        let lamp = egui::Color32::from_rgb(117, 96, 71);
        painter.rect_filled(frame.shrink2(frame.size() * 0.3), 2.0, lamp.gamma_multiply(0.35));
        return;
    };
    let (across, down) = (frame.width() / size.x, frame.height() / size.y);
    let part = egui::vec2(frame.width(), frame.height()) / size / across.max(down);
    let uv = egui::Rect::from_center_size(egui::pos2(0.5, 0.5), part);
    painter.image(texture, frame, uv, egui::Color32::WHITE);
}
