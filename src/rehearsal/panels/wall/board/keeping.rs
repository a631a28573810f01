//! The board and the file: what is written, what became of it, and what somebody else wrote.

use std::path::{Path, PathBuf};

use super::{Board, Order, PROPOSED};
use crate::diagnostic::printable;
use crate::installation::draft::SaveError;
use crate::rehearsal::panels::wall::{Said, Saving};

impl Board {
    pub(super) fn ask(&mut self) {
        self.saving = match &self.file {
            None => Saving::Naming(PROPOSED.to_owned()),
            // Where it lay is proposed.
            Some(file) if self.gone => Saving::Naming(shown(file)),
            Some(_) if self.draft.is_changed() => Saving::Shown(self.draft.diff()),
            Some(_) => Saving::Idle,
        };
    }

    pub(super) fn save(&mut self) -> Option<Order> {
        // Nothing is written that was not shown.
        let (Saving::Shown(_), None) = (&self.saving, &self.writing) else { return None };
        if self.draft.installation().is_none() {
            let text = "a wall is not saved while it has errors: it would not hang".to_owned();
            self.said = Some(Said::Failed(text));
            return None;
        }
        if self.theirs.is_some() {
            let text = "first say whose is kept: the file's or the draft's".to_owned();
            self.said = Some(Said::Failed(text));
            return None;
        }
        let file = self.file.clone()?;
        let (old, new) = (self.draft.saved().to_owned(), self.draft.text().to_owned());
        self.writing = Some(new.clone());
        Some(Order::Change { file, old, new, what: self.draft.told() })
    }

    pub(super) fn save_as(&mut self, path: &str) -> Option<Order> {
        let (Saving::Naming(_), None) = (&self.saving, &self.writing) else { return None };
        let path = path.trim();
        if path.is_empty() || path.ends_with(['/', '\\']) {
            let text = "write where the file is to be, such as config/our-wall.toml".to_owned();
            self.said = Some(Said::Failed(text));
            return None;
        }
        let mut file = PathBuf::from(path);
        if file.extension().is_none() {
            file.set_extension("toml");
        }
        let text = self.draft.text().to_owned();
        self.writing = Some(text.clone());
        Some(Order::Create { file, text })
    }

    /// What became of an order.
    pub fn done(&mut self, order: &Order, result: Result<(), SaveError>) {
        self.writing = None;
        match (order, result) {
            (Order::Change { file, new, .. }, Ok(())) => {
                self.draft.was_saved(new);
                self.saving = Saving::Idle;
                let said = format!(
                    "Saved. The state before is kept: palimpsest undo {} brings it back.",
                    shown(file)
                );
                self.said = Some(Said::Done(said));
            }
            (Order::Create { file, text }, Ok(())) => {
                self.draft.was_saved_as(file, text);
                self.file = Some(file.clone());
                (self.saving, self.gone, self.theirs) = (Saving::Idle, false, None);
                let said = format!("Written. Play on it with --installation {}.", shown(file));
                self.said = Some(Said::Done(said));
            }
            (_, Err(why)) => self.said = Some(Said::Failed(format!("Not saved: {why}."))),
        }
    }

    /// The file is not there any more, as somebody who watches it says.
    pub fn lost(&mut self) {
        (self.gone, self.theirs, self.saving) = (true, None, Saving::Idle);
    }

    /// The file holds this now, as somebody who watches it says.
    pub fn found(&mut self, text: &str) {
        self.gone = false;
        if text == self.draft.saved() || self.writing.as_deref() == Some(text) {
            self.theirs = None;
            return;
        }
        if text == self.draft.text() {
            // Somebody else came to the same.
            self.draft.was_saved(text);
            (self.theirs, self.saving) = (None, Saving::Idle);
            return;
        }
        self.theirs = Some(text.to_owned());
        if !self.draft.is_changed() {
            self.take_theirs();
        }
    }

    pub(super) fn take_theirs(&mut self) {
        let Some(theirs) = self.theirs.clone() else { return };
        let before = self.draft.revision();
        self.drag = None;
        self.guides.clear();
        match self.draft.take(&theirs) {
            Ok(()) => {
                (self.theirs, self.saving) = (None, Saving::Idle);
                self.said = Some(Said::Done("Read again as it was changed elsewhere.".to_owned()));
            }
            Err(report) => {
                let first = report.problems().first().map(ToString::to_string).unwrap_or_default();
                let text = format!("The file as it was changed elsewhere cannot be read: {first}");
                self.said = Some(Said::Failed(text));
            }
        }
        if self.draft.revision() != before {
            self.follow_the_draft();
        }
    }
}

/// A path in a message.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string().chars().map(printable).collect()
}
