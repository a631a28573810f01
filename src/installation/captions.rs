//! Where the captions of a room are shown, and how large.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::raw::keys;
use super::routes::check_screen;
use super::sound::number;
use crate::exhibit::raw::Written;
use crate::exhibit::schema::schema_by_hand;
use crate::exhibit::section::{Reader, Section, Value, kind};

/// Captions of more than this many times their usual size leave no room for the picture.
const LARGEST: f64 = 3.0;

/// Where captions are shown, and how large.
#[derive(Clone, Debug, PartialEq)]
pub struct Captions {
    /// The names of the screens that show them; where none is named, they lie over the picture that
    /// a visitor's hand moves.
    pub screens: Vec<Written<String>>,
    /// How many times their usual size they are.
    pub size: f64,
}

impl Default for Captions {
    fn default() -> Self {
        Self { screens: Vec::new(), size: 1.0 }
    }
}

/// Captions as written.
pub struct WrittenCaptions;

schema_by_hand!(WrittenCaptions, "Captions", |_g| json_schema!({
    "type": "object",
    "additionalProperties": false,
    "properties": {
        "screens": { "type": "array", "items": { "type": "string" } },
        "size": { "type": "number", "minimum": 1, "maximum": LARGEST },
    },
}));

/// The captions of a room, as the file has them.
pub fn captions(root: &Section<'_, '_>, value: &Value<'_>) -> Option<Captions> {
    let section = root.reader.section(value, "`captions`", keys::CAPTIONS)?;
    let size = number(&section, "size", (1.0, LARGEST), 1.5).unwrap_or(1.0);
    let Some(value) = section.get("screens") else {
        return Some(Captions { size, ..Captions::default() });
    };
    let Some(list) = value.get_ref().as_array() else {
        let message = format!("{} must be a list, not {}", section.what("screens"), kind(value));
        section.reader.error(&value.span(), message, "Write screens = [\"left\", \"right\"].");
        return None;
    };
    let name = |one: &Value<'_>| section.reader.word(one, "the name of a screen", "\"left\"");
    Some(Captions { screens: list.iter().filter_map(name).collect(), size })
}

/// Notes every screen that there is not.
pub fn check(reader: &Reader<'_>, captions: &Captions, screens: &[&str]) {
    for name in &captions.screens {
        check_screen(reader, name, screens);
    }
}
