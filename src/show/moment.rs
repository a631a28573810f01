//! What everything on the wall is a function of.

use serde::{Deserialize, Serialize};

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
}
