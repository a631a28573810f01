//! Where each block of a picture was in an earlier one.
//!
//! The displacement of the whole picture is sought first, from coarse to fine (J. R. Bergen et al.,
//! "Hierarchical model-based motion estimation", ECCV 1992). Each block of 8×8 then starts from
//! the best of a few guesses (the whole, its neighbours: A. M. Tourapis, "Enhanced predictive zonal
//! search for single and multiple frame motion estimation", VCIP 2002) and goes on by S. Zhu and
//! K.-K. Ma, "A new diamond search algorithm for fast block-matching motion estimation", IEEE
//! Transactions on Image Processing 9(2), 2000. The part of a sample is found by the method of
//! B. Lucas and T. Kanade, "An iterative image registration technique with an application to stereo
//! vision", IJCAI 1981, in the inverse compositional form of S. Baker and I. Matthews, "Lucas-Kanade
//! 20 years on: a unifying framework", IJCV 56(3), 2004, and the earlier picture is read between its
//! samples as in R. Keys, "Cubic convolution interpolation for digital image processing", IEEE
//! Transactions on Acoustics, Speech and Signal Processing 29(6), 1981.
//!
//! Blocks are compared less their means, so that a change of brightness alone moves nothing.

use super::small::{Level, PARTS, SIDE, Small};

/// The samples of a block.
const COUNT: usize = SIDE * SIDE;
/// What a step away from the guess of the neighbours must gain, in parts of a code summed over the
/// block: keeps what is all but flat with its neighbours.
const STEP: i32 = 24;
/// A block that differs less than this, in parts of a code summed over it, is near its place: one
/// code for each sample.
const NEAR: i32 = COUNT as i32 * PARTS as i32;
/// The least eigenvalue of a block's structure that can be followed (J. Shi and C. Tomasi, "Good
/// features to track", CVPR 1994), in codes squared for each sample.
const TEXTURE: f32 = 0.5;

/// One block and where it was.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Block {
    /// The middle of the block, in samples.
    pub at: (f32, f32),
    /// How it moved since the earlier picture, in samples.
    pub moved: (f32, f32),
    /// How much brighter it became, in codes of luma.
    pub brighter: f32,
    /// The mean square of what the earlier picture does not tell of it, in codes squared, its
    /// brightness left out.
    pub error: f32,
    /// The variance about its own mean, in codes squared.
    pub variance: f32,
    /// Whether it has structure in both directions, so that its movement shows.
    pub textured: bool,
    /// Whether it was within the earlier picture, if it moved as the whole picture did.
    pub inside: bool,
}

/// What of two pictures is one picture moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Row by row.
    pub blocks: Vec<Block>,
    /// How much brighter the whole became, along its motion, in codes of luma: the mean of the
    /// middle half of the blocks.
    pub brighter: f32,
    /// The share of the picture's variance that the earlier picture does not tell, even if moved
    /// block by block and made evenly brighter: 0 where it tells all, about 1 where nothing.
    pub untold: f32,
}

/// Compares a picture with an earlier one of the same size.
pub fn field(earlier: &Small, now: &Small) -> Field {
    let whole = whole(earlier, now);
    let (from, to) = (earlier.full(), now.full());
    let across = to.width / SIDE;
    let mut found: Vec<(i32, i32)> = Vec::with_capacity(across * to.height / SIDE);
    let mut blocks = Vec::with_capacity(found.capacity());
    for index in 0..across * (to.height / SIDE) {
        let place = ((index % across * SIDE) as i32, (index / across * SIDE) as i32);
        let own = cut(to, place);
        let before = |back: usize| index.checked_sub(back).and_then(|at| found.get(at)).copied();
        let (left, above) = (before(1).unwrap_or(whole), before(across).unwrap_or(whole));
        let beside = before(across - 1).unwrap_or(whole);
        let guess = (middle(left.0, above.0, beside.0), middle(left.1, above.1, beside.1));
        let vector = diamond(from, &own, place, guess, &[whole, left, above, beside, (0, 0)]);
        found.push(vector);
        let start = (place.0 + whole.0, place.1 + whole.1);
        let mut block = refined(from, &own, to, place, vector);
        block.inside = start == held(from, start);
        blocks.push(block);
    }
    summed(blocks, earlier.moments.1.max(now.moments.1))
}

fn summed(blocks: Vec<Block>, variance: f32) -> Field {
    let inside = blocks.iter().filter(|block| block.inside).count();
    // Where hardly anything stayed within the picture, all of it is asked.
    let all = inside * 4 < blocks.len();
    let mut changes: Vec<f32> =
        blocks.iter().filter(|b| all || b.inside).map(|b| b.brighter).collect();
    changes.sort_by(f32::total_cmp);
    let quarter = changes.len() / 4;
    let half = &changes[quarter..changes.len() - quarter];
    let brighter = half.iter().sum::<f32>() / half.len().max(1) as f32;
    let error = |block: &Block| block.error + (block.brighter - brighter).powi(2);
    let sum: f32 = blocks.iter().filter(|b| all || b.inside).map(error).sum();
    let untold = sum / changes.len().max(1) as f32 / (variance + 1.0 / 12.0);
    Field { blocks, brighter, untold }
}

fn middle(a: i32, b: i32, c: i32) -> i32 {
    a.max(b).min(a.min(b).max(c))
}

/// The displacement of the whole picture: where in the earlier one it lies.
fn whole(earlier: &Small, now: &Small) -> (i32, i32) {
    let mut at = (0, 0);
    for (index, scale, every) in [(2, 2, 1), (1, 4, 2), (0, 1, 8)] {
        let (from, to) = (&earlier.levels[index], &now.levels[index]);
        let reach = match index {
            2 => (to.width as i32 / 2, to.height as i32 / 2),
            _ => (2, 2),
        };
        let mut best = (f32::MAX, at);
        for y in at.1 - reach.1..=at.1 + reach.1 {
            for x in at.0 - reach.0..=at.0 + reach.0 {
                // Between equals, the shorter way.
                let cost = overlap(from, to, (x, y), every) + 0.02 * (x.abs() + y.abs()) as f32;
                if cost < best.0 {
                    best = (cost, (x, y));
                }
            }
        }
        at = (best.1.0 * scale, best.1.1 * scale);
    }
    at
}

/// The mean absolute difference of what two pictures share if one is displaced, less its mean.
fn overlap(from: &Level, to: &Level, (dx, dy): (i32, i32), every: usize) -> f32 {
    let (w, h) = (to.width as i32, to.height as i32);
    let (left, right) = ((-dx).max(0), (w - dx).min(w));
    let (top, bottom) = ((-dy).max(0), (h - dy).min(h));
    if right - left < w / 3 || bottom - top < h / 3 {
        return f32::MAX;
    }
    let rows = || {
        (top..bottom).step_by(every).map(|y| {
            let own = &to.luma[(y * w + left) as usize..][..(right - left) as usize];
            let other = &from.luma[((y + dy) * w + left + dx) as usize..][..own.len()];
            own.iter().zip(other)
        })
    };
    // Wrapping, because a check of each sum would keep them from being made side by side; a level
    // is too small for any to wrap.
    let difference = |(own, other): (&i16, &i16)| i32::from(*own).wrapping_sub(i32::from(*other));
    let add = |sum: i32, next: i32| sum.wrapping_add(next);
    let count = (right - left) * rows().count() as i32;
    let sum = rows().map(|row| row.map(difference).fold(0, add)).fold(0, add);
    let mean = sum / count.max(1);
    let apart = |pair| difference(pair).wrapping_sub(mean).wrapping_abs();
    let sum = rows().map(|row| row.map(apart).fold(0, add)).fold(0, add);
    sum as f32 / count.max(1) as f32
}

type Samples = [i16; COUNT];

fn cut(level: &Level, (x, y): (i32, i32)) -> Samples {
    let mut out = [0; COUNT];
    for (row, out) in out.chunks_exact_mut(SIDE).enumerate() {
        let start = (y as usize + row) * level.width + x as usize;
        out.copy_from_slice(&level.luma[start..start + SIDE]);
    }
    out
}

/// The sum of absolute differences, less their mean.
fn cost(own: &Samples, from: &Level, place: (i32, i32)) -> i32 {
    let mut other = cut(from, place);
    let mut sum = 0_i32;
    for (other, own) in other.iter_mut().zip(own) {
        *other = own.wrapping_sub(*other);
        sum = sum.wrapping_add(i32::from(*other));
    }
    let mean = (sum / COUNT as i32) as i16;
    let apart = |d: &i16| i32::from(d.wrapping_sub(mean).wrapping_abs());
    other.iter().map(apart).fold(0, i32::wrapping_add)
}

/// The nearest place at which a whole block lies within the picture.
fn held(level: &Level, (x, y): (i32, i32)) -> (i32, i32) {
    (x.clamp(0, (level.width - SIDE) as i32), y.clamp(0, (level.height - SIDE) as i32))
}

/// The whole displacement of a block: Zhu and Ma's large diamond until it stays, then the small.
fn diamond(
    from: &Level,
    own: &Samples,
    place: (i32, i32),
    guess: (i32, i32),
    others: &[(i32, i32)],
) -> (i32, i32) {
    const LARGE: [(i32, i32); 8] =
        [(0, -2), (1, -1), (2, 0), (1, 1), (0, 2), (-1, 1), (-2, 0), (-1, -1)];
    const SMALL: [(i32, i32); 4] = [(0, -1), (1, 0), (0, 1), (-1, 0)];
    let ask = |vector: (i32, i32)| {
        let at = held(from, (place.0 + vector.0, place.1 + vector.1));
        let vector = (at.0 - place.0, at.1 - place.1);
        let away = (vector.0 - guess.0).abs() + (vector.1 - guess.1).abs();
        (cost(own, from, at) + STEP * away, vector)
    };
    let mut best = ask(guess);
    for (index, other) in others.iter().enumerate() {
        if *other != guess && !others[..index].contains(other) {
            best = best.min(ask(*other));
        }
    }
    // Near enough goes on to the small diamond at once, as Tourapis proposes.
    for _ in 0..if best.0 > NEAR { 16 } else { 0 } {
        let around = LARGE.map(|(x, y)| ask((best.1.0 + x, best.1.1 + y)));
        let next =
            around.into_iter().fold(best, |best, one| if one.0 < best.0 { one } else { best });
        if next == best {
            break;
        }
        best = next;
    }
    let around = SMALL.map(|(x, y)| ask((best.1.0 + x, best.1.1 + y)));
    around.into_iter().fold(best, |best, one| if one.0 < best.0 { one } else { best }).1
}

/// The block with its displacement to a part of a sample, and what is left unsaid.
fn refined(from: &Level, own: &Samples, to: &Level, place: (i32, i32), whole: (i32, i32)) -> Block {
    let mean = own.iter().map(|s| f32::from(*s)).sum::<f32>() / COUNT as f32;
    let variance = own.iter().map(|s| (f32::from(*s) - mean).powi(2)).sum::<f32>() / COUNT as f32;
    let (slopes, [xx, xy, yy]) = slopes(to, place);
    let least = (xx + yy) / 2.0 - (((xx - yy) / 2.0).powi(2) + xy * xy).sqrt();
    let textured = least / COUNT as f32 / PARTS.powi(2) > TEXTURE;

    let mut vector = (whole.0 as f32, whole.1 as f32);
    let mut best = (compared(from, own, place, vector), vector);
    let firm = xx * yy - xy * xy;
    for _ in 0..2 {
        if !textured || firm <= 1e-3 * (xx + yy).powi(2) {
            break;
        }
        let (differences, ..) = &best.0;
        let (mut bx, mut by) = (0.0, 0.0);
        for ((sx, sy), difference) in slopes.iter().zip(differences) {
            bx += sx * difference;
            by += sy * difference;
        }
        vector.0 += (bx * yy - by * xy) / firm;
        vector.1 += (by * xx - bx * xy) / firm;
        let off = (vector.0 - whole.0 as f32).abs().max((vector.1 - whole.1 as f32).abs());
        let next = compared(from, own, place, vector);
        if off > 1.0 || next.2 >= best.0.2 {
            break;
        }
        best = (next, vector);
    }
    let ((_, brighter, error), vector) = best;
    Block {
        at: (place.0 as f32 + SIDE as f32 / 2.0, place.1 as f32 + SIDE as f32 / 2.0),
        moved: (-vector.0, -vector.1),
        brighter: brighter / PARTS,
        error: error / PARTS.powi(2),
        variance: variance / PARTS.powi(2),
        textured,
        inside: true,
    }
}

/// The slopes of a block across and down, and the sums of their products.
fn slopes(level: &Level, (x, y): (i32, i32)) -> ([(f32, f32); COUNT], [f32; 3]) {
    let (w, h) = (level.width, level.height);
    let mut out = [(0.0, 0.0); COUNT];
    let mut sums = [0.0; 3];
    for (index, out) in out.iter_mut().enumerate() {
        let (x, y) = (x as usize + index % SIDE, y as usize + index / SIDE);
        let at = |x: usize, y: usize| f32::from(level.luma[y * w + x]);
        let sx = (at((x + 1).min(w - 1), y) - at(x.saturating_sub(1), y)) / 2.0;
        let sy = (at(x, (y + 1).min(h - 1)) - at(x, y.saturating_sub(1))) / 2.0;
        *out = (sx, sy);
        sums[0] += sx * sx;
        sums[1] += sx * sy;
        sums[2] += sy * sy;
    }
    (out, sums)
}

/// Keys's weights for the four samples around a place, from how far it is past the second.
fn keys(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [
        (-t3 + 2.0 * t2 - t) / 2.0,
        (3.0 * t3 - 5.0 * t2 + 2.0) / 2.0,
        (-3.0 * t3 + 4.0 * t2 + t) / 2.0,
        (t3 - t2) / 2.0,
    ]
}

/// What a block has more than the earlier picture has at the displaced place: each sample less the
/// mean, the mean itself, and the mean square about it.
fn compared(
    from: &Level,
    own: &Samples,
    place: (i32, i32),
    vector: (f32, f32),
) -> ([f32; COUNT], f32, f32) {
    const REACH: usize = SIDE + 3;
    let (x, y) = (place.0 as f32 + vector.0, place.1 as f32 + vector.1);
    let (across, down) = (keys(x - x.floor()), keys(y - y.floor()));
    let (left, top) = (x.floor() as i32 - 1, y.floor() as i32 - 1);
    let (w, h) = (from.width as i32, from.height as i32);
    let safe = left >= 0 && left + REACH as i32 <= w;
    let mut lines = [[0.0_f32; SIDE]; REACH];
    for (row, line) in lines.iter_mut().enumerate() {
        let y = (top + row as i32).clamp(0, h - 1);
        let mut samples = [0.0_f32; REACH];
        if safe {
            let from = &from.luma[(y * w + left) as usize..][..REACH];
            for (sample, from) in samples.iter_mut().zip(from) {
                *sample = f32::from(*from);
            }
        } else {
            for (column, sample) in samples.iter_mut().enumerate() {
                let x = (left + column as i32).clamp(0, w - 1);
                *sample = f32::from(from.luma[(y * w + x) as usize]);
            }
        }
        for (column, out) in line.iter_mut().enumerate() {
            for (tap, weight) in across.iter().enumerate() {
                *out += samples[column + tap] * weight;
            }
        }
    }
    let mut differences = [0.0; COUNT];
    for (row, out) in differences.chunks_exact_mut(SIDE).enumerate() {
        for (column, out) in out.iter_mut().enumerate() {
            let told: f32 = (0..4).map(|tap| lines[row + tap][column] * down[tap]).sum();
            *out = f32::from(own[row * SIDE + column]) - told;
        }
    }
    let mean = differences.iter().sum::<f32>() / COUNT as f32;
    let mut squares = 0.0;
    for difference in &mut differences {
        *difference -= mean;
        squares += *difference * *difference;
    }
    (differences, mean, squares / COUNT as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::synthetic::{ladder, picture, texture};

    fn small(dx: f64, dy: f64, brighter: f64) -> Small {
        let luma = |x: u32, y: u32| {
            let (x, y) = (f64::from(x) / 360.0 - dx, f64::from(y) / 360.0 - dy);
            texture(x, y, 3, 0.02) + brighter
        };
        Small::new(&ladder(picture(640, 360, luma))).unwrap()
    }

    #[test]
    fn a_texture_that_moves_is_followed_to_a_part_of_a_sample() {
        for (dx, dy) in [(0.0, 0.0), (0.01, 0.0), (-0.037, 0.021), (0.21, -0.1), (0.5, 0.2)] {
            let field = field(&small(0.0, 0.0, 0.0), &small(dx, dy, 0.0));
            let mut off: Vec<f32> = field
                .blocks
                .iter()
                .filter(|block| block.inside && block.textured)
                .map(|b| (b.moved.0 - dx as f32 * 144.0).hypot(b.moved.1 - dy as f32 * 144.0))
                .collect();
            off.sort_by(f32::total_cmp);
            assert!(off.len() > 100, "{}", off.len());
            assert!(off[off.len() / 2] < 0.1 && off[off.len() * 9 / 10] < 0.4, "{dx} {off:?}");
            assert!(field.untold < 0.01 && field.brighter.abs() < 0.1, "{dx} {}", field.untold);
        }
    }

    #[test]
    fn brightness_alone_moves_nothing() {
        let field = field(&small(0.0, 0.0, 0.0), &small(0.0, 0.0, 20.0));
        assert!((field.brighter - 20.0).abs() < 0.1, "{}", field.brighter);
        assert!(field.untold < 0.01);
        assert!(field.blocks.iter().all(|b| b.moved.0.abs() < 0.1 && b.moved.1.abs() < 0.1));
    }
}
