use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;

fn place(line: usize, column: usize, source_line: &str) -> Place {
    Place {
        file: "exhibit.toml".to_owned(),
        line,
        column,
        length: 4,
        source_line: source_line.to_owned(),
        skipped: 0,
    }
}

fn view() -> ChecksView {
    let mut report = Report::new();
    let wrong = Diagnostic::error("`late.mp4` is not there").help("Put it beside the exhibit.");
    report.push(wrong.at(place(12, 9, "  file = \"late.mp4\"")));
    report.push(Diagnostic::warning("visitors can move only with a dial"));
    let checking = Checking::Done { ago_s: 130 };
    ChecksView { checking, report: Some(report.into()), ..ChecksView::default() }
}

type Panel<'v> = Harness<'v, Vec<ChecksWish>>;

fn panel(view: &ChecksView) -> Panel<'_> {
    let show = move |ui: &mut egui::Ui, wishes: &mut Vec<ChecksWish>| checks(ui, view, wishes);
    Harness::builder().with_size(vec2(380.0, 900.0)).build_ui_state(show, Vec::new())
}

const NAMED: &str = "error: `late.mp4` is not there. Open exhibit.toml:12:9";

#[test]
fn a_problem_is_said_with_its_place_its_line_and_what_to_do() {
    let view = view();
    let mut panel = panel(&view);
    panel.run();
    for said in [
        "1 error, 1 warning",
        "error",
        "exhibit.toml:12:9",
        "`late.mp4` is not there.",
        "file = \"late.mp4\"",
        "Put it beside the exhibit.",
        "warning",
        "visitors can move only with a dial.",
        "checked 2 min ago",
    ] {
        panel.get_by_label(said);
    }
}

#[test]
fn a_click_and_the_enter_key_open_the_file_at_the_line() {
    let view = view();
    let open = ChecksWish::Open(place(12, 9, "  file = \"late.mp4\""));
    let mut panel = panel(&view);
    panel.get_by_label(NAMED).click();
    panel.run();
    assert_eq!(panel.state().last(), Some(&open));
    panel.get_by_label(NAMED).focus();
    panel.run();
    panel.key_press(egui::Key::Enter);
    panel.run();
    assert_eq!(*panel.state(), [open.clone(), open]);
    panel.get_by_label("Check again").click();
    panel.run();
    assert_eq!(panel.state().last(), Some(&ChecksWish::Again));
}

#[test]
fn what_was_found_stays_while_it_is_checked_again_and_nobody_asks_twice() {
    let view = ChecksView { checking: Checking::Opening(3, 14), ..view() };
    let mut panel = panel(&view);
    panel.get_by_label("Check again").click();
    panel.run();
    panel.get_by_label("opening media, 3 of 14 …");
    panel.get_by_label(NAMED);
    assert!(panel.state().is_empty());
}

#[test]
fn a_long_report_begins_short_and_is_shown_whole_when_asked_for() {
    let mut report = Report::new();
    for number in 0..300 {
        report.push(Diagnostic::warning(format!("thing {number} is odd")));
    }
    let view = ChecksView { report: Some(report.into()), ..ChecksView::default() };
    let mut panel = panel(&view);
    panel.run();
    assert!(panel.query_by_label("thing 39 is odd.").is_some());
    assert!(panel.query_by_label("thing 40 is odd.").is_none());
    panel.get_by_label("Show 160 more").click_accesskit();
    panel.run();
    assert!(panel.query_by_label("thing 199 is odd.").is_some());
    panel.get_by_label("100 more are only counted: mend these first.");
}

#[test]
fn a_sound_exhibit_is_said_to_be_so_and_an_editor_that_fails_too() {
    let refused = Some("no-such-editor cannot be started".to_owned());
    let report = Some(Report::new().into());
    let view = ChecksView { report, refused, ..ChecksView::default() };
    let mut panel = panel(&view);
    panel.run();
    panel.get_by_label("Nothing is wrong.");
    panel.get_by_label("no-such-editor cannot be started");
}

#[test]
fn the_part_of_a_line_that_is_meant_is_found_in_any_line() {
    let text = |place: &Place| {
        let (before, meant, after) = parts(place);
        format!("{before}|{meant}|{after}")
    };
    assert_eq!(text(&place(1, 3, "  file = 1")), "|file| = 1");
    let cut = Place { skipped: 100, column: 103, ..place(1, 0, "ü file = 1") };
    assert_eq!(text(&cut), "…ü |file| = 1");
    assert_eq!(text(&Place { length: 0, ..place(1, 1, "") }), "||");
    assert_eq!(text(&Place { length: usize::MAX, ..place(1, usize::MAX, "ab") }), "ab||");
}
