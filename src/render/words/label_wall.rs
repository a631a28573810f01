//! The label wall: what there is to say of the version at the position, of the hand behind it,
//! and of the present shot.

use super::{Face, Scene, WordKey, Words, curves};
use crate::exhibit::Version;
use crate::render::palette;
use crate::show::View;
use crate::story;
use crate::story::notes::{self, Field};
use crate::wall::Rect;
use crate::wall::arrange::share_of;
use crate::wall::label_wall::Section;

/// Writes it.
pub fn say(scene: &Scene, words: &mut Vec<Words>) {
    let share = share_of(View::Story, scene.moment);
    if share <= 0.0 {
        return;
    }
    // Words come when the panes have arrived, and go before they leave.
    let share = (share * 4.0 - 3.0).max(0.0);
    for (column, (rect, sections)) in scene.layout.story.columns.iter().enumerate() {
        let mut paragraphs = Vec::new();
        for section in sections {
            if !paragraphs.is_empty() {
                paragraphs.push(Paragraph::space(1.0));
            }
            match section {
                Section::Version => version(scene, share, &mut paragraphs),
                Section::Hand => hand(scene, share, &mut paragraphs),
                Section::Shot => shot(scene, share, &mut paragraphs),
            }
        }
        // The curves have the foot of the first column.
        let rect = if column == 0 { curves::above(scene, rect) } else { *rect };
        set(scene, column as u8, &rect, (paragraphs, type_size(scene, &rect, sections)), words);
    }
}

/// The size of a column's type: on a large wall, larger than what can just be read. A column holds
/// so many letters of each section, each half a size wide on lines 1.35 sizes apart; and a line
/// holds at least about forty. It depends on no text, so that nothing changes size from version to
/// version.
fn type_size(scene: &Scene, rect: &Rect, sections: &[Section]) -> f32 {
    let letters = |section: &Section| match section {
        Section::Version => 620.0,
        Section::Hand => 700.0,
        Section::Shot => 560.0,
    };
    let letters: f32 = sections.iter().map(letters).sum();
    let size = (rect.w * rect.h / (letters * 0.5 * 1.35)).sqrt();
    size.min(rect.w / 20.0).max(scene.type_size())
}

/// A piece of text that is set in as many lines as it needs or may have.
struct Paragraph {
    text: String,
    face: Face,
    /// In sizes of the smallest type.
    size: f32,
    leading: f32,
    colour: bevy::color::Color,
    opacity: f32,
    /// Space above it, in sizes of the smallest type.
    above: f32,
    /// Lines that it keeps whatever else there is to say; lines beyond them are given up, from
    /// the last paragraph to the first.
    least: usize,
    /// It gives up its lines before others do.
    yields: bool,
    /// The parts of a list, of which whole ones are left out rather than words; else none.
    parts: Vec<String>,
}

impl Paragraph {
    fn new(text: impl Into<String>, face: Face, opacity: f32) -> Self {
        Self {
            text: text.into(),
            face,
            size: 1.0,
            leading: 1.3,
            colour: palette::BONE,
            opacity,
            above: 0.0,
            least: 1,
            yields: false,
            parts: Vec::new(),
        }
    }

    fn list(parts: Vec<String>, face: Face, opacity: f32) -> Self {
        Self { parts: parts.clone(), ..Self::new(parts.join(BETWEEN), face, opacity) }
    }

    fn space(above: f32) -> Self {
        Self { above, least: 0, ..Self::new("", Face::Sans, 0.0) }
    }

    fn heading(text: &str, opacity: f32) -> Self {
        Self { colour: palette::EMBER, above: 0.55, ..Self::new(text, Face::Medium, opacity) }
    }
}

fn version(scene: &Scene, share: f32, paragraphs: &mut Vec<Paragraph>) {
    let opacity = share * scene.settled();
    let Some(version) = scene.version() else {
        let name = story::stop_name(scene.exhibit, scene.moment.mix.nearest(), scene.language);
        let size = 2.1;
        paragraphs.push(Paragraph {
            size,
            leading: 1.15,
            ..Paragraph::new(name, Face::Serif, opacity)
        });
        let tagline = scene.exhibit.tagline.get(scene.language);
        paragraphs.push(Paragraph {
            size: 1.25,
            above: 0.4,
            ..Paragraph::new(tagline, Face::Italic, opacity)
        });
        stand_in(scene, opacity, paragraphs);
        return;
    };
    let said = notes::version(scene.exhibit, version, scene.language);
    let size = 2.1;
    paragraphs.push(Paragraph {
        size,
        leading: 1.15,
        ..Paragraph::new(&said.name, Face::Serif, opacity)
    });
    // The model is named once: where the version has a name of its own.
    let model = if said.model == said.name { "" } else { said.model.as_str() };
    let date =
        if scene.exhibit.generation_of(version).released.is_some() { &said.date } else { "" };
    let made = [model, said.maker.as_str(), date];
    let made: Vec<&str> = made.into_iter().filter(|part| !part.is_empty()).collect();
    let made = Paragraph::new(made.join(" · "), Face::Sans, opacity);
    paragraphs.push(Paragraph { colour: palette::ASH, above: 0.15, ..made });
    // What a film that is not there yet will say of itself is awaited.
    if said.note.written || scene.exhibit.stand_in.is_some() {
        let note = Paragraph::new(said.note.lines.join("\n"), Face::Serif, opacity);
        paragraphs.push(Paragraph { size: 1.22, above: 0.5, least: 2, ..note });
    }
    if said.tools.written {
        let tools = Paragraph::list(said.tools.lines, Face::Sans, opacity);
        paragraphs.push(Paragraph { colour: palette::ASH, above: 0.5, yields: true, ..tools });
    }
    if let Some(known) = scene.vouched.get(version).and_then(Option::as_ref) {
        let said = Paragraph::new(story::vouched(known, scene.language), Face::Sans, opacity);
        paragraphs.push(Paragraph { colour: palette::ASH, above: 0.5, ..said });
    }
    stand_in(scene, opacity, paragraphs);
}

/// A film that is not the artist's says so.
fn stand_in(scene: &Scene, opacity: f32, paragraphs: &mut Vec<Paragraph>) {
    if let Some(said) = notes::stand_in(scene.exhibit, scene.language) {
        let said = Paragraph::new(said, Face::Sans, opacity);
        // Never shortened while anything else can be.
        paragraphs.push(Paragraph { colour: palette::ASH, above: 0.5, least: 4, ..said });
    }
}

/// Beyond the versions there is no hand to tell of, but of those whose hands they are.
fn credits(scene: &Scene, opacity: f32, paragraphs: &mut Vec<Paragraph>) {
    for credit in &scene.exhibit.credits {
        let (role, name) = (credit.role.get(scene.language), credit.name.get(scene.language));
        let said = Paragraph::new(format!("{role}: {name}"), Face::Sans, opacity);
        paragraphs.push(Paragraph { colour: palette::ASH, above: 0.3, yields: true, ..said });
    }
}

fn hand(scene: &Scene, share: f32, paragraphs: &mut Vec<Paragraph>) {
    let opacity = share * scene.settled();
    let Some(version) = scene.version() else {
        credits(scene, opacity, paragraphs);
        return;
    };
    // An exhibit that says nothing of the hand at all awaits nothing.
    let says = |version: &Version| {
        [&version.gained, &version.lost, &version.kept].iter().any(|text| !text.is_empty())
    };
    if !scene.exhibit.versions.iter().any(says) {
        return;
    }
    let said = notes::version(scene.exhibit, version, scene.language);
    for Field { heading, lines, written } in [said.gained, said.lost, said.kept] {
        paragraphs.push(Paragraph::heading(heading, opacity));
        let face = if written { Face::Serif } else { Face::Italic };
        let colour = if written { palette::BONE } else { palette::ASH };
        let said = Paragraph::new(lines.join("\n"), face, opacity);
        paragraphs.push(Paragraph { size: 1.22, colour, ..said });
    }
}

fn shot(scene: &Scene, share: f32, paragraphs: &mut Vec<Paragraph>) {
    let said = story::inputs(scene.exhibit, scene.moment, scene.language);
    if !said.script.is_empty() {
        let script = Paragraph::new(&said.script, Face::Italic, share);
        paragraphs.push(Paragraph { size: 1.32, least: 2, ..script });
    }
    if !said.prompt.is_empty() {
        let prompt = Paragraph::new(&said.prompt, Face::Sans, share);
        paragraphs.push(Paragraph { colour: palette::ASH, above: 0.35, yields: true, ..prompt });
    }
}

/// Between the parts of a list.
const BETWEEN: &str = "; ";

/// As many parts of a list as have room in so many lines; at least the beginning of the first.
fn first_parts(scene: &Scene, list: &Paragraph, size: f32, width: f32, most: usize) -> Vec<String> {
    let parts = &list.parts;
    (1..=parts.len())
        .rev()
        .map(|count| scene.faces.lines(list.face, &parts[..count].join(BETWEEN), size, width))
        .find(|set| set.len() <= most)
        .unwrap_or_else(|| scene.faces.first_lines(list.face, &parts[0], (size, width), most))
}

/// Sets paragraphs one beneath the other; where they do not fit, lines are given up until they do.
fn set(
    scene: &Scene,
    column: u8,
    rect: &Rect,
    (paragraphs, type_size): (Vec<Paragraph>, f32),
    words: &mut Vec<Words>,
) {
    let size = |paragraph: &Paragraph| (paragraph.size * type_size).round();
    let all_lines = |paragraph: &Paragraph| {
        scene.faces.lines(paragraph.face, &paragraph.text, size(paragraph), rect.w).len()
    };
    let mut counts: Vec<usize> = paragraphs.iter().map(all_lines).collect();
    let height = |counts: &[usize]| -> f32 {
        let each =
            paragraphs.iter().zip(counts).filter(|(p, count)| **count > 0 || p.text.is_empty());
        each.map(|(p, count)| p.above * type_size + *count as f32 * p.leading * size(p)).sum()
    };
    // A list keeps whole parts or nothing.
    let least = |index: usize| {
        let paragraph: &Paragraph = &paragraphs[index];
        match paragraph.parts.first() {
            Some(first) => scene.faces.lines(paragraph.face, first, size(paragraph), rect.w).len(),
            None => paragraph.least,
        }
    };
    // First the lines of those that yield, the longest first, and then all of them, from the end;
    // only then lines of the others beyond what each must keep, and at last whole paragraphs.
    let full = counts.clone();
    for (yielding, whole) in [(true, false), (true, true), (false, false), (false, true)] {
        while height(&counts) > rect.h {
            let may = |index: &usize| {
                let keeps = if whole { 0 } else { least(*index) };
                paragraphs[*index].yields == yielding && counts[*index] > keeps
            };
            let candidates = (0..counts.len()).filter(may);
            let Some(index) = candidates.max_by_key(|index| (counts[*index], *index)) else {
                break;
            };
            counts[index] = if whole { 0 } else { counts[index] - 1 };
        }
    }
    // What became free is given back, a line at a time, to those that do not yield.
    while let Some(index) = (0..counts.len()).find(|index| {
        let mut more = counts.clone();
        more[*index] += 1;
        !paragraphs[*index].yields && counts[*index] < full[*index] && height(&more) <= rect.h
    }) {
        counts[index] += 1;
    }
    // A heading without what it heads says nothing.
    for index in 1..counts.len() {
        if paragraphs[index - 1].face == Face::Medium && counts[index] == 0 {
            counts[index - 1] = 0;
        }
    }
    let mut y = rect.y;
    for (index, (paragraph, count)) in paragraphs.iter().zip(counts).enumerate() {
        if paragraph.text.is_empty() {
            y += paragraph.above * type_size;
            continue;
        }
        if count == 0 {
            continue;
        }
        y += paragraph.above * type_size;
        let size = size(paragraph);
        let set = if paragraph.parts.is_empty() {
            scene.faces.first_lines(paragraph.face, &paragraph.text, (size, rect.w), count)
        } else {
            first_parts(scene, paragraph, size, rect.w, count)
        };
        words.push(Words {
            face: paragraph.face,
            leading: paragraph.leading,
            colour: paragraph.colour,
            opacity: paragraph.opacity,
            x: rect.x,
            y,
            width: rect.w,
            ..Words::label(WordKey::Paragraph(column, index as u8), set.join("\n"), size)
        });
        // A list may have left out a part that would have begun within its room.
        y += set.len() as f32 * paragraph.leading * size;
    }
}
