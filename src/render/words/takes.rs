//! What is said while takes are seen: how many it took, and of the one in the light why it was
//! refused.

use super::ends::fitting;
use super::foot;
use super::{Align, Face, Scene, WordKey, Words};
use crate::render::palette;
use crate::story::takes;
use crate::wall::{Rect, scrape};

/// The number is so much larger than the smallest type.
const NUMBER: f32 = 1.7;
/// From the number to the words beside it, in sizes of the smallest type.
const BESIDE: f32 = 2.2;

/// Writes it.
pub fn say(scene: &Scene, words: &mut Vec<Words>) {
    let (Some(opened), Some(places)) = (scrape::needed(scene.moment), scene.places) else { return };
    let seen = scene.moment.scrape.seen();
    // Words come when the pictures have nearly come, and are gone before those go.
    let opacity = ((seen - 0.6) / 0.4).clamp(0.0, 1.0);
    scripts(scene, places, opacity, words);
    let size = scene.type_size();
    let number = takes::count(opened, scene.language);
    let room = beneath(scene, places.words);
    let number_w = scene.faces.wide(Face::Serif, &number, size * NUMBER);
    let base = Words { opacity, ..Words::label(WordKey::Takes(0), "", size) };
    words.push(Words {
        text: number,
        face: Face::Serif,
        size: size * NUMBER,
        colour: palette::BONE,
        x: room.x,
        y: room.middle().1,
        width: number_w,
        middle: true,
        ..base.clone()
    });
    let take = scene.moment.scrape.take();
    let kept = take.checked_sub(1).is_none_or(|refused| {
        let script = takes::script(scene.exhibit, opened, refused, scene.language).is_some();
        script || scene.kept.get(refused).copied().unwrap_or(false)
    });
    let said = takes::of(scene.exhibit, opened, take, kept, scene.language);
    let x = room.x + number_w + size * BESIDE;
    let width = (room.right() - x).max(1.0);
    let text = match said.reason.as_str() {
        "" => said.name,
        reason => format!("{}: {reason}", said.name),
    };
    let rows = ((room.h / (size * 1.25)).floor() as usize).clamp(1, 2);
    let lines = scene.faces.first_lines(Face::Italic, &text, (size, width), rows);
    words.push(Words {
        key: WordKey::Takes(1),
        text: lines.join("\n"),
        face: Face::Italic,
        leading: 1.25,
        colour: if take == 0 { palette::ASH } else { palette::BONE },
        opacity: opacity * scene.moment.scrape.settled(),
        x,
        y: room.middle().1,
        width,
        align: Align::Left,
        middle: true,
        ..base
    });
}

/// The room for the words, from where the words at the foot of the same screen begin.
fn beneath(scene: &Scene, room: Rect) -> Rect {
    let screen = scene.layout.screen_at(room.middle());
    let mut slots = scene.layout.foot.slots.iter();
    let same = slots.find(|slot| scene.layout.screen_at(slot.middle()) == screen);
    let alone = scene.layout.foot.slots.len() == 1;
    let edge = |slot: &Rect| if alone { foot::edges(scene, *slot).x } else { slot.x };
    let x = same.map_or(room.x, |slot| edge(slot).max(room.x));
    Rect { x, w: (room.right() - x).max(1.0), ..room }
}

/// The words of drafts of the script, each in its place, where they can be read there.
fn scripts(scene: &Scene, places: &crate::wall::TakesWall, opacity: f32, words: &mut Vec<Words>) {
    let Some(opened) = scrape::needed(scene.moment) else { return };
    for (refused, cell) in places.cells.iter().enumerate() {
        let Some(text) = takes::script(scene.exhibit, opened, refused, scene.language) else {
            continue;
        };
        let Rect { w, h, .. } = *cell;
        let most = scene.type_size() * 1.6;
        let Some((size, text)) = fitting(scene, text, (w * 0.88, h * 0.86), most) else { continue };
        let lit = scene.moment.scrape.take() == refused + 1;
        words.push(Words {
            face: Face::Italic,
            leading: 1.25,
            colour: if lit { palette::BONE } else { palette::ASH },
            opacity,
            x: cell.x + w * 0.06,
            y: cell.middle().1,
            width: w * 0.88,
            align: Align::Centre,
            middle: true,
            ..Words::label(WordKey::Draft(refused as u16), text, size)
        });
    }
}
