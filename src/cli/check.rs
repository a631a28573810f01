//! `palimpsest check`: everything that is wrong with an exhibit, its media and the wall, at once.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicatif::ProgressBar;

use super::{ExhibitArgs, Format, hang, say};
use crate::check::{Asked, Checker};

/// Says everything that is wrong.
#[derive(Args, Debug)]
pub struct Check {
    #[command(flatten)]
    exhibit: ExhibitArgs,
    /// The wall to check as well: the file of an installation.
    #[arg(long, value_name = "FILE")]
    installation: Option<PathBuf>,
    /// Fail on warnings too.
    #[arg(long)]
    strict: bool,
    /// How to print what was found.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What is checked of an exhibit and of a wall, where there is one.
pub fn asked(args: &ExhibitArgs, installation: Option<PathBuf>) -> Asked {
    Asked {
        exhibit: args.exhibit.clone(),
        media: args.media.clone(),
        installation,
        options: hang::options(args),
    }
}

impl Check {
    /// Checks; exit 0 when all is well, 1 on warnings with `--strict`, 2 on errors.
    pub fn run(self) -> ExitCode {
        let bar = ProgressBar::new(0);
        let mut checker = Checker::new(asked(&self.exhibit, self.installation.clone()));
        let report = checker.check(&|done, of| {
            bar.set_length(of as u64);
            bar.set_position(done as u64);
        });
        bar.finish_and_clear();
        match self.format {
            Format::Json => say(format!("{:#}", report.to_json())),
            Format::Text => {
                let colour = std::io::IsTerminal::is_terminal(&std::io::stdout());
                say(report.render(colour).trim_end());
                if report.is_empty() {
                    for file in std::iter::once(&self.exhibit.exhibit).chain(&self.installation) {
                        say(format!("{}: nothing is wrong", file.display()));
                    }
                }
            }
        }
        ExitCode::from(report.exit_status(self.strict))
    }
}
