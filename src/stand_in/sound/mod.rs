//! The sound of the stand-in film, made by this program like its pictures.
//!
//! One [`voice`] tells the whole film, wordless, the same in every sketch to the sample. Around it
//! each sketch hears what it has learnt to hear, from a pencil on paper to a ballroom and a river
//! ([`track`]). Everything follows from the score: no recording is used, nothing is random, and
//! the same samples come out each time.

mod breath;
mod cadence;
mod filter;
mod lines;
mod loudness;
mod manners;
mod random;
mod room;
mod score;
mod stage;
mod steps;
mod things;
mod tone;
mod voice;
mod waltz;
mod weather;

use score::STARTS;
use stage::{Place, Stage};

/// Samples per second, of each channel.
pub const RATE: usize = 48_000;
/// Samples of the whole film: 48 seconds.
pub const SAMPLES: usize = 48 * RATE;

/// How loud the voice is among the rest, as a factor.
const VOICE: f32 = 0.8;
/// How much of the voice the room hears in the sketches that have one.
const VOICE_TO_ROOM: f32 = 0.1;

/// The voice of a shot alone, from the start of the shot to its end: one channel at [`RATE`], from
/// −1 to 1. Empty where there is no such shot.
#[must_use]
pub fn voice(shot: usize) -> Vec<f32> {
    match STARTS.get(shot..shot + 2) {
        Some(bounds) => voice::speak(shot, bounds[1] - bounds[0]),
        None => Vec::new(),
    }
}

/// The voice of the whole film: one channel, [`SAMPLES`] long.
#[must_use]
pub fn voice_track() -> Vec<f32> {
    (0..STARTS.len() - 1).flat_map(voice).collect()
}

/// The whole sound of a sketch, left and right: [`SAMPLES`] long, at −23 LUFS, with every sample
/// and what lies between them below −3 dB of full scale. Sketches are counted from 0; for any
/// after the last it is the last.
#[must_use]
pub fn track(manner: usize) -> Vec<[f32; 2]> {
    let mut stage = Stage::default();
    let answers = manners::surround(manner, &mut stage);
    let to_room = if answers.is_some() { VOICE_TO_ROOM } else { 0.0 };
    stage.put(0.0, &voice_track(), Place { gain: VOICE, pan: 0.0, room: to_room });
    let mut sound = stage.direct;
    if let Some(seconds) = answers {
        let answered = room::answer(&stage.room, seconds, 0.55);
        sound.iter_mut().flatten().zip(answered.iter().flatten()).for_each(|(s, a)| *s += a);
    }
    let fade = RATE / 8;
    for (left, sample) in sound.iter_mut().rev().take(fade).enumerate() {
        let part = left as f32 / fade as f32;
        sample.iter_mut().for_each(|side| *side *= part * part * (3.0 - 2.0 * part));
    }
    loudness::level(&mut sound);
    sound
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stand_in::{LENGTH, SHOTS};

    const SKETCHES: usize = 7;

    fn middle(sound: &[[f32; 2]]) -> Vec<f32> {
        sound.iter().map(|[left, right]| (left + right) / 2.0).collect()
    }

    fn product(a: &[f32], b: &[f32]) -> f64 {
        a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
    }

    #[test]
    fn the_score_has_the_shots_of_the_film() {
        let starts = SHOTS.iter().map(|shot| shot.start).chain([LENGTH]);
        let seconds: Vec<f32> = starts.map(|start| (start.0 as f64 / 1e9) as f32).collect();
        assert_eq!(seconds, STARTS);
        assert_eq!(SAMPLES as i64 * 1_000_000_000, LENGTH.0 * RATE as i64);
    }

    #[test]
    fn every_line_of_the_voice_begins_and_ends_in_silence_within_its_shot() {
        let whole = voice_track();
        assert_eq!(whole.len(), SAMPLES);
        for (shot, bounds) in STARTS.windows(2).enumerate() {
            let alone = voice(shot);
            let from = bounds[0] as usize * RATE;
            assert_eq!(alone.len(), (bounds[1] - bounds[0]) as usize * RATE);
            assert_eq!(alone, whole[from..from + alone.len()]);
            let peak = |part: &[f32]| part.iter().fold(0f32, |peak, s| peak.max(s.abs()));
            assert!(peak(&alone[..2400]) < 1e-3, "shot {shot}: begins at {}", peak(&alone[..2400]));
            let end = &alone[alone.len() - 2400..];
            assert!(peak(end) < 0.01, "shot {shot}: ends at {}", peak(end));
            assert!(peak(&alone) > 0.01, "shot {shot} is silent");
        }
        assert!(voice(8).is_empty());
    }

    #[test]
    fn every_sketch_is_as_long_as_the_film_as_loud_as_the_others_and_without_clicks() {
        for manner in 0..SKETCHES {
            let sound = track(manner);
            assert_eq!(sound.len(), SAMPLES);
            let peak = sound.iter().flatten().fold(0f32, |peak, sample| peak.max(sample.abs()));
            assert!(peak < 0.66, "sketch {}: {peak}", manner + 1);
            for channel in 0..2 {
                let between = true_peak(&sound, channel);
                assert!(between < 0.707, "sketch {}: {between} between samples", manner + 1);
                let step = sound.windows(2).map(|pair| (pair[1][channel] - pair[0][channel]).abs());
                let step = step.fold(0f32, f32::max);
                assert!(step < 0.13, "sketch {}: a step of {step}", manner + 1);
            }
            let loud = loudness::loudness(&sound).unwrap();
            assert!((loud - loudness::TARGET).abs() < 0.5, "sketch {}: {loud}", manner + 1);
        }
    }

    /// The largest value at four times the rate: about each large sample, by a windowed sinc.
    fn true_peak(sound: &[[f32; 2]], channel: usize) -> f32 {
        let mut peak = 0f32;
        for at in 16..sound.len() - 16 {
            if sound[at][channel].abs() < 0.4 {
                continue;
            }
            for quarter in 1..4 {
                let part = quarter as f32 / 4.0;
                let value: f32 = (-16..16i32)
                    .map(|tap| {
                        let away = std::f32::consts::PI * (tap as f32 - part);
                        let window = 0.5 + 0.5 * (away / 16.5).cos();
                        let place = (at as i32 + tap) as usize;
                        sound[place][channel] * away.sin() / away * window
                    })
                    .sum();
                peak = peak.max(value.abs());
            }
        }
        peak
    }

    #[test]
    fn the_voice_is_at_the_same_sample_in_every_sketch_and_the_rest_is_not_the_same() {
        let spoken = voice_track();
        let own = product(&spoken, &spoken);
        let mut around: Vec<Vec<f32>> = Vec::new();
        for manner in 0..SKETCHES {
            let heard = middle(&track(manner));
            let at = |lag: usize| product(&spoken[..SAMPLES - 4800], &heard[lag..]);
            let here = at(0);
            for lag in [1, 2, 5, 24, 48, 480, 1024, 2400] {
                assert!(at(lag) < here, "sketch {}: later by {lag}", manner + 1);
            }
            let gain = (here / own) as f32;
            around.push(
                heard.iter().zip(&spoken).map(|(heard, voice)| heard - voice * gain).collect(),
            );
        }
        for (index, one) in around.iter().enumerate() {
            for (other_index, other) in around.iter().enumerate().skip(index + 1) {
                let alike =
                    product(one, other) / (product(one, one) * product(other, other)).sqrt();
                assert!(alike.abs() < 0.9, "{} and {}: {alike}", index + 1, other_index + 1);
            }
        }
    }

    #[test]
    fn the_same_samples_come_out_each_time() {
        assert_eq!(track(6), track(6));
        assert_eq!(voice(2), voice(2));
    }
}
