//! How a wall of a given size is divided among the panes of each view.

/// A rectangle in pixels of the wall, from its upper left corner, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

impl Rect {
    /// The point lies in it.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        (self.x..self.x + self.w).contains(&x) && (self.y..self.y + self.h).contains(&y)
    }

    /// A share `t` of the way to `other`.
    pub fn lerp(&self, other: &Self, t: f32) -> Self {
        let mix = |a: f32, b: f32| a + (b - a) * t;
        Self {
            x: mix(self.x, other.x),
            y: mix(self.y, other.y),
            w: mix(self.w, other.w),
            h: mix(self.h, other.h),
        }
    }

    /// Larger by `by` on every side.
    pub fn grown(&self, by: f32) -> Self {
        Self { x: self.x - by, y: self.y - by, w: self.w + 2.0 * by, h: self.h + 2.0 * by }
    }
}

/// Where everything lies on a wall of one size, for one number of versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Width and height of the wall in pixels.
    pub size: (f32, f32),
    /// For each stop of the scrub axis (inputs, versions, the next one) its chorus pane.
    pub cells: Vec<Rect>,
    /// Where a single version is shown.
    pub solo: Rect,
    /// The words at the foot of the wall, as wide as the chorus.
    pub foot: Rect,
    /// Height of the labels' type in pixels; 0 where a label could not be read.
    pub type_size: f32,
    /// Distance between neighbouring panes of a row, and between rows, labels not counted.
    pub gap: (f32, f32),
}

impl Layout {
    /// Hangs `stops` chorus panes of this aspect (width over height) on a wall of `size` pixels:
    /// of all grids, the one with the largest pictures.
    pub fn new(size: (f32, f32), stops: usize, aspect: f64) -> Self {
        let (w, h) = size;
        let (short, aspect) = (w.min(h), aspect as f32);
        let margin = (short * 0.03).round();
        // Upright walls are too narrow for one line of words.
        let lines = if w < h { 2.1 } else { 1.0 };
        let foot_h = ((short * 0.038).max(14.0) * lines).round();
        let foot_y = h - margin * 0.6 - foot_h;
        let room = Rect { x: margin, y: margin, w: w - 2.0 * margin, h: foot_y - 1.6 * margin };
        let grid = Grid::best(room, short, stops.max(1), aspect);
        let (w, h) = (room.w.min(room.h * aspect), room.h.min(room.w / aspect));
        let (w, h) = (w.floor().max(1.0), h.floor().max(1.0));
        let solo = Rect {
            x: (room.x + (room.w - w) / 2.0).round(),
            y: (room.y + (room.h - h) / 2.0).round(),
            w,
            h,
        };
        let hung = grid.bounds(room);
        // Words are set to the edges of what hangs above them, if that is wide enough for them.
        let over = if hung.w < room.w * 0.6 { room } else { hung };
        Self {
            size,
            cells: (0..stops).map(|stop| grid.cell(room, stop)).collect(),
            solo,
            foot: Rect { y: foot_y, h: foot_h, ..over },
            type_size: grid.type_size,
            gap: grid.gap,
        }
    }

    /// The labels of the chorus can be read.
    pub fn labels_readable(&self) -> bool {
        self.type_size > 0.0
    }

    /// Height of a line at the foot.
    pub fn foot_line(&self) -> f32 {
        if self.size.0 < self.size.1 { self.foot.h / 2.1 } else { self.foot.h }
    }

    /// Type that is smaller than this on this wall cannot be read.
    pub fn smallest_type(&self) -> f32 {
        smallest_type(self.size.0.min(self.size.1))
    }

    /// The chorus pane at this point.
    pub fn cell_at(&self, x: f32, y: f32) -> Option<usize> {
        self.cells.iter().position(|cell| cell.grown(self.gap.0 / 2.0).contains(x, y))
    }
}

/// Capitals of 9 minutes of arc on a 55-inch screen 3 m away, and never less than 10 pixels.
fn smallest_type(short: f32) -> f32 {
    (short * 0.0125).max(10.0)
}

/// Height of a label in sizes of its type.
const LABEL: f32 = 1.75;

#[derive(Clone, Copy, Debug, Default)]
struct Grid {
    columns: usize,
    rows: usize,
    picture: (f32, f32),
    gap: (f32, f32),
    label: f32,
    type_size: f32,
}

impl Grid {
    fn best(room: Rect, short: f32, stops: usize, aspect: f32) -> Self {
        let grids = (1..=stops).map(|columns| Self::of(room, short, stops, columns, aspect));
        let area = |grid: &Self| grid.picture.0 * grid.picture.1;
        // The first of equals has the fewest columns, so that rows stay long for reading.
        grids
            .reduce(|best, next| if area(&next) > area(&best) { next } else { best })
            .unwrap_or(Self { columns: 1, rows: 1, picture: (2.0, 2.0), ..Self::default() })
    }

    fn of(room: Rect, short: f32, stops: usize, columns: usize, aspect: f32) -> Self {
        let rows = stops.div_ceil(columns);
        // A gutter is a share of a pane, so that many small panes are not mostly gutter.
        let gap = room.w / columns as f32 * 0.09;
        let gap = gap.round().clamp((short * 0.008).max(2.0), (short * 0.0185).max(3.0)).ceil();
        let cell_w = (room.w - gap * (columns - 1) as f32) / columns as f32;
        let fitted = |row_gap: f32, label_share: f32| {
            let row_h = (room.h - row_gap * (rows - 1) as f32) / rows as f32;
            cell_w.min(row_h * aspect / (1.0 + label_share * LABEL * aspect))
        };
        // Type is a fixed share of a picture's width, but never larger than a headline.
        let (share, most) = (0.048, short * 0.022);
        let labelled_gap = (gap * 0.6).ceil();
        let type_size = (fitted(labelled_gap, share) * share).min(most);
        let readable = type_size >= smallest_type(short);
        let (type_size, label) =
            if readable { (type_size, (type_size * LABEL).ceil()) } else { (0.0, 0.0) };
        // Rows without labels lie further apart than columns: time runs along them.
        let row_gap = if readable { labelled_gap } else { (gap * 1.2).round() };
        let row_h = (room.h - row_gap * (rows - 1) as f32) / rows as f32;
        let w = cell_w.min((row_h - label) * aspect).max(2.0);
        // Whole even pixels, so that a rung of just this size is shown pixel for pixel.
        let even = |v: f32| ((v / 2.0).floor() * 2.0).max(2.0);
        let picture = (even(w), even(w / aspect));
        Self { columns, rows, picture, gap: (gap, row_gap), label, type_size }
    }

    /// Everything that hangs, labels included.
    fn bounds(&self, room: Rect) -> Rect {
        let w = (self.picture.0 + self.gap.0) * self.columns as f32 - self.gap.0;
        let h = (self.picture.1 + self.label + self.gap.1) * self.rows as f32 - self.gap.1;
        Rect {
            x: (room.x + (room.w - w) / 2.0).round(),
            y: (room.y + (room.h - h) / 2.0).round(),
            w,
            h,
        }
    }

    fn cell(&self, room: Rect, stop: usize) -> Rect {
        let (w, h) = self.picture;
        let (column, row) = (stop % self.columns, stop / self.columns);
        let from = self.bounds(room);
        Rect {
            x: from.x + (w + self.gap.0) * column as f32,
            y: from.y + (h + self.label + self.gap.1) * row as f32,
            w,
            h,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chorus_panes_lie_on_the_wall_and_never_on_each_other() {
        for size in [(1920.0, 1080.0), (1080.0, 1920.0), (640.0, 360.0), (5400.0, 1920.0)] {
            for stops in 1..80 {
                for aspect in [16.0 / 9.0, 1.0, 9.0 / 16.0] {
                    let layout = Layout::new(size, stops, aspect);
                    assert_eq!(layout.cells.len(), stops);
                    for (index, a) in layout.cells.iter().enumerate() {
                        assert!(a.x >= 0.0 && a.x + a.w <= size.0, "{size:?} {stops} {a:?}");
                        assert!(a.y >= 0.0 && a.y + a.h <= layout.foot.y, "{size:?} {stops} {a:?}");
                        for b in &layout.cells[..index] {
                            let apart = a.x >= b.x + b.w
                                || b.x >= a.x + a.w
                                || a.y >= b.y + b.h
                                || b.y >= a.y + a.h;
                            assert!(apart, "{size:?} {stops}: {a:?} on {b:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn sixteen_panes_of_a_wide_film_hang_four_by_four_on_a_wide_wall() {
        let layout = Layout::new((1920.0, 1080.0), 16, 16.0 / 9.0);
        assert_eq!(layout.cells[3].y, layout.cells[0].y);
        assert!(layout.cells[4].y > layout.cells[0].y);
    }

    #[test]
    fn a_point_finds_the_pane_it_lies_in() {
        let layout = Layout::new((1920.0, 1080.0), 14, 16.0 / 9.0);
        for (stop, cell) in layout.cells.iter().enumerate() {
            assert_eq!(layout.cell_at(cell.x + cell.w / 2.0, cell.y + 1.0), Some(stop));
        }
        assert_eq!(layout.cell_at(0.0, 0.0), None);
    }
}
