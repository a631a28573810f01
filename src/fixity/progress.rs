//! How reading is told to whoever waits for it: a bar with the time left, or plain lines where
//! nobody watches.

use std::io::IsTerminal as _;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use super::report::Finding;

/// Is told how reading goes, always from one thread.
pub trait Progress {
    /// So many files of so many bytes are to be read, of which some were read before.
    fn begin(&mut self, files: u64, bytes: u64);
    /// This file is next.
    fn file(&mut self, path: &Path);
    /// So many bytes of all are done. A file that grows may add to all.
    fn advance(&mut self, done: u64, all: u64);
    /// Something other than an intact file was found.
    fn found(&mut self, finding: &Finding);
    /// Nothing more comes.
    fn finish(&mut self);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&mut self, _: u64, _: u64) {}
    fn file(&mut self, _: &Path) {}
    fn advance(&mut self, _: u64, _: u64) {}
    fn found(&mut self, _: &Finding) {}
    fn finish(&mut self) {}
}

/// On standard error: a bar on a terminal, else one line for each file worth a line.
#[derive(Default)]
pub struct Shown {
    bar: Option<ProgressBar>,
}

impl Progress for Shown {
    fn begin(&mut self, _: u64, bytes: u64) {
        if !std::io::stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::new(bytes);
        let line = "{wide_bar} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left\n{wide_msg}";
        if let Ok(style) = ProgressStyle::with_template(line) {
            bar.set_style(style);
        }
        self.bar = Some(bar);
    }

    fn file(&mut self, path: &Path) {
        if let Some(bar) = &self.bar {
            bar.set_message(path.display().to_string());
        }
    }

    fn advance(&mut self, done: u64, all: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(all);
            bar.set_position(done);
        }
    }

    fn found(&mut self, finding: &Finding) {
        if finding.event.outcome == super::Outcome::New {
            return;
        }
        match &self.bar {
            Some(bar) => bar.println(finding.to_string()),
            None => eprintln!("{finding}"),
        }
    }

    fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
