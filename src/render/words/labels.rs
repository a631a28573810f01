//! The labels beneath the chorus panes.

use super::{Align, Face, MixTowards as _, Scene, WordKey, Words};
use crate::render::palette;
use crate::show::View;
use crate::story;
use crate::wall::arrange::share_of;
use crate::wall::{Pane, PaneKey};

/// Writes them.
pub fn say(scene: &Scene, words: &mut Vec<Words>) {
    // While panes move to another view, their labels stay behind and go.
    let chorus = share_of(View::Chorus, scene.moment);
    if chorus <= 0.5 {
        return;
    }
    for pane in scene.panes {
        if let PaneKey::Cell(stop) = pane.key {
            label(scene, pane, stop, chorus * 2.0 - 1.0, words);
        }
    }
}

fn label(scene: &Scene, pane: &Pane, stop: usize, opacity: f32, words: &mut Vec<Words>) {
    let said = label_of(scene, stop);
    let cell = scene.layout.cells[stop];
    let size = scene.type_size();
    let name = Words {
        colour: palette::ASH.mix_towards(palette::BONE, pane.hung.light),
        opacity: pane.hung.opacity * opacity,
        x: cell.x,
        y: cell.bottom() + size * 0.42,
        width: cell.w,
        ..Words::label(WordKey::Name(pane.key), "", size)
    };
    if !scene.layout.labels_readable() {
        words.extend(lone_label(scene, pane, &said.name, name));
        return;
    }
    let both = scene.faces.wide(Face::Sans, &said.name, size)
        + scene.faces.wide(Face::Sans, &said.short_date, size)
        + size;
    words.push(Words {
        text: scene.faces.shortened(Face::Sans, &said.name, size, cell.w),
        ..name.clone()
    });
    if !said.short_date.is_empty() && both < cell.w {
        words.push(Words {
            key: WordKey::Date(pane.key),
            text: said.short_date,
            align: Align::Right,
            colour: palette::ASH,
            ..name
        });
    }
}

fn label_of(scene: &Scene, stop: usize) -> story::Label {
    let (exhibit, language) = (scene.exhibit, scene.language);
    let end = |name: &str| story::Label { name: name.to_owned(), ..Default::default() };
    match stop {
        0 => end(story::the_inputs(language)),
        stop if stop > exhibit.versions.len() => end(story::the_next_one(language)),
        stop => story::version(exhibit, stop - 1, language),
    }
}

/// Labels too small to read are not shown, except the one in the light: in type of its own, if
/// there is room for it between the rows. Where there is none, the foot of the wall says it.
fn lone_label(scene: &Scene, pane: &Pane, said: &str, name: Words) -> Option<Words> {
    let size = name.size;
    let gap = scene.layout.gap.1;
    if pane.hung.light <= 0.5 || gap < size * 1.3 {
        return None;
    }
    let width = scene.faces.wide(Face::Sans, said, size);
    let screen = scene.layout.screen_at(pane.hung.rect.middle())?;
    let screen = scene.layout.wall.screens[screen];
    let (from, to) = (screen.x + size, screen.right() - width - size);
    let y = pane.hung.rect.bottom() + (gap - size * 1.2) / 2.0;
    Some(Words { text: said.to_owned(), x: pane.hung.rect.x.min(to).max(from), y, width, ..name })
}
