//! What can be wrong with a master, each in plain words with what to do about it.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What is wrong with one media file. Reads as a sentence, then what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediaProblem {
    /// There is no such file.
    Missing,
    /// It is there, but may not or cannot be read.
    Unreadable(String),
    /// It holds nothing.
    Empty,
    /// It is something else than media.
    NotMedia(String),
    /// It is media, but without pictures.
    NoVideo,
    /// The end of the file is missing.
    Truncated {
        /// How much could be decoded, in nanoseconds.
        got_ns: i64,
        /// How long the file says it is, in nanoseconds.
        declared_ns: Option<i64>,
    },
    /// The file says that it is longer or shorter than it is.
    DurationWrong {
        /// What the file says, in nanoseconds.
        declared_ns: i64,
        /// What was found by decoding it, in nanoseconds.
        measured_ns: i64,
    },
    /// The decoder stopped before the end; what comes after is lost.
    BrokeOff {
        /// How much could be decoded, in nanoseconds.
        got_ns: i64,
        /// What the decoder said.
        detail: String,
    },
    /// Some of it cannot be decoded properly, though it was decoded to its end.
    Damaged {
        /// How many frames came out of it.
        frames: u64,
        /// What the decoder said.
        detail: String,
    },
    /// The decoder stopped making progress and was ended.
    Stuck {
        /// How many frames had come out of it.
        frames: u64,
    },
    /// The decoder wanted more memory or time than any film needs.
    TooGreedy(String),
    /// The decoder crashed; nothing else was harmed.
    Crashed(String),
    /// It can be played only with a key.
    Encrypted,
    /// Nothing on this machine decodes it.
    Unsupported(String),
    /// It holds something else than it should, and nobody has said that this is right: nothing is
    /// made from it.
    Doubted {
        /// When what it should hold was first recorded.
        recorded: String,
    },
    /// The child process could not be started or understood: a fault of the machine or of ours.
    NotExamined(String),
}

impl fmt::Display for MediaProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what())?;
        self.advice().map_or(Ok(()), |advice| write!(f, "; {advice}"))
    }
}

impl Error for MediaProblem {}

impl MediaProblem {
    /// What is wrong, without what to do about it: a sentence that begins small and has no stop.
    pub fn what(&self) -> String {
        match self {
            Self::Missing => "the file does not exist".to_owned(),
            Self::Unreadable(why) => format!("the file cannot be read ({why})"),
            Self::Empty => "the file is empty".to_owned(),
            Self::NotMedia(what) => format!("this is not a media file: it is {what}"),
            Self::NoVideo => "there is no video in it".to_owned(),
            Self::Truncated { got_ns, declared_ns } => {
                format!("the file is cut off: {}", how_much(*got_ns, *declared_ns))
            }
            Self::DurationWrong { declared_ns, measured_ns } => format!(
                "the file says it is {} long, but holds {}; the measured length is used",
                seconds(*declared_ns),
                seconds(*measured_ns)
            ),
            Self::BrokeOff { got_ns, detail } => {
                format!("the decoder stopped after {} ({detail})", seconds(*got_ns))
            }
            Self::Damaged { frames, detail } => {
                let frames = match frames {
                    1 => "1 frame".to_owned(),
                    frames => format!("{frames} frames"),
                };
                format!("the file is damaged ({detail}); {frames} could be decoded")
            }
            Self::Stuck { frames } => {
                format!("the decoder got stuck after {frames} frames and was ended")
            }
            Self::TooGreedy(what) => format!("decoding it wants too much {what}"),
            Self::Crashed(how) => format!("the decoder crashed on it ({how})"),
            Self::Doubted { recorded } => format!(
                "it holds something else than was recorded {recorded}, so nothing is made from it, and \
                 what was made before is played"
            ),
            Self::Encrypted => "it is encrypted".to_owned(),
            Self::Unsupported(what) => format!("{what} cannot be decoded on this machine"),
            Self::NotExamined(why) => format!("it could not be examined ({why})"),
        }
    }

    /// What to do about it; none where nothing needs to be done.
    pub fn advice(&self) -> Option<&'static str> {
        Some(match self {
            Self::Missing => "check the spelling, or name the folder it lies in with --media",
            Self::Unreadable(_) => "check its permissions and that it is a file",
            Self::Empty | Self::NotMedia(_) | Self::Truncated { .. } | Self::BrokeOff { .. } => {
                "export or download it again"
            }
            Self::NoVideo => "name a file that has a picture",
            Self::DurationWrong { declared_ns, measured_ns } if declared_ns > measured_ns => {
                "look whether its end is there"
            }
            Self::DurationWrong { .. } => return None,
            Self::Damaged { .. } => "export it again if the frames look wrong",
            Self::TooGreedy(_) => {
                "make it smaller: a film as H.264 in MP4, a picture as PNG or JPEG"
            }
            Self::Stuck { .. } | Self::Crashed(_) => {
                "convert it: a film to H.264 in MP4, a picture to PNG or JPEG"
            }
            Self::Doubted { .. } => {
                "put a good copy in its place; or, where what it holds now is right, say so with \
                 `palimpsest verify EXHIBIT --accept FILE`, and prepare again"
            }
            Self::Encrypted => "export or download it without encryption",
            Self::Unsupported(_) => {
                "install the GStreamer plugin for it, or convert it: a film to H.264 in MP4, a picture to \
                 PNG or JPEG"
            }
            Self::NotExamined(_) => "try again",
        })
    }

    /// Nothing of the file can be shown. The others leave pictures to show.
    pub fn is_fatal(&self) -> bool {
        match self {
            Self::Truncated { got_ns, .. } => *got_ns == 0,
            Self::Damaged { frames, .. } => *frames == 0,
            Self::BrokeOff { .. } | Self::DurationWrong { .. } => false,
            _ => true,
        }
    }

    /// The film suffers from it: `check` counts it as an error rather than a warning.
    pub fn is_error(&self) -> bool {
        self.is_fatal() || matches!(self, Self::Truncated { .. } | Self::BrokeOff { .. })
    }

    /// Only a person who has looked at the pictures can say whether it may be shown.
    pub fn needs_a_look(&self) -> bool {
        match self {
            Self::Damaged { .. } => true,
            Self::DurationWrong { declared_ns, measured_ns } => declared_ns > measured_ns,
            _ => false,
        }
    }

    /// Frames of it are missing or were not decoded as they should be.
    pub fn loses_frames(&self) -> bool {
        matches!(
            self,
            Self::Truncated { .. }
                | Self::BrokeOff { .. }
                | Self::Damaged { .. }
                | Self::Stuck { .. }
                | Self::Crashed(_)
        )
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

fn room(bytes: u64) -> String {
    match bytes {
        0 => "more room".to_owned(),
        _ => format!("about {} MB", bytes.div_ceil(1_000_000)),
    }
}

/// Why a version, or a part of it, could not be prepared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
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
        "the disk is full: this version needs {} in {}; make room, remove what you no longer show \
        with `palimpsest prepare EXHIBIT --prune`, or name another folder",
        room(*needed), folder.display()
    )]
    DiskFull {
        /// The cache's folder.
        folder: PathBuf,
        /// How many bytes the whole version takes, estimated; 0 where nothing is known of it yet.
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
    /// What is wrong, and what to do about it where that is said apart.
    pub fn said(&self) -> (String, Option<&'static str>) {
        match self {
            Self::Clip { written, problem, .. } => {
                (format!("{written}: {}", problem.what()), problem.advice())
            }
            other => (other.to_string(), None),
        }
    }

    /// The film suffers from it: of a clip's problems, not those that are only worth a look.
    pub fn is_error(&self) -> bool {
        match self {
            Self::Clip { problem, .. } => problem.is_error(),
            Self::DiskFull { .. } | Self::Cache { .. } | Self::Encoder(_) => true,
        }
    }

    /// Only a person who has looked at the pictures can say whether it may be shown.
    pub fn needs_a_look(&self) -> bool {
        matches!(self, Self::Clip { problem, .. } if problem.needs_a_look())
    }

    /// A master is not what it should be, whatever can be decoded of it.
    pub fn is_doubt(&self) -> bool {
        matches!(self, Self::Clip { problem: MediaProblem::Doubted { .. }, .. })
    }

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
        assert_eq!(cut.what(), "the file is cut off: 1.50 s of 8.00 s could be read");
        assert_eq!(cut.advice(), Some("export or download it again"));
    }

    #[test]
    fn what_is_only_worth_a_look_is_no_error() {
        let clip = |problem| Problem::Clip {
            clip: 0,
            written: "a.mp4".to_owned(),
            path: PathBuf::new(),
            problem,
        };
        assert!(!clip(MediaProblem::DurationWrong { declared_ns: 2, measured_ns: 1 }).is_error());
        assert!(clip(MediaProblem::Missing).is_error());
        assert!(Problem::Encoder(String::new()).is_error());
    }

    #[test]
    fn a_full_disk_says_how_much_is_needed_where_that_is_known() {
        let full = |needed| Problem::DiskFull { folder: "/cache".into(), needed }.to_string();
        assert!(full(41_500_000).contains("this version needs about 42 MB in /cache;"));
        assert!(full(0).contains("this version needs more room in /cache;"));
    }
}
