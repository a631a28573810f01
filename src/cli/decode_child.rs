//! `palimpsest decode-child`: one unknown media file, opened in a process of its own.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::prepare::child::{ChildArgs, run_child};

/// Opens one file and hands what is in it to the parent; started by `prepare` and `check`.
#[derive(Args, Debug)]
pub struct DecodeChild {
    /// Decode everything, but hand over times only and no pictures.
    #[arg(long)]
    probe: bool,
    /// Hand over the sound.
    #[arg(long)]
    sound: bool,
    /// Sound alone will do.
    #[arg(long)]
    voice: bool,
    /// The file.
    path: PathBuf,
}

impl DecodeChild {
    /// Decodes until the end or the limit.
    pub fn run(self) -> ExitCode {
        let Self { probe, sound, voice, path } = self;
        run_child(&ChildArgs { probe, sound, voice, path })
    }
}
