//! The status codes of a check, as the library gives them.

use std::collections::BTreeSet;

use c2pa::Reader;
use c2pa::validation_results::StatusCodes;
use c2pa::validation_status::ValidationStatus;
use serde::{Deserialize, Serialize};

use super::finding::short;

/// One step of the check and how it ended (C2PA Technical Specification 2.x, "Validation",
/// "Returning validation results").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Status {
    /// The code of the standard, such as `signingCredential.expired`.
    pub code: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether it is about something that the file was made from, not about the file.
    pub ingredient: bool,
    /// What the library adds in words.
    pub explanation: Option<String>,
}

/// How one step of the check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// As it should.
    Success,
    /// To be known, without weight.
    Informational,
    /// Not as it should.
    Failure,
}

/// Far more than any sound file gives; one is kept of each that is the same.
const LIMIT: usize = 2000;

/// All statuses that `reader` has, failures first so that the limit never drops one for a success.
pub(super) fn of(reader: &Reader) -> Vec<Status> {
    let Some(results) = reader.validation_results() else { return Vec::new() };
    let own = results.active_manifest().into_iter().map(|codes| (codes, false));
    let deltas = results.ingredient_deltas().into_iter().flatten();
    let groups: Vec<_> = own.chain(deltas.map(|delta| (delta.validation_deltas(), true))).collect();
    let mut seen = BTreeSet::new();
    [Outcome::Failure, Outcome::Informational, Outcome::Success]
        .into_iter()
        .flat_map(|outcome| groups.iter().flat_map(move |group| with(*group, outcome)))
        .filter(|status| seen.insert(status.clone()))
        .take(LIMIT)
        .collect()
}

fn with(
    (codes, ingredient): (&StatusCodes, bool),
    outcome: Outcome,
) -> impl Iterator<Item = Status> {
    let codes: &[ValidationStatus] = match outcome {
        Outcome::Success => codes.success(),
        Outcome::Informational => codes.informational(),
        Outcome::Failure => codes.failure(),
    };
    codes.iter().map(move |status| Status {
        code: short(status.code()),
        outcome,
        ingredient,
        explanation: status.explanation().map(short).filter(|text| !text.is_empty()),
    })
}
