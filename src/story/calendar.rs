//! Dates as numbers, and where a date lies along an axis on which some dates already have a place.

use super::apart::rising;
use crate::exhibit::Released;

/// Days of the year before each month, in a year that is not a leap year.
const BEFORE: [f64; 13] =
    [0.0, 31.0, 59.0, 90.0, 120.0, 151.0, 181.0, 212.0, 243.0, 273.0, 304.0, 334.0, 365.0];

/// A date in years: the middle of what is known of it, of the day, the month or the year.
pub fn years(date: Released) -> f64 {
    let year = f64::from(date.year);
    let Some(month) = date.month.and_then(|month| usize::try_from(month).ok()) else {
        return year + 0.5;
    };
    let leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    let before = |month: usize| BEFORE[month.min(12)] + if leap && month >= 2 { 1.0 } else { 0.0 };
    let (start, end) = (before(month.saturating_sub(1)), before(month));
    let days = match date.day {
        Some(day) => (start + f64::from(day) - 0.5).min(end),
        None => f64::midpoint(start, end),
    };
    year + days / before(12)
}

/// Where any date lies among those that have a place: in proportion between its neighbours, and
/// beyond them at the pace of the whole axis.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    /// Dates and the first and last place that belong to them, both rising; never empty.
    known: Vec<(f64, f64, f64)>,
    /// Of the axis for a year.
    pace: f64,
}

impl Calendar {
    /// From dates and their places, in order of place, and the share of the axis for a year.
    /// Dates that are not in order, because one is known to the year and the next to the month,
    /// are taken for one and the same.
    pub fn new(dates: &[f64], places: &[f64], pace: f64) -> Self {
        let mut known: Vec<(f64, f64, f64)> = Vec::new();
        for (date, place) in rising(dates.iter().copied()).into_iter().zip(places) {
            match known.last_mut() {
                Some((same, _, last)) if *same >= date => *last = *place,
                _ => known.push((date, *place, *place)),
            }
        }
        Self { known, pace }
    }

    /// The place of a date in years, from 0 to 1; the middle where no date is known.
    pub fn place(&self, date: f64) -> f64 {
        let after = self.known.partition_point(|(known, ..)| *known < date);
        let place =
            match (after.checked_sub(1).map(|before| self.known[before]), self.known.get(after)) {
                (_, Some((same, first, last))) if *same <= date => f64::midpoint(*first, *last),
                (Some((from, _, start)), Some((to, end, _))) => {
                    start + (date - from) / (to - from) * (end - start)
                }
                (None, Some((to, end, _))) => end - (to - date) * self.pace,
                (Some((from, _, start)), None) => start + (date - from) * self.pace,
                (None, None) => 0.5,
            };
        place.clamp(0.0, 1.0)
    }

    /// The years that begin along it and where, without those before 0: every one, or every
    /// second, fifth … where they would be nearer to each other than `least`.
    pub fn ticks(&self, least: f64) -> Vec<(i16, f64)> {
        let (Some((first, ..)), Some((last, ..))) = (self.known.first(), self.known.last()) else {
            return Vec::new();
        };
        let years = || first.floor() as i16..=last.floor() as i16;
        let every = |step: i16| -> Vec<(i16, f64)> {
            let kept = years().filter(|year| year % step == 0);
            let placed = kept.map(|year| (year, self.place(f64::from(year))));
            placed.filter(|(_, place)| *place > 0.0).collect()
        };
        let fits =
            |ticks: &Vec<(i16, f64)>| ticks.windows(2).all(|pair| pair[1].1 - pair[0].1 >= least);
        [1, 2, 5, 10, 20, 50].into_iter().map(every).find(fits).unwrap_or_else(|| every(100))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(year: i16, month: Option<i8>, day: Option<i8>) -> f64 {
        years(Released { year, month, day })
    }

    #[test]
    fn a_date_lies_in_the_middle_of_what_is_known_of_it() {
        assert_eq!(date(2024, None, None), 2024.5);
        assert_eq!(date(2023, Some(1), None), 2023.0 + 15.5 / 365.0);
        assert_eq!(date(2024, Some(3), Some(1)), 2024.0 + 60.5 / 366.0, "after 29 February");
        assert_eq!(date(2024, Some(12), Some(31)), 2024.0 + 365.5 / 366.0);
        assert!(date(2023, Some(12), Some(31)) < date(2024, Some(1), Some(1)));
    }

    #[test]
    fn a_date_lies_in_proportion_between_its_neighbours_and_beyond_them_at_the_common_pace() {
        let calendar = Calendar::new(&[2020.0, 2022.0], &[0.2, 0.8], 0.1);
        for (date, place) in
            [(2020.0, 0.2), (2020.5, 0.35), (2023.0, 0.9), (2030.0, 1.0), (2019.0, 0.1)]
        {
            assert!((calendar.place(date) - place).abs() < 1e-12, "{date}");
        }
    }

    #[test]
    fn dates_that_share_a_time_share_the_middle_of_their_places() {
        let calendar = Calendar::new(&[2020.0, 2021.0, 2021.0], &[0.2, 0.5, 0.7], 0.1);
        assert!((calendar.place(2021.0) - 0.6).abs() < 1e-12);
    }

    #[test]
    fn years_are_ticked_as_often_as_there_is_room() {
        let calendar = Calendar::new(&[2000.5, 2010.5], &[0.0, 1.0], 0.1);
        let ticks = |least| -> Vec<i16> {
            calendar.ticks(least).into_iter().map(|(year, _)| year).collect()
        };
        assert_eq!(ticks(0.01), (2001..=2010).collect::<Vec<_>>());
        assert_eq!(ticks(0.15), [2002, 2004, 2006, 2008, 2010]);
        assert_eq!(ticks(0.3), [2005, 2010]);
    }

    proptest! {
        #[test]
        fn a_later_date_is_never_placed_before_an_earlier_one(
            mut dates in prop::collection::vec(1990.0..2030.0_f64, 0..12),
            mut places in prop::collection::vec(0.0..1.0_f64, 12),
            asked in prop::collection::vec(1980.0..2040.0_f64, 2..20),
            swapped in 0..12_usize,
        ) {
            dates.sort_by(f64::total_cmp);
            if swapped + 1 < dates.len() {
                dates.swap(swapped, swapped + 1);
            }
            places.sort_by(f64::total_cmp);
            let calendar = Calendar::new(&dates, &places[..dates.len()], 0.05);
            let mut asked: Vec<f64> = asked.into_iter().chain(dates).collect();
            asked.sort_by(f64::total_cmp);
            for pair in asked.windows(2) {
                prop_assert!(calendar.place(pair[0]) <= calendar.place(pair[1]) + 1e-12);
            }
        }
    }
}
