//! What is said while takes are seen: how many it took, and of the one in the light why it was
//! refused.

use super::ends::fitting;
use super::foot;
use super::{Align, Face, Scene, WordKey, Words};
use crate::render::palette;
use crate::show::Opened;
use crate::story::takes;
use crate::wall::{Rect, scrape};

/// The number is so much larger than the smallest type.
const NUMBER: f32 = 1.5;
/// So are the words beside it, where they are short.
const LARGE: f32 = 1.3;
/// How far takes have come up when what is said of them is said, 0 to 1.
pub const TAKES_COME: f32 = 0.85;
/// From the number to the words beside it, in sizes of the smallest type.
const BESIDE: f32 = 2.2;

/// Writes it.
pub fn say(scene: &Scene, words: &mut Vec<Words>) {
    let (Some(opened), Some(places)) = (scrape::needed(scene.moment), scene.places) else { return };
    let seen = scene.moment.scrape.seen();
    // Words come when the pictures have come, and are gone before those go: on the way they would lie
    // on the labels of the panes that give way.
    let opacity = ((seen - TAKES_COME) / (1.0 - TAKES_COME)).clamp(0.0, 1.0);
    scripts(scene, places, opacity, words);
    let size = scene.type_size();
    let number = takes::count(opened, scene.language);
    let room = beneath(scene, places.words);
    // On a screen of a few lines' height they would lie on the words at its foot.
    if room.h < size {
        return;
    }
    let number_w = scene.faces.wide(Face::Sans, &number, size * NUMBER);
    let base = Words { opacity, ..Words::label(WordKey::Takes(0), "", size) };
    words.push(Words {
        text: number,
        face: Face::Sans,
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
    // Larger, where all of it stands on one line.
    let large = size * LARGE;
    let size = if scene.faces.wide(Face::Italic, &text, large) <= width { large } else { size };
    let rows = ((room.h / (size * 1.25)).floor() as usize).clamp(1, 4);
    let lines = scene.faces.first_lines(Face::Italic, &text, (size, width), rows);
    words.push(Words {
        key: WordKey::Takes(1),
        text: lines.join("\n"),
        size,
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
    // On a screen without a foot the words keep off its rim as those of a foot do.
    let x = same.map_or(room.x + scene.type_size(), |slot| edge(slot).max(room.x));
    Rect { x, w: (room.right() - x).max(1.0), ..room }
}

/// In the place of one that was not kept that is said, where there is room for it.
fn absent(
    scene: &Scene,
    opened: Opened,
    (refused, cell): (usize, &Rect),
    opacity: f32,
    words: &mut Vec<Words>,
) {
    let is_kept = scene.kept.get(refused).copied().unwrap_or(false);
    if is_kept || takes::script(scene.exhibit, opened, refused, scene.language).is_some() {
        return;
    }
    let (size, text) = (scene.type_size(), takes::absent(scene.language));
    if scene.faces.wide(Face::Italic, text, size) > cell.w * 0.9 || size * 1.3 > cell.h {
        return;
    }
    words.push(Words {
        face: Face::Italic,
        colour: palette::ASH,
        opacity,
        x: cell.x,
        y: cell.middle().1,
        width: cell.w,
        align: Align::Centre,
        middle: true,
        ..Words::label(WordKey::Draft(refused as u16), text, size)
    });
}

/// The words of drafts of the script, each in its place, where they can be read there.
fn scripts(scene: &Scene, places: &crate::wall::TakesWall, opacity: f32, words: &mut Vec<Words>) {
    let Some(opened) = scrape::needed(scene.moment) else { return };
    for (refused, cell) in places.cells.iter().enumerate() {
        absent(scene, opened, (refused, cell), opacity, words);
        let Some(text) = takes::script(scene.exhibit, opened, refused, scene.language) else {
            continue;
        };
        let Rect { w, h, .. } = *cell;
        let (least, room) = (scene.type_size(), (w * 0.88, h * 0.86));
        let beginning = || {
            // Where not all of it fits, its beginning does.
            let rows = (room.1 / (least * 1.25)).floor() as usize;
            let lines = scene.faces.first_lines(Face::Italic, text, (least, room.0), rows.max(1));
            (least, lines.join("\n"))
        };
        let (size, text) = fitting(scene, text, room, least * 1.6).unwrap_or_else(beginning);
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
