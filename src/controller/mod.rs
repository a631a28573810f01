//! Physical controls: what a controller sends, as commands to the show, and what it shows.
//!
//! `message.rs` turns bytes into events, `pairs.rs` halves into whole numbers, `mapping.rs` with a
//! profile events into commands, `feedback.rs` the show into lights, all without looking at a
//! device; `port/` opens the devices, `osc/` the network.

pub mod commanded;
pub mod control;
pub mod dial;
mod encoding;
pub mod feedback;
mod hearing;
pub mod learn;
pub mod mapping;
pub mod message;
pub mod noise;
pub mod osc;
pub mod pairs;
pub mod parameters;
pub mod plugin;
pub mod port;
pub mod profile;
pub mod room;
pub mod stranger;
pub mod tape;
pub mod watched;
pub mod wording;

pub use control::Desk;
pub use mapping::{Mapping, Movement, Role};
pub use message::{Event, Parser};
pub use profile::Profile;
