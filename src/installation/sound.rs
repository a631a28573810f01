//! The sound of a room: where it comes from, how loud it is, and when it is quieter.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use toml::de::DeValue;

use super::hours::Hours;
use super::raw::keys;
use super::read_running::day;
use super::routes::{self, Channels, WrittenRoute};
use crate::exhibit::schema::schema_by_hand;
use crate::exhibit::section::{Section, Value};

/// How loud a programme is where nobody says, in LUFS (EBU R 128).
pub const USUAL_LUFS: f64 = -23.0;

/// The sound of a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound {
    /// A part of the name of the device; the system's own choice where it is none.
    pub device: Option<String>,
    /// How much later it is heard than seen without it, in milliseconds: for amplifiers and
    /// displays that take their time.
    pub delay_ms: i64,
    /// How loud every version is made, in LUFS.
    pub loudness_lufs: f64,
    /// The volume of the room, 0 to 1.
    pub volume: f64,
    /// When it is quieter, and how loud it is then, 0 to 1.
    pub quiet: Option<(Hours, f64)>,
    /// What goes to which channels of the device; left and right where nobody says.
    pub channels: Option<Channels>,
    /// The program that speaks what nobody recorded, and what it is given: see
    /// [`crate::prepare::speech`]. None where it is empty.
    pub speech: Vec<String>,
}

impl Default for Sound {
    fn default() -> Self {
        Self {
            device: None,
            delay_ms: 0,
            loudness_lufs: USUAL_LUFS,
            volume: 1.0,
            quiet: None,
            channels: None,
            speech: Vec::new(),
        }
    }
}

impl Sound {
    /// The volume of the room at this time, 0 to 1.
    pub fn volume_at(&self, now: Timestamp) -> f64 {
        match &self.quiet {
            Some((hours, volume)) if hours.at(now).open => self.volume.min(*volume),
            _ => self.volume,
        }
    }
}

/// The sound of a room as written.
pub struct WrittenSound;

schema_by_hand!(WrittenSound, "Sound", |g| json_schema!({
    "type": "object",
    "additionalProperties": false,
    "properties": {
        "device": { "type": "string" },
        "delay": { "type": "integer", "minimum": -200, "maximum": 1000 },
        "loudness": { "type": "number", "minimum": -40, "maximum": -10 },
        "volume": { "type": "number", "minimum": 0, "maximum": 1 },
        "quiet": { "type": "string" },
        "quiet-volume": { "type": "number", "minimum": 0, "maximum": 1 },
        "channels": { "type": "integer", "minimum": 1, "maximum": routes::MOST_CHANNELS },
        "main": routes::channels_schema(),
        "routes": { "type": "array", "items": g.subschema_for::<WrittenRoute>() },
        "speech": { "type": "array", "items": { "type": "string" }, "minItems": 1 },
    },
}));

/// The sound of a room, as the file has it.
pub fn sound(root: &Section<'_, '_>, value: &Value<'_>, zone: TimeZone) -> Option<Sound> {
    let section = root.reader.section(value, "`sound`", keys::SOUND)?;
    let usual = Sound::default();
    let device = section.word("device", r#"device = "HDMI""#).map(|device| device.value);
    let volume = number(&section, "volume", (0.0, 1.0), 1.0).unwrap_or(usual.volume);
    let quiet = section.get("quiet").and_then(|value| day(&section, "quiet", value));
    let quiet_volume = number(&section, "quiet-volume", (0.0, 1.0), 0.5).unwrap_or(volume / 2.0);
    let quiet = quiet.map(|spans| {
        let week = std::array::from_fn(|_| spans.clone());
        (Hours { zone, week, except: std::collections::BTreeMap::new() }, quiet_volume)
    });
    Some(Sound {
        device,
        delay_ms: number(&section, "delay", (-200.0, 1000.0), 0.0)
            .map_or(0, |ms| ms.round() as i64),
        loudness_lufs: number(&section, "loudness", (-40.0, -10.0), USUAL_LUFS)
            .unwrap_or(usual.loudness_lufs),
        volume,
        quiet,
        channels: routes::channels(&section),
        speech: speech(&section),
    })
}

/// The program that speaks, and what it is given.
fn speech(section: &Section<'_, '_>) -> Vec<String> {
    let Some(value) = section.get("speech") else { return Vec::new() };
    let example = "[\"espeak-ng\", \"-v\", \"{language}\", \"--stdout\"]";
    let list = value.get_ref().as_array().filter(|list| !list.is_empty() && list.len() <= 32);
    let Some(list) = list else {
        let message = format!("{} must be a program and what it is given", section.what("speech"));
        let help = format!("Write a list of texts: speech = {example}.");
        section.reader.error(&value.span(), message, help);
        return Vec::new();
    };
    let word = |one| Some(section.reader.word(one, "a part of `speech`", example)?.value);
    list.iter().filter_map(word).collect()
}

/// A number within bounds.
pub(super) fn number(
    section: &Section<'_, '_>,
    key: &str,
    (least, most): (f64, f64),
    usual: f64,
) -> Option<f64> {
    let value = section.get(key)?;
    let number = match value.get_ref() {
        DeValue::Integer(number) => number.as_str().parse::<f64>().ok(),
        DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
        _ => None,
    };
    let within = number.filter(|number| (least..=most).contains(number));
    if within.is_none() {
        let message = format!("{} must be a number from {least} to {most}", section.what(key));
        section.reader.error(
            &value.span(),
            message,
            format!("Write {key} = {usual}, or leave it out."),
        );
    }
    within
}
