//! `palimpsest kiosk-files`: what a machine needs to run a wall from power-on.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{ExhibitArgs, failed, hang, say};
use crate::kiosk::files::{Facts, files};
use crate::kiosk::room::{hours, screens};

/// Writes what a machine needs to run a wall from power-on, and the operator's card.
#[derive(Args, Debug)]
pub struct KioskFiles {
    /// The folder to write to.
    folder: PathBuf,
    #[command(flatten)]
    exhibit: ExhibitArgs,
    /// The wall: an installation file.
    #[arg(long, value_name = "FILE", default_value = "config/installation.toml")]
    installation: PathBuf,
    /// The user that the wall runs as.
    #[arg(long, value_name = "NAME", default_value = "palimpsest")]
    user: String,
}

impl KioskFiles {
    /// Writes; exit 2 where the exhibit or the installation has errors, or a file cannot be
    /// written.
    pub fn run(self) -> ExitCode {
        match self.write() {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => failed(why),
        }
    }

    fn write(&self) -> Result<(), String> {
        let installation = hang::installation(&self.installation)?;
        let exhibit = hang::load(&self.exhibit)?;
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let facts = Facts {
            title: exhibit.title.get(&installation.language).to_owned(),
            program: std::env::current_exe().unwrap_or_else(|_| "palimpsest".into()),
            exhibit: whole(&self.exhibit.exhibit),
            installation: whole(&self.installation),
            user: self.user.clone(),
            screens: screens(&installation),
            hours: hours(&installation),
            contact: installation.running.contact.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let refused = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
        std::fs::create_dir_all(&self.folder).map_err(|error| refused(&self.folder, error))?;
        for (name, text) in files(&facts) {
            let path = self.folder.join(name);
            std::fs::write(&path, text).map_err(|error| refused(&path, error))?;
            say(path.display());
        }
        Ok(())
    }
}
