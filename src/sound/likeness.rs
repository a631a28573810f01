//! How alike the sounds of two versions are, and by how much one of them is late.
//!
//! From the first follows how to fade from one to the other. Two sounds with correlation r, each
//! at gain g, have 2g²(1 + r) times the power of one alone: the same voice in both (r = 1) keeps
//! its level at g = ½, two unlike sounds (r = 0) at g = √½. From the second, which version speaks
//! before the others do.
//!
//! Both are told from the voice band ([`super::voice_band`]). The offset is where the normalised
//! cross-correlation is greatest, a mean over the loudest seconds in which every second has the
//! same say: what is common to all of them is the voice, and the music under it is not. The three
//! samples around the peak lie on a parabola nearly enough to place it to 0.02 ms, which is one
//! sample at 48 kHz, so there is no second search at that rate (G. Jacovitti, G. Scarano, "Discrete
//! time techniques for time delay estimation", IEEE Transactions on Signal Processing 41, 1993).

use super::voice_band::{BAND_RATE, Frames, STEP, VoiceBand, dot};

/// Frames of a piece that is compared at once: a second.
const PIECE: u64 = 48_000;
/// At most so many pieces, spread over the whole, so that a long film takes no longer than one of a
/// minute, which is compared from end to end.
const PIECES: u64 = 64;
/// In how many of them the offset is sought.
const SOUGHT: usize = 6;
/// The farthest offset, in samples of the band: 200 ms.
const FARTHEST: usize = BAND_RATE / 5;
/// Quieter than this mean square (−70 dBFS) is nothing to compare: the noise of a coder in a track
/// that was left empty.
const QUIET: f64 = 1e-7;
/// Pieces of which both sounds are 20 dB under the best one say more about noise than about voices.
const FAINT: f64 = 1e-4;
/// What is nearer than this to a peak, in samples of the band, belongs to it: 1 ms, since no
/// speaking voice repeats itself sooner than after 2.
const LOBE: usize = BAND_RATE / 1000;
/// A peak that stands out no more than this over the root mean square of the curve may be chance:
/// of 45 pairs of unlike real sounds the clearest came to 7.9, and 42 of them stayed under 6.
const CHANCE: f64 = 6.0;
/// A peak that stands out so far is no chance: nearly all real sounds over other music as loud as
/// themselves come to more.
const CLEAR: f64 = 12.0;
/// The share by which the next best peak has to be lower: a tone that goes on repeats itself as
/// high, and there is no telling which turn of it is meant.
const APART: f64 = 0.2;
/// How sure an offset can be that only one second speaks for.
const ONCE: f64 = 0.5;

/// How alike two sounds of the same length are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// The normalised correlation of the two as they are, without moving either: 1 for the same
    /// sound at whatever level, −1 for the same with its polarity inverted, 0 for unlike sounds or
    /// where one is silent. A voice that is late by some milliseconds is unlike here, because so
    /// it sounds when both are heard at once.
    pub correlation: f64,
    /// By how many milliseconds the second is later than the first, from −200 to 200.
    pub offset_ms: f64,
    /// How sure the offset is, from 0, which says that the sounds have nothing in common, to 1.
    pub sure: f64,
}

/// Compares two sounds that are `frames` long at 48 kHz. Each of the two is asked for runs of a
/// second or little more, all within its length, in any order.
pub fn likeness(a: &mut Frames<'_>, b: &mut Frames<'_>, frames: u64) -> Likeness {
    let band = VoiceBand::default();
    let length = frames.min(PIECE);
    let count = length as usize / STEP;
    let pieces = frames.div_ceil(PIECE).clamp(1, PIECES);
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    let mut loud: Vec<(f64, i64)> = Vec::new();
    for piece in 0..pieces {
        let from = ((frames - length) * piece / (pieces - 1).max(1)) as i64;
        let first = band.read(a, from, count, frames);
        let second = band.read(b, from, count, frames);
        let (power, other) = (product(&first, &first), product(&second, &second));
        (aa, bb, ab) = (aa + power, bb + other, ab + product(&first, &second));
        if power.min(other) > QUIET * count as f64 {
            loud.push((power * other, from));
        }
    }
    if loud.is_empty() {
        return Likeness::default();
    }
    loud.sort_by(|one, other| other.0.total_cmp(&one.0));
    loud.truncate(SOUGHT);
    let faint = loud[0].0 * FAINT;
    let sought = loud.iter().filter(|(power, _)| *power > faint);
    let curves: Vec<Vec<f64>> = sought
        .map(|(_, from)| {
            let first = band.read(a, *from, count, frames);
            let before = from - (FARTHEST * STEP) as i64;
            let second = band.read(b, before, count + 2 * FARTHEST, frames);
            curve(&first, &second)
        })
        .collect();
    let (offset_ms, sure) = offset(&curves);
    Likeness { correlation: (ab / (aa * bb).sqrt()).clamp(-1.0, 1.0), offset_ms, sure }
}

fn product(a: &[f32], b: &[f32]) -> f64 {
    f64::from(dot(a, b))
}

/// The normalised correlation at every offset from −[`FARTHEST`] to [`FARTHEST`]: `second` begins
/// so much before `first` and ends so much after it.
fn curve(first: &[f32], second: &[f32]) -> Vec<f64> {
    let count = first.len();
    let power = product(first, first);
    // Where the second pauses its noise would count as much as its voice.
    let least = product(second, second) / second.len() as f64 * count as f64 / 10.0;
    let mut other = product(&second[..count], &second[..count]);
    let mut all = Vec::with_capacity(2 * FARTHEST + 1);
    for run in second.windows(count).take(2 * FARTHEST + 1) {
        all.push(product(first, run) / (power * other.max(least)).sqrt());
        let next = second.get(all.len() + count - 1).copied().unwrap_or(0.0);
        other += f64::from(next).powi(2) - f64::from(run[0]).powi(2);
    }
    all
}

/// The offset in milliseconds that the curves have in common, and how sure it is.
fn offset(curves: &[Vec<f64>]) -> (f64, f64) {
    let mean: Vec<f64> = (0..=2 * FARTHEST)
        .map(|at| curves.iter().map(|curve| curve[at]).sum::<f64>() / curves.len() as f64)
        .collect();
    let at = highest(mean.iter().copied().enumerate());
    let height = mean[at].abs();
    let others = || mean.iter().copied().enumerate().filter(|(n, _)| n.abs_diff(at) > LOBE);
    let next = mean[highest(others())].abs();
    let spread = (mean.iter().map(|v| v * v).sum::<f64>() / mean.len() as f64).sqrt();
    let agreeing = curves
        .iter()
        .filter(|curve| highest(curve.iter().copied().enumerate()).abs_diff(at) <= LOBE)
        .count();
    let whole = at as f64 - FARTHEST as f64;
    let in_ms = |samples: f64| samples * 1000.0 / BAND_RATE as f64;
    // At the end of what was looked through, the peak may well lie beyond. Where every value is the
    // same, it is said to lie there too.
    if at == 0 || at == 2 * FARTHEST {
        return (in_ms(whole), 0.0);
    }
    let (left, right) = (mean[at - 1], mean[at + 1]);
    let bend = left - 2.0 * mean[at] + right;
    let part = if bend == 0.0 { 0.0 } else { 0.5 * (left - right) / bend };
    let stands_out = ((height / spread - CHANCE) / (CLEAR - CHANCE)).clamp(0.0, 1.0);
    let alone = ((1.0 - next / height) / APART).clamp(0.0, 1.0);
    // One bang in each of two unlike sounds makes a clear peak, but hardly ever two at one place.
    let agreed = match curves.len() {
        1 => ONCE,
        all => agreeing.saturating_sub(1) as f64 / (all - 1) as f64,
    };
    (in_ms(whole + part.clamp(-0.5, 0.5)), stands_out * alone * agreed)
}

/// Where the value is that is farthest from 0; polarity does not matter to the ear.
fn highest(values: impl Iterator<Item = (usize, f64)>) -> usize {
    values.max_by(|one, other| one.1.abs().total_cmp(&other.1.abs())).map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests;
