//! A draft of an installation file: its text, and changes to the wall made in that text.
//!
//! The file belongs to the curator. A draft never writes it anew: the values that change are
//! replaced at the places that the parser names, keys that were not there get a line of their own
//! where they belong, and everything else stays byte for byte, comments and ends of lines
//! included. So a change can be taken back exactly, and what will be saved can be shown first.
//!
//! Every screen has an entry of its own in the file, those of a video wall too. So moving one of
//! nine moves that one; to move all nine, all are selected and moved together.

mod edit;
mod keys;
mod pen;
mod save;
mod screens;
pub mod snap;
mod starter;
mod turn;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::load::whole;
use super::{Installation, Screen};
use crate::diagnostic::Report;
pub use edit::{Edit, Measure, Refused, length};
pub use save::{SaveError, create, save};
pub use starter::starter;

/// So many changes can be taken back.
const KEPT: usize = 1000;

/// An installation file that is being changed.
#[derive(Clone, Debug)]
pub struct Draft {
    file: PathBuf,
    saved: Arc<str>,
    text: Arc<str>,
    reading: Reading,
    past: Vec<Step>,
    future: Vec<Step>,
    gesture: Option<u64>,
    revision: u64,
}

/// What a text says.
#[derive(Clone, Debug)]
struct Reading {
    screens: Vec<Screen>,
    distance_mm: f64,
    centre_mm: Option<f64>,
    controller_mm: (f64, f64),
    installation: Option<Arc<Installation>>,
    report: Report,
}

/// A text to go back to, or on to, and what lies between.
#[derive(Clone, Debug)]
struct Step {
    text: Arc<str>,
    reading: Reading,
    what: String,
}

impl Draft {
    /// Of the text of a file. Errors that leave every screen readable, such as screens that lie on
    /// each other, are no obstacle: they can be mended here.
    ///
    /// # Errors
    /// Everything that is wrong with the text, where a line or a screen cannot be read.
    pub fn of(text: &str, file: &Path) -> Result<Self, Report> {
        let reading = read(text, file)?;
        let text: Arc<str> = text.into();
        Ok(Self {
            file: file.to_owned(),
            saved: Arc::clone(&text),
            text,
            reading,
            past: Vec::new(),
            future: Vec::new(),
            gesture: None,
            revision: 0,
        })
    }

    /// The file as it would be saved.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file as it was last read or saved.
    pub fn saved(&self) -> &str {
        &self.saved
    }

    /// Where it was read from.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The draft says something else than the file.
    pub fn is_changed(&self) -> bool {
        self.text != self.saved
    }

    /// The screens as they are written, whether they could hang so or not; never empty.
    pub fn screens(&self) -> &[Screen] {
        &self.reading.screens
    }

    /// The viewing distance, in mm.
    pub fn distance_mm(&self) -> f64 {
        self.reading.distance_mm
    }

    /// How high the middle of all pictures hangs above the floor, in mm; none where nobody says.
    pub fn said_centre_mm(&self) -> Option<f64> {
        self.reading.centre_mm
    }

    /// Where the controller is, in mm.
    pub fn controller_mm(&self) -> (f64, f64) {
        self.reading.controller_mm
    }

    /// What the text says, as `check --installation` reads it; none where it has errors.
    pub fn installation(&self) -> Option<&Arc<Installation>> {
        self.reading.installation.as_ref()
    }

    /// What `check --installation` would say of the text.
    pub fn problems(&self) -> &Report {
        &self.reading.report
    }

    /// A number that is another one after every change of the text.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Makes changes, which are taken back as one. Those that follow each other within one
    /// `gesture`, such as the movements of one drag, are one as well; none stands by itself.
    ///
    /// # Errors
    /// One of them cannot be made; then none is.
    pub fn apply(&mut self, edits: &[Edit], gesture: Option<u64>) -> Result<(), Refused> {
        let text = edit::edited(self, edits)?;
        if text == *self.text {
            return Ok(());
        }
        let reading = read(&text, &self.file).map_err(Refused::Unwritable)?;
        let joins = gesture.is_some() && gesture == self.gesture && !self.past.is_empty();
        if !joins {
            let what = edits.first().map(|one| one.told(self.screens())).unwrap_or_default();
            self.remember(what);
        }
        self.gesture = gesture;
        self.show(text.into(), reading);
        let back = self.past.last().is_some_and(|step| step.text == self.text);
        if back && joins {
            // A screen that is dragged back to where it was has not moved.
            self.past.pop();
            self.gesture = None;
        }
        Ok(())
    }

    fn remember(&mut self, what: String) {
        self.future.clear();
        if self.past.len() == KEPT {
            self.past.remove(0);
        }
        let (text, reading) = (Arc::clone(&self.text), self.reading.clone());
        self.past.push(Step { text, reading, what });
    }

    fn show(&mut self, text: Arc<str>, reading: Reading) {
        (self.text, self.reading) = (text, reading);
        self.revision += 1;
    }

    /// Takes back the last change; false where there is none.
    pub fn undo(&mut self) -> bool {
        self.go(true)
    }

    /// Makes again what was taken back last; false where there is nothing.
    pub fn redo(&mut self) -> bool {
        self.go(false)
    }

    fn go(&mut self, back: bool) -> bool {
        let (from, to) = match back {
            true => (&mut self.past, &mut self.future),
            false => (&mut self.future, &mut self.past),
        };
        let Some(Step { text, reading, what }) = from.pop() else { return false };
        let left = (Arc::clone(&self.text), self.reading.clone());
        to.push(Step { text: left.0, reading: left.1, what });
        self.gesture = None;
        self.show(text, reading);
        true
    }

    /// What [`Self::undo`] would take back, in words.
    pub fn undoes(&self) -> Option<&str> {
        self.past.last().map(|step| step.what.as_str())
    }

    /// What [`Self::redo`] would make again, in words.
    pub fn redoes(&self) -> Option<&str> {
        self.future.last().map(|step| step.what.as_str())
    }

    /// What was changed since the file was last read or saved, in a few words, for its history.
    pub fn told(&self) -> String {
        let since = self.past.iter().rposition(|step| step.text == self.saved).unwrap_or(0);
        let mut said: Vec<&str> = Vec::new();
        for step in &self.past[since..] {
            if !said.contains(&step.what.as_str()) {
                said.push(&step.what);
            }
        }
        let more = if said.len() > 3 { " and more" } else { "" };
        said.truncate(3);
        if said.is_empty() { "changed the wall".to_owned() } else { said.join(", ") + more }
    }

    /// The file now holds this text, which the draft was when it was written.
    pub fn was_saved(&mut self, text: &str) {
        self.saved = text.into();
        self.gesture = None;
    }

    /// This text is in a file for the first time.
    pub fn was_saved_as(&mut self, file: &Path, text: &str) {
        file.clone_into(&mut self.file);
        if let Ok(reading) = read(&self.text, file) {
            self.reading = reading;
        }
        self.was_saved(text);
        self.revision += 1;
    }

    /// Goes back to what the file says; that can be taken back too.
    pub fn discard(&mut self) {
        let saved = Arc::clone(&self.saved);
        if let Ok(reading) = read(&saved, &self.file) {
            self.become_text(saved, reading, "discarded the changes");
        }
    }

    /// Takes what somebody else wrote into the file; that can be taken back too.
    ///
    /// # Errors
    /// Everything that is wrong with it, where a line or a screen cannot be read. Nothing is
    /// changed then.
    pub fn take(&mut self, theirs: &str) -> Result<(), Report> {
        let reading = read(theirs, &self.file)?;
        let theirs: Arc<str> = theirs.into();
        self.saved = Arc::clone(&theirs);
        self.become_text(theirs, reading, "took the file as it was changed elsewhere");
        Ok(())
    }

    /// Keeps the draft though somebody else changed the file: what is saved, and what the
    /// difference is shown to, is what they wrote.
    pub fn keep(&mut self, theirs: &str) {
        self.saved = theirs.into();
    }

    fn become_text(&mut self, text: Arc<str>, reading: Reading, what: &str) {
        if text != self.text {
            self.remember(what.to_owned());
            self.gesture = None;
            self.show(text, reading);
        }
    }

    /// What saving would change in the file, as a unified diff; empty where it is nothing.
    pub fn diff(&self) -> String {
        crate::entry::diff::unified(&self.saved, &self.text, ("in the file", "in the draft"))
    }
}

/// Reads a text whose every screen can be read.
fn read(text: &str, file: &Path) -> Result<Reading, Report> {
    let whole = whole(text, file);
    let readable = |one: &super::raw::RawScreen| one.measured && one.shaped;
    let complete = whole.listed == whole.raw.screen.len();
    if whole.broken || whole.raw.screen.is_empty() || !complete {
        return Err(whole.report);
    }
    if !whole.raw.screen.iter().all(readable) {
        return Err(whole.report);
    }
    let installation = whole.installation;
    let screens = whole.raw.screen.iter().enumerate();
    Ok(Reading {
        screens: screens.map(|(index, raw)| super::resolve::screen(index, raw)).collect(),
        distance_mm: installation.viewing_distance_mm,
        centre_mm: installation.centre_height_mm,
        controller_mm: installation.controller_mm,
        installation: (whole.report.errors() == 0).then(|| Arc::new(installation)),
        report: whole.report,
    })
}

#[cfg(test)]
mod tests;
