//! What is heard: the sound of the versions between which the scrub position lies, in step with
//! the film and without a click, wherever the hand goes.
//!
//! `heard.rs` says who is heard, `mixer.rs` fills blocks of samples for the clock times at which
//! they will be heard, both without knowing a sound card or a thread; `gst.rs` is the one output,
//! on the show's clock; `facts.rs` measures loudness and likeness once.

pub mod facts;
mod feeder;
pub mod gst;
mod gst_device;
mod gst_line;
#[cfg(test)]
mod gst_tests;
pub mod heard;
pub mod law;
pub mod likeness;
mod limit;
mod listen;
pub mod mixer;
mod playhead;
pub mod plugin;
mod ramp;
mod seam;
pub mod source;
mod speech;
pub mod voice_band;

pub use mixer::{Heard, Mixer, Score};
pub use source::{FilePcm, Pcm};
