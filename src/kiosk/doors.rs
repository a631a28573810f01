//! The opening hours as a wall follows them: when its light goes and comes, how loud it is, and
//! when it may sleep. Told the time twice: by the calendar, which may be wrong or leap, and by the
//! show's clock, by which light fades.

use jiff::{SignedDuration, Timestamp};

use super::lights::{Lights, lit};
use crate::installation::Running;
use crate::timeline::ClockTime;

/// How often the calendar is looked at.
pub const LOOK_NS: i64 = 500_000_000;

/// What has become of the hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Light begins to come.
    Wakes,
    /// All light has gone: nothing need be decoded, and what is behind the picture can go off.
    Sleeps,
}

/// The doors of a venue.
#[derive(Clone, Debug)]
pub struct Doors {
    lights: Lights,
    until: Option<Timestamp>,
    /// The volume of the room at this hour, 0 to 1.
    loud: f32,
    looked: Option<ClockTime>,
    asleep: bool,
    /// When the program was built: no clock before that is believed.
    built: Timestamp,
    /// By how much the calendar is ahead of the machine's.
    pub ahead: SignedDuration,
    /// Somebody closed by hand, whatever the hours say.
    shut: bool,
}

impl Doors {
    /// As the hours say at this moment: all light is there, or none.
    pub fn new(running: &Running, ahead: SignedDuration, built: Timestamp, now: ClockTime) -> Self {
        let mut doors = Self {
            lights: Lights::new(true, now),
            until: None,
            loud: 0.0,
            looked: None,
            asleep: false,
            built,
            ahead,
            shut: false,
        };
        let (is_lit, until) = lit(running.hours.as_ref(), doors.calendar(), built);
        (doors.lights, doors.until) = (Lights::new(is_lit, now), until);
        doors
    }

    /// The time by the calendar.
    pub fn calendar(&self) -> Timestamp {
        let now = Timestamp::now();
        now.checked_add(self.ahead).unwrap_or(now)
    }

    /// Has the hours looked at in this tick, as after they were edited or the calendar leapt.
    pub fn look_again(&mut self) {
        self.looked = None;
    }

    /// Closes by hand, or leaves it to the hours again.
    pub fn shut(&mut self, shut: bool) {
        self.shut = shut;
        self.looked = None;
    }

    /// Somebody has closed by hand.
    pub fn are_shut(&self) -> bool {
        self.shut
    }

    /// Follows the hours for one tick. Says what has become of them, once.
    pub fn follow(&mut self, running: &Running, now: ClockTime) -> Option<Turn> {
        let mut turn = None;
        if self.looked.is_none_or(|looked| now.since(looked) >= LOOK_NS) {
            self.looked = Some(now);
            let calendar = self.calendar();
            let (open, until) = lit(running.hours.as_ref(), calendar, self.built);
            self.loud = running.sound.volume_at(calendar) as f32;
            self.until = until;
            if self.lights.switch(open && !self.shut, now) && self.lights.are_on() {
                turn = Some(Turn::Wakes);
            }
        }
        let sleeps = self.lights.may_sleep(now);
        if std::mem::replace(&mut self.asleep, sleeps) != sleeps && sleeps {
            turn = Some(Turn::Sleeps);
        }
        turn
    }

    /// Light is on, or coming.
    pub fn are_lit(&self) -> bool {
        self.lights.are_on()
    }

    /// Until when that is certain; none where it never changes.
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// How much of the picture is hidden: 1 is all.
    pub fn hidden(&self, now: ClockTime) -> f32 {
        self.lights.hidden(now)
    }

    /// How loud the room is at this hour, 0 to 1.
    pub fn volume(&self, now: ClockTime) -> f32 {
        self.loud * (1.0 - self.hidden(now))
    }

    /// All is dark: nothing need be decoded.
    pub fn are_asleep(&self) -> bool {
        self.asleep
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::installation::hours::{Hours, day, zone};

    const S: i64 = 1_000_000_000;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Open from ten to six in Berlin; and a calendar that says this time now.
    fn doors(says: &str) -> (Running, Doors) {
        let hours = Hours {
            zone: zone("Europe/Berlin").unwrap(),
            week: std::array::from_fn(|_| day("10:00-18:00").unwrap()),
            except: std::collections::BTreeMap::new(),
        };
        let running = Running { hours: Some(hours), ..Running::default() };
        let ahead = at(says).duration_since(Timestamp::now());
        let doors = Doors::new(&running, ahead, at("1971-01-01T00:00:00Z"), ClockTime(0));
        (running, doors)
    }

    #[test]
    fn closing_by_hand_is_as_dark_as_closing_time_and_opening_is_left_to_the_hours() {
        let (running, mut doors) = doors("2026-11-24T12:00:00Z");
        assert_eq!(doors.follow(&running, ClockTime(0)), None);
        assert_eq!((doors.hidden(ClockTime(0)), doors.volume(ClockTime(0))), (0.0, 1.0));
        doors.shut(true);
        assert_eq!(doors.follow(&running, ClockTime(S)), None, "light goes slowly");
        assert!(!doors.are_asleep() && !doors.are_lit());
        assert_eq!(doors.follow(&running, ClockTime(4 * S)), Some(Turn::Sleeps));
        assert_eq!((doors.hidden(ClockTime(4 * S)), doors.volume(ClockTime(4 * S))), (1.0, 0.0));
        assert_eq!(doors.follow(&running, ClockTime(5 * S)), None, "it is said once");
        doors.shut(false);
        assert_eq!(doors.follow(&running, ClockTime(6 * S)), Some(Turn::Wakes));
        assert!(!doors.are_asleep());
        assert_eq!(doors.hidden(ClockTime(9 * S)), 0.0);
    }

    #[test]
    fn a_calendar_that_leaps_past_closing_time_closes_at_the_next_look() {
        let (running, mut doors) = doors("2026-11-24T12:00:00Z");
        doors.follow(&running, ClockTime(0));
        doors.ahead += SignedDuration::from_hours(8);
        doors.follow(&running, ClockTime(S / 4));
        assert!(doors.are_lit(), "not looked at yet");
        doors.follow(&running, ClockTime(S));
        assert!(!doors.are_lit());
        doors.ahead -= SignedDuration::from_hours(8);
        doors.look_again();
        assert_eq!(doors.follow(&running, ClockTime(S + 1)), Some(Turn::Wakes));
        assert!(doors.until().is_some());
    }

    #[test]
    fn a_program_that_begins_at_night_begins_in_the_dark() {
        let (running, mut doors) = doors("2026-11-24T22:00:00Z");
        assert_eq!(doors.hidden(ClockTime(0)), 1.0);
        assert_eq!(doors.follow(&running, ClockTime(0)), Some(Turn::Sleeps));
    }
}
