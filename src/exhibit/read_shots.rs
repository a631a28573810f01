//! What a version has for each shot: files, and where it begins in a file, as written.

use super::keys;
use super::raw::{Entries, RawClip, Written};
use super::read::{FITS, seconds};
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

/// A table whose keys are ids of shots, in the order of the file.
pub(super) fn by_shot<'r, 't>(
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
