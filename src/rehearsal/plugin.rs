//! The rehearsal window within Bevy.

use std::sync::Arc;

use bevy::app::{App, AppExit, Update};
use bevy::ecs::prelude::*;
use bevy::winit::WinitSettings;
use bevy_egui::{EguiGlobalSettings, EguiPlugin, EguiPrimaryContextPass, PrimaryEguiContext, egui};
use jiff::Timestamp;

use super::controller_fill::ControllerBench;
use super::copies::Known;
use super::drafting::WallWritten;
use super::drawn::{attend, panels};
use super::fitted::{follow_picture, follow_window};
use super::hand_over::HandOver;
use super::keyboard::Keys;
use super::leaving::{self, Unsaved};
use super::memory::Recent;
use super::memory::plugin::{Notice, Remembering};
use super::panels::{Open, Wish};
use super::trouble::{self, Means, Unplugged};
use super::typing::type_keys;
use super::{checks_live, clipboard, drafting, health_fill, mouse, rest};
use crate::check::Asked;
use crate::controller::plugin::Controllers;
use crate::installation::Installation;
use crate::kiosk::journal::Journal;
use crate::media::faulty::Faults;
use crate::prepare::Options;
use crate::reload::plugin::LeftOut;
use crate::render::plugin::WallCamera;
use crate::show::plugin::{Hung, Inbox, ShowClock, ShowSystems};
use crate::timeline::clock::Leaping;

/// The wall that is rehearsed.
#[derive(Resource)]
pub(super) struct Rehearsed(pub(super) Arc<Installation>);

/// What is open beside the wall.
#[derive(Resource, Default)]
pub struct Panels {
    /// Which panels are open.
    pub open: Open,
    /// Whose the keys are.
    pub(super) keys: Keys,
    /// The window is asked to close, and this would be lost.
    pub(super) leaving: Option<Vec<Unsaved>>,
    /// The faces and letters are there: something can be drawn.
    pub(super) dressed: bool,
    /// What the panels leave to the wall, in points from the window's upper left; all of it before
    /// they were drawn.
    pub(super) room: Option<egui::Rect>,
}

impl Panels {
    /// Whether a place in the window, in points, is the wall's.
    pub(super) fn is_wall(&self, at: (f32, f32)) -> bool {
        self.room.is_none_or(|room| room.contains(egui::pos2(at.0, at.1)))
    }
}

/// What the panels asked for at the last refresh.
#[derive(Resource, Default)]
pub(super) struct Wishes(pub(super) Vec<Wish>);

/// The size in pixels of a picture that is drawn in place of a window.
#[derive(Resource, Clone, Copy)]
pub(super) struct Picture(pub(super) (u32, u32));

/// What the panels are told of and may touch, beside what every wall has.
pub struct Beside {
    /// The wall that is rehearsed.
    pub installation: Arc<Installation>,
    /// How files are read for them.
    pub options: Options,
    /// What went wrong.
    pub journal: Journal,
    /// What the media is opened with.
    pub faults: Faults,
    /// What the show runs on.
    pub clock: Leaping,
    /// What is checked.
    pub asked: Asked,
    /// When the program was built: no clock before that is believed.
    pub built: Timestamp,
}

/// Adds keyboard, mouse and panels to a wall that is drawn in a window.
pub fn plugin(app: &mut App, beside: Beside) {
    app.insert_resource(WinitSettings::continuous()).add_systems(
        Update,
        (follow_window, type_keys, mouse::listen).chain().in_set(ShowSystems::Input).after(obey),
    );
    leaving::plugin(app);
    clipboard::plugin(app);
    beside_the_wall(app, beside, Open::default());
}

/// The same without a window or a mouse, in a picture of this size in pixels, with what is `open`.
pub fn picture(app: &mut App, beside: Beside, (size, open): ((u32, u32), Open)) {
    app.insert_resource(Picture(size)).add_systems(
        Update,
        (follow_picture, type_keys).chain().in_set(ShowSystems::Input).after(obey),
    );
    beside_the_wall(app, beside, open);
}

fn beside_the_wall(app: &mut App, beside: Beside, open: Open) {
    let Beside { installation, options, journal, faults, clock, asked, built } = beside;
    app.add_message::<WallWritten>();
    drafting::plugin(app, &installation);
    health_fill::plugin(app, journal);
    let means = Means { installation: Arc::clone(&installation), faults, clock, built };
    trouble::plugin(app, means);
    checks_live::plugin(app, asked);
    app.add_plugins((EguiPlugin::default(), super::cost::plugin, rest::plugin))
        .insert_resource(Rehearsed(installation))
        .insert_resource(EguiGlobalSettings {
            auto_create_primary_context: false,
            ..Default::default()
        })
        .insert_resource(Known::new(options))
        .insert_resource(Panels { open, ..Panels::default() })
        .init_resource::<Wishes>()
        .init_resource::<ControllerBench>()
        .init_resource::<HandOver>()
        .add_systems(Update, (see, obey, attend, unplug).chain().in_set(ShowSystems::Input))
        .add_systems(Update, remember.in_set(ShowSystems::Report))
        .add_systems(EguiPrimaryContextPass, panels);
}

/// Whether everything is there that the panels look up of the exhibit, such as pictures of its shots.
pub fn is_looked_up(app: &App) -> bool {
    app.world().get_resource::<Known>().is_none_or(Known::is_all)
}

/// What is open is open again the next time; at first it is what was open the last time.
fn remember(
    mut known: Local<Option<Open>>,
    mut panels: ResMut<Panels>,
    mut written: MessageReader<WallWritten>,
    memory: Option<ResMut<Remembering>>,
) {
    let Some(mut memory) = memory else { return };
    for WallWritten(file) in written.read() {
        let path = std::path::absolute(file).unwrap_or_else(|_| file.clone());
        let when = Timestamp::now().as_second();
        let wall = Recent { path, title: String::new(), when };
        memory.change(|memory| memory.hangs_on(wall));
    }
    match &*known {
        None => panels.open.recall(&memory.memory().panels),
        Some(before) if *before == panels.open => return,
        Some(_) => memory.change(|memory| panels.open.note(&mut memory.panels)),
    }
    *known = Some(panels.open.clone());
}

/// Pulls the controllers out and puts them in again, as *What if* has it.
fn unplug(unplugged: Res<Unplugged>, controllers: Option<ResMut<Controllers>>) {
    let Some(mut controllers) = controllers.filter(|_| unplugged.is_changed()) else { return };
    let ports = match unplugged.0 {
        true => controllers.seen().map(|seen| seen.port.to_string()).collect(),
        false => controllers.pulled(),
    };
    for port in ports {
        if let Err(why) = controllers.pull(&port, unplugged.0) {
            tracing::warn!("{port} stays as it is: {why}");
        }
    }
}

/// The panels are drawn over what the wall's camera sees.
fn see(
    mut commands: Commands,
    camera: Single<Entity, (With<WallCamera>, Without<PrimaryEguiContext>)>,
) {
    commands.entity(*camera).insert(PrimaryEguiContext);
}

/// Does what the panels asked for. It may touch anything: which panel asks for what is not known
/// to the order of systems.
pub(super) fn obey(world: &mut World) {
    let wishes = std::mem::take(&mut world.resource_mut::<Wishes>().0);
    let time = world.resource::<ShowClock>().0.now();
    for wish in wishes {
        match wish {
            Wish::Show(command) => world.resource_mut::<Inbox>().push(time, command),
            Wish::Controller(wish) => world.resource_scope(|world, mut inbox: Mut<Inbox>| {
                world.resource_scope(|world, mut bench: Mut<ControllerBench>| {
                    if let Some(mut controllers) = world.get_resource_mut::<Controllers>() {
                        bench.obey(vec![wish], &mut controllers, time, &mut inbox);
                    }
                });
            }),
            Wish::Plan => {
                let wall = Arc::clone(&world.resource::<Rehearsed>().0);
                let exhibit = Arc::clone(&world.resource::<Hung>().0);
                world.resource_mut::<HandOver>().begin(wall, exhibit);
            }
            Wish::Noted => drop(world.remove_resource::<Notice>()),
            Wish::Leave => drop(world.write_message(AppExit::Success)),
            Wish::Stay { open } => {
                let mut panels = world.resource_mut::<Panels>();
                panels.leaving = None;
                if let Some(side) = open {
                    (panels.open.side, panels.open.hidden) = (Some(side), false);
                }
            }
            Wish::ToggleGenerations => world.resource_mut::<Panels>().open.toggle_generations(),
            Wish::ToggleSide(side) => world.resource_mut::<Panels>().open.toggle_side(side),
            Wish::Hide { version, hidden } => {
                let Some(mut out) = world.get_resource_mut::<LeftOut>() else { continue };
                match hidden {
                    true => out.0.insert(version),
                    false => out.0.remove(&version),
                };
            }
        }
    }
}
