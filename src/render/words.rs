//! What is written on the wall at a Moment, and where: pure, in pixels of the wall.

use bevy::color::Color;

use super::palette;
use super::still::still_area;
use crate::exhibit::Exhibit;
use crate::show::{Moment, View};
use crate::story;
use crate::wall::layout::SMALLEST_TYPE;
use crate::wall::{Content, Layout, Pane, PaneKey, Rect};

/// One piece of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Which piece it is, from tick to tick.
    pub key: WordKey,
    /// What it says.
    pub text: String,
    /// Its typeface.
    pub face: Face,
    /// Its size in pixels.
    pub size: f32,
    /// Its colour, without opacity.
    pub colour: Color,
    /// 1 is all there.
    pub opacity: f32,
    /// Left edge of its column.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width of its column.
    pub width: f32,
    /// Where in the column it stands.
    pub align: Align,
    /// It is broken into lines where the column ends.
    pub wrap: bool,
}

/// Which piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordKey {
    /// The name under a pane.
    Name(PaneKey),
    /// The date under a pane.
    Date(PaneKey),
    /// What stands in an inputs pane or in the empty one.
    Inside(PaneKey),
    /// At the foot of the wall, left, middle and right.
    Foot(u8),
}

/// A typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// For titles and what is said.
    Serif,
    /// For labels.
    Sans,
}

/// A place in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At its left edge.
    Left,
    /// In its middle.
    Centre,
    /// At its right edge.
    Right,
}

/// Everything that is written at this Moment.
pub fn say(
    exhibit: &Exhibit,
    moment: &Moment,
    layout: &Layout,
    panes: &[Pane],
    language: &str,
) -> Vec<Words> {
    let mut words = Vec::new();
    for pane in panes {
        match pane.content {
            Content::Film { .. } => {}
            Content::Inputs => inputs(&mut words, exhibit, moment, pane, language),
            Content::Next => next(&mut words, pane, language),
        }
        if let PaneKey::Cell(stop) = pane.key {
            label(&mut words, exhibit, layout, pane, stop, language);
        }
    }
    foot(&mut words, exhibit, moment, layout, language);
    words
}

/// Mean advance of a letter of Inter, as a share of its size.
const ADVANCE: f32 = 0.53;

/// Rough width of a text: enough to keep two texts apart, shaping decides the rest.
fn about_wide(text: &str, size: f32) -> f32 {
    text.chars().count() as f32 * size * ADVANCE
}

/// The text, shortened to about this width.
fn shortened(text: &str, size: f32, width: f32) -> String {
    let room = (width / (size * ADVANCE)).floor().max(1.0) as usize;
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn label(
    words: &mut Vec<Words>,
    exhibit: &Exhibit,
    layout: &Layout,
    pane: &Pane,
    stop: usize,
    language: &str,
) {
    let last = exhibit.versions.len() + 1;
    let said = match stop {
        0 => story::Label { name: story::the_inputs(language).to_owned(), ..Default::default() },
        stop if stop == last => {
            story::Label { name: story::the_next_one(language).to_owned(), ..Default::default() }
        }
        stop => story::version(exhibit, stop - 1, language),
    };
    // Labels too small to read are not shown, except the one in the light.
    let size = if layout.labels_readable() {
        layout.type_size
    } else if pane.light > 0.5 {
        SMALLEST_TYPE * 1.2
    } else {
        return;
    };
    let lit = palette::ASH.mix_towards(palette::BONE, pane.light);
    let at = Words {
        key: WordKey::Name(pane.key),
        text: String::new(),
        face: Face::Sans,
        size,
        colour: lit,
        opacity: pane.opacity,
        x: pane.rect.x,
        y: pane.rect.y + pane.rect.h + size * 0.42,
        width: pane.rect.w,
        align: Align::Left,
        wrap: false,
    };
    let name_width = about_wide(&said.name, size);
    let date_fits =
        !said.date.is_empty() && name_width + about_wide(&said.date, size) + size < pane.rect.w;
    words.push(Words { text: shortened(&said.name, size, pane.rect.w), ..at.clone() });
    if date_fits {
        words.push(Words {
            key: WordKey::Date(pane.key),
            text: said.date,
            align: Align::Right,
            colour: palette::ASH,
            ..at
        });
    }
}

fn inputs(words: &mut Vec<Words>, exhibit: &Exhibit, moment: &Moment, pane: &Pane, language: &str) {
    let shot = &exhibit.shots[exhibit.shot_at(moment.film)];
    let Rect { x, y, w, h } = pane.rect;
    let margin = w * 0.05;
    let below = if shot.storyboard.is_some() { still_area(&pane.rect).h } else { 0.0 };
    let room = (w - 2.0 * margin, h - below - 2.0 * margin);
    let said = shot.script.get(language);
    let text = if said.is_empty() { shot.prompt.get(language) } else { said };
    let Some(size) = fitting(text, room, w * 0.062) else { return };
    let lines = (about_wide(text, size) * 0.86 / room.0).ceil().max(1.0);
    words.push(Words {
        key: WordKey::Inside(pane.key),
        text: text.to_owned(),
        face: Face::Serif,
        size,
        colour: palette::BONE,
        opacity: pane.opacity,
        x: x + margin,
        y: y + below + margin + ((room.1 - lines * size * 1.3) / 2.0).max(0.0),
        width: room.0,
        align: Align::Centre,
        wrap: true,
    });
}

/// The largest type, up to `most`, in which the text fits into the room; none if it would be too
/// small to read.
fn fitting(text: &str, room: (f32, f32), most: f32) -> Option<f32> {
    if text.is_empty() {
        return None;
    }
    let sizes = (0..12).map(|step| most * 0.92_f32.powi(step));
    sizes.filter(|size| *size >= SMALLEST_TYPE).find(|size| {
        let lines = (about_wide(text, *size) * 0.95 / room.0).ceil();
        lines * size * 1.3 <= room.1
    })
}

fn next(words: &mut Vec<Words>, pane: &Pane, language: &str) {
    let Rect { x, y, w, h } = pane.rect;
    // In the chorus its label says it; large, it is said in the light.
    if matches!(pane.key, PaneKey::Cell(_)) {
        return;
    }
    let size = w * 0.034;
    words.push(Words {
        key: WordKey::Inside(pane.key),
        text: story::the_next_one(language).to_owned(),
        face: Face::Serif,
        size,
        colour: palette::BONE,
        opacity: pane.opacity,
        x,
        y: y + h / 2.0 - size * 0.7,
        width: w,
        align: Align::Centre,
        wrap: false,
    });
}

fn foot(
    words: &mut Vec<Words>,
    exhibit: &Exhibit,
    moment: &Moment,
    layout: &Layout,
    language: &str,
) {
    let line = story::status(exhibit, moment, language);
    let title = exhibit.title.get(language).to_owned();
    let mixed = if line.mixed_with.is_empty() {
        String::new()
    } else {
        format!(" → {}", line.mixed_with)
    };
    let middle = format!("{}{mixed}", line.version);
    let right = [line.run, format!("{} {}", line.shot, line.title), line.time];
    let right = right.iter().filter(|part| !part.trim().is_empty());
    let right = right.map(String::as_str).collect::<Vec<_>>().join("   ");
    let foot = layout.foot;
    let size = (foot.h * 0.62).max(SMALLEST_TYPE);
    let at = Words {
        key: WordKey::Foot(0),
        text: title,
        face: Face::Serif,
        size: size * 1.12,
        colour: palette::BONE,
        opacity: 1.0,
        x: foot.x,
        y: foot.y,
        width: foot.w,
        align: Align::Left,
        wrap: false,
    };
    let sans = |key: u8, text: String, align: Align| Words {
        key: WordKey::Foot(key),
        text,
        align,
        face: Face::Sans,
        size,
        y: foot.y + size * 0.1,
        colour: if moment.view == View::Solo && align == Align::Centre {
            palette::BONE
        } else {
            palette::ASH
        },
        ..at.clone()
    };
    let others = [sans(1, middle, Align::Centre), sans(2, right, Align::Right)];
    words.extend(others);
    words.push(at);
}

trait MixTowards {
    fn mix_towards(self, other: Self, amount: f32) -> Self;
}

impl MixTowards for Color {
    fn mix_towards(self, other: Self, amount: f32) -> Self {
        bevy::color::Mix::mix(&self, &other, amount.clamp(0.0, 1.0))
    }
}
