//! One gesture as it is heard: from the first movement of one controller until it pauses.

use std::sync::Arc;

use crate::controller::message::Event;
use crate::controller::port::PortName;
use crate::timeline::ClockTime;

/// A gesture is over after so long without a movement, in nanoseconds: longer than a hand takes to
/// turn round.
pub const OVER_NS: i64 = 1_500_000_000;
/// What more comes of one gesture is not a hand.
const MOST: usize = 100_000;

/// A gesture that is listened to.
#[derive(Clone, Debug, Default)]
pub struct Lesson {
    from: Option<PortName>,
    heard: Vec<(ClockTime, Event)>,
    last: Option<ClockTime>,
}

impl Lesson {
    /// Of this controller; of the first that is moved where it is none.
    pub fn new(from: Option<PortName>) -> Self {
        Self { from, ..Self::default() }
    }

    /// Something was moved; false where it was another controller, or more than a hand can.
    pub fn hear(&mut self, port: &PortName, when: ClockTime, event: Event) -> bool {
        let is_meant =
            self.from.get_or_insert_with(|| Arc::clone(port)) == port && self.heard.len() < MOST;
        if is_meant {
            self.heard.push((when, event));
            self.last = Some(when);
        }
        is_meant
    }

    /// The controller that it is of, as far as that is known.
    pub fn from(&self) -> Option<&PortName> {
        self.from.as_ref()
    }

    /// All of it, in its order.
    pub fn heard(&self) -> &[(ClockTime, Event)] {
        &self.heard
    }

    /// How much of the pause has passed that ends it, 0 to 1; 0 where nothing was heard.
    pub fn paused(&self, now: ClockTime) -> f64 {
        if self.heard.len() >= MOST {
            return 1.0;
        }
        self.last.map_or(0.0, |last| (now.since(last) as f64 / OVER_NS as f64).clamp(0.0, 1.0))
    }

    /// Whether it is over.
    pub fn is_over(&self, now: ClockTime) -> bool {
        self.paused(now) >= 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Event = Event::NoteOn { channel: 0, note: 1, velocity: 1 };

    #[test]
    fn a_gesture_is_of_the_first_controller_that_is_moved_and_ends_when_it_pauses() {
        let (a, b): (PortName, PortName) = ("a".into(), "b".into());
        let mut lesson = Lesson::new(None);
        assert!(!lesson.is_over(ClockTime(i64::MAX)), "nothing was heard");
        assert!(lesson.hear(&a, ClockTime(5), KEY));
        assert!(!lesson.hear(&b, ClockTime(6), KEY));
        assert!(!lesson.is_over(ClockTime(4 + OVER_NS)));
        assert!(lesson.is_over(ClockTime(5 + OVER_NS)));
        assert_eq!((lesson.from(), lesson.heard().len()), (Some(&a), 1));
    }

    #[test]
    fn what_never_pauses_ends_all_the_same() {
        let port: PortName = "a".into();
        let mut lesson = Lesson::new(Some("a".into()));
        (0..2 * MOST as i64).for_each(|at| {
            lesson.hear(&port, ClockTime(at), KEY);
        });
        assert!(lesson.is_over(ClockTime(0)) && lesson.heard().len() == MOST);
    }
}
