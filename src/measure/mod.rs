//! What changed from video model to video model, measured in the films themselves.
//!
//! One pass over the decoded frames of a version, while it is prepared anyway. The measures
//! describe and do not rank; each is a published formula, named in the file that has it. Size and
//! rate of a film do not enter: what depends on the picture's size is read from a small picture of
//! one size (`small.rs`), or told in picture heights; what depends on time is read over a length of
//! time. So motion and steadiness compare pictures about an eighth of a second apart, the distance
//! at which even films of 8 frames a second have one, and a frame that a file repeats is no
//! stillness. What spans a cut, another shot or another file is never compared.

mod about;
mod colour;
mod compare;
mod curve;
mod cuts;
mod detail;
pub mod flashes;
mod flicker;
mod lab;
pub mod light;
mod motion;
mod search;
mod small;
mod steadiness;
#[cfg(test)]
mod synthetic;

use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use about::{About, Measure};
pub use compare::{Comparison, Pair, compare};
pub use curve::{POINTS, Point};
pub use cuts::{CUTS, Cut, Kind};

use crate::rendition::planar::Planar;
use crate::rendition::{Colour, Range};
use crate::timeline::FilmTime;
use colour::{Drift, Palette};
use curve::{Curve, Mean};
use cuts::Cuts;
use detail::Detailing;
use flicker::Flicker;
use lab::Reader;
use search::{Field, field};
use small::Small;

/// How far apart the two pictures of motion and steadiness are, about, in nanoseconds …
const APART: i64 = 125_000_000;
/// … and at the most: what changed over a longer time was not seen to move.
const FARTHEST: i64 = 300_000_000;
/// The most small pictures that are kept.
const KEPT: usize = 32;
/// No film time is beyond this, in nanoseconds (18 years), so that no difference overflows.
const LONGEST: i64 = 1 << 59;
/// More untold than this, and twice as much as before, ends what is followed: a cut, most likely.
const SUDDEN: f32 = 0.5;

/// What one pass over a version hands to whoever analyses it, frame by frame in film order.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The film time at which it appears, from the frame table.
    pub start: FilmTime,
    /// The film time at which it is gone.
    pub end: FilmTime,
    /// The shot that it belongs to: place in the exhibit's shots.
    pub shot: usize,
    /// Which clip of the version; size and colour change only at clip changes.
    pub clip: usize,
    /// Largest first: native size, half, quarter, eighth, as many as the ladder has.
    pub sizes: &'a [Planar],
    /// What the codes mean.
    pub colour: Colour,
}

/// One measure of a version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Which.
    pub measure: Measure,
    /// Over the whole version, each frame weighted by how long it stands; of the drift, the mean of
    /// the shots. None where it could not be told.
    pub version: Option<f64>,
    /// The same of each of the exhibit's shots; of the drift, between the shot's two ends.
    pub shots: Vec<Option<f64>>,
    /// Over the film, in at most [`POINTS`] points.
    pub curve: Vec<Point>,
}

/// All that one pass found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// How many frames were seen.
    pub frames: u64,
    /// How long a frame stands, on average.
    pub frame: FilmTime,
    /// In the order of [`Measure::ALL`].
    pub measured: Vec<Measured>,
    /// Where the picture cuts and where another file begins; at most [`CUTS`].
    pub cuts: Vec<Cut>,
}

impl Measures {
    /// One of the measures.
    pub fn of(&self, measure: Measure) -> Option<&Measured> {
        self.measured.iter().find(|measured| measured.measure == measure)
    }
}

#[derive(Default)]
struct Tally {
    version: Mean,
    shots: Vec<Mean>,
    curve: Curve,
}

/// Measures a version as its frames pass.
pub struct Measuring {
    tallies: [Tally; Measure::ALL.len()],
    detailing: Detailing,
    reader: Option<(Colour, Reader)>,
    flicker: Flicker,
    drift: Drift,
    /// The difference of the shot so far from its opening.
    drifted: Option<f64>,
    cuts: Cuts,
    place: Option<(usize, usize)>,
    /// The frame before, for what is compared from each to the next, and what it left untold.
    before: Option<(Arc<Small>, Palette, f32)>,
    /// Frames of the same shot with nothing sudden between, oldest first.
    kept: VecDeque<(FilmTime, Arc<Small>)>,
    frames: u64,
    stood: i64,
}

impl Measuring {
    /// Begins, for an exhibit whose shots start at these film times.
    pub fn new(shots: &[FilmTime]) -> Self {
        let tally = |_| Tally { shots: vec![Mean::default(); shots.len()], ..Tally::default() };
        Self {
            tallies: Measure::ALL.map(tally),
            detailing: Detailing::default(),
            reader: None,
            flicker: Flicker::default(),
            drift: Drift::default(),
            drifted: None,
            cuts: Cuts::default(),
            place: None,
            before: None,
            kept: VecDeque::with_capacity(KEPT),
            frames: 0,
            stood: 0,
        }
    }

    /// Takes in a frame: each of the version once, in the order of the film. One without a picture
    /// or that stands for no time is passed over.
    pub fn see(&mut self, seen: &Seen) {
        let stands = seen.end.0.saturating_sub(seen.start.0);
        let same = self.reader.take().filter(|(colour, _)| *colour == seen.colour);
        let (_, reader) =
            self.reader.insert(same.unwrap_or_else(|| (seen.colour, Reader::new(seen.colour))));
        let (Some(small), Some(palette)) =
            (Small::new(seen.sizes), Palette::new(seen.sizes, reader))
        else {
            return;
        };
        let within = |at: FilmTime| (-LONGEST..=LONGEST).contains(&at.0);
        if stands <= 0 || !within(seen.start) || !within(seen.end) {
            return;
        }
        self.frames += 1;
        self.stood = self.stood.saturating_add(stands);
        self.arrive(seen);
        let small = Arc::new(small);
        let next = self.step(seen, &small, &palette);
        self.span(seen, &small, next);
        if let Some(detail) = seen.sizes.first().and_then(|native| self.detailing.see(native)) {
            self.note(seen, Measure::Detail, detail.cycles);
            self.note(seen, Measure::DetailShare, detail.share);
        }
        if let Some(gamut) = palette.gamut {
            self.note(seen, Measure::Gamut, gamut * 100.0);
        }
        self.note(seen, Measure::Chroma, palette.chroma);
        if let Some(drift) = self.drift.see(seen.start, seen.end, palette.mean) {
            self.drifted = Some(drift);
            self.tallies[Measure::Drift as usize].curve.add(seen.start, seen.end, drift);
        }
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((seen.start, Arc::clone(&small)));
        if let Some(before) = &mut self.before {
            (before.0, before.1) = (small, palette);
        } else {
            self.before = Some((small, palette, 0.0));
        }
    }

    /// What was found.
    pub fn finish(mut self) -> Measures {
        self.leave();
        let told = |(measure, tally): (Measure, Tally)| Measured {
            measure,
            version: tally.version.value(),
            shots: tally.shots.iter().map(Mean::value).collect(),
            curve: tally.curve.into_points(),
        };
        Measures {
            frames: self.frames,
            frame: FilmTime(self.stood / i64::try_from(self.frames.max(1)).unwrap_or(i64::MAX)),
            measured: Measure::ALL.into_iter().zip(self.tallies).map(told).collect(),
            cuts: self.cuts.finish(),
        }
    }

    fn note(&mut self, seen: &Seen, measure: Measure, value: f64) {
        let seconds = (seen.end - seen.start).0 as f64 / 1e9;
        let tally = &mut self.tallies[measure as usize];
        tally.version.add(value, seconds);
        if let Some(shot) = tally.shots.get_mut(seen.shot) {
            shot.add(value, seconds);
        }
        tally.curve.add(seen.start, seen.end, value);
    }

    /// Forgets what must not be compared across another shot or another file.
    fn arrive(&mut self, seen: &Seen) {
        let place = (seen.shot, seen.clip);
        let Some((shot, clip)) = self.place.replace(place) else { return };
        if clip != seen.clip {
            self.before = None;
            self.cuts.clip(seen.start);
        }
        if (shot, clip) != place {
            self.kept.clear();
            self.flicker.reset();
        }
        if shot != seen.shot {
            self.place = Some((shot, clip));
            self.leave();
            self.place = Some(place);
        }
    }

    /// The end of a shot: what it drifted.
    fn leave(&mut self) {
        self.drift = Drift::default();
        if let (Some(drift), Some((shot, _))) = (self.drifted.take(), self.place) {
            let tally = &mut self.tallies[Measure::Drift as usize];
            tally.version.add(drift, 1.0);
            if let Some(shot) = tally.shots.get_mut(shot) {
                shot.add(drift, 1.0);
            }
        }
    }

    /// From the frame before to this one: cuts and flicker.
    fn step(&mut self, seen: &Seen, small: &Arc<Small>, palette: &Palette) -> Option<Field> {
        let before = self.before.as_mut().filter(|before| before.0.fits(small));
        let Some((earlier, colours, usual)) = before else {
            self.cuts.see(seen.start, Arc::clone(small), 0.0, 0.0);
            return None;
        };
        let field = field(earlier, small);
        self.cuts.see(seen.start, Arc::clone(small), field.untold, colours.apart(palette));
        let sudden = field.untold >= SUDDEN && field.untold >= 2.0 * *usual;
        *usual = field.untold;
        if sudden {
            self.kept.clear();
            self.flicker.reset();
        }
        let range = match seen.colour.range {
            Range::Limited => 219.0,
            Range::Full => 255.0,
        };
        // The first of a shot has nothing before it: it is where brightness is counted from.
        let brighter = if self.kept.is_empty() { 0.0 } else { f64::from(field.brighter) / range };
        if let Some(flicker) = self.flicker.see(seen.start, brighter) {
            self.note(seen, Measure::Flicker, flicker * 100.0);
        }
        (!sudden).then_some(field)
    }

    /// From about an eighth of a second before to this frame: motion and steadiness.
    fn span(&mut self, seen: &Seen, small: &Small, next: Option<Field>) {
        let away = |at: FilmTime| seen.start.0.saturating_sub(at.0);
        let kept = self.kept.iter().enumerate();
        let Some((index, (at, earlier))) =
            kept.min_by_key(|(_, (at, _))| (away(*at) - APART).saturating_abs())
        else {
            return;
        };
        if !(1..=FARTHEST).contains(&away(*at)) || !earlier.fits(small) {
            return;
        }
        let last = index + 1 == self.kept.len();
        let field = match next {
            Some(next) if last => next,
            _ => field(earlier, small),
        };
        let seconds = away(*at) as f64 / 1e9;
        if let Some(motion) = motion::motion(&field, small.unit, seconds) {
            self.note(seen, Measure::Motion, motion.all);
            self.note(seen, Measure::CameraMotion, motion.camera);
            self.note(seen, Measure::OwnMotion, motion.own);
        }
        if let Some(gain) = steadiness::gain(&field, small.moments.1) {
            self.note(seen, Measure::Steadiness, gain);
        }
    }
}

#[cfg(test)]
mod tests;
