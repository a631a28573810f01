//! The file that trace lines go to, written by a thread of its own so that a slow disk never
//! holds up a refresh for long.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::TraceLine;

/// Lines that may wait for the disk; after that the wall waits, because a trace with holes
/// proves nothing.
const WAITING: usize = 512;

/// Writes trace lines; dropping it writes what is left.
pub struct TraceWriter {
    lines: Option<SyncSender<TraceLine>>,
    thread: Option<JoinHandle<()>>,
}

impl TraceWriter {
    /// Makes the file anew.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn create(path: &Path) -> std::io::Result<Self> {
        let mut file = BufWriter::new(File::create(path)?);
        let (lines, received) = sync_channel::<TraceLine>(WAITING);
        let shown = path.display().to_string();
        let thread = std::thread::Builder::new().name("trace".to_owned()).spawn(move || {
            // Written through whenever nothing waits, so that a wall that is switched off leaves
            // whole lines behind.
            let mut next = received.recv().ok();
            while let Some(line) = next {
                let written = serde_json::to_writer(&mut file, &line)
                    .map_err(std::io::Error::from)
                    .and_then(|()| file.write_all(b"\n"));
                let waiting = received.try_recv().ok();
                let flushed = if waiting.is_none() { file.flush() } else { Ok(()) };
                if let Err(error) = written.and(flushed) {
                    tracing::error!("the trace {shown} ends here: {error}");
                    return;
                }
                next = waiting.or_else(|| received.recv().ok());
            }
        })?;
        Ok(Self { lines: Some(lines), thread: Some(thread) })
    }

    /// Hands over a line.
    pub fn write(&self, line: TraceLine) {
        if let Some(lines) = &self.lines {
            // The thread has ended only after it said why.
            let _ended = lines.send(line).is_err();
        }
    }
}

impl Drop for TraceWriter {
    fn drop(&mut self) {
        self.lines = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the trace ended in a panic");
        }
    }
}
