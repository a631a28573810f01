//! What the label wall says of a version and of an influence.

use super::{base, released};
use crate::exhibit::{Direction, Exhibit, Influence, SoundOf, StandIn, Text, Tool};

/// Something to say under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// What it is called.
    pub heading: &'static str,
    /// What is written, one line for each tool, one for anything else; where nothing is written,
    /// that it awaits the artist.
    pub lines: Vec<String>,
    /// Something is written.
    pub written: bool,
}

/// What is said of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionNotes {
    /// Its name.
    pub name: String,
    /// The model that made it.
    pub model: String,
    /// Who made the model; empty where it is not written.
    pub maker: String,
    /// When the model was released, in words, also where that is not known.
    pub date: String,
    /// The artist's own tools and what each was for.
    pub tools: Field,
    /// A line about it.
    pub note: Field,
    /// What it gained over the version before it.
    pub gained: Field,
    /// What it lost.
    pub lost: Field,
    /// What was kept though imperfect.
    pub kept: Field,
}

/// What is said of an influence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InfluenceNotes {
    /// Who learnt from whom.
    pub direction: &'static str,
    /// When, in words: one date, or from when to when.
    pub date: String,
    /// What it is, in a few words.
    pub title: String,
    /// The same in a sentence; empty where it is not written.
    pub text: String,
    /// Where it is published.
    pub source: String,
}

/// What is said of a version, by its place in the exhibit; nothing of one that is not there.
pub fn version(exhibit: &Exhibit, version: usize, language: &str) -> VersionNotes {
    let Some(known) = exhibit.versions.get(version) else { return VersionNotes::default() };
    let generation = exhibit.generation_of(version);
    let words = Words::of(language);
    let tools = known.tools.iter().map(|tool| tool_line(tool, language)).collect();
    VersionNotes {
        name: super::version(exhibit, version, language).name,
        model: generation.name.get(base(language)).to_owned(),
        maker: generation.maker.get(base(language)).to_owned(),
        date: generation
            .released
            .map_or_else(|| words.undated.to_owned(), |date| released(date, language)),
        tools: field(words.tools, tools, words),
        note: text(words.note, &known.note, language),
        gained: text(words.gained, &known.gained, language),
        lost: text(words.lost, &known.lost, language),
        kept: text(words.kept, &known.kept, language),
    }
}

/// What is said of an influence.
pub fn influence(influence: &Influence, language: &str) -> InfluenceNotes {
    let words = Words::of(language);
    let from = released(influence.from, language);
    let to = influence.to.map(|to| released(to, language)).filter(|to| *to != from);
    InfluenceNotes {
        direction: match influence.direction {
            Direction::ModelToHand => words.model_to_hand,
            Direction::HandToModel => words.hand_to_model,
        },
        date: to.map_or_else(|| from.clone(), |to| format!("{from} – {to}")),
        title: influence.title.get(base(language)).to_owned(),
        text: influence.text.get(base(language)).to_owned(),
        source: influence.source.clone(),
    }
}

/// What is said of a film that this project drew in the place of the artist's; none where the
/// exhibit names no stand-in.
pub fn stand_in(exhibit: &Exhibit, language: &str) -> Option<&'static str> {
    let words = Words::of(language);
    exhibit.stand_in.map(|of| match of {
        StandIn::TheKiss => words.stand_in,
        StandIn::TheFace => words.drawn,
    })
}

/// The title at the foot of the wall. Of a film that stands in for the artist's it says so, and of
/// one without sound, so that nobody looks for it: museums ask for that (Smithsonian Guidelines for
/// Accessible Exhibition Design, "Audiovisuals and interactives").
pub fn title(exhibit: &Exhibit, language: &str) -> String {
    let words = Words::of(language);
    let mut title = exhibit.title.get(base(language)).to_owned();
    let silent = exhibit.sound == SoundOf::Silent;
    let stands_in = match exhibit.stand_in {
        Some(StandIn::TheFace) => words.in_code,
        _ => words.stands_in,
    };
    for (is_so, word) in [(exhibit.stand_in.is_some(), stands_in), (silent, words.silent)] {
        if is_so {
            title.push_str(" · ");
            title.push_str(word);
        }
    }
    title
}

/// What the two strands of the ribbon are called: the model and the hand.
pub fn strands(language: &str) -> (&'static str, &'static str) {
    let words = Words::of(language);
    (words.model, words.hand)
}

/// A tool and what it was for, on one line, with the dash of the language.
fn tool_line(tool: &Tool, language: &str) -> String {
    let dash = Words::of(language).dash;
    match tool.used_for.get(base(language)) {
        "" => tool.name.clone(),
        used_for => format!("{} {dash} {used_for}", tool.name),
    }
}

fn text(heading: &'static str, text: &Text, language: &str) -> Field {
    let written = text.get(base(language)).trim();
    let lines = if written.is_empty() { Vec::new() } else { vec![written.to_owned()] };
    field(heading, lines, Words::of(language))
}

fn field(heading: &'static str, mut lines: Vec<String>, words: &Words) -> Field {
    let written = !lines.is_empty();
    if !written {
        lines.push(words.awaiting.to_owned());
    }
    Field { heading, lines, written }
}

/// The wall's own words.
struct Words {
    tools: &'static str,
    note: &'static str,
    gained: &'static str,
    lost: &'static str,
    kept: &'static str,
    awaiting: &'static str,
    stand_in: &'static str,
    drawn: &'static str,
    in_code: &'static str,
    stands_in: &'static str,
    silent: &'static str,
    undated: &'static str,
    model: &'static str,
    hand: &'static str,
    model_to_hand: &'static str,
    hand_to_model: &'static str,
    dash: &'static str,
}

const ENGLISH: Words = Words {
    tools: "tools",
    note: "note",
    gained: "gained",
    lost: "lost",
    kept: "kept, though imperfect",
    awaiting: "awaiting the artist",
    stand_in: "A stand-in for the artist's film, drawn by Palimpsest itself",
    drawn: "Drawn by Palimpsest itself, in code; no model made any of it",
    in_code: "drawn in code",
    stands_in: "a stand-in",
    silent: "silent",
    undated: "date not known",
    model: "the model",
    hand: "the hand",
    model_to_hand: "from the model to the hand",
    hand_to_model: "from the hand to the model",
    dash: "–",
};

const RUSSIAN: Words = Words {
    tools: "инструменты",
    note: "примечание",
    gained: "приобретено",
    lost: "утрачено",
    kept: "сохранено при всём несовершенстве",
    awaiting: "слово за автором",
    stand_in: "Пока вместо фильма автора — рисунок самой программы Palimpsest",
    drawn: "Нарисовано самой программой Palimpsest, кодом, без всякой модели",
    in_code: "нарисовано кодом",
    stands_in: "временная замена",
    silent: "без звука",
    undated: "дата неизвестна",
    model: "модель",
    hand: "рука",
    model_to_hand: "от модели к руке",
    hand_to_model: "от руки к модели",
    dash: "—",
};

impl Words {
    /// Of a language; English for those that are not here.
    fn of(language: &str) -> &'static Self {
        if base(language) == "ru" { &RUSSIAN } else { &ENGLISH }
    }
}

#[cfg(test)]
mod tests;
