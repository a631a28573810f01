//! What is kept of an exhibit over the years: the journal of its files, and the report.

use std::path::{Path, PathBuf};

use jiff::{Timestamp, Zoned};

use super::{ExhibitArgs, hang, state_folder};
use crate::exhibit::{Draft, Exhibit, Source};
use crate::fixity::digest::Stamp;
use crate::fixity::journal::{self, Journal};
use crate::fixity::verify::{Options as Verifying, renew};
use crate::fixity::{History, Subject, progress};
use crate::installation::Installation;
use crate::prepare::cache::Cache;
use crate::prepare::{Options, Outcome};
use crate::rendition::Prepared;
use crate::report::data::LIMIT;
use crate::report::gather::{Given, gather};
use crate::report::{Report, page, warning};

/// The folder of the journal: beside renditions that have a folder of their own, or else among what
/// this user's programs keep.
pub fn folder(args: &ExhibitArgs) -> PathBuf {
    match &args.cache {
        Some(cache) => cache.join("records"),
        None => state_folder().join("records"),
    }
}

/// What the journal holds; none where it cannot be read, of which a warning tells.
pub fn history(args: &ExhibitArgs) -> Option<History> {
    let read = journal::read(&folder(args));
    read.inspect_err(|why| tracing::warn!("the journal of fixity: {why}")).ok().map(|read| read.0)
}

/// The masters of an exhibit, once each: clips, takes, voices, storyboard and its drafts.
pub fn masters(exhibit: &Exhibit) -> Vec<Subject> {
    let versions = exhibit.versions.iter().flat_map(|version| {
        let clips = match &version.source {
            Source::Clips(clips) => clips.iter().map(|clip| &clip.path).collect(),
            Source::Card(_) => Vec::new(),
        };
        clips.into_iter().chain(version.takes.iter().map(|take| &take.path))
    });
    let shots = exhibit.shots.iter().flat_map(|shot| shot.voice.iter().chain(&shot.storyboard));
    let drafts = exhibit.shots.iter().flat_map(|shot| &shot.drafts).filter_map(Draft::path);
    let mut paths: Vec<&Path> = versions.chain(shots).map(PathBuf::as_path).chain(drafts).collect();
    paths.sort();
    paths.dedup();
    paths.into_iter().map(Subject::master).collect()
}

/// The files of renditions that can be made again: pictures and sound.
pub fn renditions(prepared: &[&Prepared]) -> Vec<Subject> {
    let files = prepared.iter().filter(|one| !one.folder.as_os_str().is_empty()).flat_map(|one| {
        let key = one.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let rungs = one.rendition.rungs.iter().map(|rung| &rung.file);
        let sound = one.rendition.sound.iter().map(|sound| &sound.file);
        rungs.chain(sound).map(move |file| Subject::rendition(key.clone(), one.folder.join(file)))
    });
    files.collect()
}

/// Writes down the digests of what is not in the journal yet, or was made anew.
///
/// # Errors
/// The journal cannot be written; in words.
pub fn record(args: &ExhibitArgs, exhibit: &Exhibit, outcomes: &[Outcome]) -> Result<(), String> {
    let mut journal = Journal::open(&folder(args)).map_err(|why| why.to_string())?;
    let prepared: Vec<&Prepared> =
        outcomes.iter().filter_map(|outcome| outcome.prepared.as_ref()).collect();
    let unknown = |subject: &Subject| {
        let stamp = std::fs::metadata(&subject.path).ok().map(|meta| Stamp::of(&meta));
        stamp.is_some_and(|stamp| journal.history().hash_of(&subject.path, &stamp).is_none())
    };
    let mut subjects = masters(exhibit);
    subjects.extend(renditions(&prepared));
    subjects.retain(unknown);
    if subjects.is_empty() {
        return Ok(());
    }
    let scope = exhibit.file.display().to_string();
    let (now, stop) = (Timestamp::now, std::sync::atomic::AtomicBool::new(false));
    let options = Verifying { scope: &scope, again: true, now: &now, stop: &stop };
    renew(&mut journal, &subjects, &options, &mut progress::Silent)
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
    let options: Options = hang::options(args);
    let cache =
        Cache::open(&options.cache).map_err(|why| format!("{}: {why}", options.cache.display()))?;
    let history = history(args);
    Ok(gather(&Given {
        exhibit,
        outcomes,
        cache: &cache,
        history: history.as_ref(),
        room,
        today: Zoned::now().date(),
        now: Timestamp::now(),
        pictures,
    }))
}

/// Writes a report for machines and one for people into a folder, and the warning for the entrance
/// where something flashes more than three times in a second; one of an earlier report that no longer holds is removed. Says which
/// files there are now.
///
/// # Errors
/// They cannot be written; in words.
pub fn write(report: &Report, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let json = report.json().map_err(|why| why.to_string())?;
    let mut written = Vec::new();
    let mut keep = |name: &str, text: &str| {
        let (file, aside) = (folder.join(name), folder.join(format!(".{name}.partial")));
        let kept = std::fs::write(&aside, text).and_then(|()| std::fs::rename(&aside, &file));
        kept.map_err(|why| format!("{}: {why}", file.display()))?;
        written.push(file);
        Ok::<(), String>(())
    };
    keep("report.json", &json)?;
    keep("report.html", &page::page(report))?;
    const WARNING: &str = "entrance-warning.html";
    let wall = report.wall.iter().map(|wall| &wall.flashes);
    let versions = report.versions.iter().filter_map(|version| version.flashes.as_ref());
    let exceeds = wall.chain(versions).any(|flashes| flashes.most() > LIMIT);
    match warning::warning(report).filter(|_| exceeds) {
        Some(page) => keep(WARNING, &page)?,
        None => {
            std::fs::remove_file(folder.join(WARNING)).ok();
        }
    }
    Ok(written)
}
