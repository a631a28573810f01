//! `palimpsest add`: a new generation enters an exhibit.

mod copies;
mod decide;
mod rights;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::{Timestamp, Zoned};

use super::{ExhibitArgs, complain, failed, hang, records, say};
use crate::diagnostic::{Diagnostic, Report, quoted};
use crate::entry::diff::unified;
use crate::entry::edit::{MadeBy, called};
use crate::entry::shell::word;
use crate::entry::undo::{History, UndoError};
use crate::exhibit::load::FILE_NAME;
use crate::exhibit::{Fit, Released, quantity};
use crate::prepare::Options;
use crate::prepare::progress::Shown;
use crate::report::arrival::{Arrival, Arriving, Copying, Examining, examine};
use copies::Copies;
use decide::{Accepted, told};
use rights::RightsArgs;

/// What is said where nothing is stated of the rights.
const ASKS_FOR_RIGHTS: &str = "Nothing is stated of its rights: state them with --owner, --licence, \
                               --cleared-until and --territories, or later in its [[version]].";

/// Adds a version by a new generation: prepares and examines it, says what was found, and hangs it
/// after your yes.
#[derive(Args, Debug)]
pub struct Add {
    /// The exhibit: its folder or its file.
    exhibit: PathBuf,
    /// Its files: one for the whole film, or one for each shot, as `march=a.mp4` where the name does
    /// not tell.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// The model that made it, by its name, or by the id of a generation that is there already.
    #[arg(long, value_name = "NAME")]
    generation: String,
    /// Who made the model.
    #[arg(long, value_name = "NAME")]
    maker: Option<String>,
    /// When the model was released: "2024", "2024-12" or "2024-12-09".
    #[arg(long, value_name = "DATE", value_parser = released)]
    released: Option<Released>,
    /// What happens where a file is shorter or longer than its part of the film: hold, stretch,
    /// loop or cut.
    #[arg(long, value_parser = fit)]
    fit: Option<Fit>,
    /// The wall that it is to hang on: the file of an installation.
    #[arg(long, value_name = "FILE")]
    installation: Option<PathBuf>,
    /// Say what was found and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Hang it without asking, unless something keeps it from the wall or a person must look or
    /// decide.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    accepted: Accepted,
    #[command(flatten)]
    rights: RightsArgs,
    /// The folder that the exhibit's media paths are relative to [default: the exhibit's own].
    #[arg(long, value_name = "DIR")]
    media: Option<PathBuf>,
    /// The folder that renditions are kept in [default: the user's cache folder].
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

fn released(word: &str) -> Result<Released, String> {
    let mut parts = word.splitn(3, '-').map(|part| part.parse::<i16>().ok());
    let year = parts.next().flatten();
    let (month, day) = (parts.next(), parts.next());
    let complete = month != Some(None) && day != Some(None);
    let read = year.filter(|_| complete);
    let read = read.and_then(|year| quantity::date(year, month.flatten(), day.flatten()));
    read.ok_or_else(|| "write a year, a month or a day: 2024, 2024-12 or 2024-12-09".to_owned())
}

fn fit(word: &str) -> Result<Fit, String> {
    serde_json::from_value(serde_json::Value::from(word))
        .map_err(|_| "it can be hold, stretch, loop or cut".to_owned())
}

impl Add {
    /// Adds it; exit 0 when it entered or could have, 1 when the answer was no, 2 when something
    /// keeps it from the wall.
    pub fn run(self) -> ExitCode {
        match self.added() {
            Ok(code) => code,
            Err(report) => {
                complain(&report);
                failed("nothing was changed")
            }
        }
    }

    fn added(&self) -> Result<ExitCode, Report> {
        // A wall that plays on this machine comes first.
        crate::prepare::step_back();
        let args = ExhibitArgs {
            exhibit: self.exhibit.clone(),
            media: self.media.clone(),
            cache: self.cache.clone(),
        };
        let file = match self.exhibit.is_dir() {
            true => self.exhibit.join(FILE_NAME),
            false => self.exhibit.clone(),
        };
        let history = History::of(&file).map_err(UndoError::into_report)?;
        let text = history.text().map_err(UndoError::into_report)?;
        let media = hang::media(&args).unwrap_or_default();
        let arriving = Arriving {
            file: &file,
            text: &text,
            media: &media,
            made_by: self.made_by(&text, &file, &media)?,
            files: &self.files,
            fit: self.fit,
            rights: self.rights.stated()?,
        };
        if !self.dry_run {
            history.may_change().map_err(UndoError::into_report)?;
        }
        let room = match self.installation.as_deref().map(hang::installation).transpose() {
            Ok(room) => room,
            Err(why) => return Err(Report::of(Diagnostic::error(why))),
        };
        let options = Options { retry: true, ..hang::options(&args) };
        let known = records::history(&args);
        let examining = Examining {
            options: &options,
            room: room.as_ref(),
            history: known.as_deref(),
            today: Zoned::now().date(),
            now: Timestamp::now(),
        };
        let arrival = examine(&arriving, &examining, &mut Shown::default())?;
        say(arrival.page());
        if !arrival.may_enter {
            say("It does not enter: something above keeps it from the wall.");
            return Ok(ExitCode::from(2));
        }
        for Copying { from, to, .. } in &arrival.copies {
            say(format!("{} is to be copied to {}.", from.display(), to.display()));
        }
        say(unified(&text, &arrival.text, (FILE_NAME, "with the new version")).trim_end());
        if arriving.rights.is_none() {
            say(ASKS_FOR_RIGHTS);
        }
        for unsure in &arrival.unsure {
            say(told(unsure));
        }
        if self.dry_run {
            return Ok(ExitCode::SUCCESS);
        }
        if !self.agreed(&arrival) {
            say("Nothing was changed.");
            return Ok(ExitCode::from(1));
        }
        self.enter(&history, &text, &arrival)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Whether it is to hang: `--yes` covers what is fine, and what only a person can see or decide
    /// is asked each by itself.
    fn agreed(&self, arrival: &Arrival) -> bool {
        self.accepted.or_asked(&arrival.unsure) && (self.yes || ask("Hang it?", "say --yes"))
    }

    /// The generation of this name or id, where the exhibit has it, or a new one.
    fn made_by(&self, text: &str, file: &Path, media: &Path) -> Result<MadeBy, Report> {
        let exhibit = crate::exhibit::parse(text, file, media)?.exhibit;
        let Some(known) = called(&exhibit, &self.generation) else {
            return Ok(MadeBy::New {
                name: self.generation.clone(),
                maker: self.maker.clone(),
                released: self.released,
            });
        };
        let maker = |asked: &&String| known.maker.all().all(|maker| maker != asked.as_str());
        let other_maker = self.maker.iter().find(maker).map(|_| "--maker");
        let other_date = self.released.filter(|asked| known.released != Some(*asked));
        if let Some(option) = other_maker.or(other_date.map(|_| "--released")) {
            let what = format!(
                "generation {} is there already, and {option} is not what the exhibit says of it",
                quoted(&known.id)
            );
            let help = format!(
                "Leave {option} out, or write it in {FILE_NAME}: it holds for all versions of that \
                 generation. If another model is meant, give its name."
            );
            return Err(Report::of(Diagnostic::error(what).help(help)));
        }
        Ok(MadeBy::Existing(known.id.clone()))
    }

    /// Copies what is to be copied and changes the exhibit file: from then on it hangs. Where that
    /// fails, what was copied is taken away again.
    fn enter(&self, history: &History, text: &str, arrival: &Arrival) -> Result<(), Report> {
        let mut copies = Copies::default();
        let copied = arrival.copies.iter().try_for_each(|one| copies.copy(one));
        let what = format!("added {}", arrival.id);
        let now = Zoned::now().datetime();
        let done = copied.map_err(|why| Report::of(Diagnostic::error(why))).and_then(|()| {
            history.change(text, &arrival.text, &what, now).map_err(UndoError::into_report)
        });
        if let Err(report) = done {
            // The last step of a change is to wait for the disk: it may hang all the same.
            if history.text().is_ok_and(|now| now == arrival.text) {
                say(format!("{} hangs, but the disk did not confirm it.", arrival.id));
            } else {
                say(copies.take_away());
            }
            return Err(report);
        }
        let exhibit = self.exhibit.display().to_string();
        say(format!("{} hangs. `palimpsest undo {}` takes it back.", arrival.id, word(&exhibit)));
        Ok(())
    }
}

/// Asks a question that is answered with yes or no; where nobody can answer, it is no, and what to
/// do `instead` is said.
pub(super) fn ask(question: &str, instead: &str) -> bool {
    if !std::io::stdin().is_terminal() {
        say(format!("{question} Nobody is here to answer; {instead}."));
        return false;
    }
    let mut out = std::io::stdout();
    write!(out, "{question} [y/N] ").and_then(|()| out.flush()).ok();
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).ok();
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}
