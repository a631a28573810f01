//! What of the film is played again and again, and jumps within it.

use super::Show;
use crate::timeline::{ClockTime, FilmTime, Transport};

/// A step back goes to the start of this shot when it has run for longer than this, to the
/// previous one otherwise, as players do it.
const INTO_THE_SHOT: FilmTime = FilmTime::from_secs(1);

/// A part that loops is no shorter than this: what comes back more often flickers.
const SHORTEST_PART: FilmTime = FilmTime(500_000_000);

/// What loops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Looping {
    /// The whole film.
    #[default]
    Film,
    /// The shot that the playhead is in, or jumps to.
    Shot,
    /// A part, until the playhead jumps out of it.
    Part,
}

impl Looping {
    /// What one key changes it to.
    pub(super) fn other(self) -> Self {
        match self {
            Self::Film => Self::Shot,
            Self::Shot | Self::Part => Self::Film,
        }
    }
}

impl Show {
    /// Jumps within the film; a loop of one shot comes along.
    pub(super) fn jump(&mut self, now: ClockTime, film: FilmTime) {
        let film = FilmTime(film.0.clamp(0, self.program.length().0 - 1));
        if self.scraping.is_pressed() {
            let (start, end) = self.program.shot_at(film).1;
            self.transport.set_loop(now, start, end);
            self.transport.jump(now, film);
            return self.after_a_jump(now);
        }
        let Transport { loop_in, loop_out, .. } = self.transport;
        match self.looping {
            Looping::Film => {}
            Looping::Shot => {
                let (start, end) = self.program.shot_at(film).1;
                self.transport.set_loop(now, start, end);
            }
            Looping::Part if (loop_in..loop_out).contains(&film) => {}
            Looping::Part => self.set_looping(now, Looping::Film),
        }
        self.transport.jump(now, film);
    }

    pub(super) fn jump_shot(&mut self, now: ClockTime, film: FilmTime, shots: i32) {
        let (index, (start, _)) = self.program.shot_at(film);
        // Going back, the first step leads to the start of this shot if it has run for a while.
        let shots = i64::from(shots) + i64::from(shots < 0 && film - start > INTO_THE_SHOT);
        let index = (index as i64 + shots).rem_euclid(self.program.shots().len() as i64);
        self.jump(now, self.program.shots()[index as usize].0);
    }

    pub(super) fn set_looping(&mut self, now: ClockTime, looping: Looping) {
        self.looping = looping;
        let (_, film) = self.transport.at(now);
        let (start, end) = match looping {
            Looping::Film => (FilmTime::ZERO, self.program.length()),
            Looping::Shot => self.program.shot_at(film).1,
            Looping::Part => return,
        };
        self.transport.set_loop(now, start, end);
        if self.scraping.is_pressed() {
            self.stay(now);
        }
    }

    /// Loops what becomes of the part that loops now, or else of the whole film. Where nothing is
    /// left of it that can be looked at, nothing changes.
    pub(super) fn loop_part(
        &mut self,
        now: ClockTime,
        change: impl FnOnce((FilmTime, FilmTime)) -> (FilmTime, FilmTime),
    ) {
        // A shot is held to look at what lies beneath it.
        if self.scraping.is_pressed() {
            return;
        }
        let Transport { loop_in, loop_out, .. } = self.transport;
        let (start, end) = change(match self.looping {
            Looping::Part => (loop_in, loop_out),
            Looping::Film | Looping::Shot => (FilmTime::ZERO, self.program.length()),
        });
        if end - start >= SHORTEST_PART {
            self.looping = Looping::Part;
            self.transport.set_loop(now, start, end);
        }
    }

    /// The film may be another one: a part loops on where it still lies within it.
    pub(super) fn loop_again(&mut self, now: ClockTime) {
        let length = self.program.length();
        match self.looping {
            Looping::Part if self.transport.loop_out <= length => return,
            Looping::Part => self.looping = Looping::Film,
            Looping::Film | Looping::Shot => {}
        }
        self.transport.set_loop(now, FilmTime::ZERO, length);
    }
}
