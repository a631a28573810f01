//! What scraping does to what hangs: the takes come up from under one pane, and the rest makes room.

use super::arrange::{Content, Hung, Pane, PaneKey, between};
use super::layout::Layout;
use super::takes::TakesWall;
use super::{Rect, views};
use crate::show::{Moment, Opened, View};

/// How bright a take is that is neither chosen nor lit, as a share of its own light: so that the
/// chosen one is found at once.
pub const REST: f32 = 0.56;

/// The glow of the chosen one while the light is elsewhere, as a share of what it is with it.
const GLOW_REST: f32 = 0.85;
/// Two takes whose middles are further apart than this, in widths and heights of theirs, are not
/// neighbours: the light goes out on the one and on at the other, and crosses nothing between.
const NEIGHBOURS: f32 = 1.7;

/// A take that was refused, where it hangs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TakePane {
    /// Which it is among the refused ones of its version's shot, from 0.
    pub refused: usize,
    /// Where.
    pub rect: Rect,
    /// 1 is all there.
    pub opacity: f32,
    /// How much of its light is shown.
    pub light: f32,
}

/// The light that goes from take to take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TakeLight {
    /// What it falls around.
    pub rect: Rect,
    /// How strong it is.
    pub strength: f32,
}

/// All that hangs because something was scraped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scraped {
    /// The refused takes, in their order.
    pub takes: Vec<TakePane>,
    /// The light on one of them, or between two; none while it is on the chosen one.
    pub light: Option<TakeLight>,
}

/// What the present set needs: how many, and the shape of its cells.
pub fn needed(moment: &Moment) -> Option<Opened> {
    moment.scrape.opened.filter(|opened| opened.count > 1)
}

/// Opens what hangs: the other panes give way, the chosen one goes to its place, the others come
/// out of where it was.
pub fn open(
    panes: &mut Vec<Pane>,
    moment: &Moment,
    layout: &Layout,
    places: &TakesWall,
) -> Scraped {
    let Some(opened) = needed(moment) else { return Scraped::default() };
    let amount = moment.scrape.seen();
    let last = layout.cells.len().saturating_sub(1);
    let stop = opened.stop.min(last);
    // The others have given way before what comes up lies over them.
    let left = (1.0 - 1.6 * amount).max(0.0);
    for pane in panes.iter_mut() {
        pane.hung.opacity *= left;
        pane.hung.light *= left;
    }
    panes.retain(|pane| pane.hung.opacity > 0.0);
    let content = match stop {
        0 => Content::Inputs,
        stop if stop == last => Content::Next,
        stop => Content::Film { version: stop - 1, other: None },
    };
    let origin = origin(moment, layout, stop);
    // While the hand already goes on, what sinks gives way to where it goes.
    let away = (moment.along as f32 - stop as f32).abs().min(1.0);
    let opacity = (amount * 4.0).min(1.0) * (1.0 - away);
    let glow = GLOW_REST + (1.0 - GLOW_REST) * lit(moment, 0);
    let risen = Hung { light: glow, contain: 1.0, ..Hung::all_of(places.chosen, 1.0) };
    let hung = Hung { opacity, ..origin.lerp(&risen, amount) };
    let takes = places.cells.iter().enumerate().map(|(refused, cell)| TakePane {
        refused,
        rect: places.on_the_way(cell, &origin.rect, amount),
        opacity: (amount * 3.0).min(1.0) * (1.0 - away),
        light: brightness(moment, refused + 1),
    });
    let scraped =
        Scraped { takes: takes.collect(), light: light(moment, &hung.rect, places, &origin.rect) };
    if hung.opacity > 0.0 {
        panes.push(Pane { key: PaneKey::Chosen, content, hung });
    }
    scraped
}

/// Where the version at a stop hangs while nothing is scraped.
fn origin(moment: &Moment, layout: &Layout, stop: usize) -> Hung {
    let mut hung = between(moment, |view| match view {
        View::Chorus => Hung { light: 1.0, low: 1.0, ..Hung::all_of(layout.cells[stop], 1.0) },
        View::Strata => Hung {
            whole: layout.large,
            cover: 1.0,
            ..Hung::all_of(views::strip(moment, layout, stop), 1.0)
        },
        view => Hung { opacity: 1.0, ..views::large(view, moment, layout) },
    });
    hung.opacity = 1.0;
    hung
}

/// How bright a take is; take 0 is the chosen one.
fn brightness(moment: &Moment, take: usize) -> f32 {
    REST + (1.0 - REST) * lit(moment, take)
}

/// How much of the light is on a take, 0 to 1; take 0 is the chosen one.
fn lit(moment: &Moment, take: usize) -> f32 {
    match moment.scrape.between() {
        (lower, _, fraction) if take == lower => 1.0 - fraction,
        (_, upper, fraction) if take == upper => fraction,
        _ => 0.0,
    }
}

fn light(moment: &Moment, chosen: &Rect, places: &TakesWall, origin: &Rect) -> Option<TakeLight> {
    let (lower, upper, fraction) = moment.scrape.between();
    let of = |take: usize| match take.checked_sub(1).and_then(|refused| places.cells.get(refused)) {
        Some(cell) => places.on_the_way(cell, origin, moment.scrape.seen()),
        None => *chosen,
    };
    let (from, to) = (of(lower), of(upper));
    let (here, there) = (from.middle(), to.middle());
    let (w, h) = (from.w.max(to.w), from.h.max(to.h));
    let neighbours = ((here.0 - there.0) / w).hypot((here.1 - there.1) / h) < NEIGHBOURS;
    let (rect, going) = match neighbours {
        true => (from.lerp(&to, fraction), 1.0),
        false if fraction < 0.5 => (from, 1.0 - 2.0 * fraction),
        false => (to, 2.0 * fraction - 1.0),
    };
    // On the chosen one it is one with its glow.
    let strength = (1.0 - lit(moment, 0)) * moment.scrape.seen() * going;
    (strength > 0.004).then_some(TakeLight { rect, strength })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::{Program, Scrape, Show};
    use crate::timeline::{ClockTime, FilmTime};
    use crate::wall::arrange;
    use crate::wall::screens::Wall;

    fn moment(view: View, stop: usize, amount: f64, light: f64) -> Moment {
        let program = Program::new(FilmTime::from_secs(10), &[], Vec::new());
        let now = ClockTime(0);
        let still = Show::new(program, now).moment(now, now);
        let opened = Some(Opened { stop, shot: 0, count: 24 });
        let scrape = Scrape { opened, amount, light };
        Moment { along: stop as f64, from_view: view, view, held: 2, scrape, ..still }
    }

    fn area(rect: &Rect) -> f32 {
        rect.w * rect.h
    }

    #[test]
    fn in_every_view_it_comes_out_of_its_pane_and_the_wall_is_never_black_nor_cut() {
        let layout = Layout::new(Wall::one_screen((1920.0, 1080.0)), 9, 16.0 / 9.0);
        let places = TakesWall::new(&layout, 24, 16.0 / 9.0);
        for view in View::ALL {
            for stop in [0, 1, 5, 7] {
                let mut before: Option<Rect> = None;
                for step in 0..=50 {
                    let moment = moment(view, stop, f64::from(step) / 50.0, 3.0);
                    let mut panes = arrange(&moment, &layout);
                    let scraped = open(&mut panes, &moment, &layout, &places);
                    let lit: f32 =
                        panes.iter().map(|pane| area(&pane.hung.rect) * pane.hung.opacity).sum();
                    let lit = lit
                        + scraped
                            .takes
                            .iter()
                            .map(|take| area(&take.rect) * take.opacity * take.light)
                            .sum::<f32>();
                    assert!(lit > area(&layout.large) * 0.12, "{view:?} {stop} {step}: {lit}");
                    let chosen = panes.iter().find(|pane| pane.key == PaneKey::Chosen);
                    if let (Some(old), Some(now)) = (before, chosen) {
                        let now = now.hung.rect;
                        let moved = (old.x - now.x).abs() + (old.y - now.y).abs();
                        assert!(moved < 100.0, "{view:?} {stop} {step}: {moved}");
                    }
                    before = chosen.map(|pane| pane.hung.rect);
                }
                assert_eq!(before, Some(places.chosen));
            }
        }
    }

    #[test]
    fn what_is_not_open_hangs_as_ever() {
        let layout = Layout::new(Wall::one_screen((1920.0, 1080.0)), 9, 16.0 / 9.0);
        let places = TakesWall::new(&layout, 24, 16.0 / 9.0);
        let mut moment = moment(View::Solo, 3, 0.7, 0.0);
        moment.scrape = Scrape::default();
        let mut panes = arrange(&moment, &layout);
        let usual = panes.clone();
        assert_eq!(open(&mut panes, &moment, &layout, &places), Scraped::default());
        assert_eq!(panes, usual);
    }

    #[test]
    fn the_light_goes_from_take_to_take_and_the_chosen_one_needs_none() {
        let layout = Layout::new(Wall::one_screen((1920.0, 1080.0)), 9, 16.0 / 9.0);
        let places = TakesWall::new(&layout, 24, 16.0 / 9.0);
        let at = |light: f64| {
            let moment = moment(View::Chorus, 4, 1.0, light);
            open(&mut arrange(&moment, &layout), &moment, &layout, &places)
        };
        assert_eq!(at(0.0).light, None);
        let on = at(7.0);
        assert_eq!(on.light.map(|light| light.rect), Some(places.cells[6]));
        assert_eq!(on.takes[6].light, 1.0);
        let dim = |take: usize| (on.takes[take].light - REST).abs() < 1e-6;
        assert!(dim(5) && dim(7));
        let between = at(7.5);
        assert!((between.takes[6].light - between.takes[7].light).abs() < 1e-6);
        // After the last it goes on to the chosen one.
        assert!(at(23.5).light.is_some_and(|light| light.strength < 0.6));
    }
}
