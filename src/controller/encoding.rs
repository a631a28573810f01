//! How far a control without ends was turned, from the byte that it sends.
//!
//! Four ways of counting are in use, and the same byte means different things in them, so the way
//! is set for each control and never guessed. The names and definitions are those of the Control
//! Surface library (P. Pas, `RelativeCCSender`) and of Mackie's V-Pots; the last is from
//! Behringer's *X-TOUCH ONE MIDI Mode Implementation*.

use crate::controller::profile::Encoding;

impl Encoding {
    /// How many clicks onwards the control was turned, back if negative: -63 to 63.
    ///
    /// | encoding       | +1 | +k      | -1 | -k      | nothing |
    /// |----------------|----|---------|----|---------|---------|
    /// | TwosComplement | 01 | k       | 7F | 80 - k  | 00, 40  |
    /// | BinaryOffset   | 41 | 40 + k  | 3F | 40 - k  | 00, 40  |
    /// | SignMagnitude  | 01 | k       | 41 | 40 + k  | 00, 40  |
    /// | Inverted       | 41 | 40 + k  | 01 | k       | 00, 40  |
    ///
    /// Devices that accelerate send a greater k. They are documented up to 9 and go beyond when
    /// worn or dusty, which is kept: a click too many is seen less than one in the wrong direction.
    /// 00 and 40 are zero or unused in all four, and so is what is no data byte (80 and above);
    /// the largest step by the letter, -64, would make them a leap out of nothing.
    pub fn clicks(self, value: u8) -> i32 {
        let number = i32::from(value);
        if matches!(value, 0 | 0x40 | 0x80..) {
            return 0;
        }
        let upper = value > 0x40;
        match self {
            Self::TwosComplement if upper => number - 0x80,
            Self::BinaryOffset => number - 0x40,
            Self::SignMagnitude if upper => 0x40 - number,
            Self::Inverted if upper => number - 0x40,
            Self::TwosComplement | Self::SignMagnitude => number,
            Self::Inverted => -number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controller::message::{Event, Parser};

    const ALL: [Encoding; 4] = [
        Encoding::TwosComplement,
        Encoding::BinaryOffset,
        Encoding::SignMagnitude,
        Encoding::Inverted,
    ];

    fn turned(encoding: Encoding, bytes: &[u8]) -> Vec<i32> {
        let (mut parser, mut clicks) = (Parser::default(), Vec::new());
        parser.read(bytes, |event| {
            if let Event::ControlChange { value, .. } = event {
                clicks.push(encoding.clicks(value));
            }
        });
        clicks
    }

    #[test]
    fn a_twister_counts_from_the_middle() {
        let bytes = [
            0xb0, 0, 0x41, 0xb0, 0, 0x41, 0xb0, 0, 0x41, 0xb0, 0, 0x3e, 0xb0, 0, 0x3d, 0xb0, 0,
            0x3f,
        ];
        assert_eq!(turned(Encoding::BinaryOffset, &bytes), [1, 1, 1, -2, -3, -1]);
    }

    #[test]
    fn an_x_touch_mini_in_mackie_mode_has_a_sign_bit() {
        let bytes = [0xb0, 0x10, 0x01, 0xb0, 0x10, 0x02, 0xb0, 0x10, 0x41, 0xb0, 0x10, 0x43];
        assert_eq!(turned(Encoding::SignMagnitude, &bytes), [1, 2, -1, -3]);
        assert_eq!(turned(Encoding::BinaryOffset, &bytes), [-63, -62, 1, 3]);
        assert_eq!(turned(Encoding::TwosComplement, &bytes), [1, 2, -63, -61]);
    }

    #[test]
    fn an_x_touch_mini_in_its_first_relative_mode_is_in_twos_complement() {
        let bytes = [0xba, 0x01, 0x01, 0xba, 0x01, 0x07, 0xba, 0x01, 0x7f, 0xba, 0x01, 0x79];
        assert_eq!(turned(Encoding::TwosComplement, &bytes), [1, 7, -1, -7]);
    }

    #[test]
    fn the_third_setting_of_an_x_touch_mini_and_a_qcon_have_a_sign_bit() {
        let bytes = [0xb0, 0x10, 0x09, 0x10, 0x49, 0x10, 0x07, 0x10, 0x47];
        assert_eq!(turned(Encoding::SignMagnitude, &bytes), [9, -9, 7, -7]);
    }

    #[test]
    fn the_jog_of_a_deck_counts_from_the_middle() {
        let bytes = [0xb0, 0x23, 0x3f, 0xb0, 0x23, 0x41, 0xb0, 0x21, 0x3f, 0xb0, 0x21, 0x41];
        assert_eq!(turned(Encoding::BinaryOffset, &bytes), [-1, 1, -1, 1]);
    }

    #[test]
    fn an_x_touch_one_is_the_other_way_round() {
        assert_eq!(turned(Encoding::Inverted, &[0xb0, 0x10, 65, 0x10, 1]), [1, -1]);
    }

    #[test]
    fn no_move_moves_nothing() {
        for encoding in ALL {
            for value in (0x80..=0xff).chain([0, 0x40]) {
                assert_eq!(encoding.clicks(value), 0, "{encoding:?} {value:02x}");
            }
        }
    }

    #[test]
    fn each_encoding_reaches_as_far_back_as_onwards() {
        for encoding in ALL {
            for value in 1..0x40_u8 {
                let opposite = match encoding {
                    Encoding::TwosComplement | Encoding::BinaryOffset => 0x80 - value,
                    Encoding::SignMagnitude | Encoding::Inverted => 0x40 + value,
                };
                assert_eq!(encoding.clicks(value), -encoding.clicks(opposite));
                assert!((1..=63).contains(&encoding.clicks(value).abs()));
            }
        }
    }

    #[test]
    fn a_faster_turn_keeps_its_direction() {
        for encoding in ALL {
            for half in [1..0x40_u8, 0x41..0x80] {
                let slow = encoding.clicks(half.start).signum();
                assert!(half.clone().all(|value| encoding.clicks(value).signum() == slow));
            }
        }
    }
}
