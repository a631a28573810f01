use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::wall::Rect;

fn view() -> WhatIfView {
    let screen = |(at, name): (usize, &str)| ScreenSpot {
        name: name.to_owned(),
        rect: Rect { x: at as f32 / 3.0, y: 0.0, w: 0.32, h: 1.0 },
        lost: false,
        shows: Shows::Its,
    };
    let version =
        |name: &str| VersionSpot { name: name.to_owned(), plays: true, ..VersionSpot::default() };
    WhatIfView {
        aspect: 5.3,
        screens: ["left", "middle", "right"].into_iter().enumerate().map(screen).collect(),
        versions: vec![version("Model 1"), version("Model 2"), version("Model 3")],
        at: 1,
        clock: "Tue 24 Nov 12:00".to_owned(),
        leaving: "After 60 s without a touch it invites somebody.".to_owned(),
        ..WhatIfView::default()
    }
}

type Panel<'v> = Harness<'v, Vec<WhatIfWish>>;

fn panel(view: &WhatIfView) -> Panel<'_> {
    let show = move |ui: &mut egui::Ui, wishes: &mut Vec<WhatIfWish>| what_if(ui, view, wishes);
    Harness::builder().with_size(vec2(380.0, 1400.0)).build_ui_state(show, Vec::new())
}

/// What is wished for after a click on the widget of each of these names, one after the other.
fn clicked(view: &WhatIfView, names: &[&str]) -> Vec<WhatIfWish> {
    let mut panel = panel(view);
    for name in names {
        panel.get_by_label(name).click();
        panel.run();
    }
    panel.state().clone()
}

#[test]
fn every_button_does_its_thing_to_the_wall_and_to_the_version_under_the_hand() {
    let view = WhatIfView { controller: Some("Studio Fader".to_owned()), ..view() };
    let names = [
        "Unplug the controller",
        "The visitor leaves",
        "Take the output of screen middle away",
        "Closing time",
        "Break its decoder",
        "Corrupt its file",
        "Slow the disk",
        "Jump the clock an hour on",
    ];
    let wishes = [
        WhatIfWish::Do(WhatIf::Controller),
        WhatIfWish::Do(WhatIf::Visitor),
        WhatIfWish::Do(WhatIf::Screen(1)),
        WhatIfWish::Do(WhatIf::Closing),
        WhatIfWish::Do(WhatIf::Decoder(1)),
        WhatIfWish::Do(WhatIf::File(1)),
        WhatIfWish::SlowDisk(USUAL_DISK),
        WhatIfWish::Leap(3600),
    ];
    assert_eq!(clicked(&view, &names), wishes);
}

#[test]
fn what_was_done_is_taken_back_by_the_same_button_and_everything_by_one() {
    let mut view = WhatIfView {
        unplugged: true,
        disk: Some(0.5),
        leapt: Some("1 h".to_owned()),
        shut: true,
        away: true,
        ..view()
    };
    (view.versions[1].broken, view.versions[1].corrupt) = (true, true);
    (view.screens[2].lost, view.screens[2].shows) = (true, Shows::Nothing);
    let names = [
        "Plug the controller in again",
        "Somebody comes",
        "Give screen right its output again",
        "Open again",
        "Mend its decoder",
        "Restore its file",
        "Have the disk fast again",
        "Set it right",
        "Everything well again",
    ];
    let back = [
        WhatIf::Controller,
        WhatIf::Visitor,
        WhatIf::Screen(2),
        WhatIf::Closing,
        WhatIf::Decoder(1),
        WhatIf::File(1),
        WhatIf::Disk,
        WhatIf::Clock,
    ];
    let mut wishes: Vec<WhatIfWish> = back.into_iter().map(WhatIfWish::TakeBack).collect();
    wishes.push(WhatIfWish::AllWell);
    assert_eq!(clicked(&view, &names), wishes);
    let mut panel = panel(&view);
    panel.run();
    panel.get_by_label("8 things are wrong on purpose");
}

#[test]
fn another_version_than_the_one_under_the_hand_can_be_chosen() {
    let view = view();
    let mut panel = panel(&view);
    panel.get_by_label("The version that is to fail: Model 2").click();
    panel.run();
    panel.get_by_label("Model 3").click();
    panel.run();
    panel.get_by_label("The version that is to fail: Model 3");
    panel.get_by_label("Corrupt its file").click();
    panel.run();
    assert_eq!(*panel.state(), [WhatIfWish::Do(WhatIf::File(2))]);
}

#[test]
fn what_cannot_be_is_not_offered() {
    let mut view = view();
    view.versions[1].plays = false;
    let names =
        ["Unplug the controller", "Break its decoder", "Corrupt its file", "Everything well again"];
    assert_eq!(clicked(&view, &names), []);
    let empty = WhatIfView::default();
    assert_eq!(clicked(&empty, &["Break its decoder", "Corrupt its file"]), []);
}

#[test]
fn a_screen_is_taken_away_with_the_keyboard_alone() {
    let view = view();
    let mut panel = panel(&view);
    panel.get_by_label("Take the output of screen left away").focus();
    panel.run();
    panel.key_press(egui::Key::Enter);
    panel.run();
    assert_eq!(*panel.state(), [WhatIfWish::Do(WhatIf::Screen(0))]);
}
