//! The pictures of takes that are at hand, within a budget of memory.

use std::collections::{BTreeMap, HashMap};

use crate::media::Picture;
use crate::scrub::flashes::Light;

/// The pictures of all takes together never take more memory than this, in bytes. It holds the
/// first frames of about 400 takes of eight shots, as small as 400 are seen on one screen, or of
/// some forty as large as forty are.
pub const BUDGET: usize = 192 << 20;

/// One picture of one take, in one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The take's number.
    pub take: u32,
    /// The rung, by its place in the ladder.
    pub rung: u8,
    /// The frame, by its place in the frame table.
    pub frame: u32,
}

/// Why a picture is wanted: what is worth more is kept rather.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// Nobody asks for it any more.
    #[default]
    Nothing,
    /// It would be seen first if its version were opened.
    First,
    /// It is seen next.
    Next,
    /// It is seen.
    Now,
}

/// A picture that is at hand.
#[derive(Clone)]
pub struct Held {
    /// The picture.
    pub picture: Picture,
    /// How much light it gives.
    pub light: Light,
    bytes: usize,
    /// When it was wanted last.
    wanted: u64,
}

/// Pictures by what they are of.
pub struct Bank {
    budget: usize,
    bytes: usize,
    turn: u64,
    held: BTreeMap<Key, Held>,
    /// What is wanted now.
    worth: HashMap<Key, Worth>,
}

impl Bank {
    /// An empty bank that never holds more than `budget` bytes.
    pub fn new(budget: usize) -> Self {
        Self { budget, bytes: 0, turn: 0, held: BTreeMap::new(), worth: HashMap::new() }
    }

    /// A picture, if it is at hand.
    pub fn get(&self, key: &Key) -> Option<&Held> {
        self.held.get(key)
    }

    /// What is wanted from now on. What is not is the first to go where room is needed, and then
    /// what is worth less than what comes.
    pub fn want(&mut self, wanted: impl Iterator<Item = (Key, Worth)>) {
        self.turn += 1;
        self.worth.clear();
        for (key, worth) in wanted {
            let known = self.worth.entry(key).or_default();
            *known = worth.max(*known);
            if let Some(held) = self.held.get_mut(&key) {
                held.wanted = self.turn;
            }
        }
    }

    /// What a picture is worth now.
    pub fn worth(&self, key: &Key) -> Worth {
        self.worth.get(key).copied().unwrap_or_default()
    }

    /// Takes in a picture. What is worth less makes room for it; where nothing is, it is not taken,
    /// and that is said.
    pub fn keep(&mut self, key: Key, picture: Picture, light: Light) -> bool {
        let bytes = bytes_of(&picture);
        if let Some(old) = self.held.remove(&key) {
            self.bytes -= old.bytes;
        }
        let worth = self.worth(&key);
        if self.bytes + bytes > self.budget {
            self.make_room(bytes, worth);
        }
        if self.bytes + bytes > self.budget {
            return false;
        }
        self.bytes += bytes;
        let wanted = if worth == Worth::Nothing { self.turn.saturating_sub(1) } else { self.turn };
        self.held.insert(key, Held { picture, light, bytes, wanted });
        true
    }

    /// Lets go of what is worth less than that, the least and the longest unwanted first. What
    /// nobody asks for goes until there is a little more room than so many bytes: looking for what
    /// to let go takes time, so it is not done for each.
    fn make_room(&mut self, bytes: usize, worth: Worth) {
        let needed = self.budget.saturating_sub(bytes);
        let roomy = (self.budget - self.budget / 8).saturating_sub(bytes);
        let of = |(key, held): (&Key, &Held)| (self.worth(key), held.wanted, *key);
        let mut less: Vec<(Worth, u64, Key)> =
            self.held.iter().map(of).filter(|(theirs, ..)| *theirs < worth).collect();
        less.sort_unstable();
        for (theirs, _, key) in less {
            let enough = if theirs == Worth::Nothing { roomy } else { needed };
            if self.bytes <= enough {
                return;
            }
            if let Some(gone) = self.held.remove(&key) {
                self.bytes -= gone.bytes;
            }
        }
    }

    /// Forgets everything: the takes are others now.
    pub fn clear(&mut self) {
        self.held.clear();
        self.worth.clear();
        self.bytes = 0;
    }

    /// Bytes that it holds.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Pictures that it holds.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// It holds none.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }
}

/// The bytes of a picture's planes.
pub fn bytes_of(picture: &Picture) -> usize {
    (0..3).map(|plane| picture.planes.plane(plane).data.len()).sum()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::media::picture::OwnPlanes;
    use proptest::prelude::*;

    fn picture(side: u32) -> Picture {
        Picture { planes: Arc::new(OwnPlanes::black(side, side)) }
    }

    fn key(take: u32) -> Key {
        Key { take, rung: 0, frame: 0 }
    }

    fn keep(bank: &mut Bank, take: u32) -> bool {
        bank.keep(key(take), picture(8), Light::default())
    }

    fn want(bank: &mut Bank, wanted: &[(u32, Worth)]) {
        bank.want(wanted.iter().map(|(take, worth)| (key(*take), *worth)));
    }

    #[test]
    fn what_is_worth_less_makes_room_and_what_is_seen_never_does() {
        let each = bytes_of(&picture(8));
        let mut bank = Bank::new(each * 3);
        let all: Vec<_> = (0..4).map(|take| (take, Worth::Now)).collect();
        want(&mut bank, &all);
        assert!((0..3).all(|take| keep(&mut bank, take)));
        assert!(!keep(&mut bank, 3), "all are seen");
        want(
            &mut bank,
            &[(0, Worth::Now), (2, Worth::First), (3, Worth::First), (4, Worth::First)],
        );
        assert!(keep(&mut bank, 3), "nobody wants the second any more");
        assert!(bank.get(&key(1)).is_none() && bank.get(&key(0)).is_some());
        assert!(!keep(&mut bank, 4), "what may be opened makes no room for its like");
        want(&mut bank, &[(0, Worth::Now), (2, Worth::Next), (3, Worth::Next), (5, Worth::Now)]);
        assert!(keep(&mut bank, 5), "what is seen next makes room for what is seen");
        assert!(bank.get(&key(0)).is_some());
        assert!(!keep(&mut bank, 6), "and none for what nobody asks for");
        bank.clear();
        assert_eq!((bank.bytes(), bank.len()), (0, 0));
    }

    proptest! {
        #[test]
        fn the_budget_is_never_exceeded(
            moves in prop::collection::vec((0u32..40, 1u32..20, any::<bool>()), 0..200),
            budget in 0usize..4000,
        ) {
            let mut bank = Bank::new(budget);
            for (take, side, wants) in moves {
                if wants {
                    want(&mut bank, &[(take, Worth::Now), (take / 2, Worth::First)]);
                }
                bank.keep(key(take), picture(side * 2), Light::default());
                prop_assert!(bank.bytes() <= budget);
                let sum: usize =
                    (0..40).filter_map(|take| bank.get(&key(take))).map(|held| held.bytes).sum();
                prop_assert_eq!(sum, bank.bytes());
            }
        }
    }
}
