//! `palimpsest rehearse`: the wall in a window, or offscreen.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use bevy::app::{App, AppExit};
use bevy::window::{Window, WindowResizeConstraints, WindowResolution};
use clap::{Args, ValueEnum};

use super::offscreen::{Panel, panel, panels, record};
use super::run::built;
use super::{
    ExhibitArgs, USUAL, check, complain, desk, display, failed, hang, start, state_folder, values,
};
use crate::app::{self, Hanging, Timing};
use crate::controller::port::keeper::{KEYBOARD, MOUSE};
use crate::controller::room::Wanted;
use crate::diagnostic::Report;
use crate::installation::{self, Installation};
use crate::kiosk::journal::Journal;
use crate::media::faulty::Faults;
use crate::media::plugin::{Breakable, Patience};
use crate::offscreen::{Bench, Pace, Recipe, scraping, tour};
use crate::rehearsal::memory::file::Keeper;
use crate::rehearsal::memory::{self, Recent};
use crate::rehearsal::plugin::Beside;
use crate::reload::Edition;
use crate::reload::plugin::FileErrors;
use crate::reload::watch::Watch;
use crate::scrub::{ScrubPosition, Stop};
use crate::show::{ShowCommand, View};
use crate::timeline::FilmTime;
use crate::timeline::clock::{Leaping, Monotonic};
use crate::wall::Wall;

/// More ids than this are not listed one by one.
const MOST_LISTED: usize = 24;

/// Hangs an exhibit in a window.
#[derive(Args, Debug)]
pub struct Rehearse {
    /// The exhibit: its folder or its file [default: the start page, or without a window
    /// exhibits/the-kiss].
    exhibit: Option<PathBuf>,
    /// The folder that the exhibit's media paths are relative to [default: the exhibit's own].
    #[arg(long, value_name = "DIR")]
    media: Option<PathBuf>,
    /// The folder that renditions are kept in [default: the user's cache folder].
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Everything was prepared just before, as far as it can be.
    #[arg(long, hide = true)]
    prepared: bool,
    /// Render without a window or display.
    #[arg(long, group = "without_window")]
    offscreen: bool,
    /// Where there is no display, render offscreen to this film or folder instead.
    #[arg(long, value_name = "DIR|FILE.mp4", group = "without_window")]
    or_record: Option<PathBuf>,
    /// The size of the window, or of the wall offscreen, in pixels [default: 1920x1080 offscreen].
    #[arg(long, value_name = "WxH", value_parser = values::size)]
    size: Option<(u32, u32)>,
    /// How long to render offscreen.
    #[arg(long, value_name = "S", default_value_t = 10.0, value_parser = values::seconds, requires = "without_window")]
    seconds: f64,
    /// Pictures per second offscreen.
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=240), requires = "without_window")]
    rate: u32,
    /// Write the pictures: stills into a folder, or a film where the name ends in .mp4. With
    /// --installation the screens of that wall are seen to scale, with what their bezels hide. The
    /// film has no sound.
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
    /// Draw the panels of rehearsal too, offscreen: the film's bar, and of these the ones named.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', num_args = 0.., requires = "without_window", value_parser = panel)]
    panels: Option<Vec<Panel>>,
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
    #[arg(long, value_name = "S", value_parser = values::seconds)]
    idle: Option<f64>,
    /// The film time to begin at, in seconds.
    #[arg(long, value_name = "S", default_value_t = 0.0, value_parser = values::moment)]
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
    /// Listen to the MIDI controllers whose name contains this, or to `replay:FILE`, a recording
    /// [default: those that the installation names, or any].
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

/// Every controller that is connected.
const ANY: &str = "any";
/// The wall offscreen, unless it is told otherwise.
const OFFSCREEN: (u32, u32) = (1920, 1080);
/// The window at first: it fits on the smallest laptop, with the bar beneath the wall.
const WINDOW: (u32, u32) = (1216, 728);
/// The smallest window, in points: a panel on either side still leaves the wall some room, and what
/// is in them can be reached.
pub const SMALLEST: WindowResizeConstraints = WindowResizeConstraints {
    min_width: 900.0,
    min_height: 560.0,
    max_width: f32::INFINITY,
    max_height: f32::INFINITY,
};

impl Rehearse {
    /// Loads, prepares, and plays until the window is closed or the recording is done.
    pub fn run(self) -> ExitCode {
        match self.play() {
            Ok(code) => code,
            Err(why) => failed(why),
        }
    }

    /// The exhibit that is meant where none is named.
    fn exhibit_args(&self) -> ExhibitArgs {
        let exhibit = self.exhibit.clone().unwrap_or_else(|| USUAL.into());
        ExhibitArgs { exhibit, media: self.media.clone(), cache: self.cache.clone() }
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
        let args = self.exhibit_args();
        if !self.offscreen && !self.prepared {
            if self.exhibit.is_none() && self.or_record.is_none() {
                return start::choose(&args, self.installation.as_deref(), self.size);
            }
            // What is wrong with a file is said in the terminal and in a window: some begin from an
            // icon.
            match crate::exhibit::load(&args.exhibit, args.media.as_deref()) {
                Ok(loaded) if start::is_prepared(&args, &loaded.exhibit) => {}
                Ok(_) => return start::prepare_first(&args, self.size),
                Err(report) => {
                    complain(&report);
                    return start::mend_first(&args, &report, self.size);
                }
            }
            if let Some(Err(report)) = self.installation.as_deref().map(installation::load) {
                complain(&report);
                return start::mend_first(&args, &report, self.size);
            }
        }
        let installation = self.installation.as_deref().map(hang::installation).transpose()?;
        let wanted = self.controllers(installation.as_ref())?;
        let language = match (&self.language, &installation) {
            (Some(asked), _) => asked.clone(),
            (None, Some(installation)) => installation.language.clone(),
            (None, None) => "en".to_owned(),
        };
        let room = installation.as_ref();
        let mut hanging =
            hang::ready(&args, self.trace.clone(), language.clone(), room, self.prepared)?;
        hanging.installation = installation.map(Arc::new);
        hanging.first = self.first_commands(&hanging.exhibit)?;
        hanging.idle = self.idle.and_then(|idle| std::time::Duration::try_from_secs_f64(idle).ok());
        if self.offscreen {
            let hand = self.hand(hanging.exhibit.versions.len());
            let recipe = Recipe {
                size: self.size.unwrap_or(OFFSCREEN),
                seconds: self.seconds,
                rate: self.rate,
                to: self.record.clone(),
                panels: self.panels.as_deref().map(|asked| Bench {
                    open: panels(asked),
                    asked: check::asked(&args, self.installation.clone()),
                    built: built(),
                }),
                pace: if self.realtime { Pace::Real } else { Pace::Stepped },
                hand,
            };
            return record(hanging, &recipe);
        }
        self.in_a_window(hanging, &language, wanted)
    }

    /// Plays until the window is closed.
    fn in_a_window(
        &self,
        hanging: Hanging,
        language: &str,
        wanted: Vec<Wanted>,
    ) -> Result<ExitCode, String> {
        let args = self.exhibit_args();
        let title = hanging.exhibit.title.get(language).to_owned();
        let (mut keeper, notice) = Keeper::open(&state_folder());
        if let Some(notice) = &notice {
            eprintln!("palimpsest: {notice}");
        }
        self.remember(&mut keeper, &hanging.exhibit);
        let place = keeper.memory().window.filter(|_| self.size.is_none());
        let window = self.size.or(place.map(|place| place.size)).unwrap_or(WINDOW);
        let installation = hanging.installation.clone().unwrap_or_default();
        let journal = Journal::default();
        let described = Window {
            title,
            name: Some("palimpsest".to_owned()),
            resolution: WindowResolution::new(window.0, window.1),
            resize_constraints: SMALLEST,
            ..Default::default()
        };
        let mut app =
            app::in_window(memory::plugin::restored(described, place.as_ref()), journal.clone());
        let (clock, faults) = (Leaping::over(Monotonic), Faults::default());
        app.insert_resource(Breakable(faults.clone()));
        let timing =
            Timing { clock: Arc::new(clock.clone()), patience: Patience::None, aim_ahead: true };
        let wall = Wall::within(&installation, window);
        let hangs = hanging.edition();
        app::hang(&mut app, hanging, timing, Some(app::the_window()), wall)?;
        let room = Arc::clone(&installation);
        let beside = Beside {
            installation,
            options: hang::options_of_a_wall(&args, Some(&room)),
            journal,
            faults,
            clock,
            asked: check::asked(&args, self.installation.clone()),
            built: built(),
        };
        crate::rehearsal::plugin::plugin(&mut app, beside);
        memory::plugin::plugin(&mut app, keeper, notice);
        self.follow_the_file(&mut app, hangs, &room);
        desk::listen(&mut app, &room, wanted);
        if !self.mute {
            let options = hang::options(&args);
            crate::sound::plugin::plugin(&mut app, room.running.sound.clone(), options);
        }
        Ok(match app.run() {
            AppExit::Success => ExitCode::SUCCESS,
            AppExit::Error(code) => ExitCode::from(code.get()),
        })
    }

    /// What somebody does meanwhile offscreen.
    fn hand(&self, versions: usize) -> Vec<(i64, ShowCommand)> {
        match (self.tour, self.scrape) {
            (true, _) => tour(versions, self.seconds),
            (false, Some(take)) => scraping(take, self.seconds),
            (false, None) => Vec::new(),
        }
    }

    /// The start page offers it again.
    fn remember(&self, keeper: &mut Keeper, exhibit: &crate::exhibit::Exhibit) {
        let when = jiff::Timestamp::now().as_second();
        let recent = |path: &Path, title: &str| {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            Recent { path, title: title.to_owned(), when }
        };
        let file = &exhibit.file;
        let usual = file.file_name().is_some_and(|name| name == crate::exhibit::load::FILE_NAME);
        // The folder stands for the exhibit, unless its file has a name of its own.
        let path = file.parent().filter(|_| usual).unwrap_or(file);
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let hung = recent(
            &std::fs::canonicalize(path).unwrap_or(path.to_owned()),
            exhibit.title.get("en"),
        );
        let room = self.installation.as_deref().map(|room| recent(room, ""));
        keeper.change(std::time::Duration::ZERO, |memory| memory.hung(hung, room));
        keeper.save();
    }

    /// Hangs the exhibit anew whenever its file is edited.
    fn follow_the_file(&self, app: &mut App, hangs: Edition, room: &Installation) {
        let errors = FileErrors::default();
        app.insert_resource(errors.clone());
        let tell = move |report: &Report| {
            errors.note(report.errors());
            if !report.is_empty() {
                complain(report);
            }
        };
        let options = hang::options_of_a_wall(&self.exhibit_args(), Some(room));
        match Watch::start(hangs.clone(), options, Box::new(tell)) {
            Ok(watch) => crate::reload::plugin::plugin(app, hangs, watch),
            Err(why) => eprintln!("palimpsest: the exhibit file is not watched: {why}"),
        }
    }

    /// The installation's controllers as visitors and staff will have them, and the one that is
    /// asked for, which may do everything. Its keyboard and mouse are the rehearsal's own.
    fn controllers(&self, installation: Option<&Installation>) -> Result<Vec<Wanted>, String> {
        let mut wanted = match installation {
            Some(installation) => desk::wanted(installation)?,
            // Whatever is plugged in moves the wall, as on a wall that says nothing of controllers.
            None if self.midi.is_none() => vec![Wanted::at_rehearsal(ANY)],
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
                // Of hundreds a few show how they are written.
                let ids = match ids.as_slice() {
                    [first, second, .., last] if ids.len() > MOST_LISTED => {
                        format!("{first}, {second}, … {last}")
                    }
                    ids => ids.join(", "),
                };
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
