//! What is typed in the window, and who hears it.

use bevy::ecs::prelude::*;
use bevy::input::keyboard::{Key as Typed, KeyCode, KeyboardFocusLost, KeyboardInput};
use bevy::input::mouse::MouseButton;
use bevy::input::{ButtonInput, ButtonState};
use bevy::window::{MonitorSelection, PrimaryWindow, Window, WindowMode};
use bevy_egui::{EguiContexts, EguiGlobalSettings, egui};

use super::chords::Chords;
use super::keyboard::{Happened, Keys};
use super::keys::{self, Key, Named};
use super::panels::Side;
use super::plugin::Panels;
use crate::show::ShowCommand;
use crate::show::plugin::{Inbox, ShowClock};

/// Gives each key to the show, the window or the panels. Where there is no window, as when a
/// picture of it is drawn, nothing covers a whole screen.
pub(super) fn type_keys(
    mut chords: Local<Chords>,
    (mut typed, mut away): (MessageReader<KeyboardInput>, MessageReader<KeyboardFocusLost>),
    (buttons, held): (Res<ButtonInput<MouseButton>>, Res<ButtonInput<KeyCode>>),
    clock: Res<ShowClock>,
    mut contexts: EguiContexts,
    mut settings: ResMut<EguiGlobalSettings>,
    mut inbox: ResMut<Inbox>,
    mut panels: ResMut<Panels>,
    mut window: Option<Single<&mut Window, With<PrimaryWindow>>>,
) {
    let context = contexts.ctx_mut().ok().map(|context| context.clone());
    let at = window.as_ref().and_then(|window| window.cursor_position()).map(|at| (at.x, at.y));
    let mut happened = Happened {
        wall_pressed: buttons.just_pressed(MouseButton::Left)
            && at.is_some_and(|at| panels.is_wall(at)),
        typing: context.as_ref().is_some_and(egui::Context::egui_wants_keyboard_input),
        asked: panels.leaving.is_some(),
        any_panel: !panels.open.hidden || panels.leaving.is_some(),
        ..Happened::default()
    };
    let writing = context.as_ref().is_some_and(egui::Context::text_edit_focused);
    let walls = panels.keys == Keys::Wall;
    // A key that is let go of while another window has the keyboard is not heard of.
    if away.read().count() > 0 {
        inbox.push(clock.0.now(), ShowCommand::Scrape(false));
    }
    for press in typed.read() {
        chords.hear(press);
        if press.state == ButtonState::Released {
            if let Some(command) = key(&press.logical_key).and_then(keys::released) {
                inbox.push(clock.0.now(), command);
            }
            continue;
        }
        if chords.any() {
            continue;
        }
        let full = window.as_ref().is_some_and(|window| window.mode != WindowMode::Windowed);
        let once = !press.repeat;
        match (&press.logical_key, sign(&press.logical_key)) {
            // A question is answered before anything else.
            _ if happened.asked => {}
            (Typed::F6, _) if once => happened.switched = true,
            (Typed::F1, _) if once => panels.open.help = !panels.open.help,
            (Typed::F2, _) if once => panels.open.toggle_generations(),
            (key, _) if once && side(key).is_some() => {
                if let Some(side) = side(key) {
                    panels.open.toggle_side(side);
                }
            }
            (Typed::Escape, _) if !walls => happened.escaped = true,
            // It hides the panels from wherever they are worked in, unless it is a letter there.
            (_, Some('h')) if once && !writing => panels.open.hidden = !panels.open.hidden,
            _ if !walls => {}
            (Typed::Escape, _) if panels.open.help => panels.open.help = false,
            (Typed::Escape, _) if full => cover(&mut window, false),
            (_, Some('f')) if once => cover(&mut window, !full),
            (_, Some('?')) => panels.open.help = !panels.open.help,
            (_, Some('t' | 's')) if press.repeat => {}
            _ => {
                if let Some(command) = key(&press.logical_key).and_then(keys::command) {
                    inbox.push(clock.0.now(), command);
                }
            }
        }
    }
    chords.settle(&held);
    let before = panels.keys;
    panels.keys = panels.keys.after(happened);
    // What is typed for the show is not to wander through the panels.
    settings.input_system_settings.run_write_keyboard_input_messages_system =
        panels.keys == Keys::Panels;
    let Some(context) = context.filter(|_| before != panels.keys) else { return };
    context.memory_mut(|memory| match panels.keys {
        Keys::Panels if !happened.typing && !happened.asked => {
            memory.move_focus(egui::FocusDirection::Next);
        }
        Keys::Panels => {}
        Keys::Wall => memory.stop_text_input(),
    });
}

/// Covers the whole monitor, or no longer.
fn cover(window: &mut Option<Single<&mut Window, With<PrimaryWindow>>>, all: bool) {
    let Some(window) = window else { return };
    window.mode = match all {
        true => WindowMode::BorderlessFullscreen(MonitorSelection::Current),
        false => WindowMode::Windowed,
    };
}

/// The panel that a key opens.
fn side(typed: &Typed) -> Option<Side> {
    let name = match typed {
        Typed::F3 => "F3",
        Typed::F4 => "F4",
        Typed::F5 => "F5",
        Typed::F7 => "F7",
        Typed::F8 => "F8",
        Typed::F9 => "F9",
        _ => return None,
    };
    Side::ALL.into_iter().find(|side| side.key() == name)
}

fn sign(key: &Typed) -> Option<char> {
    match key {
        Typed::Character(text) => text.chars().next().map(|sign| sign.to_ascii_lowercase()),
        _ => None,
    }
}

fn key(typed: &Typed) -> Option<Key> {
    let named = match typed {
        Typed::ArrowLeft => Named::Left,
        Typed::ArrowRight => Named::Right,
        Typed::Home => Named::Home,
        Typed::End => Named::End,
        Typed::Tab => Named::Tab,
        Typed::Enter => Named::Enter,
        Typed::Space => Named::Space,
        Typed::PageUp => Named::PageUp,
        Typed::PageDown => Named::PageDown,
        other => return sign(other).map(Key::Sign),
    };
    Some(Key::Named(named))
}
