//! Takes on a wall whose screens hang in rows and carry one picture together: the chosen one spans
//! the middle of the wall, as a version does that is shown alone, and each of the others is whole on
//! one screen.

use super::Placed;
use super::cells::Grid;
use crate::wall::Rect;

/// How many columns or rows of cells a screen may have.
const EACH: std::ops::RangeInclusive<usize> = 1..=16;
/// The chosen one fills at most this share of the wall's cells, across.
const WIDEST: f32 = 0.67;
/// It is at least so many times as wide as any other.
const STANDS_OUT: f32 = 2.0;

/// As many columns and rows of cells on each screen, and a block in the middle of them all.
#[derive(Clone, Copy)]
struct Division {
    /// Width of a cell.
    width: f32,
    /// Columns and rows of one screen.
    each: (usize, usize),
    /// Columns and rows of the whole wall.
    all: (usize, usize),
    /// Those that the block takes.
    block: (usize, usize),
    worth: f32,
}

/// Hangs so many others than the chosen one, on rooms that hang in these rows; none where they find no
/// room beside a block.
pub(super) fn hang(
    rooms: &[Rect],
    screens: &[Vec<usize>],
    others: usize,
    aspect: f32,
) -> Option<Placed> {
    let (down, across) = (screens.len(), screens.first()?.len());
    let all = || screens.iter().flatten().map(|index| rooms[*index]);
    let smaller =
        |least: Rect, room: Rect| Rect { w: least.w.min(room.w), h: least.h.min(room.h), ..least };
    let least = all().reduce(smaller)?;
    let bounds = all().reduce(|bounds, room| bounds.union(&room))?;
    let each = EACH.flat_map(|columns| EACH.map(move |rows| (columns, rows)));
    // More than twice as many cells as are needed are too small.
    let enough = |(columns, rows): &(usize, usize)| {
        let cells = columns * rows * across * down;
        (others + 4..=2 * others + 24.max(4 * across * down)).contains(&cells)
    };
    let divided = each.filter(enough).filter_map(|each| {
        let width = Grid::width_of(least, each.0, each.1, aspect)?;
        let all = (across * each.0, down * each.1);
        let cell = (width, width / aspect);
        let pitch = (bounds.w / all.0 as f32, bounds.h / all.1 as f32);
        let blocks = centred(all.0).flat_map(|wide| centred(all.1).map(move |high| (wide, high)));
        let best = blocks.filter_map(|block| {
            let fits = block.0 as f32 <= all.0 as f32 * WIDEST
                && all.0 * all.1 >= others + block.0 * block.1;
            let long = |count: usize, pitch: f32, cell: f32| pitch * (count - 1) as f32 + cell;
            let wide = long(block.0, pitch.0, cell.0).min(long(block.1, pitch.1, cell.1) * aspect);
            let lit = wide * wide / aspect;
            let area = cell.0 * cell.1;
            // Both are large, the others rather: all of them are to be seen.
            let worth = area * lit.sqrt() * (lit + area * others as f32);
            (fits && wide >= STANDS_OUT * cell.0).then_some(Division {
                width,
                each,
                all,
                block,
                worth,
            })
        });
        best.reduce(better)
    });
    Some(divided.reduce(better)?.hang(rooms, screens, others, aspect))
}

fn better(best: Division, next: Division) -> Division {
    if next.worth > best.worth { next } else { best }
}

/// How many of so many columns or rows may be taken from their middle.
fn centred(all: usize) -> impl Iterator<Item = usize> + Clone {
    (1..=all).filter(move |count| (all - count).is_multiple_of(2))
}

impl Division {
    fn hang(self, rooms: &[Rect], screens: &[Vec<usize>], others: usize, aspect: f32) -> Placed {
        let Self { width, each: (columns, rows), all: (wide, high), block, .. } = self;
        let mut places = vec![Rect::default(); wide * high];
        let (w, h) = (width, width / aspect);
        for (down, row) in screens.iter().enumerate() {
            for (across, index) in row.iter().enumerate() {
                let room = rooms[*index];
                // Evenly over the screen, so that lines and columns go on from screen to screen.
                let step = (room.w / columns as f32, room.h / rows as f32);
                for (column, row) in (0..columns).flat_map(|at| (0..rows).map(move |row| (at, row)))
                {
                    let x = room.x + step.0 * (column as f32 + 0.5) - w / 2.0;
                    let y = room.y + step.1 * (row as f32 + 0.5) - h / 2.0;
                    let place = (down * rows + row) * wide + across * columns + column;
                    places[place] = Rect { x: x.round(), y: y.round(), w, h };
                }
            }
        }
        let (left, top) = ((wide - block.0) / 2, (high - block.1) / 2);
        let in_block = |place: &usize| {
            (left..left + block.0).contains(&(place % wide))
                && (top..top + block.1).contains(&(place / wide))
        };
        let chosen = (0..places.len()).filter(in_block).map(|place| places[place]);
        let chosen = chosen.reduce(|all, one| all.union(&one)).unwrap_or_default();
        // Ring by ring around the block, in each first what stands on its lines, in pairs.
        let beyond = |at: usize, from: usize, long: usize| {
            from.saturating_sub(at).max((at + 1).saturating_sub(from + long))
        };
        let off = |at: usize, all: usize| (2 * at + 1).abs_diff(all);
        let rank = |place: &usize| {
            let (column, row) = (place % wide, place / wide);
            let ring = beyond(column, left, block.0).max(beyond(row, top, block.1));
            (ring, off(row, high), off(column, wide), *place)
        };
        let mut free: Vec<usize> = (0..places.len()).filter(|place| !in_block(place)).collect();
        free.sort_by_key(rank);
        free.truncate(others);
        free.sort_unstable();
        let cells = free.into_iter().map(|place| places[place]).collect();
        Placed { chosen: chosen.fitted(aspect, (0.5, 0.5)), cells, beside: Some((w, h)) }
    }
}
