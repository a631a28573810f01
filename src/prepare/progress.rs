//! How preparing is told to whoever waits for it: bars with the time left, or plain lines where
//! nobody watches.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::Outcome;

/// Is told how preparing goes, always from one thread.
pub trait Progress {
    /// A version is begun; cards and finished versions are not.
    fn begin(&mut self, version: usize, name: &str);
    /// So many of its frames are done.
    fn advance(&mut self, version: usize, done: u64, total: u64);
    /// It is finished.
    fn finish(&mut self, name: &str, outcome: &Outcome);
    /// Nobody waits for it any more: versions and takes that are begun are finished,
    /// no other is begun.
    fn cancelled(&self) -> bool {
        false
    }
    /// So many takes of all that are to be prepared are done.
    fn takes(&mut self, _done: usize, _total: usize) {}
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&mut self, _: usize, _: &str) {}
    fn advance(&mut self, _: usize, _: u64, _: u64) {}
    fn finish(&mut self, _: &str, _: &Outcome) {}
}

/// On standard error: bars on a terminal, else one line for each version made.
pub struct Shown {
    bars: Option<MultiProgress>,
    running: BTreeMap<usize, ProgressBar>,
    takes: Option<ProgressBar>,
}

impl Default for Shown {
    fn default() -> Self {
        let bars = std::io::stderr().is_terminal().then(MultiProgress::new);
        Self { bars, running: BTreeMap::new(), takes: None }
    }
}

impl Progress for Shown {
    fn begin(&mut self, version: usize, name: &str) {
        if let Some(bars) = &self.bars {
            let bar = bars.add(ProgressBar::new_spinner());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix}: reading") {
                bar.set_style(style);
            }
            bar.set_prefix(name.to_owned());
            bar.enable_steady_tick(std::time::Duration::from_millis(120));
            self.running.insert(version, bar);
        }
    }

    fn advance(&mut self, version: usize, done: u64, total: u64) {
        if let Some(bar) = self.running.get(&version) {
            if bar.length() != Some(total) {
                let line = "{prefix}: {wide_bar} {pos}/{len} frames, {eta} left";
                if let Ok(style) = ProgressStyle::with_template(line) {
                    bar.set_style(style);
                }
                bar.set_length(total);
                bar.reset_eta();
            }
            bar.set_position(done);
        }
    }

    fn finish(&mut self, name: &str, outcome: &Outcome) {
        if let Some(bar) = self.running.remove(&outcome.version) {
            bar.finish_and_clear();
        }
        if !outcome.fresh && outcome.prepared.is_some() && outcome.problems.is_empty() {
            return;
        }
        let mut lines = vec![match &outcome.prepared {
            Some(_) if outcome.fresh => format!("{name}: prepared"),
            Some(_) => format!("{name}: prepared before"),
            None => format!("{name}: not prepared"),
        }];
        lines.extend(outcome.problems.iter().map(|problem| format!("  {problem}")));
        for line in lines {
            match &self.bars {
                Some(bars) => drop(bars.println(line)),
                None => eprintln!("{line}"),
            }
        }
    }

    fn takes(&mut self, done: usize, total: usize) {
        let Some(bars) = &self.bars else {
            if done == total {
                eprintln!("{total} takes: looked at");
            }
            return;
        };
        let bar = self.takes.get_or_insert_with(|| {
            let bar = bars.add(ProgressBar::new(total as u64));
            if let Ok(style) =
                ProgressStyle::with_template("takes: {wide_bar} {pos}/{len}, {eta} left")
            {
                bar.set_style(style);
            }
            bar
        });
        bar.set_position(done as u64);
        if done == total {
            bar.finish_and_clear();
        }
    }
}
