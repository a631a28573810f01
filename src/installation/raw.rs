//! The installation file as written: every value with its place, nothing compared yet.
//!
//! The comments on the fields are what an editor shows the curator, through the JSON Schema made
//! from them; so they are written for her.

use std::borrow::Cow;
use std::ops::Range as Span;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::read_running::RawRunning;
use super::{Bezel, PixelRect, Rotation, ScreenView};
use crate::exhibit::nearest::Vocabulary;
use crate::exhibit::raw::Written;
use crate::exhibit::schema::{schema_by_hand, schema_of};

/// The wall of one room and its screens, for Palimpsest to play on. Lengths are in millimetres.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Installation", deny_unknown_fields)]
pub struct RawInstallation {
    /// How far from the wall people stand: a number of millimetres, or with a unit such as
    /// "2.5 m". Without it, 2 m.
    #[schemars(rename = "viewing-distance", with = "Option<Millimetres>")]
    pub viewing_distance: Option<Written<f64>>,
    /// Where the controller is, on the plane of the wall; light comes from there. Without it,
    /// 20 cm below the middle of the wall.
    pub controller: Option<RawController>,
    /// How high the middle of all pictures is above the floor: a number of millimetres, or with a
    /// unit such as "1.5 m". For the plan that the wall is hung by.
    #[schemars(rename = "centre-height", with = "Option<Millimetres>")]
    pub centre_height: Option<Written<f64>>,
    /// Where the computer stands, from the same corner as the screens. The plan measures the
    /// cables from there.
    pub computer: Option<RawComputer>,
    /// The language of what is written on the wall, by its tag: "en", "ru", "pt-BR". Without it,
    /// "en".
    #[schemars(with = "Option<Tag>")]
    pub language: Option<Written<String>>,
    /// The country that the wall hangs in, by its two letters (ISO 3166-1): "DE". Versions that are
    /// cleared for other territories only are not played there. Without it, territories are not
    /// looked at.
    pub territory: Option<Written<String>>,
    /// How it is run unattended.
    #[schemars(flatten)]
    pub running: RawRunning,
    /// The screens of the wall: one `[[screen]]` for each.
    #[schemars(required, with = "Vec<RawScreen>")]
    pub screen: Vec<RawScreen>,
}

/// Where the controller is, in millimetres from the same corner as the screens.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Controller", deny_unknown_fields)]
pub struct RawController {
    /// How far to the right. Without it, the middle of the wall.
    #[schemars(with = "Option<Millimetres>")]
    pub x: Option<Written<f64>>,
    /// How far down. Without it, 20 cm below the lowest screen.
    #[schemars(with = "Option<Millimetres>")]
    pub y: Option<Written<f64>>,
}

/// Where the computer stands, in millimetres from the same corner as the screens.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Computer", deny_unknown_fields)]
pub struct RawComputer {
    /// How far to the right; less than 0 to the left of that corner.
    #[schemars(required, with = "Millimetres")]
    pub x: Option<Written<f64>>,
    /// How far down.
    #[schemars(required, with = "Millimetres")]
    pub y: Option<Written<f64>>,
}

/// One picture area on the wall, measured as it hangs, without its rim.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Screen", deny_unknown_fields)]
pub struct RawScreen {
    /// What it is called. Without it, "screen-1", "screen-2" and so on.
    pub name: Option<Written<String>>,
    /// How far to the right the left edge of its picture is. Without it, 0.
    #[schemars(with = "Option<Millimetres>")]
    pub x: Option<Written<f64>>,
    /// How far down the upper edge of its picture is. Without it, 0.
    #[schemars(with = "Option<Millimetres>")]
    pub y: Option<Written<f64>>,
    /// How wide its picture is, as it hangs.
    #[schemars(required, with = "Millimetres")]
    pub width: Option<Written<f64>>,
    /// How high its picture is, as it hangs.
    #[schemars(required, with = "Millimetres")]
    pub height: Option<Written<f64>>,
    /// How many pixels it has across and down, before it is turned. Without it, [1920, 1080].
    #[schemars(with = "Option<Pixels>")]
    pub pixels: Option<Written<(u32, u32)>>,
    /// How far it is turned clockwise, as one sees it: 0, 90, 180 or 270 degrees. Without it, 0.
    #[schemars(with = "Option<Degrees>")]
    pub rotation: Option<Written<Rotation>>,
    /// Its rim, which shows nothing: as wide as this on every side, or each side by itself, as it
    /// hangs: { left = 2, top = 2, right = 1, bottom = 1 }. Without it, 0.
    #[schemars(with = "Option<Rim>")]
    pub bezel: Option<Written<Bezel>>,
    /// What it shows by itself: "chorus" all versions, "solo" one, "story" what the film says of
    /// itself, "duet" two neighbours, "strata" all in layers. Without it, its part of the wall.
    pub view: Option<Written<ScreenView>>,
    /// The connector it hangs on, as `palimpsest outputs` names it: "HDMI-A-1", "DP-2". Without
    /// it, any output that is left, from left to right.
    pub output: Option<Written<String>>,
    /// Its part of that output, where several screens share one, as behind a wall controller:
    /// [x, y, width, height] in pixels. Without it, all of the output.
    #[schemars(with = "Option<Region>")]
    pub region: Option<Written<PixelRect>>,
    /// How much of its light it gives, to match a brighter screen with its neighbours: 0.1 to 1.
    /// Without it, 1.
    #[schemars(with = "Option<Share>")]
    pub brightness: Option<Written<f64>>,
    /// The same for red, green and blue by themselves: [1, 0.97, 0.94]. Without it, [1, 1, 1].
    #[schemars(with = "Option<Gain>")]
    pub gain: Option<Written<[f64; 3]>>,
    /// The bytes of its header.
    #[schemars(skip)]
    pub header: Span<usize>,
    /// Whatever is written of its place and size could be read.
    #[schemars(skip)]
    pub measured: bool,
    /// So could whatever is written of its pixels and how it is turned.
    #[schemars(skip)]
    pub shaped: bool,
}

/// Keys of each kind of table. A test holds them equal to the schema's.
pub(super) mod keys {
    use crate::exhibit::keys::{Keys, keys};

    /// The installation itself.
    pub const INSTALLATION: &Keys = &keys(
        "installation",
        &[
            "viewing-distance",
            "controller",
            "centre-height",
            "computer",
            "language",
            "territory",
            "windows",
            "view",
            "idle",
            "reset",
            "controllers",
            "clicks",
            "axis",
            "osc",
            "sound",
            "captions",
            "time-zone",
            "hours",
            "on-open",
            "on-close",
            "contact",
            "screen",
        ],
    );
    /// Where the controller is.
    pub const CONTROLLER: &Keys = &keys("controller", &["x", "y"]);
    /// Where the computer stands.
    pub const COMPUTER: &Keys = &keys("computer", &["x", "y"]);
    /// A screen, its keys in the order in which the shipped files write them.
    pub const SCREEN: &Keys = &keys(
        "screen",
        &[
            "name",
            "x",
            "y",
            "width",
            "height",
            "pixels",
            "rotation",
            "bezel",
            "view",
            "output",
            "region",
            "brightness",
            "gain",
        ],
    );
    /// A controller that is listened to.
    pub const NAMED_CONTROLLER: &Keys = &keys("controllers", &["name", "profile", "role"]);
    /// Open Sound Control.
    pub const OSC: &Keys = &keys("osc", &["port", "from", "to"]);
    /// The sound.
    pub const SOUND: &Keys = &keys(
        "sound",
        &[
            "device",
            "delay",
            "loudness",
            "volume",
            "quiet",
            "quiet-volume",
            "channels",
            "main",
            "routes",
            "speech",
        ],
    );
    /// What goes to channels of its own.
    pub const ROUTE: &Keys = &keys("route", &["screen", "version", "channels"]);
    /// Where captions are shown.
    pub const CAPTIONS: &Keys = &keys("captions", &["screens", "size"]);
    /// When it is open.
    pub const HOURS: &Keys = &keys(
        "hours",
        &[
            "daily",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "except",
        ],
    );
    /// A rim whose sides differ.
    pub const BEZEL: &Keys = &keys("bezel", &["left", "top", "right", "bottom"]);
}

/// The words of an installation file.
pub(super) const VOCABULARY: Vocabulary = Vocabulary {
    also_called: &[
        ("angle", "rotation"),
        ("border", "bezel"),
        ("brightnes", "brightness"),
        ("center-height", "centre-height"),
        ("connector", "output"),
        ("dim", "brightness"),
        ("control", "controller"),
        ("midi", "controllers"),
        ("spacing", "axis"),
        ("audio", "sound"),
        ("subtitles", "captions"),
        ("voice", "speech"),
        ("latency", "delay"),
        ("loud", "volume"),
        ("display", "screen"),
        ("distance", "viewing-distance"),
        ("eye-level", "centre-height"),
        ("machine", "computer"),
        ("frame", "bezel"),
        ("gap", "bezel"),
        ("opening", "hours"),
        ("opening-hours", "hours"),
        ("phone", "contact"),
        ("port", "output"),
        ("timezone", "time-zone"),
        ("zone", "time-zone"),
        ("h", "height"),
        ("id", "name"),
        ("knob", "controller"),
        ("lang", "language"),
        ("left", "x"),
        ("locale", "language"),
        ("mode", "view"),
        ("monitor", "screen"),
        ("orientation", "rotation"),
        ("panel", "screen"),
        ("resolution", "pixels"),
        ("rim", "bezel"),
        ("shows", "view"),
        ("title", "name"),
        ("top", "y"),
        ("w", "width"),
    ],
    homes: &[
        (
            "the installation itself: move this line up, above the first line in square brackets",
            keys::INSTALLATION.names,
        ),
        ("`hours`", keys::HOURS.names),
        ("`osc`", keys::OSC.names),
        ("`sound`", keys::SOUND.names),
        ("`captions`", keys::CAPTIONS.names),
        ("a [[screen]]: move this line below such a header", keys::SCREEN.names),
        ("the `bezel` of a [[screen]]", keys::BEZEL.names),
    ],
};

struct Millimetres;
struct Pixels;
struct Degrees;
struct Rim;
struct Tag;
struct Region;
struct Share;
struct Gain;

schema_by_hand!(Millimetres, "Millimetres", |_g| json_schema!({
    "anyOf": [
        { "type": "number", "minimum": -100_000, "maximum": 100_000 },
        { "type": "string", "pattern": r"^[+-]?\d+(\.\d+)? ?(mm|cm|m|in)?$" },
    ],
}));
schema_by_hand!(Pixels, "Pixels", |_g| json_schema!({
    "type": "array",
    "items": {
        "type": "integer",
        "minimum": super::read::PIXELS.start(),
        "maximum": super::read::PIXELS.end(),
    },
    "minItems": 2,
    "maxItems": 2,
}));
schema_by_hand!(Degrees, "Degrees", |_g| json_schema!({ "enum": [0, 90, 180, 270] }));
schema_by_hand!(Rim, "Rim", |g| json_schema!({
    "anyOf": [
        { "type": "number", "minimum": 0 },
        { "type": "string", "pattern": r"^\d+(\.\d+)? ?(mm|cm|m|in)?$" },
        {
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "left": g.subschema_for::<Millimetres>(),
                "top": g.subschema_for::<Millimetres>(),
                "right": g.subschema_for::<Millimetres>(),
                "bottom": g.subschema_for::<Millimetres>(),
            },
        },
    ],
}));
schema_by_hand!(Region, "Region", |_g| json_schema!({
    "type": "array",
    "items": { "type": "integer", "minimum": 0, "maximum": super::read::PIXELS.end() },
    "minItems": 4,
    "maxItems": 4,
}));
schema_by_hand!(Share, "Share", |_g| json_schema!({
    "type": "number", "minimum": super::read::LEAST_LIGHT, "maximum": 1,
}));
schema_by_hand!(Gain, "Gain", |g| json_schema!({
    "type": "array", "items": g.subschema_for::<Share>(), "minItems": 3, "maxItems": 3,
}));
schema_by_hand!(Tag, "Tag", |_g| json_schema!({
    "type": "string",
    "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
}));

/// The JSON Schema of an installation file (draft 7, which editors' TOML extensions understand).
pub fn schema() -> serde_json::Value {
    schema_of::<RawInstallation>()
}
