//! What is said, to be read: at most two lines on a dark ground, over the lower part of the
//! picture, or of the lowest pictures where all are shown.
//!
//! The ground is as dark as the wall's own and nearly opaque, so that the words keep a contrast of
//! 7 to 1 over a white picture (WCAG 2.2, success criterion 1.4.6). They never lie on a label: they
//! end above the lower edge of a picture, and labels begin below it.

use super::{Align, Face, Scene, WordKey, Words};
use crate::captions::Line;
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
    let spoken = with_speakers(scene.captions);
    let wrapped = wrap(&spoken, width, |text| scene.faces.wide(Face::Sans, text, size));
    let shrunk = size * wrapped.shrink;
    let (lines, size) = if shrunk >= least {
        (wrapped.lines.iter().map(Line::text).collect(), shrunk)
    } else {
        (page(scene, &spoken, least, width), least)
    };
    // So high that they would lie on a label.
    let height = (lines.len() as f32 * LEADING + 0.4) * size;
    let on_a_label = height > over.h && scene.layout.type_size > 0.0;
    if lines.is_empty() || on_a_label {
        return None;
    }
    let wide = |text: &String| scene.faces.wide(Face::Sans, text, size);
    let widest = lines.iter().map(wide).fold(0.0, f32::max);
    let (w, h) = (widest + size * 1.2, height);
    let margin = (size * 0.7).min((over.h - h).max(0.0));
    let ground = Rect {
        x: (over.x + (over.w - w) / 2.0).round(),
        y: (over.bottom() - margin - h).round(),
        w: w.ceil(),
        h: h.ceil(),
    };
    Some(Set { lines, size, ground })
}

/// What is too long for two lines that can be read is shown two lines at a time, each pair for its
/// share of the caption's time.
fn page(scene: &Scene, spoken: &[Line], size: f32, width: f32) -> Vec<String> {
    let text: Vec<String> = spoken.iter().map(Line::text).collect();
    let lines = scene.faces.lines(Face::Sans, &text.join(" "), size, width);
    let pages = lines.chunks(2).count();
    let at = (scene.caption_progress * pages as f32) as usize;
    lines.chunks(2).nth(at.min(pages.saturating_sub(1))).unwrap_or_default().to_vec()
}

/// The lines as they are read: who speaks is said where it changes.
fn with_speakers(lines: &[Line]) -> Vec<Line> {
    let mut speaker = None;
    let mut said = Vec::with_capacity(lines.len());
    for line in lines {
        let mut read = Line::default();
        for run in &line.runs {
            if run.speaker != speaker {
                if let Some(name) = &run.speaker {
                    read.push(&format!("{name}: "), run.italic, None);
                }
                speaker.clone_from(&run.speaker);
            }
            read.push(&run.text, run.italic, None);
        }
        said.push(read);
    }
    said
}

/// What they lie over: the large picture, or the lowest versions where all are shown; as far as
/// that is on one screen, because no line crosses from one to another.
fn place(scene: &Scene) -> Option<Rect> {
    let layout = scene.layout;
    if share_of(View::Chorus, scene.moment) >= 0.5 {
        return lowest_row(scene);
    }
    let over = layout.large;
    let middle = over.middle();
    // A rim may lie in the very middle: then the screen beside it.
    let beside = [0.0, -over.w / 6.0, over.w / 6.0];
    let on = beside.iter().find_map(|aside| layout.screen_at((middle.0 + aside, middle.1)))?;
    let screen = layout.wall.screens.get(on)?;
    let (left, right) = (over.x.max(screen.x), over.right().min(screen.right()));
    Some(Rect { x: left, w: right - left, ..over })
}

/// The lowest versions on the screen that has the one nearest to the middle of them all.
fn lowest_row(scene: &Scene) -> Option<Rect> {
    let (_, versions) = scene.layout.cells.split_first()?;
    let (_, versions) = versions.split_last()?;
    let lowest = versions.iter().map(Rect::bottom).fold(f32::NAN, f32::max);
    let row: Vec<&Rect> =
        versions.iter().filter(|cell| lowest - cell.bottom() < cell.h / 2.0).collect();
    let left = row.iter().map(|cell| cell.x).fold(f32::NAN, f32::min);
    let right = row.iter().map(|cell| cell.right()).fold(f32::NAN, f32::max);
    let off = |cell: &&&Rect| (cell.middle().0 - f32::midpoint(left, right)).abs();
    let nearest = row.iter().min_by(|a, b| off(a).total_cmp(&off(b)))?;
    let screen = |cell: &Rect| scene.layout.screen_at(cell.middle());
    let on = screen(nearest)?;
    let mut beside = row.iter().filter(|cell| screen(cell) == Some(on));
    let first = ***beside.next().as_ref()?;
    Some(beside.fold(first, |all, cell| {
        let (left, right) = (all.x.min(cell.x), all.right().max(cell.right()));
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
