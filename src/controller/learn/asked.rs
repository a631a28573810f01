//! What a profile is asked for, one control after the other.

use super::{Gesture, Learned};
use crate::controller::profile::{Does, Function};

/// One control that a profile may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question to the person.
    pub question: &'static str,
    /// How it is moved once.
    pub gesture: Gesture,
    /// What the control is called where nobody says.
    pub name: &'static str,
    /// What it does.
    pub function: Function,
    /// How far at a time, and which way.
    pub by: i32,
}

impl Asked {
    /// What the control does.
    pub fn does(&self) -> Does {
        Does { by: self.by, ..Does::new(self.function) }
    }

    /// Whether a control of which this was learned can do it.
    pub fn takes(&self, learned: &Learned) -> bool {
        self.function.takes(learned.sends)
    }
}

const fn asked(
    question: &'static str,
    gesture: Gesture,
    name: &'static str,
    function: Function,
    by: i32,
) -> Asked {
    Asked { question, gesture, name, function, by }
}

/// All of them, those for visitors first.
pub const ASKED: &[Asked] = &[
    asked("What moves along the generations", Gesture::ThereAndBack, "scrub", Function::Scrub, 1),
    asked("The key for one version older", Gesture::Press, "older", Function::Step, -1),
    asked("The key for one version newer", Gesture::Press, "newer", Function::Step, 1),
    asked("The key for the other language", Gesture::Press, "language", Function::Language, 1),
    asked("The key that speaks", Gesture::Press, "listen", Function::Listen, 1),
    asked("The key that opens the refused takes", Gesture::Press, "scrape", Function::Scrape, 1),
    asked("For staff: play and pause", Gesture::Press, "play", Function::Play, 1),
    asked("For staff: the next view", Gesture::Press, "view", Function::View, 1),
    asked("For staff: hold the version", Gesture::Press, "hold", Function::Hold, 1),
    asked("For staff: the divider of duet", Gesture::ThereAndBack, "divider", Function::Divider, 1),
    asked("For staff: frame by frame", Gesture::ThereAndBack, "jog", Function::Jog, 1),
    asked("For staff: another speed", Gesture::ThereAndBack, "shuttle", Function::Shuttle, 1),
    asked("For staff: how loud", Gesture::ThereAndBack, "volume", Function::Volume, 1),
    asked("For staff: the shot before", Gesture::Press, "shot before", Function::Shot, -1),
    asked("For staff: the next shot", Gesture::Press, "next shot", Function::Shot, 1),
];
