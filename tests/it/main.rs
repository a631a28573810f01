//! All integration tests, in one binary, so that Bevy is linked once.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a test says what went wrong by ending there"
)]

mod architecture;
mod arrival;
mod cli;
mod controller;
mod exhibit;
mod film;
mod first_run;
mod fixity;
mod gallery;
mod installation;
mod media;
mod plan;
mod prepare;
mod program;
mod rehearsal;
mod reload;
mod scrape;
mod setup;
mod show;
mod sound;
mod views;
mod wall;
mod words;
