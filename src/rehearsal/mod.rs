//! Rehearsal: the wall drawn to scale in one window, moved by keyboard and mouse, and the panels
//! by which it is set up.

pub mod controller_fill;
mod copies;
pub mod cost;
pub mod drafting;
mod help;
mod keyboard;
pub mod keys;
mod look;
mod mouse;
pub mod panels;
pub mod plugin;
mod survey;
