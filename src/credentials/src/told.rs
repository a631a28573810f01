//! What is told of credentials to those who asked: words, no types of the library.

use serde::{Deserialize, Serialize};

use crate::{Credentials, Finding};

/// What is told of the credentials of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// `intact-trusted`, `intact-signer-unknown-or-expired`, `changed`, `none` or `unreadable`.
    pub finding: String,
    /// Who signed.
    pub signer: Option<String>,
    /// When, as in RFC 3339; whoever signed may have made it up, unless `time_confirmed`.
    pub time: Option<String>,
    /// An authority that is trusted vouches for the time.
    pub time_confirmed: bool,
    /// With which tool.
    pub tool: Option<String>,
    /// Whether it declares that a trained algorithm made it, or a part of it; none where it says
    /// nothing at all.
    pub made_by_algorithm: Option<bool>,
    /// Every status code that the check gave.
    pub codes: Vec<String>,
    /// A sentence or two for a report.
    pub sentence: String,
    /// A line for a wall.
    pub label: String,
}

/// Codes are told once each, and no more than any check should give: what is told must fit into a
/// pipe that nobody reads yet.
fn codes(credentials: &Credentials) -> Vec<String> {
    let mut codes = Vec::new();
    for status in &credentials.statuses {
        if codes.len() < 200 && !codes.contains(&status.code) {
            codes.push(status.code.clone());
        }
    }
    codes
}

impl Told {
    /// What is told of these.
    pub fn of(credentials: &Credentials) -> Self {
        let finding = match &credentials.finding {
            Finding::Trusted => "intact-trusted",
            Finding::Unconfirmed { .. } => "intact-signer-unknown-or-expired",
            Finding::Changed { .. } => "changed",
            Finding::Absent => "none",
            Finding::Unread { .. } => "unreadable",
        };
        let statement = credentials.statement.as_ref();
        let signed = statement.and_then(|statement| statement.signed.as_ref());
        Self {
            finding: finding.to_owned(),
            signer: statement.and_then(|statement| statement.signer()).map(str::to_owned),
            time: signed.and_then(|signed| signed.time.clone()),
            time_confirmed: signed.is_some_and(|signed| signed.time_trusted),
            tool: statement.map(|said| said.tools.join(", ")).filter(|tools| !tools.is_empty()),
            made_by_algorithm: statement.map(|statement| !statement.declared.is_empty()),
            codes: codes(credentials),
            sentence: credentials.report(),
            label: credentials.label(),
        }
    }
}
