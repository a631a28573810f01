//! Changes of the exhibit file that can be taken back, and taken back again.
//!
//! A change is noted in the history first and made second, both so that a crash at any point
//! leaves whole files. A change that is noted and was not made is one that is undone, and can be
//! done again.

use std::fs::{self, File, Metadata, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;

use super::atomic::{Gate, replace};
use super::diff::unified;
use super::history::{Entry, Kind, append, entries};
use super::shown;
use crate::diagnostic::{Diagnostic, Report};
use crate::exhibit::load::read_text;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// The exhibit file cannot be read.
    #[error("{0}")]
    Unreadable(Report),
    /// The disk did not do something.
    #[error("cannot {doing} {}: {error}", shown(file))]
    Disk {
        /// What, as in "cannot change".
        doing: &'static str,
        /// Which file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The exhibit file may not be written.
    #[error("the file {} may not be changed", shown(.0))]
    ReadOnly(PathBuf),
    /// Another program is changing the same file.
    #[error("the file {} is being changed by another palimpsest", shown(.0))]
    Busy(PathBuf),
    /// The exhibit file is not what it was when the change was thought out.
    #[error("the file {} was changed meanwhile", shown(.0))]
    Meanwhile(PathBuf),
    /// The exhibit file was changed by hand after what is to be undone or done again.
    #[error("the file {} was changed by hand since: {}", shown(file), what)]
    ByHand {
        /// Which file.
        file: PathBuf,
        /// What was to be undone or done again.
        what: String,
        /// What was changed by hand.
        diff: String,
    },
    /// There is no change to undo, or none to do again.
    #[error("there is nothing to {0}")]
    Nothing(&'static str),
}

impl UndoError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "See above.",
            Self::Disk { .. } => {
                "See that the disk is not full and that the folder may be written."
            }
            Self::ReadOnly(_) => "Give yourself leave to write it, or work on a copy.",
            Self::Busy(_) => "Wait until the other has finished, then try again.",
            Self::Meanwhile(_) => "Save it in your editor, then try again.",
            Self::ByHand { .. } => {
                "To keep what was written by hand, change the file by hand. To go on nevertheless, \
                 add --force: what was written by hand stays in the history."
            }
            Self::Nothing(_) => "Only what palimpsest itself has changed can be undone.",
        }
    }

    /// As a problem among others, with what to do. The difference of a change by hand is beside it.
    pub fn into_report(self) -> Report {
        let help = self.help();
        match self {
            Self::Unreadable(report) => report,
            other => Report::of(Diagnostic::error(other.to_string()).help(help)),
        }
    }
}

/// What was undone or done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What it was, in the words with which it was done.
    pub what: String,
    /// What that changed in the file, as a unified diff.
    pub diff: String,
    /// The text as it was before, and as it is now.
    pub texts: [String; 2],
}

/// A change that was made, for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its number, from 1.
    pub number: u32,
    /// When it was made, such as `2026-03-01T12-30-00`.
    pub when: String,
    /// What it was.
    pub what: String,
    /// It has not been undone.
    pub holds: bool,
}

/// The history of one exhibit file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    file: PathBuf,
    folder: PathBuf,
}

/// Which way in the history.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Undo,
    Redo,
}

/// A change, and the entry that last made it or took it back.
type Standing = (u32, usize);

impl History {
    /// Of an exhibit file. Where that is a link, of the file that it leads to, which keeps its
    /// place; its history is in `.exhibit.history` beside it. A file with several names (hard
    /// links) is changed under this one only.
    ///
    /// # Errors
    /// There is no such file.
    pub fn of(exhibit: &Path) -> Result<Self, UndoError> {
        let disk = |error| UndoError::Disk { doing: "find", file: exhibit.to_owned(), error };
        let file = exhibit.canonicalize().map_err(disk)?;
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder = file.with_file_name(format!(".{stem}.history"));
        Ok(Self { file, folder })
    }

    /// The exhibit file as it is.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn text(&self) -> Result<String, UndoError> {
        let help = "Give the folder of an exhibit.";
        read_text(&self.file, "exhibit", help).map_err(UndoError::Unreadable)
    }

    /// Whether the file may be changed at all, before much is done for it.
    ///
    /// # Errors
    /// It may not, or another program is changing it.
    pub fn may_change(&self) -> Result<(), UndoError> {
        self.locked().map(|_| ())
    }

    /// Changes the file from `old` to `new`. `what` says in a few words what that does, such as
    /// "added version sora-2"; `now` is the time of the venue.
    ///
    /// # Errors
    /// The file is not `old` any more, or cannot be written.
    pub fn change(&self, old: &str, new: &str, what: &str, now: DateTime) -> Result<(), UndoError> {
        self.change_through(&mut |_| Ok(()), [old, new], what, now)
    }

    fn change_through(
        &self,
        gate: &mut Gate<'_>,
        [old, new]: [&str; 2],
        what: &str,
        now: DateTime,
    ) -> Result<(), UndoError> {
        if old == new {
            return Ok(());
        }
        let (_lock, like) = self.locked()?;
        if self.text()? != old {
            return Err(UndoError::Meanwhile(self.file.clone()));
        }
        self.settle(old, now, &like, gate)?;
        self.enter((Kind::Change, what), [old, new], now, &like, gate)
    }

    /// Takes back the last change that holds. Where the file was changed by hand since, only with
    /// `force`; the state that was made by hand comes back when the undoing is undone.
    ///
    /// # Errors
    /// There is nothing to undo, the file was changed by hand since, or it cannot be written.
    pub fn undo(&self, force: bool, now: DateTime) -> Result<Done, UndoError> {
        self.go(&mut |_| Ok(()), Way::Undo, force, now)
    }

    /// Does again what was undone last, unless something else was changed since.
    ///
    /// # Errors
    /// As of [`Self::undo`].
    pub fn redo(&self, force: bool, now: DateTime) -> Result<Done, UndoError> {
        self.go(&mut |_| Ok(()), Way::Redo, force, now)
    }

    fn go(
        &self,
        gate: &mut Gate<'_>,
        way: Way,
        force: bool,
        now: DateTime,
    ) -> Result<Done, UndoError> {
        let verb = if way == Way::Undo { "undo" } else { "redo" };
        if self.entries()?.is_empty() {
            return Err(UndoError::Nothing(verb));
        }
        let (_lock, like) = self.locked()?;
        let text = self.text()?;
        self.settle(&text, now, &like, gate)?;
        let entries = self.entries()?;
        let (done, undone) = standing(&entries);
        let stack = if way == Way::Undo { done } else { undone };
        let Some((number, by)) = stack.last().copied() else {
            return Err(UndoError::Nothing(verb));
        };
        let by = &entries[by];
        let what = entries.iter().find(|one| one.number == number).unwrap_or(by).what.clone();
        let disk = |error| UndoError::Disk { doing: "read", file: self.folder.clone(), error };
        let (expected, target) = (by.after().map_err(disk)?, by.before().map_err(disk)?);
        if text != expected && !force {
            let diff = unified(&expected, &text, ("as palimpsest left it", "as it is"));
            return Err(UndoError::ByHand { file: self.file.clone(), what, diff });
        }
        let kind = if way == Way::Undo { Kind::Undo(number) } else { Kind::Redo(number) };
        self.enter((kind, &what), [&text, &target], now, &like, gate)?;
        let diff = unified(&text, &target, ("before", "after"));
        Ok(Done { what, diff, texts: [text, target] })
    }

    /// What was changed, the oldest first.
    ///
    /// # Errors
    /// The history or the exhibit file cannot be read.
    pub fn list(&self) -> Result<Vec<Past>, UndoError> {
        let entries = self.entries()?;
        let (done, _) = standing(&entries);
        let unmade = self.unmade(&self.text()?)?.map(|(kind, _)| kind);
        let holds = |number| match unmade {
            Some(Kind::Undo(last)) if last == number => false,
            Some(Kind::Redo(last)) if last == number => true,
            _ => done.iter().any(|(change, _)| *change == number),
        };
        let changes = entries.into_iter().filter(|one| one.kind == Kind::Change);
        Ok(changes
            .map(|Entry { number, when, what, .. }| Past {
                number,
                when,
                what,
                holds: holds(number),
            })
            .collect())
    }

    fn entries(&self) -> Result<Vec<Entry>, UndoError> {
        let disk = |error| UndoError::Disk { doing: "read", file: self.folder.clone(), error };
        entries(&self.folder).map_err(disk)
    }

    /// The entry that says that the last change was not made, and the text as it would have become;
    /// none where it was made or the file is something else altogether.
    fn unmade(&self, text: &str) -> Result<Option<(Kind, String)>, UndoError> {
        let entries = self.entries()?;
        let Some(last) = entries.last() else { return Ok(None) };
        let disk = |error| UndoError::Disk { doing: "read", file: self.folder.clone(), error };
        let (before, after) = (last.before().map_err(disk)?, last.after().map_err(disk)?);
        if text == after || text != before {
            return Ok(None);
        }
        let kind = match last.kind {
            Kind::Change => Kind::Undo(last.number),
            Kind::Undo(number) => Kind::Redo(number),
            Kind::Redo(number) => Kind::Undo(number),
        };
        Ok(Some((kind, after)))
    }

    /// A change that was noted and then not made, because of a crash or because somebody put the
    /// old file back, is noted as undone.
    fn settle(
        &self,
        text: &str,
        now: DateTime,
        like: &Metadata,
        gate: &mut Gate<'_>,
    ) -> Result<(), UndoError> {
        let Some((kind, after)) = self.unmade(text)? else { return Ok(()) };
        self.note((kind, "found as it was before"), [&after, text], now, like, gate)
    }

    /// Notes a change and makes it.
    fn enter(
        &self,
        what: (Kind, &str),
        [before, after]: [&str; 2],
        now: DateTime,
        like: &Metadata,
        gate: &mut Gate<'_>,
    ) -> Result<(), UndoError> {
        self.note(what, [before, after], now, like, gate)?;
        let disk = |error| UndoError::Disk { doing: "change", file: self.file.clone(), error };
        replace(&self.file, after.as_bytes(), like, gate).map_err(disk)
    }

    fn note(
        &self,
        (kind, what): (Kind, &str),
        states: [&str; 2],
        now: DateTime,
        like: &Metadata,
        gate: &mut Gate<'_>,
    ) -> Result<(), UndoError> {
        let when = now.strftime("%Y-%m-%dT%H-%M-%S").to_string();
        let disk = |error| UndoError::Disk { doing: "write", file: self.folder.clone(), error };
        append(&self.folder, (kind, what, &when), states, like, gate).map_err(disk)
    }

    /// Keeps others out until the returned file is closed; with it, what is known of the exhibit
    /// file, whose permissions all others get.
    fn locked(&self) -> Result<(File, Metadata), UndoError> {
        let disk = |error| UndoError::Disk { doing: "write", file: self.folder.clone(), error };
        let like = self.file.metadata().map_err(disk)?;
        if like.permissions().readonly() {
            return Err(UndoError::ReadOnly(self.file.clone()));
        }
        fs::create_dir_all(&self.folder).map_err(disk)?;
        let lock = File::create(self.folder.join("lock")).map_err(disk)?;
        for _ in 0..20 {
            // A program that any thread here starts holds it until it has become itself.
            let Err(TryLockError::WouldBlock) = lock.try_lock() else { break };
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => Err(UndoError::Busy(self.file.clone())),
            // Where a disk knows no locks, two at once are the user's to prevent.
            Ok(()) | Err(TryLockError::Error(_)) => Ok((lock, like)),
        }
    }
}

/// The changes that hold and those that were undone, the last one last; with each the place of the
/// entry that made it so. What was undone cannot be done again once something else was changed.
fn standing(entries: &[Entry]) -> (Vec<Standing>, Vec<Standing>) {
    let (mut done, mut undone) = (Vec::<Standing>::new(), Vec::<Standing>::new());
    for (place, entry) in entries.iter().enumerate() {
        let (from, to, number) = match entry.kind {
            Kind::Change => {
                undone.clear();
                done.push((entry.number, place));
                continue;
            }
            Kind::Undo(number) => (&mut done, &mut undone, number),
            Kind::Redo(number) => (&mut undone, &mut done, number),
        };
        // What it refers to may be older than what is kept.
        from.retain(|(change, _)| *change != number);
        to.push((number, place));
    }
    (done, undone)
}

#[cfg(test)]
mod tests;
