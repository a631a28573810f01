//! The panels beside the wall.

pub mod controller;
