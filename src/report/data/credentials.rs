//! What a master says of its making, and whose it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The content credentials of one master (C2PA Technical Specification 2.2, 2025).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Credentials {
    /// The file, as written in the exhibit.
    pub file: String,
    /// What was found.
    pub finding: Finding,
    /// Who signed.
    pub signer: Option<String>,
    /// When, as in RFC 3339.
    pub time: Option<String>,
    /// What it was made with, as the credentials say.
    pub tool: Option<String>,
    /// Whether they say that an algorithm made it.
    pub made_by_algorithm: Option<bool>,
    /// The codes of the validation, as the specification names them.
    pub codes: Vec<String>,
    /// What this means, in a sentence.
    pub sentence: String,
}

/// What was found of content credentials. A signer who is unknown or whose certificate has expired
/// is not a file that was changed, and the two are never shown alike.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// The file is as it was signed, by a signer on the list of trust.
    IntactTrusted,
    /// The file is as it was signed; the signer is not on the list, or the certificate has expired.
    IntactSignerUnknownOrExpired,
    /// There are none. That proves nothing: every re-encoding loses them.
    #[serde(rename = "none")]
    Absent,
    /// There are some, and they cannot be read.
    Unreadable,
    /// Nobody looked, so nothing is known. It is not the same as that there are none.
    NotLookedAt,
    /// The file is not as it was signed.
    Changed,
}

/// Whose a version is and what may be done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rights {
    /// Who owns it.
    pub owner: Option<String>,
    /// Under which licence it is shown.
    pub licence: Option<String>,
    /// What had to be cleared, and how that stands.
    pub clearances: Vec<Clearance>,
    /// What is known of what the model was trained on.
    pub training: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// How it stands on the whole.
    pub standing: RightsStanding,
    /// The same in a sentence.
    pub sentence: String,
}

/// How rights stand on the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RightsStanding {
    /// All that is stated is cleared.
    Cleared,
    /// Cleared within limits: a time, a place, a purpose.
    Limited,
    /// Something is not cleared.
    Open,
    /// The exhibit does not say enough.
    NotStated,
}

/// One thing that had to be cleared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clearance {
    /// What, for example "the voice".
    pub what: String,
    /// How that stands, for example "granted until 2028".
    pub state: String,
}
