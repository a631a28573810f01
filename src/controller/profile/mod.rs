//! What one model of controller sends, and what each of its controls does.
//!
//! `load.rs` reads a profile from its file, with messages as of every file that people write;
//! `shipped.rs` holds those that come with the program.

mod answer;
pub mod load;
pub mod schema;
pub mod shipped;
pub mod words;

use crate::controller::dial::{Axis, DialKey};
use crate::show::View;

/// A model of controller; the usual one has no controls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// What it is called.
    pub name: String,
    /// Parts of the names under which the system knows it, whatever the case.
    pub matches: Vec<String>,
    /// Its controls.
    pub controls: Vec<Control>,
}

impl Profile {
    /// Whether a controller that the system knows by this name is of this model.
    pub fn fits(&self, port: &str) -> bool {
        let port = port.to_lowercase();
        self.matches.iter().any(|part| port.contains(&part.to_lowercase()))
    }
}

/// One knob, fader, dial or key.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// What is printed on it.
    pub name: String,
    /// How it is known on the wire.
    pub address: Address,
    /// Its channel, 0 to 15; any where it is none.
    pub channel: Option<u8>,
    /// How it tells that it was moved.
    pub sends: Sends,
    /// Its upper or right end means less.
    pub reversed: bool,
    /// How many counts of a dial make one click that a hand feels.
    pub per_click: u16,
    /// How far it may shake by itself, in steps of 7 bits: 127ths of its way.
    pub noise: u16,
    /// How long its way is, in millimetres, where it is a fader.
    pub travel_mm: Option<f64>,
    /// What it does.
    pub does: Does,
    /// What it does instead where it is a key and held.
    pub held: Option<Does>,
    /// The note that tells that a hand lies on it.
    pub touch: Option<u8>,
    /// What it shows.
    pub answer: Option<Answer>,
}

impl Control {
    /// With everything as usual that need not be said.
    pub fn new(name: impl Into<String>, address: Address, does: Does) -> Self {
        Self {
            name: name.into(),
            address,
            channel: None,
            sends: address.usually_sends(),
            reversed: false,
            per_click: 1,
            noise: 1,
            travel_mm: None,
            does,
            held: None,
            touch: None,
            answer: None,
        }
    }
}

/// How a control is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Address {
    /// A control change of 7 bits.
    Cc(u8),
    /// Any control change that no other line names: for controllers of which nothing is known.
    AnyCc,
    /// A control change of 14 bits: this one coarse, the one 32 above it fine.
    Cc14(u8),
    /// A parameter that is not registered, of 14 bits.
    Nrpn(u16),
    /// The pitch bend of its channel.
    Bend,
    /// A note.
    Note(u8),
    /// A key of a keyboard, or of a dial that says it is one.
    Key(DialKey),
    /// The wheel of a mouse, or of a dial that says it is one.
    Wheel(Axis),
    /// A mouse, moved with its left button down.
    Drag(Axis),
}

impl Address {
    /// What such a control sends where the profile does not say.
    pub fn usually_sends(self) -> Sends {
        match self {
            Self::Note(_) | Self::Key(_) => Sends::Presses,
            Self::Wheel(_) | Self::Drag(_) => Sends::Clicks,
            Self::Cc(_) | Self::AnyCc | Self::Cc14(_) | Self::Nrpn(_) | Self::Bend => {
                Sends::Position
            }
        }
    }
}

/// How a control tells that it was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sends {
    /// Where it stands. For a note, its velocity.
    Position,
    /// How far it was turned.
    Turns(Encoding),
    /// The same, in clicks themselves: what is no MIDI.
    Clicks,
    /// That it is down, and that it is up.
    Presses,
    /// Something each time it is pressed, and nothing when it is let go.
    Toggles,
}

/// How a dial counts, in 7 bits. Each is in use by real devices, and the same byte means something
/// else in each: so it is said, never guessed.
///
/// | | +1 | −1 |
/// |---|---|---|
/// | two's complement | 01 | 7F |
/// | binary offset | 41 | 3F |
/// | sign and magnitude | 01 | 41 |
/// | inverted | 41 | 01 |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// "Relative 1", "2's comp".
    TwosComplement,
    /// "Relative 2", "3FH/41H".
    BinaryOffset,
    /// "Relative 3", as of Mackie's V-Pots.
    SignMagnitude,
    /// The same with the signs exchanged, as of Behringer's X-Touch One.
    Inverted,
}

/// What a control does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Does {
    /// What.
    pub function: Function,
    /// How far at a time, and which way, where that means something.
    pub by: i32,
    /// Which view, where one is asked for.
    pub to: Option<View>,
}

impl Does {
    /// This, by one.
    pub fn new(function: Function) -> Self {
        Self { function, by: 1, to: None }
    }
}

/// What can be asked for by a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// Moves along the generations.
    Scrub,
    /// Moves by whole versions.
    Step,
    /// Moves film time by frames.
    Jog,
    /// Runs film time at another speed.
    Shuttle,
    /// Moves the divider of duet.
    Divider,
    /// Shows another view.
    View,
    /// Writes in another language.
    Language,
    /// Shows or hides captions.
    Captions,
    /// Says aloud what is known of the version.
    Listen,
    /// Holds the version for comparison.
    Hold,
    /// Plays and pauses.
    Play,
    /// How loud it is.
    Volume,
    /// Jumps by shots.
    Shot,
    /// Opens the takes beneath the version while it is down.
    Scrape,
}

impl Function {
    /// Whether a visitor may do it.
    pub fn is_public(self) -> bool {
        matches!(
            self,
            Self::Scrub
                | Self::Step
                | Self::Language
                | Self::Captions
                | Self::Listen
                | Self::Scrape
        )
    }

    /// Whether a control that sends so can do it.
    pub fn takes(self, sends: Sends) -> bool {
        let turns = matches!(sends, Sends::Turns(_) | Sends::Clicks);
        let position = sends == Sends::Position;
        match self {
            Self::Scrub | Self::Divider => position || turns,
            Self::Shuttle | Self::Volume => true,
            Self::Step | Self::Jog | Self::View | Self::Shot => !position,
            Self::Language
            | Self::Captions
            | Self::Listen
            | Self::Hold
            | Self::Play
            | Self::Scrape => !position && !turns,
        }
    }
}

/// What a control shows of the show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A ring or a row of lights: this control change of its channel, from `low` to `high`.
    Ring {
        /// The number of the control change.
        cc: u8,
        /// Its value at the lower end.
        low: u8,
        /// Its value at the upper end.
        high: u8,
    },
    /// A motor: it is sent what it would send itself.
    Motor,
    /// The light of a key: it is sent its own message with one of these values.
    Light {
        /// While what it does is on.
        on: u8,
        /// While it is not.
        off: u8,
    },
}
