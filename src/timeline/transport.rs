//! What moves the playhead: one small record, of which film time is a pure function.
//!
//! Any process that knows the record is at once on the right film time, however late it comes.

use serde::{Deserialize, Serialize};

use super::{ClockTime, FilmTime, Speed};

/// Play, pause, shuttle, jump and loop. Every change re-anchors the record; nothing is integrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transport {
    /// Changes when the record starts over: a new film, a new process.
    pub epoch: u64,
    /// Counts the changes within an epoch.
    pub seq: u64,
    /// When the playhead was at `anchor_film`.
    pub anchor_clock: ClockTime,
    /// Where the playhead was at `anchor_clock`: within the loop.
    pub anchor_film: FilmTime,
    /// Laps completed up to the anchor; negative when run backwards past the start.
    pub anchor_lap: i64,
    /// How fast it runs since.
    pub speed: Speed,
    /// Where the loop begins.
    pub loop_in: FilmTime,
    /// Where the loop ends; the playhead never shows this moment itself.
    pub loop_out: FilmTime,
}

impl Transport {
    /// A record that stands at the start of a film of this length.
    pub fn new(epoch: u64, now: ClockTime, length: FilmTime) -> Self {
        Self {
            epoch,
            seq: 0,
            anchor_clock: now,
            anchor_film: FilmTime::ZERO,
            anchor_lap: 0,
            speed: Speed::STILL,
            loop_in: FilmTime::ZERO,
            loop_out: FilmTime(length.0.max(1)),
        }
    }

    /// The lap and the film time at `now`.
    pub fn at(&self, now: ClockTime) -> (i64, FilmTime) {
        let span = self.loop_out.0 - self.loop_in.0;
        let offset =
            self.anchor_film.0 - self.loop_in.0 + self.speed.travel(now.since(self.anchor_clock));
        let lap = self.anchor_lap + offset.div_euclid(span);
        (lap, FilmTime(self.loop_in.0 + offset.rem_euclid(span)))
    }

    /// Runs at `speed` from `now` on.
    pub fn set_speed(&mut self, now: ClockTime, speed: Speed) {
        self.anchor(now);
        self.speed = speed;
    }

    /// Jumps to `film` at `now`, held within the loop.
    pub fn jump(&mut self, now: ClockTime, film: FilmTime) {
        self.anchor(now);
        self.anchor_film = FilmTime(film.0.clamp(self.loop_in.0, self.loop_out.0 - 1));
    }

    /// Loops over `[from, to)` from `now` on; a playhead outside of it is pulled in.
    /// An empty or reversed span is ignored.
    pub fn set_loop(&mut self, now: ClockTime, from: FilmTime, to: FilmTime) {
        if to <= from {
            return;
        }
        self.anchor(now);
        (self.loop_in, self.loop_out) = (from, to);
        self.anchor_film = FilmTime(self.anchor_film.0.clamp(from.0, to.0 - 1));
    }

    fn anchor(&mut self, now: ClockTime) {
        (self.anchor_lap, self.anchor_film) = self.at(now);
        self.anchor_clock = now;
        self.seq += 1;
    }
}
