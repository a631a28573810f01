//! All integration tests, in one binary, so that Bevy is linked once.

mod architecture;
mod controller;
mod exhibit;
mod media;
mod prepare;
mod reload;
mod setup;
mod show;
mod wall;
