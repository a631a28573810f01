//! Which control was moved where nobody said by which gesture: a key that was pressed, or something
//! that was moved there and back.

use super::{Gesture, Learned, Puzzle, learn, turned, unclear};
use crate::controller::message::Event;
use crate::controller::profile::{Address, Sends};
use crate::timeline::ClockTime;

/// One click of a dial looks like a key that speaks once each time; most such keys say one of these.
const ENDS: [u8; 2] = [0, 127];

const ONE_WAY: &str = "This could be a key or a dial. A key: press it once. A dial: turn it slowly \
                       to the right, three clicks, and then three clicks back.";

/// Which control was moved and how it sends, whichever gesture it was.
///
/// # Errors
///
/// Where nothing, more than one control, or nothing that can be told apart was heard; what to do is
/// said in its words.
pub fn either(heard: &[(ClockTime, Event)]) -> Result<Learned, Puzzle> {
    let pressed = learn(Gesture::Press, heard);
    match pressed {
        Ok(key) if is_surely_key(&key, heard) => Ok(key),
        Ok(_) => learn(Gesture::ThereAndBack, heard).map_err(|_| unclear(ONE_WAY)),
        Err(puzzle) => learn(Gesture::ThereAndBack, heard).map_err(|other| {
            // Of keys only what is wrong with a press helps.
            if other == unclear(turned::A_KEY) { puzzle } else { other }
        }),
    }
}

/// Whether it is no dial that was turned one way.
fn is_surely_key(key: &Learned, heard: &[(ClockTime, Event)]) -> bool {
    let Address::Cc(number) = key.address else { return true };
    let values: Vec<u8> = heard
        .iter()
        .filter_map(|(_, event)| match *event {
            Event::ControlChange { channel, controller, value } => {
                (channel == key.channel && controller == number).then_some(value)
            }
            _ => None,
        })
        .collect();
    key.sends == Sends::Presses || (values.len() == 1 && ENDS.contains(&values[0]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::controller::profile::Encoding;

    fn cc(values: &[u8]) -> Vec<(ClockTime, Event)> {
        let event = |value: &u8| Event::ControlChange { channel: 2, controller: 9, value: *value };
        (0..).map(|at| ClockTime(at * 20_000_000)).zip(values.iter().map(event)).collect()
    }

    #[test]
    fn a_dial_a_fader_and_a_key_are_told_apart_without_a_word() {
        let sends = |values: &[u8]| either(&cc(values)).map(|learned| learned.sends);
        let fader: Vec<u8> = (0..=60).chain((0..60).rev()).collect();
        assert_eq!(sends(&fader), Ok(Sends::Position));
        assert_eq!(sends(&[1, 1, 1, 127, 127, 127]), Ok(Sends::Turns(Encoding::TwosComplement)));
        assert_eq!(sends(&[65, 65, 65, 63, 63, 63]), Ok(Sends::Turns(Encoding::BinaryOffset)));
        assert_eq!(sends(&[127, 0]), Ok(Sends::Presses));
        assert_eq!(sends(&[127]), Ok(Sends::Toggles));
        let note = |event| (ClockTime(0), event);
        let pad = [
            note(Event::NoteOn { channel: 0, note: 5, velocity: 80 }),
            note(Event::NoteOff { channel: 0, note: 5 }),
        ];
        assert_eq!(either(&pad).map(|learned| learned.sends), Ok(Sends::Presses));
    }

    #[test]
    fn a_dial_that_was_turned_one_way_is_not_taken_for_a_key() {
        for one_way in [&[1, 1, 1][..], &[1], &[65, 65], &[127, 127, 127]] {
            assert_eq!(either(&cc(one_way)), Err(unclear(ONE_WAY)), "{one_way:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_of_what_was_moved() {
        assert_eq!(either(&[]), Err(Puzzle::Silent));
        let down = |note| (ClockTime(0), Event::NoteOn { channel: 0, note, velocity: 1 });
        let up = |note| (ClockTime(0), Event::NoteOff { channel: 0, note });
        let two = either(&[down(1), up(1), down(2), up(2)]);
        assert!(matches!(two, Err(Puzzle::Several(ref keys)) if keys.len() == 2), "{two:?}");
        let one_way: Vec<u8> = (0..60).collect();
        let said = either(&cc(&one_way)).unwrap_err().to_string();
        assert!(said.contains("there and back"), "{said}");
    }

    proptest! {
        #[test]
        fn whatever_comes_is_learned_or_refused(bytes in prop::collection::vec(any::<[u8; 3]>(), 0..60)) {
            let mut parser = crate::controller::Parser::default();
            let mut heard = Vec::new();
            for (at, three) in bytes.iter().enumerate() {
                parser.read(three, |event| heard.push((ClockTime(at as i64), event)));
            }
            if let Ok(learned) = either(&heard) {
                prop_assert!(learned.channel < 16 && learned.per_click >= 1);
            }
        }
    }
}
