//! Proof of life: the service manager is told that the wall lives only while pictures are really
//! presented and decoders really deliver; where they do not, the program ends, to be restarted.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{Builder, sleep};
use std::time::Duration;

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(1);
/// So many looks without life, and the program ends.
const PATIENCE: u32 = 10;
/// The same before the first picture: a cold disk and a cold graphics card take their time.
const FIRST_PATIENCE: u32 = 90;

/// The status that the program ends with where it stands still.
pub const STOOD_STILL: i32 = 4;

/// What counts as life; all copies are the same pulse.
#[derive(Clone, Debug, Default)]
pub struct Pulse(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    presented: AtomicU64,
    exact: AtomicU64,
    late: AtomicU64,
    ticks: AtomicU64,
    unseen: AtomicBool,
}

/// The counts at one look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    presented: u64,
    exact: u64,
    late: u64,
    ticks: u64,
}

impl Pulse {
    /// A picture was presented.
    pub fn presented(&self) {
        self.0.presented.fetch_add(1, Ordering::Relaxed);
    }

    /// How many were.
    pub fn pictures(&self) -> u64 {
        self.0.presented.load(Ordering::Relaxed)
    }

    /// A tick has passed. `exact` and `late` frames were shown since the start. Unseen, because it
    /// is night or nothing is connected, none need be.
    pub fn tick(&self, exact: u64, late: u64, unseen: bool) {
        self.0.exact.store(exact, Ordering::Relaxed);
        self.0.late.store(late, Ordering::Relaxed);
        self.0.unseen.store(unseen, Ordering::Relaxed);
        self.0.ticks.fetch_add(1, Ordering::Relaxed);
    }

    fn seen(&self) -> Seen {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let Counts { presented, exact, late, ticks, .. } = &*self.0;
        Seen {
            presented: load(presented),
            exact: load(exact),
            late: load(late),
            ticks: load(ticks),
        }
    }

    /// Watches itself on a thread of its own and tells the service manager.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn watch(&self) -> std::io::Result<()> {
        let pulse = self.clone();
        Builder::new().name("pulse".to_owned()).spawn(move || pulse.run())?;
        Ok(())
    }

    fn run(&self) {
        let (mut before, mut still, mut began) = (Seen::default(), 0, false);
        loop {
            sleep(LOOK);
            let now = self.seen();
            let unseen = self.0.unseen.load(Ordering::Relaxed);
            if lives(before, now, unseen) {
                still = 0;
                if !began {
                    began = true;
                    tell(&[sd_notify::NotifyState::Ready]);
                }
                tell(&[sd_notify::NotifyState::Watchdog]);
            } else {
                still += 1;
            }
            if still > if began { PATIENCE } else { FIRST_PATIENCE } {
                let what = if now.ticks == before.ticks { "the program" } else { "the picture" };
                tracing::error!("{what} has stood still for {still} s: the program ends here");
                // The log has a thread of its own, which is given a moment.
                sleep(LOOK);
                std::process::exit(STOOD_STILL);
            }
            before = now;
        }
    }
}

/// Whether between two looks there was life.
fn lives(before: Seen, now: Seen, unseen: bool) -> bool {
    if unseen {
        return now.ticks > before.ticks;
    }
    // Where frames are late and none is right, no decoder delivers.
    let delivered = now.exact > before.exact || now.late == before.late;
    now.presented > before.presented && delivered
}

fn tell(state: &[sd_notify::NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::debug!("the service manager does not listen: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn life_is_pictures_presented_and_frames_delivered_and_in_the_dark_ticks() {
        let before = Seen { presented: 10, exact: 90, late: 3, ticks: 10 };
        let now = Seen { presented: 11, exact: 99, late: 3, ticks: 11 };
        assert!(lives(before, now, false));
        assert!(!lives(before, Seen { presented: 10, ..now }, false), "nothing was presented");
        assert!(!lives(before, Seen { exact: 90, late: 12, ..now }, false), "no decoder delivers");
        assert!(lives(before, Seen { exact: 90, ..now }, false), "stills and slates need none");
        assert!(lives(before, Seen { presented: 10, ..now }, true));
        assert!(!lives(before, Seen { ticks: 10, ..now }, true));
    }
}
