//! `palimpsest prepare`: masters to renditions, and what a museum must know of each.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{ExhibitArgs, failed, hang, records, say};
use crate::prepare::progress::Shown;
use crate::prepare::{self, Options};
use crate::report::Report;
use crate::report::data::{Level, Topic};

/// Makes the renditions that an exhibit is played from, and the report on every version.
#[derive(Args, Debug)]
pub struct Prepare {
    #[command(flatten)]
    exhibit: ExhibitArgs,
    /// The wall that it is to hang on, for the report: the file of an installation.
    #[arg(long, value_name = "FILE")]
    installation: Option<PathBuf>,
    /// The folder that the report is written into [default: the exhibit's own].
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Afterwards remove the renditions that this exhibit no longer uses.
    #[arg(long)]
    prune: bool,
}

impl Prepare {
    /// Prepares; exit 0 when every version is complete, 2 when the film suffers from something or the
    /// digests could not be recorded.
    pub fn run(self) -> ExitCode {
        let exhibit = match hang::load(&self.exhibit) {
            Ok(exhibit) => exhibit,
            Err(why) => return failed(why),
        };
        let room = match self.installation.as_deref().map(hang::installation).transpose() {
            Ok(room) => room,
            Err(why) => return failed(why),
        };
        let options = Options { retry: true, ..hang::options(&self.exhibit) };
        let outcomes = prepare::prepare(&exhibit, &options, &mut Shown::default());
        let problems = outcomes.iter().flat_map(|outcome| &outcome.problems);
        let wrong = problems.filter(|problem| problem.is_error()).count();
        let made = outcomes.iter().filter(|outcome| outcome.prepared.is_some()).count();
        say(format!("{made} of {} versions are prepared", outcomes.len()));
        let laid = prepare::prepare_takes(&exhibit, &options, &mut Shown::default());
        let wrong = wrong + laid.problems.iter().filter(|take| take.problem.is_doubt()).count();
        let takes = laid.takes.len();
        if takes + laid.missing > 0 {
            say(format!("{takes} of {} takes are prepared", takes + laid.missing));
        }
        for line in hang::takes_report(&laid) {
            eprintln!("palimpsest: {line}");
        }
        let recorded = records::record(&self.exhibit, &exhibit, &outcomes);
        if let Err(why) = &recorded {
            eprintln!(
                "palimpsest: the digests of the files are not recorded: {why}. Prepare again then: it only \
                 records them."
            );
        }
        let beside = exhibit.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = self.report.as_deref().or(beside).unwrap_or(Path::new("."));
        let report = records::report(&self.exhibit, &exhibit, &outcomes, room.as_ref(), true);
        match report.and_then(|report| {
            to_see_to(&report);
            records::write(&report, folder)
        }) {
            Ok(files) => files.iter().for_each(|file| say(file.display())),
            Err(why) => {
                eprintln!("palimpsest: there is no report: {why}; name a folder with --report");
            }
        }
        if self.prune {
            match prepare::prune(std::slice::from_ref(&exhibit), &options) {
                Ok((removed, bytes)) => {
                    say(format!("{removed} unused renditions removed, {} MB", bytes / 1_000_000));
                }
                Err(why) => return failed(why),
            }
        }
        ExitCode::from(if wrong > 0 || recorded.is_err() { 2 } else { 0 })
    }
}

/// Says of which files something is wrong or unknown, and what to do, before anybody opens the report.
fn to_see_to(report: &Report) {
    for version in &report.versions {
        let files = version
            .verdicts
            .iter()
            .filter(|verdict| verdict.about == Topic::Fixity && verdict.level >= Level::Decision);
        for verdict in files {
            let help = verdict.help.as_deref().unwrap_or_default();
            eprintln!("palimpsest: {}: {} {help}", version.name, verdict.what);
        }
    }
    for problem in &report.problems {
        let (what, help) = (problem.what.trim_end_matches('.'), problem.help.as_deref());
        eprintln!("palimpsest: {what}. {}", help.unwrap_or_default());
    }
}
