//! The stage: where sounds are placed in time and between left and right, and how much of each goes
//! to the room.

use std::f32::consts::{FRAC_PI_4, PI};

use super::{RATE, SAMPLES};

/// A value over the time of the film: through its points, with no corner at any of them.
#[derive(Clone, Debug)]
pub struct Curve(Vec<(f32, f32)>);

impl Curve {
    /// Through these points, each a second and a value, in order; before the first and after the
    /// last it stays. Without points it is 0.
    #[must_use]
    pub fn new(points: &[(f32, f32)]) -> Self {
        Self(points.to_vec())
    }

    /// Its value at a second.
    #[must_use]
    pub fn at(&self, second: f32) -> f32 {
        let after = self.0.partition_point(|point| point.0 <= second);
        let last = self.0.last().map_or(0.0, |point| point.1);
        let Some((to, high)) = self.0.get(after) else { return last };
        let Some((from, low)) = after.checked_sub(1).and_then(|before| self.0.get(before)) else {
            return *high;
        };
        let along = (second - from) / (to - from);
        low + (high - low) * (0.5 - 0.5 * (PI * along).cos())
    }
}

/// Where a sound is heard.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// How loud, as a factor.
    pub gain: f32,
    /// From −1 left to 1 right.
    pub pan: f32,
    /// How much of it goes to the room, as a factor.
    pub room: f32,
}

impl Place {
    /// In the middle, without a room.
    #[must_use]
    pub fn dry(gain: f32) -> Self {
        Self { gain, pan: 0.0, room: 0.0 }
    }

    /// Equal power on both sides together, unchanged in the middle.
    fn sides(self) -> [f32; 2] {
        let angle = (self.pan.clamp(-1.0, 1.0) + 1.0) * FRAC_PI_4;
        [angle.cos(), angle.sin()].map(|side| side * std::f32::consts::SQRT_2 * self.gain)
    }
}

/// The whole film's sound while it is put together, left and right.
#[derive(Clone, Debug)]
pub struct Stage {
    /// What is heard as it is.
    pub direct: Vec<[f32; 2]>,
    /// What the room is given to answer.
    pub room: Vec<[f32; 2]>,
}

impl Default for Stage {
    fn default() -> Self {
        Self { direct: vec![[0.0; 2]; SAMPLES], room: vec![[0.0; 2]; SAMPLES] }
    }
}

impl Stage {
    /// A sound that begins at a second. What lies outside the film is not heard.
    pub fn put(&mut self, second: f32, sound: &[f32], place: Place) {
        let from = (f64::from(second) * RATE as f64).round() as i64;
        let skipped = usize::try_from(-from).unwrap_or(0);
        let from = usize::try_from(from).unwrap_or(0).min(SAMPLES);
        let [left, right] = place.sides();
        let heard = sound.get(skipped..).unwrap_or_default();
        let into = self.direct[from..].iter_mut().zip(&mut self.room[from..]);
        for ((direct, room), sample) in into.zip(heard) {
            for (channel, side) in [left, right].into_iter().enumerate() {
                direct[channel] += sample * side;
                room[channel] += sample * side * place.room;
            }
        }
    }

    /// A sound as long as the film, as loud as the curve says at each moment.
    pub fn lay(&mut self, mut sound: Vec<f32>, loud: &Curve, place: Place) {
        let mut gain = loud.at(0.0);
        for (index, sample) in sound.iter_mut().enumerate() {
            // Between two points of this grid the curve is as good as straight.
            if index % 48 == 0 {
                gain = loud.at(index as f32 / RATE as f32);
            }
            *sample *= gain;
        }
        self.put(0.0, &sound, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_goes_through_its_points_and_stays_beyond_them() {
        let curve = Curve::new(&[(1.0, 2.0), (3.0, 4.0)]);
        let values = [0.0, 1.0, 2.0, 3.0, 9.0].map(|second| curve.at(second));
        for (value, wanted) in values.into_iter().zip([2.0, 2.0, 3.0, 4.0, 4.0]) {
            assert!((value - wanted).abs() < 1e-5, "{values:?}");
        }
        assert!(Curve::new(&[]).at(1.0).abs() < 1e-9);
    }

    #[test]
    fn what_lies_outside_the_film_is_not_heard_and_the_rest_at_its_sample() {
        let mut stage = Stage::default();
        stage.put(-1.0 / RATE as f32, &[1.0, 2.0], Place::dry(1.0));
        stage.put(47.999_98, &[3.0, 4.0], Place { gain: 1.0, pan: 1.0, room: 0.5 });
        assert!((stage.direct[0][0] - 2.0).abs() < 1e-5 && stage.direct[1][0].abs() < 1e-9);
        assert!((stage.direct[SAMPLES - 1][1] - 3.0 * 2f32.sqrt()).abs() < 1e-4);
        assert!(stage.direct[SAMPLES - 1][0].abs() < 1e-5);
        assert!((stage.room[SAMPLES - 1][1] - 1.5 * 2f32.sqrt()).abs() < 1e-4);
    }
}
