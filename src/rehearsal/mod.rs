//! Rehearsal: the wall drawn to scale in one window, moved by keyboard and mouse.

pub mod checks_live;
pub mod editor;
pub mod film_bar;
pub mod health_fill;
pub mod help;
pub mod keys;
pub mod lost_outline;
pub mod lost_screens;
pub mod mouse;
pub mod panels;
pub mod plugin;
pub mod strip;
pub mod trouble;
mod what_if_fill;
