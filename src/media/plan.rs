//! Which frames come next: a pure function of the frame table and of where the playhead is going.

use crate::rendition::{FrameTable, Rung};
use crate::timeline::{FilmTime, Speed};

/// Clock time that is decoded ahead, in nanoseconds: a few refreshes, so that one slow picture
/// is never seen.
const AHEAD_NS: i64 = 160_000_000;
/// Frames decoded ahead, at least; slow versions need a cushion too.
const AHEAD_MIN: usize = 4;
/// Frames decoded ahead, at most.
pub const AHEAD_MAX: usize = 12;
/// Frames held in reverse, at most: a group of pictures is decoded forwards and shown backwards.
pub const REVERSE_MAX: usize = 64;

/// Where the playhead is and where it is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aim {
    /// Film time now.
    pub film: FilmTime,
    /// How fast it runs.
    pub speed: Speed,
    /// Where the loop begins.
    pub loop_in: FilmTime,
    /// Where the loop ends; never shown itself.
    pub loop_out: FilmTime,
}

/// Writes into `out` the frames that will be shown, in the order of play and each once, beginning
/// with the one at `aim.film` if there is one.
///
/// Every frame is listed as long as most of them are shown. Where the playhead leaps over frames
/// from one refresh (`refresh_ns` of clock time) to the next, and each can be decoded alone, only
/// those it will land on are. In reverse, where frames need the ones before them, whole groups of
/// pictures are listed: what has been decoded on the way to one is what is shown after it.
/// `backward` is the direction, also while at rest.
///
/// At rest the list is that of normal speed, so that nothing decoded is thrown away.
pub fn upcoming(rung: &Rung, backward: bool, aim: &Aim, refresh_ns: i64, out: &mut Vec<u32>) {
    let (table, intra) = (&rung.table, rung.intra);
    out.clear();
    let walk = Walk { table, aim, backward };
    let Some(first) = walk.here() else { return };
    let speed = match (aim.speed.get(), backward) {
        (0, true) => Speed::thousandths(-1000),
        (0, false) => Speed::NORMAL,
        _ => aim.speed,
    };
    out.push(first as u32);
    if backward && !intra {
        return walk.groups(out);
    }
    let step = speed.travel(refresh_ns).abs();
    let frame = table.frames()[first];
    let leaps = intra && step * 2 > (frame.end.0 - frame.start.0) * 3;
    let horizon = speed.travel(AHEAD_NS).abs();
    let mut gone = 0;
    let mut at = first;
    // A still film, or a refresh much faster than its frames, would lengthen this: bounded.
    for tick in 1..=4 * AHEAD_MAX as i64 {
        let next = if leaps { walk.leap(step.saturating_mul(tick)) } else { walk.next(at) };
        let Some(next) = next else { continue };
        let frame = table.frames()[next];
        gone += if leaps { step } else { frame.end.0 - frame.start.0 };
        at = next;
        if next == first && !leaps {
            return;
        }
        if !out.contains(&(next as u32)) {
            out.push(next as u32);
        }
        if out.len() >= AHEAD_MAX || (out.len() >= AHEAD_MIN && gone >= horizon) {
            return;
        }
    }
}

struct Walk<'a> {
    table: &'a FrameTable,
    aim: &'a Aim,
    backward: bool,
}

impl Walk<'_> {
    /// The frame shown now, else the next one that will be.
    fn here(&self) -> Option<usize> {
        let shown = self.table.at(self.aim.film);
        shown.or_else(|| {
            if self.backward {
                let after = self.table.frames().partition_point(|f| f.start <= self.aim.film);
                after.checked_sub(1).filter(|index| self.holds(*index)).or_else(|| self.last())
            } else {
                let next = self.table.next_after(self.aim.film);
                next.filter(|index| self.holds(*index)).or_else(|| self.first())
            }
        })
    }

    /// Some of this frame lies within the loop.
    fn holds(&self, index: usize) -> bool {
        let frame = self.table.frames()[index];
        frame.end > self.aim.loop_in && frame.start < self.aim.loop_out
    }

    fn first(&self) -> Option<usize> {
        let index = self.table.frames().partition_point(|f| f.end <= self.aim.loop_in);
        (index < self.table.frames().len() && self.holds(index)).then_some(index)
    }

    fn last(&self) -> Option<usize> {
        let after = self.table.frames().partition_point(|f| f.start < self.aim.loop_out);
        after.checked_sub(1).filter(|index| self.holds(*index))
    }

    /// The frame shown after this one, across the seam of the loop.
    fn next(&self, index: usize) -> Option<usize> {
        if self.backward {
            index.checked_sub(1).filter(|index| self.holds(*index)).or_else(|| self.last())
        } else {
            let next = index + 1;
            let inside = next < self.table.frames().len() && self.holds(next);
            if inside { Some(next) } else { self.first() }
        }
    }

    /// The frame shown when the playhead has gone on by `way`.
    fn leap(&self, way: i64) -> Option<usize> {
        let Aim { film, loop_in, loop_out, .. } = *self.aim;
        let way = if self.backward { -way } else { way };
        let span = (loop_out.0 - loop_in.0).max(1);
        let offset = (film.0 - loop_in.0).saturating_add(way).rem_euclid(span);
        self.table.at(FilmTime(loop_in.0 + offset))
    }

    /// Backwards through this group of pictures and, once half of it is gone, the one before.
    fn groups(&self, out: &mut Vec<u32>) {
        let Some(&first) = out.first() else { return };
        let mut at = first as usize;
        let start = self.table.keyframe_for(at);
        let half = self.group_length(start) / 2;
        let mut groups = if at - start <= half.max(AHEAD_MIN) { 2 } else { 1 };
        while out.len() < REVERSE_MAX {
            if self.table.frames()[at].keyframe {
                groups -= 1;
                if groups == 0 && out.len() >= AHEAD_MIN {
                    return;
                }
            }
            match self.next(at) {
                Some(next) if next as u32 != first && !out.contains(&(next as u32)) => {
                    out.push(next as u32);
                    at = next;
                }
                _ => return,
            }
        }
    }

    fn group_length(&self, keyframe: usize) -> usize {
        let after = &self.table.frames()[keyframe + 1..];
        1 + after.iter().take(REVERSE_MAX).take_while(|frame| !frame.keyframe).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::Rate;

    fn aim(film_ms: i64, speed: i32) -> Aim {
        Aim {
            film: FilmTime::from_millis(film_ms),
            speed: Speed::thousandths(speed),
            loop_in: FilmTime::ZERO,
            loop_out: FilmTime::from_secs(1),
        }
    }

    fn list(table: &FrameTable, intra: bool, aim: &Aim) -> Vec<u32> {
        list_at(table, intra, aim, 16_666_667)
    }

    fn list_at(table: &FrameTable, intra: bool, aim: &Aim, refresh_ns: i64) -> Vec<u32> {
        let table = table.clone();
        let (crops, file) = (Vec::new(), String::new());
        let rung = Rung { level: 0, width: 2, height: 2, crops, file, intra, table };
        let mut out = Vec::new();
        upcoming(&rung, aim.speed.get() < 0, aim, refresh_ns, &mut out);
        out
    }

    fn table(rate: u32) -> FrameTable {
        FrameTable::regular(Rate::whole(rate), FilmTime::from_secs(1))
    }

    fn groups_of(size: usize, rate: u32) -> FrameTable {
        let mut frames = table(rate).frames().to_vec();
        for (index, frame) in frames.iter_mut().enumerate() {
            frame.keyframe = index % size == 0;
        }
        FrameTable::new(frames).unwrap_or_default()
    }

    #[test]
    fn the_first_frame_of_the_loop_follows_the_last() {
        assert_eq!(list(&table(10), true, &aim(850, 1000)), [8, 9, 0, 1]);
        assert_eq!(list(&table(10), true, &aim(150, -1000)), [1, 0, 9, 8]);
    }

    #[test]
    fn a_playhead_that_leaps_over_frames_lands_on_those_it_will_show() {
        let landed = list_at(&table(10), true, &aim(0, 4000), 50_000_000);
        assert_eq!(landed[..4], [0, 2, 4, 6]);
    }

    #[test]
    fn in_reverse_the_rest_of_the_group_is_wanted_and_early_enough_the_one_before() {
        let late = list(&groups_of(12, 24), false, &aim(999, -1000));
        assert_eq!(late, (12..24).rev().collect::<Vec<_>>());
        let early = list(&groups_of(12, 24), false, &aim(700, -1000));
        assert_eq!(early, (0..=16).rev().collect::<Vec<_>>());
    }

    #[test]
    fn a_single_frame_is_listed_once() {
        assert_eq!(list(&table(1), true, &aim(500, 1000)), [0]);
        assert_eq!(list(&table(1), false, &aim(500, -1000)), [0]);
    }
}
