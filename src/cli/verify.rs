//! `palimpsest verify`: whether every file still holds what it held.

mod accept;
mod repair;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::{ExhibitArgs, failed, hang, records, say};
use crate::exhibit::Exhibit;
use crate::fixity::journal::Journal;
use crate::fixity::progress::Shown;
use crate::fixity::verify::{renew, verify};
use crate::fixity::{Outcome, Report, Role};
use crate::prepare::places::places;
use crate::report::number::moment;

/// Reads all masters and renditions of an exhibit again, records an event for each, and makes
/// renditions that went bad anew.
#[derive(Args, Debug)]
pub struct Verify {
    #[command(flatten)]
    exhibit: ExhibitArgs,
    /// Start anew where the last time was interrupted, instead of going on.
    #[arg(long)]
    again: bool,
    /// Leave renditions that went bad as they are.
    #[arg(long)]
    no_repair: bool,
    /// Say that what this master holds now is right, after it is shown what it was and what it is.
    /// Can be given several times. Nothing else is read.
    #[arg(long, value_name = "FILE")]
    accept: Vec<PathBuf>,
    /// With `--accept`: do not ask.
    #[arg(long, requires = "accept")]
    yes: bool,
}

impl Verify {
    /// Verifies; exit 0 when everything is as it was or was made anew, 2 when something is left that
    /// somebody must see to. With `--accept`, 0 when all of it is accepted, 1 when the answer was no.
    pub fn run(self) -> ExitCode {
        let exhibit = match hang::load(&self.exhibit) {
            Ok(exhibit) => exhibit,
            Err(why) => return failed(why),
        };
        let journal = Journal::open(&records::folder(&self.exhibit));
        let mut journal = match journal {
            Ok(journal) => journal,
            Err(why) => return failed(why),
        };
        if !self.accept.is_empty() {
            return accept::accept(&mut journal, &exhibit, &self.accept, self.yes);
        }
        match self.verified(&exhibit, &mut journal) {
            Ok(true) => ExitCode::from(2),
            Ok(false) => ExitCode::SUCCESS,
            Err(why) => failed(why),
        }
    }

    /// Verifies and repairs; whether anything is left that somebody must see to.
    fn verified(&self, exhibit: &Exhibit, journal: &mut Journal) -> Result<bool, String> {
        let options = hang::options(&self.exhibit);
        let all = |why| format!("{}: {why}; see to that folder", options.cache.display());
        let places = places(exhibit, &options).map_err(all)?;
        let (scope, stop) = (records::scope(exhibit), AtomicBool::new(false));
        let verifying = records::verifying(&scope, self.again, &stop);
        let mut subjects = records::masters(exhibit);
        subjects.extend(records::made(&places, journal.history()));
        let report = verify(journal, &subjects, &verifying, &mut Shown::default())
            .map_err(|why| why.to_string())?;
        tell(&report);
        say(format!("recorded in {}", journal.path().display()));
        let wrong = report.findings.iter().any(|finding| {
            let outcome = &finding.event.outcome;
            let unsettled = *outcome == Outcome::Unsettled;
            finding.event.role == Role::Master && (outcome.is_failure() || unsettled)
        });
        if wrong {
            say(
                "Put a good copy in the place of each master that is named above; or, where what it holds \
                 now is right, say so with --accept FILE. Until then it is told each time.",
            );
        }
        let broken = repair::broken(exhibit, &places, &report, journal.history());
        if broken.is_empty() {
            return Ok(wrong);
        }
        if self.no_repair {
            say("What is made from masters and went bad was left as it is.");
            return Ok(true);
        }
        let (fresh, left) = repair::repair(exhibit, &options, &broken, &report);
        renew(journal, &fresh, &verifying, &mut Shown::default()).map_err(|why| why.to_string())?;
        Ok(wrong || left > 0)
    }
}

fn tell(report: &Report) {
    for flaw in &report.flaws {
        eprintln!("palimpsest: {flaw}");
    }
    if let Some(last) = report.clock_behind {
        eprintln!(
            "palimpsest: the clock of this machine is behind its last event, {}; set the clock, or the \
             dates of what is recorded are wrong",
            moment(&last.to_string())
        );
    }
    summary(report).into_iter().for_each(say);
}

/// How many files were found how, and which masters nobody knew. What is made from masters is new
/// whenever it was made.
fn summary(report: &Report) -> Vec<String> {
    let counts = &report.counts;
    let before = match counts.before {
        0 => String::new(),
        before => format!(", {before} of them before it was interrupted"),
    };
    let new = report.findings.iter().filter(|found| found.event.outcome == Outcome::New);
    let known = match new.clone().count() {
        0 => String::new(),
        1 => ", 1 is new".to_owned(),
        many => format!(", {many} are new"),
    };
    let (files, intact) = (counts.files, counts.intact);
    let all = format!("{files} files were read{before}: {intact} are as they were{known}");
    let masters = new.filter(|found| found.event.role == Role::Master).map(ToString::to_string);
    std::iter::once(all).chain(masters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixity::progress::Silent;
    use crate::fixity::{Subject, verify};

    #[test]
    fn masters_that_nobody_knew_are_counted_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        ["known", "new", "made"].iter().for_each(|name| std::fs::write(file(name), name).unwrap());
        let mut journal = Journal::open(&file("records")).unwrap();
        let stop = AtomicBool::new(false);
        let mut told = |subjects: &[Subject]| {
            let options = records::verifying("scope", false, &stop);
            summary(&verify(&mut journal, subjects, &options, &mut Silent).unwrap())
        };
        let known = Subject::master(file("known"));
        told(std::slice::from_ref(&known));
        let (new, made) = (Subject::master(file("new")), Subject::rendition("key", file("made")));
        let new_is = format!("{}: seen for the first time", file("new").display());
        let all = "3 files were read: 1 are as they were, 2 are new".to_owned();
        assert_eq!(told(&[known, new, made]), [all, new_is]);
    }
}
