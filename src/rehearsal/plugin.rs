//! The rehearsal window within Bevy.

use std::sync::Arc;

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;
use bevy::input::keyboard::{Key as Typed, KeyboardFocusLost, KeyboardInput};
use bevy::input::{ButtonInput, ButtonState, mouse::MouseButton};
use bevy::transform::components::Transform;
use bevy::window::{MonitorSelection, PrimaryWindow, Window, WindowMode};
use bevy::winit::WinitSettings;
use bevy_egui::{
    EguiContexts, EguiGlobalSettings, EguiPlugin, EguiPrimaryContextPass, PrimaryEguiContext, egui,
};
use jiff::Timestamp;

use super::controller_fill::ControllerBench;
use super::copies::Known;
use super::drawn::panels;
use super::hand_over::HandOver;
use super::keyboard::{Happened, Keys};
use super::keys::{self, Key, Named};
use super::memory::plugin::Remembering;
use super::panels::{Open, Side, Wish};
use super::trouble::{self, Means, Unplugged};
use super::{checks_live, drafting, health_fill, mouse};
use crate::check::Asked;
use crate::controller::plugin::Controllers;
use crate::installation::Installation;
use crate::kiosk::journal::Journal;
use crate::media::faulty::Faults;
use crate::prepare::Options;
use crate::reload::plugin::LeftOut;
use crate::render::plugin::WallCamera;
use crate::show::ShowCommand;
use crate::show::plugin::{Hung, Inbox, ShowClock, ShowSystems};
use crate::timeline::clock::Leaping;
use crate::wall::Wall;
use crate::wall::plugin::Stage;

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
struct Picture((u32, u32));

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
    beside_the_wall(app, beside, Open::default());
}

/// The same without a window, a keyboard or a mouse, in a picture of this size in pixels, with what
/// is `open`.
pub fn picture(app: &mut App, beside: Beside, (size, open): ((u32, u32), Open)) {
    app.insert_resource(Picture(size))
        .add_systems(Update, follow_picture.in_set(ShowSystems::Input).after(obey));
    beside_the_wall(app, beside, open);
}

fn beside_the_wall(app: &mut App, beside: Beside, open: Open) {
    let Beside { installation, options, journal, faults, clock, asked, built } = beside;
    drafting::plugin(app, &installation);
    health_fill::plugin(app, journal);
    let means = Means { installation: Arc::clone(&installation), faults, clock, built };
    trouble::plugin(app, means);
    if let Err(why) = checks_live::plugin(app, asked) {
        tracing::warn!("nothing is checked live: {why}");
    }
    app.add_plugins((EguiPlugin::default(), super::cost::plugin))
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
        .add_systems(Update, (see, obey, unplug).chain().in_set(ShowSystems::Input))
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
    memory: Option<ResMut<Remembering>>,
) {
    let Some(mut memory) = memory else { return };
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

/// The wall keeps its shape and takes what room the panels leave it in the window.
fn follow_window(
    panels: Res<Panels>,
    window: Single<&Window, With<PrimaryWindow>>,
    camera: Single<&mut Transform, With<WallCamera>>,
    rehearsed: Res<Rehearsed>,
    mut stage: ResMut<Stage>,
) {
    let size = (window.physical_width() as f32, window.physical_height() as f32);
    let within = (size, window.scale_factor());
    fit(&panels, within, &rehearsed, &mut stage, &mut camera.into_inner());
}

fn follow_picture(
    panels: Res<Panels>,
    picture: Res<Picture>,
    camera: Single<&mut Transform, With<WallCamera>>,
    rehearsed: Res<Rehearsed>,
    mut stage: ResMut<Stage>,
) {
    let size = (picture.0.0 as f32, picture.0.1 as f32);
    fit(&panels, (size, 1.0), &rehearsed, &mut stage, &mut camera.into_inner());
}

/// Fits the wall into what the panels leave of so many pixels, of which `scale` are a point.
fn fit(
    panels: &Panels,
    (size, scale): ((f32, f32), f32),
    rehearsed: &Rehearsed,
    stage: &mut Stage,
    camera: &mut Transform,
) {
    if size.0 < 1.0 || size.1 < 1.0 {
        return;
    }
    let whole =
        egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(size.0 / scale, size.1 / scale));
    let room = panels.room.unwrap_or(whole).intersect(whole) * scale;
    let (w, h) = (room.width().round().max(1.0), room.height().round().max(1.0));
    let key = (w as u32, h as u32);
    if stage.drawn_within != Some(key) {
        stage.wall = Wall::within(&rehearsed.0, key);
        stage.drawn_within = Some(key);
    }
    let (wall_w, wall_h) = stage.size();
    stage.origin =
        ((room.left() + (w - wall_w) / 2.0).round(), (room.top() + (h - wall_h) / 2.0).round());
    // The wall is laid out in physical pixels around its own middle; the camera looks at that of
    // the window, which is elsewhere when a panel is open.
    let middle = (stage.origin.0 + wall_w / 2.0, stage.origin.1 + wall_h / 2.0);
    camera.scale.x = scale;
    camera.scale.y = scale;
    camera.translation.x = (size.0 / 2.0 - middle.0).round();
    camera.translation.y = (middle.1 - size.1 / 2.0).round();
}

fn type_keys(
    mut typed: MessageReader<KeyboardInput>,
    mut away: MessageReader<KeyboardFocusLost>,
    buttons: Res<ButtonInput<MouseButton>>,
    clock: Res<ShowClock>,
    mut contexts: EguiContexts,
    mut settings: ResMut<EguiGlobalSettings>,
    mut inbox: ResMut<Inbox>,
    mut panels: ResMut<Panels>,
    mut window: Single<&mut Window, With<PrimaryWindow>>,
) {
    let context = contexts.ctx_mut().ok().map(|context| context.clone());
    let at = window.cursor_position().map(|at| (at.x, at.y));
    let mut happened = Happened {
        wall_pressed: buttons.just_pressed(MouseButton::Left)
            && at.is_some_and(|at| panels.is_wall(at)),
        typing: context.as_ref().is_some_and(egui::Context::egui_wants_keyboard_input),
        any_panel: !panels.open.hidden,
        ..Happened::default()
    };
    let writing = context.as_ref().is_some_and(egui::Context::text_edit_focused);
    let walls = panels.keys == Keys::Wall;
    // A key that is let go of while another window has the keyboard is not heard of.
    if away.read().count() > 0 {
        inbox.push(clock.0.now(), ShowCommand::Scrape(false));
    }
    for press in typed.read() {
        if press.state == ButtonState::Released {
            if let Some(command) = key(&press.logical_key).and_then(keys::released) {
                inbox.push(clock.0.now(), command);
            }
            continue;
        }
        let full = window.mode != WindowMode::Windowed;
        let once = !press.repeat;
        match (&press.logical_key, sign(&press.logical_key)) {
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
            (Typed::Escape, _) if full => window.mode = WindowMode::Windowed,
            (_, Some('f')) if once => {
                window.mode = match full {
                    true => WindowMode::Windowed,
                    false => WindowMode::BorderlessFullscreen(MonitorSelection::Current),
                };
            }
            (_, Some('?')) => panels.open.help = !panels.open.help,
            (_, Some('t' | 's')) if press.repeat => {}
            _ => {
                if let Some(command) = key(&press.logical_key).and_then(keys::command) {
                    inbox.push(clock.0.now(), command);
                }
            }
        }
    }
    let before = panels.keys;
    panels.keys = panels.keys.after(happened);
    // What is typed for the show is not to wander through the panels.
    settings.input_system_settings.run_write_keyboard_input_messages_system =
        panels.keys == Keys::Panels;
    let Some(context) = context.filter(|_| before != panels.keys) else { return };
    context.memory_mut(|memory| match panels.keys {
        Keys::Panels if !happened.typing => memory.move_focus(egui::FocusDirection::Next),
        Keys::Panels => {}
        Keys::Wall => memory.stop_text_input(),
    });
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
