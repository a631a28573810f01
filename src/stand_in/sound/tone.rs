//! Tones: sines that ring out, and notes made of them. Nothing is ever asked above half the
//! sampling rate, so nothing folds back.

use std::f64::consts::TAU;

use super::RATE;

/// No partial is made above this, in hertz: old rooms and old instruments have little there.
const HIGHEST_HZ: f32 = 9000.0;

/// Samples of so many seconds.
#[must_use]
pub fn samples(seconds: f32) -> usize {
    (seconds.max(0.0) * RATE as f32).round() as usize
}

/// One partial: a sine that begins at 0 and falls to a thousandth within `falls` seconds.
#[derive(Clone, Copy, Debug)]
pub struct Partial {
    /// In hertz.
    pub hz: f32,
    /// At its beginning.
    pub strength: f32,
    /// Seconds.
    pub falls: f32,
}

/// Adds partials to a sound.
pub fn ring(sound: &mut [f32], partials: impl IntoIterator<Item = Partial>) {
    for Partial { hz, strength, falls } in partials {
        if !(1.0..HIGHEST_HZ).contains(&hz) {
            continue;
        }
        let angle = TAU * f64::from(hz) / RATE as f64;
        let decay = (-6.9 / (f64::from(falls.max(0.001)) * RATE as f64)).exp();
        let (turn_re, turn_im) = (angle.cos() * decay, angle.sin() * decay);
        let (mut re, mut im) = (f64::from(strength), 0.0);
        for sample in sound.iter_mut() {
            *sample += im as f32;
            (re, im) = (re * turn_re - im * turn_im, re * turn_im + im * turn_re);
        }
    }
}

/// Takes the edges off a sound: it comes within `comes` seconds and goes within `goes`.
pub fn soften(sound: &mut [f32], comes: f32, goes: f32) {
    let bend = |along: f32| 0.5 - 0.5 * (std::f32::consts::PI * along).cos();
    let (comes, goes) = (samples(comes).min(sound.len()), samples(goes).min(sound.len()));
    for (index, sample) in sound.iter_mut().take(comes).enumerate() {
        *sample *= bend(index as f32 / comes as f32);
    }
    for (index, sample) in sound.iter_mut().rev().take(goes).enumerate() {
        *sample *= bend(index as f32 / goes as f32);
    }
}

/// The frequency of a key of the piano in equal temperament: 69 is the A of 440 hertz.
#[must_use]
pub fn hz(key: f32) -> f32 {
    440.0 * ((key - 69.0) / 12.0).exp2()
}

/// What a note is played on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instrument {
    /// Small steel tongues, plucked: a box with a crank.
    Box,
    /// A piano with felt on its hammers.
    Piano,
    /// A few strings, bowed.
    Strings,
}

/// A note: `key` as in [`hz`], held for so many seconds; it rings a little longer.
#[must_use]
pub fn note(instrument: Instrument, key: f32, seconds: f32) -> Vec<f32> {
    let base = hz(key);
    match instrument {
        Instrument::Box => {
            let mut sound = vec![0.0; samples(1.6)];
            // The free vibrations of a bar held at one end (Rayleigh, The Theory of Sound, §174).
            let partials = [(1.0, 0.55, 1.5), (2.0, 0.10, 0.7), (6.267, 0.10, 0.16)];
            ring(
                &mut sound,
                partials.map(|(times, strength, falls)| Partial {
                    hz: base * times,
                    strength,
                    falls,
                }),
            );
            soften(&mut sound, 0.003, 0.1);
            sound
        }
        Instrument::Piano => {
            let mut sound = vec![0.0; samples(seconds + 0.5)];
            let partials = (1..=10u8).map(f32::from).map(|n| Partial {
                // Stiff strings ring sharper the higher the partial.
                hz: base * n * (1.0 + 0.0004 * n * n).sqrt(),
                strength: 0.5 * (-0.55 * n).exp() * 1.73,
                falls: 3.2 * (220.0 / base).sqrt() / n.sqrt(),
            });
            ring(&mut sound, partials);
            soften(&mut sound, 0.006, 0.45);
            sound
        }
        Instrument::Strings => strings(base, seconds),
    }
}

/// Three players who do not quite agree.
fn strings(base: f32, seconds: f32) -> Vec<f32> {
    let mut sound = vec![0.0; samples(seconds + 0.25)];
    for (player, cents) in [-5.0f32, 1.0, 6.0].into_iter().enumerate() {
        let own = base * (cents / 1200.0).exp2();
        let most = ((HIGHEST_HZ / 1.6) / own).min(14.0) as usize;
        // The bow's sawtooth, softened as gut strings and a small body soften it.
        let strengths: Vec<f64> = (1..=most)
            .map(|n| {
                let n = n as f64;
                0.16 / n / (1.0 + (n * f64::from(own) / 1900.0).powi(2)).sqrt()
            })
            .collect();
        let swing = 4.8 + 0.4 * player as f64;
        let (mut phase, mut turned) = (0.21 * player as f64, 0.13 * player as f64);
        for (index, sample) in sound.iter_mut().enumerate() {
            // The vibrato comes only after a while.
            let depth = 0.0035 * (index as f64 / (0.5 * RATE as f64)).min(1.0);
            turned += swing / RATE as f64;
            phase += f64::from(own) * (1.0 + depth * (TAU * turned).sin()) / RATE as f64;
            *sample += harmonics(phase, &strengths) as f32;
        }
    }
    soften(&mut sound, 0.09, 0.24);
    sound
}

/// The sum of the sines of the multiples of a phase in turns, each as strong as told. Each follows
/// from the two before it (Chebyshev), which costs no further sine.
#[must_use]
pub fn harmonics(phase: f64, strengths: &[f64]) -> f64 {
    let (sine, cosine) = (TAU * phase.fract()).sin_cos();
    let (mut before, mut now, mut sum) = (0.0, sine, 0.0);
    for strength in strengths {
        sum += strength * now;
        (before, now) = (now, 2.0 * cosine * now - before);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_rings_at_its_frequency_and_falls_as_told() {
        let mut sound = vec![0.0; RATE];
        ring(&mut sound, [Partial { hz: 100.0, strength: 1.0, falls: 0.5 }]);
        let crossings = sound[..RATE / 2].windows(2).filter(|w| w[0] <= 0.0 && w[1] > 0.0).count();
        assert_eq!(crossings, 50);
        let peak = |from: usize| sound[from..from + 480].iter().fold(0f32, |p, s| p.max(s.abs()));
        assert!(peak(0) > 0.9 && peak(RATE / 2 - 480) < 0.0015, "{}", peak(RATE / 2 - 480));
    }

    #[test]
    fn harmonics_are_the_sines_they_stand_for() {
        let sum = harmonics(0.137, &[0.5, 0.0, 0.25]);
        let wanted = 0.5 * (TAU * 0.137).sin() + 0.25 * (TAU * 3.0 * 0.137).sin();
        assert!((sum - wanted).abs() < 1e-12);
    }

    #[test]
    fn every_instrument_begins_and_ends_in_silence() {
        for instrument in [Instrument::Box, Instrument::Piano, Instrument::Strings] {
            let sound = note(instrument, 69.0, 1.0);
            assert!(sound[0].abs() < 1e-4 && sound[sound.len() - 1].abs() < 1e-3);
            assert!(sound.iter().any(|sample| sample.abs() > 0.1), "{instrument:?}");
        }
    }
}
