//! Where each view has each pane.

use super::Rect;
use super::arrange::Hung;
use super::layout::Layout;
use crate::show::{Moment, View};

/// The pane of a stop.
pub fn cell(view: View, moment: &Moment, layout: &Layout, stop: usize) -> Hung {
    let cell = layout.cells[stop];
    match view {
        View::Chorus => {
            let light = (1.0 - (along(moment, layout) - stop as f32).abs()).max(0.0);
            Hung { light, low: 1.0, ..Hung::all_of(cell, 1.0) }
        }
        View::Strata => {
            let rect = strip(moment, layout, stop);
            // The two ends are no cuttings: they are as narrow as they are.
            let end = stop == 0 || stop + 1 == layout.cells.len();
            let whole = if end { rect } else { layout.large };
            Hung { whole, cover: 1.0, ..Hung::all_of(rect, 1.0) }
        }
        View::Solo | View::Story | View::Duet | View::Card => {
            Hung { low: 1.0, ..Hung::all_of(cell, 0.0) }
        }
    }
}

/// The large picture at the scrub position.
pub fn large(view: View, moment: &Moment, layout: &Layout) -> Hung {
    match view {
        View::Chorus => grown_from(layout, along(moment, layout)),
        View::Solo => Hung::all_of(layout.large, 1.0),
        View::Card => Hung::all_of(layout.large, 0.0),
        View::Story => Hung::all_of(layout.story.picture, 1.0),
        View::Duet => {
            let (_, right) = divided(&layout.large, moment.divider as f32);
            Hung { whole: layout.large, ..Hung::all_of(right, 1.0) }
        }
        View::Strata => {
            let nearest = along(moment, layout).round() as usize;
            let rect = strip(moment, layout, nearest);
            Hung { whole: layout.large, cover: 1.0, ..Hung::all_of(rect, 0.0) }
        }
    }
}

/// The version that is held, a stop of the axis.
pub fn held(view: View, moment: &Moment, layout: &Layout, held: usize) -> Hung {
    // Where it is not compared it is gone, so that it never travels there on the way to elsewhere.
    let none = |of: Rect| Hung { whole: of, ..Hung::all_of(Rect { w: 0.0, ..of }, 0.0) };
    match view {
        View::Chorus => grown_from(layout, held as f32),
        View::Solo | View::Card => none(layout.large),
        View::Story => none(layout.story.picture),
        View::Duet => {
            let (left, _) = divided(&layout.large, moment.divider as f32);
            Hung { whole: layout.large, ..Hung::all_of(left, 1.0) }
        }
        View::Strata => {
            let rect = strip(moment, layout, held);
            Hung { whole: layout.large, cover: 1.0, ..Hung::all_of(rect, 0.0) }
        }
    }
}

/// The two parts of a picture left and right of the divider.
pub fn divided(picture: &Rect, divider: f32) -> (Rect, Rect) {
    picture.cut_across((picture.w * divider).round(), 0.0)
}

/// A large pane leaves chorus from the place of its stop.
fn grown_from(layout: &Layout, along: f32) -> Hung {
    let last = layout.cells.len() - 1;
    let (lower, upper) = (along.floor() as usize, (along.ceil() as usize).min(last));
    let rect = layout.cells[lower].lerp(&layout.cells[upper], along - lower as f32);
    Hung { low: 1.0, ..Hung::all_of(rect, 0.0) }
}

fn along(moment: &Moment, layout: &Layout) -> f32 {
    (moment.along as f32).clamp(0.0, layout.cells.len() as f32 - 1.0)
}

/// The strip at the position takes this share of the picture.
const LENS: f32 = 0.5;

/// An end of the axis is this much narrower than a version.
const END: f32 = 0.55;

/// The strip of a stop: all have the same width but for those at the position, which a lens
/// widens; it widens two neighbours in part while it moves from one to the other.
pub fn strip(moment: &Moment, layout: &Layout, stop: usize) -> Rect {
    let last = layout.cells.len() - 1;
    let along = along(moment, layout);
    let rest = |stop: usize| if stop == 0 || stop == last { END } else { 1.0 };
    let all: f32 = (0..=last).map(rest).sum();
    // Under the lens a strip is this much wider; with it the sum of all is always the same.
    let lens = all * LENS / (1.0 - LENS);
    let width = |stop: usize| rest(stop) + lens * (1.0 - (along - stop as f32).abs()).max(0.0);
    let unit = layout.large.w / (all + lens);
    let edge = |stop: usize| layout.large.x + (0..stop).map(width).sum::<f32>() * unit;
    let (left, right) = (edge(stop), edge(stop + 1));
    Rect { x: left, w: right - left, ..layout.large }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::{Program, Show};
    use crate::timeline::{ClockTime, FilmTime};
    use crate::wall::screens::Wall;
    use crate::wall::{PaneKey, arrange};

    fn layout() -> Layout {
        Layout::new(Wall::one_screen((1920.0, 1080.0)), 9, 16.0 / 9.0)
    }

    fn moment(along: f64, from_view: View, view: View, arrived: f64) -> Moment {
        let program = Program::new(FilmTime::from_secs(10), &[], Vec::new());
        let now = ClockTime(0);
        let still = Show::new(program, now).moment(now, now);
        Moment { along, from_view, view, arrived, held: 2, divider: 0.4, ..still }
    }

    #[test]
    fn the_strips_lie_side_by_side_over_the_whole_picture_wherever_the_lens_is() {
        let layout = layout();
        for step in 0..=80 {
            let moment = moment(f64::from(step) / 10.0, View::Strata, View::Strata, 1.0);
            let mut edge = layout.large.x;
            for stop in 0..9 {
                let strip = strip(&moment, &layout, stop);
                assert!((strip.x - edge).abs() < 0.01, "{step} {stop}");
                assert!(strip.w > 20.0);
                edge = strip.right();
            }
            assert!((edge - layout.large.right()).abs() < 0.05, "{step}");
        }
        let resting = strip(&moment(4.0, View::Strata, View::Strata, 1.0), &layout, 4);
        assert!(resting.w > layout.large.w * LENS);
    }

    #[test]
    fn in_duet_the_two_halves_are_cuttings_of_one_picture() {
        let layout = layout();
        let panes = arrange(&moment(5.0, View::Duet, View::Duet, 1.0), &layout);
        let [held, large] = panes.as_slice() else { panic!("{panes:?}") };
        assert_eq!((held.key, large.key), (PaneKey::Held, PaneKey::Large));
        assert_eq!((held.hung.whole, large.hung.whole), (layout.large, layout.large));
        assert!((held.hung.rect.w - layout.large.w * 0.4).abs() < 1.0);
        assert!((held.hung.rect.right() - large.hung.rect.x).abs() < 0.01);
    }

    #[test]
    fn no_change_of_view_is_a_cut_or_ever_black() {
        let layout = layout();
        let area =
            |pane: &crate::wall::Pane| pane.hung.rect.w * pane.hung.rect.h * pane.hung.opacity;
        for from in View::ALL {
            for to in View::ALL {
                for along in [0.0, 1.0, 3.4, 8.0] {
                    let mut before = Vec::new();
                    for step in 0..=40 {
                        let moment = moment(along, from, to, f64::from(step) / 40.0);
                        let panes = arrange(&moment, &layout);
                        let lit: f32 = panes.iter().map(area).sum();
                        assert!(
                            lit > layout.large.w * layout.large.h * 0.12,
                            "{from:?} {to:?} {step}"
                        );
                        // What is all there moves by less than an eighth of the wall at a time.
                        for pane in panes.iter().filter(|pane| pane.hung.opacity > 0.9) {
                            let same = before.iter().find(|old: &&crate::wall::Pane| {
                                old.key == pane.key && old.hung.opacity > 0.9
                            });
                            if let Some(old) = same {
                                let moved = (old.hung.rect.x - pane.hung.rect.x).abs()
                                    + (old.hung.rect.y - pane.hung.rect.y).abs();
                                assert!(moved < 240.0, "{from:?} {to:?} {step} {moved}");
                            }
                        }
                        before = panes;
                    }
                }
            }
        }
    }
}
