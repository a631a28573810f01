//! How a clip is made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a file says of one clip, what it turned out to be, and what was made of it for playing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Technical {
    /// The file, as written in the exhibit.
    pub file: String,
    /// The id of the shot it is for; `null` where it is the whole film.
    pub shot: Option<String>,
    /// The container, for example "MP4". What it is, whatever the name of the file says.
    pub container: Option<String>,
    /// The coding of the picture, for example "H.264".
    pub codec: Option<String>,
    /// Its profile and level, for example "High 4.0".
    pub profile: Option<String>,
    /// The width in pixels.
    pub width: Option<u32>,
    /// The height in pixels.
    pub height: Option<u32>,
    /// The shape of a pixel as width:height, for example "1:1".
    pub pixel_aspect: Option<String>,
    /// Frames a second as a fraction, for example "24000/1001".
    pub rate: Option<String>,
    /// Whether its frames come at uneven times; `null` where frames are lost, so that nobody can say.
    pub rate_varies: Option<bool>,
    /// What is damaged or missing of it, in words; `null` where all of it can be decoded.
    pub damage: Option<String>,
    /// How long it is, in nanoseconds.
    pub duration_ns: Option<i64>,
    /// How long its part of the film is, in nanoseconds.
    pub span_ns: Option<i64>,
    /// What it says of its colours.
    pub colour: ColourTags,
    /// Whether two fields are woven into each frame.
    pub interlaced: Option<bool>,
    /// Its tracks of sound: none in an empty list; `null` where that was not looked at.
    pub sound: Option<Vec<SoundTrack>>,
    /// What was done to it so that it plays with the others, a sentence each.
    pub conformed: Vec<String>,
}

/// What a clip says of its colours (ITU-T H.273, 2021).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ColourTags {
    /// The matrix between R′G′B′ and Y′CbCr.
    pub matrix: Tag,
    /// The primaries.
    pub primaries: Tag,
    /// The transfer characteristics.
    pub transfer: Tag,
    /// Whether black is 16 or 0.
    pub range: Tag,
}

/// What a file says of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "found", rename_all = "kebab-case")]
pub enum Tag {
    /// It says this.
    Present {
        /// What it says.
        value: String,
    },
    /// It says nothing.
    Missing {
        /// What it is taken for.
        taken: Option<String>,
    },
    /// It says several things in several places.
    Contradicted {
        /// All that it says.
        said: Vec<String>,
        /// What it is taken for.
        taken: Option<String>,
    },
}

/// One track of sound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SoundTrack {
    /// The coding, for example "AAC-LC".
    pub codec: Option<String>,
    /// How many channels.
    pub channels: Option<u16>,
    /// How they are laid out, for example "stereo".
    pub layout: Option<String>,
    /// Samples a second.
    pub rate_hz: Option<u32>,
}
