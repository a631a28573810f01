//! From the changes of cells to those of fields, second by second.

use std::collections::{BTreeSet, VecDeque};

use super::fields::{Field, Fields};
use super::{Flashes, Worst};
use crate::measure::light::{CELLS, Cells};
use crate::scrub::flashes::{SECOND_NS, Swings, THRESHOLDS, Threshold};
use crate::timeline::{ClockTime, FilmTime};

/// Sums of areas are compared within this share of them.
const ROUNDING: f64 = 1e-9;

/// When the changes of the last second were last carried further, the earliest first.
#[derive(Clone, Debug, Default)]
struct Ends(VecDeque<i64>);

impl Ends {
    /// Another change. What is longer ago than a second is let go, whether or not anybody asks.
    fn turn(&mut self, now: i64) {
        self.within(now);
        self.0.push_back(now);
    }

    /// The last change goes on; it may have been forgotten already.
    fn carry(&mut self, now: i64) {
        self.0.pop_back();
        self.0.push_back(now);
    }

    /// Changes of the second that ends now.
    fn within(&mut self, now: i64) -> u32 {
        while self.0.front().is_some_and(|end| now - end > SECOND_NS) {
            self.0.pop_front();
        }
        self.0.len() as u32
    }
}

/// What a cell's light has just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Still,
    /// Began to rise or to fall, and by enough.
    Turned {
        up: bool,
    },
    /// Rose or fell further.
    Carried {
        up: bool,
    },
}

/// A curve, of a cell or of the lit area of a field.
#[derive(Clone, Debug)]
struct Curve {
    swings: Swings,
    ends: Ends,
}

impl Curve {
    fn new(threshold: Threshold) -> Self {
        Self { swings: Swings::new(threshold), ends: Ends::default() }
    }

    fn pass(&mut self, now: i64, value: f64) -> Mark {
        let count = self.swings.count();
        self.swings.pass(ClockTime(now), value);
        let Some(up) = self.swings.rose() else { return Mark::Still };
        if self.swings.count() > count {
            self.ends.turn(now);
            Mark::Turned { up }
        } else if self.swings.carried() == Some(ClockTime(now)) {
            self.ends.carry(now);
            Mark::Carried { up }
        } else {
            Mark::Still
        }
    }
}

/// Of a sum over cells: how much more is lit than before, how much rose further, how much fell
/// further, and how much changed more often than is known already.
type Sum = [f64; 4];

/// General or red.
struct Measure {
    /// For each version, each cell.
    cells: Vec<Vec<(Curve, Mark)>>,
    /// For each field, its lit area from where it began.
    fields: Vec<(Curve, f64)>,
    worst: Worst,
    /// The most that were counted together.
    together: u32,
    /// The most in each second so far.
    seconds: Vec<u32>,
    /// Sums from the first place on.
    sums: Vec<Sum>,
}

/// Counts as pictures appear.
pub(super) struct Counting {
    fields: Fields,
    measures: [Measure; 2],
    length: i64,
}

impl Counting {
    pub fn new(fields: Fields, versions: usize, FilmTime(length): FilmTime) -> Self {
        let swing =
            Threshold { change: fields.least * (1.0 - ROUNDING), darker_below: f64::INFINITY };
        let mut dark = Curve::new(swing);
        dark.pass(0, 0.0);
        let measure = |threshold| Measure {
            cells: vec![vec![(Curve::new(threshold), Mark::Still); CELLS]; versions],
            fields: vec![(dark.clone(), 0.0); fields.fields.len()],
            worst: Worst::default(),
            together: 0,
            seconds: vec![0; (length.max(0) as u64).div_ceil(SECOND_NS as u64) as usize],
            sums: Vec::with_capacity(fields.places.len() + 1),
        };
        let measures = THRESHOLDS.map(measure);
        Self { fields, measures, length }
    }

    /// From `now` on these versions show these pictures.
    pub fn step(&mut self, now: i64, pictures: &[(usize, Cells)]) {
        let shown = pictures.iter().fold(0, |bits, (version, _)| bits | 1 << (version % 64));
        for (index, measure) in self.measures.iter_mut().enumerate() {
            let (mut turned, mut moved) = (false, false);
            for (version, cells) in pictures {
                let Some(curves) = measure.cells.get_mut(*version) else { continue };
                for ((curve, mark), light) in curves.iter_mut().zip(cells.lights()) {
                    *mark = curve.pass(now, light.measures()[index]);
                    moved |= *mark != Mark::Still;
                    turned |= matches!(mark, Mark::Turned { .. });
                }
            }
            if moved {
                // A second that ends now, or that begins with the film.
                let from = (now - SECOND_NS).max(0) % self.length;
                measure.step(&self.fields, shown, now, from, turned);
                for (version, _) in pictures {
                    for (_, mark) in measure.cells.get_mut(*version).into_iter().flatten() {
                        *mark = Mark::Still;
                    }
                }
            }
        }
    }

    /// What was found.
    pub fn finish(self) -> Flashes {
        let [general, red] = self.measures;
        let seconds = general.seconds.iter().zip(&red.seconds).map(|(a, b)| [*a, *b]).collect();
        let [general, red] = [general, red].map(|of| Worst { together: of.together, ..of.worst });
        Flashes { general, red, seconds }
    }
}

impl Measure {
    fn step(&mut self, fields: &Fields, shown: u64, now: i64, from: i64, turned: bool) {
        let second = (from / SECOND_NS) as usize;
        let mut most = self.seconds.get(second).copied().unwrap_or_default();
        let least = fields.least * (1.0 - ROUNDING);
        self.sum(fields, now, most);
        for (index, field) in fields.fields.iter().enumerate() {
            if field.versions & shown == 0 {
                continue;
            }
            let sum = self.sum_of(fields, field);
            let mut count = self.together(index, now, least, sum);
            self.together = self.together.max(count);
            if turned && sum[3] >= least {
                // Others may have reached this since the sums were made.
                count = count.max(self.in_place(fields, field, now, least));
            }
            if count > most {
                most = count;
                self.sum(fields, now, most);
            }
        }
        if let Some(known) = self.seconds.get_mut(second) {
            *known = most;
        }
        if most > self.worst.changes {
            self.note(fields, now, from, most);
        }
    }

    /// Changes of a field's lit area within the second, where there is another; else 0.
    fn together(&mut self, index: usize, now: i64, least: f64, sum: Sum) -> u32 {
        let (curve, lit) = &mut self.fields[index];
        let mark = if sum[0].abs() > least * ROUNDING {
            *lit += sum[0];
            curve.pass(now, *lit)
        } else {
            Mark::Still
        };
        if let Mark::Turned { .. } = mark {
            return curve.ends.within(now);
        }
        // The light of what is lit goes on rising, or of what is dark falling.
        let further = match curve.swings.rose() {
            Some(true) => sum[1],
            Some(false) => sum[2],
            None => 0.0,
        };
        if further >= least {
            curve.ends.carry(now);
        }
        0
    }

    /// So many changes within the second has each cell of the least area.
    fn in_place(&mut self, fields: &Fields, field: &Field, now: i64, least: f64) -> u32 {
        let mut counts: Vec<(u32, f64)> = fields
            .within(field)
            .map(|place| (self.cells[place.version][place.cell].0.ends.within(now), place.area))
            .collect();
        counts.sort_unstable_by_key(|(count, _)| std::cmp::Reverse(*count));
        let mut area = 0.0;
        let reached = counts.iter().find(|(_, more)| {
            area += more;
            area >= least
        });
        reached.map_or(0, |(count, _)| *count)
    }

    /// What [`Sum`] says of the step that was just made.
    fn sum(&mut self, fields: &Fields, now: i64, most: u32) {
        self.sum_by(fields, |curve, mark, area| {
            let often = if curve.ends.within(now) > most { area } else { 0.0 };
            match mark {
                Mark::Still => [0.0, 0.0, 0.0, often],
                Mark::Turned { up: true } => [area, 0.0, 0.0, often],
                Mark::Turned { up: false } => [-area, 0.0, 0.0, often],
                Mark::Carried { up: true } => [0.0, area, 0.0, often],
                Mark::Carried { up: false } => [0.0, 0.0, area, often],
            }
        });
    }

    /// Sums over all places, so that those of any row are a difference of two.
    fn sum_by(&mut self, fields: &Fields, of: impl Fn(&mut Curve, Mark, f64) -> Sum) {
        self.sums.clear();
        let mut sum = Sum::default();
        self.sums.push(sum);
        for place in &fields.places {
            let (curve, mark) = &mut self.cells[place.version][place.cell];
            for (sum, more) in sum.iter_mut().zip(of(curve, *mark, place.area)) {
                *sum += more;
            }
            self.sums.push(sum);
        }
    }

    fn sum_of(&self, fields: &Fields, field: &Field) -> Sum {
        let mut sum = Sum::default();
        for (from, to) in &fields.spans[field.spans.clone()] {
            let (before, after) = (&self.sums[*from as usize], &self.sums[*to as usize]);
            for (sum, (after, before)) in sum.iter_mut().zip(after.iter().zip(before)) {
                *sum += after - before;
            }
        }
        sum
    }

    /// Notes the second that ends now as the worst so far. Of all fields that have so many changes
    /// in it, it names the one that changes on the largest area.
    fn note(&mut self, fields: &Fields, now: i64, from: i64, changes: u32) {
        let least = fields.least * (1.0 - ROUNDING);
        self.sum_by(fields, |curve, _, area| {
            let count = curve.ends.within(now);
            let counted = |is: bool| if is { area } else { 0.0 };
            [counted(count > 0), counted(count >= changes), 0.0, 0.0]
        });
        let mut worst: Option<(&Field, f64)> = None;
        for (index, field) in fields.fields.iter().enumerate() {
            let [area, often, ..] = self.sum_of(fields, field);
            let counts = often >= least || self.fields[index].0.ends.within(now) >= changes;
            if counts && worst.is_none_or(|(_, known)| area > known * (1.0 + ROUNDING)) {
                worst = Some((field, area));
            }
        }
        let Some((field, area)) = worst else { return };
        let changed = fields
            .within(field)
            .filter(|place| self.cells[place.version][place.cell].0.ends.within(now) > 0);
        let versions: BTreeSet<usize> = changed.map(|place| place.version).collect();
        // What is told has so many decimals that text keeps it as it is.
        let told = |value: f64| (value * 1e6).round() / 1e6;
        let (from, at) = (FilmTime(from), field.at.map(told));
        let (area, share) = (told(area), told(area / (4.0 * fields.least)));
        let versions = versions.into_iter().collect();
        self.worst = Worst { changes, together: 0, from, at, area, share, versions };
    }
}
