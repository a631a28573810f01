//! Palimpsest plays every version of a film at once, in lockstep, on one wall, and gives the
//! visitor one physical control that moves along the generations.
//!
//! Everything on the wall is a pure function of three things: what is shown ([`exhibit`]), where
//! ([`installation`]) and the Moment ([`show`]): film time and scrub position. The modules are
//! listed in the order in which they may use each other: each only those above it.

pub mod diagnostic;
pub mod entry;
pub mod timeline;

pub mod captions;

pub mod rendition;
pub mod report;

pub mod exhibit;
pub mod fixity;
pub mod installation;
pub mod scrub;
pub mod show;
pub mod story;

pub mod controller;

pub mod measure;
pub mod media;
pub mod prepare;

pub mod stand_in;

pub mod sound;

pub mod wall;

pub mod render;
pub mod trace;

pub mod check;

pub mod reload;

pub mod kiosk;

pub mod plan;

pub mod rehearsal;

pub mod app;
pub mod offscreen;

pub mod bench;

pub mod cli;
