//! Where the takes of a shot hang: all of them at once, the chosen one largest and in their midst.
//!
//! Every screen is divided into cells of one size, the same on all screens. The chosen take fills a
//! block of several cells in the middle of one screen, the others one cell each, so none lies on
//! another and none crosses from screen to screen. Of all sizes the largest is taken with which
//! there is a cell for each; of blocks the one with which both it and the cells are large.

use super::Rect;
use super::layout::Layout;
use super::screens::Wall;

/// Between two cells, as a share of a cell's width and of its height: so that a block of them has
/// the shape of each.
const GAP: f32 = 0.075;
/// Not less than this many pixels.
const LEAST_GAP: f32 = 2.0;
/// No cell is narrower than this, in pixels.
const NARROWEST: f32 = 4.0;
/// The glow of the chosen one reaches so far, as a share of a cell's shorter side …
const GLOW: f32 = 0.14;
/// … within these bounds, in pixels. What the gap leaves of it is taken from the picture, unless
/// that is hardly anything: then the edges of all pictures stay level.
const GLOWS: (f32, f32) = (9.0, 26.0);
/// Up to so many others, the chosen one may be much larger than they are.
const FEW: usize = 8;
/// What a wall that is not alike on both sides of the chosen one is worth, for one that is.
const UNEVEN: f32 = 0.94;
/// Lines of the smallest type that the words about the takes have room for.
const WORDS: f32 = 2.9;

/// Where the takes of one shot hang on a wall.
#[derive(Clone, Debug, PartialEq)]
pub struct TakesWall {
    /// The chosen one.
    pub chosen: Rect,
    /// The others, in their order: screen by screen, in lines from left to right.
    pub cells: Vec<Rect>,
    /// The words about them, beneath the chosen one's screen.
    pub words: Rect,
    /// What all of them together fill.
    pub bounds: Rect,
    /// How far the glow of the chosen one reaches without falling on another, in pixels.
    pub glow: f32,
}

/// Cells of one size in the room of one screen.
#[derive(Clone, Copy, Debug)]
struct Grid {
    room: Rect,
    columns: usize,
    rows: usize,
    cell: (f32, f32),
    gap: (f32, f32),
    /// The side of the block of the chosen one in cells; 0 on the other screens.
    block: usize,
}

impl Grid {
    /// As many cells of this width as the room holds; none where the block finds no room.
    fn of(room: Rect, width: f32, aspect: f32, block: usize) -> Option<Self> {
        let cell = (width, width / aspect);
        let gap = (gap(cell.0), gap(cell.1));
        let fit = |room: f32, cell: f32, gap: f32| {
            ((room + gap) / (cell + gap)).floor().max(0.0) as usize
        };
        let (columns, rows) = (fit(room.w, cell.0, gap.0), fit(room.h, cell.1, gap.1));
        (columns.min(rows) >= block).then_some(Self { room, columns, rows, cell, gap, block })
    }

    fn capacity(&self) -> usize {
        self.columns * self.rows - self.block * self.block
    }

    /// The column and row that the block begins at.
    fn corner(&self) -> (usize, usize) {
        ((self.columns - self.block) / 2, (self.rows - self.block) / 2)
    }

    fn rect(&self, (column, row): (usize, usize), cells: usize) -> Rect {
        let (w, h) = self.cell;
        let wide = |cell: f32, gap: f32| cell * cells as f32 + gap * (cells as f32 - 1.0);
        Rect {
            x: self.room.x + (w + self.gap.0) * column as f32,
            y: self.room.y + (h + self.gap.1) * row as f32,
            w: wide(w, self.gap.0),
            h: wide(h, self.gap.1),
        }
    }

    /// One take beside the block, or two on either side of it, at half its height: no line of cells
    /// is begun for so few. None where there is no room for that, or are more.
    fn wings(&self, count: usize, block: &Rect) -> Option<Vec<Rect>> {
        let (w, h) = self.cell;
        let y = block.middle().1 - h / 2.0;
        let right = Rect { x: block.right() + self.gap.0, y, w, h };
        let left = Rect { x: block.x - self.gap.0 - w, y, w, h };
        match count {
            1 if self.block > 0 && self.columns > self.block => Some(vec![right]),
            2 if self.block > 0 && self.columns > self.block + 1 => Some(vec![left, right]),
            _ => None,
        }
    }

    /// As few columns and rows of it as so many need, as full as they can be.
    fn trimmed(&self, count: usize) -> Self {
        let needed = count + self.block * self.block;
        let mut best = (usize::MAX, *self);
        for columns in (self.block.max(1)..=self.columns).rev() {
            let rows = needed.div_ceil(columns).max(self.block);
            let empty = columns * rows - needed.min(columns * rows);
            if rows <= self.rows && empty < best.0 {
                best = (empty, Self { columns, rows, ..*self });
            }
        }
        best.1
    }

    /// Where so many hang, and the block: in whole lines, what is left in the middle of the last,
    /// and all of it in the middle of the room.
    fn hang(&self, count: usize) -> (Vec<Rect>, Rect) {
        if let Some(wings) = self.wings(count, &self.rect(self.corner(), self.block)) {
            return self.centred(wings, self.corner());
        }
        let trimmed = self.trimmed(count);
        trimmed.centred(trimmed.lines(count), trimmed.corner())
    }

    fn lines(&self, count: usize) -> Vec<Rect> {
        let (left, top) = self.corner();
        let beside = |row: usize| {
            let is_block = move |column: &usize| {
                (left..left + self.block).contains(column) && (top..top + self.block).contains(&row)
            };
            (0..self.columns).filter(move |column| !is_block(column))
        };
        let mut rects = Vec::with_capacity(count);
        for row in 0..self.rows {
            let free = beside(row).count();
            let here = free.min(count - rects.len());
            // A line of the block is filled from it outwards; another stands in the middle.
            let shift = if free == self.columns {
                (self.cell.0 + self.gap.0) * (free - here) as f32 / 2.0
            } else {
                0.0
            };
            let middle = left as f32 + self.block as f32 / 2.0;
            let mut columns: Vec<usize> = beside(row).collect();
            if free < self.columns {
                let away = |column: &usize| (*column as f32 + 0.5 - middle).abs();
                columns.sort_by(|a, b| away(a).total_cmp(&away(b)));
                columns.truncate(here);
                columns.sort_unstable();
            }
            rects.extend(columns.iter().take(here).map(|column| {
                let cell = self.rect((*column, row), 1);
                Rect { x: cell.x + shift, ..cell }
            }));
        }
        rects
    }

    /// Moved to the middle of the room, with the block where it has one.
    fn centred(&self, mut rects: Vec<Rect>, corner: (usize, usize)) -> (Vec<Rect>, Rect) {
        let mut block = self.rect(corner, self.block.max(1));
        let all = rects.iter().copied().chain((self.block > 0).then_some(block));
        if let Some(all) = all.reduce(|all, one| all.union(&one)) {
            let (from, to) = (all.middle(), self.room.middle());
            let by = ((to.0 - from.0).round(), (to.1 - from.1).round());
            for rect in rects.iter_mut().chain([&mut block]) {
                (rect.x, rect.y) = (rect.x + by.0, rect.y + by.1);
            }
        }
        (rects, block)
    }
}

impl TakesWall {
    /// Hangs so many takes, the chosen one among them, in cells of this shape (width over height).
    pub fn new(layout: &Layout, count: usize, aspect: f32) -> Self {
        let aspect = if aspect.is_finite() { aspect.clamp(0.2, 5.0) } else { 1.0 };
        let screen = chosen_screen(&layout.wall, &layout.rooms);
        let mut rooms = layout.rooms.clone();
        let words = words(&mut rooms[screen], layout.wall.smallest_type());
        let others = count.max(1) - 1;
        let best = sides(others)
            .filter_map(|side| Plan::of(&rooms, screen, (side, others), aspect))
            .reduce(|best, plan| if plan.worth > best.worth { plan } else { best });
        let Some(Plan { grids, width, .. }) = best else {
            // Too small a wall for them: the chosen one alone, and the others unseen behind it.
            let chosen = rooms[screen].fitted(aspect, (0.5, 0.5));
            return Self { chosen, cells: vec![chosen; others], words, bounds: chosen, glow: 0.0 };
        };
        let mut counts = share_out(&grids, others);
        let mut cells = Vec::with_capacity(others);
        let mut chosen = Rect::default();
        for index in layout.wall.reading_order() {
            let (rects, block) = grids[index].hang(std::mem::take(&mut counts[index]));
            cells.extend(rects);
            if index == screen {
                chosen = block;
            }
        }
        let bounds = cells.iter().fold(chosen, |all, cell| all.union(cell));
        let shorter = width.min(width / aspect);
        let free = gap(shorter);
        let lacks = (shorter * GLOW).clamp(GLOWS.0, GLOWS.1) - free;
        let inset = if others == 0 || lacks < free / 4.0 { 0.0 } else { lacks.round() };
        let (across, down) = (inset, inset / aspect);
        let chosen = Rect {
            x: chosen.x + across,
            y: chosen.y + down,
            w: chosen.w - 2.0 * across,
            h: chosen.h - 2.0 * down,
        };
        Self { chosen, cells, words, bounds, glow: free * 0.95 + down.min(across) }
    }

    /// Where a cell lies while the takes come up out of a pane, or sink into it: all of them
    /// together keep their order, so that none lies on another on the way.
    pub fn on_the_way(&self, cell: &Rect, origin: &Rect, amount: f32) -> Rect {
        let (across, down) = (origin.w / self.bounds.w.max(1.0), origin.h / self.bounds.h.max(1.0));
        let within = Rect {
            x: origin.x + (cell.x - self.bounds.x) * across,
            y: origin.y + (cell.y - self.bounds.y) * down,
            w: cell.w * across,
            h: cell.h * down,
        };
        within.lerp(cell, amount)
    }
}

/// What is left between cells of this side.
fn gap(side: f32) -> f32 {
    (side * GAP).max(LEAST_GAP)
}

/// The grids of all screens with a block of one side.
struct Plan {
    grids: Vec<Grid>,
    width: f32,
    /// How good it is to look at: both the chosen one and the others large, little of the wall empty.
    worth: f32,
}

impl Plan {
    fn of(
        rooms: &[Rect],
        screen: usize,
        (side, others): (usize, usize),
        aspect: f32,
    ) -> Option<Self> {
        let grids = |width: f32| -> Option<Vec<Grid>> {
            let of = |(index, room): (usize, &Rect)| match index == screen {
                true => Grid::of(*room, width, aspect, side),
                false => Grid::of(*room, width, aspect, 0),
            };
            let all: Vec<Grid> = rooms.iter().enumerate().map(of).collect::<Option<_>>()?;
            (all.iter().map(Grid::capacity).sum::<usize>() >= others).then_some(all)
        };
        let width = widest(rooms[screen].w, |width| grids(width).is_some());
        let grids = grids(width)?;
        let cell = width * width / aspect;
        let block = cell * (side * side) as f32;
        let lit = block + cell * others as f32;
        let Grid { columns, rows, .. } =
            grids[screen].trimmed(others.min(grids[screen].capacity()));
        let uneven = |cells: usize| cells > side + 1 && (cells - side) % 2 == 1;
        let even = |cells| if uneven(cells) { UNEVEN } else { 1.0 };
        let worth = (cell * block).sqrt() * lit * even(columns) * even(rows);
        Some(Self { grids, width, worth })
    }
}

/// The sides that the chosen one's block may have, in cells: the more there are, the more it must
/// stand out.
fn sides(others: usize) -> impl Iterator<Item = usize> {
    let least = (((others + 1) as f32).sqrt() / 4.0).round().max(2.0) as usize;
    match others {
        0 => 1..=1,
        1..=FEW => 2..=4,
        _ => least..=least + 1,
    }
}

/// The widest cell with which all find room, to a pixel.
fn widest(room: f32, fits: impl Fn(f32) -> bool) -> f32 {
    let (mut least, mut most) = (NARROWEST, room.max(NARROWEST) + 1.0);
    while most - least > 0.25 {
        let width = (least + most) / 2.0;
        if fits(width) {
            least = width;
        } else {
            most = width;
        }
    }
    let even = (least / 2.0).floor() * 2.0;
    if even >= NARROWEST && fits(even) { even } else { least }
}

/// The largest screen; of those about as large, the one nearest to the middle of the wall.
fn chosen_screen(wall: &Wall, rooms: &[Rect]) -> usize {
    let area = |index: &usize| rooms[*index].w * rooms[*index].h;
    let most = (0..rooms.len()).map(|index| area(&index)).fold(0.0, f32::max);
    let (x, y) = (wall.size.0 / 2.0, wall.size.1 / 2.0);
    let away = |index: &usize| {
        let middle = rooms[*index].middle();
        (middle.0 - x).hypot(middle.1 - y)
    };
    let large = (0..rooms.len()).filter(|index| area(index) > most * 0.9);
    large.min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(0)
}

/// Takes the room for the words from the foot of a screen's room.
fn words(room: &mut Rect, smallest: f32) -> Rect {
    let height = (smallest * WORDS).round().min(room.h * 0.2);
    let (pictures, words) = room.cut_down(room.h - height, 0.0);
    *room = Rect { h: (pictures.h - smallest * 0.4).max(1.0), ..pictures };
    words
}

/// How many hang on each screen: all are filled alike.
fn share_out(grids: &[Grid], others: usize) -> Vec<usize> {
    let all = grids.iter().map(Grid::capacity).sum::<usize>().max(1);
    let mut counts: Vec<usize> = grids.iter().map(|grid| others * grid.capacity() / all).collect();
    let mut left = others.saturating_sub(counts.iter().sum());
    // What is left over is less than one for each, but a full screen may pass it on.
    while left > 0 {
        let before = left;
        for (grid, count) in grids.iter().zip(&mut counts) {
            if left > 0 && *count < grid.capacity() {
                *count += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    counts
}

#[cfg(test)]
mod tests;
