//! The panels as a person uses them, without a window: found by what they are called, pressed,
//! dragged and typed into.

use bevy_egui::egui::{self, Key, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::dock::{DockView, dock};
use super::generations::{GenerationsView, State, VersionRow, generations};
use super::leaving::leaving;
use super::measures::{Course, MeasureOf, MeasuresView, measures};
use super::transport::{ShotMark, TransportView, transport};
use super::{Open, Side, Wish};
use crate::rehearsal::leaving::Unsaved;
use crate::rehearsal::look;
use crate::rehearsal::memory::Remembered;
use crate::scrub::{ScrubPosition, Stop};
use crate::show::{ShowCommand, View};
use crate::timeline::{FilmTime, Speed};

/// A panel of this size, drawn until it rests, with everything it asked for.
fn panel<'a>(
    size: egui::Vec2,
    draw: impl FnMut(&mut egui::Ui, &mut Vec<Wish>) + 'a,
) -> Harness<'a, Vec<Wish>> {
    let mut draw = draw;
    let mut dressed = false;
    let mut harness = Harness::builder().with_size(size).build_ui_state(
        move |ui, wishes| {
            if !dressed {
                look::dress(ui.ctx());
                dressed = true;
                return;
            }
            draw(ui, wishes);
        },
        Vec::new(),
    );
    harness.run();
    harness
}

fn asked(harness: &mut Harness<'_, Vec<Wish>>) -> Vec<Wish> {
    harness.run();
    std::mem::take(harness.state_mut())
}

fn button(pos: egui::Pos2, pressed: bool) -> egui::Event {
    let (button, modifiers) = (egui::PointerButton::Primary, egui::Modifiers::NONE);
    egui::Event::PointerButton { pos, button, pressed, modifiers }
}

fn click(harness: &mut Harness<'_, Vec<Wish>>, at: egui::Pos2) {
    harness.event(egui::Event::PointerMoved(at));
    for pressed in [true, false] {
        harness.event(button(at, pressed));
        harness.step();
    }
}

fn film() -> TransportView {
    let shot = |index: i64, title: &str| ShotMark {
        start: FilmTime::from_secs(index * 10),
        end: FilmTime::from_secs(index * 10 + 10),
        title: title.to_owned(),
        picture: None,
    };
    TransportView {
        film: FilmTime::from_secs(5),
        speed: Speed::NORMAL,
        length: FilmTime::from_secs(40),
        loop_out: FilmTime::from_secs(40),
        shots: vec![shot(0, "River"), shot(1, "Waltz"), shot(2, "Dark"), shot(3, "Kiss")],
        ..TransportView::default()
    }
}

fn row(id: &str, state: State) -> VersionRow {
    VersionRow {
        id: id.to_owned(),
        name: format!("Model {id}"),
        released: "2024".to_owned(),
        state,
        held: false,
        hidden: false,
    }
}

fn three() -> GenerationsView {
    GenerationsView {
        versions: vec![
            row("a", State::Prepared),
            row("b", State::Warning("two files changed".into())),
            row("c", State::NotCleared("not cleared for today".into())),
        ],
        along: 1.0,
        hand: 1.0,
        end: 4.0,
        shows: View::Chorus,
    }
}

#[test]
fn the_keys_of_the_film_ask_for_what_they_are_called() {
    let view = film();
    let mut harness = panel(vec2(1100.0, 58.0), move |ui, wishes| transport(ui, &view, wishes));
    for (name, command) in [
        ("Pause", ShowCommand::TogglePlay),
        ("Previous shot", ShowCommand::JumpShot(-1)),
        ("Next shot", ShowCommand::JumpShot(1)),
        ("One frame back", ShowCommand::Jog(-1)),
        ("One frame on", ShowCommand::Jog(1)),
        ("Loop from here", ShowCommand::LoopFrom),
        ("Loop to here", ShowCommand::LoopTo),
        ("Loop shot", ShowCommand::ToggleLoop),
    ] {
        harness.get_by_label(name).click();
        assert_eq!(asked(&mut harness), [Wish::Show(command)], "{name}");
    }
}

#[test]
fn a_press_on_the_film_jumps_there_and_nowhere_outside_of_it() {
    let view = film();
    let mut harness = panel(vec2(1100.0, 58.0), move |ui, wishes| transport(ui, &view, wishes));
    let bar = harness.get_by_label("Film").rect();
    for (share, seconds) in [(0.0, 0.0), (0.5, 20.0), (1.0, 40.0)] {
        let at = pos2(egui::lerp(bar.left() + 0.1..=bar.right() - 0.1, share), bar.center().y);
        click(&mut harness, at);
        let wishes = asked(&mut harness);
        let Some(Wish::Show(ShowCommand::JumpTo(film))) = wishes.last() else {
            panic!("{wishes:?}")
        };
        assert!((film.0 as f64 / 1e9 - seconds).abs() < 0.1, "{film} for {seconds}");
    }
}

#[test]
fn the_shuttle_springs_back_to_the_speed_it_came_from() {
    let view = film();
    let mut harness = panel(vec2(1100.0, 58.0), move |ui, wishes| transport(ui, &view, wishes));
    let lever = harness.get_by_label("Shuttle").rect();
    let (from, to) = (lever.center(), lever.right_center() - vec2(4.0, 0.0));
    harness.event(egui::Event::PointerMoved(from));
    harness.event(button(from, true));
    harness.step();
    harness.event(egui::Event::PointerMoved(to));
    harness.step();
    let turned = std::mem::take(harness.state_mut());
    let fast = Wish::Show(ShowCommand::Shuttle(Speed::thousandths(4000)));
    assert!(turned.contains(&fast), "{turned:?}");
    harness.event(button(to, false));
    let back = asked(&mut harness);
    assert_eq!(back.last(), Some(&Wish::Show(ShowCommand::Shuttle(Speed::NORMAL))), "{back:?}");
}

#[test]
fn a_generation_is_gone_to_shown_alone_held_and_left_out() {
    let mut harness =
        panel(vec2(300.0, 600.0), move |ui, wishes| generations(ui, &three(), wishes));
    let to = |id: &str| {
        Wish::Show(ShowCommand::ScrubTo(ScrubPosition::at(Stop::Version(id.to_owned()))))
    };
    harness.get_by_label("Model b").click();
    assert_eq!(asked(&mut harness), [to("b")]);
    harness.get_by_label("Solo Model a").click();
    assert_eq!(asked(&mut harness), [to("a"), ShowCommand::SetView(View::Solo).into()]);
    harness.get_by_label("Hold Model b").click();
    assert_eq!(asked(&mut harness), [to("b"), ShowCommand::Hold.into()]);
    harness.get_by_label("Hide Model a").click();
    assert_eq!(asked(&mut harness), [Wish::Hide { version: "a".into(), hidden: true }]);
    assert!(harness.query_by_label("not cleared for today").is_some());
    assert!(harness.query_by_label("two files changed").is_some());
    harness.get_by_label("duet").click();
    assert_eq!(asked(&mut harness), [ShowCommand::SetView(View::Duet).into()]);
}

#[test]
fn what_is_left_out_can_only_be_taken_back_and_the_last_version_stays() {
    let mut view = three();
    view.versions[0].hidden = true;
    view.versions[1].hidden = true;
    view.end = 2.0;
    let mut harness = panel(vec2(300.0, 600.0), move |ui, wishes| generations(ui, &view, wishes));
    for nothing in ["Model a", "Solo Model a", "Hold Model a", "Hide Model c"] {
        harness.get_by_label(nothing).click();
        assert_eq!(asked(&mut harness), [], "{nothing}");
    }
    harness.get_by_label("Show Model a").click();
    assert_eq!(asked(&mut harness), [Wish::Hide { version: "a".into(), hidden: false }]);
}

#[test]
fn the_slider_is_the_hand_and_rests_when_it_is_let_go() {
    let mut harness =
        panel(vec2(300.0, 600.0), move |ui, wishes| generations(ui, &three(), wishes));
    let slider = harness.get_by_label("Position along the generations").rect();
    let at = slider.right_center() - vec2(9.0, 0.0);
    click(&mut harness, at);
    let wishes = asked(&mut harness);
    let Some(Wish::Show(ShowCommand::ScrubFollow { along })) = wishes.first() else {
        panic!("{wishes:?}")
    };
    assert!((along - 4.0).abs() < 0.05, "{along}");
    assert_eq!(wishes.last(), Some(&Wish::Show(ShowCommand::ScrubRelease)));
    harness.get_by_label("Position along the generations").focus();
    harness.step();
    harness.key_press(Key::ArrowLeft);
    assert_eq!(asked(&mut harness), [ShowCommand::ScrubStep(-1).into()]);
}

#[test]
fn everything_of_a_panel_is_reached_with_the_tab_key_alone() {
    let mut harness =
        panel(vec2(300.0, 600.0), move |ui, wishes| generations(ui, &three(), wishes));
    let mut wishes = Vec::new();
    for _ in 0..24 {
        harness.key_press(Key::Tab);
        harness.step();
        harness.key_press(Key::Space);
        wishes.extend(asked(&mut harness));
    }
    for view in View::ALL {
        assert!(wishes.contains(&ShowCommand::SetView(view).into()), "{view:?}: {wishes:?}");
    }
    for version in ["a", "b", "c"] {
        let hide = Wish::Hide { version: version.to_owned(), hidden: true };
        assert!(wishes.contains(&hide), "{version}");
    }
}

#[test]
fn the_row_of_panels_opens_each_and_says_how_it_goes() {
    let view = DockView {
        health: "late 3   missing 0".to_owned(),
        troubled: true,
        errors: 0,
        has_keys: true,
        controllers: vec!["nanoKONTROL2 is not connected".to_owned()],
    };
    let mut harness = panel(vec2(1100.0, 26.0), move |ui, wishes| {
        dock(ui, &view, &Open::default(), wishes);
    });
    harness.get_by_label("Generations").click();
    assert_eq!(asked(&mut harness), [Wish::ToggleGenerations]);
    for side in Side::ALL {
        harness.get_by_label(side.name()).click();
        assert_eq!(asked(&mut harness), [Wish::ToggleSide(side)]);
    }
    assert!(harness.query_by_label("late 3   missing 0").is_some());
    let esc = "the keys are a panel's: Esc gives them to the wall";
    assert!(harness.query_by_label(esc).is_some());
    assert!(harness.query_by_label("nanoKONTROL2 is not connected").is_some());
    let wrong = DockView { errors: 2, ..DockView::default() };
    let mut harness = panel(vec2(1100.0, 26.0), move |ui, wishes| {
        dock(ui, &wrong, &Open::default(), wishes);
    });
    harness.get_by_label("Checks: 2 errors").click();
    assert_eq!(asked(&mut harness), [Wish::ToggleSide(Side::Checks)]);
}

#[test]
fn a_measure_is_chosen_and_its_formula_and_means_are_told() {
    let measure = |name: &str, mean: Option<f64>| MeasureOf {
        name: name.to_owned(),
        unit: String::new(),
        explanation: format!("What {name} is."),
        source: "A book".to_owned(),
        versions: vec![Course {
            id: "a".to_owned(),
            name: "Model a".to_owned(),
            mean,
            curve: vec![[0.0, 1.0], [20.0, 3.0]],
        }],
    };
    let found = vec![measure("motion", Some(0.25)), measure("flicker", None)];
    let view = MeasuresView {
        found: Some(found.into()),
        length: FilmTime::from_secs(40),
        version: "a".to_owned(),
        ..MeasuresView::default()
    };
    let mut harness = panel(vec2(380.0, 700.0), move |ui, wishes| measures(ui, &view, wishes));
    assert!(harness.query_by_label("0.250").is_some());
    harness.get_by_label("flicker").click();
    harness.run();
    assert!(harness.query_by_label("What flicker is.").is_some());
    assert!(harness.query_by_label("not measured").is_some());
}

#[test]
fn hidden_panels_come_back_as_they_were_and_one_is_open_at_the_right() {
    let mut open = Open::default();
    open.toggle_side(Side::Measures);
    open.toggle_generations();
    open.hidden = true;
    assert_ne!(open.shown(), Some(Side::Measures));
    open.hidden = false;
    assert!(open.shown() == Some(Side::Measures) && open.generations);
    open.toggle_side(Side::Measures);
    assert_eq!(open.side, None);
    // Whoever asks for a panel by its key sees it, though all are hidden.
    open.hidden = true;
    open.toggle_generations();
    assert!(open.generations && !open.hidden);
}

#[test]
fn what_was_open_is_open_again_and_names_that_are_not_known_change_nothing() {
    let open = Open { generations: true, side: Some(Side::Health), ..Open::default() };
    let mut memory = std::collections::BTreeMap::new();
    open.note(&mut memory);
    let mut again = Open { hidden: true, ..Open::default() };
    again.recall(&memory);
    assert_eq!(again, open);
    memory.insert("side.open".to_owned(), Remembered::Word("Teapot".to_owned()));
    memory.insert("generations.open".to_owned(), Remembered::Number(3.0));
    again.recall(&memory);
    assert_eq!(again, Open { side: None, ..open });
}

#[test]
fn what_is_not_saved_is_asked_after_and_enter_leads_back_to_it() {
    let unsaved = [
        Unsaved { what: "The wall, drafted from 3x3.toml".to_owned(), side: Side::Wall },
        Unsaved { what: "What Dial has learned to do".to_owned(), side: Side::Controller },
    ];
    let draw = move |ui: &mut egui::Ui, wishes: &mut Vec<Wish>| leaving(ui, &unsaved, wishes);
    let mut harness = panel(vec2(700.0, 400.0), draw);
    assert!(harness.query_by_label("The wall, drafted from 3x3.toml").is_some());
    harness.key_press(Key::Enter);
    assert_eq!(asked(&mut harness), [Wish::Stay { open: Some(Side::Wall) }]);
    harness.key_press(Key::Escape);
    assert!(asked(&mut harness).contains(&Wish::Stay { open: None }));
    harness.get_by_label("Leave without saving").click();
    assert_eq!(asked(&mut harness), [Wish::Leave]);
}

#[test]
fn panels_are_as_wide_as_they_were() {
    let open = Open { widths: (Some(301), None), ..Open::default() };
    let mut memory = std::collections::BTreeMap::new();
    open.note(&mut memory);
    let mut again = Open::default();
    again.recall(&memory);
    assert_eq!(again.widths, (Some(301), None));
    memory.insert("side.width".to_owned(), Remembered::Number(-7.0));
    again.recall(&memory);
    assert_eq!(again.widths.1, Some(0), "the window makes it as narrow as it may be");
}
