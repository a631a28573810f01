//! The files of an exhibit over the years, with the program itself: what rots, changes, is deleted or
//! garbled, what is made again, and what only a person decides.

mod played;

use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};

use palimpsest::report::data::{Level, Topic};

use crate::arrival::{ends, exhibit, film, palimpsest, report};
use crate::program::said;

/// Changes one byte in the middle of a file, and nothing that is seen from outside.
fn rot(file: &Path) {
    let modified = fs::metadata(file).unwrap().modified().unwrap();
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    put(file, &bytes, modified);
}

fn put(file: &Path, bytes: &[u8], modified: std::time::SystemTime) {
    fs::write(file, bytes).unwrap();
    let times = FileTimes::new().set_modified(modified);
    File::options().write(true).open(file).unwrap().set_times(times).unwrap();
}

/// The folders of renditions.
fn renditions(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("cache")).unwrap().flatten();
    let folders = entries.map(|entry| entry.path());
    folders.filter(|folder| folder.join("level-0.h264").is_file()).collect()
}

fn pictures(folder: &Path) -> PathBuf {
    renditions(folder).pop().expect("a rendition").join("level-0.h264")
}

fn journal(folder: &Path) -> String {
    fs::read_to_string(folder.join("records/fixity.jsonl")).unwrap()
}

/// An exhibit of two versions, prepared.
fn two(folder: &Path) {
    let second = "[[version]]\nid = \"second\"\ngeneration = \"old\"\nfile = \"media/new.mp4\"";
    film(&folder.join("media/new.mp4"), 50, |frame| if frame < 25 { 40 } else { 110 });
    exhibit(folder, second);
    ends(folder, &["prepare", "."], 0);
    assert_eq!(renditions(folder).len(), 2);
}

#[test]
fn a_rendition_that_rots_is_made_anew_and_a_master_that_rots_is_named() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "");
    ends(folder.path(), &["prepare", "."], 0);
    let told = ends(folder.path(), &["verify", "."], 0);
    assert!(told.contains("are as they were"), "{told}");

    let good = fs::read(pictures(folder.path())).unwrap();
    rot(&pictures(folder.path()));
    let told = ends(folder.path(), &["verify", "."], 0);
    assert!(told.contains("1 rendition was made anew"), "{told}");
    assert_eq!(fs::read(pictures(folder.path())).unwrap(), good);
    ends(folder.path(), &["verify", "."], 0);

    rot(&folder.path().join("media/old.mp4"));
    let told = ends(folder.path(), &["verify", "."], 2);
    assert!(told.contains("old.mp4"), "{told}");
    assert_eq!(fs::read(pictures(folder.path())).unwrap(), good, "nothing is made from it");
    let events = journal(folder.path());
    assert!(events.contains("\"rotted\"") && events.lines().count() > 8, "{events}");
}

#[test]
fn a_rotten_master_is_never_recorded_as_well_and_nothing_is_called_fine_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = {} }");
    ends(folder.path(), &["prepare", "."], 0);
    let master = folder.path().join("media/old.mp4");
    let (good, modified) =
        (fs::read(&master).unwrap(), fs::metadata(&master).unwrap().modified().unwrap());
    let sum = report(folder.path()).versions[0].masters[0].sha256.clone();
    rot(&master);
    ends(folder.path(), &["verify", "."], 2);
    // Whatever is prepared after it, or how often it is read.
    palimpsest(folder.path(), &["prepare", "."]);
    assert!(!journal(folder.path()).contains("renewed"), "{}", journal(folder.path()));
    let version = report(folder.path()).versions[0].clone();
    assert_eq!(version.masters[0].sha256, sum);
    let fixity = version.verdicts.iter().find(|one| one.about == Topic::Fixity).unwrap();
    assert_eq!(fixity.level, Level::Decision);
    assert!(fixity.what.contains("though nobody wrote to it"), "{fixity:?}");
    let fine = |one: &&palimpsest::report::data::Verdict| one.level == Level::Fine;
    assert!(version.verdicts.iter().filter(fine).all(|one| one.about == Topic::Rights));
    let told = ends(folder.path(), &["verify", "."], 2);
    assert!(told.contains("old.mp4"), "{told}");
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("holds something else than it did"), "{told}");
    // A good copy of the same size and time ends it, also before it is verified.
    put(&master, &good, modified);
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("the report") && told.contains("1 warning"), "only that is old: {told}");
    ends(folder.path(), &["prepare", "."], 0);
    ends(folder.path(), &["check", ".", "--strict"], 0);
    ends(folder.path(), &["verify", "."], 0);
    ends(folder.path(), &["check", ".", "--strict"], 0);
}

#[test]
fn a_master_that_changed_is_told_each_time_until_a_person_accepts_it() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = {} }");
    ends(folder.path(), &["prepare", "."], 0);
    film(&folder.path().join("media/old.mp4"), 50, |frame| if frame < 25 { 70 } else { 120 });
    // Before anybody verifies, and after it was prepared.
    ends(folder.path(), &["prepare", "."], 0);
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("holds something else than was recorded"), "{told}");
    for _ in 0..2 {
        let told = ends(folder.path(), &["verify", "."], 2);
        assert!(told.contains("it was rewritten") && told.contains("--accept"), "{told}");
        ends(folder.path(), &["check", ".", "--strict"], 1);
    }
    let accept = ["verify", ".", "--accept", "media/old.mp4"];
    let told = ends(folder.path(), &accept, 1);
    assert!(told.contains("it was:") && told.contains("it is:") && told.contains("say --yes"));
    ends(folder.path(), &["verify", "."], 2);
    let told = ends(folder.path(), &[&accept[..], &["--yes"]].concat(), 0);
    assert!(told.contains("recorded as right on"), "{told}");
    assert!(journal(folder.path()).contains("\"renewed\""));
    ends(folder.path(), &["verify", "."], 0);
    ends(folder.path(), &["check", ".", "--strict"], 0);
    let told = ends(folder.path(), &accept, 0);
    assert!(told.contains("nothing to accept"), "{told}");
    let rendition = pictures(folder.path());
    let told = ends(folder.path(), &["verify", ".", "--accept", rendition.to_str().unwrap()], 2);
    assert!(told.contains("names no such master"), "{told}");
}

#[test]
fn what_is_deleted_cut_off_or_garbled_of_a_rendition_is_told_and_made_again() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "");
    ends(folder.path(), &["prepare", "."], 0);
    let rendition = renditions(folder.path()).pop().unwrap();
    let good = fs::read(rendition.join("level-0.h264")).unwrap();
    let spoil = |name: &str, content: Option<&[u8]>| {
        match content {
            Some(content) => fs::write(rendition.join(name), content).unwrap(),
            None => fs::remove_file(rendition.join(name)).unwrap(),
        }
        let told = ends(folder.path(), &["verify", "."], 0);
        assert!(
            told.contains(name) && told.contains("1 rendition was made anew"),
            "{name}: {told}"
        );
        assert_eq!(fs::read(rendition.join("level-0.h264")).unwrap(), good, "{name}");
        ends(folder.path(), &["verify", "."], 0);
    };
    spoil("level-0.h264", None);
    spoil("level-0.h264", Some(&good[..good.len() / 2]));
    spoil("rendition.json", Some(b"{\"format\":"));
    spoil("light.bin", Some(b"dark"));
    spoil("findings.json", None);
    // What the journal does not cover, because it is written to, but without which nothing plays.
    fs::write(rendition.join("notes.json"), "").unwrap();
    let told = ends(folder.path(), &["verify", "."], 0);
    assert!(told.contains("is not whole") && told.contains("1 rendition was made anew"), "{told}");
    fs::remove_dir_all(&rendition).unwrap();
    let told = ends(folder.path(), &["verify", ".", "--no-repair"], 2);
    assert!(told.contains("level-0.h264: the file does not exist"), "{told}");
    ends(folder.path(), &["verify", "."], 0);
    assert_eq!(fs::read(rendition.join("level-0.h264")).unwrap(), good);
}

#[test]
fn one_rotten_master_holds_up_only_what_is_made_from_it() {
    let folder = tempfile::tempdir().unwrap();
    two(folder.path());
    for rendition in renditions(folder.path()) {
        rot(&rendition.join("level-0.h264"));
    }
    rot(&folder.path().join("media/new.mp4"));
    let told = ends(folder.path(), &["verify", "."], 2);
    assert!(told.contains("1 rendition was made anew, 1 of 2 left"), "{told}");
    assert!(told.contains("version `second` is not made anew before its master"), "{told}");
    let told = ends(folder.path(), &["verify", "."], 2);
    assert!(told.contains("0 renditions were made anew, 1 of 1 left"), "{told}");
}

#[test]
fn takes_are_masters_and_what_is_made_of_them_is_made_anew_like_that_of_versions() {
    let folder = tempfile::tempdir().unwrap();
    film(&folder.path().join("media/take.mp4"), 25, |_| 70);
    exhibit(folder.path(), "takes = { a = [\"media/take.mp4\"] }");
    ends(folder.path(), &["prepare", "."], 0);
    assert!(journal(folder.path()).contains("take.mp4"));
    let takes = || fs::read_dir(folder.path().join("cache/takes")).unwrap().flatten();
    let folders = takes().map(|entry| entry.path()).filter(|path| path.is_dir());
    let made = folders.collect::<Vec<_>>().pop().expect("a rendition of the take");
    let files = fs::read_dir(&made).unwrap().flatten().map(|entry| entry.path());
    let picture = files.filter(|file| file.extension().is_some_and(|ends| ends == "h264")).min();
    let picture = picture.expect("a rung of it");
    let good = fs::read(&picture).unwrap();
    let told = ends(folder.path(), &["verify", "."], 0);
    assert!(!told.contains("anew") && !told.contains("does not exist"), "it is whole: {told}");
    rot(&picture);
    let told = ends(folder.path(), &["verify", "."], 0);
    assert!(told.contains("1 rendition was made anew"), "{told}");
    assert_eq!(fs::read(&picture).unwrap(), good);
    rot(&folder.path().join("media/take.mp4"));
    rot(&picture);
    let told = ends(folder.path(), &["verify", "."], 2);
    assert!(told.contains("is not made anew before its master is seen to"), "{told}");
    // What was made while it was good is played on, and nothing is made of it as it is.
    fs::write(&picture, &good).unwrap();
    let told = ends(folder.path(), &["prepare", "."], 2);
    assert!(told.contains("holds something else") && told.contains("--accept FILE"), "{told}");
    assert!(told.contains("1 of 1 takes are prepared"), "{told}");
    let left: Vec<PathBuf> =
        takes().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    assert_eq!(left, [made]);
}

#[test]
fn a_version_that_was_never_prepared_is_told_by_check_and_by_verify() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = {} }");
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("flashes and credentials were not looked at"), "{told}");
    assert!(told.contains("palimpsest prepare"), "{told}");
    let told = ends(folder.path(), &["verify", "."], 0);
    assert!(told.contains("is not prepared"), "{told}");
}

#[test]
fn recordings_and_captions_are_masters_too() {
    let folder = tempfile::tempdir().unwrap();
    let captions = "1\n00:00:00,000 --> 00:00:01,000\nA word\n";
    exhibit(
        folder.path(),
        "rights = { cleared = {} }\nspoken = { en = \"media/spoken.wav\" }\n\
         captions = { en = \"media/own.srt\" }",
    );
    let file = folder.path().join("exhibit.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("captions = {{ en = \"media/film.srt\" }}\n{text}")).unwrap();
    for name in ["own.srt", "film.srt"] {
        fs::write(folder.path().join("media").join(name), captions).unwrap();
    }
    fs::write(folder.path().join("media/spoken.wav"), tone()).unwrap();
    ends(folder.path(), &["prepare", "."], 0);
    for name in ["own.srt", "film.srt", "spoken.wav", "spoken-"] {
        assert!(journal(folder.path()).contains(name), "{name}");
    }
    rot(&folder.path().join("media/film.srt"));
    rot(&folder.path().join("media/spoken.wav"));
    let told = ends(folder.path(), &["verify", "."], 2);
    assert!(told.contains("film.srt") && told.contains("spoken.wav"), "{told}");
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("film.srt holds something else"), "{told}");
    assert!(told.contains("spoken.wav holds something else"), "{told}");
}

/// A second of a square wave.
fn tone() -> Vec<u8> {
    let (rate, bytes) = (48_000_u32, 96_000_u32);
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + bytes).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend(rate.to_le_bytes());
    wav.extend((rate * 2).to_le_bytes());
    wav.extend(b"\x02\0\x10\0data");
    wav.extend(bytes.to_le_bytes());
    let wave = (0..rate).map(|at| if at / 120 % 2 == 0 { 4000_i16 } else { -4000 });
    wav.extend(wave.flat_map(i16::to_le_bytes));
    wav
}

#[test]
fn a_prepared_sound_that_rots_is_laid_again() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "spoken = { en = \"media/spoken.wav\" }");
    fs::write(folder.path().join("media/spoken.wav"), tone()).unwrap();
    ends(folder.path(), &["prepare", "."], 0);
    let entries = fs::read_dir(folder.path().join("cache")).unwrap().flatten();
    let mut names = entries.map(|entry| entry.path()).filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("spoken-") && name.ends_with(".s16")
    });
    let sound = names.next().expect("a prepared sound");
    let good = fs::read(&sound).unwrap();
    rot(&sound);
    let told = ends(folder.path(), &["verify", "."], 0);
    assert!(told.contains("1 rendition was made anew"), "{told}");
    assert_eq!(fs::read(&sound).unwrap(), good);
    ends(folder.path(), &["verify", "."], 0);
}

#[cfg(unix)]
#[test]
fn an_exhibit_is_the_same_from_every_folder_and_through_every_link() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("piece");
    fs::create_dir(&folder).unwrap();
    exhibit(&folder, "");
    fs::create_dir(above.path().join("other")).unwrap();
    std::os::unix::fs::symlink(&folder, above.path().join("link")).unwrap();
    let cache = above.path().join("cache");
    let verify = |from: &Path, what: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_palimpsest"))
            .args(["verify", what, "--cache"])
            .arg(&cache)
            .current_dir(from)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        said(&output)
    };
    verify(&folder, ".");
    for (from, what) in [
        (above.path(), "piece"),
        (above.path(), "piece/exhibit.toml"),
        (&above.path().join("other"), "../piece"),
        (above.path(), "link"),
        (&folder, "exhibit.toml"),
    ] {
        let told = verify(from, what);
        assert!(told.contains("1 files were read: 1 are as they were"), "{what}: {told}");
    }
    let journal = fs::read_to_string(folder.join("records/fixity.jsonl")).unwrap();
    let scope =
        format!("\"scope\":\"{}\"", folder.canonicalize().unwrap().join("exhibit.toml").display());
    let begun = journal.lines().filter(|line| line.contains("\"entry\":\"begin\""));
    assert!(
        begun.clone().count() == 6 && begun.clone().all(|line| line.contains(&scope)),
        "{journal}"
    );
}

#[test]
fn a_warning_of_a_file_that_was_away_goes_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = {} }");
    ends(folder.path(), &["prepare", "."], 0);
    let (file, away) = (folder.path().join("media/old.mp4"), folder.path().join("away.mp4"));
    fs::rename(&file, &away).unwrap();
    let told = ends(folder.path(), &["verify", "."], 2);
    assert!(told.contains("the file does not exist"), "{told}");
    let told = said(&palimpsest(folder.path(), &["check", ".", "--strict"]));
    assert!(told.contains("old.mp4, which was recorded"), "{told}");
    // A copy has a time of its own.
    fs::copy(&away, &file).unwrap();
    ends(folder.path(), &["check", ".", "--strict"], 0);
    ends(folder.path(), &["verify", "."], 0);
}

#[test]
fn a_journal_that_cannot_be_read_is_said_and_nothing_is_written_over_it() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = {} }");
    ends(folder.path(), &["prepare", "."], 0);
    let file = folder.path().join("records/fixity.jsonl");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let told = ends(folder.path(), &["verify", "."], 2);
    assert!(told.contains("fixity.jsonl") && told.contains("see to its disk"), "{told}");
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("cannot be read"), "{told}");
    let told = ends(folder.path(), &["prepare", "."], 2);
    assert!(told.contains("the digests of the files are not recorded"), "{told}");
}

#[cfg(unix)]
#[test]
fn an_exhibit_copied_with_its_records_is_the_same_and_what_the_copy_damaged_is_told() {
    let above = tempfile::tempdir().unwrap();
    let [first, copy, moved] = ["first", "copy", "moved"].map(|name| above.path().join(name));
    fs::create_dir(&first).unwrap();
    exhibit(&first, "");
    ends(&first, &["prepare", "."], 0);
    let seen = report(&first).versions[0].masters[0].first_seen.clone();
    let copying = std::process::Command::new("cp").arg("-a").args([&first, &copy]).status();
    assert!(copying.unwrap().success());
    rot(&copy.join("media/old.mp4"));
    let told = ends(&copy, &["verify", "."], 2);
    assert!(told.contains("old.mp4: it has rotted") && !told.contains("new"), "{told}");
    fs::rename(&first, &moved).unwrap();
    let told = ends(&moved, &["verify", "."], 0);
    assert!(!told.contains("new"), "{told}");
    ends(&moved, &["prepare", "."], 0);
    assert_eq!(report(&moved).versions[0].masters[0].first_seen, seen);
}
