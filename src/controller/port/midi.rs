//! The MIDI of this machine.
//!
//! It is listed by one client that lives as long as the program: making one for each look would
//! use up what the system has. Each open controller has a client of its own, because midir gives a
//! client away with its connection.

use std::path::Path;

use midir::{MidiInput, MidiInputConnection, MidiOutput, MidiOutputConnection};

use super::keeper::{Found, Line, System};
use super::name::stable;
use super::{CLIENT, Ear};

/// What gives Linux its MIDI.
pub const SEQUENCER: &str = "/dev/snd/seq";

/// The MIDI of the system, asked for when it is there.
#[derive(Default)]
pub struct SystemMidi {
    lister: Option<MidiInput>,
    refused: bool,
}

/// An open controller: as long as its input lives, it is heard.
struct Open {
    _input: MidiInputConnection<Ear>,
    output: Option<MidiOutputConnection>,
}

impl Line for Open {
    fn send(&mut self, bytes: &[u8]) {
        // Where it is gone, that is noticed by its absence from the list.
        self.output.as_mut().and_then(|output| output.send(bytes).ok());
    }
}

impl System for SystemMidi {
    fn list(&mut self) -> Result<Vec<Found>, String> {
        // Asking in vain makes the system's library complain, so it is asked once at most.
        let is_there = !cfg!(target_os = "linux") || Path::new(SEQUENCER).exists();
        if self.lister.is_none() && is_there && !self.refused {
            self.lister = MidiInput::new(CLIENT).ok();
            self.refused = self.lister.is_none();
        }
        let Some(lister) = &self.lister else {
            return Err(if self.refused {
                format!("MIDI is refused: may this user open {SEQUENCER}? It is in the group audio")
            } else {
                format!("there is no MIDI on this machine ({SEQUENCER})")
            });
        };
        let name = |port: &midir::MidiInputPort| lister.port_name(port).ok();
        let found = lister.ports().into_iter();
        Ok(found
            .filter_map(|port| Some(Found { id: port.id(), name: name(&port)? }))
            // Our own outputs come back as inputs.
            .filter(|found| !found.name.starts_with(CLIENT))
            .collect())
    }

    fn open(&mut self, found: &Found, ear: Ear) -> Result<Box<dyn Line>, String> {
        let said = |why: &dyn std::fmt::Display| why.to_string();
        let input = MidiInput::new(CLIENT).map_err(|why| said(&why))?;
        let port = input.find_port_by_id(&found.id).ok_or("it is gone already")?;
        let hear = |_: u64, bytes: &[u8], ear: &mut Ear| ear.hear(bytes);
        let input = input.connect(&port, "control", hear, ear).map_err(|why| said(&why))?;
        Ok(Box::new(Open { _input: input, output: output_of(&found.name) }))
    }
}

/// The way back to a controller, where it has one: it has the same name.
fn output_of(name: &str) -> Option<MidiOutputConnection> {
    let output = MidiOutput::new(CLIENT).ok()?;
    let ports = output.ports();
    let same = |port: &&midir::MidiOutputPort| output.port_name(port).is_ok_and(|own| own == name);
    let alike = |port: &&midir::MidiOutputPort| {
        output.port_name(port).is_ok_and(|own| stable(&own) == stable(name))
    };
    let port = ports.iter().find(same).or_else(|| ports.iter().find(alike))?.clone();
    output.connect(&port, "lights").ok()
}
