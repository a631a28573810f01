//! The wall on the outputs of a gallery: windows that cover them, and a camera for each screen.
//!
//! What is connected is compared with what is planned at every tick, and whatever differs is
//! brought to the plan: a screen that goes takes nothing else with it, and one that comes back,
//! under whatever number, has its picture at the next tick.

use std::collections::BTreeSet;
use std::sync::Arc;

use bevy::app::{App, Update};
use bevy::asset::Assets;
use bevy::camera::{
    Camera, Camera2d, ClearColorConfig, OrthographicProjection, Projection, RenderTarget,
    ScalingMode, Viewport,
};
use bevy::ecs::prelude::*;
use bevy::ecs::system::NonSendMarker;
use bevy::math::{IVec2, Quat, UVec2, Vec3};
use bevy::mesh::Mesh;
use bevy::render::view::Msaa;
use bevy::sprite_render::Material2dPlugin;
use bevy::transform::components::Transform;
use bevy::window::{
    CursorOptions, Monitor, MonitorSelection, OnMonitor, PresentMode, Window, WindowMode,
    WindowPosition, WindowRef, WindowResolution,
};
use bevy::winit::{UpdateMode, WINIT_WINDOWS, WinitSettings};

use super::connected::Connected;
use super::palette;
use super::trim::{self, Trim, TrimMaterial};
use crate::installation::{Installation, PixelRect, Screen, Windows};
use crate::show::plugin::ShowSystems;
use crate::wall::assign::{Cover, Output, Plan, assign};
use crate::wall::plugin::Stage;
use crate::wall::{Rect, Wall};

/// How long a wall without a window waits from tick to tick; without it, it would wait for ever.
const TICK: std::time::Duration = std::time::Duration::from_millis(16);
/// From tick to tick while nothing is shown.
const ASLEEP: std::time::Duration = std::time::Duration::from_millis(250);

/// What the windows' titles, and under Wayland their app ids, begin with.
const NAME: &str = "palimpsest";

/// The wall of a gallery and what covers it.
#[derive(Resource)]
pub struct Gallery {
    /// The installation that hangs.
    pub installation: Arc<Installation>,
    /// What is connected.
    pub outputs: Vec<Output>,
    /// Which screen is where.
    pub plan: Plan,
    /// Nothing is shown: the outputs are black and hardly any ticks pass.
    pub asleep: bool,
    connected: Option<Connected>,
    one: bool,
    places_windows: bool,
    windows: Vec<(Cover, Entity)>,
    cameras: Vec<Entity>,
    stale: bool,
}

impl Gallery {
    /// Nobody could see anything: it is asleep, or nothing is connected.
    pub fn is_unseen(&self) -> bool {
        self.asleep || self.plan.windows.is_empty()
    }

    /// Hangs another installation from the next tick on.
    pub fn rehang(&mut self, installation: Arc<Installation>) {
        self.one = one_window(installation.running.windows);
        self.installation = installation;
        self.stale = true;
    }
}

/// Whether this system lets a program say where its windows are: X11 does, Wayland does not.
pub fn places_windows() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_none_or(|name| name.is_empty())
}

fn one_window(windows: Windows) -> bool {
    match windows {
        Windows::Auto => places_windows(),
        Windows::One => true,
        Windows::Each => false,
    }
}

/// The wall of an installation, each pixel of its finest screen one of the plane.
pub fn wall_of(installation: &Installation) -> Wall {
    Wall::of(installation, &installation.canvas())
}

/// Covers the outputs with the wall of an installation.
pub fn plugin(app: &mut App, installation: Arc<Installation>) {
    app.add_plugins(Material2dPlugin::<TrimMaterial>::default())
        .insert_resource(Gallery {
            one: one_window(installation.running.windows),
            places_windows: places_windows(),
            connected: places_windows().then(Connected::watch),
            installation,
            outputs: Vec::new(),
            plan: Plan::default(),
            asleep: false,
            windows: Vec::new(),
            cameras: Vec::new(),
            stale: true,
        })
        .init_resource::<Trim>()
        .insert_resource(ticking(TICK))
        // With its monitor Bevy despawns every window that it takes to be on it.
        .add_observer(|on: On<Insert, OnMonitor>, mut commands: Commands| {
            commands.entity(on.entity).remove::<OnMonitor>();
        })
        .add_systems(
            Update,
            (look, hang, cover, aim)
                .chain()
                .in_set(ShowSystems::Arrange)
                .before(crate::wall::plugin::hang),
        );
}

fn ticking(wait: std::time::Duration) -> WinitSettings {
    let mode = UpdateMode::reactive_low_power(wait);
    WinitSettings { focused_mode: mode, unfocused_mode: mode }
}

/// Learns what is connected. Bevy's own list is stale where an output changed its mode or place.
fn look(mut gallery: ResMut<Gallery>, monitors: Query<&Monitor>, _main_thread: NonSendMarker) {
    if let Some(connected) = &gallery.connected {
        let first = gallery.windows.first().map(|(_, entity)| *entity);
        let id = WINIT_WINDOWS.with_borrow(|windows| {
            first.and_then(|entity| windows.entity_to_winit.get(&entity).copied())
        });
        connected.give_keys_to(id.map_or(0, |id| u64::from(id) as u32));
    }
    let asked = gallery.connected.as_ref().and_then(Connected::outputs);
    let listed = || {
        WINIT_WINDOWS.with_borrow(|windows| {
            let window = windows.windows.values().next()?;
            let outputs = window.available_monitors().map(|monitor| {
                let (at, size) = (monitor.position(), monitor.size());
                let (name, width, height) =
                    (monitor.name().unwrap_or_default(), size.width, size.height);
                Output { name, x: at.x, y: at.y, width, height }
            });
            Some(outputs.collect::<Vec<_>>())
        })
    };
    let mut outputs =
        asked.or_else(listed).unwrap_or_else(|| monitors.iter().map(output).collect());
    outputs.retain(|output| output.width > 0 && output.height > 0);
    outputs.sort_by(|a, b| a.name.cmp(&b.name));
    // Some compositors tell of each of them twice.
    outputs.dedup_by(|a, b| a.name == b.name);
    if outputs == gallery.outputs && !gallery.stale {
        return;
    }
    let plan = assign(&gallery.installation, &outputs, gallery.one);
    let names = |outputs: &[Output]| -> BTreeSet<String> {
        outputs.iter().map(|output| output.name.clone()).collect()
    };
    let (before, now) = (names(&gallery.outputs), names(&outputs));
    for name in before.difference(&now) {
        tracing::warn!(place = %name, "output {name} is gone; the rest plays on");
    }
    for output in outputs.iter().filter(|output| !gallery.outputs.contains(output)) {
        let Output { name, x, y, width, height } = output;
        tracing::info!("output {name} has {width} × {height} pixels at {x}, {y}");
    }
    for problem in plan.problems.iter().filter(|said| !gallery.plan.problems.contains(said)) {
        tracing::warn!("{problem}");
    }
    gallery.outputs = outputs;
    gallery.plan = plan;
    gallery.stale = true;
}

fn output(monitor: &Monitor) -> Output {
    Output {
        name: monitor.name.clone().unwrap_or_default(),
        x: monitor.physical_position.x,
        y: monitor.physical_position.y,
        width: monitor.physical_width,
        height: monitor.physical_height,
    }
}

/// The wall as it hangs on what is connected.
fn hang(
    gallery: Res<Gallery>,
    mut stage: ResMut<Stage>,
    mut trim: ResMut<Trim>,
    mut assets: (ResMut<Assets<Mesh>>, ResMut<Assets<TrimMaterial>>),
    mut commands: Commands,
) {
    if !gallery.stale {
        return;
    }
    let mut wall = wall_of(&gallery.installation);
    for (card, hangs) in wall.cards.iter_mut().zip(&gallery.plan.screens) {
        let said = hangs.as_ref().map_or("on no output", |hangs| hangs.output.as_str());
        if let Some((_, rest)) = card.split_once('\n') {
            *card = format!("{said}\n{rest}");
        }
    }
    let both = (&mut *assets.0, &mut *assets.1);
    trim::lay(&gallery.installation, &wall, &mut trim, both, &mut commands);
    if stage.wall != wall {
        stage.wall = wall;
    }
}

/// Brings the windows to the plan. The last ones stay where there is no output any more: a
/// program without a window is told nothing of what is plugged in.
fn cover(
    mut commands: Commands,
    mut gallery: ResMut<Gallery>,
    mut windows: Query<&mut Window>,
    monitors: Query<(Entity, &Monitor)>,
    mut settings: ResMut<WinitSettings>,
) {
    let wanted = match (gallery.asleep, gallery.plan.windows.is_empty()) {
        (true, _) => ticking(ASLEEP),
        (false, true) => ticking(TICK),
        (false, false) => WinitSettings::continuous(),
    };
    if settings.focused_mode != wanted.focused_mode {
        *settings = wanted;
    }
    if !gallery.stale || gallery.plan.windows.is_empty() {
        return;
    }
    let planned = gallery.plan.windows.clone();
    let mut kept = Vec::new();
    for (cover, entity) in std::mem::take(&mut gallery.windows) {
        if planned.iter().any(|new| new.output == cover.output) {
            kept.push((cover, entity));
        } else {
            commands.entity(entity).despawn();
        }
    }
    let monitor = |cover: &Cover| {
        let named = |monitor: &Monitor| monitor.name == cover.output;
        monitors.iter().find(|(_, monitor)| named(monitor)).map(|(entity, _)| entity)
    };
    for (index, cover) in planned.into_iter().enumerate() {
        let known = kept.iter().position(|(old, _)| old.output == cover.output);
        let entity = match known.map(|index| kept.swap_remove(index)) {
            Some((old, entity)) => {
                if let Ok(mut window) = windows.get_mut(entity)
                    && old != cover
                {
                    place(&mut window, &cover, gallery.places_windows, monitor(&cover));
                }
                entity
            }
            None => {
                let mut window = described(&cover, index);
                place(&mut window, &cover, gallery.places_windows, monitor(&cover));
                let cursor = CursorOptions { visible: false, ..Default::default() };
                commands.spawn((window, cursor)).id()
            }
        };
        gallery.windows.push((cover, entity));
    }
}

fn described(cover: &Cover, index: usize) -> Window {
    let name = match &cover.output {
        Some(output) => format!("{NAME}-{output}"),
        None => NAME.to_owned(),
    };
    Window {
        title: name.clone(),
        name: Some(name),
        decorations: false,
        // One window waits for its output; were each to wait for its own, they would add up.
        present_mode: if index == 0 { PresentMode::AutoVsync } else { PresentMode::AutoNoVsync },
        ..Default::default()
    }
}

/// A pixel of the window is one of the output, whatever the desktop thinks of their size.
fn place(window: &mut Window, cover: &Cover, places: bool, monitor: Option<Entity>) {
    let (width, height) = cover.size;
    window.resolution = WindowResolution::new(width, height).with_scale_factor_override(1.0);
    if places {
        window.position = WindowPosition::At(IVec2::new(cover.at.0, cover.at.1));
    } else {
        let on = monitor.map_or(MonitorSelection::Current, MonitorSelection::Entity);
        window.mode = WindowMode::BorderlessFullscreen(on);
    }
}

/// Points a camera at each screen.
fn aim(mut commands: Commands, mut gallery: ResMut<Gallery>, stage: Res<Stage>) {
    if !gallery.stale {
        return;
    }
    gallery.stale = false;
    for camera in std::mem::take(&mut gallery.cameras) {
        commands.entity(camera).despawn();
    }
    let mut cleared = BTreeSet::new();
    let mut cameras = Vec::new();
    let hung = gallery.installation.screens.iter().zip(&stage.wall.screens);
    for (index, ((screen, rect), hangs)) in hung.zip(&gallery.plan.screens).enumerate() {
        let Some(hangs) = hangs else { continue };
        let Some((_, window)) = gallery.windows.get(hangs.window) else { continue };
        let first = cleared.insert(hangs.window);
        let view = camera(index, first, hangs.region);
        let eye = eye(screen, rect, stage.wall.size);
        let target = RenderTarget::Window(WindowRef::Entity(*window));
        cameras.push(commands.spawn((Camera2d, Msaa::Off, view, eye, target)).id());
    }
    gallery.cameras = cameras;
}

fn camera(index: usize, first: bool, region: PixelRect) -> Camera {
    let clear = match first {
        true => ClearColorConfig::Custom(palette::GROUND),
        false => ClearColorConfig::None,
    };
    Camera {
        order: index as isize,
        clear_color: clear,
        viewport: Some(Viewport {
            physical_position: UVec2::new(region.x, region.y),
            physical_size: UVec2::new(region.w, region.h),
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// Sees just the screen's part of the wall, the way the screen is turned.
fn eye(screen: &Screen, rect: &Rect, wall: (f32, f32)) -> impl Bundle {
    let (width, height) = screen.rotation.turned((rect.w, rect.h));
    let projection = OrthographicProjection {
        scaling_mode: ScalingMode::Fixed { width, height },
        ..OrthographicProjection::default_2d()
    };
    let (x, y) = rect.middle();
    let place = Vec3::new(x - wall.0 / 2.0, wall.1 / 2.0 - y, 0.0);
    let turned = -(screen.rotation.degrees() as f32).to_radians();
    let transform = Transform::from_translation(place).with_rotation(Quat::from_rotation_z(turned));
    (Projection::Orthographic(projection), transform)
}
