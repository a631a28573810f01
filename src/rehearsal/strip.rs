//! The last minute of every version, in quarters of a second: how many of its refreshes showed the
//! right frame, how many came late, how many had none.
//!
//! Lockstep counts since the start and never forgets; here only differences of its counts are kept,
//! in memory that does not grow.

use std::time::Duration;

use crate::media::FrameState;

/// How much time one cell stands for.
pub const CELL: Duration = Duration::from_millis(250);
/// How many cells are kept: a minute.
pub const CELLS: usize = 240;

/// Refreshes of one version by how they went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The right frame was shown.
    pub exact: u64,
    /// It was not decoded in time.
    pub late: u64,
    /// There was none.
    pub missing: u64,
}

impl Counts {
    /// All of them.
    pub fn all(&self) -> u64 {
        self.exact + self.late + self.missing
    }

    /// The worst that happened; none where nothing did.
    pub fn worst(&self) -> Option<FrameState> {
        match self {
            Self { late: 1.., .. } => Some(FrameState::Late),
            Self { missing: 1.., .. } => Some(FrameState::Missing),
            Self { exact: 1.., .. } => Some(FrameState::Exact),
            _ => None,
        }
    }

    fn add(&mut self, more: Self) {
        self.exact += more.exact;
        self.late += more.late;
        self.missing += more.missing;
    }

    /// What was counted after `earlier`. A count that begins anew, as that of a version whose files
    /// changed, is all new.
    fn since(self, earlier: Self) -> Self {
        let fell = self.exact < earlier.exact
            || self.late < earlier.late
            || self.missing < earlier.missing;
        if fell {
            return self;
        }
        Self {
            exact: self.exact - earlier.exact,
            late: self.late - earlier.late,
            missing: self.missing - earlier.missing,
        }
    }
}

/// One version.
#[derive(Clone, Debug)]
struct Row {
    id: String,
    counted: Counts,
    cells: Vec<Counts>,
}

/// The last minute of all versions.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    rows: Vec<Row>,
    /// The cell that is being filled, counted from the start.
    now: Option<u64>,
}

impl Strip {
    /// Without anything.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of the cell at a time since the start.
    pub fn cell_at(elapsed: Duration) -> u64 {
        u64::try_from(elapsed.as_nanos() / CELL.as_nanos()).unwrap_or(u64::MAX)
    }

    /// Whether a new cell has begun, so that it is time for a sample. More often is more exact by
    /// less than a refresh, and no use.
    pub fn is_due(&self, elapsed: Duration) -> bool {
        self.now != Some(Self::cell_at(elapsed))
    }

    /// Takes what is counted at a time since the start, of the versions that hang, in their order.
    ///
    /// What was counted since the last sample belongs to the cell of that sample. Where cells were
    /// left out, nothing was shown: they stay empty.
    pub fn sample<'v>(
        &mut self,
        elapsed: Duration,
        versions: impl Iterator<Item = (&'v str, Counts)>,
    ) {
        let mut hang = 0;
        for (place, (id, counts)) in versions.enumerate() {
            self.put(place, id, counts);
            let row = &mut self.rows[place];
            if let Some(cell) = self.now {
                row.cells[slot(cell)].add(counts.since(row.counted));
            }
            row.counted = counts;
            hang = place + 1;
        }
        self.rows.truncate(hang);
        self.go_on_to(Self::cell_at(elapsed));
    }

    /// Has the row of a version stand at its place.
    fn put(&mut self, place: usize, id: &str, counts: Counts) {
        match self.rows.iter().skip(place).position(|row| row.id == id) {
            Some(0) => {}
            Some(further) => self.rows.swap(place, place + further),
            // What it had counted before it was first seen is not of the last minute.
            None => {
                let cells = vec![Counts::default(); CELLS];
                self.rows.insert(place, Row { id: id.to_owned(), counted: counts, cells });
            }
        }
    }

    /// Begins a cell, and empties those that were left out and are now within the minute.
    fn go_on_to(&mut self, cell: u64) {
        let Some(before) = self.now else {
            self.now = Some(cell);
            return;
        };
        // Time does not go back; should it, the cell is simply filled on.
        let new = cell.saturating_sub(before).min(CELLS as u64);
        for emptied in (0..new).map(|back| cell - back) {
            self.rows.iter_mut().for_each(|row| row.cells[slot(emptied)] = Counts::default());
        }
        self.now = Some(cell.max(before));
    }

    /// How many versions there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The last minute of a version, oldest cell first, without the one that is being filled;
    /// nothing for a version that is not there.
    pub fn cells(&self, version: usize) -> impl Iterator<Item = &Counts> {
        let now = self.now.unwrap_or_default();
        let row = self.rows.get(version);
        row.into_iter().flat_map(move |row| {
            (1..CELLS as u64).map(move |ahead| &row.cells[slot(now.wrapping_add(ahead))])
        })
    }

    /// What a version showed in the last minute.
    pub fn minute(&self, version: usize) -> Counts {
        let mut all = Counts::default();
        self.cells(version).for_each(|cell| all.add(*cell));
        all
    }
}

/// Where a cell is kept.
fn slot(cell: u64) -> usize {
    (cell % CELLS as u64) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(exact: u64) -> Counts {
        Counts { exact, ..Counts::default() }
    }

    fn at(cell: u64) -> Duration {
        CELL * u32::try_from(cell).unwrap()
    }

    #[test]
    fn what_came_late_is_found_in_the_quarter_of_a_second_in_which_it_did() {
        let mut strip = Strip::new();
        strip.sample(at(0), [("a", exact(0))].into_iter());
        strip.sample(at(1), [("a", exact(15))].into_iter());
        let late = Counts { exact: 27, late: 3, missing: 0 };
        strip.sample(at(2), [("a", late)].into_iter());
        let cells: Vec<Counts> = strip.cells(0).copied().collect();
        assert_eq!(cells.len(), CELLS - 1);
        assert_eq!(cells[CELLS - 3..], [exact(15), Counts { exact: 12, late: 3, missing: 0 }]);
        assert_eq!(cells[CELLS - 2].worst(), Some(FrameState::Late));
        assert!(cells[..CELLS - 3].iter().all(|cell| cell.worst().is_none()));
    }

    #[test]
    fn a_wall_that_stood_still_leaves_its_cells_empty() {
        let mut strip = Strip::new();
        for (cell, counted) in [(0, 0), (1, 10), (9, 11), (10, 26)] {
            strip.sample(at(cell), [("a", exact(counted))].into_iter());
        }
        let last: Vec<u64> = strip.cells(0).map(|cell| cell.exact).collect();
        assert_eq!(last[last.len() - 10..], [10, 1, 0, 0, 0, 0, 0, 0, 0, 15]);
        strip.sample(at(10_000), [("a", exact(27))].into_iter());
        assert_eq!(strip.minute(0), Counts::default(), "a minute later nothing is left of it");
    }

    #[test]
    fn a_version_keeps_its_minute_wherever_a_reload_hangs_it() {
        let mut strip = Strip::new();
        strip.sample(at(0), [("a", exact(5)), ("b", exact(50))].into_iter());
        strip.sample(at(1), [("a", exact(6)), ("b", exact(52))].into_iter());
        strip.sample(at(2), [("new", exact(900)), ("b", exact(55)), ("a", exact(6))].into_iter());
        let minutes: Vec<u64> = (0..3).map(|version| strip.minute(version).exact).collect();
        assert_eq!(minutes, [0, 5, 1]);
        strip.sample(at(3), [("b", exact(4))].into_iter());
        assert_eq!((strip.len(), strip.minute(0).exact), (1, 9), "its count began anew");
        strip.sample(at(4), std::iter::empty());
        assert!(strip.is_empty());
        assert_eq!(strip.cells(0).count(), 0);
    }

    proptest! {
        #[test]
        fn nothing_is_counted_twice_and_within_a_minute_nothing_is_lost(
            steps in prop::collection::vec((0u64..7, 0u64..9, 0u64..9, 0u64..9), 0..120),
        ) {
            let mut strip = Strip::new();
            let (mut elapsed, mut counted) = (Duration::from_secs(7), Counts::default());
            let began = elapsed;
            strip.sample(elapsed, [("a", counted)].into_iter());
            let mut last = Counts::default();
            for (quarters, exact, late, missing) in steps {
                last = counted;
                counted.add(Counts { exact, late, missing });
                elapsed += CELL.mul_f64(quarters as f64 / 3.0);
                strip.sample(elapsed, [("a", counted)].into_iter());
                prop_assert!(strip.cells(0).count() < CELLS);
                prop_assert!(strip.minute(0).all() <= counted.all());
            }
            // The cell that is being filled is not told yet: one sample in another closes it.
            strip.sample(elapsed + CELL, [("a", counted)].into_iter());
            if elapsed + CELL * 2 - began < CELL * (CELLS as u32) {
                prop_assert_eq!(strip.minute(0), counted, "after {:?}", last);
            }
        }
    }
}
