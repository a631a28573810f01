use bevy::ecs::schedule::IntoScheduleConfigs as _;

use super::*;
use crate::exhibit::Exhibit;
use crate::installation::Screen;
use crate::installation::hours::{Hours, day, zone};
use crate::kiosk::lights::lit;
use crate::media::Lockstep;
use crate::media::faulty::Faulty;
use crate::media::open::Renditions;
use crate::rehearsal::panels::what_if::Shows;
use crate::rendition::{Prepared, Rendition};
use crate::show::{Attract, Program, Show, ShowCommand};
use crate::timeline::clock::Stepped;
use crate::timeline::{FilmTime, Rate};
use crate::wall::Wall;
use crate::wall::plugin::Stage;

const S: i64 = 1_000_000_000;

/// A rehearsal without a window: two cards on three screens, open from ten to six.
struct Bench {
    app: App,
    clock: Stepped,
}

fn exhibit() -> Exhibit {
    let version = |id: &str| format!("[[version]]\nid = \"{id}\"\ngeneration = \"g\"\ncard = 24\n");
    let text = format!(
        "title = \"F\"\nlength = 9\n[[generation]]\nid = \"g\"\nname = \"G\"\n{}{}",
        version("a"),
        version("b")
    );
    let exhibit = crate::exhibit::parse(&text, "e".as_ref(), "".as_ref());
    exhibit.unwrap_or_else(|report| panic!("{report}")).exhibit
}

fn installation() -> Installation {
    let screen = |index: usize| Screen {
        name: format!("s{index}"),
        x: 1300.0 * index as f64,
        output: Some(format!("DP-{index}")),
        ..Screen::ordinary((1920, 1080))
    };
    let mut room =
        Installation { screens: (0..3).map(screen).collect(), ..Installation::default() };
    room.running.hours = Some(Hours {
        zone: zone("UTC").unwrap(),
        week: std::array::from_fn(|_| day("10:00-18:00").unwrap()),
        except: std::collections::BTreeMap::new(),
    });
    room
}

fn rehearsed() -> Bench {
    let (exhibit, room, stepped) =
        (Arc::new(exhibit()), Arc::new(installation()), Stepped::default());
    let card = |number| {
        let rendition = Rendition::card(number, Rate::whole(24), FilmTime::from_secs(9));
        Some(Arc::new(Prepared { folder: std::path::PathBuf::new(), rendition }))
    };
    let prepared = vec![card(1), card(2)];
    let (clock, faults) = (Leaping::over(stepped.clone()), Faults::default());
    let opener = Faulty::over(Renditions, faults.clone());
    let wall = Wall::within(&room, (900, 200));
    let mut app = App::new();
    app.configure_sets(
        Update,
        (ShowSystems::Input, ShowSystems::Arrange, ShowSystems::Report).chain(),
    )
    .insert_resource(TheShow(Show::new(Program::playing(&exhibit, &prepared), ClockTime(0))))
    .insert_resource(Hung(exhibit))
    .insert_resource(ShowClock(Arc::new(clock.clone())))
    .insert_resource(Reels(Lockstep::new(prepared.clone(), Box::new(opener))))
    .insert_resource(Playable(prepared))
    .insert_resource(Stage::new(wall))
    .insert_resource(RoomVolume(1.0))
    .init_resource::<Inbox>()
    .init_resource::<Curtain>()
    .init_resource::<Asleep>()
    .init_resource::<crate::rehearsal::plugin::Panels>()
    .insert_resource(Rehearsed(Arc::clone(&room)));
    plugin(&mut app, Means { installation: room, faults, clock, built: Timestamp::UNIX_EPOCH });
    app.world_mut().resource_mut::<WhatIfBoard>().shown = true;
    let mut rehearsed = Bench { app, clock: stepped };
    rehearsed.after(0, &[]);
    rehearsed
}

impl Bench {
    /// What the panel shows so many seconds later, in the tick in which this is wished for.
    fn after(&mut self, seconds: i64, wishes: &[WhatIfWish]) -> WhatIfView {
        self.clock.step(seconds * S);
        self.app.world_mut().resource_mut::<WhatIfBoard>().wishes.extend_from_slice(wishes);
        self.app.update();
        self.app.world().resource::<WhatIfBoard>().view.clone()
    }

    fn get<R: Resource>(&self) -> &R {
        self.app.world().resource::<R>()
    }

    fn attract(&self) -> Attract {
        let now = self.get::<ShowClock>().0.now();
        self.get::<TheShow>().0.moment(now, now).attract
    }
}

fn doing(what: WhatIf) -> [WhatIfWish; 1] {
    [WhatIfWish::Do(what)]
}

fn taking_back(what: WhatIf) -> [WhatIfWish; 1] {
    [WhatIfWish::TakeBack(what)]
}

#[test]
fn closing_time_is_as_dark_and_as_silent_as_the_gallery_and_is_taken_back() {
    let mut wall = rehearsed();
    assert_eq!((wall.get::<Curtain>().0, wall.get::<RoomVolume>().0), (0.0, 1.0));
    assert!(wall.after(1, &doing(WhatIf::Closing)).shut);
    wall.after(1, &[]);
    assert!((0.1..0.9).contains(&wall.get::<Curtain>().0), "light goes slowly");
    assert!(!wall.get::<Asleep>().0);
    wall.after(2, &[]);
    assert_eq!((wall.get::<Curtain>().0, wall.get::<RoomVolume>().0), (1.0, 0.0));
    assert!(wall.get::<Asleep>().0, "nothing is decoded");
    assert!(!wall.after(1, &taking_back(WhatIf::Closing)).shut);
    assert!(!wall.get::<Asleep>().0);
    wall.after(3, &[]);
    assert_eq!((wall.get::<Curtain>().0, wall.get::<RoomVolume>().0), (0.0, 1.0));
}

#[test]
fn a_visitor_who_leaves_is_invited_at_once_and_a_touch_brings_one_back() {
    let mut wall = rehearsed();
    assert_eq!(wall.attract(), Attract::Off);
    assert!(wall.after(1, &doing(WhatIf::Visitor)).away);
    assert_eq!(wall.attract(), Attract::Since(0.0));
    assert!(wall.after(5, &[]).away);
    let now = wall.get::<ShowClock>().0.now();
    wall.app.world_mut().resource_mut::<TheShow>().0.apply(now, ShowCommand::ScrubStep(1));
    assert!(!wall.after(1, &[]).away);
    assert_eq!(wall.get::<TheShow>().0.idle(), None, "a rehearsal waits for nobody by itself");
    wall.after(1, &doing(WhatIf::Visitor));
    assert!(!wall.after(1, &taking_back(WhatIf::Visitor)).away);
}

#[test]
fn a_clock_that_leaps_takes_the_film_and_the_hours_along_and_only_the_calendar_goes_back() {
    let mut wall = rehearsed();
    let before = wall.get::<ShowClock>().0.now();
    // Hours count from the first leap on.
    let leap = [WhatIfWish::Leap(8 * 3600), WhatIfWish::Leap(60)];
    let view = wall.after(1, &leap);
    assert_eq!(view.leapt.as_deref(), Some("8 h 1 min"));
    assert_eq!(wall.get::<ShowClock>().0.now(), before.after((8 * 3600 + 60 + 1) * S));
    let trouble = wall.get::<Trouble>();
    let hours = trouble.installation.running.hours.as_ref();
    let (is_lit, _) = lit(hours, trouble.doors.calendar(), Timestamp::UNIX_EPOCH);
    assert_eq!(trouble.doors.are_lit(), is_lit, "as the hours say then");
    let view = wall.after(1, &taking_back(WhatIf::Clock));
    assert_eq!(view.leapt, None);
    assert!(wall.get::<Trouble>().doors.are_lit(), "a rehearsal is always open");
    assert!(wall.get::<ShowClock>().0.now() > before.after(8 * 3600 * S));
}

#[test]
fn a_lost_screen_is_dark_by_the_rule_of_the_gallery_and_comes_back() {
    let mut wall = rehearsed();
    let view = wall.after(0, &doing(WhatIf::Screen(1)));
    let shows: Vec<&Shows> = view.screens.iter().map(|screen| &screen.shows).collect();
    assert_eq!(shows, [&Shows::Its, &Shows::Nothing, &Shows::Its]);
    assert_eq!(wall.get::<Places>().0, [Some(0), None, Some(2)]);
    let view = wall.after(0, &taking_back(WhatIf::Screen(1)));
    assert!(view.screens.iter().all(|screen| screen.shows == Shows::Its && !screen.lost));
    assert_eq!(wall.get::<Places>().0, []);
}

#[test]
fn the_wall_that_loses_a_screen_is_the_one_that_is_drafted_now() {
    let mut wall = rehearsed();
    wall.after(0, &doing(WhatIf::Screen(1)));
    let mut drafted = installation();
    drafted.screens[1].output = Some("DP-2".to_owned());
    drafted.screens[2].output = Some("DP-1".to_owned());
    drafted.screens.push(Screen { x: 9000.0, ..drafted.screens[0].clone() });
    drafted.screens[3].output = Some("DP-7".to_owned());
    wall.app.insert_resource(Rehearsed(Arc::new(drafted)));
    wall.after(0, &[]);
    assert_eq!(wall.get::<Places>().0, [Some(0), None, Some(2), Some(3)]);
    wall.after(0, &doing(WhatIf::Screen(3)));
    assert_eq!(wall.get::<Places>().0, [Some(0), None, Some(2), None]);
    wall.app.insert_resource(Rehearsed(Arc::new(installation())));
    wall.after(0, &[]);
    assert_eq!(wall.get::<Places>().0, [Some(0), None, Some(2)], "what hangs no more is not lost");
}

#[test]
fn everything_is_well_again_with_one_wish() {
    let mut wall = rehearsed();
    let all = [
        WhatIfWish::Do(WhatIf::Controller),
        WhatIfWish::Do(WhatIf::Screen(0)),
        WhatIfWish::Do(WhatIf::Screen(2)),
        WhatIfWish::Do(WhatIf::Decoder(0)),
        WhatIfWish::Do(WhatIf::File(1)),
        WhatIfWish::SlowDisk(0.5),
        WhatIfWish::Leap(60),
        WhatIfWish::Do(WhatIf::Closing),
        WhatIfWish::Do(WhatIf::Visitor),
        // What is not there changes nothing.
        WhatIfWish::Do(WhatIf::Decoder(77)),
        WhatIfWish::Do(WhatIf::Screen(77)),
    ];
    let view = wall.after(1, &all);
    assert!(view.unplugged && view.shut && view.away && view.leapt.is_some());
    assert!(view.versions[0].broken && view.versions[1].corrupt && !view.versions[1].broken);
    assert_eq!(view.disk, Some(0.5));
    assert!(wall.get::<Unplugged>().0);
    let view = wall.after(1, &[WhatIfWish::AllWell]);
    assert!(!view.unplugged && !view.shut && !view.away && view.leapt.is_none());
    assert!(view.versions.iter().all(|version| !version.broken && !version.corrupt));
    assert!(view.screens.iter().all(|screen| !screen.lost));
    assert_eq!((view.disk, wall.get::<Unplugged>().0), (None, false));
}

#[test]
fn a_hidden_panel_is_not_filled() {
    let mut wall = rehearsed();
    wall.app.world_mut().resource_mut::<WhatIfBoard>().shown = false;
    assert!(!wall.after(0, &doing(WhatIf::Closing)).shut);
    assert!(wall.get::<Trouble>().doors.are_shut(), "wishes are carried out all the same");
}
