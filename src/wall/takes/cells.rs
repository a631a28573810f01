//! Cells of one size on one screen, and the block of the chosen take among them.

use crate::wall::Rect;

/// Between two cells, as a share of a cell's width and of its height: so that a block of them has
/// the shape of each.
const GAP: f32 = 0.075;
/// Not less than this many pixels.
const LEAST_GAP: f32 = 2.0;
/// No cell is narrower than this, in pixels.
const NARROWEST: f32 = 4.0;

/// Cells of one size in the room of one screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    room: Rect,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Width and height of a cell.
    pub(super) cell: (f32, f32),
    gap: (f32, f32),
    /// The side of the block of the chosen one in cells; 0 on the other screens.
    block: usize,
}

impl Grid {
    /// As many cells of this width as the room holds; none where the block finds no room.
    pub(super) fn of(room: Rect, width: f32, aspect: f32, block: usize) -> Option<Self> {
        let cell = (width, width / aspect);
        let gap = (gap(cell.0), gap(cell.1));
        let fit = |room: f32, cell: f32, gap: f32| {
            ((room + gap) / (cell + gap)).floor().max(0.0) as usize
        };
        let (columns, rows) = (fit(room.w, cell.0, gap.0), fit(room.h, cell.1, gap.1));
        (columns.min(rows) >= block).then_some(Self { room, columns, rows, cell, gap, block })
    }

    /// The widest cells of which so many columns and rows find room; none where that is hardly a pixel.
    pub(super) fn width_of(room: Rect, columns: usize, rows: usize, aspect: f32) -> Option<f32> {
        let cell = |room: f32, count: usize| {
            let count = count as f32;
            let usual = room / (count + GAP * (count - 1.0));
            if usual * GAP >= LEAST_GAP {
                usual
            } else {
                (room - LEAST_GAP * (count - 1.0)) / count
            }
        };
        // A hair less, so that rounding leaves none out.
        let width = cell(room.w, columns).min(cell(room.h, rows) * aspect) * 0.9999;
        Some(width).filter(|width| *width >= NARROWEST)
    }

    /// The largest cells of which the room holds so many beside the block.
    pub(super) fn for_so_many(room: Rect, count: usize, aspect: f32, block: usize) -> Option<Self> {
        let fits = |width: f32| {
            Self::of(room, width, aspect, block).filter(|grid| grid.capacity() >= count)
        };
        fits(widest(room.w, |width| fits(width).is_some()))
    }

    fn capacity(&self) -> usize {
        self.columns * self.rows - self.block * self.block
    }

    /// The block of the chosen one.
    pub(super) fn block(&self) -> Rect {
        self.rect(self.corner(), self.block.max(1))
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
    pub(super) fn trimmed(&self, count: usize) -> Self {
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
    pub(super) fn hang(&self, count: usize) -> (Vec<Rect>, Rect) {
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

/// What is left between cells of this side.
pub(super) fn gap(side: f32) -> f32 {
    (side * GAP).max(LEAST_GAP)
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
