//! From the tables of the file to what was written: kinds of values, units and spelling.
//!
//! What refers to something else in the file is looked up later, in `resolve.rs`.

use toml::de::DeValue;

use super::curves::curves;
use super::quantity::{self, BadRate};
use super::raw::{
    RawColour, RawCredit, RawExhibit, RawGeneration, RawInfluence, RawShot, RawTool, RawTypeface,
    RawVersion, Written,
};
use super::read_shots::{at, clips};
use super::read_takes::{drafts, takes};
use super::section::{Reader, Section, Value, kind};
use super::{Direction, Fit, Framing, Released, SoundOf, StandIn, keys, read_rights};
use crate::diagnostic::quoted;
use crate::rendition::{Matrix, Range, Siting};
use crate::timeline::{FilmTime, Rate};

/// The most shots, generations, versions, credits, influences, or takes of one shot.
pub const MOST: usize = 400;

/// The most tools of a version: its label has a place for so many.
pub const MOST_TOOLS: usize = 12;

pub(super) const FITS: &[(&str, Fit)] =
    &[("stretch", Fit::Stretch), ("hold", Fit::Hold), ("loop", Fit::Loop), ("cut", Fit::Cut)];
pub(super) const FRAMINGS: &[(&str, Framing)] =
    &[("contain", Framing::Contain), ("cover", Framing::Cover), ("true", Framing::True)];
pub(super) const MATRICES: &[(&str, Matrix)] =
    &[("bt601", Matrix::Bt601), ("bt709", Matrix::Bt709), ("bt2020", Matrix::Bt2020)];
pub(super) const RANGES: &[(&str, Range)] = &[("limited", Range::Limited), ("full", Range::Full)];
pub(super) const SOUNDS: &[(&str, SoundOf)] = &[
    ("follow", SoundOf::Follow),
    ("common", SoundOf::Common),
    ("common + follow", SoundOf::CommonAndFollow),
    ("silent", SoundOf::Silent),
];
pub(super) const STAND_INS: &[(&str, StandIn)] =
    &[("the-kiss", StandIn::TheKiss), ("the-face", StandIn::TheFace)];
pub(super) const DIRECTIONS: &[(&str, Direction)] =
    &[("model-to-hand", Direction::ModelToHand), ("hand-to-model", Direction::HandToModel)];
pub(super) const SITINGS: &[(&str, Siting)] =
    &[("left", Siting::Left), ("centre", Siting::Centre), ("top-left", Siting::TopLeft)];

/// The whole file.
pub fn exhibit<'t>(root: &Section<'_, 't>) -> RawExhibit {
    let reader = root.reader;
    let each = |key: &str| root.tables(key, MOST);
    RawExhibit {
        title: root.required_text("title", r#"title = "The title of the piece""#),
        tagline: root.text("tagline"),
        invitation: root.text("invitation"),
        length: root
            .require("length", "length = 48  # seconds")
            .and_then(|value| seconds(root, "length", value)),
        stand_in: root.choice("stand-in", STAND_INS),
        sound: root.choice("sound", SOUNDS),
        captions: root.text("captions"),
        credentials: root.choice("credentials", &[("shown", true), ("hidden", false)]),
        curves: curves(root, "curves"),
        caption_encoding: root.word("caption-encoding", r#"caption-encoding = "windows-1251""#),
        typeface: root.get("typeface").and_then(|value| typeface(root, value)),
        credit: each("credit").into_iter().filter_map(|value| credit(reader, value)).collect(),
        shot: each("shot").into_iter().filter_map(|value| shot(reader, value)).collect(),
        generation: each("generation")
            .into_iter()
            .filter_map(|value| generation(reader, value))
            .collect(),
        version: each("version").into_iter().filter_map(|value| version(reader, value)).collect(),
        influence: each("influence")
            .into_iter()
            .filter_map(|value| influence(reader, value))
            .collect(),
    }
}

fn credit<'t>(reader: &Reader<'t>, value: &Value<'t>) -> Option<RawCredit> {
    let section = reader.section(value, "this [[credit]]", keys::CREDIT)?;
    Some(RawCredit {
        role: section.required_text("role", r#"role = "Film""#),
        name: section.required_text("name", r#"name = "A name""#),
    })
}

fn shot<'t>(reader: &Reader<'t>, value: &Value<'t>) -> Option<RawShot> {
    let section = reader.section(value, named("shot", value), keys::SHOT)?;
    Some(RawShot {
        id: section.require("id", r#"id = "march""#).and_then(|value| id(&section, "id", value)),
        start: section
            .require("start", "start = 12.5  # seconds")
            .and_then(|value| seconds(&section, "start", value)),
        title: section.text("title"),
        prompt: section.text("prompt"),
        script: section.text("script"),
        voice: section.word("voice", r#"voice = "inputs/march.wav""#),
        storyboard: section.word("storyboard", r#"storyboard = "inputs/march.png""#),
        drafts: section.get("drafts").map(|value| drafts(&section, value)).unwrap_or_default(),
        header: section.header.clone(),
    })
}

fn generation<'t>(reader: &Reader<'t>, value: &Value<'t>) -> Option<RawGeneration> {
    let section = reader.section(value, named("generation", value), keys::GENERATION)?;
    Some(RawGeneration {
        id: section.require("id", r#"id = "sora""#).and_then(|value| id(&section, "id", value)),
        name: section.required_text("name", r#"name = "Sora""#),
        maker: section.text("maker"),
        released: section.get("released").and_then(|value| date(&section, "released", value)),
        header: section.header.clone(),
    })
}

fn version<'t>(reader: &Reader<'t>, value: &Value<'t>) -> Option<RawVersion> {
    let section = reader.section(value, named("version", value), keys::VERSION)?;
    let raw = RawVersion {
        id: section.get("id").and_then(|value| id(&section, "id", value)),
        generation: section
            .require("generation", r#"generation = "sora"  # the id of a [[generation]]"#)
            .and_then(|value| id(&section, "generation", value)),
        name: section.text("name"),
        note: section.text("note"),
        tools: section.get("tools").map(|value| tools(&section, value)).unwrap_or_default(),
        gained: section.text("gained"),
        captions: section.text("captions"),
        spoken: section.text("spoken"),
        rights: section.get("rights").and_then(|value| read_rights::rights(&section, value)),
        lost: section.text("lost"),
        kept: section.text("kept"),
        frame: section.choice("frame", FRAMINGS),
        file: section.word("file", r#"file = "whole-film.mp4""#),
        at: section.get("at").and_then(|value| at(&section, value)),
        clips: section.get("clips").and_then(|value| clips(&section, value)),
        card: section.get("card").and_then(|value| rate(&section, value)),
        fit: section.choice("fit", FITS),
        colour: section.get("colour").and_then(|value| colour(&section, value)),
        takes: section.get("takes").map(|value| takes(&section, value)).unwrap_or_default(),
        header: section.header.clone(),
    };
    check_one_source(&section);
    Some(raw)
}

fn tools<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Vec<RawTool> {
    let what = section.what("tools");
    let Some(array) = value.get_ref().as_array() else {
        let message = format!("{what} must be a list, not {}", kind(value));
        let help = r#"For example: tools = [{ name = "A tool", for = "storyboards" }]"#;
        section.reader.error(&value.span(), message, help);
        return Vec::new();
    };
    if let Some(first_over) = array.get(MOST_TOOLS) {
        let message = format!("{} names {} tools", section.name, array.len());
        let help = format!("Name at most {MOST_TOOLS}: the label has a place for so many.");
        section.reader.error(&first_over.span(), message, help);
    }
    let tool = |value| {
        let name = format!("a tool of {}", section.name);
        let inner = section.reader.section(value, name, keys::TOOL)?;
        Some(RawTool {
            name: inner.required_word("name", r#"name = "A tool""#),
            used_for: inner.required_text("for", r#"for = "storyboards""#),
        })
    };
    array.iter().take(MOST_TOOLS).filter_map(tool).collect()
}

fn influence<'t>(reader: &Reader<'t>, value: &Value<'t>) -> Option<RawInfluence> {
    let section = reader.section(value, "this [[influence]]", keys::INFLUENCE)?;
    Some(RawInfluence {
        direction: section.required_choice(
            "direction",
            DIRECTIONS,
            r#"direction = "model-to-hand"  # or "hand-to-model""#,
        ),
        from: section
            .require("from", r#"from = "2024-12""#)
            .and_then(|value| date(&section, "from", value)),
        to: section.get("to").and_then(|value| date(&section, "to", value)),
        title: section.required_text("title", r#"title = "What it is, in a few words""#),
        text: section.text("text"),
        source: section
            .required_word("source", r#"source = "https://…"  # or author, title and year"#),
    })
}

/// A version's pictures come from exactly one of `file`, `clips` and `card`.
fn check_one_source(section: &Section<'_, '_>) {
    let sources = ["file", "clips", "card"];
    let mut present: Vec<_> = sources.iter().filter(|key| section.get(key).is_some()).collect();
    present.sort_by_key(|key| section.get(key).map(|value| value.span().start));
    if let [first, second, ..] = present.as_slice() {
        let span = section.get(second).map(Value::span).unwrap_or_default();
        let message = format!("{} has both `{first}` and `{second}`", section.name);
        let help = "Keep one: `file` for one file of the whole film, `clips` for a file for each \
                    shot, `card` for the test card.";
        section.reader.error(&span, message, help);
    } else if !sources.iter().any(|key| section.mentions(key)) {
        let message = format!("{} has no pictures", section.name);
        let help = r#"Add one of: file = "whole-film.mp4", or clips = { march = "march.mp4" } with a file for each shot, or card = 24 for the test card."#;
        section.reader.absent(&section.header, message, help);
    }
}

fn typeface<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Option<RawTypeface> {
    let inner = section.reader.section(value, section.what("typeface"), keys::TYPEFACE)?;
    Some(RawTypeface {
        titles: inner.word("titles", "titles = \"fonts/Ours.otf\""),
        script: inner.word("script", "script = \"fonts/Ours-Italic.otf\""),
        labels: inner.word("labels", "labels = \"fonts/Sans.ttf\""),
    })
}

fn colour<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Option<RawColour> {
    let inner = section.reader.section(value, section.what("colour"), keys::COLOUR)?;
    Some(RawColour {
        matrix: inner.choice("matrix", MATRICES),
        range: inner.choice("range", RANGES),
        siting: inner.choice("siting", SITINGS),
    })
}

/// What messages call a table of a list: by its id, or else "this `[[shot]]`".
fn named(key: &str, value: &Value<'_>) -> String {
    let word = |key: &str| value.get_ref().as_table()?.get(key)?.get_ref().as_str();
    let own = word("id").or_else(|| word("generation").filter(|_| key == "version"));
    match own.filter(|id| !id.is_empty()) {
        Some(id) => format!("{key} {}", quoted(id)),
        None => format!("this [[{key}]]"),
    }
}

/// An id. One that cannot be used is noted and still returned, so that whatever refers to it is
/// not called unknown as well.
fn id(section: &Section<'_, '_>, key: &str, value: &Value<'_>) -> Option<Written<String>> {
    let word = section.reader.word(value, &section.what(key), &format!("{key} = \"sora\""))?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if word.value.chars().all(plain) && word.value.len() <= 64 {
        return Some(word);
    }
    let message = format!("{} cannot be used as an id", quoted(&word.value));
    let mut near: String = word.value.to_lowercase().chars().take(64).collect();
    near = near.replace(|c| !plain(c), "-");
    let near = near.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let near = if near.is_empty() { "march" } else { near.as_str() };
    let help = format!(
        "An id is a short name of at most 64 letters a to z, digits, - and _, for example \
         \"{near}\"."
    );
    section.reader.error(&word.span, message, help);
    Some(word)
}

/// The digits of a number as written, which both kinds of number and a text may hold.
pub(crate) fn digits(value: &Value<'_>) -> Option<String> {
    match value.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    }
}

/// A time in seconds.
pub(crate) fn seconds(
    section: &Section<'_, '_>,
    key: &str,
    value: &Value<'_>,
) -> Option<Written<FilmTime>> {
    let written = digits(value);
    let read = written.as_deref().and_then(|text| match value.get_ref() {
        DeValue::String(_) => quantity::seconds(text),
        _ => text.parse().ok(),
    });
    let what = section.what(key);
    let Some(read) = read.filter(|read| read.is_finite()) else {
        let shown = value.get_ref().as_str().map_or_else(|| kind(value).to_owned(), quoted);
        let message = format!("{what} must be a number of seconds, not {shown}");
        section.reader.error(
            &value.span(),
            message,
            format!(r#"Write seconds, such as {key} = 48 or {key} = 7.5, or minutes and seconds in quotation marks, such as {key} = "1:30"."#),
        );
        return None;
    };
    let zero_length = key == "length" && FilmTime::from_secs_f64(read).0 <= 0;
    match quantity::film_time(read).filter(|_| !zero_length) {
        Some(time) => Some(Written { value: time, span: value.span() }),
        None => {
            let message = match read {
                read if read > 0.0 => format!("{what} is more than 24 hours"),
                _ if zero_length => format!("{what} must be more than 0"),
                _ => format!("{what} is before the film"),
            };
            let help = "A film may last from a moment to 24 hours; times are in seconds from its \
                        start.";
            section.reader.error(&value.span(), message, help);
            None
        }
    }
}

fn rate(section: &Section<'_, '_>, value: &Value<'_>) -> Option<Written<Rate>> {
    let written = digits(value);
    let read = written.as_deref().map_or(Err(BadRate::Unreadable), quantity::rate);
    let problem = match read {
        Ok(rate) => return Some(Written { value: rate, span: value.span() }),
        Err(BadRate::Unreadable) => "must be a number of frames a second",
        Err(BadRate::OutOfRange) => "must be above 0 and at most 240 frames a second",
    };
    let help = r#"Write a number, such as card = 24, or a fraction in quotation marks, such as card = "30000/1001"."#;
    section.reader.error(&value.span(), format!("{} {problem}", section.what("card")), help);
    None
}

fn date(section: &Section<'_, '_>, key: &str, value: &Value<'_>) -> Option<Written<Released>> {
    let read = match value.get_ref() {
        DeValue::Datetime(written) => written.date.and_then(|date| {
            let year = i16::try_from(date.year).ok()?;
            quantity::date(year, Some(date.month.into()), Some(date.day.into()))
        }),
        _ => digits(value).as_deref().and_then(quantity::released),
    };
    if let Some(value_read) = read {
        return Some(Written { value: value_read, span: value.span() });
    }
    let message = match value.get_ref().as_str() {
        Some(text) => format!("there is no date {}", quoted(text)),
        None => format!("{} is not a date", section.what(key)),
    };
    let help = format!(
        r#"Write what is known of it: {key} = "2024", "2024-12" or "2024-12-09" (year, month, day)."#
    );
    section.reader.error(&value.span(), message, help);
    None
}
