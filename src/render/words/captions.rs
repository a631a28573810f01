//! What is said, to be read: at most two lines on a dark ground, over the lower part of the
//! picture, or of the lowest pictures where all are shown.
//!
//! The ground is as dark as the wall's own and nearly opaque, so that the words keep a contrast of
//! 7 to 1 over a white picture (WCAG 2.2, success criterion 1.4.6). They never lie on a label: they
//! end above the lower edge of a picture, and labels begin below it.

use super::{Align, Face, Scene, WordKey, Words};
use crate::captions::wrap::wrap;
use crate::render::palette;
use crate::show::View;
use crate::wall::Rect;
use crate::wall::arrange::share_of;

/// The opacity of the ground: see the test of its contrast.
pub const OPACITY: f32 = 0.96;
/// Captions are so many times the size of the smallest type that can be read.
const SIZE: f32 = 1.5;
/// They take at most this share of the width that they have.
const WIDTH: f32 = 0.86;
/// From line to line, in sizes.
const LEADING: f32 = 1.25;

/// The lines as they are set, and the ground beneath them.
pub struct Set {
    lines: Vec<String>,
    size: f32,
    /// The ground, in pixels of the wall.
    pub ground: Rect,
}

/// How captions are set at this Moment; none where none are shown.
pub fn set(scene: &Scene) -> Option<Set> {
    let hidden = share_of(View::Story, scene.moment) + share_of(View::Card, scene.moment);
    // Large, the inputs are the very words.
    let are_inputs = scene.moment.along < 0.5 && share_of(View::Chorus, scene.moment) < 1.0;
    if scene.captions.is_empty() || !scene.main || hidden > 0.0 || are_inputs {
        return None;
    }
    let over = place(scene)?;
    let least = scene.type_size();
    let wanted = least * SIZE * scene.caption_scale;
    // Two lines take at most a third of the picture, unless they could not be read then.
    let size = wanted.min(over.h / 3.0 / (2.0 * LEADING)).max(least);
    let width = over.w * WIDTH - 2.0 * size;
    let wide = |text: &str| scene.faces.wide(Face::Sans, text, size);
    let wrapped = wrap(scene.captions, width, wide);
    let size = size * wrapped.shrink;
    let lines: Vec<String> = wrapped.lines.iter().map(said).collect();
    // Too long to be read where one stands, or so high that they would lie on a label.
    let height = (lines.len() as f32 * LEADING + 0.4) * size;
    let on_a_label = height > over.h * 0.9 && scene.layout.type_size > 0.0;
    if lines.is_empty() || size < least || on_a_label {
        return None;
    }
    let wide = |text: &String| scene.faces.wide(Face::Sans, text, size);
    let widest = lines.iter().map(wide).fold(0.0, f32::max);
    let (w, h) = (widest + size * 1.2, height);
    let ground = Rect {
        x: (over.x + (over.w - w) / 2.0).round(),
        y: (over.bottom() - size * 0.7 - h).round(),
        w: w.ceil(),
        h: h.ceil(),
    };
    Some(Set { lines, size, ground })
}

/// A line as it is read: who speaks is said where it changes.
fn said(line: &crate::captions::Line) -> String {
    let mut said = String::new();
    let mut speaker = None;
    for run in &line.runs {
        if run.speaker != speaker {
            if let Some(name) = &run.speaker {
                said.push_str(name);
                said.push_str(": ");
            }
            speaker.clone_from(&run.speaker);
        }
        said.push_str(&run.text);
    }
    said
}

/// What they lie over: the large picture, or the lowest versions where all are shown; as far as
/// that is on one screen, because no line crosses from one to another.
fn place(scene: &Scene) -> Option<Rect> {
    let over = if share_of(View::Chorus, scene.moment) < 0.5 {
        scene.layout.large
    } else {
        lowest_row(scene.layout.cells.get(1..)?.split_last()?.1)?
    };
    let (x, y) = over.middle();
    let on = scene.layout.screen_at((x, y))?;
    let screen = scene.layout.wall.screens.get(on)?;
    let (left, right) = (over.x.max(screen.x), over.right().min(screen.right()));
    Some(Rect { x: left, w: right - left, ..over })
}

/// All of the lowest row of some panes.
fn lowest_row(panes: &[Rect]) -> Option<Rect> {
    let lowest = panes.iter().map(Rect::bottom).fold(f32::NAN, f32::max);
    let mut row = panes.iter().filter(|pane| lowest - pane.bottom() < pane.h / 2.0);
    let first = *row.next()?;
    Some(row.fold(first, |all, pane| {
        let (left, right) = (all.x.min(pane.x), all.right().max(pane.right()));
        Rect { x: left, w: right - left, ..all }
    }))
}

/// Writes them.
pub fn say(scene: &Scene, words: &mut Vec<Words>) {
    let Some(set) = set(scene) else { return };
    for (index, line) in set.lines.iter().enumerate() {
        words.push(Words {
            colour: palette::BONE,
            x: set.ground.x,
            y: set.ground.y + (0.2 + LEADING * index as f32) * set.size,
            width: set.ground.w,
            align: Align::Centre,
            leading: LEADING,
            ..Words::label(WordKey::Caption(index as u8), line.clone(), set.size)
        });
    }
}

#[cfg(test)]
mod tests {
    use bevy::color::{Color, ColorToComponents as _};

    use super::*;

    fn luminance(colour: Color) -> f32 {
        let [r, g, b, _] = colour.to_linear().to_f32_array();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    #[test]
    fn over_a_white_picture_words_keep_a_contrast_of_seven_to_one() {
        let ground = luminance(palette::GROUND) * OPACITY + (1.0 - OPACITY);
        let contrast = (luminance(palette::BONE) + 0.05) / (ground + 0.05);
        assert!(contrast >= 7.0, "{contrast}");
    }
}
