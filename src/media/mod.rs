//! Every version at once, in lockstep: reels that decode ahead, and one frame of each per tick.
//!
//! Pure: [`plan`] which frames come next, [`reel`] one version on one rung, [`choose`] which reels
//! are needed, [`lockstep`] one frame of each version for a film time, against the traits of
//! [`decoder`]; [`faulty`] makes those fail on purpose. At the edge: [`gst`] decodes, [`test_card`]
//! draws, [`worker`] and [`conductor`] are the threads. [`beneath`] has what was tried and not
//! chosen.

pub mod beneath;
pub mod choose;
pub mod conductor;
pub mod decoder;
pub mod faulty;
pub mod glimpse;
pub mod gst;
pub mod light;
pub mod lockstep;
pub mod measure;
pub mod numerals;
pub mod open;
pub mod picture;
pub mod plan;
pub mod player;
pub mod plugin;
pub mod reel;
pub mod shown;
pub mod squares;
pub mod test_card;
pub mod worker;

pub use choose::Need;
pub use lockstep::Lockstep;
pub use picture::Picture;
pub use plan::Aim;
pub use shown::{FrameState, Shown};
