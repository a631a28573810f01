//! Reads caption files again when they were edited while their exhibit hangs.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::{Duration, SystemTime};

use crate::exhibit::{CaptionFile, Exhibit};
use crate::render::captions::Shelves;

/// How often their dates and sizes are looked at.
const LOOK: Duration = Duration::from_secs(1);

/// The caption files of an exhibit, looked at by a thread of its own. Dropped, that ends by itself.
pub(super) struct CaptionWatch {
    /// Whose they are.
    pub(super) exhibit: Arc<Exhibit>,
    read: Arc<Mutex<Option<Shelves>>>,
    _over: SyncSender<()>,
}

impl CaptionWatch {
    /// Watches the files of an exhibit whose captions were read just now.
    pub(super) fn start(exhibit: Arc<Exhibit>) -> Self {
        let (over, ended) = sync_channel(0);
        let read = Arc::new(Mutex::new(None));
        let (theirs, watched) = (Arc::clone(&read), Arc::clone(&exhibit));
        let work = move || look(&watched, &ended, &theirs);
        if let Err(why) = Builder::new().name("reload-captions".to_owned()).spawn(work) {
            tracing::warn!("caption files are not watched: {why}");
        }
        Self { exhibit, read, _over: over }
    }

    /// What was read since it was last asked.
    pub(super) fn newest(&self) -> Option<Shelves> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

fn look(exhibit: &Exhibit, ended: &Receiver<()>, read: &Mutex<Option<Shelves>>) {
    let paths: Vec<PathBuf> = files(exhibit).map(|file| file.path.clone()).collect();
    if paths.is_empty() {
        return;
    }
    let mut hangs = stamps(&paths);
    let mut changed = false;
    while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(LOOK) {
        let now = stamps(&paths);
        if now != hangs {
            // It may still be written: it is read once it has been quiet for as long as a look.
            (hangs, changed) = (now, true);
        } else if std::mem::take(&mut changed) {
            let shelves = Shelves::read(exhibit);
            *read.lock().unwrap_or_else(PoisonError::into_inner) = Some(shelves);
            tracing::info!("the captions were read again");
        }
    }
}

fn files(exhibit: &Exhibit) -> impl Iterator<Item = &CaptionFile> {
    exhibit.captions.iter().chain(exhibit.versions.iter().flat_map(|version| &version.captions))
}

fn stamps(paths: &[PathBuf]) -> Vec<Option<(SystemTime, u64)>> {
    let stamp = |path: &PathBuf| {
        let meta = path.metadata().ok()?;
        Some((meta.modified().ok()?, meta.len()))
    };
    paths.iter().map(stamp).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::FilmTime;

    #[test]
    fn an_edited_caption_file_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let write = |said: &str| {
            let text = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{said}\n");
            std::fs::write(folder.path().join("a.vtt"), text).unwrap();
        };
        write("before");
        let text = "title = \"F\"\nlength = 9\ncaptions = \"a.vtt\"\n\
                    [[generation]]\nid = \"a\"\nname = \"A\"\n[[version]]\ngeneration = \"a\"\ncard = 24\n";
        let file = folder.path().join("exhibit.toml");
        let loaded = crate::exhibit::parse(text, &file, folder.path()).unwrap();
        let watch = CaptionWatch::start(Arc::new(loaded.exhibit));
        std::thread::sleep(Duration::from_millis(50));
        assert!(watch.newest().is_none());
        write("afterwards");
        let read = (0..1000).find_map(|_| {
            std::thread::sleep(Duration::from_millis(20));
            watch.newest()
        });
        let shelves = read.expect("it is read again");
        let shown = shelves.film.at("en", FilmTime::from_millis(1500)).unwrap();
        assert_eq!(shown.lines()[0].text(), "afterwards");
    }
}
