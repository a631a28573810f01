//! Live reload: an exhibit that is edited while it hangs.
//!
//! What is to be done with a changed file is decided here, without looking at one. `watch.rs`
//! notices changes and reads on a thread of its own; `plugin.rs` hangs what it hands over.

mod captions;
pub mod edits;
pub mod incoming;
pub mod plugin;
pub mod room;
pub mod text;
pub mod watch;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::Report;
use crate::exhibit::{Exhibit, Loaded};
use crate::media::beneath::Takes;
use crate::rendition::Prepared;

/// An exhibit, and what each of its versions is played from.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// What is shown.
    pub exhibit: Arc<Exhibit>,
    /// The renditions, in the order of versions; none where nothing can be played.
    pub prepared: Vec<Option<Arc<Prepared>>>,
    /// What can be played of the takes that were not chosen, by their files.
    pub takes: Takes,
}

impl Edition {
    /// The edition that follows this one: `exhibit` with what was `found` prepared for it, in the
    /// order of versions. A version of which nothing is found keeps what it played before, by its
    /// id, wherever it now stands: it shows its last good film until there is a new one. It has no
    /// takes yet.
    pub fn followed_by(&self, exhibit: Arc<Exhibit>, found: Vec<Option<Prepared>>) -> Self {
        let before = |id: &str| {
            let index = self.exhibit.versions.iter().position(|version| version.id == id)?;
            self.prepared.get(index)?.clone()
        };
        let mut found = found.into_iter();
        let prepared = exhibit
            .versions
            .iter()
            .map(|version| match found.next().flatten() {
                Some(new) => {
                    let kept = before(&version.id).filter(|old| **old == new);
                    Some(kept.unwrap_or_else(|| Arc::new(new)))
                }
                None => before(&version.id),
            })
            .collect();
        Self { exhibit, prepared, takes: Takes::new() }
    }

    /// The same without these versions, by their ids. Where nothing would remain it is the whole.
    pub fn without(&self, left_out: &BTreeSet<String>) -> Self {
        let stays: Vec<bool> =
            self.exhibit.versions.iter().map(|version| !left_out.contains(&version.id)).collect();
        if !stays.contains(&true) || !stays.contains(&false) {
            return self.clone();
        }
        let mut exhibit = Exhibit::clone(&self.exhibit);
        let mut kept = stays.iter();
        exhibit.versions.retain(|_| kept.next().copied().unwrap_or(true));
        let prepared = self.prepared.iter().zip(&stays).filter(|(_, stays)| **stays);
        let prepared = prepared.map(|(prepared, _)| prepared.clone()).collect();
        // Takes are looked up by their files: those of a version that is left out are not asked for.
        Self { exhibit: Arc::new(exhibit), prepared, takes: self.takes.clone() }
    }

    /// Nothing of it can be played: hung, it would leave the wall dark.
    pub fn is_dark(&self) -> bool {
        self.prepared.iter().all(Option::is_none)
    }
}

/// What is to be done with what an exhibit file says now.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It says what it said before.
    Unchanged,
    /// It had errors and now says again what hangs.
    Mended,
    /// It says something else: that is to be hung. The report holds its warnings.
    Hang(Arc<Exhibit>, Report),
    /// It has errors, which nobody was told yet; what hangs goes on.
    Refuse(Report),
}

/// Remembers what an exhibit file said, to judge what it says next.
#[derive(Clone, Debug)]
pub struct Judge {
    accepted: Arc<Exhibit>,
    refused: Option<Report>,
}

impl Judge {
    /// Of a file that says what already hangs.
    pub fn new(hangs: Arc<Exhibit>) -> Self {
        Self { accepted: hangs, refused: None }
    }

    /// The last exhibit without errors.
    pub fn accepted(&self) -> &Arc<Exhibit> {
        &self.accepted
    }

    /// Judges what was read. The same errors are told once, however often they are read.
    pub fn judge(&mut self, read: Result<Loaded, Report>) -> Verdict {
        match read {
            Err(report) if self.refused.as_ref() == Some(&report) => Verdict::Unchanged,
            Err(report) => {
                self.refused = Some(report.clone());
                Verdict::Refuse(report)
            }
            Ok(loaded) => {
                let was_refused = self.refused.take().is_some();
                if loaded.exhibit != *self.accepted {
                    self.accepted = Arc::new(loaded.exhibit);
                    Verdict::Hang(Arc::clone(&self.accepted), loaded.warnings)
                } else if was_refused {
                    Verdict::Mended
                } else {
                    Verdict::Unchanged
                }
            }
        }
    }
}
