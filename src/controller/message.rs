//! The bytes of MIDI 1.0 (MIDI Manufacturers Association, *MIDI 1.0 Detailed Specification*,
//! "Data format"), one at a time, to the events that a control sends.
//!
//! What no control sends by itself (system exclusive, time code, song position, programs, pressure)
//! is read past to its end, so that the message after it is understood.

/// The upper end of a pitch bend: many motor faders have only the upper seven of its 14 bits.
pub const BEND_END: u16 = 0x7f << 7;

/// One movement of a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A knob, a fader or a key that sends a number.
    ControlChange {
        /// The channel as on the wire, 0 to 15.
        channel: u8,
        /// Which control, 0 to 127.
        controller: u8,
        /// Where it is, 0 to 127.
        value: u8,
    },
    /// A wheel or a motor fader.
    PitchBend {
        /// The channel as on the wire, 0 to 15.
        channel: u8,
        /// Where it is, 0 to 16383.
        value: u16,
    },
    /// A key goes down.
    NoteOn {
        /// The channel as on the wire, 0 to 15.
        channel: u8,
        /// Which key, 0 to 127; 60 is the middle C.
        note: u8,
        /// How hard, 1 to 127.
        velocity: u8,
    },
    /// A key comes up.
    NoteOff {
        /// The channel as on the wire, 0 to 15.
        channel: u8,
        /// Which key, 0 to 127.
        note: u8,
    },
}

impl Event {
    /// The message that says this, with its status byte. What is out of range is held at the end
    /// of its range, so that the bytes are always a message; a note struck with velocity 0 is the
    /// release that everybody reads it as.
    pub fn bytes(&self) -> [u8; 3] {
        let (kind, channel, first, second) = match *self {
            Self::NoteOff { channel, note } => (0x80, channel, note, 0),
            Self::NoteOn { channel, note, velocity } => (0x90, channel, note, velocity),
            Self::ControlChange { channel, controller, value } => {
                (0xb0, channel, controller, value)
            }
            Self::PitchBend { channel, value } => {
                let value = value.min(0x3fff);
                (0xe0, channel, (value & 0x7f) as u8, (value >> 7) as u8)
            }
        };
        [kind | channel.min(0x0f), first.min(0x7f), second.min(0x7f)]
    }
}

/// Reads one stream of bytes. Whatever comes, it is right again from the next status byte on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parser {
    /// The status of the message that is read: it runs on until another comes.
    status: Option<u8>,
    /// The first of its two data bytes.
    first: Option<u8>,
}

impl Parser {
    /// Reads the next byte; an event where it completes one.
    pub fn feed(&mut self, byte: u8) -> Option<Event> {
        match byte {
            // Clock and its like may come between any two bytes and change nothing.
            0xf8..=0xff => None,
            // System exclusive, its end, time code, song position, song number, tune request and
            // the two undefined: they end the running status. The data that follow, however many,
            // then belong to no status and are passed over until the next one.
            0xf0..=0xf7 => {
                (self.status, self.first) = (None, None);
                None
            }
            0x80..=0xef => {
                (self.status, self.first) = (Some(byte), None);
                None
            }
            data => self.data(data),
        }
    }

    /// Reads bytes as they came from one read of a port, wherever it was cut, and hands over each
    /// event that they complete.
    pub fn read(&mut self, bytes: &[u8], hear: impl FnMut(Event)) {
        bytes.iter().filter_map(|byte| self.feed(*byte)).for_each(hear);
    }

    fn data(&mut self, data: u8) -> Option<Event> {
        let status = self.status?;
        let channel = status & 0x0f;
        let Some(first) = self.first.take() else {
            self.first = Some(data);
            return None;
        };
        match status >> 4 {
            0x8 => Some(Event::NoteOff { channel, note: first }),
            0x9 if data == 0 => Some(Event::NoteOff { channel, note: first }),
            0x9 => Some(Event::NoteOn { channel, note: first, velocity: data }),
            0xb => Some(Event::ControlChange { channel, controller: first, value: data }),
            0xe => {
                let value = u16::from(data) << 7 | u16::from(first);
                Some(Event::PitchBend { channel, value })
            }
            // The pressure of a key has two data bytes as well, and moves nothing. A program and the
            // pressure of a channel have one: taken by twos they complete nothing either, and the
            // next status forgets an odd one.
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn heard(bytes: &[u8]) -> Vec<Event> {
        let (mut parser, mut events) = (Parser::default(), Vec::new());
        parser.read(bytes, |event| events.push(event));
        events
    }

    fn control(controller: u8, value: u8) -> Event {
        Event::ControlChange { channel: 0, controller, value }
    }

    fn event() -> impl Strategy<Value = Event> {
        let seven = 0..=0x7f_u8;
        prop_oneof![
            (0..16_u8, seven.clone(), seven.clone()).prop_map(|(channel, controller, value)| {
                Event::ControlChange { channel, controller, value }
            }),
            (0..16_u8, 0..=0x3fff_u16)
                .prop_map(|(channel, value)| Event::PitchBend { channel, value }),
            (0..16_u8, seven.clone(), 1..=0x7f_u8)
                .prop_map(|(channel, note, velocity)| Event::NoteOn { channel, note, velocity }),
            (0..16_u8, seven).prop_map(|(channel, note)| Event::NoteOff { channel, note }),
        ]
    }

    #[test]
    fn a_status_runs_on() {
        let fader = |value| Event::PitchBend { channel: 7, value };
        let bytes = [0xe7, 0x40, 0x7d, 0x00, 0x7e, 0x40, 0x7e];
        assert_eq!(heard(&bytes), [fader(0x3ec0), fader(0x3f00), fader(0x3f40)]);
    }

    #[test]
    fn a_key_that_sends_velocity_zero_is_up() {
        let up = Event::NoteOff { channel: 0, note: 0x20 };
        let down = Event::NoteOn { channel: 0, note: 0x20, velocity: 0x7f };
        assert_eq!(heard(&[0x90, 0x20, 0x7f, 0x20, 0x00]), [down, up]);
        assert_eq!(heard(&[0x80, 0x20, 0x40]), [up]);
    }

    #[test]
    fn what_is_no_control_is_read_past() {
        let after = [0xb0, 7, 64];
        let others: [&[u8]; 16] = [
            &[0xf0, 0x7e, 0x7f, 0x06, 0x01, 0xf7],
            &[0xf0, 0x00, 0x20, 0x29],
            &[0xf0],
            &[0xf7],
            &[0xf1, 0x23],
            &[0xf1],
            &[0xf2, 0x10, 0x20],
            &[0xf2, 0x10],
            &[0xf3, 0x05],
            &[0xf4],
            &[0xf5, 0x01, 0x02, 0x03],
            &[0xf6],
            &[0xc0, 0x05, 0x06],
            &[0xd0, 0x40],
            &[0xa0, 0x3c, 0x40, 0x3d, 0x41],
            &[0x01, 0x02, 0x03],
        ];
        for other in others {
            assert_eq!(heard(&[other, &after].concat()), [control(7, 64)], "{other:02x?}");
            assert_eq!(heard(&[&after, other, &after].concat()).first(), Some(&control(7, 64)));
            assert_eq!(heard(&[&after, other, &after].concat()).last(), Some(&control(7, 64)));
        }
    }

    #[test]
    fn a_slider_and_a_key_that_are_32_apart_stay_apart() {
        let bytes = [0xb0, 0, 0x3f, 0xb0, 0x20, 0x7f, 0xb0, 0, 0x40, 0xb0, 0x20, 0, 0xb0, 0, 0x41];
        let plain = [(0, 0x3f), (0x20, 0x7f), (0, 0x40), (0x20, 0), (0, 0x41)];
        assert_eq!(heard(&bytes), plain.map(|(number, value)| control(number, value)));
    }

    #[test]
    fn a_system_message_ends_the_running_status() {
        assert_eq!(heard(&[0xb0, 7, 64, 0xf3, 1, 7, 65, 0xf8, 7, 66]), [control(7, 64)]);
    }

    #[test]
    fn what_is_out_of_range_is_still_sent_as_a_message() {
        let loud = Event::NoteOn { channel: 200, note: 200, velocity: 200 };
        assert_eq!(loud.bytes(), [0x9f, 0x7f, 0x7f]);
        let high = Event::PitchBend { channel: 0, value: 0xffff };
        assert_eq!(high.bytes(), [0xe0, 0x7f, 0x7f]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn whatever_comes_before_a_whole_message_is_heard(
            garbage in vec(any::<u8>(), 0..200), event in event(),
        ) {
            let bytes = [&garbage[..], &event.bytes()].concat();
            prop_assert_eq!(heard(&bytes).pop(), Some(event));
        }

        #[test]
        fn where_the_reads_are_cut_changes_nothing(
            bytes in vec(any::<u8>(), 0..200), cuts in vec(0..200_usize, 0..8),
        ) {
            let (mut parser, mut events, mut from) = (Parser::default(), Vec::new(), 0);
            let mut cuts: Vec<_> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
            cuts.push(bytes.len());
            cuts.sort_unstable();
            for cut in cuts {
                parser.read(&bytes[from..cut], |event| events.push(event));
                from = cut;
            }
            prop_assert_eq!(events, heard(&bytes));
        }

        #[test]
        fn the_clock_between_any_two_bytes_changes_nothing(
            bytes in vec((any::<u8>(), vec(0xf8..=0xff_u8, 0..3)), 0..200),
        ) {
            let plain: Vec<_> = bytes.iter().map(|(byte, _)| *byte).collect();
            let ticking: Vec<_> =
                bytes.iter().flat_map(|(byte, ticks)| [&[*byte][..], ticks].concat()).collect();
            prop_assert_eq!(heard(&plain), heard(&ticking));
        }

        #[test]
        fn what_is_said_is_heard(events in vec(event(), 0..50)) {
            let bytes: Vec<_> = events.iter().flat_map(Event::bytes).collect();
            prop_assert_eq!(heard(&bytes), events);
        }
    }
}
