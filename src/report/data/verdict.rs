//! What follows from the facts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing that follows from the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// How much it matters.
    pub level: Level,
    /// What it is about.
    pub about: Topic,
    /// What it is, in a sentence.
    pub what: String,
    /// What can be done about it.
    pub help: Option<String>,
}

/// How much something matters, the least first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It was looked at and is as it should be.
    Fine,
    /// It is worth knowing, and nothing has to be done.
    Note,
    /// Somebody has to decide.
    Decision,
    /// It cannot hang as it is.
    Refused,
}

/// What something is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// The files as files: whether they are there and as they were.
    Fixity,
    /// How pictures and sound are coded.
    Technical,
    /// What they say of their making.
    Credentials,
    /// How loud it is.
    Loudness,
    /// How it flashes.
    Flashes,
    /// Whose it is.
    Rights,
    /// Where it cuts.
    Cuts,
    /// What else was measured.
    Measures,
}

/// What could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// What is the matter, in a sentence.
    pub what: String,
    /// What can be done about it.
    pub help: Option<String>,
}
