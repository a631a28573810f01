//! The two moments of a second that show how it flashes: where it is darkest, and where it is
//! farthest from that. Of what flashes all over the latter is where it is brightest; of what flashes
//! in turn it is the other turn.

use crate::measure::light::{CELLS, LightError, LightFrame};
use crate::timeline::FilmTime;

const SECOND_NS: i64 = 1_000_000_000;

/// What is looked at.
pub(super) struct Looked<'a> {
    /// How much each cell of each version counts there; 0 outside of the field.
    pub weights: &'a [Vec<f64>],
    /// When the second begins. It may go on over the end of the film.
    pub from: FilmTime,
    /// The length of the film.
    pub length: FilmTime,
    /// By red instead of by luminance.
    pub red: bool,
}

/// The darkest moment and the one farthest from it, from the frames of each version; none where
/// nothing is seen in that second.
///
/// # Errors
/// The frames cannot be read.
pub(super) fn two<I>(looked: &Looked, versions: Vec<I>) -> Result<Option<[FilmTime; 2]>, LightError>
where
    I: Iterator<Item = Result<LightFrame, LightError>>,
{
    let (from, length) = (looked.from.0, looked.length.0.max(1));
    let until = from + SECOND_NS;
    // Of each version what the field shows, from when to when.
    let mut spans: Vec<Vec<Span>> = Vec::new();
    let mut times = Vec::new();
    for (frames, weights) in versions.into_iter().zip(looked.weights) {
        let mut shown = Vec::new();
        for frame in frames {
            let frame = frame?;
            if frame.start.0 >= until {
                break;
            }
            for lap in 0..=until / length {
                let (start, end) = (frame.start.0 + lap * length, frame.end.0 + lap * length);
                if start >= until || end <= from || frame.start.0 >= length {
                    continue;
                }
                let light = |cell: usize| {
                    let light = frame.cells.light(cell);
                    weights[cell] * if looked.red { light.red } else { light.luminance }
                };
                times.push(start.max(from));
                shown.push((start, end, (0..CELLS).map(light).collect()));
            }
        }
        shown.sort_by_key(|(start, ..)| *start);
        spans.push(shown);
    }
    times.sort_unstable();
    times.dedup();
    let at = |time: i64| -> Vec<Option<&[f64]>> {
        spans.iter().map(|shown| shown_at(shown, time)).collect()
    };
    let sum = |time: i64| at(time).into_iter().flatten().flatten().sum::<f64>();
    let Some(dark) = times.iter().copied().min_by(|a, b| sum(*a).total_cmp(&sum(*b))) else {
        return Ok(None);
    };
    let darkest = at(dark);
    let apart = |time: i64| -> f64 {
        let cell = |cells: Option<&[f64]>, index: usize| cells.map_or(0.0, |cells| cells[index]);
        let pairs = at(time).into_iter().zip(&darkest);
        let each = |(one, other): (Option<&[f64]>, &Option<&[f64]>)| -> f64 {
            (0..CELLS).map(|index| (cell(one, index) - cell(*other, index)).abs()).sum()
        };
        pairs.map(each).sum()
    };
    let far = times.iter().copied().max_by(|a, b| apart(*a).total_cmp(&apart(*b))).unwrap_or(dark);
    Ok(Some([dark, far].map(|time| FilmTime(time % length))))
}

/// What a version shows of the field, from when to when.
type Span = (i64, i64, Vec<f64>);

fn shown_at(shown: &[Span], time: i64) -> Option<&[f64]> {
    let found = shown.partition_point(|(start, ..)| *start <= time).checked_sub(1)?;
    shown.get(found).filter(|(_, end, _)| time < *end).map(|(.., cells)| cells.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::light::{COLUMNS, Cells};
    use crate::scrub::flashes::Light;

    fn film(light: impl Fn(i64, usize) -> f64) -> Vec<Result<LightFrame, LightError>> {
        let frame = |index: i64| {
            let of = |column, _| Light { luminance: light(index, column), red: 0.0 };
            let [start, end] = [index, index + 1].map(|at| FilmTime(at * 100_000_000));
            Ok(LightFrame { start, end, cells: Cells::from_fn(of) })
        };
        (0..30).map(frame).collect()
    }

    fn found(
        from_ms: i64,
        weights: &[Vec<f64>],
        films: Vec<Vec<Result<LightFrame, LightError>>>,
    ) -> [i64; 2] {
        let looked = Looked {
            weights,
            from: FilmTime::from_millis(from_ms),
            length: FilmTime::from_secs(3),
            red: false,
        };
        let films = films.into_iter().map(Vec::into_iter).collect();
        two(&looked, films).unwrap().unwrap().map(|at| at.0 / 1_000_000)
    }

    #[test]
    fn the_darkest_and_the_brightest_moment_of_the_second_are_found_and_none_outside_of_it() {
        let level = |frame: i64, _| match frame {
            3 | 25 => 0.0,
            12 => 0.1,
            17 => 0.9,
            24 => 1.0,
            _ => 0.5,
        };
        let all = vec![vec![1.0; CELLS]];
        assert_eq!(found(1000, &all, vec![film(level)]), [1200, 1700]);
        // Over the end of the film.
        assert_eq!(found(2400, &all, vec![film(level)]), [2500, 2400]);
        assert_eq!(found(2600, &all, vec![film(level)]), [300, 500]);
    }

    #[test]
    fn what_flashes_in_turn_is_shown_at_either_turn_and_only_the_field_is_looked_at() {
        let turn = |odd: i64| move |frame: i64, _| if frame % 2 == odd { 0.9 } else { 0.1 };
        let both = vec![vec![1.0; CELLS]; 2];
        let [one, other] = found(0, &both, vec![film(turn(0)), film(turn(1))]);
        assert_eq!((one / 100 + other / 100) % 2, 1);
        // The left half goes up while the right goes down.
        let halves = |frame: i64, column: usize| {
            let up = if frame == 4 { 1.0 } else { 0.2 };
            if column < COLUMNS / 2 { up } else { 1.0 - up }
        };
        let left = (0..CELLS).map(|cell| f64::from(u8::from(cell % COLUMNS < COLUMNS / 2)));
        let [dark, bright] = found(0, &[left.collect()], vec![film(halves)]);
        assert!(dark != 400 && bright == 400);
    }
}
