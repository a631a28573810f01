//! Rehearsal: the wall drawn to scale in one window, moved by keyboard and mouse.

pub mod controller_fill;
pub mod film_bar;
pub mod help;
pub mod keys;
pub mod mouse;
pub mod panels;
pub mod plugin;
