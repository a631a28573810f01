//! Which film time each frame of a master gets: its own variable rate, laid into its span.
//!
//! Every frame is kept once; nothing is duplicated or invented, except that a loop repeats.

use std::ops::Range;

use crate::exhibit::{Fit, Part};
use crate::timeline::FilmTime;

/// Length given to the only frame of a file that does not say how long it lasts.
const ALONE_NS: i64 = 1_000_000_000 / 24;
/// The longest that one frame may be said to last; a longer one is a fault of the file.
const LONGEST_NS: i64 = 3600 * 1_000_000_000;

/// When a frame appears and is gone, in nanoseconds from the first frame of its clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// When it appears.
    pub start: i64,
    /// When it is gone: the start of the next.
    pub end: i64,
}

/// One showing of a frame in the film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The number of the frame in its clip.
    pub source: u32,
    /// How often the clip has been through before.
    pub lap: u32,
    /// When it appears.
    pub start: FilmTime,
    /// When it is gone.
    pub end: FilmTime,
}

/// The intervals of a clip's frames, from what its file says of each in the order they are shown:
/// stream time and length, in nanoseconds, where known.
///
/// Times are rebased to the first frame. A time that is missing or does not increase is replaced
/// by an even spread between its neighbours; the last frame lasts as long as the file says, else as
/// long as the median frame.
pub fn intervals(frames: &[(Option<i64>, Option<i64>)]) -> Vec<Interval> {
    let Some(origin) = frames.iter().find_map(|frame| frame.0) else {
        let each = frames.iter().find_map(|frame| plausible(frame.1)).unwrap_or(ALONE_NS);
        return (0..frames.len() as i64)
            .map(|index| Interval { start: index * each, end: (index + 1) * each })
            .collect();
    };
    // Keep the times that increase; the first frame is at 0 whatever it says.
    let mut kept: Vec<(usize, i64)> = Vec::with_capacity(frames.len());
    for (index, frame) in frames.iter().enumerate() {
        let time = if index == 0 { Some(0) } else { frame.0.and_then(|t| t.checked_sub(origin)) };
        if let Some(time) = time
            && kept.last().is_none_or(|(at, last)| {
                // Room of a nanosecond for each frame between.
                let between = (index - at) as i64;
                time >= last + between && time - last <= between * LONGEST_NS
            })
        {
            kept.push((index, time));
        }
    }
    let median = {
        let mut steps: Vec<i64> = kept
            .windows(2)
            .map(|pair| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0) as i64)
            .collect();
        steps.sort_unstable();
        steps.get(steps.len() / 2).copied()
    };
    let last_ns = frames.last().and_then(|frame| plausible(frame.1));
    let step = median.or(last_ns).unwrap_or(ALONE_NS).max(1);
    let mut starts = Vec::with_capacity(frames.len() + 1);
    for (position, (index, time)) in kept.iter().enumerate() {
        let (next, end) = match kept.get(position + 1) {
            Some((next, end)) => (*next, *end),
            // Frames after the last good time follow at the median rate.
            None => (frames.len(), time + step * (frames.len() - index) as i64),
        };
        let (count, span) = ((next - index) as i64, end - time);
        starts.extend((0..count).map(|k| time + scale(k, span, count)));
    }
    let mut all: Vec<Interval> =
        starts.windows(2).map(|pair| Interval { start: pair[0], end: pair[1] }).collect();
    if let Some(start) = starts.last() {
        all.push(Interval { start: *start, end: start + last_ns.unwrap_or(step) });
    }
    all
}

fn plausible(lasts: Option<i64>) -> Option<i64> {
    lasts.filter(|ns| (1..=LONGEST_NS).contains(ns))
}

/// `value · to / from`, rounded down, without overflow.
fn scale(value: i64, to: i64, from: i64) -> i64 {
    (i128::from(value) * i128::from(to) / i128::from(from.max(1))) as i64
}

/// Which frames belong to a part of the file: those whose middle lies in it. So each frame belongs
/// to exactly one of parts that follow each other, and a start that was noted a little before or
/// after its cut, by less than half a frame, does not show a frame of the shot next to it.
///
/// The sound of the part begins with the first of them and ends with the last.
pub fn shown(frames: &[Interval], part: Part) -> Range<usize> {
    let before =
        |at: i64| frames.partition_point(|frame| frame.start + (frame.end - frame.start) / 2 < at);
    let first = before(part.from);
    first..part.to.map_or(frames.len(), before).max(first)
}

/// Lays the frames of a part of a clip into the span `from` … `to` of the film, the first of them
/// at `from`; none where the part lies after the end of the file. A file of a single frame is a
/// still and fills the span, however it is fitted and whatever part of it is meant.
pub fn place(
    frames: &[Interval],
    part: Part,
    from: FilmTime,
    to: FilmTime,
    fit: Fit,
) -> Vec<Placed> {
    let span = to.0 - from.0;
    if frames.len() == 1 && span > 0 {
        return vec![Placed { source: 0, lap: 0, start: from, end: to }];
    }
    let numbers = shown(frames, part);
    let first = numbers.start;
    let frames = frames.get(numbers).unwrap_or_default();
    let Some((origin, length)) = frames
        .first()
        .zip(frames.last())
        .map(|(first, last)| (first.start, last.end - first.start))
        .filter(|_| span > 0)
    else {
        return Vec::new();
    };
    let mut placed = Vec::with_capacity(frames.len());
    let laps = if fit == Fit::Loop { (span as u64).div_ceil(length as u64) } else { 1 };
    for lap in 0..u32::try_from(laps).unwrap_or(u32::MAX) {
        for (source, frame) in frames.iter().enumerate() {
            let (appears, gone) = (frame.start - origin, frame.end - origin);
            let (start, end) = if fit == Fit::Stretch {
                (scale(appears, span, length), scale(gone, span, length))
            } else {
                let offset = i64::from(lap) * length;
                (offset + appears, (offset + gone).min(span))
            };
            if start >= span {
                break;
            }
            if end > start {
                let (start, end) = (FilmTime(from.0 + start), FilmTime(from.0 + end));
                let source = (first + source) as u32;
                placed.push(Placed { source, lap, start, end });
            }
        }
    }
    if fit == Fit::Hold
        && let Some(last) = placed.last_mut()
    {
        last.end = to;
    }
    placed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn regular(count: usize, step: i64) -> Vec<Interval> {
        intervals(&(0..count).map(|i| (Some(i as i64 * step), None)).collect::<Vec<_>>())
    }

    #[test]
    fn a_first_time_that_is_not_zero_is_rebased() {
        let frames = [(Some(83), Some(10)), (Some(93), Some(10)), (Some(103), Some(12))];
        let expected = [(0, 10), (10, 20), (20, 32)].map(|(start, end)| Interval { start, end });
        assert_eq!(intervals(&frames), expected);
    }

    #[test]
    fn the_last_frame_lasts_as_long_as_the_median_where_the_file_does_not_say() {
        let frames = [(Some(0), None), (Some(10), None), (Some(50), None), (Some(60), None)];
        assert_eq!(intervals(&frames).last(), Some(&Interval { start: 60, end: 70 }));
    }

    #[test]
    fn times_that_go_back_or_are_missing_are_spread_evenly() {
        let frames = [(Some(0), None), (None, None), (Some(-7), None), (Some(30), None)];
        let starts: Vec<i64> = intervals(&frames).iter().map(|frame| frame.start).collect();
        assert_eq!(starts, [0, 10, 20, 30]);
    }

    #[test]
    fn a_shorter_clip_holds_loops_or_leaves_a_gap() {
        let frames = regular(4, 10);
        let last =
            |fit| *place(&frames, Part::WHOLE, FilmTime(100), FilmTime(165), fit).last().unwrap();
        assert_eq!(last(Fit::Hold).end, FilmTime(165));
        assert_eq!(last(Fit::Cut).end, FilmTime(140));
        let looped = last(Fit::Loop);
        assert_eq!((looped.source, looped.lap, looped.end), (2, 1, FilmTime(165)));
    }

    #[test]
    fn a_start_noted_a_little_off_its_cut_takes_no_frame_of_the_shot_next_to_it() {
        let frames = regular(10, 40);
        for cut in [185, 200, 219] {
            assert_eq!(shown(&frames, Part { from: 0, to: Some(cut) }), 0..5, "{cut}");
            assert_eq!(shown(&frames, Part { from: cut, to: None }), 5..10, "{cut}");
        }
        let part = Part { from: 185, to: Some(320) };
        let placed = place(&frames, part, FilmTime(1000), FilmTime(1200), Fit::Hold);
        let seen: Vec<_> = placed.iter().map(|one| (one.source, one.start.0, one.end.0)).collect();
        assert_eq!(seen, [(5, 1000, 1040), (6, 1040, 1080), (7, 1080, 1200)]);
    }

    #[test]
    fn a_part_after_the_end_of_the_file_has_no_frames_and_a_still_has_no_parts() {
        let part = Part { from: 400, to: Some(500) };
        let (from, to) = (FilmTime(0), FilmTime(90));
        assert_eq!(place(&regular(10, 40), part, from, to, Fit::Loop), []);
        assert_eq!(place(&regular(1, 40), part, from, to, Fit::Cut).len(), 1);
    }

    proptest! {
        #[test]
        fn parts_that_follow_each_other_share_out_every_frame_once(
            times in prop::collection::vec((prop::option::of(0i64..5_000_000), Just(None)), 2..60),
            cuts in prop::collection::btree_set(1i64..6_000_000, 0..6),
            span in 20_000_000i64..5_000_000_000,
            fit in prop::sample::select(vec![Fit::Stretch, Fit::Hold, Fit::Cut]),
        ) {
            let frames = intervals(&times);
            let starts: Vec<i64> = std::iter::once(0).chain(cuts).collect();
            let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
            let mut all = Vec::new();
            for (from, to) in starts.iter().zip(ends) {
                let part = Part { from: *from, to };
                all.extend(shown(&frames, part));
                let placed = place(&frames, part, FilmTime(7), FilmTime(7 + span), fit);
                // What does not fit is cut off, and a stretch shorter than its frames loses some.
                prop_assert!(placed.len() <= shown(&frames, part).len());
                if fit == Fit::Stretch && span >= frames[frames.len() - 1].end {
                    prop_assert_eq!(placed.len(), shown(&frames, part).len());
                }
                for pair in placed.windows(2) {
                    prop_assert_eq!(pair[0].end, pair[1].start);
                    prop_assert!(pair[0].source < pair[1].source);
                }
                prop_assert!(placed.first().is_none_or(|one| one.start == FilmTime(7)));
                if fit != Fit::Cut {
                    prop_assert!(placed.last().is_none_or(|one| one.end == FilmTime(7 + span)));
                }
            }
            prop_assert_eq!(all, (0..frames.len()).collect::<Vec<_>>());
        }

        #[test]
        fn nothing_overlaps_nothing_is_missing_and_the_order_is_kept(
            times in prop::collection::vec((prop::option::of(-50_000i64..5_000_000), prop::option::of(-5i64..100_000)), 1..60),
            from in 0i64..1_000_000, span in 100_000i64..20_000_000,
            fit in prop::sample::select(vec![Fit::Stretch, Fit::Hold, Fit::Loop, Fit::Cut]),
        ) {
            let frames = intervals(&times);
            prop_assert_eq!(frames.len(), times.len());
            prop_assert_eq!(frames[0].start, 0);
            for pair in frames.windows(2) {
                prop_assert_eq!(pair[0].end, pair[1].start);
            }
            prop_assert!(frames.iter().all(|frame| frame.end > frame.start));
            let length = frames[frames.len() - 1].end;
            // A loop of a few nanoseconds is not film.
            prop_assume!(fit != Fit::Loop || length > 5000);
            let placed = place(&frames, Part::WHOLE, FilmTime(from), FilmTime(from + span), fit);
            prop_assert_eq!(placed[0].start, FilmTime(from));
            for pair in placed.windows(2) {
                prop_assert_eq!(pair[0].end, pair[1].start);
                prop_assert!((pair[0].lap, pair[0].source) < (pair[1].lap, pair[1].source));
            }
            prop_assert!(placed.iter().all(|frame| frame.end > frame.start));
            let end = placed[placed.len() - 1].end.0;
            let still = frames.len() == 1;
            if fit == Fit::Cut && !still {
                prop_assert_eq!(end, from + span.min(length));
            } else {
                prop_assert_eq!(end, from + span);
            }
            if fit == Fit::Stretch && span >= length {
                prop_assert_eq!(placed.len(), frames.len());
            }
        }
    }
}
