//! What goes on by itself: wind, the river, the stillness of a room.

use super::filter::{Filter, above, below};
use super::random::{Drift, Random};
use super::tone::{samples, soften};
use super::{RATE, SAMPLES};

/// Wind over open ground, for the whole film. Winds of different seeds blow in the same gusts.
#[must_use]
pub fn wind(seed: u64) -> Vec<f32> {
    let mut random = Random::new(seed);
    let (mut gusts, mut own) =
        (Drift::new(31, 0.35, RATE as f32), Drift::new(seed, 0.9, RATE as f32));
    let (mut body, mut whistle) = (Filter::new(300.0, 1.0), Filter::new(700.0, 6.0));
    let mut base = Filter::new(400.0, 0.7);
    let sound = (0..SAMPLES)
        .map(|index| {
            let gust = 0.5 + 0.5 * (0.75 * gusts.next() + 0.25 * own.next());
            if index % 64 == 0 {
                body.tune(190.0 + 330.0 * gust, 0.9);
                whistle.tune(480.0 + 520.0 * gust, 7.0);
            }
            let white = random.signed();
            let through = body.pass(white).band + 0.22 * gust * whistle.pass(white).band;
            (0.25 * base.pass(white).low + through) * (0.25 + 0.75 * gust * gust) * 0.5
        })
        .collect();
    above(below(sound, 2600.0), 60.0)
}

/// A river that is not frozen everywhere, for the whole film: water over stones, and the bubbles
/// in it, each a tone that rises as it shrinks (M. Minnaert, *On musical air-bubbles and the sounds
/// of running water*, Philosophical Magazine 16, 1933).
#[must_use]
pub fn water(seed: u64) -> Vec<f32> {
    let mut random = Random::new(seed ^ 0x3A7E2);
    let mut swell = Drift::new(seed, 0.8, RATE as f32);
    let sound = (0..SAMPLES).map(|_| random.signed() * (0.10 + 0.03 * swell.next())).collect();
    let mut sound = above(below(sound, 900.0), 160.0);
    let mut at = 40.0f32;
    while at < 47.9 {
        at += -random.unit().max(1e-3).ln() / 34.0;
        let bubble = bubble(&mut random);
        let from = samples(at).min(SAMPLES);
        sound[from..].iter_mut().zip(&bubble).for_each(|(sample, more)| *sample += more);
    }
    sound
}

fn bubble(random: &mut Random) -> Vec<f32> {
    let size = random.unit();
    let (hz, lasts) = (320.0 + 1500.0 * size * size, random.between(0.03, 0.09));
    let strength = 0.06 * random.between(0.2, 1.0) / (1.0 + size);
    let rise = random.between(0.2, 1.2);
    let mut phase = 0.0f32;
    let mut sound: Vec<f32> = (0..samples(lasts))
        .map(|index| {
            let along = index as f32 / (lasts * RATE as f32);
            phase += hz * (1.0 + rise * along * along) / RATE as f32;
            (std::f32::consts::TAU * phase.fract()).sin() * (-3.5 * along).exp() * strength
        })
        .collect();
    soften(&mut sound, 0.004, 0.012);
    sound
}

/// The stillness of a room, for the whole film: never quite nothing.
#[must_use]
pub fn stillness(seed: u64) -> Vec<f32> {
    let mut random = Random::new(seed ^ 0x5711);
    let sound = (0..SAMPLES).map(|_| random.signed() * 0.25).collect();
    above(below(below(sound, 240.0), 900.0), 40.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_on_by_itself_lasts_the_whole_film_and_keeps_its_level() {
        for sound in [wind(1), water(1), stillness(1)] {
            assert_eq!(sound.len(), SAMPLES);
            let loudest = sound.iter().fold(0f32, |peak, sample| peak.max(sample.abs()));
            assert!((0.02..1.0).contains(&loudest), "{loudest}");
        }
    }
}
