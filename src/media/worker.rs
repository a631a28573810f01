//! The thread of a reel: reads units, decodes them and brings the pictures. All that is slow
//! happens here, never on the tick's thread.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::decoder::{Fault, Opened, Opener, Progress};
use super::reel::{Order, Reel};
use crate::rendition::Prepared;

/// A decoder that needs longer than this for a picture is stuck.
const PATIENCE: Duration = Duration::from_secs(2);

/// Tells who waits for pictures that one has come. Costs nothing while nobody waits.
#[derive(Default)]
pub struct Arrivals {
    count: Mutex<u64>,
    changed: Condvar,
    waiting: AtomicUsize,
}

impl Arrivals {
    /// How many there have been while somebody waited.
    pub fn count(&self) -> u64 {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on, or no longer, somebody waits.
    pub fn attend(&self, waiting: bool) {
        if waiting {
            self.waiting.fetch_add(1, Ordering::SeqCst);
        } else {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
        }
    }

    /// Waits until there are more than `seen`, or `until`.
    pub fn wait(&self, seen: u64, until: Instant) {
        let left = until.saturating_duration_since(Instant::now());
        let count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.changed.wait_timeout_while(count, left, |count| *count <= seen));
    }

    fn tell(&self) {
        if self.waiting.load(Ordering::SeqCst) > 0 {
            *self.count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
            self.changed.notify_all();
        }
    }
}

/// What the tick, the conductor and the reel's thread share.
pub struct Desk {
    reel: Mutex<Reel>,
    wake: Condvar,
    pending: AtomicBool,
    closed: AtomicBool,
}

impl Desk {
    /// The reel. Held for moments only: no file is read and nothing decoded under this lock.
    pub fn reel(&self) -> MutexGuard<'_, Reel> {
        self.reel.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Marks that the reel's plan is out of date.
    pub fn mark(&self) {
        self.pending.store(true, Ordering::SeqCst);
    }

    /// Plans for a reel that is marked, and wakes its thread if there is something to decode.
    pub fn attend(&self) {
        if !self.pending.swap(false, Ordering::SeqCst) {
            return;
        }
        let mut reel = self.reel();
        let work = reel.plan();
        let spent = reel.take_spent();
        drop(reel);
        if work {
            self.wake.notify_one();
        }
        drop(spent);
    }
}

/// An open reel. Dropped, its thread ends by itself; nobody waits for it.
pub struct Worker {
    desk: Arc<Desk>,
}

impl Worker {
    /// Opens a reel of `prepared` on `rung` under a name such as `reel 7/1`.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn start(
        name: String,
        prepared: Arc<Prepared>,
        rung: usize,
        opener: Arc<dyn Opener>,
        arrivals: Arc<Arrivals>,
    ) -> std::io::Result<Self> {
        let desk = Arc::new(Desk {
            reel: Mutex::new(Reel::new(prepared, rung)),
            wake: Condvar::new(),
            pending: AtomicBool::new(false),
            closed: AtomicBool::new(false),
        });
        let theirs = Arc::clone(&desk);
        std::thread::Builder::new().name(name).spawn(move || run(&theirs, &*opener, &arrivals))?;
        Ok(Self { desk })
    }

    /// What is shared with its thread.
    pub fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.desk.closed.store(true, Ordering::SeqCst);
        // Through the lock, so that a thread about to sleep is not missed. It is held for moments
        // only: this does not wait for a decoder.
        drop(self.desk.reel());
        self.desk.wake.notify_one();
    }
}

fn run(desk: &Desk, opener: &dyn Opener, arrivals: &Arrivals) {
    let (prepared, rung) = {
        let reel = desk.reel();
        (Arc::clone(reel.prepared()), reel.rung())
    };
    let mut opened: Option<Opened> = None;
    let mut finished = Vec::new();
    while let Some(order) = next_order(desk) {
        let result = work(&mut opened, opener, &prepared, rung, order, &mut finished);
        let mut reel = desk.reel();
        let brought = !finished.is_empty();
        for (serial, picture) in finished.drain(..) {
            reel.delivered(serial, picture);
        }
        let rest = match result {
            Ok(Progress::Idle) => {
                reel.idle();
                None
            }
            Ok(Progress::Busy) => Some(reel.fault("the decoder is stuck".to_owned())),
            Err(Fault::Unit(why)) => {
                reel.unit_failed(why);
                None
            }
            Err(Fault::Decoder(why)) => Some(reel.fault(why)),
        };
        // A still is decoded once: three hundred of them need no decoder each for ever after.
        let still = reel.table().frames().len() <= 1;
        drop(reel);
        if still && rest.is_none() {
            opened = None;
        }
        if brought || rest.is_some() {
            arrivals.tell();
        }
        if let Some(rest) = rest {
            opened = None;
            pause(desk, rest);
            desk.reel().rested();
        }
    }
}

/// Waits for something to decode; none when the reel is closed.
fn next_order(desk: &Desk) -> Option<Order> {
    let mut reel = desk.reel();
    loop {
        if desk.closed.load(Ordering::SeqCst) {
            return None;
        }
        if let Some(order) = reel.next_unit() {
            return Some(order);
        }
        reel = desk.wake.wait(reel).unwrap_or_else(PoisonError::into_inner);
    }
}

fn work(
    opened: &mut Option<Opened>,
    opener: &dyn Opener,
    prepared: &Prepared,
    rung: usize,
    order: Order,
    finished: &mut Vec<(u64, super::Picture)>,
) -> Result<Progress, Fault> {
    let Opened { units, decoder } = match opened {
        Some(opened) => opened,
        None => opened.insert(opener.open(prepared, rung)?),
    };
    let frame = prepared.rendition.rungs[rung].table.frames()[order.index as usize];
    let unit = units.read(&frame)?;
    decoder.offer(order.serial, unit, order.keyframe)?;
    decoder.take(PATIENCE, finished)
}

/// Rests after a fault, unless the reel is closed meanwhile. A reel that has given up (no rest)
/// goes on to sleep for good.
fn pause(desk: &Desk, rest: Option<Duration>) {
    let Some(rest) = rest else { return };
    let reel = desk.reel();
    let open = |_: &mut Reel| !desk.closed.load(Ordering::SeqCst);
    drop(desk.wake.wait_timeout_while(reel, rest, open));
}
