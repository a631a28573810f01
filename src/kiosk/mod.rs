//! Unattended: opening hours, what happens when nobody is there, proof of life, and what is told
//! to those who ask.

pub mod doors;
pub mod files;
pub mod journal;
pub mod lights;
pub mod log_file;
pub mod plugin;
pub mod pulse;
pub mod room;
pub mod status;
pub mod switch;
