//! The pictures of takes that are at hand, within a budget of memory.

use std::collections::BTreeMap;

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
}

impl Bank {
    /// An empty bank that never holds more than `budget` bytes.
    pub fn new(budget: usize) -> Self {
        Self { budget, bytes: 0, turn: 1, held: BTreeMap::new() }
    }

    /// A picture, if it is at hand.
    pub fn get(&self, key: &Key) -> Option<&Held> {
        self.held.get(key)
    }

    /// What is wanted now: what is `seen`, and what is `spare`, in case it will be. What is neither
    /// is the first to go where room is needed, and what is spare the next.
    pub fn want<'k>(
        &mut self,
        seen: impl Iterator<Item = &'k Key>,
        spare: impl Iterator<Item = &'k Key>,
    ) {
        self.turn += 2;
        for (keys, wanted) in [
            (&mut { spare } as &mut dyn Iterator<Item = &'k Key>, self.turn - 1),
            (&mut { seen }, self.turn),
        ] {
            for key in keys {
                if let Some(held) = self.held.get_mut(key) {
                    held.wanted = wanted;
                }
            }
        }
    }

    /// Takes in a picture that is wanted, `seen` or spare. What is wanted less makes room for it;
    /// where nothing is, it is not taken, and that is said.
    pub fn keep(&mut self, key: Key, picture: Picture, light: Light, seen: bool) -> bool {
        let bytes = bytes_of(&picture);
        let wanted = self.turn - u64::from(!seen);
        if let Some(old) = self.held.remove(&key) {
            self.bytes -= old.bytes;
        }
        if self.bytes + bytes > self.budget {
            self.make_room(bytes, wanted);
        }
        if self.bytes + bytes > self.budget {
            return false;
        }
        self.bytes += bytes;
        self.held.insert(key, Held { picture, light, bytes, wanted });
        true
    }

    /// Lets go of what is wanted less than so much, the longest unwanted first, until so many bytes
    /// and a little more find room: looking for what to let go takes time, so it is not done for
    /// each.
    fn make_room(&mut self, bytes: usize, wanted: u64) {
        let enough = (self.budget - self.budget / 8).saturating_sub(bytes);
        let unwanted = self.held.iter().filter(|(_, held)| held.wanted < wanted);
        let mut unwanted: Vec<(u64, Key)> =
            unwanted.map(|(key, held)| (held.wanted, *key)).collect();
        unwanted.sort_unstable();
        for (_, key) in unwanted {
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

    #[test]
    fn what_was_wanted_longest_ago_makes_room_and_what_is_seen_never_does() {
        let each = bytes_of(&picture(8));
        let mut bank = Bank::new(each * 3);
        let keep =
            |bank: &mut Bank, take, seen| bank.keep(key(take), picture(8), Light::default(), seen);
        for take in 0..3 {
            assert!(keep(&mut bank, take, true));
        }
        assert!(!keep(&mut bank, 3, true), "all are seen");
        bank.want([key(0)].iter(), [key(2)].iter());
        assert!(keep(&mut bank, 3, false), "nobody wants the second any more");
        assert!(bank.get(&key(1)).is_none() && bank.get(&key(0)).is_some());
        assert!(!keep(&mut bank, 4, false), "what is spare makes no room for what is spare");
        assert!(keep(&mut bank, 5, true), "but for what is seen");
        assert!(bank.get(&key(0)).is_some());
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
                    bank.want([key(take)].iter(), [key(take / 2)].iter());
                }
                bank.keep(key(take), picture(side * 2), Light::default(), side % 2 == 0);
                prop_assert!(bank.bytes() <= budget);
                let sum: usize =
                    (0..40).filter_map(|take| bank.get(&key(take))).map(|held| held.bytes).sum();
                prop_assert_eq!(sum, bank.bytes());
            }
        }
    }
}
