//! The socket: who sends is looked at before anything of what was sent.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use super::gate::{Allowed, Gate, Hearing};
use super::packet::{self, LARGEST};
use super::table::{Wish, wish};
use crate::installation::controllers::Osc;
use crate::timeline::{Clock, ClockTime};

/// How often the thread looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(500);
/// Wishes that wait for a tick; beyond, the oldest are left out.
const WAITING: usize = 1024;
/// What cannot be obeyed is said this often at most, in nanoseconds.
const SAY_NS: i64 = 1_000_000_000;

/// What was asked for, when, and by whom.
pub type Asked = (ClockTime, IpAddr, Wish);

/// An open socket. Dropped, its thread ends within half a second.
pub struct Socket {
    asked: Arc<Mutex<VecDeque<Asked>>>,
    ended: Arc<AtomicBool>,
    out: UdpSocket,
    /// Where it listens.
    pub at: SocketAddr,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

impl Socket {
    /// Listens as the installation says: on this machine alone, unless it names others that may
    /// send.
    ///
    /// # Errors
    /// The port is taken, or the system gives no more sockets or threads.
    pub fn open(osc: &Osc, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let is_six = |address: &IpAddr| address.is_ipv6();
        let everywhere: IpAddr = match (osc.from.is_empty(), osc.from.iter().any(is_six)) {
            (true, _) => Ipv4Addr::LOCALHOST.into(),
            (false, true) => Ipv6Addr::UNSPECIFIED.into(),
            (false, false) => Ipv4Addr::UNSPECIFIED.into(),
        };
        let socket = UdpSocket::bind((everywhere, osc.port))?;
        socket.set_read_timeout(Some(LOOK))?;
        let at = socket.local_addr()?;
        let out_six = osc.to.iter().any(SocketAddr::is_ipv6);
        let out: IpAddr =
            if out_six { Ipv6Addr::UNSPECIFIED.into() } else { Ipv4Addr::UNSPECIFIED.into() };
        let out = UdpSocket::bind((out, 0))?;
        out.set_nonblocking(true)?;
        let asked = Arc::<Mutex<VecDeque<Asked>>>::default();
        let ended = Arc::<AtomicBool>::default();
        let listener = Listener {
            socket,
            gate: Gate::new(Allowed::new(osc.from.iter().copied())),
            clock,
            asked: Arc::clone(&asked),
            ended: Arc::clone(&ended),
            said: None,
        };
        Builder::new().name("osc".to_owned()).spawn(move || listener.run())?;
        Ok(Self { asked, ended, out, at })
    }

    /// What was asked for since the last time, in its order.
    pub fn asked(&self) -> VecDeque<Asked> {
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sends a packet; one that finds no room is lost, as any can be.
    pub fn send(&self, to: SocketAddr, packet: &[u8]) {
        self.out.send_to(packet, to).ok();
    }
}

struct Listener {
    socket: UdpSocket,
    gate: Gate,
    clock: Arc<dyn Clock>,
    asked: Arc<Mutex<VecDeque<Asked>>>,
    ended: Arc<AtomicBool>,
    said: Option<ClockTime>,
}

impl Listener {
    fn run(mut self) {
        let mut bytes = vec![0; LARGEST];
        while !self.ended.load(Ordering::Relaxed) {
            match self.socket.recv_from(&mut bytes) {
                Ok((length, from)) => self.hear(&bytes[..length], from.ip()),
                // The wait is over, or a listener of ours has gone; neither says anything of the
                // next packet. But an error that stays must not take a whole core.
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    fn hear(&mut self, bytes: &[u8], from: IpAddr) {
        let now = self.clock.now();
        if let Hearing::No { say } = self.gate.hears(from, now) {
            say.iter().for_each(|said| tracing::warn!("{said}"));
            return;
        }
        let messages = match packet::read(bytes) {
            Ok(messages) => messages,
            Err(fault) => return self.say(now, &format!("OSC from {from}: {fault}")),
        };
        for message in &messages {
            match wish(message) {
                Ok(None) => {}
                Ok(Some(wish)) => {
                    let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
                    if asked.len() >= WAITING {
                        asked.pop_front();
                    }
                    asked.push_back((now, from, wish));
                }
                Err(why) => self.say(now, &format!("OSC from {from}: {why}")),
            }
        }
    }

    fn say(&mut self, now: ClockTime, what: &str) {
        if self.said.is_none_or(|said| now.since(said) >= SAY_NS) {
            self.said = Some(now);
            tracing::warn!("{what}");
        }
    }
}
