//! What the decoding child writes to its standard output: length-prefixed messages, bounded.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::problem::MediaProblem;
use crate::rendition::Colour;

/// The largest width or height that is accepted, in pixels.
pub const LARGEST: u32 = 8192;
/// The largest message: one picture of the largest size.
const MOST: usize = (LARGEST as usize) * (LARGEST as usize) * 3 / 2 + 1024;

/// What is known of a master from its headers and its first picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The codec, in words.
    pub codec: String,
    /// Width and height in pixels, after rotation.
    pub size: (u32, u32),
    /// Shape of one pixel, width to height.
    pub pixel_aspect: (u32, u32),
    /// The colour of the pictures that the child hands over.
    pub colour: Colour,
    /// What is changed to conform, each a sentence.
    pub changes: Vec<String>,
}

/// How a master says that it is made; what it does not say is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headers {
    /// The container, in words.
    pub container: Option<String>,
    /// The profile and level of the codec, in its own words.
    pub profile: Option<String>,
    /// Frames a second as a fraction; none where the headers name no constant rate.
    pub rate: Option<(u32, u32)>,
    /// Two fields are woven into each frame.
    pub interlaced: bool,
    /// What the container says of its colours.
    pub container_colour: Tags,
    /// What the coded pictures say of theirs.
    pub stream_colour: Tags,
    /// Its first track of sound.
    pub sound: Option<SoundHeaders>,
}

/// What a header says of colours, each by its usual name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tags {
    /// The matrix between R′G′B′ and Y′CbCr.
    pub matrix: Option<String>,
    /// The primaries.
    pub primaries: Option<String>,
    /// The transfer characteristics.
    pub transfer: Option<String>,
    /// Whether black is 16 or 0.
    pub range: Option<String>,
}

/// What a header says of sound.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoundHeaders {
    /// The codec, in words.
    pub codec: Option<String>,
    /// How many channels.
    pub channels: u16,
    /// Samples a second.
    pub rate_hz: u32,
}

/// One picture: when, and its planes where they are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameMessage {
    /// Stream time in nanoseconds, if the file knows it.
    pub at_ns: Option<i64>,
    /// How long it lasts, if the file knows it.
    pub lasts_ns: Option<i64>,
    /// Y′, Cb and Cr, tightly packed; empty where only times are wanted.
    pub planes: Vec<u8>,
}

/// How it ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// How long the file says it is, in nanoseconds, where its container is one that knows.
    pub declared_ns: Option<i64>,
    /// The end of the sound in stream time, where there is any.
    pub sound_end_ns: Option<i64>,
    /// The file's own structure says that its end is missing.
    pub cut_off: bool,
    /// How often a decoder complained.
    pub complaints: u64,
    /// The first complaint, or the error that ended it early.
    pub complaint: Option<String>,
    /// An error ended it early.
    pub broke_off: bool,
    /// The sound's codec, where nothing on this machine decodes it.
    pub silent_because: Option<String>,
    /// What its headers say.
    #[serde(default)]
    pub headers: Headers,
}

/// What the child says.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// The child is set up and about to open the file.
    Ready,
    /// The headers were read.
    Facts(Box<Facts>),
    /// One more picture.
    Frame(FrameMessage),
    /// Some more sound: 48 kHz stereo, signed 16-bit little-endian.
    Sound {
        /// Stream time of the first sample in nanoseconds.
        at_ns: i64,
        /// The samples.
        samples: Vec<u8>,
    },
    /// The end was reached.
    Done(Box<Done>),
    /// Nothing more will come.
    Problem(MediaProblem),
}

const UNKNOWN: i64 = i64::MIN;

fn known(ns: i64) -> Option<i64> {
    (ns != UNKNOWN).then_some(ns)
}

impl Message {
    /// Writes it: a kind byte, the length in four bytes, the payload.
    ///
    /// # Errors
    /// When the reader is gone.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let json = |value: serde_json::Result<Vec<u8>>| value.map_err(io::Error::other);
        let mut head = [0u8; 16];
        let (kind, json, body): (u8, Vec<u8>, &[u8]) = match self {
            Self::Ready => (0, Vec::new(), &[]),
            Self::Facts(facts) => (1, json(serde_json::to_vec(facts))?, &[]),
            Self::Frame(frame) => {
                head[..8].copy_from_slice(&frame.at_ns.unwrap_or(UNKNOWN).to_le_bytes());
                head[8..].copy_from_slice(&frame.lasts_ns.unwrap_or(UNKNOWN).to_le_bytes());
                (2, head.to_vec(), &frame.planes)
            }
            Self::Sound { at_ns, samples } => (3, at_ns.to_le_bytes().to_vec(), samples),
            Self::Done(done) => (4, json(serde_json::to_vec(done))?, &[]),
            Self::Problem(problem) => (5, json(serde_json::to_vec(problem))?, &[]),
        };
        let length = u32::try_from(json.len() + body.len()).map_err(io::Error::other)?;
        out.write_all(&[kind])?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(&json)?;
        out.write_all(body)
    }

    /// Reads the next one; none at the end.
    ///
    /// # Errors
    /// When the stream breaks off inside a message, or what is read is no message.
    pub fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut kind = [0u8];
        if from.read(&mut kind)? == 0 {
            return Ok(None);
        }
        let length = u32::from_le_bytes(array(from)?) as usize;
        if length > MOST {
            return Err(io::Error::other("a message is too long"));
        }
        let rest = |from: &mut dyn Read, length: usize| -> io::Result<Vec<u8>> {
            let mut data = vec![0; length];
            from.read_exact(&mut data)?;
            Ok(data)
        };
        let short = || io::Error::other("a message is too short");
        Ok(Some(match kind[0] {
            0 if length == 0 => Self::Ready,
            1 => Self::Facts(serde_json::from_slice(&rest(from, length)?)?),
            2 => {
                let planes = length.checked_sub(16).ok_or_else(short)?;
                let at_ns = known(i64::from_le_bytes(array(from)?));
                let lasts_ns = known(i64::from_le_bytes(array(from)?));
                let planes = rest(from, planes)?;
                Self::Frame(FrameMessage { at_ns, lasts_ns, planes })
            }
            3 => {
                let samples = length.checked_sub(8).ok_or_else(short)?;
                let at_ns = i64::from_le_bytes(array(from)?);
                Self::Sound { at_ns, samples: rest(from, samples)? }
            }
            4 => Self::Done(serde_json::from_slice(&rest(from, length)?)?),
            5 => Self::Problem(serde_json::from_slice(&rest(from, length)?)?),
            _ => return Err(io::Error::other("a message of an unknown kind")),
        }))
    }
}

fn array<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let messages = [
            Message::Ready,
            Message::Frame(FrameMessage { at_ns: Some(-5), lasts_ns: None, planes: vec![1, 2, 3] }),
            Message::Sound { at_ns: 7, samples: vec![9; 8] },
            Message::Done(Box::default()),
            Message::Problem(MediaProblem::NoVideo),
        ];
        let mut bytes = Vec::new();
        for message in &messages {
            message.write(&mut bytes).unwrap();
        }
        let mut from = bytes.as_slice();
        for message in messages {
            assert_eq!(Message::read(&mut from).unwrap(), Some(message));
        }
        assert_eq!(Message::read(&mut from).unwrap(), None);
    }

    #[test]
    fn a_message_that_is_too_long_is_refused_before_any_memory_is_taken() {
        let bytes = [2u8, 255, 255, 255, 255];
        assert!(Message::read(&mut bytes.as_slice()).is_err());
    }
}
