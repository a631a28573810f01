//! The shots of the stand-in film and when they begin.

use crate::timeline::FilmTime;

/// How long the film lasts.
pub const LENGTH: FilmTime = FilmTime::from_secs(48);

/// A named part of the film, the same in every manner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shot {
    /// The name that files and the exhibit use.
    pub id: &'static str,
    /// Film time of its first frame. It ends where the next shot starts.
    pub start: FilmTime,
}

/// The eight shots, in order of film time, without a gap.
pub const SHOTS: [Shot; 8] = [
    Shot { id: "march", start: FilmTime::from_secs(0) },
    Shot { id: "invitation", start: FilmTime::from_secs(7) },
    Shot { id: "ballroom", start: FilmTime::from_secs(12) },
    Shot { id: "wrong-door", start: FilmTime::from_secs(19) },
    Shot { id: "dark-room", start: FilmTime::from_secs(24) },
    Shot { id: "kiss", start: FilmTime::from_secs(30) },
    Shot { id: "light", start: FilmTime::from_secs(35) },
    Shot { id: "river", start: FilmTime::from_secs(41) },
];

impl Shot {
    /// The index of the shot on screen at a film time; before the film the first, after it the
    /// last.
    #[must_use]
    pub fn at(time: FilmTime) -> usize {
        SHOTS.iter().rposition(|shot| shot.start <= time).unwrap_or(0)
    }

    /// When shot `index` ends: where the next one starts, or the film ends.
    #[must_use]
    pub fn end(index: usize) -> FilmTime {
        SHOTS.get(index + 1).map_or(LENGTH, |next| next.start)
    }
}
