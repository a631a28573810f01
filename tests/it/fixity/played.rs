//! What is played and made while a master is not what it should be, and what is kept where.

use std::fs;
use std::path::Path;

use super::{exhibit, put, renditions, rot};
use crate::arrival::{ends, film, palimpsest};
use crate::program::said;

const OFFSCREEN: [&str; 6] = ["rehearse", ".", "--offscreen", "--seconds", "0.1", "--size"];

/// It plays, from whatever is there or can be made.
fn plays(folder: &Path) {
    ends(folder, &[&OFFSCREEN[..], &["64x36"]].concat(), 0);
}

#[test]
fn a_wall_plays_what_was_made_of_a_master_while_it_was_good_and_nothing_is_made_of_a_rotten_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    exhibit(folder, "rights = { cleared = {} }");
    ends(folder, &["prepare", "."], 0);
    let good = renditions(folder);
    let master = folder.join("media/old.mp4");
    let (bytes, modified) =
        (fs::read(&master).unwrap(), fs::metadata(&master).unwrap().modified().unwrap());
    rot(&master);
    ends(folder, &["verify", "."], 2);
    let told = ends(folder, &["prepare", "."], 2);
    assert!(told.contains("holds something else") && told.contains("--accept FILE"), "{told}");
    plays(folder);
    assert_eq!(renditions(folder), good, "nothing is made of what is rotten");
    let rotten = blake3(&master);
    let known = fs::read_to_string(folder.join("cache/masters.json")).unwrap();
    assert!(!known.contains(&rotten), "{known}");
    // The good file is back, with its size and its time.
    put(&master, &bytes, modified);
    plays(folder);
    ends(folder, &["prepare", "."], 0);
    ends(folder, &["check", ".", "--strict"], 0);
    assert_eq!(renditions(folder), good);
}

/// What a file holds, as the program names it.
fn blake3(file: &Path) -> String {
    palimpsest::prepare::content(file).unwrap()
}

#[test]
fn a_master_that_rots_before_anybody_looks_is_found_where_something_is_to_be_made_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    exhibit(folder, "rights = { cleared = {} }");
    ends(folder, &["prepare", "."], 0);
    // The cache may be thrown away; what was recorded lies beside the exhibit.
    fs::remove_dir_all(folder.join("cache")).unwrap();
    let master = folder.join("media/old.mp4");
    let (bytes, modified) =
        (fs::read(&master).unwrap(), fs::metadata(&master).unwrap().modified().unwrap());
    rot(&master);
    let told = ends(folder, &["prepare", "."], 2);
    assert!(told.contains("nothing is made from it"), "{told}");
    assert!(renditions(folder).is_empty());
    put(&master, &bytes, modified);
    ends(folder, &["prepare", "."], 0);
    assert_eq!(renditions(folder).len(), 1);
}

#[test]
fn preparing_tells_of_a_master_that_was_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "");
    ends(folder.path(), &["prepare", "."], 0);
    film(&folder.path().join("media/old.mp4"), 50, |frame| if frame < 25 { 70 } else { 120 });
    let told = ends(folder.path(), &["prepare", "."], 0);
    assert!(told.contains("old.mp4 was rewritten") && told.contains("--accept FILE"), "{told}");
}

#[test]
fn a_master_that_is_away_is_played_from_what_was_made_of_it() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "");
    ends(folder.path(), &["prepare", "."], 0);
    fs::rename(folder.path().join("media/old.mp4"), folder.path().join("away")).unwrap();
    plays(folder.path());
    let told = said(&palimpsest(folder.path(), &["prepare", "."]));
    assert!(told.contains("is not there"), "{told}");
}

#[test]
fn what_was_found_out_about_a_version_and_is_lost_is_found_out_again() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "");
    ends(folder.path(), &["prepare", "."], 0);
    let rendition = renditions(folder.path()).pop().unwrap();
    for spoil in ["findings.json", "light.bin"] {
        fs::remove_file(rendition.join(spoil)).unwrap();
        // A wall plays on from it.
        plays(folder.path());
        assert!(!rendition.join(spoil).exists());
        ends(folder.path(), &["prepare", "."], 0);
        assert!(rendition.join(spoil).is_file(), "{spoil}");
    }
    ends(folder.path(), &["verify", "."], 0);
}

#[test]
fn a_signed_statement_is_kept_beside_the_exhibit_and_verified_with_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    exhibit(
        folder,
        "rights = { cleared = {} }\n[[version]]\nid = \"b\"\ngeneration = \"old\"\nfile = \"media/signed.mp4\"",
    );
    film(&folder.join("media/signed.mp4"), 50, |frame| if frame < 25 { 40 } else { 110 });
    ends(folder, &["prepare", "."], 0);
    let kept = fs::read_dir(folder.join("records/credentials")).unwrap().flatten();
    let mut kept =
        kept.map(|entry| entry.path()).filter(|file| file.extension().unwrap() == "c2pa");
    let statement = kept.next().unwrap();
    ends(folder, &["verify", "."], 0);
    rot(&statement);
    let told = ends(folder, &["verify", "."], 0);
    assert!(told.contains("1 rendition was made anew") && told.contains(".c2pa"), "{told}");
    assert_eq!(fs::read_to_string(&statement).unwrap(), "signed\n");
    ends(folder, &["verify", "."], 0);
}
