//! What takes time, on threads of its own, so that the window answers meanwhile.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};

use super::book::News;
use super::list::list;
use super::{At, Stage};
use crate::entry::from_folder::{look, write};
use crate::exhibit::{self, Exhibit, Source};
use crate::prepare::{self, Options, Outcome, Progress, length};

/// Draws what an exhibit's stand-in lacks, if it has one, and tells how far it is; in words what
/// went wrong.
pub type Draw = fn(&Exhibit, &mut dyn FnMut(u64, u64)) -> Result<(), String>;

/// How big a picture of an exhibit is, at most, in pixels.
const PICTURE: u32 = 480;

/// Who does it.
#[derive(Clone)]
pub struct Hands {
    /// How things are prepared.
    pub options: Options,
    /// The folder of the media, where it is another than the exhibit's.
    pub media: Option<PathBuf>,
    /// Draws stand-ins.
    pub draw: Draw,
    /// Where news go.
    pub tell: SyncSender<News>,
    /// Where pictures of exhibits go: its path, width, height, and its samples.
    pub show: SyncSender<(PathBuf, [usize; 2], Vec<u8>)>,
    /// The number of what is prepared now; another means that the one before is to stop.
    pub current: Arc<AtomicU64>,
    /// The number of what is looked at now, likewise.
    pub looked_at: Arc<AtomicU64>,
    /// One exhibit is prepared at a time.
    pub one: Arc<Mutex<()>>,
}

fn thread(name: &str, work: impl FnOnce() + Send + 'static) {
    if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(work) {
        tracing::warn!("a thread could not be started: {error}");
    }
}

impl Hands {
    /// Lists a folder.
    pub fn list(&self, folder: PathBuf) {
        let tell = self.tell.clone();
        thread("list", move || drop(tell.send(News::Listed(list(&folder)))));
    }

    /// Looks at the films of a folder: first at their names, then at how long they are.
    pub fn look(&self, number: u64, folder: PathBuf) {
        let (tell, options) = (self.tell.clone(), self.options.clone());
        self.looked_at.store(number, Ordering::Relaxed);
        let current = Arc::clone(&self.looked_at);
        let goes_on = move || current.load(Ordering::Relaxed) == number;
        thread("look", move || {
            let looked = look(&folder);
            let listing = looked.clone().ok();
            tell.send(News::Looked(number, looked)).ok();
            let Some(listing) = listing else { return };
            let all = listing.files.len();
            let known = length::known(&listing, &options, &mut |done| {
                tell.send(News::Measured(number, done, all)).ok();
                goes_on()
            });
            tell.send(News::Known(number, known)).ok();
        });
    }

    /// Writes an exhibit file.
    pub fn write(&self, folder: PathBuf, text: String) {
        let tell = self.tell.clone();
        thread("write", move || drop(tell.send(News::Written(write::write(&folder, &text)))));
    }

    /// Prepares an exhibit, once what was prepared before has stopped.
    pub fn prepare(&self, number: u64, exhibit: PathBuf) {
        self.current.store(number, Ordering::Relaxed);
        let hands = self.clone();
        thread("prepare", move || {
            let _one = hands.one.lock().unwrap_or_else(PoisonError::into_inner);
            let mut telling = Telling {
                number,
                tell: hands.tell.clone(),
                current: Arc::clone(&hands.current),
                row_of_takes: 0,
            };
            if telling.cancelled() {
                return;
            }
            let done = match hands.prepared(&exhibit, &mut telling) {
                Ok(()) => News::Over(number),
                Err((why, at)) => News::Refused(number, why, at),
            };
            hands.tell.send(done).ok();
        });
    }

    /// Nothing more is begun of what is prepared.
    pub fn stop(&self) {
        self.current.store(u64::MAX, Ordering::Relaxed);
    }

    /// No further film of a folder is looked at.
    pub fn give_up(&self) {
        self.looked_at.store(u64::MAX, Ordering::Relaxed);
    }

    /// Else why nothing is, and where to mend it.
    fn prepared(&self, path: &Path, telling: &mut Telling) -> Result<(), (String, Option<At>)> {
        let loaded = exhibit::load(path, self.media.as_deref());
        let exhibit = loaded.map_err(|report| (report.render(false), At::of(&report)))?.exhibit;
        let name = |version: &exhibit::Version| version.name.get("en").to_owned();
        let versions: Vec<String> = exhibit.versions.iter().map(name).collect();
        let title = exhibit.title.get("en").to_owned();
        let (number, tell) = (telling.number, telling.tell.clone());
        let mut drawing = false;
        (self.draw)(&exhibit, &mut |done, all| {
            if !std::mem::replace(&mut drawing, true) {
                let name = vec!["The stand-in, drawn once".to_owned()];
                tell.send(News::Preparing(number, title.clone(), name)).ok();
            }
            tell.send(News::Stage(number, 0, Stage::At(done, all))).ok();
        })
        .map_err(|why| (why, None))?;
        let takes = prepare::load_takes(&exhibit, &self.options).waiting > 0;
        let takes = takes.then(|| "What was tried and not chosen".to_owned());
        telling.row_of_takes = versions.len();
        let rows = versions.into_iter().chain(takes.clone()).collect();
        tell.send(News::Preparing(number, title, rows)).ok();
        for outcome in prepare::prepare(&exhibit, &self.options, telling) {
            tell.send(News::Stage(number, outcome.version, stage(&outcome))).ok();
        }
        if takes.is_some() && !telling.cancelled() {
            // A take that cannot be shown is named when the wall starts, and keeps nothing from it.
            prepare::prepare_takes(&exhibit, &self.options, telling);
            tell.send(News::Stage(number, telling.row_of_takes, Stage::Made)).ok();
        }
        Ok(())
    }

    /// Takes a picture of each exhibit, one after the other.
    pub fn picture(&self, exhibits: Vec<PathBuf>) {
        let hands = self.clone();
        thread("pictures", move || {
            for path in exhibits {
                let Some(master) = seen(&path) else { continue };
                match prepare::still_rgba(&master, PICTURE, &hands.options) {
                    Ok((width, height, samples)) => {
                        let size = [width as usize, height as usize];
                        hands.show.send((path, size, samples)).ok();
                    }
                    Err(problem) => tracing::debug!("{}: {problem}", master.display()),
                }
            }
        });
    }
}

/// What of an exhibit is seen on its card: the first storyboard, or else its newest version.
fn seen(path: &Path) -> Option<PathBuf> {
    let exhibit = exhibit::load(path, None).ok()?.exhibit;
    let storyboards = exhibit.shots.iter().filter_map(|shot| shot.storyboard.clone());
    let films = exhibit.versions.iter().rev().filter_map(|version| match &version.source {
        Source::Clips(clips) => clips.first().map(|clip| clip.path.clone()),
        Source::Card(_) => None,
    });
    storyboards.chain(films).find(|file| file.is_file())
}

/// How a version turned out.
fn stage(outcome: &Outcome) -> Stage {
    let errors = outcome.problems.iter().filter(|problem| problem.is_error());
    let said: Vec<String> = errors.map(ToString::to_string).collect();
    match (&outcome.prepared, said.is_empty()) {
        (Some(_), true) => Stage::Made,
        (None, true) => Stage::Waiting,
        (_, false) => Stage::Wrong(said.join("\n")),
    }
}

/// Tells the page how preparing goes.
struct Telling {
    number: u64,
    tell: SyncSender<News>,
    current: Arc<AtomicU64>,
    /// The row of the page that tells of all takes.
    row_of_takes: usize,
}

impl Progress for Telling {
    fn begin(&mut self, version: usize, _: &str) {
        self.tell.send(News::Stage(self.number, version, Stage::Reading)).ok();
    }

    fn advance(&mut self, version: usize, done: u64, total: u64) {
        // A handful of times a second is enough for a bar.
        if done.is_multiple_of(8) || done == total {
            self.tell.send(News::Stage(self.number, version, Stage::At(done, total))).ok();
        }
    }

    fn finish(&mut self, _: &str, outcome: &Outcome) {
        self.tell.send(News::Stage(self.number, outcome.version, stage(outcome))).ok();
    }

    fn takes(&mut self, done: usize, total: usize) {
        let at = Stage::At(done as u64, total as u64);
        self.tell.send(News::Stage(self.number, self.row_of_takes, at)).ok();
    }

    fn cancelled(&self) -> bool {
        self.current.load(Ordering::Relaxed) != self.number
    }
}
