//! The MIDI inputs of this machine, opened as they appear.
//!
//! No system tells of controllers that come and go, so the inputs are counted every second, always
//! by the same client: making one for each look would use up what the system has.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use midir::{MidiInput, MidiInputConnection, MidiInputPort};

use super::message::{Event, Parser};
use crate::timeline::{Clock, ClockTime};

/// How often it is looked for inputs.
const LOOK: Duration = Duration::from_secs(1);
/// Events that wait for a tick; a hand makes far fewer, and what comes beyond is left out.
const WAITING: usize = 1024;
/// Our name among the clients of the system.
const CLIENT: &str = "palimpsest";
/// What gives Linux its MIDI.
const SEQUENCER: &str = "/dev/snd/seq";

/// What is heard of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A control was moved, at this time.
    Moved(ClockTime, Event),
    /// A controller came: its controls stand anywhere.
    Came,
}

/// Every open input. Dropped, its thread closes them and ends.
pub struct Ports {
    heard: Receiver<Heard>,
    present: Present,
    _open: SyncSender<()>,
}

/// The controllers that are listened to, or why there is none, in words; all copies say the same.
#[derive(Clone, Debug, Default)]
pub struct Present(Arc<Mutex<Vec<String>>>);

impl Present {
    /// What is so now.
    pub fn now(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn say(&self, said: Vec<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = said;
    }
}

impl Ports {
    /// Opens every input whose name contains one of `names`, whatever the case; all for `any`.
    /// Inputs that appear later are opened then. Where this machine has no MIDI, nothing is heard.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn open(names: &[String], clock: Arc<dyn Clock>) -> io::Result<Self> {
        let (tell, heard) = sync_channel(WAITING);
        let (open, closed) = sync_channel(0);
        let wanted = names.iter().map(|name| name.to_lowercase()).collect();
        let present = Present::default();
        let says = present.clone();
        let keeper = Keeper { wanted, clock, tell, present: says, open: BTreeMap::new() };
        Builder::new().name("midi".to_owned()).spawn(move || keeper.run(&closed))?;
        Ok(Self { heard, present, _open: open })
    }

    /// Which controllers there are, while they come and go.
    pub fn present(&self) -> Present {
        self.present.clone()
    }

    /// What was heard since the last time, in its order.
    pub fn heard(&self) -> impl Iterator<Item = Heard> + '_ {
        self.heard.try_iter().take(WAITING)
    }
}

struct Keeper {
    wanted: Vec<String>,
    present: Present,
    clock: Arc<dyn Clock>,
    tell: SyncSender<Heard>,
    /// By the system's own name of the input; none where it could not be opened.
    open: BTreeMap<String, Option<MidiInputConnection<Parser>>>,
}

impl Keeper {
    fn run(mut self, closed: &Receiver<()>) {
        let mut enumerator = None;
        let (mut said, mut refused) = (false, false);
        loop {
            // Asking in vain makes the system's library complain, so it is asked once at most.
            let there = !cfg!(target_os = "linux") || std::path::Path::new(SEQUENCER).exists();
            if enumerator.is_none() && there && !refused {
                enumerator = MidiInput::new(CLIENT).ok();
                refused = enumerator.is_none();
            }
            match &enumerator {
                Some(enumerator) => self.look(enumerator),
                None if !said => {
                    said = true;
                    let why =
                        if refused { "MIDI is refused" } else { "no MIDI on this machine yet" };
                    tracing::info!("{why}: {SEQUENCER}; the wall goes on without a controller");
                    self.present.say(vec![format!("none: {why}")]);
                }
                None => {}
            }
            if closed.recv_timeout(LOOK) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    }

    fn look(&mut self, enumerator: &MidiInput) {
        let ports: BTreeMap<String, (MidiInputPort, String)> = enumerator
            .ports()
            .into_iter()
            .filter_map(|port| {
                let name = enumerator.port_name(&port).ok()?;
                is_wanted(&self.wanted, &name).then(|| (port.id(), (port, name)))
            })
            .collect();
        self.open.retain(|id, _| {
            let stays = ports.contains_key(id);
            if !stays {
                tracing::info!("the MIDI input {id} is gone");
            }
            stays
        });
        let named = ports.iter().filter(|(id, _)| self.open.get(*id).is_none_or(Option::is_some));
        self.present.say(named.map(|(_, (_, name))| name.clone()).collect());
        for (id, (port, name)) in ports {
            if !self.open.contains_key(&id) {
                let connection = self.connect(&port, &name);
                self.open.insert(id, connection);
            }
        }
    }

    fn connect(&self, port: &MidiInputPort, name: &str) -> Option<MidiInputConnection<Parser>> {
        let (clock, tell) = (Arc::clone(&self.clock), self.tell.clone());
        let listen = move |_: u64, bytes: &[u8], parser: &mut Parser| {
            let now = clock.now();
            for event in bytes.iter().filter_map(|byte| parser.feed(*byte)) {
                tell.try_send(Heard::Moved(now, event)).ok();
            }
        };
        self.tell.try_send(Heard::Came).ok();
        let connected = MidiInput::new(CLIENT).map_err(|why| why.to_string()).and_then(|input| {
            let opened = input.connect(port, "control", listen, Parser::default());
            opened.map_err(|why| why.to_string())
        });
        match connected {
            Ok(connection) => {
                tracing::info!("listening to the MIDI input {name}");
                Some(connection)
            }
            Err(why) => {
                tracing::warn!("the MIDI input {name} cannot be opened: {why}");
                None
            }
        }
    }
}

/// Whether an input of this name is asked for by any of `wanted`, in small letters.
fn is_wanted(wanted: &[String], name: &str) -> bool {
    let name = name.to_lowercase();
    wanted.iter().any(|wanted| wanted == "any" || name.contains(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::clock::Stepped;

    #[test]
    fn an_input_is_asked_for_by_any_part_of_its_name() {
        let name = "X-TOUCH MINI:X-TOUCH MINI MIDI 1 24:0";
        let is_wanted = |wanted: &[&str]| {
            is_wanted(&wanted.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>(), name)
        };
        assert!(is_wanted(&["x-touch"]) && is_wanted(&["nanokontrol", "mini midi 1"]));
        assert!(is_wanted(&["any"]) && !is_wanted(&["nanokontrol"]) && !is_wanted(&[]));
    }

    #[test]
    fn a_machine_without_midi_hears_nothing_and_goes_on() {
        let ports = Ports::open(&["no such controller".to_owned()], Arc::new(Stepped::default()));
        assert_eq!(ports.unwrap().heard().count(), 0);
    }
}
