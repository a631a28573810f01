//! The plan of a wall, to scale, for those who hang it: sheets of paper, drawn from an installation
//! file alone.
//!
//! What the file does not say is never made up: it is an empty field, to be filled in by hand, or
//! it is marked as assumed. [`sheets`] draws, [`svg`] and [`pdf`] are two ways to write the same
//! marks, [`write()`] puts them on disk.

mod cables;
mod card;
mod card_page;
mod chain;
mod distance;
mod elevation;
mod figure;
mod heights;
pub mod paper;
mod pdf;
mod scale;
mod schedule;
mod screen;
pub mod sheet;
mod svg;
mod table;
#[cfg(test)]
mod tests;
pub mod typeface;
mod write;

use std::path::PathBuf;

pub use cables::{Cable, cables};
pub use paper::Paper;
pub use pdf::pdf;
pub use scale::SCALES;
pub use sheet::Sheet;
pub use svg::svg;
pub use typeface::Typefaces;
pub use write::{Written, usual_file, write};

use crate::exhibit::Exhibit;
use crate::installation::floor::centre_mm;
use crate::installation::{Area, Installation, Screen};

/// What a plan is of.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The room.
    pub installation: &'a Installation,
    /// What will be shown there, where it is known: it gives the plan its title.
    pub exhibit: Option<&'a Exhibit>,
    /// The day it is drawn, as it is written on it.
    pub date: &'a str,
    /// The paper it is drawn on.
    pub paper: Paper,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The paper is too small, even for the smallest usual drawing.
    #[error(
        "{what} is too large for the paper: at 1:{scale}, the smallest scale there is, it needs \
         {:.0} × {:.0} mm, and there are {:.0} × {:.0} mm. Look for a screen, the `controller` or \
         the `computer` whose `x` or `y` is far from the others; a wall that is really so large \
         needs a plan for each of its parts, from an installation file with those screens alone",
        needs.0, needs.1, room.0, room.1
    )]
    TooLarge {
        /// What is drawn.
        what: String,
        /// The smallest scale.
        scale: u32,
        /// How much paper there is, in mm.
        room: (f64, f64),
        /// How much it would need, in mm.
        needs: (f64, f64),
    },
    /// There is such a file already.
    #[error("{}: there is such a file already; add --force to write over it, or choose another with --output", .0.display())]
    Exists(PathBuf),
    /// Nobody knows what kind of file it is to be.
    #[error("{}: a plan is written as .pdf or as .svg; give the file one of these endings", .0.display())]
    Kind(PathBuf),
    /// The disk is full, or the folder is not there.
    #[error("{} cannot be written: {why}", file.display())]
    Disk {
        /// The file.
        file: PathBuf,
        /// Why not.
        why: std::io::Error,
    },
}

/// A wall as it hangs above the floor.
#[derive(Clone, Copy, Debug)]
struct Hung<'a> {
    installation: &'a Installation,
    /// All pictures.
    pictures: Area,
    /// All housings.
    housings: Area,
    /// How high the middle of all pictures is above the floor, in mm.
    centre: f64,
    /// Nobody said so.
    assumed: bool,
}

impl<'a> Hung<'a> {
    fn new(installation: &'a Installation) -> Self {
        let pictures = installation.bounds_mm();
        let all = installation.screens.iter().map(Screen::housing);
        let housings = all.reduce(|all, one| all.joined(&one)).unwrap_or(pictures);
        Self {
            installation,
            pictures,
            housings,
            centre: centre_mm(installation.centre_height_mm, &installation.screens),
            assumed: installation.centre_height_mm.is_none(),
        }
    }

    /// How high a place on the wall is above the floor, in mm.
    fn above_floor(&self, y: f64) -> f64 {
        self.centre - (y - (self.pictures.y + self.pictures.height / 2.0))
    }

    /// How far a place is from the left edge of all pictures, in mm.
    fn rightwards(&self, x: f64) -> f64 {
        x - self.pictures.x
    }

    /// Nobody said where the controller stands, or said what is usual.
    fn controller_is_usual(&self) -> bool {
        self.installation.controller_mm == self.installation.usual_controller_mm()
    }
}

impl Subject<'_> {
    /// The title of the exhibit in the language of the wall; a line to fill in where it is not known.
    fn title(&self) -> String {
        let language = &self.installation.language;
        self.exhibit.map_or_else(
            || "exhibit ____________".to_owned(),
            |exhibit| exhibit.title.get(language).to_owned(),
        )
    }

    /// What the room is called: as its file.
    pub fn name(&self) -> String {
        let stem = self.installation.file.as_ref().and_then(|file| file.file_stem());
        stem.map_or_else(|| "wall".to_owned(), |stem| stem.to_string_lossy().into_owned())
    }
}

/// Draws the plan: the wall from the front; from above and from the side; the schedule of screens;
/// power and cables; and the operator's card.
///
/// # Errors
/// The wall is too large for the smallest usual scale.
pub fn sheets(subject: &Subject<'_>, faces: &Typefaces) -> Result<Vec<Sheet>, Problem> {
    let hung = Hung::new(subject.installation);
    let mut sheets = vec![
        elevation::sheet(&hung, subject.paper, faces)?,
        distance::sheet(&hung, subject.paper, faces)?,
    ];
    sheets.extend(schedule::sheets(&hung, subject.paper, faces));
    sheets.extend(cables::sheets(&hung, subject.paper, faces));
    let pages = sheets.len() + 1;
    for (index, sheet) in sheets.iter_mut().enumerate() {
        paper::titles(sheet, subject, (index + 1, pages), faces);
    }
    sheets.push(card_page::sheet(subject, pages, faces));
    Ok(sheets)
}

/// A length as a figure: to a hundredth of a millimetre, as installation files are read.
fn millimetres(mm: f64) -> String {
    figure_of(mm, 100.0)
}

/// A length as one sets it out on a wall: to a tenth.
fn tenths(mm: f64) -> String {
    figure_of(mm, 10.0)
}

/// A figure to so many parts of a millimetre, with the sign of a minus, which is wider than a
/// hyphen.
fn figure_of(mm: f64, parts: f64) -> String {
    // Adding 0 takes the sign from a 0 that was a little less.
    format!("{}", (mm * parts).round() / parts + 0.0).replace('-', "−")
}
