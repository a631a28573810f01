//! Any file reads within its bounds, and what was read can be shown at any time, in at most two
//! lines; nothing ends the process.
#![no_main]

use libfuzzer_sys::fuzz_target;

use crate::captions::read::{CUES, LENGTH, LINES};
use crate::captions::wrap::wrap;
use crate::captions::{Track, read};
use crate::timeline::FilmTime;

/// The sources under test, where they look for each other.
#[allow(dead_code, unused_imports, reason = "the wall uses more of them")]
#[path = "../../src/captions/mod.rs"]
mod captions;

/// Film time, without what reads and writes it.
mod timeline {
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct FilmTime(pub i64);

    impl FilmTime {
        pub const fn from_millis(ms: i64) -> Self {
            Self(ms * 1_000_000)
        }
    }

    impl std::fmt::Display for FilmTime {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{}", self.0)
        }
    }
}

/// What words a message, without the messages of other files.
mod diagnostic {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Severity {
        Error,
        Warning,
    }

    pub fn quoted(word: &str) -> String {
        word.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
    }
}

fuzz_target!(|bytes: &[u8]| {
    // The first byte says what is declared, and half of the time the length of the film.
    let Some((&how, bytes)) = bytes.split_first() else { return };
    let labels = [None, Some("windows-1251"), Some("utf-16le"), Some("iso-2022-jp")];
    let film = (how & 8 != 0).then(|| FilmTime::from_millis(i64::from(how) * 100));
    let read = read(bytes, labels[usize::from(how & 3)], film);

    // One for what is only counted, and those of the encoding.
    assert!(read.problems.len() <= captions::problem::KEPT + 3);
    assert!(read.problems.is_sorted_by_key(|problem| problem.line) || read.problems.len() > 200);
    for problem in &read.problems {
        assert!((1..=bytes.len() + 1).contains(&problem.line), "{problem:?}");
        assert!(!problem.what.contains(char::is_control));
    }
    assert!(!read.cues.is_empty() || !read.problems.is_empty(), "nothing is said of no captions");
    assert!(read.cues.len() <= CUES);
    for cue in &read.cues {
        assert!(cue.start < cue.end);
        assert!((1..=LINES).contains(&cue.lines.len()));
        for line in &cue.lines {
            assert!(line.text().chars().count() <= LENGTH);
            assert!(!line.text().contains(char::is_control));
            assert!(line.runs.windows(2).all(|two| {
                (two[0].italic, &two[0].speaker) != (two[1].italic, &two[1].speaker)
            }));
        }
    }

    let track = Track::new(read.cues);
    let width = f32::from(how) / 4.0 + 1.0;
    let count = |text: &str| text.chars().count() as f32;
    for cue in track.cues().iter().take(64) {
        let shown = track.at(cue.start).expect("a caption is shown from its start on");
        assert!(track.next_change(cue.start) > cue.start);
        let set = wrap(&shown.lines(), width, count);
        assert!((1..=2).contains(&set.lines.len()) && set.shrink > 0.0 && set.shrink <= 1.0);
    }
});
