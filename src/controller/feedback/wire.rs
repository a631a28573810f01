//! The bytes of a control: what it is told in, and what a message says of it.

use crate::controller::message::{BEND_END, Event};
use crate::controller::pairs::FINE_END;
use crate::controller::profile::Address;

/// Control changes that say which parameter is meant, and by which a parameter that is not
/// registered is changed (*MIDI 1.0 Detailed Specification*, "Registered and Non-Registered
/// Parameter Numbers").
const NRPN_COARSE: u8 = 99;
const NRPN_FINE: u8 = 98;
const RPN: [u8; 2] = [100, 101];
/// No parameter has this number: they have 14 bits.
const NO_PARAMETER: u16 = u16::MAX;

/// The control changes by which the named parameter gets its value.
pub(super) const DATA_COARSE: u8 = 6;
pub(super) const DATA_FINE: u8 = 38;

/// What a message says of a control.
pub(super) enum Said {
    /// Its value, or the coarse half of it.
    Value(u16),
    /// The fine half of what came before.
    Fine,
}

/// Which parameter was last named on each channel, by the device itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameters([u16; 16]);

impl Default for Parameters {
    fn default() -> Self {
        Self([NO_PARAMETER; 16])
    }
}

impl Parameters {
    /// The parameter that a message is about, if it is a control change that changes one.
    pub(super) fn hear(&mut self, event: &Event) -> u16 {
        let Event::ControlChange { channel, controller, value } = *event else {
            return NO_PARAMETER;
        };
        let named = &mut self.0[usize::from(channel & 0x0f)];
        match controller {
            NRPN_COARSE => *named = u16::from(value) << 7 | *named & 0x7f,
            NRPN_FINE => *named = *named & 0x3f80 | u16::from(value),
            number if RPN.contains(&number) => *named = NO_PARAMETER,
            _ => {}
        }
        *named
    }
}

/// The upper end of what a motor with this address is told; none where there is no such motor.
pub(super) fn end(address: Address) -> Option<u16> {
    match address {
        Address::Cc(_) => Some(127),
        Address::Cc14(_) | Address::Nrpn(_) => Some(FINE_END),
        Address::Bend => Some(BEND_END),
        _ => None,
    }
}

pub(super) fn channel(event: &Event) -> u8 {
    match *event {
        Event::ControlChange { channel, .. }
        | Event::PitchBend { channel, .. }
        | Event::NoteOn { channel, .. }
        | Event::NoteOff { channel, .. } => channel,
    }
}

/// The key that went down, or up.
pub(super) fn key(event: &Event) -> Option<(u8, bool)> {
    match *event {
        Event::NoteOn { note, velocity, .. } => Some((note, velocity > 0)),
        Event::NoteOff { note, .. } => Some((note, false)),
        _ => None,
    }
}

/// What a message says of the control with this address, if anything.
pub(super) fn read(address: Address, event: &Event, parameter: u16) -> Option<Said> {
    let coarse = |value: u8| Some(Said::Value(u16::from(value) << 7));
    match (address, *event) {
        (Address::Bend, Event::PitchBend { value, .. }) => Some(Said::Value(value.min(BEND_END))),
        (Address::Note(own), Event::NoteOn { note, velocity, .. }) if own == note => {
            Some(Said::Value(velocity.into()))
        }
        (Address::Note(own), Event::NoteOff { note, .. }) if own == note => Some(Said::Value(0)),
        (address, Event::ControlChange { controller, value, .. }) => match address {
            Address::Cc(own) if own == controller => Some(Said::Value(value.into())),
            Address::Cc14(own) if own == controller => coarse(value),
            Address::Cc14(own) if own.checked_add(32) == Some(controller) => Some(Said::Fine),
            Address::Nrpn(own) if own == parameter && controller == DATA_COARSE => coarse(value),
            Address::Nrpn(own) if own == parameter && controller == DATA_FINE => Some(Said::Fine),
            _ => None,
        },
        _ => None,
    }
}

/// How many messages a value is with this address.
pub(super) fn length(address: Address) -> i64 {
    match address {
        Address::Nrpn(_) => 4,
        Address::Cc14(_) => 2,
        _ => 1,
    }
}

/// The messages that tell a control with this address a value.
pub(super) fn write(address: Address, channel: u8, value: u16, messages: &mut Vec<[u8; 3]>) {
    let (coarse, fine) = ((value >> 7) as u8, (value & 0x7f) as u8);
    let mut say = |kind: u8, first: u8, second: u8| {
        messages.push([kind | channel & 0x0f, first & 0x7f, second & 0x7f]);
    };
    match address {
        Address::Cc(number) => say(0xb0, number, fine),
        // A note on without velocity is how a light is put out: not every device hears note off.
        Address::Note(note) => say(0x90, note, fine),
        Address::Bend => say(0xe0, fine, coarse),
        Address::Cc14(number) => {
            say(0xb0, number, coarse);
            say(0xb0, number.saturating_add(32), fine);
        }
        Address::Nrpn(parameter) => {
            say(0xb0, NRPN_COARSE, (parameter >> 7) as u8);
            say(0xb0, NRPN_FINE, (parameter & 0x7f) as u8);
            say(0xb0, DATA_COARSE, coarse);
            say(0xb0, DATA_FINE, fine);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_meant_until_another_is_on_its_own_channel() {
        let mut parameters = Parameters::default();
        let mut hear = |channel, controller, value| {
            parameters.hear(&Event::ControlChange { channel, controller, value })
        };
        assert_eq!(hear(0, 6, 1), NO_PARAMETER);
        hear(0, 99, 2);
        hear(0, 98, 44);
        assert_eq!((hear(0, 6, 1), hear(0, 38, 1), hear(1, 6, 1)), (300, 300, NO_PARAMETER));
        hear(0, 101, 0);
        assert_eq!(hear(0, 6, 1), NO_PARAMETER);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let addresses = [Address::Cc(7), Address::Bend, Address::Note(3)];
        for (address, value) in addresses.into_iter().flat_map(|one| [(one, 0), (one, 99)]) {
            let (mut messages, mut parser) =
                (Vec::new(), crate::controller::message::Parser::default());
            write(address, 5, value, &mut messages);
            let event =
                messages.iter().flatten().filter_map(|byte| parser.feed(*byte)).next().unwrap();
            assert_eq!(channel(&event), 5);
            assert!(matches!(read(address, &event, 0), Some(Said::Value(read)) if read == value));
        }
    }
}
