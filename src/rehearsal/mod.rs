//! Rehearsal: the wall drawn to scale in one window, moved by keyboard and mouse, and the panels
//! by which it is set up.

pub mod checks_live;
mod chords;
mod clipboard;
pub mod controller_fill;
mod copies;
pub mod cost;
pub mod drafting;
mod drawn;
pub mod editor;
mod errand;
mod fitted;
pub mod hand_over;
pub mod health_fill;
mod help;
mod keyboard;
pub mod keys;
pub mod leaving;
pub mod look;
pub mod lost_outline;
pub mod lost_screens;
pub mod memory;
mod mouse;
pub mod panels;
pub mod plugin;
mod rest;
pub mod start;
pub mod strip;
mod survey;
pub mod trouble;
mod typing;
mod what_if_fill;
