//! What the content credentials of a master say, and whether it is still what was signed.
//!
//! Content credentials are a signed statement that a file carries about how it was made (C2PA,
//! *Content Credentials: C2PA Technical Specification*, 2.x). The reading and the cryptography are
//! the official library's; the finding is made here from its status codes, because the library
//! has one word, *invalid*, both for a film that was altered and for one whose signer's certificate
//! has run out. A museum must not confuse the two.
//!
//! Nothing is fetched: not a manifest that is kept elsewhere, not a list of revoked certificates.
//! No list of trusted signers comes with the program either: [`Anchors`] takes the caller's, and
//! without one no signer is ever trusted.
//!
//! *Unchanged* is meant as the standard means it: in MP4 the hash leaves out the box that names the
//! brands (`ftyp`) and the box that holds the credentials.
//!
//! A master is a stranger's file. It is meant to be read in a child process under limits of memory
//! and time; what can be bounded here is bounded here too.

mod anchors;
mod bounded;
mod finding;
mod judge;
mod sentence;
mod statement;
mod status;
mod store;
#[cfg(test)]
mod tests;
pub mod told;

use std::io::{Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use c2pa::{Context, Reader, Settings};
use serde::{Deserialize, Serialize};

pub use anchors::{Anchors, AnchorsProblem};
pub use finding::{Doubt, Finding, Part, Unread};
pub use statement::{Declared, Made, Signed, Statement};
pub use status::{Outcome, Status};

use bounded::Bounded;
use store::Found;

/// What is known of the content credentials of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// Which of the five findings it is.
    pub finding: Finding,
    /// What the credentials say, whether or not it can be relied on: `finding` says that.
    pub statement: Option<Statement>,
    /// Every status code that the check gave, in its order.
    pub statuses: Vec<Status>,
}

/// The credentials of a file, and the signed statement itself for the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What was found.
    pub credentials: Credentials,
    /// The manifest store as it lies in the file, byte for byte: what a `.c2pa` file beside the
    /// master holds. Of a file with an update manifest it is both stores joined.
    pub store: Option<Vec<u8>>,
}

impl Reading {
    fn without(finding: Finding) -> Self {
        let credentials = Credentials { finding, statement: None, statuses: Vec::new() };
        Self { credentials, store: None }
    }

    fn unread(why: Unread) -> Self {
        Self::without(Finding::Unread { why })
    }
}

/// Reads the credentials of the file at `path`, trusting the signers that `anchors` vouch for.
///
/// It reads the file about twice and never writes. Whatever goes wrong is a finding.
#[must_use]
pub fn read(path: &Path, anchors: &Anchors) -> Reading {
    match std::fs::File::open(path) {
        Ok(file) => read_from(file, anchors),
        Err(error) => Reading::unread(Unread::Io { detail: error.to_string() }),
    }
}

/// As [`read`], from anything that can be read and sought.
#[must_use]
pub fn read_from(source: impl Read + Seek + Send, anchors: &Anchors) -> Reading {
    let mut source = match Bounded::new(source) {
        Ok(source) => source,
        Err(error) => return Reading::unread(Unread::Io { detail: error.to_string() }),
    };
    // The parsers are a stranger's as well: should one give up on a file, that is what is known of it.
    let read = catch_unwind(AssertUnwindSafe(|| read_bounded(&mut source, anchors)));
    // A read that failed half way looks like a hash that does not match: it must not be told as one.
    if let Some(why) = source.fault() {
        return Reading::unread(why);
    }
    read.unwrap_or_else(|_| {
        Reading::unread(Unread::Malformed { detail: "the reader gave up on it".into() })
    })
}

fn read_bounded<S: Read + Seek + Send>(source: &mut Bounded<S>, anchors: &Anchors) -> Reading {
    let settings = match anchors.settings() {
        Ok(settings) => settings,
        Err(error) => return Reading::unread(Unread::of(&error)),
    };
    match store::find(source, settings.clone()) {
        Ok(Found::Store { bytes, format }) => judged(source, format, bytes, settings, anchors),
        Ok(Found::Nothing) => Reading::without(Finding::Absent),
        Err(why) => Reading::unread(why),
    }
}

fn judged<S: Read + Seek + Send>(
    source: &mut Bounded<S>,
    format: &str,
    bytes: Vec<u8>,
    settings: Settings,
    anchors: &Anchors,
) -> Reading {
    let reader = Context::new().with_settings(settings).and_then(|context| {
        Reader::from_context(context).with_manifest_data_and_stream(&bytes, format, source)
    });
    let reader = match reader {
        Ok(reader) => reader,
        Err(error) => {
            return Reading { store: Some(bytes), ..Reading::unread(Unread::of(&error)) };
        }
    };
    let statement = statement::of(&reader);
    let statuses = status::of(&reader);
    let given = judge::Given {
        signer_legible: statement.as_ref().is_some_and(Statement::signer_legible),
        unchecked_time: statement::leans_on_unchecked_time(&reader),
        no_list: anchors.is_empty(),
    };
    let finding = judge::judge(&statuses, given);
    Reading { credentials: Credentials { finding, statement, statuses }, store: Some(bytes) }
}
