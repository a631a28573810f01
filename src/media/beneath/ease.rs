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
    /// When it was changed last, or a version was late.
    since: ClockTime,
}

impl Ease {
    /// How many times over the beat is twice as coarse, when by `now` so many pictures of versions
    /// have come late since the start.
    pub fn after(&mut self, late: u64, now: ClockTime) -> u32 {
        let quiet = now.since(self.since);
        if late > self.late {
            if self.level == 0 || quiet >= COARSER_NS {
                self.level = (self.level + 1).min(MOST);
                self.since = now;
            }
        } else if self.level > 0 && quiet >= FINER_NS {
            (self.level, self.since) = (self.level - 1, now);
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
        let mut at = |late: u64, ms: i64| ease.after(late, ClockTime(ms * 1_000_000));
        assert_eq!(at(0, 10), 0);
        assert_eq!((at(3, 20), at(9, 40)), (1, 1), "once, until that can have helped");
        assert_eq!((at(12, 300), at(14, 600), at(20, 900), at(30, 1200)), (2, 3, 3, 3));
        assert_eq!((at(30, 2000), at(30, 3300), at(30, 4000), at(30, 9000)), (3, 2, 2, 1));
        assert_eq!((at(30, 12_000), at(30, 20_000)), (0, 0));
    }
}
