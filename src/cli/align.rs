//! `palimpsest align`: where the shots begin in a version that is one file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::Zoned;

use super::{ExhibitArgs, add, complain, failed, hang, say};
use crate::diagnostic::{Diagnostic, Report};
use crate::entry::EditError;
use crate::entry::align::align;
use crate::entry::diff::unified;
use crate::entry::shell;
use crate::entry::undo::{History, UndoError};
use crate::exhibit::{Exhibit, Fit, Source};
use crate::measure::{Pair, compare};
use crate::prepare::findings::Findings;
use crate::prepare::progress::Shown;
use crate::prepare::{self, Options};
use crate::timeline::FilmTime;

/// Compares the cuts of a version that is one file with the exhibit's shots, and writes where they
/// begin in it, after asking.
#[derive(Args, Debug)]
pub struct Align {
    /// The exhibit: its folder or its file.
    exhibit: PathBuf,
    /// The id of the version.
    version: String,
    /// Write it without asking.
    #[arg(long)]
    yes: bool,
    /// The folder that the exhibit's media paths are relative to [default: the exhibit's own].
    #[arg(long, value_name = "DIR")]
    media: Option<PathBuf>,
    /// The folder that renditions are kept in [default: the user's cache folder].
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

impl Align {
    /// Aligns; exit 0 when it is aligned, 1 when the answer was no, 2 when it cannot be.
    pub fn run(self) -> ExitCode {
        match self.aligned() {
            Ok(code) => code,
            Err(report) => {
                complain(&report);
                failed("nothing was changed")
            }
        }
    }

    fn aligned(&self) -> Result<ExitCode, Report> {
        // A wall that plays on this machine comes first.
        prepare::step_back();
        let args = ExhibitArgs {
            exhibit: self.exhibit.clone(),
            media: self.media.clone(),
            cache: self.cache.clone(),
        };
        let loaded = crate::exhibit::load(&args.exhibit, hang::media(&args).as_deref())?;
        let exhibit = loaded.exhibit;
        let history = History::of(&exhibit.file).map_err(UndoError::into_report)?;
        let text = history.text().map_err(UndoError::into_report)?;
        let (index, fit) = self.whole(&exhibit)?;
        history.may_change().map_err(UndoError::into_report)?;
        let starts = self.starts(&exhibit, (index, fit), &args)?;
        if starts.is_empty() {
            say("Its shots begin where the exhibit says, to four frames.");
            return Ok(ExitCode::SUCCESS);
        }
        let new = align(&text, &self.version, &starts).map_err(EditError::into_report)?;
        say(unified(&text, &new, ("as it is", "aligned")).trim_end());
        if !self.yes && !add::ask("Write it?", "say --yes") {
            say("Nothing was changed.");
            return Ok(ExitCode::from(1));
        }
        let what = format!("aligned {}", self.version);
        let now = Zoned::now().datetime();
        history.change(&text, &new, &what, now).map_err(UndoError::into_report)?;
        let file = self.exhibit.display().to_string();
        say(format!("Written. `palimpsest undo {}` takes it back.", shell::word(&file)));
        Ok(ExitCode::SUCCESS)
    }

    /// The version that is meant, which must be one file, and how that is fitted to the film.
    fn whole(&self, exhibit: &Exhibit) -> Result<(usize, Fit), Report> {
        let index = exhibit.versions.iter().position(|version| version.id == self.version);
        let Some(index) = index else {
            let ids: Vec<&str> = exhibit.versions.iter().map(|one| one.id.as_str()).collect();
            let what = format!("there is no version `{}`", self.version);
            return Err(problem(what, &format!("There are {}.", ids.join(", "))));
        };
        let fit = match &exhibit.versions[index].source {
            Source::Clips(clips) if clips.len() == 1 && clips[0].shot.is_none() => clips[0].fit,
            _ => {
                let what = format!("version `{}` is not one file for the whole film", self.version);
                return Err(problem(what, "Only such a version has shots within its file."));
            }
        };
        if exhibit.shots.len() < 2 {
            let what = "the exhibit has no shots that could begin anywhere else".to_owned();
            return Err(problem(what, "Write the [[shot]]s of the film first."));
        }
        Ok((index, fit))
    }

    /// Where each shot begins in the file, in seconds; empty where that is as the exhibit says. Only
    /// this version is prepared, because its cuts are found by that.
    fn starts(
        &self,
        exhibit: &Exhibit,
        (index, fit): (usize, Fit),
        args: &ExhibitArgs,
    ) -> Result<Vec<(String, f64)>, Report> {
        let mut alone = exhibit.clone();
        alone.versions = vec![exhibit.versions[index].clone()];
        let options = Options { retry: true, ..hang::options(args) };
        let outcomes = prepare::prepare(&alone, &options, &mut Shown::default());
        let findings = outcomes.first().and_then(|made| Findings::of(made.prepared.as_ref()?));
        let Some(findings) = findings else {
            let what = format!("version `{}` cannot be prepared", self.version);
            return Err(problem(what, "See what `palimpsest check` says of it."));
        };
        let declared: Vec<FilmTime> = exhibit.shots.iter().map(|shot| shot.start).collect();
        let tolerance = FilmTime(findings.measures.frame.0 * 4);
        let compared = compare(&findings.measures.cuts, &declared, tolerance);
        let length_ns = findings.technical.first().map_or(exhibit.length.0, |one| one.length_ns);
        let scale = match fit {
            Fit::Stretch => length_ns as f64 / exhibit.length.0.max(1) as f64,
            Fit::Hold | Fit::Loop | Fit::Cut => 1.0,
        };
        Ok(starts(exhibit, &compared.proposed, scale))
    }
}

fn problem(what: String, help: &str) -> Report {
    Report::of(Diagnostic::error(what).help(help.to_owned()))
}

/// Each shot with its place in the file. One whose cut was not seen lies as far off as the last
/// before it.
fn starts(exhibit: &Exhibit, proposed: &[Pair], scale: f64) -> Vec<(String, f64)> {
    if proposed.is_empty() {
        return Vec::new();
    }
    let mut off = 0;
    let start = |shot: &crate::exhibit::Shot| {
        if let Some(pair) = proposed.iter().find(|pair| pair.declared == shot.start) {
            off = pair.found.0 - pair.declared.0;
        }
        let at = (shot.start.0 + off).max(0) as f64 / 1e9 * scale;
        (shot.id.clone(), (at * 1000.0).round() / 1000.0)
    };
    exhibit.shots.iter().map(start).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_shot_whose_cut_was_not_seen_lies_as_far_off_as_the_one_before_it() {
        let text = "title = \"F\"\nlength = 9\n[[shot]]\nid = \"a\"\nstart = 0\n[[shot]]\nid = \"b\"\n\
                    start = 3\n[[shot]]\nid = \"c\"\nstart = 6\n[[generation]]\nid = \"g\"\n\
                    name = \"G\"\n[[version]]\ngeneration = \"g\"\nfile = \"a.mp4\"\n";
        let exhibit = crate::exhibit::parse(text, Path::new("e"), Path::new("")).unwrap().exhibit;
        let pair = |declared: i64, found: i64| Pair {
            declared: FilmTime::from_millis(declared),
            found: FilmTime::from_millis(found),
        };
        let found = starts(&exhibit, &[pair(0, 0), pair(3000, 3500)], 1.0);
        let expected = [("a", 0.0), ("b", 3.5), ("c", 6.5)];
        assert_eq!(found, expected.map(|(id, at)| (id.to_owned(), at)));
        assert!(starts(&exhibit, &[], 1.0).is_empty());
    }
}
