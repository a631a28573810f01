//! The JSON Schema of an exhibit file, by which editors complete and check it as it is written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::Fit;
use super::limits::{LIMITS, LONGEST_TEXT};
use super::raw::{RawClip, RawDraft, RawExhibit, RawTake, RawText};

macro_rules! schema_by_hand {
    ($type:ty, $name:literal, |$generator:ident| $schema:expr) => {
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}
pub(crate) use schema_by_hand;

/// A length of time.
pub struct Seconds;
/// A frame rate.
pub struct Frames;
/// A date as precise as it is known.
pub struct Date;
/// A short name for use in the file.
pub struct Id;
/// Whether something is to be seen.
pub struct Shown;
/// One of a kind, or a list of them.
pub struct OneOrMore<T>(std::marker::PhantomData<T>);

impl<T: JsonSchema> JsonSchema for OneOrMore<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}s", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (one, more) = (generator.subschema_for::<T>(), generator.subschema_for::<Vec<T>>());
        json_schema!({ "anyOf": [one, more] })
    }
}

schema_by_hand!(Seconds, "Seconds", |_g| json_schema!({
    "anyOf": [
        { "type": "number", "minimum": 0, "maximum": 86400 },
        { "type": "string", "pattern": r"^(\d+:)?\d{1,2}:\d{1,2}(\.\d+)?$|^\d+(\.\d+)?$" },
    ],
}));
schema_by_hand!(Frames, "Frames", |_g| json_schema!({
    "anyOf": [
        { "type": "number", "exclusiveMinimum": 0, "maximum": 240 },
        { "type": "string", "pattern": r"^\d+(\.\d+)?$|^\d+/\d+$" },
    ],
}));
schema_by_hand!(Date, "Date", |_g| json_schema!({
    "anyOf": [
        { "type": "integer", "minimum": 1800, "maximum": 2200 },
        { "type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$" },
    ],
}));
schema_by_hand!(Shown, "Shown", |_g| json_schema!({ "enum": ["shown", "hidden"] }));
schema_by_hand!(Id, "Id", |_g| json_schema!({
    "type": "string",
    "pattern": "^[A-Za-z0-9_-]{1,64}$",
}));
schema_by_hand!(RawText, "Text", |_g| json_schema!({
    "anyOf": [
        { "type": "string", "maxLength": LONGEST_TEXT },
        { "type": "object", "minProperties": 1, "additionalProperties": { "type": "string", "maxLength": LONGEST_TEXT } },
    ],
}));
schema_by_hand!(RawClip, "Clip", |g| json_schema!({
    "anyOf": [
        { "type": "string" },
        {
            "type": "object",
            "required": ["file"],
            "additionalProperties": false,
            "properties": { "file": { "type": "string" }, "fit": g.subschema_for::<Fit>() },
        },
    ],
}));
schema_by_hand!(RawTake, "Take", |g| json_schema!({
    "anyOf": [
        { "type": "string" },
        {
            "type": "object",
            "required": ["file"],
            "additionalProperties": false,
            "properties": {
                "file": { "type": "string" },
                "refused": g.subschema_for::<RawText>(),
                "reasons": {
                    "type": "object",
                    "additionalProperties": g.subschema_for::<RawText>(),
                },
            },
        },
    ],
}));
schema_by_hand!(RawDraft, "Draft", |g| json_schema!({
    "anyOf": [
        { "type": "string" },
        {
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "file": { "type": "string" },
                "script": g.subschema_for::<RawText>(),
                "refused": g.subschema_for::<RawText>(),
            },
        },
    ],
}));

/// The JSON Schema of an exhibit file (draft 7, which editors' TOML extensions understand).
pub fn schema() -> Value {
    let mut schema = schema_of::<RawExhibit>();
    for (table, key, most) in LIMITS {
        for pointer in pointers(table) {
            let place = format!("{pointer}/properties/{key}");
            schema.pointer_mut(&place).into_iter().for_each(|text| cap(text, *most));
        }
    }
    schema
}

/// The JSON Schema of a kind of file, without the limits of its texts.
pub(crate) fn schema_of<T: JsonSchema>() -> Value {
    let settings = schemars::generate::SchemaSettings::draft07().with(|settings| {
        settings.inline_subschemas = true;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schemars::transform::transform_subschemas(&mut without_null, &mut schema);
    schema.to_value()
}

/// Where a kind of table is described, as JSON Pointers (RFC 6901).
fn pointers(table: &str) -> Vec<String> {
    let listed = |table: &str| format!("/properties/{table}/items");
    // What may also stand alone is described twice.
    let one_or_more =
        |at: String| vec![format!("{at}/anyOf/0/anyOf/1"), format!("{at}/anyOf/1/items/anyOf/1")];
    match table {
        "exhibit" => vec![String::new()],
        "tool" => vec![format!("{}/properties/tools/items", listed("version"))],
        "take" => {
            one_or_more(format!("{}/properties/takes/additionalProperties", listed("version")))
        }
        "draft" => one_or_more(format!("{}/properties/drafts", listed("shot"))),
        other => vec![listed(other)],
    }
}

/// No text that is described here is longer than this.
fn cap(described: &mut Value, most: usize) {
    let Some(object) = described.as_object_mut() else { return };
    if object.get("type").is_some_and(|kind| kind == "string") {
        object.insert("maxLength".to_owned(), most.into());
    }
    if let Some(Value::Array(any)) = object.get_mut("anyOf") {
        any.iter_mut().for_each(|one| cap(one, most));
    }
    if let Some(by_language) = object.get_mut("additionalProperties") {
        cap(by_language, most);
    }
}

/// TOML has no null: what may be left out is left out.
fn without_null(schema: &mut Schema) {
    schemars::transform::transform_subschemas(&mut without_null, schema);
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(any)) = object.get_mut("anyOf") {
        any.retain(|one| one.get("type").is_none_or(|name| name != "null"));
        if any.len() == 1
            && let Some(Value::Object(only)) = any.pop()
        {
            object.remove("anyOf");
            for (key, value) in only {
                object.entry(key).or_insert(value);
            }
        }
    }
}
