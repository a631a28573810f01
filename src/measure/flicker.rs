//! How much the brightness trembles, apart from what moves and from what slowly grows or fades.
//!
//! From each frame to the next, the change of brightness is taken along the motion
//! ([`super::search`]), so that a camera that turns to a bright wall changes nothing; as in F.
//! Pitié et al., "A new robust technique for stabilizing brightness fluctuations in image
//! sequences", SMVP 2004, with an offset only. The sum of the changes is the film's brightness
//! without its motion. Flicker is the deviation of the last half second of it from its own
//! straight line (root mean square), as a share of the range from black to white: alternation by
//! ±a gives a, a fade gives nothing, and more frames in the half second change nothing.

use std::collections::VecDeque;

use crate::timeline::FilmTime;

/// How long the window is, in nanoseconds.
const WINDOW: i64 = 500_000_000;
/// A window shorter than this, in nanoseconds, tells no line from flicker.
const LEAST: i64 = 300_000_000;
/// The fewest frames in a window.
const FEW: usize = 4;
/// The most that are kept, for films of more frames a second than any projector shows.
const MOST: usize = 128;

/// Keeps the brightness along the motion for half a second.
#[derive(Clone, Debug, Default)]
pub struct Flicker {
    window: VecDeque<(FilmTime, f64)>,
}

impl Flicker {
    /// Takes in a frame that appears at `start`, so much brighter than the one before it, as a
    /// share of the range; the flicker up to it, as such a share. None while too little was seen.
    pub fn see(&mut self, start: FilmTime, brighter: f64) -> Option<f64> {
        let level = self.window.back().map_or(0.0, |last| last.1);
        self.window.push_back((start, level + brighter));
        let old = |at: &FilmTime| start.0.saturating_sub(at.0) > WINDOW + 1_000_000;
        while self.window.len() > MOST || self.window.front().is_some_and(|first| old(&first.0)) {
            self.window.pop_front();
        }
        let first = self.window.front()?.0;
        if self.window.len() < FEW || start.0.saturating_sub(first.0) < LEAST {
            return None;
        }
        let points = || self.window.iter().map(|(at, y)| ((at.0 - first.0) as f64 / 1e9, *y));
        let count = self.window.len() as f64;
        let mean = |of: fn((f64, f64)) -> f64| points().map(of).sum::<f64>() / count;
        let (t, y) = (mean(|p| p.0), mean(|p| p.1));
        let tt: f64 = points().map(|p| (p.0 - t).powi(2)).sum();
        let ty: f64 = points().map(|p| (p.0 - t) * (p.1 - y)).sum();
        let slope = if tt > 0.0 { ty / tt } else { 0.0 };
        let left: f64 = points().map(|p| (p.1 - y - slope * (p.0 - t)).powi(2)).sum();
        Some((left / count).sqrt())
    }

    /// Begins anew: another shot, another file.
    pub fn reset(&mut self) {
        self.window.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(rate: f64, level: impl Fn(f64) -> f64) -> f64 {
        let mut flicker = Flicker::default();
        let mut last = f64::NAN;
        for frame in 0..(rate * 2.0) as i32 {
            let at = |frame: i32| f64::from(frame) / rate;
            let brighter = level(at(frame)) - level(at(frame - 1));
            last = flicker.see(FilmTime::from_secs_f64(at(frame)), brighter).unwrap_or(last);
        }
        last
    }

    #[test]
    fn alternation_is_told_whatever_the_rate() {
        for rate in [8.0, 12.0, 24.0, 30.0, 60.0] {
            let flicker = last(rate, |t| 0.02 * ((t * rate).round() % 2.0 * 2.0 - 1.0));
            assert!((flicker - 0.02).abs() < 0.001, "{rate} {flicker}");
        }
    }

    #[test]
    fn a_slow_wave_is_told_alike_at_all_rates_and_a_fade_not_at_all() {
        for rate in [24.0, 30.0, 60.0] {
            let flicker = last(rate, |t| 0.1 * (t * 4.0 * std::f64::consts::TAU).sin());
            assert!((flicker - 0.0707).abs() < 0.008, "{rate} {flicker}");
            assert!(last(rate, |t| t * 0.3) < 1e-9);
        }
    }

    #[test]
    fn memory_is_bounded() {
        let mut flicker = Flicker::default();
        for at in 0..10_000 {
            flicker.see(FilmTime(at), 0.1);
        }
        assert!(flicker.window.len() <= MOST);
    }
}
