//! Where a film cuts, declared or not.
//!
//! B.-L. Yeo and B. Liu, "Rapid scene analysis on compressed video", IEEE Transactions on Circuits
//! and Systems for Video Technology 5(6), 1995: a cut is where the difference between
//! two frames is the greatest within a sliding window and several times the second greatest. So
//! the threshold adapts: a film that boils or races differs as much all the time and cuts nowhere.
//! The difference here is what the earlier frame does not tell of the later even if each of its
//! parts is moved ([`super::search`]), so that a pan cuts nothing; or that of the histograms, where
//! the former is high anyway. After a flash or a lost frame the picture before comes back: what is
//! told by a frame from before is no cut (they, too, tell flashlights from cuts).

use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::search::field;
use super::small::Small;
use crate::timeline::FilmTime;

/// Half the window, in nanoseconds: two cuts nearer than this are told as one.
const REACH: i64 = 250_000_000;
/// A picture that comes back within this long, in nanoseconds, was not cut away from: it flashed.
const RETURN: i64 = 500_000_000;
/// What comes back leaves less than this share untold of what the frame before did.
const RETURNED: f32 = 0.25;
/// Fewest frames on each side of the window, where there are so many.
const BESIDE: usize = 2;
/// How many times the second greatest a cut is.
const TIMES: f32 = 2.0;
/// Less than this untold is no cut.
const UNTOLD: f32 = 0.4;
/// Less of the histograms apart than this is none, where all is untold anyway.
const APART: f32 = 0.2;
/// Pictures that vary less than this, in codes squared, are compared by histogram alone.
const FLAT: f32 = 20.0;
/// The most frames in a window, for films of very many a second.
const MOST: usize = 128;
/// The most cuts that are kept.
pub const CUTS: usize = 10_000;

/// Why a picture is taken to begin anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The picture jumps.
    Picture,
    /// Another file begins.
    Clip,
}

/// One cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// When the first frame after it appears.
    pub at: FilmTime,
    /// Why.
    pub kind: Kind,
}

struct Frame {
    start: FilmTime,
    small: Arc<Small>,
    untold: f32,
    apart: f32,
}

/// Looks for cuts, half a second behind the film.
#[derive(Default)]
pub struct Cuts {
    window: VecDeque<Frame>,
    /// The first frame of the window that is not decided.
    next: usize,
    found: Vec<Cut>,
}

impl Cuts {
    /// Takes in a frame: what the one before does not tell of it and how far their histograms are
    /// apart; 0 for the first of all.
    pub fn see(&mut self, start: FilmTime, small: Arc<Small>, untold: f32, apart: f32) {
        self.window.push_back(Frame { start, small, untold, apart });
        while let Some(frame) = self.window.get(self.next)
            && (self.window.len() > MOST
                || self.window.len() > self.next + BESIDE
                    && start.0.saturating_sub(frame.start.0) >= RETURN)
        {
            self.decide();
        }
    }

    /// Another file begins with the frame that appears at `start`.
    pub fn clip(&mut self, start: FilmTime) {
        self.close();
        self.keep(Cut { at: start, kind: Kind::Clip });
    }

    /// All cuts, in the order of the film; at most [`CUTS`].
    pub fn finish(mut self) -> Vec<Cut> {
        self.close();
        self.found
    }

    fn keep(&mut self, cut: Cut) {
        if self.found.len() < CUTS {
            self.found.push(cut);
        }
    }

    fn close(&mut self) {
        // What comes in the last two frames may be a flash as well.
        while self.next + BESIDE < self.window.len() {
            self.decide();
        }
        self.window.clear();
        self.next = 0;
    }

    fn decide(&mut self) {
        if self.is_cut(self.next) {
            self.keep(Cut { at: self.window[self.next].start, kind: Kind::Picture });
        }
        self.next += 1;
        // Keep what the next decision looks back to.
        while self.next > BESIDE + 1
            && let (Some(first), Some(next)) = (self.window.get(1), self.window.get(self.next))
            && (next.start.0.saturating_sub(first.start.0) > RETURN || self.window.len() > MOST)
        {
            self.window.pop_front();
            self.next -= 1;
        }
    }

    fn is_cut(&self, index: usize) -> bool {
        let Some(frame) = self.window.get(index) else { return false };
        let Some(before) = index.checked_sub(1).and_then(|at| self.window.get(at)) else {
            return false;
        };
        let near = |other: usize| {
            let away = self.window[other].start.0.saturating_sub(frame.start.0).saturating_abs();
            away <= REACH || index.abs_diff(other) <= BESIDE
        };
        let around: Vec<usize> = (0..self.window.len()).filter(|at| near(*at)).collect();
        let peak = |of: fn(&Frame) -> f32| {
            let others = around.iter().filter(|at| **at != index);
            let second = others.map(|at| of(&self.window[*at])).fold(0.0, f32::max);
            of(frame) >= TIMES * second
        };
        let flat = before.small.moments.1.max(frame.small.moments.1) < FLAT;
        let jumps = if flat {
            frame.apart >= APART && peak(|f| f.apart)
        } else {
            frame.untold >= UNTOLD
                && (peak(|f| f.untold) || frame.apart >= APART && peak(|f| f.apart))
        };
        jumps && !self.returns(index, &around, flat)
    }

    /// Whether a frame from before tells one from after: one of the last two from before comes back
    /// within half a second, or this one was there within half a second before.
    fn returns(&self, index: usize, around: &[usize], flat: bool) -> bool {
        let at = self.window[index].start.0;
        let soon = |other: &usize| {
            self.window[*other].start.0.saturating_sub(at).saturating_abs() <= RETURN
                || index.abs_diff(*other) <= BESIDE
        };
        let later = || (index + 1..self.window.len()).filter(soon);
        let earlier = (0..index.saturating_sub(1)).rev().filter(soon);
        let pairs = earlier
            .map(|one| (one, index))
            .chain(later().map(|two| (index - 1, two)))
            .chain(later().filter_map(|two| Some((index.checked_sub(2)?, two))))
            .chain([(around[0], around[around.len() - 1])]);
        pairs.filter(|pair| *pair != (index - 1, index)).any(|(one, two)| {
            let (one, two) = (&self.window[one].small, &self.window[two].small);
            if flat {
                return (one.moments.0 - two.moments.0).abs() < 4.0
                    && (one.moments.1 - two.moments.1).abs() < FLAT;
            }
            // Of so many pairs some resemble each other by chance.
            one.fits(two) && field(one, two).untold < RETURNED * self.window[index].untold
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Measuring;
    use crate::measure::synthetic::{Made, Random, texture};

    const RATES: [f64; 5] = [8.0, 12.0, 24.0, 30.0, 60.0];

    fn found(rate: f64, luma: impl Fn(f64, f64, f64) -> f64) -> Vec<f64> {
        let mut measuring = Measuring::new(&[FilmTime::ZERO]);
        let film = Made { size: (160, 90), rate, seconds: 3.5 };
        film.show(luma, |seen| measuring.see(seen));
        let cuts = measuring.finish().cuts;
        cuts.into_iter().map(|cut| cut.at.0 as f64 / 1e9).collect()
    }

    fn moving(t: f64, x: f64, y: f64, speed: f64, seed: u64) -> f64 {
        texture(x - speed * t, y, seed, 0.02)
    }

    #[test]
    fn cuts_are_found_where_they_are_at_every_rate() {
        for rate in RATES {
            for speed in [0.0, 0.3] {
                let cuts = found(rate, |t, x, y| {
                    moving(
                        t,
                        x,
                        y,
                        speed,
                        if t < 1.0 {
                            1
                        } else if t < 2.5 {
                            2
                        } else {
                            3
                        },
                    )
                });
                assert_eq!(cuts, [1.0, 2.5], "{rate} {speed}");
            }
        }
    }

    #[test]
    fn neither_flash_nor_pan_nor_fade_is_a_cut() {
        for rate in RATES {
            let flash = |t: f64| if (1.0..1.0 + 1.5 / rate).contains(&t) { 160.0 } else { 0.0 };
            assert!(found(rate, |t, x, y| moving(t, x, y, 0.1, 1) + flash(t)).is_empty(), "{rate}");
            let whip = |t: f64| (t - 1.5).clamp(0.0, 0.4) * 5.0;
            assert!(found(rate, |t, x, y| moving(1.0, x, y, whip(t), 1)).is_empty(), "{rate}");
            assert!(found(rate, |t, x, y| moving(t, x, y, 1.5, 1)).is_empty(), "{rate}");
            assert!(found(rate, |t, x, y| moving(t, x, y, 0.1, 1) * (1.0 - t / 4.0)).is_empty());
        }
    }

    #[test]
    fn flashes_of_several_frames_are_no_cuts() {
        for rate in [24.0, 30.0] {
            for frames in [4.0, 8.0] {
                let white = |t: f64| t > 1.0 && (t * rate / frames + 1e-6) as u64 % 2 == 1;
                let film = |t: f64, x: f64, y: f64| {
                    if white(t) { 235.0 } else { moving(t, x, y, 0.1, 1) }
                };
                assert!(found(rate, film).is_empty(), "{rate} {frames}");
                let black = |t: f64, _: f64, _: f64| if white(t) { 235.0 } else { 16.0 };
                assert!(found(rate, black).is_empty(), "{rate} {frames}");
            }
        }
    }

    #[test]
    fn a_lost_frame_is_no_cut() {
        for rate in RATES {
            let lost = |t: f64| (1.0..1.0 + 0.9 / rate).contains(&t);
            let film =
                |t: f64, x: f64, y: f64| if lost(t) { 16.0 } else { moving(t, x, y, 0.1, 1) };
            assert!(found(rate, film).is_empty(), "{rate}");
        }
    }

    #[test]
    fn flat_cards_cut_by_their_brightness() {
        for rate in RATES {
            assert_eq!(found(rate, |t, _, _| if t < 2.0 { 40.0 } else { 150.0 }), [2.0], "{rate}");
        }
    }

    #[test]
    fn a_film_that_boils_cuts_nowhere_but_where_it_changes_altogether() {
        let boil = |t: f64, x: f64, y: f64| {
            let place = (x * 20.0) as u64 * 1000 + (y * 20.0) as u64;
            Random(((t * 1000.0) as u64) << 32 | place).normal() * 30.0
        };
        for rate in [8.0, 24.0] {
            assert!(found(rate, |t, x, y| moving(t, x, y, 0.1, 1) + boil(t, x, y)).is_empty());
            let cut = found(rate, |t, x, y| {
                let level = if t < 2.0 { 0.25 } else { 1.0 };
                40.0 + (moving(t, x, y, 0.1, 1) - 40.0 + boil(t, x, y)) * level
            });
            assert_eq!(cut, [2.0], "{rate}");
        }
    }
}
