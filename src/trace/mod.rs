//! What each pane showed at each refresh, line by line, so that lockstep can be proved afterwards.

pub mod plugin;
pub mod writer;

use serde::{Deserialize, Serialize};

use crate::media::FrameState;
use crate::scrub::ScrubPosition;

/// One refresh.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceLine {
    /// The pass of the main schedule that drew it.
    pub tick: u64,
    /// Laps of the loop completed.
    pub lap: i64,
    /// The clock after it was presented, in nanoseconds: `CLOCK_MONOTONIC` on Linux, or the
    /// stepped clock of an offscreen recording.
    pub clock_ns: i64,
    /// When it was expected to be seen.
    pub target_ns: i64,
    /// The film time it shows.
    pub film_ns: i64,
    /// The scrub position.
    pub scrub: ScrubPosition,
    /// When the newest input came that it obeys; none before the first.
    pub input_ns: Option<i64>,
    /// What each pane shows; a pane that mixes two versions has an entry for each.
    pub panes: Vec<TracePane>,
}

/// One version in one pane.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TracePane {
    /// The screen.
    pub screen: String,
    /// The pane on it: `cell 3`, `solo`.
    pub pane: String,
    /// The version, by id.
    pub version: String,
    /// The rung it is played from: 0 full, 1 half, 2 quarter, 3 eighth.
    pub rendition: u8,
    /// How much of the pane's picture it is, from 0 to 1.
    pub weight: f32,
    /// The frame that belongs to this film time; none where the version has no picture.
    pub wanted_frame: Option<u32>,
    /// The frame that is shown.
    pub frame: Option<u32>,
    /// The film time at which the shown frame begins.
    pub pts_ns: Option<i64>,
    /// Whether the two are the same. A film that runs too fast for its large rung is shown from
    /// a smaller one, so there is no state for keyframes only.
    pub state: FrameState,
}
