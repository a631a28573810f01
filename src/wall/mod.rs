//! The plane on which everything hangs: where each pane lies and what it shows.

pub mod arrange;
pub mod framing;
pub mod layout;
pub mod plugin;

pub use arrange::{Content, Pane, PaneKey, arrange};
pub use layout::{Layout, Rect};
