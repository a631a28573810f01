//! What `check` says of sound and of captions.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::controller::profile::{Control, Function};
use crate::controller::room::Wanted;
use crate::diagnostic::{Diagnostic, Report, Severity, quoted};
use crate::exhibit::{CaptionFile, Exhibit, Version};
use crate::installation::Installation;
use crate::installation::routes::RouteFrom;
use crate::prepare::Outcome;
use crate::render::captions::shelve;
use crate::sound::facts::compare;

/// Adds what is wrong with an exhibit's captions and sound.
pub(super) fn check(exhibit: &Exhibit, prepared: &[Outcome], report: &mut Report) {
    captions(exhibit, report);
    languages(&exhibit.captions, "the film", exhibit, report);
    for version in exhibit.versions.iter().filter(|version| !version.captions.is_empty()) {
        let of = format!("version {}", quoted(&version.id));
        languages(&version.captions, &of, exhibit, report);
    }
    if exhibit.sound.has_common() && exhibit.shots.iter().all(|shot| shot.voice.is_none()) {
        let message = "`sound` asks for the common voices, and no shot has a `voice`";
        let help = "Name the recordings in the [[shot]]s, or write sound = \"follow\".";
        report.push(Diagnostic::warning(message).help(help));
    }
    offsets(exhibit, prepared, report);
}

/// What an exhibit and a room do not have of each other: a version that a route goes out from, and
/// words for the key that speaks.
pub(super) fn in_the_room(
    exhibit: &Exhibit,
    room: &Installation,
    wanted: Option<&Result<Vec<Wanted>, Report>>,
) -> Vec<Diagnostic> {
    let mut missing = Vec::new();
    let sound = &room.running.sound;
    for route in sound.channels.iter().flat_map(|channels| &channels.routes) {
        let RouteFrom::Version(id) = &route.from else { continue };
        if exhibit.versions.iter().all(|version| version.id != id.value) {
            let message =
                format!("a route goes out from version {}, which there is not", quoted(&id.value));
            let help = "Nothing is heard there. Write the `id` of a version in `routes`.";
            missing.push(Diagnostic::warning(message).help(help));
        }
    }
    if let Some(program) = sound.speech.first()
        && !is_program(program)
    {
        let message = format!("there is no program {} to speak", quoted(program));
        let help = "Install it, or write its whole path in `speech` of `sound`.";
        missing.push(Diagnostic::warning(message).help(help));
    }
    let speaks = |wanted: &Wanted| {
        let key = |control: &Control| {
            let held = control.held.as_ref();
            control.does.function == Function::Listen
                || held.is_some_and(|held| held.function == Function::Listen)
        };
        let profile = wanted.likely_profile().filter(|_| wanted.name != "any");
        profile.is_some_and(|profile| profile.controls.iter().any(key))
    };
    let key = matches!(wanted, Some(Ok(wanted)) if wanted.iter().any(speaks));
    let mute = |version: &&Version| version.spoken.is_empty();
    let mute: Vec<String> =
        exhibit.versions.iter().filter(mute).map(|version| quoted(&version.id)).collect();
    if key && sound.speech.is_empty() && !mute.is_empty() {
        let message = format!(
            "a controller has a key that speaks, and nothing is recorded of {}",
            mute.join(", ")
        );
        let help = "Name a recording as `spoken` in each [[version]], or a program that speaks as \
                    `speech` of the installation's `sound`.";
        missing.push(Diagnostic::warning(message).help(help));
    }
    missing
}

/// Whether a program is where the system looks for it.
fn is_program(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).map(|folder| folder.join(name));
    folders.chain([PathBuf::from(name)]).any(|file| file.is_file())
}

/// A voice that is later in one version than in another by more than this, in milliseconds, is
/// said; a version whose offset is less sure than this is not compared.
const OFFSET_MS: f64 = 1.0;
const SURE: f64 = 0.4;

/// Compares the sounds of versions that are prepared, each with the one before it and with the
/// first: where they have a voice in common, it must be at the same time in all, or it stumbles
/// between two.
fn offsets(exhibit: &Exhibit, prepared: &[Outcome], report: &mut Report) {
    let sounds = prepared.iter().filter_map(|made| {
        let prepared = made.prepared.as_ref()?;
        let sound = prepared.rendition.sound.as_ref()?;
        Some((&exhibit.versions[made.version], prepared.folder.join(&sound.file)))
    });
    let sounds: Vec<(&Version, PathBuf)> = sounds.collect();
    for (index, (version, sound)) in sounds.iter().enumerate() {
        let before: BTreeSet<usize> = [0, index.saturating_sub(1)].into();
        for (other, their) in
            before.into_iter().rev().filter(|at| *at < index).map(|at| &sounds[at])
        {
            let Ok(alike) = compare(their, sound) else { continue };
            if alike.sure <= SURE || alike.offset_ms.abs() <= OFFSET_MS {
                continue;
            }
            let how = if alike.offset_ms > 0.0 { "later" } else { "earlier" };
            let (ms, id, other) = (alike.offset_ms.abs(), quoted(&version.id), quoted(&other.id));
            let message = format!("the sound of {id} is {ms:.1} ms {how} than that of {other}");
            let help = "Between two versions of one voice an echo is heard. Move the sound in one of \
                        the files until they agree.";
            report.push(Diagnostic::warning(message).help(help));
            break;
        }
    }
}

/// Reads every file of captions and adds what is wrong with it, at the line where it is.
fn captions(exhibit: &Exhibit, report: &mut Report) {
    let versions = exhibit.versions.iter().map(|version| &version.captions);
    for files in std::iter::once(&exhibit.captions).chain(versions) {
        shelve(files, exhibit.length, |file, problem| {
            let message = format!("{}:{}: {}", file.path.display(), problem.line, problem.what);
            let diagnostic = match problem.severity {
                Severity::Error => Diagnostic::error(message),
                Severity::Warning => Diagnostic::warning(message),
            };
            report.push(diagnostic.help(problem.help).at(file.place.clone()));
        });
    }
}

/// Compares the languages of captions with those of the exhibit.
fn languages(files: &[CaptionFile], of: &str, exhibit: &Exhibit, report: &mut Report) {
    let base = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_owned();
    let written: BTreeSet<String> = exhibit.title.languages().map(|tag| base(tag)).collect();
    let captioned: Option<BTreeSet<String>> =
        files.iter().map(|file| file.language.as_deref().map(base)).collect();
    // Captions that are for all are in no language that could be missing.
    let Some(captioned) = captioned.filter(|tags| !tags.is_empty() && !written.is_empty()) else {
        return;
    };
    let place = files.first().map(|file| file.place.clone());
    let mut warn = |message: String, help: &str| {
        let diagnostic = Diagnostic::warning(message).help(help);
        report.push(match &place {
            Some(place) => diagnostic.at(place.clone()),
            None => diagnostic,
        });
    };
    for tag in written.difference(&captioned) {
        let help = "Those who choose this language read captions in another. Add a file in it.";
        warn(format!("{of} has no captions in {}", quoted(tag)), help);
    }
    for tag in captioned.difference(&written) {
        let help = "Nobody can choose this language. Write the exhibit's texts in it too.";
        warn(format!("{of} has captions in {}, the exhibit has no texts in it", quoted(tag)), help);
    }
}
