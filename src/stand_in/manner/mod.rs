//! The seven manners in which the one description is drawn.
//!
//! The first three look for the drawing on paper, the fourth finds its flat colours, and the last
//! three add what light, air and matter add.

mod air;
mod hand;
mod light;
mod lines;
mod mirror;
mod paint;
mod paper;
mod raster;
mod soft;
mod texture;
mod value;

use tiny_skia::Pixmap;

use super::scene;
use super::shot::{LENGTH, SHOTS, Shot};
use super::stage::Stage;
use crate::timeline::{FilmTime, Rate};

/// How pictures follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// At a steady rate.
    Steady(Rate),
    /// Each shot in this many pictures, held equally long.
    Held(u32),
}

/// A manner of drawing the film: one version of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Its name, "Sketch 1" to "Sketch 7".
    pub name: &'static str,
    /// Width of its pictures in pixels.
    pub width: u32,
    /// Height of its pictures in pixels; 16 : 9.
    pub height: u32,
    /// When its pictures change.
    pub pace: Pace,
    /// Counted from 1.
    ordinal: u8,
}

/// When a picture is drawn: what chance and whatever moves by itself go by.
#[derive(Clone, Copy, Debug)]
struct Moment {
    /// The index of the frame.
    seed: u32,
    /// Seconds since the film began.
    seconds: f32,
}

const fn manner(ordinal: u8, name: &'static str, width: u32, height: u32, pace: Pace) -> Manner {
    Manner { name, width, height, pace, ordinal }
}

/// The manners, from the first sketch to the last.
pub const MANNERS: [Manner; 7] = [
    manner(1, "Sketch 1", 512, 288, Pace::Held(2)),
    manner(2, "Sketch 2", 640, 360, Pace::Steady(Rate::whole(4))),
    manner(3, "Sketch 3", 768, 432, Pace::Steady(Rate::whole(8))),
    manner(4, "Sketch 4", 960, 540, Pace::Steady(Rate::whole(12))),
    manner(5, "Sketch 5", 1280, 720, Pace::Steady(Rate::whole(24))),
    manner(6, "Sketch 6", 1600, 900, Pace::Steady(Rate::whole(24))),
    manner(7, "Sketch 7", 1920, 1080, Pace::Steady(Rate::whole(30))),
];

impl Manner {
    /// The start of every frame, in order, from the start of the film. A frame lasts until the
    /// next one starts, the last one until the film ends.
    pub fn frames(&self) -> impl Iterator<Item = FilmTime> + use<> {
        let Self { pace, .. } = *self;
        (0..).map(move |index| pace.start_of(index)).take_while(|start| *start < LENGTH)
    }

    /// Draws the picture that is on screen at a film time: of the frame that contains it.
    #[must_use]
    pub fn draw(&self, at: FilmTime) -> Pixmap {
        self.draw_otherwise(at, (self.width, self.height), 0, |_| ())
    }

    /// The same in another size, with chance begun so much later, and the stage changed before it is
    /// drawn.
    pub(super) fn draw_otherwise(
        &self,
        at: FilmTime,
        size: (u32, u32),
        seed: u32,
        change: impl FnOnce(&mut Stage),
    ) -> Pixmap {
        let last = FilmTime(LENGTH.0 - 1);
        let at = at.clamp(FilmTime::ZERO, last);
        let index = self.pace.frame_at(at);
        let start = self.pace.start_of(index);
        let seconds = (start.0 as f64 / 1e9) as f32;
        let mut stage = scene::stage(start);
        change(&mut stage);
        self.render(&stage, size, Moment { seed: (index as u32).wrapping_add(seed), seconds })
    }

    /// Draws a stage in this manner, no wider than `widest` pixels; chance begins with `seed`.
    pub(super) fn still(&self, stage: &Stage, widest: u32, seed: u32) -> Pixmap {
        let share = f64::from(widest.min(self.width)) / f64::from(self.width);
        let side = |side: u32| (f64::from(side) * share).round() as u32;
        self.render(stage, (side(self.width), side(self.height)), Moment { seed, seconds: 0.0 })
    }

    fn render(&self, stage: &Stage, size: (u32, u32), moment: Moment) -> Pixmap {
        match self.ordinal {
            1 => paper::thumbnail(stage, size, moment),
            2 => paper::animatic(stage, size, moment),
            3 => paper::boiling(stage, size, moment),
            4 => paint::flats(stage, size),
            5 => paint::lit(stage, size),
            ordinal => paint::deep(stage, size, ordinal, moment),
        }
    }
}

impl Pace {
    /// When frame `index` starts; at or after the end of the film there are none.
    fn start_of(self, index: u64) -> FilmTime {
        match self {
            Self::Steady(rate) => rate.start_of(index),
            Self::Held(count) => {
                let (shot, part) = (index / u64::from(count), index % u64::from(count));
                let Some(start) = SHOTS.get(shot as usize).map(|shot| shot.start) else {
                    return LENGTH;
                };
                let whole = Shot::end(shot as usize) - start;
                start + FilmTime(whole.0 * part as i64 / i64::from(count))
            }
        }
    }

    /// The frame that is on screen at a time within the film.
    fn frame_at(self, time: FilmTime) -> u64 {
        match self {
            Self::Steady(rate) => rate.frame_at(time),
            Self::Held(count) => {
                let all = 0..SHOTS.len() as u64 * u64::from(count);
                all.rev().find(|index| self.start_of(*index) <= time).unwrap_or(0)
            }
        }
    }
}

/// A panel of the storyboard in ink and wash, 960 × 540: shot `shot` at its telling moment. A
/// shot that is not there shows the last one.
#[must_use]
pub fn storyboard(shot: usize) -> Pixmap {
    let shot = shot.min(SHOTS.len() - 1);
    panel(&scene::telling(shot), shot as u32)
}

/// A stage as a panel of the storyboard.
pub(super) fn panel(stage: &Stage, seed: u32) -> Pixmap {
    paper::ink_and_wash(stage, (960, 540), seed)
}
