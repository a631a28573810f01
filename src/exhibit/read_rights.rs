//! The rights in a version as the exhibit file has them.

use std::borrow::Cow;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use toml::de::DeValue;

use super::keys;
use super::rights::{Clearance, Rights};
use super::schema::schema_by_hand;
use super::section::{Section, Value, kind};
use super::territory::Territories;
use crate::diagnostic::quoted;

/// Nobody agrees on more at once.
const MOST: usize = 64;

/// Rights as written.
pub struct WrittenRights;

schema_by_hand!(WrittenRights, "Rights", |_g| {
    let day = json_schema!({ "type": "string", "format": "date" }).to_value();
    let clearance = serde_json::json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "from": day,
            "until": day,
            "territories": {
                "anyOf": [
                    { "const": "worldwide" },
                    { "type": "array", "items": { "type": "string", "pattern": "^[A-Za-z]{2}$" } },
                ],
            },
        },
    });
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "owner": { "type": "string" },
            "licence": { "type": "string" },
            "cleared": {
                "anyOf": [clearance, { "type": "array", "items": clearance, "maxItems": MOST }],
            },
            "training": { "type": "string" },
            "note": { "type": "string" },
        },
    })
});

/// The rights in a version.
pub(super) fn rights<'t>(version: &Section<'_, 't>, value: &Value<'t>) -> Option<Rights> {
    let name = format!("`rights` of {}", version.name);
    let section = version.reader.section(value, name, keys::RIGHTS)?;
    let word = |key: &str, example: &str| section.word(key, example).map(|word| word.value);
    Some(Rights {
        owner: word("owner", r#"owner = "The artist""#),
        licence: word("licence", r#"licence = "CC BY 4.0""#),
        clearances: section
            .get("cleared")
            .map(|value| cleared(&section, value))
            .unwrap_or_default(),
        training: word("training", r#"training = "…""#),
        notes: word("note", r#"note = "…""#),
    })
}

fn cleared<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Vec<Clearance> {
    let list = match value.get_ref().as_array() {
        Some(list) => list.iter().take(MOST).collect(),
        None => vec![value],
    };
    list.into_iter().filter_map(|one| clearance(section, one)).collect()
}

fn clearance<'t>(rights: &Section<'_, 't>, value: &Value<'t>) -> Option<Clearance> {
    let section = rights.reader.section(value, "a clearance", keys::CLEARANCE)?;
    let day = |key: &str| match section.get(key) {
        None => Some(None),
        Some(value) => day(&section, key, value).map(Some),
    };
    let (from, until) = (day("from"), day("until"));
    let territories = match section.get("territories") {
        None => Some(Territories::Worldwide),
        Some(value) => territories(&section, value),
    };
    let made = Clearance::new(from?, until?, territories?);
    made.map_err(|why| section.reader.error(&value.span(), why.trim_end_matches('.'), HELP)).ok()
}

const HELP: &str = "Write cleared = { from = \"2026-01-01\", until = \"2027-06-30\", territories = \
                    [\"DE\", \"FR\"] }; leave out what has no end, and `territories` for all.";

fn day(section: &Section<'_, '_>, key: &str, value: &Value<'_>) -> Option<Date> {
    let written = match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        _ => kind(value).to_owned(),
    };
    let read = written.parse::<Date>();
    if read.is_err() {
        let message = format!("{} cannot be {}", section.what(key), quoted(&written));
        let help = "Write it as year, month and day: \"2026-12-24\".";
        section.reader.error(&value.span(), message, help);
    }
    read.ok()
}

fn territories(section: &Section<'_, '_>, value: &Value<'_>) -> Option<Territories> {
    let words: Option<Vec<&str>> = match value.get_ref() {
        DeValue::String(word) => Some(vec![word.as_ref()]),
        DeValue::Array(list) => list.iter().map(|one| one.get_ref().as_str()).collect(),
        _ => None,
    };
    let Some(words) = words else {
        let message = format!("{} must be a list of texts", section.what("territories"));
        section.reader.error(&value.span(), message, HELP);
        return None;
    };
    let read = Territories::read(words);
    read.map_err(|why| section.reader.error(&value.span(), why.trim_end_matches('.'), HELP)).ok()
}
