//! The panels beside the wall.

pub mod checks;
pub mod dress;
pub mod health;
pub mod what_if;
