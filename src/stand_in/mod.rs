//! The stand-in for a film that is not here: *The Kiss*, drawn by this program and called a
//! drawing wherever it is shown.
//!
//! One description of the film (`scene`) says what is where at every moment. Seven
//! [`MANNERS`] draw that description, from boxes in pencil to light, cloth and water, so that
//! moving along them shows one drawing evolve. The [`storyboard`] draws it once more, in ink and
//! wash. Everything is a pure function of the moment: the same picture on every run and on every
//! thread, whatever was drawn before.

pub mod advice;
mod chance;
mod draw;
pub mod face;
mod figure;
mod gst_write;
pub mod make;
mod manner;
mod outline;
mod palette;
mod piece;
mod scene;
mod shot;
pub mod sound;
mod stage;
mod takes;
mod undated;

#[cfg(test)]
mod tests;

pub use manner::{MANNERS, Manner, Pace, storyboard};
pub use shot::{LENGTH, SHOTS, Shot};
