//! Open Sound Control over UDP: a tablet, a cue player or a show controller drives the show.
//!
//! `packet.rs` turns bytes into messages, `table.rs` messages into wishes, `state.rs` tells what
//! became of them, and `gate.rs` says who may send; `port.rs` is the socket.

mod argument;
mod document;
pub mod gate;
pub mod packet;
pub mod plugin;
pub mod port;
pub mod state;
pub mod table;
mod wish;
