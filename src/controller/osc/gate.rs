//! Who may drive the show.
//!
//! This keeps out the mistaken: another show in the house, a tablet set to the wrong machine. It
//! does not keep out an attacker on the same network, because UDP lets anyone write any sender on
//! a packet; a network that only the installation uses does that.
//!
//! What is refused is said, because a tablet that does nothing is otherwise a riddle, but seldom:
//! neither the log nor the memory may grow with what strangers send.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::timeline::ClockTime;

/// How many strangers are remembered.
const STRANGERS: usize = 64;

/// How long nothing more is said of a stranger: a minute.
const QUIET: i64 = 60_000_000_000;

/// Those who may send, besides the machine itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed(Vec<IpAddr>);

impl Allowed {
    /// These may send. An IPv4 address written as IPv6 is that IPv4 address.
    pub fn new(addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        Self(addresses.into_iter().map(|address| address.to_canonical()).collect())
    }

    /// Whether this one may send. The machine itself always may.
    pub fn contains(&self, from: IpAddr) -> bool {
        let from = from.to_canonical();
        from.is_loopback() || self.0.contains(&from)
    }
}

/// Whether a packet is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// It is.
    Yes,
    /// It is not.
    No {
        /// A sentence for the log, if it is time for one.
        say: Option<String>,
    },
}

/// What is remembered of one stranger, or of all that there was no room for.
#[derive(Clone, Copy, Debug, Default)]
struct Stranger {
    /// How many packets were refused since the last sentence.
    refused: u64,
    /// When that was said.
    said: Option<ClockTime>,
}

impl Stranger {
    /// Counts one more. If it is time to say so: how many, in words; nothing the first time.
    fn count(&mut self, now: ClockTime) -> Option<String> {
        self.refused += 1;
        if !self.may_speak(now) {
            return None;
        }
        let count = std::mem::take(&mut self.refused);
        let before = self.said.replace(now);
        Some(
            before
                .map_or_else(String::new, |_| format!(" ({count} more since this was last said)")),
        )
    }

    fn may_speak(&self, now: ClockTime) -> bool {
        self.said.is_none_or(|said| now >= said.after(QUIET))
    }
}

/// Hears those who may send, and counts the others.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    allowed: Allowed,
    strangers: BTreeMap<IpAddr, Stranger>,
    others: Stranger,
    refused: u64,
}

impl Gate {
    /// Hears these, and the machine itself.
    pub fn new(allowed: Allowed) -> Self {
        Self { allowed, ..Self::default() }
    }

    /// How many packets were refused so far.
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// Whether a packet from this address is heard. Of one that is not, something is said once a
    /// minute at most; where there are more than 64, of the others together.
    pub fn hears(&mut self, from: IpAddr, now: ClockTime) -> Hearing {
        let from = from.to_canonical();
        if self.allowed.contains(from) {
            return Hearing::Yes;
        }
        self.refused += 1;
        if !self.strangers.contains_key(&from) && self.strangers.len() >= STRANGERS {
            // Only a count is lost with those of whom it may be spoken again anyway. Had others to
            // make room too, made-up senders could bring on any number of sentences.
            self.strangers.retain(|_, stranger| !stranger.may_speak(now));
        }
        let known = self.strangers.contains_key(&from);
        if !known && self.strangers.len() >= STRANGERS {
            let say = self.others.count(now);
            let say = say.map(|more| format!("OSC from many other addresses is refused too{more}"));
            return Hearing::No { say };
        }
        let say = self.strangers.entry(from).or_default().count(now);
        let say = say.map(|more| {
            format!("OSC from {from} is refused: it is not among those that may send{more}")
        });
        Hearing::No { say }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    fn s(seconds: i64) -> ClockTime {
        ClockTime(seconds * 1_000_000_000)
    }

    fn v4(number: u32) -> IpAddr {
        Ipv4Addr::from_bits(number).into()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn said(gate: &mut Gate, from: IpAddr, now: ClockTime) -> Option<String> {
        let Hearing::No { say } = gate.hears(from, now) else {
            panic!("{from} is heard");
        };
        say
    }

    #[test]
    fn the_machine_itself_is_always_heard() {
        let mut gate = Gate::default();
        for from in ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(gate.hears(ip(from), s(0)), Hearing::Yes);
        }
        assert_eq!(gate.refused(), 0);
    }

    #[test]
    fn an_address_is_the_same_in_both_ways_to_write_it() {
        for allowed in ["10.0.0.7", "::ffff:10.0.0.7"] {
            let mut gate = Gate::new(Allowed::new([ip(allowed)]));
            assert_eq!(gate.hears(ip("10.0.0.7"), s(0)), Hearing::Yes);
            assert_eq!(gate.hears(ip("::ffff:10.0.0.7"), s(0)), Hearing::Yes);
            assert!(said(&mut gate, ip("10.0.0.8"), s(0)).is_some());
            assert!(said(&mut gate, ip("::ffff:10.0.0.8"), s(1)).is_none());
            assert!(said(&mut gate, ip("::a00:7"), s(1)).is_some());
        }
    }

    #[test]
    fn a_stranger_is_named_once_a_minute() {
        let mut gate = Gate::default();
        let times = (0..150).filter_map(|at| said(&mut gate, ip("10.0.0.8"), s(at)));
        let times: Vec<_> = times.collect();
        assert_eq!(times.len(), 3);
        let first = "OSC from 10.0.0.8 is refused: it is not among those that may send";
        assert_eq!(times[0], first);
        assert_eq!(times[1], format!("{first} (60 more since this was last said)"));
        assert_eq!(gate.refused(), 150);
    }

    #[test]
    fn any_number_of_strangers_takes_the_room_and_the_sentences_of_64() {
        let mut gate = Gate::default();
        let mut sentences = 0;
        for number in 0..60_000_u32 {
            let now = ClockTime(i64::from(number) * 1_000_000);
            sentences += usize::from(said(&mut gate, v4(0x0a00_0000 + number), now).is_some());
            assert!(gate.strangers.len() <= STRANGERS);
        }
        assert_eq!(sentences, STRANGERS + 1);
        let six = IpAddr::from(Ipv6Addr::from_bits(7));
        assert_eq!(said(&mut gate, six, s(59)), None);
        assert!(said(&mut gate, six, s(120)).unwrap().contains("::7"));
    }
}
