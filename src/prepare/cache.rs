//! Where renditions lie: folders named by what they were made from. Deleting them loses nothing but
//! time.
//!
//! A rendition is written aside and renamed when it is whole and verified, so a folder with a
//! proper name is always complete. What a killed process left aside is swept away by the next.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::Options;
use super::analysis::LIGHT;
use super::findings::FINDINGS;
use super::masters::Masters;
use super::problem::MediaProblem;
use super::takes;
use crate::fixity::History;
use crate::fixity::journal;
use crate::rendition::{FORMAT, Prepared, Rendition};

/// The file that says what is in a folder.
const RENDITION: &str = "rendition.json";
/// The file that says which clips it was made from and what was wrong with them.
const NOTES: &str = "notes.json";
/// Between the key and the process in the name of a folder that is being written.
const ASIDE: &str = ".partial-";

/// What is worth knowing of how a rendition came about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Notes {
    /// For each clip of the rendition, its place in the version.
    pub clips: Vec<usize>,
    /// What was wrong, by the clip's place in the version.
    pub problems: Vec<(usize, MediaProblem)>,
    /// The exhibit files that it is played for, as absolute paths.
    #[serde(default)]
    pub users: BTreeSet<PathBuf>,
}

/// The cache of renditions.
pub struct Cache {
    root: PathBuf,
    records: Option<PathBuf>,
    masters: Masters,
}

/// The files of a rendition that never change once it is kept: those that a journal of fixity looks
/// after.
pub fn files_of(prepared: &Prepared) -> Vec<PathBuf> {
    let Prepared { folder, rendition } = prepared;
    let made = rendition.rungs.iter().map(|rung| rung.file.as_str());
    let sound = rendition.sound.iter().map(|sound| sound.file.as_str());
    // In a take nothing is looked for.
    let is_take = folder.parent().is_some_and(|above| above.ends_with(takes::FOLDER));
    let beside = if is_take { &[RENDITION][..] } else { &[RENDITION, FINDINGS, LIGHT] };
    made.chain(sound).chain(beside.iter().copied()).map(|name| folder.join(name)).collect()
}

/// The folder used where none is named: `palimpsest/renditions` in the user's cache.
pub fn default_folder() -> PathBuf {
    dirs::cache_dir().unwrap_or_else(std::env::temp_dir).join("palimpsest").join("renditions")
}

impl Cache {
    /// Opens the cache in this folder, makes it where it does not exist, and sweeps away what
    /// processes that no longer run have left.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(root: &Path) -> io::Result<Self> {
        Self::opened(root, None, None)
    }

    /// Opens the cache that these options name. Where they name a journal of fixity, the size and
    /// the time of a file that it found wrong vouch for nothing. A journal that cannot be read is no
    /// reason to play nothing: whoever reports on files says that it cannot.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn of(options: &Options) -> io::Result<Self> {
        let known = options.records.as_deref().map(journal::known).transpose();
        let known = known.inspect_err(|why| tracing::warn!("{why}")).ok().flatten();
        Self::opened(&options.cache, options.records.clone(), known)
    }

    fn opened(
        root: &Path,
        records: Option<PathBuf>,
        history: Option<Arc<History>>,
    ) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        let masters = Masters::open(root, history);
        let cache = Self { root: root.to_owned(), records, masters };
        for name in cache.names()? {
            if name.split_once(ASIDE).is_some_and(|(_, process)| !runs(process)) {
                fs::remove_dir_all(root.join(&name)).ok();
            }
        }
        Ok(cache)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of what must outlast the cache: that of the journal of fixity, where there is one.
    pub fn records(&self) -> &Path {
        self.records.as_deref().unwrap_or(&self.root)
    }

    /// The content hash of a master: read once, then known until its size or time changes or the
    /// journal finds it wrong.
    ///
    /// # Errors
    /// When it cannot be read, or is not an ordinary file: reading a device or a pipe might never
    /// end.
    pub fn master_hash(&self, path: &Path) -> io::Result<String> {
        self.masters.hash(path)
    }

    /// What a master should hold: what the journal says, where it knows the file, or else what it
    /// holds now.
    ///
    /// # Errors
    /// The journal does not know it, and it cannot be read.
    pub fn expected_hash(&self, path: &Path) -> io::Result<String> {
        self.masters.expected(path).map_or_else(|| self.master_hash(path), Ok)
    }

    /// The hash that what is made from a master is named by: what it holds, or what it should hold
    /// where that is known to be wrong or it is away.
    ///
    /// # Errors
    /// It cannot be read, and the journal does not know it.
    pub fn played_hash(&self, path: &Path) -> io::Result<String> {
        self.masters.played(path)
    }

    /// Why a master is not to be trusted, where it holds something that the journal found wrong.
    pub fn doubt(&self, path: &Path) -> Option<MediaProblem> {
        self.masters.doubt(path).map(MediaProblem::from)
    }

    /// Reads a master before something is made from it.
    ///
    /// # Errors
    /// It is not what the journal says that it should be. What else is wrong with it is for whoever
    /// decodes it.
    pub fn prove(&self, path: &Path) -> Result<(), MediaProblem> {
        self.masters.prove(path).map_err(MediaProblem::from)
    }

    /// Remembers the hashes for the next process. Losing them costs time only.
    pub fn remember_masters(&self) {
        self.masters.keep(&self.root, &format!("{ASIDE}{}", std::process::id()));
    }

    /// The finished rendition of this key; none where there is none that can be used.
    pub fn load(&self, key: &str) -> Option<(Prepared, Notes)> {
        let folder = self.root.join(key);
        let read = |name: &str| fs::read(folder.join(name)).ok();
        let rendition: Rendition = serde_json::from_slice(&read(RENDITION)?).ok()?;
        let notes: Notes = serde_json::from_slice(&read(NOTES)?).ok()?;
        let there = |file: &str, bytes: u64| {
            fs::metadata(folder.join(file)).is_ok_and(|meta| meta.len() == bytes)
        };
        let rungs = rendition.rungs.iter().all(|rung| {
            let last = rung.table.frames().iter().map(|f| f.offset + u64::from(f.bytes)).max();
            last.is_some_and(|bytes| there(&rung.file, bytes))
        });
        let sound = rendition.sound.as_ref().is_none_or(|s| there(&s.file, s.samples * 4));
        let whole = rendition.format == FORMAT
            && !rendition.rungs.is_empty()
            && notes.clips.len() == rendition.clips.len()
            && rungs
            && sound;
        whole.then_some((Prepared { folder, rendition }, notes))
    }

    /// Makes a folder to write a rendition into.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn aside(&self, key: &str) -> io::Result<Aside> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{key}{ASIDE}{}-{count}", std::process::id());
        let folder = self.root.join(name);
        fs::create_dir(&folder)?;
        Ok(Aside { folder, target: self.root.join(key) })
    }

    /// Remembers that an exhibit file is played from a rendition, so that pruning for another
    /// exhibit leaves it. At worst it is made again.
    pub fn remember_user(&self, key: &str, user: &Path) {
        if let Some(mut notes) = self.notes(key)
            && notes.users.insert(user.to_owned())
        {
            self.write_notes(key, &notes);
        }
    }

    fn notes(&self, key: &str) -> Option<Notes> {
        let json = fs::read(self.root.join(key).join(NOTES)).ok()?;
        serde_json::from_slice(&json).ok()
    }

    fn write_notes(&self, key: &str, notes: &Notes) {
        let folder = self.root.join(key);
        let aside = folder.join(format!("{NOTES}{ASIDE}{}", std::process::id()));
        let written = serde_json::to_vec(notes)
            .map_err(io::Error::other)
            .and_then(|json| fs::write(&aside, json))
            .and_then(|()| fs::rename(&aside, folder.join(NOTES)));
        if let Err(error) = written {
            fs::remove_file(&aside).ok();
            tracing::debug!("which exhibits use a rendition was not kept: {error}");
        }
    }

    /// Removes the renditions that these exhibit files no longer use: all whose key is not among
    /// `keep` and that no other exhibit file that still exists uses. Says how many, and their
    /// bytes.
    ///
    /// # Errors
    /// When the folder cannot be read or something in it cannot be removed.
    pub fn prune(
        &self,
        keep: &BTreeSet<String>,
        exhibits: &BTreeSet<PathBuf>,
    ) -> io::Result<(usize, u64)> {
        let (mut count, mut bytes) = (0, 0);
        for name in self.names()? {
            // Only what this module has named; the folder may hold other things.
            let ours = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            if ours && !keep.contains(&name) {
                let mut notes = self.notes(&name).unwrap_or_default();
                let before = notes.users.len();
                notes.users.retain(|user| !exhibits.contains(user) && user.exists());
                if !notes.users.is_empty() {
                    // Pruning for the last of the others then removes it.
                    if notes.users.len() != before {
                        self.write_notes(&name, &notes);
                    }
                    continue;
                }
                let folder = self.root.join(&name);
                for entry in fs::read_dir(&folder)? {
                    bytes += entry?.metadata()?.len();
                }
                fs::remove_dir_all(&folder)?;
                count += 1;
            }
        }
        Ok((count, bytes))
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let names = fs::read_dir(&self.root)?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.collect())
    }
}

/// A rendition that is being written. Dropped before it is kept, it leaves nothing.
pub struct Aside {
    folder: PathBuf,
    target: PathBuf,
}

impl Aside {
    /// Where to write.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes what the folder holds into it, waits for the disk, and gives it its name.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn keep(self, rendition: &Rendition, notes: &Notes) -> io::Result<PathBuf> {
        let put = |name: &str, json: serde_json::Result<Vec<u8>>| {
            let mut file = File::create(self.folder.join(name))?;
            file.write_all(&json.map_err(io::Error::other)?)?;
            file.sync_all()
        };
        put(NOTES, serde_json::to_vec(notes))?;
        put(RENDITION, serde_json::to_vec(rendition))?;
        sync_folder(&self.folder)?;
        // Another process may have been faster, or left something unusable under this name.
        if self.target.exists() {
            fs::remove_dir_all(&self.target)?;
        }
        fs::rename(&self.folder, &self.target)?;
        sync_folder(self.target.parent().unwrap_or(&self.target))?;
        Ok(self.target.clone())
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // After `keep` it is no longer there.
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// Makes names in a folder survive a power cut, where the system can.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Whether the process that this name of a partial folder ends with (`PID` or `PID-COUNT`) runs.
#[cfg(unix)]
fn runs(process: &str) -> bool {
    let pid = process.split('-').next().and_then(|pid| pid.parse().ok());
    let Some(pid) = pid.and_then(rustix::process::Pid::from_raw) else { return false };
    // Not permitted to signal it means that it is somebody's.
    !matches!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn runs(_process: &str) -> bool {
    true
}

#[cfg(test)]
mod tests;
