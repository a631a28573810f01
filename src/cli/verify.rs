//! `palimpsest verify`: whether every file still holds what it held.

use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use clap::Args;
use jiff::Timestamp;

use super::{ExhibitArgs, failed, hang, records, say};
use crate::exhibit::Exhibit;
use crate::fixity::journal::Journal;
use crate::fixity::progress::Shown;
use crate::fixity::verify::{Options as Verifying, renew, verify};
use crate::fixity::{Report, Subject};
use crate::prepare::{self, Options, Outcome};
use crate::rendition::Prepared;

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
}

impl Verify {
    /// Verifies; exit 0 when everything is as it was, 2 when a file changed, rotted or is missing.
    pub fn run(self) -> ExitCode {
        let exhibit = match hang::load(&self.exhibit) {
            Ok(exhibit) => exhibit,
            Err(why) => return failed(why),
        };
        let options = hang::options(&self.exhibit);
        let outcomes = prepare::load_prepared(&exhibit, &options);
        match self.verified(&exhibit, &options, &outcomes) {
            Ok(true) => ExitCode::from(2),
            Ok(false) => ExitCode::SUCCESS,
            Err(why) => failed(why),
        }
    }

    /// Verifies and repairs; whether anything is left that somebody must see to.
    fn verified(
        &self,
        exhibit: &Exhibit,
        options: &Options,
        outcomes: &[Outcome],
    ) -> Result<bool, String> {
        let said = |why: &dyn std::fmt::Display| format!("the journal of fixity: {why}");
        let mut journal =
            Journal::open(&records::folder(&self.exhibit)).map_err(|why| said(&why))?;
        let scope = exhibit.file.display().to_string();
        let (now, stop) = (Timestamp::now, AtomicBool::new(false));
        let verifying = Verifying { scope: &scope, again: self.again, now: &now, stop: &stop };
        let mut subjects = records::masters(exhibit);
        let prepared: Vec<&Prepared> =
            outcomes.iter().filter_map(|outcome| outcome.prepared.as_ref()).collect();
        subjects.extend(records::renditions(&prepared));
        let report = verify(&mut journal, &subjects, &verifying, &mut Shown::default())
            .map_err(|why| said(&why))?;
        tell(&report);
        say(format!("recorded in {}", journal.path().display()));
        let masters = report.findings.iter().any(|finding| {
            finding.subject.rendition.is_none() && finding.event.outcome.is_failure()
        });
        let broken: Vec<String> = report.repair().into_iter().map(str::to_owned).collect();
        if broken.is_empty() || self.no_repair {
            return Ok(masters || !broken.is_empty());
        }
        let fresh = self.repaired(exhibit, options, &report, &broken, &prepared);
        renew(&mut journal, &fresh, &verifying, &mut Shown::default()).map_err(|why| said(&why))?;
        Ok(masters || fresh.is_empty())
    }

    /// Makes renditions anew; the files that were made.
    fn repaired(
        &self,
        exhibit: &Exhibit,
        options: &Options,
        report: &Report,
        broken: &[String],
        prepared: &[&Prepared],
    ) -> Vec<Subject> {
        if !report.spoilt_masters().is_empty() {
            // What a rotten master gives would look as good as new.
            say(
                "Renditions are not made anew while a master is spoilt: put a good copy in its place.",
            );
            return Vec::new();
        }
        let of = |one: &&&Prepared| {
            let key = one.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            broken.contains(&key)
        };
        for one in prepared.iter().filter(of) {
            if let Err(why) = std::fs::remove_dir_all(&one.folder) {
                eprintln!("palimpsest: {}: {why}", one.folder.display());
            }
        }
        let outcomes = prepare::prepare(exhibit, options, &mut prepare::progress::Shown::default());
        let made: Vec<&Prepared> = outcomes
            .iter()
            .filter(|outcome| outcome.fresh)
            .filter_map(|outcome| outcome.prepared.as_ref())
            .collect();
        let again = made.len();
        say(format!(
            "{again} {} made anew",
            if again == 1 { "rendition was" } else { "renditions were" }
        ));
        records::renditions(&made)
    }
}

fn tell(report: &Report) {
    for flaw in &report.flaws {
        eprintln!("palimpsest: the journal of fixity: {flaw}");
    }
    if let Some(last) = report.clock_behind {
        eprintln!("palimpsest: the clock of this machine is behind its last event, {last}");
    }
    let counts = &report.counts;
    let before = match counts.before {
        0 => String::new(),
        before => format!(", {before} of them before it was interrupted"),
    };
    say(format!("{} files were read{before}: {} are as they were", counts.files, counts.intact));
}
