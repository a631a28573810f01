//! The position along the generations: where it can rest, how a hand moves it, and how it gets
//! there.

pub mod axis;
pub mod detent;
pub mod flashes;
pub mod glide;
pub mod governor;
pub mod scale;
pub mod takeover;
pub mod veil;

pub use axis::{Axis, Mix, ScrubPosition, Stop};
pub use detent::Hand;
pub use glide::{Glide, Place};
pub use governor::Limit;
pub use scale::Scale;
pub use takeover::Manner;
