//! `palimpsest add`: a new generation enters an exhibit.

use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::{Timestamp, Zoned};

use super::{ExhibitArgs, complain, failed, hang, records, say};
use crate::diagnostic::{Diagnostic, Report};
use crate::entry::diff::unified;
use crate::entry::edit::MadeBy;
use crate::entry::undo::{History, UndoError};
use crate::exhibit::load::FILE_NAME;
use crate::exhibit::{Fit, Released, quantity};
use crate::prepare::progress::Shown;
use crate::report::arrival::{Arrival, Arriving, Copying, Examining, examine};

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
    /// Hang it without asking, unless something keeps it from the wall.
    #[arg(long)]
    yes: bool,
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
        };
        let room = match self.installation.as_deref().map(hang::installation).transpose() {
            Ok(room) => room,
            Err(why) => return Err(Report::of(Diagnostic::error(why))),
        };
        let (options, known) = (hang::options(&args), records::history(&args));
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
        for Copying { from, to } in &arrival.copies {
            say(format!("{} is to be copied to {}.", from.display(), to.display()));
        }
        say(unified(&text, &arrival.text, (FILE_NAME, "with the new version")).trim_end());
        if self.dry_run {
            return Ok(ExitCode::SUCCESS);
        }
        if !self.yes && !ask("Hang it?") {
            say("Nothing was changed.");
            return Ok(ExitCode::from(1));
        }
        self.enter(&history, &text, &arrival)?;
        Ok(ExitCode::SUCCESS)
    }

    /// The generation of this name or id, where the exhibit has it, or a new one.
    fn made_by(
        &self,
        text: &str,
        file: &std::path::Path,
        media: &std::path::Path,
    ) -> Result<MadeBy, Report> {
        let exhibit = crate::exhibit::parse(text, file, media)?.exhibit;
        let named = |known: &crate::exhibit::Generation| {
            known.id == self.generation || known.name.get("en") == self.generation
        };
        if exhibit.generations.iter().any(named) {
            return Ok(MadeBy::Existing(self.generation.clone()));
        }
        Ok(MadeBy::New {
            name: self.generation.clone(),
            maker: self.maker.clone(),
            released: self.released,
        })
    }

    /// Copies what is to be copied and changes the exhibit file: from then on it hangs.
    fn enter(&self, history: &History, text: &str, arrival: &Arrival) -> Result<(), Report> {
        for copying in &arrival.copies {
            copied(copying).map_err(|why| Report::of(Diagnostic::error(why)))?;
        }
        let what = format!("added {}", arrival.id);
        let now = Zoned::now().datetime();
        history.change(text, &arrival.text, &what, now).map_err(UndoError::into_report)?;
        say(format!(
            "{} hangs. `palimpsest undo {}` takes it back.",
            arrival.id,
            self.exhibit.display()
        ));
        Ok(())
    }
}

/// Copies a file and proves that the copy holds the same; one that is there already must.
fn copied(Copying { from, to }: &Copying) -> Result<(), String> {
    let said = |path: &std::path::Path, why: &dyn std::fmt::Display| {
        format!("{} was not copied: {}: {why}", from.display(), path.display())
    };
    let digest =
        |path: &std::path::Path| crate::prepare::content(path).map_err(|why| said(path, &why));
    let wanted = digest(from)?;
    if to.exists() {
        return match digest(to)? == wanted {
            true => Ok(()),
            false => Err(said(to, &"another file of this name is there; rename one of them")),
        };
    }
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(|why| said(folder, &why))?;
    let aside =
        folder.join(format!(".{}.partial", to.file_name().unwrap_or_default().to_string_lossy()));
    let copy = fs::copy(from, &aside).and_then(|_| fs::File::open(&aside)?.sync_all());
    copy.map_err(|why| said(&aside, &why))?;
    if digest(&aside)? != wanted {
        fs::remove_file(&aside).ok();
        return Err(said(to, &"the copy does not hold what the file holds"));
    }
    fs::rename(&aside, to).map_err(|why| said(to, &why))
}

/// Asks a question that is answered with yes or no; where nobody can answer, it is no.
pub(super) fn ask(question: &str) -> bool {
    if !std::io::stdin().is_terminal() {
        say(format!("{question} Nobody is here to answer; say --yes."));
        return false;
    }
    let mut out = std::io::stdout();
    write!(out, "{question} [y/N] ").and_then(|()| out.flush()).ok();
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).ok();
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}
