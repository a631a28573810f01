//! The report: what a museum's conservator and curator read of every version of a film before it
//! hangs.
//!
//! It has two forms of the same facts. `report.json` is [`Report`] as it is, for a collection's
//! database; its schema is [`schema`]. `report.html` is [`page::page`]: one file for people, on a
//! screen or on A4, which asks for nothing from outside, so that it can still be read when nothing
//! else of this program can. [`warning::warning`] is the sheet for the entrance, and
//! [`terminal::summary`] is what the terminal says when a version is added.
//!
//! The report tells and does not judge: no version is ranked, nothing is sorted by a measure, and
//! what was not measured reads so, never as 0.

pub mod arrival;
pub mod data;
pub mod gather;
pub mod latest;
pub mod markup;
pub mod number;
pub mod page;
pub mod parts;
pub mod plot;
pub mod standing;
pub mod terminal;
pub mod warning;
pub mod words;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use data::{FORMAT, ReadError, Report, VersionReport, WallReport, schema};
