//! Palimpsest: every version of a film at once, in lockstep, on one wall.

use std::process::ExitCode;

use clap::Parser;
use palimpsest::cli::{self, Palimpsest};

fn main() -> ExitCode {
    cli::run(Palimpsest::parse())
}
