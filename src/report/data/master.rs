//! The files as they were delivered, and pictures from them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One file as delivered, with two checksums of different make, as PREMIS (*Data Dictionary for
/// Preservation Metadata*, 3.0, 2015, 1.5.2 fixity) recommends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Master {
    /// Its name as written in the exhibit.
    pub file: String,
    /// Its size in bytes; `null` where it could not be opened.
    pub bytes: Option<u64>,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: Option<String>,
    /// Its BLAKE3 in hexadecimal digits.
    pub blake3: Option<String>,
    /// The BLAKE3 of what it held when the report was made: another where it went bad or was
    /// rewritten; `null` where it could not be read.
    pub found_blake3: Option<String>,
    /// When these checksums were first recorded, as in RFC 3339.
    pub first_seen: Option<String>,
}

/// The folder beside the report that its pictures lie in.
pub const PICTURES: &str = "report-pictures";
/// How the file ends that shows the worst second of a version at two moments.
pub const FLASHES: &str = "-flashes.jpg";

/// A small picture of a version or of the wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Thumbnail {
    /// Its file, from the folder of the report, with `/`.
    pub file: String,
    /// Which moment it shows, in nanoseconds of film time.
    pub at_ns: i64,
    /// What it shows, for who cannot see it; for example the title of the shot.
    pub shows: String,
    /// The bytes of a JPEG or PNG file, for the page alone. Empty after reading a report.
    #[serde(skip)]
    #[schemars(skip)]
    pub data: Vec<u8>,
}
