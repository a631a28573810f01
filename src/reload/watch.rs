//! Notices that an exhibit file was edited, reads it and has what is missing prepared.
//!
//! Preparing takes minutes, so it has another thread: words that are edited meanwhile are on the
//! wall at once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

use jiff::Zoned;
use jiff::civil::Date;

use super::edits::{Watched, watch};
use super::incoming::Arrivals;
use super::{Edition, Judge, Verdict};
use crate::diagnostic::Report;
use crate::exhibit::rights::Standing;
use crate::exhibit::{self, Exhibit};
use crate::prepare::progress::Silent;
use crate::prepare::{self, Options, cleared};

fn today() -> Date {
    Zoned::now().date()
}

/// Hears of reports, each once; of an empty one when what was wrong is mended.
pub type Tell = Box<dyn FnMut(&Report) + Send>;

/// An exhibit file that is watched. Dropped, its threads end by themselves.
pub struct Watch {
    editions: Receiver<Edition>,
    wake: SyncSender<()>,
    over: Arc<AtomicBool>,
    _arrivals: Option<Arrivals>,
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
        let media = hangs.exhibit.media.clone();
        let arrivals = Arrivals::start(file.clone(), media, options.clone());
        let arrivals = arrivals
            .inspect_err(|why| tracing::warn!("the folder incoming is not watched: {why}"))
            .ok();
        let reader = Reader {
            judge: Judge::new(Arc::clone(&hangs.exhibit)),
            hangs,
            options,
            tell,
            wake: wake.clone(),
            preparing: None,
            wanting: false,
            day: today(),
            watched: Watched::new(file),
        };
        let (stop, wake_by_event) = (Arc::clone(&over), wake.clone());
        Builder::new().name("reload".to_owned()).spawn(move || {
            // Held as long as the thread lives: dropped, it reports nothing more.
            let _watcher = watch(&reader.watched.file, wake_by_event);
            reader.run(&woken, &hand_over, &stop);
        })?;
        Ok(Self { editions, wake, over, _arrivals: arrivals })
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

/// What the thread that reads knows.
struct Reader {
    watched: Watched,
    judge: Judge,
    hangs: Edition,
    options: Options,
    tell: Tell,
    wake: SyncSender<()>,
    preparing: Option<JoinHandle<()>>,
    /// The accepted exhibit has versions that nobody prepares yet.
    wanting: bool,
    /// The day that clearances were judged by.
    day: Date,
}

impl Reader {
    fn run(mut self, woken: &Receiver<()>, hand_over: &SyncSender<Edition>, over: &AtomicBool) {
        loop {
            let Some(changed) = self.watched.wait(woken) else { return };
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
            if self.day != today() {
                // A clearance may begin or end with the day.
                self.day = today();
                edition = self.edition().or(edition);
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
        if !self.watched.is_due() {
            return false;
        }
        let media = self.judge.accepted().media.clone();
        let shown = self.watched.file.display().to_string();
        match self.judge.judge(exhibit::load(&self.watched.file, Some(&media))) {
            Verdict::Unchanged => false,
            Verdict::Mended => {
                (self.tell)(&Report::default());
                tracing::info!("{shown} is again as it hangs");
                false
            }
            Verdict::Refuse(report) => {
                (self.tell)(&report);
                tracing::warn!(place = %shown, "{shown} has {}; what hangs goes on", report.summary());
                false
            }
            Verdict::Hang(_, warnings) => {
                (self.tell)(&warnings);
                true
            }
        }
    }

    /// The accepted exhibit with all that can be played of it, unless that is what hangs, or
    /// nothing can be played.
    fn edition(&self) -> Option<Edition> {
        let exhibit = Arc::clone(self.judge.accepted());
        let found = prepare::load_prepared(&exhibit, &self.options);
        // Here rather than between two ticks.
        if let Err(why) = prepare::voices::lay(&exhibit, &self.options) {
            tracing::warn!("the voices are left out: {why}");
        }
        let found = found.into_iter().map(|outcome| outcome.prepared).collect();
        let standings = cleared::standings(&exhibit, self.day, self.options.territory.as_deref());
        let mut edition = self.hangs.followed_by(exhibit, found);
        if edition.is_dark() && standings.iter().flatten().all(Standing::may_play) {
            tracing::warn!("nothing of the new exhibit can be played yet; what hangs goes on");
            return None;
        }
        edition.takes = prepare::load_takes(&edition.exhibit, &self.options).takes;
        // What is the same keeps its place in memory.
        for (path, found) in &mut edition.takes {
            if let Some(same) = self.hangs.takes.get(path).filter(|same| *same == found) {
                *found = Arc::clone(same);
            }
        }
        cleared::withhold(&mut edition.prepared, &standings);
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
        if missing.is_empty() && prepare::load_takes(&exhibit, &self.options).missing == 0 {
            return;
        }
        let (options, wake) = (self.options.clone(), self.wake.clone());
        let work = move || {
            prepare::step_back();
            if !missing.is_empty() {
                prepare_missing(&exhibit, &missing, &options);
            }
            for take in prepare::prepare_takes(&exhibit, &options, &mut Silent).problems {
                tracing::warn!("a take is not shown: {}", take.problem);
            }
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
            tracing::warn!(place = %id, "{id}: {problem}");
        }
        match outcome.prepared {
            Some(_) => tracing::info!("{id} is prepared"),
            None => tracing::warn!(place = %id, "{id} cannot be prepared"),
        }
    }
}
