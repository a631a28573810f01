//! The five findings, kept apart.

use c2pa::Error;
use serde::{Deserialize, Serialize};

/// What the check of a file's content credentials found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Finding {
    /// Unchanged since it was signed, by a signer that the list of trusted roots vouches for.
    Trusted,
    /// Unchanged since it was signed, but who signed it could not be confirmed.
    Unconfirmed {
        /// Why not; at least one.
        doubts: Vec<Doubt>,
    },
    /// Something is not what was signed.
    Changed {
        /// What; at least one.
        parts: Vec<Part>,
    },
    /// The file carries no credentials.
    Absent,
    /// Nothing can be said, neither that it is intact nor that it was changed.
    Unread {
        /// Why not.
        why: Unread,
    },
}

/// Why an intact statement is not a trusted one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Doubt {
    /// No list of trusted roots was given, so no signer could have been known.
    NoList,
    /// The signer's certificate does not lead to a root on the list.
    SignerUnknown,
    /// The signer's certificate was out of date: when it signed, or today where no trusted time
    /// stamp says when that was.
    SignerExpired,
    /// The time stamp of the signature could not be confirmed.
    TimeUnconfirmed,
    /// The certificate is not fit for signing credentials.
    SignerUnfit,
    /// The certificate was called back by who issued it, or whether it was is not known.
    SignerRevoked,
    /// The same, or worse, of something that the file was made from.
    Ingredient,
    /// The statement breaks a rule of form that does not touch what was signed.
    Form {
        /// The status code.
        code: String,
    },
}

/// What is not as it was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The film itself: picture, sound or the boxes around them.
    Content,
    /// The signed statement, or its signature.
    Statement,
    /// The statement of something that the file was made from.
    Ingredient,
}

/// Why nothing can be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Unread {
    /// The file could not be read from the disk.
    Io {
        /// What the system said.
        detail: String,
    },
    /// The file or its credentials are not built as they must be.
    Malformed {
        /// What the reader said.
        detail: String,
    },
    /// Boxes lie inside boxes, or ingredients inside ingredients, without an end.
    TooDeep,
    /// The credentials, or a picture that must be held whole, are too large.
    TooLarge {
        /// How large, in bytes.
        bytes: u64,
    },
    /// Reading took more work than any sound file of its size.
    TooMuchWork,
    /// The file only says where its credentials are kept; they are not fetched.
    Elsewhere {
        /// The address.
        address: String,
    },
    /// Credentials are not read from this kind of file.
    Kind,
    /// They are there, but a step of the check was not made or ended in a way that says neither
    /// intact nor changed.
    Undecided {
        /// The status codes that are to blame; none where a step is missing.
        codes: Vec<String>,
    },
}

/// No message of the library is kept longer than this, in characters.
pub(super) const DETAIL: usize = 300;

/// `text` cut to what is kept of a stranger's words, without control characters.
pub(super) fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(DETAIL).collect()
}

impl Unread {
    /// What an error of the library says. None says that a file was changed: those come as codes.
    pub(super) fn of(error: &Error) -> Self {
        let text = error.to_string();
        // The library names depth only in words ("BMFF box depth", "nesting depth", "chain depth").
        let deep = ["depth", "nest", "recursion"].iter().any(|word| text.contains(word));
        match error {
            Error::RemoteManifestUrl(address) | Error::RemoteManifestFetch(address) => {
                Self::Elsewhere { address: short(address) }
            }
            Error::UnsupportedType => Self::Kind,
            Error::CyclicIngredients { .. } => Self::TooDeep,
            Error::InvalidAsset(_) | Error::JumbfParseError(_) | Error::CborError(_) if deep => {
                Self::TooDeep
            }
            _ => Self::Malformed { detail: short(&text) },
        }
    }
}
