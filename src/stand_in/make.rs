//! Makes the files of the stand-in: the sketches, the storyboard and the voice, on all cores.
//!
//! Each file is written aside and renamed when it is whole, and what has been made is noted after
//! each, so that a process that is ended loses one file at most. What is there already and drawn
//! as this program draws it is left alone.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use super::draw::draw;
use super::piece::{Piece, pieces};
use crate::exhibit::StandIn;
use serde::{Deserialize, Serialize};

/// The edition of the drawing and the sound. Whoever changes what either comes to adds one, and
/// every file is made anew where an older one lies.
pub const EDITION: u32 = 3;

/// The file that notes what has been made, in the folder of the files.
const NOTE: &str = "stand-in.json";
/// What the name of a file ends with while it is being written.
const ASIDE: &str = ".partial";
/// So many small files are made before what has been made is noted.
const TOGETHER: usize = 24;
/// Threads that draw, at most: the encoder keeps up with no more, and each holds large pictures.
pub(super) const THREADS: usize = 12;

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
    /// This file is begun, and perhaps a few after it.
    fn begin(&mut self, name: &str);
    /// So much of all the work is done.
    fn advance(&mut self, done: u64, total: u64);
    /// What began with this file is there.
    fn finish(&mut self, name: &str);
}

/// Is told and says nothing.
pub struct Silent;

impl Progress for Silent {
    fn begin(&mut self, _: &str) {}
    fn advance(&mut self, _: u64, _: u64) {}
    fn finish(&mut self, _: &str) {}
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
        let run = rest.iter().take(TOGETHER).take_while(|piece| piece.is_small()).count().max(1);
        let (now, then) = rest.split_at(run);
        rest = then;
        progress.begin(&piece.name());
        let mut advance = |work| progress.advance(done + work, total);
        let made = match piece.is_small() {
            true => side_by_side(now, folder, &mut advance),
            false => vec![(*piece, make_one(*piece, folder, &mut advance))],
        };
        let mut failed = None;
        for (piece, size) in made {
            match size {
                Ok(size) => {
                    done += piece.work();
                    note.files.insert(piece.name(), size);
                }
                Err(problem) => drop(failed.get_or_insert(problem)),
            }
        }
        progress.advance(done, total);
        // What was finished is noted, whatever failed beside it.
        let json = serde_json::to_vec_pretty(&note);
        let json = json.map_err(|error| from_io(&folder.join(NOTE), &error.into()))?;
        written(&folder.join(NOTE), |aside| fs::write(aside, json).map_err(Failure::File))?;
        if let Some(problem) = failed {
            return Err(problem);
        }
        progress.finish(&piece.name());
    }
    Ok(due.len())
}

/// Makes small files on all cores and says how much of their work is done. After one that failed no
/// other is begun.
fn side_by_side(
    pieces: &[Piece],
    folder: &Path,
    advance: &mut dyn FnMut(u64),
) -> Vec<(Piece, Result<u64, Problem>)> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    let next = AtomicUsize::new(0);
    let (tell, told) = sync_channel(pieces.len());
    let mut made = Vec::with_capacity(pieces.len());
    let work = |tell: SyncSender<_>| {
        while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
            let size = make_one(*piece, folder, &mut |_| ());
            if size.is_err() {
                next.store(pieces.len(), Ordering::Relaxed);
            }
            tell.send((*piece, size)).ok();
        }
    };
    thread::scope(|scope| {
        let work = &work;
        let start = |number: usize| {
            let (named, tell) = (thread::Builder::new(), tell.clone());
            named.name(format!("stand-in {number}")).spawn_scoped(scope, move || work(tell)).is_ok()
        };
        let started = (0..threads).filter(|number| start(*number)).count();
        if started == 0 {
            work(tell.clone());
        }
        drop(tell);
        let mut done = 0;
        for one in told {
            done += one.0.work();
            advance(done);
            made.push(one);
        }
    });
    made
}

/// Makes one file and says its size in bytes.
fn make_one(piece: Piece, folder: &Path, advance: &mut dyn FnMut(u64)) -> Result<u64, Problem> {
    let path = folder.join(piece.name());
    if let Some(part) = path.parent() {
        fs::create_dir_all(part).map_err(|error| from_io(part, &error))?;
    }
    written(&path, |aside| draw(piece, aside, advance))
}

/// What went wrong while one file was written.
pub(super) enum Failure {
    /// It was the disk.
    File(io::Error),
    /// It was the encoder; in words.
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
        let folder = tempfile::tempdir().unwrap();
        let other = File::create(folder.path().join("stand-in.lock")).unwrap();
        other.lock().unwrap();
        let made = make(folder.path(), StandIn::TheKiss, false, &mut Silent);
        assert!(matches!(made, Err(Problem::Busy { .. })));
    }
}
