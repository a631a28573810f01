use bevy_egui::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::book::{Book, News, Task};
use super::*;
use crate::entry::from_folder::{Found, Kind, Known, Listing};
use crate::timeline::FilmTime;

mod sorting;

/// The page, and what was to be done so far.
struct Desk {
    book: Book,
    tasks: Vec<Task>,
    dressed: bool,
}

impl Desk {
    fn news(&mut self, news: News) {
        let tasks = self.book.news(news);
        self.tasks.extend(tasks);
    }
}

fn page(ui: &mut egui::Ui, desk: &mut Desk) {
    if !std::mem::replace(&mut desk.dressed, true) {
        dress::dress(ui.ctx());
        ui.ctx().request_repaint();
        return;
    }
    let mut wishes = Vec::new();
    start_page(ui, &desk.book.view, &mut wishes);
    for wish in wishes {
        let tasks = desk.book.wish(wish);
        desk.tasks.extend(tasks);
    }
}

fn opened(book: Book) -> Harness<'static, Desk> {
    let desk = Desk { book, tasks: Vec::new(), dressed: false };
    let size = egui::vec2(1216.0, 728.0);
    let mut harness = Harness::builder().with_size(size).build_ui_state(page, desk);
    harness.run_steps(3);
    harness
}

fn card(title: &str, path: &str) -> Card {
    Card { title: title.to_owned(), path: path.into(), place: path.to_owned(), ..Card::default() }
}

fn home() -> Home {
    let kiss = Card { when: "yesterday".to_owned(), ..card("The Kiss", "/e/the-kiss") };
    let lost = Card { gone: true, ..card("The Crossing", "/gone/crossing") };
    let wall = |name: &str, path: Option<&str>| WallCard {
        name: name.to_owned(),
        path: path.map(Into::into),
        ..WallCard::default()
    };
    Home {
        recent: vec![kiss, lost],
        shipped: vec![card("Test card", "/e/test-card")],
        walls: vec![wall("This window", None), wall("Salon", Some("/c/salon.toml"))],
        wall: 0,
    }
}

fn start() -> Harness<'static, Desk> {
    opened(Book::new(home(), vec![("Home".to_owned(), "/home/me".into())], None))
}

fn listing() -> Listing {
    let names =
        ["kling16-t2v.mp4", "sora-a-t2v.mp4", "veo2-a.mp4", "veo2-b.mp4", "notes of mine.png"];
    let found = |name: &&str| Found {
        path: (*name).to_owned(),
        kind: Kind::Film,
        day: crate::exhibit::quantity::date(2025, Some(3), Some(1)),
    };
    let mut files: Vec<Found> = names.iter().map(found).collect();
    files[4].kind = Kind::Still;
    files.push(Found { path: "other.png".to_owned(), ..files[4].clone() });
    Listing { folder: "/films/hummingbird".into(), files, ..Listing::default() }
}

fn known() -> Known {
    let mut known = Known::default();
    for file in listing().files {
        known.lengths.insert(file.path, FilmTime::from_secs(5));
    }
    known
}

/// The number that the last task for a thread carries.
fn number(harness: &Harness<'_, Desk>) -> u64 {
    let numbered = |task: &Task| match task {
        Task::Look(number, _) | Task::Prepare(number, _) => Some(*number),
        _ => None,
    };
    harness.state().tasks.iter().rev().find_map(numbered).expect("a task with a number")
}

#[test]
fn enter_alone_goes_on_with_what_was_hung_last() {
    let mut harness = start();
    harness.key_press(egui::Key::Enter);
    harness.run_steps(2);
    assert!(
        matches!(&harness.state().tasks[..], [Task::Prepare(_, path)] if path.ends_with("the-kiss"))
    );
}

#[test]
fn what_is_gone_is_shown_as_gone_and_can_only_be_forgotten() {
    let mut harness = start();
    harness.get_by_label("The Crossing").click();
    harness.run_steps(2);
    assert_eq!(harness.state().tasks, []);
    harness.get_by_label("Forget The Crossing").click();
    harness.run_steps(2);
    assert_eq!(harness.state().tasks, [Task::Forget("/gone/crossing".into())]);
    assert!(harness.query_by_label("The Crossing").is_none());
}

#[test]
fn a_chosen_wall_is_the_one_that_is_played_on() {
    let mut harness = start();
    harness.get_by_label("Salon").click();
    harness.run_steps(2);
    harness.get_by_label("Test card").click();
    harness.run_steps(2);
    let number = number(&harness);
    harness.state_mut().news(News::Preparing(number, "Test card".to_owned(), Vec::new()));
    harness.state_mut().news(News::Over(number));
    let play =
        Task::Play { exhibit: "/e/test-card".into(), installation: Some("/c/salon.toml".into()) };
    assert_eq!(harness.state().tasks.last(), Some(&play));
}

#[test]
fn from_a_folder_of_films_to_a_written_exhibit_by_keys_and_buttons() {
    let mut harness = start();
    harness.key_press(egui::Key::N);
    harness.run_steps(2);
    assert_eq!(harness.state().tasks, [Task::List("/home/me".into())]);
    let folder = Folder {
        name: "hummingbird".to_owned(),
        path: "/films/hummingbird".into(),
        films: 4,
        exhibit: false,
    };
    let browse = Browse { folder: "/home/me".into(), folders: vec![folder], ..Browse::default() };
    harness.state_mut().news(News::Listed(browse));
    harness.run_steps(2);
    harness.get_by_label("hummingbird").click();
    harness.run_steps(2);
    assert_eq!(harness.state().tasks.last(), Some(&Task::List("/films/hummingbird".into())));
    let here = Browse { folder: "/films/hummingbird".into(), films: 4, ..Browse::default() };
    harness.state_mut().news(News::Listed(here));
    harness.run_steps(2);
    harness.get_by_label("Sort the films in this folder").click();
    harness.run_steps(2);
    let of = number(&harness);
    harness.state_mut().news(News::Looked(of, Ok(listing())));
    harness.run_steps(2);
    harness.get_by_label("Write and play").click();
    harness.run_steps(2);
    assert!(
        matches!(harness.state().tasks.last(), Some(Task::Look(..))),
        "not before it is measured"
    );
    harness.state_mut().news(News::Known(of, known()));
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("other.png").is_some(), "what is left out is said");
    harness.get_by_label("Name of veo-2").click();
    harness.run_steps(2);
    harness.get_by_label("Name of veo-2").type_text(" Preview");
    harness.run_steps(2);
    harness.get_by_label_contains("Hang every take").click();
    harness.run_steps(2);
    harness.get_by_label("Write and play").click();
    harness.run_steps(2);
    let Some(Task::Write(folder, text)) = harness.state().tasks.last().cloned() else {
        panic!("nothing is written: {:?}", harness.state().tasks);
    };
    assert_eq!(folder, PathBuf::from("/films/hummingbird"));
    assert!(text.contains("Preview") && text.contains("veo2-b.mp4"), "{text}");
    assert!(!text.contains("takes."), "{text}");
    let loaded = crate::exhibit::parse(&text, "exhibit.toml".as_ref(), ".".as_ref());
    assert_eq!(loaded.expect("it loads").exhibit.versions.len(), 4);
    harness.state_mut().news(News::Written(Ok("/films/hummingbird/exhibit.toml".into())));
    assert!(
        matches!(harness.state().tasks.last(), Some(Task::Prepare(_, folder)) if folder.ends_with("hummingbird"))
    );
}

#[test]
fn the_folder_that_is_typed_is_the_one_that_is_sorted() {
    let mut book = Book::new(home(), vec![("Home".to_owned(), "/home/me".into())], None);
    book.wish(StartWish::New);
    let listed = |folder: &str| {
        News::Listed(Browse { folder: folder.into(), films: 3, ..Browse::default() })
    };
    book.news(listed("/home/me"));
    let tasks = book.wish(StartWish::Typed("~/films/kiss".to_owned()));
    assert_eq!(tasks, [Task::List("/home/me/films/kiss".into())]);
    let browse = |book: &Book| match &book.view.page {
        Page::Browse(browse) => browse.clone(),
        _ => panic!("another page"),
    };
    assert!(browse(&book).listing, "nothing is sorted before it is known what lies there");
    book.news(listed("/home/me"));
    assert!(browse(&book).listing, "this is news of another folder");
    book.news(listed("/home/me/films/kiss"));
    let now = browse(&book);
    assert_eq!(
        (now.listing, now.folder, now.typed.as_str()),
        (false, "/home/me/films/kiss".into(), "~/films/kiss")
    );
    assert_eq!(book.wish(StartWish::Typed("films".to_owned())), [], "half a path is none");
}

#[test]
fn looking_at_a_folder_can_be_given_up() {
    let mut book = Book::new(home(), vec![("Home".to_owned(), "/home/me".into())], None);
    book.wish(StartWish::New);
    let tasks = book.wish(StartWish::Take("/films".into()));
    let [Task::Look(number, _)] = tasks[..] else { panic!("{tasks:?}") };
    assert_eq!(book.wish(StartWish::Back), [Task::GiveUp]);
    assert!(matches!(&book.view.page, Page::Browse(browse) if !browse.looking));
    book.news(News::Looked(number, Ok(listing())));
    assert!(matches!(book.view.page, Page::Browse(_)), "it comes too late");
}

#[test]
fn a_file_that_is_broken_from_the_start_is_shown_and_read_again_once_it_is_mended() {
    let text = "[[screen]]\nx = \"far\"\nwidth = 1210\nheight = 681\n";
    let report = crate::installation::parse(text, "/w/salon.toml".as_ref()).unwrap_err();
    let mut harness = opened(Book::mending("/e/one".as_ref(), &report, None));
    assert!(harness.query_by_label_contains("To be mended first").is_some());
    assert!(harness.query_by_label("salon.toml").is_some());
    harness.get_by_label("Open the file at this line").click();
    harness.run_steps(2);
    assert!(
        matches!(harness.state().tasks.last(), Some(Task::Mend(At { line: 2, .. }))),
        "{:?}",
        harness.state().tasks
    );
    harness.get_by_label("Try again").click();
    harness.run_steps(2);
    assert!(matches!(harness.state().tasks.last(), Some(Task::Play { .. })), "all is read anew");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    assert_eq!(harness.state().tasks.last(), Some(&Task::Leave));
}

#[test]
fn an_exhibit_with_an_error_is_mended_at_its_line_and_tried_again() {
    let (book, task) = Book::preparing("/e/one".as_ref(), None);
    let mut harness = opened(book);
    harness.state_mut().tasks.push(task);
    let at = At { file: "/e/one/exhibit.toml".into(), line: 12, column: 3 };
    let of = number(&harness);
    let why = "there is no generation \"g\"".to_owned();
    harness.state_mut().news(News::Refused(of, why, Some(at.clone())));
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("no generation").is_some());
    harness.get_by_label("Open the file at this line").click();
    harness.run_steps(2);
    assert_eq!(harness.state().tasks.last(), Some(&Task::Mend(at)));
    harness.get_by_label("Try again").click();
    harness.run_steps(2);
    assert!(matches!(harness.state().tasks.last(), Some(Task::Prepare(..))));
    assert!(harness.query_by_label_contains("no generation").is_none());
}

#[test]
fn an_exhibit_that_is_there_already_is_opened_and_never_written() {
    let mut harness = start();
    let tasks = harness.state_mut().book.wish(StartWish::Take("/films/hummingbird".into()));
    harness.state_mut().tasks.extend(tasks);
    let of = number(&harness);
    let there = Listing { has_exhibit: true, ..listing() };
    harness.state_mut().news(News::Looked(of, Ok(there)));
    harness.state_mut().news(News::Known(of, known()));
    harness.run_steps(2);
    assert!(harness.query_by_label("Write and play").is_none());
    assert_eq!(harness.state_mut().book.wish(StartWish::Write), []);
    harness.get_by_label("Open it").click();
    harness.run_steps(2);
    assert!(matches!(harness.state().tasks.last(), Some(Task::Prepare(..))));
}

#[test]
fn preparing_is_told_version_by_version_and_can_be_stopped() {
    let mut harness = start();
    harness.get_by_label("Test card").click();
    harness.run_steps(2);
    let of = number(&harness);
    let names = vec!["One".to_owned(), "Two".to_owned()];
    harness.state_mut().news(News::Preparing(of, "Test card".to_owned(), names));
    harness.state_mut().news(News::Stage(of, 0, Stage::At(12, 48)));
    harness.run_steps(2);
    assert!(harness.query_by_label("One: 25 %").is_some());
    assert!(harness.query_by_label("Two: waiting").is_some());
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    assert_eq!(harness.state().tasks.last(), Some(&Task::Stop));
    assert_eq!(harness.state().book.view.page, Page::Home);
    // What comes too late is of no consequence.
    harness.state_mut().news(News::Over(of));
    assert_eq!(harness.state().tasks.last(), Some(&Task::Stop));
}

#[test]
fn what_cannot_be_prepared_is_said_and_the_rest_can_be_played() {
    let (book, task) = Book::preparing("/e/one".as_ref(), None);
    let mut harness = opened(book);
    harness.state_mut().tasks.push(task);
    let of = number(&harness);
    let names = vec!["One".to_owned(), "Two".to_owned()];
    harness.state_mut().news(News::Preparing(of, "One".to_owned(), names));
    harness.state_mut().news(News::Stage(of, 0, Stage::Made));
    let wrong = Stage::Wrong("two.mp4: the file is cut off".to_owned());
    harness.state_mut().news(News::Stage(of, 1, wrong));
    harness.state_mut().news(News::Over(of));
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("cut off").is_some());
    harness.get_by_label("Play what there is").click();
    harness.run_steps(2);
    let play = Task::Play { exhibit: "/e/one".into(), installation: None };
    assert_eq!(harness.state().tasks.last(), Some(&play));
    assert_eq!(harness.state_mut().book.wish(StartWish::Back), [Task::Stop, Task::Leave]);
}

#[test]
fn a_dropped_folder_is_sorted_and_a_dropped_exhibit_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = Book::new(home(), Vec::new(), None);
    assert!(matches!(book.dropped(folder.path())[..], [Task::Look(..)]));
    std::fs::write(folder.path().join("exhibit.toml"), "").unwrap();
    let tasks = book.dropped(&folder.path().join("exhibit.toml"));
    assert!(matches!(tasks[..], [Task::Prepare(..)]));
    assert!(book.dropped(folder.path()).is_empty(), "not while something is prepared");
}

#[test]
fn a_notice_is_shown_until_it_is_read() {
    let mut harness = opened(Book::new(home(), Vec::new(), Some("It was set aside.".to_owned())));
    assert!(harness.query_by_label("It was set aside.").is_some());
    harness.get_by_label("Good").click();
    harness.run_steps(2);
    assert!(harness.query_by_label("It was set aside.").is_none());
}

#[test]
fn every_page_can_be_walked_with_the_tab_key_alone() {
    let mut harness = start();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..12 {
        harness.key_press(egui::Key::Tab);
        harness.run_steps(2);
        let focused = harness.ctx.memory(egui::Memory::focused);
        seen.insert(format!("{:?}", focused.expect("something has the focus")));
    }
    // Two exhibits, the button to forget one, the new one and two walls.
    assert_eq!(seen.len(), 6);
}

#[test]
fn a_long_notice_leaves_its_button_in_the_window() {
    let long = "It was set aside, and is kept in a folder of a long name. ".repeat(5);
    let harness = opened(Book::new(home(), Vec::new(), Some(long)));
    let button = harness.get_by_label("Good").rect();
    assert!(button.right() < 1216.0 && button.left() > 600.0, "{button:?}");
    let new = harness.get_by_label("New exhibit from a folder of films").rect();
    assert!(new.right() < 1216.0, "{new:?}");
}
