//! Whether the wall is lit: opening hours, told the time by a clock that may be wrong.

use jiff::{SignedDuration, Timestamp};

use crate::installation::hours::{Hours, credible};
use crate::timeline::ClockTime;

/// The panels are switched on, and the picture is there, so long before the doors open: they take
/// up to a minute to be as bright as they will be.
pub const BEFORE_OPENING: SignedDuration = SignedDuration::from_secs(120);

/// How long light takes to go and to come.
const FADE_NS: i64 = 2_000_000_000;

/// Whether the wall is to be lit at a time, and until when that is certain; none where it never
/// changes. A clock that cannot be right closes no doors: then it is lit.
pub fn lit(hours: Option<&Hours>, now: Timestamp, built: Timestamp) -> (bool, Option<Timestamp>) {
    let Some(hours) = hours else { return (true, None) };
    if !credible(now, built) {
        return (true, None);
    }
    let gate = hours.at(now);
    if gate.open {
        return (true, gate.until);
    }
    let wakes = gate.until.and_then(|opens| opens.checked_sub(BEFORE_OPENING).ok());
    match wakes {
        Some(wakes) if wakes <= now => (true, gate.until),
        wakes => (false, wakes),
    }
}

/// How dark the wall is made, and whether it may sleep: a closed form of when that changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lights {
    lit: bool,
    since: ClockTime,
}

impl Lights {
    /// As they are when the program begins: all there, or all dark.
    pub fn new(lit: bool, now: ClockTime) -> Self {
        Self { lit, since: now.after(-FADE_NS) }
    }

    /// Whether they are on, or going on.
    pub fn are_on(&self) -> bool {
        self.lit
    }

    /// Switches them. Says whether that is a change.
    pub fn switch(&mut self, lit: bool, now: ClockTime) -> bool {
        if self.lit == lit {
            return false;
        }
        // Turned back half way, they go on from where they are.
        let gone = now.since(self.since).clamp(0, FADE_NS);
        *self = Self { lit, since: now.after(gone - FADE_NS) };
        true
    }

    /// How much of the picture is hidden: 1 is all.
    pub fn hidden(&self, now: ClockTime) -> f32 {
        let part = (now.since(self.since) as f64 / FADE_NS as f64).clamp(0.0, 1.0) as f32;
        let eased = part * part * (3.0 - 2.0 * part);
        if self.lit { 1.0 - eased } else { eased }
    }

    /// All is dark: nothing needs to be decoded.
    pub fn may_sleep(&self, now: ClockTime) -> bool {
        !self.lit && now.since(self.since) >= FADE_NS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::installation::hours::{day, zone};

    fn hours() -> Hours {
        Hours {
            zone: zone("Europe/Berlin").unwrap(),
            week: std::array::from_fn(|_| day("10:00-18:00").unwrap()),
            except: std::collections::BTreeMap::new(),
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_wall_is_lit_from_two_minutes_before_opening_until_closing() {
        let (hours, built) = (hours(), at("2026-01-01T00:00:00Z"));
        let lit = |text: &str| lit(Some(&hours), at(text), built);
        let opens = Some(at("2026-11-24T09:00:00Z"));
        assert_eq!(lit("2026-11-24T08:57:59Z"), (false, Some(at("2026-11-24T08:58:00Z"))));
        assert_eq!(lit("2026-11-24T08:58:00Z"), (true, opens));
        assert_eq!(lit("2026-11-24T16:59:59Z"), (true, Some(at("2026-11-24T17:00:00Z"))));
        assert!(!lit("2026-11-24T17:00:00Z").0);
        assert!(lit("2026-07-01T15:59:59Z").0, "in summer time");
        assert!(!lit("2026-07-01T16:00:00Z").0);
    }

    #[test]
    fn a_clock_that_cannot_be_right_closes_no_doors() {
        let built = at("2026-01-01T00:00:00Z");
        assert_eq!(lit(Some(&hours()), at("1970-01-01T03:00:00Z"), built), (true, None));
        assert_eq!(lit(None, at("2026-11-24T03:00:00Z"), built), (true, None));
    }

    #[test]
    fn light_goes_and_comes_without_a_jump_and_sleep_begins_in_the_dark() {
        const S: i64 = 1_000_000_000;
        let mut lights = Lights::new(true, ClockTime(0));
        assert_eq!((lights.hidden(ClockTime(0)), lights.may_sleep(ClockTime(0))), (0.0, false));
        assert!(lights.switch(false, ClockTime(10 * S)));
        assert!(!lights.switch(false, ClockTime(10 * S)), "nothing changes");
        assert_eq!(lights.hidden(ClockTime(10 * S)), 0.0);
        let half = lights.hidden(ClockTime(11 * S));
        assert!(lights.switch(true, ClockTime(11 * S)));
        assert!((lights.hidden(ClockTime(11 * S)) - half).abs() < 1e-4);
        assert_eq!(lights.hidden(ClockTime(12 * S)), 0.0);
        assert!(lights.switch(false, ClockTime(20 * S)));
        assert!(!lights.may_sleep(ClockTime(21 * S)));
        assert!(lights.may_sleep(ClockTime(22 * S)));
    }
}
