//! What is put right by hand of the films of a folder.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;

/// The page on which the films of a folder are sorted.
fn sorting() -> Harness<'static, Desk> {
    let mut harness = start();
    let tasks = harness.state_mut().book.wish(StartWish::Take("/films/hummingbird".into()));
    harness.state_mut().tasks.extend(tasks);
    let of = number(&harness);
    harness.state_mut().news(News::Looked(of, Ok(listing())));
    harness.state_mut().news(News::Known(of, known()));
    harness.run_steps(2);
    harness
}

/// The text that is to be written.
fn written(harness: &mut Harness<'_, Desk>) -> Option<String> {
    harness.state_mut().tasks.clear();
    harness.get_by_label("Write and play").click();
    harness.run_steps(2);
    match harness.state().tasks.last() {
        Some(Task::Write(_, text)) => Some(text.clone()),
        _ => None,
    }
}

#[test]
fn the_day_a_model_came_out_is_typed_and_orders_the_wall() {
    let mut harness = sorting();
    for (model, date) in [("Sora", "2024-13"), ("Kling 1.6", "2024-12-19"), ("Veo 2", "2024-12-16")]
    {
        let label = format!("Release of {model}");
        harness.get_by_label(&label).click();
        harness.run_steps(2);
        harness.get_by_label(&label).type_text(date);
        harness.run_steps(2);
    }
    assert_eq!(written(&mut harness), None, "there is no thirteenth month");
    assert!(harness.query_by_label_contains("A date is a year").is_some());
    let Page::Sorting(sorting) = &harness.state().book.view.page else { panic!("still here") };
    let sora = sorting.models.iter().position(|id| id == "sora").unwrap();
    let tasks = harness.state_mut().book.wish(StartWish::Released(sora, "2024-12-09".to_owned()));
    assert_eq!(tasks, []);
    harness.run_steps(2);
    let text = written(&mut harness).expect("it is written");
    let loaded = crate::exhibit::parse(&text, "exhibit.toml".as_ref(), ".".as_ref());
    let exhibit = loaded.expect("it loads").exhibit;
    let released: Vec<_> = exhibit.generations.iter().filter_map(|one| one.released).collect();
    assert_eq!(released.len(), 3, "{text}");
    assert!(released.is_sorted());
    let Page::Sorting(sorting) = &harness.state().book.view.page else { panic!("still here") };
    let shown: Vec<&str> = sorting.dates.iter().map(String::as_str).collect();
    assert_eq!(shown, ["2024-12-09", "2024-12-16", "2024-12-19"], "as the wall will have them");
}

#[test]
fn a_version_that_is_left_out_is_not_written_and_can_be_taken_back() {
    let mut harness = sorting();
    let before = written(&mut harness).expect("it is written");
    assert!(before.contains("kling16-t2v.mp4"));
    harness.get_by_label("Leave out Kling 1.6").click();
    harness.run_steps(2);
    let without = written(&mut harness).expect("the others are");
    assert!(!without.contains("kling16") && without.contains("veo2-a.mp4"), "{without}");
    harness.get_by_label("Take back kling16-t2v.mp4").click();
    harness.run_steps(2);
    assert_eq!(written(&mut harness), Some(before));
}
