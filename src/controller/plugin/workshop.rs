//! What somebody may do with the controllers who looks at them while they are at work: see what
//! comes, teach one a control, and pull one out. Nobody pays for it while nobody looks.

use std::sync::{Arc, Mutex, PoisonError};

use super::{AtWork, Controllers};
use crate::controller::control::Place;
use crate::controller::feedback::Feedback;
use crate::controller::learn::lesson::Lesson;
use crate::controller::mapping::{Mapping, Movement, Role};
use crate::controller::port::keeper::{KEYBOARD, MOUSE};
use crate::controller::port::name::is_wanted;
use crate::controller::port::{PortName, Ports};
use crate::controller::profile::{Control, Profile};
use crate::controller::watched::{Fate, Message, Watched};
use crate::show::ShowCommand;
use crate::timeline::ClockTime;

const NONE: &str = "No controller is connected";

/// What is kept for who looks.
#[derive(Debug, Default)]
pub(super) struct Workshop {
    watched: Option<Watched>,
    lesson: Option<Lesson>,
}

impl Workshop {
    /// Whether a movement belongs to a lesson, and so moves nothing.
    pub fn learns(&mut self, port: &PortName, when: ClockTime, movement: Movement) -> bool {
        match (&mut self.lesson, movement) {
            (Some(lesson), Movement::Midi(event)) => lesson.hear(port, when, event),
            _ => false,
        }
    }

    /// Keeps what came, if somebody looks; `said` is what it asked for.
    pub fn watch(
        &mut self,
        port: &PortName,
        when: ClockTime,
        movement: Movement,
        fate: Fate,
        said: &[ShowCommand],
    ) {
        if let Some(watched) = &mut self.watched {
            watched.hear(port, when, movement, fate, said.last());
        }
    }
}

/// One controller, as it is at work.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// Its name.
    pub port: &'a PortName,
    /// It is connected.
    pub here: bool,
    mapping: &'a Mapping,
}

impl<'a> Seen<'a> {
    /// Its profile.
    pub fn profile(&self) -> &'a Arc<Profile> {
        self.mapping.profile()
    }

    /// Who stands at it.
    pub fn role(&self) -> Role {
        self.mapping.role()
    }

    /// Its controls, and how each is.
    pub fn controls(&self) -> impl Iterator<Item = (&'a Control, Place)> {
        self.mapping.controls()
    }

    /// Which of them was heard last.
    pub fn latest(&self) -> Option<usize> {
        self.mapping.latest()
    }

    /// What is wrong with it, in words.
    pub fn trouble(&self, now: ClockTime) -> Option<String> {
        self.mapping.trouble(now)
    }
}

impl Controllers {
    /// From now on what comes is kept to be looked at, or it is not any more.
    pub fn look(&mut self, looks: bool) {
        if looks != self.workshop.watched.is_some() {
            self.workshop.watched = looks.then(Watched::default);
        }
        if !looks {
            self.workshop.lesson = None;
        }
    }

    /// What came while somebody looked, the newest first.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.workshop.watched.iter().flat_map(Watched::messages)
    }

    /// All controllers that are or were at work, by name.
    pub fn seen(&self) -> impl Iterator<Item = Seen<'_>> {
        self.at_work.iter().map(|(port, AtWork { mapping, here, .. })| Seen {
            port,
            here: *here,
            mapping,
        })
    }

    /// What is said of those that are asked for and were not at work yet: a part of the name, and
    /// why, such as `("nanoKONTROL2", "not connected")`.
    pub fn missing(&self) -> Vec<(String, String)> {
        let is_known = |name: &str| self.at_work.keys().any(|port| is_wanted(name, port));
        let missing = |line: String| match line.split_once(": ") {
            Some(("none", why)) => Some((NONE.to_owned(), why.to_owned())),
            Some((name, why)) => (!is_known(name)).then(|| (name.to_owned(), why.to_owned())),
            None if line.starts_with("none") => {
                let is_here = self.at_work.values().any(|one| one.here);
                (!is_here)
                    .then(|| (NONE.to_owned(), "connect one, and it is listened to".to_owned()))
            }
            None => None,
        };
        self.present.now().into_iter().filter_map(missing).collect()
    }

    /// Listens to one gesture, of this controller or of the first that is moved, instead of obeying
    /// it. What a key asks for that is let go meanwhile.
    pub fn begin_lesson(&mut self, of: Option<PortName>) -> Vec<ShowCommand> {
        let mut let_go = Vec::new();
        self.at_work.values_mut().for_each(|one| one.mapping.leave(&mut let_go));
        self.workshop.lesson = Some(Lesson::new(of));
        let_go
    }

    /// The gesture that is listened to.
    pub fn lesson(&self) -> Option<&Lesson> {
        self.workshop.lesson.as_ref()
    }

    /// Ends it, and hands over what was heard.
    pub fn end_lesson(&mut self) -> Option<Lesson> {
        self.workshop.lesson.take()
    }

    /// A controller goes on with another profile, until it is pulled out for good or the
    /// installation is another one; false where it is not at work.
    pub fn adopt(&mut self, port: &PortName, profile: &Arc<Profile>) -> bool {
        let Some(one) = self.at_work.get_mut(port) else { return false };
        one.feedback = Feedback::new(profile);
        one.mapping.adopt(Arc::clone(profile));
        self.warned.remove(port);
        if let Some(watched) = &mut self.workshop.watched {
            watched.forget_places(port);
        }
        true
    }

    /// Pulls a controller out, as far as the program can tell, or plugs it in again: it goes the very
    /// way of one whose cable is pulled, and within a second.
    ///
    /// # Errors
    /// There is none of this name, or it is the mouse or the keyboard of this machine; in words.
    pub fn pull(&mut self, port: &str, out: bool) -> Result<(), String> {
        if [MOUSE, KEYBOARD].contains(&port) {
            return Err(format!("The {port} belongs to this machine: it stays where it is."));
        }
        let known = self.at_work.keys().find(|known| &***known == port);
        let (Some(known), Some(ports)) = (known.cloned(), &self.ports) else {
            return Err(format!("There is no controller {port} that could be pulled out."));
        };
        let ports = ports.lock().unwrap_or_else(PoisonError::into_inner);
        if out {
            ports.pull(&known);
        } else {
            ports.plug_in(&known);
        }
        Ok(())
    }

    /// The controllers that are pulled out so.
    pub fn pulled(&self) -> Vec<String> {
        let pulled =
            |ports: &Mutex<Ports>| ports.lock().unwrap_or_else(PoisonError::into_inner).pulled();
        self.ports.as_ref().map(pulled).unwrap_or_default()
    }
}
