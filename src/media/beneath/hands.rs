//! The few threads that fetch pictures of takes, so that no tick waits for a file or a decoder.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::bank::{Bank, Key, Worth};
use super::plan::Want;
use super::unpack::Unpack;
use crate::media::light::light_of;

/// Threads that fetch, at most: with as many as there are cores the versions would wait.
pub const HANDS: usize = 2;
/// A picture that failed so often is not asked for again …
const FAILURES: u8 = 3;
/// … before so long: what was wrong may have been mended.
const RESTS: Duration = Duration::from_secs(20);

/// What the tick and the threads share.
pub(super) struct Store {
    pub bank: Bank,
    jobs: VecDeque<Want>,
    in_flight: BTreeSet<Key>,
    /// How often in a row, and when it did last.
    failed: BTreeMap<Key, (u8, Instant)>,
    /// What there was no room for, and what it was worth then.
    no_room: BTreeMap<Key, Worth>,
    /// Pictures for which there was no room.
    pub refused: u64,
    /// Pictures fetched.
    pub fetched: u64,
    /// Changes with the takes: what comes for others is dropped.
    edition: u64,
    closed: bool,
}

/// The threads, and what they share. They end when this is dropped.
pub(super) struct Hands {
    shared: Arc<Shared>,
}

struct Shared {
    store: Mutex<Store>,
    /// There is something to fetch.
    work: Condvar,
    /// Something has come.
    came: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hands {
    /// Starts them with a budget of so many bytes; `tool` makes what each of them unpacks with.
    pub fn start(budget: usize, tool: impl Fn() -> Box<dyn Unpack>) -> Self {
        let store = Store {
            bank: Bank::new(budget),
            jobs: VecDeque::new(),
            in_flight: BTreeSet::new(),
            failed: BTreeMap::new(),
            no_room: BTreeMap::new(),
            refused: 0,
            fetched: 0,
            edition: 0,
            closed: false,
        };
        let shared = Arc::new(Shared {
            store: Mutex::new(store),
            work: Condvar::new(),
            came: Condvar::new(),
        });
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        for number in 0..cores.min(HANDS) {
            let (theirs, tool) = (Arc::clone(&shared), tool());
            let named = std::thread::Builder::new().name(format!("takes {number}"));
            if let Err(why) = named.spawn(move || run(&theirs, tool)) {
                tracing::warn!("takes are fetched by fewer hands: no thread ({why})");
            }
        }
        Self { shared }
    }

    /// What is shared. Held for moments only: nothing is decoded under this lock.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.shared.lock()
    }

    /// Fetches these, in this order, in place of what was asked for before and has not begun; `anew`
    /// where also what found no room before is to be tried again.
    pub fn fetch(&self, store: &mut Store, jobs: impl Iterator<Item = Want>, anew: bool) {
        store.jobs.clear();
        if anew {
            store.no_room.clear();
        }
        for job in jobs {
            let key = &job.key;
            if store.bank.get(key).is_none()
                && !store.in_flight.contains(key)
                && !store.is_hopeless(key)
                && !store.has_no_room(key)
            {
                store.jobs.push_back(job);
            }
        }
        if !store.jobs.is_empty() {
            self.shared.work.notify_all();
        }
    }

    /// Waits until something has come, or for so long.
    pub fn wait<'s>(
        &'s self,
        store: MutexGuard<'s, Store>,
        patience: Duration,
    ) -> MutexGuard<'s, Store> {
        let waited = self.shared.came.wait_timeout(store, patience);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// The takes are others now.
    pub fn forget(&self) {
        let mut store = self.shared.lock();
        store.jobs.clear();
        store.failed.clear();
        store.no_room.clear();
        store.bank.clear();
        store.edition += 1;
    }
}

impl Store {
    /// It was tried often enough for now.
    pub fn is_hopeless(&self, key: &Key) -> bool {
        let rests = |(times, last): &(u8, Instant)| *times >= FAILURES && last.elapsed() < RESTS;
        self.failed.get(key).is_some_and(rests)
    }

    /// There was no room for it when it was worth as much as now.
    fn has_no_room(&self, key: &Key) -> bool {
        self.no_room.get(key).is_some_and(|worth| self.bank.worth(key) <= *worth)
    }

    /// Something is being fetched, or waits for it.
    pub fn is_busy(&self) -> bool {
        !self.jobs.is_empty() || !self.in_flight.is_empty()
    }
}

impl Drop for Hands {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.work.notify_all();
    }
}

fn run(shared: &Shared, mut tool: Box<dyn Unpack>) {
    let mut store = shared.lock();
    loop {
        if store.closed {
            return;
        }
        let Some(job) = store.jobs.pop_front() else {
            store = shared.work.wait(store).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        let Want { key, take } = job;
        // It was wanted twice, as what is seen now and as what may be.
        if store.bank.get(&key).is_some() || store.in_flight.contains(&key) {
            continue;
        }
        store.in_flight.insert(key);
        let edition = store.edition;
        drop(store);
        let found = tool.picture(&take.prepared, usize::from(key.rung), key.frame as usize);
        let found = found.map(|picture| {
            let rung = &take.prepared.rendition.rungs[usize::from(key.rung)];
            let crop = rung.crops.first().copied().unwrap_or((rung.width, rung.height));
            let light = light_of(&picture, crop, take.colour);
            (picture, light)
        });
        store = shared.lock();
        store.in_flight.remove(&key);
        if store.edition == edition {
            match found {
                Ok((picture, light)) => {
                    store.fetched += 1;
                    store.failed.remove(&key);
                    if !store.bank.keep(key, picture, light) {
                        store.refused += 1;
                        let worth = store.bank.worth(&key);
                        store.no_room.insert(key, worth);
                    }
                }
                Err(why) => {
                    let (times, last) = store.failed.entry(key).or_insert((0, Instant::now()));
                    (*times, *last) = (times.saturating_add(1), Instant::now());
                    if *times == FAILURES {
                        let folder = take.prepared.folder.display();
                        tracing::warn!("a picture of a take cannot be shown ({folder}): {why}");
                    }
                }
            }
        }
        shared.came.notify_all();
    }
}
