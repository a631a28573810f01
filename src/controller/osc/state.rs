//! What the show tells those who listen: where it is now, so that a tablet shows it.
//!
//! UDP loses packets, and a tablet may be switched on later, so everything is told again every
//! five seconds; otherwise only what has changed.
//!
//! The addresses of commands are never sent back. A bridge that returns whatever it receives
//! would turn such an echo into a command, and the show would chase its own past. State has its
//! own addresses, which the show does not hear, so that no such loop can close. A fader that is
//! to follow sends to `/palimpsest/scrub` and listens to `/palimpsest/state/position`.
//!
//! Nor is a fader pulled from under a finger: while its hand moves, a listener is not told where
//! faders are, and half a second after it rests it is told where the show came to rest. This
//! holds for one listener, so each has a [`Teller`] of its own, and the others follow at once.

use super::packet::{Argument, write};
use crate::timeline::ClockTime;

const SECOND: i64 = 1_000_000_000;

/// A picture of a moving fader needs no more than 30 places a second. Rounded up.
const MOVING: i64 = SECOND / 30 + 1;

/// Seconds of film are read by people.
const COUNTING: i64 = SECOND / 2;

/// When everything is told again.
const AGAIN: i64 = 5 * SECOND;

/// How long a hand must rest before its faders are moved.
const RESTS: i64 = SECOND / 2;

/// Where the show is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The place along the generations: 0 the inputs, 1 the next one.
    pub position: f64,
    /// The id of the version there; empty at the ends, where there is none.
    pub version: String,
    /// The name of the view.
    pub view: String,
    /// The tag of the language.
    pub language: String,
    /// Whether the film runs.
    pub playing: bool,
    /// How fast it runs, in times the normal speed, −4 to 4.
    pub speed: f64,
    /// The film time, in seconds.
    pub film_s: f64,
    /// Where the divider of two pictures is: 0 the left end, 1 the right one.
    pub divider: f64,
    /// How loud it is, 0 to 1.
    pub volume: f64,
}

/// One address that the show tells something at.
pub struct Told {
    /// The address, whole.
    pub address: &'static str,
    /// What is sent to it, in words.
    pub argument: &'static str,
    /// What it says, in one sentence.
    pub says: &'static str,
    /// It is told once at most in each span of so many nanoseconds; 0 at every change.
    every: i64,
    /// Whether a hand may lie on what shows it.
    fader: bool,
    reads: fn(&State) -> Argument,
}

/// Every address that the show tells something at.
pub const STATE: &[Told] = &[
    Told {
        address: "/palimpsest/state/position",
        argument: "float 0 to 1",
        says: "Where it is along the generations: 0 is the inputs, 1 the next one.",
        every: MOVING,
        fader: true,
        reads: |state| float(state.position.clamp(0.0, 1.0)),
    },
    Told {
        address: "/palimpsest/state/version",
        argument: "text",
        says: "The id of the version there; empty at the two ends.",
        every: 0,
        fader: false,
        reads: |state| Argument::Text(state.version.clone()),
    },
    Told {
        address: "/palimpsest/state/view",
        argument: "text",
        says: "The view that is shown.",
        every: 0,
        fader: false,
        reads: |state| Argument::Text(state.view.clone()),
    },
    Told {
        address: "/palimpsest/state/language",
        argument: "text",
        says: "The tag of the language that is written.",
        every: 0,
        fader: false,
        reads: |state| Argument::Text(state.language.clone()),
    },
    Told {
        address: "/palimpsest/state/playing",
        argument: "int",
        says: "1 while the film runs, 0 while it stands.",
        every: 0,
        fader: false,
        // Not true or false: many tablets light a lamp by numbers only.
        reads: |state| Argument::Int(state.playing.into()),
    },
    Told {
        address: "/palimpsest/state/speed",
        argument: "float -4 to 4",
        says: "How many times the normal speed it runs at.",
        every: MOVING,
        fader: true,
        reads: |state| float(state.speed.clamp(-4.0, 4.0)),
    },
    Told {
        address: "/palimpsest/state/film",
        argument: "float, seconds",
        says: "The film time, twice a second at most.",
        every: COUNTING,
        fader: false,
        reads: |state| float(state.film_s),
    },
    Told {
        address: "/palimpsest/state/divider",
        argument: "float 0 to 1",
        says: "Where the divider is: 0 is the left end, 1 the right one.",
        every: MOVING,
        fader: true,
        reads: |state| float(state.divider.clamp(0.0, 1.0)),
    },
    Told {
        address: "/palimpsest/state/volume",
        argument: "float 0 to 1",
        says: "How loud it is: 0 is silent, 1 as loud as the installation lets it be.",
        every: MOVING,
        fader: true,
        reads: |state| float(state.volume.clamp(0.0, 1.0)),
    },
];

/// Tells one listener what has changed since it was last told.
#[derive(Clone, Debug)]
pub struct Teller {
    /// What each line of [`STATE`] last said, and in which of its spans.
    last: Vec<(Option<Argument>, Option<i64>)>,
    /// When everything is told again; at once, where it never was.
    again: Option<ClockTime>,
    /// Until when the hand of the listener is on a fader.
    hand: Option<ClockTime>,
}

impl Default for Teller {
    fn default() -> Self {
        Self { last: vec![(None, None); STATE.len()], again: None, hand: None }
    }
}

impl Teller {
    /// The listener has moved a fader: it sent to scrub, shuttle, divider or volume.
    pub fn moved(&mut self, now: ClockTime) {
        self.hand = Some(now.after(RESTS));
        // Its faders are no longer where it was told they are.
        for (told, (argument, _)) in STATE.iter().zip(&mut self.last) {
            if told.fader {
                *argument = None;
            }
        }
    }

    /// What there is to tell, one message in each packet. Ask at least 30 times a second; asking
    /// more often tells no more.
    pub fn tell(&mut self, now: ClockTime, state: &State) -> Vec<Vec<u8>> {
        let again = self.again.is_none_or(|again| now >= again);
        if again {
            self.again = Some(now.after(AGAIN));
        }
        let held = self.hand.is_some_and(|until| now < until);
        let mut packets = Vec::new();
        for (told, (last, last_span)) in STATE.iter().zip(&mut self.last) {
            // Spans of the clock, and not since the last time: so a caller at 60 a second, who is
            // never quite on time, still tells 30 times and not 20.
            let span = now.0.checked_div_euclid(told.every);
            if told.fader && held || span.is_some() && span == *last_span {
                continue;
            }
            let argument = (told.reads)(state);
            if again || last.as_ref() != Some(&argument) {
                packets.push(write(told.address, std::slice::from_ref(&argument)));
                (*last, *last_span) = (Some(argument), span);
            }
        }
        packets
    }
}

/// A number as a receiver can use it, with the precision that it is sent with: what changes by
/// less has not changed.
fn float(number: f64) -> Argument {
    let number = number as f32;
    Argument::Float(if number.is_finite() { number.into() } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::super::packet::read;
    use super::super::table::wish;
    use super::*;
    use proptest::prelude::*;

    fn ms(ms: i64) -> ClockTime {
        ClockTime(ms * 1_000_000)
    }

    fn state() -> State {
        State { position: 0.5, version: "v2".into(), view: "solo".into(), ..State::default() }
    }

    /// What is told, as the last part of its address.
    fn told(teller: &mut Teller, now: ClockTime, state: &State) -> Vec<String> {
        let packets = teller.tell(now, state);
        let messages = packets.iter().flat_map(|packet| read(packet).unwrap());
        messages.map(|message| message.address.replace("/palimpsest/state/", "")).collect()
    }

    #[test]
    fn everything_is_told_first_and_then_only_what_changes() {
        let mut teller = Teller::default();
        assert_eq!(told(&mut teller, ms(0), &state()).len(), STATE.len());
        assert!(told(&mut teller, ms(100), &state()).is_empty());
        let duet = State { view: "duet".into(), ..state() };
        assert_eq!(told(&mut teller, ms(101), &duet), ["view"]);
        assert!(told(&mut teller, ms(102), &duet).is_empty());
    }

    #[test]
    fn everything_is_told_again_every_five_seconds() {
        let mut teller = Teller::default();
        let times = (0..15_000).step_by(16).filter(|at| !teller.tell(ms(*at), &state()).is_empty());
        assert_eq!(times.collect::<Vec<_>>(), [0, 5008, 10_016]);
    }

    #[test]
    fn a_film_that_runs_tells_thirty_places_and_two_times_a_second() {
        let mut teller = Teller::default();
        let mut all = Vec::new();
        for frame in 0..180 {
            // A caller at 60 frames a second, a little early and a little late.
            let now = ClockTime(frame * SECOND / 60 + (frame * 7 % 5) * 300_000 + 1_000_000);
            let at = frame as f64 / 180.0;
            all.extend(told(&mut teller, now, &State { position: at, film_s: at, ..state() }));
        }
        let count = |name: &str| all.iter().filter(|told| *told == name).count();
        assert_eq!((count("position"), count("film"), count("view")), (90, 6, 1));
    }

    #[test]
    fn the_last_place_is_told_when_the_movement_ends() {
        let mut teller = Teller::default();
        teller.tell(ms(0), &state());
        let there = State { position: 0.75, ..state() };
        assert!(teller.tell(ms(1), &there).is_empty());
        let told = read(&teller.tell(ms(40), &there)[0]).unwrap();
        assert_eq!(told[0].arguments, [Argument::Float(0.75)]);
    }

    #[test]
    fn a_fader_is_not_pulled_from_under_a_finger_and_then_comes_to_rest() {
        let mut teller = Teller::default();
        teller.tell(ms(0), &state());
        for at in (100..7000).step_by(50) {
            teller.moved(ms(at));
            let moving = State { position: at as f64 / 7000.0, ..state() };
            assert!(!told(&mut teller, ms(at), &moving).contains(&"position".to_owned()));
        }
        // It ends where it was told last: the finger has moved the fader since.
        assert!(told(&mut teller, ms(7400), &state()).is_empty());
        let rest = told(&mut teller, ms(7500), &state());
        assert_eq!(rest, ["position", "speed", "divider", "volume"]);
    }

    #[test]
    fn nothing_that_is_told_is_a_command() {
        for packet in Teller::default().tell(ms(0), &state()) {
            assert!(read(&packet).unwrap().iter().all(|message| wish(message).is_err()));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn whatever_the_state_is_every_packet_reads_and_the_last_one_is_true(
            states in prop::collection::vec((any::<f64>(), any::<f64>(), ".{0,20}"), 1..20),
            step in 1_i64..2_000,
        ) {
            let mut teller = Teller::default();
            let mut version = None;
            for (at, (position, film_s, id)) in states.into_iter().enumerate() {
                let state = State { position, film_s, version: id, ..State::default() };
                for packet in teller.tell(ms(at as i64 * step), &state) {
                    let message = read(&packet).unwrap().remove(0);
                    match &message.arguments[0] {
                        Argument::Float(number) => prop_assert!(number.is_finite()),
                        Argument::Text(id) if message.address.ends_with("version") => {
                            version = Some(id.clone());
                        }
                        _ => {}
                    }
                }
                prop_assert_eq!(version.as_ref(), Some(&state.version.replace('\0', "")));
            }
        }
    }
}
