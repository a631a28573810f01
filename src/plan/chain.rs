//! Dimension lines: chains of lengths along one side of the wall, each closed from end to end, and
//! figures that never lie on each other.

use super::millimetres;
use super::sheet::{FINE, Hold, Pen, Sheet, Words};
use super::typeface::{Face, Typefaces};

/// Lengths that differ by less are one, in mm.
const SAME_MM: f64 = 0.5;
/// The most chains beside each other on one side.
const MOST_CHAINS: usize = 3;
/// The most rows of figures over one line.
const MOST_ROWS: usize = 4;
/// From a line to the base of its first row of figures, in mm of paper.
const OVER: f64 = 0.9;
/// How far lines go beyond where they meet, in mm of paper.
const BEYOND: f64 = 1.0;
/// The air around a figure, in mm of paper.
const AIR: f64 = 0.7;

/// From one place to another along the wall, in mm.
pub type Length = (f64, f64);

/// A dimension line with its figures placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Its lengths, from one end to the other, in mm of the wall.
    pub lengths: Vec<Length>,
    /// The row of the figure of each, 0 within the line's own length; none where there was no room.
    pub rows: Vec<Option<usize>>,
}

/// The chains of one side, the nearest to the wall first.
#[derive(Clone, Debug, PartialEq)]
pub struct Chains {
    /// The chains; the last is the whole.
    pub lines: Vec<Chain>,
    /// How many lengths found no place: they are in the schedule.
    pub left_out: usize,
}

/// Sorts lengths into chains and places their figures, for this scale and this size of figures.
pub fn chains(
    lengths: impl IntoIterator<Item = Length>,
    whole: Length,
    (scale, size): (f64, f64),
    faces: &Typefaces,
) -> Chains {
    let mut unique: Vec<Length> = Vec::new();
    for one in lengths {
        let same = |other: &&Length| {
            (one.0 - other.0).abs() < SAME_MM && (one.1 - other.1).abs() < SAME_MM
        };
        if !unique.iter().any(|other| same(&other)) {
            unique.push(one);
        }
    }
    // The short ones nearest to the wall, as is usual.
    unique.sort_by(|a, b| {
        let long = |one: &Length| ((one.1 - one.0) / SAME_MM).round();
        long(a).total_cmp(&long(b)).then(a.0.total_cmp(&b.0))
    });
    let mut levels: Vec<Vec<Length>> = Vec::new();
    let mut left_out = 0;
    for one in unique {
        if (one.0 - whole.0).abs() < SAME_MM && (one.1 - whole.1).abs() < SAME_MM {
            continue;
        }
        let apart = |other: &Length| one.1 <= other.0 + 0.01 || one.0 >= other.1 - 0.01;
        if let Some(level) = levels.iter_mut().find(|level| level.iter().all(apart)) {
            level.push(one);
        } else if levels.len() < MOST_CHAINS {
            levels.push(vec![one]);
        } else {
            left_out += 1;
        }
    }
    let mut lines: Vec<Chain> =
        levels.into_iter().map(|level| place(closed(level, whole), (scale, size), faces)).collect();
    lines.push(place(vec![whole], (scale, size), faces));
    left_out += lines.iter().flat_map(|line| &line.rows).filter(|row| row.is_none()).count();
    Chains { lines, left_out }
}

/// With what lies between the lengths, so that all of them add up to the whole.
fn closed(mut level: Vec<Length>, whole: Length) -> Vec<Length> {
    level.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut chain = Vec::new();
    let mut reached = whole.0;
    for (from, to) in level.into_iter().chain([(whole.1, whole.1)]) {
        // A hundredth is the least that is measured.
        if from - reached > 0.005 {
            chain.push((reached, from));
        }
        if to > from {
            chain.push((from, to));
        }
        reached = to;
    }
    chain
}

/// Finds a row for the figure of each length.
fn place(lengths: Vec<Length>, (scale, size): (f64, f64), faces: &Typefaces) -> Chain {
    struct Placed {
        row: usize,
        from: f64,
        to: f64,
        middle: f64,
    }
    let mut placed: Vec<Placed> = Vec::new();
    let mut rows = vec![None; lengths.len()];
    let wide = |one: &Length| faces.wide(Face::Sans, &millimetres(one.1 - one.0), size);
    // Those that fit within their own length come first, so that no other takes their place.
    for within in [true, false] {
        for (index, one) in lengths.iter().enumerate() {
            let (long, half) = ((one.1 - one.0) / scale, wide(one) / 2.0 + AIR);
            if (2.0 * half <= long) != within {
                continue;
            }
            let middle = f64::midpoint(one.0, one.1) / scale;
            let (from, to) = (middle - half, middle + half);
            let free = |row: usize| {
                placed.iter().all(|other| match other.row.cmp(&row) {
                    std::cmp::Ordering::Equal => to <= other.from || from >= other.to,
                    // The line that leads up to one passes beside the other.
                    std::cmp::Ordering::Greater => other.middle < from || other.middle > to,
                    std::cmp::Ordering::Less => middle < other.from || middle > other.to,
                })
            };
            let first = usize::from(!within);
            rows[index] = (first..MOST_ROWS).find(|row| free(*row));
            if let Some(row) = rows[index] {
                placed.push(Placed { row, from, to, middle });
            }
        }
    }
    Chain { lengths, rows }
}

impl Chain {
    /// How far it reaches from its line, in mm of paper.
    fn high(&self, size: f64) -> f64 {
        let rows = self.rows.iter().flatten().max().map_or(1, |row| row + 1);
        OVER + rows as f64 * size * 1.15 + 1.4
    }
}

impl Chains {
    /// How much room all of them need beside the wall, in mm of paper.
    pub fn high(&self, size: f64) -> f64 {
        self.lines.iter().map(|line| line.high(size)).sum()
    }
}

/// Which way chains run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Above the wall, to the right.
    Above,
    /// On the left of the wall, downwards; figures are read from the right.
    Left,
}

/// Where the wall is on the paper, for chains beside it.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// Which side.
    pub side: Side,
    /// Where the wall's 0 is along the chains, in mm of paper.
    pub zero: f64,
    /// The edge of what is measured, where the lines that lead to the chains begin.
    pub edge: f64,
    /// Where the first chain may begin, in mm of paper from that edge.
    pub first: f64,
    /// Millimetres of the wall for one of paper.
    pub scale: f64,
}

impl Beside {
    /// The place on paper, so far along the wall in mm and so far away from it in mm of paper.
    fn at(&self, along: f64, away: f64) -> (f64, f64) {
        let along = self.zero + along / self.scale;
        match self.side {
            Side::Above => (along, self.edge - away),
            Side::Left => (self.edge - away, along),
        }
    }
}

/// Draws the chains: all lines first, and the figures over them.
pub fn draw(sheet: &mut Sheet, chains: &Chains, beside: Beside, size: f64, faces: &Typefaces) {
    let mut figures = Vec::new();
    let mut away = beside.first;
    for chain in &chains.lines {
        let line = |sheet: &mut Sheet, from, to| sheet.line(from, to, FINE);
        if let (Some(first), Some(last)) = (chain.lengths.first(), chain.lengths.last()) {
            line(sheet, beside.at(first.0, away), beside.at(last.1, away));
        }
        let ends = chain.lengths.iter().map(|one| one.0).chain(chain.lengths.last().map(|l| l.1));
        for end in ends {
            line(sheet, beside.at(end, 1.2), beside.at(end, away + BEYOND));
            let (x, y) = beside.at(end, away);
            let tick = Pen { width: 0.25, ..FINE };
            sheet.line((x - 0.8, y + 0.8), (x + 0.8, y - 0.8), tick);
        }
        for (one, row) in chain.lengths.iter().zip(&chain.rows) {
            let Some(row) = row else { continue };
            let middle = f64::midpoint(one.0, one.1);
            let base = away + OVER + *row as f64 * size * 1.15;
            if *row > 0 {
                line(sheet, beside.at(middle, away), beside.at(middle, base - 0.2));
            }
            let words = Words::new(millimetres(one.1 - one.0), beside.at(middle, base), size);
            let upwards = beside.side == Side::Left;
            figures.push(Words { upwards, ..words.hold(Hold::Middle) });
        }
        away += chain.high(size);
    }
    for words in figures {
        sheet.figure(words, faces);
    }
}
