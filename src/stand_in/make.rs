//! Makes the files of the stand-in: the sketches, the storyboard and the voice, on all cores.
//!
//! Each file is written aside and renamed when it is whole, and what has been made is noted after
//! each, so that a process that is ended loses one file at most. What is there already and drawn
//! as this program draws it is left alone.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;

use serde::{Deserialize, Serialize};
use tiny_skia::Pixmap;

use super::piece::{Piece, pieces, work_of};
use super::undated::undate;
use super::{LENGTH, MANNERS, gst_write, sound};
use crate::exhibit::StandIn;
use crate::timeline::FilmTime;

/// The edition of the drawing and the sound. Whoever changes what either comes to adds one, and
/// every file is made anew where an older one lies.
pub const EDITION: u32 = 3;

/// The file that notes what has been made, in the folder of the files.
const NOTE: &str = "stand-in.json";
/// What the name of a file ends with while it is being written.
const ASIDE: &str = ".partial";
/// Pictures that all threads together may draw ahead: enough that none rests while a sketch's
/// sound is made.
const AHEAD: usize = 24;
/// Threads that draw, at most: the encoder keeps up with no more, and each holds large pictures.
const THREADS: usize = 12;

/// Why a file was not made.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// There is no room for it.
    #[error(
        "{}: the disk is full; make room (about 400 MB in all) and call this again: what is \
        finished is kept", file.display()
    )]
    DiskFull {
        /// The file.
        file: PathBuf,
    },
    /// Another process is at it.
    #[error(
        "{}: another process is drawing these files; wait until it has finished", folder.display()
    )]
    Busy {
        /// The folder of the files.
        folder: PathBuf,
    },
    /// It cannot be written.
    #[error("{}: {detail}; check that the folder may be written", file.display())]
    File {
        /// The file or folder.
        file: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// It cannot be coded.
    #[error("{} was not written: {detail}", file.display())]
    Encoder {
        /// The file.
        file: PathBuf,
        /// What GStreamer said.
        detail: String,
    },
}

fn from_io(file: &Path, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Problem::DiskFull { file: file.to_owned() }
        }
        _ => Problem::File { file: file.to_owned(), detail: error.to_string() },
    }
}

/// Is told how it goes, always from one thread.
pub trait Progress {
    /// This file is begun.
    fn begin(&mut self, name: &str);
    /// So much of all the work is done.
    fn advance(&mut self, done: u64, total: u64);
    /// This file is there.
    fn finish(&mut self, name: &str);
}

/// What has been made: the size of each file in bytes, all of one edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    edition: u32,
    files: BTreeMap<String, u64>,
}

impl Note {
    /// What is noted in a folder; nothing where the note is of another edition.
    fn read(folder: &Path) -> Self {
        let json = fs::read(folder.join(NOTE)).unwrap_or_default();
        let note: Self = serde_json::from_slice(&json).unwrap_or_default();
        if note.edition == EDITION { note } else { Self { edition: EDITION, ..Self::default() } }
    }

    /// Whether this file is there as it was made.
    fn has(&self, folder: &Path, name: &str) -> bool {
        let size = fs::metadata(folder.join(name)).ok().filter(fs::Metadata::is_file);
        size.is_some_and(|meta| self.files.get(name) == Some(&meta.len()))
    }
}

/// The files that are missing from a folder, or are of another edition than this program draws.
#[must_use]
pub fn missing(folder: &Path, of: StandIn) -> Vec<String> {
    let note = Note::read(folder);
    pieces(of).into_iter().map(Piece::name).filter(|name| !note.has(folder, name)).collect()
}

/// Makes what is missing in a folder, or everything `again`. Says how many files were made.
///
/// # Errors
/// The first file that could not be made. What was finished before is kept, and nothing half.
pub fn make(
    folder: &Path,
    of: StandIn,
    again: bool,
    progress: &mut dyn Progress,
) -> Result<usize, Problem> {
    fs::create_dir_all(folder).map_err(|error| from_io(folder, &error))?;
    // Held until this process ends, however it ends.
    let at = folder.join("stand-in.lock");
    let lock = File::create(&at).map_err(|error| from_io(&at, &error))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => {
            return Err(Problem::Busy { folder: folder.to_owned() });
        }
        Err(fs::TryLockError::Error(error)) => {
            tracing::debug!("this disk knows no locks: {error}");
        }
    }
    let mut note = Note::read(folder);
    let due: Vec<Piece> =
        pieces(of).into_iter().filter(|piece| again || !note.has(folder, &piece.name())).collect();
    let total = due.iter().map(|piece| piece.work()).sum();
    let mut done = 0;
    let mut rest = due.as_slice();
    while let Some(piece) = rest.first() {
        let run = rest.iter().take(AHEAD).take_while(|piece| piece.is_picture()).count().max(1);
        let (now, then) = rest.split_at(run);
        rest = then;
        progress.begin(&piece.name());
        let mut drawn = if piece.is_picture() { all_at_once(now) } else { Vec::new() }.into_iter();
        for piece in now {
            let (name, picture) = (piece.name(), drawn.next().flatten());
            let path = folder.join(&name);
            if let Some(part) = path.parent() {
                fs::create_dir_all(part).map_err(|error| from_io(part, &error))?;
            }
            let size = written(&path, |aside| {
                draw(*piece, picture, aside, &mut |work| progress.advance(done + work, total))
            })?;
            done += piece.work();
            progress.advance(done, total);
            note.files.insert(name, size);
        }
        let json = serde_json::to_vec_pretty(&note);
        let json = json.map_err(|error| from_io(&folder.join(NOTE), &error.into()))?;
        written(&folder.join(NOTE), |aside| fs::write(aside, json).map_err(Failure::File))?;
        progress.finish(&piece.name());
    }
    Ok(due.len())
}

/// Draws single pictures on all cores.
fn all_at_once(pieces: &[Piece]) -> Vec<Option<Pixmap>> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    let share = pieces.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let some = |some: &'_ [Piece]| some.iter().map(|piece| piece.picture()).collect::<Vec<_>>();
        let parts: Vec<_> =
            pieces.chunks(share).map(|part| (part, scope.spawn(move || some(part)))).collect();
        // A thread that ended early leaves its pictures to this one.
        let joined =
            parts.into_iter().map(|(part, drawn)| drawn.join().unwrap_or_else(|_| some(part)));
        joined.flatten().collect()
    })
}

/// What went wrong while one file was written.
enum Failure {
    File(io::Error),
    Encoder(String),
}

/// Writes a file aside and gives it its name when it is whole; says its size in bytes. Leaves
/// nothing half.
fn written(path: &Path, write: impl FnOnce(&Path) -> Result<(), Failure>) -> Result<u64, Problem> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(ASIDE);
    let aside = PathBuf::from(aside);
    let kept = write(&aside).and_then(|()| keep(&aside, path).map_err(Failure::File));
    kept.map_err(|failure| {
        // An encoder does not say that the disk is full in a word that can be relied on.
        let full = has_no_room(&aside);
        fs::remove_file(&aside).ok();
        match failure {
            _ if full => Problem::DiskFull { file: path.to_owned() },
            Failure::File(error) => from_io(path, &error),
            Failure::Encoder(detail) => Problem::Encoder { file: path.to_owned(), detail },
        }
    })
}

fn keep(aside: &Path, path: &Path) -> io::Result<u64> {
    let file = File::open(aside)?;
    file.sync_all()?;
    fs::rename(aside, path)?;
    Ok(file.metadata()?.len())
}

/// Whether the disk takes nothing more, tried at the end of this file.
fn has_no_room(aside: &Path) -> bool {
    let tried = File::options().append(true).create(true).open(aside).and_then(|mut file| {
        file.write_all(&[0; 1 << 16])?;
        file.sync_all()
    });
    let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];
    tried.is_err_and(|error| full.contains(&error.kind()))
}

/// Makes one piece and says how much of its work is done.
fn draw(
    piece: Piece,
    picture: Option<Pixmap>,
    to: &Path,
    advance: &mut dyn FnMut(u64),
) -> Result<(), Failure> {
    match piece {
        Piece::Storyboard(_) | Piece::Take(..) | Piece::Draft(..) | Piece::Face(_) => {
            let picture = picture.or_else(|| piece.picture());
            let picture = picture.ok_or_else(|| Failure::Encoder("it is no picture".to_owned()))?;
            let (width, height) = (picture.width(), picture.height());
            let image = image::RgbaImage::from_raw(width, height, picture.take());
            let image = image.ok_or_else(|| Failure::Encoder("it is no picture".to_owned()))?;
            let saved = image.save_with_format(to, image::ImageFormat::Png);
            saved.map_err(|error| match error {
                image::ImageError::IoError(error) => Failure::File(error),
                other => Failure::Encoder(other.to_string()),
            })
        }
        Piece::Voice(shot) => gst_write::flac(to, &sound::voice(shot)).map_err(Failure::Encoder),
        Piece::WholeVoice => gst_write::flac(to, &sound::voice_track()).map_err(Failure::Encoder),
        Piece::Sketch(manner) => {
            sketch(manner, to, advance).map_err(Failure::Encoder)?;
            undate(to).map_err(Failure::File)
        }
    }
}

fn sketch(manner: usize, to: &Path, advance: &mut dyn FnMut(u64)) -> Result<(), String> {
    let drawn = &MANNERS[manner];
    let starts: Vec<FilmTime> = drawn.frames().collect();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    thread::scope(|scope| {
        // Each thread draws every so manieth picture, and they are taken in turns: in order, and
        // never more than a few ahead. A thread whose pictures nobody takes any more ends.
        let mut from = Vec::with_capacity(threads);
        for first in 0..threads {
            let (sender, receiver) = sync_channel(AHEAD / threads);
            let starts = &starts;
            let draw = move || {
                for start in starts.iter().skip(first).step_by(threads) {
                    if sender.send(drawn.draw(*start).take()).is_err() {
                        break;
                    }
                }
            };
            thread::Builder::new()
                .name(format!("sketch-{first}"))
                .spawn_scoped(scope, draw)
                .map_err(|error| format!("no thread can be started: {error}"))?;
            from.push(receiver);
        }
        let mut film =
            gst_write::Film::create(to, (drawn.width, drawn.height), &sound::track(manner))?;
        for (index, start) in starts.iter().enumerate() {
            let picture = from[index % threads].recv();
            let picture = picture.map_err(|_ended| "a picture was not drawn".to_owned())?;
            let end = starts.get(index + 1).copied().unwrap_or(LENGTH);
            film.add(picture, *start, end)?;
            advance((index as u64 + 1) * work_of(drawn));
        }
        film.finish()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_could_not_be_written_leaves_nothing_and_the_old_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sketch-1.mp4");
        fs::write(&path, "old").unwrap();
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let failed = written(&path, |aside| {
            fs::write(aside, "half").unwrap();
            Err(Failure::File(full))
        });
        assert!(matches!(failed, Err(Problem::DiskFull { .. })));
        let failed = written(&path, |_| Err(Failure::Encoder("it stopped".to_owned())));
        assert!(
            failed.unwrap_err().to_string().ends_with("sketch-1.mp4 was not written: it stopped")
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let size = written(&path, |aside| fs::write(aside, "newer").map_err(Failure::File));
        assert_eq!(size.unwrap(), 5);
        assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
    }

    #[test]
    fn what_is_missing_is_what_is_not_there_as_it_was_noted_in_this_edition() {
        let folder = tempfile::tempdir().unwrap();
        let all = missing(folder.path(), StandIn::TheKiss).len();
        assert!(all > 8 + 8 + 1 + 7);
        assert_eq!(missing(folder.path(), StandIn::TheFace).len(), super::super::face::COUNT);
        fs::write(folder.path().join("voice.flac"), "12345").unwrap();
        let note = |edition, size| {
            let note = Note { edition, files: BTreeMap::from([("voice.flac".to_owned(), size)]) };
            fs::write(folder.path().join(NOTE), serde_json::to_vec(&note).unwrap()).unwrap();
            missing(folder.path(), StandIn::TheKiss).len()
        };
        assert_eq!(note(EDITION, 5), all - 1);
        assert_eq!(note(EDITION, 6), all, "of another size");
        assert_eq!(note(EDITION + 1, 5), all, "of another edition");
        fs::write(folder.path().join(NOTE), "{ nonsense").unwrap();
        assert_eq!(missing(folder.path(), StandIn::TheKiss).len(), all);
    }

    #[test]
    fn two_processes_do_not_draw_into_one_folder() {
        struct Nobody;
        impl Progress for Nobody {
            fn begin(&mut self, _: &str) {}
            fn advance(&mut self, _: u64, _: u64) {}
            fn finish(&mut self, _: &str) {}
        }
        let folder = tempfile::tempdir().unwrap();
        let other = File::create(folder.path().join("stand-in.lock")).unwrap();
        other.lock().unwrap();
        let made = make(folder.path(), StandIn::TheKiss, false, &mut Nobody);
        assert!(matches!(made, Err(Problem::Busy { .. })));
    }
}
