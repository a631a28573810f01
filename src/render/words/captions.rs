//! What is said, to be read: at most two lines on a dark ground, over the lower part of the
//! picture, or of the lowest pictures where all are shown; on the screens that the installation
//! names, or once.
//!
//! The ground is as dark as the wall's own and nearly opaque, so that the words keep a contrast of
//! 7 to 1 over a white picture (WCAG 2.2, success criterion 1.4.6). They never lie on a label: they
//! end above the lower edge of a picture, and labels begin below it.

use super::takes::TAKES_COME;
use super::{Align, Face, Scene, WordKey, Words};
use crate::captions::Line;
use crate::captions::wrap::wrap;
use crate::render::palette;
use crate::show::View;
use crate::wall::arrange::share_of;
use crate::wall::{PaneKey, Rect};

/// The opacity of the ground: see the test of its contrast.
pub const OPACITY: f32 = 0.96;
/// Captions are so many times the size of the smallest type that can be read.
const SIZE: f32 = 1.5;
/// They take at most this share of the width that they have.
const WIDTH: f32 = 0.86;
/// From line to line, in sizes.
const LEADING: f32 = 1.25;

/// Italics are set in the serif of the titles, whose small letters are this much smaller than the
/// sans's: x-heights of 0.40 and 0.55 of their sizes, less a little, because it is darker.
const ITALIC: f32 = 1.3;
/// So much of a screen is covered by a picture that captions on it lie over the picture.
const COVERED: f32 = 0.2;

/// A part of a line in one face.
struct Piece {
    text: String,
    face: Face,
    wide: f32,
}

/// The lines as they are set on one screen, and the ground beneath them.
pub struct Set {
    /// Where it is among all of them.
    number: u8,
    lines: Vec<Vec<Piece>>,
    size: f32,
    /// The ground, in pixels of the wall.
    pub ground: Rect,
}

/// How captions are set at this Moment: on each screen that the installation names, or else once;
/// nowhere where none are shown.
pub fn sets(scene: &Scene) -> Vec<Set> {
    let share = |view| share_of(view, scene.moment);
    let story = share(View::Story);
    let hidden = share(View::Card) > 0.0 || (story > 0.0 && story < 1.0);
    // Large, the inputs are the very words, and in the empty place nobody says anything.
    let beyond = scene.exhibit.versions.len() as f64 + 0.5;
    let at_an_end = !(0.5..=beyond).contains(&scene.moment.along);
    let large = share(View::Chorus) < 1.0 || scene.moment.scrape.seen() > 0.0;
    if scene.captions.is_empty() || hidden || (at_an_end && large) {
        return Vec::new();
    }
    let places = match &scene.layout.wall.captions {
        None => {
            place(scene).filter(|_| scene.main).and_then(with_takes(scene)).into_iter().collect()
        }
        Some(named) => {
            let screens = named.iter().enumerate().filter(|(_, named)| **named);
            let named: Vec<Rect> =
                screens.filter_map(|(screen, _)| place_on(scene, screen)).collect();
            // Where all of those are full of words, captions stay with the picture.
            let picture = || place(scene).filter(|_| scene.main && story > 0.0);
            if named.is_empty() { picture().into_iter().collect() } else { named }
        }
    };
    let set = |(number, over): (usize, Rect)| set(scene, number as u8, over);
    places.into_iter().enumerate().filter_map(set).collect()
}

/// While takes are seen, captions lie over the chosen one, wherever it is on its way. Where all
/// versions were shown, it comes up out of a small pane: there is no caption until it has come.
fn with_takes<'s>(scene: &'s Scene) -> impl Fn(Rect) -> Option<Rect> + 's {
    let chosen = scene.panes.iter().find(|pane| pane.key == PaneKey::Chosen);
    let chosen = chosen.map(|pane| pane.hung.rect);
    let on_the_way =
        scene.moment.scrape.seen() < TAKES_COME && share_of(View::Chorus, scene.moment) >= 0.5;
    move |over| match chosen {
        Some(_) if on_the_way => None,
        Some(chosen) => on_one_screen(scene, chosen),
        None => Some(over),
    }
}

/// How captions are set over a picture, or a screen without one.
fn set(scene: &Scene, number: u8, over: Rect) -> Option<Set> {
    let least = scene.type_size();
    // Among takes they are as small as can be read: what is looked at then are the pictures.
    let large = SIZE + (1.0 - SIZE) * scene.moment.scrape.seen();
    let wanted = least * large * scene.caption_scale * scene.layout.wall.caption_size;
    // Two lines take at most a third of the picture, unless they could not be read then.
    let size = wanted.min(over.h / 3.0 / (2.0 * LEADING)).max(least);
    let width = over.w * WIDTH - 2.0 * size;
    let spoken = with_speakers(scene.captions);
    let wrapped = wrap(&spoken, width, |text| scene.faces.wide(Face::Sans, text, size));
    let shrunk = size * wrapped.shrink;
    let (lines, size) = if shrunk >= least {
        (wrapped.lines, shrunk)
    } else {
        (page(scene, &spoken, least, width), least)
    };
    // So high that they would lie on a label.
    let height = (lines.len() as f32 * LEADING + 0.4) * size;
    let story = share_of(View::Story, scene.moment) > 0.0;
    let on_a_label = height > over.h && (story || scene.layout.type_size > 0.0);
    if lines.is_empty() || on_a_label {
        return None;
    }
    let lines: Vec<Vec<Piece>> = lines.iter().map(|line| pieces(scene, line, size)).collect();
    let widest = lines.iter().map(|line| wide(line)).fold(0.0, f32::max);
    let (w, h) = (widest + size * 1.2, height);
    let margin = (size * 0.7).min((over.h - h).max(0.0));
    let ground = Rect {
        x: (over.x + (over.w - w) / 2.0).round(),
        y: (over.bottom() - margin - h).round(),
        w: w.ceil(),
        h: h.ceil(),
    };
    Some(Set { number, lines, size, ground })
}

/// A line in parts of one face.
fn pieces(scene: &Scene, line: &Line, size: f32) -> Vec<Piece> {
    let piece = |run: &crate::captions::Run| {
        let face = if run.italic { Face::Italic } else { Face::Sans };
        let wide = scene.faces.wide(face, &run.text, size_in(face, size));
        Piece { text: run.text.clone(), face, wide }
    };
    line.runs.iter().map(piece).collect()
}

fn wide(line: &[Piece]) -> f32 {
    line.iter().map(|piece| piece.wide).sum()
}

fn size_in(face: Face, size: f32) -> f32 {
    if face == Face::Italic { size * ITALIC } else { size }
}

/// What is too long for two lines that can be read is shown two lines at a time, each pair for its
/// share of the caption's time.
fn page(scene: &Scene, spoken: &[Line], size: f32, width: f32) -> Vec<Line> {
    let text: Vec<String> = spoken.iter().map(Line::text).collect();
    let lines = scene.faces.lines(Face::Sans, &text.join(" "), size, width);
    let pages = lines.chunks(2).count();
    let at = (scene.caption_progress * pages as f32) as usize;
    let page = lines.chunks(2).nth(at.min(pages.saturating_sub(1))).unwrap_or_default();
    page.iter().map(Line::plain).collect()
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

/// What is shown now that captions lie over, where it is one picture.
fn picture(scene: &Scene) -> Rect {
    let layout = scene.layout;
    if share_of(View::Story, scene.moment) > 0.0 { layout.story.picture } else { layout.large }
}

/// What they lie over: the large picture, or the lowest versions where all are shown; as far as
/// that is on one screen, because no line crosses from one to another.
fn place(scene: &Scene) -> Option<Rect> {
    if share_of(View::Chorus, scene.moment) >= 0.5 {
        return lowest_row(scene, None);
    }
    on_one_screen(scene, picture(scene))
}

/// The part of a picture that is on the screen in its middle.
fn on_one_screen(scene: &Scene, over: Rect) -> Option<Rect> {
    let layout = scene.layout;
    let middle = over.middle();
    // A rim may lie in the very middle: then the screen beside it.
    let beside = [0.0, -over.w / 6.0, over.w / 6.0];
    let on = beside.iter().find_map(|aside| layout.screen_at((middle.0 + aside, middle.1)))?;
    let screen = layout.wall.screens.get(on)?;
    let (left, right) = (over.x.max(screen.x), over.right().min(screen.right()));
    Some(Rect { x: left, w: right - left, ..over })
}

/// What they lie over on a screen that the installation names: its part of the picture, or its
/// lowest versions, or all of it above the foot, unless that is full of words.
fn place_on(scene: &Scene, screen: usize) -> Option<Rect> {
    let bounds = *scene.layout.wall.screens.get(screen)?;
    let foot = scene.layout.foot.line * if scene.layout.foot.two_lines { 3.0 } else { 2.0 };
    let whole = Rect { h: (bounds.h - foot).max(1.0), ..bounds };
    if share_of(View::Chorus, scene.moment) >= 0.5 {
        return Some(lowest_row(scene, Some(screen)).unwrap_or(whole));
    }
    let over = picture(scene);
    let (x, y) = (over.x.max(bounds.x), over.y.max(bounds.y));
    let (right, bottom) = (over.right().min(bounds.right()), over.bottom().min(bounds.bottom()));
    let part = Rect { x, y, w: right - x, h: bottom - y };
    let covers = part.w > 0.0 && part.h > 0.0 && part.w * part.h > bounds.w * bounds.h * COVERED;
    let words = share_of(View::Story, scene.moment) > 0.0;
    if covers { Some(part) } else { Some(whole).filter(|_| !words) }
}

/// The lowest versions on this screen; without one, on that which has the one nearest to the middle
/// of them all.
fn lowest_row(scene: &Scene, on: Option<usize>) -> Option<Rect> {
    let (_, versions) = scene.layout.cells.split_first()?;
    let (_, versions) = versions.split_last()?;
    let screen = |cell: &Rect| scene.layout.screen_at(cell.middle());
    let mine = |cell: &&Rect| on.is_none() || screen(cell) == on;
    let versions = || versions.iter().filter(mine);
    let lowest = versions().map(Rect::bottom).fold(f32::NAN, f32::max);
    let row: Vec<&Rect> = versions().filter(|cell| lowest - cell.bottom() < cell.h / 2.0).collect();
    let left = row.iter().map(|cell| cell.x).fold(f32::NAN, f32::min);
    let right = row.iter().map(|cell| cell.right()).fold(f32::NAN, f32::max);
    let off = |cell: &&&Rect| (cell.middle().0 - f32::midpoint(left, right)).abs();
    let nearest = row.iter().min_by(|a, b| off(a).total_cmp(&off(b)))?;
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
    for set in sets(scene) {
        let Set { number, lines, size, ground } = set;
        for (row, line) in lines.into_iter().enumerate() {
            // One piece alone stands in the middle, however the type was rounded.
            let align = if line.len() == 1 { Align::Centre } else { Align::Left };
            let mut x = ground.x + (ground.w - wide(&line)) / 2.0;
            let middle = ground.y + (0.2 + LEADING * (row as f32 + 0.5)) * size;
            for (at, piece) in line.into_iter().enumerate() {
                let key = WordKey::Caption(number, row as u8, at as u8);
                let size = size_in(piece.face, size);
                words.push(Words {
                    colour: palette::BONE,
                    face: piece.face,
                    x,
                    y: middle,
                    middle: true,
                    width: piece.wide,
                    leading: LEADING,
                    align,
                    ..Words::label(key, piece.text, size)
                });
                x += piece.wide;
            }
        }
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
