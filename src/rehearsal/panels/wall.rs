//! *Wall*: the wall to scale, as an architect draws it, to be measured, moved and saved.
//!
//! The panel only shows a [`WallView`] and says what is wished; `wall/board.rs` holds the draft and
//! does it. No file is written before *Save*.

pub mod board;
mod canvas;
mod numbers;
mod person;
mod plan;
mod saving;
pub mod sheet;

use bevy_egui::egui;

use crate::installation::Screen;
use crate::installation::draft::snap::{Guide, Snap};
use crate::installation::draft::{Edit, Refused};
use crate::installation::sight::WallSeen;
use crate::rehearsal::look::Ink;
pub use sheet::Sheet;

/// What the panel shows: a copy, so that it can change nothing.
#[derive(Clone, Debug)]
pub struct WallView {
    /// The file that is drafted, as people call it; none where there is no file yet.
    pub file: Option<String>,
    /// The screens as they are drafted.
    pub screens: Vec<Screen>,
    /// The viewing distance, in mm.
    pub distance_mm: f64,
    /// How high the middle of all pictures hangs above the floor, in mm, said or not.
    pub centre_mm: f64,
    /// Where the controller is, in mm.
    pub controller_mm: (f64, f64),
    /// What of the room is drawn, and where.
    pub sheet: Sheet,
    /// The selected screens by their place; the numbers of the last one are shown.
    pub selected: Vec<usize>,
    /// What drew the screen that is being dragged.
    pub guides: Vec<Guide>,
    /// How screens are drawn together.
    pub snap: Snap,
    /// The outputs that are connected, by name.
    pub outputs: Vec<String>,
    /// What would be taken back, in words.
    pub undoes: Option<String>,
    /// What would be made again, in words.
    pub redoes: Option<String>,
    /// The draft differs from the file, or from what it was where there is no file yet.
    pub changed: bool,
    /// The file is not there any more.
    pub gone: bool,
    /// What `check --installation` would say of the draft.
    pub troubles: Vec<Trouble>,
    /// The wall from where people stand.
    pub seen: WallSeen,
    /// How far saving has come.
    pub saving: Saving,
    /// Somebody else changed the file, and nobody decided yet whose is kept.
    pub elsewhere: bool,
    /// What became of the last wish, where that has to be said.
    pub said: Option<Said>,
}

/// A problem of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The wall cannot hang so.
    pub is_error: bool,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The screens that it is about, by their place.
    pub screens: Vec<usize>,
}

/// How far saving has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Nobody asked.
    #[default]
    Idle,
    /// What would change in the file is shown, as a unified diff.
    Shown(String),
    /// There is no file yet: a place for one is asked for, and this is proposed.
    Naming(String),
}

/// What became of a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It was done.
    Done(String),
    /// It was not.
    Failed(String),
}

/// What is wished.
#[derive(Clone, Debug, PartialEq)]
pub enum WallWish {
    /// This screen is selected; with `more`, besides the others, or no longer.
    Select {
        /// Which screen.
        screen: usize,
        /// The others stay selected.
        more: bool,
    },
    /// All are.
    SelectAll,
    /// None is.
    SelectNone,
    /// The selected screens were dragged so far from where the drag began, in mm.
    Drag {
        /// The one that is held.
        screen: usize,
        /// How far to the right, in mm.
        across: f64,
        /// How far down, in mm.
        down: f64,
        /// Neighbours draw them within so many mm.
        near: f64,
    },
    /// They were let go.
    Drop,
    /// The selected screens move by a step.
    Nudge {
        /// How far to the right, in mm.
        across: f64,
        /// How far down, in mm.
        down: f64,
        /// The key is held: it is the same movement still.
        repeat: bool,
    },
    /// A change.
    Edit(Edit),
    /// The selected screens are removed.
    Remove,
    /// How screens are drawn together.
    Snap(Snap),
    /// The last change is taken back.
    Undo,
    /// What was taken back is made again.
    Redo,
    /// Everything is as in the file again.
    Discard,
    /// What would be saved is to be shown.
    AskToSave,
    /// It is saved.
    Save,
    /// A new file is written here.
    SaveAs(String),
    /// It is not saved.
    Cancel,
    /// What somebody else wrote into the file is taken.
    TakeTheirs,
    /// The draft is kept.
    KeepMine,
}

impl From<Refused> for Said {
    fn from(why: Refused) -> Self {
        Self::Failed(why.to_string())
    }
}

/// Draws the panel, best 340 to 420 points wide; says what is wished.
pub fn wall(ui: &mut egui::Ui, view: &WallView, wishes: &mut Vec<WallWish>) {
    let ink = Ink::new();
    ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
    keys(ui, wishes);
    head(ui, view, ink, wishes);
    canvas::canvas(ui, view, ink, wishes);
    snapping(ui, view, ink, wishes);
    ui.add_space(2.0);
    // What is always at hand keeps its place; the rest scrolls where the window is low.
    let below = saving::height(view);
    let room = (ui.available_height() - below).max(60.0);
    // What scrolls is seen to.
    ui.spacing_mut().scroll = egui::style::ScrollStyle::solid();
    egui::ScrollArea::vertical().id_salt("wall numbers").max_height(room).auto_shrink(false).show(
        ui,
        |ui| match &view.saving {
            Saving::Shown(diff) => {
                troubles(ui, view, ink);
                saving::diff(ui, view, ink, diff);
            }
            Saving::Naming(_) | Saving::Idle => {
                // What is wrong first, then what is being changed, then what it is to the eye.
                troubles(ui, view, ink);
                numbers::numbers(ui, view, ink, wishes);
                ui.add_space(6.0);
                plan::plan(ui, view, ink, wishes);
            }
        },
    );
    saving::bar(ui, view, ink, wishes);
}

/// Undo and redo, wherever in the panel the focus is; a field that is typed into has its own.
fn keys(ui: &egui::Ui, wishes: &mut Vec<WallWish>) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    let command = egui::Modifiers::COMMAND;
    let pairs = [
        (command | egui::Modifiers::SHIFT, egui::Key::Z, WallWish::Redo),
        (command, egui::Key::Y, WallWish::Redo),
        (command, egui::Key::Z, WallWish::Undo),
        (command, egui::Key::S, WallWish::AskToSave),
    ];
    for (modifiers, key, wish) in pairs {
        let shortcut = egui::KeyboardShortcut::new(modifiers, key);
        if ui.input_mut(|input| input.consume_shortcut(&shortcut)) {
            wishes.push(wish);
        }
    }
}

fn head(ui: &mut egui::Ui, view: &WallView, ink: Ink, wishes: &mut Vec<WallWish>) {
    ui.horizontal(|ui| {
        let name = view.file.as_deref().unwrap_or("a wall without a file");
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let mut step = |ui: &mut egui::Ui, word: &str, what: Option<&String>, wish| {
                let hover = what.map_or("nothing".to_owned(), Clone::clone);
                let button = egui::Button::new(egui::RichText::new(word).size(12.0));
                let pressed = ui.add_enabled(what.is_some(), button);
                if pressed.on_hover_text(format!("{word}: {hover}")).clicked() {
                    wishes.push(wish);
                }
            };
            step(ui, "Redo", view.redoes.as_ref(), WallWish::Redo);
            step(ui, "Undo", view.undoes.as_ref(), WallWish::Undo);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let title = egui::RichText::new(name).size(15.0).color(ink.bone);
                ui.add(egui::Label::new(title).truncate());
                if view.changed {
                    let state = if view.file.is_some() { "changed" } else { "not saved" };
                    ui.label(egui::RichText::new(state).size(12.0).color(ink.ember));
                }
            });
        });
    });
}

fn snapping(ui: &mut egui::Ui, view: &WallView, ink: Ink, wishes: &mut Vec<WallWish>) {
    ui.spacing_mut().button_padding.x = 6.0;
    ui.horizontal(|ui| {
        let mut neighbours = view.snap.neighbours;
        let label = egui::RichText::new("snap to neighbours").size(12.0);
        let hint = "Rims that touch, edges, middles and equal gaps. Hold Alt to drag freely.";
        if ui.checkbox(&mut neighbours, label).on_hover_text(hint).changed() {
            wishes.push(WallWish::Snap(Snap { neighbours, ..view.snap }));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            for (grid_mm, word) in [(10.0, "10 mm"), (5.0, "5 mm"), (1.0, "1 mm")] {
                let is = view.snap.grid_mm == grid_mm;
                let text = egui::RichText::new(word).size(12.0);
                if ui.add(egui::Button::selectable(is, text)).clicked() && !is {
                    wishes.push(WallWish::Snap(Snap { grid_mm, ..view.snap }));
                }
            }
            ui.label(egui::RichText::new("grid").size(12.0).color(ink.ash));
        });
    });
}

/// So many problems are told; the rest is counted.
const TOLD: usize = 4;

fn troubles(ui: &mut egui::Ui, view: &WallView, ink: Ink) {
    for trouble in view.troubles.iter().take(TOLD) {
        ui.add_space(4.0);
        let colour = if trouble.is_error { ink.wrong } else { ink.clay };
        let first = egui::RichText::new(capital(&trouble.message)).size(12.0).color(colour);
        ui.add(egui::Label::new(first).wrap());
        let help = egui::RichText::new(&trouble.help).size(12.0).color(ink.ash);
        ui.add(egui::Label::new(help).wrap());
    }
    if let Some(more) = view.troubles.len().checked_sub(TOLD + 1) {
        let text = format!("and {} more", more + 1);
        ui.label(egui::RichText::new(text).size(12.0).color(ink.ash));
    }
    if view.troubles.iter().any(|trouble| trouble.is_error) {
        ui.add_space(2.0);
        let text = "The wall in the window stays as it was until this is mended.";
        ui.add(egui::Label::new(egui::RichText::new(text).size(12.0).color(ink.ash)).wrap());
        ui.add_space(6.0);
    }
}

/// A sentence begins with a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String =
        letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests;
