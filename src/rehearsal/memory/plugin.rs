//! The window's place within Bevy: noted while it is moved, put right where it cannot be reached.

use bevy::app::{App, AppExit, Last, Update};
use bevy::ecs::prelude::*;
use bevy::math::IVec2;
use bevy::window::{
    Monitor, MonitorSelection, PrimaryWindow, Window, WindowMode, WindowPosition, WindowResolution,
};
use bevy_egui::{EguiContexts, EguiPrimaryContextPass, egui};

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

/// What is said of the memory until it is read.
#[derive(Resource)]
struct Notice(String);

/// Keeps the place of the window, and whatever else is remembered. A notice is shown over the wall
/// until somebody has read it.
pub fn plugin(app: &mut App, keeper: Keeper, notice: Option<String>) {
    if let Some(notice) = notice {
        app.insert_resource(Notice(notice)).add_systems(EguiPrimaryContextPass, say);
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

fn say(
    mut commands: Commands,
    notice: Option<Res<Notice>>,
    mut contexts: EguiContexts,
    mut passes: Local<u32>,
) -> Result {
    let (Some(notice), context) = (notice, contexts.ctx_mut()?) else { return Ok(()) };
    // The faces are there from the second pass on.
    *passes = passes.saturating_add(1);
    if *passes < 3 {
        return Ok(());
    }
    let mut read = false;
    egui::Area::new("memory notice".into())
        .anchor(egui::Align2::CENTER_TOP, egui::vec2(0.0, 24.0))
        .show(context, |ui| {
            egui::Frame::popup(ui.style()).inner_margin(16).show(ui, |ui| {
                ui.set_max_width(560.0);
                ui.label(&notice.0);
                read = ui.button("Good").clicked();
            });
        });
    if read {
        commands.remove_resource::<Notice>();
    }
    Ok(())
}

fn keep(mut remembering: ResMut<Remembering>, mut exits: MessageReader<AppExit>) {
    if exits.read().count() > 0 {
        remembering.0.save();
    } else {
        remembering.0.tick(now());
    }
}
