//! The ribbon: the generations on an axis of true dates, in two strands, *the model* and *the
//! hand*, and the influences as arcs between them.
//!
//! Only places along the axis, from 0 to 1; how wide it is and how it is drawn is for others.

use super::apart::apart;
use super::calendar::{Calendar, years};
use crate::exhibit::{Direction, Exhibit, Influence, Released};

/// Where everything lies along the axis: the inputs at 0, the next one at 1, the rest between.
#[derive(Clone, Debug, PartialEq)]
pub struct Ribbon {
    /// The versions, in the order of [`Exhibit::versions`].
    pub versions: Vec<Mark>,
    /// The beginnings of years.
    pub ticks: Vec<Tick>,
    /// The influences, in the order of [`Exhibit::influences`].
    pub arcs: Vec<InfluenceArc>,
    /// Where the axis of dates ends and one that knows only an order begins.
    pub broken: Option<f32>,
}

/// A version's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Along the axis.
    pub place: f32,
    /// The place comes from a date; else only from the order.
    pub dated: bool,
}

/// The beginning of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// Which.
    pub year: i16,
    /// Along the axis.
    pub place: f32,
}

/// One of the two lines of the ribbon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strand {
    /// What models could do.
    Model,
    /// What hands decided.
    Hand,
}

/// An influence, from one strand to the other; never back in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InfluenceArc {
    /// Where the one happened.
    pub from: (Strand, f32),
    /// Where the other followed: straight across where it is not known when.
    pub to: (Strand, f32),
}

impl Ribbon {
    /// Of an exhibit. Two neighbours are at least `least` apart, as a share of the axis, or evenly
    /// spaced where there is no room for that.
    pub fn of(exhibit: &Exhibit, least: f32) -> Self {
        let versions = 0..exhibit.versions.len();
        let released: Vec<Option<Released>> =
            versions.map(|version| exhibit.generation_of(version).released).collect();
        Self::new(&released, &exhibit.influences, least)
    }

    /// From the date of each version, oldest first, and the influences.
    ///
    /// Every version takes one even share of the axis, and so do both ends. Within what the dated
    /// ones take together, each lies where its date does, so that one sees them come faster; what
    /// is then too near is pushed apart, as little as possible. One without a date takes its share
    /// after the last date, or lies midway between its dated neighbours. Where no version has a
    /// date, the influences come first, by theirs.
    pub fn new(released: &[Option<Released>], influences: &[Influence], least: f32) -> Self {
        let least = f64::from(least);
        let dates: Vec<Option<f64>> = released.iter().map(|date| date.map(years)).collect();
        let axis = DatedPart::of(&dates, influences);
        let places = apart(&axis.wished(&dates), least);
        let calendar = axis.calendar(&dates, &places, influences);
        let arc = |influence: &Influence| {
            let (one, other) = match influence.direction {
                Direction::ModelToHand => (Strand::Model, Strand::Hand),
                Direction::HandToModel => (Strand::Hand, Strand::Model),
            };
            let from = calendar.place(years(influence.from));
            // The middle of a year may lie before the month in it that the arc begins at.
            let to = influence.to.map_or(from, |to| calendar.place(years(to)).max(from));
            InfluenceArc { from: (one, from as f32), to: (other, to as f32) }
        };
        let mark = |(place, date): (&f64, &Option<f64>)| Mark {
            place: *place as f32,
            dated: date.is_some(),
        };
        let tick = |(year, place): (i16, f64)| Tick { year, place: place as f32 };
        Self {
            versions: places.iter().zip(&dates).map(mark).collect(),
            ticks: calendar.ticks(least).into_iter().map(tick).collect(),
            arcs: influences.iter().map(arc).collect(),
            broken: (axis.begin > 0.0).then_some(axis.begin as f32),
        }
    }

    /// The place of a stop by its number, or between two: 0 the inputs, 1 the oldest version, one
    /// more for each, and last the next one. So the lit point follows the hand.
    pub fn place(&self, along: f64) -> f32 {
        let end = self.versions.len() as f64 + 1.0;
        let along = if along.is_nan() { 0.0 } else { along.clamp(0.0, end) };
        let (lower, fraction) = (along.floor() as usize, along.fract() as f32);
        let (from, to) = (self.stop(lower), self.stop(lower + 1));
        from + (to - from) * fraction
    }

    /// The place of an exact stop; numbers beyond the last give the last.
    fn stop(&self, number: usize) -> f32 {
        match number.checked_sub(1) {
            None => 0.0,
            Some(version) => self.versions.get(version).map_or(1.0, |mark| mark.place),
        }
    }
}

/// Where only influences have dates, they take the axis up to here, and the versions, of which
/// one knows only the order, what comes after.
const INFLUENCES_ALONE: f64 = 0.46;

/// The part of the axis that the dates share out.
struct DatedPart {
    /// Where the versions' part of the axis begins.
    begin: f64,
    /// One even share of it.
    share: f64,
    /// Where the part begins and ends.
    span: (f64, f64),
    /// The first and the last date in it, in years.
    dates: (f64, f64),
}

impl DatedPart {
    fn of(dates: &[Option<f64>], influences: &[Influence]) -> Self {
        let undated = dates.iter().all(Option::is_none);
        let begin = if undated && !influences.is_empty() { INFLUENCES_ALONE } else { 0.0 };
        let share = (1.0 - begin) / (dates.len() as f64 + 1.0);
        let first = dates.iter().position(Option::is_some).unwrap_or_default();
        let last = dates.iter().rposition(Option::is_some).unwrap_or_default();
        let known = || dates.iter().flatten().copied();
        Self {
            begin,
            share,
            span: ((first + 1) as f64 * share, (last + 1) as f64 * share),
            dates: (known().fold(f64::MAX, f64::min), known().fold(f64::MIN, f64::max)),
        }
    }

    /// Of the axis for a year; one share where there is but one date.
    fn pace(&self) -> f64 {
        let years = self.dates.1 - self.dates.0;
        if years > 0.0 { (self.span.1 - self.span.0) / years } else { self.share }
    }

    /// Where each version would lie if there were room everywhere.
    fn wished(&self, dates: &[Option<f64>]) -> Vec<f64> {
        let same = self.dates.1 <= self.dates.0;
        let of_date = |date: f64| match same {
            true => f64::midpoint(self.span.0, self.span.1),
            false => self.span.0 + (date - self.dates.0) * self.pace(),
        };
        let dated: Vec<(usize, f64)> = dates
            .iter()
            .enumerate()
            .filter_map(|(index, date)| Some((index, of_date((*date)?))))
            .collect();
        let between = |index: usize| {
            let after = dated.partition_point(|(known, _)| *known < index);
            match (after.checked_sub(1).map(|before| dated[before]), dated.get(after)) {
                (Some((from, start)), Some((to, end))) => {
                    start + (end - start) * (index - from) as f64 / (to - from) as f64
                }
                // Before the first date and after the last, each takes its share.
                _ => self.begin + (index + 1) as f64 * self.share,
            }
        };
        dates
            .iter()
            .enumerate()
            .map(|(index, date)| date.map_or_else(|| between(index), of_date))
            .collect()
    }

    /// Dates by the versions that have one; without any, by the influences, in their own part.
    fn calendar(
        &self,
        dates: &[Option<f64>],
        places: &[f64],
        influences: &[Influence],
    ) -> Calendar {
        let dated = dates.iter().zip(places).filter_map(|(date, place)| Some(((*date)?, *place)));
        let (known, at): (Vec<f64>, Vec<f64>) = dated.unzip();
        if !known.is_empty() {
            return Calendar::new(&known, &at, self.pace());
        }
        let told = influences.iter().flat_map(|one| [Some(one.from), one.to]).flatten().map(years);
        let (first, last) = told
            .fold((f64::MAX, f64::MIN), |(first, last), date| (first.min(date), last.max(date)));
        let (start, end) = (self.begin * 0.08, self.begin * 0.92);
        if first < last {
            Calendar::new(&[first, last], &[start, end], (end - start) / (last - first))
        } else {
            Calendar::new(&[], &[], self.share)
        }
    }
}

#[cfg(test)]
mod tests;
