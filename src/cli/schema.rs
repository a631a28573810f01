//! `palimpsest schema`: the JSON Schema of a file.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

/// Prints a JSON Schema.
#[derive(Args, Debug)]
pub struct Schema {
    /// Whose schema.
    of: Of,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum Of {
    /// exhibit.toml: what is shown.
    Exhibit,
}

impl Schema {
    /// Prints it.
    pub fn run(self) -> ExitCode {
        match self.of {
            Of::Exhibit => super::say(format!("{:#}", crate::exhibit::schema())),
        }
        ExitCode::SUCCESS
    }
}
