//! Where on a device with many channels sound goes: what the hand chooses to the main pair, and
//! single screens and versions to channels of their own, such as a directional speaker above each.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::controllers::whole;
use super::raw::keys;
use crate::diagnostic::quoted;
use crate::exhibit::raw::Written;
use crate::exhibit::schema::schema_by_hand;
use crate::exhibit::section::{Reader, Section, Value};

/// More channels than any device has.
pub const MOST_CHANNELS: i64 = 64;

/// More routes than a room has speakers for.
const MOST_ROUTES: usize = 32;

/// The channels of a device, counted from 0, and what goes to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Channels {
    /// How many the device has.
    pub of: u32,
    /// Where the sound of the wall as a whole goes: one channel, or left and right.
    pub main: Vec<u32>,
    /// What goes elsewhere as well.
    pub routes: Vec<Route>,
}

/// A screen or a version with channels of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// What goes there.
    pub from: RouteFrom,
    /// One channel, or left and right, counted from 0.
    pub channels: Vec<u32>,
}

/// What goes to channels of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum RouteFrom {
    /// Whatever the screen of this name shows.
    Screen(Written<String>),
    /// The version with this id, wherever the hand is.
    Version(Written<String>),
}

/// Routes as written.
pub struct WrittenRoute;

schema_by_hand!(WrittenRoute, "Route", |_g| json_schema!({
    "type": "object",
    "additionalProperties": false,
    "required": ["channels"],
    "properties": {
        "screen": { "type": "string" },
        "version": { "type": "string" },
        "channels": channels_schema(),
    },
}));

/// The schema of one channel or two.
pub fn channels_schema() -> serde_json::Value {
    serde_json::json!({
        "type": "array",
        "items": { "type": "integer", "minimum": 1, "maximum": MOST_CHANNELS },
        "minItems": 1,
        "maxItems": 2,
    })
}

/// The channels that the file names; none where it names none.
pub fn channels(section: &Section<'_, '_>) -> Option<Channels> {
    let main = section.get("main").and_then(|value| pair(section, "main", value));
    let routes = routes(section);
    let written = section.get("channels");
    let Some(written) = written else {
        // Two are what a device has where nobody says more.
        let beyond = |channels: &Vec<u32>| channels.iter().any(|channel| *channel > 1);
        let all = routes.iter().map(|route| &route.channels).chain(&main);
        if all.into_iter().any(beyond) {
            let place = section.get("routes").or_else(|| section.get("main"));
            let span = place.map_or(0..0, Value::span);
            let help = "Add a line such as channels = 8: how many the device has.";
            section.reader.error(&span, "`sound` does not say how many channels there are", help);
        }
        let named = main.is_some() || !routes.is_empty();
        return named.then(|| Channels { of: 2, main: main.unwrap_or(vec![0, 1]), routes });
    };
    let of = whole(section, written, "channels", 1..=MOST_CHANNELS)? as u32;
    let usual = if of > 1 { vec![0, 1] } else { vec![0] };
    let all = Channels { of, main: main.unwrap_or(usual), routes };
    let too_high = |channels: &[u32]| channels.iter().find(|channel| **channel >= of).copied();
    let wrong = all.routes.iter().map(|route| route.channels.as_slice()).chain([&*all.main]);
    if let Some(channel) = wrong.into_iter().find_map(too_high) {
        let message = format!("there is no channel {} of {of}", channel + 1);
        let help = "Channels are counted from 1; `channels` is how many the device has.";
        section.reader.error(&written.span(), message, help);
    }
    Some(all)
}

fn routes(section: &Section<'_, '_>) -> Vec<Route> {
    const HELP: &str = "Write routes = [{ screen = \"left\", channels = [3, 4] }].";
    let Some(value) = section.get("routes") else { return Vec::new() };
    let list = value.get_ref().as_array().filter(|list| list.len() <= MOST_ROUTES);
    let Some(list) = list else {
        let message = format!("`routes` must be a list of at most {MOST_ROUTES} tables");
        section.reader.error(&value.span(), message, HELP);
        return Vec::new();
    };
    let route = |value: &Value<'_>| {
        let route = section.reader.section(value, "a route", keys::ROUTE)?;
        let channels = pair(&route, "channels", route.require("channels", "channels = [3, 4]")?)?;
        let screen = route.word("screen", r#"screen = "left""#);
        let version = route.word("version", r#"version = "sora""#);
        let from = match (screen, version) {
            (Some(screen), None) => RouteFrom::Screen(screen),
            (None, Some(version)) => RouteFrom::Version(version),
            (None, None) if route.mentions("screen") || route.mentions("version") => return None,
            _ => {
                let message = "a route goes out from a `screen` or from a `version`, one of them";
                section.reader.error(&value.span(), message, HELP);
                return None;
            }
        };
        Some(Route { from, channels })
    };
    list.iter().filter_map(route).collect()
}

/// One channel or two, counted from 1 in the file and from 0 here.
fn pair(section: &Section<'_, '_>, key: &str, value: &Value<'_>) -> Option<Vec<u32>> {
    let channel = |one: &Value<'_>| {
        let number = one.get_ref().as_integer()?.as_str().parse::<i64>().ok()?;
        (1..=MOST_CHANNELS).contains(&number).then(|| number as u32 - 1)
    };
    let list = value.get_ref().as_array().filter(|list| (1..=2).contains(&list.len()));
    let read = list.and_then(|list| list.iter().map(channel).collect::<Option<Vec<u32>>>());
    if read.is_none() {
        let message = format!(
            "{} must be a list of one channel or two, each from 1 to {MOST_CHANNELS}",
            section.what(key)
        );
        let help = format!("Write {key} = [3] or {key} = [3, 4]; channels are counted from 1.");
        section.reader.error(&value.span(), message, help);
    }
    read
}

/// Notes every route that goes out from a screen that there is not.
pub fn check(reader: &Reader<'_>, channels: Option<&Channels>, screens: &[&str]) {
    for route in channels.iter().flat_map(|channels| &channels.routes) {
        if let RouteFrom::Screen(name) = &route.from {
            check_screen(reader, name, screens);
        }
    }
}

/// Notes a screen that there is not.
pub fn check_screen(reader: &Reader<'_>, name: &Written<String>, screens: &[&str]) {
    if screens.contains(&name.value.as_str()) {
        return;
    }
    let message = format!("there is no screen {}", quoted(&name.value));
    let help = match crate::exhibit::nearest::word(&name.value, screens) {
        Some(near) => format!("Did you mean \"{near}\"?"),
        None => "Write the `name` of one of the [[screen]]s.".to_owned(),
    };
    reader.error(&name.span, message, help);
}
