//! What playing costs: the bare decoding of the same files, and reels with lockstep on top.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::choose::Need;
use super::decoder::Fault;
use super::gst::decode_whole;
use super::lockstep::Lockstep;
use super::open::Renditions;
use super::plan::Aim;
use super::shown::FrameState;
use crate::rendition::{Medium, Prepared};
use crate::timeline::clock::{Monotonic, process_cpu_ns, thread_cpu_ns};
use crate::timeline::{Clock as _, Speed, Transport};

/// What a run cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// CPU time of the whole process, in nanoseconds.
    pub cpu_ns: i64,
    /// Frames decoded.
    pub frames: u64,
    /// Ticks.
    pub ticks: u64,
    /// Time in arrange and select, in nanoseconds, over all ticks: what a tick waits.
    pub select_ns: u64,
    /// CPU time in arrange and select, likewise: what of it is work, whoever else wants the core.
    pub select_cpu_ns: u64,
    /// The longest of them.
    pub select_longest_ns: u64,
    /// Pictures shown that belonged to their film time.
    pub exact: u64,
    /// Pictures that were not there yet.
    pub late: u64,
    /// Pictures that do not exist.
    pub missing: u64,
}

impl Cost {
    /// CPU time for each frame decoded, in nanoseconds.
    pub fn cpu_per_frame_ns(&self) -> f64 {
        self.cpu_ns as f64 / self.frames.max(1) as f64
    }

    /// CPU time in arrange and select for each tick, in nanoseconds.
    pub fn select_per_tick_ns(&self) -> f64 {
        self.select_cpu_ns as f64 / self.ticks.max(1) as f64
    }
}

/// Decodes the file of the rung that each version would play at `pixels`, all at once, `laps`
/// times, with nothing around it. Cards have no file and are left out.
///
/// # Errors
/// The first file that cannot be decoded.
pub fn bare(versions: &[Arc<Prepared>], pixels: (u32, u32), laps: u32) -> Result<Cost, Fault> {
    let files: Vec<_> = versions
        .iter()
        .filter(|version| version.rendition.medium == Medium::H264)
        .map(|version| version.file(version.rendition.rung_for(0, pixels.0, pixels.1)))
        .collect();
    let before = process_cpu_ns();
    let mut frames = 0;
    for _ in 0..laps {
        let decoded: Vec<Result<u64, Fault>> = std::thread::scope(|scope| {
            let threads: Vec<_> = files
                .iter()
                .map(|file| {
                    let named = std::thread::Builder::new().name("bare decode".to_owned());
                    named.spawn_scoped(scope, || decode_whole(file))
                })
                .collect();
            let ended = || Fault::Decoder("a thread for decoding could not run".to_owned());
            let join = |thread: std::io::Result<std::thread::ScopedJoinHandle<'_, _>>| {
                thread.map_err(|_| ended())?.join().map_err(|_| ended())?
            };
            threads.into_iter().map(join).collect()
        });
        for count in decoded {
            frames += count?;
        }
    }
    Ok(Cost { cpu_ns: process_cpu_ns() - before, frames, ..Cost::default() })
}

/// Plays the versions in real time for `length`, each seen at `pixels`, with a tick every
/// `refresh`. Nothing is drawn.
pub fn reels(
    versions: &[Arc<Prepared>],
    pixels: (u32, u32),
    refresh: Duration,
    length: Duration,
) -> Cost {
    let film = versions.iter().map(|version| version.rendition.length).max().unwrap_or_default();
    let played = versions.iter().cloned().map(Some).collect();
    let mut lockstep = Lockstep::new(played, Box::new(Renditions));
    let need = Need { base: pixels, visible: pixels, ..Need::default() };
    let needs = vec![need; versions.len()];
    let mut transport = Transport::new(0, Monotonic.now(), film);
    let mut aim = Aim {
        film: transport.at(Monotonic.now()).1,
        speed: Speed::NORMAL,
        loop_in: transport.loop_in,
        loop_out: transport.loop_out,
    };
    // Opening decoders and the first pictures are no part of playing.
    lockstep.arrange(Monotonic.now(), &needs);
    lockstep.settle(&aim, Duration::from_secs(30));
    transport.set_speed(Monotonic.now(), Speed::NORMAL);

    let decoded = |lockstep: &Lockstep| lockstep.health().iter().map(|h| h.decoded).sum::<u64>();
    let mut cost = Cost { frames: decoded(&lockstep), cpu_ns: process_cpu_ns(), ..Cost::default() };
    let start = Instant::now();
    while start.elapsed() < length {
        let now = Monotonic.now();
        aim.film = transport.at(now).1;
        let before = (Instant::now(), thread_cpu_ns());
        lockstep.arrange(now, &needs);
        let shown = lockstep.select(&aim);
        cost.select_cpu_ns += (thread_cpu_ns() - before.1) as u64;
        let took = before.0.elapsed().as_nanos() as u64;
        for shown in shown {
            match shown.state {
                FrameState::Exact => cost.exact += 1,
                FrameState::Late => cost.late += 1,
                FrameState::Missing => cost.missing += 1,
            }
        }
        cost.ticks += 1;
        cost.select_ns += took;
        cost.select_longest_ns = cost.select_longest_ns.max(took);
        let next = refresh.saturating_mul(cost.ticks as u32);
        std::thread::sleep(next.saturating_sub(start.elapsed()));
    }
    cost.cpu_ns = process_cpu_ns() - cost.cpu_ns;
    cost.frames = decoded(&lockstep) - cost.frames;
    cost
}
