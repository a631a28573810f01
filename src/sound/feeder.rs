//! What runs on the sound's own thread: the mixers, and what they are told from the show's.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::gst::Fill;
use super::mixer::{Mixer, Score};
use super::source::{FilePcm, Pcm};
use super::speech::Speech;
use crate::timeline::ClockTime;

/// What was asked for longer ago is not spoken any more.
const STALE: Duration = Duration::from_secs(3);

/// What the thread of the sound is told.
#[derive(Default)]
pub(super) struct Told {
    /// A score for each bus.
    pub(super) scores: Mutex<Option<Vec<Score>>>,
    /// Other sounds, in the order of the sources.
    pub(super) sources: Mutex<Option<Vec<Maybe>>>,
    /// Something to be spoken at a gain, and since when it is wished; or that nothing is to be spoken
    /// any more.
    pub(super) speech: Mutex<Option<Option<(FilePcm, f32, Instant)>>>,
    /// Whether something is being spoken: told by the thread of the sound.
    pub(super) speaks: AtomicBool,
}

/// A version's sound; one that it does not have is silence.
pub(super) struct Maybe(pub(super) Option<FilePcm>);

impl Maybe {
    fn share(&self) -> Self {
        Self(self.0.as_ref().map(FilePcm::share))
    }
}

impl Pcm for Maybe {
    fn frames(&self) -> u64 {
        self.0.as_ref().map_or(0, FilePcm::frames)
    }

    fn read(&mut self, at: i64, into: &mut [[f32; 2]]) -> bool {
        match &mut self.0 {
            Some(pcm) => pcm.read(at, into),
            None => {
                into.fill([0.0; 2]);
                true
            }
        }
    }
}

/// Fills the blocks of every bus.
pub(super) struct Feeder {
    told: Arc<Told>,
    mixers: Vec<Mixer<Maybe>>,
    /// Those that come after this block, because what was heard fades within it.
    next: Option<Vec<Mixer<Maybe>>>,
    speech: Speech<FilePcm>,
    volume: f32,
}

impl Feeder {
    /// Silent until it is told something; for so many buses.
    pub(super) fn new(told: Arc<Told>, buses: usize) -> Self {
        let mixers = (0..buses).map(|_| Mixer::new(Vec::new())).collect();
        Self { told, mixers, next: None, speech: Speech::new(), volume: 0.0 }
    }

    /// Takes what it was told since the last block.
    fn listen(&mut self) {
        if let Some(next) = self.next.take() {
            self.mixers = next;
        }
        if let Some(sources) = take(&self.told.sources) {
            let mixer = || Mixer::new(sources.iter().map(Maybe::share).collect());
            self.next = Some(self.mixers.iter().map(|_| mixer()).collect());
        } else if let Some(scores) = take(&self.told.scores) {
            self.volume = scores.first().map_or(0.0, |score| score.volume);
            for (mixer, score) in self.mixers.iter_mut().zip(scores) {
                mixer.tell(score);
            }
        }
        match take(&self.told.speech) {
            // Whoever asked while there was no device is gone when there is one again.
            Some(Some((_, _, since))) if since.elapsed() > STALE => {}
            Some(Some((pcm, gain, _))) => self.speech.say(pcm, gain),
            Some(None) => self.speech.hush(),
            None => {}
        }
        self.told.speaks.store(self.speech.speaks(), Ordering::Relaxed);
    }
}

fn take<T>(told: &Mutex<Option<T>>) -> Option<T> {
    told.lock().unwrap_or_else(PoisonError::into_inner).take()
}

impl Fill for Feeder {
    fn fill(&mut self, from: ClockTime, bus: usize, out: &mut [[f32; 2]]) {
        if bus == 0 {
            self.listen();
        }
        let Some(mixer) = self.mixers.get_mut(bus) else {
            out.fill([0.0; 2]);
            return;
        };
        mixer.fill(from, out);
        if self.next.is_some() {
            // What comes fades in by itself.
            let length = out.len().max(1) as f32;
            for (index, frame) in out.iter_mut().enumerate() {
                let left = 1.0 - index as f32 / length;
                *frame = frame.map(|sample| sample * left);
            }
        }
        if bus == 0 {
            self.speech.add(self.volume, out);
        }
    }
}
