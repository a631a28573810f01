//! What a version has for each shot: files, takes, and where it begins in a file, as written.

use super::keys;
use super::raw::{Entries, RawClip, RawTake, Written};
use super::read::{FITS, MOST, seconds};
use super::section::{Section, Value, in_file_order, kind};
use crate::diagnostic::quoted;
use crate::timeline::FilmTime;

pub(super) fn clips<'t>(
    section: &Section<'_, 't>,
    value: &Value<'t>,
) -> Option<Written<Entries<RawClip>>> {
    let what = section.what("clips");
    let table = by_shot(section, value, &what, r#"clips = { march = "march.mp4" }"#)?;
    let entries = table.into_iter().filter_map(|(key, value)| {
        let name = format!("the clip of {} in {}", quoted(&key.value), section.name);
        if value.get_ref().is_table() {
            let inner = section.reader.section(value, name, keys::CLIP)?;
            let file = inner.required_word("file", r#"file = "march.mp4""#)?;
            return Some((key, RawClip { file, fit: inner.choice("fit", FITS) }));
        }
        let file = section.reader.word(value, &name, r#""march.mp4""#)?;
        Some((key, RawClip { file, fit: None }))
    });
    Some(Written { value: entries.collect(), span: value.span() })
}

pub(super) fn at<'t>(
    section: &Section<'_, 't>,
    value: &Value<'t>,
) -> Option<Written<Entries<Written<FilmTime>>>> {
    let what = section.what("at");
    let table = by_shot(section, value, &what, "at = { march = 0, ballroom = 5.2 }")?;
    let entries = table.into_iter().filter_map(|(key, value)| {
        // An id that cannot be one is noted as unknown later.
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let named = key.value.chars().all(plain).then(|| format!("at.{}", key.value));
        let start = seconds(section, named.as_deref().unwrap_or("at"), value)?;
        Some((key, start))
    });
    Some(Written { value: entries.collect(), span: value.span() })
}

pub(super) fn takes<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Entries<Vec<RawTake>> {
    let what = section.what("takes");
    let example = r#"takes = { march = ["a.mp4", "b.mp4"] }"#;
    let table = by_shot(section, value, &what, example).unwrap_or_default();
    let mut left = MOST;
    let list = |(key, value): (Written<String>, &Value<'t>)| {
        let name = format!("the takes of {} in {}", quoted(&key.value), section.name);
        let Some(array) = value.get_ref().as_array() else {
            let message = format!("{name} must be a list, not {}", kind(value));
            let help = r#"Put square brackets around it: ["a.mp4"]."#;
            section.reader.error(&value.span(), message, help);
            return None;
        };
        if array.len() > left {
            let help = format!("A version can have at most {MOST} takes; remove the others.");
            section.reader.error(&key.span, format!("{what} are too many"), help);
        }
        let some = array.iter().take(left);
        left = left.saturating_sub(array.len());
        Some((key, some.filter_map(|value| take(section, value, &name)).collect()))
    };
    table.into_iter().filter_map(list).collect()
}

fn take<'t>(section: &Section<'_, 't>, value: &Value<'t>, name: &str) -> Option<RawTake> {
    let name = name.replacen("the takes", "a take", 1);
    if value.get_ref().is_table() {
        let inner = section.reader.section(value, name, keys::TAKE)?;
        let file = inner.required_word("file", r#"file = "b.mp4""#)?;
        return Some(RawTake { file, refused: inner.text("refused") });
    }
    let file = section.reader.word(value, &name, r#""a.mp4""#)?;
    Some(RawTake { file, refused: None })
}

/// A table whose keys are ids of shots, in the order of the file.
fn by_shot<'r, 't>(
    section: &Section<'_, 't>,
    value: &'r Value<'t>,
    what: &str,
    example: &str,
) -> Option<Vec<(Written<String>, &'r Value<'t>)>> {
    let Some(table) = value.get_ref().as_table() else {
        let message = format!("{what} must name a shot for each file, not be {}", kind(value));
        section.reader.error(&value.span(), message, format!("For example: {example}"));
        return None;
    };
    let entries = in_file_order(table).into_iter().map(|(key, value)| {
        (Written { value: key.get_ref().to_string(), span: key.span() }, value)
    });
    Some(entries.collect())
}
