//! The clock as a trait: the machine's own, or one that tests and offscreen step by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Serialize};

/// Nanoseconds on the show's clock. Its zero means nothing; only differences do.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct ClockTime(pub i64);

impl ClockTime {
    /// Nanoseconds since `earlier`.
    pub fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// This much later.
    pub fn after(self, ns: i64) -> Self {
        Self(self.0 + ns)
    }
}

/// Tells the time. Read once per tick; everything below the show is told.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> ClockTime;
}

/// The machine's monotonic clock: never set back, not even by the venue's network time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Monotonic;

impl Clock for Monotonic {
    #[cfg(unix)]
    fn now(&self) -> ClockTime {
        let t = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
        ClockTime(t.tv_sec * 1_000_000_000 + t.tv_nsec)
    }

    #[cfg(not(unix))]
    fn now(&self) -> ClockTime {
        use std::sync::OnceLock;
        use std::time::Instant;
        static START: OnceLock<Instant> = OnceLock::new();
        ClockTime(START.get_or_init(Instant::now).elapsed().as_nanos() as i64)
    }
}

/// CPU time of this whole process in nanoseconds, for the benchmark.
/// Zero where the system does not tell.
pub fn process_cpu_ns() -> i64 {
    #[cfg(unix)]
    {
        let t = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        t.tv_sec * 1_000_000_000 + t.tv_nsec
    }
    #[cfg(not(unix))]
    {
        0
    }
}

/// The memory of this whole process that is in use, in bytes; none where the system does not tell.
pub fn resident_bytes() -> Option<u64> {
    memory_of_status("VmRSS:")
}

/// The most memory that this whole process has used so far, in bytes; none where the system does
/// not tell.
pub fn peak_bytes() -> Option<u64> {
    memory_of_status("VmHWM:")
}

/// Only Linux has the file.
fn memory_of_status(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}

/// CPU time of the calling thread in nanoseconds, for the benchmark.
/// Zero where the system does not tell.
pub fn thread_cpu_ns() -> i64 {
    #[cfg(unix)]
    {
        let t = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        t.tv_sec * 1_000_000_000 + t.tv_nsec
    }
    #[cfg(not(unix))]
    {
        0
    }
}

/// Another clock that can be made to leap on, as the clock of a machine does that was asleep. It
/// never goes back, so a leap is not taken back. Clones share their leaps.
#[derive(Clone)]
pub struct Leaping {
    clock: Arc<dyn Clock>,
    ahead: Arc<AtomicI64>,
}

impl Leaping {
    /// Tells the time of `clock` until it leaps.
    pub fn over(clock: impl Clock + 'static) -> Self {
        Self { clock: Arc::new(clock), ahead: Arc::default() }
    }

    /// Leaps on by this many nanoseconds; backwards it does not.
    pub fn leap(&self, ns: i64) {
        self.ahead.fetch_add(ns.max(0), Ordering::SeqCst);
    }
}

impl Clock for Leaping {
    fn now(&self) -> ClockTime {
        self.clock.now().after(self.ahead.load(Ordering::SeqCst))
    }
}

/// A clock that stands still until it is stepped. Clones share the time.
#[derive(Clone, Debug, Default)]
pub struct Stepped(Arc<AtomicI64>);

impl Stepped {
    /// Moves the time on.
    pub fn step(&self, ns: i64) {
        self.0.fetch_add(ns, Ordering::Relaxed);
    }
}

impl Clock for Stepped {
    fn now(&self) -> ClockTime {
        ClockTime(self.0.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_leaps_is_ahead_for_good_and_never_goes_back() {
        let inner = Stepped::default();
        let clock = Leaping::over(inner.clone());
        inner.step(5);
        assert_eq!(clock.now(), ClockTime(5));
        let shared = clock.clone();
        shared.leap(60);
        shared.leap(-1000);
        inner.step(1);
        assert_eq!(clock.now(), ClockTime(66));
    }
}
