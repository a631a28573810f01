//! Of versions and walls that are drawn here.

use proptest::collection::vec;
use proptest::prelude::{Just, prop_oneof, proptest};
use proptest::strategy::Strategy;

use super::*;
use crate::measure::light::{COLUMNS, Cells, LightReader, LightWriter};
use crate::scrub::flashes::{Light, most_changes, most_flashes};
use crate::timeline::ClockTime;

type Read = Result<LightFrame, LightError>;

const WHITE: Light = Light { luminance: 1.0, red: 0.0 };
const BLACK: Light = Light { luminance: 0.0, red: 0.0 };

fn lit(is: bool) -> Light {
    if is { WHITE } else { BLACK }
}

/// A film of `count` frames at `rate` a second: light for frame, column and row.
fn film(rate: i64, count: i64, light: impl Fn(i64, usize, usize) -> Light) -> Vec<Read> {
    let at = |frame: i64| FilmTime(frame * 1_000_000_000 / rate);
    let frame = |frame| LightFrame {
        start: at(frame),
        end: at(frame + 1),
        cells: Cells::from_fn(|x, y| light(frame, x, y)),
    };
    (0..count).map(|index| Ok(frame(index))).collect()
}

/// All of it white in these frames and black in all others.
fn blinking(rate: i64, count: i64, white: &'static [i64]) -> Vec<Read> {
    film(rate, count, move |frame, _, _| lit(white.contains(&frame)))
}

fn alone(frames: Vec<Read>, seconds: i64) -> Flashes {
    of_version(frames, FilmTime::from_secs(seconds)).unwrap()
}

fn pane(version: usize, x: f64, y: f64, w: f64, h: f64) -> WallPane {
    let part = Area { x: 0.0, y: 0.0, w: 1.0, h: 1.0 };
    WallPane { version, place: Area { x, y, w, h }, part }
}

/// Ten degrees are 350 mm across: 0.006 sr are 24 000 mm².
const DISTANCE: f64 = 2000.0;

fn wall(panes: &[WallPane], versions: Vec<Vec<Read>>, seconds: i64) -> Flashes {
    let versions = versions.into_iter().map(Vec::into_iter).collect();
    of_wall(panes, DISTANCE, versions, FilmTime::from_secs(seconds)).unwrap()
}

/// Three versions, each with two flashes, one after the other within a second.
fn in_turn() -> Vec<Vec<Read>> {
    let white: [&[i64]; 3] = [&[2, 4], &[12, 14], &[22, 24]];
    white.into_iter().map(|white| blinking(30, 120, white)).collect()
}

/// The series that a film of so many levels gives when it loops, and what it flashes as a version.
fn both(levels: &[f64], rate: i64) -> (Vec<(ClockTime, Light)>, Flashes) {
    let count = levels.len() as i64;
    let frames =
        film(rate, count, |frame, _, _| Light { luminance: levels[frame as usize], red: 0.0 });
    let length = FilmTime(count * 1_000_000_000 / rate);
    let mut series = Vec::new();
    for lap in 0.. {
        for frame in frames.iter().flatten() {
            let at = ClockTime(frame.start.0 + lap * length.0);
            series.push((at, frame.cells.light(0)));
        }
        if lap * length.0 > 1_000_000_000 {
            break;
        }
    }
    let flashes = of_version(frames, length).unwrap();
    (series, flashes)
}

#[test]
fn a_picture_that_flashes_all_over_flashes_as_its_series_does() {
    for (rate, period) in [(30, 2), (30, 6), (24, 5), (25, 3), (8, 2), (60, 20)] {
        let levels: Vec<f64> = (0..rate * 3).map(|i| f64::from(i % period < period / 2)).collect();
        let (series, flashes) = both(&levels, i64::from(rate));
        assert_eq!(flashes.general.flashes().floor() as usize, most_flashes(&series), "{rate}");
        assert_eq!(flashes.general.changes as usize, most_changes(&series), "{rate} {period}");
        assert!((flashes.general.area - 66.0 / 576.0).abs() < 1e-6);
        assert_eq!(flashes.red, Worst::default());
    }
}

#[test]
fn red_is_counted_apart() {
    let red = Light { luminance: 0.05, red: 0.5 };
    let frames =
        film(
            30,
            90,
            |frame, _, _| if (30..40).contains(&frame) && frame % 2 == 0 { red } else { BLACK },
        );
    let flashes = alone(frames, 3);
    assert_eq!((flashes.general.changes, flashes.red.changes), (0, 10));
    assert!(flashes.exceeds() && flashes.red.exceeds() && !flashes.general.exceeds());
}

#[test]
fn panes_of_one_field_that_flash_in_turn_add_up() {
    let panes = [0, 1, 2].map(|i| pane(i, 160.0 * i as f64, 0.0, 150.0, 200.0));
    let near = [0, 1, 2].map(|i| pane(i, 110.0 * i as f64, 0.0, 105.0, 290.0));
    let flashes = wall(&near, in_turn(), 4);
    assert_eq!((flashes.general.flashes(), flashes.general.together), (6.0, 12));
    assert_eq!(flashes.general.versions, [0, 1, 2]);
    assert!(wall(&panes, in_turn(), 4).general.changes >= 8, "two of them are in one field");
}

#[test]
fn panes_far_apart_do_not_add_up() {
    let panes = [0, 1, 2].map(|i| pane(i, 600.0 * i as f64, 0.0, 150.0, 200.0));
    let flashes = wall(&panes, in_turn(), 4);
    assert_eq!(flashes.general.changes, 4);
    assert_eq!(flashes.general.versions.len(), 1);
    assert!(!flashes.exceeds());
}

#[test]
fn what_is_smaller_than_the_least_area_never_counts() {
    let flicker = || film(30, 60, |frame, _, _| lit(frame % 2 == 0));
    let least = 0.006 * DISTANCE * DISTANCE;
    for (share, changes) in [(0.99, 0), (1.01, 31)] {
        let flashes =
            wall(&[pane(0, 50.0, 70.0, 150.0, share * least / 150.0)], vec![flicker()], 2);
        assert_eq!(flashes.general.changes, changes);
    }
    // Two that are too small each count together, if they are near each other.
    for (apart, changes) in [(200.0, 31), (2000.0, 0)] {
        let panes = [0.0, apart].map(|x| pane(0, x, 0.0, 150.0, 0.6 * least / 150.0));
        assert_eq!(wall(&panes, vec![flicker()], 2).general.changes, changes);
    }
}

#[test]
fn a_part_of_a_picture_counts_from_a_quarter_of_a_block_on() {
    for (cells, changes) in [(15, 0), (16, 31)] {
        let frames = film(30, 60, |frame, x, y| {
            let within =
                (10..14).contains(&x) && (4..8).contains(&y) && x - 10 + 4 * (y - 4) < cells;
            lit(frame % 2 == 0 && within)
        });
        assert_eq!(alone(frames, 2).general.changes, changes);
    }
}

#[test]
fn one_cut_one_fade_or_one_wipe_is_half_a_flash() {
    let long = 30 * 12;
    let cut = film(30, long, |frame, _, _| lit(frame > 150));
    let fade = film(30, long, |frame, x, _| Light {
        luminance: ((frame - 60) as f64 / 200.0 - x as f64 / 100.0).clamp(0.0, 1.0),
        red: 0.0,
    });
    let slow = film(30, long, |frame, x, _| lit((x as i64) < (frame - 60) / 4));
    let fast = film(30, long, |frame, x, _| lit((x as i64) < (frame - 60) * 6));
    for (name, frames) in [("cut", cut), ("fade", fade), ("slow", slow), ("fast", fast)] {
        let flashes = alone(frames, 12);
        // Back to black where the film begins again: by then the fade and the wipes are over.
        assert_eq!(flashes.general.changes, 1, "{name} {flashes:?}");
        assert!(flashes.seconds.iter().all(|[general, _]| *general <= 1), "{name}");
    }
}

#[test]
fn a_bar_that_moves_is_one_flash_wherever_it_comes() {
    for width in [2, 4, 8] {
        let frames = || {
            film(30, 120, |frame, x, _| {
                let left = frame - 30;
                lit((left..left + width).contains(&(x as i64)))
            })
        };
        assert!(alone(frames(), 4).general.changes <= 2, "{width}");
        let flashes = wall(&[pane(0, 0.0, 0.0, 320.0, 180.0)], vec![frames()], 4);
        assert!(flashes.general.changes <= 2, "{width}");
    }
}

#[test]
fn nine_panes_of_one_film_flash_once() {
    let flash = |frame: i64| lit(matches!(frame, 30 | 34 | 38));
    for size in [100.0, 1000.0] {
        let panes: Vec<_> = (0..9)
            .map(|i| {
                pane(
                    i,
                    size * 1.05 * (i % 3) as f64,
                    size * 0.6 * (i / 3) as f64,
                    size,
                    size * 0.5625,
                )
            })
            .collect();
        let films = (0..9).map(|_| film(30, 120, move |frame, _, _| flash(frame))).collect();
        assert_eq!(wall(&panes, films, 4).general.changes, 6);
        // The same version nine times over.
        let panes: Vec<_> = panes.iter().map(|pane| WallPane { version: 0, ..*pane }).collect();
        let flashes = wall(&panes, vec![film(30, 120, move |frame, _, _| flash(frame))], 4);
        assert_eq!((flashes.general.changes, flashes.exceeds()), (6, false));
    }
}

#[test]
fn panes_that_flash_against_each_other_are_seen() {
    let films =
        (0..2).map(|i| film(30, 60, move |frame, _, _| lit((frame + i) % 2 == 0))).collect();
    let panes = [0, 1].map(|i| pane(i, 170.0 * i as f64, 0.0, 170.0, 200.0));
    let general = wall(&panes, films, 2).general;
    assert!(general.changes >= 30, "{general:?}");
    assert_eq!(general.versions, [0, 1]);
}

#[test]
fn the_seconds_go_on_over_the_end_of_the_film() {
    let frames = blinking(30, 90, &[80, 82, 84, 2, 4]);
    let flashes = alone(frames, 3);
    assert_eq!(flashes.general.changes, 10);
    assert!(flashes.general.from >= FilmTime::from_millis(2000), "{flashes:?}");
    assert_eq!(flashes.seconds.len(), 3);
    // A film of half a second is seen twice in one, and its first change once more at the end.
    let flashes = of_version(blinking(30, 15, &[3]), FilmTime::from_millis(500)).unwrap();
    assert_eq!(flashes.general.changes, 5);
}

#[test]
fn versions_of_different_rates_are_shown_at_the_same_film_time() {
    // Both white for the second half of each half second: 24 and 30 frames agree on it.
    let films = vec![
        film(24, 96, |frame, _, _| lit(frame % 12 >= 6)),
        film(30, 120, |frame, _, _| lit(frame % 30 / 5 % 2 == 1)),
    ];
    let panes = [0, 1].map(|i| pane(i, 160.0 * i as f64, 0.0, 160.0, 280.0));
    let flashes = wall(&panes, films, 4);
    assert!(flashes.general.changes >= 7, "{flashes:?}");
    let same = || film(24, 96, |frame, _, _| lit(frame % 12 >= 6));
    let half = film(8, 32, |frame, _, _| lit(frame % 4 >= 2));
    assert_eq!(wall(&panes, vec![same(), half], 4).general, {
        let mut general = wall(&panes, vec![same(), same()], 4).general;
        general.versions = vec![0, 1];
        general
    });
}

#[test]
fn the_place_and_the_time_of_the_worst_are_told() {
    let frames = |from: i64| {
        film(30, 240, move |frame, x, y| {
            let there = x >= 24 && y >= 12;
            lit(there && (from..from + 8).contains(&frame) && frame % 2 == 0)
        })
    };
    let flashes = alone(frames(120), 8);
    let worst = &flashes.general;
    assert!(worst.changes == 8 && worst.at[0] > 0.66 && worst.at[1] > 0.66, "{worst:?}");
    assert!((3000..=4000).contains(&(worst.from.0 / 1_000_000)), "{worst:?}");
    assert!(flashes.seconds[3][0] == 8 && flashes.seconds[6] == [0, 0], "{:?}", flashes.seconds);
    let panes = [pane(0, 0.0, 0.0, 1600.0, 900.0), pane(1, 1650.0, 0.0, 1600.0, 900.0)];
    let still = film(30, 240, |_, _, _| WHITE);
    let worst = wall(&panes, vec![still, frames(120)], 8).general;
    assert_eq!(worst.versions, [1]);
    assert!(worst.at[0] > 1650.0 + 1100.0 && worst.at[1] > 500.0, "{worst:?}");
}

#[test]
fn only_the_part_of_a_picture_that_is_seen_counts() {
    let frames = || film(30, 60, |frame, x, _| lit(x >= COLUMNS / 2 && frame % 2 == 0));
    let mut pane = pane(0, 0.0, 0.0, 400.0, 400.0);
    for (x, changes) in [(0.0, 0), (0.5, 31)] {
        pane.part = Area { x, y: 0.0, w: 0.5, h: 1.0 };
        assert_eq!(wall(&[pane], vec![frames()], 2).general.changes, changes);
    }
}

#[test]
fn where_a_version_has_no_frame_it_is_black() {
    let mut frames = film(10, 40, |_, _, _| WHITE);
    frames.retain(|frame| ![10, 12, 14].contains(&(frame.as_ref().unwrap().start.0 / 100_000_000)));
    assert_eq!(alone(frames, 4).general.changes, 6);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let length = FilmTime::from_secs(1);
    let frames = || vec![film(30, 30, |_, _, _| WHITE).into_iter()];
    let wall = |pane: WallPane, distance| of_wall(&[pane], distance, frames(), length);
    let good = pane(0, 0.0, 0.0, 10.0, 10.0);
    assert!(wall(good, DISTANCE).is_ok());
    assert!(matches!(wall(good, f64::NAN), Err(FlashError::Distance(_))));
    assert!(matches!(wall(pane(1, 0.0, 0.0, 10.0, 10.0), DISTANCE), Err(FlashError::Pane(0))));
    for w in [f64::NAN, 0.0, -1.0, f64::INFINITY] {
        assert!(matches!(wall(pane(0, 0.0, 0.0, w, 10.0), DISTANCE), Err(FlashError::Pane(0))));
    }
    let reversed: Vec<_> = film(30, 3, |_, _, _| WHITE).into_iter().rev().collect();
    assert!(matches!(of_version(reversed, length), Err(FlashError::Order { version: 0, .. })));
    assert!(matches!(of_version([], FilmTime(0)), Err(FlashError::Length(_))));
    let error = LightError::Format;
    assert!(matches!(of_version([Err(error)], length), Err(FlashError::Light { .. })));
    assert!(of_wall::<std::vec::IntoIter<Read>>(&[], DISTANCE, vec![], length).is_ok());
    let many = (0..20_000).map(|i| {
        let (start, end) = (FilmTime(i * 50_000), FilmTime((i + 1) * 50_000));
        Ok(LightFrame { start, end, cells: Cells::black() })
    });
    assert!(matches!(of_version(many, length), Err(FlashError::TooFast(_))));
}

#[test]
fn results_are_kept_as_text() {
    let flashes = alone(blinking(30, 90, &[3, 5, 9]), 3);
    let text = serde_json::to_string(&flashes).unwrap();
    assert_eq!(serde_json::from_str::<Flashes>(&text).unwrap(), flashes);
}

#[test]
fn what_changes_only_cell_by_cell_is_not_counted_together() {
    // As a chessboard of cells that changes its colours: every field stays half lit.
    let frames = film(30, 60, |frame, x, y| lit((x + y) % 2 == frame as usize % 2));
    let general = alone(frames, 2).general;
    assert_eq!((general.changes, general.together), (31, 0));
}

#[test]
fn frames_are_counted_as_they_are_read() {
    let mut writer = LightWriter::new(Vec::new()).unwrap();
    let frames = || blinking(30, 90, &[3, 5, 9]);
    frames().into_iter().flatten().for_each(|frame| writer.write(&frame).unwrap());
    let bytes = writer.finish().unwrap();
    let read = LightReader::new(bytes.as_slice()).unwrap();
    let flashes = of_version(read, FilmTime::from_secs(3)).unwrap();
    assert_eq!(flashes, alone(frames(), 3));
    let cut = LightReader::new(&bytes[..5000]).unwrap();
    let error = of_version(cut, FilmTime::from_secs(3)).unwrap_err();
    assert!(error.to_string().contains("version 0"), "{error}");
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(96))]

    #[test]
    fn hard_steps_count_exactly_as_the_series(
        levels in vec(prop_oneof![Just(0.0), Just(0.4), Just(1.0)], 1..90),
        rate in prop_oneof![Just(12_i64), Just(25)],
    ) {
        let (series, flashes) = both(&levels, rate);
        assert_eq!(flashes.general.changes as usize, most_changes(&series));
    }

    #[test]
    fn of_any_series_no_change_is_missed_and_at_most_one_is_added(
        levels in vec((0..40_i32).prop_map(|level| f64::from(level) / 80.0), 1..90),
    ) {
        let (series, flashes) = both(&levels, 25);
        let (changes, least) = (flashes.general.changes as usize, most_changes(&series));
        assert!(changes == least || changes == least + 1, "{changes} {least}");
    }

    #[test]
    fn no_film_flashes_more_on_the_wall_than_it_has_pictures(
        bits in vec(0..u32::MAX, 30..60), seed in 0..1000_usize,
    ) {
        let frames = film(30, bits.len() as i64, |frame, x, y| {
            lit(bits[frame as usize] >> ((x / 4 + y / 3 * 8 + seed) % 32) & 1 == 1)
        });
        let length = FilmTime(bits.len() as i64 * 1_000_000_000 / 30);
        let panes = [pane(0, 0.0, 0.0, 900.0, 500.0)];
        let flashes = of_wall(&panes, DISTANCE, vec![frames.into_iter()], length).unwrap();
        assert!(flashes.general.changes <= 31);
        let most = flashes.seconds.iter().map(|second| second[0]).max();
        assert_eq!(most, Some(flashes.general.changes));
    }
}
