//! `palimpsest check`: everything that is wrong with an exhibit, its media and the wall, at once.

mod found;
mod heard;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use clap::Args;
use indicatif::ProgressBar;

use super::{ExhibitArgs, Format, film, hang, say};
use crate::controller::room;
use crate::diagnostic::{Diagnostic, Place, Report, quoted};
use crate::exhibit::load::Loaded;
use crate::exhibit::{self, DraftOf, Source};
use crate::installation;
use crate::prepare::{self, MediaProblem, Options};
use crate::render::typeset::Typefaces;

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

impl Check {
    /// Checks; exit 0 when all is well, 1 on warnings with `--strict`, 2 on errors.
    pub fn run(self) -> ExitCode {
        let options = hang::options(&self.exhibit);
        let draft = exhibit::draft(&self.exhibit.exhibit, self.exhibit.media.as_deref());
        let wall = self.installation.as_deref().map(installation::load);
        let hung = wall.as_ref().and_then(|wall| wall.as_ref().ok());
        let wanted = hung.map(|wall| room::wanted(&wall.installation));
        let (mut both, mut crowded) = (None, None);
        let mut unheard = Vec::new();
        let room = hung.map(|wall| &wall.installation);
        let found = match &draft {
            Ok(draft) => found::found(&self.exhibit, &draft.exhibit, room),
            Err(_) => Vec::new(),
        };
        if let (Ok(draft), Some(Ok(wall))) = (&draft, &wall) {
            unheard = heard::in_the_room(&draft.exhibit, &wall.installation, wanted.as_ref());
            both = hang::unwritten(&draft.exhibit, &wall.installation.language);
            crowded = wanted.as_ref().and_then(|wanted| {
                room::crowded(&draft.exhibit, &wall.installation, wanted.as_ref().ok()?)
            });
        }
        let mut report = match draft {
            Ok(loaded) => with_media(loaded, &options),
            Err(report) => report,
        };
        match wall {
            Some(Ok(loaded)) => {
                report.append(loaded.warnings);
                match wanted {
                    Some(Ok(wanted)) => report.append(room::advice(&loaded.installation, &wanted)),
                    Some(Err(problems)) => report.append(problems),
                    None => {}
                }
            }
            Some(Err(problems)) => report.append(problems),
            None => {}
        }
        for (what, help) in both.into_iter().chain(crowded) {
            report.push(Diagnostic::warning(what).help(help));
        }
        unheard.into_iter().for_each(|diagnostic| report.push(diagnostic));
        found.into_iter().for_each(|diagnostic| report.push(diagnostic));
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

/// Opens every file that the exhibit names and adds what is wrong with it.
fn with_media(loaded: Loaded, options: &Options) -> Report {
    let mut report = loaded.warnings;
    report.append(Typefaces::of(&loaded.exhibit).1);
    if let Some((what, help)) = film::advice(&loaded.exhibit) {
        report.push(Diagnostic::warning(what).help(help));
    }
    heard::check(&loaded.exhibit, options, &mut report);
    // A file that several versions name is opened once, and said at each place.
    let mut places: BTreeMap<PathBuf, Vec<(String, Place)>> = BTreeMap::new();
    for version in &loaded.exhibit.versions {
        if let Source::Clips(clips) = &version.source {
            for clip in clips {
                let named = (clip.written.clone(), clip.place.clone());
                places.entry(clip.path.clone()).or_default().push(named);
            }
        }
        for file in &version.spoken {
            let named = (file.path.display().to_string(), file.place.clone());
            places.entry(file.path.clone()).or_default().push(named);
        }
        for take in &version.takes {
            let named = (take.written.clone(), take.place.clone());
            places.entry(take.path.clone()).or_default().push(named);
        }
    }
    for draft in loaded.exhibit.shots.iter().flat_map(|shot| &shot.drafts) {
        if let DraftOf::Storyboard { written, path } = &draft.of {
            let named = (written.clone(), draft.place.clone());
            places.entry(path.clone()).or_default().push(named);
        }
    }
    for input in &loaded.inputs {
        let named = (input.path.display().to_string(), input.place.clone());
        places.entry(input.path.clone()).or_default().push(named);
    }
    // A recorded voice has no picture, and that is no fault.
    let shots = loaded.exhibit.shots.iter().filter_map(|shot| shot.voice.as_ref());
    let spoken = loaded.exhibit.versions.iter().flat_map(|version| &version.spoken);
    let voices: Vec<&PathBuf> = shots.chain(spoken.map(|file| &file.path)).collect();
    let paths: Vec<PathBuf> = places.keys().cloned().collect();
    let findings = examine_all(&paths, options);
    for (path, problems) in paths.iter().zip(findings) {
        for problem in &problems {
            if *problem == MediaProblem::NoVideo && voices.contains(&path) {
                continue;
            }
            for (written, place) in &places[path] {
                let message = format!("{}: {}", quoted(written), problem.what());
                let diagnostic = if problem.is_error() {
                    Diagnostic::error(message)
                } else {
                    Diagnostic::warning(message)
                };
                let diagnostic = match problem.advice() {
                    Some(advice) => diagnostic.help(advice),
                    None => diagnostic,
                };
                report.push(diagnostic.at(place.clone()));
            }
        }
    }
    report.sort();
    report
}

/// Opens the files, a few at a time, and says what is wrong with each, in the same order.
fn examine_all(paths: &[PathBuf], options: &Options) -> Vec<Vec<MediaProblem>> {
    let bar = ProgressBar::new(paths.len() as u64);
    let next = AtomicUsize::new(0);
    let found = Mutex::new(vec![Vec::new(); paths.len()]);
    std::thread::scope(|scope| {
        for _ in 0..options.at_once {
            scope.spawn(|| {
                while let Some((index, path)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    paths.get(index).map(|path| (index, path))
                } {
                    let problems = match prepare::examine(path, options) {
                        Ok(examined) => examined.findings,
                        Err(problem) => vec![problem],
                    };
                    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                    found[index] = problems;
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}
