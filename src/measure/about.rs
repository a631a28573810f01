//! What each measure is called and means, for the report and the label beside it.

use serde::{Deserialize, Serialize};

/// One of the measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// The finest detail, in cycles per picture height.
    Detail,
    /// The finest detail, as a share of what the size of the picture can carry.
    DetailShare,
    /// The speed of all that is seen.
    Motion,
    /// The speed of the picture as a whole.
    CameraMotion,
    /// The speed of things beside that.
    OwnMotion,
    /// The trembling of brightness.
    Flicker,
    /// How well a picture tells the next.
    Steadiness,
    /// The area of chromaticities used.
    Gamut,
    /// The mean distance from grey.
    Chroma,
    /// How far a shot's colour goes from its opening.
    Drift,
}

/// The words about a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct About {
    /// Its name.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it is, in one sentence for a curator.
    pub sentence: &'static str,
    /// Where its formula is published.
    pub source: &'static str,
}

impl Measure {
    /// All measures, in the order in which a report gives them.
    pub const ALL: [Self; 10] = [
        Self::Detail,
        Self::DetailShare,
        Self::Motion,
        Self::CameraMotion,
        Self::OwnMotion,
        Self::Flicker,
        Self::Steadiness,
        Self::Gamut,
        Self::Chroma,
        Self::Drift,
    ];

    /// The words about it.
    pub fn about(self) -> About {
        const DETAIL: &str = "Field 1987 (amplitude of natural images falls as 1/f); Welch 1967 \
            (windowed periodogram); Boll 1979 (subtraction of the noise's spectrum)";
        const MOTION: &str = "Zhu and Ma 2000 (diamond search); Lucas and Kanade 1981 (parts of a \
            sample); Dufaux and Konrad 2000 (motion of the whole)";
        let (name, unit, sentence, source) = match self {
            Self::Detail => (
                "detail",
                "cycles per picture height",
                "How many of the finest light and dark lines that the picture holds would fit into \
                 its height; enlarging the picture does not change it.",
                DETAIL,
            ),
            Self::DetailShare => (
                "detail for its size",
                "share of Nyquist",
                "The finest detail that the picture holds, as a share of the finest that its \
                 number of samples could hold; a picture enlarged twice uses at most a half.",
                DETAIL,
            ),
            Self::Motion => (
                "motion",
                "picture heights per second",
                "How fast what is seen moves across the picture, on average over all of it whose \
                 movement shows.",
                MOTION,
            ),
            Self::CameraMotion => (
                "motion of the camera",
                "picture heights per second",
                "How fast the picture moves as a whole, as it does when a camera pans, zooms or \
                 turns.",
                MOTION,
            ),
            Self::OwnMotion => (
                "motion of things",
                "picture heights per second",
                "How fast what is seen moves beside the movement of the picture as a whole.",
                MOTION,
            ),
            Self::Flicker => (
                "flicker",
                "% of the range from black to white",
                "How much the brightness trembles within half a second, apart from what moves and \
                 from what slowly grows lighter or darker.",
                "Pitié et al. 2004 (brightness along the motion), with an offset only; deviation \
                 from the straight line of half a second",
            ),
            Self::Steadiness => (
                "steadiness",
                "dB",
                "How much of a picture is told by the one an eighth of a second before it, if each \
                 part is moved to where it went: at 0 dB nothing, at 10 dB all but a tenth, at 20 \
                 dB all but a hundredth.",
                "Jayant and Noll 1984 (prediction gain, in differential PCM), with motion as for the \
                 motion measures",
            ),
            Self::Gamut => (
                "gamut used",
                "% of the BT.709 triangle in u′v′",
                "How large a part of the colours of television a single picture spreads over.",
                "CIE 15:2004, 8.1 (u′v′); Cramér 1946, chapter 21 (ellipse of concentration)",
            ),
            Self::Chroma => (
                "chroma",
                "C*ab",
                "How far the colours are from grey, on average over the picture.",
                "CIE 15:2004, 8.2.1 (CIELAB)",
            ),
            Self::Drift => (
                "drift of colour",
                "ΔE00",
                "How different the mean colour of a shot's last half second is from that of its \
                 first; about 1 is just seen side by side.",
                "CIE 142-2001; Sharma, Wu and Dalal 2005",
            ),
        };
        About { name, unit, sentence, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_its_words_and_none_ranks() {
        for (index, measure) in Measure::ALL.into_iter().enumerate() {
            let about = measure.about();
            assert_eq!(measure as usize, index);
            assert!(about.sentence.ends_with('.') && !about.source.is_empty());
            for word in ["better", "worse", "good", "bad", "quality", "score"] {
                assert!(!about.sentence.contains(word), "{}", about.name);
            }
        }
    }
}
