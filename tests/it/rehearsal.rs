//! The window of rehearsal, drawn without a display: the panels beside the wall, and what a careless
//! hand does with them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use bevy::ecs::message::Messages;
use bevy::ecs::prelude::{Entity, With};
use bevy::input::ButtonState;
use bevy::input::keyboard::{Key as Typed, KeyCode, KeyboardInput};
use bevy_egui::PrimaryEguiContext;
use bevy_egui::egui::{self, Event, Key, Modifiers, PointerButton};
use bevy_egui::input::EguiInputEvent;
use jiff::Timestamp;
use palimpsest::check::Asked;
use palimpsest::installation::Installation;
use palimpsest::offscreen::{Bench, Offscreen, Pace};
use palimpsest::rehearsal::panels::{Open, Side};
use palimpsest::show::View;
use palimpsest::show::plugin::{Hung, Now, TheShow};
use palimpsest::wall::plugin::Stage;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::views::{compare, hanging};
use crate::wall::one_at_a_time;

const WINDOW: (u32, u32) = (1100, 640);

fn window(open: Open) -> Offscreen {
    on(None, Pace::Stepped, open)
}

fn on(wall: Option<Installation>, pace: Pace, open: Open) -> Offscreen {
    let hanging = hanging(wall, View::Chorus, 2);
    let asked = Asked {
        exhibit: hanging.exhibit.file.clone(),
        media: None,
        installation: hanging.installation.as_ref().and_then(|room| room.file.clone()),
        options: hanging.options.clone(),
    };
    let bench = Bench { open, asked, built: Timestamp::UNIX_EPOCH };
    let mut window = Offscreen::rehearsal(hanging, WINDOW, pace, bench).unwrap();
    (0..3).for_each(|_| window.tick(0));
    window
}

fn wall_of(window: &Offscreen) -> (f32, f32, f32, f32) {
    let stage = window.app().world().resource::<Stage>();
    let size = stage.size();
    (stage.origin.0, stage.origin.1, size.0, size.1)
}

#[test]
fn the_wall_takes_the_room_that_the_panels_leave_and_all_of_it_when_they_are_hidden() {
    let _alone = one_at_a_time();
    let (w, h) = (WINDOW.0 as f32, WINDOW.1 as f32);
    let hidden = window(Open { hidden: true, generations: true, ..Open::default() });
    let (x, y, wide, high) = wall_of(&hidden);
    assert!(x + wide <= w && y + high <= h && (wide >= w - 2.0 || high >= h - 2.0));
    let film = wall_of(&window(Open::default()));
    assert!(film.1 + film.3 < h - 60.0, "{film:?} is over the film");
    let list = wall_of(&window(Open { generations: true, ..Open::default() }));
    assert!(list.0 > 200.0 && list.0 + list.2 <= w, "{list:?} is beneath the list");
    for side in Side::ALL {
        let both = Open { generations: true, side: Some(side), ..Open::default() };
        let both = wall_of(&window(both));
        assert!(both.0 > 200.0 && both.0 + both.2 <= w - 200.0, "{side:?}: {both:?}");
        assert!(both.2 > 100.0 && both.3 > 50.0, "{side:?}: {both:?} is too small to be seen");
    }
}

#[test]
fn the_window_of_rehearsal_looks_as_it_did_when_it_was_looked_at() {
    let _alone = one_at_a_time();
    let open = Open { generations: true, ..Open::default() };
    compare("rehearsal", &window(open));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/3x3.toml");
    let nine = palimpsest::installation::load(&file).unwrap().installation;
    let wall = Open { side: Some(Side::Wall), ..Open::default() };
    compare("rehearsal-wall", &on(Some(nine), Pace::Stepped, wall));
    let help = Open { hidden: true, help: true, ..Open::default() };
    compare("rehearsal-help", &window(help));
}

#[test]
fn hidden_panels_rest_and_come_back_as_they_were() {
    let _alone = one_at_a_time();
    let mut window = window(Open { generations: true, ..Open::default() });
    let before = wall_of(&window);
    let press = |window: &mut Offscreen| {
        let mut heard = window.app_mut().world_mut().resource_mut::<Messages<KeyboardInput>>();
        heard.write_batch(typed(Key::H, Modifiers::NONE));
        (0..3).for_each(|_| window.tick(0));
    };
    press(&mut window);
    let hidden = wall_of(&window);
    assert!(hidden.2 > before.2, "the wall takes their room");
    press(&mut window);
    assert_eq!(wall_of(&window), before);
}

/// What a careless hand does.
#[derive(Clone, Debug)]
enum Does {
    Click(f32, f32),
    Drag((f32, f32), (f32, f32)),
    Scroll(f32),
    Press(Key, Modifiers),
    Type(char),
}

fn does() -> impl Strategy<Value = Does> {
    let place = || (0.0..WINDOW.0 as f32, 0.0..WINDOW.1 as f32);
    let key = prop::sample::select(vec![
        Key::Tab,
        Key::Space,
        Key::Enter,
        Key::Escape,
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
        Key::Backspace,
        Key::Delete,
        Key::Home,
        Key::End,
        Key::Z,
        Key::S,
        Key::A,
        Key::B,
        Key::H,
        Key::O,
        Key::V,
        Key::F2,
        Key::F3,
        Key::F5,
        Key::F6,
        Key::F9,
    ]);
    let modifiers = prop::sample::select(vec![
        Modifiers::NONE,
        Modifiers::NONE,
        Modifiers::SHIFT,
        Modifiers::COMMAND,
        Modifiers::COMMAND | Modifiers::SHIFT,
    ]);
    prop_oneof![
        5 => place().prop_map(|(x, y)| Does::Click(x, y)),
        2 => (place(), place()).prop_map(|(from, to)| Does::Drag(from, to)),
        1 => (-200.0_f32..200.0).prop_map(Does::Scroll),
        3 => (key, modifiers).prop_map(|(key, modifiers)| Does::Press(key, modifiers)),
        1 => prop::sample::select(vec!['0', '9', '-', '.', 'x', 'é', '\u{202e}']).prop_map(Does::Type),
    ]
}

/// What is typed, as the window hears it.
fn typed(key: Key, modifiers: Modifiers) -> Vec<KeyboardInput> {
    let heard = |key_code, logical_key: Typed, state| KeyboardInput {
        key_code,
        logical_key,
        state,
        text: None,
        repeat: false,
        window: Entity::PLACEHOLDER,
    };
    let logical = match key {
        Key::Tab => Typed::Tab,
        Key::Space => Typed::Space,
        Key::Enter => Typed::Enter,
        Key::Escape => Typed::Escape,
        Key::ArrowLeft => Typed::ArrowLeft,
        Key::ArrowRight => Typed::ArrowRight,
        Key::Home => Typed::Home,
        Key::End => Typed::End,
        Key::F2 => Typed::F2,
        Key::F3 => Typed::F3,
        Key::F5 => Typed::F5,
        Key::F6 => Typed::F6,
        Key::F9 => Typed::F9,
        key if key.name().len() == 1 => Typed::Character(key.name().to_lowercase().into()),
        _ => return Vec::new(),
    };
    let control = |state| heard(KeyCode::ControlLeft, Typed::Control, state);
    let with = modifiers.command.then(|| control(ButtonState::Pressed));
    let without = modifiers.command.then(|| control(ButtonState::Released));
    let (down, up) = (ButtonState::Pressed, ButtonState::Released);
    let key = [heard(KeyCode::F35, logical.clone(), down), heard(KeyCode::F35, logical, up)];
    with.into_iter().chain(key).chain(without).collect()
}

fn events(does: &Does) -> Vec<Event> {
    let button = |(x, y): (f32, f32), pressed| Event::PointerButton {
        pos: egui::pos2(x, y),
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let moved = |(x, y): (f32, f32)| Event::PointerMoved(egui::pos2(x, y));
    match *does {
        Does::Click(x, y) => vec![moved((x, y)), button((x, y), true), button((x, y), false)],
        Does::Drag(from, to) => {
            let half = (f32::midpoint(from.0, to.0), f32::midpoint(from.1, to.1));
            vec![moved(from), button(from, true), moved(half), moved(to), button(to, false)]
        }
        Does::Scroll(by) => vec![Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, by),
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
        }],
        Does::Press(key, modifiers) => [true, false]
            .map(|pressed| Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers,
            })
            .to_vec(),
        Does::Type(sign) => vec![Event::Text(sign.to_string())],
    }
}

/// Every file beneath a folder, and what it holds.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => found.push((entry.path(), fs::read(entry.path()).unwrap())),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn ten_thousand_careless_presses_break_nothing_and_write_nothing() {
    let _alone = one_at_a_time();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let watched = || {
        ["config", "exhibits", "tests/exhibits"].map(|folder| files(&root.join(folder))).concat()
    };
    let before = watched();
    let mut runner = TestRunner::deterministic();
    let strategy = does();
    let each = 10_000 / Side::ALL.len();
    let mut seen = BTreeSet::new();
    for side in Side::ALL {
        // What is written goes where it may: the draft and the plan of a wall of its own.
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("3x3.toml");
        let drafted = fs::read(root.join("config/3x3.toml")).unwrap();
        fs::write(&file, &drafted).unwrap();
        let room = palimpsest::installation::load(&file).unwrap().installation;
        let open = Open { generations: true, side: Some(side), ..Open::default() };
        // On the machine's own clock: nothing waits for a decoder that was broken on purpose.
        let mut window = on(Some(room), Pace::Real, open);
        for _ in 0..each.div_ceil(BATCH) {
            for _ in 0..BATCH {
                let does = strategy.new_tree(&mut runner).unwrap().current();
                if let Does::Press(key, modifiers) = does {
                    let mut heard =
                        window.app_mut().world_mut().resource_mut::<Messages<KeyboardInput>>();
                    heard.write_batch(typed(key, modifiers));
                }
                hear(&mut window, events(&does));
            }
            window.tick(0);
            let world = window.app().world();
            let now = &world.resource::<Now>().0;
            world.resource::<TheShow>().0.verify_invariants(now.clock).unwrap();
            assert!(!world.resource::<Hung>().0.versions.is_empty());
            seen.insert(format!("{:?}", now.scrub.stop));
        }
        // Whoever saves keeps what was there before; nobody else writes.
        let kept = files(folder.path()).into_iter().any(|(_, bytes)| bytes == drafted);
        assert!(kept, "the wall was changed and not saved");
    }
    assert!(seen.len() > 2, "the presses reached the show: {seen:?}");
    for ((path, was), (same, is)) in before.iter().zip(watched()) {
        assert_eq!((path, was == &is), (&same, true), "{} was written", path.display());
    }
}

/// What happens between two refreshes.
const BATCH: usize = 10;

fn hear(window: &mut Offscreen, events: Vec<Event>) {
    let world = window.app_mut().world_mut();
    let mut contexts = world.query_filtered::<Entity, With<PrimaryEguiContext>>();
    let context = contexts.single(world).unwrap();
    let mut messages = world.resource_mut::<Messages<EguiInputEvent>>();
    for event in events {
        messages.write(EguiInputEvent { context, event });
    }
}
