//! Where the takes of a shot hang: all of them at once, the chosen one largest and in their midst.
//!
//! Every screen is divided into cells of one size, the same on all screens. The chosen take fills a
//! block of several cells in the middle of one screen, the others one cell each, so none lies on
//! another and none crosses from screen to screen. Of all sizes the largest is taken with which
//! there is a cell for each.

use super::Rect;
use super::layout::Layout;
use super::screens::Wall;

/// Between two cells, as a share of a cell's width.
const GAP: f32 = 0.06;
/// Not less than this many pixels.
const LEAST_GAP: f32 = 2.0;
/// No cell is narrower than this, in pixels.
const NARROWEST: f32 = 4.0;
/// The chosen one leaves this share of a cell's width of its block to its glow on every side …
const INSET: f32 = 0.08;
/// … but not more than this, in pixels.
const MOST_INSET: f32 = 20.0;
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
    gap: f32,
    /// The side of the block of the chosen one in cells; 0 on the other screens.
    block: usize,
}

impl Grid {
    /// As many cells of this width as the room holds; none where the block finds no room.
    fn of(room: Rect, width: f32, aspect: f32, block: usize) -> Option<Self> {
        let gap = (width * GAP).max(LEAST_GAP);
        let cell = (width, width / aspect);
        let fit = |room: f32, cell: f32| ((room + gap) / (cell + gap)).floor().max(0.0) as usize;
        let (columns, rows) = (fit(room.w, cell.0), fit(room.h, cell.1));
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
        let wide = |cell: f32| cell * cells as f32 + self.gap * (cells as f32 - 1.0);
        Rect {
            x: self.room.x + (w + self.gap) * column as f32,
            y: self.room.y + (h + self.gap) * row as f32,
            w: wide(w),
            h: wide(h),
        }
    }

    /// One take beside the block, or two on either side of it, at half its height: no line of cells
    /// is begun for so few. None where there is no room for that, or are more.
    fn wings(&self, count: usize, block: &Rect) -> Option<Vec<Rect>> {
        let (w, h) = self.cell;
        let y = block.middle().1 - h / 2.0;
        let right = Rect { x: block.right() + self.gap, y, w, h };
        let left = Rect { x: block.x - self.gap - w, y, w, h };
        match count {
            1 if self.block > 0 && self.columns > self.block => Some(vec![right]),
            2 if self.block > 0 && self.columns > self.block + 1 => Some(vec![left, right]),
            _ => None,
        }
    }

    /// Where so many hang, in lines, and the block: those nearest to the middle, and all of it moved
    /// to the middle of the room.
    fn hang(&self, count: usize) -> (Vec<Rect>, Rect) {
        let (left, top) = self.corner();
        let half = self.block as f32 / 2.0;
        let middle = if self.block > 0 {
            (left as f32 + half, top as f32 + half)
        } else {
            (self.columns as f32 / 2.0, self.rows as f32 / 2.0)
        };
        let in_block = |column: usize, row: usize| {
            (left..left + self.block).contains(&column) && (top..top + self.block).contains(&row)
        };
        let mut places: Vec<(usize, usize)> = (0..self.rows)
            .flat_map(|row| (0..self.columns).map(move |column| (column, row)))
            .filter(|(column, row)| !in_block(*column, *row))
            .collect();
        let away = |&(column, row): &(usize, usize)| {
            let across = (column as f32 + 0.5 - middle.0).abs() / self.columns as f32;
            let down = (row as f32 + 0.5 - middle.1).abs() / self.rows as f32;
            (across.max(down), across + down)
        };
        places.sort_by(|a, b| {
            let (a, b) = (away(a), away(b));
            a.0.total_cmp(&b.0).then_with(|| a.1.total_cmp(&b.1))
        });
        places.truncate(count);
        places.sort_by_key(|(column, row)| (*row, *column));
        let mut block = self.rect((left, top), self.block.max(1));
        let mut rects = match self.wings(count, &block) {
            Some(wings) => wings,
            None => places.iter().map(|place| self.rect(*place, 1)).collect(),
        };
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
        let side = if others == 0 { 1 } else { block_side(count) };
        let grids = |width: f32| -> Option<Vec<Grid>> {
            let of = |(index, room): (usize, &Rect)| {
                let block = if index == screen { side } else { 0 };
                let grid = Grid::of(*room, width, aspect, block);
                if index == screen { grid.map(Some) } else { Some(grid) }
            };
            let all: Option<Vec<Option<Grid>>> = rooms.iter().enumerate().map(of).collect();
            let all: Vec<Grid> = all?.into_iter().flatten().collect();
            (all.iter().map(Grid::capacity).sum::<usize>() >= others).then_some(all)
        };
        let width = widest(rooms[screen].w, |width| grids(width).is_some());
        let Some(grids) = grids(width) else {
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
        let inset = if others == 0 { 0.0 } else { (width * INSET).min(MOST_INSET) };
        let glow = inset + (width * GAP).max(LEAST_GAP) * 0.9;
        Self { chosen: chosen.grown(-inset), cells, words, bounds, glow }
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

/// The side of the chosen one's block in cells: the more there are, the more it must stand out.
fn block_side(count: usize) -> usize {
    ((count as f32).sqrt() / 4.0).round().max(2.0) as usize
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn walls() -> Vec<Wall> {
        let grid = |columns: usize, rows: usize, (w, h): (f32, f32), bezel: f32| {
            let at = |index: usize| Rect {
                x: (w + bezel) * (index % columns) as f32,
                y: (h + bezel) * (index / columns) as f32,
                w,
                h,
            };
            let size = ((w + bezel) * columns as f32 - bezel, (h + bezel) * rows as f32 - bezel);
            let screens = (0..columns * rows).map(at).collect();
            Wall { screens, capital: 18.0, ..Wall::one_screen(size) }
        };
        let salon = Wall {
            screens: vec![
                Rect { x: 0.0, y: 100.0, w: 600.0, h: 400.0 },
                Rect { x: 640.0, y: 0.0, w: 1280.0, h: 720.0 },
                Rect { x: 1960.0, y: 300.0, w: 400.0, h: 700.0 },
            ],
            ..Wall::one_screen((2360.0, 1000.0))
        };
        vec![
            Wall::one_screen((1920.0, 1080.0)),
            Wall::one_screen((1080.0, 1920.0)),
            Wall::one_screen((640.0, 360.0)),
            grid(3, 3, (640.0, 360.0), 12.0),
            grid(5, 1, (540.0, 960.0), 20.0),
            salon,
        ]
    }

    fn check(layout: &Layout, count: usize, aspect: f32) {
        let takes = TakesWall::new(layout, count, aspect);
        let said = |what: &str| format!("{what}: {count} of {aspect} on {:?}", layout.wall.size);
        assert_eq!(takes.cells.len(), count - 1, "{}", said("a place for each"));
        let all: Vec<Rect> = takes.cells.iter().copied().chain([takes.chosen]).collect();
        for (index, one) in all.iter().enumerate() {
            let inside = |room: &&Rect| {
                one.x >= room.x - 0.6
                    && one.y >= room.y - 0.6
                    && one.right() <= room.right() + 0.6
                    && one.bottom() <= room.bottom() + 0.6
            };
            assert_eq!(layout.rooms.iter().filter(inside).count(), 1, "{}", said("one screen"));
            for other in &all[..index] {
                assert!(!one.overlaps(other), "{} {one:?} {other:?}", said("apart"));
            }
            assert!(!one.overlaps(&takes.words), "{}", said("beside the words"));
        }
        for cell in &takes.cells {
            assert!((cell.w, cell.h) == (takes.cells[0].w, takes.cells[0].h));
            assert!(takes.chosen.w >= cell.w * 1.8 && takes.chosen.h >= cell.h * 1.8);
            assert!(takes.bounds.contains(cell.middle().0, cell.middle().1));
        }
    }

    #[test]
    fn whatever_their_number_all_are_on_the_wall_apart_on_one_screen_each_and_the_chosen_is_largest()
     {
        for wall in walls() {
            let layout = Layout::new(wall, 9, 16.0 / 9.0);
            for count in 1..=400 {
                check(&layout, count, 16.0 / 9.0);
            }
        }
    }

    #[test]
    fn upright_and_square_takes_find_their_places_too() {
        for wall in walls() {
            let layout = Layout::new(wall, 3, 1.0);
            for count in [1, 2, 3, 7, 40, 214, 400] {
                for aspect in [9.0 / 16.0, 1.0, 2.39] {
                    check(&layout, count, aspect);
                }
            }
        }
    }

    #[test]
    fn four_hundred_fill_most_of_a_screen() {
        let layout = Layout::new(Wall::one_screen((1920.0, 1080.0)), 9, 16.0 / 9.0);
        for count in [4, 40, 214, 400] {
            let takes = TakesWall::new(&layout, count, 16.0 / 9.0);
            let lit: f32 = takes.cells.iter().map(|cell| cell.w * cell.h).sum();
            let lit = lit + takes.chosen.w * takes.chosen.h;
            let room = layout.rooms[0].w * layout.rooms[0].h;
            assert!(lit > room * 0.55, "{count}: {}", lit / room);
        }
    }

    proptest! {
        #[test]
        fn none_lies_on_another_on_the_way(
            count in 2usize..60, amount in 0.0f32..=1.0,
            x in 0.0f32..1500.0, y in 0.0f32..900.0, w in 20.0f32..400.0,
        ) {
            let layout = Layout::new(Wall::one_screen((1920.0, 1080.0)), 9, 16.0 / 9.0);
            let takes = TakesWall::new(&layout, count, 16.0 / 9.0);
            let origin = Rect { x, y, w, h: w * 9.0 / 16.0 };
            let all: Vec<Rect> =
                takes.cells.iter().map(|cell| takes.on_the_way(cell, &origin, amount)).collect();
            for (index, one) in all.iter().enumerate() {
                for other in &all[..index] {
                    let across = one.right().min(other.right()) - one.x.max(other.x);
                    let down = one.bottom().min(other.bottom()) - one.y.max(other.y);
                    prop_assert!(across < 0.01 || down < 0.01, "{one:?} {other:?}");
                }
            }
        }
    }
}
