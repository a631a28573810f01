//! `palimpsest prepare`: masters to renditions.

use std::process::ExitCode;

use clap::Args;

use super::{ExhibitArgs, failed, hang};
use crate::prepare::progress::Shown;
use crate::prepare::{self, Options};

/// Makes the renditions that an exhibit is played from.
#[derive(Args, Debug)]
pub struct Prepare {
    #[command(flatten)]
    exhibit: ExhibitArgs,
    /// Afterwards remove the renditions that this exhibit no longer uses.
    #[arg(long)]
    prune: bool,
}

impl Prepare {
    /// Prepares; exit 0 when every version is complete, 2 when the film suffers from something.
    pub fn run(self) -> ExitCode {
        let exhibit = match hang::load(&self.exhibit) {
            Ok(exhibit) => exhibit,
            Err(why) => return failed(why),
        };
        let options = Options { retry: true, ..hang::options(&self.exhibit) };
        let outcomes = prepare::prepare(&exhibit, &options, &mut Shown::default());
        let problems = outcomes.iter().flat_map(|outcome| &outcome.problems);
        let wrong = problems.filter(|problem| problem.is_error()).count();
        let made = outcomes.iter().filter(|outcome| outcome.prepared.is_some()).count();
        println!("{made} of {} versions are prepared", outcomes.len());
        if self.prune {
            match prepare::prune(std::slice::from_ref(&exhibit), &options) {
                Ok((removed, bytes)) => {
                    println!("{removed} unused renditions removed, {} MB", bytes / 1_000_000);
                }
                Err(why) => return failed(why),
            }
        }
        ExitCode::from(if wrong > 0 { 2 } else { 0 })
    }
}
