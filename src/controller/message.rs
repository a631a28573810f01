//! The bytes of MIDI 1.0 (MIDI Manufacturers Association, *MIDI 1.0 Detailed Specification*,
//! "Data format"), one at a time, to the events that a control sends.

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
            // Whatever follows these, up to the next status, is none of ours: data without status.
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

    fn data(&mut self, data: u8) -> Option<Event> {
        let status = self.status?;
        let channel = status & 0x0f;
        // A change of program and the pressure of a channel have one data byte.
        if matches!(status >> 4, 0xc | 0xd) {
            return None;
        }
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
            _ => None,
        }
    }
}
