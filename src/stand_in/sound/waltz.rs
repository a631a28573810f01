//! The waltz of the ballroom, written for this film: sixteen bars in D minor, slow. It goes on
//! whether he hears it or not.

use super::RATE;
use super::SAMPLES;
use super::tone::{Instrument, note};

/// When its first bar begins.
const BEGINS: f32 = 12.0;
/// Seconds of a beat: four bars fill the ballroom.
pub const BEAT: f32 = 7.0 / 12.0;

/// A bar: the melody as keys and beats, the bass, and what is played on the other two beats.
type Bar = (&'static [(u8, f32)], u8, [u8; 3]);

const REST: u8 = 0;

/// The bars. Keys are those of [`hz`](super::tone::hz).
const BARS: [Bar; 16] = [
    (&[(69, 2.0), (74, 1.0)], 50, [62, 65, 69]),
    (&[(77, 1.5), (76, 0.5), (74, 1.0)], 45, [62, 65, 69]),
    (&[(74, 1.0), (70, 1.0), (67, 1.0)], 43, [62, 67, 70]),
    (&[(69, 2.0), (73, 1.0)], 45, [61, 64, 67]),
    (&[(74, 2.0), (77, 1.0)], 46, [62, 65, 70]),
    (&[(81, 1.5), (79, 0.5), (77, 1.0)], 41, [60, 65, 69]),
    (&[(79, 1.0), (74, 1.0), (70, 1.0)], 43, [62, 67, 70]),
    (&[(76, 2.0), (REST, 1.0)], 45, [61, 64, 67]),
    (&[(74, 1.0), (77, 1.0), (81, 1.0)], 50, [62, 65, 69]),
    (&[(78, 2.0), (81, 1.0)], 48, [62, 66, 69]),
    (&[(82, 1.5), (81, 0.5), (79, 1.0)], 46, [62, 67, 70]),
    (&[(76, 2.0), (79, 1.0)], 48, [60, 64, 70]),
    (&[(81, 2.0), (77, 1.0)], 41, [60, 65, 69]),
    (&[(79, 1.0), (82, 1.0), (79, 1.0)], 43, [62, 67, 70]),
    (&[(76, 1.0), (79, 1.0), (73, 1.0)], 45, [61, 64, 67]),
    (&[(74, 3.0)], 50, [62, 65, 69]),
];

/// How it is played.
#[derive(Clone, Copy, Debug)]
pub struct Band {
    /// Who has the melody.
    pub melody: Instrument,
    /// Who has the bass and the chords.
    pub rest: Instrument,
    /// Octaves above what is written.
    pub higher: f32,
}

/// The melody, and beneath it bass and chords, each as long as the film.
#[must_use]
pub fn play(band: Band) -> [Vec<f32>; 2] {
    let (mut melody, mut beneath) = (vec![0.0; SAMPLES], vec![0.0; SAMPLES]);
    let up = 12.0 * band.higher;
    for (index, (tune, bass, chord)) in BARS.iter().enumerate() {
        let bar = BEGINS + index as f32 * 3.0 * BEAT;
        let mut at = bar;
        for (key, beats) in *tune {
            if *key != REST {
                let sound = note(band.melody, f32::from(*key) + up, beats * BEAT * 0.98);
                add(&mut melody, at, &sound, 0.5);
            }
            at += beats * BEAT;
        }
        add(&mut beneath, bar, &note(band.rest, f32::from(*bass) + up, BEAT * 1.1), 0.42);
        for beat in [1.0, 2.0] {
            // The third beat leans a little late on the first of the next.
            let at = bar + beat * BEAT + 0.012 * beat;
            for key in chord {
                let sound = note(band.rest, f32::from(*key) + up, BEAT * 0.55);
                add(&mut beneath, at, &sound, 0.15);
            }
        }
    }
    [melody, beneath]
}

fn add(into: &mut [f32], second: f32, sound: &[f32], gain: f32) {
    let from = ((second * RATE as f32).round() as usize).min(into.len());
    into[from..].iter_mut().zip(sound).for_each(|(sample, more)| *sample += more * gain);
}

/// What is left of it at the river: its first two bars, alone, an octave higher and slower, and
/// without their end.
#[must_use]
pub fn remembered() -> Vec<(f32, Vec<f32>)> {
    let slow = BEAT * 1.25;
    let mut at = 42.6;
    let mut notes = Vec::new();
    for (key, beats) in BARS[0].0.iter().chain(BARS[1].0) {
        notes.push((at, note(Instrument::Box, f32::from(*key) + 12.0, 1.0)));
        at += beats * slow;
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_has_three_beats() {
        for (index, (tune, _, _)) in BARS.iter().enumerate() {
            let beats: f32 = tune.iter().map(|note| note.1).sum();
            assert!((beats - 3.0).abs() < 1e-6, "bar {index}: {beats}");
        }
    }

    #[test]
    fn it_begins_with_the_ballroom_and_not_before() {
        let band = Band { melody: Instrument::Box, rest: Instrument::Box, higher: 0.0 };
        for part in play(band) {
            let first = part.iter().position(|sample| sample.abs() > 1e-3).unwrap();
            assert!((first as f32 / RATE as f32 - BEGINS).abs() < 0.05);
        }
    }
}
