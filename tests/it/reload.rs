//! Live reload: what becomes of an edited exhibit file, judged and seen.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bevy::app::{App, Update};
use bevy::ecs::schedule::IntoScheduleConfigs;
use palimpsest::diagnostic::Report;
use palimpsest::exhibit::{self, Exhibit, Loaded};
use palimpsest::media::beneath::{Sets, Takes};
use palimpsest::media::open::Renditions;
use palimpsest::media::plugin::{Needs, Patience, Pictures, Playable, Tally};
use palimpsest::media::{FrameState, Lockstep, Need};
use palimpsest::prepare::{self, Options};
use palimpsest::reload::watch::Watch;
use palimpsest::reload::{Edition, Judge, Verdict};
use palimpsest::rendition::{Prepared, Rendition};
use palimpsest::scrub::Stop;
use palimpsest::show::plugin::{Hung, Inbox, Now, ShowSystems};
use palimpsest::show::{Program, Show, ShowCommand};
use palimpsest::timeline::clock::Stepped;
use palimpsest::timeline::{Clock as _, FilmTime, Rate};

/// An exhibit of cards under these ids, one generation each.
fn text(title: &str, ids: &[&str]) -> String {
    let mut text =
        format!("title = \"{title}\"\nlength = 12.0\n[[shot]]\nid = \"all\"\nstart = 0\n");
    for (month, id) in ids.iter().enumerate() {
        let released = format!("{}-{:02}", 2000 + id.len(), month + 1);
        text += &format!(
            "[[generation]]\nid = \"{id}\"\nname = \"{id}\"\nreleased = \"{released}\"\n\
             [[version]]\ngeneration = \"{id}\"\ncard = 24\n"
        );
    }
    text
}

fn parsed(text: &str) -> Result<Loaded, Report> {
    exhibit::parse(text, Path::new("x/exhibit.toml"), Path::new("x"))
}

fn exhibit(title: &str, ids: &[&str]) -> Arc<Exhibit> {
    Arc::new(parsed(&text(title, ids)).unwrap().exhibit)
}

fn card(number: u16) -> Prepared {
    let rendition = Rendition::card(number, Rate::whole(24), FilmTime::from_secs(12));
    Prepared { folder: PathBuf::new(), rendition }
}

// ---------------------------------------------------------------- judged

#[test]
fn a_text_that_says_the_same_changes_nothing() {
    let mut judge = Judge::new(exhibit("A", &["a", "b"]));
    assert_eq!(judge.judge(parsed(&text("A", &["a", "b"]))), Verdict::Unchanged);
}

#[test]
fn a_good_text_is_hung_once() {
    let mut judge = Judge::new(exhibit("A", &["a"]));
    let new = text("B", &["a"]);
    let Verdict::Hang(hung, _) = judge.judge(parsed(&new)) else { panic!() };
    assert_eq!(hung.title.get("en"), "B");
    assert_eq!(judge.judge(parsed(&new)), Verdict::Unchanged);
}

#[test]
fn the_same_errors_are_told_once_and_others_again() {
    let mut judge = Judge::new(exhibit("A", &["a"]));
    assert!(matches!(judge.judge(parsed("title =")), Verdict::Refuse(_)));
    assert_eq!(judge.judge(parsed("title =")), Verdict::Unchanged);
    assert!(matches!(judge.judge(parsed("length =")), Verdict::Refuse(_)));
    assert_eq!(judge.accepted().title.get("en"), "A", "the old one is kept");
}

#[test]
fn errors_that_are_undone_are_mended_without_hanging_anything() {
    let mut judge = Judge::new(exhibit("A", &["a"]));
    assert!(matches!(judge.judge(parsed("title =")), Verdict::Refuse(_)));
    assert_eq!(judge.judge(parsed(&text("A", &["a"]))), Verdict::Mended);
    assert!(matches!(judge.judge(parsed("title =")), Verdict::Refuse(_)), "told anew");
}

#[test]
fn a_version_that_is_not_prepared_yet_keeps_its_film_wherever_it_stands() {
    let (a, b) = (Arc::new(card(1)), Arc::new(card(2)));
    let hangs = Edition {
        exhibit: exhibit("A", &["a", "b"]),
        prepared: vec![Some(Arc::clone(&a)), Some(Arc::clone(&b))],
        takes: Takes::new(),
    };
    let next = hangs.followed_by(exhibit("B", &["x", "a", "b"]), vec![None, None, Some(card(3))]);
    assert_eq!(next.prepared[0], None, "new, and nothing to show");
    assert!(Arc::ptr_eq(next.prepared[1].as_ref().unwrap(), &a), "what it was");
    assert_eq!(**next.prepared[2].as_ref().unwrap(), card(3), "what was found");
    assert!(!next.is_dark());
    let same = hangs.followed_by(exhibit("C", &["b"]), vec![Some(card(2))]);
    assert!(Arc::ptr_eq(same.prepared[0].as_ref().unwrap(), &b), "the same one goes on");
    assert!(hangs.followed_by(exhibit("D", &["n"]), vec![None]).is_dark());
}

// ---------------------------------------------------------------- seen

/// A wall without pictures over a file that is watched.
struct Wall {
    app: App,
    file: PathBuf,
    told: Arc<Mutex<Vec<Report>>>,
    clock: Stepped,
}

impl Wall {
    fn new(name: &str, first: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reload").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("exhibit.toml");
        fs::write(&file, first).unwrap();
        let exhibit = Arc::new(exhibit::load(&folder, None).unwrap().exhibit);
        Self::over(file, exhibit, Patience::None)
    }

    /// Over an exhibit that is there already.
    fn over(file: PathBuf, exhibit: Arc<Exhibit>, patience: Patience) -> Self {
        let options = Options {
            cache: file.with_file_name("cache"),
            program: env!("CARGO_BIN_EXE_palimpsest").into(),
            ..Options::new()
        };
        let found = prepare::load_prepared(&exhibit, &options);
        let prepared: Vec<_> =
            found.into_iter().map(|outcome| outcome.prepared.map(Arc::new)).collect();
        let clock = Stepped::default();
        let mut app = App::new();
        let sets = (
            ShowSystems::Input,
            ShowSystems::Advance,
            ShowSystems::Arrange,
            ShowSystems::Select,
            ShowSystems::Report,
        );
        app.configure_sets(Update, sets.chain());
        let show = Show::new(Program::playing(&exhibit, &prepared), clock.now());
        let reels = Lockstep::new(prepared.clone(), Box::new(Renditions));
        palimpsest::show::plugin::plugin(
            &mut app,
            show,
            Arc::clone(&exhibit),
            Arc::new(clock.clone()),
        );
        let playable = Playable(prepared.clone());
        let sets = Arc::new(Sets::of(&exhibit, &Takes::new()));
        palimpsest::media::plugin::plugin(&mut app, reels, (playable, sets), patience);
        let told = Arc::new(Mutex::new(Vec::new()));
        let hear = Arc::clone(&told);
        let tell = move |report: &Report| hear.lock().unwrap().push(report.clone());
        let edition = Edition { exhibit, prepared, takes: Takes::new() };
        let watch = Watch::start(edition.clone(), options, Box::new(tell)).unwrap();
        palimpsest::reload::plugin::plugin(&mut app, edition, watch);
        Self { app, file, told, clock }
    }

    fn tick(&mut self) {
        self.clock.step(1_000_000);
        self.app.update();
    }

    fn command(&mut self, command: ShowCommand) {
        let now = self.clock.now();
        self.app.world_mut().resource_mut::<Inbox>().push(now, command);
        self.tick();
    }

    fn title(&self) -> String {
        self.app.world().resource::<Hung>().0.title.get("en").to_owned()
    }

    /// Ticks until it is so.
    fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !so(self) {
            assert!(Instant::now() < deadline, "never came: {what}");
            std::thread::sleep(Duration::from_millis(5));
            self.tick();
        }
    }
}

#[test]
fn an_edited_file_hangs_and_neither_film_nor_hand_jumps() {
    let mut wall = Wall::new("edited", &text("Before", &["bb", "ccc"]));
    wall.command(ShowCommand::ScrubToVersion(2));
    wall.command(ShowCommand::JumpTo(FilmTime::from_secs(5)));
    for _ in 0..2000 {
        wall.tick();
    }
    assert_eq!(wall.app.world().resource::<Now>().0.scrub.stop, Stop::Version("ccc".to_owned()));

    fs::write(&wall.file, text("After", &["a", "bb", "ccc"])).unwrap();
    wall.until("the new title", |wall| wall.title() == "After");
    let world = wall.app.world();
    let moment = &world.resource::<Now>().0;
    assert_eq!(moment.film, FilmTime::from_secs(5));
    assert_eq!(moment.scrub.stop, Stop::Version("ccc".to_owned()));
    assert_eq!((moment.along, moment.scrub.fraction), (3.0, 0.0));
    assert_eq!(world.resource::<Playable>().0.len(), 3);
}

#[test]
fn a_file_that_an_editor_replaces_is_followed_and_a_bad_one_is_refused_once() {
    let mut wall = Wall::new("replaced", &text("One", &["a"]));
    let aside = wall.file.with_extension("part");

    fs::write(&wall.file, "title = \"Broken\nlength = 12.0\n").unwrap();
    wall.until("a report", |wall| !wall.told.lock().unwrap().is_empty());
    assert_eq!(wall.title(), "One", "what hung goes on");
    // The same content again, as when it is saved twice.
    fs::write(&wall.file, "title = \"Broken\nlength = 12.0\n").unwrap();

    fs::write(&aside, text("Two", &["a"])).unwrap();
    fs::rename(&aside, &wall.file).unwrap();
    wall.until("the second title", |wall| wall.title() == "Two");

    fs::remove_file(&wall.file).unwrap();
    fs::write(&wall.file, text("Three", &["a"])).unwrap();
    wall.until("the third title", |wall| wall.title() == "Three");
    let told = wall.told.lock().unwrap();
    let errors: Vec<&Report> = told.iter().filter(|report| report.errors() > 0).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].render(false).contains("exhibit.toml:1:"), "it names the place");
}

#[test]
fn a_version_that_is_added_comes_onto_a_playing_wall_and_no_frame_of_any_is_late_or_missing() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reload/added");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    crate::arrival::exhibit(&folder, "");
    crate::arrival::film(&folder.join("new.mp4"), 50, |frame| if frame < 25 { 40 } else { 110 });
    crate::arrival::ends(&folder, &["prepare", "."], 0);
    let exhibit = Arc::new(exhibit::load(&folder, None).unwrap().exhibit);
    // Every frame is waited for, so that whether one comes does not depend on the machine.
    let patience = Patience::UpTo(Duration::from_secs(60));
    let mut wall = Wall::over(folder.join("exhibit.toml"), exhibit, patience);
    wall.command(ShowCommand::Play);
    let play = |wall: &mut Wall| {
        let hung = wall.app.world().resource::<Playable>().0.len();
        let need = Need { base: (256, 144), visible: (256, 144), ..Need::default() };
        // As the wall does, also for the one that comes within this tick.
        wall.app.world_mut().resource_mut::<Needs>().0 = vec![need; hung + 1];
        wall.tick();
        hung
    };
    (0..200).for_each(|_| assert!(play(&mut wall) > 0));
    let before = *wall.app.world().resource::<Tally>();

    let asked = ["add", ".", "new.mp4", "--generation", "Model B", "--yes"];
    let from = folder.clone();
    let adding = std::thread::Builder::new()
        .name("adding".into())
        .spawn(move || crate::arrival::ends(&from, &asked, 0))
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(300);
    while play(&mut wall) < 2 {
        assert!(Instant::now() < deadline, "the version never comes");
        std::thread::sleep(Duration::from_millis(1));
    }
    let told = adding.join().unwrap();
    assert!(told.contains("hangs"), "{told}");
    (0..200).for_each(|_| assert!(play(&mut wall) > 0));
    let tally = wall.app.world().resource::<Tally>().since(&before);
    assert_eq!((tally.late, tally.missing), (0, 0), "{tally:?}");
    assert!(tally.exact > tally.refreshes, "both play");
    let pictures = &wall.app.world().resource::<Pictures>().0;
    assert!(pictures.len() == 2 && pictures.iter().all(|shown| shown.state == FrameState::Exact));
    // The axis has the new one, and beyond it the next is empty again.
    let world = wall.app.world();
    assert_eq!(world.resource::<Hung>().0.versions.len(), 2);
    assert_eq!(world.resource::<Playable>().0.len(), 2);
    wall.command(ShowCommand::ScrubTo(palimpsest::scrub::ScrubPosition::at(Stop::Next)));
    assert_eq!(wall.app.world().resource::<Hung>().0.versions[1].id, "model-b");
}
