//! The controllers of this machine, opened as they appear and let go as they vanish.
//!
//! `keeper.rs` decides what is opened and when, against any system; `midi.rs` is the system's own
//! MIDI, and `announce.rs` hears at once what comes and goes where Linux says so. What is heard
//! waits in one bounded queue for the next tick: what is newest is never lost.

#[cfg(target_os = "linux")]
mod announce;
pub mod keeper;
mod midi;
pub mod name;
pub mod pulled;
mod replay;

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use super::mapping::Movement;
use super::message::Parser;
use crate::timeline::{Clock, ClockTime};
use keeper::{Keeper, System};
use pulled::Pulled;

/// How often it is looked for controllers.
const LOOK: Duration = Duration::from_secs(1);
/// What waits for a tick: a hand makes far less. Beyond, the oldest is left out.
const WAITING: usize = 4096;
/// Messages that wait to be sent to controllers; beyond, they are left out and sent anew later.
const UNSENT: usize = 4096;

/// A controller, by its name without the numbers that change; the second of the same name has a
/// number of ours.
pub type PortName = Arc<str>;

/// What is heard of a controller.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Which.
    pub port: PortName,
    /// When.
    pub when: ClockTime,
    /// What.
    pub what: News,
}

/// What is heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum News {
    /// A control was moved.
    Moved(Movement),
    /// It is here: its lights are dark, and its controls may stand elsewhere.
    Came,
    /// It is gone.
    Went,
}

/// What was heard and waits for a tick.
#[derive(Clone, Debug, Default)]
pub struct Queue(Arc<Mutex<VecDeque<Heard>>>);

impl Queue {
    /// Adds what is newest; the oldest makes room for it.
    pub fn push(&self, heard: Heard) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= WAITING {
            waiting.pop_front();
        }
        waiting.push_back(heard);
    }

    /// Takes all that waits, in its order.
    pub fn take(&self) -> VecDeque<Heard> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Hears the bytes of one controller, on whatever thread they come.
#[derive(Clone)]
pub struct Ear {
    port: PortName,
    clock: Arc<dyn Clock>,
    queue: Queue,
    parser: Parser,
}

impl Ear {
    /// For one controller.
    pub fn new(port: PortName, clock: Arc<dyn Clock>, queue: Queue) -> Self {
        Self { port, clock, queue, parser: Parser::default() }
    }

    /// Some bytes came, wherever they begin and end; they are stamped with the present time.
    pub fn hear(&mut self, bytes: &[u8]) {
        let when = self.clock.now();
        for byte in bytes {
            if let Some(event) = self.parser.feed(*byte) {
                self.say(when, News::Moved(Movement::Midi(event)));
            }
        }
    }

    pub(super) fn tell(&self, what: News) {
        self.say(self.clock.now(), what);
    }

    fn say(&self, when: ClockTime, what: News) {
        self.queue.push(Heard { port: Arc::clone(&self.port), when, what });
    }
}

/// The controllers that are here, or why there is none, in words; all copies say the same.
#[derive(Clone, Debug, Default)]
pub struct Present(Arc<Mutex<Vec<String>>>);

impl Present {
    /// What is so now.
    pub fn now(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says what is so from now on.
    pub fn say(&self, said: Vec<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = said;
    }
}

/// Every controller that is listened to. Dropped, its threads close them and end.
pub struct Ports {
    queue: Queue,
    present: Present,
    pulled: Pulled,
    clock: Arc<dyn Clock>,
    unsent: SyncSender<(PortName, [u8; 3])>,
    _open: SyncSender<()>,
}

impl Ports {
    /// Listens to every controller whose name contains one of `names`, whatever the case; to all
    /// for `any`. `replay:FILE` plays a recording. Those that appear later are opened then. Where
    /// this machine has no MIDI, nothing is heard, and [`Self::present`] says why.
    ///
    /// # Errors
    /// A recording cannot be read, or the system gives no more threads.
    pub fn open(names: &[String], clock: Arc<dyn Clock>) -> io::Result<Self> {
        let system = midi::SystemMidi::default();
        Self::of(system, names, clock, Waker::open())
    }

    /// The same, of any system.
    ///
    /// # Errors
    /// The system gives no more threads.
    fn of(
        system: impl System + 'static,
        names: &[String],
        clock: Arc<dyn Clock>,
        mut waker: Waker,
    ) -> io::Result<Self> {
        let (open, closed) = sync_channel::<()>(0);
        let (unsent, to_send) = sync_channel::<(PortName, [u8; 3])>(UNSENT);
        let (queue, present) = (Queue::default(), Present::default());
        let mut keeper =
            Keeper::new(system, names, Arc::clone(&clock), queue.clone(), present.clone());
        let (lines, pulled) = (keeper.lines(), keeper.pulled());
        for name in names {
            if let Some(file) = name.strip_prefix(replay::PREFIX) {
                let ear = Ear::new(name.as_str().into(), Arc::clone(&clock), queue.clone());
                replay::play(Path::new(file), ear, pulled.clone())?;
            }
        }
        Builder::new().name("controllers".to_owned()).spawn(move || {
            loop {
                keeper.look();
                if closed.try_recv() == Err(TryRecvError::Disconnected) {
                    return;
                }
                for id in waker.wait(&closed) {
                    keeper.lose(&id);
                }
            }
        })?;
        // On a thread of its own, because a device that takes its time must not hold up a tick.
        Builder::new().name("controller lights".to_owned()).spawn(move || {
            while let Ok((port, bytes)) = to_send.recv() {
                lines.send(&port, &bytes);
            }
        })?;
        Ok(Self { queue, present, pulled, clock, unsent, _open: open })
    }

    /// Which controllers there are, while they come and go.
    pub fn present(&self) -> Present {
        self.present.clone()
    }

    /// What was heard since the last time, in its order.
    pub fn heard(&self) -> VecDeque<Heard> {
        self.queue.take()
    }

    /// Behaves as if this controller were pulled out of the machine, within a second: its port is
    /// closed, and all goes its way as when a cable is pulled.
    pub fn pull(&self, port: &PortName) {
        // A recording is in no list that is looked at.
        if self.pulled.pull(port) && port.starts_with(replay::PREFIX) {
            self.ear(port).tell(News::Went);
        }
    }

    /// Plugs it in again.
    pub fn plug_in(&self, port: &PortName) {
        if self.pulled.plug_in(port) && port.starts_with(replay::PREFIX) {
            self.ear(port).tell(News::Came);
        }
    }

    /// The controllers that are pulled out so.
    pub fn pulled(&self) -> Vec<String> {
        self.pulled.names()
    }

    fn ear(&self, port: &PortName) -> Ear {
        Ear::new(Arc::clone(port), Arc::clone(&self.clock), self.queue.clone())
    }

    /// Sends a message to a controller: false where too many wait, and it must be sent again.
    pub fn send(&self, port: &PortName, bytes: [u8; 3]) -> bool {
        self.unsent.try_send((Arc::clone(port), bytes)).is_ok()
    }
}

/// Waits until it is time to look for controllers again.
struct Waker {
    #[cfg(target_os = "linux")]
    announcements: Option<announce::Announcements>,
}

/// Our name among the clients of the system.
const CLIENT: &str = "palimpsest";

impl Waker {
    fn open() -> Self {
        Self {
            #[cfg(target_os = "linux")]
            announcements: announce::Announcements::open(CLIENT).ok(),
        }
    }

    /// Until something comes or goes, or for a second. What has gone since, by the system's own
    /// names: it may be back by the next look, under the same.
    fn wait(&mut self, closed: &Receiver<()>) -> Vec<String> {
        #[cfg(target_os = "linux")]
        {
            if self.announcements.is_none() && Path::new(midi::SEQUENCER).exists() {
                self.announcements = announce::Announcements::open(CLIENT).ok();
            }
            if let Some(announcements) = &mut self.announcements {
                announcements.wait(LOOK);
                return announcements.gone();
            }
        }
        // Nothing is ever sent: whoever closes it ends the wait at once.
        closed.recv_timeout(LOOK).ok();
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::clock::Stepped;

    #[test]
    fn a_machine_without_midi_hears_nothing_and_goes_on() {
        let ports = Ports::open(&["no such controller".to_owned()], Arc::new(Stepped::default()));
        assert_eq!(ports.unwrap().heard().len(), 0);
    }

    #[test]
    fn of_more_than_can_wait_the_newest_is_kept() {
        let queue = Queue::default();
        let mut ear = Ear::new("x".into(), Arc::new(Stepped::default()), queue.clone());
        for value in 0..10_000_u32 {
            ear.hear(&[0xb0, 7, (value % 128) as u8]);
        }
        let waiting = queue.take();
        assert_eq!(waiting.len(), WAITING);
        let last = waiting.back().map(|heard| heard.what);
        let event = super::super::message::Event::ControlChange {
            channel: 0,
            controller: 7,
            value: (9_999 % 128) as u8,
        };
        assert_eq!(last, Some(News::Moved(Movement::Midi(event))));
    }
}
