//! The JSON Schema of a profile's file, by which editors complete and check it.

use serde_json::{Value, json};

use super::load::MOST_CONTROLS;
use super::words::{AXES, FUNCTIONS, SENDS, VIEWS};

fn words<T>(table: &[(&str, T)]) -> Value {
    json!({ "enum": table.iter().map(|(word, _)| *word).collect::<Vec<_>>() })
}

fn whole(least: i64, most: i64, says: &str) -> Value {
    json!({ "type": "integer", "minimum": least, "maximum": most, "description": says })
}

fn said(mut schema: Value, says: &str) -> Value {
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".to_owned(), says.into());
    }
    schema
}

/// The schema (draft 7, which editors' TOML extensions understand).
pub fn schema() -> Value {
    let cc = json!({
        "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 119 }, { "const": "any" }],
        "description": "The number of its control change; \"any\" for every one that no other line \
                        names.",
    });
    let byte = |says| whole(0, 127, says);
    let by = |says| whole(-1000, 1000, says);
    let text = |says: &str| json!({ "type": "string", "description": says });
    let truth = |says: &str| json!({ "type": "boolean", "description": says });
    let table = |properties: Value, says: &str| {
        json!({
            "type": "object",
            "additionalProperties": false,
            "properties": properties,
            "description": says,
        })
    };
    let control = json!({
        "name": text("What is printed on it."),
        "does": said(words(FUNCTIONS), "What it does."),
        "by": by("How far at a time, and which way: 1 or -1. Without it, 1."),
        "to": said(words(VIEWS), "Which view. Without it, the next one."),
        "cc": cc,
        "cc14": whole(0, 31, "The coarse half of a control change of 14 bits; the fine one is 32 \
                              above."),
        "nrpn": whole(0, 16_383, "The number of its parameter (NRPN)."),
        "pitch-bend": truth("It is the pitch bend of its channel."),
        "note": byte("The number of its note."),
        "key": text("A key of a keyboard: a letter, or a name such as \"ArrowRight\"."),
        "wheel": said(words(AXES), "The wheel of a mouse."),
        "drag": said(words(AXES), "A mouse, moved with its left button down."),
        "channel": whole(1, 16, "Its channel. Without it, any."),
        "sends": said(words(SENDS), "How it tells that it was moved."),
        "reversed": truth("Its upper or right end means less."),
        "per-click": whole(1, 16, "How many counts of a dial make one click that a hand feels."),
        "noise": whole(0, 32, "How far it may shake by itself, in 127ths of its way. Without it, 1."),
        "travel": whole(5, 1000, "How long the way of a fader is, in millimetres."),
        "held": said(words(FUNCTIONS), "What a key does instead when it is held for 0.6 s."),
        "held-by": by("The same as `by`, when it is held."),
        "held-to": said(words(VIEWS), "The same as `to`, when it is held."),
        "touch": byte("The note that tells that a hand lies on it, as motor faders send it."),
        "ring": table(
            json!({
                "cc": whole(0, 119, "The control change that sets it."),
                "low": byte("Its value at the lower end."),
                "high": byte("Its value at the upper end."),
            }),
            "A ring or a row of lights that shows where it stands.",
        ),
        "motor": truth("A motor moves it."),
        "light": table(
            json!({ "on": byte("Its value while it is on."), "off": byte("While it is not.") }),
            "The light of a key: its own message, with these values.",
        ),
    });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Profile",
        "description": "What one model of controller sends, and what each of its controls does.",
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "control"],
        "properties": {
            "name": text("What it is called."),
            "match": {
                "type": "array",
                "items": { "type": "string" },
                "maxItems": 16,
                "description": "Parts of the names under which the system knows it.",
            },
            "control": {
                "type": "array",
                "maxItems": MOST_CONTROLS,
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["name", "does"],
                    "properties": control,
                },
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::load::{CONTROL, PROFILE};
    use super::*;

    #[test]
    fn the_schema_knows_the_keys_that_are_read() {
        let schema = schema();
        let keys = |value: &Value| -> Vec<String> {
            let properties = value["properties"].as_object().cloned().unwrap_or_default();
            properties.keys().cloned().collect()
        };
        let sorted = |names: &[&str]| {
            let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            names.sort();
            names
        };
        assert_eq!(keys(&schema), sorted(PROFILE.names));
        let control = &schema["properties"]["control"]["items"];
        assert_eq!(keys(control), sorted(CONTROL.names));
    }
}
