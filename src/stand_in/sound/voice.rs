//! The one voice of the film, the same in all seven sketches. It is wordless: a murmur behind closed
//! lips in the cadence of the text, with the breaths and the pauses of somebody telling it. No
//! speech is synthesised, and none is meant to be understood.
//!
//! A voice is made as a throat makes it (G. Fant, *Acoustic Theory of Speech Production*, 1960): a
//! source rich in harmonics, and above it a mouth whose resonances move from vowel to vowel.

use super::cadence::{Onset, Syllable, Vowel, cadence};
use super::filter::{above, below};
use super::random::{Drift, Random};
use super::score::{LINES, Line};
use super::tone::{harmonics, samples};
use super::{RATE, breath};

/// What the throat is told is told so many times a second.
const TOLD: usize = 1000;
/// No harmonic of the voice is made above this, in hertz.
const HIGHEST_HZ: f32 = 3600.0;
/// The widths of the mouth's four resonances, in hertz.
const WIDTHS_HZ: [f32; 4] = [90.0, 110.0, 170.0, 250.0];
/// The fourth of them hardly moves.
const FOURTH_HZ: f32 = 3300.0;

/// The first three resonances of a vowel in hertz, for men: G. E. Peterson, H. L. Barney, *Control
/// Methods Used in a Study of the Vowels*, Journal of the Acoustical Society of America 24, 1952.
fn resonances(vowel: Vowel) -> [f32; 3] {
    match vowel {
        Vowel::A => [730.0, 1090.0, 2440.0],
        Vowel::E => [530.0, 1840.0, 2480.0],
        Vowel::I => [270.0, 2290.0, 3010.0],
        Vowel::O => [570.0, 840.0, 2410.0],
        Vowel::U => [300.0, 870.0, 2240.0],
    }
}

/// What the throat and the mouth are told, each value [`TOLD`] times a second.
struct Gestures {
    voiced: Vec<f32>,
    aired: Vec<f32>,
    pitch_hz: Vec<f32>,
    mouth_hz: [Vec<f32>; 3],
}

impl Gestures {
    /// Of a line, for so many thousandths of a second.
    fn of(line: &Line, syllables: &[Syllable], count: usize, seed: u64) -> Self {
        let (mut voiced, mut aired) = (vec![0.0; count], vec![0.0; count]);
        let mut pitch_hz = vec![line.pitch_hz; count];
        let mut mouth_hz = [500.0, 1500.0, 2450.0].map(|hz| vec![hz; count]);
        for syllable in syllables {
            let begin = ((line.begins + syllable.at) * TOLD as f32) as usize;
            let end = begin + (syllable.lasts * TOLD as f32) as usize;
            let (closed, through, air) = match syllable.onset {
                Onset::Open => (0, 1.0, 0.0),
                Onset::Hum => (60, 0.4, 0.0),
                Onset::Stop => (45, 0.04, 0.0),
                Onset::Air => (70, 0.08, 0.5),
            };
            let loud = 0.62 + 0.38 * syllable.stress - 0.25 * syllable.along;
            // A sentence sinks from its beginning, and its last syllable falls.
            let falls = 0.13 * syllable.along + 0.08 * syllable.along.powi(8);
            let pitch = line.pitch_hz * (1.08 - falls + 0.09 * syllable.stress);
            for at in (begin..end).take_while(|at| *at < count) {
                let open = at - begin >= closed;
                voiced[at] = loud * if open { 1.0 } else { through };
                aired[at] = if open { 0.0 } else { air };
                pitch_hz[at] = pitch;
                let resonances = resonances(syllable.vowel);
                for (mouth, hz) in mouth_hz.iter_mut().zip(resonances) {
                    mouth[at] = hz;
                }
                if !open && syllable.onset == Onset::Hum {
                    mouth_hz[0][at] = 250.0;
                }
            }
        }
        let mut wander = Drift::new(seed, 6.0, TOLD as f32);
        pitch_hz.iter_mut().for_each(|hz| *hz *= 1.0 + 0.018 * wander.next());
        // The muscles of a mouth take a twentieth of a second, those of a throat longer.
        Self {
            voiced: smoothed(voiced, 34),
            aired: smoothed(aired, 24),
            pitch_hz: smoothed(pitch_hz, 90),
            mouth_hz: mouth_hz.map(|mouth| smoothed(mouth, 55)),
        }
    }
}

/// The mean over `width` values about each, taken twice, so that it has no corner.
fn smoothed(values: Vec<f32>, width: usize) -> Vec<f32> {
    let half = width / 2;
    let once = |values: &[f32]| -> Vec<f32> {
        let sums: Vec<f64> = std::iter::once(0.0)
            .chain(values.iter().scan(0.0, |sum, value| {
                *sum += f64::from(*value);
                Some(*sum)
            }))
            .collect();
        (0..values.len())
            .map(|at| {
                let (from, to) = (at.saturating_sub(half), (at + half + 1).min(values.len()));
                ((sums[to] - sums[from]) / (to - from) as f64) as f32
            })
            .collect()
    };
    once(&once(&values))
}

/// A resonance with unit gain at 0 hertz (D. H. Klatt, *Software for a cascade/parallel formant
/// synthesizer*, Journal of the Acoustical Society of America 67, 1980).
#[derive(Clone, Copy, Default)]
struct Resonance {
    by: [f32; 3],
    state: [f32; 2],
}

impl Resonance {
    fn tune(&mut self, hz: f32, width_hz: f32) {
        let turn = std::f32::consts::PI / RATE as f32;
        let c = -(-2.0 * turn * width_hz).exp();
        let b = 2.0 * (-turn * width_hz).exp() * (2.0 * turn * hz).cos();
        self.by = [1.0 - b - c, b, c];
    }

    fn pass(&mut self, input: f32) -> f32 {
        let [a, b, c] = self.by;
        let output = a * input + b * self.state[0] + c * self.state[1];
        self.state = [output, self.state[0]];
        output
    }
}

/// The voice of one shot, as many samples as the shot is long. It begins and ends in silence.
pub fn speak(shot: usize, seconds: f32) -> Vec<f32> {
    let count = samples(seconds);
    let Some(line) = LINES.get(shot) else { return vec![0.0; count] };
    let seed = shot as u64 * 16 + 1;
    let syllables = cadence(line.text, line.pace);
    let told = Gestures::of(line, &syllables, (seconds * TOLD as f32) as usize + 2, seed);
    let mut sound = murmur(&told, count, line, seed);
    for (at, breath) in breaths(line, &syllables, seed) {
        let from = samples(at).min(count);
        sound[from..].iter_mut().zip(&breath).for_each(|(sample, air)| *sample += air);
    }
    super::tone::soften(&mut sound, 0.02, 0.08);
    sound
}

fn murmur(told: &Gestures, count: usize, line: &Line, seed: u64) -> Vec<f32> {
    let mut mouth = [Resonance::default(); 4];
    let (mut random, mut phase) = (Random::new(seed + 1), 0.0f64);
    let mut shake = Drift::new(seed + 2, 70.0, RATE as f32);
    let mut strengths = Vec::new();
    let (mut sound, mut air) = (vec![0.0; count], vec![0.0; count]);
    let each = RATE / TOLD;
    for (index, (sample, air)) in sound.iter_mut().zip(&mut air).enumerate() {
        let (at, part) = (index / each, (index % each) as f32 / each as f32);
        let value = |of: &[f32]| of[at] + (of[at + 1] - of[at]) * part;
        let (loud, pitch) = (value(&told.voiced), value(&told.pitch_hz));
        if index % each == 0 {
            let [first, second, third] = told.mouth_hz.each_ref().map(|of| value(of));
            let tuned = [first, second, third, FOURTH_HZ];
            for ((resonance, hz), width) in mouth.iter_mut().zip(tuned).zip(WIDTHS_HZ) {
                resonance.tune(hz, width);
            }
            // Softer is darker: the folds close less sharply.
            let slope = f64::from(1.45 - 0.25 * loud);
            let most = (HIGHEST_HZ / pitch) as usize;
            strengths.clear();
            strengths.extend((1..=most).map(|n| (n as f64).powf(-slope)));
        }
        phase += f64::from(pitch * (1.0 + 0.006 * shake.next())) / RATE as f64;
        let folds = harmonics(phase, &strengths) as f32 * loud;
        // Air escapes while the folds are open, half of each period.
        let leak = random.signed() * (0.6 + 0.4 * (std::f64::consts::TAU * phase).sin() as f32);
        let source = folds * (1.0 - line.breathy) + leak * loud * line.breathy * 1.6;
        *sample = mouth.iter_mut().fold(source, |value, resonance| resonance.pass(value));
        *air = random.signed() * value(&told.aired);
    }
    // Behind closed lips and a scarf.
    let sound = below(above(sound, 85.0), 1500.0);
    let air = below(above(air, 2200.0), 4200.0);
    sound.iter().zip(&air).map(|(voiced, air)| 0.1 * line.effort * (voiced + 0.35 * air)).collect()
}

/// The breaths of a line, each with the second at which it begins: one before it, and one wherever
/// a rest is long enough; and those that are written in.
fn breaths(line: &Line, syllables: &[Syllable], seed: u64) -> Vec<(f32, Vec<f32>)> {
    let mut taken = Vec::new();
    let mut take = |from: f32, to: f32| {
        let lasts = (to - from - 0.08).clamp(0.0, 0.62);
        if lasts > 0.3 {
            let own = seed + 3 + taken.len() as u64;
            let air = breath::drawn(lasts, 0.035 * line.effort.max(0.6), own);
            taken.push((to - 0.06 - lasts, air));
        }
    };
    if let Some(first) = syllables.first() {
        take((line.begins - 0.7).max(0.1), line.begins + first.at);
    }
    for pair in syllables.windows(2) {
        take(line.begins + pair[0].at + pair[0].lasts, line.begins + pair[1].at);
    }
    for (index, written) in line.breaths.iter().enumerate() {
        let own = seed + 9 + index as u64;
        let air = if written.drawn {
            breath::drawn(written.lasts, written.strength, own)
        } else {
            breath::let_go(written.lasts, written.strength, own)
        };
        taken.push((written.at, air));
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_keeps_a_level_and_spreads_a_jump() {
        let mut values = vec![0.0; 100];
        values[50..].fill(1.0);
        let smooth = smoothed(values, 20);
        assert!(smooth[20].abs() < 1e-6 && (smooth[80] - 1.0).abs() < 1e-6);
        assert!(smooth.windows(2).all(|w| w[1] >= w[0] - 1e-6 && w[1] - w[0] < 0.06));
    }

    #[test]
    fn a_resonance_is_strongest_at_its_frequency() {
        let strength = |hz: f32| {
            let mut resonance = Resonance::default();
            resonance.tune(700.0, 90.0);
            let turn = std::f32::consts::TAU * hz / RATE as f32;
            (0..RATE)
                .map(|n| resonance.pass((turn * n as f32).sin()))
                .skip(RATE / 2)
                .fold(0.0, |peak: f32, sample| peak.max(sample.abs()))
        };
        assert!(strength(700.0) > 4.0 * strength(300.0));
        assert!(strength(700.0) > 4.0 * strength(1500.0));
    }
}
