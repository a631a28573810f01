//! The drawing board: it holds the draft and what is selected, and does what is wished.
//!
//! It touches no file. What is to be written it hands out as an [`Order`], and it is told what
//! became of that.

mod keeping;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Said, Saving, Sheet, Trouble, WallView, WallWish};
use crate::diagnostic::{Report, Severity, quoted};
use crate::installation::Installation;
use crate::installation::draft::snap::{Framed, Guide, Snap, rest};
use crate::installation::draft::{Draft, Edit, starter};
use crate::installation::floor::centre_mm;
use crate::installation::sight::wall_seen;
use keeping::shown;

/// Where a wall without a file is proposed to be written.
const PROPOSED: &str = "wall.toml";

/// The draft of a wall, and the hand on it.
#[derive(Clone, Debug)]
pub struct Board {
    draft: Draft,
    file: Option<PathBuf>,
    selected: Vec<usize>,
    snap: Snap,
    drag: Option<Held>,
    guides: Vec<Guide>,
    sheet: Sheet,
    outputs: Vec<String>,
    gesture: u64,
    saving: Saving,
    theirs: Option<String>,
    /// The file was taken away.
    gone: bool,
    writing: Option<String>,
    said: Option<Said>,
}

/// What is being dragged: the screens, and where they were when it began.
#[derive(Clone, Debug)]
struct Held {
    screens: Vec<(usize, Framed)>,
    others: Vec<Framed>,
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// A file is changed.
    Change {
        /// Which.
        file: PathBuf,
        /// What it must hold now.
        old: String,
        /// What it is to hold.
        new: String,
        /// What that does, in a few words.
        what: String,
    },
    /// A new file is written.
    Create {
        /// Where.
        file: PathBuf,
        /// What it is to hold.
        text: String,
    },
}

impl Board {
    /// Of the text of an installation file.
    ///
    /// # Errors
    /// Everything that is wrong with the text, where a line or a screen cannot be read.
    pub fn of(text: &str, file: &Path) -> Result<Self, Report> {
        Ok(Self::on(Draft::of(text, file)?, Some(file.to_owned())))
    }

    /// Of a wall that has no file yet.
    ///
    /// # Errors
    /// The wall cannot be written as a file.
    pub fn without_file(wall: &Installation) -> Result<Self, Report> {
        Ok(Self::on(Draft::of(&starter(wall), Path::new(PROPOSED))?, None))
    }

    fn on(draft: Draft, file: Option<PathBuf>) -> Self {
        Self {
            sheet: Sheet::of(draft.screens(), draft.said_centre_mm()),
            draft,
            file,
            selected: Vec::new(),
            snap: Snap::default(),
            drag: None,
            guides: Vec::new(),
            outputs: Vec::new(),
            gesture: 0,
            saving: Saving::Idle,
            theirs: None,
            gone: false,
            writing: None,
            said: None,
        }
    }

    /// The draft.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The file that it is a draft of, once there is one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The wall as it is drafted; none where it could not hang so.
    pub fn wall(&self) -> Option<&Arc<Installation>> {
        self.draft.installation()
    }

    /// These outputs are connected now.
    pub fn connected(&mut self, outputs: Vec<String>) {
        self.outputs = outputs;
    }

    /// Does what is wished. What has to be written is handed out.
    pub fn obey(&mut self, wish: WallWish) -> Option<Order> {
        let selects = matches!(
            wish,
            WallWish::Select { .. } | WallWish::SelectAll | WallWish::SelectNone | WallWish::Drop
        );
        if !selects {
            self.said = None;
        }
        let before = self.draft.revision();
        let order = self.do_it(wish);
        if self.draft.revision() != before {
            self.follow_the_draft();
        }
        order
    }

    fn do_it(&mut self, wish: WallWish) -> Option<Order> {
        match wish {
            WallWish::Select { screen, more } => self.select(screen, more),
            WallWish::SelectAll => self.selected = (0..self.draft.screens().len()).collect(),
            WallWish::SelectNone => self.selected.clear(),
            WallWish::Drag { screen, across, down, near } => {
                self.drag(screen, (across, down), near);
            }
            WallWish::Drop => {
                self.drag = None;
                self.guides.clear();
                self.lay_the_sheet();
            }
            WallWish::Nudge { across, down, repeat } => self.nudge(across, down, repeat),
            WallWish::Edit(edit) => self.edit(&[edit], None),
            WallWish::Remove => self.remove(),
            WallWish::Snap(snap) => self.snap = snap,
            WallWish::Undo => {
                self.draft.undo();
            }
            WallWish::Redo => {
                self.draft.redo();
            }
            WallWish::Discard => self.draft.discard(),
            WallWish::AskToSave => self.ask(),
            WallWish::Cancel => self.saving = Saving::Idle,
            WallWish::Save => return self.save(),
            WallWish::SaveAs(path) => return self.save_as(&path),
            WallWish::TakeTheirs => self.take_theirs(),
            WallWish::KeepMine => {
                if let Some(theirs) = self.theirs.take() {
                    self.draft.keep(&theirs);
                    self.show_the_difference();
                }
            }
        }
        None
    }

    fn select(&mut self, screen: usize, more: bool) {
        if screen >= self.draft.screens().len() {
            return;
        }
        let was = self.selected.contains(&screen);
        if more {
            self.selected.retain(|other| *other != screen);
        } else {
            self.selected.clear();
        }
        if !(more && was) {
            self.selected.push(screen);
        }
    }

    fn edit(&mut self, edits: &[Edit], gesture: Option<u64>) {
        let added = matches!(edits, [Edit::Add { .. }]);
        match self.draft.apply(edits, gesture) {
            Ok(()) if added => self.selected = vec![self.draft.screens().len() - 1],
            Ok(()) => {}
            Err(why) => self.said = Some(why.into()),
        }
    }

    fn drag(&mut self, screen: usize, by: (f64, f64), near: f64) {
        if screen >= self.draft.screens().len() {
            return;
        }
        if self.drag.is_none() {
            if !self.selected.contains(&screen) {
                self.selected = vec![screen];
            }
            self.gesture += 1;
            let all = self.draft.screens().iter().map(Framed::from).enumerate();
            let (held, others): (Vec<_>, Vec<_>) =
                all.partition(|(index, _)| self.selected.contains(index));
            let others = others.into_iter().map(|(_, framed)| framed).collect();
            self.drag = Some(Held { screens: held, others });
        }
        let Some(held) = &self.drag else { return };
        let frames: Vec<Framed> = held.screens.iter().map(|(_, framed)| *framed).collect();
        let Some(moving) = Framed::all(&frames) else { return };
        let rest = rest(&moving, by, &held.others, self.snap, near);
        let to = |(index, framed): &(usize, Framed)| Edit::Move {
            screen: *index,
            x: framed.picture.x + rest.across,
            y: framed.picture.y + rest.down,
        };
        let edits: Vec<Edit> = held.screens.iter().map(to).collect();
        self.guides = rest.guides;
        self.edit(&edits, Some(self.gesture));
    }

    fn nudge(&mut self, across: f64, down: f64, repeat: bool) {
        if !repeat {
            self.gesture += 1;
        }
        let screens = self.draft.screens();
        let to = |index: &usize| {
            let screen = screens.get(*index)?;
            Some(Edit::Move { screen: *index, x: screen.x + across, y: screen.y + down })
        };
        let edits: Vec<Edit> = self.selected.iter().filter_map(to).collect();
        self.edit(&edits, Some(self.gesture));
    }

    fn remove(&mut self) {
        if self.selected.len() >= self.draft.screens().len() {
            self.said = Some(Said::Failed("a wall has at least one screen: leave one".to_owned()));
            return;
        }
        // From the last on, so that the others keep their places.
        let mut screens = self.selected.clone();
        screens.sort_unstable_by(|a, b| b.cmp(a));
        self.gesture += 1;
        for screen in screens {
            self.edit(&[Edit::Remove { screen }], Some(self.gesture));
        }
        self.selected.clear();
    }

    /// What depends on the draft is as the draft is now.
    fn follow_the_draft(&mut self) {
        let count = self.draft.screens().len();
        self.selected.retain(|screen| *screen < count);
        if self.drag.is_none() {
            // While something is dragged the sheet rests, or it would flee from the hand.
            self.lay_the_sheet();
        }
        self.show_the_difference();
    }

    fn lay_the_sheet(&mut self) {
        self.sheet = Sheet::of(self.draft.screens(), self.draft.said_centre_mm());
    }

    fn show_the_difference(&mut self) {
        if matches!(self.saving, Saving::Shown(_)) {
            self.saving = Saving::Idle;
            self.ask();
        }
    }

    /// What the panel shows of it.
    pub fn view(&self) -> WallView {
        let screens = self.draft.screens().to_vec();
        let name = |file: &PathBuf| {
            let name = file.file_name().unwrap_or(file.as_os_str());
            shown(Path::new(name))
        };
        WallView {
            file: self.file.as_ref().map(name),
            distance_mm: self.draft.distance_mm(),
            centre_mm: centre_mm(self.draft.said_centre_mm(), &screens),
            controller_mm: self.draft.controller_mm(),
            sheet: self.sheet,
            selected: self.selected.clone(),
            guides: self.guides.clone(),
            snap: self.snap,
            outputs: self.outputs.clone(),
            undoes: self.draft.undoes().map(str::to_owned),
            redoes: self.draft.redoes().map(str::to_owned),
            changed: self.draft.is_changed(),
            gone: self.gone,
            troubles: self.troubles(),
            seen: wall_seen(&screens, self.draft.distance_mm()),
            saving: self.saving.clone(),
            elsewhere: self.theirs.is_some(),
            said: self.said.clone(),
            screens,
        }
    }

    fn troubles(&self) -> Vec<Trouble> {
        let screens = self.draft.screens();
        let about = |message: &str| {
            let named = |(_, name): &(usize, String)| message.contains(name.as_str());
            let names = screens.iter().map(|screen| quoted(&screen.name)).enumerate();
            names.filter(named).map(|(index, _)| index).collect()
        };
        let trouble = |problem: &crate::diagnostic::Diagnostic| Trouble {
            is_error: problem.severity == Severity::Error,
            message: plain(&problem.message),
            help: problem.help.as_deref().map(plain).unwrap_or_default(),
            screens: about(&problem.message),
        };
        let mut all: Vec<Trouble> = self.draft.problems().problems().iter().map(trouble).collect();
        all.sort_by_key(|one| !one.is_error);
        all
    }
}

/// Without the marks that set words off in a terminal.
fn plain(text: &str) -> String {
    text.replace('`', "")
}
