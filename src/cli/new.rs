//! `palimpsest new`: a folder of films becomes an exhibit.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::add::ask;
use super::{complain, failed, say};
use crate::entry::from_folder::{Choices, Films, Proposal, look, propose, write};
use crate::entry::shell::word;
use crate::exhibit::load::FILE_NAME;
use crate::prepare::{Options, length::known};
use crate::report::words::count;

/// Makes an exhibit from a folder of films: sorts them into versions and shots by name and date,
/// says what it found, and writes `exhibit.toml` beside them after your yes.
#[derive(Args, Debug)]
pub struct New {
    /// The folder of the films.
    folder: PathBuf,
    /// Say what was found and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write without asking.
    #[arg(long)]
    yes: bool,
    /// Hang every take as a version of its own, instead of keeping others than the first aside.
    #[arg(long)]
    every_take: bool,
    /// The title of the piece [default: from the folder's name].
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

impl New {
    /// Proposes and writes; exit 0 when it was written or could have been, 1 when the answer was
    /// no, 2 when there is nothing to hang or nowhere to write.
    pub fn run(self) -> ExitCode {
        let listing = match look(&self.folder) {
            Ok(listing) => listing,
            Err(why) => return failed(why),
        };
        let choices = Choices { every_take: self.every_take, ..Choices::default() };
        let mut proposal =
            propose(&listing, &known(&listing, &Options::new(), &mut |_| true), &choices);
        if let Some(title) = &self.title {
            proposal.title.clone_from(title);
        }
        say(page(&proposal));
        if listing.has_exhibit {
            let folder = self.folder.display();
            return failed(format!(
                "{folder}: the folder has an {FILE_NAME} already, which is left as it is; \
                 `palimpsest rehearse {folder}` plays it"
            ));
        }
        if !proposal.can_hang() {
            return failed(format!(
                "{}: there is no film in this folder that can be hung",
                self.folder.display()
            ));
        }
        let text = match proposal.text() {
            Ok(text) => text,
            Err(report) => {
                complain(&report);
                return failed("nothing was written");
            }
        };
        if self.dry_run {
            say(text.trim_end());
            return ExitCode::SUCCESS;
        }
        let question = format!("Write {}?", self.folder.join(FILE_NAME).display());
        if !self.yes && !ask(&question, "say --yes") {
            say("Nothing was written.");
            return ExitCode::from(1);
        }
        match write::write(&self.folder, &text) {
            Ok(file) => {
                say(format!("{} is written.", file.display()));
                say(format!(
                    "To play it: palimpsest rehearse {}",
                    word(&self.folder.display().to_string())
                ));
                ExitCode::SUCCESS
            }
            Err(why) => failed(why),
        }
    }
}

/// What was found, on one page.
fn page(proposal: &Proposal) -> String {
    let mut page = format!("{}: {}", proposal.title, proposal.length);
    let versions = count(proposal.versions.len(), "version", "versions");
    let shots = count(proposal.shots.len(), "shot", "shots");
    page.push_str(&format!(", {versions}, {shots}\n"));
    for version in &proposal.versions {
        let dated = version.dated.map(|dated| format!(" ({})", dated.said())).unwrap_or_default();
        page.push_str(&format!("  {}{dated}\n", proposal.label(version)));
        match &version.films {
            Films::Whole(path) => page.push_str(&format!("    {path}\n")),
            Films::ByShot(films) => {
                for (shot, path) in films {
                    let shot = proposal.shots.get(*shot).map_or("", |shot| shot.id.as_str());
                    page.push_str(&format!("    {shot}: {path}\n"));
                }
            }
        }
        for (_, path) in &version.takes {
            page.push_str(&format!("    kept aside: {path}\n"));
        }
    }
    for note in &proposal.notes {
        page.push_str(&format!("{note}\n"));
    }
    if !proposal.left_out.is_empty() {
        page.push_str("Left out:\n");
    }
    for left in &proposal.left_out {
        page.push_str(&format!("  {}: {}\n", left.path, left.why));
    }
    page.chars()
        .map(|sign| if sign == '\n' { sign } else { crate::diagnostic::printable(sign) })
        .collect()
}
