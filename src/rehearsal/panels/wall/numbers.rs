//! The numbers of the selected screen, to be typed, and what it shows and hangs on.

use bevy_egui::egui::{self, Button, ComboBox, Id, Label, RichText, TextEdit, Ui};

use super::canvas::view_word;
use super::{WallView, WallWish};
use crate::installation::draft::{Edit, Measure, length};
use crate::installation::length::hundredths;
use crate::installation::{Rotation, Screen, ScreenView, sight};
use crate::rehearsal::look::Ink;

/// From one field to the next, in points.
const GAP: f32 = 8.0;

/// Draws the fields of the screen that was selected last.
pub fn numbers(ui: &mut Ui, view: &WallView, ink: Ink, wishes: &mut Vec<WallWish>) {
    let chosen = view.selected.last().and_then(|index| Some((*index, view.screens.get(*index)?)));
    let Some((index, screen)) = chosen else {
        let text = "Select a screen: click it, or walk to it with Tab. Drag it, or move it with the \
                    arrows by 1 mm, with Shift by 10.";
        ui.add(Label::new(RichText::new(text).size(12.0).color(ink.ash)).wrap());
        return;
    };
    ui.spacing_mut().item_spacing.x = GAP;
    name(ui, view, (index, screen), ink, wishes);
    let wide = ((ui.available_width() - 3.0 * GAP) / 4.0).max(50.0);
    let rows: [[(Measure, &str); 4]; 2] = [
        [
            (Measure::X, "x"),
            (Measure::Y, "y"),
            (Measure::Width, "width"),
            (Measure::Height, "height"),
        ],
        [
            (Measure::Left, "bezel left"),
            (Measure::Top, "above"),
            (Measure::Right, "right"),
            (Measure::Bottom, "below"),
        ],
    ];
    for row in rows {
        ui.horizontal_top(|ui| {
            for field in row {
                number(ui, view, field, wide, ink, wishes);
            }
        });
    }
    ui.horizontal_top(|ui| {
        pixels(ui, (index, screen), wide, ink, wishes);
        turn(ui, (index, screen), ink, wishes);
    });
    ui.horizontal_top(|ui| {
        let half = wide * 2.0 + GAP;
        shows(ui, (index, screen), half, ink, wishes);
        hangs_on(ui, view, (index, screen), half, ink, wishes);
    });
    let seen = sight::seen(screen, view.distance_mm);
    let line = format!(
        "alone it subtends {:.0}° × {:.0}°, {:.0} pixels to a degree",
        seen.subtends.across_deg, seen.subtends.down_deg, seen.pixels_per_degree
    );
    ui.label(RichText::new(line).size(12.0).color(ink.ash));
}

fn name(
    ui: &mut Ui,
    view: &WallView,
    (index, screen): (usize, &Screen),
    ink: Ink,
    wishes: &mut Vec<WallWish>,
) {
    ui.horizontal(|ui| {
        let wide = (ui.available_width() - 150.0).max(80.0);
        let id = Id::new("name of the drafted screen").with(index);
        if let Some(typed) = field(ui, id, "screen", &screen.name, wide, ink) {
            wishes.push(WallWish::Edit(Edit::Name { screen: index, name: typed }));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::BOTTOM), |ui| {
            let small = |word: &str| Button::new(RichText::new(word).size(12.0));
            if ui.add_enabled(view.screens.len() > 1, small("Remove")).clicked() {
                wishes.push(WallWish::Remove);
            }
            let hint = "One more like this, to the right of all";
            if ui.add(small("Add like it")).on_hover_text(hint).clicked() {
                wishes.push(WallWish::Edit(Edit::Add { like: index }));
            }
        });
    });
}

/// A length of the selected screen, or of the room.
pub fn number(
    ui: &mut Ui,
    view: &WallView,
    (what, label): (Measure, &str),
    wide: f32,
    ink: Ink,
    wishes: &mut Vec<WallWish>,
) {
    let screen = view.selected.last().copied().unwrap_or_default();
    let is = match what {
        Measure::Distance => Some(view.distance_mm),
        Measure::Centre => Some(view.centre_mm),
        _ => view.screens.get(screen).and_then(|screen| what.of(screen)),
    };
    let Some(is) = is else { return };
    let own = if what.is_of_the_wall() { 0 } else { screen };
    let id = Id::new("length of the drafted wall").with((own, what));
    let wrong = id.with("wrong");
    ui.vertical(|ui| {
        ui.set_width(wide);
        if let Some(typed) = field(ui, id, label, &hundredths(is).to_string(), wide, ink) {
            match length(&typed, what) {
                Ok(mm) => {
                    forget(ui, wrong);
                    wishes.push(WallWish::Edit(Edit::Measure { screen, what, mm }));
                }
                Err(why) => {
                    ui.data_mut(|data| data.insert_temp(wrong, (typed, why)));
                }
            }
        }
        complaint(ui, id, ink);
    });
}

fn pixels(
    ui: &mut Ui,
    (index, screen): (usize, &Screen),
    wide: f32,
    ink: Ink,
    wishes: &mut Vec<WallWish>,
) {
    let (across, down) = screen.rotation.turned(screen.pixels);
    for (label, is, side) in [("pixels across", across, 0), ("down", down, 1)] {
        let id = Id::new("pixels of the drafted screen").with((index, side));
        ui.vertical(|ui| {
            ui.set_width(wide);
            if let Some(typed) = field(ui, id, label, &is.to_string(), wide, ink) {
                match typed.trim().parse::<u32>() {
                    Ok(count) => {
                        forget(ui, id.with("wrong"));
                        let (across, down) =
                            if side == 0 { (count, down) } else { (across, count) };
                        wishes.push(WallWish::Edit(Edit::Pixels { screen: index, across, down }));
                    }
                    Err(_) => {
                        let why = (typed, "write a whole number, such as 1920".to_owned());
                        ui.data_mut(|data| data.insert_temp(id.with("wrong"), why));
                    }
                }
            }
            complaint(ui, id, ink);
        });
    }
}

fn turn(ui: &mut Ui, (index, screen): (usize, &Screen), ink: Ink, wishes: &mut Vec<WallWish>) {
    ui.vertical(|ui| {
        caption(ui, "turned clockwise", ink);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            let all = [
                Rotation::Upright,
                Rotation::Clockwise,
                Rotation::UpsideDown,
                Rotation::Anticlockwise,
            ];
            for to in all {
                let text = RichText::new(format!("{}°", to.degrees())).size(12.0);
                let is = screen.rotation == to;
                if ui.add(Button::selectable(is, text)).clicked() && !is {
                    wishes.push(WallWish::Edit(Edit::Turn { screen: index, to }));
                }
            }
        });
    });
}

/// Every view that a screen can have by itself.
const VIEWS: [ScreenView; 6] = [
    ScreenView::Chorus,
    ScreenView::Solo,
    ScreenView::Story,
    ScreenView::Duet,
    ScreenView::Strata,
    ScreenView::Card,
];

fn shows(
    ui: &mut Ui,
    (index, screen): (usize, &Screen),
    wide: f32,
    ink: Ink,
    wishes: &mut Vec<WallWish>,
) {
    let word = |view: Option<ScreenView>| view.map_or("its part of the wall", view_word);
    let choices = std::iter::once(None).chain(VIEWS.map(Some));
    choose(ui, "shows", word(screen.view), wide, ink, |ui| {
        for view in choices {
            let is = screen.view == view;
            if ui.selectable_label(is, word(view)).clicked() && !is {
                wishes.push(WallWish::Edit(Edit::View { screen: index, view }));
            }
        }
    });
}

fn hangs_on(
    ui: &mut Ui,
    view: &WallView,
    (index, screen): (usize, &Screen),
    wide: f32,
    ink: Ink,
    wishes: &mut Vec<WallWish>,
) {
    const ANY: &str = "any output that is left";
    let own = screen.output.as_ref().filter(|own| !view.outputs.contains(own));
    let shown = match (&screen.output, own) {
        (None, _) => ANY.to_owned(),
        (Some(output), None) => output.clone(),
        (Some(output), Some(_)) => format!("{output}, not connected"),
    };
    choose(ui, "hangs on", &shown, wide, ink, |ui| {
        for output in std::iter::once(None).chain(view.outputs.iter().chain(own).map(Some)) {
            let is = screen.output.as_ref() == output;
            let word = output.map_or(ANY, String::as_str);
            if ui.selectable_label(is, word).clicked() && !is {
                let output = output.cloned();
                wishes.push(WallWish::Edit(Edit::Output { screen: index, output }));
            }
        }
    });
}

fn choose(ui: &mut Ui, label: &str, shown: &str, wide: f32, ink: Ink, list: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(wide);
        let caption = caption(ui, label, ink);
        let text = RichText::new(shown).size(13.0);
        let list = ComboBox::from_id_salt(label)
            .selected_text(text)
            .width(wide)
            .truncate()
            .show_ui(ui, list);
        list.response.labelled_by(caption);
    });
}

fn caption(ui: &mut Ui, label: &str, ink: Ink) -> Id {
    ui.label(RichText::new(label).size(11.0).color(ink.ash)).id
}

/// A field below its name. What was typed, once it is meant: with Enter, or by going elsewhere.
/// Escape leaves it as it was.
pub fn field(ui: &mut Ui, id: Id, label: &str, is: &str, wide: f32, ink: Ink) -> Option<String> {
    let inner = ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let caption = caption(ui, label, ink);
        let mut text = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_else(|| is.to_owned());
        let before = text.clone();
        let edit = TextEdit::singleline(&mut text)
            .id(id)
            .desired_width(wide)
            .font(egui::FontId::proportional(13.0));
        let response = ui.add(edit).labelled_by(caption);
        if response.gained_focus() {
            // What stands there is replaced by typing.
            select_all(ui, id, &text);
        }
        if response.has_focus() && text != before {
            ui.data_mut(|data| data.insert_temp(id, text.clone()));
            forget(ui, id.with("wrong"));
        }
        if !response.lost_focus() {
            if !response.has_focus() {
                ui.data_mut(|data| data.remove_temp::<String>(id));
            }
            return None;
        }
        ui.data_mut(|data| data.remove_temp::<String>(id));
        let kept = !ui.input(|input| input.key_pressed(egui::Key::Escape)) && text != is;
        kept.then_some(text)
    });
    inner.inner
}

fn select_all(ui: &Ui, id: Id, text: &str) {
    if let Some(mut state) = egui::text_edit::TextEditState::load(ui.ctx(), id) {
        let all = egui::text::CCursorRange::two(
            egui::text::CCursor::new(0),
            egui::text::CCursor::new(text.chars().count()),
        );
        state.cursor.set_char_range(Some(all));
        state.store(ui.ctx(), id);
    }
}

fn forget(ui: &Ui, wrong: Id) {
    ui.data_mut(|data| data.remove_temp::<(String, String)>(wrong));
}

/// What was wrong with what was typed last, until something else is.
fn complaint(ui: &mut Ui, id: Id, ink: Ink) {
    let wrong = ui.data(|data| data.get_temp::<(String, String)>(id.with("wrong")));
    if let Some((typed, why)) = wrong {
        let text = RichText::new(format!("“{typed}”: {why}")).size(11.0).color(ink.wrong);
        ui.add(Label::new(text).wrap());
    }
}
