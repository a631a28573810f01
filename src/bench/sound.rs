//! What the sound costs: two of many versions heard, the rest in step.

use std::collections::BTreeMap;

use crate::sound::law::gains;
use crate::sound::{Heard, Mixer, Pcm, Score};
use crate::timeline::clock::thread_cpu_ns;
use crate::timeline::{ClockTime, FilmTime, Speed, Transport};

/// Frames of a block, as the output asks for them.
const BLOCK: usize = crate::sound::gst::BLOCK;
/// Seconds that are mixed.
const SECONDS: i64 = 60;

/// A version's sound that is in memory, as the pages of a file that is played are.
struct Tone(u64, f32);

impl Pcm for Tone {
    fn frames(&self) -> u64 {
        self.0
    }

    fn read(&mut self, at: i64, into: &mut [[f32; 2]]) -> bool {
        for (index, frame) in into.iter_mut().enumerate() {
            let value = (((at + index as i64) % 96) as f32 / 96.0 - 0.5) * self.1;
            *frame = [value, value];
        }
        true
    }
}

/// The share of a core that mixing takes while a hand goes over all the versions.
pub fn sound(versions: usize) -> BTreeMap<&'static str, f64> {
    let frames = (SECONDS * 48_000) as u64;
    let tones = (0..versions).map(|number| Tone(frames, 0.1 + number as f32 / 1000.0));
    let mut mixer = Mixer::new(tones.collect());
    let mut transport = Transport::new(0, ClockTime(0), FilmTime::from_secs(SECONDS));
    transport.set_speed(ClockTime(0), Speed::NORMAL);
    let blocks = SECONDS * 48_000 / BLOCK as i64;
    let mut out = [[0.0; 2]; BLOCK];
    let before = thread_cpu_ns();
    for block in 0..blocks {
        let clock = ClockTime(block * BLOCK as i64 * 1_000_000_000 / 48_000);
        // As often as the show ticks: along all versions and back in a few seconds.
        if block % 2 == 0 {
            let along = (block as f64 / 200.0).sin().abs() * (versions.max(2) - 2) as f64;
            let (lower, share) = (along as usize, along.fract() as f32);
            let (a, b) = gains(share, 0.5);
            let heard = Heard { voices: vec![(lower, a), (lower + 1, b)] };
            mixer.tell(Score { transport, heard, volume: 1.0 });
        }
        mixer.fill(clock, &mut out);
        std::hint::black_box(&out);
    }
    let share = (thread_cpu_ns() - before) as f64 / (SECONDS as f64 * 1e9);
    BTreeMap::from([("sound % core", 100.0 * share)])
}
