//! What `prepare` made of a version, and the one truth about which frame belongs to which film
//! time: the frame table.

pub mod colour;
pub mod planar;
pub mod table;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::timeline::{FilmTime, Rate};
pub use colour::{Colour, Matrix, Range, Siting};
pub use planar::Planar;
pub use table::{Frame, FrameTable};

/// The version of the format of `rendition.json`; another one is made anew.
pub const FORMAT: u32 = 2;

/// A version as it is played: the same frames on every rung of a ladder of sizes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rendition {
    /// [`FORMAT`] at the time of writing.
    pub format: u32,
    /// How the pictures are stored.
    pub medium: Medium,
    /// The film's length.
    pub length: FilmTime,
    /// The masters, in film order; a frame names its own by index.
    pub clips: Vec<ClipFacts>,
    /// From the largest to the smallest; never empty.
    pub rungs: Vec<Rung>,
    /// The sound beside it, where a master has any.
    pub sound: Option<Sound>,
}

/// How the pictures of a rendition are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// One H.264 byte-stream file for each rung.
    H264,
    /// One file of bare planes for each rung, Y′, Cb and Cr one after the other, rows tightly
    /// packed: for the single picture of a still take.
    Planes,
    /// Nothing is stored: the test card is drawn when it is needed.
    Card {
        /// The number drawn in, from 1.
        number: u16,
        /// The card's own frame rate.
        rate: Rate,
    },
}

/// One master, as it was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClipFacts {
    /// The file, as the exhibit names it.
    pub master: String,
    /// The film time it covers.
    pub start: FilmTime,
    /// The end of what it covers.
    pub end: FilmTime,
    /// Width and height of its picture in its own pixels, after rotation.
    pub size: (u32, u32),
    /// Shape of one of its pixels, width to height.
    pub pixel_aspect: (u32, u32),
    /// The colour of the rendition's pictures of this clip.
    pub colour: Colour,
    /// What was changed to conform, in words, each a sentence.
    pub changes: Vec<String>,
}

impl ClipFacts {
    /// Width over height of the picture as it should be seen.
    pub fn aspect(&self) -> f64 {
        let (w, h) = self.size;
        let (pw, ph) = self.pixel_aspect;
        f64::from(w) * f64::from(pw) / (f64::from(h) * f64::from(ph))
    }
}

/// One size of a rendition. Every clip lies in the upper left of one coded size that all share,
/// so that a shot of another size never restarts a decoder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rung {
    /// How often the masters' size was halved: 0 full, 1 half, 2 quarter, 3 eighth.
    pub level: u8,
    /// The coded width in pixels; even.
    pub width: u32,
    /// The coded height in pixels; even.
    pub height: u32,
    /// For each clip, the width and height of its picture within the coded size.
    pub crops: Vec<(u32, u32)>,
    /// The file beside `rendition.json`; empty for a card.
    pub file: String,
    /// Every frame is a keyframe.
    pub intra: bool,
    /// Which frame belongs to which film time, and where its bytes are.
    pub table: FrameTable,
}

/// The sound of a version: interleaved signed 16-bit little-endian stereo at 48 kHz, exactly as
/// long as the film.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sound {
    /// The file beside `rendition.json`.
    pub file: String,
    /// Samples per channel.
    pub samples: u64,
}

/// A rendition and the folder its files lie in.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// The folder; of no meaning for a card.
    pub folder: PathBuf,
    /// What is in it.
    pub rendition: Rendition,
}

impl Rendition {
    /// The ladder of a test card: nothing stored, every size drawn on demand.
    pub fn card(number: u16, rate: Rate, length: FilmTime) -> Self {
        let table = FrameTable::regular(rate, length);
        let rung = |level: u8| {
            let (width, height) = (1280 >> level, 720 >> level);
            Rung {
                level,
                width,
                height,
                crops: vec![(width, height)],
                file: String::new(),
                intra: true,
                table: table.clone(),
            }
        };
        Self {
            format: FORMAT,
            medium: Medium::Card { number, rate },
            length,
            clips: vec![ClipFacts {
                master: String::new(),
                start: FilmTime::ZERO,
                end: length,
                size: (1280, 720),
                pixel_aspect: (1, 1),
                colour: Colour::default(),
                changes: Vec::new(),
            }],
            rungs: (0..4).map(rung).collect(),
            sound: None,
        }
    }

    /// The smallest rung whose pictures of `clip` cover `width`×`height` pixels; the largest
    /// where none does (it is enlarged on the wall, never in the cache).
    pub fn rung_for(&self, clip: usize, width: u32, height: u32) -> usize {
        let covers = |rung: &Rung| {
            let (w, h) = rung.crops.get(clip).copied().unwrap_or((rung.width, rung.height));
            w >= width && h >= height
        };
        self.rungs.iter().rposition(covers).unwrap_or(0)
    }
}

impl Prepared {
    /// The file of a rung's pictures.
    pub fn file(&self, rung: usize) -> PathBuf {
        Path::new(&self.folder).join(&self.rendition.rungs[rung].file)
    }
}
