//! Press and hold, as it is drawn: every take is read from the picture of the wall.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use palimpsest::app::Hanging;
use palimpsest::exhibit;
use palimpsest::media::beneath::looped::{frame_at, on_grid, step_ns};
use palimpsest::media::plugin::{Beneath, TakePictures};
use palimpsest::media::squares::{Region, read_squares};
use palimpsest::media::test_card::TestCard;
use palimpsest::media::{FrameState, Shown, plugin::Pictures};
use palimpsest::offscreen::{Offscreen, Pace};
use palimpsest::prepare::master::{MasterCodec, encode_master};
use palimpsest::prepare::progress::Silent;
use palimpsest::prepare::{self, Options};
use palimpsest::render::takes::fitted;
use palimpsest::render::typeset::Typefaces;
use palimpsest::rendition::Medium;
use palimpsest::show::ShowCommand;
use palimpsest::timeline::{FilmTime, Rate};
use palimpsest::wall::PaneKey;
use palimpsest::wall::plugin::Stage;

use super::wall::{hang, one_at_a_time};

/// Frames of each take, at eight a second; of one it is a still.
const TAKES: [u32; 6] = [16, 10, 6, 1, 12, 9];
const SHOT: FilmTime = FilmTime::from_secs(3);

fn options(folder: &Path) -> Options {
    Options {
        cache: folder.join("cache"),
        program: env!("CARGO_BIN_EXE_palimpsest").into(),
        ..Options::new()
    }
}

fn take(folder: &Path, number: usize, frames: u32) {
    let (size, rate) = ((640, 360), Rate::whole(8));
    let card = TestCard::new(number as u16 + 1, rate, size);
    let path = folder.join(format!("takes/{number}.mp4"));
    std::fs::create_dir_all(folder.join("takes")).unwrap();
    let frames = (0..frames).map(|index| card.frame(index));
    encode_master(&path, MasterCodec::H264, frames, rate, size).unwrap();
}

/// An exhibit of two cards; takes of the older one's second shot, of which one is missing and one
/// is no film.
fn write(folder: &Path) -> PathBuf {
    for (number, frames) in TAKES.into_iter().enumerate() {
        take(folder, number, frames);
    }
    std::fs::write(folder.join("takes/broken.mp4"), "not a film at all").unwrap();
    let text = "title = \"T\"\nlength = 9\n[[shot]]\nid = \"a\"\nstart = 0\n[[shot]]\nid = \"b\"\n\
                start = 3\n[[generation]]\nid = \"g\"\nname = \"G\"\n[[version]]\nid = \"one\"\n\
                generation = \"g\"\ncard = 24\ntakes = { b = [{ file = \"takes/?.mp4\", refused = \
                \"no\" }, \"takes/broken.mp4\", \"takes/lost.mp4\"] }\n[[version]]\nid = \"two\"\n\
                generation = \"g\"\ncard = 12\n";
    std::fs::write(folder.join("exhibit.toml"), text).unwrap();
    folder.join("exhibit.toml")
}

fn hanging(folder: &Path) -> (Hanging, prepare::Laid) {
    let file = write(folder);
    let loaded = exhibit::load(&file, None).unwrap_or_else(|report| panic!("{report}"));
    let options = options(folder);
    let outcomes = prepare::prepare(&loaded.exhibit, &options, &mut Silent);
    let laid = prepare::prepare_takes(&loaded.exhibit, &options, &mut Silent);
    let hanging = Hanging {
        exhibit: Arc::new(loaded.exhibit),
        prepared: outcomes.into_iter().map(|outcome| outcome.prepared.map(Arc::new)).collect(),
        takes: laid.takes.clone(),
        trace: None,
        language: "en".to_owned(),
        first: vec![ShowCommand::ScrubToVersion(1), ShowCommand::JumpTo(SHOT), ShowCommand::Play],
        options,
        faces: Typefaces::shipped(),
        installation: None,
        idle: None,
    };
    (hanging, laid)
}

/// Reads every take from the wall and compares it with what film time says.
fn prove(wall: &Offscreen) -> usize {
    let picture = wall.picture().expect("a picture");
    let gray = |x: u32, y: u32| {
        let (x, y) = (x.min(picture.width - 1), y.min(picture.height - 1));
        picture.rgba[(y * picture.width + x) as usize * 4 + 1]
    };
    let world = wall.app().world();
    let (stage, shown) = (world.resource::<Stage>(), &world.resource::<TakePictures>().0);
    let set = world.resource::<Beneath>().0.sets().get(1, 1).cloned().expect("takes");
    let line = on_grid(wall.moment().film, SHOT, step_ns(set.moving));
    let mut read = 0;
    for pane in &stage.main().scraped.takes {
        let Some(take) = &set.takes[pane.refused] else { continue };
        let rect = fitted(&pane.rect, shown[pane.refused].aspect);
        let region = Region { x: rect.x, y: rect.y, width: rect.w, height: rect.h };
        let squares = read_squares(gray, region);
        let squares = squares.unwrap_or_else(|| panic!("no squares of take {}", pane.refused));
        assert_eq!(usize::from(squares.version), pane.refused + 1);
        let table = &take.prepared.rendition.rungs[0].table;
        let expected = frame_at(table, line, SHOT).expect("a frame");
        assert_eq!(usize::from(squares.frame), expected, "take {} at {line}", pane.refused);
        read += 1;
    }
    read
}

#[test]
fn every_take_shows_the_frame_of_the_film_time_and_no_version_is_late_for_it() {
    let _alone = one_at_a_time();
    let folder = tempfile::tempdir().unwrap();
    let (hanging, laid) = hanging(folder.path());
    assert_eq!((laid.takes.len(), laid.missing), (TAKES.len(), 2));
    assert_eq!(laid.problems.len(), 2, "what cannot be shown is listed: {:?}", laid.problems);
    let still = laid.takes.values().filter(|take| take.rendition.medium == Medium::Planes).count();
    assert_eq!(still, 1, "of one picture only its planes are kept");
    assert!(laid.takes.values().flat_map(|take| &take.rendition.rungs).all(|rung| rung.intra));
    let mut wall = Offscreen::new(hanging, (1280, 720), Pace::Stepped).expect("a wall");
    let step = 50_000_000;
    (0..4).for_each(|_| wall.tick(step));
    let before = wall.moment().film;
    wall.command(ShowCommand::Scrape(true));
    for tick in 0..40 {
        wall.tick(step);
        let scrape = wall.moment().scrape;
        assert_eq!(scrape.opened.map(|opened| opened.count), Some(1 + TAKES.len() + 2));
        let shown = &wall.app().world().resource::<TakePictures>().0;
        assert_eq!(shown.len(), TAKES.len() + 2);
        // Missing ones stay where they were, without a picture.
        let there = |state: FrameState| shown.iter().filter(|take| take.state == state).count();
        assert_eq!((there(FrameState::Exact), there(FrameState::Missing)), (TAKES.len(), 2));
        if tick >= 13 && tick % 4 == 0 {
            assert_eq!(scrape.amount, 1.0);
            assert_eq!(prove(&wall), TAKES.len());
        }
    }
    let stage = wall.app().world().resource::<Stage>();
    let chosen =
        stage.panes().find(|(_, pane)| pane.key == PaneKey::Chosen).expect("the chosen one");
    let chosen = chosen.1.hung.rect;
    let largest = stage.main().scraped.takes.iter().map(|take| take.rect.w).fold(0.0, f32::max);
    assert!(chosen.w > largest * 1.7);
    assert_eq!(wall.moment().film, before + FilmTime(40 * step), "film time never stopped");
    let late = |shown: &Shown| shown.state == FrameState::Late;
    assert!(!wall.app().world().resource::<Pictures>().0.iter().any(late));
    assert_eq!(wall.tally().late, 0);
    wall.command(ShowCommand::Scrape(false));
    (0..16).for_each(|_| wall.tick(step));
    assert!(wall.app().world().resource::<TakePictures>().0.is_empty());
    assert!(wall.app().world().resource::<Stage>().main().scraped.takes.is_empty());
}

#[test]
fn takes_are_prepared_once_by_what_they_hold_and_pruned_when_no_exhibit_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let (hanging, laid) = hanging(folder.path());
    let options = options(folder.path());
    let again = prepare::load_takes(&hanging.exhibit, &options);
    assert_eq!((again.takes, again.missing), (laid.takes.clone(), 2));
    // The same content under another name is the same rendition.
    std::fs::copy(folder.path().join("takes/0.mp4"), folder.path().join("takes/9.mp4")).unwrap();
    let more = exhibit::load(&hanging.exhibit.file, None).unwrap().exhibit;
    let more = prepare::prepare_takes(&more, &options, &mut Silent);
    let folder_of = |name: &str| more.takes[&folder.path().join(name)].folder.clone();
    assert_eq!(folder_of("takes/9.mp4"), folder_of("takes/0.mp4"));
    std::fs::remove_dir_all(folder.path().join("takes")).unwrap();
    let none = exhibit::load(&hanging.exhibit.file, None).unwrap().exhibit;
    let (removed, _) = prepare::prune(&[none], &options).unwrap();
    assert_eq!(removed, TAKES.len());
}

#[test]
fn takes_of_real_models_open_in_every_shot_that_has_some_and_no_reason_is_invented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let media = root.join("../shared/media/same-prompt/showdown");
    if !media.is_dir() {
        eprintln!("skipped: the films of tests/exhibits/showdown are not on this machine");
        return;
    }
    let _alone = one_at_a_time();
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("showdown");
    let mut hanging = hang(&root.join("tests/exhibits/showdown"), Some(&media), &cache, None);
    let laid = prepare::prepare_takes(&hanging.exhibit, &hanging.options, &mut Silent);
    assert!(laid.problems.is_empty(), "{:?}", laid.problems);
    hanging.takes = laid.takes;
    let exhibit = Arc::clone(&hanging.exhibit);
    let mut wall = Offscreen::new(hanging, (960, 540), Pace::Stepped).expect("a wall");
    let step = 50_000_000;
    let mut opened_of = std::collections::BTreeMap::new();
    for (index, version) in exhibit.versions.iter().enumerate() {
        for (shot, told) in exhibit.shots.iter().enumerate() {
            wall.command(ShowCommand::ScrubToVersion(index as u16 + 1));
            wall.command(ShowCommand::JumpTo(told.start + FilmTime::from_millis(700)));
            (0..30).for_each(|_| wall.tick(step));
            wall.command(ShowCommand::Scrape(true));
            (0..16).for_each(|_| wall.tick(step));
            let opened = wall.moment().scrape.opened.expect("the key is held");
            assert_eq!((opened.stop, opened.shot), (index + 1, shot));
            let refused = exhibit.refused(index, shot).count();
            assert_eq!(opened.count, 1 + refused);
            if refused > 0 {
                let at = |view: &str| format!("{} {} {view}", version.id, told.id);
                let shown = &wall.app().world().resource::<TakePictures>().0;
                let exact = shown.iter().filter(|take| take.state == FrameState::Exact).count();
                assert_eq!(exact, refused, "{}", at("exact"));
                let stage = wall.app().world().resource::<Stage>();
                let panes: Vec<_> = stage.panes().map(|(_, pane)| pane).collect();
                assert!(panes.iter().all(|pane| pane.key == PaneKey::Chosen), "{}", at("alone"));
                let chosen = panes[0].hung.rect;
                let picture = wall.picture().expect("a picture");
                for pane in &stage.main().scraped.takes {
                    assert!(chosen.w > pane.rect.w * 1.3, "{}", at("largest"));
                    let (x, y) = pane.rect.middle();
                    let at_pixel = (y as u32 * picture.width + x as u32) as usize * 4;
                    let lit: u32 =
                        picture.rgba[at_pixel..at_pixel + 3].iter().map(|v| u32::from(*v)).sum();
                    assert!(lit > 24, "{}: {lit}", at("not black"));
                }
                for take in 0..opened.count {
                    let said = palimpsest::story::takes::of(&exhibit, opened, take, true, "en");
                    assert_eq!(said.reason, "", "{}", at("a reason"));
                }
                *opened_of.entry(version.generation).or_insert(0) += 1;
            }
            wall.command(ShowCommand::Scrape(false));
            (0..14).for_each(|_| wall.tick(step));
        }
    }
    // Two takes each of Sora (of two shots), Veo 2 and Veo 3 (of three, in two versions each).
    let counts: Vec<(String, usize)> = opened_of
        .into_iter()
        .map(|(of, count)| (exhibit.generations[of].id.clone(), count))
        .collect();
    let expected = [("sora", 2), ("veo-2", 6), ("veo-3", 6)];
    assert_eq!(counts, expected.map(|(id, count)| (id.to_owned(), count)));
    assert_eq!(wall.tally().late, 0);
}
