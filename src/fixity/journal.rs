//! The file of events: JSON Lines, one line for each event, only ever added to. A line that says
//! that something is wrong, and the beginning and the end of a run, are on the disk before the next
//! is begun; the others within half a second, because waiting for the disk at each of them would
//! take longer than reading small files. A power cut in between costs reading those again.
//!
//! What a power cut tears off is closed with a line feed and left as it is; what is damaged is
//! passed over and told by its number. No byte once written is written again.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::digest::Stamp;
use super::event::{Entry, Event, Outcome, known_as};
use super::history::History;
use super::line;

/// The file of events.
const EVENTS: &str = "fixity.jsonl";
/// The file that the one process that may write has locked. It is another one because elsewhere
/// than on Unix a locked file cannot be read either.
const LOCK: &str = "fixity.lock";
/// How long a line that says that all is well may wait for the disk.
const MAY_WAIT: Duration = Duration::from_millis(500);

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another process writes to it.
    #[error(
        "another palimpsest reads or records these files now: {} is locked; try again when it is done",
        .0.display()
    )]
    InUse(PathBuf),
    /// It cannot be read or written.
    #[error(
        "the journal of fixity {} cannot be used: {source}; what it holds is kept: see to its disk and \
         its permissions, then run the same again",
        .path.display()
    )]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlawKind {
    /// It was being written when the power went or the disk was full. Nothing is lost but that
    /// event: its file is read again.
    CutShort,
    /// It is not what was written.
    Damaged,
}

/// A line that says nothing and was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub kind: FlawKind,
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self.kind {
            FlawKind::CutShort => "was cut short while it was written",
            FlawKind::Damaged => "is damaged",
        };
        write!(f, "line {} of the journal of fixity {what} and was passed over", self.line)
    }
}

/// The journal, open to be added to by this process alone.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// Held while the journal is open; the system lets go of it however the process ends.
    _lock: File,
    history: History,
    flaws: Vec<Flaw>,
    /// The last line has no end.
    torn: bool,
    /// When all that was written was last known to be on the disk.
    synced: Instant,
}

impl Journal {
    /// Opens the journal in this folder; makes both where they do not exist.
    ///
    /// # Errors
    /// When another process has it open, or it cannot be made, read or written.
    pub fn open(folder: &Path) -> Result<Self, JournalError> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |source| JournalError::Io { path, source }
        };
        fs::create_dir_all(folder).map_err(at(folder))?;
        let lock_path = folder.join(LOCK);
        let lock = OpenOptions::new().create(true).append(true).open(&lock_path);
        let lock = lock.map_err(at(&lock_path))?;
        let mut patience = 20;
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                // A program that any thread here starts holds it until it has become itself.
                Err(TryLockError::WouldBlock) if patience > 0 => patience -= 1,
                Err(TryLockError::WouldBlock) => return Err(JournalError::InUse(lock_path)),
                Err(TryLockError::Error(error)) => return Err(at(&lock_path)(error)),
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let path = folder.join(EVENTS);
        let file = OpenOptions::new().create(true).read(true).append(true).open(&path);
        let file = file.map_err(at(&path))?;
        // The name of a file that was just made must outlast a power cut too.
        sync_folder(folder).map_err(at(folder))?;
        let (history, flaws, torn) = take_in(&file, folder).map_err(at(&path))?;
        let synced = Instant::now();
        let mut journal = Self { path, file, _lock: lock, history, flaws, torn, synced };
        journal.close_torn().map_err(at(&journal.path))?;
        Ok(journal)
    }

    /// What it amounts to.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The lines that say nothing, as they were when it was opened.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line, and waits until it and those before it are on the disk where it may not wait.
    pub(super) fn add(&mut self, entry: &Entry) -> Result<(), JournalError> {
        let line = line::write(&self.history.written(entry));
        let written = line.map_err(io::Error::from).and_then(|line| {
            self.close_torn()?;
            // What is written of it, if it fails half way, must not run into the next.
            self.torn = true;
            self.file.write_all(line.as_bytes())?;
            self.torn = false;
            if !may_wait(entry) || self.synced.elapsed() >= MAY_WAIT {
                self.file.sync_data()?;
                self.synced = Instant::now();
            }
            Ok(())
        });
        written.map_err(|source| JournalError::Io { path: self.path.clone(), source })?;
        self.history.take_in(entry);
        Ok(())
    }

    fn close_torn(&mut self) -> io::Result<()> {
        if self.torn {
            self.file.write_all(b"\n")?;
            self.file.sync_data()?;
            self.torn = false;
        }
        Ok(())
    }
}

/// A file that holds what it held, or that nobody knew: should the line be lost, it is read again.
fn may_wait(entry: &Entry) -> bool {
    let well = |event: &Event| matches!(event.outcome, Outcome::Intact | Outcome::New);
    matches!(entry, Entry::Event(event) if well(event))
}

/// What the journal in this folder amounts to, read again only where it has grown since this process
/// last asked: a journal of many years is long, and one command asks often.
///
/// # Errors
/// When it is there but cannot be read.
pub fn known(folder: &Path) -> Result<Arc<History>, JournalError> {
    type Read = BTreeMap<PathBuf, (Stamp, Arc<History>)>;
    static READ: Mutex<Read> = Mutex::new(BTreeMap::new());
    let path = known_as(&folder.join(EVENTS));
    let looked = match fs::metadata(&path) {
        Ok(meta) => Some(Stamp::of(&meta)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Arc::default()),
        // Reading it says what is the matter.
        Err(_) => None,
    };
    let mut all = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let (Some(stamp), Some((before, history))) = (looked, all.get(&path))
        && stamp == *before
    {
        return Ok(Arc::clone(history));
    }
    let history = Arc::new(read(folder)?.0);
    if let Some(stamp) = looked {
        all.insert(path, (stamp, Arc::clone(&history)));
    }
    Ok(history)
}

/// Reads the journal in this folder without locking it, for whoever only wants to know. A last
/// line that another process is writing is not a flaw. Where there is no journal, nothing is
/// known.
///
/// # Errors
/// When it is there but cannot be read.
pub fn read(folder: &Path) -> Result<(History, Vec<Flaw>), JournalError> {
    let path = folder.join(EVENTS);
    let read = match File::open(&path) {
        Ok(file) => take_in(&file, folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Default::default()),
        Err(error) => Err(error),
    };
    let (history, mut flaws, torn) = read.map_err(|source| JournalError::Io { path, source })?;
    if torn {
        flaws.pop_if(|flaw| flaw.kind == FlawKind::CutShort);
    }
    Ok((history, flaws))
}

/// All lines of a journal, and whether its last line has no end.
fn take_in(file: &File, folder: &Path) -> io::Result<(History, Vec<Flaw>, bool)> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let (mut history, mut flaws) = (History::begin(folder), Vec::new());
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        (&mut reader).take(line::LONGEST).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            break;
        }
        let mut ended = bytes.pop_if(|byte| *byte == b'\n').is_some();
        let said = if !ended && bytes.len() as u64 == line::LONGEST {
            ended = pass_over(&mut reader)?;
            Err(line::Unreadable::Damaged)
        } else {
            line::read(&bytes)
        };
        match said {
            Ok(entry) => history.take_in(&entry),
            Err(why) => {
                let kind = match why {
                    line::Unreadable::CutShort => FlawKind::CutShort,
                    line::Unreadable::Damaged => FlawKind::Damaged,
                };
                flaws.push(Flaw { line: number, kind });
            }
        }
        if !ended {
            return Ok((history, flaws, true));
        }
    }
    Ok((history, flaws, false))
}

/// Reads past the end of a line that is too long; says whether it has one.
fn pass_over(reader: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let held = reader.fill_buf()?;
        let (end, all) = (held.iter().position(|byte| *byte == b'\n'), held.len());
        reader.consume(end.map_or(all, |at| at + 1));
        if end.is_some() || all == 0 {
            return Ok(end.is_some());
        }
    }
}

/// Makes names in a folder survive a power cut, where the system can.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
