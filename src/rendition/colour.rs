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

impl Colour {
    /// The rows that turn (Y′, Cb, Cr, 1), each plane 0 to 1, into R′, G′ and B′ (ITU-T H.273,
    /// equations 41 to 46, inverted; eight bits).
    pub fn to_rgb(self) -> [[f32; 4]; 3] {
        let (kr, kb) = self.matrix.weights();
        let kg = 1.0 - kr - kb;
        let (luma, black, chroma) = match self.range {
            Range::Limited => (255.0 / 219.0, 16.0 / 255.0, 255.0 / 224.0),
            Range::Full => (1.0, 0.0, 1.0),
        };
        let middle = 128.0 / 255.0;
        let row = |cb: f32, cr: f32| {
            let (cb, cr) = (cb * chroma, cr * chroma);
            [luma, cb, cr, -luma * black - (cb + cr) * middle]
        };
        [
            row(0.0, 2.0 * (1.0 - kr)),
            row(-2.0 * kb * (1.0 - kb) / kg, -2.0 * kr * (1.0 - kr) / kg),
            row(2.0 * (1.0 - kb), 0.0),
        ]
    }
}
