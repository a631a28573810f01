//! Everything that is wrong with an exhibit, its media and the wall, at once: for the command, and
//! for the panel that says it live.

mod found;
mod heard;
mod opened;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::controller::room;
use crate::diagnostic::{Diagnostic, Place, Report, quoted};
use crate::exhibit::load::Loaded;
use crate::exhibit::{self, DraftOf, Exhibit, Source};
use crate::installation;
use crate::prepare::{self, MediaProblem, Options, Outcome};
use crate::render::typeset::Typefaces;
use crate::stand_in;

use opened::Opened;

/// What is to be checked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The exhibit: its folder or its file.
    pub exhibit: PathBuf,
    /// The folder that the exhibit's media paths are relative to, where it is another.
    pub media: Option<PathBuf>,
    /// The wall to check as well: the file of an installation.
    pub installation: Option<PathBuf>,
    /// Where renditions and records are kept, and which programs open media.
    pub options: Options,
}

/// Hears how many of the media were opened, and how many there are.
pub type OnOpened<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Checks, and remembers which media it has opened: asked again, it opens only what has changed.
pub struct Checker {
    asked: Asked,
    opened: Opened,
}

impl Checker {
    /// Of what is asked. Nothing is opened yet.
    pub fn new(asked: Asked) -> Self {
        Self { asked, opened: Opened::default() }
    }

    /// What is checked.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// Reads, opens and compares everything, and says all that is wrong. It takes as long as it
    /// takes to open the media.
    pub fn check(&mut self, on_opened: OnOpened) -> Report {
        let asked = &self.asked;
        let draft = exhibit::draft(&asked.exhibit, asked.media.as_deref());
        let wall = asked.installation.as_deref().map(installation::load);
        let hung = wall.as_ref().and_then(|wall| wall.as_ref().ok());
        let wanted = hung.map(|wall| room::wanted(&wall.installation));
        let (mut both, mut crowded) = (None, None);
        let mut unheard = Vec::new();
        let room = hung.map(|wall| &wall.installation);
        // What is to be mended first has no length, say, to compare anything with.
        let whole = draft.as_ref().ok().filter(|draft| draft.warnings.errors() == 0);
        let prepared = whole
            .map(|draft| prepare::load_prepared(&draft.exhibit, &asked.options))
            .unwrap_or_default();
        let found = whole
            .map(|draft| found::found(asked, &draft.exhibit, &prepared, room))
            .unwrap_or_default();
        if let (Ok(draft), Some(Ok(wall))) = (&draft, &wall) {
            unheard = heard::in_the_room(&draft.exhibit, &wall.installation, wanted.as_ref());
            both = unwritten(&draft.exhibit, &wall.installation.language);
            crowded = wanted.as_ref().and_then(|wanted| {
                room::crowded(&draft.exhibit, &wall.installation, wanted.as_ref().ok()?)
            });
        }
        let mut report = match draft {
            Ok(loaded) => {
                with_media(loaded, (&asked.options, &prepared), &mut self.opened, on_opened)
            }
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
        report
    }
}

/// What there is to say of a wall in a language in which the exhibit has no texts: what it is, and
/// what to do.
pub fn unwritten(exhibit: &Exhibit, language: &str) -> Option<(String, &'static str)> {
    let written: Vec<&str> = exhibit.title.languages().map(String::as_str).collect();
    let base = language.split(['-', '_']).next().unwrap_or_default();
    if written.is_empty() || written.contains(&base) {
        return None;
    }
    let what =
        format!("the wall is in {language}, but the exhibit is written in {}", written.join(", "));
    Some((
        what,
        "Its English texts are shown, or else its first; write them in this language, or \
                 change `language`.",
    ))
}

/// Opens every file that the exhibit names and adds what is wrong with it.
fn with_media(
    loaded: Loaded,
    (options, prepared): (&Options, &[Outcome]),
    opened: &mut Opened,
    on_opened: OnOpened,
) -> Report {
    let mut report = loaded.warnings;
    report.append(Typefaces::of(&loaded.exhibit).1);
    if let Some((what, help)) = stand_in::advice::advice(&loaded.exhibit) {
        report.push(Diagnostic::warning(what).help(help));
    }
    heard::check(&loaded.exhibit, prepared, &mut report);
    // A file that several versions name is opened once, and said at each place.
    let mut places: BTreeMap<PathBuf, Vec<(String, Place)>> = BTreeMap::new();
    let mut name = |path: &Path, written: String, place: &Place| {
        places.entry(path.to_owned()).or_default().push((written, place.clone()));
    };
    for version in &loaded.exhibit.versions {
        if let Source::Clips(clips) = &version.source {
            clips.iter().for_each(|clip| name(&clip.path, clip.written.clone(), &clip.place));
        }
        for file in &version.spoken {
            name(&file.path, file.path.display().to_string(), &file.place);
        }
        for take in &version.takes {
            name(&take.path, take.written.clone(), &take.place);
        }
    }
    for draft in loaded.exhibit.shots.iter().flat_map(|shot| &shot.drafts) {
        if let DraftOf::Storyboard { written, path } = &draft.of {
            name(path, written.clone(), &draft.place);
        }
    }
    for input in &loaded.inputs {
        name(&input.path, input.path.display().to_string(), &input.place);
    }
    // A recorded voice has no picture, and that is no fault.
    let shots = loaded.exhibit.shots.iter().filter_map(|shot| shot.voice.as_ref());
    let spoken = loaded.exhibit.versions.iter().flat_map(|version| &version.spoken);
    let voices: Vec<&PathBuf> = shots.chain(spoken.map(|file| &file.path)).collect();
    let paths: Vec<PathBuf> = places.keys().cloned().collect();
    let findings = opened.examine_all((&paths, &voices), options, on_opened);
    for (path, problems) in paths.iter().zip(findings) {
        for problem in &problems {
            if *problem == MediaProblem::NoVideo && voices.contains(&path) {
                continue;
            }
            for (written, place) in &places[path] {
                report.push(of_media(problem, written).at(place.clone()));
            }
        }
    }
    report.sort();
    report
}

fn of_media(problem: &MediaProblem, written: &str) -> Diagnostic {
    let message = format!("{}: {}", quoted(written), problem.what());
    let diagnostic = match problem.is_error() {
        true => Diagnostic::error(message),
        false => Diagnostic::warning(message),
    };
    match problem.advice() {
        Some(advice) => diagnostic.help(advice),
        None => diagnostic,
    }
}
