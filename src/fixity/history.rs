//! What a journal amounts to: for each file what it should hold, since when that is known, and how
//! it was found last; and which run did not reach its end.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::digest::{Digests, Stamp};
use super::event::{Entry, Event, Outcome, Purpose, Role, known_as};
use super::home::Home;

/// What is known of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What it is.
    pub role: Role,
    /// What it should hold.
    pub digests: Digests,
    /// What it looked like when it last held that.
    pub stamp: Stamp,
    /// When this content was first seen under this path, or under the paths it moved from.
    pub first_seen: Timestamp,
    /// When it last was found to hold that.
    pub last_intact: Timestamp,
    /// How it was found last, and when.
    pub last: (Outcome, Timestamp),
    /// What it was found to hold instead, and what it looked like then; none while it is right.
    pub instead: Option<(Digests, Stamp)>,
    /// Every content that it was ever meant to hold, with the date of the first event.
    seen: Vec<(Digests, Timestamp)>,
    /// What it was found to hold by fault.
    pub(super) rotten: Vec<Digests>,
}

impl Known {
    /// Every content that was ever found right under this path, with when it was first seen, in
    /// the order of those dates.
    pub fn contents(&self) -> &[(Digests, Timestamp)] {
        &self.seen
    }

    /// It is not what it should be, and nobody has put it right or said that it is.
    pub fn is_troubled(&self) -> bool {
        self.last.0.is_failure()
    }

    fn new(event: &Event, digests: Digests, stamp: Stamp) -> Self {
        Self {
            role: event.role,
            seen: vec![(digests.clone(), event.at)],
            digests,
            stamp,
            first_seen: event.at,
            last_intact: event.at,
            last: (event.outcome.clone(), event.at),
            instead: None,
            rotten: Vec::new(),
        }
    }

    /// From now on this is what it should hold.
    fn adopt(&mut self, digests: &Digests, at: Timestamp) {
        self.rotten.retain(|rotten| rotten != digests);
        let before = self.seen.iter().find(|(seen, _)| seen == digests).map(|(_, first)| *first);
        self.first_seen = before.unwrap_or(at);
        if before.is_none() {
            self.seen.push((digests.clone(), at));
        }
        self.digests = digests.clone();
    }
}

/// A run of [`Purpose::Verify`] that did not reach its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// Its number.
    pub run: u64,
    /// When it began.
    pub began: Timestamp,
    /// What it found, by path; of several events of one path the last.
    pub events: BTreeMap<PathBuf, Event>,
}

/// What a journal amounts to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    home: Home,
    files: BTreeMap<PathBuf, Known>,
    /// By BLAKE3, the paths that were ever meant to hold it.
    holders: BTreeMap<String, BTreeSet<PathBuf>>,
    unfinished: BTreeMap<String, Unfinished>,
    last_run: u64,
    last_at: Option<Timestamp>,
    last_finished: BTreeMap<String, (Timestamp, u64)>,
    /// The scopes of the runs that did not reach their end, by number.
    scopes: BTreeMap<u64, String>,
}

impl History {
    /// Of a journal in this folder of which nothing is read yet.
    pub(super) fn begin(records: &Path) -> Self {
        Self { home: Home::of(records), ..Self::default() }
    }

    /// A line as it stands in the journal.
    pub(super) fn written(&self, entry: &Entry) -> Entry {
        self.home.written(entry)
    }

    /// What is known of a file; a relative path is taken from the current folder.
    pub fn known(&self, path: &Path) -> Option<&Known> {
        self.files.get(&known_as(path))
    }

    /// All files that are known, in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &Known)> {
        self.files.iter().map(|(path, known)| (path.as_path(), known))
    }

    /// The BLAKE3 of a file without reading it: what it should hold, where its size and time are
    /// those it last held that with, and nothing has been found wrong with it since.
    pub fn hash_of(&self, path: &Path, stamp: &Stamp) -> Option<&str> {
        let known = self.known(path)?;
        let good = stamp.modified.is_some() && known.stamp == *stamp && known.last.0.was_read();
        (good && !known.is_troubled()).then_some(known.digests.blake3.as_str())
    }

    /// The run over this scope that did not reach its end.
    pub fn unfinished(&self, scope: &str) -> Option<&Unfinished> {
        self.unfinished.get(scope)
    }

    /// When a run over this scope last reached its end, and how many files were not what they
    /// should be.
    pub fn last_finished(&self, scope: &str) -> Option<(Timestamp, u64)> {
        self.last_finished.get(scope).copied()
    }

    /// The date of the last line.
    pub fn last_at(&self) -> Option<Timestamp> {
        self.last_at
    }

    /// The number of the next run.
    pub(super) fn next_run(&self) -> u64 {
        self.last_run.saturating_add(1)
    }

    /// The files other than `path` that should hold this, of the same role.
    pub(super) fn holders<'a>(
        &'a self,
        digests: &'a Digests,
        path: &'a Path,
        role: Role,
    ) -> impl Iterator<Item = &'a Path> {
        let holders = self.holders.get(&digests.blake3).into_iter().flatten();
        holders.map(PathBuf::as_path).filter(move |holder| {
            let known = self.files.get(*holder);
            *holder != path && known.is_some_and(|k| k.digests == *digests && k.role == role)
        })
    }

    /// Takes in the next line.
    pub(super) fn take_in(&mut self, entry: &Entry) {
        let (run, at) = match entry {
            Entry::Begin(begin) => (begin.run, begin.at),
            Entry::Event(event) => (event.run, event.at),
            Entry::End(end) => (end.run, end.at),
        };
        self.last_run = self.last_run.max(run);
        self.last_at = Some(at);
        if let Entry::Begin(begin) = entry {
            self.home.begin(run, &begin.scope);
        }
        match entry {
            Entry::Begin(begin) if begin.purpose == Purpose::Verify => {
                self.scopes.retain(|_, scope| *scope != begin.scope);
                self.scopes.insert(run, begin.scope.clone());
                let events = BTreeMap::new();
                let unfinished = Unfinished { run, began: at, events };
                self.unfinished.insert(begin.scope.clone(), unfinished);
            }
            Entry::Begin(_) => {}
            Entry::Event(event) => self.take_in_event(&self.home.found(event)),
            Entry::End(end) => {
                if let Some(scope) = self.scopes.remove(&run) {
                    self.unfinished.remove(&scope);
                    self.last_finished.insert(scope, (at, end.failures));
                }
            }
        }
    }

    fn take_in_event(&mut self, event: &Event) {
        let unfinished = self.scopes.get(&event.run).and_then(|s| self.unfinished.get_mut(s));
        if let Some(unfinished) = unfinished {
            unfinished.events.insert(event.path.clone(), event.clone());
        }
        if let Outcome::Moved { from } = &event.outcome
            && let Some(known) = self.files.remove(from)
        {
            self.files.insert(event.path.clone(), known);
        }
        // Where the line is lost that a file was first seen with, a later one stands in for it.
        if let (Some(stamp), Some(found)) = (event.stamp, &event.digests) {
            let rotted = event.outcome == Outcome::Rotted;
            let wrong = event.outcome.is_failure();
            let right = if wrong { event.expected.as_ref() } else { Some(found) };
            let Some(right) = right.cloned() else { return };
            self.holders.entry(right.blake3.clone()).or_default().insert(event.path.clone());
            let known = self
                .files
                .entry(event.path.clone())
                .or_insert_with(|| Known::new(event, right.clone(), stamp));
            // What somebody wrote is not right for that alone: it is told until somebody says so.
            if wrong {
                if rotted && !known.rotten.contains(found) {
                    known.rotten.push(found.clone());
                }
                known.instead = Some((found.clone(), stamp));
            } else {
                known.adopt(&right, event.at);
                (known.stamp, known.last_intact, known.instead) = (stamp, event.at, None);
            }
        }
        if let Some(known) = self.files.get_mut(&event.path) {
            known.last = (event.outcome.clone(), event.at);
            known.role = event.role;
        }
    }
}
