//! What the wall says when it waits for somebody: what this is and what to do, in every language
//! of the exhibit.

use super::ends::fitting;
use super::{Align, Face, Scene, WordKey, Words, foot};
use crate::render::palette;
use crate::show::{Attract, View};
use crate::story::attract::{self, FADE};
use crate::wall::arrange::share_of;
use crate::wall::{PaneKey, Rect};

/// Writes it: in the empty lit pane where that hangs and is large enough, else at the foot. Says
/// how much of the foot it takes from the words that else stand there, 0 to 1.
pub fn say(scene: &Scene, words: &mut Vec<Words>) -> f32 {
    let (seconds, fading) = match scene.moment.attract {
        Attract::Off => return 0.0,
        Attract::Since(seconds) => (seconds, 1.0),
        Attract::Woken { ago, said } if ago < FADE => (said, 1.0 - (ago / FADE) as f32),
        Attract::Woken { .. } => return 0.0,
    };
    let languages = languages(scene);
    // One row, so that it is as large as it can be; the languages take turns.
    let said = attract::said(scene.exhibit, &languages, 1, seconds);
    let lit = lit_pane(scene).filter(|pane| fits(scene, &languages, pane));
    for (index, line) in said.iter().enumerate() {
        let key = WordKey::Invitation(index as u8);
        let opacity = line.opacity * fading;
        let words_in = |rect: Rect, most: f32| {
            let room = (rect.w * 0.86, rect.h * 0.84);
            let (size, text) = in_lines(scene, line.text, room, most)?;
            Some(Words {
                face: Face::Italic,
                leading: 1.25,
                colour: palette::BONE,
                opacity,
                x: rect.x,
                y: rect.middle().1,
                width: rect.w,
                align: Align::Centre,
                middle: true,
                ..Words::label(key, text, size)
            })
        };
        match lit {
            Some(pane) => words.extend(words_in(pane, (pane.w * 0.085).max(scene.type_size()))),
            None => words.extend(at_the_foot(scene, line.text, key, opacity)),
        }
    }
    if lit.is_some() { 0.0 } else { fading * (seconds / FADE).min(1.0) as f32 }
}

/// The wall's own language first, then the others that its invitation is written in; Russian and
/// English where it is the wall's own words.
fn languages(scene: &Scene) -> Vec<String> {
    let written: Vec<String> = scene.exhibit.invitation.languages().cloned().collect();
    let usual = || vec!["en".to_owned(), "ru".to_owned()];
    // One that is written once for all is said in the wall's own language.
    let mut all = match (scene.exhibit.invitation.is_empty(), written.is_empty()) {
        (true, _) => usual(),
        (false, true) => vec![scene.language.to_owned()],
        (false, false) => written,
    };
    all.sort_by_key(|language| language != scene.language);
    all
}

fn lit_pane(scene: &Scene) -> Option<Rect> {
    let last = scene.layout.cells.len().checked_sub(1)?;
    let pane = scene.panes.iter().find(|pane| match pane.key {
        PaneKey::Cell(stop) => stop == last,
        key => key == PaneKey::LargeNext,
    })?;
    let chorus = share_of(View::Chorus, scene.moment) >= 1.0;
    (chorus && pane.hung.opacity >= 1.0).then_some(pane.hung.rect)
}

/// One line for each sentence, where there is room for that.
fn in_lines(scene: &Scene, text: &str, room: (f32, f32), most: f32) -> Option<(f32, String)> {
    let sentences = text.replace(". ", ".\n");
    fitting(scene, &sentences, room, most).or_else(|| fitting(scene, text, room, most))
}

/// Every line fits, so that none of them stands elsewhere than the others.
fn fits(scene: &Scene, languages: &[String], pane: &Rect) -> bool {
    let room = (pane.w * 0.86, pane.h * 0.84);
    let most = (pane.w * 0.085).max(scene.type_size());
    languages.iter().all(|language| {
        let line = attract::invitation(scene.exhibit, language);
        in_lines(scene, line, room, most).is_some()
    })
}

fn at_the_foot(scene: &Scene, text: &str, key: WordKey, opacity: f32) -> Option<Words> {
    let slots = &scene.layout.foot.slots;
    // Where the version else stands.
    let slot = if slots.len() == 3 { *slots.get(1)? } else { *slots.first()? };
    let size = scene.type_size();
    // What it stands in the place of leaves it everything but the time.
    let slot = if slots.len() == 1 { foot::edges(scene, slot) } else { slot };
    let time = foot::time_width(scene, size) + size * 1.4;
    let room = if slots.len() > 1 { slot.w } else { slot.w - time };
    let text = scene.faces.shortened(Face::Italic, text, size * 1.12, room);
    let width = scene.faces.wide(Face::Italic, &text, size * 1.12);
    let x = if slots.len() == 3 { slot.x + (slot.w - width) / 2.0 } else { slot.x };
    Some(Words {
        face: Face::Italic,
        colour: palette::BONE,
        opacity,
        x,
        y: slot.y,
        width,
        ..Words::label(key, text, size * 1.12)
    })
}
