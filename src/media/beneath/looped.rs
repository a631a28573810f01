//! Which picture of a take belongs to a film time.
//!
//! A take lies within its shot from the shot's beginning on, and begins again where it is shorter.
//! Where there are so many that not every picture of each can be fetched, all of them keep to one
//! common grid of film time, finer the fewer there are: so in one refresh all takes show the
//! picture of the same film time, however many they are.

use crate::rendition::FrameTable;
use crate::timeline::FilmTime;

/// So many pictures of all takes together are fetched in a second, at most. On the two cores of a
/// small computer that is a third of one of them, so that no version becomes late.
pub const PER_SECOND: usize = 1600;

/// The finest grid, in nanoseconds: no take has more pictures a second than this that anyone could
/// tell apart at this size.
const FINEST_NS: i64 = 1_000_000_000 / 30;

/// The step of the grid for so many takes that move, in nanoseconds.
pub fn step_ns(moving: usize) -> i64 {
    let all = moving as i64 * 1_000_000_000 / PER_SECOND as i64;
    // Whole steps of the finest grid, so that a film's own pace is not beaten against.
    FINEST_NS * (all + FINEST_NS - 1).div_euclid(FINEST_NS).max(1)
}

/// The coarsest grid that is kept to for the versions' sake, in nanoseconds.
const EASED_NS: i64 = 500_000_000;

/// The step so many times over twice as long, but not longer than anyone would call moving.
pub fn eased_ns(moving: usize, ease: u32) -> i64 {
    let step = step_ns(moving);
    (step << ease.min(16)).min(EASED_NS.max(step))
}

/// The line of the grid at or before a film time, counted from the shot's beginning.
pub fn on_grid(film: FilmTime, start: FilmTime, step_ns: i64) -> FilmTime {
    FilmTime(start.0 + (film.0 - start.0).div_euclid(step_ns.max(1)) * step_ns.max(1))
}

/// The frame of a take, whose own time begins at 0, at a film time; none where it has no frames.
pub fn frame_at(table: &FrameTable, film: FilmTime, start: FilmTime) -> Option<usize> {
    let length = table.frames().last()?.end.0;
    if length <= 0 {
        return Some(0);
    }
    table.at(FilmTime((film.0 - start.0).rem_euclid(length)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::Rate;
    use proptest::prelude::*;

    #[test]
    fn a_take_begins_with_its_shot_and_again_where_it_is_shorter() {
        let table = FrameTable::regular(Rate::whole(10), FilmTime::from_secs(1));
        let start = FilmTime::from_secs(7);
        let at = |ms: i64| frame_at(&table, FilmTime::from_millis(ms), start);
        assert_eq!((at(7000), at(7950), at(8050), at(9150)), (Some(0), Some(9), Some(0), Some(1)));
        assert_eq!(at(6950), Some(9), "before its shot it is about to begin");
    }

    #[test]
    fn the_more_there_are_the_coarser_is_the_grid_and_never_are_too_many_pictures_asked_for() {
        assert_eq!(step_ns(1), FINEST_NS);
        for moving in 1..=400 {
            let per_second = moving as f64 * 1e9 / step_ns(moving) as f64;
            assert!(per_second <= PER_SECOND as f64 + 1.0, "{moving}: {per_second}");
            assert!(step_ns(moving) >= step_ns(moving - 1));
        }
        assert!(step_ns(400) <= 300_000_000);
        assert_eq!((eased_ns(1, 0), eased_ns(1, 2)), (FINEST_NS, 4 * FINEST_NS));
        assert_eq!(eased_ns(400, 3), EASED_NS);
    }

    proptest! {
        #[test]
        fn all_takes_of_a_shot_keep_to_one_grid(film in 0i64..60_000_000_000, moving in 1usize..400) {
            let (start, step) = (FilmTime::from_secs(3), step_ns(moving));
            let line = on_grid(FilmTime(film), start, step);
            prop_assert!(line.0 <= film && film < line.0 + step);
            prop_assert_eq!((line.0 - start.0).rem_euclid(step), 0);
        }
    }
}
