//! Finds out from one gesture which control of a controller was moved and how it sends.
//!
//! The same byte means one click right on one dial and one left on another, and where a knob stands
//! on a third. Of one message nobody can tell; of a movement there and back one can: what differs
//! between the two halves is the sign. What cannot be told apart is asked for again, because a
//! profile that is nearly right is worse than none.
//!
//! `streams.rs` sorts what was heard by control, `turned.rs` understands a movement there and back,
//! `pressed.rs` a key, and `either.rs` whichever of the two it was; `lesson.rs` listens to one
//! gesture, `asked.rs` is what a profile is asked for, `draft.rs` a profile to which control after
//! control is added while it is at work, and `written.rs` writes it.

pub mod asked;
pub mod draft;
pub mod either;
pub mod lesson;
mod pressed;
mod streams;
mod turned;
pub mod written;

use std::fmt;

use super::message::Event;
use super::profile::{Address, Control, Does, Sends};
use crate::timeline::ClockTime;
use streams::Stream;

/// What is said of a controller that speaks HUI, the protocol of an early Mackie console: each key
/// is two messages, and the same two numbers serve all of them.
const HUI: &str = "this controller is in HUI mode; switch it to MIDI or MCU mode";

/// What a person is asked to do with a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// A dial three clicks right and three back, or a fader up and down.
    ThereAndBack,
    /// A key down and up, once.
    Press,
}

impl Gesture {
    /// The sentence for the person.
    pub fn asks(self) -> &'static str {
        match self {
            Self::ThereAndBack => {
                "Turn the dial slowly to the right, three clicks, and then three clicks back. \
                 A fader: move it slowly all the way up, and then back down."
            }
            Self::Press => "Press the key once, and let it go.",
        }
    }
}

/// What one gesture told about a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Learned {
    /// How it is known on the wire.
    pub address: Address,
    /// Its channel, 0 to 15.
    pub channel: u8,
    /// How it tells that it was moved.
    pub sends: Sends,
    /// Its upper or right end means less.
    pub reversed: bool,
    /// How far it shook by itself to either side, in steps of 7 bits, at least 1.
    pub noise: u16,
    /// How many counts of a dial make one click that a hand feels: 1, 2, 4 or 8.
    pub per_click: u16,
    /// The note that was down as long as a fader was moved: a hand lay on it.
    pub touch: Option<u8>,
}

impl Learned {
    /// The control of a profile that it is: what is printed on it, and what it does.
    pub fn control(&self, printed: &str, does: Does) -> Control {
        Control {
            channel: Some(self.channel),
            sends: self.sends,
            reversed: self.reversed,
            per_click: self.per_click,
            noise: self.noise,
            touch: self.touch,
            ..Control::new(printed, self.address, does)
        }
    }
}

/// Why nothing was learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Puzzle {
    /// Nothing was heard.
    Silent,
    /// Several controls were moved: their channels, 0 to 15, and how they are known.
    Several(Vec<(u8, Address)>),
    /// Something was heard and not understood: a sentence on why, and what to do.
    Unclear(String),
}

impl fmt::Display for Puzzle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Silent => out.write_str(
                "Nothing was heard. Look whether it is the right controller and whether it is \
                 switched on, and try again. Some keys, such as those that change a layer, send \
                 nothing at all: take another one.",
            ),
            Self::Several(moved) => {
                let names: Vec<String> =
                    moved.iter().map(|(channel, address)| named(*channel, *address)).collect();
                let names = names.join("; ");
                write!(
                    out,
                    "{} controls were heard: {names}. Move only one, and nothing else meanwhile. If \
                     you did, it sends several messages at once: take another one.",
                    moved.len()
                )
            }
            Self::Unclear(why) => out.write_str(why),
        }
    }
}

impl std::error::Error for Puzzle {}

/// A control in words, its channel from 1.
fn named(channel: u8, address: Address) -> String {
    let what = match address {
        Address::Cc(number) | Address::Cc14(number) => format!("control change {number}"),
        Address::Nrpn(number) => format!("parameter {number}"),
        Address::Bend => "pitch bend".to_owned(),
        Address::Note(number) => format!("note {number}"),
        // Only what comes by MIDI is learned.
        _ => "something".to_owned(),
    };
    format!("{what} on channel {}", u16::from(channel) + 1)
}

/// Which control was moved and how it sends, from the events that one gesture made, in their order.
///
/// # Errors
///
/// Where nothing, or more than one control, or nothing that fits the gesture was heard; what to do
/// is said in its words.
pub fn learn(gesture: Gesture, heard: &[(ClockTime, Event)]) -> Result<Learned, Puzzle> {
    if is_hui(&streams::streams(heard, false)) {
        return Err(unclear(HUI));
    }
    let streams = streams::streams(heard, gesture == Gesture::ThereAndBack);
    if streams.is_empty() {
        return Err(Puzzle::Silent);
    }
    match gesture {
        Gesture::ThereAndBack => turned::learn(&streams),
        Gesture::Press => pressed::learn(&streams),
    }
}

fn unclear(why: &str) -> Puzzle {
    Puzzle::Unclear(why.to_owned())
}

fn several(streams: &[&Stream]) -> Puzzle {
    Puzzle::Several(streams.iter().map(|stream| (stream.channel, stream.address)).collect())
}

/// Whether it is a key or a touched fader of HUI: control change 15 names a zone, and 47 that
/// follows it a port of that zone, with 40 (hexadecimal) added where it goes down.
fn is_hui(streams: &[Stream]) -> bool {
    let at = |number: u8| move |stream: &&Stream| stream.address == Address::Cc(number);
    streams.iter().filter(at(15)).any(|zone| {
        let on_channel = streams.iter().filter(|other| other.channel == zone.channel);
        on_channel.filter(at(47)).any(|port| {
            let ports = || port.values.iter().map(|(_, value)| *value);
            zone.range() == 0
                && zone.values.len() == port.values.len()
                && zone.values.iter().zip(&port.values).all(|(zone, port)| zone.0 < port.0)
                && ports().all(|value| value & !0x47 == 0)
                && ports().any(|value| value & 0x40 != 0)
        })
    })
}

#[cfg(test)]
mod tests;
