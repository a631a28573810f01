//! How long a child may make no progress: in time that it was given, not in time that passed.
//!
//! A child has the lowest priority, so that a wall that plays comes first. On a busy machine it may
//! wait for seconds until it is let on a processor, and that is not the fault of its file. So where
//! the system tells (Linux, proc(5)), time in which one of its threads wanted to run counts only as
//! far as it ran; and so does time in which it waited for the disk or was stopped by the system or by
//! somebody. One that sleeps, or that runs without an end, is found out as before.

use std::time::{Duration, Instant};

/// How often a silent child is looked at.
const SLICE: Duration = Duration::from_millis(250);
/// No child is waited for longer than this beyond its own time, however busy the machine is.
const WAITING: Duration = Duration::from_secs(150);
/// What a tick of processor time is in proc(5): `USER_HZ` is 100 on every common machine.
const TICK: Duration = Duration::from_millis(10);

/// The patience with one child, from when it last said something.
pub(super) struct Patience {
    pid: u32,
    limit: Duration,
    began: Instant,
    looked: Instant,
    /// The processor time until the last look; none before the first, so that a child that talks
    /// is not looked at at all.
    ran: Option<Duration>,
    spent: Duration,
}

impl Patience {
    /// With the child of this number, which has so much time.
    pub(super) fn new(pid: u32, limit: Duration) -> Self {
        let now = Instant::now();
        Self { pid, limit, began: now, looked: now, ran: None, spent: Duration::ZERO }
    }

    /// How long to wait before the next look.
    pub(super) fn slice(&self) -> Duration {
        SLICE.min(self.limit.saturating_sub(self.spent)).max(Duration::from_millis(1))
    }

    /// Takes in the time since the last look; whether it is at an end.
    pub(super) fn is_over(&mut self) -> bool {
        let now = Instant::now();
        let slice = now - self.looked;
        self.looked = now;
        self.spent += match state(self.pid) {
            Some(state) => {
                let before = self.ran.replace(state.ran);
                let ran = before.map_or(slice, |before| state.ran.saturating_sub(before));
                counted(slice, state.wants_to_run, ran)
            }
            None => slice,
        };
        self.spent >= self.limit || now - self.began >= self.limit + WAITING
    }
}

/// How much of a slice of time a child had.
fn counted(slice: Duration, wants_to_run: bool, ran: Duration) -> Duration {
    if wants_to_run { ran.min(slice) } else { slice }
}

struct State {
    /// One of its threads runs, or would and is not let: it waits for a processor or for the disk, or
    /// is stopped.
    wants_to_run: bool,
    /// The processor time of all its threads so far.
    ran: Duration,
}

/// None where the system does not tell.
fn state(pid: u32) -> Option<State> {
    let (_, ticks) = parsed(&std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)?;
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).ok()?;
    let runs = |thread: std::fs::DirEntry| {
        let stat = std::fs::read_to_string(thread.path().join("stat")).ok()?;
        Some(matches!(parsed(&stat)?.0, 'R' | 'D' | 'T' | 't'))
    };
    let wants_to_run = threads.flatten().any(|thread| runs(thread) == Some(true));
    Some(State { wants_to_run, ran: TICK * ticks })
}

/// The state of a process or thread and its ticks in user and system mode (proc(5), `stat`). Its
/// name, which may hold anything, ends with the last bracket.
fn parsed(stat: &str) -> Option<(char, u32)> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?.chars().next()?;
    let user: u32 = fields.nth(10)?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some((state, user.saturating_add(system)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_time_that_a_child_was_given_counts() {
        let [second, tenth] = [1000, 100].map(Duration::from_millis);
        assert_eq!(counted(second, false, Duration::ZERO), second, "it sleeps");
        assert_eq!(counted(second, true, tenth), tenth, "it was seldom let on a processor");
        assert_eq!(counted(second, true, second * 2), second, "two threads run without an end");
    }

    #[test]
    fn the_state_of_a_process_is_read_whatever_it_is_called() {
        let stat = "7 (a) R (b)) S 1 7 7 0 -1 4194560 1 0 0 0 25 17 0 0 20 0 1 0 9";
        assert_eq!(parsed(stat), Some(('S', 42)));
        assert_eq!(parsed("7 (a"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn one_that_the_system_has_stopped_is_not_held_to_be_stuck() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let pid = child.id().to_string();
        let signal = |name: &str| {
            let sent = std::process::Command::new("kill").args([name, &pid]).status().unwrap();
            assert!(sent.success());
        };
        let until = |wants: bool| {
            while state(child.id()).unwrap().wants_to_run != wants {
                std::thread::sleep(Duration::from_millis(1));
            }
        };
        until(false);
        signal("-STOP");
        until(true);
        let mut patience = Patience::new(child.id(), Duration::from_millis(5));
        // The first look has nothing to compare with.
        patience.is_over();
        let spent = patience.spent;
        std::thread::sleep(Duration::from_millis(20));
        patience.is_over();
        assert_eq!(patience.spent, spent);
        signal("-CONT");
        until(false);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn one_that_sleeps_is_not_waited_for_any_longer() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let mut patience = Patience::new(child.id(), Duration::from_millis(300));
        let began = Instant::now();
        while !patience.is_over() {
            std::thread::sleep(patience.slice());
        }
        // It takes as long as it is told, and by far not as long as a busy machine would.
        assert!(began.elapsed() >= Duration::from_millis(300));
        assert!(began.elapsed() < WAITING);
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
