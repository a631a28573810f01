//! How takes are shared out among screens that hang freely: to each so many that the smallest is as
//! large as it can be, and which room the chosen one has. One screen is one of them.

use super::Placed;
use super::cells::Grid;
use crate::wall::Rect;

/// Up to so many others on a screen, the chosen one may be much larger than they are.
const FEW: usize = 8;
/// What a wall that is not alike on both sides of the chosen one is worth, for one that is.
const UNEVEN: f32 = 0.94;
/// The chosen one has a screen to itself where that makes the smallest of the others no narrower
/// than this, as a share of what they would be otherwise.
const NARROWER: f32 = 0.8;
/// No take is more than so many times as wide as another one on another screen …
const ALIKE: f32 = 1.25;
/// … and the chosen one is so many times as wide as any of another screen, less its glow.
const STANDS_OUT: f32 = 1.45;

/// What hangs on each screen.
pub(super) struct Plan {
    /// How many others hang on each.
    counts: Vec<usize>,
    /// Their cells; none where none of them hangs and the chosen one neither.
    grids: Vec<Option<Grid>>,
    /// The width of the smallest.
    least: f32,
    /// How good it is to look at: both the chosen one and the others large, little of the wall empty.
    worth: f32,
}

impl Plan {
    /// The best for so many others than the chosen one, which hangs on `screen`; none where the wall
    /// is too small for them.
    pub(super) fn best(rooms: &[Rect], screen: usize, others: usize, aspect: f32) -> Option<Self> {
        let shared = sides(others.div_ceil(rooms.len().max(1)), others)
            .filter_map(|side| Self::with(rooms, screen, (side, false), others, aspect))
            .reduce(|best, plan| if plan.worth > best.worth { plan } else { best });
        let alone = (rooms.len() > 1 && others > 0)
            .then(|| Self::with(rooms, screen, (1, true), others, aspect))
            .flatten();
        match (shared, alone) {
            (Some(shared), Some(alone)) if alone.least < shared.least * NARROWER => Some(shared),
            (shared, alone) => alone.or(shared),
        }
    }

    /// Where all hang, screen by screen in this order.
    pub(super) fn hang(&self, order: &[usize], screen: usize) -> Placed {
        let mut hung = Placed { chosen: Rect::default(), cells: Vec::new(), beside: None };
        for index in order {
            let Some(grid) = self.grids[*index] else { continue };
            let (rects, block) = grid.hang(self.counts[*index]);
            hung.cells.extend(rects);
            if *index == screen {
                hung.chosen = block;
                hung.beside = Some(grid.cell).filter(|_| self.counts[screen] > 0);
            }
        }
        hung
    }

    /// With a block of so many cells a side, which has its screen to itself or shares it.
    fn with(
        rooms: &[Rect],
        screen: usize,
        (side, alone): (usize, bool),
        others: usize,
        aspect: f32,
    ) -> Option<Self> {
        let grid = |index: usize, count: usize| match index == screen {
            true if alone && count > 0 => None,
            true => Grid::for_so_many(rooms[index], count, aspect, side),
            false => Grid::for_so_many(rooms[index], count, aspect, 0),
        };
        let counts = share_out(rooms, screen, others, |index, count| {
            grid(index, count).map_or(0.0, |grid| grid.cell.0)
        })?;
        let chosen = grid(screen, counts[screen])?;
        let chosen_w = chosen.block().w;
        let hangs = |index: &usize| counts[*index] > 0;
        let width = |index: usize| grid(index, counts[index]).map(|grid| grid.cell.0);
        let widths = (0..rooms.len()).filter(hangs).filter_map(width);
        let least = widths.fold(chosen_w / STANDS_OUT, f32::min);
        let grids = (0..rooms.len()).map(|index| match (index == screen, counts[index]) {
            (true, _) => Some(chosen),
            (false, 0) => None,
            (false, count) => {
                let most = (least * ALIKE).min(chosen_w / STANDS_OUT);
                let grid = grid(index, count)?;
                if grid.cell.0 <= most {
                    Some(grid)
                } else {
                    Grid::of(rooms[index], most, aspect, 0)
                }
            }
        });
        let grids: Vec<Option<Grid>> = grids.collect();
        let area = |(grid, count): (&Option<Grid>, &usize)| {
            grid.map_or(0.0, |grid| grid.cell.0 * grid.cell.1 * *count as f32)
        };
        let (block, cells) = (chosen.block(), grids.iter().zip(&counts).map(area).sum::<f32>());
        let block = block.w * block.h;
        let mean = if others > 0 { cells / others as f32 } else { block };
        let Grid { columns, rows, .. } = chosen.trimmed(counts[screen]);
        let uneven = |cells: usize| cells > side + 1 && (cells - side) % 2 == 1;
        let even = |cells| if uneven(cells) { UNEVEN } else { 1.0 };
        let worth = (mean * block).sqrt() * (block + cells) * even(columns) * even(rows);
        Some(Self { counts, grids, least, worth })
    }
}

/// The sides that the chosen one's block may have, in cells, where so many others hang beside it of
/// so many in all: the more there are, the more it must stand out.
fn sides(beside: usize, others: usize) -> std::ops::RangeInclusive<usize> {
    let least = (((beside + 1) as f32).sqrt() / 4.0).round().max(2.0) as usize;
    match beside {
        _ if others == 0 => 1..=1,
        0..=FEW => 2..=4,
        _ => least..=least + 1,
    }
}

/// How many hang on each screen: one after the other goes where it is largest, of equal places to
/// the emptiest, and then to the one nearest to the chosen one. None where there is no room.
fn share_out(
    rooms: &[Rect],
    screen: usize,
    others: usize,
    width: impl Fn(usize, usize) -> f32,
) -> Option<Vec<usize>> {
    // On one screen there is nothing to compare.
    if rooms.len() == 1 {
        return Some(vec![others]);
    }
    let (x, y) = rooms[screen].middle();
    let away = |room: &Rect| {
        let middle = room.middle();
        // Who looks from one to the next looks along a line rather.
        (middle.0 - x).hypot(2.0 * (middle.1 - y))
    };
    let mut nearest: Vec<usize> = (0..rooms.len()).collect();
    // Of two as near the one on the right, where the eye goes on.
    nearest.sort_by(|a, b| {
        let (a, b) = (&rooms[*a], &rooms[*b]);
        away(a).total_cmp(&away(b)).then(b.x.total_cmp(&a.x))
    });
    let mut counts = vec![0; rooms.len()];
    let mut next: Vec<f32> = (0..rooms.len()).map(|index| width(index, 1)).collect();
    for _ in 0..others {
        let mut best: Option<usize> = None;
        for index in nearest.iter().copied().filter(|index| next[*index] > 0.0) {
            let better = best.is_none_or(|best| {
                let as_large = (next[index] - next[best]).abs() < 2.0;
                if as_large { counts[index] < counts[best] } else { next[index] > next[best] }
            });
            if better {
                best = Some(index);
            }
        }
        let best = best?;
        counts[best] += 1;
        next[best] = width(best, counts[best] + 1);
    }
    Some(counts)
}
