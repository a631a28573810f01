//! Physical controls: what a MIDI controller sends, as commands to the show.
//!
//! `message.rs` turns bytes into events, `mapping.rs` events into commands, both without looking
//! at a device; `port.rs` opens the devices.

pub mod mapping;
pub mod message;
pub mod plugin;
pub mod port;

pub use mapping::{Generic, Situation};
pub use message::{Event, Parser};
