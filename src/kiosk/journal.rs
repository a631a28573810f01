//! What went wrong lately, kept for those who ask.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

/// How many are kept.
const KEPT: usize = 20;

/// Something that went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Seconds since 1970.
    pub at: u64,
    /// `warning` or `error`.
    pub severity: String,
    /// What it was.
    pub message: String,
    /// Where it was, where that is one place: a screen's output, a controller, a file, a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How often it was said in a row.
    pub times: u64,
}

/// The last warnings and errors; all copies are the same journal.
#[derive(Clone, Debug, Default)]
pub struct Journal(Arc<Mutex<VecDeque<Problem>>>);

impl Journal {
    /// The last ones, oldest first.
    pub fn last(&self) -> Vec<Problem> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn note(&self, severity: &str, message: String, place: Option<String>) {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let at = since.map_or(0, |since| since.as_secs());
        let mut problems = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = problems.back_mut().filter(|last| last.message == message) {
            (last.at, last.times) = (at, last.times + 1);
            return;
        }
        if problems.len() == KEPT {
            problems.pop_front();
        }
        problems.push_back(Problem { at, severity: severity.to_owned(), message, place, times: 1 });
    }
}

/// Reads the words of an event.
#[derive(Default)]
struct Message {
    words: String,
    place: Option<String>,
}

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        match field.name() {
            // Writing to a string does not fail.
            "message" => drop(write!(self.words, "{value:?}")),
            "place" => self.place = Some(format!("{value:?}")),
            _ => {}
        }
    }
}

impl<S: Subscriber> Layer<S> for Journal {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let severity = match *event.metadata().level() {
            Level::ERROR => "error",
            Level::WARN => "warning",
            _ => return,
        };
        let mut message = Message::default();
        event.record(&mut message);
        self.note(severity, message.words, message.place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_problems_are_kept_and_what_repeats_is_counted() {
        let journal = Journal::default();
        for number in 0..30 {
            journal.note("warning", format!("screen {number} is dark"), None);
        }
        journal.note("error", "the disk is full".to_owned(), None);
        journal.note("error", "the disk is full".to_owned(), None);
        let last = journal.last();
        assert_eq!(last.len(), KEPT);
        let newest = last.last().unwrap();
        assert_eq!((newest.message.as_str(), newest.times), ("the disk is full", 2));
        assert_eq!(last[0].message, "screen 11 is dark");
    }

    #[test]
    fn what_is_warned_of_is_kept_with_its_place() {
        use tracing_subscriber::layer::SubscriberExt as _;
        let journal = Journal::default();
        let subscriber = tracing_subscriber::registry().with(journal.clone());
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(place = %"DP-2", "output DP-2 is gone");
            tracing::info!("nothing");
        });
        let [Problem { message, place, .. }] = &journal.last()[..] else { panic!("one is kept") };
        assert_eq!((message.as_str(), place.as_deref()), ("output DP-2 is gone", Some("DP-2")));
    }
}
