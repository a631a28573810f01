//! `palimpsest run`: the wall of a gallery, unattended.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use bevy::app::{App, AppExit};
use clap::Args;
use jiff::{SignedDuration, Timestamp};

use super::{ExhibitArgs, desk, display, failed, hang, runtime_folder, state_folder};
use crate::app::{self, Logs, Timing};
use crate::diagnostic::Report;
use crate::installation::Installation;
use crate::kiosk::journal::Journal;
use crate::kiosk::log_file::{Limits, LogFile};
use crate::kiosk::plugin::{Duty, Edited, Refusals, hanging};
use crate::kiosk::pulse::Pulse;
use crate::kiosk::status::{Told, socket};
use crate::media::plugin::Patience;
use crate::reload::Edition;
use crate::reload::room::RoomWatch;
use crate::reload::watch::{Tell, Watch};
use crate::render::outputs::{self, wall_of};
use crate::scrub::{ScrubPosition, Stop};
use crate::show::{ShowCommand, View};
use crate::timeline::FilmTime;
use crate::timeline::clock::Monotonic;

/// Ends with this where there is no display.
const NO_DISPLAY: u8 = 3;
/// Ends with this where the graphics card was lost.
const NO_GRAPHICS: u8 = 5;

/// The log: fifty megabytes at most, and nothing older than three months.
const LOG: Limits = Limits { bytes: 5_000_000, files: 10, days: 90 };

/// Runs the wall of a gallery.
#[derive(Args, Debug)]
pub struct Run {
    #[command(flatten)]
    exhibit: ExhibitArgs,
    /// The wall: an installation file.
    #[arg(long, value_name = "FILE", default_value = "config/installation.toml")]
    installation: PathBuf,
    /// Show on each screen what it is called, where it hangs and on which output, in place of the
    /// film.
    #[arg(long)]
    identify: bool,
    /// Write what each pane showed at each refresh, one JSON object a line. It grows for ever.
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Take this for the present time, to try out opening hours: 2026-12-24T09:59:00+01:00.
    #[arg(long, value_name = "TIME")]
    calendar: Option<Timestamp>,
}

impl Run {
    /// Runs until it is asked to end.
    pub fn run(self) -> ExitCode {
        if !display::answers() {
            eprintln!("palimpsest: there is no display here; see config/GALLERY.md");
            return ExitCode::from(NO_DISPLAY);
        }
        match self.play() {
            Ok(code) => code,
            Err(why) => failed(why),
        }
    }

    fn play(self) -> Result<ExitCode, String> {
        let installation = Arc::new(hang::installation(&self.installation)?);
        let wanted = desk::wanted(&installation)?;
        let told = Told::default();
        let folder = runtime_folder();
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        told.answer(&socket(&folder))?;
        let language = installation.language.clone();
        let options = hang::options(&self.exhibit);
        let room = Some(&*installation);
        let mut hanging_up = hang::ready(&self.exhibit, self.trace.clone(), language, room, false)?;
        let hung = hanging(&installation, self.identify);
        hanging_up.installation = Some(Arc::clone(&hung));
        hanging_up.first = first_commands(&hanging_up.exhibit, &installation);
        hanging_up.idle = installation.running.idle;
        let hangs = hanging_up.edition();

        let journal = Journal::default();
        let logs = state_folder().join("log");
        let log = LogFile::open(&logs, LOG).map(app::beside);
        // Held until the end: then what is left is written.
        let (file, _guard) = match log {
            Ok((file, guard)) => (Some(file), Some(guard)),
            Err(why) => {
                eprintln!("palimpsest: no log is kept in {}: {why}", logs.display());
                (None, None)
            }
        };
        let mut app = app::in_gallery(Logs { journal: journal.clone(), file });
        let timing =
            Timing { clock: Arc::new(Monotonic), patience: Patience::None, aim_ahead: true };
        app::hang(&mut app, hanging_up, timing, None, wall_of(&hung))?;
        outputs::plugin(&mut app, hung);
        let refusals = Refusals::default();
        self.follow_the_exhibit(&mut app, hangs, &installation, &refusals);
        let room = self.follow_the_room(&installation, &refusals);
        let controllers = desk::listen(&mut app, &installation, wanted);
        crate::controller::dial::plugin::plugin(&mut app);
        crate::sound::plugin::plugin(&mut app, installation.running.sound.clone(), options);
        let pulse = Pulse::default();
        pulse.watch().map_err(|error| format!("no thread can be started: {error}"))?;
        let now = Timestamp::now();
        let ahead = self.calendar.map_or(SignedDuration::ZERO, |told| told.duration_since(now));
        let duty = Duty {
            journal,
            told,
            refusals,
            room,
            controllers,
            pulse,
            ahead,
            built: built(),
            identify: self.identify,
        };
        crate::kiosk::plugin::plugin(&mut app, installation, duty);
        Ok(match app.run() {
            AppExit::Success => ExitCode::SUCCESS,
            // Bevy ends so where the graphics card gives no more pictures.
            AppExit::Error(_) => ExitCode::from(NO_GRAPHICS),
        })
    }

    fn follow_the_exhibit(
        &self,
        app: &mut App,
        hangs: Edition,
        installation: &Installation,
        refusals: &Refusals,
    ) {
        let tell = tell(refusals, Edited::Exhibit);
        let options = hang::options_of_a_wall(&self.exhibit, Some(installation));
        match Watch::start(hangs.clone(), options, tell) {
            Ok(watch) => crate::reload::plugin::plugin(app, hangs, watch),
            Err(why) => eprintln!("palimpsest: the exhibit file is not watched: {why}"),
        }
    }

    fn follow_the_room(
        &self,
        installation: &Arc<Installation>,
        refusals: &Refusals,
    ) -> Option<RoomWatch> {
        let tell = tell(refusals, Edited::Installation);
        RoomWatch::start(&self.installation, Arc::clone(installation), tell)
            .inspect_err(|why| {
                eprintln!("palimpsest: the installation file is not watched: {why}");
            })
            .ok()
    }
}

/// What is wrong with an edited file goes to the log, and to those who ask.
fn tell(refusals: &Refusals, file: Edited) -> Tell {
    let refusals = refusals.clone();
    Box::new(move |report: &Report| {
        let said = report.render(false);
        if report.errors() > 0 {
            tracing::warn!("refused:\n{said}");
            refusals.note(file, said);
        } else {
            if !report.is_empty() {
                tracing::info!("\n{said}");
            }
            refusals.note(file, String::new());
        }
    })
}

/// What the show is told before the first tick. The film runs since 1970: after a restart it is
/// where it would be without one, and nothing need be written down for that.
fn first_commands(
    exhibit: &crate::exhibit::Exhibit,
    installation: &Installation,
) -> Vec<ShowCommand> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let into = since.as_nanos() % u128::from(exhibit.length.0.unsigned_abs().max(1));
    let newest = exhibit.versions.last().map(|version| Stop::Version(version.id.clone()));
    vec![
        ShowCommand::ScrubTo(ScrubPosition::at(newest.unwrap_or(Stop::Next))),
        ShowCommand::SetView(View::of(installation.running.view)),
        ShowCommand::JumpTo(FilmTime(i64::try_from(into).unwrap_or_default())),
        ShowCommand::Play,
    ]
}

/// When this program was built, as its file says: no clock before that is believed.
pub fn built() -> Timestamp {
    let modified = |path: &Path| path.metadata().and_then(|file| file.modified());
    let built = std::env::current_exe().and_then(|path| modified(&path));
    built.ok().and_then(|built| Timestamp::try_from(built).ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}
