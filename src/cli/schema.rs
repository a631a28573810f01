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
    /// installation.toml: where, the wall and its screens.
    Installation,
    /// controllers/*.toml: what a model of controller sends.
    Controller,
    /// report.json: what was found of every version.
    Report,
}

impl Schema {
    /// Prints it.
    pub fn run(self) -> ExitCode {
        let schema = match self.of {
            Of::Report => {
                super::say(format!("{:#}", crate::report::schema().to_value()));
                return ExitCode::SUCCESS;
            }
            Of::Exhibit => crate::exhibit::schema(),
            Of::Installation => crate::installation::schema(),
            Of::Controller => crate::controller::profile::schema::schema(),
        };
        super::say(format!("{schema:#}"));
        ExitCode::SUCCESS
    }
}
