//! Speed and memory on this machine: what is measured, and what is aimed for.
//!
//! Each part runs in a process of its own, so that its CPU time and its peak of memory are its
//! own. Targets are ratios where they can be, because machines differ.

mod fixity;
mod hand;
pub mod material;
mod panels;
pub mod parts;
mod preparing;
mod scrape;
mod sound;
mod stills;
pub mod table;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::media::beneath::BUDGET;
use crate::render::takes::CARD;
use crate::show::View;

/// One thing that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Reels and lockstep against bare decoding of the same renditions, nothing drawn.
    Decode,
    /// The whole wall, drawn offscreen on a stepped clock.
    Wall,
    /// The whole wall, drawn offscreen in real time.
    Live,
    /// One tick of the show and of lockstep.
    Tick,
    /// The peak of memory of reels and lockstep.
    Memory,
    /// The whole wall in each view, by turns.
    Views,
    /// What a hand costs, and one that never stops.
    Hand,
    /// What mixing the sound costs.
    Sound,
    /// What the panels of rehearsal cost beside the wall.
    Panels,
    /// How fast files are verified.
    Fixity,
    /// Takes that come up from under nine versions; how many takes is in place of the versions.
    Scrape,
    /// A dial that is spun through versions that are stills.
    Stills,
    /// What looking at films costs beside coding them.
    Prepare,
    /// From the start of the program to the first synchronised picture.
    First,
}

/// What one part found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What was measured.
    pub part: Part,
    /// How many versions.
    pub versions: usize,
    /// The wall in pixels.
    pub wall: (u32, u32),
    /// The figures by name; units are in the names.
    pub figures: BTreeMap<String, f64>,
}

impl Reading {
    /// A figure, or not a number where it was not measured.
    pub fn get(&self, name: &str) -> f64 {
        self.figures.get(name).copied().unwrap_or(f64::NAN)
    }
}

/// A target, what was measured against it, and where the figure comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What is aimed for, in words.
    pub target: String,
    /// The figure.
    pub measured: f64,
    /// The figure must not be above this, or below where `at_least`.
    pub limit: f64,
    /// The limit is a lower one.
    pub at_least: bool,
}

impl Verdict {
    /// The target is met.
    pub fn met(&self) -> bool {
        if self.at_least { self.measured >= self.limit } else { self.measured <= self.limit }
    }
}

/// Everything that was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// The parts, in the order measured.
    pub readings: Vec<Reading>,
    /// The targets.
    pub verdicts: Vec<Verdict>,
}

/// Compares the readings with the targets.
pub fn judge(readings: Vec<Reading>) -> Findings {
    let find = |part: Part, versions: usize| {
        readings.iter().find(|reading| reading.part == part && reading.versions == versions)
    };
    let figure = |part, versions, name: &str| {
        find(part, versions).map_or(f64::NAN, |reading| reading.get(name))
    };
    let below = |target: &str, measured: f64, limit: f64| Verdict {
        target: target.to_owned(),
        measured,
        limit,
        at_least: false,
    };
    let cpu = |versions| figure(Part::Wall, versions, "cpu ms/refresh");
    let live = readings.iter().filter(|reading| reading.part == Part::Live);
    let fluent = live.filter(|reading| reading.get("refreshes/s") >= 15.0);
    let fluent = fluent.max_by_key(|reading| reading.wall.0 * reading.wall.1);
    let exact = fluent.map_or(f64::NAN, |reading| reading.get("exact %"));
    let (w, h) = fluent.map_or((0, 0), |reading| reading.wall);
    let view = |view: View| figure(Part::Views, 9, view.name());
    let costliest = View::ALL.map(view).into_iter().reduce(f64::max).unwrap_or(f64::NAN);
    let opened = |takes, name: &str| figure(Part::Scrape, takes, name);
    let budget = BUDGET as f64 / 1e6;
    let memory = |versions| figure(Part::Memory, versions, "peak MB");
    let verdicts = vec![
        below("reels and lockstep ÷ bare decoding, CPU", figure(Part::Decode, 9, "ratio"), 1.15),
        below("64 versions ÷ 9 on one wall, CPU, drawn", cpu(64) / cpu(9), 1.6),
        below("tick and lockstep of 64 versions, µs", figure(Part::Tick, 64, "cpu µs/tick"), 50.0),
        below("memory of an added version, MB", (memory(24) - memory(8)) / 16.0, 12.0),
        below("first synchronised picture of nine, s", figure(Part::First, 9, "s"), 2.0),
        below("a controller's bytes to a command, µs", figure(Part::Hand, 9, "µs/message"), 1.0),
        below("10,000 messages a second, % of a core", figure(Part::Hand, 9, "flood % core"), 2.0),
        below("its longest tick ÷ a refresh", figure(Part::Hand, 9, "longest/refresh"), 0.25),
        below("sound of 64 versions, % of a core", figure(Part::Sound, 64, "sound % core"), 5.0),
        below(
            "preparing with all analysis ÷ coding",
            figure(Part::Prepare, 9, "analysis ratio"),
            1.3,
        ),
        below("panels of rehearsal, ms a refresh", figure(Part::Panels, 9, "panels ms"), 2.0),
        below("the same while hidden, ms", figure(Part::Panels, 9, "hidden ms"), 0.1),
        below("64 takes, all of the moment, ms after the key", opened(64, "longest ms"), 150.0),
        below("400 takes, all of the moment, ms after the key", opened(400, "longest ms"), 400.0),
        below("memory of pictures of takes, MB", opened(400, "bank MB"), budget),
        below("the same on the card, MB", opened(400, "card MB"), CARD as f64 / 1e6),
        below("versions late because of 64 takes, %", opened(64, "late % more"), 0.5),
        below("versions late because of 400 takes, %", opened(400, "late % more"), 0.5),
        below("late while a dial passes 300 stills, %", figure(Part::Stills, 300, "late %"), 0.5),
        below("the costliest view ÷ chorus, refresh", costliest / view(View::Chorus), 1.25),
        Verdict {
            target: "verifying ÷ the slower of disk and digests, %".to_owned(),
            measured: figure(Part::Fixity, 1, "% of the slower"),
            limit: 80.0,
            at_least: true,
        },
        Verdict {
            target: format!("exact in real time at {w}×{h}, 15 refreshes/s and more, %"),
            measured: exact,
            limit: 99.5,
            at_least: true,
        },
    ];
    Findings { readings, verdicts }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(part: Part, versions: usize, figures: &[(&str, f64)]) -> Reading {
        let figures = figures.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        Reading { part, versions, wall: (0, 0), figures }
    }

    #[test]
    fn a_target_is_missed_above_its_limit_and_where_nothing_was_measured() {
        let ratio = |value| judge(vec![reading(Part::Decode, 9, &[("ratio", value)])]);
        assert!(ratio(1.15).verdicts[0].met());
        assert!(!ratio(1.16).verdicts[0].met());
        assert!(judge(Vec::new()).verdicts.iter().all(|verdict| !verdict.met()));
    }

    #[test]
    fn the_largest_wall_that_is_fluent_counts_as_real_time() {
        let live = |width, refreshes, exact| Reading {
            wall: (width, width),
            ..reading(Part::Live, 9, &[("refreshes/s", refreshes), ("exact %", exact)])
        };
        let slow = live(1920, 9.0, 100.0);
        let findings = judge(vec![slow, live(1280, 20.0, 99.0), live(640, 90.0, 100.0)]);
        let verdict = findings.verdicts.last().map(|verdict| verdict.measured);
        assert_eq!(verdict, Some(99.0));
    }
}
