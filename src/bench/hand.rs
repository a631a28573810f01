//! What a hand on a controller costs, from its bytes to the show.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Builder;
use std::time::Duration;

use crate::controller::commanded::Commanded;
use crate::controller::port::{Ear, News, Queue};
use crate::controller::profile::shipped;
use crate::controller::{Desk, Mapping, Movement, Parser, Role};
use crate::scrub::Scale;
use crate::show::{Part, Program, Show};
use crate::timeline::clock::{Monotonic, process_cpu_ns, thread_cpu_ns};
use crate::timeline::{Clock as _, ClockTime, FilmTime};

/// How long a flood is watched.
const FLOOD: Duration = Duration::from_secs(5);
/// Messages that come at once, a thousand times a second.
const BURST: u8 = 10;
/// From one refresh to the next.
const REFRESH: Duration = Duration::from_micros(16_667);

/// A controller at a show of so many versions.
struct Desktop {
    mapping: Mapping,
    show: Show,
    scale: Scale,
}

impl Desktop {
    fn new(versions: usize) -> Self {
        let part = |number| Part { id: format!("v{number}"), frames: None };
        let parts = (0..versions).map(part).collect();
        let program = Program::new(FilmTime::from_secs(60), &[], parts);
        let profile = shipped::named("korg-nanokontrol2").unwrap_or_default();
        Self {
            mapping: Mapping::new(profile, Role::Public),
            show: Show::new(program, Monotonic.now()),
            scale: Scale::ordinal(versions + 2, 5),
        }
    }

    /// One tick: everything that was heard becomes commands, and the show obeys.
    fn tick(&mut self, heard: impl IntoIterator<Item = (ClockTime, Movement)>) {
        let now = Monotonic.now();
        let mut desk =
            Desk { scale: &self.scale, at: self.show.hand_at(now), divider: 0.5, volume: 1.0 };
        let mut commands = Commanded::default();
        for (when, movement) in heard {
            self.mapping.hear(when, movement, &mut desk, commands.at(when));
        }
        self.mapping.advance(now, &mut desk, commands.at(now));
        for (_, command) in commands.all() {
            self.show.apply(now, command);
        }
        std::hint::black_box(self.show.tick(now, now));
    }
}

/// A message of a slider that is moved up and down, for ever.
fn message(number: u32) -> [u8; 3] {
    let value = number % 254;
    [0xb0, 0x00, value.min(254 - value).min(127) as u8]
}

/// The cost of a message, in CPU time of the thread that hears it; and of ten thousand a second, in
/// CPU time of the process beyond that of the same ticks without them.
pub fn hand(versions: usize) -> BTreeMap<&'static str, f64> {
    let count = 200_000;
    let mut desktop = Desktop::new(versions);
    let mut parser = Parser::default();
    let mut desk = Desk { scale: &desktop.scale, at: 1.0, divider: 0.5, volume: 1.0 };
    let mut commands = Vec::new();
    let before = thread_cpu_ns();
    for number in 0..count {
        let now = ClockTime(i64::from(number) * 1_000_000);
        for byte in message(number) {
            if let Some(event) = parser.feed(byte) {
                let movement = Movement::Midi(event);
                desktop.mapping.hear(now, movement, &mut desk, &mut commands);
            }
        }
        std::hint::black_box(&commands);
        commands.clear();
    }
    let each = (thread_cpu_ns() - before) as f64 / f64::from(count) / 1e3;
    let (quiet, _) = ticks(versions, false);
    let (flooded, longest) = ticks(versions, true);
    BTreeMap::from([
        ("µs/message", each),
        ("flood % core", 100.0 * (flooded - quiet)),
        ("longest/refresh", longest),
    ])
}

/// Ticks for a while, with a flood of messages or without: the share of a core that it takes, and
/// the longest tick as a share of a refresh.
fn ticks(versions: usize, flood: bool) -> (f64, f64) {
    let mut desktop = Desktop::new(versions);
    let queue = Queue::default();
    let over = Arc::new(AtomicBool::new(false));
    // Without a flood it wakes as often and says nothing: what is left is what the messages cost.
    let sender = {
        let mut ear = Ear::new("flood".into(), Arc::new(Monotonic), queue.clone());
        let over = Arc::clone(&over);
        let run = move || {
            let (began, mut sent) = (Monotonic.now(), 0_u32);
            while !over.load(Ordering::Relaxed) {
                // As many as are due by now, however long the sleep was.
                let due = Monotonic.now().since(began) / 1_000_000 * i64::from(BURST);
                while i64::from(sent) < due {
                    if flood {
                        ear.hear(&message(sent));
                    }
                    sent += 1;
                }
                std::thread::sleep(Duration::from_millis(1));
            }
        };
        Builder::new().name("flood".to_owned()).spawn(run)
    };
    let (began, cpu) = (Monotonic.now(), process_cpu_ns());
    let mut longest = 0;
    while Monotonic.now().since(began) < FLOOD.as_nanos() as i64 {
        let start = Monotonic.now();
        let moved = queue.take().into_iter().filter_map(|heard| match heard.what {
            News::Moved(movement) => Some((heard.when, movement)),
            News::Came | News::Went => None,
        });
        desktop.tick(moved);
        longest = longest.max(Monotonic.now().since(start));
        std::thread::sleep(REFRESH);
    }
    let took = Monotonic.now().since(began) as f64;
    let share = (process_cpu_ns() - cpu) as f64 / took;
    over.store(true, Ordering::Relaxed);
    if let Ok(sender) = sender {
        sender.join().ok();
    }
    (share, longest as f64 / REFRESH.as_nanos() as f64)
}
