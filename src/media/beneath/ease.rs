//! Takes give way to versions: while these are late, those keep to a coarser beat.

use crate::timeline::ClockTime;

/// The beat is never more than twice as coarse so many times over.
const MOST: u32 = 3;
/// It becomes coarser after so long at the earliest, in nanoseconds: what helped needs time …
const COARSER_NS: i64 = 250_000_000;
/// … and finer again after so long in which no version was late.
const FINER_NS: i64 = 2_000_000_000;

/// How much the beat of the takes is eased.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ease {
    /// Pictures of versions that were late, of all there ever were.
    late: u64,
    level: u32,
    /// When a version was late last, or the level fell.
    quiet_since: ClockTime,
    /// When the level rose last.
    rose: ClockTime,
}

impl Ease {
    /// How many times over the beat is twice as coarse, when by `now` so many pictures of versions
    /// have come late since the start. What is late while no take is open is not their doing.
    pub fn after(&mut self, late: u64, open: bool, now: ClockTime) -> u32 {
        if !open {
            self.level = 0;
        } else if late > self.late {
            if self.level == 0 || now.since(self.rose) >= COARSER_NS {
                self.level = (self.level + 1).min(MOST);
                self.rose = now;
            }
            self.quiet_since = now;
        } else if self.level > 0 && now.since(self.quiet_since) >= FINER_NS {
            (self.level, self.quiet_since) = (self.level - 1, now);
        }
        self.late = late;
        self.level
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_are_eased_step_by_step_while_versions_are_late_and_come_back_afterwards() {
        let mut ease = Ease::default();
        let mut at = |late: u64, ms: i64| ease.after(late, true, ClockTime(ms * 1_000_000));
        assert_eq!(at(0, 10), 0);
        assert_eq!((at(3, 20), at(9, 40)), (1, 1), "once, until that can have helped");
        assert_eq!((at(12, 300), at(14, 600), at(20, 900), at(30, 1200)), (2, 3, 3, 3));
        assert_eq!((at(30, 2000), at(30, 3300), at(30, 4000), at(30, 9000)), (3, 2, 2, 1));
        assert_eq!((at(30, 12_000), at(30, 20_000)), (0, 0));
        assert_eq!(at(31, 20_010), 1);
    }

    #[test]
    fn what_was_late_before_anything_was_opened_eases_nothing() {
        let mut ease = Ease::default();
        for tick in 0..200 {
            assert_eq!(ease.after(tick, false, ClockTime(tick as i64 * 16_000_000)), 0);
        }
        assert_eq!(ease.after(199, true, ClockTime(4_000_000_000)), 0);
    }
}
