//! What a run found, for people and for whoever prepares again.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use jiff::Timestamp;

use super::event::{Differs, Event, Outcome, Role, Subject};
use super::journal::Flaw;

/// A file about which there is something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, as the caller named it.
    pub subject: Subject,
    /// What was found.
    pub event: Event,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.event.path.display())?;
        let differs = |what| self.event.differs.contains(&what);
        match &self.event.outcome {
            Outcome::New => write!(f, "seen for the first time"),
            Outcome::Intact => write!(f, "it holds what it held"),
            Outcome::Changed => match (differs(Differs::Size), differs(Differs::Modified)) {
                (true, true) => write!(f, "it was rewritten: its size and content are others"),
                (true, false) => {
                    write!(f, "it was rewritten: its size is another, though its time is not")
                }
                (false, _) => write!(f, "it was rewritten: its content is another, of one size"),
            },
            Outcome::Rotted if self.event.differs == [Differs::Content] => {
                write!(f, "it has rotted: its content is another, though nobody wrote to it")
            }
            Outcome::Rotted => write!(f, "it still holds the content that had rotted"),
            Outcome::Moved { from } => write!(f, "it was moved here from {}", from.display()),
            Outcome::Missing => write!(f, "the file does not exist"),
            Outcome::Unreadable { why } => write!(f, "the file cannot be read ({why})"),
            Outcome::Unsettled => {
                write!(f, "it was written to while it was read; verify again when that is done")
            }
            Outcome::Renewed => write!(f, "what it holds now is recorded as right"),
        }
    }
}

/// How many files were found how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that there is an event of.
    pub files: u64,
    /// Those that hold what they held.
    pub intact: u64,
    /// Those that are not what they should be.
    pub failures: u64,
    /// Those that the run had read before it was interrupted.
    pub before: u64,
}

/// What a run found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its number.
    pub run: u64,
    /// It went on where an earlier one was interrupted.
    pub resumed: bool,
    /// It reached its end; if not, the next goes on from here.
    pub finished: bool,
    /// How many files were found how.
    pub counts: Counts,
    /// Everything but intact files.
    pub findings: Vec<Finding>,
    /// Lines of the journal that say nothing.
    pub flaws: Vec<Flaw>,
    /// The date of the last line before this run, where the clock of this machine says it is
    /// earlier than that: the dates of one of them are wrong.
    pub clock_behind: Option<Timestamp>,
}

impl Report {
    /// The keys of the renditions to prepare again, because a file of theirs is not what it should
    /// be.
    pub fn repair(&self) -> BTreeSet<&str> {
        let failed = self.findings.iter().filter(|found| found.event.outcome.is_failure());
        failed.filter_map(|found| found.subject.rendition.as_deref()).collect()
    }

    /// The masters from which nothing should be prepared under the name of what they held before:
    /// changed, rotted, missing or not to be read, or written to just now.
    pub fn spoilt_masters(&self) -> BTreeSet<&Path> {
        let spoilt = self.findings.iter().filter(|found| {
            let outcome = &found.event.outcome;
            let wrong = outcome.is_failure() || *outcome == Outcome::Unsettled;
            found.event.role == Role::Master && wrong
        });
        spoilt.map(|found| found.event.path.as_path()).collect()
    }

    /// Something is not as it should be.
    pub fn is_troubled(&self) -> bool {
        self.counts.failures > 0
    }
}
