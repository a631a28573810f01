//! The first run, as the program is called: from a folder of films to an exhibit that is checked
//! and played.

use std::fs;
use std::path::Path;
use std::process::Output;

use palimpsest::media::test_card::TestCard;
use palimpsest::prepare::master::{MasterCodec, encode_master};
use palimpsest::timeline::Rate;

use crate::program::{program, said};

/// The program in a folder, with a cache and a memory of its own there.
fn palimpsest(folder: &Path, arguments: &[&str]) -> Output {
    program(folder)
        .args(arguments)
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .env("XDG_STATE_HOME", folder.join("state"))
        .output()
        .expect("the program starts")
}

/// Runs it and expects this exit code; what it said.
fn ends(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = palimpsest(folder, arguments);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

/// A film of so many frames, 25 a second.
fn film(path: &Path, codec: MasterCodec, frames: u32) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let size = (160, 90);
    let card = TestCard::new(1, Rate::whole(25), size);
    let frames = (0..frames).map(|frame| card.frame(frame));
    encode_master(path, codec, frames, Rate::whole(25), size).expect("a master");
}

#[test]
fn a_folder_of_films_becomes_an_exhibit_that_check_finds_nothing_wrong_with() {
    let folder = tempfile::tempdir().unwrap();
    let films = folder.path().join("The Crossing");
    film(&films.join("gen2/01 shore.mp4"), MasterCodec::H264, 25);
    film(&films.join("gen2/02 water.mp4"), MasterCodec::H264, 20);
    film(&films.join("sora/01 shore.mp4"), MasterCodec::H264, 30);
    // A film whose header does not say how long it is.
    film(&films.join("sora/02 water.webm"), MasterCodec::Vp9, 40);
    film(&films.join("sora/02 water b.gif"), MasterCodec::Gif, 10);
    fs::write(films.join("veo.mp4"), "<!DOCTYPE html><title>404").unwrap();
    fs::write(films.join("film.en.srt"), "1\n00:00:00,100 --> 00:00:01,000\nThere.\n").unwrap();

    let page = ends(folder.path(), &["new", "The Crossing", "--dry-run"], 0);
    assert!(page.contains("Gen-2") && page.contains("Sora"), "{page}");
    assert!(page.contains("veo.mp4: this is not a media file"), "{page}");
    assert!(page.contains("kept aside: sora/02 water b.gif"), "{page}");
    assert!(!films.join("exhibit.toml").exists());
    // Nobody is here to say yes.
    ends(folder.path(), &["new", "The Crossing"], 1);
    assert!(!films.join("exhibit.toml").exists());

    let page = ends(folder.path(), &["new", "The Crossing", "--yes"], 0);
    assert!(page.contains("palimpsest rehearse 'The Crossing'"), "{page}");
    let text = fs::read_to_string(films.join("exhibit.toml")).unwrap();
    assert!(text.contains("length = 2.8"), "{text}");
    ends(folder.path(), &["check", "The Crossing"], 0);
    let page = ends(folder.path(), &["new", "The Crossing", "--yes"], 2);
    assert!(page.contains("has an exhibit.toml already"), "{page}");
    assert_eq!(fs::read_to_string(films.join("exhibit.toml")).unwrap(), text);

    let arguments = ["rehearse", "The Crossing", "--offscreen", "--size", "320x180"];
    let page = ends(folder.path(), &[&arguments[..], &["--seconds", "0.2"]].concat(), 0);
    assert!(page.contains(" 0 missing"), "{page}");
}

#[test]
fn a_folder_without_films_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "Nothing.").unwrap();
    let page = ends(folder.path(), &["new", ".", "--yes"], 2);
    assert!(page.contains("no film in this folder") && page.contains("notes.txt"), "{page}");
    let page = ends(folder.path(), &["new", "nowhere"], 2);
    assert!(page.contains("cannot be read"), "{page}");
}

#[test]
fn without_a_display_the_start_page_says_what_to_do_instead() {
    let folder = tempfile::tempdir().unwrap();
    let page = ends(folder.path(), &["rehearse"], 2);
    assert!(page.contains("--offscreen"), "{page}");
}
