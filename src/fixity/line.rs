//! One line of the journal: a JSON object that carries a checksum of itself, so that a digest in
//! it that rots is not held against the file that it was taken of.
//!
//! ```text
//! {"sum":"<16 hex digits>","entry":"event",…}
//! ```
//!
//! The checksum is the first eight bytes of the BLAKE3 of the line without it.

use serde::de::IgnoredAny;

use super::event::Entry;

/// The longest line that is read, in bytes: a path of 4 KiB written as numbers has room.
pub const LONGEST: u64 = 64 << 10;

const HEAD: &str = r#"{"sum":""#;
const NECK: &str = r#"","#;
const SUM: usize = 16;

/// Why a line says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It ends too soon: the power went while it was written.
    CutShort,
    /// It is not what was written.
    Damaged,
}

fn sum(rest: &str) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(b"{").update(rest.as_bytes());
    let mut hex = hash.finalize().to_hex().to_string();
    hex.truncate(SUM);
    hex
}

/// The line that says this, with its line feed.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn write(entry: &Entry) -> serde_json::Result<String> {
    let json = serde_json::to_string(entry)?;
    let rest = json.get(1..).unwrap_or_default();
    Ok(format!("{HEAD}{}{NECK}{rest}\n", sum(rest)))
}

/// What a line says, without its line feed.
///
/// # Errors
/// When it is cut short or damaged.
pub fn read(line: &[u8]) -> Result<Entry, Unreadable> {
    // Some file systems leave zeros where the rest of a line was to be.
    let end = line.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    let text = std::str::from_utf8(&line[..end]).map_err(|error| match error.error_len() {
        None => Unreadable::CutShort,
        Some(_) => Unreadable::Damaged,
    })?;
    let said = || {
        let (sealed, rest) = text.strip_prefix(HEAD)?.split_at_checked(SUM)?;
        let rest = rest.strip_prefix(NECK)?;
        if sum(rest) != sealed {
            return None;
        }
        serde_json::from_str(&format!("{{{rest}")).ok()
    };
    said().ok_or_else(|| match serde_json::from_str::<IgnoredAny>(text) {
        Err(error) if error.is_eof() => Unreadable::CutShort,
        _ => Unreadable::Damaged,
    })
}
