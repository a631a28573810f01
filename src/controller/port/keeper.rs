//! What is opened and let go: the list of what is here, compared with what it was.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::name::{is_wanted, stable};
use super::pulled::Pulled;
use super::replay;
use super::{Ear, News, PortName, Present, Queue};
use crate::timeline::{Clock, ClockTime};

/// A controller that cannot be opened is tried again after so long, in nanoseconds, …
const FIRST_TRY_NS: i64 = 2_000_000_000;
/// … and at last only this often.
const LAST_TRY_NS: i64 = 60_000_000_000;

/// A controller that a system has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The system's own name of it, different for each.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// What gives a machine its controllers.
pub trait System: Send {
    /// All that are here now.
    ///
    /// # Errors
    /// There are none because nothing gives any; in words.
    fn list(&mut self) -> Result<Vec<Found>, String>;

    /// Opens one: from now on `ear` hears it. Dropping what is returned closes it.
    ///
    /// # Errors
    /// It cannot be opened; in words.
    fn open(&mut self, found: &Found, ear: Ear) -> Result<Box<dyn Line>, String>;
}

/// An open controller.
pub trait Line: Send {
    /// Sends it a message; one that it cannot hear is lost.
    fn send(&mut self, bytes: &[u8]);
}

/// The open controllers, for whoever sends.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<BTreeMap<PortName, Box<dyn Line>>>>);

impl Lines {
    /// Sends a message, if the controller is here.
    pub fn send(&self, port: &PortName, bytes: &[u8]) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = lines.get_mut(port) {
            line.send(bytes);
        }
    }

    /// How many are open.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// None is open.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn put(&self, port: PortName, line: Option<Box<dyn Line>>) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Closing may take a while, and nobody must wait for it who only wants to send.
        let before = match line {
            Some(line) => lines.insert(port, line),
            None => lines.remove(&port),
        };
        drop(lines);
        drop(before);
    }
}

/// Keeps the wanted controllers of a system open.
pub struct Keeper<S> {
    system: S,
    wanted: Vec<String>,
    clock: Arc<dyn Clock>,
    queue: Queue,
    present: Present,
    lines: Lines,
    pulled: Pulled,
    /// Which of what the system has is pulled out: two may be called the same.
    out: BTreeMap<String, PortName>,
    /// What is here that is wanted, by the system's own name.
    here: BTreeMap<String, Known>,
    /// What was said last of there being none.
    silence: Option<String>,
}

/// A controller that is here.
struct Known {
    port: PortName,
    /// When it is tried again, and after how long then; none while it is open.
    refused: Option<(ClockTime, i64)>,
}

impl<S: System> Keeper<S> {
    /// For the controllers whose names contain one of `wanted`.
    pub fn new(
        system: S,
        wanted: &[String],
        clock: Arc<dyn Clock>,
        queue: Queue,
        present: Present,
    ) -> Self {
        Self {
            system,
            wanted: wanted.to_vec(),
            clock,
            queue,
            present,
            lines: Lines::default(),
            pulled: Pulled::default(),
            out: BTreeMap::new(),
            here: BTreeMap::new(),
            silence: None,
        }
    }

    /// What is open.
    pub fn lines(&self) -> Lines {
        self.lines.clone()
    }

    /// What somebody pulled out to see what happens: it counts as not here.
    pub fn pulled(&self) -> Pulled {
        self.pulled.clone()
    }

    /// The system that is looked at.
    pub fn system(&mut self) -> &mut S {
        &mut self.system
    }

    /// Looks once: what vanished is closed, what is new is opened, what was refused is tried again
    /// when it is time.
    pub fn look(&mut self) {
        let found = match self.system.list() {
            Ok(found) => {
                self.silence = None;
                found
            }
            Err(why) => {
                if self.silence.as_ref() != Some(&why) {
                    tracing::info!("{why}; the wall goes on without a controller");
                    self.silence = Some(why);
                }
                Vec::new()
            }
        };
        for (id, known) in self.here.iter().filter(|(_, known)| self.pulled.has(&known.port)) {
            self.out.insert(id.clone(), Arc::clone(&known.port));
        }
        self.out.retain(|_, port| self.pulled.has(port));
        let wanted = |found: &Found| {
            !self.out.contains_key(&found.id)
                && self.wanted.iter().any(|wanted| is_wanted(wanted, &stable(&found.name)))
        };
        let found: BTreeMap<String, Found> =
            found.into_iter().filter(wanted).map(|found| (found.id.clone(), found)).collect();
        let gone: Vec<String> =
            self.here.keys().filter(|id| !found.contains_key(*id)).cloned().collect();
        for id in gone {
            self.lose(&id);
        }
        for (id, found) in &found {
            let now = self.clock.now();
            match self.here.get(id).map(|known| known.refused) {
                Some(None) => {}
                Some(Some((again, _))) if now < again => {}
                _ => self.open(id, found),
            }
        }
        self.say();
    }

    /// One is gone, though the list may not say so: its connection is dead.
    pub fn lose(&mut self, id: &str) {
        let Some(known) = self.here.remove(id) else { return };
        self.lines.put(Arc::clone(&known.port), None);
        if known.refused.is_none() {
            tracing::warn!(place = %known.port, "the controller {} is gone", known.port);
            self.ear(&known.port).tell(News::Went);
        }
    }

    fn open(&mut self, id: &str, found: &Found) {
        let known = self.here.get(id);
        let port =
            known.map_or_else(|| self.free_name(&found.name), |known| Arc::clone(&known.port));
        let wait = known.and_then(|known| known.refused).map_or(FIRST_TRY_NS, |(_, wait)| wait);
        let ear = self.ear(&port);
        let refused = match self.system.open(found, ear.clone()) {
            Ok(line) => {
                tracing::info!("the controller {port} is here");
                self.lines.put(Arc::clone(&port), Some(line));
                // Only now: one that vanishes while it is opened has never been here.
                ear.tell(News::Came);
                None
            }
            Err(why) => {
                tracing::warn!(place = %port, "the controller {port} cannot be opened: {why}");
                Some((self.clock.now().after(wait), (2 * wait).min(LAST_TRY_NS)))
            }
        };
        self.here.insert(id.to_owned(), Known { port, refused });
    }

    /// A name that no other controller has that is here; the same whenever only one of that name
    /// is.
    fn free_name(&self, name: &str) -> PortName {
        let name = stable(name);
        let is_free = |name: &str| self.here.values().all(|known| &*known.port != name);
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        std::iter::once(name.clone())
            .chain(numbered)
            .find(|name| is_free(name))
            .unwrap_or(name)
            .into()
    }

    fn ear(&self, port: &PortName) -> Ear {
        Ear::new(Arc::clone(port), Arc::clone(&self.clock), self.queue.clone())
    }

    /// Who is here, and who is missing.
    fn say(&self) {
        let mut said: Vec<String> = Vec::new();
        for known in self.here.values() {
            let refused = if known.refused.is_some() { ": it cannot be opened" } else { "" };
            said.push(format!("{}{refused}", known.port));
        }
        let is_midi = |wanted: &&String| !is_no_midi(wanted);
        for wanted in self.wanted.iter().filter(is_midi) {
            let is_here = self.here.values().any(|known| is_wanted(wanted, &known.port));
            if !is_here && wanted.as_str() != "any" {
                said.push(format!("{wanted}: not connected"));
            }
        }
        if let Some(why) = &self.silence {
            said.push(format!("none: {why}"));
        } else if said.is_empty() && self.wanted.iter().any(|wanted| wanted == "any") {
            said.push("none is connected".to_owned());
        }
        self.present.say(said);
    }
}

/// Whether such a controller is none of the system's MIDI.
pub fn is_no_midi(wanted: &str) -> bool {
    wanted.starts_with(replay::PREFIX) || wanted == MOUSE || wanted == KEYBOARD
}

/// What a dial is called that says it is a mouse.
pub const MOUSE: &str = "mouse";
/// What a dial is called that says it is a keyboard.
pub const KEYBOARD: &str = "keyboard";
