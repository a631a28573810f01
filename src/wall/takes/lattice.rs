//! Takes on a wall whose screens hang in rows and carry one picture together: the chosen one spans
//! the middle of the wall, as a version does that is shown alone, and each of the others is whole on
//! one screen.

use super::Hung;
use super::cells::Grid;
use crate::wall::Rect;

/// How many columns or rows of cells a screen may have.
const EACH: std::ops::RangeInclusive<usize> = 1..=24;
/// The chosen one fills at most this share of the wall's cells, across.
const WIDEST: f32 = 0.67;
/// As many columns and rows of cells on each screen, and a block in the middle of them all.
#[derive(Clone, Copy)]
struct Division {
    width: f32,
    /// On one screen.
    columns: usize,
    rows: usize,
    /// The side of the block, in cells.
    side: usize,
    worth: f32,
}

/// Hangs so many others than the chosen one, on rooms that hang in these rows; none where they find no
/// room beside a block.
pub(super) fn hang(
    rooms: &[Rect],
    screens: &[Vec<usize>],
    others: usize,
    aspect: f32,
) -> Option<Hung> {
    let (down, across) = (screens.len(), screens.first()?.len());
    let least = screens.iter().flatten().map(|index| rooms[*index]).reduce(|least, room| Rect {
        w: least.w.min(room.w),
        h: least.h.min(room.h),
        ..least
    })?;
    let divided = EACH.flat_map(|columns| EACH.map(move |rows| (columns, rows)));
    let divided = divided.filter_map(|(columns, rows)| {
        let width = Grid::width_of(least, columns, rows, aspect)?;
        let (wide, high) = (across * columns, down * rows);
        let fits = |side: &usize| {
            let centred = (wide - side).is_multiple_of(2) && (high - side).is_multiple_of(2);
            centred && *side as f32 <= wide as f32 * WIDEST && wide * high >= others + side * side
        };
        let side = (2..=wide.min(high)).filter(fits).max()?;
        let cell = width * width / aspect;
        let block = cell * (side * side) as f32;
        // Both are large, the others rather: all of them are to be seen.
        let worth = cell.powf(0.75) * block.sqrt() * (block + cell * others as f32);
        Some(Division { width, columns, rows, side, worth })
    });
    let best = divided.reduce(|best, next| if next.worth > best.worth { next } else { best })?;
    best.hang(rooms, screens, others, aspect)
}

impl Division {
    fn hang(
        self,
        rooms: &[Rect],
        screens: &[Vec<usize>],
        others: usize,
        aspect: f32,
    ) -> Option<Hung> {
        let Self { width, columns, rows, side, .. } = self;
        let (wide, high) = (screens[0].len() * columns, screens.len() * rows);
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
        let (left, top) = ((wide - side) / 2, (high - side) / 2);
        let in_block = |place: &usize| {
            (left..left + side).contains(&(place % wide))
                && (top..top + side).contains(&(place / wide))
        };
        let block = (0..places.len()).filter(in_block).map(|place| places[place]);
        let block = block.reduce(|all, one| all.union(&one))?;
        // Ring by ring around the block, in each first what stands on its lines, in pairs.
        let beyond = |at: usize, from: usize| {
            from.saturating_sub(at).max((at + 1).saturating_sub(from + side))
        };
        let off = |at: usize, all: usize| (2 * at + 1).abs_diff(all);
        let rank = |place: &usize| {
            let (column, row) = (place % wide, place / wide);
            let ring = beyond(column, left).max(beyond(row, top));
            (ring, off(row, high), off(column, wide), *place)
        };
        let mut free: Vec<usize> = (0..places.len()).filter(|place| !in_block(place)).collect();
        free.sort_by_key(rank);
        free.truncate(others);
        free.sort_unstable();
        let cells = free.into_iter().map(|place| places[place]).collect();
        Some(Hung { chosen: block.fitted(aspect, (0.5, 0.5)), cells, beside: Some((w, h)) })
    }
}
