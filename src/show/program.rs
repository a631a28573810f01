//! What the show must know of the exhibit.

use std::sync::Arc;

use crate::exhibit::{Exhibit, Version};
use crate::rendition::{FrameTable, Prepared};
use crate::scrub::Axis;
use crate::timeline::FilmTime;

/// The film's length and shots, and its versions along the generations. Always valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    length: FilmTime,
    shots: Vec<(FilmTime, FilmTime)>,
    parts: Vec<Part>,
    languages: Vec<String>,
    /// For each stop before the next one, how many takes of each shot were refused; drafts at the
    /// inputs. Empty where nothing is known.
    beneath: Vec<Vec<usize>>,
}

/// One version's part in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The version's id.
    pub id: String,
    /// Its frames, for jog; none while they are not prepared.
    pub frames: Option<Arc<FrameTable>>,
}

impl Program {
    /// From the film's length, the start of each shot and the versions, oldest first.
    ///
    /// A shot reaches to the start of the next, and the first from the start of the film; starts
    /// that are out of order or not within the film are left out. A length below one nanosecond
    /// becomes one.
    pub fn new(length: FilmTime, starts: &[FilmTime], parts: Vec<Part>) -> Self {
        let length = length.max(FilmTime(1));
        let mut cuts = vec![FilmTime::ZERO];
        for start in starts {
            if cuts.last().is_some_and(|last| start > last) && *start < length {
                cuts.push(*start);
            }
        }
        let ends = cuts.iter().skip(1).copied().chain([length]);
        let shots = cuts.iter().copied().zip(ends).collect();
        Self { length, shots, parts, languages: Vec::new(), beneath: Vec::new() }
    }

    /// The same, written in these languages, by their tags.
    #[must_use]
    pub fn written_in<T: Into<String>>(self, languages: impl IntoIterator<Item = T>) -> Self {
        Self { languages: languages.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same, with so many refused takes beneath each stop, by shot.
    #[must_use]
    pub fn with_beneath(self, beneath: Vec<Vec<usize>>) -> Self {
        Self { beneath, ..self }
    }

    /// How many takes of a shot were refused for the version at a stop; drafts at the inputs.
    pub fn beneath(&self, stop: usize, shot: usize) -> usize {
        self.beneath.get(stop).and_then(|shots| shots.get(shot)).copied().unwrap_or(0)
    }

    /// From an exhibit; `frames` gives what is known of each version, by its place.
    pub fn of(exhibit: &Exhibit, frames: impl Fn(usize) -> Option<Arc<FrameTable>>) -> Self {
        let starts: Vec<FilmTime> = exhibit.shots.iter().map(|shot| shot.start).collect();
        let part = |(index, version): (usize, &Version)| Part {
            id: version.id.clone(),
            frames: frames(index),
        };
        let parts = exhibit.versions.iter().enumerate().map(part).collect();
        Self::new(exhibit.length, &starts, parts)
            .written_in(exhibit.title.languages().cloned())
            .with_beneath(beneath(exhibit))
    }

    /// From an exhibit and what its versions are played from, in their order.
    pub fn playing(exhibit: &Exhibit, prepared: &[Option<Arc<Prepared>>]) -> Self {
        let mut program = Self::of(exhibit, |version| {
            let rung = prepared.get(version)?.as_ref()?.rendition.rungs.first()?;
            Some(Arc::new(rung.table.clone()))
        });
        // Nor is anything seen of what was tried for a version that is not shown.
        for (shots, played) in program.beneath.iter_mut().skip(1).zip(prepared) {
            if played.is_none() {
                shots.fill(0);
            }
        }
        program
    }

    /// The film's length; above zero.
    pub fn length(&self) -> FilmTime {
        self.length
    }

    /// Start and end of each shot, covering the film; never empty.
    pub fn shots(&self) -> &[(FilmTime, FilmTime)] {
        &self.shots
    }

    /// The versions, oldest first.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The languages that the exhibit is written in, by their tags; empty where it is the same for
    /// all.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// The axis of generations.
    pub fn axis(&self) -> Axis {
        Axis::new(self.parts.iter().map(|part| part.id.as_str()))
    }

    /// The place of the shot that contains `film`, with its start and end.
    pub fn shot_at(&self, film: FilmTime) -> (usize, (FilmTime, FilmTime)) {
        let after = self.shots.partition_point(|(start, _)| *start <= film);
        let index = after.saturating_sub(1);
        (index, self.shots[index])
    }
}

/// How many takes of each shot were refused, by stop.
fn beneath(exhibit: &Exhibit) -> Vec<Vec<usize>> {
    let drafts = exhibit.shots.iter().map(|shot| shot.drafts.len()).collect();
    let of = |version: usize| {
        let any = !exhibit.versions[version].takes.is_empty();
        let count = |shot| if any { exhibit.refused(version, shot).count() } else { 0 };
        (0..exhibit.shots.len()).map(count).collect()
    };
    std::iter::once(drafts).chain((0..exhibit.versions.len()).map(of)).collect()
}
