//! The frames of all versions in the order of the film, and once around its end.

use super::FlashError;
use crate::measure::light::{Cells, LightError, LightFrame};
use crate::scrub::flashes::SECOND_NS;
use crate::timeline::FilmTime;

/// What is less than this apart, in nanoseconds, appears at once: times of different frame rates
/// are rounded, and no wall draws a thousand times a second.
const AT_ONCE_NS: i64 = 1_000_000;

/// So many pictures of the first second are remembered for when it comes again: 38 MB.
const MOST_PICTURES: usize = 16_384;

/// From some time on a version shows this; black where it has no frame.
type Event = (i64, Cells);

/// One version.
struct Feed<I> {
    version: usize,
    frames: I,
    pending: Option<LightFrame>,
    /// When what it shows is gone.
    end: i64,
    length: i64,
}

impl<I: Iterator<Item = Result<LightFrame, LightError>>> Feed<I> {
    fn next(&mut self) -> Result<Option<Event>, FlashError> {
        if self.pending.is_none() && self.end < self.length {
            let read = self.frames.next().transpose();
            let read = read.map_err(|error| FlashError::Light { version: self.version, error })?;
            let (at, end) = read.as_ref().map_or((self.end, i64::MAX), |f| (f.start.0, f.end.0));
            if at < self.end || end <= at {
                return Err(FlashError::Order { version: self.version, at: FilmTime(at) });
            }
            self.pending = read.filter(|frame| frame.start.0 < self.length);
        }
        let next = self.pending.as_ref().map_or(self.length, |frame| frame.start.0);
        if next - self.end >= AT_ONCE_NS {
            let gone = std::mem::replace(&mut self.end, next);
            return Ok(Some((gone, Cells::black())));
        }
        let frame = self.pending.take();
        self.end = frame.as_ref().map_or(self.length, |frame| frame.end.0);
        Ok(frame.map(|frame| (frame.start.0, frame.cells)))
    }
}

/// All versions at the same film time.
pub(super) struct Lockstep<I> {
    feeds: Vec<Feed<I>>,
    heads: Vec<Option<Event>>,
    length: i64,
}

impl<I: Iterator<Item = Result<LightFrame, LightError>>> Lockstep<I> {
    /// At the start of the film.
    pub fn new(versions: Vec<I>, FilmTime(length): FilmTime) -> Result<Self, FlashError> {
        let feed = |(version, frames)| Feed { version, frames, pending: None, end: 0, length };
        let mut feeds: Vec<_> = versions.into_iter().enumerate().map(feed).collect();
        let heads = feeds.iter_mut().map(Feed::next).collect::<Result<_, _>>()?;
        Ok(Self { feeds, heads, length })
    }

    /// Hands over the time and every version that then shows another picture; through the film
    /// and then through as much of it again as a second holds.
    pub fn run(mut self, mut show: impl FnMut(i64, &[(usize, Cells)])) -> Result<(), FlashError> {
        let (mut first, mut remembered) = (Vec::new(), 0);
        while let Some((now, pictures)) = self.next()? {
            show(now, &pictures);
            if now <= SECOND_NS {
                remembered += pictures.len();
                if remembered > MOST_PICTURES {
                    return Err(FlashError::TooFast(MOST_PICTURES));
                }
                first.push((now, pictures));
            }
        }
        let laps = 1 + SECOND_NS / self.length;
        for lap in 1..=laps {
            for (at, pictures) in &first {
                let now = at + lap * self.length;
                if now <= self.length + SECOND_NS {
                    show(now, pictures);
                }
            }
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Option<(i64, Vec<(usize, Cells)>)>, FlashError> {
        let Some(now) = self.heads.iter().flatten().map(|(at, _)| *at).min() else {
            return Ok(None);
        };
        let mut pictures = Vec::new();
        for (version, (feed, head)) in self.feeds.iter_mut().zip(&mut self.heads).enumerate() {
            if let Some((_, cells)) = head.take_if(|(at, _)| *at - now < AT_ONCE_NS) {
                pictures.push((version, cells));
                *head = feed.next()?;
            }
        }
        Ok(Some((now, pictures)))
    }
}
