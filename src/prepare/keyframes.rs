//! Which frames a decoder can start at: shot starts and a grid of film time common to all versions.

use super::time_map::Placed;
use crate::timeline::FilmTime;

/// The grid's step: half a second of film time.
pub const GRID: FilmTime = FilmTime::from_millis(500);

/// For each showing of one clip, whether it must be a keyframe: the first of the clip and of each
/// lap, the frame that is seen at a line of the grid or at a shot's start, and the first frame that
/// begins within a shot.
///
/// `shots` holds the starts of the shots, in film order.
pub fn keyframes(placed: &[Placed], shots: &[FilmTime]) -> Vec<bool> {
    let begins_in = |from: FilmTime, to: FilmTime| {
        let first = shots.partition_point(|shot| *shot < from);
        shots.get(first).is_some_and(|shot| *shot < to)
    };
    let mut before: Option<&Placed> = None;
    let mut marks = Vec::with_capacity(placed.len());
    for frame in placed {
        let next_line = (frame.start.0 + GRID.0 - 1).div_euclid(GRID.0) * GRID.0;
        let first = match before {
            None => true,
            Some(before) => {
                before.lap != frame.lap || begins_in(FilmTime(before.start.0 + 1), frame.start)
            }
        };
        marks.push(first || next_line < frame.end.0 || begins_in(frame.start, frame.end));
        before = Some(frame);
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibit::{Fit, Part};
    use crate::prepare::time_map::{intervals, place};

    fn starts_of_keyframes(step_ms: i64, count: i64, shots: &[i64]) -> Vec<i64> {
        let times: Vec<_> = (0..count).map(|i| (Some(i * step_ms * 1_000_000), None)).collect();
        let to = FilmTime::from_millis(step_ms * count);
        let placed = place(&intervals(&times), Part::WHOLE, FilmTime::ZERO, to, Fit::Hold);
        let shots: Vec<_> = shots.iter().map(|ms| FilmTime::from_millis(*ms)).collect();
        let marks = keyframes(&placed, &shots);
        let marked = placed.iter().zip(marks).filter(|(_, mark)| *mark);
        marked.map(|(frame, _)| frame.start.0 / 1_000_000).collect()
    }

    #[test]
    fn the_frame_seen_at_each_half_second_is_a_keyframe() {
        assert_eq!(starts_of_keyframes(100, 12, &[0]), [0, 500, 1000]);
        // At 40 ms a frame, the one from 480 to 520 is seen at 500.
        assert_eq!(starts_of_keyframes(40, 30, &[0]), [0, 480, 1000]);
    }

    #[test]
    fn a_shot_that_begins_within_a_frame_makes_that_frame_and_the_next_keyframes() {
        assert_eq!(starts_of_keyframes(100, 5, &[0, 250]), [0, 200, 300]);
        assert_eq!(starts_of_keyframes(100, 5, &[0, 300]), [0, 300]);
    }
}
