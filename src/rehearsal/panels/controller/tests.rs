use bevy_egui::egui;
use egui::{Event, Key, MouseWheelUnit, Pos2, TouchPhase, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;

mod taught;

struct Panel {
    view: ControllerView,
    wishes: Vec<ControllerWish>,
}

fn shown(view: ControllerView) -> Harness<'static, Panel> {
    let panel = Panel { view, wishes: Vec::new() };
    let draw = |ui: &mut egui::Ui, panel: &mut Panel| {
        controller(ui, &panel.view, &mut panel.wishes);
    };
    let mut harness = Harness::builder().with_size(vec2(380.0, 1600.0)).build_ui_state(draw, panel);
    harness.run_steps(3);
    harness
}

fn desk() -> DeskView {
    DeskView {
        scale: Arc::new(Scale::ordinal(5, 4)),
        at: 2.0,
        stops: ["inputs", "one", "two", "three", "the next one"].map(str::to_owned).to_vec(),
        plays: true,
        holds: false,
        scrapes: false,
        captions: false,
    }
}

fn face(name: &str, looks: Looks) -> Face {
    Face {
        name: name.to_owned(),
        does: "moves along the generations".to_owned(),
        looks,
        leads: Some(0.5),
        barred: false,
        fresh: false,
    }
}

fn port(name: &str, here: bool) -> PortLine {
    PortLine {
        name: name.to_owned(),
        here,
        says: "KORG nanoKONTROL2".to_owned(),
        role: "for staff",
    }
}

fn at_work() -> ControllerView {
    ControllerView {
        ports: vec![port("nanoKONTROL2", true)],
        shown: Some(0),
        controls: vec![
            face("slider 1", Looks::Fader(Some(0.25))),
            face("knob 7", Looks::Knob(None)),
            face("dial 1", Looks::Dial(3.0)),
            face("PLAY", Looks::Key(true)),
        ],
        desk: Some(desk()),
        ..ControllerView::default()
    }
}

fn show(command: ShowCommand) -> ControllerWish {
    ControllerWish::Show(command)
}

#[test]
fn without_a_controller_it_says_what_to_do_and_gives_one_by_hand() {
    let harness = shown(ControllerView { desk: Some(desk()), ..ControllerView::default() });
    harness.get_by_label("No controller is asked for");
    harness.get_by_label("Virtual fader");
    harness.get_by_label("Virtual dial");
    assert!(harness.get_by_label("Learn a control").accesskit_node().is_disabled());
}

#[test]
fn nothing_at_all_is_drawn_too() {
    let harness = shown(ControllerView::default());
    assert!(harness.query_by_label("Virtual fader").is_none());
}

#[test]
fn each_control_is_told_with_its_place_and_what_it_does() {
    let harness = shown(at_work());
    for told in [
        "slider 1: moves along the generations, at 25 %",
        "knob 7: moves along the generations, not moved yet",
        "dial 1: moves along the generations, at 50 %",
        "PLAY: moves along the generations, down",
    ] {
        harness.get_by_label(told);
    }
    harness.get_by_label("nanoKONTROL2: KORG nanoKONTROL2, for staff");
}

#[test]
fn the_virtual_keys_ask_for_what_real_ones_do() {
    let mut harness = shown(at_work());
    for (label, command) in [
        ("Older", ShowCommand::ScrubStep(-1)),
        ("Newer", ShowCommand::ScrubStep(1)),
        ("Pause", ShowCommand::TogglePlay),
        ("All or one", ShowCommand::ToggleView),
        ("Hold", ShowCommand::Hold),
        ("Listen", ShowCommand::Listen),
        ("Captions", ShowCommand::ToggleCaptions),
        ("Refused takes", ShowCommand::Scrape(true)),
    ] {
        harness.get_by_label(label).click();
        harness.run_steps(2);
        assert_eq!(std::mem::take(&mut harness.state_mut().wishes), [show(command)], "{label}");
    }
}

#[test]
fn a_key_is_pressed_by_the_keyboard_as_well() {
    let mut harness = shown(at_work());
    harness.get_by_label("Hold").focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert_eq!(harness.state().wishes, [show(ShowCommand::Hold)]);
}

#[test]
fn the_fader_follows_the_pointer_and_is_let_go() {
    let mut harness = shown(at_work());
    let rect = harness.get_by_label("Virtual fader").rect();
    let at = |share: f32| {
        Pos2::new(rect.left() + 14.0 + share * (rect.width() - 28.0), rect.top() + 19.0)
    };
    harness.drag_at(at(0.5));
    harness.run_steps(1);
    for share in [0.55, 0.75] {
        harness.hover_at(at(share));
        harness.run_steps(1);
    }
    harness.drop_at(at(0.75));
    harness.run_steps(2);
    let wishes = &harness.state().wishes;
    let follows: Vec<f64> = wishes
        .iter()
        .filter_map(|wish| match wish {
            ControllerWish::Show(ShowCommand::ScrubFollow { along }) => Some(*along),
            _ => None,
        })
        .collect();
    assert!((follows.first().unwrap() - 2.0).abs() < 0.1, "{follows:?}");
    assert!((follows.last().unwrap() - 3.0).abs() < 0.01, "{follows:?}");
    assert_eq!(wishes.last(), Some(&show(ShowCommand::ScrubRelease)));
    let releases = wishes.iter().filter(|wish| **wish == show(ShowCommand::ScrubRelease));
    assert_eq!(releases.count(), 1);
}

#[test]
fn a_hand_that_rests_on_the_fader_asks_for_nothing() {
    let mut harness = shown(at_work());
    let rect = harness.get_by_label("Virtual fader").rect();
    harness.drag_at(rect.center());
    harness.run_steps(2);
    harness.state_mut().wishes.clear();
    harness.run_steps(20);
    assert_eq!(harness.state().wishes, []);
}

#[test]
fn arrow_keys_move_the_fader_version_by_version_and_the_dial_click_by_click() {
    let mut harness = shown(at_work());
    harness.get_by_label("Virtual fader").focus();
    harness.run_steps(2);
    harness.key_press(Key::ArrowRight);
    harness.run_steps(2);
    let follow = show(ShowCommand::ScrubFollow { along: 3.0 });
    let wishes = std::mem::take(&mut harness.state_mut().wishes);
    assert_eq!(wishes, [follow, show(ShowCommand::ScrubRelease)]);
    harness.get_by_label("Virtual dial").focus();
    harness.run_steps(2);
    harness.key_press(Key::ArrowLeft);
    harness.run_steps(2);
    let turned = &harness.state().wishes;
    let [ControllerWish::Show(ShowCommand::ScrubTurn { along })] = turned[..] else {
        panic!("{turned:?}");
    };
    assert!((along + 0.25).abs() < 1e-9, "one of four clicks: {along}");
    assert!(harness.get_by_label("Virtual dial").is_focused(), "the arrows stay with it");
}

#[test]
fn the_dial_turns_by_drag_and_by_wheel() {
    let mut harness = shown(at_work());
    let middle = harness.get_by_label("Virtual dial").rect().center();
    harness.drag_at(middle);
    harness.run_steps(1);
    harness.hover_at(middle + vec2(36.0, 0.0));
    harness.run_steps(1);
    harness.drop_at(middle + vec2(36.0, 0.0));
    harness.run_steps(2);
    let sum = |wishes: &[ControllerWish]| -> f64 {
        let along = |wish: &ControllerWish| match wish {
            ControllerWish::Show(ShowCommand::ScrubTurn { along }) => *along,
            other => panic!("{other:?}"),
        };
        wishes.iter().map(along).sum()
    };
    assert!((sum(&harness.state().wishes) - 0.75).abs() < 1e-9, "{:?}", harness.state().wishes);
    harness.state_mut().wishes.clear();
    harness.hover_at(middle);
    harness.run_steps(2);
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -81.0),
        phase: TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
    });
    harness.run_steps(30);
    assert!((sum(&harness.state().wishes) - 0.5).abs() < 1e-9, "{:?}", harness.state().wishes);
}

#[test]
fn of_several_controllers_one_is_chosen() {
    let mut view = at_work();
    view.ports.push(port("X-TOUCH MINI", false));
    let mut harness = shown(view);
    harness.get_by_label("X-TOUCH MINI: KORG nanoKONTROL2").click();
    harness.run_steps(2);
    assert_eq!(harness.state().wishes, [ControllerWish::LookAt("X-TOUCH MINI".to_owned())]);
}

#[test]
fn which_way_to_go_until_they_meet_is_said() {
    let meeting = |stands, way, waits| Meeting {
        control: "slider 1".to_owned(),
        moves: "the picture",
        stands,
        at: 0.8,
        way,
        waits,
        marks: vec![0.0, 0.5, 1.0],
    };
    for (meeting, said) in [
        (
            meeting(Some(0.5), Some(0.3), true),
            "Move slider 1 up by 30 %. It moves nothing until it meets the picture.",
        ),
        (
            meeting(Some(0.9), Some(-0.1), true),
            "Move slider 1 down by 10 %. It moves nothing until it meets the picture.",
        ),
        (
            meeting(Some(0.5), Some(0.3), false),
            "slider 1 is 30 % off; the picture goes along, and they meet by themselves.",
        ),
        (meeting(Some(0.8), None, true), "slider 1 and the picture are together."),
        (
            meeting(None, None, true),
            "slider 1 was not moved yet. It takes over where it meets the picture, at 80 %.",
        ),
    ] {
        let harness = shown(ControllerView { meetings: vec![meeting], ..at_work() });
        harness.get_by_label(said);
    }
}

#[test]
fn messages_are_told_with_what_they_mean_and_what_is_unknown() {
    let line = |unknown, count| MessageLine {
        age_ms: 12_345,
        short: "CC 9 = 1 ch 1".to_owned(),
        says: "control change 9 = 1 on channel 1".to_owned(),
        means: if unknown { "unknown" } else { "slider 1" }.to_owned(),
        count,
        unknown,
    };
    let messages = vec![line(false, 41), line(true, 1)];
    let harness = shown(ControllerView { messages, ..at_work() });
    harness.get_by_label("control change 9 = 1 on channel 1, 41 times: slider 1");
    harness.get_by_label("control change 9 = 1 on channel 1: unknown");
}

#[test]
fn names_without_end_and_numbers_out_of_range_stay_within_the_panel() {
    let long = "Ручка très longue ".repeat(200);
    let mut view = at_work();
    view.ports[0].name.clone_from(&long);
    view.trouble = Some(long.clone());
    view.controls = (0..64)
        .map(|n| {
            let looks = match n % 4 {
                0 => Looks::Fader(Some(f32::NAN)),
                1 => Looks::Knob(Some(7.0)),
                2 => Looks::Dial(f32::INFINITY),
                _ => Looks::Key(false),
            };
            Face { name: long.clone(), does: long.clone(), ..face("", looks) }
        })
        .collect();
    view.meetings = vec![Meeting {
        control: long.clone(),
        moves: "the picture",
        stands: Some(-3.0),
        at: f32::NAN,
        way: Some(9.0),
        waits: true,
        marks: vec![f32::NAN; 64],
    }];
    view.messages = (0..12)
        .map(|_| MessageLine {
            age_ms: u64::MAX,
            short: long.clone(),
            says: long.clone(),
            means: long.clone(),
            count: u32::MAX,
            unknown: true,
        })
        .collect();
    view.desk = Some(DeskView { at: f64::NAN, stops: vec![long.clone()], ..desk() });
    let mut harness = shown(view);
    harness.run_steps(3);
    let fader = harness.get_by_label("Virtual fader").rect();
    assert!(fader.width() <= 380.0 && fader.left() >= 0.0, "{fader:?}");
    assert_eq!(harness.state().wishes, []);
}
