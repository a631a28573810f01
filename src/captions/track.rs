//! Which captions are shown when.
//!
//! The newest that has started and has not ended, and of those that overlap it the next newest,
//! above it: at most two at a time, whatever the file. Everything is told from the film time
//! alone, by binary search in a table of the changes that is made once, so that a jump in the film
//! costs no more than going on.

use std::collections::BTreeSet;

use super::{Cue, Line};
use crate::timeline::FilmTime;

/// What [`Track::next_change`] says after the last change.
pub const NEVER: FilmTime = FilmTime(i64::MAX);

/// The captions of one film.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    cues: Vec<Cue>,
    changes: Vec<Change>,
}

/// What is shown from a time on, by its place among the cues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    at: FilmTime,
    above: Option<usize>,
    newest: Option<usize>,
}

/// What is shown at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The caption before the newest, if it still is shown.
    pub above: Option<&'a Cue>,
    /// The newest caption.
    pub newest: &'a Cue,
}

impl<'a> Shown<'a> {
    /// Its lines from top to bottom, as the files break them. They may be more than two: they are
    /// for [`wrap`](super::wrap::wrap), which makes at most two of them.
    pub fn lines(&self) -> Vec<&'a Line> {
        let cues = self.above.into_iter().chain([self.newest]);
        cues.flat_map(|cue| &cue.lines).collect()
    }
}

impl Track {
    /// From captions in any order; those that do not end after their start are never shown.
    pub fn new(mut cues: Vec<Cue>) -> Self {
        cues.retain(|cue| cue.start < cue.end);
        cues.sort_by_key(|cue| cue.start);
        // At the same time one ends before another starts.
        let mut edges: Vec<(FilmTime, bool, usize)> = Vec::with_capacity(cues.len() * 2);
        for (index, cue) in cues.iter().enumerate() {
            edges.push((cue.start, true, index));
            edges.push((cue.end, false, index));
        }
        edges.sort_unstable();

        let mut open = BTreeSet::new();
        let mut changes: Vec<Change> = Vec::new();
        for together in edges.chunk_by(|one, other| one.0 == other.0) {
            for (_, starts, index) in together {
                if *starts {
                    open.insert(*index);
                } else {
                    open.remove(index);
                }
            }
            let mut newest = open.iter().rev().copied();
            let (newest, above) = (newest.next(), newest.next());
            let same = |last: &Change| (last.newest, last.above) == (newest, above);
            if let Some((at, ..)) = together.first()
                && !changes.last().is_some_and(same)
            {
                changes.push(Change { at: *at, above, newest });
            }
        }
        Self { cues, changes }
    }

    /// All captions, in the order of their start.
    pub fn cues(&self) -> &[Cue] {
        &self.cues
    }

    /// What is shown at a film time. A caption is shown from its start until just before its end.
    pub fn at(&self, film: FilmTime) -> Option<Shown<'_>> {
        let change = self.changes.get(self.after(film).checked_sub(1)?)?;
        let above = change.above.and_then(|above| self.cues.get(above));
        Some(Shown { above, newest: self.cues.get(change.newest?)? })
    }

    /// The first time after `film` at which something else is shown, or nothing any more;
    /// [`NEVER`] if that never comes.
    pub fn next_change(&self, film: FilmTime) -> FilmTime {
        self.changes.get(self.after(film)).map_or(NEVER, |change| change.at)
    }

    /// The place of the first change after `film`.
    fn after(&self, film: FilmTime) -> usize {
        self.changes.partition_point(|change| change.at <= film)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn cue(start: i64, end: i64, text: &str) -> Cue {
        let (start, end) = (FilmTime(start), FilmTime(end));
        Cue { start, end, lines: vec![Line::plain(text)] }
    }

    fn text(track: &Track, at: i64) -> String {
        let lines = track.at(FilmTime(at)).map(|shown| shown.lines()).unwrap_or_default();
        lines.iter().map(|line| line.text()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_caption_is_shown_from_its_start_until_its_end() {
        let track = Track::new(vec![cue(10, 20, "a"), cue(20, 30, "b"), cue(40, 50, "c")]);
        let at = [9, 10, 19, 20, 29, 30, 39, 40, 50].map(|at| text(&track, at));
        assert_eq!(at, ["", "a", "a", "b", "b", "", "", "c", ""]);
        let next = [0, 10, 20, 30, 45].map(|at| track.next_change(FilmTime(at)).0);
        assert_eq!(next, [10, 20, 30, 40, 50]);
        assert_eq!(track.next_change(FilmTime(50)), NEVER);
        assert_eq!(Track::default().at(FilmTime(0)), None);
    }

    #[test]
    fn of_captions_that_overlap_the_newest_two_are_shown() {
        let track = Track::new(vec![cue(30, 40, "c"), cue(0, 100, "a"), cue(10, 50, "b")]);
        let at = [5, 10, 30, 40, 60].map(|at| text(&track, at));
        assert_eq!(at, ["a", "a|b", "b|c", "a|b", "a"]);
    }

    #[test]
    fn of_captions_that_start_together_the_last_of_the_file_is_the_newest() {
        let track = Track::new(vec![cue(0, 9, "a"), cue(0, 9, "b"), cue(0, 9, "c")]);
        assert_eq!(text(&track, 0), "b|c");
        assert_eq!(track.next_change(FilmTime(0)), FilmTime(9));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn it_is_what_a_look_at_every_caption_would_show(
            times in vec((0..60_i64, -2..20_i64), 0..20),
        ) {
            let cues: Vec<_> = times
                .iter()
                .enumerate()
                .map(|(index, (start, length))| cue(*start, start + length, &index.to_string()))
                .collect();
            let track = Track::new(cues);
            for at in -1..90 {
                let open = |cue: &&Cue| cue.start.0 <= at && at < cue.end.0;
                let mut open: Vec<_> = track.cues().iter().filter(open).collect();
                open.drain(..open.len().saturating_sub(2));
                let open: Vec<_> = open.iter().map(|cue| cue.lines[0].text()).collect();
                prop_assert_eq!(text(&track, at), open.join("|"));
                let next = track.next_change(FilmTime(at));
                prop_assert!(next.0 > at);
                let until = next.0.min(90);
                prop_assert!((at..until).all(|then| text(&track, then) == text(&track, at)));
                prop_assert!(next == NEVER || text(&track, next.0) != text(&track, at));
            }
        }
    }
}
