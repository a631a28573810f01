//! The panels beside the wall: what is open, and what they ask for.
//!
//! Each is a function of a copy of what it shows, and of the list that it adds its wishes to: it
//! can change nothing by itself, and is tested without a window.

pub mod checks;
pub mod controller;
pub mod dock;
pub mod generations;
pub mod health;
pub mod leaving;
pub mod measures;
pub mod notice;
pub mod transport;
pub mod wall;
pub mod what_if;

use std::collections::BTreeMap;

use bevy_egui::egui;

use self::controller::ControllerWish;
use super::memory::Remembered;
use crate::show::ShowCommand;

/// What the window remembers of them, by these names.
const GENERATIONS: &str = "generations.open";
const HIDDEN: &str = "hidden";
const SIDE: &str = "side.open";
const LEFT: &str = "generations.width";
const RIGHT: &str = "side.width";

/// What a panel asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Something of the show.
    Show(ShowCommand),
    /// Leaves a version out of the wall, or takes it back.
    Hide {
        /// The version's id.
        version: String,
        /// Leaves it out.
        hidden: bool,
    },
    /// Something of the controllers.
    Controller(ControllerWish),
    /// Writes the plan of the wall.
    Plan,
    /// What was said above the wall is read.
    Noted,
    /// Closes the window, whatever is not saved.
    Leave,
    /// The window stays, with a panel open where one is named.
    Stay {
        /// Which.
        open: Option<Side>,
    },
    /// Opens or closes the list of generations.
    ToggleGenerations,
    /// Opens a panel at the right, or closes it where it is open.
    ToggleSide(Side),
}

impl From<ShowCommand> for Wish {
    fn from(command: ShowCommand) -> Self {
        Self::Show(command)
    }
}

/// A panel at the right of the wall; one is open at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The wall in millimetres.
    Wall,
    /// What the controllers say.
    Controller,
    /// How the wall does.
    Health,
    /// What is wrong with the files.
    Checks,
    /// What was measured of the pictures.
    Measures,
    /// What happens when something fails.
    WhatIf,
}

impl Side {
    /// All, in the order of their keys.
    pub const ALL: [Self; 6] =
        [Self::Wall, Self::Controller, Self::Health, Self::Checks, Self::Measures, Self::WhatIf];

    /// What it is called; the window's memory keeps it by this name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wall => "Wall",
            Self::Controller => "Controller",
            Self::Health => "Health",
            Self::Checks => "Checks",
            Self::Measures => "Measures",
            Self::WhatIf => "What if",
        }
    }

    /// The key that opens it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Wall => "F3",
            Self::Controller => "F4",
            Self::Health => "F5",
            Self::Checks => "F7",
            Self::Measures => "F8",
            Self::WhatIf => "F9",
        }
    }
}

/// What is open. Hidden, everything is: only the wall remains, and what was open comes back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Nothing but the wall.
    pub hidden: bool,
    /// The list of generations at the left.
    pub generations: bool,
    /// The panel at the right.
    pub side: Option<Side>,
    /// The keys, over the wall.
    pub help: bool,
    /// How wide the list and the panel at the right are, in whole points; none as they are at first.
    pub widths: (Option<u16>, Option<u16>),
}

impl Open {
    /// Opens this panel at the right, or closes it. What was hidden is shown again.
    pub fn toggle_side(&mut self, side: Side) {
        self.side = (self.shown() != Some(side)).then_some(side);
        self.hidden = false;
    }

    /// Opens the list of generations, or closes it. What was hidden is shown again.
    pub fn toggle_generations(&mut self) {
        self.generations = !self.generations || self.hidden;
        self.hidden = false;
    }

    /// Opens what was open, by the names that the window remembers. What is not known there stays.
    pub fn recall(&mut self, memory: &BTreeMap<String, Remembered>) {
        if let Some(Remembered::Flag(open)) = memory.get(GENERATIONS) {
            self.generations = *open;
        }
        if let Some(Remembered::Flag(hidden)) = memory.get(HIDDEN) {
            self.hidden = *hidden;
        }
        if let Some(Remembered::Word(name)) = memory.get(SIDE) {
            self.side = Side::ALL.into_iter().find(|side| side.name() == name);
        }
        let width = |name: &str| match memory.get(name) {
            Some(Remembered::Number(width)) => Some(*width as u16),
            _ => None,
        };
        self.widths = (width(LEFT), width(RIGHT));
    }

    /// Notes what is open, for [`Open::recall`].
    pub fn note(&self, memory: &mut BTreeMap<String, Remembered>) {
        let side = self.side.map_or("", Side::name).to_owned();
        memory.insert(GENERATIONS.to_owned(), Remembered::Flag(self.generations));
        memory.insert(HIDDEN.to_owned(), Remembered::Flag(self.hidden));
        memory.insert(SIDE.to_owned(), Remembered::Word(side));
        for (name, width) in [(LEFT, self.widths.0), (RIGHT, self.widths.1)] {
            if let Some(width) = width {
                memory.insert(name.to_owned(), Remembered::Number(f64::from(width)));
            }
        }
    }

    /// The panel at the right that is to be drawn.
    pub fn shown(&self) -> Option<Side> {
        self.side.filter(|_| !self.hidden)
    }
}

/// How far the arrow keys ask to go in something that has the keyboard: −1 to the left, 1 to the
/// right. Without this they would lead to the next thing.
fn arrows(ui: &egui::Ui, response: &egui::Response) -> i32 {
    if !response.has_focus() {
        return 0;
    }
    let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key| i32::from(ui.input(|input| input.key_pressed(key)));
    pressed(egui::Key::ArrowRight) - pressed(egui::Key::ArrowLeft)
}

#[cfg(test)]
mod tests;
