//! What the numbers of a picture mean: carried from the master to the shader, never assumed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The matrix between R′G′B′ and Y′CbCr (ITU-T H.273, table 4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Matrix {
    /// ITU-R BT.601: standard definition, and what many tools write untagged at any size.
    Bt601,
    /// ITU-R BT.709: high definition.
    #[default]
    Bt709,
    /// ITU-R BT.2020, non-constant luminance: ultra-high definition.
    Bt2020,
}

impl Matrix {
    /// The weights of red and blue in luma.
    pub fn weights(self) -> (f32, f32) {
        match self {
            Self::Bt601 => (0.299, 0.114),
            Self::Bt709 => (0.2126, 0.0722),
            Self::Bt2020 => (0.2627, 0.0593),
        }
    }
}

/// Which codes are black and white.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Range {
    /// 16 is black and 235 white, as in television.
    #[default]
    Limited,
    /// 0 is black and 255 white, as in JPEG.
    Full,
}

/// Where a chroma sample of 4:2:0 lies among its four luma samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Siting {
    /// Between the two left ones: H.264's default.
    #[default]
    Left,
    /// In the middle of the four: JPEG.
    Centre,
    /// On the upper left one: BT.2020.
    TopLeft,
}

/// How to turn a picture's planes into R′G′B′.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Colour {
    /// The matrix.
    pub matrix: Matrix,
    /// The range.
    pub range: Range,
    /// The place of the chroma samples.
    pub siting: Siting,
}
