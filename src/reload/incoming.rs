//! What is dropped into the folder `incoming` of an exhibit: prepared and reported, and left for the
//! curator to decide.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::Builder;
use std::time::{Duration, UNIX_EPOCH};

use jiff::{Timestamp, Zoned};

use crate::entry::edit::MadeBy;
use crate::entry::incoming::{Candidate, Incoming, Listed, MOST};
use crate::entry::undo::History;
use crate::prepare::Options;
use crate::prepare::progress::Silent;
use crate::report::arrival::{Arriving, Examining, examine};
use crate::timeline::{Clock as _, clock::Monotonic};

/// How often the folder is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// Files have arrived when nothing of them has changed for this long: a copy over a slow network
/// pauses, but seldom as long.
const SETTLED_NS: i64 = 10_000_000_000;
/// How deep the folder is listed.
const DEPTH: usize = 3;

/// The folder, looked at by a thread of its own. Dropped, that ends by itself.
pub struct Arrivals {
    _over: SyncSender<()>,
}

impl Arrivals {
    /// Looks after the folder `incoming` beside an exhibit file, whether it is there yet or not.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn start(exhibit: PathBuf, media: PathBuf, options: Options) -> io::Result<Self> {
        let (over, ended) = sync_channel(0);
        let folder = exhibit.parent().unwrap_or(Path::new(".")).join("incoming");
        let desk = Desk { folder, exhibit, media, options };
        Builder::new().name("incoming".to_owned()).spawn(move || desk.look(&ended))?;
        Ok(Self { _over: over })
    }
}

struct Desk {
    folder: PathBuf,
    exhibit: PathBuf,
    media: PathBuf,
    options: Options,
}

impl Desk {
    fn look(&self, ended: &Receiver<()>) {
        // Preparing must not cost the wall a frame.
        crate::prepare::step_back();
        let (mut incoming, mut told) = (Incoming::default(), Vec::<Candidate>::new());
        while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(LOOK) {
            let mut listing = Vec::new();
            list(&self.folder, "", DEPTH, &mut listing);
            let plan = incoming.look(&listing, Monotonic.now(), SETTLED_NS);
            told.retain(|known| plan.candidates.contains(known));
            for candidate in plan.candidates.into_iter().filter(Candidate::has_arrived) {
                if !told.contains(&candidate) {
                    self.report(&candidate);
                    told.push(candidate);
                }
            }
        }
    }

    /// Prepares what arrived and writes beside it what was found. One that was reported before,
    /// with the same files, is not reported again.
    fn report(&self, candidate: &Candidate) {
        let name = candidate.folder.as_deref().unwrap_or("incoming");
        let page = self.folder.join(format!("{name}.report.txt"));
        let files: Vec<String> = candidate
            .files
            .iter()
            .map(|file| self.folder.join(file).display().to_string())
            .collect();
        let heading = format!("{name}: {}\n", candidate.files.join(", "));
        if fs::read_to_string(&page).is_ok_and(|text| text.starts_with(&heading)) {
            return;
        }
        tracing::info!("{name} arrived and is prepared; it waits for the curator");
        let text = match self.examined(name, &files) {
            Ok((page, true)) => {
                let exhibit = self.exhibit.parent().unwrap_or(Path::new(".")).display();
                format!(
                    "{page}\nIt waits. To hang it:\n\n    palimpsest add {exhibit} --generation \
                     \"{name}\" --released DATE {}\n",
                    files.join(" ")
                )
            }
            Ok((page, false)) => format!("{page}\nIt cannot hang as it is.\n"),
            Err(why) => format!("{why}\nIt cannot hang as it is.\n"),
        };
        if let Err(why) = fs::write(&page, format!("{heading}\n{text}")) {
            tracing::warn!("{}: {why}", page.display());
        } else {
            tracing::info!("what was found of {name} is in {}", page.display());
        }
    }

    /// One page on what arrived, and whether it may enter.
    fn examined(&self, name: &str, files: &[String]) -> Result<(String, bool), String> {
        let history = History::of(&self.exhibit).map_err(|why| why.to_string())?;
        let text = history.text().map_err(|why| why.to_string())?;
        let made_by = MadeBy::New { name: name.to_owned(), maker: None, released: None };
        let arriving = Arriving {
            file: &self.exhibit,
            text: &text,
            media: &self.media,
            made_by,
            files,
            fit: None,
        };
        let examining = Examining {
            options: &self.options,
            room: None,
            history: None,
            today: Zoned::now().date(),
            now: Timestamp::now(),
        };
        let arrival = examine(&arriving, &examining, &mut Silent);
        let arrival = arrival.map_err(|report| report.render(false))?;
        Ok((arrival.page(), arrival.may_enter))
    }
}

/// Lists a folder and those in it; what cannot be read is not listed.
fn list(folder: &Path, path: &str, depth: usize, into: &mut Vec<Listed>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        let Ok(meta) = entry.metadata() else { continue };
        if into.len() > MOST {
            return;
        }
        if meta.is_dir() && depth > 1 {
            list(&entry.path(), &path, depth - 1, into);
        } else if meta.is_file() {
            let modified = meta.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            let modified = modified.map_or(0, |since| since.as_nanos() as i64);
            into.push(Listed { path, size: meta.len(), modified, growing: false });
        }
    }
}
