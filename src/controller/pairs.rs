//! One control of 14 bits, sent as two control changes of 7.
//!
//! The standard has controllers 0 to 31 carry the coarse half and those 32 above it the fine one,
//! coarse first, the fine one alone where only that changed (MIDI Manufacturers Association,
//! *MIDI 1.0 Detailed Specification*, "Control Change"). Devices also send the fine half first, or
//! never. What each half means hangs on which other half it belongs to, and while that is open
//! nothing may be said: acting on each half by itself makes a leap of a whole coarse step wherever
//! the coarse half changes.
//!
//! So a half waits until its partner is known, at most [`TOGETHER`], and from the first pairs the
//! order of the device is learned, so that later ones need not wait. Give the times when the bytes
//! arrived: halves timed once per picture would seem further apart than they were.

use std::collections::VecDeque;
use std::mem::take;

use crate::timeline::ClockTime;

/// The upper end of 14 bits.
pub const FINE_END: u16 = 0x3fff;

/// Halves further apart than this, in nanoseconds, are no pair. On a MIDI cable the second ends
/// 2 ms after the first, over USB both come at once.
pub const TOGETHER: i64 = 10_000_000;

/// After nothing came for this long, in nanoseconds, the next half begins a movement of the hand,
/// not the second half of a late pair.
const PAUSE: i64 = 100_000_000;

/// Which half of a control of 14 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The upper 7 bits.
    Coarse,
    /// The lower 7 bits.
    Fine,
}

/// How the device sends, as far as that has been heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Manner {
    #[default]
    Unknown,
    CoarseFirst,
    FineFirst,
    CoarseOnly,
}

/// What is heard but not said, because it is open what belongs together.
#[derive(Clone, Copy, Debug, Default)]
enum Waiting {
    #[default]
    Nothing,
    /// A coarse half, and the fine one it belongs to should none follow.
    Coarse(u8, Option<u8>),
    Fine(u8),
    /// A pair, or a fine half alone and the beginning of a pair.
    FineCoarse(u8, u8),
    /// A pair and a fine half, or a fine half alone and a pair.
    FineCoarseFine(u8, u8, u8),
}

/// One control of 14 bits, from its halves of 7.
#[derive(Clone, Debug, Default)]
pub struct Fine {
    manner: Manner,
    waiting: Waiting,
    /// When the last half came.
    heard: Option<ClockTime>,
    /// The fine half began the movement that is going on.
    fine_led: bool,
    /// The last fine half that was put in its place.
    fine: Option<u8>,
    value: Option<u16>,
    /// Values not yet handed over. Never longer than what was waiting: each half brings one value
    /// at most, and each call takes one.
    said: VecDeque<u16>,
}

impl Fine {
    /// Takes one half of 7 bits that came at `now`; the value from 0 to 16383 where one is known
    /// now, which may be one from before. Values come in the order in which they were sent.
    pub fn hear(&mut self, now: ClockTime, half: Half, value: u8) -> Option<u16> {
        self.settle_if_late(now);
        let value = value & 0x7f;
        let gap = self.heard.map_or(i64::MAX, |heard| now.since(heard));
        if gap >= PAUSE {
            self.fine_led = half == Half::Fine;
        }
        self.heard = Some(now);
        match half {
            Half::Coarse => self.hear_coarse(value, gap),
            Half::Fine => self.hear_fine(value, gap),
        }
        self.said.pop_front()
    }

    /// What waited too long for its other half, by `now`: a coarse half alone is spread over all
    /// 14 bits, so that both ends are reached; a fine half alone belongs to the last coarse one.
    /// Ask until there is none.
    pub fn due(&mut self, now: ClockTime) -> Option<u16> {
        self.settle_if_late(now);
        self.said.pop_front()
    }

    /// What waits, without waiting any longer: nothing that belongs to it can follow.
    /// Ask [`Fine::due`] for more.
    pub fn settle(&mut self) -> Option<u16> {
        self.put_in_place();
        self.said.pop_front()
    }

    /// Moves the value by so many of its 16384 steps, held at its ends; from the middle if it was
    /// never told.
    pub fn nudge(&mut self, by: i32) -> Option<u16> {
        self.put_in_place();
        let value = i32::from(self.value.unwrap_or(0x2000)).saturating_add(by).clamp(0, 0x3fff);
        self.say(value as u16);
        self.said.pop_front()
    }

    fn hear_coarse(&mut self, coarse: u8, gap: i64) {
        match take(&mut self.waiting) {
            Waiting::Nothing => match self.manner {
                Manner::CoarseOnly => self.say_alone(coarse),
                // Its fine half was lost; waiting on would pair it with the next one's.
                Manner::FineFirst if gap < PAUSE => self.say_alone(coarse),
                _ => {
                    let behind = gap < TOGETHER && self.fine_led;
                    self.waiting = Waiting::Coarse(coarse, self.fine.filter(|_| behind));
                }
            },
            Waiting::Coarse(before, _) => {
                self.say_alone(before);
                match self.manner {
                    Manner::CoarseOnly => self.say_alone(coarse),
                    _ => self.waiting = Waiting::Coarse(coarse, None),
                }
            }
            Waiting::Fine(fine) => {
                // Who sends a coarse half that did not change always sends both.
                let again = self.value.is_some_and(|value| value >> 7 == u16::from(coarse));
                if again || self.manner == Manner::FineFirst {
                    self.say_fine_first(fine, coarse);
                } else {
                    self.waiting = Waiting::FineCoarse(fine, coarse);
                }
            }
            Waiting::FineCoarse(fine, before) => {
                self.say_fine_first(fine, before);
                self.waiting = Waiting::Coarse(coarse, None);
            }
            Waiting::FineCoarseFine(first, before, second) => {
                // Two pairs, unless it has sent fine halves alone before.
                if self.fine.is_some() && wraps(first, second) {
                    self.say_coarse_first(first, before, second);
                    self.waiting = Waiting::Coarse(coarse, None);
                } else {
                    self.say_fine_first(first, before);
                    self.say_fine_first(second, coarse);
                }
            }
        }
    }

    fn hear_fine(&mut self, fine: u8, gap: i64) {
        match take(&mut self.waiting) {
            Waiting::Nothing => match self.manner {
                Manner::CoarseFirst => self.say_fine(fine),
                Manner::CoarseOnly if gap < TOGETHER => {
                    self.manner = Manner::CoarseFirst;
                    self.say_fine(fine);
                }
                Manner::CoarseOnly => {
                    self.manner = Manner::Unknown;
                    self.waiting = Waiting::Fine(fine);
                }
                Manner::Unknown | Manner::FineFirst => self.waiting = Waiting::Fine(fine),
            },
            Waiting::Coarse(coarse, _) => {
                self.manner = Manner::CoarseFirst;
                self.say_pair(coarse, fine);
            }
            Waiting::Fine(before) => {
                self.say_fine(before);
                self.waiting = Waiting::Fine(fine);
            }
            Waiting::FineCoarse(first, coarse) => {
                self.waiting = Waiting::FineCoarseFine(first, coarse, fine);
            }
            Waiting::FineCoarseFine(first, coarse, second) => {
                self.say_three(first, coarse, second);
                self.hear_fine(fine, gap);
            }
        }
    }

    fn settle_if_late(&mut self, now: ClockTime) {
        if self.heard.is_some_and(|heard| now.since(heard) >= TOGETHER) {
            self.put_in_place();
        }
    }

    fn put_in_place(&mut self) {
        match take(&mut self.waiting) {
            Waiting::Nothing => {}
            // The movement began with a fine half and ends with a coarse one.
            Waiting::Coarse(coarse, Some(fine)) | Waiting::FineCoarse(fine, coarse) => {
                self.say_fine_first(fine, coarse);
            }
            Waiting::Coarse(coarse, None) => self.say_alone(coarse),
            Waiting::Fine(fine) => self.say_fine(fine),
            Waiting::FineCoarseFine(first, coarse, second) => {
                self.say_three(first, coarse, second);
            }
        }
    }

    fn say_three(&mut self, first: u8, coarse: u8, second: u8) {
        if wraps(first, second) {
            self.say_coarse_first(first, coarse, second);
        } else {
            self.say_fine_first(first, coarse);
            self.say_fine(second);
        }
    }

    fn say_coarse_first(&mut self, alone: u8, coarse: u8, fine: u8) {
        self.manner = Manner::CoarseFirst;
        self.say_fine(alone);
        self.say_pair(coarse, fine);
    }

    fn say_fine_first(&mut self, fine: u8, coarse: u8) {
        self.manner = Manner::FineFirst;
        self.say_pair(coarse, fine);
    }

    fn say_fine(&mut self, fine: u8) {
        self.fine = Some(fine);
        // Nothing can be said before the first coarse half.
        if let Some(value) = self.value {
            self.say(value & 0x3f80 | u16::from(fine));
        }
    }

    fn say_alone(&mut self, coarse: u8) {
        if self.manner == Manner::Unknown && self.fine.is_none() {
            self.manner = Manner::CoarseOnly;
        }
        self.say(u16::from(coarse) << 7 | u16::from(coarse));
    }

    fn say_pair(&mut self, coarse: u8, fine: u8) {
        self.fine = Some(fine);
        self.say(u16::from(coarse) << 7 | u16::from(fine));
    }

    fn say(&mut self, value: u16) {
        self.value = Some(value);
        self.said.push_back(value);
    }
}

/// Where the fine halves of a movement leap by half their range, the coarse one has changed.
fn wraps(first: u8, second: u8) -> bool {
    second.abs_diff(first) >= 64
}

#[cfg(test)]
mod tests;
