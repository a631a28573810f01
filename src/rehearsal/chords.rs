//! Keys that make a letter no letter, followed in the order in which they went down and up: at few
//! refreshes a second a chord begins and ends within one.

use std::collections::BTreeSet;

use bevy::input::keyboard::{KeyCode, KeyboardInput};
use bevy::input::{ButtonInput, ButtonState};

/// The right Alt is not among them: it writes signs on many keyboards, such as the brackets.
const ALL: [KeyCode; 5] = [
    KeyCode::ControlLeft,
    KeyCode::ControlRight,
    KeyCode::AltLeft,
    KeyCode::SuperLeft,
    KeyCode::SuperRight,
];

/// Those that are held.
#[derive(Default)]
pub struct Chords(BTreeSet<KeyCode>);

impl Chords {
    /// Takes what was typed next.
    pub fn hear(&mut self, typed: &KeyboardInput) {
        match typed.state {
            _ if !ALL.contains(&typed.key_code) => {}
            ButtonState::Pressed => drop(self.0.insert(typed.key_code)),
            ButtonState::Released => drop(self.0.remove(&typed.key_code)),
        }
    }

    /// Any is held.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// The one is held with which this system's programs are commanded.
    pub fn command(&self) -> bool {
        let command = match cfg!(target_os = "macos") {
            true => [KeyCode::SuperLeft, KeyCode::SuperRight],
            false => [KeyCode::ControlLeft, KeyCode::ControlRight],
        };
        command.iter().any(|key| self.0.contains(key))
    }

    /// What was let go while another window was typed into is not held.
    pub fn settle(&mut self, held: &ButtonInput<KeyCode>) {
        self.0.retain(|key| held.pressed(*key));
    }
}
