//! Rehearsal: the wall drawn to scale in one window, moved by keyboard and mouse.

pub mod film_bar;
pub mod help;
pub mod keys;
pub mod memory;
pub mod mouse;
pub mod plugin;
pub mod start;
