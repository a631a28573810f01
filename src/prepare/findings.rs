//! What was found out about a version, kept beside its rendition: for the report and for `check`.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::examine::Examined;
use super::protocol::Headers;
use crate::exhibit::Clip;
use crate::measure::Measures;
use crate::measure::flashes::Flashes;
use crate::rendition::{Colour, Prepared};

/// The file that holds them.
pub(super) const FINDINGS: &str = "findings.json";
/// Frames whose lengths differ by no more than this come evenly: half of the millisecond that some
/// containers count in.
const EVEN_NS: i64 = 1_000_000;

/// What was found out about a version while it was prepared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// How each clip of the rendition is made, in their order.
    pub technical: Vec<Technical>,
    /// What was measured of its pictures.
    pub measures: Measures,
    /// How it flashes by itself.
    pub flashes: Flashes,
}

/// How a master is made, by its headers and as it was found by decoding it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Technical {
    /// The file as written in the exhibit.
    pub written: String,
    /// The codec, in words.
    pub codec: String,
    /// Width and height in pixels, upright.
    pub size: (u32, u32),
    /// Shape of a pixel, width to height.
    pub pixel_aspect: (u32, u32),
    /// The colour that its pictures were taken for.
    pub colour: Colour,
    /// How many frames it has.
    pub frames: u64,
    /// How long they are together, in nanoseconds.
    pub length_ns: i64,
    /// Whether they come at uneven times.
    pub uneven: bool,
    /// What was changed to conform, each a sentence.
    pub changes: Vec<String>,
    /// What its headers say.
    pub headers: Headers,
}

impl Technical {
    /// What is known of the master of a clip.
    pub fn of(examined: &Examined, clip: &Clip) -> Self {
        let facts = &examined.facts;
        let lengths = || examined.frames.iter().map(|frame| frame.end - frame.start);
        // How long the last one stands is often a guess.
        let but_last = || lengths().take(examined.frames.len().saturating_sub(1));
        let (shortest, longest) = (but_last().min(), but_last().max());
        let uneven = shortest.zip(longest).is_some_and(|(a, b)| b - a > EVEN_NS);
        Self {
            written: clip.written.clone(),
            codec: facts.codec.clone(),
            size: facts.size,
            pixel_aspect: facts.pixel_aspect,
            colour: facts.colour,
            frames: examined.frames.len() as u64,
            length_ns: examined.length_ns(),
            uneven,
            changes: facts.changes.clone(),
            headers: examined.headers.clone(),
        }
    }
}

impl Findings {
    /// Keeps them in the folder of a rendition.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn keep(&self, folder: &Path) -> io::Result<()> {
        std::fs::write(folder.join(FINDINGS), serde_json::to_vec(self)?)
    }

    /// Those of a rendition; none where there are none, as of a test card.
    pub fn of(prepared: &Prepared) -> Option<Self> {
        let text = std::fs::read(prepared.folder.join(FINDINGS)).ok()?;
        serde_json::from_slice(&text).ok()
    }
}
