//! Jog: from frame boundary to frame boundary, around the loop.

use crate::rendition::FrameTable;
use crate::timeline::{FilmTime, Rate};

/// How fine jog is where there are no frames to go by.
const WITHOUT_FRAMES: Rate = Rate::whole(24);

/// Where `frames` steps lead from `film`, within the loop `[loop_in, loop_out)`, and how many
/// laps lie between. A frame that the loop cuts begins where the loop does.
///
/// Without a table, or where no frame lies within the loop, by twenty-fourths of a second.
pub fn step(
    table: Option<&FrameTable>,
    film: FilmTime,
    frames: i32,
    loop_in: FilmTime,
    loop_out: FilmTime,
) -> (i64, FilmTime) {
    let last = FilmTime(loop_out.0 - 1);
    let (range, here, start): (_, _, Box<dyn Fn(usize) -> FilmTime>) = match table {
        Some(table) if seen(table, loop_in, loop_out) > 0 => {
            let all = table.frames();
            let first = all.partition_point(|frame| frame.end <= loop_in);
            let range = (first, first + seen(table, loop_in, loop_out));
            let here = match table.at(film) {
                Some(index) => index as i64,
                // In a gap one stands after the last frame but on none: a step back leads to it.
                None => table.next_after(film).unwrap_or(all.len()) as i64 - i64::from(frames > 0),
            };
            (range, here, Box::new(|index| all[index].start))
        }
        _ => {
            let at = |film| WITHOUT_FRAMES.frame_at(film) as usize;
            let start = |index| WITHOUT_FRAMES.start_of(index as u64);
            ((at(loop_in), at(last) + 1), at(film) as i64, Box::new(start))
        }
    };
    if frames == 0 {
        return (0, film);
    }
    let count = (range.1 - range.0) as i64;
    let steps = here - range.0 as i64 + i64::from(frames);
    let index = range.0 + steps.rem_euclid(count) as usize;
    (steps.div_euclid(count), start(index).clamp(loop_in, last))
}

/// How many frames are seen within a loop.
fn seen(table: &FrameTable, loop_in: FilmTime, loop_out: FilmTime) -> usize {
    let all = table.frames();
    let first = all.partition_point(|frame| frame.end <= loop_in);
    all.partition_point(|frame| frame.start < loop_out).saturating_sub(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendition::Frame;

    fn table(spans: &[(i64, i64)]) -> FrameTable {
        let frame = |(index, (start, end)): (usize, &(i64, i64))| Frame {
            start: FilmTime(*start),
            end: FilmTime(*end),
            clip: 0,
            source: index as u32,
            offset: 0,
            bytes: 1,
            keyframe: true,
        };
        FrameTable::new(spans.iter().enumerate().map(frame).collect()).unwrap_or_default()
    }

    fn jog(table: &FrameTable, film: i64, frames: i32, within: (i64, i64)) -> (i64, i64) {
        let (loop_in, loop_out) = (FilmTime(within.0), FilmTime(within.1));
        let (laps, film) = step(Some(table), FilmTime(film), frames, loop_in, loop_out);
        (laps, film.0)
    }

    #[test]
    fn it_leads_to_the_start_of_the_next_and_of_the_previous_frame() {
        let table = table(&[(0, 10), (10, 15), (15, 40)]);
        assert_eq!(jog(&table, 3, 1, (0, 40)), (0, 10));
        assert_eq!(jog(&table, 39, -1, (0, 40)), (0, 10));
        assert_eq!(jog(&table, 10, 0, (0, 40)), (0, 10));
    }

    #[test]
    fn it_goes_around_the_loop_and_counts_the_laps() {
        let table = table(&[(0, 10), (10, 15), (15, 40)]);
        assert_eq!(jog(&table, 20, 1, (0, 40)), (1, 0));
        assert_eq!(jog(&table, 0, -1, (0, 40)), (-1, 15));
        assert_eq!(jog(&table, 0, 7, (0, 40)), (2, 10));
        assert_eq!(jog(&table, 12, 1, (12, 20)), (0, 15));
        assert_eq!(jog(&table, 15, 1, (12, 20)), (1, 12), "a frame cut by the loop");
    }

    #[test]
    fn from_a_gap_it_leads_to_the_frames_around_it() {
        let table = table(&[(0, 10), (20, 30)]);
        assert_eq!(jog(&table, 15, 1, (0, 30)), (0, 20));
        assert_eq!(jog(&table, 15, -1, (0, 30)), (0, 0));
        assert_eq!(jog(&table, 35, 1, (0, 40)), (1, 0));
        assert_eq!(jog(&table, 35, -1, (0, 40)), (0, 20));
    }

    #[test]
    fn without_frames_it_moves_by_a_twenty_fourth() {
        let second = FilmTime::from_secs(1);
        let from = |film, frames| step(None, film, frames, FilmTime::ZERO, second);
        assert_eq!(from(FilmTime::ZERO, 1), (0, FilmTime(41_666_667)));
        assert_eq!(from(FilmTime::ZERO, -1), (-1, WITHOUT_FRAMES.start_of(23)));
        assert_eq!(from(WITHOUT_FRAMES.start_of(23), 1), (1, FilmTime::ZERO));
        assert_eq!(from(FilmTime::ZERO, 24 * 5), (5, FilmTime::ZERO));
    }
}
