//! What can be wrong with a master, each in plain words with what to do about it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is wrong with one media file. Reads as a sentence and says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediaProblem {
    /// There is no such file.
    #[error(
        "the file does not exist; check the spelling, or name the folder it lies in with --media"
    )]
    Missing,
    /// It is there, but may not or cannot be read.
    #[error("the file cannot be read ({0}); check its permissions and that it is a file")]
    Unreadable(String),
    /// It holds nothing.
    #[error("the file is empty; export or download it again")]
    Empty,
    /// It is something else than media.
    #[error("this is not a media file: it is {0}; export or download it again")]
    NotMedia(String),
    /// It is media, but without pictures.
    #[error("there is no video in it; name a file that has a picture")]
    NoVideo,
    /// The end of the file is missing.
    #[error("the file is cut off: {}; export or download it again", how_much(*got_ns, *declared_ns))]
    Truncated {
        /// How much could be decoded, in nanoseconds.
        got_ns: i64,
        /// How long the file says it is, in nanoseconds.
        declared_ns: Option<i64>,
    },
    /// The file says that it is longer or shorter than it is.
    #[error("the file says it is {} long, but holds {}; the measured length is used",
        seconds(*declared_ns), seconds(*measured_ns))]
    DurationWrong {
        /// What the file says, in nanoseconds.
        declared_ns: i64,
        /// What was found by decoding it, in nanoseconds.
        measured_ns: i64,
    },
    /// Some of it cannot be decoded properly.
    #[error(
        "the file is damaged ({detail}); {frames} frames could be decoded; export it again if \
        they look wrong"
    )]
    Damaged {
        /// How many frames came out of it.
        frames: u64,
        /// What the decoder said.
        detail: String,
    },
    /// The decoder stopped making progress and was ended.
    #[error(
        "the decoder got stuck after {frames} frames and was ended; convert the file to H.264 \
        in MP4"
    )]
    Stuck {
        /// How many frames had come out of it.
        frames: u64,
    },
    /// The decoder wanted more memory or time than any film needs.
    #[error("decoding it wants too much {0}; convert the file to H.264 in MP4")]
    TooGreedy(String),
    /// The decoder crashed; nothing else was harmed.
    #[error("the decoder crashed on it ({0}); convert the file to H.264 in MP4")]
    Crashed(String),
    /// Nothing on this machine decodes it.
    #[error(
        "{0} cannot be decoded on this machine; install the GStreamer plugin for it, or \
        convert the file to H.264 in MP4"
    )]
    Unsupported(String),
    /// The child process could not be started or understood: a fault of the machine or of ours.
    #[error("it could not be examined ({0}); try again")]
    NotExamined(String),
}

impl MediaProblem {
    /// Nothing of the file can be shown. The others leave pictures to show.
    pub fn is_fatal(&self) -> bool {
        match self {
            Self::Truncated { got_ns, .. } => *got_ns == 0,
            Self::Damaged { frames, .. } => *frames == 0,
            Self::DurationWrong { .. } => false,
            _ => true,
        }
    }

    /// The film suffers from it: `check` counts it as an error rather than a warning.
    pub fn is_error(&self) -> bool {
        self.is_fatal() || matches!(self, Self::Truncated { .. })
    }

    /// A second attempt might go otherwise, because the state of the machine had a part in it.
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Stuck { .. } | Self::TooGreedy(_) | Self::Crashed(_) | Self::NotExamined(_)
        )
    }
}

fn how_much(got_ns: i64, declared_ns: Option<i64>) -> String {
    match declared_ns {
        _ if got_ns == 0 => "its index or its pictures are missing".to_owned(),
        None => format!("{} could be read", seconds(got_ns)),
        Some(declared_ns) => {
            format!("{} of {} could be read", seconds(got_ns), seconds(declared_ns))
        }
    }
}

fn seconds(ns: i64) -> String {
    format!("{:.2} s", ns as f64 / 1e9)
}

/// Why a version, or a part of it, could not be prepared.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// Something is wrong with one of its clips.
    #[error("{written}: {problem}")]
    Clip {
        /// The place of the clip in the version.
        clip: usize,
        /// The file as written in the exhibit.
        written: String,
        /// The file on this machine.
        path: PathBuf,
        /// What is wrong with it.
        problem: MediaProblem,
    },
    /// There is no room left in the cache.
    #[error(
        "the disk is full: {} needs about {} MB more for this version; make room, run \
        `palimpsest prepare --prune`, or name another folder", folder.display(), needed.div_ceil(1_000_000)
    )]
    DiskFull {
        /// The cache's folder.
        folder: PathBuf,
        /// How many bytes more it needs, estimated.
        needed: u64,
    },
    /// The cache cannot be written or read.
    #[error("{}: {detail}; check that the folder may be written", folder.display())]
    Cache {
        /// The file or folder.
        folder: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// The encoder failed, or what it wrote could not be decoded again.
    #[error("the rendition could not be made ({0}); this is a fault of the encoder, not the file")]
    Encoder(String),
}

impl Problem {
    /// The clip it is about, where it is about one.
    pub fn clip(&self) -> Option<usize> {
        match self {
            Self::Clip { clip, .. } => Some(*clip),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_to_do() {
        let cut =
            MediaProblem::Truncated { got_ns: 1_500_000_000, declared_ns: Some(8_000_000_000) };
        assert_eq!(
            cut.to_string(),
            "the file is cut off: 1.50 s of 8.00 s could be read; export or download it again"
        );
        assert!(cut.is_error() && !cut.is_fatal());
    }
}
