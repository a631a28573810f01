//! How a wall is divided among the panes of each view.

use super::Rect;
use super::grid::Grid;
use super::label_wall::LabelWall;
use super::screens::Wall;

/// Where everything lies on a wall, for one number of stops and one shape of picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The wall.
    pub wall: Wall,
    /// For each stop of the scrub axis (inputs, versions, the next one) its chorus pane.
    pub cells: Vec<Rect>,
    /// Where one large picture is shown, over one screen or several.
    pub large: Rect,
    /// The parts of the label wall.
    pub story: LabelWall,
    /// The words at the foot.
    pub foot: Foot,
    /// Height of the labels' type in pixels; 0 where a label could not be read.
    pub type_size: f32,
    /// Distance between neighbouring panes of a row, and between rows, labels not counted.
    pub gap: (f32, f32),
    /// Where pictures may hang on each screen: without its margins and the words at its foot.
    pub rooms: Vec<Rect>,
    /// Width over height of the chorus panes.
    pub aspect: f32,
}

/// Where the words at the foot of the wall stand: no line of them crosses from screen to screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Foot {
    /// One place for all of them, or one each for the title, the version and the time.
    pub slots: Vec<Rect>,
    /// Height of a line.
    pub line: f32,
    /// The words take two lines, because a single upright screen is too narrow for one.
    pub two_lines: bool,
}

/// One screen without its margins, and the strip for words at its foot.
struct Room {
    hang: Rect,
    foot: Rect,
}

impl Layout {
    /// Hangs `stops` chorus panes of this aspect (width over height): as many on each screen as
    /// leave the smallest picture largest, in the order of the stops.
    pub fn new(wall: Wall, stops: usize, aspect: f64) -> Self {
        let aspect = aspect as f32;
        let smallest = wall.smallest_type();
        let two_lines = wall.screens.len() == 1 && wall.size.0 < wall.size.1;
        let line = (smallest / 0.62).round();
        let foot_h = (line * if two_lines { 2.1 } else { 1.0 }).round();
        let rooms: Vec<Room> = wall.screens.iter().map(|screen| room(screen, foot_h)).collect();
        let chorus = Chorus::hang(&wall, &rooms, stops, aspect, smallest);
        let block = wall.block_for(aspect);
        let whole = room(&block.bounds, foot_h);
        // Words are set to the edges of what hangs above them, if that is wide enough for them.
        let over = |index: usize| {
            let (Room { hang, foot }, hung) = (&rooms[index], chorus.bounds[index]);
            let edges = if hung.w < hang.w * 0.6 { *hang } else { hung };
            Rect { x: edges.x, w: edges.w, ..*foot }
        };
        let slots = foot_screens(&wall).into_iter().map(over).collect();
        Self {
            large: whole.hang.fitted(aspect, (0.5, 0.5)),
            story: LabelWall::new(&wall, aspect, |bounds| room(bounds, foot_h).hang),
            foot: Foot { slots, line, two_lines },
            cells: chorus.cells,
            type_size: chorus.type_size,
            gap: chorus.gap,
            rooms: rooms.iter().map(|room| room.hang).collect(),
            aspect,
            wall,
        }
    }

    /// Width and height of the wall in pixels.
    pub fn size(&self) -> (f32, f32) {
        self.wall.size
    }

    /// The labels of the chorus can be read.
    pub fn labels_readable(&self) -> bool {
        self.type_size > 0.0
    }

    /// The chorus pane at this point.
    pub fn cell_at(&self, x: f32, y: f32) -> Option<usize> {
        self.cells.iter().position(|cell| cell.grown(self.gap.0 / 2.0).contains(x, y))
    }

    /// The screen that a point lies on, by its place in the wall.
    pub fn screen_at(&self, (x, y): (f32, f32)) -> Option<usize> {
        self.wall.screens.iter().position(|screen| screen.contains(x, y))
    }
}

fn room(screen: &Rect, foot_h: f32) -> Room {
    let margin = (screen.w.min(screen.h) * 0.03).round();
    let foot_y = screen.bottom() - (margin * 0.6).round() - foot_h;
    let x = screen.x + margin;
    let w = (screen.w - 2.0 * margin).max(1.0);
    let y = screen.y + margin;
    let hang = Rect { x, y, w, h: (foot_y - (0.6 * margin).round() - y).max(1.0) };
    Room { hang, foot: Rect { x, y: foot_y, w, h: foot_h } }
}

/// The screens whose feet carry the words: of the lowest row the first, the middle and the last.
fn foot_screens(wall: &Wall) -> Vec<usize> {
    let row = match wall.grid() {
        Some(rows) => rows.last().cloned().unwrap_or_default(),
        // Where screens hang freely, all words stand on the widest.
        None => {
            let width = |index: &usize| wall.screens[*index].w;
            let widest = (0..wall.screens.len()).max_by(|a, b| width(a).total_cmp(&width(b)));
            widest.into_iter().collect()
        }
    };
    match row.as_slice() {
        [] => vec![0],
        [one] => vec![*one],
        [first, last] => vec![*first, *last],
        [first, .., last] => vec![*first, row[row.len() / 2], *last],
    }
}

/// The chorus panes of a whole wall.
struct Chorus {
    cells: Vec<Rect>,
    /// What hangs on each screen.
    bounds: Vec<Rect>,
    type_size: f32,
    gap: (f32, f32),
}

impl Chorus {
    fn hang(wall: &Wall, rooms: &[Room], stops: usize, aspect: f32, smallest: f32) -> Self {
        let counts = share_out(rooms, stops, aspect, smallest);
        // Equal screens hang alike, also where one of them has a pane less.
        let alike = |a: &Rect, b: &Rect| (a.w - b.w).abs() < 2.0 && (a.h - b.h).abs() < 2.0;
        let grids: Vec<Grid> = rooms
            .iter()
            .map(|room| {
                let same =
                    rooms.iter().zip(&counts).filter(|(other, _)| alike(&other.hang, &room.hang));
                let most = same.map(|(_, count)| *count).max().unwrap_or(1).max(1);
                Grid::best(room.hang, most, aspect, smallest)
            })
            .collect();
        let mut cells = Vec::with_capacity(stops);
        for index in wall.reading_order() {
            let (room, grid) = (&rooms[index], &grids[index]);
            cells.extend((0..counts[index]).map(|pane| grid.cell(room.hang, pane)));
        }
        let used =
            || grids.iter().zip(&counts).filter(|(_, count)| **count > 0).map(|(grid, _)| grid);
        let least = |of: fn(&Grid) -> f32| used().map(of).reduce(f32::min).unwrap_or(0.0);
        Self {
            cells,
            bounds: grids.iter().zip(rooms).map(|(grid, room)| grid.bounds(room.hang)).collect(),
            type_size: least(|grid| grid.type_size),
            gap: (least(|grid| grid.gap.0), least(|grid| grid.gap.1)),
        }
    }
}

/// How many panes hang on each screen: one after the other goes where its picture is largest.
fn share_out(rooms: &[Room], stops: usize, aspect: f32, smallest: f32) -> Vec<usize> {
    let mut counts = vec![0; rooms.len()];
    let area = |room: &Room, count: usize| {
        let (w, h) = Grid::best(room.hang, count, aspect, smallest).picture;
        w * h
    };
    let mut next: Vec<f32> = rooms.iter().map(|room| area(room, 1)).collect();
    for _ in 0..stops {
        // The first of equals.
        let mut best = 0;
        for index in 1..rooms.len() {
            if next[index] > next[best] {
                best = index;
            }
        }
        counts[best] += 1;
        if rooms.len() > 1 {
            next[best] = area(&rooms[best], counts[best] + 1);
        }
    }
    counts
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn apart(a: &Rect, b: &Rect) -> bool {
        a.x >= b.right() || b.x >= a.right() || a.y >= b.bottom() || b.y >= a.bottom()
    }

    fn one(size: (f32, f32), stops: usize, aspect: f64) -> Layout {
        Layout::new(Wall::one_screen(size), stops, aspect)
    }

    /// So many screens of one size, with this much between two.
    pub fn many(columns: usize, rows: usize, (w, h): (f32, f32), bezel: f32) -> Wall {
        let at = |index: usize| Rect {
            x: (w + bezel) * (index % columns) as f32,
            y: (h + bezel) * (index / columns) as f32,
            w,
            h,
        };
        let size = ((w + bezel) * columns as f32 - bezel, (h + bezel) * rows as f32 - bezel);
        let screens = (0..columns * rows).map(at).collect();
        Wall { screens, capital: 18.0, ..Wall::one_screen(size) }
    }

    #[test]
    fn chorus_panes_lie_on_the_wall_and_never_on_each_other() {
        for size in [(1920.0, 1080.0), (1080.0, 1920.0), (640.0, 360.0), (5400.0, 1920.0)] {
            for stops in 1..80 {
                for aspect in [16.0 / 9.0, 1.0, 9.0 / 16.0] {
                    let layout = one(size, stops, aspect);
                    assert_eq!(layout.cells.len(), stops);
                    for (index, a) in layout.cells.iter().enumerate() {
                        assert!(a.x >= 0.0 && a.right() <= size.0, "{size:?} {stops} {a:?}");
                        let foot = layout.foot.slots[0].y;
                        assert!(a.y >= 0.0 && a.bottom() <= foot, "{size:?} {stops} {a:?}");
                        for b in &layout.cells[..index] {
                            assert!(apart(a, b), "{size:?} {stops}: {a:?} on {b:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn no_chorus_pane_crosses_from_screen_to_screen_and_all_are_of_one_size() {
        for (columns, rows, screen) in [(5, 1, (1080.0, 1920.0)), (3, 3, (1920.0, 1080.0))] {
            for stops in 2..40 {
                let layout = Layout::new(many(columns, rows, screen, 12.0), stops, 16.0 / 9.0);
                assert_eq!(layout.cells.len(), stops);
                for (index, a) in layout.cells.iter().enumerate() {
                    let on = layout.wall.screens.iter().filter(|on| !apart(on, a)).count();
                    assert_eq!(on, 1, "{stops}: {a:?}");
                    assert_eq!((a.w, a.h), (layout.cells[0].w, layout.cells[0].h));
                    assert!(layout.cells[..index].iter().all(|b| apart(a, b)), "{stops}: {a:?}");
                }
            }
        }
    }

    #[test]
    fn nine_panes_hang_one_on_each_of_nine_screens_in_reading_order() {
        let layout = Layout::new(many(3, 3, (1920.0, 1080.0), 6.0), 9, 16.0 / 9.0);
        let screens: Vec<_> = layout.cells.iter().map(|c| layout.screen_at(c.middle())).collect();
        assert_eq!(screens, (0..9).map(Some).collect::<Vec<_>>());
        assert_eq!(
            layout.foot.slots.len(),
            3,
            "the words stand on three screens of the lowest row"
        );
    }

    #[test]
    fn sixteen_panes_of_a_wide_film_hang_four_by_four_on_a_wide_wall() {
        let layout = one((1920.0, 1080.0), 16, 16.0 / 9.0);
        assert_eq!(layout.cells[3].y, layout.cells[0].y);
        assert!(layout.cells[4].y > layout.cells[0].y);
        assert!(layout.labels_readable());
        assert!(!one((1920.0, 1080.0), 66, 16.0 / 9.0).labels_readable());
    }

    #[test]
    fn a_point_finds_the_pane_it_lies_in() {
        let layout = one((1920.0, 1080.0), 14, 16.0 / 9.0);
        for (stop, cell) in layout.cells.iter().enumerate() {
            assert_eq!(layout.cell_at(cell.x + cell.w / 2.0, cell.y + 1.0), Some(stop));
        }
        assert_eq!(layout.cell_at(0.0, 0.0), None);
    }
}
