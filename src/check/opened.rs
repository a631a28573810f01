//! Opens media, a few at a time, and remembers what was wrong with those that have not changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::OnOpened;
use crate::prepare::{self, MediaProblem, Options};

/// Size and date of a file; none where it is not there.
type Stamp = Option<(u64, Option<SystemTime>)>;

/// What was wrong with media when they were opened.
#[derive(Default)]
pub(super) struct Opened(BTreeMap<PathBuf, (Stamp, Vec<MediaProblem>)>);

impl Opened {
    /// Opens the files that are new or have changed, and says what is wrong with each, in the same
    /// order. Those among `voices` need no picture. What is no longer asked for is forgotten.
    pub(super) fn examine_all(
        &mut self,
        (paths, voices): (&[PathBuf], &[&PathBuf]),
        options: &Options,
        on_opened: OnOpened,
    ) -> Vec<Vec<MediaProblem>> {
        let stamps: Vec<Stamp> = paths.iter().map(|path| stamp(path)).collect();
        // Whatever was not read to a verdict, such as a file that is still being copied, is not
        // remembered: it has another date the next time.
        let known = |(path, stamp): (&PathBuf, &Stamp)| {
            let (then, found) = self.0.get(path)?;
            (stamp.is_some() && then == stamp).then(|| found.clone())
        };
        let before: Vec<Option<Vec<MediaProblem>>> = paths.iter().zip(&stamps).map(known).collect();
        let open: Vec<usize> = (0..paths.len()).filter(|at| before[*at].is_none()).collect();
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let found = Mutex::new(before);
        on_opened(0, open.len());
        std::thread::scope(|scope| {
            for _ in 0..options.at_once.min(open.len()) {
                scope.spawn(|| {
                    while let Some(index) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let path = &paths[*index];
                        let findings = match voices.contains(&path) {
                            true => prepare::examine_voice(path, options).map(|()| Vec::new()),
                            false => prepare::examine(path, options).map(|found| found.findings),
                        };
                        let problems = findings.unwrap_or_else(|problem| vec![problem]);
                        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                        found[*index] = Some(problems);
                        on_opened(done.fetch_add(1, Ordering::Relaxed) + 1, open.len());
                    }
                });
            }
        });
        let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let found: Vec<Vec<MediaProblem>> =
            found.into_iter().map(Option::unwrap_or_default).collect();
        let kept = paths.iter().zip(stamps).zip(&found);
        self.0 =
            kept.map(|((path, stamp), found)| (path.clone(), (stamp, found.clone()))).collect();
        found
    }
}

fn stamp(path: &Path) -> Stamp {
    let found = path.metadata().ok()?;
    Some((found.len(), found.modified().ok()))
}
