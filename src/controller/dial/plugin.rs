//! Dials that say they are a mouse or a keyboard, within Bevy: what the windows hear goes to their
//! profile, if the installation names them.

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;
use bevy::input::ButtonState;
use bevy::input::keyboard::{Key, KeyboardInput};
use bevy::input::mouse::{MouseButton, MouseButtonInput, MouseMotion, MouseScrollUnit, MouseWheel};

use super::{Axis, DialKey, Motion};
use crate::controller::mapping::Movement;
use crate::controller::plugin::{Controllers, Dials, listen};
use crate::controller::port::keeper::{KEYBOARD, MOUSE};
use crate::show::plugin::{ShowClock, ShowSystems};

/// So many pixels of a wheel that counts in pixels are a notch.
const PIXELS_A_NOTCH: f32 = 60.0;

/// Listens to mouse and keyboard.
pub fn plugin(app: &mut App) {
    app.add_systems(Update, hear.in_set(ShowSystems::Input).before(listen));
}

fn hear(
    mut drags: Local<bool>,
    mut keys: MessageReader<KeyboardInput>,
    mut wheel: MessageReader<MouseWheel>,
    mut motion: MessageReader<MouseMotion>,
    mut buttons: MessageReader<MouseButtonInput>,
    clock: Res<ShowClock>,
    controllers: Res<Controllers>,
    mut dials: ResMut<Dials>,
) {
    let now = clock.0.now();
    let mut push = |port: &str, motion| dials.0.push((port.into(), now, Movement::Dial(motion)));
    if controllers.wants(KEYBOARD) {
        for typed in keys.read().filter(|typed| !typed.repeat) {
            if let Some(key) = key(&typed.logical_key) {
                let down = typed.state == ButtonState::Pressed;
                push(KEYBOARD, Motion::Key { key, down });
            }
        }
    }
    if !controllers.wants(MOUSE) {
        return;
    }
    for turn in wheel.read() {
        let unit = match turn.unit {
            MouseScrollUnit::Line => 1.0,
            MouseScrollUnit::Pixel => PIXELS_A_NOTCH,
        };
        // Down goes on, as in a text.
        for (axis, notches) in [(Axis::Vertical, -turn.y), (Axis::Horizontal, turn.x)] {
            if notches != 0.0 {
                push(MOUSE, Motion::Wheel(axis, f64::from(notches / unit)));
            }
        }
    }
    for button in buttons.read().filter(|button| button.button == MouseButton::Left) {
        *drags = button.state == ButtonState::Pressed;
    }
    for moved in motion.read().filter(|_| *drags) {
        for (axis, pixels) in [(Axis::Vertical, moved.delta.y), (Axis::Horizontal, moved.delta.x)] {
            if pixels != 0.0 {
                push(MOUSE, Motion::Drag(axis, f64::from(pixels)));
            }
        }
    }
}

/// Bevy calls its keys as web browsers do.
fn key(typed: &Key) -> Option<DialKey> {
    match typed {
        Key::Character(text) => DialKey::named(text),
        named => DialKey::named(&format!("{named:?}")),
    }
}
