//! `palimpsest controller` as it is called, with recordings in place of a device.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use palimpsest::controller::profile::load::load;
use palimpsest::controller::profile::{Address, Encoding, Function, Sends};

use crate::program::{program, said};

fn controller(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = program(folder);
    command.arg("controller").args(arguments).stdin(Stdio::null());
    command.output().expect("the program starts")
}

/// A tape of gestures, each its bursts of bytes 60 ms apart, with pauses between them in which the
/// next is asked for.
fn tape(gestures: &[&[&str]]) -> String {
    let (mut text, mut at) = (String::new(), 0.3);
    for gesture in gestures {
        for burst in *gesture {
            text.push_str(&format!("{at:.3}  {burst}\n"));
            at += 0.06;
        }
        at += 1.8;
    }
    text
}

#[test]
fn each_movement_is_told_with_what_it_does() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hand.tape"), "0.0  B0 00 40\n0.1  B0 3B 7F\n0.2  B0 3B 00\n")
        .unwrap();
    let output = controller(
        folder.path(),
        &["replay:hand.tape", "--profile", "korg-nanokontrol2", "--seconds", "1"],
    );
    let said = said(&output);
    assert!(said.contains("control change 0 = 64 on channel 1  →  scrub to "), "{said}");
    assert!(said.contains("control change 59 = 127 on channel 1  →  step by +1"), "{said}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_profile_that_is_not_there_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let output = controller(folder.path(), &["any", "--profile", "korg-nanocontrol2"]);
    let said = said(&output);
    assert!(said.contains("Did you mean \"korg-nanokontrol2\"?"), "{said}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_controller_is_learned_by_one_gesture_for_each_function_and_then_understood() {
    let folder = tempfile::tempdir().unwrap();
    let dial = ["B0 10 01", "B0 10 01", "B0 10 01", "B0 10 41", "B0 10 41", "B0 10 41"];
    let older = ["90 3C 7F", "80 3C 00"];
    let newer = ["B0 30 7F", "B0 30 00"];
    fs::write(folder.path().join("lesson.tape"), tape(&[&dial, &older, &newer])).unwrap();
    // Nobody presses anything more: the rest is left out by the Enter key.
    let mut command = Command::new(env!("CARGO_BIN_EXE_palimpsest"));
    let mut child = command
        .args(["controller", "replay:lesson.tape", "--learn", "My box"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(8));
    let mut typed = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut typed, &[b'\n'; 12]).unwrap();
    drop(typed);
    let output = child.wait_with_output().unwrap();
    let told = said(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    let loaded = load(&folder.path().join("my-box.toml"));
    let profile = loaded.unwrap_or_else(|report| panic!("{}", report.render(false))).profile;
    assert_eq!(profile.name, "My box");
    let does: Vec<(Function, i32, Address, Sends)> = profile
        .controls
        .iter()
        .map(|control| (control.does.function, control.does.by, control.address, control.sends))
        .collect();
    assert_eq!(
        does,
        [
            (Function::Scrub, 1, Address::Cc(16), Sends::Turns(Encoding::SignMagnitude)),
            (Function::Step, -1, Address::Note(60), Sends::Presses),
            (Function::Step, 1, Address::Cc(48), Sends::Presses),
        ],
        "{told}"
    );
    let again = controller(folder.path(), &["replay:lesson.tape", "--learn", "My box"]);
    assert!(said(&again).contains("is there already"), "nothing is written over");
}
