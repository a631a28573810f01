//! What is written on the wall at a Moment, and where: pure, in pixels of the wall.

use bevy::color::Color;

use super::palette;
use super::still::still_area;
use crate::exhibit::Exhibit;
use crate::show::{Moment, View};
use crate::story;
use crate::wall::arrange::solo_share;
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
    /// Upper edge of its line.
    pub y: f32,
    /// Width of its column.
    pub width: f32,
    /// Where in the column it stands.
    pub align: Align,
    /// It is broken into lines where the column ends, and `y` is the middle of them.
    pub wrap: bool,
    /// Its figures are all equally wide.
    pub tabular: bool,
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
            Content::Inputs => inputs(&mut words, exhibit, moment, (pane, layout), language),
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

fn label_of(exhibit: &Exhibit, stop: usize, language: &str) -> story::Label {
    let end = |name: &str| story::Label { name: name.to_owned(), ..Default::default() };
    match stop {
        0 => end(story::the_inputs(language)),
        stop if stop > exhibit.versions.len() => end(story::the_next_one(language)),
        stop => story::version(exhibit, stop - 1, language),
    }
}

fn label(
    words: &mut Vec<Words>,
    exhibit: &Exhibit,
    layout: &Layout,
    pane: &Pane,
    stop: usize,
    language: &str,
) {
    let said = label_of(exhibit, stop, language);
    let name = Words {
        key: WordKey::Name(pane.key),
        text: String::new(),
        face: Face::Sans,
        size: layout.type_size,
        colour: palette::ASH.mix_towards(palette::BONE, pane.light),
        opacity: pane.opacity,
        x: pane.rect.x,
        y: pane.rect.y + pane.rect.h + layout.type_size * 0.42,
        width: pane.rect.w,
        align: Align::Left,
        wrap: false,
        tabular: false,
    };
    if !layout.labels_readable() {
        words.extend(lone_label(layout, pane, &said.name, name));
        return;
    }
    let size = name.size;
    let wide = about_wide(&said.name, size) + about_wide(&said.short_date, size) + size;
    words.push(Words { text: shortened(&said.name, size, pane.rect.w), ..name.clone() });
    if !said.short_date.is_empty() && wide < pane.rect.w {
        words.push(Words {
            key: WordKey::Date(pane.key),
            text: said.short_date,
            align: Align::Right,
            colour: palette::ASH,
            ..name
        });
    }
}

/// Labels too small to read are not shown, except the one in the light: in type of its own, if
/// there is room for it between the rows. Where there is none, the foot of the wall says it.
fn lone_label(layout: &Layout, pane: &Pane, said: &str, name: Words) -> Option<Words> {
    let size = layout.smallest_type();
    if pane.light <= 0.5 || layout.gap.1 < size * 1.3 {
        return None;
    }
    let width = about_wide(said, size);
    let (from, to) = (layout.foot.x, layout.foot.x + layout.foot.w - width);
    Some(Words {
        text: said.to_owned(),
        size,
        x: pane.rect.x.min(to).max(from),
        y: pane.rect.y + pane.rect.h + (layout.gap.1 - size * 1.2) / 2.0,
        width,
        ..name
    })
}

fn inputs(
    words: &mut Vec<Words>,
    exhibit: &Exhibit,
    moment: &Moment,
    (pane, layout): (&Pane, &Layout),
    language: &str,
) {
    let shot = &exhibit.shots[exhibit.shot_at(moment.film)];
    let Rect { x, y, w, h } = pane.rect;
    let margin = w * 0.05;
    let below = if shot.storyboard.is_some() { still_area(&pane.rect).h } else { 0.0 };
    let room = (w - 2.0 * margin, h - below - 2.0 * margin);
    let said = shot.script.get(language);
    let text = if said.is_empty() { shot.prompt.get(language) } else { said };
    let Some(size) = fitting(text, room, w * 0.062, layout.smallest_type()) else { return };
    words.push(Words {
        key: WordKey::Inside(pane.key),
        text: text.to_owned(),
        face: Face::Serif,
        size,
        colour: palette::BONE,
        opacity: pane.opacity,
        x: x + margin,
        y: y + below + margin + room.1 / 2.0,
        width: room.0,
        align: Align::Centre,
        wrap: true,
        tabular: false,
    });
}

/// The largest type, up to `most`, in which the text fits into the room; none if it would be too
/// small to read.
fn fitting(text: &str, room: (f32, f32), most: f32, least: f32) -> Option<f32> {
    if text.is_empty() {
        return None;
    }
    let sizes = (0..12).map(|step| most * 0.92_f32.powi(step));
    sizes.filter(|size| *size >= least).find(|size| {
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
    words.push(Words {
        key: WordKey::Inside(pane.key),
        text: story::the_next_one(language).to_owned(),
        face: Face::Serif,
        size: w * 0.034,
        colour: palette::BONE,
        opacity: pane.opacity,
        x,
        y: y + h / 2.0,
        width: w,
        align: Align::Centre,
        wrap: true,
        tabular: false,
    });
}

/// Film time, shot and version, whatever else is shown; and the title.
fn foot(
    words: &mut Vec<Words>,
    exhibit: &Exhibit,
    moment: &Moment,
    layout: &Layout,
    language: &str,
) {
    let line = story::status(exhibit, moment, language);
    // Set to the edges of what hangs above.
    let edges = layout.foot.lerp(&layout.solo, solo_share(moment));
    let (x, w, high) = (edges.x, edges.w, layout.foot_line());
    let size = (high * 0.62).max(10.0);
    let upright = layout.size.0 < layout.size.1;
    let (first, second) = (layout.foot.y, layout.foot.y + if upright { high * 1.1 } else { 0.0 });
    // Figures change sixty times a second: the time has a box of its own, and nothing wobbles.
    let time_w = 4.45 * size;
    let gap = size * 1.4;
    let shot = [line.run, format!("{} {}", line.shot, line.title)];
    let shot = shot.iter().filter(|part| !part.trim().is_empty());
    let shot = shot.map(String::as_str).collect::<Vec<_>>().join("   ");
    let shot = shortened(&shot, size, w * 0.36);
    let title = shortened(exhibit.title.get(language), size, w * 0.3);
    let mixed = match line.mixed_with.as_str() {
        "" => String::new(),
        other => format!(" → {other}"),
    };
    let version = format!("{}{mixed}{}", line.version, place_among(exhibit, moment, language));
    let sides = about_wide(&title, size).max(about_wide(&shot, size) + gap + time_w) + gap;
    let middle_w = if upright { w - time_w - gap } else { w - 2.0 * sides };
    let at = Words {
        key: WordKey::Foot(0),
        text: title,
        face: Face::Serif,
        size: size * 1.12,
        colour: palette::ASH,
        opacity: 1.0,
        x,
        // Two faces on one line: this much lower, their feet are level.
        y: second + size * 0.03,
        width: w,
        align: Align::Left,
        wrap: false,
        tabular: false,
    };
    let sans = Words { face: Face::Sans, size, y: second + size * 0.1, ..at.clone() };
    let shot_w = if upright { w } else { w - time_w - gap };
    words.push(at);
    words.push(Words {
        key: WordKey::Foot(1),
        text: shortened(&version, size, middle_w),
        colour: palette::BONE,
        align: if upright { Align::Left } else { Align::Centre },
        y: first + size * 0.1,
        ..sans.clone()
    });
    words.push(Words {
        key: WordKey::Foot(2),
        text: shot,
        align: Align::Right,
        width: shot_w,
        ..sans.clone()
    });
    words.push(Words {
        key: WordKey::Foot(3),
        text: line.time,
        colour: palette::BONE,
        x: x + w - time_w,
        y: first + size * 0.1,
        width: time_w,
        align: if upright { Align::Right } else { Align::Left },
        tabular: true,
        ..sans
    });
}

/// Alone on the wall, a version's date and its place among the others are said beside its name.
fn place_among(exhibit: &Exhibit, moment: &Moment, language: &str) -> String {
    let nearest = moment.along.round();
    let all = exhibit.versions.len();
    if moment.view != View::Solo || nearest < 1.0 || nearest > all as f64 {
        return String::new();
    }
    let number = nearest as usize;
    let date = story::version(exhibit, number - 1, language).date;
    let date = if date.is_empty() { String::new() } else { format!("   {date}") };
    format!("{date}   {number}/{all}")
}

trait MixTowards {
    fn mix_towards(self, other: Self, amount: f32) -> Self;
}

impl MixTowards for Color {
    fn mix_towards(self, other: Self, amount: f32) -> Self {
        bevy::color::Mix::mix(&self, &other, amount.clamp(0.0, 1.0))
    }
}
