//! All that `palimpsest check` says, once somebody looks and after each edit, on a thread of its own
//! that steps back before the wall that plays.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;
use std::time::Instant;

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;

use super::drafting::WallWritten;
use super::editor::{self, Editors};
use super::panels::checks::{Checking, ChecksView, ChecksWish};
use crate::check::{Asked, Checker};
use crate::diagnostic::Report;
use crate::exhibit::load::FILE_NAME;
use crate::prepare::{Options, step_back};
use crate::reload::edits::{Watched, wait_for_any, watch};
use crate::show::plugin::ShowSystems;

/// The panel: what it shows, filled while it is shown, and what was wished for since the last tick.
#[derive(Resource, Default)]
pub struct ChecksBoard {
    /// It is seen.
    pub shown: bool,
    /// What it shows.
    pub view: ChecksView,
    /// What was wished for.
    pub wishes: Vec<ChecksWish>,
}

/// What the thread has found, told to whoever looks.
#[derive(Default)]
struct Found {
    checking: Checking,
    done: Option<Instant>,
    report: Option<Arc<Report>>,
}

/// Checks again and again, on a thread of its own. Dropped, the thread ends by itself.
pub struct LiveChecks {
    found: Arc<Mutex<Found>>,
    again: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
    wake: SyncSender<()>,
    of: String,
}

impl LiveChecks {
    /// Checks at once, and again whenever the file of the exhibit or of the installation is edited.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn start(asked: Asked) -> io::Result<Self> {
        // One at a time: the wall needs the other cores.
        let asked = Asked { options: Options { at_once: 1, ..asked.options.clone() }, ..asked };
        let files = files(&asked);
        let named: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        let (wake, woken) = sync_channel(1);
        let found = Arc::new(Mutex::new(Found::default()));
        let (again, over) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
        let (theirs, by_event) = (Arc::clone(&found), wake.clone());
        let (anew, end) = (Arc::clone(&again), Arc::clone(&over));
        Builder::new().name("checks".to_owned()).spawn(move || {
            step_back();
            // Held as long as the thread lives: dropped, they report nothing more.
            let _watchers: Vec<_> =
                files.iter().filter_map(|file| watch(file, by_event.clone())).collect();
            drop(by_event);
            let mut watched: Vec<Watched> = files.into_iter().map(Watched::new).collect();
            let mut checker = Checker::new(asked.clone());
            // At the start they have not been looked at: that is the first edit.
            for file in &mut watched {
                file.is_due();
            }
            look(&mut checker, &theirs);
            while let Some(changed) = wait_for_any(&watched, &woken) {
                if end.load(Ordering::SeqCst) {
                    return;
                }
                let all_anew = anew.swap(false, Ordering::SeqCst);
                if !changed && !all_anew {
                    continue;
                }
                // One that is being replaced is looked at when it is there again.
                let due: Vec<bool> = watched.iter_mut().map(Watched::is_due).collect();
                if all_anew {
                    checker = Checker::new(asked.clone());
                } else if due.contains(&false) {
                    continue;
                }
                look(&mut checker, &theirs);
            }
        })?;
        Ok(Self { found, again, over, wake, of: named.join(", ") })
    }

    /// Checks everything again, also media that have not changed.
    pub fn again(&self) {
        self.again.store(true, Ordering::SeqCst);
        // Full, it is awake already.
        self.wake.try_send(()).ok();
    }

    /// How far it has come and what was found last.
    pub fn tell(&self, view: &mut ChecksView) {
        let found = lock(&self.found);
        let ago_s = found.done.map_or(0, |done| done.elapsed().as_secs());
        view.checking = match found.checking {
            Checking::Done { .. } => Checking::Done { ago_s },
            other => other,
        };
        view.report.clone_from(&found.report);
        if view.of != self.of {
            view.of.clone_from(&self.of);
        }
    }
}

impl Drop for LiveChecks {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Full, it is awake already.
        self.wake.try_send(()).ok();
    }
}

fn lock(found: &Mutex<Found>) -> MutexGuard<'_, Found> {
    found.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The files that people edit.
fn files(asked: &Asked) -> Vec<PathBuf> {
    let exhibit = match asked.exhibit.is_dir() {
        true => asked.exhibit.join(FILE_NAME),
        false => asked.exhibit.clone(),
    };
    std::iter::once(exhibit).chain(asked.installation.clone()).collect()
}

fn look(checker: &mut Checker, found: &Mutex<Found>) {
    lock(found).checking = Checking::Opening(0, 0);
    let report = checker.check(&|done, of| lock(found).checking = Checking::Opening(done, of));
    let mut found = lock(found);
    found.checking = Checking::Done { ago_s: 0 };
    found.done = Some(Instant::now());
    found.report = Some(report.into());
}

/// The checks, and the editors that a person uses.
#[derive(Resource)]
struct Live {
    asked: Asked,
    /// None before somebody looks: it opens all media.
    checks: Option<LiveChecks>,
    editors: Editors,
}

/// Says live what is wrong with what hangs.
pub fn plugin(app: &mut App, asked: Asked) {
    app.init_resource::<ChecksBoard>()
        .add_message::<WallWritten>()
        .insert_resource(Live { asked, checks: None, editors: Editors::from_environment() })
        .add_systems(Update, obey.in_set(ShowSystems::Input));
}

/// Does what was wished for, and fills the panel while it is shown.
fn obey(
    mut board: ResMut<ChecksBoard>,
    mut live: ResMut<Live>,
    mut written: MessageReader<WallWritten>,
) {
    let board = board.bypass_change_detection();
    let live = live.bypass_change_detection();
    // A wall that is written for the first time is checked from then on.
    if let Some(WallWritten(file)) = written.read().last() {
        live.asked.installation = Some(file.clone());
        live.checks = None;
    }
    if !board.shown && live.checks.is_none() {
        return;
    }
    if live.checks.is_none() {
        match LiveChecks::start(live.asked.clone()) {
            Ok(checks) => live.checks = Some(checks),
            Err(why) => {
                board.view.refused =
                    Some(format!("the system gives no thread to check with: {why}"));
                return;
            }
        }
    }
    let Some(checks) = &live.checks else { return };
    for wish in std::mem::take(&mut board.wishes) {
        match wish {
            ChecksWish::Again => checks.again(),
            ChecksWish::Open(place) => {
                let call =
                    editor::call(&live.editors, place.file.as_ref(), place.line, place.column);
                board.view.refused = editor::start(&call).err();
            }
        }
    }
    if board.shown {
        checks.tell(&mut board.view);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const GOOD: &str = "title = \"F\"\nlength = 9\n[[generation]]\nid = \"g\"\nname = \"G\"\n\
                        [[version]]\nid = \"a\"\ngeneration = \"g\"\ncard = 24\n";

    /// Waits until something is so. A minute is for ever.
    fn until(checks: &LiveChecks, is: impl Fn(&ChecksView) -> bool) -> ChecksView {
        let began = Instant::now();
        let mut view = ChecksView::default();
        while began.elapsed() < Duration::from_secs(60) {
            checks.tell(&mut view);
            if is(&view) {
                return view;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it never came to be: {view:?}");
    }

    fn says(view: &ChecksView, words: &str) -> bool {
        let done = matches!(view.checking, Checking::Done { .. });
        let report = view.report.as_ref().filter(|_| done);
        report.is_some_and(|all| all.problems().iter().any(|one| one.message.contains(words)))
    }

    #[test]
    fn an_edit_of_the_exhibit_is_checked_by_itself_and_said_at_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        std::fs::write(&file, GOOD).unwrap();
        let options = Options { cache: folder.path().join("cache"), ..Options::new() };
        let checks = LiveChecks::start(Asked {
            exhibit: folder.path().to_owned(),
            media: None,
            installation: None,
            options,
        })
        .unwrap();
        let view = until(&checks, |view| matches!(view.checking, Checking::Done { .. }));
        assert!(view.report.is_some_and(|report| report.errors() == 0));
        assert_eq!(view.of, file.display().to_string());
        std::fs::write(&file, GOOD.replace("length = 9", "length = \"long\"")).unwrap();
        let view = until(&checks, |view| says(view, "length"));
        let report = view.report.unwrap();
        let place = report.problems().iter().find_map(|one| one.place.clone()).unwrap();
        assert_eq!((place.line, place.source_line.as_str()), (2, "length = \"long\""));
        std::fs::write(&file, GOOD).unwrap();
        until(&checks, |view| view.report.as_ref().is_some_and(|report| report.errors() == 0));
    }
}
