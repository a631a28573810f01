//! The frame table: which frame belongs to which film time, and where its bytes are.

use serde::{Deserialize, Serialize};

use crate::timeline::{FilmTime, Rate};

/// One frame of a rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// When it appears.
    pub start: FilmTime,
    /// When it is gone.
    pub end: FilmTime,
    /// Which of the rendition's clips it comes from.
    pub clip: u16,
    /// Its number within that clip's master, from 0.
    pub source: u32,
    /// Where its bytes begin in the rung's file.
    pub offset: u64,
    /// How many there are.
    pub bytes: u32,
    /// It can be decoded without any frame before it.
    pub keyframe: bool,
}

/// Frames in film order, none overlapping. Between two of them there may be a gap: then the
/// version has no picture there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FrameTable {
    frames: Vec<Frame>,
}

impl FrameTable {
    /// From frames in film order.
    ///
    /// # Errors
    /// Says which frame is out of order, empty, or not decodable because no keyframe precedes it.
    pub fn new(frames: Vec<Frame>) -> Result<Self, String> {
        if frames.first().is_some_and(|first| !first.keyframe) {
            return Err("the first frame is not a keyframe".to_owned());
        }
        let mut end = FilmTime::ZERO;
        for (index, frame) in frames.iter().enumerate() {
            if frame.start < end || frame.end <= frame.start {
                return Err(format!("frame {index} is out of order"));
            }
            end = frame.end;
        }
        Ok(Self { frames })
    }

    /// A constant rate over a whole film, every frame a keyframe: the test card's.
    pub fn regular(rate: Rate, length: FilmTime) -> Self {
        let count = rate.frame_at(FilmTime((length.0 - 1).max(0))) + 1;
        let frame = |index: u64| Frame {
            start: rate.start_of(index),
            end: rate.start_of(index + 1).min(length),
            clip: 0,
            source: index as u32,
            offset: 0,
            bytes: 0,
            keyframe: true,
        };
        Self { frames: (0..count).map(frame).collect() }
    }

    /// All frames.
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The one pick rule: the frame whose interval contains `film`.
    pub fn at(&self, film: FilmTime) -> Option<usize> {
        let after = self.frames.partition_point(|frame| frame.start <= film);
        let index = after.checked_sub(1)?;
        (film < self.frames[index].end).then_some(index)
    }

    /// The nearest keyframe at or before `index`.
    pub fn keyframe_for(&self, index: usize) -> usize {
        self.frames[..=index].iter().rposition(|frame| frame.keyframe).unwrap_or(0)
    }

    /// The first frame that begins after `film`.
    pub fn next_after(&self, film: FilmTime) -> Option<usize> {
        let index = self.frames.partition_point(|frame| frame.start <= film);
        (index < self.frames.len()).then_some(index)
    }
}
