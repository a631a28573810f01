//! Fixity: what every master and every rendition held when it was first seen, and whether it still
//! does.
//!
//! The words are those of PREMIS (PREMIS Editorial Committee, *PREMIS Data Dictionary for
//! Preservation Metadata*, version 3.0, 2015): an object has `fixity` (section 1.5.2, a message
//! digest and its algorithm, repeatable), and checking it is an `event` (section 2) with a type, a
//! date and an outcome. Two digests by different algorithms are taken, SHA-256 and BLAKE3, so that
//! the record outlives either.
//!
//! [`journal`] is the file of events, which only ever grows; [`history`] is what it amounts to,
//! file by file; [`verify`](mod@verify) reads everything again and says what is different;
//! [`digest`] reads. What lies in the folder that a journal is kept for is written down by its path
//! from there (`home`), so that the folder can be copied and moved.
//! A journal must not be deleted as a cache may: what was first seen when is known nowhere else.

pub mod accept;
pub mod digest;
pub mod event;
pub mod history;
mod home;
pub mod journal;
mod judge;
mod line;
pub mod progress;
pub mod report;
#[cfg(test)]
mod tests;
pub mod verify;
mod written;

pub use digest::{Digester, Digests, Stamp};
pub use event::{Event, Outcome, Purpose, Role, Subject};
pub use history::{History, Known};
pub use journal::{Flaw, FlawKind, Journal, JournalError};
pub use progress::Progress;
pub use report::{Finding, Report};
pub use verify::{Options, renew, verify};
