//! The schedule: every screen with all that is known of it, and where its middle is fixed.

use super::screen::{pixels, shows};
use super::table::{Cell, Column, Row, Table, sheets as set};
use super::typeface::Typefaces;
use super::{Hung, Paper, Sheet, millimetres, tenths};
use crate::installation::{Bezel, Screen};

/// Draws the schedule on as many sheets as it needs.
pub fn sheets(hung: &Hung<'_>, paper: Paper, faces: &Typefaces) -> Vec<Sheet> {
    let column = |group, title, share, number| Column { group, title, share, number };
    let (size, edges, middle) = ("picture", "its edges", "its middle: fix here");
    let columns = vec![
        column("", "no.", 0.9, true),
        column("", "name", 4.2, false),
        column("", "output", 3.0, false),
        column("", "part of it", 3.6, false),
        column("", "pixels", 3.1, false),
        column("", "turned", 1.9, true),
        column("", "shows", 3.9, false),
        column(size, "width", 2.2, true),
        column(size, "height", 2.2, true),
        column(size, "bezel l, t, r, b", 3.9, true),
        column(edges, "left", 2.3, true),
        column(edges, "lower", 2.3, true),
        column(middle, "from left", 2.6, true),
        column(middle, "from floor", 2.6, true),
        column("by hand", "mount", 2.8, false),
        column("by hand", "weight", 2.2, false),
    ];
    let rows = hung.installation.screens.iter().enumerate();
    let mut notes = vec![
        "Left edges and middles are measured from the left edge of the leftmost picture, lower \
         edges and middles from the finished floor. The middle is that of the picture; that of its \
         mount may be another: see the data sheet of the screen."
            .to_owned(),
    ];
    if hung.assumed {
        notes.push(format!(
            "Heights above the floor are assumed: the middle of all pictures at {}. Write \
             centre-height into the installation file and draw the plan again.",
            tenths(hung.centre)
        ));
    }
    notes.push(
        "Where the installation file does not say them, pixels are taken to be 1920 × 1080, turned \
         0° and bezels 0."
            .to_owned(),
    );
    notes.push(
        "From the left edge of the leftmost picture to the corner of the room: ________ mm. Empty \
         fields are not in the installation file; fill them in by hand."
            .to_owned(),
    );
    let table = Table {
        title: "Schedule of screens",
        about: "Sizes are of the pictures as they hang, without bezels; pixels are as the screen \
                is made, before it is turned.",
        columns,
        rows: rows.map(|(index, screen)| row(hung, index + 1, screen)).collect(),
        notes,
    };
    set(&table, paper, faces)
}

fn row(hung: &Hung<'_>, number: usize, screen: &Screen) -> Row {
    let says = |text: String| Cell::Says(text);
    let area = screen.area();
    let (x, y) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
    let part = screen.region.map_or(Cell::None, |part| {
        says(format!("{}, {}, {} × {}", part.x, part.y, part.w, part.h))
    });
    Row::Cells(vec![
        says(number.to_string()),
        says(screen.name.clone()),
        screen.output.clone().map_or(Cell::Blank, says),
        part,
        says(pixels(screen)),
        says(format!("{}°", screen.rotation.degrees())),
        says(shows(screen).to_owned()),
        says(millimetres(area.width)),
        says(millimetres(area.height)),
        says(bezel(screen.bezel)),
        says(tenths(hung.rightwards(area.x))),
        says(tenths(hung.above_floor(area.bottom()))),
        says(tenths(hung.rightwards(x))),
        says(tenths(hung.above_floor(y))),
        Cell::Blank,
        Cell::Blank,
    ])
}

/// The sides of a bezel, or one figure where they are the same.
fn bezel(Bezel { left, top, right, bottom }: Bezel) -> String {
    let sides = [left, top, right, bottom];
    if sides.iter().all(|side| *side == left) {
        return millimetres(left);
    }
    sides.map(millimetres).join(", ")
}
