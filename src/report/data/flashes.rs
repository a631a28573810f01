//! How a version flashes and how loud it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::json::rounded;
use super::{Thumbnail, Verdict};

/// The most flashes in one second that WCAG 2.2 (W3C, 2023), success criterion 2.3.1, and ITU-R
/// BT.1702-3 (2023) allow.
pub const LIMIT: u32 = 3;

/// The flashes of a version or of the wall.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flashes {
    /// The worst second of flashes in brightness.
    pub general: Worst,
    /// The worst second of flashes to and from saturated red.
    pub red: Worst,
    /// The count for the second that begins at each of these moments, in the order of the film.
    pub per_second: Vec<FlashSecond>,
}

impl Flashes {
    /// The most flashes in any one second, of either kind.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.general.flashes.max(self.red.flashes)
    }
}

/// The second with the most flashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Worst {
    /// How many; one that has begun after others counts, a change alone does not.
    pub flashes: u32,
    /// Where that second begins, in nanoseconds of film time; `null` where it never flashes.
    pub from_ns: Option<i64>,
    /// Where in the picture; `null` where that is not known.
    pub place: Option<Area>,
}

/// A part of a picture, in thousandths of its width and height from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Area {
    /// Its left edge, in thousandths of the width.
    pub left_permille: u16,
    /// Its upper edge, in thousandths of the height.
    pub top_permille: u16,
    /// Its width, in thousandths of the width.
    pub width_permille: u16,
    /// Its height, in thousandths of the height.
    pub height_permille: u16,
}

/// The flashes of one second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FlashSecond {
    /// Where it begins, in nanoseconds of film time.
    pub from_ns: i64,
    /// Flashes in brightness.
    pub general: u32,
    /// Flashes to and from saturated red.
    pub red: u32,
}

/// How loud a version is (EBU R 128 and ITU-R BS.1770-5, 2023).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Loudness {
    /// The loudness of the whole in LUFS; `null` where nothing passed the gate: it is silent.
    #[serde(serialize_with = "rounded")]
    pub integrated_lufs: Option<f64>,
    /// The loudness range in LU; `null` where the sound is too short to have one.
    #[serde(serialize_with = "rounded")]
    pub range_lu: Option<f64>,
    /// The highest true peak in dBTP; `null` also where every sample is 0.
    #[serde(serialize_with = "rounded")]
    pub true_peak_dbtp: Option<f64>,
    /// What playing adds so that all versions are equally loud, in dB.
    #[serde(serialize_with = "rounded")]
    pub gain_db: Option<f64>,
}

/// What all versions do together on the wall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WallReport {
    /// The view that was looked at, for example "chorus".
    pub view: String,
    /// The name of the installation's file; `null` where none was named and one ordinary screen was
    /// assumed.
    pub installation: Option<String>,
    /// How far the eyes are from it, in mm.
    pub viewing_distance_mm: f64,
    /// The flashes of the whole wall.
    pub flashes: Flashes,
    /// The wall in its worst second.
    pub picture: Option<Thumbnail>,
    /// What follows from it.
    pub verdicts: Vec<Verdict>,
}
