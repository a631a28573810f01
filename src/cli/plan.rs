//! `palimpsest plan`: the drawing that a wall is hung by.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use jiff::Zoned;

use super::{ExhibitArgs, failed, hang, say};
use crate::plan::{Subject, usual_file, write};

/// Draws a wall to scale for those who hang it: from the front, from above and from the side, with
/// a schedule of the screens, power and cables, and the operator's card.
///
/// What the installation file does not say is left as a field to fill in by hand, or is marked as
/// assumed. `centre-height` and `computer` in that file give heights and lengths of cables.
#[derive(Args, Debug)]
pub struct Plan {
    /// The wall: an installation file, such as config/3x3.toml.
    installation: PathBuf,
    /// What will hang there, for the titles and the operator's card: its folder or its file.
    #[arg(long, value_name = "EXHIBIT")]
    exhibit: Option<PathBuf>,
    /// The file to write: .pdf, or .svg for a file for each sheet [default: NAME-plan.pdf, here].
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The paper; the operator's card is always an upright A4.
    #[arg(long, value_enum, default_value_t)]
    paper: Paper,
    /// Write over files that are there already.
    #[arg(long)]
    force: bool,
}

#[derive(ValueEnum, Debug, Clone, Copy, Default)]
enum Paper {
    #[default]
    A3,
    A4,
}

impl From<Paper> for crate::plan::Paper {
    fn from(paper: Paper) -> Self {
        match paper {
            Paper::A3 => Self::A3,
            Paper::A4 => Self::A4,
        }
    }
}

impl Plan {
    /// Draws; exit 2 where the installation or the exhibit has errors, the wall is too large for
    /// the paper, or a file is there already or cannot be written.
    pub fn run(self) -> ExitCode {
        match self.draw() {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => failed(why),
        }
    }

    fn draw(&self) -> Result<(), String> {
        let installation = hang::installation(&self.installation)?;
        let exhibit = match &self.exhibit {
            Some(exhibit) => {
                let exhibit = exhibit.clone();
                Some(hang::load(&ExhibitArgs { exhibit, media: None, cache: None })?)
            }
            None => None,
        };
        let date = Zoned::now().date().to_string();
        let subject = Subject {
            installation: &installation,
            exhibit: exhibit.as_ref(),
            date: &date,
            paper: self.paper.into(),
        };
        let to = self.output.clone().unwrap_or_else(|| usual_file(&subject));
        let written = write(&subject, &to, self.force).map_err(|problem| problem.to_string())?;
        for file in &written.files {
            say(file.display());
        }
        if !written.lacking.is_empty() {
            let letters: String = written.lacking.iter().take(12).collect();
            eprintln!(
                "palimpsest: the typefaces of the plan have no sign for {} letters: {letters}. They \
                 are seen as empty boxes; names in Latin, Greek or Cyrillic letters are not",
                written.lacking.len()
            );
        }
        Ok(())
    }
}
