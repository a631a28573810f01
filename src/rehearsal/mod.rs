//! Rehearsal: the wall drawn to scale in one window, moved by keyboard and mouse, and the panels
//! by which it is set up.

pub mod checks_live;
pub mod controller_fill;
mod copies;
pub mod cost;
pub mod drafting;
mod drawn;
pub mod editor;
mod errand;
pub mod hand_over;
pub mod health_fill;
mod help;
mod keyboard;
pub mod keys;
pub mod look;
pub mod lost_outline;
pub mod lost_screens;
pub mod memory;
mod mouse;
pub mod panels;
pub mod plugin;
pub mod start;
pub mod strip;
mod survey;
pub mod trouble;
mod what_if_fill;
