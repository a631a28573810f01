//! `palimpsest film`: the stand-in as it is drawn into an exhibit's folder.

use std::fs;
use std::path::Path;
use std::process::Output;

use palimpsest::exhibit::StandIn;
use palimpsest::stand_in::make::{EDITION, missing};

use crate::program::{program, said};

fn film(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).arg("film").args(arguments).output().expect("the program starts")
}

/// An exhibit of a card with these lines at its top.
fn write_exhibit(folder: &Path, top: &str) {
    let text = format!(
        "title = \"One\"\nlength = 1\n{top}\n[[generation]]\nid = \"a\"\nname = \"A\"\n\
         [[version]]\ngeneration = \"a\"\ncard = 25\n"
    );
    fs::write(folder.join("exhibit.toml"), text).expect("an exhibit");
}

#[test]
fn an_exhibit_without_a_stand_in_is_told_that_it_has_none() {
    let folder = tempfile::tempdir().unwrap();
    write_exhibit(folder.path(), "");
    let output = film(folder.path(), &["."]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("this exhibit has no stand-in"), "{}", said(&output));
    assert!(!folder.path().join("media").exists());
    let output = film(folder.path(), &[".", "--if-any"]);
    assert_eq!((output.status.code(), said(&output).as_str()), (Some(0), ""));
}

#[test]
fn what_is_there_is_left_alone_and_what_is_missing_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    write_exhibit(folder.path(), "stand-in = \"the-kiss\"");
    let media = folder.path().join("media");
    // Everything is there as it was noted, but a voice that was cut short, a picture and a take.
    let mut files = serde_json::Map::new();
    for name in missing(&media, StandIn::TheKiss) {
        let path = media.join(&name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "made before").unwrap();
        files.insert(name, 11.into());
    }
    let note = serde_json::json!({ "edition": EDITION, "files": files });
    fs::write(media.join("stand-in.json"), note.to_string()).unwrap();
    fs::write(media.join("voice/kiss.flac"), "made").unwrap();
    fs::remove_file(media.join("storyboard/kiss.png")).unwrap();
    let take = "takes/sketch-1/kiss/seed-3.mp4";
    fs::remove_file(media.join(take)).unwrap();
    let due = ["storyboard/kiss.png", "voice/kiss.flac", take];
    assert_eq!(missing(&media, StandIn::TheKiss), due);

    let output = film(folder.path(), &["."]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("3 files of the stand-in are drawn"), "{}", said(&output));
    assert_eq!(missing(&media, StandIn::TheKiss), [""; 0]);
    assert_eq!(fs::read_to_string(media.join("sketch-7.mp4")).unwrap(), "made before");
    assert!(fs::read(media.join("voice/kiss.flac")).unwrap().starts_with(b"fLaC"));
    let picture = image::open(media.join("storyboard/kiss.png")).unwrap();
    assert_eq!((picture.width(), picture.height()), (960, 540));

    assert_eq!(&fs::read(media.join(take)).unwrap()[4..8], b"ftyp", "a take is a film");

    let again = film(folder.path(), &["."]);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert!(!said(&again).contains("drawn"), "nothing was due: {}", said(&again));
}
