//! What a reel asks of a decoder and of a file, so that reels are tested with fakes.

use std::time::Duration;

use super::Picture;
use crate::rendition::{Frame, Prepared};

/// Why a picture did not come.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// This one access unit cannot be read or decoded; others may.
    #[error("{0}")]
    Unit(String),
    /// Nothing more comes until file and decoder are opened anew.
    #[error("{0}")]
    Decoder(String),
}

/// How far a decoder has come with what it was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It has dealt with everything: what was offered and did not come out is lost.
    Idle,
    /// It is still at work after the time it was given.
    Busy,
}

/// Turns access units into pictures.
///
/// A unit that is no keyframe is offered directly after the one before it in the frame table;
/// a keyframe may follow anything. So a jump needs no flush.
pub trait Decoder: Send {
    /// Takes an access unit. Its picture carries the same serial; serials only grow.
    ///
    /// # Errors
    /// [`Fault::Decoder`] when it takes no more.
    fn offer(&mut self, serial: u64, unit: Vec<u8>, keyframe: bool) -> Result<(), Fault>;

    /// Waits until everything offered is dealt with, for no longer than `patience`, and appends
    /// the finished pictures with their serials.
    ///
    /// # Errors
    /// As the decoder reports: a unit lost, or itself.
    fn take(
        &mut self,
        patience: Duration,
        finished: &mut Vec<(u64, Picture)>,
    ) -> Result<Progress, Fault>;
}

/// Where the bytes of access units come from.
pub trait Units: Send {
    /// The bytes of one frame's access unit.
    ///
    /// # Errors
    /// [`Fault::Unit`] where the file ends before it, [`Fault::Decoder`] where it cannot be read.
    fn read(&mut self, frame: &Frame) -> Result<Vec<u8>, Fault>;
}

/// What a reel works with.
pub struct Opened {
    /// Its file.
    pub units: Box<dyn Units>,
    /// Its decoder.
    pub decoder: Box<dyn Decoder>,
}

/// Opens the file and the decoder of one version on one rung; called on the reel's own thread.
pub trait Opener: Send + Sync {
    /// Opens `rung` of a version.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn open(&self, prepared: &Prepared, rung: usize) -> Result<Opened, Fault>;

    /// Opens only the file, for whoever has a decoder.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn units(&self, prepared: &Prepared, rung: usize) -> Result<Box<dyn Units>, Fault> {
        self.open(prepared, rung).map(|opened| opened.units)
    }
}
