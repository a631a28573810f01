//! Whether the files of an exhibit are what they should be, as the journal of fixity last found them
//! and as they are now: what was put back since is not complained of, and what is still wrong is told
//! in every report until it is put back or somebody says that it is right.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::super::data::{Level, Topic, Verdict};
use super::super::number::moment;
use super::Given;
use crate::exhibit::{Draft, Source, Version};
use crate::fixity::{Known, Outcome};
use crate::prepare::cache::files_of;

/// What a person can do about a file that is not what it was.
const HELP: &str = "Put a good copy in its place; or, where what it holds now is right, say so with \
                    `palimpsest verify EXHIBIT --accept FILE`.";
/// What a person can do about a rendition.
const MAKE_AGAIN: &str = "`palimpsest verify` makes it again from its masters.";

/// What is wrong with the files of a version, each a decision.
pub(super) fn of_version(given: &Given, index: usize) -> Vec<Verdict> {
    let version = &given.exhibit.versions[index];
    let mut all: Vec<Verdict> = files(version)
        .into_iter()
        .filter_map(|(written, path)| Some(decision(wrong(given, &path, &written)?, HELP)))
        .collect();
    let made = given.outcomes[index].prepared.as_ref().map(files_of).unwrap_or_default();
    let history = given.history;
    let bad = made.into_iter().find_map(|file| {
        let known = history?.known(&file).filter(|known| known.is_troubled())?;
        Some((file, moment(&known.last.1.to_string())))
    });
    if let Some((file, at)) = bad {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let what = format!(
            "Its rendition was not what it should be when it was last verified, {at} ({name})."
        );
        all.push(decision(what, MAKE_AGAIN));
    }
    all
}

/// What is wrong with the files that no version has alone: voices, storyboard and its drafts,
/// captions and typefaces.
pub(super) fn of_all(given: &Given) -> Vec<(String, &'static str)> {
    let exhibit = given.exhibit;
    let shots = exhibit.shots.iter().flat_map(|shot| shot.voice.iter().chain(&shot.storyboard));
    let captions = exhibit.captions.iter().map(|captions| &captions.path);
    let face = &exhibit.typeface;
    let faces = [&face.titles, &face.script, &face.labels].into_iter().flatten();
    let drafts = exhibit.shots.iter().flat_map(|shot| &shot.drafts).filter_map(Draft::path);
    let paths = shots.chain(captions).chain(faces.map(|face| &face.path));
    let mut paths: Vec<&Path> = paths.map(PathBuf::as_path).chain(drafts).collect();
    paths.sort();
    paths.dedup();
    let said = paths.into_iter().filter_map(|path| {
        let name = path.strip_prefix(&exhibit.media).unwrap_or(path).display().to_string();
        Some((wrong(given, path, &name)?, HELP))
    });
    said.collect()
}

/// How many of the masters of a version are not recorded yet.
pub(super) fn unknown(given: &Given, index: usize) -> usize {
    let known = |path: &Path| given.history.is_some_and(|history| history.known(path).is_some());
    let masters = super::masters(given.exhibit, index);
    masters.into_iter().filter(|(_, path)| !known(path)).count()
}

/// A file is not what it should be.
pub(super) fn is_wrong(verdict: &Verdict) -> bool {
    verdict.about == Topic::Fixity && verdict.level >= Level::Decision
}

/// Takes back what was said to be fine of a wall on which a version hangs whose files are not what
/// they should be.
pub(super) fn unsay(verdicts: &mut Vec<Verdict>) {
    verdicts.retain(|verdict| verdict.level != Level::Fine);
    if verdicts.is_empty() {
        let what = "What was found of the wall was found before files of it went bad.".to_owned();
        let help = Some("See to those files, prepare again, then ask again.".to_owned());
        verdicts.push(Verdict { level: Level::Note, about: Topic::Flashes, what, help });
    }
}

fn decision(what: String, help: &str) -> Verdict {
    Verdict { level: Level::Decision, about: Topic::Fixity, what, help: Some(help.to_owned()) }
}

/// The files that a version alone names: as written or shown, and where they are. Each once.
fn files(version: &Version) -> Vec<(String, PathBuf)> {
    let clips = match &version.source {
        Source::Clips(clips) => clips.as_slice(),
        Source::Card(_) => &[],
    };
    let clips = clips.iter().map(|clip| (clip.written.clone(), clip.path.clone()));
    let takes = version.takes.iter().map(|take| (take.written.clone(), take.path.clone()));
    let spoken = version.spoken.iter().map(|file| &file.path);
    let captions = version.captions.iter().map(|file| &file.path);
    let beside = spoken.chain(captions).map(|path| (path.display().to_string(), path.clone()));
    let mut all: Vec<(String, PathBuf)> = Vec::new();
    for (written, path) in clips.chain(takes).chain(beside) {
        if all.iter().all(|(_, other)| *other != path) {
            all.push((written, path));
        }
    }
    all
}

/// What is wrong with a file that the journal knows, in a sentence; none where it holds what it
/// should, or nothing is known of it. Where the journal found it wrong, or its size or time moved
/// since, it is read.
fn wrong(given: &Given, path: &Path, name: &str) -> Option<String> {
    let known: &Known = given.history?.known(path)?;
    let at = moment(&known.last.1.to_string());
    let first = moment(&known.first_seen.to_string());
    Some(match given.cache.master_hash(path) {
        Ok(hash) if hash == known.digests.blake3 => return None,
        Ok(_) if known.last.0 == Outcome::Rotted => format!(
            "{name} holds something else than it did, though nobody wrote to it, as was found {at}."
        ),
        Ok(_) if known.is_troubled() => format!(
            "{name} was rewritten: it holds something else than was recorded {first}, as was found {at}."
        ),
        Ok(_) => {
            format!("{name} was rewritten: it holds something else than was recorded {first}.")
        }
        Err(why) if why.kind() == ErrorKind::NotFound => {
            format!("{name}, which was recorded {first}, is not there.")
        }
        Err(why) => format!("{name}, which was recorded {first}, cannot be read: {why}."),
    })
}
