//! What one control shows, what it was told of that, and whether a hand is on it.
//!
//! Not every answer is told in the same way. A motor, and a dial whose counter is set together
//! with its ring, *are* what they are told: while a hand moves them they are left alone, or they
//! would pull against it. A key may switch its own light while it is down, so it is told again
//! after each press. A ring that only shows is simply told.

use super::echo::Trail;
use super::wire::{Said, channel, end, key, length, read, write};
use super::{GAP_NS, Shown};
use crate::controller::message::Event;
use crate::controller::profile::{Address, Answer, Control, Function, Sends};
use crate::timeline::ClockTime;

/// For so long after a hand moved it a control is left alone, in nanoseconds.
const HAND_NS: i64 = 500_000_000;
/// How it takes what it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It only shows it.
    Ring,
    /// It shows it, and the next turn goes on from there.
    Counter,
    /// It goes there.
    Motor,
    /// It is lit.
    Light,
}

/// One control that shows something.
#[derive(Clone, Debug)]
pub(super) struct Sign {
    kind: Kind,
    function: Function,
    sends: Sends,
    reversed: bool,
    /// How the control is known, and how it is told.
    own: Address,
    to: Address,
    low: u16,
    high: u16,
    /// Its channel if the profile says so, and the one it was last heard on.
    channel: Option<u8>,
    heard_on: u8,
    touch: Option<u8>,
    /// How far beside its way a motor may be.
    slack: u16,
    /// What it shows, as far as that is known.
    shows: Option<u16>,
    told: Option<ClockTime>,
    trail: Trail,
    touched: bool,
    /// When a hand last moved it.
    moved: Option<ClockTime>,
    /// It is a key, and a hand has it down.
    down: bool,
    /// The coarse half that came last was an echo.
    echoes: bool,
}

impl Sign {
    /// What a control can show; none where that is nothing.
    pub(super) fn new(control: &Control) -> Option<Self> {
        let own = control.address;
        let (kind, to, low, high) = match control.answer? {
            Answer::Ring { cc, low, high } => {
                let is_own = own == Address::Cc(cc) && control.sends == Sends::Position;
                let kind = if is_own { Kind::Counter } else { Kind::Ring };
                (kind, Address::Cc(cc), low.into(), high.into())
            }
            Answer::Motor if control.sends != Sends::Position => return None,
            Answer::Motor => (Kind::Motor, own, 0, end(own)?),
            Answer::Light { on, off } => match own {
                Address::Cc(_) | Address::Note(_) => (Kind::Light, own, off.into(), on.into()),
                _ => return None,
            },
        };
        // No device stops more exactly than it can tell.
        let step = if high > 127 { 128 } else { 1 };
        Some(Self {
            kind,
            function: control.does.function,
            sends: control.sends,
            reversed: control.reversed && kind != Kind::Light,
            own,
            to,
            low,
            high,
            channel: control.channel,
            heard_on: 0,
            touch: control.touch,
            // What shakes is this far off on either side.
            slack: control.noise.max(1).saturating_mul(2 * step),
            shows: None,
            told: None,
            trail: Trail::default(),
            touched: false,
            moved: None,
            down: false,
            echoes: false,
        })
    }

    /// What it is to be told now, if anything.
    pub(super) fn due(&self, now: ClockTime, shown: &Shown) -> Option<u16> {
        let within = |since: Option<ClockTime>, ns| since.is_some_and(|at| now.since(at) < ns);
        let is_led = matches!(self.kind, Kind::Motor | Kind::Counter);
        if within(self.told, GAP_NS) || is_led && (self.touched || within(self.moved, HAND_NS)) {
            return None;
        }
        let share = match self.kind {
            Kind::Light => f64::from(u8::from(shown.is_on(self.function))),
            _ => shown.share(self.function),
        };
        if share.is_nan() {
            return None;
        }
        let share = if self.reversed { 1.0 - share } else { share }.clamp(0.0, 1.0);
        let (low, high) = (f64::from(self.low), f64::from(self.high));
        let value = (low + share * (high - low)).round() as u16;
        (self.shows != Some(value)).then_some(value)
    }

    /// How many messages one value is.
    pub(super) fn length(&self) -> i64 {
        length(self.to)
    }

    /// It is told this now.
    pub(super) fn tell(&mut self, now: ClockTime, value: u16, messages: &mut Vec<[u8; 3]>) {
        (self.shows, self.told) = (Some(value), Some(now));
        let channel = self.channel.unwrap_or(self.heard_on);
        write(self.to, channel, value, messages);
        // What comes back in two halves is known by the first of them.
        let comes_back = if self.length() > 1 { value & !0x7f } else { value };
        self.trail.told(now, comes_back);
    }

    /// It is not known what it shows, where it stands and who touches it.
    pub(super) fn forget(&mut self) {
        (self.shows, self.touched, self.down) = (None, false, false);
        self.trail.lose();
    }

    /// A message came, about this parameter if about any: true where it is the echo of what this
    /// control was told.
    pub(super) fn hear(&mut self, now: ClockTime, event: &Event, parameter: u16) -> bool {
        // Whatever the channel: motor faders on channels of their own tell all touches on one.
        if let Some((note, down)) = key(event)
            && self.touch == Some(note)
        {
            self.touched = down;
            return false;
        }
        let channel = channel(event);
        if self.channel.is_some_and(|own| own != channel) {
            return false;
        }
        let Some(said) = read(self.own, event, parameter) else {
            let is_ours = self.channel.unwrap_or(self.heard_on) == channel;
            return match read(self.to, event, parameter) {
                Some(Said::Value(value)) if is_ours => self.trail.repeats(now, value),
                _ => false,
            };
        };
        if self.channel.is_none() && self.heard_on != channel {
            // Nobody told it anything there.
            (self.heard_on, self.shows) = (channel, None);
            self.trail = Trail::default();
        }
        // The fine half alone is less than the noise.
        if let Said::Value(value) = said {
            self.echoes = self.hear_value(now, value);
        }
        self.echoes
    }

    fn hear_value(&mut self, now: ClockTime, value: u16) -> bool {
        let is_echo = match self.kind {
            // What turns it is nothing that it was told, though the bytes may be the same.
            Kind::Ring if self.own != self.to || matches!(self.sends, Sends::Turns(_)) => {
                return false;
            }
            Kind::Counter => self.trail.repeats(now, value),
            Kind::Motor => !self.touched && self.trail.is_on_its_way(now, value, self.slack),
            // A key that is down comes up by a hand, though it may just have been put out.
            Kind::Light | Kind::Ring => {
                !(self.down && value == 0) && self.trail.repeats(now, value)
            }
        };
        if is_echo {
            return true;
        }
        // A fader that shakes where it stands would else never be driven again.
        if self.kind == Kind::Motor && !self.touched && self.trail.is_at(value, self.slack) {
            return false;
        }
        self.trail.taken(value);
        self.moved = self.moved.max(Some(now));
        self.down = self.sends == Sends::Presses && value > 0;
        // The counter of a dial is what it shows. A fader may run back to where it was last sent.
        self.shows = (self.kind == Kind::Counter).then_some(value);
        false
    }
}

#[cfg(test)]
mod tests;
