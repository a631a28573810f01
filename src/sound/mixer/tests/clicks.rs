use super::*;
use proptest::prelude::*;

/// The largest second difference.
fn bend(all: &[f32]) -> f32 {
    all.windows(3).map(|w| (w[2] - 2.0 * w[1] + w[0]).abs()).fold(0.0, f32::max)
}

/// The bound of the second difference for this sum of gains of sines of amplitude 0.2, the
/// fastest of which turns by `omega`. Of a product it is
/// |Δ²(g·s)| ≤ |g|·|Δ²s| + 2·|Δg|·|Δs| + |Δ²g|·|s|, with |Δs| ≤ 0.2·ω and |Δ²s| ≤ 0.2·ω².
/// Of the gains: a glide has slope 1/960 and may turn back; the gate has slope 1.5/1440 and may
/// turn back; a cross-fade has slope 1.62·1.5/N and curvature below 25/N² for both its places.
/// A click of the same sines has up to 0.2.
fn bound(gains: f32, omega: f32, fade: usize) -> f32 {
    let fade = fade as f32;
    let slope = 1.0 / GLIDE as f32 + 1.5 / MUTE as f32 + 2.0 * 1.62 * 1.5 / fade;
    let turn = 2.0 / GLIDE as f32 + 3.0 / MUTE as f32 + 2.0 * 25.0 / (fade * fade);
    // Both places of a cross-fade together have gains up to √2.
    0.2 * gains * (1.415 * omega * omega + 2.0 * slope * omega + turn)
}

/// Plays as [`play`] does, piece by piece, and sees that no piece reads more voices than it may.
fn play_watched<P: Pcm>(
    mixer: &mut Mixer<P>,
    span: std::ops::Range<i64>,
    reads: &[Arc<AtomicUsize>],
) -> Vec<f32> {
    let mut all = Vec::new();
    for at in span.clone().step_by(PIECE) {
        let before: Vec<_> = reads.iter().map(|n| n.load(Ordering::Relaxed)).collect();
        all.extend(play(mixer, at..(at + PIECE as i64).min(span.end), &[PIECE]));
        let read = reads.iter().zip(before).filter(|(n, was)| n.load(Ordering::Relaxed) > *was);
        assert!(read.count() <= MOST);
    }
    all
}

#[test]
fn nothing_clicks_at_jumps_laps_and_pauses() {
    for blocks in BLOCKS {
        let mut mixer = Mixer::new(vec![told(480_000, |n| sine(20, n))]);
        let mut transport = running(480_000);
        let mut all = Vec::new();
        for step in 0..40i64 {
            let at = step * 3001;
            match step % 5 {
                0 => transport.jump(clock(at), FilmTime::from_millis(step * 97 + 300)),
                1 => transport.set_speed(clock(at), Speed::thousandths(-3000)),
                2 => transport.set_speed(clock(at), Speed::NORMAL),
                3 => transport.set_loop(
                    clock(at),
                    FilmTime::from_millis(251 + step),
                    FilmTime::from_millis(5003 - 100 * step),
                ),
                _ => transport.set_loop(clock(at), FilmTime(0), FilmTime::from_secs(9)),
            }
            mixer.tell(score(transport, &[(0, 1.0)]));
            all.extend(play(&mut mixer, at..at + 3001, blocks));
        }
        let most = bound(1.0, omega(20), LAP);
        assert!(most < 0.01 && bend(&all) <= most, "{} {most}", bend(&all));
    }
}

#[test]
fn where_the_film_itself_ends_a_sound_that_breaks_off_is_mirrored() {
    for blocks in BLOCKS {
        let mut mixer = Mixer::new(vec![told(24_037, |n| sine(20, n + 30))]);
        mixer.tell(score(running(24_037), &[(0, 1.0)]));
        let all = play(&mut mixer, 0..200_000, blocks);
        // A mirror adds a kink of twice the slope, which is no step.
        let most = bound(1.0, omega(20), LAP) + 2.0 * 0.2 * omega(20);
        assert!(bend(&all) <= most && most < 0.2 * 0.2, "{} {most}", bend(&all));
    }
}

#[test]
fn a_hand_that_runs_over_64_versions_makes_no_click_and_reads_no_more_than_eight() {
    for ticks in [[64, 400, 130, 1000], [800, 800, 3200, 400]] {
        let sources: Vec<_> = (0..64).map(|v| told(480_000, move |n| sine(v, n))).collect();
        let reads: Vec<_> = sources.iter().map(|source| Arc::clone(&source.reads)).collect();
        let mut mixer = Mixer::new(sources);
        let mut all = Vec::new();
        let (mut at, mut tick) = (0i64, 0);
        while at < 24_000 {
            let along = (at as f32 / 14_400.0).min(1.0) * 63.0;
            let (a, b) = law::gains(along.fract(), 0.3);
            let voices = [(along as usize, a), (along as usize + 1, b)];
            mixer.tell(score(running(480_000), &voices));
            let next = at + ticks[tick % 4];
            all.extend(play_watched(&mut mixer, at..next, &reads));
            at = next;
            tick += 1;
        }
        let most = bound(3.0, omega(63), usize::MAX);
        assert!(bend(&all) <= most && most < 0.02, "{} {most}", bend(&all));
        assert!(all[23_000..].iter().any(|sample| sample.abs() > 0.19), "the last is heard");
    }
}

#[test]
fn of_more_voices_than_may_be_read_the_loudest_are_heard_without_a_click() {
    let sources: Vec<_> = (0..64).map(|v| told(480_000, move |n| sine(v, n))).collect();
    let reads: Vec<_> = sources.iter().map(|source| Arc::clone(&source.reads)).collect();
    let mut mixer = Mixer::new(sources);
    let mut all = Vec::new();
    for tick in 0..30i64 {
        let voices: Vec<_> =
            (0..64).map(|v| (v, if v / 8 == tick as usize % 8 { 0.12 } else { 0.1 })).collect();
        mixer.tell(score(running(480_000), &voices));
        all.extend(play_watched(&mut mixer, tick * 700..(tick + 1) * 700, &reads));
        if tick == 0 {
            assert!(
                reads.iter().enumerate().all(|(v, n)| (n.load(Ordering::Relaxed) > 0) == (v < 8))
            );
        }
    }
    assert!(bend(&all) <= bound(1.0, omega(63), usize::MAX), "{}", bend(&all));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_it_is_told_it_neither_clicks_nor_leaves_full_scale(
        steps in prop::collection::vec(
            (64i64..3000, 0usize..7, 0i64..9000, 0usize..4, 0.0f32..=1.0),
            1..30,
        ),
        block in 1usize..5000,
    ) {
        // Longer than the film, so that its end is one like any other.
        let sources: Vec<_> = (0..4).map(|v| told(960_000, move |n| sine(v, n))).collect();
        let mut mixer = Mixer::new(sources);
        let mut transport = running(480_000);
        let (mut at, mut all) = (0, Vec::new());
        for (length, what, ms, version, share) in steps {
            match what {
                0 => transport.jump(clock(at), FilmTime::from_millis(ms)),
                1 => transport.set_speed(clock(at), Speed::thousandths(ms as i32 - 4000)),
                2 => transport.set_speed(clock(at), Speed::NORMAL),
                3 => transport.set_loop(
                    clock(at),
                    FilmTime::from_millis(ms / 2),
                    FilmTime::from_millis(ms / 2 + 40 + ms / 3),
                ),
                _ => {}
            }
            let (a, b) = law::gains(share, 0.5);
            mixer.tell(score(transport, &[(version, a), ((version + 1) % 4, b)]));
            all.extend(play(&mut mixer, at..at + length, &[block]));
            at += length;
        }
        prop_assert!(all.iter().all(|sample| sample.abs() <= 1.0));
        let most = bound(3.0, omega(3), LAP);
        prop_assert!(bend(&all) <= most, "{} {}", bend(&all), most);
    }
}
