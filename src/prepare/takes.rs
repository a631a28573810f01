//! What was tried and not chosen, made ready to be seen small and by the hundred.
//!
//! A take is kept in its own time and in small sizes only, each of its frames decodable by itself;
//! of a still the bare planes are kept, so that no decoder is needed. It is named by what the file
//! holds: the same file is prepared once, in whatever exhibit, version or shot it lies, and not
//! again where its shot moves.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};

use super::cache::{Cache, Notes};
use super::gst_encode::{self, EncodeError};
use super::problem::{MediaProblem, Problem};
use super::progress::Progress;
use super::room::from_io;
use super::take_rungs::{Failure, LARGEST, MOST_FRAMES, SMALLEST, draw_out};
use super::{Options, absolute};
use crate::diagnostic::Place;
use crate::exhibit::{DraftOf, Exhibit, Take};
use crate::media::beneath::Takes;
use crate::rendition::{FORMAT, Prepared};

/// The folder of the takes' renditions, in that of the versions'.
pub const FOLDER: &str = "takes";

/// A take of which something is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct TakeProblem {
    /// The file as written in the exhibit.
    pub written: String,
    /// Where the exhibit file names it.
    pub place: Place,
    /// What is wrong.
    pub problem: Problem,
}

/// What there is of an exhibit's takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    /// What can be played, by the take's file.
    pub takes: Takes,
    /// What is wrong with the others.
    pub problems: Vec<TakeProblem>,
    /// How many are not prepared.
    pub missing: usize,
    /// How many of these have a file: those of which nothing was kept wait for nobody.
    pub waiting: usize,
}

/// A file that is to be seen among takes.
struct File {
    written: String,
    path: PathBuf,
    place: Place,
}

/// Every file that is seen when something is scraped, once: what was refused, not what was chosen.
fn files(exhibit: &Exhibit) -> Vec<File> {
    let mut all: BTreeMap<&Path, (&str, &Place)> = BTreeMap::new();
    for shot in 0..exhibit.shots.len() {
        for version in 0..exhibit.versions.len() {
            for take in exhibit.refused(version, shot) {
                all.entry(&take.path).or_insert((&take.written, &take.place));
            }
        }
        for draft in &exhibit.shots[shot].drafts {
            if let DraftOf::Storyboard { written, path } = &draft.of {
                all.entry(path).or_insert((written, &draft.place));
            }
        }
    }
    let file = |(path, (written, place)): (&Path, (&str, &Place))| File {
        written: written.to_owned(),
        path: path.to_owned(),
        place: place.clone(),
    };
    all.into_iter().map(file).collect()
}

fn open(options: &Options) -> std::io::Result<Cache> {
    Cache::of(&Options { cache: options.cache.join(FOLDER), ..options.clone() })
}

/// The key of what is played of a take: made from what the file holds, or from what it should hold
/// where that is known to be wrong or it is away.
fn key(cache: &Cache, path: &Path) -> std::io::Result<String> {
    Ok(named(&cache.played_hash(path)?))
}

/// Names the rendition of a take by what its file holds, and how it is made.
fn named(hash: &str) -> String {
    let words = format!(
        "take {FORMAT} {} {LARGEST} {SMALLEST} {MOST_FRAMES}\n{hash}",
        gst_encode::PARAMETERS
    );
    blake3::hash(words.as_bytes()).to_hex().to_string()
}

/// The keys of an exhibit's takes, for whoever removes all others.
pub(super) fn keys(cache: &Cache, exhibit: &Exhibit) -> BTreeSet<String> {
    files(exhibit).iter().filter_map(|file| key(cache, &file.path).ok()).collect()
}

/// The cache of takes.
pub(super) fn cache(options: &Options) -> std::io::Result<Cache> {
    open(options)
}

/// The refused takes of a version that are not prepared, of all it has: they are not there, cannot
/// be read, or nobody has prepared them yet. `renditions` is the folder of the versions' renditions.
pub fn unprepared<'e>(
    exhibit: &'e Exhibit,
    version: usize,
    renditions: &Path,
) -> (Vec<&'e Take>, usize) {
    let refused = (0..exhibit.shots.len()).flat_map(|shot| exhibit.refused(version, shot));
    let all: Vec<&Take> = refused.collect();
    if all.is_empty() {
        return (all, 0);
    }
    let Ok(cache) = Cache::open(&renditions.join(FOLDER)) else { return (all.clone(), all.len()) };
    let count = all.len();
    let lacks = |take: &&Take| {
        let known = key(&cache, &take.path).ok().and_then(|key| cache.load(&key));
        known.is_none()
    };
    (all.into_iter().filter(lacks).collect(), count)
}

/// Where the rendition of a take lies or should lie.
#[derive(Clone, Debug, PartialEq)]
pub struct TakePlace {
    /// The take's file.
    pub master: PathBuf,
    /// The folder; its name is the key.
    pub folder: PathBuf,
    /// What can be played from it; none where nothing is there or it is not whole.
    pub prepared: Option<Prepared>,
}

/// Where the renditions of takes lie, or should: each made from what its file should hold.
pub(super) fn places(exhibit: &Exhibit, options: &Options) -> std::io::Result<Vec<TakePlace>> {
    let files = files(exhibit);
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let cache = open(options)?;
    let place = |file: File| {
        let key = named(&cache.expected_hash(&file.path).ok()?);
        let (folder, prepared) = (cache.root().join(&key), cache.load(&key).map(|found| found.0));
        Some(TakePlace { master: file.path, folder, prepared })
    };
    let mut places: Vec<TakePlace> = files.into_iter().filter_map(place).collect();
    // The same content under two names has one rendition.
    places.sort_by(|one, other| one.folder.cmp(&other.folder));
    places.dedup_by(|one, other| one.folder == other.folder);
    cache.remember_masters();
    Ok(places)
}

/// What was prepared before.
pub fn load_takes(exhibit: &Exhibit, options: &Options) -> Laid {
    let files = files(exhibit);
    if files.is_empty() {
        return Laid::default();
    }
    let Ok(cache) = open(options) else {
        let (missing, waiting) = (files.len(), there(files.iter()));
        return Laid { missing, waiting, ..Laid::default() };
    };
    let laid = load(&files, &cache);
    cache.remember_masters();
    laid
}

fn load(files: &[File], cache: &Cache) -> Laid {
    let mut laid = Laid::default();
    for file in files {
        let Some((prepared, _)) = key(cache, &file.path).ok().and_then(|key| cache.load(&key))
        else {
            laid.missing += 1;
            laid.waiting += usize::from(file.path.is_file());
            continue;
        };
        laid.takes.insert(file.path.clone(), Arc::new(prepared));
        // It is seen as it was while the file was good.
        if let Some(doubt) = cache.doubt(&file.path) {
            laid.problems.push(told(file, of_file(file, doubt)));
        }
    }
    laid
}

/// How many of these files there are.
fn there<'f>(files: impl Iterator<Item = &'f File>) -> usize {
    files.filter(|file| file.path.is_file()).count()
}

/// Prepares every take that is not prepared yet. One that cannot be is listed, and the rest goes on.
pub fn prepare_takes(exhibit: &Exhibit, options: &Options, progress: &mut dyn Progress) -> Laid {
    let files = files(exhibit);
    if files.is_empty() {
        return Laid::default();
    }
    let failed = |problem: Problem| {
        let of = |file: &File| told(file, problem.clone());
        let (problems, missing) = (files.first().map(of).into_iter().collect(), files.len());
        Laid { takes: Takes::new(), problems, missing, waiting: there(files.iter()) }
    };
    if let Err(why) = gst_encode::init() {
        return failed(Problem::Encoder(why));
    }
    let cache = match open(options) {
        Ok(cache) => cache,
        Err(error) => return failed(from_io(error, &options.cache, 0)),
    };
    let before = load(&files, &cache);
    let mut laid = if options.again { Laid::default() } else { before.clone() };
    let user = absolute(&exhibit.file);
    for prepared in laid.takes.values() {
        if let Some(key) = prepared.folder.file_name().and_then(|name| name.to_str()) {
            cache.remember_user(key, &user);
        }
    }
    let todo: Vec<&File> =
        files.iter().filter(|file| !laid.takes.contains_key(&file.path)).collect();
    if !todo.is_empty() {
        make_all(&todo, (&cache, &user, options), progress, &mut laid);
        cache.remember_masters();
    }
    // Of a file that went bad nothing was made, and what was made before stays.
    let doubted = laid.problems.iter().filter(|problem| problem.problem.is_doubt());
    for file in doubted.filter_map(|of| files.iter().find(|file| file.written == of.written)) {
        if let Some(prepared) = before.takes.get(&file.path) {
            laid.takes.entry(file.path.clone()).or_insert_with(|| Arc::clone(prepared));
        }
    }
    laid.missing = files.len() - laid.takes.len();
    laid.waiting = there(files.iter().filter(|file| !laid.takes.contains_key(&file.path)));
    laid
}

fn of_file(file: &File, problem: MediaProblem) -> Problem {
    Problem::Clip { clip: 0, written: file.written.clone(), path: file.path.clone(), problem }
}

fn told(file: &File, problem: Problem) -> TakeProblem {
    TakeProblem { written: file.written.clone(), place: file.place.clone(), problem }
}

fn make_all(
    todo: &[&File],
    (cache, user, options): (&Cache, &Path, &Options),
    progress: &mut dyn Progress,
    laid: &mut Laid,
) {
    let next = AtomicUsize::new(0);
    // Where the disk is full every other take would fail as well.
    let full = Mutex::new(false);
    let (tell, made) = sync_channel(16);
    std::thread::scope(|scope| {
        for number in 0..options.at_once.clamp(1, todo.len()) {
            let (tell, next, full) = (tell.clone(), &next, &full);
            let work = move || {
                while let Some(file) = todo.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if *full.lock().unwrap_or_else(PoisonError::into_inner) {
                        return;
                    }
                    let result = make(file, user, (cache, options));
                    if matches!(result, Err(Problem::DiskFull { .. })) {
                        *full.lock().unwrap_or_else(PoisonError::into_inner) = true;
                    }
                    if tell.send((*file, result)).is_err() {
                        return;
                    }
                }
            };
            let named = std::thread::Builder::new().name(format!("prepare takes {number}"));
            if named.spawn_scoped(scope, work).is_err() {
                tracing::warn!("a thread for preparing takes could not be started");
            }
        }
        drop(tell);
        for (done, (file, result)) in made.into_iter().enumerate() {
            progress.takes(done + 1, todo.len());
            match result {
                Ok(prepared) => drop(laid.takes.insert(file.path.clone(), Arc::new(prepared))),
                Err(problem) => laid.problems.push(told(file, problem)),
            }
            // With the receiver gone no take is begun any more.
            if progress.cancelled() {
                break;
            }
        }
    });
    laid.problems.sort_by(|a, b| a.written.cmp(&b.written));
}

fn make(
    file: &File,
    user: &Path,
    (cache, options): (&Cache, &Options),
) -> Result<Prepared, Problem> {
    let media = |problem: MediaProblem| of_file(file, problem);
    let disk = |error| from_io(error, cache.root(), 0);
    super::decode::look(&file.path).map_err(media)?;
    cache.prove(&file.path).map_err(media)?;
    let key = key(cache, &file.path)
        .map_err(|error| media(MediaProblem::Unreadable(error.to_string())))?;
    // The same content under another name, or made by another process meanwhile.
    if let Some((prepared, _)) = cache.load(&key).filter(|_| !options.again) {
        cache.remember_user(&key, user);
        return Ok(prepared);
    }
    let aside = cache.aside(&key).map_err(disk)?;
    let rendition =
        draw_out((&file.written, &file.path), &aside, options).map_err(
            |failure| match failure {
                Failure::Media(problem) => media(problem),
                Failure::Write(EncodeError::Write(error)) => disk(error),
                Failure::Write(EncodeError::Encoder(what)) => Problem::Encoder(what),
            },
        )?;
    let notes = Notes { clips: vec![0], users: [user.to_owned()].into(), ..Notes::default() };
    let folder = aside.keep(&rendition, &notes).map_err(disk)?;
    Ok(Prepared { folder, rendition })
}
