use std::f64::consts::TAU;

use proptest::prelude::*;

use super::*;

/// Noise that is the same every time, between −1 and 1.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) as f64 / f64::from(1u32 << 30) - 1.0
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() + 1.0) / 2.0
    }
}

fn noise(seed: u64, seconds: f64) -> Vec<f64> {
    let mut chance = Chance(seed);
    (0..(seconds * 48_000.0) as usize).map(|_| 0.3 * chance.next()).collect()
}

/// Somebody babbling: syllables of pulses that glide, through two resonances, with pauses.
fn voice(seed: u64, seconds: f64) -> Vec<f64> {
    let mut chance = Chance(seed ^ 0x5eed);
    let length = (seconds * 48_000.0) as usize;
    let mut all = Vec::with_capacity(length);
    while all.len() < length {
        let lasts = chance.between(6000.0, 14_000.0) as usize;
        let (low, high) = (chance.between(90.0, 250.0), chance.between(90.0, 250.0));
        let formants = [chance.between(300.0, 800.0), chance.between(900.0, 2400.0)];
        let (mut turn, mut state) = (0.0, [[0.0; 2]; 2]);
        for n in 0..lasts {
            let along = n as f64 / lasts as f64;
            turn += (low + (high - low) * along) / 48_000.0;
            let pulse = if turn >= 1.0 { 1.0 } else { 0.02 * chance.next() };
            turn = turn.fract();
            let heard = formants.iter().zip(&mut state).map(|(hertz, [last, before])| {
                let (radius, angle) = (0.995, TAU * hertz / 48_000.0);
                let now = pulse + 2.0 * radius * angle.cos() * *last - radius * radius * *before;
                (*last, *before) = (now, *last);
                now * angle.sin()
            });
            all.push(0.1 * (along * TAU / 2.0).sin() * heard.sum::<f64>());
        }
        all.resize(all.len() + chance.between(0.0, 6000.0) as usize, 0.0);
    }
    all.truncate(length);
    all
}

/// Chords that change twice a second.
fn music(seed: u64, seconds: f64) -> Vec<f64> {
    let (mut chance, mut notes) = (Chance(seed ^ 0xc0de), [(0.0, 0.0); 4]);
    let mut all = Vec::new();
    for n in 0..(seconds * 48_000.0) as usize {
        if n % 24_000 == 0 {
            notes = notes.map(|_| {
                (220.0 * (chance.between(0.0, 36.0).round() / 12.0).exp2(), chance.next())
            });
        }
        let at = n as f64 / 48_000.0;
        let sines = notes.iter().map(|(hertz, turn)| (TAU * (hertz * at + turn)).sin());
        all.push(0.03 * sines.sum::<f64>());
    }
    all
}

/// Later by so many milliseconds, between samples too.
fn later(sound: &[f64], ms: f64) -> Vec<f64> {
    let get = |at: i64| usize::try_from(at).ok().and_then(|at| sound.get(at)).copied();
    let value = |n: usize| {
        let at = n as f64 - ms * 48.0;
        let (whole, part) = (at.floor() as i64, at - at.floor());
        get(whole).unwrap_or(0.0) * (1.0 - part) + get(whole + 1).unwrap_or(0.0) * part
    };
    (0..sound.len()).map(value).collect()
}

fn scaled(sound: &[f64], gain: f64) -> Vec<f64> {
    sound.iter().map(|v| v * gain).collect()
}

fn with(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(a, b)| a + b).collect()
}

fn compared(a: &[f64], b: &[f64]) -> Likeness {
    let read = |sound: &[f64], from: i64, into: &mut [[f32; 2]]| {
        let sound = &sound[from as usize..][..into.len()];
        into.iter_mut().zip(sound).for_each(|(frame, v)| *frame = [*v as f32; 2]);
    };
    likeness(
        &mut |from, into| read(a, from, into),
        &mut |from, into| read(b, from, into),
        a.len().min(b.len()) as u64,
    )
}

#[test]
fn a_sound_is_like_itself_at_whatever_level() {
    for sound in [noise(1, 3.0), voice(1, 3.0)] {
        for gain in [1.0, 0.05] {
            let like = compared(&sound, &scaled(&sound, gain));
            assert!(like.correlation > 0.9999 && like.offset_ms.abs() < 1e-3, "{like:?}");
            assert!(like.sure > 0.95, "{like:?}");
        }
    }
}

#[test]
fn with_its_polarity_inverted_it_is_like_itself_but_against_it() {
    let sound = voice(2, 3.0);
    let like = compared(&sound, &scaled(&sound, -0.7));
    assert!(like.correlation < -0.9999 && like.offset_ms.abs() < 1e-3, "{like:?}");
    assert!(like.sure > 0.95, "{like:?}");
}

#[test]
fn what_is_late_or_early_is_found_in_noise_and_at_another_level() {
    let sound = voice(3, 6.0);
    for ms in [3.3, -40.0, 0.6, 0.05, 190.0, -199.0] {
        let noisy = with(&scaled(&later(&sound, ms), 0.4), &scaled(&noise(9, 6.0), 0.05));
        let like = compared(&sound, &noisy);
        assert!((like.offset_ms - ms).abs() < 0.02, "{like:?} for {ms}");
        assert!(like.sure > 0.9, "{like:?} for {ms}");
    }
}

#[test]
fn unlike_sounds_are_not_alike() {
    let pairs = [
        (noise(1, 6.0), noise(2, 6.0)),
        (voice(1, 6.0), voice(2, 6.0)),
        (music(1, 6.0), music(2, 6.0)),
        (voice(3, 6.0), music(3, 6.0)),
    ];
    for (a, b) in pairs {
        let like = compared(&a, &b);
        assert!(like.correlation.abs() < 0.1 && like.sure < 0.2, "{like:?}");
    }
}

#[test]
fn the_same_voice_is_found_over_other_music() {
    let sound = voice(4, 8.0);
    for ms in [0.0, 3.3, -12.0] {
        let (a, b) = (with(&sound, &music(5, 8.0)), with(&later(&sound, ms), &music(6, 8.0)));
        let like = compared(&a, &b);
        assert!((like.offset_ms - ms).abs() < 0.1 && like.sure > 0.5, "{like:?} for {ms}");
        assert!(ms != 0.0 || like.correlation > 0.3, "{like:?}");
    }
}

#[test]
fn silence_is_like_nothing() {
    let (nothing, sound) = (vec![0.0; 144_000], voice(5, 3.0));
    let hiss = scaled(&noise(6, 3.0), 1e-4);
    for (a, b) in [(&nothing, &nothing), (&nothing, &sound), (&sound, &nothing), (&hiss, &hiss)] {
        assert_eq!(compared(a, b), Likeness::default());
    }
}

#[test]
fn a_tone_that_goes_on_says_nothing_about_time() {
    let tone: Vec<f64> = (0..144_000).map(|n| 0.2 * (f64::from(n) * 0.1).sin()).collect();
    let like = compared(&tone, &later(&tone, 5.0));
    assert!(like.sure < 0.05, "{like:?}");
}

#[test]
fn what_is_too_late_to_be_found_is_not_sure() {
    let sound = voice(7, 4.0);
    for ms in [201.0, 350.0, -350.0] {
        let like = compared(&sound, &later(&sound, ms));
        assert!(like.sure < 0.2, "{like:?} for {ms}");
    }
}

#[test]
fn a_voice_among_long_silence_is_found() {
    let mut sound = vec![0.0; 70 * 48_000];
    sound[1_500_000..1_596_000].copy_from_slice(&voice(8, 2.0));
    let like = compared(&sound, &later(&sound, -7.5));
    assert!((like.offset_ms + 7.5).abs() < 0.02 && like.sure > 0.9, "{like:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_offset_is_found_either_way_round(
        seed in any::<u64>(), ms in -150.0..150.0f64, gain in 0.1..2.0f64,
    ) {
        let sound = voice(seed, 2.0);
        let other = scaled(&later(&sound, ms), gain);
        let (there, back) = (compared(&sound, &other), compared(&other, &sound));
        prop_assert!((there.offset_ms - ms).abs() < 0.05, "{there:?}");
        prop_assert!((there.offset_ms + back.offset_ms).abs() < 0.05, "{there:?} {back:?}");
        prop_assert!(there.sure > 0.5 && back.sure > 0.5, "{there:?} {back:?}");
    }

    #[test]
    fn whatever_the_length_it_stays_within_bounds(
        seed in any::<u64>(), length in 0..3000usize, longer in any::<bool>(),
    ) {
        let seconds = (length + if longer { 47_000 } else { 0 }) as f64 / 48_000.0;
        let like = compared(&noise(seed, seconds), &voice(seed, seconds));
        prop_assert!((-1.0..=1.0).contains(&like.correlation), "{like:?}");
        prop_assert!((-200.0..=200.0).contains(&like.offset_ms), "{like:?}");
        prop_assert!((0.0..=1.0).contains(&like.sure), "{like:?}");
    }
}
