//! Which controllers an installation has, who stands at them, and who may drive it by network.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use toml::de::DeValue;

use super::raw::keys;
use crate::diagnostic::{Place, quoted};
use crate::exhibit::schema::schema_by_hand;
use crate::exhibit::section::{Section, Value, kind};

/// The most controllers that are listened to.
const MOST_CONTROLLERS: usize = 16;
/// The most senders, and the most listeners, by network.
const MOST_ADDRESSES: usize = 16;

/// A controller that is listened to. Where it is written makes it no other one.
#[derive(Clone, Debug)]
pub struct Controller {
    /// A part of its name; `any` for all.
    pub name: String,
    /// Its profile, where it is not the one that fits its name, and where that is written.
    pub profile: Option<(String, Place)>,
    /// Who stands at it.
    pub role: ControllerRole,
    /// Where it is named.
    pub place: Option<Place>,
}

impl PartialEq for Controller {
    fn eq(&self, other: &Self) -> bool {
        let named = |one: &Self| one.profile.as_ref().map(|(name, _)| name.clone());
        self.name == other.name && self.role == other.role && named(self) == named(other)
    }
}

impl Controller {
    /// For visitors, by a part of its name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), profile: None, role: ControllerRole::Public, place: None }
    }
}

/// Who stands at a controller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ControllerRole {
    /// Visitors: they move along the generations, change the language and listen.
    #[default]
    Public,
    /// Staff: everything.
    Staff,
}

/// How the stops lie along the way of a control.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Spacing {
    /// Each as far from the next as any other.
    #[default]
    Ordinal,
    /// By the versions' dates.
    Dated,
}

/// Open Sound Control, by UDP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Osc {
    /// The port that is listened at.
    pub port: u16,
    /// Who may send besides this machine. Where there is nobody, only this machine can.
    pub from: Vec<IpAddr>,
    /// Who is told the state.
    pub to: Vec<SocketAddr>,
}

/// A controller as written.
pub struct Written;
/// Open Sound Control as written.
pub struct WrittenOsc;

schema_by_hand!(Written, "ControllerName", |_g| json_schema!({
    "anyOf": [
        { "type": "string" },
        {
            "type": "object",
            "additionalProperties": false,
            "required": ["name"],
            "properties": {
                "name": { "type": "string" },
                "profile": { "type": "string" },
                "role": { "enum": ["public", "staff"] },
            },
        },
    ],
}));
schema_by_hand!(WrittenOsc, "Osc", |_g| json_schema!({
    "type": "object",
    "additionalProperties": false,
    "required": ["port"],
    "properties": {
        "port": { "type": "integer", "minimum": 1024, "maximum": 65535 },
        "from": { "type": "array", "items": { "type": "string" }, "maxItems": MOST_ADDRESSES },
        "to": { "type": "array", "items": { "type": "string" }, "maxItems": MOST_ADDRESSES },
    },
}));

const ROLES: &[(&str, ControllerRole)] =
    &[("public", ControllerRole::Public), ("staff", ControllerRole::Staff)];

/// How the stops can lie.
pub const SPACINGS: &[(&str, Spacing)] =
    &[("ordinal", Spacing::Ordinal), ("dated", Spacing::Dated)];

/// The controllers that the file names.
pub fn controllers(root: &Section<'_, '_>, value: &Value<'_>) -> Option<Vec<Controller>> {
    let list = value.get_ref().as_array().filter(|list| list.len() <= MOST_CONTROLLERS);
    let Some(list) = list else {
        let message = format!("`controllers` must be a list of names, not {}", kind(value));
        let help = "Write parts of their names, such as controllers = [\"nanoKONTROL\"], or \
                    [\"any\"] for all of them; at most 16.";
        root.reader.error(&value.span(), message, help);
        return None;
    };
    let read = |one: &Value<'_>| match one.get_ref() {
        DeValue::Table(_) => table(root, one),
        _ => {
            let word = root.reader.word(one, "a controller", "\"nanoKONTROL\"")?;
            let place = Some(root.reader.place(&word.span));
            Some(Controller { place, ..Controller::named(word.value) })
        }
    };
    Some(list.iter().filter_map(read).collect())
}

fn table(root: &Section<'_, '_>, value: &Value<'_>) -> Option<Controller> {
    let section = root.reader.section(value, "a controller", keys::NAMED_CONTROLLER)?;
    let name = section.required_word("name", r#"name = "nanoKONTROL""#)?;
    let profile = section.word("profile", r#"profile = "korg-nanokontrol2""#);
    Some(Controller {
        name: name.value,
        profile: profile.map(|profile| (profile.value, root.reader.place(&profile.span))),
        role: section.choice("role", ROLES).map(|role| role.value).unwrap_or_default(),
        place: Some(root.reader.place(&name.span)),
    })
}

/// Open Sound Control, as the file has it.
pub fn osc(root: &Section<'_, '_>, value: &Value<'_>) -> Option<Osc> {
    let section = root.reader.section(value, "`osc`", keys::OSC)?;
    let port = whole(&section, section.require("port", "port = 7700")?, "port", 1024..=65_535)?;
    let from = addresses(&section, "from", "192.168.1.20", |text| text.parse().ok())?;
    let to = addresses(&section, "to", "192.168.1.20:7701", |text| text.parse().ok())?;
    Some(Osc { port: port as u16, from, to })
}

/// A list of addresses under a key; empty where it is not there.
fn addresses<T>(
    section: &Section<'_, '_>,
    key: &str,
    example: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    let Some(value) = section.get(key) else { return Some(Vec::new()) };
    let list = value.get_ref().as_array().filter(|list| list.len() <= MOST_ADDRESSES);
    let Some(list) = list else {
        let message = format!("{} must be a list, not {}", section.what(key), kind(value));
        let help = format!("Write {key} = [\"{example}\"]; at most {MOST_ADDRESSES}.");
        section.reader.error(&value.span(), message, help);
        return None;
    };
    let mut all = Vec::new();
    for one in list {
        let text = one.get_ref().as_str();
        let Some(read) = text.and_then(&read) else {
            let shown = text.map_or_else(|| kind(one).to_owned(), quoted);
            let message = format!("{shown} in {} is not an address", section.what(key));
            let help = format!("Write numbers, not names: \"{example}\".");
            section.reader.error(&one.span(), message, help);
            return None;
        };
        all.push(read);
    }
    Some(all)
}

/// A whole number within bounds.
pub(super) fn whole(
    section: &Section<'_, '_>,
    value: &Value<'_>,
    key: &str,
    within: std::ops::RangeInclusive<i64>,
) -> Option<i64> {
    let number = match value.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 => {
            number.as_str().replace('_', "").parse::<i64>().ok()
        }
        _ => None,
    };
    let number = number.filter(|number| within.contains(number));
    if number.is_none() {
        let message =
            format!("`{key}` must be a whole number, from {} to {}", within.start(), within.end());
        section.reader.error(&value.span(), message, format!("Write {key} = {}.", within.start()));
    }
    number
}
