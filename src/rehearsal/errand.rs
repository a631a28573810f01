//! Something that takes longer than a refresh has, done on a thread of its own.

use std::io;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::Builder;

/// An errand that is run. Dropped, it is run to its end all the same, and nobody hears of it.
///
/// In a lock only because Bevy shares its resources.
pub struct Errand<T>(Mutex<Receiver<T>>);

/// The thread ended without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenOff;

impl<T: Send + 'static> Errand<T> {
    /// Begins it, on a thread of this name.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn start(name: &str, work: impl FnOnce() -> T + Send + 'static) -> io::Result<Self> {
        let (tell, told) = sync_channel(1);
        let run = move || {
            // Nobody listens any more once the window is closed.
            tell.send(work()).ok();
        };
        Builder::new().name(name.to_owned()).spawn(run)?;
        Ok(Self(Mutex::new(told)))
    }

    /// What came of it, told once; none while it is run.
    pub fn result(&mut self) -> Option<Result<T, BrokenOff>> {
        match self.0.get_mut().unwrap_or_else(PoisonError::into_inner).try_recv() {
            Ok(result) => Some(Ok(result)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(BrokenOff)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_is_told_once_and_so_is_a_thread_that_broke_off() {
        let wait = |errand: &mut Errand<u8>| loop {
            match errand.result() {
                Some(result) => return result,
                None => std::thread::yield_now(),
            }
        };
        let mut done = Errand::start("done", || 7).unwrap();
        assert_eq!(wait(&mut done), Ok(7));
        assert_eq!(wait(&mut done), Err(BrokenOff), "there is nothing more to come");
        let mut broken = Errand::start("broken", || panic!("on purpose")).unwrap();
        assert_eq!(wait(&mut broken), Err(BrokenOff));
    }
}
