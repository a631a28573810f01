//! Lines that are heard: each tone is drawn through the film like a line across paper, and at the
//! kiss two of them meet in one.

use super::stage::Curve;
use super::tone::{harmonics, hz};
use super::{RATE, SAMPLES};

/// One line: keys (as in [`hz`]) over seconds, and where it is heard from left to right.
pub struct Drawn {
    keys: &'static [(f32, f32)],
    /// From −1 left to 1 right.
    pub side: f32,
}

/// The four lines: the ground, the horizon, he, and she.
pub const LINES: [Drawn; 4] = [
    Drawn {
        keys: &[(0.0, 38.0), (11.5, 38.0), (12.5, 43.0), (18.5, 45.0), (24.5, 38.0), (48.0, 38.0)],
        side: -0.3,
    },
    Drawn {
        keys: &[
            (0.0, 53.0),
            (7.0, 53.0),
            (9.0, 57.0),
            (13.0, 58.0),
            (19.0, 57.0),
            (24.0, 50.0),
            (36.0, 53.0),
            (42.0, 52.0),
            (48.0, 50.0),
        ],
        side: 0.3,
    },
    Drawn {
        keys: &[
            (0.0, 57.0),
            (6.0, 58.0),
            (12.0, 62.0),
            (16.0, 60.0),
            (24.0, 57.0),
            (30.0, 61.0),
            (32.4, 64.0),
            (33.5, 64.0),
            (36.0, 62.0),
            (41.0, 57.0),
            (48.0, 57.0),
        ],
        side: -0.7,
    },
    Drawn {
        keys: &[
            (0.0, 69.0),
            (12.0, 69.0),
            (14.0, 74.0),
            (18.0, 72.0),
            (24.0, 70.0),
            (30.0, 67.0),
            (32.4, 64.0),
            (33.5, 64.0),
            (38.0, 74.0),
            (41.0, 76.0),
            (48.0, 81.0),
        ],
        side: 0.7,
    },
];

impl Drawn {
    /// It sounds, as long as the film.
    #[must_use]
    pub fn sound(&self) -> Vec<f32> {
        let key = Curve::new(self.keys);
        let mut phase = 0.0;
        let mut step = 0.0;
        (0..SAMPLES)
            .map(|index| {
                if index % 32 == 0 {
                    step = f64::from(hz(key.at(index as f32 / RATE as f32))) / RATE as f64;
                }
                phase += step;
                0.25 * harmonics(phase, &[1.0, 0.22, 0.1, 0.03]) as f32
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stand_in::sound::score::KISS;

    #[test]
    fn he_and_she_meet_at_the_kiss_and_nowhere_else() {
        let [_, _, he, she] = &LINES;
        let apart = |second: f32| Curve::new(she.keys).at(second) - Curve::new(he.keys).at(second);
        assert!(apart(KISS + 0.5).abs() < 1e-4);
        assert!(apart(29.0) > 3.0 && apart(35.0) > 1.0);
    }
}
