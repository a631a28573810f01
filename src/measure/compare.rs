//! The cuts that a film has against the shots that its exhibit declares, and the time map that
//! would bring the two together.
//!
//! A shift that most cuts share is found first, by a vote. Then declared and found cuts are paired
//! in order, at the least cost of what each pair is off from that shift and of what stays alone:
//! the alignment of S. Needleman and C. Wunsch, "A general method applicable to the search for
//! similarities in the amino acid sequence of two proteins", Journal of Molecular Biology 48(3),
//! 1970.

use serde::{Deserialize, Serialize};

use super::cuts::Cut;
use crate::timeline::FilmTime;

/// What a cut without its like costs, in nanoseconds: two farther apart than twice this stay alone.
const ALONE: i64 = 1_000_000_000;
/// A single pair farther apart than this, in nanoseconds, is chance: no other agrees with it.
const LONE: i64 = 500_000_000;
/// The greatest common shift that is looked for, in nanoseconds.
const FARTHEST: i64 = 30_000_000_000;
/// Shifts nearer than this to each other vote together, in nanoseconds.
const TOGETHER: i64 = 150_000_000;
/// The most declared and found cuts that are paired.
const MOST: usize = 4000;

/// A declared cut and where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Where the exhibit says that the shot begins.
    pub declared: FilmTime,
    /// Where the picture cuts.
    pub found: FilmTime,
}

/// Declared shots against found cuts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Those more than the tolerance away from where they are declared.
    pub shifted: Vec<Pair>,
    /// Declared, but there is no cut.
    pub missing: Vec<FilmTime>,
    /// Cuts where no shot is declared to begin: breaks inside a shot.
    pub unexpected: Vec<FilmTime>,
    /// Where any is shifted and most are found: for each shot that has one, the film time that is
    /// declared and the one found, both increasing. A proposal for a person to look at.
    pub proposed: Vec<Pair>,
}

/// Compares cuts, in the order of the film, with the declared starts of its shots; the first of
/// these is the film's own start and needs no cut. `tolerance` is a length of film time, such as
/// four frames of the version.
pub fn compare(found: &[Cut], declared: &[FilmTime], tolerance: FilmTime) -> Comparison {
    let mut comparison = Comparison::default();
    let Some((first, declared)) = declared.split_first() else {
        comparison.unexpected = found.iter().map(|cut| cut.at).collect();
        return comparison;
    };
    let found: Vec<FilmTime> = found.iter().map(|c| c.at).filter(|at| at > first).collect();
    let (found, rest) = found.split_at(found.len().min(MOST));
    let (declared, late) = declared.split_at(declared.len().min(MOST));
    let mut pairs = paired(declared, found, common(declared, found));
    let begins = Pair { declared: *first, found: *first };
    let off = |pair: &Pair| (pair.found - pair.declared).0.saturating_abs();
    if let [lone] = pairs.as_slice()
        && off(lone) > LONE
    {
        pairs.clear();
    }
    comparison.shifted = pairs.iter().copied().filter(|pair| off(pair) > tolerance.0).collect();
    let alone = |all: &[FilmTime], of: fn(&Pair) -> FilmTime| -> Vec<FilmTime> {
        all.iter().copied().filter(|at| !pairs.iter().any(|pair| of(pair) == *at)).collect()
    };
    comparison.missing = [alone(declared, |pair| pair.declared), late.to_vec()].concat();
    comparison.unexpected = [alone(found, |pair| pair.found), rest.to_vec()].concat();
    if !comparison.shifted.is_empty() && pairs.len() * 2 > declared.len() {
        comparison.proposed = std::iter::once(begins).chain(pairs).collect();
    }
    comparison
}

/// The shift that the most pairs share; the least such, and none where no two agree.
fn common(declared: &[FilmTime], found: &[FilmTime]) -> i64 {
    let mut shifts: Vec<i64> = Vec::new();
    for at in declared {
        let from = found.partition_point(|cut| cut.0 < at.0.saturating_sub(FARTHEST));
        let near = found[from..].iter().map(|cut| cut.0.saturating_sub(at.0));
        shifts.extend(near.take_while(|shift| *shift <= FARTHEST).take(256));
    }
    shifts.sort_unstable();
    let mut best = (1, 0_i64);
    let mut end = 0;
    for start in 0..shifts.len() {
        while end < shifts.len() && shifts[end] - shifts[start] <= TOGETHER {
            end += 1;
        }
        let middle = shifts[start + (end - start) / 2];
        let (votes, shift) = best;
        if end - start > votes || end - start == votes && votes > 1 && middle.abs() < shift.abs() {
            best = (end - start, middle);
        }
    }
    best.1
}

fn paired(declared: &[FilmTime], found: &[FilmTime], shift: i64) -> Vec<Pair> {
    let (rows, columns) = (declared.len() + 1, found.len() + 1);
    let off = |row: usize, column: usize| {
        found[column].0.saturating_sub(declared[row].0).saturating_sub(shift).saturating_abs()
    };
    let mut costs: Vec<i64> = (0..columns as i64).map(|at| at * ALONE).collect();
    // How each place was reached: 0 as a pair, 1 a declared one alone, 2 a found one alone.
    let mut ways = vec![2_u8; rows * columns];
    for row in 1..rows {
        let mut corner = costs[0];
        costs[0] += ALONE;
        ways[row * columns] = 1;
        for column in 1..columns {
            let pair = corner.saturating_add(off(row - 1, column - 1));
            corner = costs[column];
            let (above, left) = (corner + ALONE, costs[column - 1] + ALONE);
            let least = pair.min(above).min(left);
            ways[row * columns + column] =
                if least == pair { 0 } else { 1 + u8::from(least != above) };
            costs[column] = least;
        }
    }
    let (mut row, mut column, mut pairs) = (rows - 1, columns - 1, Vec::new());
    while row > 0 || column > 0 {
        match ways[row * columns + column] {
            0 => {
                (row, column) = (row - 1, column - 1);
                pairs.push(Pair { declared: declared[row], found: found[column] });
            }
            1 => row -= 1,
            _ => column -= 1,
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::measure::cuts::Kind;

    fn ms(all: &[i64]) -> Vec<FilmTime> {
        all.iter().copied().map(FilmTime::from_millis).collect()
    }

    fn compared(found: &[i64], declared: &[i64]) -> Comparison {
        let cut = |at| Cut { at, kind: Kind::Picture };
        let found: Vec<Cut> = ms(found).into_iter().map(cut).collect();
        compare(&found, &ms(declared), FilmTime::from_millis(167))
    }

    #[test]
    fn cuts_within_the_tolerance_are_where_they_are_declared() {
        let same = compared(&[4000, 7100, 12_000], &[0, 4000, 7000, 12_100]);
        assert_eq!(same, Comparison::default());
    }

    #[test]
    fn shifted_cuts_propose_a_time_map() {
        let comparison = compared(&[4500, 7500, 9000, 12_000], &[0, 4000, 7000, 12_000, 15_000]);
        assert_eq!(comparison.shifted.len(), 2);
        assert_eq!(comparison.missing, ms(&[15_000]));
        assert_eq!(comparison.unexpected, ms(&[9000]));
        let found: Vec<FilmTime> = comparison.proposed.iter().map(|pair| pair.found).collect();
        assert_eq!(found, ms(&[0, 4500, 7500, 12_000]));
    }

    #[test]
    fn a_film_that_starts_late_is_understood_though_its_shots_are_short() {
        let declared = [0, 4000, 7000, 12_000, 13_500, 18_000];
        let late: Vec<i64> = declared[1..].iter().map(|at| at + 5000).collect();
        let comparison = compared(&late, &declared);
        assert_eq!(comparison.proposed.len(), 6);
        assert!(comparison.missing.is_empty() && comparison.unexpected.is_empty());
    }

    #[test]
    fn a_single_pair_far_off_is_no_map() {
        let comparison = compared(&[5200], &[0, 4000]);
        assert!(comparison.proposed.is_empty() && comparison.shifted.is_empty());
        assert_eq!(
            (comparison.missing, comparison.unexpected),
            (ms(&[4000]), ms(&[5200])),
            "each is told by itself"
        );
        assert_eq!(compared(&[4400], &[0, 4000]).proposed.len(), 2);
    }

    #[test]
    fn without_shots_or_cuts_nothing_is_proposed() {
        assert_eq!(compared(&[], &[]), Comparison::default());
        assert_eq!(compared(&[], &[0, 4000]).missing, ms(&[4000]));
        assert_eq!(compared(&[3000], &[]).unexpected, ms(&[3000]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn each_cut_is_told_once_and_a_proposal_only_goes_on(
            mut found in vec(0..100_000_i64, 0..40), mut declared in vec(0..100_000_i64, 0..40),
        ) {
            found.sort_unstable();
            found.dedup();
            declared.sort_unstable();
            declared.dedup();
            let comparison = compared(&found, &declared);
            let rising = |pair: &[Pair]| {
                pair[0].declared < pair[1].declared && pair[0].found < pair[1].found
            };
            prop_assert!(comparison.proposed.windows(2).all(rising));
            prop_assert!(comparison.missing.len() <= declared.len().saturating_sub(1));
            prop_assert!(comparison.shifted.len() + comparison.unexpected.len() <= found.len());
        }
    }
}
