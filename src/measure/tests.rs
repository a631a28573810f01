//! Whole films whose measures are known, and the same film in other sizes and rates.

use super::synthetic::{Made, ladder, natural, picture, texture};
use super::*;

fn measures(film: Made, luma: impl Fn(f64, f64, f64) -> f64) -> Measures {
    let mut measuring = Measuring::new(&[FilmTime::ZERO]);
    film.show(luma, |seen| measuring.see(seen));
    measuring.finish()
}

fn value(measures: &Measures, measure: Measure) -> f64 {
    measures.of(measure).unwrap().version.unwrap()
}

const FILM: Made = Made { size: (640, 360), rate: 24.0, seconds: 2.0 };

#[test]
fn a_pan_moves_at_its_speed_and_neither_flickers_nor_cuts_nor_drifts() {
    // The brightness of what comes into the picture changes all the time.
    let found = measures(FILM, |t, x, y| {
        texture(x - 0.4 * t, y, 1, 0.02) + 40.0 * (3.0 * (x - 0.4 * t)).sin()
    });
    assert!((value(&found, Measure::Motion) - 0.4).abs() < 0.01, "{found:?}");
    assert!((value(&found, Measure::CameraMotion) - 0.4).abs() < 0.01);
    assert!(value(&found, Measure::OwnMotion) < 0.03);
    assert!(value(&found, Measure::Flicker) < 0.05, "{}", value(&found, Measure::Flicker));
    assert!(value(&found, Measure::Steadiness) > 25.0);
    assert!(found.cuts.is_empty());
}

#[test]
fn alternating_brightness_flickers_by_its_amount_and_stands_still() {
    for rate in [8.0, 24.0, 30.0] {
        let found = measures(Made { rate, ..FILM }, |t, x, y| {
            texture(x - 0.1 * t, y, 1, 0.02) + 4.38 * ((t * rate).round() % 2.0 * 2.0 - 1.0)
        });
        let flicker = value(&found, Measure::Flicker);
        assert!((flicker - 2.0).abs() < 0.1, "{rate} {flicker}");
        assert!((value(&found, Measure::Motion) - 0.1).abs() < 0.01);
        assert!(value(&found, Measure::Steadiness) > 25.0);
    }
}

#[test]
fn the_same_film_measures_the_same_at_other_sizes_and_rates() {
    let film = |t: f64, x: f64, y: f64| {
        let thing = (x - 0.9).hypot(y - 0.5) < 0.25;
        let wave = 6.0 * (t * 3.0 * std::f64::consts::TAU).sin();
        let own = if thing { texture(x, y + 0.2 * t, 4, 0.05) } else { 0.0 };
        if thing { own + wave } else { texture(x - 0.3 * t, y, 1, 0.05) + wave }
    };
    let known = measures(FILM, film);
    let others = [
        Made { size: (1280, 720), ..FILM },
        Made { size: (480, 270), ..FILM },
        Made { rate: 8.0, ..FILM },
        Made { rate: 30.0, ..FILM },
        Made { rate: 60.0, ..FILM },
    ];
    for other in others {
        let found = measures(other, film);
        for (measure, tolerance) in [
            (Measure::Motion, 0.05),
            (Measure::CameraMotion, 0.05),
            (Measure::OwnMotion, 0.10),
            (Measure::Steadiness, 0.15),
            (Measure::Flicker, if other.rate > 8.0 { 0.1 } else { 0.25 }),
            (Measure::Detail, 0.15),
        ] {
            let (one, two) = (value(&known, measure), value(&found, measure));
            let size = other.size;
            println!("{size:?} {} {measure:?} {one:.4} {two:.4}", other.rate);
            assert!(
                (two / one - 1.0).abs() < tolerance,
                "{size:?} {} {measure:?} {one} {two}",
                other.rate
            );
        }
    }
}

#[test]
fn a_film_of_eight_frames_written_at_twenty_four_moves_as_fast() {
    let film =
        |t: f64, x: f64, y: f64| texture(x - 0.3 * (t * 8.0 + 1e-6).floor() / 8.0, y, 1, 0.02);
    let (eight, repeated) = (measures(Made { rate: 8.0, ..FILM }, film), measures(FILM, film));
    for measure in [Measure::Motion, Measure::CameraMotion] {
        let (one, two) = (value(&eight, measure), value(&repeated, measure));
        assert!((one - 0.3).abs() < 0.01 && (two - 0.3).abs() < 0.02, "{measure:?} {one} {two}");
    }
}

/// A film of two clips and shots of unlike sizes, each standing still.
fn two_clips(measuring: &mut Measuring, sizes: [(u32, u32); 2]) {
    for frame in 0..48 {
        let shot = frame / 24;
        let (width, height) = sizes[shot];
        let sizes = ladder(natural(width, height, 1 + shot as u64));
        measuring.see(&Seen {
            start: FilmTime::from_millis(frame as i64 * 40),
            end: FilmTime::from_millis(frame as i64 * 40 + 40),
            shot,
            clip: shot,
            sizes: &sizes,
            colour: Colour::default(),
        });
    }
}

#[test]
fn another_clip_begins_anew_whatever_its_size() {
    for sizes in [[(320, 180), (180, 320)], [(320, 180), (320, 180)], [(256, 256), (40, 30)]] {
        let mut measuring = Measuring::new(&[FilmTime::ZERO, FilmTime::from_millis(960)]);
        two_clips(&mut measuring, sizes);
        let found = measuring.finish();
        assert_eq!(found.cuts, [Cut { at: FilmTime::from_millis(960), kind: Kind::Clip }]);
        assert!(value(&found, Measure::Motion) < 1e-3);
        assert!(value(&found, Measure::Flicker) < 1e-3);
        assert!(value(&found, Measure::Steadiness) > 39.0);
        assert!(found.measured[0].shots[0].is_some());
        assert_eq!((found.frames, found.frame), (48, FilmTime::from_millis(40)));
    }
}

#[test]
fn what_is_odd_is_taken_without_a_word() {
    let mut measuring = Measuring::new(&[]);
    let sizes = [picture(1, 1, |_, _| 200.0)];
    let at = [(0, 40), (40, 40), (80, 20), (i64::MIN, i64::MAX), (i64::MAX, i64::MIN)];
    for (start, end) in at {
        for sizes in [&sizes[..], &[]] {
            let (start, end) = (FilmTime(start), FilmTime(end));
            measuring.see(&Seen { start, end, shot: 9, clip: 9, sizes, colour: Colour::default() });
        }
    }
    let found = measuring.finish();
    assert_eq!(found.frames, 1);
    let written = serde_json::to_string(&found).unwrap();
    // Numbers may change in their last place.
    let read: Measures = serde_json::from_str(&written).unwrap();
    assert_eq!((read.frames, read.measured.len()), (found.frames, found.measured.len()));
}
