//! Filters.

use std::f32::consts::PI;

use super::RATE;
use super::stage::Curve;

/// A filter of the second order whose frequency may move at any sample: the state variable filter
/// with trapezoidal integration (V. Zavalishin, *The Art of VA Filter Design*, 2018, chapter 4).
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    gain: f32,
    damping: f32,
    state: [f32; 2],
}

/// What a [`Filter`] makes of one sample.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// What lies below its frequency.
    pub low: f32,
    /// What lies about it, at unchanged strength in the middle.
    pub band: f32,
    /// What lies above it.
    pub high: f32,
}

impl Filter {
    /// A filter at `hz`; `q` is how narrow it is, 0.7 for the flattest edge.
    #[must_use]
    pub fn new(hz: f32, q: f32) -> Self {
        let mut filter = Self { gain: 0.0, damping: 1.0, state: [0.0; 2] };
        filter.tune(hz, q);
        filter
    }

    /// Moves it without a jump.
    pub fn tune(&mut self, hz: f32, q: f32) {
        self.gain = (PI * hz.clamp(5.0, 0.45 * RATE as f32) / RATE as f32).tan();
        self.damping = 1.0 / q;
    }

    /// Takes one sample.
    pub fn pass(&mut self, input: f32) -> Parts {
        let Self { gain: g, damping: r, state: [s1, s2] } = *self;
        let high = (input - (r + g) * s1 - s2) / (1.0 + r * g + g * g);
        let band = g * high + s1;
        let low = g * band + s2;
        self.state = [g * high + band, g * band + low];
        Parts { low, band: band * r, high }
    }
}

/// Keeps what lies below `hz`, falling by 12 decibels an octave above.
#[must_use]
pub fn below(mut sound: Vec<f32>, hz: f32) -> Vec<f32> {
    let mut filter = Filter::new(hz, 0.7);
    sound.iter_mut().for_each(|sample| *sample = filter.pass(*sample).low);
    sound
}

/// Keeps what lies above `hz`, falling by 12 decibels an octave below.
#[must_use]
pub fn above(mut sound: Vec<f32>, hz: f32) -> Vec<f32> {
    let mut filter = Filter::new(hz, 0.7);
    sound.iter_mut().for_each(|sample| *sample = filter.pass(*sample).high);
    sound
}

/// Keeps what lies about `hz`.
#[must_use]
pub fn about(mut sound: Vec<f32>, hz: f32, q: f32) -> Vec<f32> {
    let mut filter = Filter::new(hz, q);
    sound.iter_mut().for_each(|sample| *sample = filter.pass(*sample).band);
    sound
}

/// Keeps what lies below an edge that moves with the time of the film, falling by 24 decibels an
/// octave above: what a wall leaves of the sound behind it.
#[must_use]
pub fn behind(mut sound: Vec<f32>, edge_hz: &Curve) -> Vec<f32> {
    let mut filters = [Filter::new(1000.0, 0.55), Filter::new(1000.0, 1.2)];
    for (index, sample) in sound.iter_mut().enumerate() {
        if index % 64 == 0 {
            let hz = edge_hz.at(index as f32 / RATE as f32);
            filters[0].tune(hz, 0.55);
            filters[1].tune(hz, 1.2);
        }
        *sample = filters.iter_mut().fold(*sample, |value, filter| filter.pass(value).low);
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How strongly a tone comes through, from 0 to 1.
    fn through(hz: f32, filter: impl Fn(Vec<f32>) -> Vec<f32>) -> f32 {
        let tone = (0..RATE).map(|n| (2.0 * PI * hz * n as f32 / RATE as f32).sin()).collect();
        let heard = filter(tone);
        heard[RATE / 2..].iter().fold(0.0, |peak: f32, sample| peak.max(sample.abs()))
    }

    #[test]
    fn a_filter_keeps_its_side_and_takes_the_other() {
        assert!(through(100.0, |tone| below(tone, 1000.0)) > 0.97);
        assert!(through(8000.0, |tone| below(tone, 1000.0)) < 0.02);
        assert!(through(100.0, |tone| above(tone, 1000.0)) < 0.02);
        assert!((through(1000.0, |tone| about(tone, 1000.0, 5.0)) - 1.0).abs() < 0.02);
        assert!(through(4000.0, |tone| about(tone, 1000.0, 5.0)) < 0.1);
    }

    #[test]
    fn a_wall_takes_more_than_a_filter_of_half_its_order() {
        let edge = Curve::new(&[(0.0, 300.0)]);
        assert!(through(1200.0, |tone| behind(tone, &edge)) < 0.01);
        assert!(through(80.0, |tone| behind(tone, &edge)) > 0.9);
    }
}
