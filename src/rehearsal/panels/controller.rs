//! The Controller panel: what arrives, what it does, how a control takes over, how one is learned,
//! and a fader, a dial and keys for those who have none.
//!
//! It draws a plain copy of what there is to show and asks by wishes; `controller_fill.rs` makes the
//! one and obeys the other.

mod header;
mod lesson;
mod meeting;
mod messages;
mod surface;
mod virtual_desk;

use crate::rehearsal::look::Ink;
use std::sync::Arc;

use bevy_egui::egui;

use crate::controller::profile::Does;
use crate::scrub::Scale;
use crate::show::ShowCommand;

/// What the panel shows: a copy, so that it can change nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ControllerView {
    /// Every controller that is here or asked for.
    pub ports: Vec<PortLine>,
    /// Which of them is shown.
    pub shown: Option<usize>,
    /// What is wrong with it, and what to do.
    pub trouble: Option<String>,
    /// Its controls, in the order of its profile.
    pub controls: Vec<Face>,
    /// Those of them that stand somewhere, and what they move.
    pub meetings: Vec<Meeting>,
    /// What came, the newest first.
    pub messages: Vec<MessageLine>,
    /// The control that is learned.
    pub lesson: LessonView,
    /// What was learned and is not saved yet.
    pub draft: Option<DraftView>,
    /// For the virtual controls; none while nothing is shown.
    pub desk: Option<DeskView>,
}

/// One controller.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PortLine {
    /// What the system calls it.
    pub name: String,
    /// It is connected and listened to.
    pub here: bool,
    /// Its profile, or why it is not here.
    pub says: String,
    /// Who stands at it; nothing where it is not here.
    pub role: &'static str,
}

/// One control of the controller.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// What is printed on it.
    pub name: String,
    /// What it does, in plain words.
    pub does: String,
    /// What it looks like, and how it is.
    pub looks: Looks,
    /// What it leads as a share of its way, where that is a place: 0 to 1.
    pub leads: Option<f32>,
    /// Who stands there may not ask for it.
    pub barred: bool,
    /// It was moved just now.
    pub fresh: bool,
}

/// What a control looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Looks {
    /// A fader, at a share of its way, from below; unknown before it was moved.
    Fader(Option<f32>),
    /// A knob between two ends, at a share of its way; unknown before it was moved.
    Knob(Option<f32>),
    /// A dial without end, turned by so many clicks so far.
    Dial(f32),
    /// A key, and whether it is down.
    Key(bool),
}

/// A control that stands somewhere, beside what it moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// The control.
    pub control: String,
    /// What it moves: the picture, the divider, the volume.
    pub moves: &'static str,
    /// Where it stands as a share of its way; unknown before it was moved.
    pub stands: Option<f32>,
    /// Where what it moves is, as a share of the same way.
    pub at: f32,
    /// How far it has to go until they meet, upwards if positive; none where they are together.
    pub way: Option<f32>,
    /// It moves nothing before they have met, as for staff.
    pub waits: bool,
    /// Where the versions lie on the way, where it moves along them.
    pub marks: Vec<f32>,
}

/// A message, or a few of one control.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageLine {
    /// How long ago, in milliseconds.
    pub age_ms: u64,
    /// What came, as short as can be.
    pub short: String,
    /// The same in words.
    pub says: String,
    /// What it means.
    pub means: String,
    /// How many.
    pub count: u32,
    /// Nothing of it is known.
    pub unknown: bool,
}

/// The control that is learned.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum LessonView {
    /// None.
    #[default]
    Idle,
    /// It is listened to a gesture.
    Listening {
        /// So many messages came so far …
        messages: usize,
        /// … of this controller.
        from: Option<String>,
        /// How much of the pause has passed that ends it, 0 to 1.
        paused: f32,
    },
    /// It was not understood: why, and what to do.
    Puzzled(String),
    /// It was, and acts.
    Learned {
        /// What the control is called.
        control: String,
        /// How it is known and how it sends.
        how: String,
        /// All that it can do, in words.
        choices: Vec<(String, Does)>,
        /// What it does now.
        does: Does,
    },
}

/// A profile that was learned and is at work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftView {
    /// What it is called.
    pub name: String,
    /// How many controls were learned.
    pub learned: usize,
    /// The file that it would be written to.
    pub file: String,
    /// The text that would be written.
    pub text: String,
    /// What became of writing it: what to do next, or why it failed.
    pub written: Option<Result<String, String>>,
}

/// What the virtual controls move.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskView {
    /// How the stops lie along the way.
    pub scale: Arc<Scale>,
    /// Where the hand is along them.
    pub at: f64,
    /// The name of each stop, from the inputs to the next one.
    pub stops: Vec<String>,
    /// The film runs.
    pub plays: bool,
    /// A version is held.
    pub holds: bool,
    /// The refused takes are open.
    pub scrapes: bool,
    /// Captions are shown.
    pub captions: bool,
}

/// What somebody at the panel asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum ControllerWish {
    /// Something of the show, by a virtual control.
    Show(ShowCommand),
    /// To see the controller of this name.
    LookAt(String),
    /// To listen to one gesture.
    Learn,
    /// Not to, any more.
    StopLearning,
    /// That the control that was learned last does this.
    Teach(Does),
    /// That it is left out again.
    LeaveOut,
    /// That the profile is called so.
    Call(String),
    /// That it is written to its file.
    SaveProfile,
    /// That the controller goes on with the profile of before.
    GoBack,
}

/// Draws the panel.
pub fn controller(ui: &mut egui::Ui, view: &ControllerView, wishes: &mut Vec<ControllerWish>) {
    let ink = Ink::new();
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        header::header(ui, ink, view, wishes);
        let is_here = view.shown.and_then(|shown| view.ports.get(shown)).is_some_and(|it| it.here);
        if !is_here {
            // Those who have none come here for it.
            virtual_desk::virtual_desk(ui, ink, view, wishes);
        }
        // Whoever learns looks at nothing else meanwhile.
        let is_learning = view.lesson != LessonView::Idle || view.draft.is_some();
        if is_learning {
            lesson::lesson(ui, ink, view, wishes);
        }
        surface::surface(ui, ink, view);
        meeting::meetings(ui, ink, view);
        messages::messages(ui, ink, view);
        if !is_learning {
            lesson::lesson(ui, ink, view, wishes);
        }
        if is_here {
            virtual_desk::virtual_desk(ui, ink, view, wishes);
        }
        ui.add_space(12.0);
    });
}

#[cfg(test)]
mod tests;
