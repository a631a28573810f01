//! Tables that go on from sheet to sheet.

use super::Paper;
use super::paper::heading;
use super::sheet::{Hold, Ink, OUTLINE, RULE, Sheet, Words};
use super::typeface::{Face, Typefaces};
use crate::installation::Area;

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What it says with its neighbours, over their titles; empty where it stands alone.
    pub group: &'static str,
    /// What is in it.
    pub title: &'static str,
    /// How wide it is beside the others.
    pub share: f64,
    /// Numbers end beneath each other.
    pub number: bool,
}

/// What is in a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words or a number.
    Says(String),
    /// To be filled in by hand.
    Blank,
    /// Nothing belongs there.
    None,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A heading over the rows that follow.
    Group(String),
    /// A field for each column.
    Cells(Vec<Cell>),
}

/// A table with its heading.
#[derive(Clone, Debug)]
pub struct Table {
    /// The title of its sheets.
    pub title: &'static str,
    /// What it is, and what is to be known of it.
    pub about: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What is said beneath it, on its last sheet.
    pub notes: Vec<String>,
}

/// Sets a table on as many sheets as it needs.
pub fn sheets(table: &Table, paper: Paper, faces: &Typefaces) -> Vec<Sheet> {
    let (room, sizes) = (paper.drawing(), paper.sizes());
    let row = sizes.text * 2.15;
    let notes: f64 = table
        .notes
        .iter()
        .map(|note| faces.lines(Face::Sans, note, sizes.small, room.width).len() as f64)
        .sum::<f64>()
        * sizes.small
        * 1.42
        + sizes.small * 2.0;
    let head = sizes.heading * 2.6 + row * 2.1;
    let fit = (((room.height - head) / row).floor() as usize).max(1);
    let last_fit = (((room.height - head - notes) / row).floor() as usize).max(1);
    let mut pages: Vec<&[Row]> = table.rows.chunks(fit).collect();
    if pages.last().is_none_or(|page| page.len() > last_fit) {
        // The notes need a sheet that has room for them.
        pages.push(&[]);
    }
    let many = pages.len();
    let mut sheets = Vec::new();
    for (index, rows) in pages.into_iter().enumerate() {
        let mut sheet = Sheet::new(table.title, paper.size());
        let title = match index {
            0 => table.title.to_owned(),
            _ => format!("{}, continued", table.title),
        };
        let mut y = heading(&mut sheet, (room.x, room.y), (&title, table.about), sizes);
        y += sizes.small * 0.6;
        let places = places(&table.columns, room.x, room.width);
        groups(&mut sheet, &table.columns, &places, (y + row * 0.6, sizes.small));
        y += row * 0.8;
        let base = y + row * 0.85;
        for (column, (x, width)) in table.columns.iter().zip(&places) {
            let words = Words::new(column.title, (*x, base), sizes.small).ink(Ink::Grey);
            sheet.words(match column.number {
                true => Words { at: (x + width, base), ..words }.hold(Hold::End),
                false => words,
            });
        }
        y += row * 1.3;
        sheet.line((room.x, y), (room.right(), y), OUTLINE);
        for one in rows {
            y += row;
            draw_row(&mut sheet, one, (&table.columns, &places), (y, row), sizes.text, faces);
            sheet.line((room.x, y), (room.right(), y), RULE);
        }
        if index + 1 == many {
            y += sizes.small;
            for note in &table.notes {
                let width = (sizes.small, room.width);
                let words = (note.as_str(), Ink::Grey);
                y = super::paper::paragraph(&mut sheet, (room.x, y), words, width, faces);
            }
        }
        sheets.push(sheet);
    }
    sheets
}

/// Where the columns begin and how wide they are, with air between them.
fn places(columns: &[Column], x: f64, width: f64) -> Vec<(f64, f64)> {
    let air = if width > 300.0 { 4.2 } else { 2.8 };
    let shares: f64 = columns.iter().map(|column| column.share).sum();
    let room = width - air * columns.len().saturating_sub(1) as f64;
    let mut at = x;
    let mut places = Vec::new();
    for column in columns {
        let width = room * column.share / shares;
        places.push((at, width));
        at += width + air;
    }
    places
}

/// What neighbouring columns say together, over a line that joins them.
fn groups(sheet: &mut Sheet, columns: &[Column], places: &[(f64, f64)], (y, size): (f64, f64)) {
    let mut from = 0;
    for run in columns.chunk_by(|a, b| a.group == b.group) {
        let to = from + run.len();
        if let (Some(first), Some(last), false) =
            (places.get(from), places.get(to - 1), run[0].group.is_empty())
        {
            sheet.words(Words::new(run[0].group, (first.0, y), size));
            sheet.line((first.0, y + size * 0.5), (last.0 + last.1, y + size * 0.5), RULE);
        }
        from = to;
    }
}

fn draw_row(
    sheet: &mut Sheet,
    row: &Row,
    (columns, places): (&[Column], &[(f64, f64)]),
    (bottom, high): (f64, f64),
    size: f64,
    faces: &Typefaces,
) {
    let base = bottom - high * 0.32;
    let cells = match row {
        Row::Cells(cells) => cells,
        Row::Group(title) => {
            let x = places.first().map_or(0.0, |place| place.0);
            sheet.words(Words::new(title.as_str(), (x, base), size).face(Face::Medium));
            return;
        }
    };
    for ((cell, column), (x, width)) in cells.iter().zip(columns).zip(places) {
        match cell {
            Cell::Says(text) => {
                // A little smaller before anything is cut.
                let wide = faces.wide(Face::Sans, text, size);
                let size = if wide > *width { size * (width / wide).max(0.8) } else { size };
                let text = faces.within(Face::Sans, text, size, width + 0.01);
                let words = Words::new(text, (*x, base), size);
                sheet.words(match column.number {
                    true => Words { at: (x + width, base), ..words }.hold(Hold::End),
                    false => words,
                });
            }
            Cell::Blank => {
                let (y, height) = (bottom - high + 0.6, high - 1.2);
                sheet.rect(Area { x: *x, y, width: *width, height }, Some(Ink::Wash), None);
            }
            Cell::None => {}
        }
    }
}
