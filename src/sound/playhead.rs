//! Where in the film sound is read: counted in frames, held to the transport.
//!
//! Clock and film are one clock, so what is counted and what the transport tells differ by
//! rounding alone: one frame. Where they differ by more, the film jumped, it began another lap, or
//! the device lost time. All three are answered alike: for a moment the sound is read from both
//! places, and the new one is faded in over the old.

use super::law;
use super::ramp::eased;
use crate::prepare::sound::{RATE, sample_at};
use crate::timeline::{ClockTime, Transport};

/// How long a jump is faded, in frames: 10 ms.
pub(super) const JUMP: usize = (RATE / 100) as usize;
/// How long the beginning of a lap is faded, in frames: 5 ms.
pub(super) const LAP: usize = (RATE / 200) as usize;
/// Places this close, in frames, hold nearly the same sound; half a millisecond.
const NEAR: i64 = RATE / 2000;

/// The place that is read, and the one that is left.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Playhead {
    place: Option<Place>,
    fade: Option<Fade>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    lap: i64,
    frame: i64,
}

#[derive(Clone, Copy, Debug)]
struct Fade {
    /// The next frame of the place that is left.
    frame: i64,
    done: usize,
    length: usize,
    correlation: f32,
}

impl Place {
    /// Where the transport is; a moment that rounds to the end of the loop is the next lap's.
    fn told(transport: &Transport, clock: ClockTime) -> Self {
        let (lap, film) = transport.at(clock);
        let (start, end) = (sample_at(transport.loop_in.0), sample_at(transport.loop_out.0));
        match sample_at(film.0) {
            frame if frame >= end && end > start => {
                Self { lap: lap + 1, frame: start + frame - end }
            }
            frame => Self { lap, frame },
        }
    }
}

impl Playhead {
    /// Goes where the transport is at `clock`. Gives the place that is left and the new one where
    /// a lap begins. One fade is finished before another begins: never more than two places are
    /// read, and what comes meanwhile is answered at most 10 ms late.
    pub(super) fn follow(&mut self, transport: &Transport, clock: ClockTime) -> Option<(i64, i64)> {
        let told = Place::told(transport, clock);
        let left = *self.place.get_or_insert(told);
        let off = told.frame - left.frame;
        if self.fade.is_some() || off.abs() <= 1 {
            return None;
        }
        let at_end = (left.frame - sample_at(transport.loop_out.0)).abs() <= 2;
        let is_lap = told.lap == left.lap + 1 && at_end;
        let length = if is_lap { LAP } else { JUMP };
        let correlation = if off.abs() <= NEAR { 1.0 } else { 0.0 };
        self.fade = Some(Fade { frame: left.frame, done: 0, length, correlation });
        self.place = Some(told);
        is_lap.then_some((left.frame, told.frame))
    }

    /// Leaves the old place at once.
    pub(super) fn cut(&mut self) {
        self.fade = None;
    }

    /// Reads nowhere.
    pub(super) fn lift(&mut self) {
        *self = Self::default();
    }

    /// How many frames can be read at once: up to the end of the loop, unless it is left behind,
    /// and to the end of a fade; at least one, at most `most`.
    pub(super) fn run(&self, transport: Option<&Transport>, most: usize) -> usize {
        let fade = self.fade.map_or(most, |fade| fade.length - fade.done);
        let lap = transport.zip(self.place).map_or(most, |(transport, place)| {
            usize::try_from(sample_at(transport.loop_out.0) - place.frame).unwrap_or(1)
        });
        most.min(fade).min(lap.max(1))
    }

    /// The next frame to read.
    pub(super) fn frame(&self) -> Option<i64> {
        self.place.map(|place| place.frame)
    }

    /// The next frame to read of the place that is left.
    pub(super) fn left(&self) -> Option<i64> {
        self.fade.map(|fade| fade.frame)
    }

    /// The gains of the place that is left and of the new one, for the next frames.
    pub(super) fn weights(&self, into: &mut [(f32, f32)]) {
        let Some(fade) = self.fade else { return };
        for (k, weights) in into.iter_mut().enumerate() {
            let share = (fade.done + k + 1) as f32 / (fade.length + 1) as f32;
            *weights = law::gains(eased(share.min(1.0)), fade.correlation);
        }
    }

    /// So many frames were read.
    pub(super) fn advance(&mut self, frames: usize) {
        if let Some(place) = &mut self.place {
            place.frame += frames as i64;
        }
        if let Some(fade) = &mut self.fade {
            fade.frame += frames as i64;
            fade.done += frames;
        }
        self.fade = self.fade.filter(|fade| fade.done < fade.length);
    }
}
