//! The voices of the shots, laid on film time: the sound that all versions have in common.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::cache::Cache;
use super::decode::{Ask, Decoding, Event};
use super::problem::MediaProblem;
use super::sound::{self, Placement, Spool, Track};
use super::{Options, gst_encode};
use crate::exhibit::{Exhibit, Fit};

/// A voice that could not be laid: the file, and why.
pub type Mute = (PathBuf, String);

/// The file of all voices together, as every prepared sound is: made where it is not there yet.
/// None where no shot has a voice that can be heard. And the voices that could not be laid.
///
/// # Errors
/// The cache cannot be written; in words.
pub fn lay(exhibit: &Exhibit, options: &Options) -> Result<(Option<PathBuf>, Vec<Mute>), String> {
    let spoken = spoken(exhibit);
    if spoken.is_empty() {
        return Ok((None, Vec::new()));
    }
    let said = |error: io::Error| format!("{}: {error}", options.cache.display());
    let cache = Cache::of(options).map_err(said)?;
    let file = named(exhibit, &options.cache, &spoken, &|path| cache.played_hash(path));
    cache.remember_masters();
    let bytes = sound::sample_at(exhibit.length.0).unsigned_abs() * 4;
    if fs::metadata(&file).is_ok_and(|meta| meta.len() == bytes) {
        return Ok((Some(file), Vec::new()));
    }
    gst_encode::init()?;
    let aside = tempfile::tempdir_in(&options.cache).map_err(said)?;
    let (mut placements, mut mute) = (Vec::new(), Vec::new());
    for (index, path) in spoken {
        let shot = &exhibit.shots[index];
        if let Err(doubted) = cache.prove(path) {
            mute.push((path.clone(), doubted.to_string()));
            continue;
        }
        match decoded(path, &aside.path().join(index.to_string()), options) {
            Ok((track, length_ns)) => placements.push(Placement {
                track,
                length_ns,
                start: shot.start,
                end: shot.end,
                fit: Fit::Hold,
            }),
            Err(why) => mute.push((path.clone(), why)),
        }
    }
    if placements.is_empty() {
        return Ok((None, mute));
    }
    // With one missing it is made again the next time.
    let file = if mute.is_empty() { file } else { file.with_extension("part.s16") };
    let made = aside.path().join("all");
    sound::write(&made, exhibit.length, &mut placements).map_err(said)?;
    fs::rename(&made, &file).map_err(said)?;
    Ok((Some(file), mute))
}

/// Where the file of all voices lies or should lie, where they hold what `hash` says; none where no
/// shot has a voice.
pub(super) fn place(
    exhibit: &Exhibit,
    cache: &Path,
    hash: &dyn Fn(&Path) -> io::Result<String>,
) -> Option<PathBuf> {
    let spoken = spoken(exhibit);
    (!spoken.is_empty()).then(|| named(exhibit, cache, &spoken, hash))
}

/// The shots that have a voice, and the voices.
fn spoken(exhibit: &Exhibit) -> Vec<(usize, &PathBuf)> {
    let shots = exhibit.shots.iter();
    shots.enumerate().filter_map(|(index, shot)| Some((index, shot.voice.as_ref()?))).collect()
}

/// Names the file by everything that it is made from.
fn named(
    exhibit: &Exhibit,
    cache: &Path,
    spoken: &[(usize, &PathBuf)],
    hash: &dyn Fn(&Path) -> io::Result<String>,
) -> PathBuf {
    let mut hasher = blake3::Hasher::new();
    // Counts up when they are laid otherwise.
    hasher.update(b"1");
    hasher.update(&exhibit.length.0.to_le_bytes());
    for (index, path) in spoken {
        let shot = &exhibit.shots[*index];
        hasher.update(&shot.start.0.to_le_bytes());
        hasher.update(&shot.end.0.to_le_bytes());
        hasher.update(hash(path).unwrap_or_default().as_bytes());
    }
    cache.join(format!("voices-{}.s16", &hasher.finalize().to_hex()[..16]))
}

/// One voice, decoded into a file aside, and how long it is in nanoseconds.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn decoded(
    path: &Path,
    spool: &Path,
    options: &Options,
) -> Result<(Track, i64), String> {
    let mut decoding = Decoding::start(&options.program, path, Ask::Voice, options.patience)
        .map_err(|problem| problem.what())?;
    let mut sound = Spool::create(spool).map_err(|error| error.to_string())?;
    let (mut first, mut end) = (None, 0);
    let ended = loop {
        match decoding.next_event() {
            Ok(Event::Sound(at_ns, samples)) => {
                first.get_or_insert(at_ns);
                end = at_ns + samples.len() as i64 / 4 * 1_000_000_000 / sound::RATE;
                sound.add(at_ns, &samples);
            }
            Ok(Event::Facts(_) | Event::Frame(_)) => {}
            Ok(Event::Done(_)) => break MediaProblem::NoVideo,
            Err(problem) => break problem,
        }
    };
    // That a voice has no picture is no fault.
    let (MediaProblem::NoVideo, Some(first)) = (&ended, first) else { return Err(ended.what()) };
    let track = sound.finish(first).map_err(|error| error.to_string())?;
    track.map(|track| (track, end - first)).ok_or_else(|| "there is no sound in it".to_owned())
}
