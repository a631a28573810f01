//! Footfalls.

use super::filter::{Filter, above, below};
use super::random::Random;
use super::score::{Ground, Step};
use super::stage::{Place, Stage};
use super::tone::{Partial, ring, samples, soften};

/// Puts footfalls on the stage.
pub fn put(stage: &mut Stage, steps: &[Step], loud: f32, wide: f32, room: f32) {
    for (index, step) in steps.iter().enumerate() {
        let sound = footfall(step.ground, index as u64 + (step.side * 1000.0).abs() as u64 * 64);
        let place = Place { gain: loud * step.weight, pan: step.side * wide, room };
        stage.put(step.at, &sound, place);
    }
}

/// One footfall; no two seeds sound alike.
#[must_use]
pub fn footfall(ground: Ground, seed: u64) -> Vec<f32> {
    match ground {
        Ground::Snow => snow(seed),
        Ground::Boards => boards(seed),
    }
}

/// Snow gives way in hundreds of small breaks, first beneath the heel, then beneath the ball.
fn snow(seed: u64) -> Vec<f32> {
    let mut random = Random::new(seed ^ 0x5303);
    let count = samples(0.42);
    let ball = random.between(0.13, 0.17);
    let (mut low, mut high) =
        (Filter::new(random.between(700.0, 950.0), 0.9), Filter::new(2600.0, 0.8));
    let (mut breaks, mut broken) = (0.0f32, 0.0f32);
    let sound = (0..count)
        .map(|index| {
            let second = index as f32 / super::RATE as f32;
            let hump = |at: f32, wide: f32| (-((second - at) / wide).powi(2)).exp();
            let press = hump(0.05, 0.026) + 0.8 * hump(0.05 + ball, 0.05);
            // Breaks come the more often the harder it is pressed.
            if random.unit() < 0.035 * press {
                breaks = (breaks + random.between(0.4, 1.0)).min(1.3);
            }
            breaks *= 0.985;
            // Even a break takes a moment.
            broken += 0.04 * (breaks - broken);
            let white = random.signed() * (broken * 0.8 + 0.12 * press);
            0.55 * low.pass(white).band + 0.22 * high.pass(white).band
        })
        .collect();
    let mut sound = below(sound, 3200.0);
    let mut weight = vec![0.0; count];
    ring(&mut weight, [Partial { hz: 72.0, strength: 0.14, falls: 0.16 }]);
    let from = samples(0.03);
    sound[from..].iter_mut().zip(&weight).for_each(|(sample, more)| *sample += more);
    soften(&mut sound, 0.01, 0.08);
    sound
}

/// Boards answer with their own low tones, the sole with a tap.
fn boards(seed: u64) -> Vec<f32> {
    let mut random = Random::new(seed ^ 0xB0A2D);
    let mut sound = vec![0.0; samples(0.36)];
    let base = random.between(84.0, 104.0);
    let partials = [(1.0, 0.34, 0.2), (1.9, 0.2, 0.13), (3.3, 0.1, 0.08), (5.2, 0.05, 0.05)];
    ring(
        &mut sound,
        partials.map(|(times, strength, falls)| Partial { hz: base * times, strength, falls }),
    );
    let tap: Vec<f32> = (0..samples(0.05))
        .map(|index| random.signed() * (-(index as f32) / 330.0).exp() * 0.5)
        .collect();
    let tap = above(below(tap, 2100.0), 300.0);
    sound.iter_mut().zip(&tap).for_each(|(sample, more)| *sample += more);
    soften(&mut sound, 0.004, 0.1);
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footfalls_begin_and_end_softly_and_differ() {
        for ground in [Ground::Snow, Ground::Boards] {
            let (one, other) = (footfall(ground, 1), footfall(ground, 2));
            assert_ne!(one, other);
            assert!(one[0].abs() < 1e-3 && one[one.len() - 1].abs() < 1e-3);
            let loudest = one.iter().fold(0f32, |peak, sample| peak.max(sample.abs()));
            assert!((0.08..0.9).contains(&loudest), "{ground:?} {loudest}");
        }
    }
}
