//! What is kept of an exhibit over the years: the journal of its files, and the report.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

use super::{ExhibitArgs, hang};
use crate::exhibit::load::folder_of;
use crate::exhibit::{Draft, Exhibit};
use crate::fixity::journal::{self, Journal};
use crate::fixity::verify::{Options as Verifying, renew};
use crate::fixity::{History, Subject, progress};
use crate::installation::Installation;
use crate::prepare::Outcome;
use crate::prepare::cache::files_of;
use crate::prepare::places::{Places, places};
use crate::rendition::Prepared;
use crate::report::data::{LIMIT, PICTURES};
use crate::report::gather;
use crate::report::latest::REPORT;
use crate::report::{Report, page, warning};

/// The folder of the journal and of signed statements: beside the exhibit, with which it is kept for
/// years, and in no cache.
pub fn folder(args: &ExhibitArgs) -> PathBuf {
    let beside = match args.exhibit.is_dir() {
        true => args.exhibit.as_path(),
        false => folder_of(&args.exhibit),
    };
    hang::rooted(if beside.as_os_str().is_empty() { Path::new(".") } else { beside })
        .join("records")
}

/// What the journal holds; none where it cannot be read, of which a warning tells.
pub fn history(args: &ExhibitArgs) -> Option<Arc<History>> {
    journal::known(&folder(args)).inspect_err(|why| tracing::warn!("{why}")).ok()
}

/// What a run over an exhibit is called in the journal: its file by the one name that it has from
/// every folder and through every link.
pub fn scope(exhibit: &Exhibit) -> String {
    hang::rooted(&exhibit.file).display().to_string()
}

/// The masters of an exhibit, once each: every file that it names. Clips, takes, voices, storyboard and its
/// drafts, recordings that are spoken, captions and typefaces.
pub fn masters(exhibit: &Exhibit) -> Vec<Subject> {
    let versions = exhibit.versions.iter().flat_map(|version| {
        let clips = version.source.clips().iter().map(|clip| &clip.path);
        let takes = version.takes.iter().map(|take| &take.path);
        let spoken = version.spoken.iter().map(|spoken| &spoken.path);
        let captions = version.captions.iter().map(|captions| &captions.path);
        clips.chain(takes).chain(spoken).chain(captions)
    });
    let shots = exhibit.shots.iter().flat_map(|shot| shot.voice.iter().chain(&shot.storyboard));
    let captions = exhibit.captions.iter().map(|captions| &captions.path);
    let face = &exhibit.typeface;
    let faces = [&face.titles, &face.script, &face.labels].into_iter().flatten();
    let drafts = exhibit.shots.iter().flat_map(|shot| &shot.drafts).filter_map(Draft::path);
    let all = versions.chain(shots).chain(captions).chain(faces.map(|face| &face.path));
    let paths: BTreeSet<&Path> = all.map(PathBuf::as_path).chain(drafts).collect();
    paths.into_iter().map(Subject::master).collect()
}

/// The key of a rendition: the name of its folder, or of its file where it is one.
pub fn key(place: &Path) -> String {
    place.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files of renditions, all of which can be made again: pictures, sound, and what was found out
/// and is kept beside them.
pub fn renditions(prepared: &[&Prepared]) -> Vec<Subject> {
    let files = prepared.iter().filter(|one| !one.folder.as_os_str().is_empty()).flat_map(|one| {
        let key = key(&one.folder);
        files_of(one).into_iter().map(move |file| Subject::rendition(key.clone(), file))
    });
    files.collect()
}

/// Everything that is made for an exhibit and was ever there: what lies in its places, and what the
/// journal knows to have lain there.
pub fn made(places: &Places, history: &History) -> Vec<Subject> {
    let versions = places.renditions.iter().map(|place| (&place.folder, &place.prepared));
    let takes = places.takes.iter().map(|place| (&place.folder, &place.prepared));
    let folders: Vec<_> = versions.chain(takes).collect();
    let prepared: Vec<&Prepared> =
        folders.iter().filter_map(|(_, prepared)| prepared.as_ref()).collect();
    let mut all: BTreeSet<Subject> = renditions(&prepared).into_iter().collect();
    for (folder, _) in folders {
        let known = crate::fixity::event::known_as(folder);
        let lay = history.files().map(|(path, _)| path).filter(|path| path.starts_with(&known));
        all.extend(lay.map(|path| Subject::rendition(key(folder), folder.join(key(path)))));
    }
    let there = |file: &&PathBuf| file.is_file() || history.known(file).is_some();
    let beside = places.sounds.iter().chain(&places.statements).map(|laid| &laid.file);
    all.extend(beside.filter(there).map(|file| Subject::rendition(key(file), file)));
    all.into_iter().collect()
}

/// How this program verifies and records, with the clock of the machine.
pub fn verifying<'a>(scope: &'a str, again: bool, stop: &'a AtomicBool) -> Verifying<'a> {
    Verifying { scope, again, now: &Timestamp::now, stop }
}

/// Writes down the digests of what is not in the journal yet, and of renditions that were made anew.
/// What the journal knows otherwise stays as it knows it: that is for `verify` to find and for a
/// person to decide.
///
/// # Errors
/// The journal cannot be written; in words.
pub fn record(args: &ExhibitArgs, exhibit: &Exhibit, outcomes: &[Outcome]) -> Result<(), String> {
    let mut journal = Journal::open(&folder(args)).map_err(|why| why.to_string())?;
    let places = places(exhibit, &hang::options(args)).map_err(|why| why.to_string())?;
    let mut subjects = masters(exhibit);
    subjects.extend(made(&places, journal.history()));
    subjects.retain(|subject| {
        subject.path.exists() && journal.history().known(&subject.path).is_none()
    });
    let made_now = outcomes.iter().filter(|outcome| outcome.fresh);
    let fresh: Vec<&Prepared> = made_now.filter_map(|outcome| outcome.prepared.as_ref()).collect();
    subjects.extend(renditions(&fresh));
    if subjects.is_empty() {
        return Ok(());
    }
    let (scope, stop) = (scope(exhibit), AtomicBool::new(false));
    let options = verifying(&scope, true, &stop);
    let mut progress = progress::Shown::default();
    renew(&mut journal, &subjects, &options, &mut progress)
        .map(|_| ())
        .map_err(|why| why.to_string())
}

/// The report of an exhibit.
///
/// # Errors
/// The cache cannot be read; in words.
pub fn report(
    args: &ExhibitArgs,
    exhibit: &Exhibit,
    outcomes: &[Outcome],
    room: Option<&Installation>,
    pictures: bool,
) -> Result<Report, String> {
    gather::kept(exhibit, outcomes, &hang::options(args), room, pictures)
}

/// Writes a report for machines and one for people into a folder, the pictures that the first names,
/// and the warning for the entrance where something flashes more than three times in a second. What
/// there is of an earlier report and no longer holds is removed. Says which files there are now, but
/// not of each picture.
///
/// # Errors
/// They cannot be written; in words.
pub fn write(report: &Report, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let json = report.json().map_err(|why| why.to_string())?;
    let mut written = Vec::new();
    let mut keep = |name: &str, text: &str| {
        let file = folder.join(name);
        crate::entry::atomic::put(&file, text.as_bytes())
            .map_err(|why| format!("{}: {why}", file.display()))?;
        written.push(file);
        Ok::<(), String>(())
    };
    pictures(report, folder)?;
    keep(REPORT, &json)?;
    keep("report.html", &page::page(report))?;
    const WARNING: &str = "entrance-warning.html";
    let wall = report.wall.iter().map(|wall| &wall.flashes);
    let versions = report.versions.iter().filter_map(|version| version.flashes.as_ref());
    let exceeds = wall.chain(versions).any(|flashes| flashes.most() > LIMIT);
    match warning::warning(report).filter(|_| exceeds) {
        Some(page) => keep(WARNING, &page)?,
        // A sheet that was printed for a wall stays until that wall was looked at again.
        None if report.wall.as_ref().is_none_or(|wall| wall.installation.is_none()) => {}
        None => {
            std::fs::remove_file(folder.join(WARNING)).ok();
        }
    }
    Ok(written)
}

/// Writes the pictures of a report into a folder of their own, in which nothing else lies, and removes
/// those of an earlier one.
fn pictures(report: &Report, beside: &Path) -> Result<(), String> {
    let folder = beside.join(PICTURES);
    let said = |why: std::io::Error| format!("{}: {why}", folder.display());
    std::fs::create_dir_all(&folder).map_err(said)?;
    let wall = report.wall.iter().flat_map(|wall| &wall.picture);
    let all = report.versions.iter().flat_map(|version| &version.thumbnails).chain(wall);
    let mut kept = BTreeSet::new();
    for picture in all {
        let file = beside.join(&picture.file);
        std::fs::write(&file, &picture.data).map_err(said)?;
        kept.insert(file);
    }
    for entry in std::fs::read_dir(&folder).map_err(said)?.flatten() {
        let file = entry.path();
        let ours = file.extension().is_some_and(|end| end == "jpg");
        if ours && !kept.contains(&file) {
            std::fs::remove_file(&file).map_err(said)?;
        }
    }
    Ok(())
}
