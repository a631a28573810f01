//! The wall as it is drawn: pictures are read back and the squares in them are read, so that what
//! is proved is what is seen.

mod flashes;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use palimpsest::app::Hanging;
use palimpsest::exhibit;
use palimpsest::media::beneath::Takes;
use palimpsest::media::plugin::Playable;
use palimpsest::media::squares::{Region, Squares, read_squares};
use palimpsest::media::test_card::TestCard;
use palimpsest::offscreen::{Offscreen, Pace};
use palimpsest::prepare::master::{MasterCodec, encode_master};
use palimpsest::prepare::progress::Silent;
use palimpsest::prepare::{self, Options};
use palimpsest::render::record::WallPicture;
use palimpsest::render::typeset::Typefaces;
use palimpsest::scrub::{ScrubPosition, Stop};
use palimpsest::show::{ShowCommand, View};
use palimpsest::timeline::{FilmTime, Rate, Speed};
use palimpsest::wall::framing::{fit, picture_in_pane};
use palimpsest::wall::plugin::Stage;
use palimpsest::wall::{Content, Pane};

/// One wall is drawn at a time: each has a graphics device of its own.
pub fn one_at_a_time() -> MutexGuard<'static, ()> {
    static WALL: Mutex<()> = Mutex::new(());
    WALL.lock().unwrap_or_else(PoisonError::into_inner)
}

fn options(cache: &Path) -> Options {
    Options {
        cache: cache.to_owned(),
        program: env!("CARGO_BIN_EXE_palimpsest").into(),
        ..Options::new()
    }
}

/// An exhibit with what was prepared of its versions; each must be as good as it can be.
pub fn hang(exhibit: &Path, media: Option<&Path>, cache: &Path, trace: Option<PathBuf>) -> Hanging {
    let loaded =
        exhibit::load(exhibit, media).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let outcomes = prepare::prepare(&loaded.exhibit, &options(cache), &mut Silent);
    for outcome in &outcomes {
        assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    }
    Hanging {
        exhibit: Arc::new(loaded.exhibit),
        prepared: outcomes.into_iter().map(|outcome| outcome.prepared.map(Arc::new)).collect(),
        takes: Takes::new(),
        trace,
        language: "en".to_owned(),
        first: vec![ShowCommand::Play],
        options: options(cache),
        faces: Typefaces::shipped(),
        installation: None,
        idle: None,
    }
}

/// Where a version's picture lies on the wall.
fn region(wall: &Offscreen, pane: &Pane, version: usize) -> Region {
    let rendition = &wall.app().world().resource::<Playable>().0[version];
    let clip = &rendition.as_ref().expect("prepared").rendition.clips[0];
    let size = (pane.hung.rect.w, pane.hung.rect.h);
    let fitted = fit(exhibit::Framing::Contain, size, clip.aspect(), 1.0).hung_low(pane.hung.low);
    let [x, y, w, h] = picture_in_pane(&fitted);
    Region {
        x: pane.hung.rect.x + x * size.0,
        y: pane.hung.rect.y + y * size.1,
        width: w * size.0,
        height: h * size.1,
    }
}

fn gray(picture: &WallPicture) -> impl Fn(u32, u32) -> u8 {
    move |x, y| {
        let (x, y) = (x.min(picture.width - 1), y.min(picture.height - 1));
        picture.rgba[(y * picture.width + x) as usize * 4 + 1]
    }
}

/// The squares of every version that the last picture shows.
fn read(wall: &Offscreen) -> Vec<(usize, Squares)> {
    let picture = wall.picture().expect("a picture");
    let stage = wall.app().world().resource::<Stage>();
    let film = |pane: &Pane| match pane.content {
        Content::Film { version, other: None } if pane.hung.opacity >= 1.0 => Some(version),
        _ => None,
    };
    let panes = stage.panes().filter_map(|(_, pane)| Some((pane, film(pane)?)));
    panes
        .map(|(pane, version)| {
            let squares = read_squares(gray(&picture), region(wall, pane, version));
            let film = wall.moment().film;
            (version, squares.unwrap_or_else(|| panic!("version {version} at {film}: no squares")))
        })
        .collect()
}

/// Five laps, then jumps, other speeds, backwards, and a loop of one shot: number of pictures,
/// clock between two, and what the show is told before the first.
fn journey(length: FilmTime) -> Vec<(u32, i64, Option<ShowCommand>)> {
    let step = 233_333_333;
    let lap = (length.0 / step) as u32;
    let just_before_the_end = FilmTime(length.0 - 20_000_000);
    let near = 17_000_000;
    vec![
        (lap * 5 + 2, step, None),
        (6, near, Some(ShowCommand::JumpTo(just_before_the_end))),
        (4, near, Some(ShowCommand::JumpTo(FilmTime::ZERO))),
        (8, 91_000_000, Some(ShowCommand::Shuttle(Speed::thousandths(2000)))),
        (8, 91_000_000, Some(ShowCommand::Shuttle(Speed::thousandths(4000)))),
        (8, 41_000_000, Some(ShowCommand::Shuttle(Speed::thousandths(-1000)))),
        (8, 91_000_000, Some(ShowCommand::Shuttle(Speed::thousandths(-4000)))),
        (6, near, Some(ShowCommand::Shuttle(Speed::thousandths(250)))),
        (6, 91_000_000, Some(ShowCommand::JumpShot(1))),
        (8, 291_000_000, Some(ShowCommand::LoopShot)),
        (3, near, Some(ShowCommand::Pause)),
        (1, near, Some(ShowCommand::Jog(1))),
        (1, near, Some(ShowCommand::Jog(1))),
        (1, near, Some(ShowCommand::Jog(-3))),
    ]
}

/// Travels, and calls `prove` with every picture's squares.
fn travel(
    wall: &mut Offscreen,
    length: FilmTime,
    mut prove: impl FnMut(&Offscreen, &[(usize, Squares)]),
) {
    for (pictures, step, command) in journey(length) {
        command.into_iter().for_each(|command| wall.command(command));
        for _ in 0..pictures {
            wall.tick(step);
            let squares = read(wall);
            prove(wall, &squares);
        }
    }
    let tally = wall.tally();
    assert_eq!((tally.late, tally.missing), (0, 0), "all frames are exact: {tally:?}");
}

#[test]
fn every_card_on_the_wall_shows_the_frame_of_the_same_film_time() {
    let _alone = one_at_a_time();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("exhibits/test-card");
    let cache = tempfile::tempdir().expect("a folder");
    let hanging = hang(&shipped, None, cache.path(), None);
    let exhibit = Arc::clone(&hanging.exhibit);
    let mut wall = Offscreen::new(hanging, (960, 540), Pace::Stepped).expect("a wall");
    travel(&mut wall, exhibit.length, |wall, squares| {
        assert_eq!(squares.len(), 12);
        for (version, squares) in squares {
            let exhibit::Source::Card(rate) = exhibit.versions[*version].source else {
                panic!("a card")
            };
            assert_eq!(usize::from(squares.version), version + 1);
            let expected = rate.frame_at(wall.moment().film);
            assert_eq!(u64::from(squares.frame), expected, "version {version}");
        }
    });
}

/// Cards encoded as models deliver films: codec, frames a second, and size.
const MASTERS: [(MasterCodec, u32, (u32, u32)); 7] = [
    (MasterCodec::Gif, 10, (320, 180)),
    (MasterCodec::Vp9, 8, (480, 270)),
    (MasterCodec::H264, 12, (640, 360)),
    (MasterCodec::Vp9, 24, (640, 360)),
    (MasterCodec::H264, 25, (960, 540)),
    (MasterCodec::H264, 30, (640, 360)),
    (MasterCodec::H264, 60, (480, 270)),
];

fn write_encoded_cards(folder: &Path, seconds: u32) {
    let mut text = format!("title = \"Encoded cards\"\nlength = {seconds}\n");
    text.push_str("[[shot]]\nid = \"one\"\nstart = 0\ntitle = \"One\"\n");
    text.push_str("[[shot]]\nid = \"two\"\nstart = 1.7\ntitle = \"Two\"\n");
    for (index, (codec, rate, size)) in MASTERS.into_iter().enumerate() {
        let file = format!("{index}.{}", codec.extension());
        let number = index as u16 + 1;
        let card = TestCard::new(number, Rate::whole(rate), size);
        let frames = (0..rate * seconds).map(|frame| card.frame(frame));
        encode_master(&folder.join(&file), codec, frames, Rate::whole(rate), size)
            .unwrap_or_else(|why| panic!("{file}: {why}"));
        text.push_str(&format!(
            "[[generation]]\nid = \"g{index}\"\nname = \"G{index}\"\nreleased = \"{}\"\n\
             [[version]]\ngeneration = \"g{index}\"\nfile = \"{file}\"\n",
            2018 + index
        ));
    }
    std::fs::write(folder.join("exhibit.toml"), text).expect("the exhibit is written");
}

#[test]
fn encoded_masters_pass_prepare_decoder_and_upload_and_every_pane_shows_the_same_film_time() {
    let _alone = one_at_a_time();
    let folder = tempfile::tempdir().expect("a folder");
    write_encoded_cards(folder.path(), 3);
    let hanging = hang(folder.path(), None, &folder.path().join("cache"), None);
    let length = hanging.exhibit.length;
    let mut wall = Offscreen::new(hanging, (960, 540), Pace::Stepped).expect("a wall");
    travel(&mut wall, length, |wall, squares| {
        assert_eq!(squares.len(), MASTERS.len());
        let film = wall.moment().film;
        for (version, squares) in squares {
            let (_, rate, _) = MASTERS[*version];
            assert_eq!(usize::from(squares.version), version + 1);
            // Containers round times to their own units, at worst a millisecond.
            let near = [film.0 - 1_000_000, film.0, film.0 + 1_000_000];
            let frames = near.map(|ns| Rate::whole(rate).frame_at(FilmTime(ns.max(0))));
            assert!(
                frames.contains(&u64::from(squares.frame)),
                "version {version} at {film} shows frame {}, not {frames:?}",
                squares.frame
            );
        }
    });
}

#[test]
fn a_hand_that_moves_through_the_versions_never_sees_a_late_or_missing_frame() {
    let _alone = one_at_a_time();
    let folder = tempfile::tempdir().expect("a folder");
    write_encoded_cards(folder.path(), 2);
    let hanging = hang(folder.path(), None, &folder.path().join("cache"), None);
    let ids: Vec<String> =
        hanging.exhibit.versions.iter().map(|version| version.id.clone()).collect();
    let mut wall = Offscreen::new(hanging, (640, 360), Pace::Stepped).expect("a wall");
    wall.command(ShowCommand::SetView(View::Solo));
    wall.command(ShowCommand::ScrubTo(ScrubPosition::at(Stop::Inputs)));
    let step = 37_000_000;
    (0..60).for_each(|_| wall.tick(step));
    for (number, id) in ids.iter().enumerate() {
        wall.command(ShowCommand::ScrubStep(1));
        (0..30).for_each(|_| wall.tick(step));
        assert_eq!(wall.moment().scrub, ScrubPosition::at(Stop::Version(id.clone())));
        let squares = read(&wall);
        assert_eq!(squares.len(), 1, "one version is seen");
        assert_eq!(usize::from(squares[0].1.version), number + 1);
    }
    wall.command(ShowCommand::ScrubStep(1));
    (0..30).for_each(|_| wall.tick(step));
    assert_eq!(wall.moment().scrub, ScrubPosition::at(Stop::Next));
    assert!(read(&wall).is_empty(), "the next one is not made yet");
    let tally = wall.tally();
    assert_eq!((tally.late, tally.missing), (0, 0));
}

#[test]
fn real_films_of_many_models_play_five_laps_with_every_frame_exact() {
    let media = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/media/same-prompt/showdown");
    if !media.is_dir() {
        eprintln!("skipped: the films of tests/exhibits/showdown are not on this machine");
        return;
    }
    let _alone = one_at_a_time();
    let exhibit = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exhibits/showdown");
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("showdown");
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("trace.jsonl");
    let hanging = hang(&exhibit, Some(&media), &cache, Some(trace.clone()));
    let (length, versions) = (hanging.exhibit.length, hanging.exhibit.versions.len());
    let again = Hanging {
        exhibit: Arc::clone(&hanging.exhibit),
        prepared: hanging.prepared.clone(),
        takes: Takes::new(),
        trace: None,
        language: hanging.language.clone(),
        first: vec![ShowCommand::Play],
        options: options(&cache),
        faces: Typefaces::shipped(),
        installation: None,
        idle: None,
    };
    let mut wall = Offscreen::new(hanging, (640, 360), Pace::Stepped).expect("a wall");
    let step = 166_666_667;
    let refreshes = 5 * length.0 / step + 1;
    (0..refreshes).for_each(|_| wall.tick(step));
    assert_eq!(wall.moment().lap, 5);
    let tally = wall.tally();
    assert_eq!(tally.exact, refreshes as u64 * versions as u64);
    drop(wall);
    let text = std::fs::read_to_string(trace).expect("a trace");
    assert!(text.lines().count() as i64 >= refreshes);
    for line in text.lines() {
        let line: palimpsest::trace::TraceLine = serde_json::from_str(line).expect("a trace line");
        assert_eq!(line.panes.len(), versions);
        for pane in &line.panes {
            assert_eq!(pane.state, palimpsest::media::FrameState::Exact);
            assert_eq!(pane.frame, pane.wanted_frame);
            assert!(pane.pts_ns.is_some_and(|pts| pts <= line.film_ns));
        }
    }

    // Large panes play rungs whose frames need the ones before them: over jumps, other speeds,
    // backwards and a looped shot, all versions at once and then one after the other.
    let mut wall = Offscreen::new(again, (1920, 1080), Pace::Stepped).expect("a wall");
    for (pictures, step, command) in journey(length).into_iter().skip(1) {
        command.into_iter().for_each(|command| wall.command(command));
        (0..pictures).for_each(|_| wall.tick(step));
    }
    wall.command(ShowCommand::Play);
    wall.command(ShowCommand::SetView(View::Solo));
    for _ in 0..3 {
        wall.command(ShowCommand::ScrubStep(1));
        (0..12).for_each(|_| wall.tick(71_000_000));
    }
    let rungs: Vec<u8> = wall
        .app()
        .world()
        .resource::<palimpsest::media::plugin::Pictures>()
        .0
        .iter()
        .map(|shown| shown.level)
        .collect();
    assert!(rungs.contains(&0) || rungs.contains(&1), "large rungs are played: {rungs:?}");
    let tally = wall.tally();
    assert_eq!((tally.late, tally.missing), (0, 0), "{tally:?}");
}
