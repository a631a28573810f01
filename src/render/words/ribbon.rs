//! The words along the ribbon: its strands, its years, and the influence nearest to the position.

use super::{Face, Scene, WordKey, Words};
use crate::render::palette;
use crate::show::View;
use crate::story::notes;
use crate::wall::arrange::share_of;
use crate::wall::ribbon::RibbonPlaces;

/// Keys of the words that there is one of; years come after them.
const MODEL: u8 = 0;
const HAND: u8 = 1;
const TITLE: u8 = 2;
const SOURCE: u8 = 3;
const YEARS: u8 = 10;

/// Where the parts of the ribbon lie, if there is room for them.
pub fn places(scene: &Scene) -> Option<RibbonPlaces> {
    let size = scene.type_size();
    let (model, hand) = notes::strands(scene.language);
    let gutter =
        scene.faces.wide(Face::Sans, model, size).max(scene.faces.wide(Face::Sans, hand, size))
            + size;
    RibbonPlaces::of(&scene.layout.story.ribbon, &scene.layout.wall, gutter)
}

/// The influence that is told: the one nearest to the stop of which most is seen. Where the
/// versions have no dates, nearness says nothing: then the hand goes through all of them, in
/// order, as it goes through the versions.
pub fn told(scene: &Scene) -> Option<usize> {
    if scene.ribbon.versions.iter().all(|mark| !mark.dated) {
        let last = scene.ribbon.arcs.len().checked_sub(1)?;
        let along = scene.moment.along.round() / (scene.ribbon.versions.len() as f64 + 1.0);
        return Some((along * last as f64).round() as usize);
    }
    let here = scene.ribbon.place(scene.moment.along.round());
    let arcs = scene.ribbon.arcs.iter().enumerate();
    let away = |from: f32, to: f32| ((from + to) / 2.0 - here).abs();
    let nearest =
        arcs.min_by(|(_, a), (_, b)| away(a.from.1, a.to.1).total_cmp(&away(b.from.1, b.to.1)));
    nearest.map(|(index, _)| index)
}

/// Writes them.
pub fn say(scene: &Scene, words: &mut Vec<Words>) {
    let share = (share_of(View::Story, scene.moment) * 4.0 - 3.0).max(0.0);
    if share <= 0.0 {
        return;
    }
    let size = scene.type_size();
    let rect = scene.layout.story.ribbon;
    let Some(places) = places(scene) else { return };
    let (model, hand) = notes::strands(scene.language);
    for (key, text, y) in [(MODEL, model, places.model), (HAND, hand, places.hand)] {
        let said = Words::label(WordKey::Ribbon(key), text, size);
        let width = places.axis.0 - rect.x;
        words.push(Words { opacity: share, x: rect.x, y: y - size * 0.6, width, ..said });
    }
    years(scene, &places, share, words);
    influence(scene, &places, share * scene.settled(), words);
}

fn years(scene: &Scene, places: &RibbonPlaces, share: f32, words: &mut Vec<Words>) {
    let size = scene.type_size();
    let mut free = f32::MIN;
    for (index, tick) in scene.ribbon.ticks.iter().enumerate() {
        let text = tick.year.to_string();
        let width = scene.faces.wide(Face::Sans, &text, size);
        let x = places.at(tick.place) - width / 2.0;
        let whole = scene.layout.wall.screens.iter().any(|screen| {
            x >= screen.x && x + width <= screen.right() && screen.contains(x, places.years)
        });
        if x < free || !whole {
            continue;
        }
        free = x + width + size * 0.5;
        let key = WordKey::Ribbon(YEARS.saturating_add(index as u8));
        let said = Words::label(key, text, size);
        words.push(Words { opacity: share, x, y: places.years, width, tabular: true, ..said });
    }
}

/// What happened, and where it is published.
fn influence(scene: &Scene, places: &RibbonPlaces, opacity: f32, words: &mut Vec<Words>) {
    let Some(told) = told(scene) else { return };
    let said = notes::influence(&scene.exhibit.influences[told], scene.language);
    let (size, rect) = (scene.type_size(), places.told);
    let title = format!("{} · {}", said.title, said.date);
    let rows = (rect.h / (size * 1.25)).floor() as usize;
    if rows == 0 || rect.w < size * 7.0 {
        return;
    }
    let x = rect.x;
    let label = |key: u8, text: String, y: f32| Words {
        opacity,
        x,
        y,
        width: rect.w,
        leading: 1.25,
        ..Words::label(WordKey::Ribbon(key), text, size)
    };
    let text = scene.faces.shortened(Face::Medium, &title, size, rect.w);
    words.push(Words { face: Face::Medium, colour: palette::BONE, ..label(TITLE, text, rect.y) });
    if rows > 1 {
        // Where there is room for one line more, it says where this is published.
        let mut set = Vec::new();
        if rows > 2 {
            set = scene.faces.first_lines(Face::Sans, &said.text, (size, rect.w), rows - 2);
        }
        set.retain(|line| !line.is_empty());
        set.push(scene.faces.shortened(Face::Sans, &said.source, size, rect.w));
        words.push(label(SOURCE, set.join("\n"), rect.y + size * 1.25));
    }
}
