//! What is spoken, as sound that can be played: recordings, and what a synthesiser makes of words.
//!
//! A synthesiser is any program that reads words from its standard input and writes sound (WAV, or
//! whatever else GStreamer opens) to its standard output; which one is the installation's to say.
//! What it writes is unknown media, opened by the decoding child like any other.

use std::fs;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use super::cache::Cache;
use super::sound::{self, Placement};
use super::{Options, gst_encode, limits, loudness, voices};
use crate::exhibit::Fit;
use crate::timeline::FilmTime;

/// No label takes longer to speak: two minutes of it are kept.
const LONGEST: FilmTime = FilmTime::from_secs(120);
/// A synthesiser that has not finished after this is ended.
const PATIENCE: Duration = Duration::from_secs(20);
/// More than two minutes of uncompressed sound take no more bytes than this.
const MOST_BYTES: u64 = 64 << 20;

/// A recording, as a prepared sound in the cache: made where it is not there yet.
///
/// # Errors
/// What is wrong with it, in words.
pub fn recorded(path: &Path, options: &Options) -> Result<PathBuf, String> {
    let said = |error: io::Error| format!("{}: {error}", path.display());
    let cache = Cache::of(options).map_err(said)?;
    let hash = cache.played_hash(path).map_err(said)?;
    cache.remember_masters();
    laid(&hash, options, || match cache.prove(path) {
        Ok(()) => Ok(path.to_owned()),
        Err(doubted) => Err(doubted.to_string()),
    })
}

/// Words as a synthesiser speaks them, as a prepared sound in the cache: made where they were not
/// spoken before. `command` is the program and what it is given; `{language}` in it is replaced.
///
/// # Errors
/// The program cannot be started, takes too long, fails, or writes no sound; in words.
pub fn synthesised(
    command: &[String],
    words: &str,
    language: &str,
    options: &Options,
) -> Result<PathBuf, String> {
    let command: Vec<String> =
        command.iter().map(|part| part.replace("{language}", language)).collect();
    let mut hasher = blake3::Hasher::new();
    for part in command.iter().map(String::as_str).chain([words]) {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let aside = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    laid(hasher.finalize().to_hex().as_ref(), options, || {
        speak(&command, words, aside.path())?;
        Ok(aside.path().to_owned())
    })
}

/// Where the sound named by a hash lies or should lie.
pub(super) fn place(hash: &str, cache: &Path) -> PathBuf {
    cache.join(format!("spoken-{}.s16", &hash[..16.min(hash.len())]))
}

/// The sound named by `hash`; where it is not there yet, made from the file that `source` gives.
fn laid(
    hash: &str,
    options: &Options,
    source: impl FnOnce() -> Result<PathBuf, String>,
) -> Result<PathBuf, String> {
    let said = |error: io::Error| format!("{}: {error}", options.cache.display());
    let file = place(hash, &options.cache);
    if file.is_file() {
        return Ok(file);
    }
    gst_encode::init()?;
    fs::create_dir_all(&options.cache).map_err(said)?;
    let aside = tempfile::tempdir_in(&options.cache).map_err(said)?;
    let (track, length_ns) = voices::decoded(&source()?, &aside.path().join("track"), options)?;
    let (start, end) = (FilmTime::ZERO, FilmTime(length_ns).min(LONGEST));
    let mut all = [Placement { track, length_ns, start, end, fit: Fit::Cut }];
    let made = aside.path().join("all");
    sound::write(&made, end, &mut all).map_err(said)?;
    fs::rename(&made, &file).map_err(said)?;
    // Measured now, so that it is spoken at once later.
    loudness::of(&file).map_err(said)?;
    Ok(file)
}

/// Has the words spoken into a file.
fn speak(command: &[String], words: &str, into: &Path) -> Result<(), String> {
    let Some((program, arguments)) = command.split_first() else {
        return Err("no program is named".to_owned());
    };
    let said = |error: io::Error| format!("{program}: {error}");
    let mut started = Command::new(program);
    // Of its own, so that what it starts is ended with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut started, 0);
    let complaints = tempfile::tempfile().map_err(said)?;
    let mut child = started
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(complaints.try_clone().map_err(said)?)
        .spawn()
        .map_err(said)?;
    let copied = copied(&mut child, words, into);
    let ended = finished(&mut child).map_err(said)?;
    let kept = copied.map_err(said)?.recv_timeout(Duration::from_secs(2));
    let why = match (ended, kept) {
        (None, _) => format!("it took longer than {} s and was ended", PATIENCE.as_secs()),
        (_, Ok(MOST_BYTES..)) => "it wrote more than 64 MB of sound".to_owned(),
        (Some(status), _) if !status.success() => format!("{status}{}", last_line(complaints)),
        (_, Err(_)) => "its output did not end with it".to_owned(),
        (Some(_), Ok(_)) => return Ok(()),
    };
    limits::end_group(&mut child);
    Err(format!("{program}: {why}"))
}

/// The last thing that a program complained of.
fn last_line(mut complaints: fs::File) -> String {
    let mut text = Vec::new();
    let read = complaints.rewind().and_then(|()| complaints.take(1 << 16).read_to_end(&mut text));
    let text = String::from_utf8_lossy(&text);
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).filter(|_| read.is_ok());
    last.map(|line| format!(": {}", line.chars().take(200).collect::<String>())).unwrap_or_default()
}

/// Gives the words to the program and keeps what it writes, both on threads of their own, so that
/// whatever it does it can be ended. Tells how many bytes were kept.
fn copied(child: &mut Child, words: &str, into: &Path) -> io::Result<Receiver<u64>> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::Error::other("it has no input or output"));
    };
    let mut file = fs::File::create(into)?;
    let words = words.to_owned();
    let spawn = std::thread::Builder::new;
    // One that does not want its words is no error.
    spawn().name("words".to_owned()).spawn(move || input.write_all(words.as_bytes()).ok())?;
    let (tell, told) = sync_channel(1);
    spawn().name("speech".to_owned()).spawn(move || {
        if let Ok(bytes) = io::copy(&mut output.take(MOST_BYTES), &mut file) {
            tell.send(bytes).ok();
        }
    })?;
    Ok(told)
}

/// Waits for the program, and ends it where it takes too long: then there is no status.
fn finished(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() > PATIENCE {
            limits::end_group(child);
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
