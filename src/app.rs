//! Puts the parts together, in the one order that every tick has.

use std::path::PathBuf;
use std::sync::Arc;

use bevy::DefaultPlugins;
use bevy::app::{App, PluginGroup, PluginGroupBuilder, Update};
use bevy::asset::AssetPlugin;
use bevy::camera::RenderTarget;
use bevy::ecs::prelude::*;
use bevy::ecs::schedule::IntoScheduleConfigs;
use bevy::log::{BoxedLayer, LogPlugin};
use bevy::render::RenderPlugin;
use bevy::render::pipelined_rendering::PipelinedRenderingPlugin;
use bevy::window::{ExitCondition, Window, WindowPlugin, WindowRef};
use bevy::winit::WinitPlugin;

use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_subscriber::Layer as _;

use crate::exhibit::Exhibit;
use crate::installation::Installation;
use crate::kiosk::journal::Journal;
use crate::media::Lockstep;
use crate::media::beneath::{Sets, Takes};
use crate::media::plugin::{Patience, Playable, opener};
use crate::prepare::Options;
use crate::reload::Edition;
use crate::render::typeset::Typefaces;
use crate::rendition::Prepared;
use crate::show::plugin::ShowSystems;
use crate::show::{Program, Show, ShowCommand};
use crate::timeline::{Clock, ClockTime};
use crate::trace::writer::TraceWriter;
use crate::wall::Wall;

/// Everything that is decided before the first tick.
pub struct Hanging {
    /// What is shown.
    pub exhibit: Arc<Exhibit>,
    /// What each version is played from; none where nothing could be prepared.
    pub prepared: Vec<Option<Arc<Prepared>>>,
    /// What was prepared of the takes that were not chosen, by their files.
    pub takes: Takes,
    /// Where each refresh is written down, if anywhere.
    pub trace: Option<PathBuf>,
    /// The language of the wall.
    pub language: String,
    /// What everything is written in.
    pub faces: Typefaces,
    /// What the show was told long before the first tick: everything has come to rest by then.
    pub first: Vec<ShowCommand>,
    /// How media is opened that was not prepared: the storyboard stills and the voices.
    pub options: Options,
    /// The wall; where it is none, one screen of the size that is drawn.
    pub installation: Option<Arc<Installation>>,
    /// After how long without a command the wall waits for somebody; never where it is none.
    pub idle: Option<std::time::Duration>,
}

impl Hanging {
    /// The same as an edition, for whoever hangs the next.
    pub fn edition(&self) -> Edition {
        let (exhibit, prepared) = (Arc::clone(&self.exhibit), self.prepared.clone());
        Edition { exhibit, prepared, takes: self.takes.clone() }
    }
}

/// How the wall is timed.
#[derive(Clone)]
pub struct Timing {
    /// What the show runs on.
    pub clock: Arc<dyn Clock>,
    /// Whether a tick waits for late frames.
    pub patience: Patience,
    /// Film time is told for when the picture will be seen, not for when it is begun.
    pub aim_ahead: bool,
}

/// What Bevy is given to run in a window of this description. What goes wrong is noted in
/// `journal`. Whoever is asked to close the window does so: something may not be saved.
pub fn in_window(window: Window, journal: Journal) -> App {
    let mut app = App::new();
    app.insert_resource(Logs { journal, file: None });
    let windows = WindowPlugin {
        primary_window: Some(window),
        exit_condition: ExitCondition::OnAllClosed,
        close_when_requested: false,
        ..Default::default()
    };
    app.add_plugins(plugins(windows).set(LogPlugin { custom_layer: log_layers, ..log() }));
    app
}

/// Where the log goes beside the standard error stream.
#[derive(Resource)]
pub struct Logs {
    /// The last warnings and errors.
    pub journal: Journal,
    /// The file of the log.
    pub file: Option<NonBlocking>,
}

/// Writes lines on a thread of its own, so that a slow disk holds nothing up; what waits is written
/// before the guard is gone.
pub fn beside(file: impl std::io::Write + Send + 'static) -> (NonBlocking, WorkerGuard) {
    tracing_appender::non_blocking(file)
}

fn log_layers(app: &mut App) -> Option<BoxedLayer> {
    let Logs { journal, file } = app.world_mut().remove_resource()?;
    let file = file.map(|file| tracing_subscriber::fmt::layer().with_ansi(false).with_writer(file));
    Some(Box::new(journal.and_then(file)))
}

/// What Bevy is given to run on the outputs of a gallery. Nothing that a window is asked to do ends
/// it.
pub fn in_gallery(logs: Logs) -> App {
    let mut app = App::new();
    app.insert_resource(logs);
    let windows = WindowPlugin {
        primary_window: None,
        exit_condition: ExitCondition::DontExit,
        close_when_requested: false,
        ..Default::default()
    };
    // What winit warns of is not what a technician can do anything about.
    let filter = "warn,palimpsest=info,winit=error,bevy_render::renderer=error".to_owned();
    let log = LogPlugin { custom_layer: log_layers, filter, ..Default::default() };
    app.add_plugins(plugins(windows).set(log));
    // An error in one system is said, and the wall goes on.
    app.set_error_handler(bevy::ecs::error::error);
    app
}

/// What Bevy is given to draw without a window, one update after the other.
pub fn without_window() -> App {
    let mut app = App::new();
    let windows = WindowPlugin {
        primary_window: None,
        exit_condition: ExitCondition::DontExit,
        ..Default::default()
    };
    let plugins = plugins(windows);
    app.add_plugins(plugins.disable::<WinitPlugin>().disable::<PipelinedRenderingPlugin>());
    app
}

/// What both have in common. Shaders are compiled at once, so that no first refresh lacks a pane.
fn plugins(windows: WindowPlugin) -> PluginGroupBuilder {
    let render = RenderPlugin { synchronous_pipeline_compilation: true, ..Default::default() };
    DefaultPlugins.set(windows).set(log()).set(assets()).set(render)
}

/// Warnings of the libraries and news of our own, to the standard error stream. What they say of
/// a machine without a graphics card, and winit of a display, reads like a fault and is none.
fn log() -> LogPlugin {
    let filter =
        "warn,palimpsest=info,winit=error,bevy_render::renderer=error,bevy_egui::render=error";
    LogPlugin { filter: filter.to_owned(), ..Default::default() }
}

/// Everything that is drawn with is inside the program; nothing is looked for beside it.
fn assets() -> AssetPlugin {
    AssetPlugin { watch_for_changes_override: Some(false), ..Default::default() }
}

/// The window that [`in_window`] opened, as a target.
pub fn the_window() -> RenderTarget {
    RenderTarget::Window(WindowRef::Primary)
}

/// Hangs an exhibit on a wall that is drawn into `target`; into none where each screen is drawn
/// by itself.
///
/// # Errors
/// The trace cannot be written, or the decoders are not installed; in words.
pub fn hang(
    app: &mut App,
    hanging: Hanging,
    timing: Timing,
    target: Option<RenderTarget>,
    wall: Wall,
) -> Result<(), String> {
    let trace =
        match &hanging.trace {
            Some(path) => Some(TraceWriter::create(path).map_err(|error| {
                format!("the trace {} cannot be written: {error}", path.display())
            })?),
            None => None,
        };
    let show = opening(&hanging, timing.clock.now());
    let reels = Lockstep::new(hanging.prepared.clone(), opener(app));
    app.configure_sets(
        Update,
        (
            ShowSystems::Input,
            ShowSystems::Advance,
            ShowSystems::Arrange,
            ShowSystems::Select,
            ShowSystems::Report,
        )
            .chain(),
    );
    let sets = Arc::new(Sets::of(&hanging.exhibit, &hanging.takes));
    crate::show::plugin::plugin(app, show, hanging.exhibit, Arc::clone(&timing.clock));
    let playable = Playable(hanging.prepared);
    crate::media::plugin::plugin(app, reels, (playable, sets), timing.patience);
    crate::wall::plugin::plugin(app, wall);
    crate::render::plugin::plugin(app, target, hanging.faces, hanging.options);
    crate::trace::plugin::plugin(app, timing.clock, trace, timing.aim_ahead);
    Ok(())
}

/// The show as it opens: what moves along the generations was told an hour ago and has come to
/// rest, and the playhead starts now.
fn opening(hanging: &Hanging, now: ClockTime) -> Show {
    let long_ago = now.after(-3_600_000_000_000);
    let mut show = Show::new(program(&hanging.exhibit, &hanging.prepared), long_ago);
    show.set_home(&hanging.language);
    for command in &hanging.first {
        let moves_film = matches!(command, ShowCommand::Play | ShowCommand::Shuttle(_));
        show.apply(if moves_film { now } else { long_ago }, command.clone());
    }
    // Whoever opens it is there.
    show.touch(now);
    show.attract_after(hanging.idle.map(|idle| i64::try_from(idle.as_nanos()).unwrap_or(i64::MAX)));
    show
}

/// What the show must know of an exhibit and of what was prepared for it.
pub fn program(exhibit: &Exhibit, prepared: &[Option<Arc<Prepared>>]) -> Program {
    Program::playing(exhibit, prepared)
}
