//! Which reels are needed.
//!
//! Each version has one *base* reel, always, on the smallest rung that covers its chorus pane: so
//! changing generation never waits, seeks or shows black. A bounded number of *large* reels serve
//! what is shown larger, or soon may be.

use crate::timeline::ClockTime;

/// Large reels open at a time, at most. Two are seen in a dissolve, one more waits on each side.
pub const LARGE: usize = 4;
/// How long a large reel outlives its need, in nanoseconds: a hand that goes back finds it.
const LINGER_NS: i64 = 1_000_000_000;
/// Less likely than this, a version is not waited for.
const LIKELY: f32 = 0.05;

/// What the wall needs of a version, in pixels of the target.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Need {
    /// Width and height of its chorus pane's picture, seen or not.
    pub base: (u32, u32),
    /// Width and height of the largest picture of it now seen; (0, 0) where it is not seen.
    pub visible: (u32, u32),
    /// Width and height it would have, should the hand come to it.
    pub soon: (u32, u32),
    /// How likely that is, 0 to 1.
    pub likelihood: f32,
}

/// The rungs a version plays on, by their place in its ladder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The base reel's.
    pub base: usize,
    /// The large reel's, where there is one.
    pub large: Option<usize>,
    /// The one that should be seen.
    pub desired: usize,
}

/// Remembers what was large a moment ago.
#[derive(Clone, Debug)]
pub struct Chooser {
    limit: usize,
    large: Vec<Option<(usize, ClockTime)>>,
    claims: Vec<Claim>,
    lingers: bool,
}

#[derive(Clone, Copy, Debug)]
struct Claim {
    version: usize,
    rung: usize,
    weight: f32,
    needed: bool,
}

impl Chooser {
    /// Allows for `limit` large reels.
    pub fn new(limit: usize) -> Self {
        Self { limit, large: Vec::new(), claims: Vec::new(), lingers: false }
    }

    /// A large reel is open that is no longer needed: the choice changes by itself with time.
    pub fn lingers(&self) -> bool {
        self.lingers
    }

    /// Chooses for every need. `rung_for` tells the smallest rung of a version that covers so many
    /// pixels, none for a version without rendition.
    pub fn choose(
        &mut self,
        now: ClockTime,
        needs: &[Need],
        rung_for: impl Fn(usize, (u32, u32)) -> Option<usize>,
        choices: &mut Vec<Choice>,
    ) {
        choices.clear();
        self.claims.clear();
        self.large.resize(needs.len(), None);
        for (version, need) in needs.iter().enumerate() {
            let base = rung_for(version, need.base).unwrap_or(0);
            choices.push(Choice { base, large: None, desired: base });
            let larger = |pixels| rung_for(version, pixels).filter(|rung| *rung < base);
            let area = |(w, h): (u32, u32)| w as f32 * h as f32;
            let claim = if let Some(rung) = larger(need.visible) {
                // Seen comes before expected, and large before small.
                Some((rung, 2.0 + area(need.visible) / 1e9, true))
            } else if need.likelihood >= LIKELY
                && let Some(rung) = larger(need.soon)
            {
                Some((rung, need.likelihood.min(1.0), true))
            } else {
                let lingering = self.large[version].filter(|(rung, needed)| {
                    *rung < base && now.since(*needed) < LINGER_NS && now.since(*needed) >= 0
                });
                lingering.map(|(rung, _)| (rung, 0.0, false))
            };
            if let Some((rung, weight, needed)) = claim {
                self.claims.push(Claim { version, rung, weight, needed });
            }
        }
        self.lingers = self.claims.iter().any(|claim| !claim.needed);
        self.claims.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        for (place, claim) in self.claims.iter().enumerate() {
            let memory = &mut self.large[claim.version];
            if place >= self.limit {
                *memory = None;
                continue;
            }
            let choice = &mut choices[claim.version];
            choice.large = Some(claim.rung);
            if claim.needed {
                *memory = Some((claim.rung, now));
            }
            if claim.weight >= 2.0 {
                choice.desired = claim.rung;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four rungs: 1280, 640, 320 and 160 wide.
    fn rung_for(_: usize, (w, _): (u32, u32)) -> Option<usize> {
        Some((0..4).rev().find(|level| 1280 >> level >= w).unwrap_or(0))
    }

    fn small() -> Need {
        Need { base: (300, 170), visible: (300, 170), ..Need::default() }
    }

    fn seen(width: u32) -> Need {
        Need { visible: (width, width * 9 / 16), ..small() }
    }

    fn choose(chooser: &mut Chooser, now: i64, needs: &[Need]) -> Vec<Choice> {
        let mut choices = Vec::new();
        chooser.choose(ClockTime(now), needs, rung_for, &mut choices);
        choices
    }

    #[test]
    fn every_version_keeps_its_base_and_what_is_seen_large_gets_a_large_reel() {
        let mut chooser = Chooser::new(LARGE);
        let unseen = Need { visible: (0, 0), ..small() };
        let choices = choose(&mut chooser, 0, &[unseen, seen(1280), small()]);
        assert_eq!(choices[0], Choice { base: 2, large: None, desired: 2 });
        assert_eq!(choices[1], Choice { base: 2, large: Some(0), desired: 0 });
        assert_eq!(choices[2], Choice { base: 2, large: None, desired: 2 });
    }

    #[test]
    fn what_is_likely_to_be_seen_waits_ready_but_is_not_shown() {
        let mut chooser = Chooser::new(LARGE);
        let soon = Need { soon: (1280, 720), likelihood: 0.5, ..small() };
        let choices = choose(&mut chooser, 0, &[soon]);
        assert_eq!(choices[0], Choice { base: 2, large: Some(0), desired: 2 });
    }

    #[test]
    fn a_large_reel_outlives_its_need_for_a_second() {
        let mut chooser = Chooser::new(LARGE);
        choose(&mut chooser, 0, &[seen(1280)]);
        assert_eq!(choose(&mut chooser, 900_000_000, &[small()])[0].large, Some(0));
        assert_eq!(choose(&mut chooser, 1_100_000_000, &[small()])[0].large, None);
    }

    #[test]
    fn no_more_large_reels_are_open_than_allowed_and_the_seen_come_first() {
        let mut chooser = Chooser::new(2);
        choose(&mut chooser, 0, &[small(), small(), seen(1280), seen(1280)]);
        let soon = Need { soon: (1280, 720), likelihood: 1.0, ..small() };
        let choices = choose(&mut chooser, 1, &[soon, seen(640), small(), seen(1280)]);
        let large: Vec<_> = choices.iter().map(|choice| choice.large).collect();
        assert_eq!(large, [None, Some(1), None, Some(0)]);
    }
}
