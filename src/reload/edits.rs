//! Notices that one file was edited.
//!
//! Editors write in place, or write another file and rename it; some take the file away for a
//! moment. So its folder is watched and not the file, what kind of change is reported is not
//! trusted, and nothing is read before it has been quiet for a while. Network folders report
//! nothing at all and a folder can be replaced as a whole, so the file's date and size are also
//! looked at now and then.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError};
use std::time::{Duration, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// It is read when nothing has happened for this long.
pub const QUIET: Duration = Duration::from_millis(300);
/// Where nothing is reported, its date and size are looked at this often.
const LOOK: Duration = Duration::from_secs(2);
/// A file that is away for no longer than so many quiet spells is being replaced.
const AWAY: u32 = 5;

/// A file that is looked at.
pub struct Watched {
    /// The file.
    pub file: PathBuf,
    /// Its date and size when it was last read; none while there is none, and before.
    seen: Option<(SystemTime, u64)>,
    away: u32,
}

impl Watched {
    /// Not looked at yet: it may have been edited since it was loaded.
    pub fn new(file: PathBuf) -> Self {
        Self { file, seen: None, away: 0 }
    }

    /// Waits until the file may have changed, for at most a few seconds. Whether it may; none
    /// where nobody waits any more.
    pub fn wait(&self, woken: &Receiver<()>) -> Option<bool> {
        wait_for_any(std::slice::from_ref(self), woken)
    }

    /// It is being replaced, or has another date or size than when it was read.
    fn may_differ(&self) -> bool {
        self.away > 0 || stamp(&self.file) != self.seen
    }

    /// Whether it is there to be read, or has been away for so long that this is to be said.
    pub fn is_due(&mut self) -> bool {
        self.seen = stamp(&self.file);
        if self.seen.is_none() && self.away < AWAY {
            self.away += 1;
            return false;
        }
        self.away = 0;
        true
    }
}

/// Waits until any of these files may have changed, as [`Watched::wait`] does for one.
pub fn wait_for_any(files: &[Watched], woken: &Receiver<()>) -> Option<bool> {
    let patience = if files.iter().any(|file| file.away > 0) { QUIET } else { LOOK };
    match woken.recv_timeout(patience) {
        Ok(()) => Some(quiet(woken)),
        Err(RecvTimeoutError::Timeout) => Some(files.iter().any(Watched::may_differ)),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

/// Reports every change of a file by its name in its folder, as long as the result lives. None
/// where this system watches no folder: then it is only looked at.
pub fn watch(file: &Path, wake: SyncSender<()>) -> Option<impl Sized + use<>> {
    let name: OsString = file.file_name()?.to_owned();
    let heard = move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| concerns(&event, &name)) {
            wake.try_send(()).ok();
        }
    };
    let beside = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = beside.unwrap_or(Path::new("."));
    let started = notify::recommended_watcher(heard).and_then(|mut watcher| {
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
        Ok::<RecommendedWatcher, notify::Error>(watcher)
    });
    match started {
        Ok(watcher) => Some(watcher),
        Err(why) => {
            tracing::info!("{} is not watched, only looked at: {why}", folder.display());
            None
        }
    }
}

/// Whether an event may be a change of the file of this name. That it was opened and read is
/// none: we do that ourselves.
fn concerns(event: &Event, name: &OsString) -> bool {
    let written = AccessKind::Close(AccessMode::Write);
    let change = match event.kind {
        EventKind::Access(access) => access == written,
        _ => true,
    };
    let named = |path: &PathBuf| path.file_name() == Some(name.as_os_str());
    change && (event.need_rescan() || event.paths.iter().any(named))
}

/// The date and size of a file; none while there is none.
fn stamp(file: &Path) -> Option<(SystemTime, u64)> {
    let found = file.metadata().ok()?;
    Some((found.modified().unwrap_or(SystemTime::UNIX_EPOCH), found.len()))
}

/// Waits until it has been quiet for a while; false where nobody waits for more.
fn quiet(woken: &Receiver<()>) -> bool {
    // An editor that saves without end is read now and then all the same.
    for _ in 0..10 {
        match woken.recv_timeout(QUIET) {
            Ok(()) => std::thread::park_timeout(QUIET / 10),
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
    !matches!(woken.try_recv(), Err(TryRecvError::Disconnected))
}
