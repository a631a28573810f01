//! `palimpsest rehearse`: the wall in a window, or offscreen.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use bevy::app::{App, AppExit};
use bevy::window::{Window, WindowResolution};
use clap::{Args, ValueEnum};

use super::offscreen::record;
use super::{ExhibitArgs, complain, desk, display, failed, hang};
use crate::app::{self, Timing};
use crate::controller::port::keeper::{KEYBOARD, MOUSE};
use crate::controller::room::Wanted;
use crate::diagnostic::Report;
use crate::installation::Installation;
use crate::media::plugin::Patience;
use crate::offscreen::{Pace, Recipe, scraping, tour};
use crate::prepare::Options;
use crate::reload::Edition;
use crate::reload::watch::Watch;
use crate::scrub::{ScrubPosition, Stop};
use crate::show::{ShowCommand, View};
use crate::timeline::FilmTime;
use crate::timeline::clock::Monotonic;
use crate::wall::Wall;

/// Hangs an exhibit in a window.
#[derive(Args, Debug)]
pub struct Rehearse {
    #[command(flatten)]
    exhibit: ExhibitArgs,
    /// Render without a window or display.
    #[arg(long, group = "without_window")]
    offscreen: bool,
    /// Where there is no display, render offscreen to this film or folder instead.
    #[arg(long, value_name = "DIR|FILE.mp4", group = "without_window")]
    or_record: Option<PathBuf>,
    /// The size of the window, or of the wall offscreen, in pixels [default: 1920x1080 offscreen].
    #[arg(long, value_name = "WxH", value_parser = size)]
    size: Option<(u32, u32)>,
    /// How long to render offscreen.
    #[arg(long, value_name = "S", default_value_t = 10.0, value_parser = seconds, requires = "without_window")]
    seconds: f64,
    /// Pictures per second offscreen.
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=240), requires = "without_window")]
    rate: u32,
    /// Write the pictures: stills into a folder, or a film where the name ends in .mp4.
    #[arg(long, value_name = "DIR|FILE.mp4", requires = "offscreen")]
    record: Option<PathBuf>,
    /// Walk through the generations and the views meanwhile.
    #[arg(long, requires = "offscreen")]
    tour: bool,
    /// Hold the key that opens the takes which were not chosen, with the light on this one: 0 is the
    /// chosen one, 1 the first of the others.
    #[arg(long, value_name = "N", requires = "offscreen", conflicts_with = "tour")]
    scrape: Option<u16>,
    /// Keep the real clock offscreen instead of waiting for every exact frame.
    #[arg(long, requires = "offscreen")]
    realtime: bool,
    /// Write what each pane showed at each refresh, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// What to show first.
    #[arg(long, value_enum, default_value_t)]
    view: FirstView,
    /// The version to begin with, by its id, or `inputs` or `next` [default: the newest].
    #[arg(long, value_name = "ID")]
    version: Option<String>,
    /// The wall to hang it on: an installation file, such as config/3x3.toml.
    #[arg(long, value_name = "FILE")]
    installation: Option<PathBuf>,
    /// After so many seconds without a touch the wall waits for somebody and says what to do
    /// [default: never].
    #[arg(long, value_name = "S", value_parser = seconds)]
    idle: Option<f64>,
    /// The film time to begin at, in seconds.
    #[arg(long, value_name = "S", default_value_t = 0.0, value_parser = moment)]
    at: f64,
    /// Begin at rest.
    #[arg(long)]
    paused: bool,
    /// The language of the wall [default: the installation's, or else en].
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Without sound.
    #[arg(long)]
    mute: bool,
    /// Listen to the MIDI controllers whose name contains this; `any` for all of them, or
    /// `replay:FILE` for a recording.
    #[arg(long, value_name = "NAME", conflicts_with = "offscreen")]
    midi: Option<String>,
}

#[derive(ValueEnum, Debug, Clone, Copy, Default)]
enum FirstView {
    #[default]
    Chorus,
    Solo,
    Story,
    Duet,
    Strata,
}

/// The wall offscreen, unless it is told otherwise.
const OFFSCREEN: (u32, u32) = (1920, 1080);
/// The window at first: it fits on the smallest laptop, with the bar beneath the wall.
const WINDOW: (u32, u32) = (1216, 728);
/// The largest wall in pixels that is drawn offscreen, across and down.
const LARGEST: u32 = 16_384;

/// Reads a size in pixels: `1920x1080`.
///
/// # Errors
/// It is none, or a side is too short or too long; in words.
pub fn size(text: &str) -> Result<(u32, u32), String> {
    let parsed = text
        .split_once(['x', 'X', '×'])
        .and_then(|(w, h)| Some((w.trim().parse::<u32>().ok()?, h.trim().parse::<u32>().ok()?)));
    match parsed {
        Some((w, h)) if (16..=LARGEST).contains(&w) && (16..=LARGEST).contains(&h) => Ok((w, h)),
        Some(_) => Err(format!("each side must be 16 to {LARGEST} pixels")),
        None => Err("write width x height in pixels, such as 1920x1080".to_owned()),
    }
}

fn moment(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=86_400.0).contains(&value) => Ok(value),
        _ => Err("write seconds from the start of the film, such as 12 or 2.5".to_owned()),
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value <= 86_400.0 => Ok(value),
        _ => Err("write seconds above 0 and up to 86400, such as 10 or 2.5".to_owned()),
    }
}

impl Rehearse {
    /// Loads, prepares, and plays until the window is closed or the recording is done.
    pub fn run(self) -> ExitCode {
        match self.play() {
            Ok(code) => code,
            Err(why) => failed(why),
        }
    }

    fn play(mut self) -> Result<ExitCode, String> {
        if !self.offscreen && !display::answers() {
            let Some(instead) = self.or_record.take() else {
                return Err("there is no display here; add --offscreen --record DIR to render \
                            pictures without one"
                    .to_owned());
            };
            println!(
                "There is no display here: {} seconds are rendered without one, to {}",
                self.seconds,
                instead.display()
            );
            (self.offscreen, self.record) = (true, Some(instead));
        }
        let installation = self.installation.as_deref().map(hang::installation).transpose()?;
        let wanted = self.controllers(installation.as_ref())?;
        let language = match (&self.language, &installation) {
            (Some(asked), _) => asked.clone(),
            (None, Some(installation)) => installation.language.clone(),
            (None, None) => "en".to_owned(),
        };
        let territory = installation.as_ref().and_then(|room| room.territory.clone());
        let mut hanging =
            hang::ready(&self.exhibit, self.trace.clone(), language.clone(), territory)?;
        hanging.installation = installation.map(Arc::new);
        hanging.first = self.first_commands(&hanging.exhibit)?;
        hanging.idle = self.idle.and_then(|idle| std::time::Duration::try_from_secs_f64(idle).ok());
        if self.offscreen {
            let recipe = Recipe {
                size: self.size.unwrap_or(OFFSCREEN),
                seconds: self.seconds,
                rate: self.rate,
                to: self.record,
                pace: if self.realtime { Pace::Real } else { Pace::Stepped },
                hand: match (self.tour, self.scrape) {
                    (true, _) => tour(hanging.exhibit.versions.len(), self.seconds),
                    (false, Some(take)) => scraping(take, self.seconds),
                    (false, None) => Vec::new(),
                },
            };
            return record(hanging, &recipe);
        }
        let title = hanging.exhibit.title.get(&language).to_owned();
        let window = self.size.unwrap_or(WINDOW);
        let installation = hanging.installation.clone().unwrap_or_default();
        let mut app = app::in_window(Window {
            title,
            name: Some("palimpsest".to_owned()),
            resolution: WindowResolution::new(window.0, window.1),
            ..Default::default()
        });
        let timing =
            Timing { clock: Arc::new(Monotonic), patience: Patience::None, aim_ahead: true };
        let wall = Wall::within(&installation, window);
        let hangs = Edition {
            exhibit: Arc::clone(&hanging.exhibit),
            prepared: hanging.prepared.clone(),
            takes: hanging.takes.clone(),
        };
        app::hang(&mut app, hanging, timing, Some(app::the_window()), wall)?;
        let room = Arc::clone(&installation);
        crate::rehearsal::plugin::plugin(&mut app, installation);
        self.follow_the_file(&mut app, hangs, room.territory.clone());
        desk::listen(&mut app, &room, wanted);
        if !self.mute {
            let options = hang::options(&self.exhibit);
            crate::sound::plugin::plugin(&mut app, room.running.sound.clone(), options);
        }
        Ok(match app.run() {
            AppExit::Success => ExitCode::SUCCESS,
            AppExit::Error(code) => ExitCode::from(code.get()),
        })
    }

    /// Hangs the exhibit anew whenever its file is edited.
    fn follow_the_file(&self, app: &mut App, hangs: Edition, territory: Option<String>) {
        let tell = |report: &Report| {
            if !report.is_empty() {
                complain(report);
            }
        };
        let options = Options { territory, ..hang::options(&self.exhibit) };
        match Watch::start(hangs, options, Box::new(tell)) {
            Ok(watch) => crate::reload::plugin::plugin(app, watch),
            Err(why) => eprintln!("palimpsest: the exhibit file is not watched: {why}"),
        }
    }

    /// The installation's controllers as visitors and staff will have them, and the one that is
    /// asked for, which may do everything. Its keyboard and mouse are the rehearsal's own.
    fn controllers(&self, installation: Option<&Installation>) -> Result<Vec<Wanted>, String> {
        let mut wanted = match installation {
            Some(installation) => desk::wanted(installation)?,
            None => Vec::new(),
        };
        wanted.retain(|wanted| wanted.name != MOUSE && wanted.name != KEYBOARD);
        wanted.extend(self.midi.iter().map(Wanted::at_rehearsal));
        Ok(wanted)
    }

    /// What the show is told before the first tick.
    fn first_commands(
        &self,
        exhibit: &crate::exhibit::Exhibit,
    ) -> Result<Vec<ShowCommand>, String> {
        if FilmTime::from_secs_f64(self.at) >= exhibit.length {
            return Err(format!("--at {}: the film is {} long", self.at, exhibit.length));
        }
        let known = |id: &str| exhibit.versions.iter().any(|version| version.id == id);
        let stop = match self.version.as_deref() {
            Some(id) if known(id) => Stop::Version(id.to_owned()),
            Some("inputs") => Stop::Inputs,
            Some("next") => Stop::Next,
            Some(id) => {
                let ids: Vec<&str> = exhibit.versions.iter().map(|v| v.id.as_str()).collect();
                let ids = ids.join(", ");
                return Err(format!("there is no version {id:?}; there are: {ids}, inputs, next"));
            }
            None => match exhibit.versions.last() {
                Some(newest) => Stop::Version(newest.id.clone()),
                None => Stop::Next,
            },
        };
        let view = match self.view {
            FirstView::Chorus => View::Chorus,
            FirstView::Solo => View::Solo,
            FirstView::Story => View::Story,
            FirstView::Duet => View::Duet,
            FirstView::Strata => View::Strata,
        };
        let mut commands = vec![
            ShowCommand::ScrubTo(ScrubPosition::at(stop)),
            ShowCommand::SetView(view),
            ShowCommand::JumpTo(FilmTime::from_secs_f64(self.at)),
        ];
        if !self.paused {
            commands.push(ShowCommand::Play);
        }
        Ok(commands)
    }
}
