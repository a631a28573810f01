//! What the journal holds: the beginning of a run, one event for each file, the end of the run.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::digest::{Digests, Stamp};
use super::written;

/// What a file is to the exhibit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A file as delivered: it can only be delivered again.
    Master,
    /// A file made from masters: it can be made again.
    Rendition,
}

/// A file to look after.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The file; a relative path is taken from the current folder.
    pub path: PathBuf,
    /// What it is.
    pub role: Role,
    /// The key of the rendition that it belongs to; none for a master.
    pub rendition: Option<String>,
}

impl Subject {
    /// A master.
    pub fn master(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), role: Role::Master, rendition: None }
    }

    /// A file of the rendition with this key.
    pub fn rendition(key: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), role: Role::Rendition, rendition: Some(key.into()) }
    }
}

/// What was found of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// It is seen for the first time.
    New,
    /// It holds what it held.
    Intact,
    /// It was rewritten: it holds something else, and its size or its time moved. It stays so until
    /// it is put back, or somebody says that it is right.
    Changed,
    /// It holds something else although its size and its time did not move, or what was once
    /// found so: the disk, the memory or a copy went wrong.
    Rotted,
    /// It is a file known from another path, where there is nothing now.
    Moved {
        /// Where it was.
        #[serde(with = "written::path")]
        from: PathBuf,
    },
    /// There is no such file.
    Missing,
    /// It is there but may not or cannot be read, or is not an ordinary file.
    Unreadable {
        /// Why, as the system says it.
        why: String,
    },
    /// It was written to while it was read, so nothing can be said of it yet.
    Unsettled,
    /// Somebody says that what it holds now is right: it was made or delivered anew.
    Renewed,
}

impl Outcome {
    /// The file was read to its end and held still.
    pub fn was_read(&self) -> bool {
        !matches!(self, Self::Missing | Self::Unreadable { .. } | Self::Unsettled)
    }

    /// The file is not what it should be.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::Changed | Self::Rotted | Self::Missing | Self::Unreadable { .. })
    }

    /// The `eventType` of PREMIS, in the words of the Library of Congress's list of them.
    pub fn event_type(&self) -> &'static str {
        match self {
            Self::New | Self::Renewed => "message digest calculation",
            _ => "fixity check",
        }
    }

    /// The `eventOutcome` of PREMIS, in the words of the Library of Congress's list of them.
    pub fn event_outcome(&self) -> &'static str {
        match self {
            Self::Unsettled => "warning",
            outcome if outcome.is_failure() => "fail",
            _ => "success",
        }
    }
}

/// In what a file differs from what was known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Differs {
    /// Its length in bytes.
    Size,
    /// When it was last written to.
    Modified,
    /// Its digests.
    Content,
}

/// What was found of one file, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The run that it belongs to.
    pub run: u64,
    /// When, in whole seconds.
    #[serde(with = "written::date")]
    pub at: Timestamp,
    /// The file, as an absolute path; in the journal from the folder that it is kept for, where it
    /// lies in that.
    #[serde(with = "written::path")]
    pub path: PathBuf,
    /// What it is.
    pub role: Role,
    /// What was found.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Its size and time; none where it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<Stamp>,
    /// Its digests; none where it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digests: Option<Digests>,
    /// The digests that it should have had; none where it has them, or where none are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Digests>,
    /// In what it differs from what was known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Differs>,
}

/// Why files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To see whether they hold what they held.
    Verify,
    /// To record that what they hold now is right.
    Renew,
}

/// The beginning of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begin {
    /// The number of the run, from 1.
    pub run: u64,
    /// When.
    #[serde(with = "written::date")]
    pub at: Timestamp,
    /// Why.
    pub purpose: Purpose,
    /// What is verified, usually the exhibit file: only a run of the same is gone on with.
    pub scope: String,
    /// How many files are to be read.
    pub files: u64,
    /// The program that does it: the `linkingAgent` of PREMIS.
    pub agent: String,
}

/// The end of a run that reached its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// The number of the run.
    pub run: u64,
    /// When.
    #[serde(with = "written::date")]
    pub at: Timestamp,
    /// How many files are not what they should be.
    pub failures: u64,
}

/// What one line of the journal says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum Entry {
    /// A run begins.
    Begin(Begin),
    /// A file was looked at.
    Event(Event),
    /// A run has ended.
    End(End),
}

/// The path by which the journal knows a file: absolute, but with links as they are named, because
/// that is the file the exhibit names.
pub fn known_as(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
