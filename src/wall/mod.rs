//! The plane on which everything hangs: where each pane lies and what it shows.

pub mod arrange;
pub mod assign;
pub mod framing;
pub mod grid;
pub mod label_wall;
pub mod layout;
pub mod part;
pub mod plugin;
pub mod rect;
pub mod ribbon;
pub mod scrape;
pub mod screens;
pub mod takes;
pub mod views;

pub use arrange::{Content, Pane, PaneKey, arrange};
pub use layout::Layout;
pub use part::Part;
pub use rect::Rect;
pub use screens::Wall;
pub use takes::TakesWall;
