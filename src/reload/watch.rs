//! Notices that an exhibit file was edited, reads it and has what is missing prepared.
//!
//! Editors write in place, or write another file and rename it; some take the file away for a
//! moment. So its folder is watched and not the file, what kind of change is reported is not
//! trusted, and nothing is read before it has been quiet for a while. Network folders report
//! nothing at all and a folder can be replaced as a whole, so the file's date and size are also
//! looked at now and then.
//!
//! Preparing takes minutes, so it has another thread: words that are edited meanwhile are on the
//! wall at once.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Edition, Judge, Verdict};
use crate::diagnostic::Report;
use crate::exhibit::{self, Exhibit};
use crate::prepare::progress::Silent;
use crate::prepare::{self, Options};

/// It is read when nothing has happened for this long.
const QUIET: Duration = Duration::from_millis(300);
/// Where nothing is reported, its date and size are looked at this often.
const LOOK: Duration = Duration::from_secs(2);
/// A file that is away for no longer than so many quiet spells is being replaced.
const AWAY: u32 = 5;

/// Hears of reports, each once.
pub type Tell = Box<dyn FnMut(&Report) + Send>;

/// An exhibit file that is watched. Dropped, its threads end by themselves.
pub struct Watch {
    editions: Receiver<Edition>,
    wake: SyncSender<()>,
    over: Arc<AtomicBool>,
}

impl Watch {
    /// Watches the file of the edition that hangs. `tell` hears of every report on it.
    ///
    /// # Errors
    /// The system gives no more threads. Where it watches no folder, this is no error: then the
    /// file is only looked at every two seconds.
    pub fn start(hangs: Edition, options: Options, tell: Tell) -> io::Result<Self> {
        let (wake, woken) = sync_channel(1);
        let (hand_over, editions) = sync_channel(1);
        let over = Arc::new(AtomicBool::new(false));
        let file = hangs.exhibit.file.clone();
        let reader = Reader {
            // Not looked at yet: it may have been edited since it was loaded.
            seen: None,
            judge: Judge::new(Arc::clone(&hangs.exhibit)),
            hangs,
            options,
            tell,
            wake: wake.clone(),
            preparing: None,
            wanting: false,
            away: 0,
            file,
        };
        let (stop, wake_by_event) = (Arc::clone(&over), wake.clone());
        Builder::new().name("reload".to_owned()).spawn(move || {
            // Held as long as the thread lives: dropped, it reports nothing more.
            let _watcher = watch(&reader.file, wake_by_event);
            reader.run(&woken, &hand_over, &stop);
        })?;
        Ok(Self { editions, wake, over })
    }

    /// The newest edition that was not taken yet.
    pub fn newest(&self) -> Option<Edition> {
        self.editions.try_iter().last()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Full, it is awake already.
        self.wake.try_send(()).ok();
    }
}

/// Reports every change of a file by its name in its folder.
fn watch(file: &Path, wake: SyncSender<()>) -> Option<RecommendedWatcher> {
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
        Ok(watcher)
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

/// What the thread that reads knows.
struct Reader {
    file: PathBuf,
    seen: Option<(SystemTime, u64)>,
    judge: Judge,
    hangs: Edition,
    options: Options,
    tell: Tell,
    wake: SyncSender<()>,
    preparing: Option<JoinHandle<()>>,
    /// The accepted exhibit has versions that nobody prepares yet.
    wanting: bool,
    away: u32,
}

impl Reader {
    fn run(mut self, woken: &Receiver<()>, hand_over: &SyncSender<Edition>, over: &AtomicBool) {
        loop {
            let patience = if self.away > 0 { QUIET } else { LOOK };
            let changed = match woken.recv_timeout(patience) {
                Ok(()) => quiet(woken),
                Err(RecvTimeoutError::Timeout) => self.away > 0 || stamp(&self.file) != self.seen,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if over.load(Ordering::SeqCst) {
                return;
            }
            let mut edition = None;
            if self.preparing.as_ref().is_some_and(JoinHandle::is_finished) {
                self.preparing = None;
                edition = self.edition();
            }
            if changed && self.read() {
                self.wanting = true;
                edition = self.edition();
            }
            if let Some(edition) = edition {
                self.hangs = edition.clone();
                if hand_over.send(edition).is_err() {
                    return;
                }
            }
            if self.wanting && self.preparing.is_none() {
                self.wanting = false;
                self.prepare();
            }
        }
    }

    /// Reads the file; true where it says something new that can be hung.
    fn read(&mut self) -> bool {
        self.seen = stamp(&self.file);
        if self.seen.is_none() && self.away < AWAY {
            self.away += 1;
            return false;
        }
        self.away = 0;
        let media = self.judge.accepted().media.clone();
        let shown = self.file.display().to_string();
        match self.judge.judge(exhibit::load(&self.file, Some(&media))) {
            Verdict::Unchanged => false,
            Verdict::Mended => {
                tracing::info!("{shown} is again as it hangs");
                false
            }
            Verdict::Refuse(report) => {
                (self.tell)(&report);
                tracing::warn!("{shown} has {}; what hangs goes on", report.summary());
                false
            }
            Verdict::Hang(_, warnings) => {
                if !warnings.is_empty() {
                    (self.tell)(&warnings);
                }
                true
            }
        }
    }

    /// The accepted exhibit with all that can be played of it, unless that is what hangs, or
    /// nothing can be played.
    fn edition(&self) -> Option<Edition> {
        let exhibit = Arc::clone(self.judge.accepted());
        let found = prepare::load_prepared(&exhibit, &self.options);
        let found = found.into_iter().map(|outcome| outcome.prepared).collect();
        let edition = self.hangs.followed_by(exhibit, found);
        if edition.is_dark() {
            tracing::warn!("nothing of the new exhibit can be played yet; what hangs goes on");
            return None;
        }
        (edition != self.hangs).then_some(edition)
    }

    /// Has another thread prepare what is missing of the accepted exhibit, if anything is.
    fn prepare(&mut self) {
        let exhibit = Arc::clone(self.judge.accepted());
        let found = prepare::load_prepared(&exhibit, &self.options);
        let missing: Vec<usize> = found
            .iter()
            .filter(|outcome| outcome.prepared.is_none())
            .map(|outcome| outcome.version)
            .collect();
        if missing.is_empty() {
            return;
        }
        let (options, wake) = (self.options.clone(), self.wake.clone());
        let work = move || {
            prepare_missing(&exhibit, &missing, &options);
            wake.try_send(()).ok();
        };
        match Builder::new().name("reload-prepare".to_owned()).spawn(work) {
            Ok(thread) => self.preparing = Some(thread),
            Err(why) => tracing::warn!("no thread to prepare with: {why}"),
        }
    }
}

/// Prepares an exhibit, and says what became of the versions that were missing.
fn prepare_missing(exhibit: &Exhibit, missing: &[usize], options: &Options) {
    let ids: Vec<&str> = missing.iter().map(|at| exhibit.versions[*at].id.as_str()).collect();
    tracing::info!("preparing {}; what was there stays until then", ids.join(", "));
    for outcome in prepare::prepare(exhibit, options, &mut Silent) {
        if !missing.contains(&outcome.version) {
            continue;
        }
        let id = &exhibit.versions[outcome.version].id;
        for problem in &outcome.problems {
            tracing::warn!("{id}: {problem}");
        }
        match outcome.prepared {
            Some(_) => tracing::info!("{id} is prepared"),
            None => tracing::warn!("{id} cannot be prepared"),
        }
    }
}
