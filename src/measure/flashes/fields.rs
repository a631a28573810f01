//! Which cells lie in which ten degrees of what is seen.

use std::collections::BTreeSet;
use std::ops::Range;

use super::FlashError;
use crate::measure::light::{CELLS, COLUMNS, ROWS};

/// The least area that counts (WCAG 2.2, *general flash and red flash thresholds*), in steradians.
const LEAST: f64 = 0.006;

/// Half of ten degrees.
const HALF_FIELD: f64 = 5.0 * std::f64::consts::PI / 180.0;

/// The radius of ten degrees of a wall, as it is seen from so far: both in millimetres.
pub fn field_radius(distance: f64) -> f64 {
    distance * HALF_FIELD.tan()
}

/// Middles of fields are this share of their radius apart …
const STEP: f64 = 1.0 / 6.0;
/// … or farther, where there would be more of them than this.
const MOST_FIELDS: f64 = 20_000.0;

/// More panes than this are no wall.
const MOST_PANES: usize = 512;

/// A block of a third of a picture across and down, in cells: rounded up.
const BLOCK: (usize, usize) = (COLUMNS.div_ceil(3), ROWS.div_ceil(3));

/// A rectangle from its upper left corner, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// A rectangle of the wall that shows a part of a version's picture. What is black and what shows
/// no film is no pane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WallPane {
    /// Which version.
    pub version: usize,
    /// Where it is on the wall, in millimetres; only what can be seen of it.
    pub place: Area,
    /// Which part of the picture fills it, 0 to 1. What is outside of the picture is black.
    pub part: Area,
}

/// One cell of a version where it can be seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub version: usize,
    pub cell: usize,
    /// In steradians, or as a share of the picture.
    pub area: f64,
}

/// Some cells that are seen together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    /// Its middle.
    pub at: [f64; 2],
    /// Which of [`Fields::spans`] make it up.
    pub spans: Range<usize>,
    /// A bit for each version in it, by its number modulo 64.
    pub versions: u64,
}

/// All fields.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fields {
    /// Every cell that is seen, pane by pane and row by row.
    pub places: Vec<Place>,
    /// Runs of places, each a part of a row.
    pub spans: Vec<(u32, u32)>,
    pub fields: Vec<Field>,
    /// What area of a field counts.
    pub least: f64,
}

/// The cells of a pane that are seen: the middles of its columns and rows, and its first place.
struct Laid {
    columns: Vec<f64>,
    rows: Vec<f64>,
    first: usize,
}

impl Laid {
    /// Places whose middle is within `radius` of `middle`.
    fn within(&self, middle: [f64; 2], radius: f64) -> impl Iterator<Item = (u32, u32)> {
        let before = |line: &[f64], edge: f64| line.partition_point(|at| *at < edge);
        let top = before(&self.rows, middle[1] - radius);
        let rows = self.rows.iter().enumerate().skip(top);
        rows.take_while(move |(_, y)| **y <= middle[1] + radius).filter_map(move |(row, y)| {
            let half = (radius * radius - (y - middle[1]).powi(2)).max(0.0).sqrt();
            let from = before(&self.columns, middle[0] - half);
            let to = self.columns.partition_point(|x| *x <= middle[0] + half);
            let first = self.first + row * self.columns.len();
            (from < to).then_some(((first + from) as u32, (first + to) as u32))
        })
    }
}

impl Fields {
    fn new(least: f64) -> Self {
        Self { places: Vec::new(), spans: Vec::new(), fields: Vec::new(), least }
    }

    /// The blocks of a picture that is seen alone.
    pub fn of_picture() -> Self {
        let mut fields = Self::new(1.0 / 36.0);
        let area = 1.0 / CELLS as f64;
        fields.places = (0..CELLS).map(|cell| Place { version: 0, cell, area }).collect();
        for row in 0..=ROWS - BLOCK.1 {
            for column in 0..=COLUMNS - BLOCK.0 {
                let first = |row| (row * COLUMNS + column) as u32;
                let spans =
                    (row..row + BLOCK.1).map(|row| (first(row), first(row) + BLOCK.0 as u32));
                let middle = |from: usize, block: usize, of: usize| {
                    (from as f64 + block as f64 / 2.0) / of as f64
                };
                let at = [middle(column, BLOCK.0, COLUMNS), middle(row, BLOCK.1, ROWS)];
                fields.push(at, spans.collect());
            }
        }
        fields
    }

    /// The circles of a wall that is seen from `distance` millimetres.
    pub fn of_wall(panes: &[WallPane], distance: f64, versions: usize) -> Result<Self, FlashError> {
        if !(1.0..=1e6).contains(&distance) {
            return Err(FlashError::Distance(distance));
        }
        if panes.len() > MOST_PANES {
            return Err(FlashError::TooMany(MOST_PANES));
        }
        let mut fields = Self::new(LEAST);
        let mut laid = Vec::new();
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for (index, pane) in panes.iter().enumerate() {
            let Area { x, y, w, h } = pane.place;
            let sound = |area: &Area| {
                let far = [area.x, area.y].iter().all(|at| at.abs() <= 1e7);
                far && [area.w, area.h].iter().all(|size| *size > 0.0 && *size <= 1e7)
            };
            if pane.version >= versions || !sound(&pane.place) || !sound(&pane.part) {
                return Err(FlashError::Pane(index));
            }
            low = [low[0].min(x), low[1].min(y)];
            high = [high[0].max(x + w), high[1].max(y + h)];
            laid.push(fields.lay(pane, distance));
        }
        let radius = field_radius(distance);
        let size = [0, 1].map(|axis| (high[axis] - low[axis]).max(0.0));
        let step = (radius * STEP).max((size[0] * size[1] / MOST_FIELDS).sqrt());
        // Every circle of ten degrees lies within one of these.
        let radius = radius + step * std::f64::consts::FRAC_1_SQRT_2;
        let steps = size.map(|size| (size / step).ceil() as u32);
        let mut known = BTreeSet::new();
        for down in 0..=if laid.is_empty() { 0 } else { steps[1] } {
            for across in 0..=steps[0] {
                let at = [low[0] + f64::from(across) * step, low[1] + f64::from(down) * step];
                let spans: Vec<_> = laid.iter().flat_map(|pane| pane.within(at, radius)).collect();
                if fields.is_large(&spans) && known.insert(spans.clone()) {
                    fields.push(at, spans);
                }
            }
        }
        Ok(fields)
    }

    /// Adds the cells of a pane that are seen. Each is taken as large as it looks from straight
    /// before it.
    fn lay(&mut self, pane: &WallPane, distance: f64) -> Laid {
        let seen = |count: usize, from: f64, size: f64, place: f64, length: f64| {
            let mut seen = Vec::new();
            for index in 0..count {
                let low = (index as f64 / count as f64).max(from);
                let high = ((index + 1) as f64 / count as f64).min(from + size);
                if high > low {
                    let middle = place + ((low + high) / 2.0 - from) / size * length;
                    seen.push((index, middle, (high - low) / size * length));
                }
            }
            seen
        };
        let (place, part) = (pane.place, pane.part);
        let columns = seen(COLUMNS, part.x, part.w, place.x, place.w);
        let rows = seen(ROWS, part.y, part.h, place.y, place.h);
        let first = self.places.len();
        for (row, _, height) in &rows {
            self.places.extend(columns.iter().map(|(column, _, width)| {
                let area = width * height / (distance * distance);
                Place { version: pane.version, cell: row * COLUMNS + column, area }
            }));
        }
        let middles = |line: &[(usize, f64, f64)]| line.iter().map(|(_, at, _)| *at).collect();
        Laid { columns: middles(&columns), rows: middles(&rows), first }
    }

    /// Places of a run.
    pub fn run(&self, (from, to): (u32, u32)) -> &[Place] {
        &self.places[from as usize..to as usize]
    }

    /// Places of a field.
    pub fn within(&self, field: &Field) -> impl Iterator<Item = &Place> {
        self.spans[field.spans.clone()].iter().flat_map(|span| self.run(*span))
    }

    /// Whether so much may flash there that it counts.
    fn is_large(&self, spans: &[(u32, u32)]) -> bool {
        let areas = spans.iter().flat_map(|span| self.run(*span)).map(|place| place.area);
        areas.sum::<f64>() >= self.least * (1.0 - 1e-9)
    }

    fn push(&mut self, at: [f64; 2], spans: Vec<(u32, u32)>) {
        let places = spans.iter().filter_map(|span| self.run(*span).first());
        let versions = places.fold(0, |bits, place| bits | 1 << (place.version % 64));
        let from = self.spans.len();
        self.spans.extend(spans);
        self.fields.push(Field { at, spans: from..self.spans.len(), versions });
    }
}
