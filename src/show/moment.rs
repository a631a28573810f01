//! What everything on the wall is a function of.

use serde::{Deserialize, Serialize};

use super::scrape::Scrape;
use crate::installation::ScreenView;
use crate::scrub::{Mix, ScrubPosition};
use crate::timeline::{ClockTime, FilmTime, Speed};

/// What a screen or the wall shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// Every version, one pane each.
    #[default]
    Chorus,
    /// The version at the scrub position, dissolving into its neighbour.
    Solo,
    /// The label wall: the version at the scrub position, what it was made with, what the hand
    /// says of it, and its place among all of them.
    Story,
    /// Two versions in one picture, one of them held, with a divider that moves.
    Duet,
    /// One picture cut into a strip for each version, the strip at the position widened.
    Strata,
    /// The commissioning card: what each screen is called, where it hangs and on which output,
    /// with lines to its very edges.
    Card,
}

impl View {
    /// All that visitors see, in the order in which a key steps through them.
    pub const ALL: [Self; 5] = [Self::Chorus, Self::Solo, Self::Story, Self::Duet, Self::Strata];

    /// Its name, as the glossary has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chorus => "chorus",
            Self::Solo => "solo",
            Self::Story => "story",
            Self::Duet => "duet",
            Self::Strata => "strata",
            Self::Card => "card",
        }
    }

    /// What an installation calls so.
    pub fn of(written: ScreenView) -> Self {
        match written {
            ScreenView::Chorus => Self::Chorus,
            ScreenView::Solo => Self::Solo,
            ScreenView::Story => Self::Story,
            ScreenView::Duet => Self::Duet,
            ScreenView::Strata => Self::Strata,
            ScreenView::Card => Self::Card,
        }
    }

    /// This many further in [`Self::ALL`], around its end.
    #[must_use]
    pub fn stepped(self, steps: i32) -> Self {
        let here = Self::ALL.iter().position(|view| *view == self).unwrap_or(0) as i64;
        let there = (here + i64::from(steps)).rem_euclid(Self::ALL.len() as i64);
        Self::ALL[there as usize]
    }
}

/// Film time, scrub position and view for one tick.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Counts the passes of the main schedule.
    pub tick: u64,
    /// What the clock said at the start of the tick.
    pub clock: ClockTime,
    /// When this picture is expected to be seen; film time is told for then.
    pub target: ClockTime,
    /// Laps of the loop completed.
    pub lap: i64,
    /// Film time.
    pub film: FilmTime,
    /// How fast the playhead runs.
    pub speed: Speed,
    /// The scrub position, by version.
    pub scrub: ScrubPosition,
    /// The scrub position along the axis: 0 the inputs, 1 the oldest version, one more for each,
    /// and last the next one.
    pub along: f64,
    /// How fast `along` moves, in stops per second.
    pub along_speed: f64,
    /// Which two stops are mixed, and how much of each.
    pub mix: Mix,
    /// What is shown.
    pub view: View,
    /// How far the move from the previous view has come: 1 when it is over.
    pub arrived: f64,
    /// The view that is being left while `arrived` is below 1.
    pub from_view: View,
    /// The stop whose version is held for comparison: 1 the oldest version, as along the axis.
    pub held: usize,
    /// Where the divider between the held version and the one at the position stands: 0 the left
    /// edge of the picture, 1 the right one.
    pub divider: f64,
    /// What was tried and not chosen, as far as it is seen.
    pub scrape: Scrape,
    /// Whether the wall waits for somebody.
    pub attract: Attract,
}

/// Whether the wall waits for somebody. Times are in seconds, counted to the picture's own time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Attract {
    /// Somebody is there, or was a moment ago.
    #[default]
    Off,
    /// Nobody has touched anything for a while; for this long it has been said what to do.
    Since(f64),
    /// The first touch came this long ago, after it had been said for `said`.
    Woken {
        /// Since the touch.
        ago: f64,
        /// How long it had been said by then.
        said: f64,
    },
}
