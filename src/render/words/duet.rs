//! The names of the two versions of duet, at the foot of their halves.

use super::{Align, Face, Scene, WordKey, Words};
use crate::render::palette;
use crate::show::View;
use crate::story;
use crate::wall::PaneKey;
use crate::wall::arrange::share_of;

/// Writes them where the foot of the wall has no room for both: on three screens and more.
pub fn say(scene: &Scene, words: &mut Vec<Words>) {
    let share = share_of(View::Duet, scene.moment);
    if share <= 0.0 || scene.layout.foot.slots.len() < 3 {
        return;
    }
    let size = scene.type_size();
    let large = scene.layout.large;
    let screens = &scene.layout.wall.screens;
    let held = story::version(scene.exhibit, scene.moment.held.saturating_sub(1), scene.language);
    let shown = story::stop_name(scene.exhibit, scene.moment.mix.nearest(), scene.language);
    for (key, name, x, align) in [
        (PaneKey::Held, held.name, large.x, Align::Left),
        (PaneKey::Large, shown, large.right(), Align::Right),
    ] {
        // Within the outermost screen that the picture reaches, just beneath it.
        let at = (if align == Align::Left { x + 1.0 } else { x - 1.0 }, large.bottom() - 1.0);
        let Some(screen) = scene.layout.screen_at(at).map(|index| screens[index]) else { continue };
        let width = (screen.w * 0.5).min(scene.faces.wide(Face::Sans, &name, size) + size);
        let y = large.bottom() + size * 0.4;
        if y + size * 1.2 > screen.bottom() {
            continue;
        }
        words.push(Words {
            colour: palette::BONE,
            opacity: share,
            x: if align == Align::Left {
                x.max(screen.x + size)
            } else {
                x.min(screen.right() - size) - width
            },
            y,
            width,
            align,
            ..Words::label(
                WordKey::Name(key),
                scene.faces.shortened(Face::Sans, &name, size, width),
                size,
            )
        });
    }
}
