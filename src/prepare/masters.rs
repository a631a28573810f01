//! The content hashes of masters, so that each is read once and not at every start.
//!
//! Size and time vouch for a file that nothing is known against. Where the journal of fixity found
//! it wrong, or holds another digest of it than is remembered here, they vouch for nothing: it is
//! read again, and what was found out about the old content is not said of the new.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::problem::MediaProblem;
use crate::fixity::{History, Known, Stamp};

/// The file that they are kept in.
const MASTERS: &str = "masters.json";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Master {
    size: u64,
    modified_ns: i64,
    hash: String,
}

/// What is remembered of masters.
#[derive(Default)]
pub(super) struct Masters {
    /// By path without links.
    known: Mutex<BTreeMap<String, Master>>,
    /// Those that the journal doubts and that this process has read; never kept.
    read: Mutex<BTreeMap<String, Master>>,
    history: Option<Arc<History>>,
}

/// What speaks against a master.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    /// What it should hold.
    pub expected: String,
    /// When that was first recorded.
    pub recorded: String,
}

impl Doubt {
    fn of(known: &Known) -> Self {
        let recorded = known.first_seen.strftime("%-d %B %Y, %H:%M UTC").to_string();
        Self { expected: known.digests.blake3.clone(), recorded }
    }
}

impl From<Doubt> for MediaProblem {
    fn from(doubt: Doubt) -> Self {
        Self::Doubted { recorded: doubt.recorded }
    }
}

/// What the journal says of a file as it looks now.
enum Word {
    /// Nothing for or against it.
    None,
    /// It holds this.
    Holds(String),
    /// It was found wrong, and not put right since.
    Doubts,
}

impl Masters {
    /// Those kept in this folder, where the journal amounts to this.
    pub(super) fn open(root: &Path, history: Option<Arc<History>>) -> Self {
        let known = fs::read(root.join(MASTERS)).unwrap_or_default();
        let known = serde_json::from_slice(&known).unwrap_or_default();
        Self { known: Mutex::new(known), read: Mutex::default(), history }
    }

    /// The content hash of a master.
    ///
    /// # Errors
    /// It cannot be read, is written to meanwhile, or is not an ordinary file: reading a device or a
    /// pipe might never end.
    pub(super) fn hash(&self, path: &Path) -> io::Result<String> {
        let meta = fs::metadata(path)?;
        if !meta.is_file() {
            return Err(io::Error::other("it is not an ordinary file"));
        }
        let name = fs::canonicalize(path)?.to_string_lossy().into_owned();
        let word = self.word(path, &Stamp::of(&meta));
        let remembered = locked(&self.known).get(&name).filter(|one| one.is_of(&meta)).cloned();
        match (word, remembered) {
            (Word::None, Some(one)) => return Ok(one.hash),
            (Word::Holds(hash), Some(one)) if one.hash == hash => return Ok(hash),
            (Word::Holds(hash), None) => return Ok(hash),
            (Word::None, None) => {
                let read = Master::read(path)?;
                let hash = read.hash.clone();
                locked(&self.known).insert(name, read);
                return Ok(hash);
            }
            (Word::Doubts, _) | (Word::Holds(_), Some(_)) => {
                locked(&self.known).remove(&name);
            }
        }
        if let Some(one) = locked(&self.read).get(&name).filter(|one| one.is_of(&meta)) {
            return Ok(one.hash.clone());
        }
        let read = Master::read(path)?;
        let hash = read.hash.clone();
        locked(&self.read).insert(name, read);
        Ok(hash)
    }

    /// What the journal says of a file.
    fn word(&self, path: &Path, stamp: &Stamp) -> Word {
        let Some(history) = &self.history else { return Word::None };
        match (history.known(path), history.hash_of(path, stamp)) {
            (Some(known), _) if known.is_troubled() => Word::Doubts,
            (_, Some(hash)) => Word::Holds(hash.to_owned()),
            _ => Word::None,
        }
    }

    /// The hash that what is made from a master is named by: what it holds; what it should hold where
    /// that is wrong, or where it is not there at all. So a wall plays on what was made while the file
    /// was good, and nothing that was made otherwise.
    ///
    /// # Errors
    /// It cannot be read, and the journal does not know it.
    pub(super) fn played(&self, path: &Path) -> io::Result<String> {
        match self.doubt(path) {
            Some(Doubt { expected, .. }) => Ok(expected),
            None => self.hash(path).or_else(|why| self.expected(path).ok_or(why)),
        }
    }

    /// What there is against a master: the journal found it wrong, and it holds what is wrong still.
    pub(super) fn doubt(&self, path: &Path) -> Option<Doubt> {
        let known = self.history.as_ref()?.known(path).filter(|known| known.is_troubled())?;
        let holds = self.hash(path).ok()?;
        (holds != known.digests.blake3).then(|| Doubt::of(known))
    }

    /// Reads a master, whatever is remembered of it: before something is made from it. An error of
    /// the disk is for whoever decodes it.
    ///
    /// # Errors
    /// It is not what the journal says: nobody wrote to it, or that it was rewritten was found and
    /// not accepted.
    pub(super) fn prove(&self, path: &Path) -> Result<(), Doubt> {
        let Ok(meta) = fs::metadata(path) else { return Ok(()) };
        let (true, Ok(name)) = (meta.is_file(), fs::canonicalize(path)) else { return Ok(()) };
        let Ok(read) = Master::read(path) else { return Ok(()) };
        let name = name.to_string_lossy().into_owned();
        let known = self.history.as_ref().and_then(|history| history.known(path));
        let Some(known) = known.filter(|known| known.digests.blake3 != read.hash) else {
            locked(&self.known).insert(name, read);
            return Ok(());
        };
        if known.is_troubled() || known.stamp == Stamp::of(&meta) {
            locked(&self.known).remove(&name);
            return Err(Doubt::of(known));
        }
        // Somebody wrote it, and nobody has verified it since: it is told, and it is taken.
        locked(&self.known).insert(name, read);
        Ok(())
    }

    /// What a master should hold, by the journal; none where it does not know it.
    pub(super) fn expected(&self, path: &Path) -> Option<String> {
        Some(self.history.as_ref()?.known(path)?.digests.blake3.clone())
    }

    /// Keeps them for the next process. Losing them costs time only. `aside` is what the name of a
    /// file that is being written ends with.
    pub(super) fn keep(&self, root: &Path, aside: &str) {
        let masters = locked(&self.known);
        let aside: PathBuf = root.join(format!("{MASTERS}{aside}"));
        let written = serde_json::to_vec(&*masters)
            .map_err(io::Error::other)
            .and_then(|json| fs::write(&aside, json))
            .and_then(|()| fs::rename(&aside, root.join(MASTERS)));
        if let Err(error) = written {
            fs::remove_file(&aside).ok();
            tracing::debug!("the hashes of masters were not kept: {error}");
        }
    }
}

impl Master {
    fn is_of(&self, meta: &fs::Metadata) -> bool {
        (self.size, self.modified_ns) == (meta.len(), modified_ns(meta))
    }

    fn read(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let before = file.metadata()?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(&file)?;
        let (size, modified_ns) = (before.len(), modified_ns(&before));
        let read = Self { size, modified_ns, hash: hasher.finalize().to_hex().to_string() };
        match read.is_of(&file.metadata()?) && hasher.count() == size {
            true => Ok(read),
            false => Err(io::Error::other("it was written to while it was read")),
        }
    }
}

fn modified_ns(meta: &fs::Metadata) -> i64 {
    let modified = meta.modified().unwrap_or(UNIX_EPOCH);
    let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or_default()
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::fs::FileTimes;
    use std::sync::atomic::AtomicBool;

    use jiff::Timestamp;

    use super::*;
    use crate::fixity::journal::{self, Journal};
    use crate::fixity::progress::Silent;
    use crate::fixity::{Options, Subject, verify};

    struct Place(tempfile::TempDir);

    impl Place {
        fn master(&self) -> PathBuf {
            self.0.path().join("m")
        }

        /// Writes other content of one size and time, as a disk that goes wrong does.
        fn rot(&self, content: &str) {
            let modified = fs::metadata(self.master()).unwrap().modified().unwrap();
            fs::write(self.master(), content).unwrap();
            let file = File::options().write(true).open(self.master()).unwrap();
            file.set_times(FileTimes::new().set_modified(modified)).unwrap();
        }

        fn verify(&self) {
            let mut journal = Journal::open(&self.0.path().join("records")).unwrap();
            let stop = AtomicBool::new(false);
            let options = Options { scope: "x", again: true, now: &Timestamp::now, stop: &stop };
            let subjects = [Subject::master(self.master())];
            verify(&mut journal, &subjects, &options, &mut Silent).unwrap();
        }

        fn masters(&self) -> Masters {
            let history = journal::known(&self.0.path().join("records")).unwrap();
            Masters::open(self.0.path(), Some(history))
        }

        fn hash(&self) -> String {
            let masters = self.masters();
            let hash = masters.hash(&self.master()).unwrap();
            masters.keep(self.0.path(), ".aside");
            hash
        }
    }

    fn hash(text: &str) -> String {
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }

    #[test]
    fn size_and_time_do_not_vouch_for_a_file_that_the_journal_found_wrong() {
        let place = Place(tempfile::tempdir().unwrap());
        fs::write(place.master(), "one").unwrap();
        assert_eq!(place.hash(), hash("one"));
        place.verify();
        place.rot("onf");
        // Nobody has looked yet.
        assert_eq!(place.hash(), hash("one"));
        place.verify();
        assert_eq!(place.hash(), hash("onf"));
        // A good copy of the same size and time: the wrong content is not remembered either.
        place.rot("one");
        assert_eq!(place.hash(), hash("one"));
        place.verify();
        assert_eq!(place.hash(), hash("one"));
    }

    #[test]
    fn what_is_made_from_a_master_that_went_bad_is_named_by_what_it_should_hold() {
        let place = Place(tempfile::tempdir().unwrap());
        fs::write(place.master(), "one").unwrap();
        place.verify();
        place.rot("onf");
        let masters = place.masters();
        // Nobody has looked yet, but whoever makes something from it does.
        assert_eq!(masters.prove(&place.master()).unwrap_err().expected, hash("one"));
        place.verify();
        let masters = place.masters();
        assert_eq!(masters.played(&place.master()).unwrap(), hash("one"));
        assert!(masters.doubt(&place.master()).is_some());
        assert!(masters.prove(&place.master()).is_err());
        masters.keep(place.0.path(), ".aside");
        let kept = fs::read_to_string(place.0.path().join(MASTERS)).unwrap();
        assert!(!kept.contains(&hash("onf")), "{kept}");
        // A good copy ends it, also before it is verified.
        place.rot("one");
        let masters = place.masters();
        assert_eq!(masters.doubt(&place.master()), None);
        assert_eq!(masters.prove(&place.master()), Ok(()));
        // One that is away is played from what was made of it.
        fs::remove_file(place.master()).unwrap();
        assert_eq!(place.masters().played(&place.master()).unwrap(), hash("one"));
        assert!(place.masters().played(&place.0.path().join("unknown")).is_err());
    }

    #[test]
    fn what_somebody_rewrote_is_taken_until_it_was_found_and_then_until_it_is_accepted() {
        let place = Place(tempfile::tempdir().unwrap());
        fs::write(place.master(), "one").unwrap();
        place.verify();
        fs::write(place.master(), "three").unwrap();
        assert_eq!(place.masters().prove(&place.master()), Ok(()));
        assert_eq!(place.masters().played(&place.master()).unwrap(), hash("three"));
        place.verify();
        assert!(place.masters().prove(&place.master()).is_err());
        assert_eq!(place.masters().played(&place.master()).unwrap(), hash("one"));
    }

    #[test]
    fn a_digest_that_is_not_the_journals_is_not_believed() {
        let place = Place(tempfile::tempdir().unwrap());
        fs::write(place.master(), "one").unwrap();
        assert_eq!(place.hash(), hash("one"));
        place.rot("two");
        // Seen for the first time as it is now.
        place.verify();
        assert_eq!(place.hash(), hash("two"));
    }

    #[test]
    fn what_the_journal_knows_need_not_be_read_again() {
        let place = Place(tempfile::tempdir().unwrap());
        fs::write(place.master(), "one").unwrap();
        place.verify();
        place.rot("two");
        assert_eq!(place.hash(), hash("one"));
        assert_eq!(place.masters().expected(&place.master()), Some(hash("one")));
        fs::write(place.master(), "three").unwrap();
        assert_eq!(place.hash(), hash("three"));
    }
}
