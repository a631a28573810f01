//! A grid of equal panes with labels beneath them, on one screen.

use super::Rect;

/// Height of a label in sizes of its type.
const LABEL: f32 = 1.75;

/// A label needs a pane at least this wide, in sizes of its type: a name of about 17 letters.
const NARROWEST: f32 = 9.0;

/// How panes are divided among rows and columns.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Grid {
    columns: usize,
    rows: usize,
    /// Width and height of a picture.
    pub picture: (f32, f32),
    /// Between neighbours of a row, and between rows, labels not counted.
    pub gap: (f32, f32),
    label: f32,
    /// Size of the labels' type; 0 where a label could not be read.
    pub type_size: f32,
}

impl Grid {
    /// Of all grids of so many panes of this aspect, the one with the largest pictures; `smallest`
    /// is the smallest type that can be read.
    pub fn best(room: Rect, panes: usize, aspect: f32, smallest: f32) -> Self {
        let grids =
            (1..=panes.max(1)).map(|columns| Self::of(room, panes, columns, aspect, smallest));
        let area = |grid: &Self| grid.picture.0 * grid.picture.1;
        // The first of equals has the fewest columns, so that rows stay long for reading.
        grids
            .reduce(|best, next| if area(&next) > area(&best) { next } else { best })
            .unwrap_or(Self { columns: 1, rows: 1, picture: (2.0, 2.0), ..Self::default() })
    }

    fn of(room: Rect, panes: usize, columns: usize, aspect: f32, smallest: f32) -> Self {
        let rows = panes.div_ceil(columns);
        let short = room.w.min(room.h);
        // A gutter is a share of a pane, so that many small panes are not mostly gutter.
        let gap = room.w / columns as f32 * 0.09;
        let least = (short * 0.009).max(2.0);
        let gap = gap.round().clamp(least, (short * 0.021).max(least)).ceil();
        let cell_w = (room.w - gap * (columns - 1) as f32) / columns as f32;
        let row_h = |row_gap: f32| (room.h - row_gap * (rows - 1) as f32) / rows as f32;
        let labelled_gap = (gap * 0.6).ceil();
        let label = (smallest * LABEL).ceil();
        let labelled = cell_w.min((row_h(labelled_gap) - label) * aspect);
        let readable = labelled >= smallest * NARROWEST;
        let (type_size, label) = if readable { (smallest, label) } else { (0.0, 0.0) };
        // Rows without labels lie further apart than columns: time runs along them.
        let row_gap = if readable { labelled_gap } else { (gap * 1.2).round() };
        let w = cell_w.min((row_h(row_gap) - label) * aspect).max(2.0);
        // Whole even pixels, so that a rung of just this size is shown pixel for pixel.
        let even = |v: f32| ((v / 2.0).floor() * 2.0).max(2.0);
        let picture = (even(w), even(w / aspect));
        Self { columns, rows, picture, gap: (gap, row_gap), label, type_size }
    }

    /// Everything that hangs, labels included, in the middle of the room.
    pub fn bounds(&self, room: Rect) -> Rect {
        let w = (self.picture.0 + self.gap.0) * self.columns as f32 - self.gap.0;
        let h = (self.picture.1 + self.label + self.gap.1) * self.rows as f32 - self.gap.1;
        Rect {
            x: (room.x + (room.w - w) / 2.0).round(),
            y: (room.y + (room.h - h) / 2.0).round(),
            w,
            h,
        }
    }

    /// The picture of one pane, counted row by row.
    pub fn cell(&self, room: Rect, pane: usize) -> Rect {
        let (w, h) = self.picture;
        let (column, row) = (pane % self.columns, pane / self.columns);
        let from = self.bounds(room);
        Rect {
            x: from.x + (w + self.gap.0) * column as f32,
            y: from.y + (h + self.label + self.gap.1) * row as f32,
            w,
            h,
        }
    }
}
