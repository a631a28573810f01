//! The decoding child: the only process that opens unknown media. What it finds goes to standard
//! output as messages; whatever happens to it is a message for that file and nothing more.

use std::fs::File;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use super::decode::look;
use super::problem::MediaProblem;
use super::protocol::{Facts, FrameMessage, Message};
use super::sniff::{Kind, sniff};
use super::{gst_decode, limits, still};

/// What the child is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildArgs {
    /// Decode everything, but hand over times only and no pictures.
    pub probe: bool,
    /// Hand over the sound.
    pub sound: bool,
    /// A file that holds sound alone is welcome: a recorded voice.
    pub voice: bool,
    /// The file.
    pub path: PathBuf,
}

/// Where messages go. Shared by the threads that deliver pictures and sound; a write that blocks
/// holds the decoder back.
pub struct Outlet {
    out: Mutex<BufWriter<Stdout>>,
    /// Pictures are wanted.
    pub pictures: bool,
    /// Sound is wanted.
    pub sound: bool,
    /// Sound alone will do.
    pub voice: bool,
}

impl Outlet {
    /// Sends a message.
    ///
    /// # Errors
    /// When the parent is gone.
    pub fn send(&self, message: &Message) -> io::Result<()> {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        message.write(&mut *out)?;
        out.flush()
    }

    /// Sends the facts.
    ///
    /// # Errors
    /// When the parent is gone.
    pub fn facts(&self, facts: Facts) -> io::Result<()> {
        self.send(&Message::Facts(Box::new(facts)))
    }

    /// Sends a picture, or its times alone where no more is wanted.
    ///
    /// # Errors
    /// When the parent is gone.
    pub fn frame(
        &self,
        at_ns: Option<i64>,
        lasts_ns: Option<i64>,
        planes: impl FnOnce() -> Vec<u8>,
    ) -> io::Result<()> {
        let planes = if self.pictures { planes() } else { Vec::new() };
        self.send(&Message::Frame(FrameMessage { at_ns, lasts_ns, planes }))
    }
}

/// Does what the hidden command `decode-child` does. To be called before anything else has
/// started threads or opened files.
pub fn run_child(args: &ChildArgs) -> ExitCode {
    limits::begin();
    let outlet = Arc::new(Outlet {
        out: Mutex::new(BufWriter::with_capacity(1 << 16, io::stdout())),
        pictures: !args.probe,
        sound: args.sound,
        voice: args.voice,
    });
    let sent = match decode(&args.path, &outlet) {
        Ok(()) => Ok(()),
        Err(problem) => outlet.send(&Message::Problem(problem)),
    };
    // The parent reads the messages; the code only says that they are complete.
    if sent.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn decode(path: &Path, outlet: &Arc<Outlet>) -> Result<(), MediaProblem> {
    // Opening something else than a file might wait for ever.
    look(path)?;
    let mut file = File::open(path).map_err(unreadable)?;
    let kind = sniff(&mut file).map_err(unreadable)?;
    drop(file);
    match kind {
        Kind::Empty => Err(MediaProblem::Empty),
        Kind::Not(what) => Err(MediaProblem::NotMedia(what.to_owned())),
        Kind::Unsupported(what) => Err(MediaProblem::Unsupported(what.to_owned())),
        Kind::NoIndex => Err(MediaProblem::Truncated { got_ns: 0, declared_ns: None }),
        Kind::Still => {
            outlet.send(&Message::Ready).map_err(gone)?;
            still::decode(path, outlet)
        }
        Kind::Sound if !outlet.voice => Err(MediaProblem::NoVideo),
        Kind::Sound => gst_decode::decode(path, outlet, false),
        Kind::Video { cut_off } => gst_decode::decode(path, outlet, cut_off),
    }
}

/// An error in reading the file.
pub fn unreadable(error: io::Error) -> MediaProblem {
    match error.kind() {
        io::ErrorKind::NotFound => MediaProblem::Missing,
        io::ErrorKind::PermissionDenied => MediaProblem::Unreadable("permission denied".to_owned()),
        io::ErrorKind::IsADirectory => MediaProblem::Unreadable("it is a folder".to_owned()),
        _ => MediaProblem::Unreadable(error.to_string()),
    }
}

/// The parent is gone: nobody will read why.
pub fn gone(error: io::Error) -> MediaProblem {
    MediaProblem::NotExamined(error.to_string())
}
