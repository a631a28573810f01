//! Where the exhibition's sound leaves the machine: one output, on the show's clock.
//!
//! A thread of its own asks for blocks about 100 ms before they are heard and hands them to a
//! pipeline. A device that is missing or lost is no error: it is said, and tried again.
//!
//! Blocks of 10 ms and a lead of 100 ms: a hand that moves now is heard at most 110 ms later
//! (110.0 ms measured), and a thread may still wake 30 ms late without a gap, where the
//! device needs 70 ms.

use std::convert::Infallible;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

pub use super::gst_device::{Finder, Found, described, finder, list};
use super::gst_line::Line;
use crate::timeline::{Clock, ClockTime, clock::Monotonic};

/// Samples in a second, on each of the two channels.
pub const RATE: u32 = 48_000;

/// Frames of a block.
pub const BLOCK: usize = 480;

/// The length of a block in nanoseconds.
pub const BLOCK_NS: i64 = 10_000_000;

/// How long before it is heard a block is asked for, unless the device needs longer.
pub const LEAD_NS: i64 = 100_000_000;

/// A device that takes nothing for this long is lost.
const STILL_NS: i64 = 2_000_000_000;

/// A device that has played for this long was worth opening: the next back-off starts anew.
const WORTHWHILE_NS: i64 = 30_000_000_000;

/// How long the end of the output waits for its threads.
const END: Duration = Duration::from_millis(900);

/// Fills blocks of sound.
pub trait Fill: Send {
    /// Writes what is to be heard from clock time `from` on: frames of left and right at
    /// [`RATE`], between −1 and 1. `from` moves on by the length of `out`, except when a device
    /// was lost or the machine could not keep up: then it skips what was not heard. Called on
    /// the sound's own thread, once for each bus of the [`Routing`] in their order; all of them
    /// must return well within 10 ms.
    fn fill(&mut self, from: ClockTime, bus: usize, out: &mut [[f32; 2]]);
}

/// To which channels of a device with many each bus goes. A bus is a left and a right that are
/// mixed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routing {
    /// How many channels the device has; at most 64.
    pub of_total: u32,
    /// For each bus where left and right go, counted from 0; the mean of both where it is one
    /// channel. What goes to the same channel is added.
    pub buses: Vec<Vec<u32>>,
}

/// How the sound is put out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Milliseconds that the sound leaves later than the clock says, as for slow displays; less
    /// than 0 for slow amplifiers. Held within −200 and 2000.
    pub delay_ms: i32,
    /// Where it is not one bus to the first two channels.
    pub routing: Option<Routing>,
    /// How long after a failure the device is tried again; doubled each time, up to 30 s.
    pub again_after: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { delay_ms: 0, routing: None, again_after: Duration::from_secs(2) }
    }
}

/// The output. It plays until it is dropped.
pub struct Output {
    words: Arc<Mutex<String>>,
    /// Disconnected, it tells the thread to end; nothing is ever sent.
    stop: Option<SyncSender<Infallible>>,
    ended: Receiver<Infallible>,
    thread: Option<JoinHandle<()>>,
}

impl Output {
    /// Plays on what `find` finds: a device (see [`finder`]) or any other sink (see [`described`]).
    /// One that is not there is looked for until it is.
    pub fn open_on(find: Finder, settings: Settings, fill: Box<dyn Fill>) -> Self {
        let words = Arc::new(Mutex::new("opening the sound device".to_owned()));
        let (stop, stopped) = mpsc::sync_channel(0);
        let (end, ended) = mpsc::sync_channel::<Infallible>(0);
        let mut player = Player { find, settings, fill, stopped, words: Arc::clone(&words) };
        let run = move || {
            player.run();
            drop(end);
        };
        let thread = std::thread::Builder::new().name("sound".to_owned()).spawn(run);
        if let Err(why) = &thread {
            *words.lock().unwrap_or_else(PoisonError::into_inner) =
                format!("no sound device: no thread: {why}");
        }
        Self { words, stop: Some(stop), ended, thread: thread.ok() }
    }

    /// What is so, in words: the device's name, or why there is none.
    pub fn says(&self) -> String {
        self.words.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.stop = None;
        let Some(thread) = self.thread.take() else { return };
        if let Err(RecvTimeoutError::Timeout) = self.ended.recv_timeout(END) {
            // It hangs in the device's driver; the exhibition's end must not wait for that.
            tracing::warn!("the sound does not end");
        } else if thread.join().is_err() {
            tracing::warn!("the sound's thread had died");
        }
    }
}

/// That the output is dropped.
struct Stopped;

struct Player {
    find: Finder,
    settings: Settings,
    fill: Box<dyn Fill>,
    stopped: Receiver<Infallible>,
    words: Arc<Mutex<String>>,
}

impl Player {
    fn run(&mut self) {
        const LONGEST: Duration = Duration::from_secs(30);
        let mut pause = self.settings.again_after;
        loop {
            let since = Monotonic.now();
            let routing = self.settings.routing.clone();
            let why = match self.find().and_then(|found| Line::open(found, routing)) {
                Ok(mut line) => {
                    let played = self.play(&mut line);
                    if self.close(line).is_err() {
                        return;
                    }
                    let Ok(why) = played else { return };
                    why
                }
                Err(why) => why,
            };
            if Monotonic.now().since(since) > WORTHWHILE_NS {
                pause = self.settings.again_after;
            }
            self.say(format!("no sound device: {why}"));
            if self.wait(pause).is_err() {
                return;
            }
            pause = pause.saturating_mul(2).min(LONGEST);
        }
    }

    fn find(&mut self) -> Result<Found, String> {
        gstreamer::init().map_err(|why| format!("GStreamer: {why}"))?;
        (self.find)()
    }

    /// Feeds the line until the device is lost; returns how.
    fn play(&mut self, line: &mut Line) -> Result<String, Stopped> {
        self.say(line.name.clone());
        let delay_ns = i64::from(self.settings.delay_ms.clamp(-200, 2000)) * 1_000_000;
        let mut blocks = vec![[[0.0; 2]; BLOCK]; line.buses()];
        let mut heard = Monotonic.now().after(line.lead_ns);
        let mut taken = Monotonic.now();
        loop {
            if let Err(why) = line.listen() {
                return Ok(why);
            }
            let now = Monotonic.now();
            let early = heard.since(now) - line.lead_ns;
            if early > 0 {
                self.wait(Duration::from_nanos(early.unsigned_abs()))?;
                continue;
            }
            if heard < now {
                // What is over is not made up for.
                heard = now.after(line.lead_ns);
                line.skip();
            }
            for (bus, block) in blocks.iter_mut().enumerate() {
                self.fill.fill(heard.after(-delay_ns), bus, block);
            }
            match line.push(heard, &blocks) {
                Ok(true) => taken = now,
                Ok(false) if now.since(taken) > STILL_NS => {
                    return Ok(format!("{} stands still", line.name));
                }
                Ok(false) => {}
                Err(why) => return Ok(line.listen().err().unwrap_or(why)),
            }
            heard = heard.after(BLOCK_NS);
        }
    }

    /// Waits until the line is closed, so that a device that hangs is not opened again and again.
    fn close(&mut self, line: Line) -> Result<(), Stopped> {
        let closed = line.close();
        let mut patience = 8;
        while let Err(RecvTimeoutError::Timeout) = closed.recv_timeout(END / 10) {
            patience -= 1;
            if patience > 0 {
                continue;
            }
            self.say("no sound device: the last one does not close".to_owned());
            self.wait(Duration::ZERO)?;
        }
        self.wait(Duration::ZERO)
    }

    fn wait(&self, duration: Duration) -> Result<(), Stopped> {
        match self.stopped.recv_timeout(duration) {
            Err(RecvTimeoutError::Timeout) => Ok(()),
            Err(RecvTimeoutError::Disconnected) => Err(Stopped),
            Ok(never) => match never {},
        }
    }

    fn say(&self, words: String) {
        let mut said = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        if *said != words {
            tracing::info!("sound: {words}");
            *said = words;
        }
    }
}
