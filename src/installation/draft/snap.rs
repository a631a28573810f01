//! Where a screen that is dragged comes to rest: at its neighbours, or on a grid.
//!
//! Across and down are decided by themselves. A neighbour draws it within a distance that is given;
//! of several the nearest, and of equally near ones rims that touch before edges that align,
//! edges before middles, middles before equal gaps. Where no neighbour draws it, it comes to rest
//! on the grid.

use crate::installation::length::hundredths;
use crate::installation::{Area, Bezel, Screen};

/// How things are drawn together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// Neighbours draw.
    pub neighbours: bool,
    /// The grid in mm, counted from the corner that the wall is measured from.
    pub grid_mm: f64,
}

impl Default for Snap {
    /// Neighbours draw; elsewhere whole millimetres, as nobody drags more exactly.
    fn default() -> Self {
        Self { neighbours: true, grid_mm: 1.0 }
    }
}

/// Which way something is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Along {
    /// From left to right.
    Across,
    /// From top to bottom.
    Down,
}

/// A line that shows what drew a screen, in mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Guide {
    /// An edge or a middle that is shared: a line at right angles to `along`.
    Line {
        /// Which way the screen was drawn.
        along: Along,
        /// Where the line is, along that way.
        at: f64,
        /// Where it begins, the other way.
        from: f64,
        /// Where it ends.
        to: f64,
    },
    /// A gap that is as wide as another: a line from picture to picture.
    Gap {
        /// Which way it is measured.
        along: Along,
        /// Where it begins.
        from: f64,
        /// Where it ends.
        to: f64,
        /// Where it is, the other way.
        at: f64,
    },
}

/// Where something comes to rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rest {
    /// How far to the right of where it began, in mm.
    pub across: f64,
    /// How far below where it began, in mm.
    pub down: f64,
    /// What drew it.
    pub guides: Vec<Guide>,
}

/// What is dragged or may draw it: a picture and its rim, in mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Framed {
    /// The picture.
    pub picture: Area,
    /// The rim around it.
    pub rim: Bezel,
}

impl From<&Screen> for Framed {
    fn from(screen: &Screen) -> Self {
        Self { picture: screen.area(), rim: screen.bezel }
    }
}

impl Framed {
    /// Several screens that are dragged together, as one.
    pub fn all(screens: &[Self]) -> Option<Self> {
        let picture = screens.iter().map(|one| one.picture).reduce(|a, b| a.joined(&b))?;
        let housing = screens.iter().map(Self::housing).reduce(|a, b| a.joined(&b))?;
        let rim = Bezel {
            left: picture.x - housing.x,
            top: picture.y - housing.y,
            right: housing.right() - picture.right(),
            bottom: housing.bottom() - picture.bottom(),
        };
        Some(Self { picture, rim })
    }

    fn housing(&self) -> Area {
        let Bezel { left, top, right, bottom } = self.rim;
        let Area { x, y, width, height } = self.picture;
        Area { x: x - left, y: y - top, width: left + width + right, height: top + height + bottom }
    }

    /// As seen along one way.
    fn span(&self, along: Along) -> Span {
        let (picture, housing) = (self.picture, self.housing());
        match along {
            Along::Across => Span {
                start: picture.x,
                end: picture.right(),
                before: housing.x,
                after: housing.right(),
                side: (picture.y, picture.bottom()),
            },
            Along::Down => Span {
                start: picture.y,
                end: picture.bottom(),
                before: housing.y,
                after: housing.bottom(),
                side: (picture.x, picture.right()),
            },
        }
    }
}

/// A picture along one way: where it and its housing begin and end, and where it lies the other
/// way.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: f64,
    end: f64,
    before: f64,
    after: f64,
    side: (f64, f64),
}

impl Span {
    fn middle(&self) -> f64 {
        (self.start + self.end) / 2.0
    }

    /// They are beside each other, so that a gap between them can be seen.
    fn beside(&self, other: &Self) -> bool {
        self.side.0.max(other.side.0) < self.side.1.min(other.side.1)
    }
}

/// A movement that would bring it to rest; `rank` decides between equally near ones.
struct Pull {
    by: f64,
    rank: u8,
    guide: Guide,
}

/// Where `moving`, which was dragged by so many mm across and down, comes to rest among `others`.
/// Neighbours draw it within `near` mm.
pub fn rest(
    moving: &Framed,
    (across, down): (f64, f64),
    others: &[Framed],
    snap: Snap,
    near: f64,
) -> Rest {
    let near = if snap.neighbours { near.max(0.0) } else { 0.0 };
    let (by_x, mut x) = one_way(moving, across, others, (snap.grid_mm, near), Along::Across);
    let (by_y, y) = one_way(moving, down, others, (snap.grid_mm, near), Along::Down);
    // The lines reach to where the screen is at last.
    for guide in &mut x {
        stretch(guide, by_y);
    }
    let mut guides = x;
    guides.extend(y.into_iter().map(|mut guide| {
        stretch(&mut guide, by_x);
        guide
    }));
    Rest { across: by_x, down: by_y, guides }
}

/// A line that was drawn for a screen that had not moved the other way yet.
fn stretch(guide: &mut Guide, by: f64) {
    if let Guide::Line { from, to, .. } = guide {
        if by < 0.0 { *from += by } else { *to += by }
    }
}

fn one_way(
    moving: &Framed,
    by: f64,
    others: &[Framed],
    (grid, near): (f64, f64),
    along: Along,
) -> (f64, Vec<Guide>) {
    let own = moving.span(along);
    let others: Vec<Span> = others.iter().map(|other| other.span(along)).collect();
    let pulls = if near > 0.0 { pulls(&own, &others, along) } else { Vec::new() };
    let away = |pull: &Pull| (pull.by - by).abs();
    let drawn = pulls.iter().filter(|pull| away(pull) <= near);
    let best = drawn.min_by(|a, b| away(a).total_cmp(&away(b)).then(a.rank.cmp(&b.rank)));
    if let Some(best) = best {
        let same = pulls.iter().filter(|pull| (pull.by - best.by).abs() < 0.005);
        let mut guides: Vec<Guide> = Vec::new();
        for pull in same {
            join(&mut guides, pull.guide);
        }
        return (hundredths(best.by), guides);
    }
    let grid = if grid > 0.0 { grid } else { 1.0 };
    let place = ((own.start + by) / grid).round() * grid;
    (hundredths(place - own.start), Vec::new())
}

/// Lines at the same place are one line.
fn join(guides: &mut Vec<Guide>, guide: Guide) {
    if let Guide::Line { at, from, to, .. } = guide {
        for known in guides.iter_mut() {
            if let Guide::Line { at: there, from: start, to: end, .. } = known
                && (*there - at).abs() < 0.005
            {
                (*start, *end) = (start.min(from), end.max(to));
                return;
            }
        }
    }
    guides.push(guide);
}

fn pulls(own: &Span, others: &[Span], along: Along) -> Vec<Pull> {
    let mut pulls = Vec::new();
    for other in others {
        let (from, to) = (own.side.0.min(other.side.0), own.side.1.max(other.side.1));
        let mut line = |mine: f64, theirs: f64, rank: u8| {
            let guide = Guide::Line { along, at: theirs, from, to };
            pulls.push(Pull { by: theirs - mine, rank, guide });
        };
        line(own.before, other.after, 0);
        line(own.after, other.before, 0);
        line(own.start, other.start, 1);
        line(own.end, other.end, 1);
        line(own.middle(), other.middle(), 2);
    }
    gaps(own, others, along, &mut pulls);
    pulls
}

/// Places at which the gap to a neighbour is as wide as one between others, or as that on the
/// other side.
fn gaps(own: &Span, others: &[Span], along: Along, pulls: &mut Vec<Pull>) {
    let row: Vec<&Span> = others.iter().filter(|other| other.beside(own)).collect();
    let length = own.end - own.start;
    for (first, second) in row.iter().flat_map(|a| row.iter().map(move |b| (*a, *b))) {
        let gap = second.start - first.end;
        if gap <= 0.0 || !first.beside(second) {
            continue;
        }
        let at = |other: &Span| {
            let (from, to) = (own.side.0.max(other.side.0), own.side.1.min(other.side.1));
            (from + to) / 2.0
        };
        let mut rest = |start: f64, from: f64, beside: &Span| {
            let guide = Guide::Gap { along, from, to: from + gap, at: at(beside) };
            pulls.push(Pull { by: start - own.start, rank: 3, guide });
        };
        rest(second.end + gap, second.end, second);
        rest(first.start - gap - length, first.start - gap, first);
        let room = gap - length;
        if room > 0.0 {
            let start = first.end + room / 2.0;
            for (from, to, beside) in
                [(first.end, start, first), (start + length, second.start, second)]
            {
                let guide = Guide::Gap { along, from, to, at: at(beside) };
                pulls.push(Pull { by: start - own.start, rank: 3, guide });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(x: f64, y: f64, width: f64, height: f64, rim: f64) -> Framed {
        Framed { picture: Area { x, y, width, height }, rim: Bezel::even(rim) }
    }

    fn only_grid(grid_mm: f64) -> Snap {
        Snap { neighbours: false, grid_mm }
    }

    #[test]
    fn rims_that_nearly_touch_come_to_touch_and_upper_edges_to_align() {
        let (moving, other) =
            (framed(2000.0, 50.0, 1210.0, 681.0, 6.0), framed(0.0, 0.0, 1210.0, 681.0, 4.0));
        let rest = rest(&moving, (-770.0, -45.0), &[other], Snap::default(), 60.0);
        // 1210 and a rim of 4 and one of 6.
        assert_eq!((moving.picture.x + rest.across, moving.picture.y + rest.down), (1220.0, 0.0));
        let line = |along, at: f64| {
            rest.guides.iter().any(|guide| matches!(guide, Guide::Line { along: way, at: place, .. } if *way == along && (place - at).abs() < 0.01))
        };
        assert!(line(Along::Across, 1214.0) && line(Along::Down, 0.0), "{:?}", rest.guides);
    }

    #[test]
    fn nothing_draws_from_farther_than_near() {
        let (moving, other) =
            (framed(2000.0, 3000.0, 100.0, 100.0, 0.0), framed(0.0, 0.0, 1000.0, 500.0, 0.0));
        let far = rest(&moving, (0.4, 0.6), &[other], Snap::default(), 50.0);
        assert_eq!((far.across, far.down, far.guides.len()), (0.0, 1.0, 0));
    }

    #[test]
    fn on_a_grid_the_corner_comes_to_rest_whatever_it_was_before() {
        let moving = framed(1211.8, 3.0, 100.0, 100.0, 0.0);
        let rest = rest(&moving, (4.0, 4.0), &[], only_grid(10.0), 50.0);
        assert_eq!((1211.8 + rest.across, 3.0 + rest.down), (1220.0, 10.0));
    }

    #[test]
    fn a_third_in_a_row_finds_the_gap_of_the_first_two() {
        let others =
            [framed(0.0, 0.0, 681.0, 1210.0, 12.0), framed(741.0, 0.0, 681.0, 1210.0, 12.0)];
        let moving = framed(3000.0, 8.0, 681.0, 1210.0, 12.0);
        let rest = rest(&moving, (-1524.0, 0.0), &others, Snap::default(), 20.0);
        assert_eq!(moving.picture.x + rest.across, 1482.0);
        let gap = Guide::Gap { along: Along::Across, from: 1422.0, to: 1482.0, at: 609.0 };
        assert!(rest.guides.contains(&gap), "{:?}", rest.guides);
    }

    #[test]
    fn between_two_it_finds_the_middle_of_the_gap() {
        let others = [framed(0.0, 0.0, 500.0, 500.0, 0.0), framed(2000.0, 0.0, 700.0, 500.0, 0.0)];
        let moving = framed(1000.0, 0.0, 600.0, 500.0, 0.0);
        let rest = rest(&moving, (-40.0, 0.0), &others, Snap::default(), 20.0);
        assert_eq!(moving.picture.x + rest.across, 950.0);
        assert_eq!(
            rest.guides.iter().filter(|guide| matches!(guide, Guide::Gap { .. })).count(),
            2
        );
    }

    proptest::proptest! {
        #[test]
        fn it_never_comes_to_rest_farther_away_than_near_or_half_a_step(
            places in proptest::collection::vec((-3000_i32..3000, -3000_i32..3000, 100_i32..1500), 0..6),
            by in (-2000.0_f64..2000.0, -2000.0_f64..2000.0),
            grid in 1_i32..12,
            near in 0.0_f64..80.0,
        ) {
            let all: Vec<Framed> = places
                .iter()
                .map(|(x, y, w)| framed(f64::from(*x), f64::from(*y), f64::from(*w), f64::from(*w) * 0.5, 8.0))
                .collect();
            let snap = Snap { neighbours: true, grid_mm: f64::from(grid) };
            let moving = framed(17.25, -40.0, 640.0, 360.0, 8.0);
            let rest = rest(&moving, by, &all, snap, near);
            let most = near.max(f64::from(grid) / 2.0) + 0.01;
            proptest::prop_assert!((rest.across - by.0).abs() <= most && (rest.down - by.1).abs() <= most);
            proptest::prop_assert_eq!(hundredths(rest.across), rest.across);
        }
    }
}
