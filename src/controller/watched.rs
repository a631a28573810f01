//! What came last, kept for somebody who looks: the newest messages with what each asked for.
//!
//! A fader says a hundred things a second. What one control says one after the other is one line
//! that counts, so that what came before it can still be read.

use std::collections::VecDeque;
use std::sync::Arc;

use super::mapping::Movement;
use super::message::Event;
use super::port::PortName;
use crate::show::ShowCommand;
use crate::timeline::ClockTime;

/// So many lines are kept.
pub const KEPT: usize = 12;

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It moved this control, by its place among those of its controller.
    Moved(usize),
    /// It came back from the controller as it was told.
    Echo,
    /// It was listened to in order to be learned, and moved nothing.
    Learned,
    /// Nothing of it is known.
    Unknown,
}

/// One message, or a few of the same control.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The controller that sent it.
    pub port: PortName,
    /// When the newest of them came.
    pub when: ClockTime,
    /// The newest of them.
    pub movement: Movement,
    /// How many.
    pub count: u32,
    /// What became of it.
    pub fate: Fate,
    /// What the newest asked for that asked for something.
    pub asked: Option<ShowCommand>,
}

/// The newest messages.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    messages: VecDeque<Message>,
}

impl Watched {
    /// A message came.
    pub fn hear(
        &mut self,
        port: &PortName,
        when: ClockTime,
        movement: Movement,
        fate: Fate,
        asked: Option<&ShowCommand>,
    ) {
        if let Some(last) = self.messages.front_mut()
            && last.port == *port
            && last.fate == fate
            && is_of_one(last.movement, movement)
        {
            (last.when, last.movement) = (when, movement);
            last.count = last.count.saturating_add(1);
            last.asked = asked.cloned().or(last.asked.take());
            return;
        }
        self.messages.truncate(KEPT - 1);
        let (port, asked) = (Arc::clone(port), asked.cloned());
        self.messages.push_front(Message { port, when, movement, count: 1, fate, asked });
    }

    /// The controls of a controller are others from now on: what was said of the places of those of
    /// before is left out.
    pub fn forget_places(&mut self, port: &PortName) {
        self.messages
            .retain(|message| message.port != *port || !matches!(message.fate, Fate::Moved(_)));
    }

    /// The newest first, at most [`KEPT`].
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter()
    }
}

/// Whether the second goes on with the first. Of a key each way is of interest.
fn is_of_one(first: Movement, second: Movement) -> bool {
    use super::dial::Motion;
    match (first, second) {
        (Movement::Midi(first), Movement::Midi(second)) => match (first, second) {
            (
                Event::ControlChange { channel, controller, .. },
                Event::ControlChange { channel: own, controller: number, .. },
            ) => (channel, controller) == (own, number),
            (Event::PitchBend { channel, .. }, Event::PitchBend { channel: own, .. }) => {
                channel == own
            }
            _ => false,
        },
        (Movement::Dial(Motion::Wheel(first, _)), Movement::Dial(Motion::Wheel(second, _)))
        | (Movement::Dial(Motion::Drag(first, _)), Movement::Dial(Motion::Drag(second, _))) => {
            first == second
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cc(controller: u8, value: u8) -> Movement {
        Movement::Midi(Event::ControlChange { channel: 0, controller, value })
    }

    #[test]
    fn what_one_control_says_on_and_on_is_one_line_that_counts() {
        let (port, mut watched): (PortName, _) = ("a".into(), Watched::default());
        for value in 0..100 {
            let asked = (value == 50).then_some(ShowCommand::Hold);
            let when = ClockTime(i64::from(value));
            watched.hear(&port, when, cc(7, value), Fate::Moved(0), asked.as_ref());
        }
        watched.hear(&port, ClockTime(100), cc(8, 1), Fate::Unknown, None);
        let lines: Vec<_> = watched.messages().map(|line| (line.movement, line.count)).collect();
        assert_eq!(lines, [(cc(8, 1), 1), (cc(7, 99), 100)]);
        let asked = watched.messages().nth(1).unwrap().asked.clone();
        assert_eq!(asked, Some(ShowCommand::Hold), "the newest that asked for something");
    }

    #[test]
    fn only_the_newest_are_kept_and_a_key_has_a_line_each_way() {
        let (port, mut watched): (PortName, _) = ("a".into(), Watched::default());
        for note in 0..100 {
            let down = Movement::Midi(Event::NoteOn { channel: 0, note, velocity: 1 });
            let up = Movement::Midi(Event::NoteOff { channel: 0, note });
            watched.hear(&port, ClockTime(0), down, Fate::Unknown, None);
            watched.hear(&port, ClockTime(0), up, Fate::Unknown, None);
        }
        assert_eq!(watched.messages().count(), KEPT);
        let newest = watched.messages().next().unwrap();
        assert_eq!(newest.movement, Movement::Midi(Event::NoteOff { channel: 0, note: 99 }));
    }
}
