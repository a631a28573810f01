//! From the tables of the file to how the installation is run.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::TimeZone;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use toml::de::DeValue;

use super::captions::{self, Captions};
use super::controllers::{self, Controller, Osc, SPACINGS, Spacing};
use super::hours::{self, Hours, Span};
use super::raw::keys;
use super::read::VIEWS;
use super::sound::{self, Sound};
use super::{Running, ScreenView, Windows};
use crate::diagnostic::quoted;
use crate::exhibit::read::seconds;
use crate::exhibit::schema::{Seconds, schema_by_hand};
use crate::exhibit::section::{Section, Value, kind};

const WINDOWS: &[(&str, Windows)] =
    &[("auto", Windows::Auto), ("one", Windows::One), ("each", Windows::Each)];

const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// How the installation is run, as written.
#[derive(Clone, Debug, Default, JsonSchema)]
pub struct RawRunning {
    /// One window over all outputs, "one", or one on each, "each". Without it, "auto": one where
    /// the system lets a program place it, as X11 does.
    pub windows: Option<Windows>,
    /// The view that the wall opens with, and returns to when a visitor has left. Without it,
    /// "chorus".
    pub view: Option<ScreenView>,
    /// After how many seconds without a touch the wall says what to do; 0 for never. Without it,
    /// 60.
    #[schemars(with = "Option<Seconds>")]
    pub idle: Option<Duration>,
    /// After how many seconds without a touch the wall returns to its first view and the newest
    /// version; 0 for never. Without it, 120.
    #[schemars(with = "Option<Seconds>")]
    pub reset: Option<Duration>,
    /// The controllers that are listened to: a part of their names, or { name = "…", profile =
    /// "…", role = "staff" }; "any" for all MIDI controllers, "mouse" and "keyboard" for dials that
    /// say they are one, [] for none. Without it, ["any"].
    #[schemars(with = "Option<Vec<controllers::Written>>")]
    pub controllers: Option<Vec<Controller>>,
    /// How many clicks of a dial make one version. Without it, as many as suit their number.
    #[schemars(range(min = 1, max = 48))]
    pub clicks: Option<u16>,
    /// How the versions lie along the way of the controls: evenly, "ordinal", or by their dates,
    /// "dated". Without it, "ordinal".
    pub axis: Option<Spacing>,
    /// Open Sound Control by UDP: the port, the addresses that may send besides this machine, and
    /// those that are told the state. Without it, no port is opened.
    #[schemars(with = "Option<controllers::WrittenOsc>")]
    pub osc: Option<Osc>,
    /// The sound: a part of the device's name, its `delay` in milliseconds, the `loudness` of every
    /// version in LUFS, the `volume` of the room from 0 to 1, from when to when it is `quiet` and
    /// how loud it is then; the number of `channels`, the `main` ones and `routes` to others; and
    /// the program of the `speech`. Without it, the system's own device, -23 LUFS and 1.
    #[schemars(with = "Option<sound::WrittenSound>")]
    pub sound: Option<Sound>,
    /// Captions: the names of the `screens` that show them, and how many times their usual `size`
    /// they are, 1 to 3. Without it, they lie over the picture that the hand moves.
    #[schemars(with = "Option<captions::WrittenCaptions>")]
    pub captions: Option<Captions>,
    /// The time zone of the hours: "Europe/Berlin". Without it, that of the machine.
    #[schemars(rename = "time-zone")]
    pub time_zone: Option<String>,
    /// When it is open: a text for each weekday, or `daily` for all others, such as
    /// "10:00-18:00" or "closed"; and `except` for single days. Without it, always.
    #[schemars(with = "Option<Opening>")]
    pub hours: Option<Hours>,
    /// What the shell is given two minutes before opening time, such as what switches the panels
    /// on.
    #[schemars(rename = "on-open")]
    pub on_open: Option<String>,
    /// What the shell is given after closing time.
    #[schemars(rename = "on-close")]
    pub on_close: Option<String>,
    /// Whom to call, for the operator's card: a name and a number.
    pub contact: Option<String>,
}

struct Opening;

schema_by_hand!(Opening, "Opening", |_g| {
    let day = json_schema!({ "type": "string" });
    let names = DAYS.iter().chain(&["daily"]);
    let mut properties: serde_json::Map<String, serde_json::Value> =
        names.map(|name| ((*name).to_owned(), day.clone().to_value())).collect();
    properties.insert(
        "except".to_owned(),
        serde_json::json!({
            "type": "object",
            "propertyNames": { "pattern": r"^\d{4}-\d{2}-\d{2}$" },
            "additionalProperties": { "type": "string" },
        }),
    );
    json_schema!({ "type": "object", "additionalProperties": false, "properties": properties })
});

impl RawRunning {
    /// What was meant: what is left out is as usual.
    pub fn value(&self) -> Running {
        let usual = Running::default();
        let span = |written: Option<Duration>, usual| match written {
            Some(Duration::ZERO) => None,
            Some(written) => Some(written),
            None => usual,
        };
        Running {
            windows: self.windows.unwrap_or(usual.windows),
            view: self.view.unwrap_or(usual.view),
            idle: span(self.idle, usual.idle),
            reset: span(self.reset, usual.reset),
            controllers: self.controllers.clone().unwrap_or(usual.controllers),
            clicks: self.clicks,
            axis: self.axis.unwrap_or_default(),
            osc: self.osc.clone(),
            sound: self.sound.clone().unwrap_or_default(),
            captions: self.captions.clone().unwrap_or_default(),
            hours: self.hours.clone(),
            on_open: self.on_open.clone(),
            on_close: self.on_close.clone(),
            contact: self.contact.clone(),
        }
    }
}

/// What the file says of how it is run.
pub fn running(root: &Section<'_, '_>) -> RawRunning {
    let word = |key: &str, example: &str| root.word(key, example).map(|word| word.value);
    let span = |key: &str| {
        let written = seconds(root, key, root.get(key)?)?;
        Some(Duration::from_nanos(written.value.0.unsigned_abs()))
    };
    let time_zone = root.word("time-zone", r#"time-zone = "Europe/Berlin""#);
    let zone = match &time_zone {
        Some(name) => hours::zone(&name.value)
            .map_err(|near| {
                let message = format!("there is no time zone {:?}", name.value);
                root.reader.error(&name.span, message, format!("Did you mean {near:?}?"));
            })
            .ok(),
        None => Some(TimeZone::system()),
    };
    RawRunning {
        windows: root.choice("windows", WINDOWS).map(|windows| windows.value),
        view: root.choice("view", VIEWS).map(|view| view.value),
        idle: span("idle"),
        reset: span("reset"),
        controllers: root
            .get("controllers")
            .and_then(|value| controllers::controllers(root, value)),
        clicks: root
            .get("clicks")
            .and_then(|value| controllers::whole(root, value, "clicks", 1..=48))
            .map(|clicks| clicks as u16),
        axis: root.choice("axis", SPACINGS).map(|axis| axis.value),
        osc: root.get("osc").and_then(|value| controllers::osc(root, value)),
        sound: root
            .get("sound")
            .and_then(|value| sound::sound(root, value, zone.clone().unwrap_or(TimeZone::UTC))),
        captions: root.get("captions").and_then(|value| captions::captions(root, value)),
        hours: root.get("hours").and_then(|value| opening(root, value, zone?)),
        time_zone: time_zone.map(|name| name.value),
        on_open: word("on-open", r#"on-open = "…""#),
        on_close: word("on-close", r#"on-close = "…""#),
        contact: word("contact", r#"contact = "A name, +49 …""#),
    }
}

fn opening(root: &Section<'_, '_>, value: &Value<'_>, zone: TimeZone) -> Option<Hours> {
    let section = root.reader.section(value, "`hours`", keys::HOURS)?;
    let daily = section.get("daily").map(|value| day(&section, "daily", value));
    let usual = daily.unwrap_or_else(|| Some(hours::all_day()))?;
    let mut week: [Vec<Span>; 7] = std::array::from_fn(|_| usual.clone());
    for (name, spans) in DAYS.into_iter().zip(&mut week) {
        if let Some(value) = section.get(name) {
            *spans = day(&section, name, value)?;
        }
    }
    let mut except = BTreeMap::new();
    if let Some(value) = section.get("except") {
        let Some(table) = value.get_ref().as_table() else {
            let message = format!("`except` must name days, not {}", kind(value));
            let help = "Write except = { \"2026-12-24\" = \"10:00-14:00\", \"2026-12-25\" = \
                        \"closed\" }.";
            section.reader.error(&value.span(), message, help);
            return None;
        };
        for (date, value) in table {
            let Ok(read) = date.get_ref().parse::<jiff::civil::Date>() else {
                let message = format!("there is no date {}", quoted(date.get_ref()));
                let help = "Write it as year, month and day: \"2026-12-24\".";
                section.reader.error(&date.span(), message, help);
                return None;
            };
            except.insert(read, day(&section, date.get_ref(), value)?);
        }
    }
    Some(Hours { zone, week, except })
}

/// The times of one day.
pub(super) fn day(section: &Section<'_, '_>, key: &str, value: &Value<'_>) -> Option<Vec<Span>> {
    let said = match value.get_ref() {
        DeValue::String(text) => hours::day(text),
        _ => Err(format!("it must be a text in quotation marks, not {}", kind(value))),
    };
    said.map_err(|why| {
        let message = format!("{}: {}", section.what(key), why.trim_end_matches('.'));
        section.reader.error(&value.span(), message, hours::HOW);
    })
    .ok()
}
