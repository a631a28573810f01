//! Reads all files again, records one event for each, and says what is different.
//!
//! Interrupted by whatever means, the next run over the same goes on where it stopped: what the
//! journal says was read in the unfinished run, and looks from outside as it did then, is not read
//! again.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp, Unit};

use super::digest::{Digester, NotTaken, Stamp, Taken};
use super::event::{Begin, End, Entry, Event, Outcome, Purpose, Subject, known_as};
use super::history::Unfinished;
use super::journal::{Journal, JournalError};
use super::judge::judge;
use super::progress::Progress;
use super::report::{Counts, Finding, Report};

/// How old an unfinished run may be to be gone on with. What it read longer ago is old news.
pub const RESUME_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How to verify.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// What is verified, usually the exhibit file by the one name that it has from everywhere: an
    /// unfinished run of the same is gone on with.
    pub scope: &'a str,
    /// Start anew even where a run is unfinished.
    pub again: bool,
    /// The time.
    pub now: &'a dyn Fn() -> Timestamp,
    /// Set by whoever wants it to stop; it does so within one piece of 1 MiB.
    pub stop: &'a AtomicBool,
}

/// Reads all these files, in this order, and records one event for each. Files named twice are
/// read once. Whatever is wrong with a file is a finding; the others are read all the same.
///
/// # Errors
/// When the journal cannot be written. What was recorded until then counts.
pub fn verify(
    journal: &mut Journal,
    subjects: &[Subject],
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Report, JournalError> {
    run(journal, subjects, options, progress, Purpose::Verify)
}

/// Records that what these files hold now is right: renditions that were made again, and files that
/// nobody knows yet. What holds the same is intact. It starts anew each time. A master that is known
/// is never given to it: only a person accepts one, by [`accept`](super::accept::accept).
///
/// # Errors
/// When the journal cannot be written. What was recorded until then counts.
pub fn renew(
    journal: &mut Journal,
    subjects: &[Subject],
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Report, JournalError> {
    run(journal, subjects, options, progress, Purpose::Renew)
}

fn run(
    journal: &mut Journal,
    subjects: &[Subject],
    options: &Options,
    progress: &mut dyn Progress,
    purpose: Purpose,
) -> Result<Report, JournalError> {
    let began = second((options.now)());
    let last_at = journal.history().last_at();
    let unfinished = journal.history().unfinished(options.scope).filter(|unfinished| {
        let young = began.duration_since(unfinished.began) <= RESUME_WITHIN;
        purpose == Purpose::Verify && !options.again && young
    });
    let unfinished = unfinished.cloned();
    let number = unfinished.as_ref().map_or_else(|| journal.history().next_run(), |u| u.run);
    let report = Report {
        run: number,
        resumed: unfinished.is_some(),
        finished: false,
        counts: Counts::default(),
        findings: Vec::new(),
        flaws: journal.flaws().to_vec(),
        clock_behind: last_at.filter(|last| began < *last),
    };
    let mut subjects = subjects.to_vec();
    let mut named = BTreeSet::new();
    subjects.retain(|subject| named.insert(known_as(&subject.path)));
    if unfinished.is_none() {
        let agent = agent();
        let (files, scope) = (subjects.len() as u64, options.scope.to_owned());
        let begin = Begin { run: number, at: began, purpose, scope, files, agent };
        journal.add(&Entry::Begin(begin))?;
    }
    let digester = Digester::default();
    let mut run = Run {
        journal,
        options,
        progress,
        purpose,
        digester,
        report,
        done: 0,
        all: 0,
        left: BTreeSet::new(),
        names: subjects.iter().filter_map(|one| Some(one.path.file_name()?.to_owned())).collect(),
    };
    let outcome = run.files(&subjects, unfinished.as_ref());
    run.progress.finish();
    outcome?;
    Ok(run.report)
}

/// What a run has at hand.
struct Run<'a> {
    journal: &'a mut Journal,
    options: &'a Options<'a>,
    progress: &'a mut dyn Progress,
    purpose: Purpose,
    digester: Digester,
    report: Report,
    /// Bytes that are done, and of all.
    done: u64,
    all: u64,
    /// Paths that files were moved from in this run.
    left: BTreeSet<PathBuf>,
    /// What the files to be read are called.
    names: BTreeSet<OsString>,
}

impl Run<'_> {
    fn files(
        &mut self,
        subjects: &[Subject],
        unfinished: Option<&Unfinished>,
    ) -> Result<(), JournalError> {
        let size = |subject: &Subject| fs::metadata(&subject.path).map_or(0, |meta| meta.len());
        self.all = subjects.iter().map(size).fold(0, u64::saturating_add);
        self.progress.begin(subjects.len() as u64, self.all);
        // Moves that were recorded in the part that is read already, whose old path is now named.
        if let Some(unfinished) = unfinished {
            unfinished.events.values().for_each(|event| self.leave(event));
        }
        let mut missing = Vec::new();
        for subject in subjects {
            if self.stopped() {
                return Ok(());
            }
            let path = known_as(&subject.path);
            let before = unfinished.and_then(|unfinished| unfinished.events.get(&path));
            if let Some(event) = before.filter(|event| stands(event)) {
                self.report.counts.before += 1;
                self.advance(event.stamp.map_or(0, |stamp| stamp.size));
                self.count(subject, event.clone());
                continue;
            }
            self.progress.file(&path);
            let done = self.done;
            match self.take(&path) {
                Err(NotTaken::Stopped) => return Ok(()),
                // One that was moved is found at its new path, which may come later.
                Err(NotTaken::Missing) => missing.push((subject, path)),
                found => self.record(subject, path, found)?,
            }
            // A file that could not be read to its end is done with, too.
            let size = size(subject);
            self.done = self.done.max(done.saturating_add(size));
            self.advance(0);
        }
        for (subject, path) in missing {
            if !self.left.contains(&path) {
                self.record(subject, path, Err(NotTaken::Missing))?;
            }
        }
        let at = self.now();
        let end = End { run: self.report.run, at, failures: self.report.counts.failures };
        self.journal.add(&Entry::End(end))?;
        self.report.finished = true;
        Ok(())
    }

    fn take(&mut self, path: &Path) -> Result<Taken, NotTaken> {
        let Self { digester, progress, options, done, all, .. } = self;
        digester.take(path, &mut |count| {
            *done = done.saturating_add(count);
            *all = (*all).max(*done);
            progress.advance(*done, *all);
            match options.stop.load(Ordering::Relaxed) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        })
    }

    /// Writes down what was found of a file.
    fn record(
        &mut self,
        subject: &Subject,
        path: PathBuf,
        found: Result<Taken, NotTaken>,
    ) -> Result<(), JournalError> {
        let history = self.journal.history();
        let known = history.known(&path);
        let mut event = Event {
            run: self.report.run,
            at: self.now(),
            role: subject.role,
            outcome: Outcome::Missing,
            stamp: None,
            digests: None,
            expected: known.map(|known| known.digests.clone()),
            differs: Vec::new(),
            path: path.clone(),
        };
        match found {
            Ok(taken) => {
                let gone = || {
                    let holders = history.holders(&taken.digests, &path, subject.role);
                    origin(holders.filter(|holder| is_gone(holder)), &path, &self.names)
                };
                (event.outcome, event.differs) = judge(known, &taken, self.purpose, gone);
                event.expected = event.expected.filter(|expected| *expected != taken.digests);
                (event.stamp, event.digests) = (Some(taken.stamp), Some(taken.digests));
            }
            Err(NotTaken::Unreadable(why)) => event.outcome = Outcome::Unreadable { why },
            Err(NotTaken::Unsettled) => event.outcome = Outcome::Unsettled,
            Err(NotTaken::Missing | NotTaken::Stopped) => {}
        }
        self.journal.add(&Entry::Event(event.clone()))?;
        self.leave(&event);
        self.count(subject, event);
        Ok(())
    }

    fn leave(&mut self, event: &Event) {
        if let Outcome::Moved { from } = &event.outcome {
            self.left.insert(from.clone());
        }
    }

    fn count(&mut self, subject: &Subject, event: Event) {
        let counts = &mut self.report.counts;
        counts.files += 1;
        counts.failures += u64::from(event.outcome.is_failure());
        if event.outcome == Outcome::Intact {
            counts.intact += 1;
            return;
        }
        let finding = Finding { subject: subject.clone(), event };
        self.progress.found(&finding);
        self.report.findings.push(finding);
    }

    fn advance(&mut self, count: u64) {
        self.done = self.done.saturating_add(count);
        self.all = self.all.max(self.done);
        self.progress.advance(self.done, self.all);
    }

    fn now(&self) -> Timestamp {
        second((self.options.now)())
    }

    fn stopped(&self) -> bool {
        self.options.stop.load(Ordering::Relaxed)
    }
}

/// An event of the unfinished run that need not be repeated. A file that had rotted may have been
/// restored since, with its size and time.
fn stands(event: &Event) -> bool {
    let now = fs::metadata(&event.path).ok().map(|meta| Stamp::of(&meta));
    event.outcome.was_read() && event.outcome != Outcome::Rotted && event.stamp == now
}

/// The program that does it.
pub(super) fn agent() -> String {
    concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned()
}

/// Where a file was moved from, of places that held the same and are empty now: the one whose name
/// and folders end alike, or else one that no other file here may have been moved from.
fn origin<'a>(
    gone: impl Iterator<Item = &'a Path>,
    to: &Path,
    names: &BTreeSet<OsString>,
) -> Option<PathBuf> {
    let alike = |from: &Path| {
        let pairs = from.iter().rev().zip(to.iter().rev());
        pairs.take_while(|(one, other)| one == other).count()
    };
    let claimed = |from: &Path| from.file_name().is_some_and(|name| names.contains(name));
    gone.min_by_key(|from| (Reverse(alike(from)), claimed(from))).map(Path::to_owned)
}

fn is_gone(path: &Path) -> bool {
    fs::metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

/// Whole seconds are exact enough for a date that is read years later.
pub(super) fn second(at: Timestamp) -> Timestamp {
    let whole = jiff::TimestampRound::new().smallest(Unit::Second).mode(jiff::RoundMode::Trunc);
    at.round(whole).unwrap_or(at)
}
