use bevy_egui::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::rehearsal::strip::CELL;

fn version(name: &str, condition: Condition) -> VersionHealth {
    let error = (condition != Condition::Well).then(|| "the decoder is stuck".to_owned());
    let sizes = "1280 × 720".to_owned();
    VersionHealth { name: name.to_owned(), condition, queued: 4, sizes, error }
}

fn view() -> HealthView {
    let mut view = HealthView {
        versions: vec![version("Model 1", Condition::Well), version("Model 2", Condition::Resting)],
        per_second: Some(59.6),
        ..HealthView::default()
    };
    let first = |exact| ("one", Counts { exact, ..Counts::default() });
    let other = |exact, late| ("two", Counts { exact, late, missing: 7 });
    view.strip.sample(std::time::Duration::ZERO, [first(0), other(0, 0)].into_iter());
    view.strip.sample(CELL, [first(15), other(12, 3)].into_iter());
    view
}

type Panel<'v> = Harness<'v, Vec<ShowCommand>>;

fn panel(view: &HealthView) -> Panel<'_> {
    let size = vec2(380.0, 900.0);
    let show = move |ui: &mut egui::Ui, wishes: &mut Vec<ShowCommand>| health(ui, view, wishes);
    Harness::builder().with_size(size).build_ui_state(show, Vec::new())
}

#[test]
fn every_version_says_how_its_last_minute_went_and_how_it_is() {
    let view = view();
    let mut panel = panel(&view);
    panel.run();
    panel.get_by_label("Model 1: 15 exact, 0 late, 0 missing; 4 frames ready, 1280 × 720.");
    // Seven were missing before it was first seen: they are not of the last minute.
    panel.get_by_label(
        "Model 2: 12 exact, 3 late, 0 missing; 4 frames ready, 1280 × 720. It rests after a fault.",
    );
    panel.get_by_label("the decoder is stuck: rests, and tries again by itself");
    panel.get_by_label("Refreshes a second over the last minute: 60 now");
    panel.get_by_label("Nothing since the start.");
}

#[test]
fn a_click_on_a_version_and_the_enter_key_go_there() {
    let view = view();
    let mut panel = panel(&view);
    panel.get_by_label_contains("Model 2").click();
    panel.run();
    assert_eq!(*panel.state(), [ShowCommand::ScrubToVersion(2)]);
    panel.get_by_label_contains("Model 1").focus();
    panel.run();
    panel.key_press(egui::Key::Enter);
    panel.run();
    assert_eq!(panel.state().last(), Some(&ShowCommand::ScrubToVersion(1)));
}

#[test]
fn what_the_system_does_not_tell_is_said_to_be_unknown() {
    let view = HealthView::default();
    let mut empty = panel(&view);
    empty.run();
    assert_eq!(empty.get_all_by_label("not known here").count(), 2);
    drop(empty);
    let view = HealthView { cpu: Some((1.34, 2)), memory_mb: Some(412.3), ..HealthView::default() };
    let mut panel = panel(&view);
    panel.run();
    panel.get_by_label("1.3 of 2 cores");
    panel.get_by_label("412 MB");
}

#[test]
fn what_went_wrong_is_said_with_its_place_and_what_to_do() {
    let trouble = Trouble {
        is_error: true,
        ago_s: 150,
        what: "`late/film.mp4` ends early\nand more of it".to_owned(),
        place: Some("exhibit.toml:12:3".to_owned()),
        remedy: Some("Deliver it again.".to_owned()),
        times: 3,
    };
    let view = HealthView { troubles: vec![trouble], ..HealthView::default() };
    let mut panel = panel(&view);
    panel.run();
    for said in [
        "2 min ago",
        "3 times",
        "exhibit.toml:12:3",
        "`late/film.mp4` ends early",
        "and more of it",
        "Deliver it again.",
    ] {
        panel.get_by_label(said);
    }
}

#[test]
fn one_late_frame_of_many_is_still_seen_and_shares_never_overlap() {
    let cell = |exact, late, missing| Counts { exact, late, missing };
    assert_eq!(shares(&cell(0, 0, 0)), None);
    assert_eq!(shares(&cell(15, 0, 0)), Some((0.0, 0.0)));
    assert_eq!(shares(&cell(99, 1, 0)), Some((0.25, 0.0)));
    let (late, missing) = shares(&cell(0, 1, 99)).unwrap();
    assert!(late >= 0.25 && late + missing <= 1.0);
}
