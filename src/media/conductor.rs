//! Plans for the reels and wakes those that have something to decode.
//!
//! Waking a thread costs a system call. Sixty-four of them within one tick would be most of the
//! tick's time, so the tick wakes one thread, and that one does the rest.

use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};

use super::worker::Desk;

#[derive(Default)]
struct Score {
    reels: Vec<Weak<Desk>>,
    call: bool,
    closed: bool,
}

/// The thread that plans for the reels; it ends when this is dropped.
pub struct Conductor {
    shared: Arc<(Mutex<Score>, Condvar)>,
}

impl Conductor {
    /// Starts it.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn start() -> std::io::Result<Self> {
        let shared = Arc::new((Mutex::new(Score::default()), Condvar::new()));
        let theirs = Arc::clone(&shared);
        std::thread::Builder::new().name("conductor".to_owned()).spawn(move || run(&theirs))?;
        Ok(Self { shared })
    }

    /// Takes a reel in its care; reels that are gone are forgotten.
    pub fn add(&self, desk: &Arc<Desk>) {
        let mut score = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        score.reels.retain(|reel| reel.strong_count() > 0);
        score.reels.push(Arc::downgrade(desk));
    }

    /// Some reel is marked.
    pub fn call(&self) {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner).call = true;
        self.shared.1.notify_one();
    }
}

impl Drop for Conductor {
    fn drop(&mut self) {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.shared.1.notify_one();
    }
}

fn run((score, called): &(Mutex<Score>, Condvar)) {
    let mut marked = Vec::new();
    loop {
        let guard = score.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = called.wait_while(guard, |score| !score.call && !score.closed);
        let mut guard = waited.unwrap_or_else(PoisonError::into_inner);
        if guard.closed {
            return;
        }
        guard.call = false;
        marked.extend(guard.reels.iter().filter_map(Weak::upgrade));
        drop(guard);
        for desk in marked.drain(..) {
            desk.attend();
        }
    }
}
