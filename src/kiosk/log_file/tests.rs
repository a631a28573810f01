//! Tests of the log: its bound, its age, and a disk that fails under it.

use super::older::DAY;
use super::*;
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

thread_local! {
    /// How far the clock of the running test is ahead of the system's, in seconds.
    static AHEAD: Cell<u64> = const { Cell::new(0) };
}

/// The clock of the running test.
fn clock() -> SystemTime {
    SystemTime::now() + Duration::from_secs(AHEAD.get())
}

/// A folder of its own for one test, removed with all that is in it when the test ends.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// Names a new folder, which the log itself makes.
    pub(super) fn new() -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("palimpsest-log-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::remove_dir_all(&folder).ok();
        Self(folder)
    }

    /// Opens a log in the folder by the clock of the test.
    pub(super) fn open(&self, limits: Limits) -> LogFile {
        LogFile::open_by(&self.0, limits, clock).unwrap()
    }

    /// The text of a file in the folder; none where it is missing.
    fn text(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.0.join(name)).ok()
    }

    /// The contents of all files of the log, the oldest first.
    pub(super) fn texts(&self) -> Vec<String> {
        let older = (1..50).map(|number| self.text(&format!("palimpsest.{number}.log")));
        let mut texts: Vec<String> = older.flatten().collect();
        texts.reverse();
        texts.extend(self.text("palimpsest.log"));
        texts
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Limits that only the test at hand can reach.
const WIDE: Limits = Limits { bytes: 10_000, files: 5, days: 30 };

/// A line of a number of bytes.
pub(super) fn line(letter: char, bytes: usize) -> String {
    format!("{}\n", letter.to_string().repeat(bytes - 1))
}

#[test]
fn a_log_can_be_handed_to_another_thread() {
    fn sendable<T: Write + Send + 'static>() {}
    sendable::<LogFile>();
}

#[test]
fn a_full_file_is_renamed_and_the_oldest_is_removed() {
    let scratch = Scratch::new();
    let mut log = scratch.open(Limits { bytes: 300, files: 3, days: 30 });
    for letter in ['a', 'b', 'c', 'd', 'e'] {
        log.write_all(line(letter, 200).as_bytes()).unwrap();
    }
    assert_eq!(scratch.texts(), [line('c', 200), line('d', 200), line('e', 200)]);
}

#[test]
fn a_vacant_number_is_filled_before_any_file_is_removed() {
    let scratch = Scratch::new();
    let mut log = scratch.open(Limits { bytes: 300, files: 3, days: 30 });
    for letter in ['a', 'b', 'c'] {
        log.write_all(line(letter, 200).as_bytes()).unwrap();
    }
    fs::remove_file(log.path(1)).unwrap();
    log.write_all(line('d', 200).as_bytes()).unwrap();
    assert_eq!(scratch.texts(), [line('a', 200), line('c', 200), line('d', 200)]);
}

#[test]
fn one_file_alone_starts_again_when_it_is_full() {
    let scratch = Scratch::new();
    let mut log = scratch.open(Limits { bytes: 300, files: 1, days: 30 });
    log.write_all(line('a', 200).as_bytes()).unwrap();
    log.write_all(line('b', 200).as_bytes()).unwrap();
    assert_eq!(scratch.texts(), [line('b', 200)]);
}

#[test]
fn a_new_file_begins_after_a_day_and_old_ones_go() {
    let scratch = Scratch::new();
    let mut log = scratch.open(Limits { days: 2, ..WIDE });
    log.write_all(b"monday\n").unwrap();
    AHEAD.set(DAY - 60);
    log.write_all(b"still monday\n").unwrap();
    AHEAD.set(DAY + 60);
    log.write_all(b"tuesday\n").unwrap();
    assert_eq!(scratch.texts(), ["monday\nstill monday\n", "tuesday\n"]);
    // By the clock of the disk all was written on monday, so both are more than two days old.
    AHEAD.set(3 * DAY);
    log.write_all(b"thursday\n").unwrap();
    assert_eq!(scratch.texts(), ["thursday\n"]);
}

#[test]
fn a_log_goes_on_where_the_last_run_ended_and_tidies_at_once() {
    let scratch = Scratch::new();
    scratch.open(WIDE).write_all(b"first run\n").unwrap();
    fs::write(scratch.0.join("palimpsest.7.log"), "too many").unwrap();
    fs::write(scratch.0.join("palimpsest.2.log"), "x".repeat(50_000)).unwrap();
    fs::write(scratch.0.join("palimpsest.03.log"), "of someone else").unwrap();
    let old = File::create(scratch.0.join("palimpsest.1.log")).unwrap();
    old.set_modified(SystemTime::now() - Duration::from_secs(31 * DAY)).unwrap();
    let mut log = scratch.open(WIDE);
    assert_eq!(scratch.texts(), ["first run\n"]);
    assert!(scratch.text("palimpsest.03.log").is_some());
    log.write_all(b"second run\n").unwrap();
    assert_eq!(scratch.texts(), ["first run\nsecond run\n"]);
}

#[test]
fn limits_that_keep_nothing_are_refused() {
    let scratch = Scratch::new();
    for limits in
        [Limits { bytes: 255, ..WIDE }, Limits { files: 0, ..WIDE }, Limits { days: 0, ..WIDE }]
    {
        let wrong = LogFile::open(&scratch.0, limits).unwrap_err();
        assert_eq!(wrong.kind(), io::ErrorKind::InvalidInput);
    }
}

#[test]
fn a_folder_that_went_away_is_made_again_and_nothing_more_is_lost() {
    let scratch = Scratch::new();
    let mut log = scratch.open(WIDE);
    log.write_all(b"before\n").unwrap();
    fs::remove_dir_all(&scratch.0).unwrap();
    log.write_all(b"after\n").unwrap();
    assert_eq!(scratch.texts(), ["after\n"]);
}

#[test]
fn lines_that_cannot_be_written_are_counted_and_reported() {
    let scratch = Scratch::new();
    let mut log = scratch.open(WIDE);
    fs::remove_dir_all(&scratch.0).unwrap();
    // A file in the place of the folder stands for a disk that was pulled out.
    fs::write(&scratch.0, "").unwrap();
    log.write_all(b"one\ntwo\n").unwrap();
    log.write_all(b"three").unwrap();
    log.flush().unwrap();
    fs::remove_file(&scratch.0).unwrap();
    log.write_all(b"four\n").unwrap();
    log.write_all(b"five\n").unwrap();
    let notice = "3 lines of this log could not be written and are lost.\n";
    assert_eq!(scratch.texts(), [format!("{notice}four\nfive\n")]);
}

#[test]
fn a_write_longer_than_a_file_is_dropped_and_reported() {
    let scratch = Scratch::new();
    let mut log = scratch.open(Limits { bytes: 300, ..WIDE });
    log.write_all(line('a', 301).as_bytes()).unwrap();
    log.write_all(line('b', 300).as_bytes()).unwrap();
    let notice = "1 line of this log could not be written and is lost.\n".to_string();
    assert_eq!(scratch.texts(), [notice, line('b', 300)]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_gives_no_error_and_is_reported_when_there_is_room() {
    let scratch = Scratch::new();
    let mut log = scratch.open(WIDE);
    log.write_all(b"before\n").unwrap();
    let path = log.path(0);
    fs::remove_file(&path).unwrap();
    // This device answers every write as a full disk does.
    std::os::unix::fs::symlink("/dev/full", &path).unwrap();
    for _ in 0..1000 {
        log.write_all(b"lost\n").unwrap();
    }
    fs::remove_file(&path).unwrap();
    log.write_all(b"kept\n").unwrap();
    let notice = "1000 lines of this log could not be written and are lost.\n";
    assert_eq!(scratch.texts(), [format!("{notice}kept\n")]);
}
