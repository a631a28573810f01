//! The commissioning card's words: what a screen is called, where it hangs, and a counter.

use super::{Align, Face, Scene, WordKey, Words};
use crate::render::palette;
use crate::show::View;
use crate::wall::arrange::share_of;

/// Writes them on every screen.
pub fn say(scene: &Scene, words: &mut Vec<Words>) {
    let share = share_of(View::Card, scene.moment);
    if share <= 0.0 {
        return;
    }
    let wall = &scene.layout.wall;
    for (index, screen) in wall.screens.iter().enumerate() {
        let least = screen.w.min(screen.h);
        let (large, small) = (least * 0.09, least * 0.04);
        let middle = screen.middle();
        let name = wall.names.get(index).map(String::as_str).unwrap_or_default();
        let name = scene.faces.shortened(Face::Serif, name, large, screen.w * 0.6);
        let line = |part: u8, text: String, size: f32, y: f32| Words {
            colour: palette::BONE,
            opacity: share,
            x: screen.x,
            y,
            width: screen.w,
            align: Align::Centre,
            middle: true,
            ..Words::label(WordKey::Card(index as u8, part), text, size)
        };
        let face = Face::Serif;
        words.push(Words { face, ..line(0, name, large, middle.1 - least * 0.15) });
        let told = wall.cards.get(index).cloned().unwrap_or_default();
        words.push(line(1, told, small, middle.1 - least * 0.01));
        let counter = format!("{:07}", scene.moment.tick % 10_000_000);
        let tabular = true;
        words.push(Words { tabular, ..line(2, counter, large, middle.1 + least * 0.14) });
    }
}
