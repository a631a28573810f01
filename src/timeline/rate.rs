//! Exact fractions: frames per second, and how fast the playhead runs.

use serde::{Deserialize, Serialize};

use super::FilmTime;

/// Frames per second as an exact fraction, `30000/1001` included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rate {
    /// Frames …
    pub frames: u32,
    /// … in this many seconds.
    pub seconds: u32,
}

impl Rate {
    /// A whole number of frames per second.
    pub const fn whole(frames: u32) -> Self {
        Self { frames, seconds: 1 }
    }

    /// When frame `index` begins. The end of a frame is the start of the next, so none overlap
    /// and none leave a gap, however the division rounds.
    pub fn start_of(self, index: u64) -> FilmTime {
        let ns = u128::from(index) * u128::from(self.seconds) * 1_000_000_000;
        FilmTime((ns.div_ceil(u128::from(self.frames))) as i64)
    }

    /// The frame whose interval contains `time` (which is not before the film).
    pub fn frame_at(self, time: FilmTime) -> u64 {
        let ns = u128::from(time.0.max(0) as u64) * u128::from(self.frames);
        (ns / (u128::from(self.seconds) * 1_000_000_000)) as u64
    }
}

/// How fast the playhead runs, in thousandths of normal speed: 1000 plays, 0 rests, −4000 runs
/// back at four times. Integer, so that film time stays a pure integer function of the clock.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Speed(i32);

impl Speed {
    /// At rest.
    pub const STILL: Self = Self(0);
    /// Normal speed.
    pub const NORMAL: Self = Self(1000);
    /// The fastest shuttle, in either direction.
    pub const MAX: i32 = 4000;

    /// From thousandths of normal speed, held within −4× to +4×.
    pub fn thousandths(value: i32) -> Self {
        Self(value.clamp(-Self::MAX, Self::MAX))
    }

    /// Thousandths of normal speed.
    pub fn get(self) -> i32 {
        self.0
    }

    /// How far the playhead moves while the clock moves by `elapsed_ns`.
    pub fn travel(self, elapsed_ns: i64) -> i64 {
        (i128::from(elapsed_ns) * i128::from(self.0) / 1000) as i64
    }
}

impl std::fmt::Display for Speed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}×", f64::from(self.0) / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_that_starts_at_a_time_is_the_frame_at_that_time() {
        for rate in [Rate::whole(8), Rate::whole(24), Rate { frames: 30000, seconds: 1001 }] {
            for index in (0..200).chain([1_000_003]) {
                let start = rate.start_of(index);
                assert_eq!(rate.frame_at(start), index);
                if index > 0 {
                    assert_eq!(rate.frame_at(FilmTime(start.0 - 1)), index - 1);
                }
            }
        }
    }
}
