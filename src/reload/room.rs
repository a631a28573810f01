//! Reads an installation file whenever it was edited.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use super::edits::{Watched, watch};
use super::watch::Tell;
use crate::diagnostic::Report;
use crate::installation::{self, Installation};

/// An installation file that is watched. Dropped, its thread ends by itself.
pub struct RoomWatch {
    rooms: Receiver<Arc<Installation>>,
    _wake: SyncSender<()>,
}

impl RoomWatch {
    /// Watches the file of the installation that hangs. `tell` hears of every report on it; of an
    /// empty one when errors were mended.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn start(file: &Path, hangs: Arc<Installation>, mut tell: Tell) -> io::Result<Self> {
        let (wake, woken) = sync_channel(1);
        let (hand_over, rooms) = sync_channel(1);
        let by_event = wake.clone();
        let mut watched = Watched::new(file.to_owned());
        Builder::new().name("reload-room".to_owned()).spawn(move || {
            // Held as long as the thread lives: dropped, it reports nothing more.
            let _watcher = watch(&watched.file, by_event);
            let (mut hangs, mut refused) = (hangs, None);
            while let Some(changed) = watched.wait(&woken) {
                if !changed || !watched.is_due() {
                    continue;
                }
                match installation::load(&watched.file) {
                    Err(report) if refused.as_ref() == Some(&report) => {}
                    Err(report) => {
                        tell(&report);
                        let (shown, summary) = (watched.file.display(), report.summary());
                        tracing::warn!(place = %shown, "{shown} has {summary}; what hangs goes on");
                        refused = Some(report);
                    }
                    Ok(loaded) => {
                        let mended = refused.take().is_some();
                        if loaded.installation != *hangs {
                            hangs = Arc::new(loaded.installation);
                            tell(&loaded.warnings);
                            if hand_over.send(Arc::clone(&hangs)).is_err() {
                                return;
                            }
                        } else if mended {
                            tell(&Report::default());
                        }
                    }
                }
            }
        })?;
        Ok(Self { rooms, _wake: wake })
    }

    /// The newest installation that was not taken yet.
    pub fn newest(&self) -> Option<Arc<Installation>> {
        self.rooms.try_iter().last()
    }
}
