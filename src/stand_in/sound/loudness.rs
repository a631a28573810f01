//! How loud a sound is (ITU-R BS.1770-5), and the hand on its peaks.

use super::RATE;

/// Loudness of programmes in LUFS: EBU R 128.
pub const TARGET: f64 = -23.0;
/// No sample is larger than this, so that the true peak stays below −3 dB.
pub const CEILING: f32 = 0.64;
/// Seconds before a peak within which the hand is there already.
const AHEAD: f32 = 0.006;

/// The loudness in LUFS of the whole sound, of what is louder than its gates; none of a sound that
/// is all below −70.
#[must_use]
pub fn loudness(sound: &[[f32; 2]]) -> Option<f64> {
    let mut squares = vec![0.0f64; sound.len()];
    for channel in 0..2 {
        let mut weighting = [
            // The head, then the low edge: annex 1, tables 1 and 2, for 48 kHz.
            Section::new(
                [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85],
                [-1.690_659_293_182_41, 0.732_480_774_215_85],
            ),
            Section::new([1.0, -2.0, 1.0], [-1.990_047_454_833_98, 0.990_072_250_366_21]),
        ];
        for (square, sample) in squares.iter_mut().zip(sound) {
            let start = f64::from(sample[channel]);
            let weighted = weighting.iter_mut().fold(start, |value, section| section.pass(value));
            *square += weighted * weighted;
        }
    }
    let (block, step) = (RATE * 2 / 5, RATE / 10);
    let blocks: Vec<f64> = squares
        .windows(block)
        .step_by(step)
        .map(|block| block.iter().sum::<f64>() / block.len() as f64)
        .collect();
    let level = |power: f64| -0.691 + 10.0 * power.max(1e-30).log10();
    let mean_above = |gate: f64| {
        let kept: Vec<f64> = blocks.iter().copied().filter(|power| level(*power) > gate).collect();
        (!kept.is_empty()).then(|| kept.iter().sum::<f64>() / kept.len() as f64)
    };
    let first = mean_above(-70.0)?;
    mean_above(level(first) - 10.0).map(level)
}

struct Section {
    b: [f64; 3],
    a: [f64; 2],
    state: [f64; 2],
}

impl Section {
    fn new(b: [f64; 3], a: [f64; 2]) -> Self {
        Self { b, a, state: [0.0; 2] }
    }

    fn pass(&mut self, input: f64) -> f64 {
        let output = self.b[0] * input + self.state[0];
        self.state[0] = self.b[1] * input - self.a[0] * output + self.state[1];
        self.state[1] = self.b[2] * input - self.a[1] * output;
        output
    }
}

/// Brings a sound to [`TARGET`] and its peaks below [`CEILING`].
pub fn level(sound: &mut [[f32; 2]]) {
    if let Some(found) = loudness(sound) {
        let gain = 10f64.powf((TARGET - found) / 20.0) as f32;
        sound.iter_mut().flatten().for_each(|sample| *sample *= gain);
    }
    limit(sound);
}

/// Turns a sound down around its peaks, both sides together, and smoothly.
fn limit(sound: &mut [[f32; 2]]) {
    let wanted: Vec<f32> = sound
        .iter()
        .map(|[left, right]| (CEILING / left.abs().max(right.abs()).max(1e-9)).min(1.0))
        .collect();
    let ahead = (AHEAD * RATE as f32) as usize;
    // The least within reach on either side, then the mean over the same reach: at a peak the mean
    // is of values that all hold it down.
    let least = least_within(&wanted, ahead);
    let width = (2 * ahead + 1) as f64;
    let at = |index: isize| f64::from(least.get(index.max(0) as usize).copied().unwrap_or(1.0));
    let mut sum: f64 = (-(ahead as isize)..=ahead as isize).map(at).sum();
    for (index, sample) in sound.iter_mut().enumerate() {
        let gain = (sum / width).min(1.0) as f32;
        sample.iter_mut().for_each(|side| *side *= gain);
        let index = index as isize;
        sum += at(index + 1 + ahead as isize) - at(index - ahead as isize);
    }
}

/// The least of the values within `reach` of each.
fn least_within(values: &[f32], reach: usize) -> Vec<f32> {
    // Places of values of which none later is smaller.
    let mut queue = std::collections::VecDeque::new();
    let mut least = Vec::with_capacity(values.len());
    for index in 0..values.len() + reach {
        if let Some(value) = values.get(index) {
            while queue.back().is_some_and(|last: &usize| values[*last] >= *value) {
                queue.pop_back();
            }
            queue.push_back(index);
        }
        let Some(middle) = index.checked_sub(reach) else { continue };
        while queue.front().is_some_and(|first| first + reach < middle) {
            queue.pop_front();
        }
        least.push(queue.front().map_or(1.0, |first| values[*first]));
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f32, strength: f32) -> Vec<[f32; 2]> {
        let turn = std::f32::consts::TAU * hz / RATE as f32;
        (0..RATE * 2).map(|n| [(turn * n as f32).sin() * strength; 2]).collect()
    }

    #[test]
    fn the_tone_of_the_standard_has_the_loudness_that_it_states() {
        // 997 Hz at full scale in one channel: −3.01 LUFS; in both, 3.01 more.
        let found = loudness(&tone(997.0, 1.0)).unwrap();
        assert!(found.abs() < 0.02, "{found}");
        assert_eq!(loudness(&vec![[0.0; 2]; RATE]), None);
    }

    #[test]
    fn a_sound_is_brought_to_the_target_and_its_peaks_are_held() {
        let mut sound = tone(300.0, 0.01);
        for (index, sample) in sound[50_000..50_400].iter_mut().enumerate() {
            let bump = (std::f32::consts::PI * index as f32 / 400.0).sin() * 0.3;
            *sample = [bump; 2];
        }
        level(&mut sound);
        let peak = sound.iter().flatten().fold(0f32, |peak, sample| peak.max(sample.abs()));
        assert!(peak <= CEILING + 1e-4, "{peak}");
    }

    #[test]
    fn the_least_within_reach_is_found() {
        assert_eq!(
            least_within(&[3.0, 1.0, 4.0, 5.0, 9.0, 2.0], 1),
            [1.0, 1.0, 1.0, 4.0, 2.0, 2.0]
        );
    }
}
