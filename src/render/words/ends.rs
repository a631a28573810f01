//! What stands in the panes of the two ends: what all versions were made from, and the next one.

use super::{Align, Face, Scene, WordKey, Words};
use crate::render::palette;
use crate::render::still::InputsParts;
use crate::story;
use crate::wall::{Content, Pane, PaneKey, Rect};

/// Writes it.
pub fn say(scene: &Scene, words: &mut Vec<Words>) {
    for pane in scene.panes {
        match pane.content {
            Content::Film { .. } => {}
            Content::Inputs => inputs(scene, pane, words),
            Content::Next => next(scene, pane, words),
        }
    }
}

/// The line of the script, else the prompt.
fn inputs(scene: &Scene, pane: &Pane, words: &mut Vec<Words>) {
    let said = story::inputs(scene.exhibit, scene.moment, scene.language);
    let text = if said.script.is_empty() { said.prompt } else { said.script };
    let parts = InputsParts::of(
        &pane.hung.rect,
        said.storyboard.is_some(),
        said.voice.is_some(),
        scene.type_size(),
    );
    let room = on_one_screen(scene, parts.words);
    // As large as fits, up to the size of a title on a wall.
    let most = (pane.hung.rect.w * 0.062).min(scene.type_size() * 2.4).max(scene.type_size());
    let smallest = scene.type_size();
    let fitted = fitting(scene, &text, (room.w, room.h), most).or_else(|| {
        // Where not all of it fits, its beginning does.
        let rows = (room.h / (smallest * 1.25)).floor() as usize;
        let wide = room.w >= smallest * NARROWEST && rows > 0;
        let lines =
            wide.then(|| scene.faces.first_lines(Face::Italic, &text, (smallest, room.w), rows));
        lines.map(|lines| (smallest, lines.join("\n")))
    });
    let Some((size, text)) = fitted else { return };
    words.push(Words {
        face: Face::Italic,
        leading: 1.25,
        colour: palette::BONE,
        opacity: pane.hung.opacity,
        x: room.x,
        y: room.y + room.h / 2.0,
        width: room.w,
        align: Align::Centre,
        middle: true,
        ..Words::label(WordKey::Inside(pane.key), text, size)
    });
}

/// A column narrower than this, in sizes of the smallest type, holds no words.
const NARROWEST: f32 = 7.0;

/// The part of a rectangle that lies on the screen in its middle, a little away from its edges:
/// no line of words crosses a bezel.
fn on_one_screen(scene: &Scene, rect: Rect) -> Rect {
    let overlap = |screen: &Rect| {
        let (x, y) = (rect.x.max(screen.x), rect.y.max(screen.y));
        let (right, bottom) =
            (rect.right().min(screen.right()), rect.bottom().min(screen.bottom()));
        Rect { x, y, w: (right - x).max(0.0), h: (bottom - y).max(0.0) }
    };
    let middle = rect.middle();
    let away =
        |part: &Rect| (part.middle().0 - middle.0).abs() + (part.middle().1 - middle.1).abs();
    let parts = scene.layout.wall.screens.iter().map(overlap).filter(|part| part.w * part.h > 0.0);
    let most = parts.clone().map(|part| part.w * part.h).fold(0.0, f32::max);
    let large = parts.filter(|part| part.w * part.h > most * 0.9);
    let nearest = large.min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(rect);
    if nearest == rect {
        return rect;
    }
    let margin = (scene.type_size() * 0.6).min(nearest.w * 0.1);
    Rect { x: nearest.x + margin, w: nearest.w - 2.0 * margin, ..nearest }
}

/// The largest type, up to `most`, in which the text fits into the room, and its lines; none if
/// it would be too small to read.
pub fn fitting(scene: &Scene, text: &str, room: (f32, f32), most: f32) -> Option<(f32, String)> {
    let least = scene.type_size();
    if text.is_empty() {
        return None;
    }
    if room.0 < least * NARROWEST {
        return None;
    }
    let sizes =
        (0..14).map(|step| most * 0.93_f32.powi(step)).filter(|size| *size >= least * 0.999);
    sizes.map(|size| (size, scene.faces.even_lines(Face::Italic, text, size, room.0))).find_map(
        |(size, lines)| {
            (lines.len() as f32 * size * 1.25 <= room.1).then(|| (size, lines.join("\n")))
        },
    )
}

fn next(scene: &Scene, pane: &Pane, words: &mut Vec<Words>) {
    // In the chorus its label says it, and what invites is said in it; large, it is said in the
    // light.
    if matches!(pane.key, PaneKey::Cell(_)) {
        return;
    }
    let size = (pane.hung.rect.w * 0.034).max(scene.type_size());
    let room = on_one_screen(scene, pane.hung.rect);
    words.push(Words {
        face: Face::Serif,
        colour: palette::BONE,
        opacity: pane.hung.opacity,
        x: room.x,
        y: room.middle().1,
        width: room.w,
        align: Align::Centre,
        middle: true,
        ..Words::label(WordKey::Inside(pane.key), story::the_next_one(scene.language), size)
    });
}
