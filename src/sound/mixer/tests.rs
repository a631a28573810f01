mod clicks;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::sound::law;
use crate::sound::playhead::{JUMP, LAP};
use crate::sound::ramp::{GLIDE, MUTE};
use crate::timeline::FilmTime;

/// A sound told by its frame number, and how often it was read.
struct Told<F> {
    frames: u64,
    of: F,
    reads: Arc<AtomicUsize>,
}

impl<F: Fn(i64) -> f32 + Send> Pcm for Told<F> {
    fn frames(&self) -> u64 {
        self.frames
    }

    fn read(&mut self, at: i64, into: &mut [[f32; 2]]) -> bool {
        self.reads.fetch_add(1, Ordering::Relaxed);
        for (n, frame) in (at..).zip(into) {
            let inside = (0..self.frames as i64).contains(&n);
            *frame = [if inside { (self.of)(n) } else { 0.0 }; 2];
        }
        true
    }
}

fn told<F: Fn(i64) -> f32 + Send>(frames: i64, of: F) -> Told<F> {
    Told { frames: frames as u64, of, reads: Arc::default() }
}

/// Frames that tell their own number; exact in 32 bits.
const COUNT: f32 = 1.0 / 4_194_304.0;

fn counting() -> Mixer<Told<impl Fn(i64) -> f32 + Send>> {
    Mixer::new(vec![told(3_000_000, |n| n as f32 * COUNT)])
}

/// How fast the phase of a sine turns per frame, for a number of a version: 200 to 830 Hz.
fn omega(version: usize) -> f32 {
    (200.0 + 10.0 * version as f32) * std::f32::consts::TAU / RATE as f32
}

fn sine(version: usize, n: i64) -> f32 {
    let turns = f64::from(omega(version)) / std::f64::consts::TAU * n as f64;
    0.2 * (turns.fract() * std::f64::consts::TAU).sin() as f32
}

/// A hash of the frame number, evenly within ±0.3 (SplitMix64, Steele and others 2014).
fn noise(seed: u64, n: i64) -> f32 {
    let mut z = (n as u64).wrapping_add(seed << 40).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 40) as f32 / 16_777_216.0 * 0.6 - 0.3
}

/// When a frame of the device is heard.
fn clock(frame: i64) -> ClockTime {
    ClockTime(77_000 + (frame * 1_000_000_000 + 24_000) / RATE)
}

fn running(film_frames: i64) -> Transport {
    let mut transport = Transport::new(1, clock(0), FilmTime(film_frames * 1_000_000_000 / RATE));
    transport.set_speed(clock(0), Speed::NORMAL);
    transport
}

fn score(transport: Transport, voices: &[(usize, f32)]) -> Score {
    Score { transport, heard: Heard { voices: voices.to_vec() }, volume: 1.0 }
}

/// Plays from one frame of the device to another in blocks of these sizes, and gives one channel.
fn play<P: Pcm>(mixer: &mut Mixer<P>, span: std::ops::Range<i64>, blocks: &[usize]) -> Vec<f32> {
    let (mut at, mut all) = (span.start, Vec::new());
    for size in blocks.iter().cycle() {
        if at >= span.end {
            break;
        }
        let mut out = vec![[9.0; 2]; (*size).min((span.end - at) as usize)];
        mixer.fill(clock(at), &mut out);
        at += out.len() as i64;
        all.extend(out.iter().map(|frame| frame[0]));
    }
    all
}

const BLOCKS: [&[usize]; 5] = [&[64], &[256], &[480, 1, 1023], &[1024], &[4096]];

/// Which frame is heard, apart from fades.
fn heard(sample: f32) -> i64 {
    (sample / COUNT).round() as i64
}

fn power(all: &[f32]) -> f32 {
    all.iter().map(|sample| sample * sample).sum::<f32>() / all.len() as f32
}

fn decibels(ratio: f32) -> f32 {
    10.0 * ratio.log10()
}

#[test]
fn every_frame_is_heard_when_the_film_is_there_over_all_laps() {
    for blocks in BLOCKS {
        let mut mixer = counting();
        let mut transport = running(3_000_000);
        transport.set_loop(clock(0), FilmTime::from_millis(500), FilmTime::from_millis(1500));
        mixer.tell(score(transport, &[(0, 1.0)]));
        let all = play(&mut mixer, 0..480_000, blocks);
        for (n, sample) in all.iter().enumerate().skip(MUTE) {
            let into_lap = n % 48_000;
            if into_lap >= LAP {
                assert_eq!(heard(*sample), 24_000 + into_lap as i64, "{n}");
            }
        }
    }
}

#[test]
fn a_loop_that_is_no_whole_number_of_frames_never_drifts() {
    let mut mixer = counting();
    let mut transport = running(3_000_000);
    transport.set_loop(clock(0), FilmTime(100_001_234), FilmTime(200_009_999));
    transport.jump(clock(0), FilmTime(150_012_345));
    mixer.tell(score(transport, &[(0, 1.0)]));
    let all = play(&mut mixer, 0..3_000_000, &[1024]);
    for (n, sample) in all.iter().enumerate().skip(MUTE) {
        let film = transport.at(clock(n as i64)).1;
        let into_lap = sample_at(film.0 - transport.loop_in.0);
        if (LAP as i64 + 2..4798).contains(&into_lap) {
            assert!((heard(*sample) - sample_at(film.0)).abs() <= 1, "{n} {film:?}");
        }
    }
}

#[test]
fn after_a_jump_or_a_pause_the_sound_is_exactly_where_the_film_is() {
    for blocks in BLOCKS {
        let mut mixer = counting();
        let mut transport = running(3_000_000);
        mixer.tell(score(transport, &[(0, 1.0)]));
        play(&mut mixer, 0..9600, blocks);
        transport.jump(clock(9600), FilmTime::from_secs(20));
        mixer.tell(score(transport, &[(0, 1.0)]));
        let all = play(&mut mixer, 9600..19_200, blocks);
        assert!((JUMP..9600).all(|n| heard(all[n]) == 960_000 + n as i64));
        transport.set_speed(clock(19_200), Speed::STILL);
        mixer.tell(score(transport, &[(0, 1.0)]));
        let all = play(&mut mixer, 19_200..28_800, blocks);
        assert!(all[..MUTE - 1].iter().all(|sample| *sample > 0.0), "fades out softly");
        assert!(all[MUTE..].iter().all(|sample| *sample == 0.0));
        transport.set_speed(clock(28_800), Speed::NORMAL);
        mixer.tell(score(transport, &[(0, 1.0)]));
        let all = play(&mut mixer, 28_800..38_400, blocks);
        assert!((MUTE..9600).all(|n| heard(all[n]) == 969_600 + n as i64));
    }
}

#[test]
fn impulses_stay_where_they_are_when_versions_fade() {
    let impulses = |n: i64| if n % 1000 == 0 { 0.5 } else { 0.0 };
    let mut mixer = Mixer::new(vec![told(480_000, impulses), told(480_000, impulses)]);
    for tick in 0..50 {
        let (a, b) = law::gains(tick as f32 / 49.0, 1.0);
        mixer.tell(score(running(480_000), &[(0, a), (1, b)]));
        let all = play(&mut mixer, tick * 1600..(tick + 1) * 1600, &[333]);
        for (n, sample) in (tick * 1600..).zip(all).filter(|(n, _)| *n >= MUTE as i64) {
            assert!((sample - impulses(n)).abs() < 1e-5, "{n} {sample}");
        }
    }
}

#[test]
fn a_device_that_lost_time_comes_back_to_the_film_and_one_that_jitters_is_left_alone() {
    let mut mixer = counting();
    mixer.tell(score(running(3_000_000), &[(0, 1.0)]));
    play(&mut mixer, 0..4800, &[480]);
    let all = play(&mut mixer, 100_000..104_800, &[480]);
    assert!((JUMP..4800).all(|n| heard(all[n]) == 100_000 + n as i64));
    let mut out = vec![[0.0; 2]; 4000];
    for block in 0..4i64 {
        let late = [15_000, -15_000][block as usize % 2];
        mixer.fill(clock(104_800 + block * 4000).after(late), &mut out);
        assert!((0..4000).all(|n| heard(out[n as usize][0]) == 104_800 + block * 4000 + n));
    }
}

#[test]
fn a_film_whose_sound_flows_into_its_start_is_heard_as_if_it_had_no_end() {
    // 20 whole waves: 400 Hz in 2400 frames.
    let wave = |n: i64| sine(20, n);
    // Also where frames of the device fall between those of the film.
    for (phase_ns, ahead) in [(0, 0), (9_000, 0), (15_000, 1)] {
        let mut mixer = Mixer::new(vec![told(2400, wave)]);
        let mut transport = running(2400);
        transport.jump(clock(0), FilmTime(phase_ns));
        mixer.tell(score(transport, &[(0, 1.0)]));
        let all = play(&mut mixer, 0..48_000, &[512]);
        for (n, sample) in all.iter().enumerate().skip(MUTE) {
            assert!((sample - wave(n as i64 + ahead)).abs() < 1e-4, "{phase_ns} {n}");
        }
    }
}

#[test]
fn foreign_sounds_keep_their_power_from_one_version_to_the_next_and_equal_ones_too() {
    for (seed, correlation) in [(2, 0.0), (1, 1.0)] {
        let voice = |seed| told(480_000, move |n| noise(seed, n));
        let mut mixer = Mixer::new(vec![voice(1), voice(seed)]);
        let mut all = Vec::new();
        let (mut at, mut tick) = (0i64, 0);
        while at < 240_000 {
            let share = (at as f32 / 230_000.0).min(1.0);
            let (a, b) = law::gains(share, correlation);
            mixer.tell(score(running(480_000), &[(0, a), (1, b)]));
            // Between 15 and 120 times a second.
            let next = at + [400, 3200, 800, 1700][tick % 4];
            all.extend(play(&mut mixer, at..next, &[512]));
            (at, tick) = (next, tick + 1);
        }
        let whole = 0.03;
        for part in all[4800..].chunks_exact(24_000) {
            let off = decibels(power(part) / whole);
            assert!(off.abs() < 0.3, "{correlation} {off}");
        }
    }
}

/// Cannot be read.
struct Broken;

impl Pcm for Broken {
    fn frames(&self) -> u64 {
        480_000
    }

    fn read(&mut self, _: i64, into: &mut [[f32; 2]]) -> bool {
        into.fill([f32::NAN; 2]);
        false
    }
}

#[test]
fn what_cannot_be_read_or_is_not_there_is_silence() {
    let mut mixer = Mixer::new(vec![Broken]);
    assert!(play(&mut mixer, 0..1000, &[100]).iter().all(|sample| *sample == 0.0), "untold");
    for voices in [[(0, 1.0), (7, 1.0)], [(0, f32::NAN), (0, f32::INFINITY)], [(0, -1.0), (9, 0.0)]]
    {
        mixer.tell(score(running(24_000), &voices));
        assert!(play(&mut mixer, 0..60_000, &[777]).iter().all(|sample| *sample == 0.0));
    }
}
