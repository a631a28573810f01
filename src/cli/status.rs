//! `palimpsest status`: how the wall is that runs on this machine.

use std::process::ExitCode;

use clap::Args;

use super::{Format, failed, runtime_folder, say};
use crate::kiosk::status::{ask, socket};

/// Says how the wall is that runs on this machine.
#[derive(Args, Debug)]
pub struct StatusArgs {
    /// How to print it.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl StatusArgs {
    /// Asks and prints; exit 0 when all is well, 1 when something is not as it should be, 2 when
    /// nothing runs.
    pub fn run(self) -> ExitCode {
        let at = socket(&runtime_folder());
        let status = match ask(&at) {
            Ok(status) => status,
            Err(why) => {
                return failed(format!("no wall runs here for this user: {}: {why}", at.display()));
            }
        };
        match self.format {
            Format::Text => say(status.to_text().trim_end()),
            Format::Json => say(serde_json::to_string_pretty(&status).unwrap_or_default()),
        }
        ExitCode::from(u8::from(status.is_troubled()))
    }
}
