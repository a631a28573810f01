//! Where the takes of a shot hang: all of them at once, the chosen one largest and in their midst.
//!
//! The chosen take fills a block of several cells, each of the others one cell, whole on one screen.
//! On one screen the block is in its middle; where screens hang in rows and carry one picture
//! together it is in the middle of the wall (`lattice`); where they hang freely it is on the
//! largest, alone if the others have room enough beside it (`sharing`). None lies on another.

mod cells;
mod lattice;
mod sharing;

use super::Rect;
use super::layout::Layout;
use super::screens::Wall;
use cells::gap;
use sharing::Plan;

/// The glow of the chosen one reaches so far, as a share of a cell's shorter side …
const GLOW: f32 = 0.14;
/// … within these bounds, in pixels. What the gap leaves of it is taken from the picture, unless
/// that is hardly anything: then the edges of all pictures stay level.
const GLOWS: (f32, f32) = (9.0, 26.0);
/// What is taken from the picture at each side, at most, as a share of its shorter side.
const INSET: f32 = 0.04;
/// Lines of the smallest type that the words about the takes have room for …
const WORDS: f32 = 2.9;
/// … and on a screen so narrow that fewer letters of it stand on a line than this.
const NARROW: (f32, f32) = (5.4, 36.0);

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

impl TakesWall {
    /// Hangs so many takes, the chosen one among them, in cells of this shape (width over height).
    pub fn new(layout: &Layout, count: usize, aspect: f32) -> Self {
        let aspect = if aspect.is_finite() { aspect.clamp(0.2, 5.0) } else { 1.0 };
        let others = count.max(1) - 1;
        let wall = &layout.wall;
        let screens = in_rows(wall, aspect).filter(|_| others > 0);
        let lowest = screens.as_ref().and_then(|rows| rows.last());
        let (screen, mut rooms) = match lowest {
            Some(lowest) => (lowest[lowest.len() / 2], to_the_foot(layout)),
            None => (chosen_screen(wall, &layout.rooms), layout.rooms.clone()),
        };
        let words = words(&mut rooms[screen], wall.smallest_type());
        // All screens of its row end with it, so that the lines of pictures are level.
        let bottom = rooms[screen].bottom();
        for index in lowest.into_iter().flatten() {
            rooms[*index].h = (bottom - rooms[*index].y).max(1.0);
        }
        let over_all = screens.and_then(|screens| lattice::hang(&rooms, &screens, others, aspect));
        let hung = over_all.or_else(|| {
            let plan = Plan::best(&rooms, screen, others, aspect)?;
            Some(plan.hang(&wall.reading_order(), screen))
        });
        let Some(Placed { chosen, cells, beside }) = hung else {
            // Too small a wall for them: the chosen one alone, and the others unseen behind it.
            let chosen = rooms[screen].fitted(aspect, (0.5, 0.5));
            return Self { chosen, cells: vec![chosen; others], words, bounds: chosen, glow: 0.0 };
        };
        let bounds = cells.iter().fold(chosen, |all, cell| all.union(cell));
        // With a screen to itself there is no gap around it to glow in.
        let shorter = beside.map_or(chosen.w.min(chosen.h) / 4.0, |(w, h)| w.min(h));
        let free = beside.map_or(0.0, |_| gap(shorter));
        let lacks = (shorter * GLOW).clamp(GLOWS.0, GLOWS.1) - free;
        let most = chosen.w.min(chosen.h) * INSET;
        let inset = if others == 0 || lacks < free / 4.0 { 0.0 } else { lacks.min(most).round() };
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

/// Takes where they hang, and the size of the cells beside the chosen one; none where it has a screen
/// to itself.
struct Placed {
    chosen: Rect,
    cells: Vec<Rect>,
    beside: Option<(f32, f32)>,
}

/// The rooms of all screens; where no words stand at its foot a screen's room goes down to its edge.
fn to_the_foot(layout: &Layout) -> Vec<Rect> {
    let has_words: Vec<Option<usize>> =
        layout.foot.slots.iter().map(|slot| layout.screen_at(slot.middle())).collect();
    let room = |(index, room): (usize, &Rect)| {
        let screen = layout.wall.screens[index];
        match has_words.contains(&Some(index)) {
            true => *room,
            false => Rect { h: screen.h - 2.0 * (room.y - screen.y), ..*room },
        }
    };
    layout.rooms.iter().enumerate().map(room).collect()
}

/// The screens row by row, where they carry one picture together.
fn in_rows(wall: &Wall, aspect: f32) -> Option<Vec<Vec<usize>>> {
    wall.grid().filter(|_| wall.block_for(aspect).screens.len() > 1)
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
    let lines = if room.w < smallest * NARROW.1 && room.h > room.w { NARROW.0 } else { WORDS };
    let height = (smallest * lines).round().min(room.h * 0.2);
    let (pictures, words) = room.cut_down(room.h - height, 0.0);
    *room = Rect { h: (pictures.h - smallest * 0.4).max(1.0), ..pictures };
    words
}

#[cfg(test)]
mod tests;
