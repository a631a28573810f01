//! How a new generation enters: `add`, `align`, `undo` and the folder `incoming`.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use palimpsest::prepare::Options;
use palimpsest::reload::incoming::Arrivals;

use super::{ends, exhibit, film, report, report_after};
use crate::program::said;

#[test]
fn a_new_generation_enters_after_a_yes_and_is_taken_back_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let before = exhibit(folder.path(), "# The end.");
    let elsewhere = tempfile::tempdir().unwrap();
    let new = elsewhere.path().join("new film.mp4");
    film(&new, 50, |frame| if frame < 25 { 40 } else { 110 });
    let path = new.to_str().unwrap();
    let add = |more: &[&'static str]| {
        let asked = ["add", ".", path, "--generation", "Model B", "--released", "2026-05"];
        asked.into_iter().chain(more.iter().copied()).collect::<Vec<&str>>()
    };
    let told = ends(folder.path(), &add(&["--dry-run"]), 0);
    assert!(told.contains("Model B") && told.contains("is the whole film"), "{told}");
    let now = || fs::read_to_string(folder.path().join("exhibit.toml")).unwrap();
    assert_eq!(now(), before);
    let told = ends(folder.path(), &add(&[]), 1);
    assert!(told.contains("say --yes"), "{told}");
    assert_eq!(now(), before);

    ends(folder.path(), &add(&["--yes"]), 0);
    let after = now();
    assert!(after.contains("name = \"Model B\"") && after.contains("released = \"2026-05\""));
    assert!(before.lines().all(|line| after.lines().any(|kept| kept == line)), "{after}");
    let copied = folder.path().join("media/model-b/new film.mp4");
    assert_eq!(fs::read(copied).unwrap(), fs::read(&new).unwrap());
    assert_eq!(report_after(folder.path()).versions.len(), 2);

    let undo = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_palimpsest"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        (output.status.code(), said(&output))
    };
    let (code, told) = undo(&["undo", "."]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("taken back: added"), "{told}");
    assert!(
        told.contains("These files stay") && told.contains("media/model-b/new film.mp4"),
        "{told}"
    );
    assert_eq!(now(), before);
    assert_eq!(undo(&["undo", ".", "--redo"]).0, Some(0));
    assert_eq!(now(), after);
    fs::write(folder.path().join("exhibit.toml"), format!("{after}# by hand\n")).unwrap();
    let (code, told) = undo(&["undo", "."]);
    assert_eq!(code, Some(2));
    assert!(told.contains("changed by hand"), "{told}");
}

#[test]
fn a_file_that_cannot_hang_never_reaches_the_wall() {
    let folder = tempfile::tempdir().unwrap();
    let before = exhibit(folder.path(), "");
    let whole = fs::read(folder.path().join("media/old.mp4")).unwrap();
    fs::write(folder.path().join("cut.mp4"), &whole[..whole.len() / 3]).unwrap();
    fs::write(folder.path().join("page.mp4"), b"<!DOCTYPE html><html></html>").unwrap();
    let files = [
        ("cut.mp4", "does not enter"),
        ("page.mp4", "does not enter"),
        ("gone.mp4", "the file does not exist"),
    ];
    for (file, why) in files {
        let arguments = ["add", ".", file, "--generation", "Model B", "--yes"];
        let told = ends(folder.path(), &arguments, 2);
        assert!(told.contains(why), "{told}");
        let now = fs::read_to_string(folder.path().join("exhibit.toml")).unwrap();
        assert_eq!(now, before, "{file}");
    }
}

#[test]
fn shots_that_begin_elsewhere_in_a_file_are_reported_and_aligned_after_a_yes() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = {} }");
    // The cut comes eight frames too early.
    film(&folder.path().join("media/old.mp4"), 50, |frame| if frame < 17 { 60 } else { 140 });
    ends(folder.path(), &["prepare", "."], 0);
    let differences = report(folder.path()).versions[0].cuts.clone().unwrap().differences;
    assert_eq!(differences.len(), 1, "{differences:?}");
    assert_eq!(differences[0].found_ns, Some(680_000_000));
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("“Second” begins at 00:01.00 in the exhibit and at 00:00.68"), "{told}");
    ends(folder.path(), &["align", ".", "old"], 1);
    let told = ends(folder.path(), &["align", ".", "old", "--yes"], 0);
    assert!(told.contains("+at = "), "{told}");
    let aligned = report_after(folder.path());
    assert_eq!(aligned.versions[0].cuts.as_ref().unwrap().differences, []);
    // Aligned again, there is nothing to do; and what is written wrong is found and put right.
    let told = ends(folder.path(), &["align", ".", "old", "--yes"], 0);
    assert!(told.contains("Nothing is proposed"), "{told}");
    let file = folder.path().join("exhibit.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("b = 0.68", "b = 1.08")).unwrap();
    let told = ends(folder.path(), &["align", ".", "old", "--yes"], 0);
    assert!(told.contains("b = 0.68"), "{told}");
}

#[test]
fn a_file_that_is_stretched_over_the_film_is_aligned_in_its_own_time() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = {} }\nfit = \"stretch\"");
    // Four seconds for a film of two, with the cut at 1.36 instead of 2.
    film(&folder.path().join("media/old.mp4"), 100, |frame| if frame < 34 { 60 } else { 140 });
    let told = ends(folder.path(), &["align", ".", "old", "--yes"], 0);
    assert!(told.contains("+at = { a = 0.0, b = 1.36 }"), "{told}");
    let aligned = report_after(folder.path());
    let cuts = aligned.versions[0].cuts.as_ref().unwrap();
    assert_eq!((cuts.found_ns.as_slice(), cuts.differences.len()), (&[1_000_000_000][..], 0));
}

/// Renditions and half-made ones in the cache.
fn renditions(folder: &Path) -> usize {
    let entries = fs::read_dir(folder.join("cache")).into_iter().flatten().flatten();
    entries.filter(|entry| entry.path().is_dir() && entry.file_name() != "records").count()
}

#[test]
fn a_mistake_in_what_is_asked_for_is_told_before_anything_is_prepared() {
    let folder = tempfile::tempdir().unwrap();
    let before = exhibit(folder.path(), "");
    film(&folder.path().join("new/b.mp4"), 25, |_| 60);
    film(&folder.path().join("new/a.mp4"), 25, |_| 80);
    let link = folder.path().join("new/other b.mp4");
    fs::copy(folder.path().join("new/b.mp4"), link).unwrap();
    let add: [(&[&str], &str); 8] = [
        (&["new/a.mp4", "new/gone.mp4", "--generation", "Model B"], "the file does not exist"),
        (&["a=new/b.mp4", "b=new/b.mp4", "--generation", "Model B"], "is given twice"),
        (&["a=new/b.mp4", "b=./new/b.mp4", "--generation", "Model B"], "is given twice"),
        (&["new/b.mp4", "new/other b.mp4", "--generation", "Model B"], "both"),
        (&["new/b.mp4", "--generation", "!!!"], "a letter or a digit"),
        (&["new/b.mp4", "--generation", "MODEL a"], "give its id, `old`"),
        (&["new/b.mp4", "--generation", "old", "--released", "2025"], "--released is not what"),
        (&["new/b.mp4", "--generation", "old", "--maker", "Us"], "--maker is not what"),
    ];
    for (words, why) in add {
        let told = ends(folder.path(), &[&["add", ".", "--yes"], words].concat(), 2);
        assert!(told.contains(why), "{words:?}: {told}");
        let now = fs::read_to_string(folder.path().join("exhibit.toml")).unwrap();
        assert_eq!((now, renditions(folder.path())), (before.clone(), 0), "{words:?}");
    }
    assert!(!folder.path().join("media/media").exists());
    let told = ends(folder.path(), &["align", ".", "new", "--yes"], 2);
    assert!(told.contains("there is no version `new`") && renditions(folder.path()) == 0, "{told}");
}

#[test]
fn a_yes_beforehand_covers_neither_mere_numbers_nor_a_damaged_file() {
    let folder = tempfile::tempdir().unwrap();
    let before = exhibit(folder.path(), "");
    let now = || fs::read_to_string(folder.path().join("exhibit.toml")).unwrap();
    film(&folder.path().join("new/take 1.mp4"), 25, |_| 60);
    film(&folder.path().join("new/take 2.mp4"), 25, |_| 140);
    let numbered = ["new/take 1.mp4", "new/take 2.mp4"];
    let add = ["add", ".", "--generation", "Model B", "--yes"];
    let told = ends(folder.path(), &[&add[..], &numbered].concat(), 1);
    assert!(told.contains("order of their numbers") && told.contains("as march=a.mp4"), "{told}");
    assert_eq!(now(), before);
    let said = ["a=new/take 1.mp4", "b=new/take 2.mp4"];
    ends(folder.path(), &[&add[..], &said].concat(), 0);
    assert_ne!(now(), before);

    // Rotten somewhere in its pictures, and decoded to its end all the same.
    let file = folder.path().join("rotten.mp4");
    film(&file, 50, |frame| 60 + (frame % 7) as u8);
    let mut bytes = fs::read(&file).unwrap();
    let pictures = bytes.windows(4).position(|name| name == b"mdat").unwrap() + 2000;
    for at in (pictures..bytes.len().min(pictures + 60_000)).step_by(997) {
        bytes[at] ^= 0x55;
    }
    fs::write(&file, bytes).unwrap();
    let after = now();
    let add = ["add", ".", "rotten.mp4", "--generation", "Model C", "--yes"];
    let told = ends(folder.path(), &add, 1);
    assert!(told.contains("Look yourself") && told.contains("--accept-damaged"), "{told}");
    assert_eq!(now(), after);
    ends(folder.path(), &[&add[..], &["--accept-damaged"]].concat(), 0);
    assert_ne!(now(), after);
}

#[test]
fn files_are_copied_wherever_the_command_is_given_from_and_out_of_incoming() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "");
    let elsewhere = tempfile::tempdir().unwrap();
    let new = elsewhere.path().join("film.mp4");
    film(&new, 50, |frame| if frame < 25 { 40 } else { 110 });
    let text = || fs::read_to_string(folder.path().join("exhibit.toml")).unwrap();
    let path = new.to_str().unwrap();
    ends(folder.path(), &["add", "exhibit.toml", path, "--generation", "Model B", "--yes"], 0);
    assert!(text().contains("file = \"media/model-b/film.mp4\""), "{}", text());
    assert_eq!(
        fs::read(folder.path().join("media/model-b/film.mp4")).unwrap(),
        fs::read(&new).unwrap()
    );

    // Two files of one name, for two shots.
    for (name, light) in [("x", 60), ("y", 110)] {
        film(&folder.path().join(format!("incoming/{name}/clip.mp4")), 25, |_| light);
    }
    let files = ["a=incoming/x/clip.mp4", "b=incoming/y/clip.mp4"];
    let add = ["add", ".", "--generation", "Model C", "--yes"];
    ends(folder.path(), &[&add[..], &files].concat(), 0);
    assert!(text().contains("\"media/model-c/clip.mp4\""), "{}", text());
    assert!(text().contains("\"media/model-c/clip-2.mp4\""), "{}", text());
    fs::remove_dir_all(folder.path().join("incoming")).unwrap();
    assert_eq!(report_after(folder.path()).versions.len(), 3);
}

/// A wall of one screen.
pub(super) const ROOM: &str = "viewing-distance = 3500\n[[screen]]\nname = \"one\"\nx = 0\ny = 0\nwidth = 1210\nheight = 680\n";

/// Waits until the page says this.
fn page_says(page: &Path, what: &str) -> String {
    let began = Instant::now();
    loop {
        let text = fs::read_to_string(page).unwrap_or_default();
        if text.contains(what) {
            return text;
        }
        assert!(began.elapsed() < Duration::from_secs(600), "{what} is never said: {text}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn what_is_dropped_into_incoming_is_prepared_reported_and_waits() {
    let folder = tempfile::tempdir().unwrap();
    let before = exhibit(folder.path(), "");
    let options = Options {
        cache: folder.path().join("cache"),
        program: env!("CARGO_BIN_EXE_palimpsest").into(),
        installation: Some(folder.path().join("room.toml")),
        ..Options::new()
    };
    fs::write(options.installation.as_ref().unwrap(), ROOM).unwrap();
    let file = folder.path().join("exhibit.toml");
    let _arrivals = Arrivals::start(file.clone(), folder.path().to_owned(), options).unwrap();
    let incoming = folder.path().join("incoming/It's C $1");
    film(&incoming.join("a.mp4"), 25, |_| 60);
    film(&incoming.join("b.mp4"), 25, |_| 110);
    let page = folder.path().join("incoming/It's C $1.report.txt");
    let told = page_says(&page, "It waits. To hang it:");
    assert!(told.contains("a.mp4 is the shot a"), "{told}");
    // What is said of the wall is said of that which plays.
    assert!(told.contains("room.toml), chorus, seen from 3.5 m"), "{told}");
    assert!(told.contains("--installation"), "{told}");
    assert_eq!(fs::read_to_string(&file).unwrap(), before);

    // Another file under the same name: what was said of the first holds no more.
    let whole = fs::read(incoming.join("b.mp4")).unwrap();
    fs::write(incoming.join("b.mp4"), b"<!DOCTYPE html><html></html>").unwrap();
    let told = page_says(&page, "It cannot hang as it is.");
    assert!(told.contains("a web page") && !told.contains("It waits"), "{told}");
    fs::write(incoming.join("b.mp4"), whole).unwrap();
    let told = page_says(&page, "It waits. To hang it:");

    // What is to be written works as it stands, from anywhere, but for the date.
    let command = told.lines().find_map(|line| line.trim().strip_prefix("palimpsest ")).unwrap();
    let command = command.replace("DATE", "2026-11");
    let script = format!("'{}' {command} --yes", env!("CARGO_BIN_EXE_palimpsest"));
    let mut shell = Command::new("sh");
    let ran = shell.args(["-c", &script]).current_dir("/").env_remove("DISPLAY").output().unwrap();
    assert_eq!(ran.status.code(), Some(0), "{script}: {}", said(&ran));
    let after = fs::read_to_string(file).unwrap();
    assert!(
        after.contains("name = \"It's C $1\"") && after.contains("media/it-s-c--1/a.mp4"),
        "{after}"
    );
    page_says(&page, "It hangs already, as version its-c-1.");
}
