//! What a version shows at a tick, and how it has done so far.

use serde::{Deserialize, Serialize};

use super::Picture;
use crate::timeline::FilmTime;

/// Whether a version shows the frame that belongs to the film time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FrameState {
    /// It does.
    Exact,
    /// Not decoded yet: the last good frame, if there was one, stays.
    Late,
    /// There is none, or it cannot be decoded.
    Missing,
}

/// What one version shows at a tick.
#[derive(Clone)]
pub struct Shown {
    /// The version, by its place in the exhibit.
    pub version: usize,
    /// The rung of the picture shown, by its place in the ladder.
    pub rung: usize,
    /// That rung's level: 0 full, 1 half, 2 quarter, 3 eighth.
    pub level: u8,
    /// The frame that belongs to the film time; none in a gap or without rendition.
    pub wanted: Option<u32>,
    /// The frame shown.
    pub frame: Option<u32>,
    /// The film time at which the frame shown begins.
    pub pts: Option<FilmTime>,
    /// The clip that the frame shown comes from.
    pub clip: usize,
    /// How the one relates to the other.
    pub state: FrameState,
    /// The picture shown; none where there never was one or the version has a gap here.
    pub picture: Option<Picture>,
    /// Changes whenever `picture` does, and only then; unique within a lockstep. An upload of
    /// the same serial can be skipped.
    pub serial: u64,
}

impl Shown {
    /// A version that has shown nothing yet.
    pub fn nothing(version: usize) -> Self {
        Self {
            version,
            rung: 0,
            level: 0,
            wanted: None,
            frame: None,
            pts: None,
            clip: 0,
            state: FrameState::Missing,
            picture: None,
            serial: 0,
        }
    }
}

/// How a reel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It decodes, or has all it needs.
    Well,
    /// Something failed; it will be opened anew after a rest.
    Resting,
    /// It has given up.
    Failed,
}

/// How a version has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Ticks at which it showed the right frame.
    pub exact: u64,
    /// Ticks at which it was not there yet.
    pub late: u64,
    /// Ticks at which there was none to show.
    pub missing: u64,
    /// Pictures decoded, shown or not.
    pub decoded: u64,
    /// Pictures held ready, over all its reels.
    pub queued: usize,
    /// The rungs it decodes on.
    pub rungs: Vec<usize>,
    /// The worst of its reels' conditions.
    pub condition: Condition,
    /// The last thing that went wrong.
    pub error: Option<String>,
}
