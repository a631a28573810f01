//! What moves between two commands besides the playhead: the hand, the change of view and the
//! divider between two versions.

use super::View;
use crate::scrub::{Glide, Hand, Limit};
use crate::timeline::ClockTime;

/// How long a change of view takes, in nanoseconds.
pub const CHANGE_NS: i64 = 400_000_000;

/// The hand and the view, as pure functions of clock time until the next command.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    hand: Hand,
    from: View,
    view: View,
    /// What was asked for last. A change that has begun is finished first: the whole wall never
    /// goes back and forth faster than that, however fast a key repeats.
    wanted: View,
    /// When the change began; none when it is over.
    since: Option<ClockTime>,
    divider: Glide,
    /// Which way the divider went last, and when it turned.
    divided: (f64, Option<ClockTime>),
}

/// The divider's greatest speed, in widths of the picture per second.
const DIVIDER_SPEED: f64 = 2.0;

impl Motion {
    /// In chorus, at rest at `along` on an axis whose last stop has the number `end`.
    pub fn new(now: ClockTime, end: f64, along: f64) -> Self {
        let view = View::Chorus;
        let hand = Hand::new(now, end, along, limit(view, view));
        let divider = Glide::resting(now, 0.5, DIVIDER_SPEED);
        Self { hand, from: view, view, wanted: view, since: None, divider, divided: (0.0, None) }
    }

    /// Moves the divider by a share of the picture's width, as far as its edges. A place that it
    /// passes changes from one version to the other, so it turns back no more often than the
    /// governor lets the hand turn: a wish to turn sooner is not heard.
    pub fn divide(&mut self, now: ClockTime, by: f64) {
        if !by.is_finite() || by == 0.0 {
            return;
        }
        let (sign, turned) = self.divided;
        let patience = Limit::WHOLE_PICTURE.between_turns_ns;
        let turns = sign * by < 0.0;
        if turns && turned.is_some_and(|turned| now.since(turned) < patience) {
            return;
        }
        self.divided = (by.signum(), if turns { Some(now) } else { turned });
        let to = (self.divider.target() + by).clamp(0.0, 1.0);
        self.divider = self.divider.retarget(now, to);
    }

    /// Where the divider stands, 0 to 1.
    pub fn divider(&self, now: ClockTime) -> f64 {
        self.divider.at(now).along.clamp(0.0, 1.0)
    }

    /// Where the divider comes to rest.
    pub fn divider_rests(&self) -> f64 {
        self.divider.target()
    }

    /// The hand.
    pub fn hand(&self) -> &Hand {
        &self.hand
    }

    /// The hand, to move it.
    pub fn hand_mut(&mut self) -> &mut Hand {
        &mut self.hand
    }

    /// The view that was asked for last.
    pub fn wanted(&self) -> View {
        self.wanted
    }

    /// Asks for a view.
    pub fn set_view(&mut self, now: ClockTime, view: View) {
        self.advance(now);
        self.wanted = view;
        if self.since.is_none() {
            self.begin(now);
        }
    }

    /// The view that is left, the view that is shown, and how far the change has come, from 0 to
    /// 1, calm at both ends. Holds after [`Self::advance`] to the same time.
    pub fn change_of_view(&self, now: ClockTime) -> (View, View, f64) {
        let arrived = self.since.map_or(1.0, |since| {
            let share = (now.since(since) as f64 / CHANGE_NS as f64).clamp(0.0, 1.0);
            share * share * (3.0 - 2.0 * share)
        });
        (self.from, self.view, arrived)
    }

    /// Lets happen what happens by itself up to `now`, each at its own time.
    pub fn advance(&mut self, now: ClockTime) {
        // At most the end of one change and that of the one that was asked for meanwhile.
        while let Some(over) = self.since.map(|since| since.after(CHANGE_NS))
            && over <= now
        {
            self.since = None;
            self.from = self.view;
            self.begin(over);
        }
        self.hand.advance(now);
    }

    /// Says what does not hold, for tests.
    ///
    /// # Errors
    /// Names what is out of bounds.
    pub fn verify_invariants(&self, now: ClockTime) -> Result<(), String> {
        let mut ahead = *self;
        ahead.advance(now);
        if ahead.since.is_none() && (ahead.from != ahead.view || ahead.wanted != ahead.view) {
            return Err(format!("no change of view goes on, and yet {ahead:?}"));
        }
        ahead.hand.verify_invariants(now)
    }

    /// Begins the change that was asked for, if it is one.
    fn begin(&mut self, at: ClockTime) {
        if self.wanted != self.view {
            (self.from, self.view, self.since) = (self.view, self.wanted, Some(at));
        }
        self.hand.set_limit(at, limit(self.from, self.view));
    }
}

/// What the hand may do while these two views can be seen: only chorus leaves every picture where
/// it is.
fn limit(from: View, view: View) -> Limit {
    if from == View::Chorus && view == View::Chorus { Limit::FREE } else { Limit::WHOLE_PICTURE }
}
