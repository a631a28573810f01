use std::fs;
use std::path::{Path, PathBuf};

use bevy_egui::egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

mod monkey;

use super::board::{Board, Order};
use super::*;
use crate::installation::draft::{create, save};
use crate::installation::{Installation, Rotation, ScreenView};

/// The panel with a board behind it, as the window has it: orders are carried out.
struct Desk {
    board: Board,
    wishes: Vec<WallWish>,
}

impl Desk {
    fn refresh(&mut self, ui: &mut egui::Ui) {
        let mut wishes = Vec::new();
        wall(ui, &self.board.view(), &mut wishes);
        for wish in &wishes {
            let Some(order) = self.board.obey(wish.clone()) else { continue };
            let result = match &order {
                Order::Change { file, old, new, what } => save(file, [old, new], what),
                Order::Create { file, text } => create(file, text),
            };
            self.board.done(&order, result);
        }
        self.wishes.extend(wishes);
    }
}

fn harness(board: Board) -> Harness<'static, Desk> {
    let desk = Desk { board, wishes: Vec::new() };
    let refresh = |ui: &mut egui::Ui, desk: &mut Desk| desk.refresh(ui);
    let mut harness =
        Harness::builder().with_size(vec2(400.0, 900.0)).build_ui_state(refresh, desk);
    harness.run();
    harness
}

fn shipped(name: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("config").join(name)).unwrap()
}

fn of(text: &str) -> Harness<'static, Desk> {
    harness(Board::of(text, Path::new("wall.toml")).unwrap())
}

fn screen<'h>(harness: &'h Harness<'static, Desk>, index: usize) -> &'h Screen {
    &harness.state().board.draft().screens()[index]
}

fn press(harness: &mut Harness<'static, Desk>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

fn type_into(harness: &mut Harness<'static, Desk>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.get_by_label(label).type_text(text);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
}

/// Drags a screen by so many points, in steps as a hand does.
fn drag(harness: &mut Harness<'static, Desk>, name: &str, by: (f32, f32)) {
    let from = harness.get_by_label(name).rect().center();
    hold(harness, from, by);
    let to = from + vec2(by.0, by.1);
    harness.drop_at(to);
    harness.run();
}

fn hold(harness: &mut Harness<'static, Desk>, from: Pos2, by: (f32, f32)) {
    harness.hover_at(from);
    harness.run();
    harness.drag_at(from);
    harness.step();
    for step in 1..=4 {
        harness.hover_at(from + vec2(by.0, by.1) * (step as f32 / 4.0));
        harness.step();
    }
}

#[test]
fn a_screen_is_selected_by_a_click_and_its_numbers_are_shown() {
    let mut harness = of(&shipped("3x3.toml"));
    assert!(harness.query_by_label("bezel left").is_none());
    press(&mut harness, "middle");
    assert_eq!(harness.get_by_label("x").value().as_deref(), Some("1211.8"));
    assert_eq!(harness.get_by_label("bezel left").value().as_deref(), Some("1.2"));
    assert_eq!(harness.get_by_label("pixels across").value().as_deref(), Some("1920"));
    let more = Modifiers::SHIFT;
    harness.get_by_label("top-left").click_modifiers(more);
    harness.run();
    assert_eq!(harness.state().board.view().selected, [4, 0]);
    harness.get_by_label("top-left").click_modifiers(more);
    harness.run();
    assert_eq!(harness.state().board.view().selected, [4], "and no longer");
    harness.get_by_label("top-right").click_modifiers(more);
    harness.run();
    harness.get_by_label("middle").click_modifiers(more);
    harness.run();
    assert_eq!(harness.state().board.view().selected, [2]);
}

#[test]
fn tab_walks_from_screen_to_screen_and_arrows_move_it() {
    let mut harness = of(&shipped("salon.toml"));
    press(&mut harness, "large");
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(harness.state().board.view().selected, [1]);
    harness.key_press(Key::ArrowRight);
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
    harness.run();
    assert_eq!((screen(&harness, 1).x, screen(&harness, 1).y), (231.0, 170.0));
    for _ in 0..2 {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run();
    }
    assert!(!harness.state().board.draft().is_changed(), "each step is taken back by itself");
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    harness.run();
    assert_eq!(screen(&harness, 1).x, 231.0);
}

#[test]
fn numbers_are_typed_with_or_without_a_unit_and_what_is_wrong_is_said() {
    let mut harness = of(&shipped("3x3.toml"));
    press(&mut harness, "top-left");
    type_into(&mut harness, "x", "-1.5 m");
    assert_eq!(screen(&harness, 0).x, -1500.0);
    type_into(&mut harness, "width", "2,5 m");
    assert_eq!(screen(&harness, 0).width, 1210.0, "nothing is guessed");
    harness.get_by_label_contains("write a decimal with a point: 2.5 m");
    type_into(&mut harness, "width", "1200");
    assert!(harness.query_by_label_contains("decimal").is_none());
    assert_eq!(screen(&harness, 0).width, 1200.0);
    type_into(&mut harness, "bezel left", "12");
    assert_eq!(screen(&harness, 0).bezel.left, 12.0);
    type_into(&mut harness, "viewing distance", "4 m");
    assert_eq!(harness.state().board.draft().distance_mm(), 4000.0);
    type_into(&mut harness, "pixels across", "many");
    harness.get_by_label_contains("write a whole number");
    type_into(&mut harness, "screen", "top-middle");
    harness.get_by_label_contains("there is a screen called");
    let text = harness.state().board.draft().text().to_owned();
    assert!(text.contains("x = -1500\n") && text.contains("viewing-distance = 4000\n"));
}

#[test]
fn escape_leaves_a_number_as_it_was() {
    let mut harness = of(&shipped("laptop.toml"));
    press(&mut harness, "laptop");
    harness.get_by_label("width").focus();
    harness.run();
    harness.get_by_label("width").type_text("999");
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(screen(&harness, 0).width, 302.0);
    assert_eq!(harness.get_by_label("width").value().as_deref(), Some("302"));
}

#[test]
fn a_screen_is_turned_given_a_view_and_an_output() {
    let mut harness = of(&shipped("single-4k.toml"));
    harness.state_mut().board.connected(vec!["DP-1".to_owned(), "HDMI-A-1".to_owned()]);
    press(&mut harness, "single");
    press(&mut harness, "90°");
    let turned = screen(&harness, 0);
    assert_eq!(
        (turned.rotation, turned.width, turned.height),
        (Rotation::Clockwise, 803.5, 1428.5)
    );
    press(&mut harness, "shows");
    press(&mut harness, "strata");
    assert_eq!(screen(&harness, 0).view, Some(ScreenView::Strata));
    press(&mut harness, "hangs on");
    press(&mut harness, "HDMI-A-1");
    assert_eq!(screen(&harness, 0).output.as_deref(), Some("HDMI-A-1"));
    let text = harness.state().board.draft().text();
    let end = "pixels = [3840, 2160]\nrotation = 90\nbezel = 10\nview = \"strata\"\noutput = \"HDMI-A-1\"\n";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn a_screen_that_is_dragged_comes_to_rest_at_its_neighbour_and_is_taken_back_at_once() {
    let mut harness = of(&shipped("five-portraits.toml"));
    // Away, out of the row, and nearly back.
    drag(&mut harness, "fifth", (0.0, 30.0));
    assert!(screen(&harness, 4).y > 200.0, "{}", screen(&harness, 4).y);
    assert_eq!(screen(&harness, 4).x, 2964.0, "it kept to the edge of nobody, on the grid");
    drag(&mut harness, "fifth", (2.0, -29.0));
    assert_eq!((screen(&harness, 4).x, screen(&harness, 4).y), (2964.0, 0.0), "gap and upper edge");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert!(!harness.state().board.draft().is_changed());
}

#[test]
fn while_it_is_dragged_the_sheet_rests_and_what_draws_it_is_shown() {
    let mut harness = of(&shipped("salon.toml"));
    let sheet = harness.state().board.view().sheet;
    let from = harness.get_by_label("right").rect().center();
    hold(&mut harness, from, (0.5, 1.0));
    let view = harness.state().board.view();
    assert!(view.sheet == sheet && !view.guides.is_empty(), "{:?}", view.guides);
    harness.drop_at(from + vec2(0.5, 1.0));
    harness.run();
    assert!(harness.state().board.view().guides.is_empty());
}

#[test]
fn screens_that_lie_on_each_other_are_said_and_the_wall_stays_as_it_was() {
    let mut harness = of(&shipped("five-portraits.toml"));
    press(&mut harness, "first");
    type_into(&mut harness, "x", "300");
    harness.get_by_label_contains("lies on screen first");
    harness.get_by_label_contains("stays as it was until this is mended");
    assert!(harness.state().board.wall().is_none());
    press(&mut harness, "Save…");
    harness.get_by_label_contains("is not saved while it has errors");
    press(&mut harness, "Save");
    assert!(harness.state().wishes.iter().all(|wish| *wish != WallWish::Save));
    assert_eq!(harness.state_mut().board.obey(WallWish::Save), None);
}

/// A file in a folder of its own.
fn on_disk(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wall.toml");
    fs::write(&file, text).unwrap();
    (folder, file)
}

#[test]
fn dragging_and_saving_changes_nothing_but_two_numbers_in_any_file_that_comes_with_the_program() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut tried = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        for text in [
            fs::read_to_string(&path).unwrap(),
            fs::read_to_string(&path).unwrap().replace('\n', "\r\n"),
        ] {
            let (_folder, file) = on_disk(&text);
            let mut harness = harness(Board::of(&text, &file).unwrap());
            let last = harness.state().board.draft().screens().len() - 1;
            let before = screen(&harness, last).clone();
            drag(&mut harness, &before.name, (9.0, 8.0));
            assert_eq!(fs::read_to_string(&file).unwrap(), text, "nothing before Save");
            press(&mut harness, "Save…");
            assert_eq!(fs::read_to_string(&file).unwrap(), text, "nothing before Save");
            harness.get_by_label_contains("What changes in wall.toml");
            press(&mut harness, "Save");
            harness.get_by_label_contains("Saved.");
            let saved = fs::read_to_string(&file).unwrap();
            assert_eq!(saved, harness.state().board.draft().text());
            let other = |text: &str| -> Vec<String> {
                let place = |line: &&str| !line.starts_with("x = ") && !line.starts_with("y = ");
                text.split_inclusive('\n').filter(place).map(str::to_owned).collect()
            };
            assert_eq!(other(&saved), other(&text), "{}", path.display());
            let read = crate::installation::load(&file).unwrap().installation;
            assert_eq!(&read.screens, harness.state().board.draft().screens());
            assert!(read.screens[last].x > before.x && read.screens[last].y > before.y);
            tried += 1;
        }
    }
    assert!(tried >= 12);
}

#[test]
fn what_would_be_saved_is_shown_first_and_cancel_saves_nothing() {
    let text = shipped("salon.toml");
    let (_folder, file) = on_disk(&text);
    let mut harness = harness(Board::of(&text, &file).unwrap());
    press(&mut harness, "bar");
    type_into(&mut harness, "y", "1100");
    press(&mut harness, "Save…");
    harness.get_by_label("y = 1100");
    harness.get_by_label("y = 1060");
    press(&mut harness, "Cancel");
    assert!(harness.query_by_label("y = 1100").is_none());
    press(&mut harness, "Discard");
    assert!(!harness.state().board.draft().is_changed());
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn a_file_that_was_changed_elsewhere_is_taken_or_the_draft_is_kept() {
    let text = shipped("laptop.toml");
    let theirs = text.replace("width = 302", "width = 310");
    for (answer, width) in [("Take the file", 310.0), ("Keep the draft", 302.0)] {
        let (_folder, file) = on_disk(&text);
        let mut harness = harness(Board::of(&text, &file).unwrap());
        press(&mut harness, "laptop");
        type_into(&mut harness, "bezel left", "7");
        press(&mut harness, "Save…");
        fs::write(&file, &theirs).unwrap();
        // Before the watch has noticed.
        press(&mut harness, "Save");
        harness.get_by_label_contains("changed elsewhere meanwhile");
        assert_eq!(fs::read_to_string(&file).unwrap(), theirs);
        harness.state_mut().board.found(&theirs);
        harness.run();
        harness.get_by_label_contains("changed in another editor meanwhile");
        press(&mut harness, answer);
        assert_eq!(screen(&harness, 0).width, width);
        assert_eq!(fs::read_to_string(&file).unwrap(), theirs);
        if answer == "Keep the draft" {
            press(&mut harness, "Save");
            let saved = fs::read_to_string(&file).unwrap();
            assert!(saved.contains("width = 302") && saved.contains("left = 7"), "{saved}");
        }
    }
    let mut untouched = Board::of(&text, Path::new("wall.toml")).unwrap();
    untouched.found(&theirs);
    assert_eq!(
        untouched.draft().screens()[0].width,
        310.0,
        "nobody is asked where nothing was drafted"
    );
}

#[test]
fn a_wall_without_a_file_is_written_where_one_says_and_never_over_another() {
    let (folder, taken) = on_disk("# mine\n");
    let mut harness = harness(Board::without_file(&Installation::default()).unwrap());
    harness.get_by_label("a wall without a file");
    press(&mut harness, "Save…");
    type_into(&mut harness, "a new installation file", &taken.display().to_string());
    harness.get_by_label_contains("choose another name");
    assert_eq!(fs::read_to_string(&taken).unwrap(), "# mine\n");
    let free = folder.path().join("ours");
    type_into(&mut harness, "a new installation file", &free.display().to_string());
    harness.get_by_label_contains("Written.");
    let written = fs::read_to_string(folder.path().join("ours.toml")).unwrap();
    assert!(written.starts_with("# The wall of one room") && !harness.state().board.view().changed);
}

#[test]
fn a_draft_outlives_its_file_and_can_be_saved_where_it_lay() {
    let text = shipped("laptop.toml");
    let (_folder, file) = on_disk(&text);
    let mut harness = harness(Board::of(&text, &file).unwrap());
    press(&mut harness, "laptop");
    type_into(&mut harness, "bezel left", "7");
    fs::remove_file(&file).unwrap();
    harness.state_mut().board.lost();
    harness.run();
    harness.get_by_label_contains("not there any more");
    press(&mut harness, "Save…");
    press(&mut harness, "Write the file");
    harness.get_by_label_contains("Written.");
    assert!(fs::read_to_string(&file).unwrap().contains("left = 7"));
    assert!(harness.query_by_label_contains("not there any more").is_none());
}

#[test]
fn why_a_wall_cannot_hang_is_said_above_its_numbers_and_before_it_is_saved() {
    let text = shipped("3x3.toml");
    let (_folder, file) = on_disk(&text);
    let mut harness = harness(Board::of(&text, &file).unwrap());
    press(&mut harness, "middle");
    type_into(&mut harness, "y", "1000");
    let why = harness.get_by_label_contains("lies on screen").rect();
    assert!(why.bottom() <= harness.get_by_label("x").rect().top());
    press(&mut harness, "Save…");
    harness.get_by_label_contains("lies on screen");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}
