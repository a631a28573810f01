//! A room that answers: a network of eight delays that feed each other (J.-M. Jot, A. Chaigne,
//! *Digital delay networks for designing artificial reverberators*, AES convention 90, 1991).

use super::RATE;

/// The delays in samples: 23 to 79 ms, with no common measure.
const DELAYS: [usize; 8] = [1117, 1399, 1709, 2053, 2437, 2803, 3299, 3779];
/// Seconds before a wall answers at all.
const BEFORE: f32 = 0.018;

/// What the room answers to a sound, left and right: it falls to a thousandth within `seconds`;
/// `bright`, from 0 to 1, is how much of the height it gives back.
#[must_use]
pub fn answer(sound: &[[f32; 2]], seconds: f32, bright: f32) -> Vec<[f32; 2]> {
    let mut lines = DELAYS.map(|delay| vec![0.0f32; delay]);
    let gains = DELAYS.map(|delay| (-6.9 * delay as f32 / (seconds * RATE as f32)).exp());
    let (mut damped, mut at) = ([0.0f32; 8], [0usize; 8]);
    let before = (BEFORE * RATE as f32) as usize;
    let mut answered = vec![[0.0; 2]; sound.len()];
    for (index, output) in answered.iter_mut().enumerate() {
        let input = index.checked_sub(before).map_or([0.0; 2], |n| sound[n]);
        for (line, damped) in damped.iter_mut().enumerate() {
            let heard = lines[line][at[line]] * gains[line];
            *damped += (heard - *damped) * (0.12 + 0.8 * bright);
        }
        let out = damped;
        // A Householder reflection spreads every delay over all and loses nothing.
        let shared = out.iter().sum::<f32>() / 4.0;
        for line in 0..8 {
            lines[line][at[line]] = out[line] - shared + input[line % 2] * 0.5;
            at[line] = (at[line] + 1) % DELAYS[line];
        }
        *output = [out[0] - out[2] + out[4] - out[6], out[1] - out[3] + out[5] - out[7]]
            .map(|side| side * 0.5);
    }
    answered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_answers_later_and_falls_silent_as_told() {
        let mut sound = vec![[0.0; 2]; RATE * 2];
        sound[0] = [1.0, 1.0];
        let answered = answer(&sound, 1.0, 1.0);
        let energy = |from: f32, to: f32| -> f32 {
            let span = (from * RATE as f32) as usize..(to * RATE as f32) as usize;
            answered[span].iter().map(|[left, right]| left * left + right * right).sum()
        };
        assert!(energy(0.0, BEFORE) < 1e-12);
        let fallen = 10.0 * (energy(0.1, 0.3) / energy(1.1, 1.3)).log10();
        assert!((50.0..70.0).contains(&fallen), "{fallen} dB in a second");
    }
}
