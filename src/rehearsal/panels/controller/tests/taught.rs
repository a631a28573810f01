//! Learning, as the panel shows it.

use bevy_egui::egui;
use egui_kittest::kittest::Queryable as _;

use super::{at_work, shown};
use crate::controller::profile::{Does, Function};
use crate::rehearsal::panels::controller::{ControllerView, ControllerWish, DraftView, LessonView};

#[test]
fn learning_is_one_press_and_can_be_stopped() {
    let mut harness = shown(at_work());
    harness.get_by_label("Learn a control").click();
    harness.run_steps(2);
    harness.state_mut().view.lesson =
        LessonView::Listening { messages: 3, from: Some("nanoKONTROL2".to_owned()), paused: 0.4 };
    harness.run_steps(2);
    harness.get_by_label("Move one control now");
    harness.get_by_label("Stop").click();
    harness.run_steps(2);
    assert_eq!(harness.state().wishes, [ControllerWish::Learn, ControllerWish::StopLearning]);
}

fn taught() -> ControllerView {
    let hold = Does::new(Function::Hold);
    let play = Does::new(Function::Play);
    let choices =
        vec![("holds this version".to_owned(), hold), ("plays and pauses".to_owned(), play)];
    ControllerView {
        lesson: LessonView::Learned {
            control: "CYCLE".to_owned(),
            how: "control change 46 on channel 1".to_owned(),
            choices,
            does: hold,
        },
        draft: Some(DraftView {
            name: "My box".to_owned(),
            learned: 1,
            file: "my-box.toml".to_owned(),
            text: "name = \"My box\"\n".to_owned(),
            written: None,
        }),
        ..at_work()
    }
}

#[test]
fn what_was_learned_can_do_something_else_instead() {
    let mut harness = shown(taught());
    harness.get_by_label("\"CYCLE\" now does this: holds this version");
    harness.get_by_label("plays and pauses").click();
    harness.run_steps(2);
    harness.get_by_label("Leave it out").click();
    harness.run_steps(2);
    let play = ControllerWish::Teach(Does::new(Function::Play));
    assert_eq!(harness.state().wishes, [play, ControllerWish::LeaveOut]);
}

#[test]
fn a_profile_is_written_only_after_its_text_was_shown() {
    let mut harness = shown(taught());
    assert!(harness.query_by_label("Write the file").is_none());
    harness.get_by_label("Save the profile …").click();
    harness.run_steps(2);
    assert_eq!(harness.state().wishes, [], "it is only shown");
    harness.get_by_label("name = \"My box\"\n");
    harness.get_by_label("Write the file").click();
    harness.run_steps(2);
    assert_eq!(harness.state().wishes, [ControllerWish::SaveProfile]);
}

#[test]
fn a_profile_gets_another_name_by_typing() {
    let mut harness = shown(taught());
    let field = harness.get_by_role(egui::accesskit::Role::TextInput);
    field.focus();
    field.type_text("!");
    harness.run_steps(3);
    let is_called =
        |wish: &ControllerWish| matches!(wish, ControllerWish::Call(name) if name.contains('!'));
    assert!(harness.state().wishes.iter().any(is_called), "{:?}", harness.state().wishes);
}

#[test]
fn what_became_of_writing_is_said() {
    let mut view = taught();
    let written = |view: &mut ControllerView, result| {
        if let Some(draft) = &mut view.draft {
            draft.written = Some(result);
        }
    };
    written(&mut view, Err("my-box.toml is there already".to_owned()));
    shown(view.clone()).get_by_label("my-box.toml is there already");
    written(&mut view, Ok("Name it in the installation file".to_owned()));
    let harness = shown(view);
    harness.get_by_label("Written to my-box.toml");
    harness.get_by_label("Name it in the installation file");
}
