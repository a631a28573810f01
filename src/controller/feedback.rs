//! What a controller is told, so that its rings, lights and motors show the state of the show.
//!
//! It is told on change only, and never faster than such devices can take it: each control 30
//! values a second, and all of them together 1000 messages a second, about what MIDI's own wire
//! carries (31 250 bit/s at 10 bits a byte is 1042 messages of three bytes). What changed too
//! soon is told later, so in the end everything shows the newest value.
//!
//! Many controllers send back what they are told, and a motor fader sends its whole way there.
//! That is no hand: `echo.rs` tells the two apart, and `sign.rs` knows when a hand is on a control
//! and leaves it alone. `wire.rs` has the bytes.

mod echo;
#[cfg(test)]
mod properties;
mod sign;
mod wire;

use super::message::Event;
use super::profile::{Function, Profile};
use crate::timeline::ClockTime;
use sign::Sign;
use wire::Parameters;

/// From one value of a control to its next, in nanoseconds: 30 a second at most.
const GAP_NS: i64 = 33_333_334;
/// So many messages may go out at once, to all controls together …
const BURST: i64 = 100;
/// … and from then on one in so many nanoseconds, 900 a second: no second has more than 1000.
const EACH_NS: i64 = 1_111_112;

/// What there is to show, at one tick.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shown {
    /// The place along the generations as a share of a control's way: 0 is the inputs, 1 the next
    /// one.
    pub scrub: f64,
    /// Where the divider stands, 0 to 1.
    pub divider: f64,
    /// How loud it is, 0 to 1.
    pub volume: f64,
    /// The speed of film time as a share of the greatest, −1 to 1.
    pub shuttle: f64,
    /// The functions that are on, a bit each.
    pub(super) on: u16,
}

impl Shown {
    /// What this function does is on: it plays, something is held, it speaks.
    pub fn switch_on(&mut self, function: Function) {
        self.on |= 1 << function as u16;
    }

    /// Whether what this function does is on.
    pub fn is_on(&self, function: Function) -> bool {
        self.on >> function as u16 & 1 == 1
    }

    /// What a function leads as a share of a control's way; either end where it is on or off.
    fn share(&self, function: Function) -> f64 {
        match function {
            Function::Scrub => self.scrub,
            Function::Divider => self.divider,
            Function::Volume => self.volume,
            Function::Shuttle => f64::midpoint(1.0, self.shuttle),
            _ if self.is_on(function) => 1.0,
            _ => 0.0,
        }
    }
}

/// What one controller shows, what it was told of that, and where hands are on it.
#[derive(Clone, Debug, Default)]
pub struct Feedback {
    signs: Vec<Sign>,
    /// The sign whose turn it is first: with too much to tell, none waits forever.
    first: usize,
    budget: Budget,
    /// Which parameter is meant, on each channel.
    parameters: Parameters,
}

impl Feedback {
    /// What a controller of this model can show.
    pub fn new(profile: &Profile) -> Self {
        let signs = profile.controls.iter().filter_map(Sign::new).collect();
        Self { signs, ..Self::default() }
    }

    /// The messages to send now, so that it shows this: those that changed, as far as they may be
    /// told already.
    pub fn tell(&mut self, now: ClockTime, shown: &Shown) -> Vec<[u8; 3]> {
        let mut messages = Vec::new();
        let (before, after) = self.signs.split_at_mut(self.first);
        let first = before.len();
        for (turn, sign) in after.iter_mut().chain(before).enumerate() {
            let Some(value) = sign.due(now, shown) else { continue };
            if !self.budget.take(now, sign.length()) {
                self.first = (first + turn) % self.signs.len();
                break;
            }
            sign.tell(now, value, &mut messages);
        }
        messages
    }

    /// What it shows is not known any more, as after it was connected again: all is told anew,
    /// no faster than ever. Nor is it known whether hands still touch it.
    pub fn forget(&mut self) {
        self.signs.iter_mut().for_each(Sign::forget);
    }

    /// Something came from it. True where that is only the echo of what it was told, and so no
    /// input.
    pub fn heard(&mut self, now: ClockTime, event: &Event) -> bool {
        let parameter = self.parameters.hear(event);
        let mut is_echo = false;
        for sign in &mut self.signs {
            is_echo |= sign.hear(now, event, parameter);
        }
        is_echo
    }
}

/// How much may be sent: a bucket that runs empty at a constant rate.
#[derive(Clone, Copy, Debug, Default)]
struct Budget {
    /// When it will be empty.
    empty: ClockTime,
}

impl Budget {
    /// So many messages, all or none.
    fn take(&mut self, now: ClockTime, messages: i64) -> bool {
        let empty = self.empty.max(now).after(messages * EACH_NS);
        let fits = empty.since(now) <= BURST * EACH_NS;
        if fits {
            self.empty = empty;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controller::profile::{Address, Answer, Control, Does, Sends};

    fn ms(ms: i64) -> ClockTime {
        ClockTime(ms * 1_000_000)
    }

    fn ring(cc: u8, function: Function, low: u8, high: u8) -> Control {
        let answer = Some(Answer::Ring { cc, low, high });
        Control { answer, ..Control::new("ring", Address::Cc(cc), Does::new(function)) }
    }

    fn feedback(controls: Vec<Control>) -> Feedback {
        Feedback::new(&Profile { controls, ..Profile::default() })
    }

    fn scrub(scrub: f64) -> Shown {
        Shown { scrub, ..Shown::default() }
    }

    #[test]
    fn a_ring_goes_exactly_from_its_lower_to_its_upper_value() {
        let told = |share, reversed| {
            let control = Control { reversed, ..ring(48, Function::Scrub, 1, 11) };
            feedback(vec![control]).tell(ms(0), &scrub(share))
        };
        assert_eq!(told(0.0, false), [[0xb0, 48, 1]]);
        assert_eq!(told(0.5, false), [[0xb0, 48, 6]]);
        assert_eq!(told(1.0, false), [[0xb0, 48, 11]]);
        assert_eq!(told(7.0, false), [[0xb0, 48, 11]]);
        assert_eq!(told(0.0, true), [[0xb0, 48, 11]]);
        assert_eq!(told(0.2, true), [[0xb0, 48, 9]]);
        assert!(told(f64::NAN, false).is_empty());
    }

    #[test]
    fn a_shuttle_at_rest_stands_in_the_middle() {
        let mut feedback = feedback(vec![ring(1, Function::Shuttle, 0, 126)]);
        let shuttle = |shuttle| Shown { shuttle, ..Shown::default() };
        assert_eq!(feedback.tell(ms(0), &shuttle(0.0)), [[0xb0, 1, 63]]);
        assert_eq!(feedback.tell(ms(50), &shuttle(-1.0)), [[0xb0, 1, 0]]);
        assert_eq!(feedback.tell(ms(100), &shuttle(1.0)), [[0xb0, 1, 126]]);
    }

    #[test]
    fn the_light_of_a_key_is_told_by_its_own_message() {
        let light = |address| {
            let answer = Some(Answer::Light { on: 127, off: 0 });
            Control {
                answer,
                channel: Some(8),
                ..Control::new("key", address, Does::new(Function::Play))
            }
        };
        let mut feedback = feedback(vec![light(Address::Note(41)), light(Address::Cc(104))]);
        let mut shown = Shown::default();
        assert_eq!(feedback.tell(ms(0), &shown), [[0x98, 41, 0], [0xb8, 104, 0]]);
        shown.switch_on(Function::Hold);
        assert!(feedback.tell(ms(100), &shown).is_empty());
        shown.switch_on(Function::Play);
        assert_eq!(feedback.tell(ms(200), &shown), [[0x98, 41, 127], [0xb8, 104, 127]]);
    }

    #[test]
    fn a_motor_is_told_what_it_would_send_itself() {
        let told = |address, share| {
            let mut control = Control::new("fader", address, Does::new(Function::Scrub));
            (control.answer, control.channel) = (Some(Answer::Motor), Some(7));
            feedback(vec![control]).tell(ms(0), &scrub(share))
        };
        assert_eq!(told(Address::Bend, 0.0), [[0xe7, 0, 0]]);
        assert_eq!(told(Address::Bend, 0.5), [[0xe7, 0x40, 0x3f]]);
        assert_eq!(told(Address::Bend, 1.0), [[0xe7, 0, 0x7f]]);
        assert_eq!(told(Address::Cc(3), 1.0), [[0xb7, 3, 127]]);
        assert_eq!(told(Address::Cc14(3), 1.0), [[0xb7, 3, 127], [0xb7, 35, 127]]);
        let parameter = told(Address::Nrpn(300), 0.5);
        assert_eq!(parameter, [[0xb7, 99, 2], [0xb7, 98, 44], [0xb7, 6, 64], [0xb7, 38, 0]]);
    }

    #[test]
    fn what_shows_nothing_is_told_nothing() {
        let mut turned = ring(1, Function::Scrub, 0, 127);
        (turned.answer, turned.sends) = (Some(Answer::Motor), Sends::Presses);
        let mut pad = Control::new("pad", Address::Note(1), Does::new(Function::Scrub));
        pad.answer = Some(Answer::Motor);
        let dumb = Control::new("slider", Address::Cc(7), Does::new(Function::Scrub));
        assert!(feedback(vec![turned, pad, dumb]).tell(ms(0), &scrub(0.5)).is_empty());
    }

    #[test]
    fn it_answers_on_the_channel_where_it_was_heard() {
        let mut feedback = feedback(vec![ring(1, Function::Scrub, 0, 127)]);
        assert_eq!(feedback.tell(ms(0), &scrub(1.0)), [[0xb0, 1, 127]]);
        let turned = Event::ControlChange { channel: 8, controller: 1, value: 100 };
        assert!(!feedback.heard(ms(100), &turned));
        assert_eq!(feedback.tell(ms(1000), &scrub(1.0)), [[0xb8, 1, 127]]);
    }

    #[test]
    fn what_changed_too_soon_is_told_later() {
        let mut feedback = feedback(vec![ring(1, Function::Scrub, 0, 127)]);
        assert_eq!(feedback.tell(ms(0), &scrub(0.0)).len(), 1);
        assert!(feedback.tell(ms(10), &scrub(0.5)).is_empty());
        assert!(feedback.tell(ms(20), &scrub(1.0)).is_empty());
        assert_eq!(feedback.tell(ms(40), &scrub(1.0)), [[0xb0, 1, 127]]);
    }

    #[test]
    fn with_too_much_to_tell_each_has_its_turn() {
        let controls = (0..110).map(|cc| ring(cc, Function::Scrub, 0, 127)).collect();
        let mut feedback = feedback(controls);
        let mut told = [0; 110];
        for tick in 0..600 {
            let shown = scrub(f64::from(tick % 2));
            for [_, cc, _] in feedback.tell(ms(i64::from(tick) * 16), &shown) {
                told[usize::from(cc)] += 1;
            }
        }
        let (least, most) = (told.iter().min().unwrap(), told.iter().max().unwrap());
        assert!(*least > 50 && most - least <= 20, "{told:?}");
    }
}
