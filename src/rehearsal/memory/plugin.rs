//! The window's place within Bevy: noted while it is moved, put right where it cannot be reached.

use bevy::app::{App, AppExit, Last, Update};
use bevy::ecs::prelude::*;
use bevy::math::IVec2;
use bevy::window::{
    Monitor, MonitorSelection, PrimaryWindow, Window, WindowMode, WindowPosition, WindowResolution,
};

use super::WindowPlace;
use super::file::Keeper;
use crate::timeline::Clock as _;
use crate::timeline::clock::Monotonic;

/// What the window remembers; whoever has something to remember changes it.
#[derive(Resource)]
pub struct Remembering(Keeper);

impl Remembering {
    /// What is remembered.
    pub fn memory(&self) -> &super::Memory {
        self.0.memory()
    }

    /// Changes it; it is written a while later.
    pub fn change(&mut self, change: impl FnOnce(&mut super::Memory)) {
        self.0.change(now(), change);
    }
}

fn now() -> std::time::Duration {
    std::time::Duration::from_nanos(Monotonic.now().0.max(0).unsigned_abs())
}

/// What is said of the memory, above the wall, until it is read.
#[derive(Resource)]
pub struct Notice(String);

impl Notice {
    /// The words.
    pub fn words(&self) -> &str {
        &self.0
    }
}

/// Keeps the place of the window, and whatever else is remembered.
pub fn plugin(app: &mut App, keeper: Keeper, notice: Option<String>) {
    if let Some(notice) = notice {
        app.insert_resource(Notice(notice));
    }
    app.insert_resource(Remembering(keeper))
        .add_systems(Update, (within_reach, note_place).chain())
        .add_systems(Last, keep);
}

/// A window as it was; else as it is given.
pub fn restored(mut window: Window, place: Option<&WindowPlace>) -> Window {
    let Some(place) = place.filter(|place| place.is_sound()) else { return window };
    window.resolution = WindowResolution::new(place.size.0, place.size.1);
    if let Some((x, y)) = place.corner {
        window.position = WindowPosition::At(IVec2::new(x, y));
    }
    if place.full {
        window.mode = WindowMode::BorderlessFullscreen(MonitorSelection::Current);
    }
    window
}

/// A monitor may be gone since: then the window comes back to one that is there. Once, when the
/// monitors are known.
fn within_reach(
    mut looked: Local<bool>,
    monitors: Query<&Monitor>,
    mut window: Query<&mut Window, With<PrimaryWindow>>,
    remembering: Res<Remembering>,
) {
    if *looked || monitors.is_empty() {
        return;
    }
    *looked = true;
    let all: Vec<((i32, i32), (u32, u32))> = monitors
        .iter()
        .map(|monitor| {
            let at = monitor.physical_position;
            ((at.x, at.y), (monitor.physical_width, monitor.physical_height))
        })
        .collect();
    let place = remembering.memory().window;
    if place.is_some_and(|place| !place.is_reachable(&all))
        && let Ok(mut window) = window.single_mut()
    {
        window.position = WindowPosition::Centered(MonitorSelection::Primary);
    }
}

fn note_place(
    window: Query<&Window, (With<PrimaryWindow>, Changed<Window>)>,
    mut remembering: ResMut<Remembering>,
) {
    let Ok(window) = window.single() else { return };
    let full = window.mode != WindowMode::Windowed;
    let before = remembering.memory().window;
    // What it was like before it covered the monitor is what it comes back to.
    let size = match before {
        Some(before) if full => before.size,
        _ => (window.resolution.width() as u32, window.resolution.height() as u32),
    };
    let corner = match (&window.position, before) {
        (_, Some(before)) if full => before.corner,
        (WindowPosition::At(at), _) => Some((at.x, at.y)),
        (_, before) => before.and_then(|before| before.corner),
    };
    let place = WindowPlace { corner, size, full };
    if place.is_sound() && before != Some(place) {
        remembering.change(|memory| memory.window = Some(place));
    }
}

fn keep(mut remembering: ResMut<Remembering>, mut exits: MessageReader<AppExit>) {
    if exits.read().count() > 0 {
        remembering.0.save();
    } else {
        remembering.0.tick(now());
    }
}
