//! Each view as a picture, compared with one that was looked at and found good.
//!
//! Graphics drivers differ in the last bit and at the edges of letters, so pictures are compared
//! after they were reduced to a quarter, with some tolerance; where the panes lie is compared
//! exactly. `UPDATE_PICTURES=1 make test` writes what is drawn now as the new expectation: look
//! at it before you commit it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{ImageReader, RgbImage, imageops};
use palimpsest::app::Hanging;
use palimpsest::exhibit;
use palimpsest::installation::{Installation, Screen};
use palimpsest::offscreen::{Offscreen, Pace};
use palimpsest::prepare::{self, Options, progress::Silent};
use palimpsest::render::typeset::Typefaces;
use palimpsest::scrub::ScrubPosition;
use palimpsest::show::{ShowCommand, View};
use palimpsest::timeline::FilmTime;
use palimpsest::wall::plugin::Stage;

use crate::wall::one_at_a_time;

/// Greatest mean difference of the reduced pictures, in steps of eight bits.
const MEAN: f64 = 1.2;
/// Greatest difference of any place in them.
const WORST: i32 = 48;

pub fn hanging(installation: Option<Installation>, view: View, stop: usize) -> Hanging {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exhibits/cards");
    let loaded = exhibit::load(&file, None).unwrap_or_else(|report| panic!("{report}"));
    let options = Options {
        cache: Path::new(env!("CARGO_TARGET_TMPDIR")).join("views"),
        program: env!("CARGO_BIN_EXE_palimpsest").into(),
        ..Options::new()
    };
    let outcomes = prepare::prepare(&loaded.exhibit, &options, &mut Silent);
    let axis = palimpsest::show::Program::of(&loaded.exhibit, |_| None).axis();
    Hanging {
        prepared: outcomes.into_iter().map(|outcome| outcome.prepared.map(Arc::new)).collect(),
        exhibit: Arc::new(loaded.exhibit),
        takes: palimpsest::media::beneath::Takes::new(),
        trace: None,
        language: "en".to_owned(),
        first: vec![
            ShowCommand::ScrubTo(ScrubPosition::at(axis.stop(stop))),
            ShowCommand::SetView(view),
            ShowCommand::JumpTo(FilmTime::from_secs(5)),
        ],
        options,
        faces: Typefaces::shipped(),
        installation: installation.map(Arc::new),
        idle: None,
    }
}

fn row_of_five() -> Installation {
    let screens = (0..5).map(|index| Screen {
        name: format!("screen {index}"),
        x: f64::from(index) * 700.0,
        ..Screen { width: 681.0, height: 1210.0, ..Screen::ordinary((1080, 1920)) }
    });
    Installation { screens: screens.collect(), ..Installation::default() }
}

fn three_by_three() -> Installation {
    let screens = (0..9).map(|index| Screen {
        name: format!("screen {index}"),
        x: f64::from(index % 3) * 1215.0,
        y: f64::from(index / 3) * 686.0,
        ..Screen::ordinary((1920, 1080))
    });
    let screens = screens.collect();
    Installation { screens, viewing_distance_mm: 3000.0, ..Installation::default() }
}

fn expectation(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/views").join(name).with_extension("png")
}

/// Draws a view and compares it with what is expected of it.
fn looks_as_expected(name: &str, installation: Option<Installation>, view: View, stop: usize) {
    let _alone = one_at_a_time();
    let size = if installation.is_some() { (800, 450) } else { (640, 360) };
    let mut wall = Offscreen::new(hanging(installation, view, stop), size, Pace::Stepped).unwrap();
    (0..3).for_each(|_| wall.tick(0));
    compare(name, &wall);
}

/// Compares what is drawn with what is expected by this name.
pub fn compare(name: &str, wall: &Offscreen) {
    let drawn = wall.picture().unwrap();
    let drawn = RgbImage::from_fn(drawn.width, drawn.height, |x, y| {
        let at = (y * drawn.width + x) as usize * 4;
        image::Rgb([drawn.rgba[at], drawn.rgba[at + 1], drawn.rgba[at + 2]])
    });
    let stage = wall.app().world().resource::<Stage>();
    let panes: Vec<String> = stage
        .panes()
        .map(|(_, pane)| {
            let r = pane.hung.rect;
            format!("{:?} {:.0},{:.0} {:.0}x{:.0}", pane.key, r.x, r.y, r.w, r.h)
        })
        .collect();
    let (picture, layout) = (expectation(name), expectation(name).with_extension("txt"));
    let panes = panes.join("\n") + "\n";
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::create_dir_all(picture.parent().unwrap()).unwrap();
        drawn.save(&picture).unwrap();
        std::fs::write(&layout, panes).unwrap();
        return;
    }
    assert_eq!(panes, std::fs::read_to_string(&layout).unwrap(), "{name}: the panes lie elsewhere");
    let expected = ImageReader::open(&picture).unwrap().decode().unwrap().to_rgb8();
    assert_eq!(drawn.dimensions(), expected.dimensions(), "{name}");
    let quarter = |picture: &RgbImage| {
        let (w, h) = (picture.width() / 4, picture.height() / 4);
        imageops::resize(picture, w, h, imageops::FilterType::Triangle)
    };
    let (small, other) = (quarter(&drawn), quarter(&expected));
    let apart = small.as_raw().iter().zip(other.as_raw());
    let apart: Vec<i32> = apart.map(|(a, b)| (i32::from(*a) - i32::from(*b)).abs()).collect();
    let mean = f64::from(apart.iter().sum::<i32>()) / apart.len() as f64;
    let worst = apart.iter().copied().max().unwrap_or(0);
    if mean > MEAN || worst > WORST {
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        drawn.save(&kept).unwrap();
        panic!(
            "{name} looks unlike {}: mean difference {mean:.2}, worst {worst}; what was drawn is {}",
            picture.display(),
            kept.display()
        );
    }
}

#[test]
fn chorus_looks_as_it_should() {
    looks_as_expected("chorus", None, View::Chorus, 3);
    looks_as_expected("chorus-row", Some(row_of_five()), View::Chorus, 3);
    looks_as_expected("chorus-field", Some(three_by_three()), View::Chorus, 7);
}

#[test]
fn solo_looks_as_it_should() {
    looks_as_expected("solo", None, View::Solo, 2);
    looks_as_expected("solo-row", Some(row_of_five()), View::Solo, 5);
    looks_as_expected("solo-field", Some(three_by_three()), View::Solo, 1);
}

#[test]
fn story_looks_as_it_should() {
    looks_as_expected("story", None, View::Story, 4);
    looks_as_expected("story-row", Some(row_of_five()), View::Story, 2);
    looks_as_expected("story-field", Some(three_by_three()), View::Story, 6);
}

#[test]
fn duet_looks_as_it_should() {
    looks_as_expected("duet", None, View::Duet, 6);
    looks_as_expected("duet-row", Some(row_of_five()), View::Duet, 4);
}

#[test]
fn strata_looks_as_it_should() {
    looks_as_expected("strata", None, View::Strata, 3);
    looks_as_expected("strata-field", Some(three_by_three()), View::Strata, 5);
}

#[test]
fn the_two_ends_look_as_they_should() {
    looks_as_expected("inputs", None, View::Solo, 0);
    looks_as_expected("next", None, View::Solo, 8);
}

#[test]
fn another_view_does_not_pass_for_the_one_that_is_expected() {
    let found = std::panic::catch_unwind(|| looks_as_expected("solo", None, View::Duet, 2));
    assert!(found.is_err() || std::env::var_os("UPDATE_PICTURES").is_some());
}
