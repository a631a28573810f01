//! What the sequencer of Linux says of its clients and ports as they come and go.
//!
//! Its client *System* has a port *Announce* that sends an event for each (alsa-lib, *Sequencer
//! interface*, `SND_SEQ_PORT_SYSTEM_ANNOUNCE`). Whoever waits for these notices a controller
//! within milliseconds; asking for all ports again and again would notice it as late as one asks
//! seldom. The events say no more here than that it is worth asking again.

use std::ffi::CString;
use std::fs::OpenOptions;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use alsa::poll::{Descriptors as _, Flags, poll};
use alsa::seq::{Addr, EventType, PortCap, PortSubscribe, PortType, Seq};
use alsa::{Direction, Error};

/// Where the kernel gives its sequencer.
const DEVICE: &str = "/dev/snd/seq";

/// What is listened to.
const HEARD: [EventType; 4] =
    [EventType::ClientStart, EventType::ClientExit, EventType::PortStart, EventType::PortExit];

/// So many events are taken at once; what comes beyond is left for the next wait, so that a flood
/// of them cannot hold one up.
const AT_ONCE: usize = 4096;

/// The numbers of the system's errors, which are the same wherever Linux has ALSA
/// (`asm-generic/errno-base.h`): a signal came in between, …
const EINTR: i32 = 4;
/// … nothing waits, …
const EAGAIN: i32 = 11;
/// … so many waited that some were lost.
const ENOSPC: i32 = 28;

/// One client of the sequencer that hears what comes and goes. Dropped, it is gone.
pub struct Announcements {
    seq: Seq,
    gone: Vec<String>,
}

impl Announcements {
    /// Becomes a client of the sequencer, by this name.
    ///
    /// # Errors
    /// There is no sequencer, or this user may not open it; in words.
    pub fn open(client_name: &str) -> Result<Self, String> {
        // alsa-lib writes to the standard error output where it cannot open the device, so it is
        // not asked before it is known that it can.
        let device = Path::new(DEVICE);
        OpenOptions::new()
            .read(true)
            .write(true)
            .open(device)
            .map_err(|why| format!("{}: {why}", device.display()))?;
        let name = CString::new(client_name).map_err(|_| "a client's name has no zeros")?;
        Self::subscribed(&name).map_err(|why| format!("the sequencer's announcements: {why}"))
    }

    fn subscribed(name: &CString) -> Result<Self, Error> {
        let seq = Seq::open(None, Some(Direction::Capture), true)?;
        seq.set_client_name(name)?;
        // All else, such as who listens to whom, wakes nobody.
        for kind in HEARD {
            seq.set_client_event_filter(kind as i32)?;
        }
        // Without `SUBS_WRITE` nobody else can send anything here, and no list shows the port to
        // people as a place to connect to.
        let (caps, kind) = (PortCap::WRITE | PortCap::NO_EXPORT, PortType::APPLICATION);
        let port = seq.create_simple_port(c"announcements", caps, kind)?;
        let subscription = PortSubscribe::empty()?;
        subscription.set_sender(Addr::system_announce());
        subscription.set_dest(Addr { client: seq.client_id()?, port });
        seq.subscribe_port(&subscription)?;
        Ok(Self { seq, gone: Vec::new() })
    }

    /// The ports that have gone since the last time, as `client:port`.
    pub fn gone(&mut self) -> Vec<String> {
        std::mem::take(&mut self.gone)
    }

    /// Waits for an announcement, at most so long: true where something came or went. Drains what
    /// is queued, so that many at once count as one. It may be false before the time is over, but
    /// never again and again at once.
    pub fn wait(&mut self, at_most: Duration) -> bool {
        match self.heard(at_most) {
            Ok(heard) => heard,
            // A signal is a reason to look after all, and none follows at once.
            Err(why) if why.errno() == EINTR => false,
            // The sequencer is out of order: whoever waits here must not turn in circles.
            Err(_) => {
                sleep(at_most);
                false
            }
        }
    }

    fn heard(&mut self, at_most: Duration) -> Result<bool, Error> {
        let mut descriptors = (&self.seq, Some(Direction::Capture)).get()?;
        // Rounded up, since a poll of no time at all would not wait.
        let ms = i32::try_from(at_most.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX);
        if poll(&mut descriptors, ms)? == 0 {
            return Ok(false);
        }
        let state = (&self.seq, Some(Direction::Capture)).revents(&descriptors)?;
        if !state.contains(Flags::IN) {
            return Err(Error::unsupported("poll"));
        }
        self.drain()
    }

    /// Takes what is queued: whether anything came or went.
    fn drain(&mut self) -> Result<bool, Error> {
        let mut input = self.seq.input();
        let mut heard = false;
        for _ in 0..AT_ONCE {
            match input.event_input() {
                Ok(event) => {
                    heard |= HEARD.contains(&event.get_type());
                    if event.get_type() == EventType::PortExit
                        && let Some(Addr { client, port }) = event.get_data::<Addr>()
                    {
                        self.gone.push(format!("{client}:{port}"));
                    }
                }
                Err(why) if why.errno() == EAGAIN => break,
                // What was lost was an announcement too.
                Err(why) if why.errno() == ENOSPC => heard = true,
                // If it stays so, the next wait finds nothing else and sleeps.
                Err(_) if heard => break,
                Err(why) => return Err(why),
            }
        }
        Ok(heard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_without_a_sequencer_says_so_and_is_not_an_end() {
        if Path::new(DEVICE).exists() {
            eprintln!("skipped: this machine has a sequencer");
            return;
        }
        let why = Announcements::open("a test").err().unwrap_or_default();
        assert!(why.starts_with(DEVICE), "{why}");
    }
}
