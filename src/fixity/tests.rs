use std::cell::Cell;
use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use super::event::Entry;
use super::progress::Silent;
use super::*;

mod interrupted;
mod moved;
mod torn;

/// A folder with masters and a journal beside it, and a clock that goes on by a second whenever it
/// is asked.
struct Archive {
    folder: tempfile::TempDir,
    /// Where the journal lies, where there is such a place.
    _memory: Option<tempfile::TempDir>,
    clock: Cell<i64>,
    stop: AtomicBool,
}

impl Archive {
    fn new() -> Self {
        Self::within(tempfile::tempdir().unwrap())
    }

    fn within(folder: tempfile::TempDir) -> Self {
        // The journal waits for the disk at every line, which tests of thousands need not.
        let memory = tempfile::tempdir_in("/dev/shm").ok();
        #[cfg(unix)]
        if let Some(memory) = &memory {
            std::os::unix::fs::symlink(memory.path(), folder.path().join("state")).unwrap();
        }
        let (clock, stop) = (Cell::new(1_800_000_000), AtomicBool::new(false));
        Self { folder, _memory: memory, clock, stop }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with a time that is this many seconds after an arbitrary one.
    fn write(&self, name: &str, content: &str, time: u64) -> Subject {
        fs::write(self.at(name), content).unwrap();
        self.touch(name, time);
        Subject::master(self.at(name))
    }

    fn touch(&self, name: &str, time: u64) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + time);
        let file = File::options().write(true).open(self.at(name)).unwrap();
        file.set_times(FileTimes::new().set_modified(time)).unwrap();
    }

    fn journal(&self) -> Journal {
        Journal::open(&self.at("state")).unwrap()
    }

    fn lines(&self) -> String {
        fs::read_to_string(self.at("state/fixity.jsonl")).unwrap()
    }

    fn with(&self, how: impl FnOnce(&mut Journal, &Options) -> Report) -> Report {
        let now = || {
            self.clock.set(self.clock.get() + 1);
            Timestamp::from_second(self.clock.get()).unwrap()
        };
        let options = Options { scope: "kiss", again: false, now: &now, stop: &self.stop };
        how(&mut self.journal(), &options)
    }

    fn verify(&self, subjects: &[Subject]) -> Report {
        self.with(|journal, options| verify(journal, subjects, options, &mut Silent).unwrap())
    }

    fn renew(&self, subjects: &[Subject]) -> Report {
        self.with(|journal, options| renew(journal, subjects, options, &mut Silent).unwrap())
    }

    fn first_seen(&self, name: &str) -> Timestamp {
        self.journal().history().known(&self.at(name)).unwrap().first_seen
    }
}

fn outcomes(report: &Report) -> Vec<Outcome> {
    report.findings.iter().map(|found| found.event.outcome.clone()).collect()
}

#[test]
fn a_file_is_new_once_and_then_intact_and_its_first_date_stays() {
    let archive = Archive::new();
    let files = [archive.write("a", "one", 0), archive.write("b", "two", 0)];
    let report = archive.verify(&files);
    assert_eq!(outcomes(&report), [Outcome::New, Outcome::New]);
    assert!(report.finished && !report.is_troubled());
    let first = archive.first_seen("a");
    // Touched, but not changed.
    archive.touch("a", 5);
    let report = archive.verify(&[files[0].clone(), files[0].clone(), files[1].clone()]);
    assert_eq!(outcomes(&report), []);
    assert_eq!((report.counts.files, report.counts.intact, report.run), (2, 2, 2));
    assert_eq!(archive.first_seen("a"), first);
    assert!(archive.lines().contains(r#""at":"2027-01-15T08:00:0"#));
    assert!(archive.lines().contains(r#""differs":["modified"]"#));
}

#[test]
fn a_rewritten_master_is_told_each_time_until_it_is_put_back() {
    let archive = Archive::new();
    let file = [archive.write("a", "one", 0)];
    archive.verify(&file);
    let first = archive.first_seen("a");
    // Another size and time; another time; another size.
    for (content, time) in [("three", 9), ("seven", 10), ("nineteen", 10)] {
        archive.write("a", content, time);
        for _ in 0..3 {
            let report = archive.verify(&file);
            assert_eq!(outcomes(&report), [Outcome::Changed], "{content}");
            assert!(report.is_troubled());
            assert_eq!(report.spoilt_masters().len(), 1);
        }
        let journal = archive.journal();
        let known = journal.history().known(&archive.at("a")).unwrap();
        assert_eq!(known.digests.blake3, blake3::hash(b"one").to_hex().as_str());
        let (instead, stamp) = known.instead.clone().unwrap();
        assert_eq!(instead.blake3, blake3::hash(content.as_bytes()).to_hex().as_str());
        assert_eq!(journal.history().hash_of(&archive.at("a"), &stamp), None);
    }
    archive.write("a", "one", 20);
    assert_eq!(outcomes(&archive.verify(&file)), []);
    assert_eq!(archive.first_seen("a"), first);
    assert!(!archive.journal().history().known(&archive.at("a")).unwrap().is_troubled());
}

#[test]
fn a_master_that_was_rewritten_and_then_rots_has_rotted() {
    let archive = Archive::new();
    let file = [archive.write("a", "one", 0)];
    archive.verify(&file);
    archive.write("a", "two", 9);
    archive.verify(&file);
    archive.write("a", "twp", 9);
    assert_eq!(outcomes(&archive.verify(&file)), [Outcome::Rotted]);
}

#[test]
fn a_journal_of_an_earlier_program_that_took_a_change_for_right_is_read_as_it_was_meant() {
    let archive = Archive::new();
    let file = [archive.write("a", "one", 0)];
    archive.verify(&file);
    archive.write("a", "three", 9);
    let event = archive.verify(&file).findings[0].event.clone();
    // What that program wrote the next time.
    let later = Event { outcome: Outcome::Intact, expected: None, differs: Vec::new(), ..event };
    archive.journal().add(&Entry::Event(later)).unwrap();
    assert_eq!(outcomes(&archive.verify(&file)), []);
}

#[test]
fn a_person_accepts_a_master_after_seeing_what_it_was_and_what_it_is() {
    use accept::{Refused, accept, offer};
    let archive = Archive::new();
    let file = archive.write("a", "one", 0);
    let all = [file.clone()];
    let asked = || offer(&archive.journal(), &file, &mut Silent);
    let answered = |offer: &accept::Offer| {
        let now = || Timestamp::from_second(1_900_000_000).unwrap();
        let options = Options { scope: "kiss", again: true, now: &now, stop: &archive.stop };
        accept(&mut archive.journal(), offer, &options)
    };
    assert!(matches!(asked(), Err(Refused::Unknown)));
    archive.verify(&all);
    assert!(matches!(asked(), Err(Refused::AsItWas)));
    archive.write("a", "three", 9);
    archive.verify(&all);
    let shown = asked().unwrap();
    assert_eq!((shown.was.stamp.size, shown.is.stamp.size), (3, 5));
    archive.write("a", "four", 10);
    assert!(matches!(answered(&shown), Err(Refused::Moved)));
    assert_eq!(outcomes(&archive.verify(&all)), [Outcome::Changed]);
    let event = answered(&asked().unwrap()).unwrap();
    assert_eq!((event.outcome, event.at.as_second()), (Outcome::Renewed, 1_900_000_000));
    assert_eq!(outcomes(&archive.verify(&all)), []);
    fs::remove_file(archive.at("a")).unwrap();
    assert!(matches!(asked(), Err(Refused::NotTaken(why)) if why.contains("does not exist")));
}

#[test]
fn bit_rot_is_told_until_the_file_is_restored_and_touching_it_does_not_help() {
    let archive = Archive::new();
    let file = [archive.write("a", "one", 0)];
    archive.verify(&file);
    archive.write("a", "onf", 0);
    let report = archive.verify(&file);
    assert_eq!(outcomes(&report), [Outcome::Rotted]);
    let event = &report.findings[0].event;
    assert_ne!(event.expected, event.digests);
    assert!(report.findings[0].to_string().contains("nobody wrote to it"));
    assert_eq!(report.spoilt_masters().len(), 1);
    let stamp = event.stamp.unwrap();
    assert_eq!(archive.journal().history().hash_of(&archive.at("a"), &stamp), None);
    archive.touch("a", 7);
    let report = archive.verify(&file);
    assert_eq!(outcomes(&report), [Outcome::Rotted]);
    assert!(report.findings[0].to_string().contains("still holds"));
    archive.write("a", "one", 9);
    assert_eq!(outcomes(&archive.verify(&file)), []);
    let hash = blake3::hash(b"one").to_hex().to_string();
    let journal = archive.journal();
    let stamp = Stamp::of(&fs::metadata(archive.at("a")).unwrap());
    assert_eq!(journal.history().hash_of(&archive.at("a"), &stamp), Some(hash.as_str()));
}

#[test]
fn what_somebody_says_is_right_is_right() {
    let archive = Archive::new();
    let file = [archive.write("a", "one", 0)];
    archive.verify(&file);
    archive.write("a", "onf", 0);
    archive.verify(&file);
    assert_eq!(outcomes(&archive.renew(&file)), [Outcome::Renewed]);
    assert_eq!(outcomes(&archive.renew(&file)), []);
    assert_eq!(outcomes(&archive.verify(&file)), []);
}

#[test]
fn what_cannot_be_read_is_told_and_the_others_are_read() {
    let archive = Archive::new();
    let files = [archive.write("a", "one", 0), archive.write("b", "two", 0)];
    archive.verify(&files);
    fs::remove_file(archive.at("a")).unwrap();
    fs::create_dir(archive.at("a")).unwrap();
    let report = archive.verify(&files);
    assert_eq!(outcomes(&report), [Outcome::Unreadable { why: "it is a folder".to_owned() }]);
    assert_eq!(report.counts.intact, 1);
    fs::remove_dir(archive.at("a")).unwrap();
    assert_eq!(outcomes(&archive.verify(&files)), [Outcome::Missing]);
    // What is missing stays so until it is there again.
    assert_eq!(outcomes(&archive.verify(&files)), [Outcome::Missing]);
    archive.write("a", "one", 3);
    assert_eq!(outcomes(&archive.verify(&files)), []);
}

#[test]
fn a_moved_master_is_moved_and_keeps_its_date_and_a_copy_is_new() {
    let archive = Archive::new();
    let old = archive.write("a", "one", 0);
    archive.verify(std::slice::from_ref(&old));
    let first = archive.first_seen("a");
    let copy = archive.write("copy", "one", 0);
    assert_eq!(outcomes(&archive.verify(&[old.clone(), copy])), [Outcome::New]);
    fs::rename(archive.at("a"), archive.at("z")).unwrap();
    let new = Subject::master(archive.at("z"));
    // The old path is still named, and comes first.
    let report = archive.verify(&[old.clone(), new.clone()]);
    assert_eq!(outcomes(&report), [Outcome::Moved { from: archive.at("a") }]);
    assert!(!report.is_troubled());
    assert_eq!(archive.first_seen("z"), first);
    assert_eq!(outcomes(&archive.verify(std::slice::from_ref(&new))), []);
    // From now on the old path is a name for nothing.
    assert_eq!(outcomes(&archive.verify(&[old, new])), [Outcome::Missing]);
}

#[test]
fn renditions_that_are_not_what_they_were_are_to_be_made_again() {
    let archive = Archive::new();
    let names = ["missing", "rotted", "changed", "intact"];
    let files: Vec<Subject> = names
        .iter()
        .map(|name| Subject::rendition(format!("key of {name}"), archive.write(name, "x", 0).path))
        .collect();
    assert!(archive.verify(&files).repair().is_empty());
    fs::remove_file(archive.at("missing")).unwrap();
    archive.write("rotted", "y", 0);
    archive.write("changed", "y", 1);
    let report = archive.verify(&files);
    let keys: Vec<&str> = report.repair().into_iter().collect();
    assert_eq!(keys, ["key of changed", "key of missing", "key of rotted"]);
    assert!(report.spoilt_masters().is_empty());
    // However often they are verified, they are not taken for right.
    assert_eq!(archive.verify(&files).repair().len(), 3);
    archive.write("missing", "made again", 2);
    archive.renew(&files);
    assert_eq!(outcomes(&archive.verify(&files)), []);
}

#[test]
fn five_thousand_small_files_each_have_one_event() {
    // What was just written is brought to the disk before it is read, file by file.
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
    let archive = Archive::within(folder.unwrap());
    let name = |n: u32| format!("file {n}");
    let files: Vec<Subject> = (0..5000).map(|n| archive.write(&name(n), &name(n), 0)).collect();
    let report = archive.verify(&files);
    assert_eq!((report.counts.files, report.findings.len()), (5000, 5000));
    archive.write("file 4321", "file 1234", 0);
    let report = archive.verify(&files);
    assert_eq!(outcomes(&report), [Outcome::Rotted]);
    assert_eq!(report.counts.intact, 4999);
    // A beginning and an end for each run.
    assert_eq!(archive.lines().lines().count(), 2 * 5002);
}

#[test]
fn a_clock_that_is_behind_the_journal_is_told() {
    let archive = Archive::new();
    let file = [archive.write("a", "one", 0)];
    assert_eq!(archive.verify(&file).clock_behind, None);
    archive.clock.set(0);
    assert!(archive.verify(&file).clock_behind.is_some());
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_text_is_known_again() {
    use std::os::unix::ffi::OsStrExt as _;
    let archive = Archive::new();
    let path = archive.folder.path().join(std::ffi::OsStr::from_bytes(b"a\xff\n\"b"));
    fs::write(&path, "one").unwrap();
    let file = [Subject::master(&path)];
    archive.verify(&file);
    assert_eq!(outcomes(&archive.verify(&file)), []);
    assert!(archive.journal().history().known(&path).is_some());
    let there = archive.at("there");
    fs::rename(&path, &there).unwrap();
    let report = archive.verify(&[Subject::master(there)]);
    assert_eq!(outcomes(&report), [Outcome::Moved { from: path }]);
    assert!(archive.journal().flaws().is_empty());
}

#[test]
fn every_outcome_has_its_words_in_premis() {
    let words = |outcome: Outcome| (outcome.event_type(), outcome.event_outcome());
    assert_eq!(words(Outcome::New), ("message digest calculation", "success"));
    assert_eq!(words(Outcome::Intact), ("fixity check", "success"));
    assert_eq!(words(Outcome::Rotted), ("fixity check", "fail"));
    assert_eq!(words(Outcome::Unsettled), ("fixity check", "warning"));
}
