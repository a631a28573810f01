//! How fast what is seen moves, in picture heights per second: all of it, the part that the whole
//! picture makes together (the camera), and the part that things make on their own.
//!
//! Blocks whose movement shows and is understood are asked ([`super::search`]). The camera is the
//! affine motion that most of them follow, found by least squares, leaving out again and again
//! those far from it, as in F. Dufaux and J. Konrad, "Efficient, robust, and fast global motion
//! estimation for video coding", IEEE Transactions on Image Processing 9(3), 2000
//! (there on samples, here on blocks). Its speed is the mean over the picture; the rest is what
//! each block moves beside it.

use super::search::{Block, Field};

/// Fewer blocks than this tell no motion.
const FEW: usize = 8;
/// Fewer than this tell only a common displacement.
const AFFINE: usize = 16;

/// The speeds of one picture, in picture heights per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// The mean speed of what moves or rests.
    pub all: f64,
    /// The mean speed over the picture of what moves it as a whole.
    pub camera: f64,
    /// The mean speed of the blocks beside that.
    pub own: f64,
}

/// The speeds in a field that spans so many seconds, each sample of it so much of the picture's
/// height across and down; none where too little shows.
pub fn motion(field: &Field, unit: (f64, f64), seconds: f64) -> Option<Motion> {
    let told =
        |block: &&Block| block.textured && block.inside && block.error < 0.5 * block.variance;
    let blocks: Vec<&Block> = field.blocks.iter().filter(told).collect();
    if blocks.len() < FEW || seconds <= 0.0 {
        return None;
    }
    let speed = |(x, y): (f64, f64)| (x * unit.0).hypot(y * unit.1) / seconds;
    let moved = |block: &Block| (f64::from(block.moved.0), f64::from(block.moved.1));
    let mean =
        |over: &mut dyn Iterator<Item = f64>, count: usize| over.sum::<f64>() / count.max(1) as f64;
    let camera = Camera::followed(&blocks);
    let beside = |block: &&Block| {
        let ((x, y), own) = (camera.at(block.at), moved(block));
        speed((own.0 - x, own.1 - y))
    };
    Some(Motion {
        all: mean(&mut blocks.iter().map(|block| speed(moved(block))), blocks.len()),
        camera: mean(
            &mut field.blocks.iter().map(|block| speed(camera.at(block.at))),
            field.blocks.len(),
        ),
        own: mean(&mut blocks.iter().map(beside), blocks.len()),
    })
}

/// An affine motion: at (x, y), each part is a + b·x + c·y.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Camera([[f64; 3]; 2]);

impl Camera {
    fn at(&self, (x, y): (f32, f32)) -> (f64, f64) {
        let place = [1.0, f64::from(x), f64::from(y)];
        let part = |row: [f64; 3]| row.iter().zip(place).map(|(a, b)| a * b).sum();
        (part(self.0[0]), part(self.0[1]))
    }

    /// Begins at the middle displacement and fits those that are near.
    fn followed(blocks: &[&Block]) -> Self {
        let middle = |part: fn(&Block) -> f32| {
            let mut all: Vec<f32> = blocks.iter().map(|block| part(block)).collect();
            all.sort_by(f32::total_cmp);
            f64::from(all[all.len() / 2])
        };
        let (x, y) = (middle(|b| b.moved.0), middle(|b| b.moved.1));
        let mut camera = Self([[x, 0.0, 0.0], [y, 0.0, 0.0]]);
        if blocks.len() < AFFINE {
            return camera;
        }
        for _ in 0..5 {
            let off = |block: &Block| {
                let (x, y) = camera.at(block.at);
                (f64::from(block.moved.0) - x).hypot(f64::from(block.moved.1) - y)
            };
            let mut offs: Vec<f64> = blocks.iter().map(|block| off(block)).collect();
            offs.sort_by(f64::total_cmp);
            let limit = 2.0 * offs[offs.len() / 2] + 0.25;
            let near = blocks.iter().copied().filter(|block| off(block) <= limit);
            let Some(next) = Self::fitted(near) else { break };
            camera = next;
        }
        camera
    }

    /// Least squares for both parts at once: they share the places.
    fn fitted<'a>(blocks: impl Iterator<Item = &'a Block>) -> Option<Self> {
        let mut sums = [[0.0; 5]; 3];
        for block in blocks {
            let place = [1.0, f64::from(block.at.0), f64::from(block.at.1)];
            let moved = [f64::from(block.moved.0), f64::from(block.moved.1)];
            for (row, own) in sums.iter_mut().zip(place) {
                for (sum, other) in row.iter_mut().zip(place.iter().chain(&moved)) {
                    *sum += own * other;
                }
            }
        }
        // Gauss and Jordan; the matrix is positive, so the diagonal serves as pivot.
        for pivot in 0..3 {
            let own = sums[pivot];
            if own[pivot] < 1e-6 {
                return None;
            }
            let own = own.map(|value| value / own[pivot]);
            for (index, row) in sums.iter_mut().enumerate() {
                let factor = row[pivot];
                if index == pivot {
                    *row = own;
                } else {
                    row.iter_mut().zip(own).for_each(|(value, own)| *value -= own * factor);
                }
            }
        }
        Some(Self([sums.map(|row| row[3]), sums.map(|row| row[4])]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::search::field;
    use crate::measure::small::Small;
    use crate::measure::synthetic::{ladder, picture, texture};

    fn between(one: impl Fn(f64, f64) -> f64, two: impl Fn(f64, f64) -> f64) -> Motion {
        let small = |luma: &dyn Fn(f64, f64) -> f64| {
            let at = |x: u32, y: u32| luma(f64::from(x) / 360.0, f64::from(y) / 360.0);
            Small::new(&ladder(picture(640, 360, at))).unwrap()
        };
        let (one, two) = (small(&one), small(&two));
        motion(&field(&one, &two), one.unit, 0.125).unwrap()
    }

    fn still(x: f64, y: f64) -> f64 {
        texture(x, y, 5, 0.02)
    }

    #[test]
    fn a_pan_is_all_camera() {
        let motion = between(still, |x, y| still(x - 0.03, y - 0.04));
        assert!((motion.all - 0.4).abs() < 0.02, "{motion:?}");
        assert!((motion.camera - 0.4).abs() < 0.01, "{motion:?}");
        assert!(motion.own < 0.03, "{motion:?}");
    }

    #[test]
    fn a_zoom_is_all_camera() {
        // At 4 % about the middle the mean speed is 0.04 × the mean distance from it, 0.52 heights
        // at 16:9 (the integral of √(x² + y²) over the picture, by its area), each 0.125 s.
        let (x0, y0) = (8.0 / 9.0, 0.5);
        let zoom = |x: f64, y: f64| still(x0 + (x - x0) / 1.04, y0 + (y - y0) / 1.04);
        let motion = between(still, zoom);
        let known = 0.04 * 0.52 / 0.125 / 1.02;
        assert!((motion.camera / known - 1.0).abs() < 0.08, "{known} {motion:?}");
        assert!(motion.own < 0.05, "{motion:?}");
    }

    #[test]
    fn what_moves_on_its_own_before_a_still_picture_is_not_the_camera() {
        let inside = |x: f64, y: f64| (0.3..0.8).contains(&x) && (0.25..0.75).contains(&y);
        let thing = |x: f64, y: f64| texture(x, y, 11, 0.02);
        let motion = between(
            |x, y| if inside(x, y) { thing(x, y) } else { still(x, y) },
            |x, y| if inside(x - 0.05, y) { thing(x - 0.05, y) } else { still(x, y) },
        );
        // A quarter of a square height of 16/9, at 0.4 heights a second.
        assert!((motion.all - 0.4 * 0.25 * 9.0 / 16.0).abs() < 0.02, "{motion:?}");
        assert!(motion.camera < 0.01 && (motion.own - motion.all).abs() < 0.01, "{motion:?}");
    }

    #[test]
    fn a_flat_picture_tells_no_motion() {
        let flat = Small::new(&ladder(picture(64, 36, |_, _| 50.0))).unwrap();
        assert_eq!(motion(&field(&flat, &flat), flat.unit, 0.1), None);
    }
}
