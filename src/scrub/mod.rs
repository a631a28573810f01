//! The position along the generations: where it can rest, how a hand moves it, and how it gets
//! there.

pub mod axis;
pub mod detent;
pub mod glide;
pub mod governor;

pub use axis::{Axis, Mix, ScrubPosition, Stop};
pub use detent::Hand;
pub use glide::{Glide, Place};
pub use governor::Limit;
