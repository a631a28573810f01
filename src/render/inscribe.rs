//! What is drawn in ink on the wall at a Moment, and where: pure, in pixels of the wall.

use std::path::Path;

use super::ink::Ink;
use super::ink_material::InkKey;
use super::palette;
use super::still::InputsParts;
use super::words::Scene;
use crate::prepare::voice::PER_SECOND;
use crate::show::View;
use crate::wall::arrange::share_of;
use crate::wall::{Content, Pane, Rect, Wall};

/// The recording of the present shot's voice, where somebody sees it.
pub fn voice_of<'a>(scene: &'a Scene) -> Option<&'a Path> {
    let seen = scene.panes.iter().any(|pane| pane.content == Content::Inputs);
    let shot = scene.exhibit.shots.get(scene.exhibit.shot_at(scene.moment.film))?;
    shot.voice.as_deref().filter(|_| seen)
}

/// Everything that is drawn in ink at this Moment. `voice` is the line of [`voice_of`].
pub fn draw(scene: &Scene, voice: Option<&[f32]>) -> Vec<(InkKey, Ink)> {
    vec![
        (InkKey::Voice, voice_lines(scene, voice)),
        (InkKey::Divider, divider(scene)),
        (InkKey::Bezels, bezels(&scene.layout.wall)),
    ]
}

/// The voice as a line of sound in every inputs pane: what was said is bright, what is still to
/// be said is dim.
fn voice_lines(scene: &Scene, voice: Option<&[f32]>) -> Ink {
    let mut ink = Ink::default();
    let Some(voice) = voice.filter(|voice| !voice.is_empty()) else { return ink };
    let shot = &scene.exhibit.shots[scene.exhibit.shot_at(scene.moment.film)];
    let lasts = (shot.end - shot.start).0.max(1) as f64 / 1e9;
    let said = (scene.moment.film - shot.start).0 as f64 / 1e9 / lasts;
    for pane in scene.panes.iter().filter(|pane| pane.content == Content::Inputs) {
        let area = InputsParts::of(&pane.rect, shot.storyboard.is_some(), true).voice;
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
            let colour = palette::linear(colour, pane.opacity);
            ink.line((x, middle - half), (x, middle + half), step * 0.42, colour);
        }
    }
    ink
}

/// A line of light between the two versions of duet.
fn divider(scene: &Scene) -> Ink {
    let mut ink = Ink::default();
    let held = scene.panes.iter().find(|pane| pane.key == crate::wall::PaneKey::Held);
    let share = share_of(View::Duet, scene.moment);
    let Some(Pane { rect, whole, .. }) = held.filter(|_| share > 0.0) else { return ink };
    if rect.w < whole.w - 1.0 {
        let width = (scene.layout.wall.capital * 0.12).max(2.0);
        let x = rect.right();
        let colour = palette::linear(palette::EMBER, share);
        ink.line((x, rect.y), (x, rect.bottom()), width, colour);
    }
    ink
}

/// What hides the picture between screens: on a real wall nobody draws it, and in a picture of
/// the wall it is dark.
fn bezels(wall: &Wall) -> Ink {
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
