//! Film time in integer nanoseconds, and what moves it.
//!
//! Nothing here asks what time it is: the clock is read once per tick and everything below is told.

pub mod clock;
pub mod rate;
pub mod transport;

use serde::{Deserialize, Serialize};

pub use clock::{Clock, ClockTime};
pub use rate::{Rate, Speed};
pub use transport::Transport;

/// A moment of the film, or a length of it, in nanoseconds from its start.
///
/// Integer, so that a sum over months of laps is exact and two hosts agree to the bit.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct FilmTime(pub i64);

impl FilmTime {
    /// The start of the film.
    pub const ZERO: Self = Self(0);

    /// From whole milliseconds.
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms * 1_000_000)
    }

    /// From whole seconds.
    pub const fn from_secs(s: i64) -> Self {
        Self(s * 1_000_000_000)
    }

    /// From seconds as a curator writes them, to the nearest nanosecond.
    pub fn from_secs_f64(s: f64) -> Self {
        Self((s * 1e9).round() as i64)
    }
}

impl std::ops::Add for FilmTime {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for FilmTime {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::fmt::Display for FilmTime {
    /// Minutes, seconds and hundredths: `01:23.45`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = self.0.max(0) / 10_000_000;
        let (minutes, seconds) = (hundredths / 6000, hundredths / 100 % 60);
        write!(f, "{minutes:02}:{seconds:02}.{:02}", hundredths % 100)
    }
}
