//! The voices of the shots, as lines. They are unknown media: a thread has them decoded in a child
//! process, and the wall goes on meanwhile.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bevy::ecs::prelude::*;

use crate::prepare::{self, MediaProblem, Options};
use crate::show::plugin::Hung;

/// A voice: [`prepare::voice::PER_SECOND`] values a second, 0 to 1.
pub type VoiceLine = Arc<Vec<f32>>;

/// Voices that may wait to be read.
const WAITING: usize = 1024;

type Read = (PathBuf, Result<Vec<f32>, MediaProblem>);

/// The voices of an exhibit.
#[derive(Resource)]
pub struct Voices {
    asked: SyncSender<PathBuf>,
    read: Mutex<Receiver<Read>>,
    /// None while it is read, and where it cannot be.
    known: BTreeMap<PathBuf, Option<VoiceLine>>,
    waiting: usize,
}

impl Voices {
    /// Starts the thread that reads.
    pub fn new(options: Options) -> Self {
        let (asked, paths) = sync_channel::<PathBuf>(WAITING);
        let (found, read) = sync_channel(4);
        let thread = std::thread::Builder::new().name("voices".to_owned()).spawn(move || {
            for path in paths {
                let line = prepare::voice_line(&path, &options);
                if found.send((path, line)).is_err() {
                    return;
                }
            }
        });
        if let Err(error) = thread {
            tracing::warn!("voices are not shown: no thread to read them ({error})");
        }
        Self { asked, read: Mutex::new(read), known: BTreeMap::new(), waiting: 0 }
    }

    /// The line of a voice; waits up to `patience` while it is being read.
    pub fn get(&mut self, path: &Path, patience: Duration) -> Option<VoiceLine> {
        // Where too many wait already it is asked for again in the next tick.
        if !self.known.contains_key(path) && self.asked.try_send(path.to_owned()).is_ok() {
            self.known.insert(path.to_owned(), None);
            self.waiting += 1;
        }
        while self.waiting > 0 {
            let read = self.read.get_mut().unwrap_or_else(PoisonError::into_inner);
            let wanted = self.known.get(path).is_some_and(Option::is_none);
            let next = match wanted && !patience.is_zero() {
                true => read.recv_timeout(patience).ok(),
                false => read.try_recv().ok(),
            };
            let Some((read, line)) = next else { break };
            self.waiting -= 1;
            match line {
                Ok(line) => drop(self.known.insert(read, Some(Arc::new(line)))),
                Err(problem) => {
                    tracing::warn!(
                        place = %read.display(),
                        "the voice {} is not shown: {problem}",
                        read.display()
                    );
                }
            }
        }
        self.known.get(path).cloned().flatten()
    }
}

/// Asks for all voices before the first of them is shown.
pub fn ask(mut voices: ResMut<Voices>, hung: Res<Hung>) {
    for path in hung.0.shots.iter().filter_map(|shot| shot.voice.as_deref()) {
        voices.get(path, Duration::ZERO);
    }
}
