//! The rehearsal window within Bevy.

use std::sync::Arc;

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;
use bevy::input::ButtonState;
use bevy::input::keyboard::{Key as Typed, KeyboardFocusLost, KeyboardInput};
use bevy::transform::components::Transform;
use bevy::window::{MonitorSelection, PrimaryWindow, Window, WindowMode};
use bevy::winit::WinitSettings;
use bevy_egui::{
    EguiContexts, EguiGlobalSettings, EguiPlugin, EguiPrimaryContextPass, PrimaryEguiContext, egui,
};

use super::film_bar::{self, film_bar};
use super::help::help;
use super::keys::{self, Key, Named};
use super::mouse;
use crate::controller::plugin::Controllers;
use crate::installation::Installation;
use crate::media::plugin::Tally;
use crate::render::palette;
use crate::render::plugin::WallCamera;
use crate::show::ShowCommand;
use crate::show::plugin::{Hung, Inbox, Now, ShowClock, ShowSystems, TheShow};
use crate::timeline::{FilmTime, Speed};
use crate::wall::Wall;
use crate::wall::plugin::Stage;

/// What the panels show: a copy, so that they can change nothing.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Film time.
    pub film: FilmTime,
    /// How fast the playhead runs.
    pub speed: Speed,
    /// The film's length.
    pub length: FilmTime,
    /// Where the loop begins.
    pub loop_in: FilmTime,
    /// Where it ends.
    pub loop_out: FilmTime,
    /// The shots' starts and titles.
    pub shots: Vec<(FilmTime, String)>,
    /// Frames exact, late and missing, in words.
    pub health: String,
    /// Which controllers there are, and what is wrong with them.
    pub controllers: Vec<String>,
}

/// The wall that is rehearsed.
#[derive(Resource)]
struct Rehearsed(Arc<Installation>);

/// What is shown beside the wall.
#[derive(Resource, Default)]
struct Panels {
    help: bool,
    bar: bool,
}

/// Adds keyboard, mouse and panels to the wall of an installation, drawn in a window.
pub fn plugin(app: &mut App, installation: Arc<Installation>) {
    app.add_plugins(EguiPlugin::default())
        .insert_resource(Rehearsed(installation))
        .insert_resource(EguiGlobalSettings {
            auto_create_primary_context: false,
            ..Default::default()
        })
        .insert_resource(WinitSettings::continuous())
        .insert_resource(Panels { help: false, bar: true })
        .add_systems(
            Update,
            (follow_window, type_keys, mouse::listen).chain().in_set(ShowSystems::Input),
        )
        .add_systems(EguiPrimaryContextPass, panels);
}

/// The wall keeps its shape and takes what room the bar leaves it.
fn follow_window(
    mut commands: Commands,
    panels: Res<Panels>,
    window: Single<&Window, With<PrimaryWindow>>,
    camera: Single<(Entity, &mut Transform, Option<&PrimaryEguiContext>), With<WallCamera>>,
    rehearsed: Res<Rehearsed>,
    mut stage: ResMut<Stage>,
) {
    let (entity, mut transform, context) = camera.into_inner();
    if context.is_none() {
        commands.entity(entity).insert(PrimaryEguiContext);
    }
    let window_size = (window.physical_width() as f32, window.physical_height() as f32);
    if window_size.0 < 1.0 || window_size.1 < 1.0 {
        return;
    }
    let scale = window.scale_factor();
    let bar = if panels.bar { (film_bar::HEIGHT * scale).round() } else { 0.0 };
    let room = (window_size.0, (window_size.1 - bar).max(1.0));
    let key = (room.0 as u32, room.1 as u32);
    if stage.drawn_within != Some(key) {
        stage.wall = Wall::within(&rehearsed.0, key);
        stage.drawn_within = Some(key);
    }
    let (w, h) = stage.size();
    stage.origin = (((room.0 - w) / 2.0).round(), ((room.1 - h) / 2.0).round());
    // The wall is laid out in physical pixels around its own middle; the camera looks there.
    transform.scale.x = scale;
    transform.scale.y = scale;
    transform.translation.y = -bar / 2.0;
}

fn type_keys(
    mut typed: MessageReader<KeyboardInput>,
    mut away: MessageReader<KeyboardFocusLost>,
    clock: Res<ShowClock>,
    mut inbox: ResMut<Inbox>,
    mut panels: ResMut<Panels>,
    mut window: Single<&mut Window, With<PrimaryWindow>>,
) {
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
        match (&press.logical_key, sign(&press.logical_key)) {
            (Typed::Escape, _) if full => window.mode = WindowMode::Windowed,
            (Typed::Escape, _) => panels.help = false,
            (_, Some('f')) if !press.repeat => {
                window.mode = match full {
                    true => WindowMode::Windowed,
                    false => WindowMode::BorderlessFullscreen(MonitorSelection::Current),
                };
            }
            (_, Some('?')) => panels.help = !panels.help,
            (_, Some('h')) => panels.bar = !panels.bar,
            (_, Some('t' | 's')) if press.repeat => {}
            _ => {
                if let Some(command) = key(&press.logical_key).and_then(keys::command) {
                    inbox.push(clock.0.now(), command);
                }
            }
        }
    }
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

fn panels(
    mut dressed: Local<bool>,
    mut contexts: EguiContexts,
    panels: Res<Panels>,
    now: Option<Res<Now>>,
    show: Res<TheShow>,
    hung: Res<Hung>,
    tally: Res<Tally>,
    clock: Res<ShowClock>,
    controllers: Option<Res<Controllers>>,
    mut inbox: ResMut<Inbox>,
) -> Result {
    let (Some(now), context) = (now, contexts.ctx_mut()?) else { return Ok(()) };
    if !*dressed {
        context.set_visuals(visuals());
        context.set_fonts(fonts());
        // The face is there from the next pass on.
        *dressed = true;
        return Ok(());
    }
    let mut root = egui::Ui::new(
        context.clone(),
        "rehearsal".into(),
        egui::UiBuilder::new()
            .layer_id(egui::LayerId::background())
            .max_rect(context.viewport_rect()),
    );
    if panels.bar {
        let transport = show.0.transport();
        let view = View {
            film: now.0.film,
            speed: now.0.speed,
            length: hung.0.length,
            loop_in: transport.loop_in,
            loop_out: transport.loop_out,
            shots: hung
                .0
                .shots
                .iter()
                .map(|shot| (shot.start, shot.title.get(&show.0.settings().language).to_owned()))
                .collect(),
            health: format!("late {}   missing {}   ? keys", tally.late, tally.missing),
            controllers: controllers.map(|all| all.present().now()).unwrap_or_default(),
        };
        let mut commands: Vec<ShowCommand> = Vec::new();
        egui::Panel::bottom("film bar")
            .exact_size(film_bar::HEIGHT)
            .show(&mut root, |ui| film_bar(ui, &view, &mut commands));
        let time = clock.0.now();
        commands.into_iter().for_each(|command| inbox.push(time, command));
    }
    if panels.help {
        help(&mut root);
    }
    Ok(())
}

/// The piece's own colours.
fn visuals() -> egui::Visuals {
    let mut visuals = egui::Visuals::dark();
    let of = |colour: bevy::color::Color| {
        let [r, g, b, _] = bevy::color::ColorToPacked::to_u8_array(colour.to_srgba());
        egui::Color32::from_rgb(r, g, b)
    };
    let (ground, ash, bone) = (of(palette::GROUND), of(palette::ASH), of(palette::BONE));
    visuals.panel_fill = ground;
    visuals.window_fill = ground;
    visuals.extreme_bg_color = egui::Color32::from_gray(44);
    visuals.override_text_color = Some(bone);
    visuals.hyperlink_color = of(palette::EMBER);
    visuals.widgets.noninteractive.fg_stroke.color = ash;
    visuals.widgets.inactive.fg_stroke.color = ash;
    visuals
}

/// The wall's own sans, for every letter and sign of the panels.
fn fonts() -> egui::FontDefinitions {
    let mut fonts = egui::FontDefinitions::default();
    let face = egui::FontData::from_static(include_bytes!("../../assets/fonts/Inter-Regular.otf"));
    fonts.font_data.insert("Inter".to_owned(), face.into());
    for family in fonts.families.values_mut() {
        family.insert(0, "Inter".to_owned());
    }
    fonts
}
