use super::*;

/// Sets the flag after so many files; keeps what it was told.
struct StopAfter<'a> {
    left: usize,
    stop: &'a AtomicBool,
    done: u64,
    all: u64,
}

impl Progress for StopAfter<'_> {
    fn begin(&mut self, _: u64, bytes: u64) {
        self.all = bytes;
    }
    fn file(&mut self, _: &Path) {
        if self.left == 0 {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.left = self.left.saturating_sub(1);
    }
    fn advance(&mut self, done: u64, all: u64) {
        assert!(done >= self.done && done <= all);
        (self.done, self.all) = (done, all);
    }
    fn found(&mut self, _: &Finding) {}
    fn finish(&mut self) {}
}

impl Archive {
    /// Verifies until so many files are begun.
    fn verify_some(&self, files: &[Subject], left: usize, again: bool) -> Report {
        let report = self.with(|journal, options| {
            let mut progress = StopAfter { left, stop: &self.stop, done: 0, all: 0 };
            let options = Options { again, ..*options };
            let report = verify(journal, files, &options, &mut progress).unwrap();
            assert!(!report.finished || progress.done == progress.all);
            report
        });
        self.stop.store(false, Ordering::Relaxed);
        report
    }

    fn ten(&self) -> Vec<Subject> {
        (0..10).map(|n| self.write(&format!("{n}"), &format!("content {n}"), 0)).collect()
    }
}

#[test]
fn an_interrupted_run_goes_on_where_it_stopped_and_reports_all_of_it() {
    let archive = Archive::new();
    let files = archive.ten();
    archive.verify(&files);
    archive.write("1", "content !", 0);
    archive.write("8", "content !", 0);
    archive.write("2", "rewritten", 5);
    let report = archive.verify_some(&files, 4, false);
    assert!(!report.finished && !report.resumed);
    assert_eq!(report.counts.files, 4);
    let report = archive.verify_some(&files, 100, false);
    assert!(report.finished && report.resumed);
    assert_eq!(report.run, 2);
    // What had rotted is read again.
    assert_eq!((report.counts.files, report.counts.before), (10, 3));
    assert_eq!(outcomes(&report), [Outcome::Rotted, Outcome::Changed, Outcome::Rotted]);
    let report = archive.verify(&files);
    assert_eq!((report.run, report.resumed), (3, false));
    let scope = archive.journal().history().last_finished("kiss").unwrap();
    // One that changed waits for a person, as those that rotted wait for a good copy.
    assert_eq!(scope.1, 3);
}

#[test]
fn an_interrupted_run_is_left_when_asked_for_when_it_is_old_and_for_another_scope() {
    let archive = Archive::new();
    let files = archive.ten();
    archive.verify_some(&files, 4, false);
    let other = archive.with(|journal, options| {
        let options = Options { scope: "other", ..*options };
        verify(journal, &files, &options, &mut Silent).unwrap()
    });
    assert_eq!((other.run, other.resumed, other.counts.before), (2, false, 0));
    let again = archive.verify_some(&files, 4, true);
    assert_eq!((again.run, again.resumed), (3, false));
    archive.clock.set(archive.clock.get() + 6 * 24 * 3600);
    let young = archive.verify_some(&files, 1, false);
    assert_eq!((young.run, young.resumed, young.counts.before), (3, true, 4));
    archive.clock.set(archive.clock.get() + 24 * 3600);
    let old = archive.verify(&files);
    assert_eq!((old.run, old.resumed), (4, false));
}

#[test]
fn a_file_that_was_touched_since_it_was_read_is_read_again() {
    let archive = Archive::new();
    let files = archive.ten();
    archive.verify_some(&files, 4, false);
    archive.write("0", "rewritten meanwhile", 1);
    let report = archive.verify(&files);
    assert_eq!(report.counts.before, 3);
    assert!(outcomes(&report).contains(&Outcome::Changed));
}

#[test]
fn a_move_that_was_found_before_the_interruption_is_not_missing_after_it() {
    let archive = Archive::new();
    let old = archive.write("a", "one", 0);
    archive.verify(std::slice::from_ref(&old));
    fs::rename(archive.at("a"), archive.at("b")).unwrap();
    let mut files = vec![Subject::master(archive.at("b"))];
    files.extend(archive.ten());
    files.push(old);
    archive.verify_some(&files, 3, false);
    let report = archive.verify(&files);
    assert!(report.finished && !report.is_troubled());
}

const CHILD: &str = "PALIMPSEST_FIXITY_TEST_FOLDER";

fn many(folder: &Path) -> Vec<Subject> {
    (0..200).map(|n| Subject::master(folder.join(format!("{n}")))).collect()
}

#[test]
#[ignore = "another test runs it in a process of its own and kills it"]
fn a_process_that_verifies_slowly() {
    struct Slow;
    impl Progress for Slow {
        fn begin(&mut self, _: u64, _: u64) {}
        fn file(&mut self, _: &Path) {
            std::thread::sleep(Duration::from_millis(5));
        }
        fn advance(&mut self, _: u64, _: u64) {}
        fn found(&mut self, _: &Finding) {}
        fn finish(&mut self) {}
    }
    let Some(folder) = std::env::var_os(CHILD).map(PathBuf::from) else { return };
    let mut journal = Journal::open(&folder.join("state")).unwrap();
    let stop = AtomicBool::new(false);
    let options = Options { scope: "kiss", again: false, now: &Timestamp::now, stop: &stop };
    verify(&mut journal, &many(&folder), &options, &mut Slow).unwrap();
}

#[test]
fn a_process_that_is_killed_leaves_a_journal_that_the_next_goes_on_with() {
    let archive = Archive::new();
    // The child has the clock of the machine.
    archive.clock.set(Timestamp::now().as_second());
    for n in 0..200 {
        archive.write(&format!("{n}"), &format!("content {n}"), 0);
    }
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact"])
        .arg("fixity::tests::interrupted::a_process_that_verifies_slowly")
        .env(CHILD, archive.folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let events = || {
        let lines = fs::read(archive.at("state/fixity.jsonl")).unwrap_or_default();
        lines.iter().filter(|byte| **byte == b'\n').count().saturating_sub(1)
    };
    while events() < 20 {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it was killed");
        std::thread::sleep(Duration::from_millis(5));
    }
    // Meanwhile nobody else may write, but anybody may read.
    assert!(matches!(Journal::open(&archive.at("state")), Err(JournalError::InUse(_))));
    assert!(journal::read(&archive.at("state")).unwrap().1.is_empty());
    child.kill().unwrap();
    child.wait().unwrap();
    let before = events();
    let report = archive.verify(&many(archive.folder.path()));
    assert!(report.finished && report.resumed);
    assert_eq!((report.counts.files, report.counts.before), (200, before as u64));
    assert_eq!(outcomes(&report), vec![Outcome::New; 200]);
    assert_eq!(events(), 201);
}
