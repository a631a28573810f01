//! The program as it is called: what it prints, what it writes and how it ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use palimpsest::media::test_card::TestCard;
use palimpsest::prepare::master::{MasterCodec, encode_master};
use palimpsest::timeline::Rate;

use crate::program::{apart, as_installed, said};

fn palimpsest(folder: &Path, arguments: &[&str]) -> Output {
    as_installed(apart(true), folder).args(arguments).output().expect("the program starts")
}

fn shipped() -> String {
    format!("{}/exhibits/test-card", env!("CARGO_MANIFEST_DIR"))
}

/// A master of one second, and an exhibit of it with this line added.
fn write_exhibit(folder: &Path, line: &str) {
    let size = (320, 180);
    let card = TestCard::new(1, Rate::whole(25), size);
    let frames = (0..25).map(|frame| card.frame(frame));
    encode_master(&folder.join("film.mp4"), MasterCodec::H264, frames, Rate::whole(25), size)
        .expect("a master");
    let text = format!(
        "title = \"One\"\nlength = 1\n[[generation]]\nid = \"a\"\nname = \"A\"\n\
         [[version]]\ngeneration = \"a\"\nfile = \"film.mp4\"\n{line}\n"
    );
    fs::write(folder.join("exhibit.toml"), text).expect("an exhibit");
}

/// Prepares it, into a cache of its own.
fn prepared(folder: &Path) {
    let output = palimpsest(folder, &["prepare", ".", "--cache", "cache"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn a_sound_exhibit_is_checked_without_complaint() {
    let folder = tempfile::tempdir().unwrap();
    write_exhibit(folder.path(), "");
    prepared(folder.path());
    let output = palimpsest(folder.path(), &["check", ".", "--strict", "--cache", "cache"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn check_ends_with_2_on_errors_and_with_1_on_warnings_only_where_it_is_strict() {
    let folder = tempfile::tempdir().unwrap();
    write_exhibit(folder.path(), "fraem = \"cover\"");
    let output = palimpsest(folder.path(), &["check", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("Did you mean `frame`?"), "{}", said(&output));

    write_exhibit(folder.path(), "takes = { film = [\"../elsewhere.mp4\"] }");
    fs::copy(folder.path().join("film.mp4"), folder.path().join("../elsewhere.mp4")).unwrap();
    let lax = palimpsest(folder.path(), &["check", "."]);
    let strict = palimpsest(folder.path(), &["check", ".", "--strict"]);
    fs::remove_file(folder.path().join("../elsewhere.mp4")).unwrap();
    assert_eq!(lax.status.code(), Some(0), "{}", said(&lax));
    assert_eq!(strict.status.code(), Some(1), "{}", said(&strict));
}

#[test]
fn check_opens_the_media_and_says_of_each_what_is_the_matter() {
    let folder = tempfile::tempdir().unwrap();
    write_exhibit(folder.path(), "");
    let whole = fs::read(folder.path().join("film.mp4")).unwrap();
    let files: [(&str, Option<&[u8]>, &str); 5] = [
        ("gone.mp4", None, "does not exist"),
        ("empty.mp4", Some(b""), "is empty"),
        ("page.mp4", Some(b"<!DOCTYPE html><html><body>404</body></html>"), "a web page"),
        ("notes.mp4", Some(b"Remember to export the film before Friday.\n"), "not a media file"),
        ("cut.mp4", Some(&whole[..whole.len() / 2]), "is cut off"),
    ];
    let mut text =
        "title = \"Bad\"\nlength = 1\n[[generation]]\nid = \"a\"\nname = \"A\"\n".to_owned();
    for (name, content, _) in files {
        if let Some(content) = content {
            fs::write(folder.path().join(name), content).unwrap();
        }
        let id = name.trim_end_matches(".mp4");
        text.push_str(&format!(
            "[[version]]\nid = \"{id}\"\ngeneration = \"a\"\nfile = \"{name}\"\n"
        ));
    }
    fs::write(folder.path().join("exhibit.toml"), &text).unwrap();
    let output = palimpsest(folder.path(), &["check", ".", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let problems = report["problems"].as_array().expect("problems");
    let (unplaced, problems): (Vec<_>, Vec<_>) =
        problems.iter().partition(|problem| problem["line"].is_null());
    assert_eq!(problems.len(), files.len(), "{report:#}");
    assert_eq!(unplaced.len(), 1, "that nothing of it is prepared: {report:#}");
    for (problem, (name, _, expected)) in problems.iter().zip(files) {
        let message = problem["message"].as_str().unwrap_or_default();
        assert!(message.contains(name) && message.contains(expected), "{message}");
        let line = problem["line"].as_u64().expect("a line") as usize;
        assert!(text.lines().nth(line - 1).is_some_and(|written| written.contains(name)));
    }
}

#[test]
fn check_says_what_is_wrong_with_a_wall_beside_what_is_wrong_with_the_exhibit() {
    let folder = tempfile::tempdir().unwrap();
    write_exhibit(folder.path(), "");
    prepared(folder.path());
    let wall = folder.path().join("wall.toml");
    let check = |text: &str, more: &[&str]| {
        fs::write(&wall, text).unwrap();
        let usual = ["check", ".", "--cache", "cache", "--installation", "wall.toml"];
        let arguments = [&usual, more].concat();
        palimpsest(folder.path(), &arguments)
    };
    let screen = "[[screen]]\nwidth = 1210\nheight = 681\n";
    let output = check(screen, &["--strict"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("wall.toml: nothing is wrong"), "{}", said(&output));
    let output = check(&format!("{screen}view = \"sollo\"\n"), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("Did you mean \"solo\"?"), "{}", said(&output));
    let far = format!("viewing-distance = \"30 m\"\n{screen}");
    assert_eq!(check(&far, &[]).status.code(), Some(0));
    assert_eq!(check(&far, &["--strict"]).status.code(), Some(1));
    let german = format!("language = \"de\"\n{screen}");
    assert_eq!(check(&german, &["--strict"]).status.code(), Some(0), "the same for all");
    let exhibit = folder.path().join("exhibit.toml");
    let translated = fs::read_to_string(&exhibit).unwrap();
    fs::write(&exhibit, translated.replace("\"One\"", "{ en = \"One\", ru = \"Один\" }")).unwrap();
    let output = check(&german, &["--strict"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("is in de, but the exhibit is written in en, ru"));
}

#[test]
fn kiosk_files_are_written_with_the_names_of_the_installation() {
    let folder = tempfile::tempdir().unwrap();
    let wall = format!("{}/config/five-portraits.toml", env!("CARGO_MANIFEST_DIR"));
    let arguments = ["kiosk-files", "made", &shipped(), "--installation", &wall, "--user", "wall"];
    let output = palimpsest(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join("made").join(name)).unwrap();
    let unit = read("palimpsest.service");
    assert!(unit.contains("Type=notify") && unit.contains("User=wall"), "{unit}");
    assert!(unit.contains("five-portraits.toml"), "{unit}");
    assert!(read("operator.html").contains("Test card"));
    let none = palimpsest(folder.path(), &["kiosk-files", "x", &shipped(), "--installation", "no"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(!folder.path().join("x").exists());
}

#[test]
fn the_schemas_of_both_kinds_of_file_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, title) in [("exhibit", "Exhibit"), ("installation", "Installation")] {
        let output = palimpsest(folder.path(), &["schema", kind]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(schema["title"], title);
    }
}

#[test]
fn without_a_display_the_program_says_what_to_do_instead() {
    if !cfg!(target_os = "linux") {
        eprintln!("skipped: there is always a display here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let output = palimpsest(folder.path(), &["rehearse", &shipped()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("--offscreen"), "{}", said(&output));
}

#[test]
fn a_display_that_does_not_answer_is_no_display_and_another_way_out_is_taken_if_there_is_one() {
    if !cfg!(target_os = "linux") {
        eprintln!("skipped: there is always a display here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let run = |more: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_palimpsest"))
            .args(["rehearse", &shipped(), "--size", "320x180"])
            .args(more)
            .current_dir(folder.path())
            .env("DISPLAY", ":4321")
            .env_remove("WAYLAND_DISPLAY")
            .output()
            .expect("the program starts")
    };
    let refused = run(&[]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains("no display"), "{}", said(&refused));
    let recorded = run(&["--or-record", "stills", "--seconds", "0.5"]);
    assert_eq!(recorded.status.code(), Some(0), "{}", said(&recorded));
    assert!(said(&recorded).contains("stills"), "{}", said(&recorded));
    assert!(folder.path().join("stills/wall-000000.png").is_file());
}

#[test]
fn a_recording_is_a_film_that_can_be_opened_and_its_trace_has_a_line_for_each_picture() {
    let folder = tempfile::tempdir().unwrap();
    let output = palimpsest(
        folder.path(),
        &[
            "rehearse",
            &shipped(),
            "--offscreen",
            "--size",
            "641x359",
            "--seconds",
            "1",
            "--rate",
            "20",
            "--record",
            "wall.mp4",
            "--trace",
            "trace.jsonl",
        ],
    );
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("wall.mp4"), "it names what it wrote: {}", said(&output));
    let options = palimpsest::prepare::Options {
        program: env!("CARGO_BIN_EXE_palimpsest").into(),
        ..palimpsest::prepare::Options::new()
    };
    let film = folder.path().join("wall.mp4");
    let examined = palimpsest::prepare::examine(&film, &options).expect("a film");
    assert_eq!(examined.frames.len(), 20);
    let trace = fs::read_to_string(folder.path().join("trace.jsonl")).unwrap();
    let lines: Vec<palimpsest::trace::TraceLine> =
        trace.lines().map(|line| serde_json::from_str(line).expect("a trace line")).collect();
    assert!(lines.len() >= 20);
    assert!(lines.windows(2).all(|pair| pair[0].tick < pair[1].tick));
}

#[test]
fn nonsense_on_the_command_line_is_refused_with_an_example() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str], expected: &str| {
        let exhibit = shipped();
        let all = [&["rehearse", &exhibit, "--offscreen"], arguments].concat();
        let output = palimpsest(folder.path(), &all);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(expected), "{}", said(&output));
    };
    refused(&["--size", "huge"], "1920x1080");
    refused(&["--size", "1x1"], "16 to");
    refused(&["--seconds", "0"], "above 0");
    refused(&["--seconds", "nan"], "above 0");
    refused(&["--at", "nan"], "such as 12");
    refused(&["--at", "99"], "the film is");
    refused(&["--record", "wall.avi"], ".mp4 only");
    refused(&["--version", "thirteenth"], "there are: first, second");
}

#[test]
fn what_is_wrong_with_captions_is_told_at_the_line_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    write_exhibit(folder.path(), "");
    let exhibit = fs::read_to_string(folder.path().join("exhibit.toml")).unwrap();
    fs::write(folder.path().join("exhibit.toml"), format!("captions = \"said.srt\"\n{exhibit}"))
        .unwrap();
    let cues = "1\n00:00:00,100 --> 00:00:00,500\nGood.\n\n2\n00:00:00,900 --> soon\nBad.\n";
    fs::write(folder.path().join("said.srt"), cues).unwrap();
    let output = palimpsest(folder.path(), &["check", "."]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("said.srt:6:"), "{}", said(&output));
    fs::remove_file(folder.path().join("said.srt")).unwrap();
    let output = palimpsest(folder.path(), &["check", "."]);
    assert!(said(&output).contains("it cannot be read"), "{}", said(&output));
}
