//! All integration tests, in one binary, so that Bevy is linked once.

mod architecture;
mod exhibit;
mod media;
mod prepare;
mod setup;
mod show;
mod wall;
