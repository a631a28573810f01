//! Things: a door, cloth, a pencil, a page, a metronome.

use super::RATE;
use super::filter::{Filter, about, above, below};
use super::random::{Drift, Random};
use super::tone::{Partial, ring, samples, soften};

fn add(sound: &mut [f32], second: f32, more: &[f32]) {
    let from = samples(second).min(sound.len());
    sound[from..].iter_mut().zip(more).for_each(|(sample, value)| *sample += value);
}

fn struck(base: f32, partials: &[(f32, f32, f32)], lasts: f32, comes: f32) -> Vec<f32> {
    let mut sound = vec![0.0; samples(lasts)];
    ring(
        &mut sound,
        partials.iter().map(|(times, strength, falls)| Partial {
            hz: base * times,
            strength: *strength,
            falls: *falls,
        }),
    );
    soften(&mut sound, comes, lasts * 0.3);
    sound
}

/// The latch of a door: the handle goes down, the bolt springs back.
#[must_use]
pub fn latch() -> Vec<f32> {
    let mut sound = vec![0.0; samples(0.5)];
    let iron = [(1.0, 0.13, 0.07), (1.53, 0.1, 0.06), (2.71, 0.06, 0.04), (4.1, 0.03, 0.03)];
    add(&mut sound, 0.0, &struck(640.0, &iron, 0.12, 0.002));
    add(&mut sound, 0.17, &struck(830.0, &iron, 0.14, 0.002));
    add(&mut sound, 0.175, &struck(150.0, &[(1.0, 0.2, 0.09), (1.7, 0.1, 0.07)], 0.16, 0.004));
    sound
}

/// A hinge that has not been oiled: it sticks and slips, ever faster, then slower.
#[must_use]
pub fn hinge(seconds: f32, seed: u64) -> Vec<f32> {
    let mut wander = Drift::new(seed, 5.0, RATE as f32);
    let (mut phase, mut pulse) = (0.0f32, 0.0f32);
    let count = samples(seconds);
    let raw: Vec<f32> = (0..count)
        .map(|index| {
            let along = index as f32 / count as f32;
            let turn = (std::f32::consts::PI * along).sin();
            phase += (26.0 + 95.0 * turn + 14.0 * wander.next()) / RATE as f32;
            if phase >= 1.0 {
                phase -= 1.0;
                pulse = 1.0;
            }
            pulse *= 0.93;
            pulse * turn
        })
        .collect();
    let wood = [(410.0, 9.0, 0.5), (690.0, 12.0, 0.4), (1180.0, 14.0, 0.22)];
    let mut sound = vec![0.0; count];
    for (hz, q, part) in wood {
        add(&mut sound, 0.0, &about(raw.iter().map(|v| v * part).collect(), hz, q));
    }
    soften(&mut sound, 0.05, 0.1);
    sound
}

/// A heavy door that falls shut.
#[must_use]
pub fn shut() -> Vec<f32> {
    let wood = [(1.0, 0.42, 0.5), (1.83, 0.25, 0.3), (2.9, 0.14, 0.2), (4.4, 0.07, 0.12)];
    let mut sound = struck(63.0, &wood, 0.8, 0.006);
    add(&mut sound, 0.012, &latch().iter().map(|v| v * 0.6).collect::<Vec<_>>());
    sound
}

/// Cloth that moves against cloth.
#[must_use]
pub fn cloth(seconds: f32, seed: u64) -> Vec<f32> {
    let (mut random, mut folds) = (Random::new(seed ^ 0xC107), Drift::new(seed, 9.0, RATE as f32));
    let mut band = Filter::new(1300.0, 0.8);
    let sound = (0..samples(seconds))
        .map(|_| {
            let fold = (0.4 + 0.6 * folds.next()).max(0.0);
            band.pass(random.signed() * 0.5).band * fold * fold
        })
        .collect();
    let mut sound = below(sound, 3600.0);
    soften(&mut sound, seconds * 0.35, seconds * 0.45);
    sound
}

/// Strokes of a pencil on rough paper, to and fro, for so many seconds.
#[must_use]
pub fn hatching(seconds: f32, seed: u64) -> Vec<f32> {
    let mut sound = vec![0.0; samples(seconds)];
    let mut random = Random::new(seed ^ 0x9E2C);
    let mut at = 0.0;
    let mut fro = false;
    while at < seconds - 0.35 {
        let lasts = random.between(0.09, 0.2) * if fro { 0.8 } else { 1.0 };
        add(&mut sound, at, &stroke(lasts, if fro { 1900.0 } else { 1500.0 }, &mut random));
        // Every few strokes the hand moves on.
        at += lasts + if random.unit() < 0.16 { random.between(0.25, 0.6) } else { 0.03 };
        fro = !fro;
    }
    sound
}

fn stroke(seconds: f32, hz: f32, random: &mut Random) -> Vec<f32> {
    let count = samples(seconds);
    let mut grain = 0.0f32;
    let (mut tip, mut table) = (Filter::new(hz, 0.8), Filter::new(420.0, 1.5));
    let sound = (0..count)
        .map(|index| {
            let speed = (std::f32::consts::PI * index as f32 / count as f32).sin();
            // The tooth of the paper: it catches now and then.
            if random.unit() < 0.02 * speed {
                grain = random.between(0.5, 1.0);
            }
            grain *= 0.99;
            let white = random.signed() * speed * (0.25 + 0.75 * grain) * 0.42;
            tip.pass(white).band + 0.35 * table.pass(white).band
        })
        .collect();
    let mut sound = below(sound, 4600.0);
    soften(&mut sound, 0.008, 0.02);
    sound
}

/// A page that is turned: it slides, lifts, and falls.
#[must_use]
pub fn page(seed: u64) -> Vec<f32> {
    let mut random = Random::new(seed ^ 0x9A6E);
    let (mut flutter, mut band) = (Drift::new(seed, 38.0, RATE as f32), Filter::new(900.0, 0.7));
    let count = samples(0.85);
    let sound = (0..count)
        .map(|index| {
            let second = index as f32 / RATE as f32;
            let hump = |at: f32, wide: f32| (-((second - at) / wide).powi(2)).exp();
            if index % 64 == 0 {
                band.tune(700.0 + 1900.0 * hump(0.34, 0.16), 0.7);
            }
            let lift = 0.5 * hump(0.12, 0.07) + hump(0.36, 0.13) * (1.0 + 0.6 * flutter.next());
            band.pass(random.signed() * (lift + 0.8 * hump(0.62, 0.025)) * 0.3).band
        })
        .collect();
    let mut sound = above(below(sound, 4300.0), 250.0);
    soften(&mut sound, 0.03, 0.1);
    sound
}

/// A stroke of a metronome in its wooden case; every other one is a little lower.
#[must_use]
pub fn tick(other: bool) -> Vec<f32> {
    let wood = [(1.0, 0.28, 0.06), (1.52, 0.16, 0.05), (2.43, 0.09, 0.03), (0.31, 0.14, 0.09)];
    struck(if other { 760.0 } else { 880.0 }, &wood, 0.16, 0.0025)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_thing_begins_or_ends_with_a_click() {
        let things = [latch(), hinge(0.8, 1), shut(), cloth(1.0, 2), hatching(2.0, 3), page(4)];
        for (index, sound) in things.iter().chain(&[tick(true)]).enumerate() {
            let step =
                sound.windows(2).fold(0f32, |most, pair| most.max((pair[1] - pair[0]).abs()));
            assert!(sound[0].abs() < 1e-3 && sound[sound.len() - 1].abs() < 2e-3, "{index}");
            assert!(step < 0.16, "{index}: {step}");
            let loudest = sound.iter().fold(0f32, |peak, sample| peak.max(sample.abs()));
            assert!((0.04..0.9).contains(&loudest), "{index}: {loudest}");
        }
    }
}
