//! Finds the manifest store in a file and takes it out, within limits.
//!
//! C2PA Technical Specification 2.x, Annex A, "Embedding manifests": in ISO media files (MP4, MOV)
//! it lies in `uuid` boxes of the outermost level, which are measured before the library reads
//! them. Pictures and RIFF files are held whole by the library, so they must be small. Matroska and
//! WebM have no place for it.

use std::io::{Read, Result, Seek, SeekFrom};

use c2pa::{Context, Error, Reader, Settings, jumbf_io};

use super::Unread;
use super::bounded::Bounded;

/// The largest manifest store that is read, in bytes; real ones are 10 to 200 KiB.
pub(super) const LIMIT: u64 = 32 << 20;
/// The largest file that the library holds whole, in bytes.
const WHOLE: u64 = 256 << 20;
/// The extended type of a box with credentials (Annex A, "BMFF-based formats").
const C2PA: [u8; 16] = [
    0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81,
];
/// Every file begins with as many bytes as tell its kind.
const HEAD: u64 = 12;

/// What a file has.
pub(super) enum Found {
    /// The store, and what the library calls the kind of file.
    Store { bytes: Vec<u8>, format: &'static str },
    /// No store, nor a word on where one is kept.
    Nothing,
}

/// Takes the store out of `source`.
pub(super) fn find<S: Read + Seek + Send>(
    source: &mut Bounded<S>,
    settings: Settings,
) -> std::result::Result<Found, Unread> {
    let io = |error: std::io::Error| Unread::Io { detail: error.to_string() };
    let Some(format) = format(source).map_err(io)? else { return Err(Unread::Kind) };
    let (bytes, limit) = match format {
        "mp4" => (declared(source).map_err(io)?, LIMIT),
        _ => (source.len(), WHOLE),
    };
    if bytes > limit {
        return Err(Unread::TooLarge { bytes });
    }
    source.rewind().map_err(io)?;
    match jumbf_io::load_jumbf_from_stream(format, source) {
        Ok(bytes) if bytes.len() as u64 > LIMIT => {
            Err(Unread::TooLarge { bytes: bytes.len() as u64 })
        }
        Ok(bytes) => Ok(Found::Store { bytes, format }),
        Err(Error::JumbfNotFound) => elsewhere(source, format, settings),
        Err(error) => Err(Unread::of(&error)),
    }
}

/// Whether the file says where its store is kept: the library tells it by refusing to go there.
fn elsewhere<S: Read + Seek + Send>(
    source: &mut Bounded<S>,
    format: &'static str,
    settings: Settings,
) -> std::result::Result<Found, Unread> {
    let read = Context::new()
        .with_settings(settings)
        .and_then(|context| Reader::from_context(context).with_stream(format, source));
    match read {
        Err(Error::JumbfNotFound) => Ok(Found::Nothing),
        Err(error) => Err(Unread::of(&error)),
        // What was not found a moment ago: the file changes under the eye.
        Ok(_) => Err(Unread::Undecided { codes: Vec::new() }),
    }
}

/// What the library calls the kind of file that its first bytes show.
fn format<S: Read + Seek>(source: &mut Bounded<S>) -> Result<Option<&'static str>> {
    let mut head = Vec::new();
    source.rewind()?;
    source.take(HEAD).read_to_end(&mut head)?;
    let at = |from: usize, magic: &[u8]| head.get(from..).is_some_and(|h| h.starts_with(magic));
    Ok(match () {
        () if at(4, b"ftyp") => Some("mp4"),
        () if at(0, b"\x89PNG\r\n\x1a\n") => Some("png"),
        () if at(0, b"\xff\xd8\xff") => Some("jpg"),
        () if at(0, b"GIF8") => Some("gif"),
        () if at(0, b"RIFF") && at(8, b"WEBP") => Some("webp"),
        () if at(0, b"RIFF") && at(8, b"AVI ") => Some("avi"),
        () => None,
    })
}

/// How many bytes the boxes with credentials claim, together (ISO/IEC 14496-12:2022, 4.2).
/// A box that claims more than the file has ends the walk: the library says what is wrong there.
fn declared<S: Read + Seek>(source: &mut Bounded<S>) -> Result<u64> {
    let len = source.len();
    let (mut at, mut sum) = (0_u64, 0_u64);
    while at < len {
        source.seek(SeekFrom::Start(at))?;
        let mut head = Vec::new();
        // The size, the type, perhaps the larger size, and the extended type.
        source.by_ref().take(32).read_to_end(&mut head)?;
        let Some((small, rest)) = head.split_first_chunk::<4>() else { break };
        let Some((kind, rest)) = rest.split_first_chunk::<4>() else { break };
        let (size, rest) = match (u32::from_be_bytes(*small), rest.split_first_chunk::<8>()) {
            (0, _) => (len - at, rest),
            (1, Some((large, rest))) => (u64::from_be_bytes(*large), rest),
            (size, _) => (u64::from(size), rest),
        };
        if size < 8 {
            break;
        }
        if kind == b"uuid" && rest.starts_with(&C2PA) {
            sum = sum.saturating_add(size.min(len - at));
        }
        at = at.saturating_add(size);
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn claimed(bytes: Vec<u8>) -> u64 {
        declared(&mut Bounded::new(Cursor::new(bytes)).unwrap()).unwrap()
    }

    #[test]
    fn a_store_is_measured_however_its_size_is_written() {
        let body = [&b"uuid"[..], &C2PA, &[0; 100]].concat();
        let ftyp = b"\0\0\0\x08ftyp";
        let small = [&ftyp[..], &124_u32.to_be_bytes(), &body].concat();
        assert_eq!(claimed(small), 124);
        let to_the_end = [&ftyp[..], &0_u32.to_be_bytes(), &body].concat();
        assert_eq!(claimed(to_the_end), 124);
        let large =
            [&1_u32.to_be_bytes()[..], b"uuid", &132_u64.to_be_bytes(), &body[4..]].concat();
        assert_eq!(claimed([&ftyp[..], &large, &large].concat()), 264);
        assert_eq!(claimed([&ftyp[..], b"\0\0\0\x08free"].concat()), 0);
    }

    #[test]
    fn a_store_that_is_too_large_is_not_read() {
        let size = LIMIT as u32 + 1;
        let mut file = [&b"\0\0\0\x08ftyp"[..], &size.to_be_bytes(), b"uuid", &C2PA].concat();
        file.resize(size as usize + 8, 0);
        let mut source = Bounded::new(Cursor::new(file)).unwrap();
        let why = find(&mut source, Settings::new()).err();
        assert_eq!(why, Some(Unread::TooLarge { bytes: u64::from(size) }));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn any_bytes_are_measured_and_never_more_than_there_are(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let len = bytes.len() as u64;
            prop_assert!(claimed(bytes) <= len);
        }
    }
}
