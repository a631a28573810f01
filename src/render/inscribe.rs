//! What is drawn in ink on the wall at a Moment, and where: pure, in pixels of the wall.

use std::path::Path;

use super::ink::{Ink, Stroke};
use super::ink_material::InkKey;
use super::palette;
use super::still::{InputsParts, shows_inputs};
use super::words::Scene;
use super::{card, curves};
use crate::prepare::voice::PER_SECOND;
use crate::show::View;
use crate::story::ribbon::Strand;
use crate::wall::arrange::{Hung, share_of};
use crate::wall::{Content, PaneKey, Rect, Wall};

/// The recording of the present shot's voice, where somebody sees it.
pub fn voice_of<'a>(scene: &'a Scene) -> Option<&'a Path> {
    let seen = scene.panes.iter().any(|pane| pane.content == Content::Inputs);
    let shot = scene.exhibit.shots.get(scene.exhibit.shot_at(scene.moment.film))?;
    shot.voice.as_deref().filter(|_| seen)
}

/// Everything that is drawn in ink at this Moment. `voice` is the line of [`voice_of`].
pub fn draw(scene: &Scene, voice: Option<&[f32]>) -> Vec<(InkKey, Ink)> {
    let left = scene.moment.scrape.around();
    vec![
        (InkKey::Ribbon, ribbon(scene).faded(left)),
        (InkKey::Position, position(scene).faded(left)),
        (InkKey::Voice, voice_lines(scene, voice)),
        (InkKey::Curves, curves::draw(scene)),
        (InkKey::Divider, divider(scene).faded(left)),
        (InkKey::Caption, caption(scene)),
        (InkKey::Card, card::lines(scene)),
        (InkKey::CardFields, card::fields(scene)),
    ]
}

/// The ground of what is said, to be read.
fn caption(scene: &Scene) -> Ink {
    let mut ink = Ink::default();
    let colour = palette::linear(palette::GROUND, super::words::captions::OPACITY);
    ink.fills.extend(super::words::captions::sets(scene).iter().map(|set| (set.ground, colour)));
    ink
}

/// How much is seen of the ribbon at the edge of a large picture.
fn edge_share(scene: &Scene) -> f32 {
    [View::Solo, View::Duet, View::Strata].map(|view| share_of(view, scene.moment)).iter().sum()
}

/// How high the ribbon at the edge of a large picture hangs: in the middle between it and the foot.
fn edge_height(scene: &Scene) -> f32 {
    let large = scene.layout.large;
    let foot = scene.layout.foot.slots.first().map_or(large.bottom(), |slot| slot.y);
    large.bottom()
        + ((foot - large.bottom()) * 0.5).max(3.0).min(scene.layout.wall.capital.max(3.0))
}

/// The two strands, the years, every version on both, and the influences as arcs between them; at
/// the edge of a large picture one thin strand.
fn ribbon(scene: &Scene) -> Ink {
    let mut ink = Ink::default();
    let unit = scene.layout.wall.capital;
    let thin = (unit * 0.09).max(1.5);
    let edge = edge_share(scene);
    if edge > 0.0 {
        let (large, y) = (scene.layout.large, edge_height(scene));
        let shade = palette::linear(palette::SHADE, edge);
        ink.line((large.x, y), (large.right(), y), thin, shade);
        for mark in &scene.ribbon.versions {
            ink.dot((large.x + large.w * mark.place, y), unit * 0.16, shade);
        }
    }
    let share = share_of(View::Story, scene.moment);
    if share > 0.0 {
        strands(scene, share, thin, &mut ink);
    }
    ink
}

fn strands(scene: &Scene, share: f32, thin: f32, ink: &mut Ink) {
    let unit = scene.layout.wall.capital;
    let shade = palette::linear(palette::SHADE, share);
    let Some(places) = super::words::ribbon::places(scene) else {
        // One thin strand, as at the edge of a large picture.
        let rect = scene.layout.story.ribbon;
        ink.line((rect.x, rect.middle().1), (rect.right(), rect.middle().1), thin, shade);
        return;
    };
    let faint = palette::linear(palette::SHADE, share * 0.45);
    for tick in &scene.ribbon.ticks {
        let x = places.at(tick.place);
        ink.line((x, places.model), (x, places.hand + unit * 0.5), thin * 0.7, faint);
    }
    let told = super::words::ribbon::told(scene);
    for (index, arc) in scene.ribbon.arcs.iter().enumerate() {
        let height = |strand: Strand| match strand {
            Strand::Model => places.model,
            Strand::Hand => places.hand,
        };
        let from = (places.at(arc.from.1), height(arc.from.0));
        let to = (places.at(arc.to.1), height(arc.to.0));
        let is_told = told == Some(index);
        let strength = if is_told { 0.35 + 0.65 * scene.settled() } else { 0.55 };
        let colour = if is_told { palette::CLAY } else { palette::SHADE };
        let colour = palette::linear(colour, share * strength);
        let width = if is_told { thin * 1.8 } else { thin };
        ink.strokes.push(Stroke { points: arched(from, to, unit), width, colour });
        // It ends where it arrives.
        ink.dot(to, width * 1.7, colour);
    }
    let (begin, end) = (places.at(0.0), places.at(1.0));
    for y in [places.model, places.hand] {
        let Some(broken) = scene.ribbon.broken.map(|place| places.at(place)) else {
            ink.line((begin, y), (end, y), thin, shade);
            continue;
        };
        // Beyond the break there are no dates, only an order.
        let half = unit * 0.32;
        ink.line((begin, y), (broken - half, y), thin, shade);
        ink.line((broken + half, y), (end, y), thin, shade);
        for side in [-half, half] {
            let x = broken + side;
            ink.line((x - half * 0.4, y + half), (x + half * 0.4, y - half), thin, shade);
        }
    }
    for mark in &scene.ribbon.versions {
        let x = places.at(mark.place);
        let bone = palette::linear(palette::ASH, share);
        // What has no date is only ringed: its place is one in an order.
        if mark.dated {
            ink.dot((x, places.model), unit * 0.24, bone);
        } else {
            ink.dot((x, places.model), unit * 0.24, palette::linear(palette::GROUND, share));
            ink.ring((x, places.model), unit * 0.24, thin, bone);
        }
        ink.dot((x, places.hand), unit * 0.13, shade);
    }
    let lamp = palette::linear(palette::LAMP, share);
    ink.ring((begin, places.model), unit * 0.3, thin, shade);
    ink.dot((end, places.model), unit * 0.3, lamp);
}

/// From one strand to the other: it leaves along the strand and arrives along the other, by a
/// cubic curve. One that is no longer than a moment bows out a little, so that it is seen.
fn arched(from: (f32, f32), to: (f32, f32), unit: f32) -> Vec<(f32, f32)> {
    let reach = ((to.0 - from.0) * 0.6).max(unit * 1.4);
    let (a, b) = ((from.0 + reach, from.1), (to.0 - reach, to.1));
    let curve = |t: f32| {
        let s = 1.0 - t;
        let [p, q, r, u] = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
        let mix = |w: f32, x: f32, y: f32, z: f32| p * w + q * x + r * y + u * z;
        (mix(from.0, a.0, b.0, to.0), mix(from.1, a.1, b.1, to.1))
    };
    (0..=28).map(|step| curve(step as f32 / 28.0)).collect()
}

/// The scrub position as a lit point.
fn position(scene: &Scene) -> Ink {
    let mut ink = Ink::default();
    let unit = scene.layout.wall.capital;
    let place = scene.ribbon.place(scene.moment.along);
    let mut lit = |at: (f32, f32), size: f32, share: f32| {
        ink.dot(at, unit * size * 2.1, palette::linear(palette::EMBER, share * 0.16));
        ink.dot(at, unit * size * 1.5, palette::linear(palette::EMBER, share * 0.22));
        ink.dot(at, unit * size, palette::linear(palette::EMBER, share));
    };
    let edge = edge_share(scene);
    if edge > 0.0 {
        let large = scene.layout.large;
        lit((large.x + large.w * place, edge_height(scene)), 0.26, edge);
    }
    let share = share_of(View::Story, scene.moment);
    if share > 0.0 {
        let Some(places) = super::words::ribbon::places(scene) else {
            let rect = scene.layout.story.ribbon;
            lit((rect.x + rect.w * place, rect.middle().1), 0.26, share);
            return ink;
        };
        let x = places.at(place);
        lit((x, places.model), 0.36, share);
        let colour = palette::linear(palette::EMBER, share * 0.8);
        let thin = (unit * 0.1).max(1.5);
        ink.line((x, places.model), (x, places.hand), thin, colour);
    }
    ink
}

/// The voice as a line of sound in every inputs pane: what was said is bright, what is still to
/// be said is dim.
fn voice_lines(scene: &Scene, voice: Option<&[f32]>) -> Ink {
    let mut ink = Ink::default();
    let Some(voice) = voice.filter(|voice| !voice.is_empty()) else { return ink };
    let shot = &scene.exhibit.shots[scene.exhibit.shot_at(scene.moment.film)];
    let lasts = (shot.end - shot.start).0.max(1) as f64 / 1e9;
    let said = (scene.moment.film - shot.start).0 as f64 / 1e9 / lasts;
    let type_size = scene.layout.wall.smallest_type();
    for pane in scene.panes.iter().filter(|pane| shows_inputs(pane, &scene.layout.wall)) {
        let area =
            InputsParts::of(&pane.hung.rect, shot.storyboard.is_some(), true, type_size).voice;
        let step = (scene.layout.wall.capital * 0.32).max(3.0);
        let bars = (area.w / step).floor().max(1.0) as usize;
        for bar in 0..bars {
            let share = |bar: usize| bar as f64 / bars as f64;
            let at = |share: f64| (share * lasts * PER_SECOND as f64) as usize;
            let span = voice.get(at(share(bar))..at(share(bar + 1)).min(voice.len()));
            let loud = span.unwrap_or(&[]).iter().fold(0.0_f32, |most, value| most.max(*value));
            let half = (loud.sqrt() * area.h * 0.5).max(step * 0.12);
            let x = area.x + (bar as f32 + 0.5) * step;
            let middle = area.middle().1;
            let colour = if share(bar) <= said { palette::BONE } else { palette::SHADE };
            let colour = palette::linear(colour, pane.hung.opacity);
            ink.line((x, middle - half), (x, middle + half), step * 0.42, colour);
        }
    }
    ink
}

/// A line of light between the two versions of duet.
fn divider(scene: &Scene) -> Ink {
    let mut ink = Ink::default();
    let held = scene.panes.iter().find(|pane| pane.key == PaneKey::Held);
    let share = share_of(View::Duet, scene.moment);
    let Some(Hung { rect, whole, .. }) = held.map(|pane| pane.hung).filter(|_| share > 0.0) else {
        return ink;
    };
    if rect.w < whole.w - 1.0 {
        let width = (scene.layout.wall.capital * 0.12).max(2.0);
        let x = rect.right();
        let colour = palette::linear(palette::EMBER, share);
        ink.line((x, rect.y), (x, rect.bottom()), width, colour);
    }
    ink
}

/// Black over all of the wall, by so much.
pub fn curtain(wall: &Wall, hidden: f32) -> Ink {
    let mut ink = Ink::default();
    if hidden > 0.0 {
        let all = Rect { x: 0.0, y: 0.0, w: wall.size.0, h: wall.size.1 };
        ink.fills.push((all, palette::linear(bevy::color::Color::BLACK, hidden)));
    }
    ink
}

/// What hides the picture between screens: on a real wall nobody draws it, and in a picture of
/// the wall it is dark.
pub fn bezels(wall: &Wall) -> Ink {
    let mut ink = Ink::default();
    let colour = palette::linear(palette::BETWEEN, 1.0);
    for rect in between(wall) {
        ink.fills.push((rect, colour));
    }
    ink
}

/// The part of the wall that belongs to no screen, in rectangles.
fn between(wall: &Wall) -> Vec<Rect> {
    let edges = |ends: fn(&Rect) -> [f32; 2], size: f32| {
        let mut edges: Vec<f32> = wall.screens.iter().flat_map(ends).chain([0.0, size]).collect();
        edges.sort_by(f32::total_cmp);
        edges.dedup();
        edges
    };
    let across = edges(|screen| [screen.x, screen.right()], wall.size.0);
    let down = edges(|screen| [screen.y, screen.bottom()], wall.size.1);
    let mut free = Vec::new();
    for rows in down.windows(2) {
        for columns in across.windows(2) {
            let rect = Rect {
                x: columns[0],
                y: rows[0],
                w: columns[1] - columns[0],
                h: rows[1] - rows[0],
            };
            let (x, y) = rect.middle();
            if !wall.screens.iter().any(|screen| screen.contains(x, y)) {
                free.push(rect);
            }
        }
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_no_screen_is_covered_and_nothing_else() {
        let screen = |x: f32, y: f32| Rect { x, y, w: 100.0, h: 50.0 };
        let screens = vec![screen(0.0, 0.0), screen(110.0, 0.0), screen(40.0, 60.0)];
        let wall = Wall { screens, ..Wall::one_screen((210.0, 110.0)) };
        let free = between(&wall);
        let area: f32 = free.iter().map(|rect| rect.w * rect.h).sum();
        assert_eq!(area, 210.0 * 110.0 - 3.0 * 5000.0);
        assert!(between(&Wall::one_screen((64.0, 36.0))).is_empty());
    }
}
