//! The parent's side of the decoding child: starts it, reads what it says, ends it when it makes
//! no progress, and turns whatever happened into words.

use std::io::{BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::patience::Patience;
use super::problem::MediaProblem;
use super::protocol::{Done, Facts, FrameMessage, Message};

/// How long the child may take to set itself up.
const SETTING_UP: Duration = Duration::from_secs(60);
/// How much of what the child complains about is kept.
const COMPLAINTS: u64 = 16 << 10;

/// What to ask of the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Facts and times.
    Times,
    /// Facts, times and sound.
    Sound,
    /// Sound, with pictures or without.
    Voice,
    /// Facts, times and pictures.
    Pictures,
}

/// What a child says next.
pub enum Event {
    /// The headers were read.
    Facts(Box<Facts>),
    /// One more picture.
    Frame(FrameMessage),
    /// Some more sound.
    Sound(i64, Vec<u8>),
    /// The end.
    Done(Box<Done>),
}

/// A child at work. Dropping it ends it.
pub struct Decoding {
    child: Child,
    messages: Receiver<std::io::Result<Message>>,
    stderr: Option<JoinHandle<String>>,
    patience: Duration,
    ready: bool,
    frames: u64,
}

/// Whether the file is there and can be opened, so that a child is worth starting.
///
/// # Errors
/// `Missing`, `Unreadable` or `Empty`.
pub fn look(path: &Path) -> Result<(), MediaProblem> {
    let meta = std::fs::metadata(path).map_err(super::child::unreadable)?;
    if meta.is_dir() {
        return Err(MediaProblem::Unreadable("it is a folder".to_owned()));
    }
    if !meta.is_file() {
        return Err(MediaProblem::Unreadable("it is not an ordinary file".to_owned()));
    }
    std::fs::File::open(path).map_err(super::child::unreadable)?;
    if meta.len() == 0 { Err(MediaProblem::Empty) } else { Ok(()) }
}

impl Decoding {
    /// Starts a child of `program` on a file. It is ended when it says nothing for `patience`
    /// of its own time.
    ///
    /// # Errors
    /// When the file is not there, or the child cannot be started.
    pub fn start(
        program: &Path,
        path: &Path,
        ask: Ask,
        patience: Duration,
    ) -> Result<Self, MediaProblem> {
        look(path)?;
        let fault = |error: std::io::Error| {
            MediaProblem::NotExamined(format!("{}: {error}", program.display()))
        };
        let mut command = Command::new(program);
        command.arg("decode-child");
        match ask {
            Ask::Times => command.arg("--probe"),
            Ask::Sound => command.args(["--probe", "--sound"]),
            Ask::Voice => command.args(["--probe", "--sound", "--voice"]),
            Ask::Pictures => &mut command,
        };
        let mut child = command
            .arg("--")
            .arg(path)
            // Fewer arenas, less memory that is reserved and never used.
            .env("MALLOC_ARENA_MAX", "2")
            // The parent has brought the registry of plugins up to date.
            .env("GST_REGISTRY_UPDATE", "no")
            .env("GST_DEBUG", "0")
            .env_remove("GST_PLUGIN_FEATURE_RANK")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(fault)?;
        let stdout = child.stdout.take();
        // Two messages at most wait here; behind them the child waits in its write.
        let (sender, messages) = sync_channel(2);
        let reader = std::thread::Builder::new().name("decode-child-reader".to_owned());
        let read = reader.spawn(move || {
            let Some(stdout) = stdout else { return };
            let mut stdout = BufReader::with_capacity(1 << 16, stdout);
            while let Some(message) = Message::read(&mut stdout).transpose() {
                let broken = message.is_err();
                if sender.send(message).is_err() || broken {
                    return;
                }
            }
        });
        let pipe = child.stderr.take();
        let listener = std::thread::Builder::new().name("decode-child-stderr".to_owned());
        let stderr = listener.spawn(move || pipe.map(last_words).unwrap_or_default()).ok();
        let decoding = Self { child, messages, stderr, patience, ready: false, frames: 0 };
        read.map_err(fault)?;
        Ok(decoding)
    }

    /// What comes next. After `Done` there is nothing more to ask.
    ///
    /// # Errors
    /// What is wrong with the file, in the child's words or from how it ended.
    pub fn next_event(&mut self) -> Result<Event, MediaProblem> {
        loop {
            let limit = if self.ready { self.patience } else { SETTING_UP.max(self.patience) };
            let mut patience = Patience::new(self.child.id(), limit);
            let said = loop {
                match self.messages.recv_timeout(patience.slice()) {
                    Err(RecvTimeoutError::Timeout) if !patience.is_over() => {}
                    said => break said,
                }
            };
            match said {
                Ok(Ok(Message::Ready)) => self.ready = true,
                Ok(Ok(Message::Facts(facts))) => return Ok(Event::Facts(facts)),
                Ok(Ok(Message::Frame(frame))) => {
                    self.frames += 1;
                    return Ok(Event::Frame(frame));
                }
                Ok(Ok(Message::Sound { at_ns, samples })) => {
                    return Ok(Event::Sound(at_ns, samples));
                }
                Ok(Ok(Message::Done(done))) => return Ok(Event::Done(done)),
                Ok(Ok(Message::Problem(problem))) => return Err(problem),
                Err(RecvTimeoutError::Timeout) => {
                    self.child.kill().ok();
                    return Err(MediaProblem::Stuck { frames: self.frames });
                }
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Err(self.post_mortem()),
            }
        }
    }

    /// Why it ended without a word.
    fn post_mortem(&mut self) -> MediaProblem {
        // Its output is closed; should it linger, that is a way of being stuck.
        let deadline = std::time::Instant::now() + self.patience;
        let status = loop {
            match self.child.try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) if std::time::Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Ok(None) => {
                    self.child.kill().ok();
                    return MediaProblem::Stuck { frames: self.frames };
                }
                Err(error) => return MediaProblem::NotExamined(error.to_string()),
            }
        };
        let said = self.stderr.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        let no_memory = ["failed to allocate", "memory allocation of", "Cannot allocate memory"];
        if no_memory.iter().any(|words| said.contains(words)) {
            return MediaProblem::TooGreedy("memory".to_owned());
        }
        how_it_ended(status)
    }
}

#[cfg(unix)]
fn how_it_ended(status: ExitStatus) -> MediaProblem {
    use rustix::process::Signal;
    use std::os::unix::process::ExitStatusExt as _;
    let Some(raw) = status.signal() else {
        return MediaProblem::Crashed(status.to_string());
    };
    match Signal::from_named_raw(raw) {
        Some(Signal::XCPU) => MediaProblem::TooGreedy("processor time".to_owned()),
        // The system's last resort when memory runs out.
        Some(Signal::KILL) => MediaProblem::TooGreedy("memory".to_owned()),
        _ => MediaProblem::Crashed(format!("signal {raw}")),
    }
}

#[cfg(not(unix))]
fn how_it_ended(status: ExitStatus) -> MediaProblem {
    MediaProblem::Crashed(status.to_string())
}

/// The beginning of what it complained about; the rest is read and dropped, so that it never waits.
fn last_words(mut pipe: ChildStderr) -> String {
    let mut kept = Vec::new();
    pipe.by_ref().take(COMPLAINTS).read_to_end(&mut kept).ok();
    std::io::copy(&mut pipe, &mut std::io::sink()).ok();
    String::from_utf8_lossy(&kept).into_owned()
}

impl Drop for Decoding {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
