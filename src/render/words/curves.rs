//! The small curves at the foot of the label wall's first column, where the exhibit asks for them:
//! where they lie, and what they are called.

use super::{Face, Scene, WordKey, Words};
use crate::show::View;
use crate::story::curve_name;
use crate::wall::Rect;
use crate::wall::arrange::share_of;

/// Height of a curve and of the space about it, in sizes of the smallest type.
const ROW: f32 = 2.3;
/// They take at most this share of the column's height; what has no room is left out.
const MOST: f32 = 0.4;

/// Where a curve lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Which of the scene's curves.
    pub curve: usize,
    /// Where its name stands.
    pub name: Rect,
    /// Where it is drawn.
    pub line: Rect,
}

/// What is left of the label wall's first column above the curves.
pub fn above(scene: &Scene, column: &Rect) -> Rect {
    let taken = scene.type_size() * ROW * fitting(scene, column) as f32;
    Rect { h: column.h - taken, ..*column }
}

/// How many curves have room.
fn fitting(scene: &Scene, column: &Rect) -> usize {
    let row = (scene.type_size() * ROW).max(1.0);
    scene.curves.len().min((column.h * MOST / row) as usize)
}

/// Where the curves lie; none where they are not asked for or have no room.
pub fn rows(scene: &Scene) -> Vec<Row> {
    let Some((column, _)) = scene.layout.story.columns.first() else { return Vec::new() };
    let size = scene.type_size();
    let count = fitting(scene, column);
    let name = |of| scene.faces.wide(Face::Sans, curve_name(of, scene.language), size);
    let wide = scene.curves.iter().map(|curves| name(curves.of)).fold(0.0, f32::max) + size;
    if column.w < wide * 1.8 {
        return Vec::new();
    }
    let row = |curve: usize| {
        let y = column.bottom() - (count - curve) as f32 * size * ROW;
        let whole = Rect { y, h: size * ROW, ..*column };
        let (name, line) = whole.cut_across(wide, 0.0);
        // Air above it, so that two curves are two.
        Row { curve, name, line: Rect { y: line.y + size * 0.5, h: size * (ROW - 0.6), ..line } }
    };
    (0..count).map(row).collect()
}

/// Writes their names.
pub fn say(scene: &Scene, words: &mut Vec<Words>) {
    let share = (share_of(View::Story, scene.moment) * 4.0 - 3.0).max(0.0);
    if share <= 0.0 {
        return;
    }
    for Row { curve, name, line } in rows(scene) {
        let text = curve_name(scene.curves[curve].of, scene.language);
        let said = Words::label(WordKey::Curve(curve as u8), text, scene.type_size());
        // On the line that the curve rises from.
        let y = line.bottom() - scene.type_size() * 1.05;
        words.push(Words { opacity: share, x: name.x, y, width: name.w, ..said });
    }
}
