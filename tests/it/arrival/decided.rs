//! What is said of a version and of the wall, what of it a person decides, and what nobody looked at.

use std::fs;

use palimpsest::media::picture::OwnPlanes;
use palimpsest::prepare::master::{MasterCodec, encode_master};
use palimpsest::report::data::{Finding, Level, Topic};

use super::{RATE, ends, exhibit, film, report, run};
use crate::program::{apart, said};

#[test]
fn credentials_that_nobody_looked_at_are_said_of_each_file_and_fail_a_strict_check() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = {} }");
    let alone = |arguments: &[&str], code: i32| {
        let output = run(apart(false), folder.path(), arguments);
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
        said(&output)
    };
    let told = alone(&["prepare", "."], 0);
    assert!(told.contains("credentials of media/old.mp4 were not looked at"), "{told}");
    assert!(told.contains("make credentials"), "{told}");
    let found = report(folder.path());
    let version = &found.versions[0];
    assert_eq!(version.credentials[0].finding, Finding::NotLookedAt);
    let verdict = version.verdicts.iter().find(|one| one.about == Topic::Credentials).unwrap();
    assert_eq!(verdict.level, Level::Decision);
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("Not looked at") && !page.contains("everything was looked at"));
    let told = alone(&["check", ".", "--strict"], 1);
    assert!(told.contains("credentials of media/old.mp4 were not looked at"), "{told}");
    // Once they were read, that holds, also where the program is gone again.
    ends(folder.path(), &["prepare", "."], 0);
    alone(&["check", ".", "--strict"], 0);
}

#[test]
fn flashes_and_changed_credentials_are_decisions_that_a_mere_yes_does_not_cover() {
    let folder = tempfile::tempdir().unwrap();
    let before = exhibit(folder.path(), "");
    let now = || fs::read_to_string(folder.path().join("exhibit.toml")).unwrap();
    let flashing = |frame: usize| if (frame / 3).is_multiple_of(2) { 20 } else { 190 };
    film(&folder.path().join("flashing.mp4"), 50, flashing);
    film(&folder.path().join("changed.mp4"), 50, |frame| if frame < 25 { 40 } else { 110 });
    let add = |file, name, more: &[&str], code| {
        let asked = ["add", ".", file, "--generation", name, "--yes"];
        ends(folder.path(), &[&asked[..], more].concat(), code)
    };
    let told = add("flashing.mp4", "Model B", &[], 1);
    assert!(told.contains("The whole wall with it (assumed, none was named)"), "{told}");
    assert!(told.contains("an assumed wall") && told.contains("To decide"), "{told}");
    assert!(told.contains("--accept-flashes"), "{told}");
    let told = add("changed.mp4", "Model C", &[], 1);
    assert!(told.contains("--accept-changed"), "{told}");
    let told = add("changed.mp4", "Model C", &["--accept-flashes"], 1);
    assert!(told.contains("--accept-changed"), "{told}");
    assert_eq!(now(), before);
    add("flashing.mp4", "Model B", &["--accept-flashes"], 0);
    // Now the wall flashes, whatever comes to it.
    let told = add("changed.mp4", "Model C", &["--accept-changed"], 1);
    assert!(told.contains("--accept-flashes"), "{told}");
    add("changed.mp4", "Model C", &["--accept-changed", "--accept-flashes"], 0);
    assert!(now().contains("Model B") && now().contains("Model C"));
}

#[test]
fn where_no_wall_is_named_an_ordinary_one_is_assumed_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "");
    ends(folder.path(), &["prepare", "."], 0);
    let wall = report(folder.path()).wall.unwrap();
    assert_eq!((wall.installation, wall.viewing_distance_mm), (None, 2000.0));
    assert!(wall.verdicts.iter().any(|one| one.what.starts_with("No wall was named")));
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("No wall was named") && page.contains("Seen from"));
}

#[test]
fn a_film_that_is_too_small_for_a_rung_of_keyframes_has_pictures_too() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "");
    let bright = |frame: u8| {
        let mut picture = OwnPlanes::black(160, 90);
        picture.data[..160 * 90].fill(60 + frame);
        picture
    };
    let file = folder.path().join("media/old.mp4");
    encode_master(&file, MasterCodec::H264, (0..50).map(bright), RATE, (160, 90)).unwrap();
    ends(folder.path(), &["prepare", "."], 0);
    let version = report(folder.path()).versions[0].clone();
    // One of each shot, and that of the second that flashes most.
    assert_eq!(version.thumbnails.len(), 3, "{:?}", version.thumbnails);
    // Pictures of an earlier report that no longer holds are gone.
    let stale = folder.path().join("report-pictures/gone-1.jpg");
    fs::write(&stale, "x").unwrap();
    ends(folder.path(), &["prepare", "."], 0);
    assert!(!stale.exists());
}

#[test]
fn a_report_that_no_longer_holds_is_told_until_it_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let text = exhibit(folder.path(), "rights = { cleared = {} }");
    ends(folder.path(), &["prepare", "."], 0);
    ends(folder.path(), &["check", ".", "--strict"], 0);
    fs::write(folder.path().join("exhibit.toml"), format!("{text}# More.\n")).unwrap();
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("is out of date: the exhibit was changed"), "{told}");
    ends(folder.path(), &["prepare", "."], 0);
    ends(folder.path(), &["check", ".", "--strict"], 0);
    film(&folder.path().join("media/old.mp4"), 50, |frame| if frame < 25 { 62 } else { 111 });
    let told = ends(folder.path(), &["check", "."], 0);
    assert!(told.contains("is out of date: of version `old`"), "{told}");
    fs::write(folder.path().join("report.json"), "{").unwrap();
    let told = ends(folder.path(), &["check", "."], 0);
    assert!(told.contains("this is no report"), "{told}");
}

#[test]
fn a_clearance_for_some_territories_is_warned_of_where_it_is_not_known_where_the_wall_hangs() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = { territories = [\"FR\"] } }");
    ends(folder.path(), &["prepare", "."], 0);
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("for some territories only"), "{told}");
    assert!(told.contains("Write `territory`"), "{told}");
    let room = |code: &str| {
        let text = super::entering::ROOM;
        fs::write(folder.path().join("room.toml"), format!("territory = \"{code}\"\n{text}"))
            .unwrap();
        ["check", ".", "--strict", "--installation", "room.toml"]
    };
    ends(folder.path(), &room("FR"), 0);
    let told = ends(folder.path(), &room("DE"), 1);
    assert!(told.contains("for other territories than this and is not played"), "{told}");
}
