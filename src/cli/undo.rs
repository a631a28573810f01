//! `palimpsest undo`: takes back what was last changed of an exhibit file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::Zoned;

use super::{complain, failed, hang, records, say};
use crate::entry::shell::word;
use crate::entry::undo::{History, UndoError};
use crate::exhibit::load::{FILE_NAME, folder_of};
use crate::exhibit::{self};

/// Takes back the last change that Palimpsest made to an exhibit file.
#[derive(Args, Debug)]
pub struct Undo {
    /// The exhibit: its folder or its file; or an installation file that was changed in rehearsal.
    exhibit: PathBuf,
    /// Do again what was taken back last.
    #[arg(long)]
    redo: bool,
    /// Also where the file was changed by hand since; what was written stays in the history.
    #[arg(long)]
    force: bool,
    /// Say what was changed, and when, and change nothing.
    #[arg(long)]
    list: bool,
}

impl Undo {
    /// Takes it back; exit 0 when it did, 2 when it could not.
    pub fn run(self) -> ExitCode {
        match self.undone() {
            Ok(()) => ExitCode::SUCCESS,
            Err(problem) => {
                complain(&problem.into_report());
                failed("nothing was changed")
            }
        }
    }

    fn undone(&self) -> Result<(), UndoError> {
        let file = match self.exhibit.is_dir() {
            true => self.exhibit.join(FILE_NAME),
            false => self.exhibit.clone(),
        };
        let history = History::of(&file)?;
        if self.list {
            for past in history.list()? {
                let holds = if past.holds { "" } else { " (taken back)" };
                say(format!("{}  {}{holds}", past.when, past.what));
            }
            return Ok(());
        }
        let now = Zoned::now().datetime();
        let done = match self.redo {
            true => history.redo(self.force, now)?,
            false => history.undo(self.force, now)?,
        };
        say(done.diff.trim_end());
        say(match self.redo {
            true => format!("done again: {}", done.what),
            false => format!("taken back: {}", done.what),
        });
        let left = left(&file, &done.texts);
        if !left.is_empty() {
            let exhibit = word(&self.exhibit.display().to_string());
            let again = if self.redo { "" } else { " --redo" };
            say(format!(
                "These files stay, though the exhibit no longer names them, because `palimpsest undo \
                 {exhibit}{again}` hangs them again. Remove them yourself if nobody else needs them:"
            ));
            left.iter().for_each(|file| say(format!("  {}", file.display())));
        }
        Ok(())
    }
}

/// The files that an exhibit named before and does not name now, and that are there.
fn left(file: &Path, [before, now]: &[String; 2]) -> Vec<PathBuf> {
    let media = hang::rooted(folder_of(&hang::rooted(file)));
    let named = |text: &str| {
        let read = exhibit::parse(text, file, &media).ok();
        let masters = read.map(|read| records::masters(&read.exhibit)).unwrap_or_default();
        masters.into_iter().map(|master| master.path).collect::<BTreeSet<PathBuf>>()
    };
    let (before, now) = (named(before), named(now));
    before.into_iter().filter(|path| !now.contains(path) && path.is_file()).collect()
}
