//! Breath and heart: what a body sounds like from inside.

use super::RATE;
use super::filter::{Filter, below};
use super::random::{Drift, Random};
use super::tone::{Partial, ring, samples, soften};

/// A breath that is drawn in: it rises in pitch and ends before it has quite arrived.
#[must_use]
pub fn drawn(seconds: f32, strength: f32, seed: u64) -> Vec<f32> {
    air(seconds, strength, seed, [700.0, 1500.0], 0.7)
}

/// A breath that is let go: it sinks, and takes its time.
#[must_use]
pub fn let_go(seconds: f32, strength: f32, seed: u64) -> Vec<f32> {
    air(seconds, strength * 0.9, seed, [1100.0, 480.0], 0.25)
}

/// Air through a mouth whose resonance moves from one frequency to another; `top` is the part of
/// its time after which it is loudest.
fn air(seconds: f32, strength: f32, seed: u64, [from_hz, to_hz]: [f32; 2], top: f32) -> Vec<f32> {
    let count = samples(seconds);
    let (mut random, mut flutter) = (Random::new(seed), Drift::new(seed, 25.0, RATE as f32));
    let (mut throat, mut mouth) = (Filter::new(from_hz, 1.6), Filter::new(from_hz * 2.4, 2.5));
    let mut sound: Vec<f32> = (0..count)
        .map(|index| {
            let along = index as f32 / count as f32;
            if index % 64 == 0 {
                let hz = from_hz + (to_hz - from_hz) * along;
                throat.tune(hz, 1.6);
                mouth.tune(hz * 2.4, 2.5);
            }
            let (rise, fall) = (along / top, (1.0 - along) / (1.0 - top));
            let swell = rise.min(fall).clamp(0.0, 1.0);
            let white = random.signed() * strength * 4.0;
            let through = throat.pass(white).band + 0.5 * mouth.pass(white).band;
            through * swell * swell * (3.0 - 2.0 * swell) * (1.0 + 0.2 * flutter.next())
        })
        .collect();
    sound = below(sound, 4500.0);
    soften(&mut sound, 0.05, 0.08);
    sound
}

/// One beat of a heart, both its sounds, from within the chest. Its upper part is what small
/// loudspeakers have of it.
#[must_use]
pub fn heartbeat() -> Vec<f32> {
    let thud = |hz: f32, strength: f32| {
        let mut sound = vec![0.0; samples(0.3)];
        let partials = [(1.0, 1.0, 0.22), (1.62, 0.7, 0.16), (2.4, 0.4, 0.12), (3.3, 0.16, 0.08)];
        ring(
            &mut sound,
            partials.map(|(times, part, falls)| Partial {
                hz: hz * times,
                strength: strength * part,
                falls,
            }),
        );
        soften(&mut sound, 0.012, 0.1);
        sound
    };
    let mut beat = thud(46.0, 0.5);
    beat.resize(samples(0.62), 0.0);
    let second = thud(58.0, 0.32);
    beat[samples(0.29)..].iter_mut().zip(&second).for_each(|(sample, more)| *sample += more);
    beat
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breath_comes_and_goes_without_an_edge() {
        for sound in [drawn(0.6, 0.1, 1), let_go(1.2, 0.1, 2)] {
            assert!(sound[0].abs() < 1e-3 && sound[sound.len() - 1].abs() < 1e-3);
            let loudest = sound.iter().fold(0f32, |peak, sample| peak.max(sample.abs()));
            assert!((0.05..0.5).contains(&loudest), "{loudest}");
        }
    }

    #[test]
    fn the_second_sound_of_a_heart_is_the_weaker() {
        let beat = heartbeat();
        let energy = |part: &[f32]| part.iter().map(|sample| sample * sample).sum::<f32>();
        let half = samples(0.29);
        assert!(energy(&beat[..half]) > 1.3 * energy(&beat[half..]));
    }
}
