//! From masters to renditions: what is played is never the file as delivered.
//!
//! Unknown media is opened by a child process only ([`child`]); this process reads plain pictures
//! from it ([`decode`]), decides when each is seen ([`time_map`]), codes them in every size
//! (`gst_encode`) and keeps the result by content ([`cache`]). Masters are never changed.

pub mod analysis;
mod beside;
pub mod cache;
pub mod child;
pub mod cleared;
pub mod credentials;
pub mod decode;
pub mod depth;
pub mod examine;
pub mod findings;
mod gst_convert;
mod gst_decode;
pub mod gst_encode;
pub mod gst_feed;
mod gst_headers;
mod gst_verify;
mod gst_watch;
pub mod keyframes;
pub mod ladder;
pub mod length;
mod limits;
pub mod loudness;
mod make;
pub mod master;
mod masters;
mod options;
mod patience;
mod pictures;
pub mod places;
pub mod problem;
pub mod progress;
pub mod protocol;
mod rgba;
mod room;
pub mod sniff;
pub mod sound;
pub mod speech;
mod still;
mod take_rungs;
mod takes;
pub mod time_map;
pub mod tone;
pub mod voice;
pub mod voices;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

use crate::exhibit::sources::MOST_CARD_FRAMES;
use crate::exhibit::{Clip, Exhibit, Source, Version};
use crate::rendition::{Prepared, Rendition};
use cache::{Cache, Notes};
pub use examine::Examined;
pub use limits::step_back;
pub use options::Options;
use places::{key, key_as_it_is, key_as_recorded};
pub use problem::{MediaProblem, Problem};
pub use progress::Progress;
pub use rgba::still_rgba;
pub use takes::{Laid, TakePlace, TakeProblem, load_takes, prepare_takes, unprepared};
pub use voice::voice_line;

/// What became of one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its place in the exhibit.
    pub version: usize,
    /// What can be played; none where nothing can.
    pub prepared: Option<Prepared>,
    /// What is wrong, also where it can be played: then clips are missing or worth a look.
    pub problems: Vec<Problem>,
    /// It was made just now.
    pub fresh: bool,
}

/// Prepares every version of an exhibit that is not prepared yet, in the order of versions. One
/// clip that fails leaves a gap; the rest of its version and the other versions go on.
pub fn prepare(exhibit: &Exhibit, options: &Options, progress: &mut dyn Progress) -> Vec<Outcome> {
    let clips = exhibit.versions.iter().any(|v| matches!(v.source, Source::Clips(_)));
    let cache = match ready(options, clips) {
        Ok(cache) => cache,
        Err(problem) => {
            return outcomes(exhibit, |version, clips| match clips {
                None => card(exhibit, version),
                Some(_) => outcome(version, None, vec![problem.clone()], false),
            });
        }
    };
    let mut all = load_from(cache.as_ref(), exhibit);
    for made in &mut all {
        if let (Some(cache), Some(prepared)) = (&cache, &made.prepared)
            && let Some(key) = prepared.folder.file_name().and_then(|name| name.to_str())
        {
            cache.remember_user(key, &absolute(&exhibit.file));
        }
        let lacking = made.prepared.as_ref().is_some_and(|one| !analysis::is_whole(one));
        let spoilt = options.retry && (lacking || made.problems.iter().any(may_pass));
        if made.prepared.is_some() && !spoilt && !options.again {
            progress.finish(&exhibit.called(made.version, "en"), made);
        } else {
            made.prepared = None;
        }
    }
    let todo: Vec<usize> =
        all.iter().filter(|made| made.prepared.is_none()).map(|made| made.version).collect();
    if let Some(cache) = &cache
        && !todo.is_empty()
    {
        work(exhibit, &todo, (cache, options), progress, &mut all);
        cache.remember_masters();
    }
    if progress.cancelled() {
        return all;
    }
    beside::sounds(exhibit, &all, options);
    if let Some(cache) = &cache {
        beside::look_at_credentials(exhibit, cache, options);
        cache.remember_masters();
    }
    all
}

/// What a worker tells the thread that waits.
enum Told {
    Begun(usize),
    Advanced(usize, u64, u64),
    Finished(Outcome),
}

fn work(
    exhibit: &Exhibit,
    todo: &[usize],
    (cache, options): (&Cache, &Options),
    progress: &mut dyn Progress,
    all: &mut [Outcome],
) {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let worker = |tell: SyncSender<Told>| {
        while let Some(version) = todo.get(next.fetch_add(1, Ordering::Relaxed)) {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            let version = *version;
            tell.send(Told::Begun(version)).ok();
            let made = one(exhibit, version, (cache, options), &tell);
            tell.send(Told::Finished(made)).ok();
        }
    };
    let (tell, told) = sync_channel(64);
    std::thread::scope(|scope| {
        for number in 0..options.at_once.clamp(1, todo.len()) {
            let tell = tell.clone();
            let builder = std::thread::Builder::new().name(format!("prepare-{number}"));
            if builder.spawn_scoped(scope, || worker(tell)).is_err() {
                tracing::warn!("a thread for preparing could not be started");
            }
        }
        drop(tell);
        for told in told {
            stop.store(progress.cancelled(), Ordering::Relaxed);
            match told {
                Told::Begun(version) => {
                    progress.begin(version, &exhibit.called(version, "en"));
                }
                Told::Advanced(version, done, total) => progress.advance(version, done, total),
                Told::Finished(made) => {
                    progress.finish(&exhibit.called(made.version, "en"), &made);
                    let at = made.version;
                    all[at] = made;
                }
            }
        }
    });
}

fn one(
    exhibit: &Exhibit,
    version: usize,
    (cache, options): (&Cache, &Options),
    tell: &SyncSender<Told>,
) -> Outcome {
    let Source::Clips(clips) = &exhibit.versions[version].source else {
        return card(exhibit, version);
    };
    let prove = |(clip, one): (usize, &Clip)| Some((clip, cache.prove(&one.path).err()?));
    let doubted: Vec<(usize, MediaProblem)> = clips.iter().enumerate().filter_map(prove).collect();
    // What was there before stays: a file that went bad gives nothing better.
    let before = |problems: Vec<Problem>| match cache.load(&key(cache, exhibit, clips)) {
        Some((mut prepared, notes)) => {
            rename(&mut prepared, &notes, clips);
            outcome(version, Some(prepared), problems, false)
        }
        None => outcome(version, None, problems, true),
    };
    if !doubted.is_empty() {
        return before(make::problems_of(clips, &doubted));
    }
    let key = key_as_it_is(cache, exhibit, clips);
    let mut advance = |done, total| {
        tell.send(Told::Advanced(version, done, total)).ok();
    };
    match make::make(exhibit, clips, &key, (cache, options), &mut advance) {
        Ok(made) => {
            let problems = make::problems_of(clips, &made.notes.problems);
            outcome(version, Some(made.prepared), problems, true)
        }
        Err(problems) => before(problems),
    }
}

/// What can be played at once: cards, and what was prepared before.
pub fn load_prepared(exhibit: &Exhibit, options: &Options) -> Vec<Outcome> {
    let cache = Cache::of(options).ok();
    let all = load_from(cache.as_ref(), exhibit);
    if let Some(cache) = &cache {
        cache.remember_masters();
    }
    all
}

/// What a file holds, as a digest: two files with the same hold the same.
///
/// # Errors
/// It cannot be read.
pub fn content(path: &Path) -> std::io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Removes the renditions that these exhibits no longer use and no other exhibit does; says how
/// many, and their bytes.
///
/// # Errors
/// When the cache cannot be read, or something in it cannot be removed.
pub fn prune(keep: &[Exhibit], options: &Options) -> Result<(usize, u64), Problem> {
    let wrong = |error| room::from_io(error, &options.cache, 0);
    let cache = Cache::of(options).map_err(wrong)?;
    let mut keys = BTreeSet::new();
    for exhibit in keep {
        for version in &exhibit.versions {
            if let Source::Clips(clips) = &version.source {
                let names = [key, key_as_it_is, key_as_recorded];
                keys.extend(names.map(|named| named(&cache, exhibit, clips)));
            }
        }
    }
    let files = keep.iter().map(|exhibit| absolute(&exhibit.file)).collect();
    let (count, bytes) = cache.prune(&keys, &files).map_err(wrong)?;
    let cache = takes::cache(options).map_err(wrong)?;
    let keys = keep.iter().flat_map(|exhibit| takes::keys(&cache, exhibit)).collect();
    let (takes, more) = cache.prune(&keys, &files).map_err(wrong)?;
    Ok((count + takes, bytes + more))
}

/// An exhibit file by the one name that it has from everywhere.
fn absolute(file: &Path) -> PathBuf {
    std::fs::canonicalize(file)
        .or_else(|_| std::path::absolute(file))
        .unwrap_or_else(|_| file.to_owned())
}

/// Opens a master in a child process and decodes all of it, for `check`.
///
/// # Errors
/// What is wrong with it, where nothing of it can be shown; what is wrong with it otherwise is
/// among the findings.
pub fn examine(path: &Path, options: &Options) -> Result<Examined, MediaProblem> {
    gst_encode::init().map_err(MediaProblem::NotExamined)?;
    examine::examine(&options.program, path, options.patience, None)
}

/// Opens a recorded voice in a child process and decodes all of it, for `check`: it needs no picture.
///
/// # Errors
/// What is wrong with it; where it has a picture as well, only what nothing can be heard of.
pub fn examine_voice(path: &Path, options: &Options) -> Result<(), MediaProblem> {
    voice_line(path, options).map(|_| ())
}

fn ready(options: &Options, clips: bool) -> Result<Option<Cache>, Problem> {
    if !clips {
        return Ok(None);
    }
    // Also brings the registry of plugins up to date, which the children then only read.
    gst_encode::init().map_err(Problem::Encoder)?;
    let cache = Cache::of(options);
    cache.map(Some).map_err(|error| room::from_io(error, &options.cache, 0))
}

fn load_from(cache: Option<&Cache>, exhibit: &Exhibit) -> Vec<Outcome> {
    outcomes(exhibit, |version, clips| {
        let Some(clips) = clips else { return card(exhibit, version) };
        let none = || outcome(version, None, Vec::new(), false);
        let Some(cache) = cache else { return none() };
        let doubt = |(clip, one): (usize, &Clip)| Some((clip, cache.doubt(&one.path)?));
        let doubted: Vec<(usize, MediaProblem)> =
            clips.iter().enumerate().filter_map(doubt).collect();
        // Where a clip is away, there may be one that was made without it.
        let as_it_is = || {
            let key = key_as_it_is(cache, exhibit, clips);
            cache.load(&key).filter(|_| doubted.is_empty())
        };
        let found = cache.load(&key(cache, exhibit, clips)).or_else(as_it_is);
        let Some((mut prepared, mut notes)) = found else { return none() };
        rename(&mut prepared, &notes, clips);
        notes.problems.extend(doubted);
        let problems = make::problems_of(clips, &notes.problems);
        outcome(version, Some(prepared), problems, false)
    })
}

/// The same content may be called otherwise today.
fn rename(prepared: &mut Prepared, notes: &Notes, clips: &[Clip]) {
    for (facts, index) in prepared.rendition.clips.iter_mut().zip(&notes.clips) {
        if let Some(clip) = clips.get(*index) {
            facts.master.clone_from(&clip.written);
        }
    }
}

fn outcomes(
    exhibit: &Exhibit,
    mut of: impl FnMut(usize, Option<&[Clip]>) -> Outcome,
) -> Vec<Outcome> {
    let clips = |version: &'_ Version| match &version.source {
        Source::Clips(clips) => Some(clips.clone()),
        Source::Card(_) => None,
    };
    let versions = exhibit.versions.iter().enumerate();
    versions.map(|(index, version)| of(index, clips(version).as_deref())).collect()
}

fn outcome(
    version: usize,
    prepared: Option<Prepared>,
    problems: Vec<Problem>,
    fresh: bool,
) -> Outcome {
    Outcome { version, prepared, problems, fresh }
}

/// A test card's number is its place in the exhibit, from 1.
fn card(exhibit: &Exhibit, version: usize) -> Outcome {
    let prepared = match exhibit.versions[version].source {
        // A draft may have a card that is too long, or of a film whose length nobody knows.
        Source::Card(rate) if rate.frame_at(exhibit.length) <= MOST_CARD_FRAMES => {
            let number = u16::try_from(version + 1).unwrap_or(u16::MAX);
            let rendition = Rendition::card(number, rate, exhibit.length);
            Some(Prepared { folder: PathBuf::new(), rendition })
        }
        Source::Card(_) | Source::Clips(_) => None,
    };
    outcome(version, prepared, Vec::new(), false)
}

fn may_pass(problem: &Problem) -> bool {
    matches!(problem, Problem::Clip { problem, .. } if problem.may_pass())
}
