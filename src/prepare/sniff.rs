//! What the first bytes and the box structure of a file say, before any decoder sees it.
//!
//! Reads headers only, with our own bounded code.

use std::io::{self, Read, Seek, SeekFrom};

/// What kind of file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A picture or an animation for the `image` crate.
    Still,
    /// Something for the video decoders.
    Video {
        /// The structure says that there should be more bytes than there are.
        cut_off: bool,
    },
    /// An MP4 whose index, which comes last, is missing: nothing can be decoded.
    NoIndex,
    /// Sound, and no place for a picture in it.
    Sound,
    /// A picture of a kind that nothing here decodes, in words.
    Unsupported(&'static str),
    /// No media, in words.
    Not(&'static str),
    /// There is nothing in it.
    Empty,
}

/// Looks at a file from its start.
///
/// # Errors
/// When it cannot be read.
pub fn sniff(file: &mut (impl Read + Seek)) -> io::Result<Kind> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.by_ref().take(1024).read_to_end(&mut head)?;
    if head.is_empty() {
        return Ok(Kind::Empty);
    }
    let still = [&b"GIF8"[..], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"];
    if still.iter().any(|start| head.starts_with(start))
        || (head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP"))
    {
        return Ok(Kind::Still);
    }
    if let Some(what) = words(&head) {
        return Ok(Kind::Not(what));
    }
    let wave = [&b"RIFF"[..], b"RF64", b"RIFX"].iter().any(|start| head.starts_with(start));
    if wave && head.get(8..12) == Some(b"WAVE") {
        return Ok(Kind::Sound);
    }
    let aiff = head.starts_with(b"FORM") && matches!(head.get(8..12), Some(b"AIFF" | b"AIFC"));
    if aiff || head.starts_with(b"fLaC") {
        return Ok(Kind::Sound);
    }
    if head.starts_with(b"RIFF") {
        let declared = head.get(4..8).map_or(0, |b| u64::from(u32(b).swap_bytes()));
        return Ok(Kind::Video { cut_off: declared > 0 && declared + 8 > length + 1 });
    }
    if head.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) {
        return Ok(Kind::Video { cut_off: segment_end(&head).is_some_and(|end| end > length) });
    }
    if head.get(4..8).is_some_and(|name| BOXES.iter().any(|known| known.as_slice() == name)) {
        return boxes(file, length);
    }
    Ok(Kind::Video { cut_off: false })
}

/// Names of boxes that an MP4 or QuickTime file begins with.
const BOXES: [&[u8; 4]; 8] =
    [b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"uuid"];

fn words(head: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(head).to_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if text.starts_with("version https://git-lfs") {
        return Some(
            "a Git LFS pointer: the file itself was not fetched (run `git lfs pull` in its folder)",
        );
    }
    if text.starts_with("<!doctype html") || text.starts_with("<html") || text.contains("<head>") {
        return Some("a web page: the address it was downloaded from answered with a page");
    }
    if text.starts_with("#extm3u") {
        return Some("a playlist, which names other files");
    }
    if text.starts_with("<?xml") || text.starts_with('{') {
        return Some("a text document (XML or JSON)");
    }
    if head.starts_with(b"%PDF") {
        return Some("a PDF document");
    }
    if head.starts_with(b"PK\x03\x04") {
        return Some("a ZIP archive: unpack it first");
    }
    // A truncated last character is still text.
    let whole = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.valid_up_to() + 4 > head.len() && head.len() == 1024,
    };
    let printable = head.iter().all(|byte| *byte >= 32 || b"\t\r\n\x0c".contains(byte));
    (whole && printable).then_some("a text document")
}

/// Where the segment of a Matroska or WebM file ends (RFC 8794, 4; RFC 9559), where it says so.
fn segment_end(head: &[u8]) -> Option<u64> {
    let (size, body) = length_at(head, 4)?;
    let segment = usize::try_from(size?).ok()?.checked_add(body)?;
    if head.get(segment..segment.checked_add(4)?)? != [0x18, 0x53, 0x80, 0x67] {
        return None;
    }
    let (size, body) = length_at(head, segment + 4)?;
    size?.checked_add(body as u64)
}

/// A length of one to eight bytes, none where it is left open, and where its element begins.
fn length_at(head: &[u8], at: usize) -> Option<(Option<u64>, usize)> {
    let first = *head.get(at)?;
    let bytes = first.leading_zeros() as usize + 1;
    let rest = head.get(at + 1..at + bytes)?;
    let mask = 0xff_u64 >> bytes;
    let value = rest.iter().fold(u64::from(first) & mask, |v, byte| v << 8 | u64::from(*byte));
    let open = (1u64 << (7 * bytes)) - 1;
    Some(((value != open).then_some(value), at + bytes))
}

/// Walks the outermost boxes (ISO/IEC 14496-12, 4.2).
fn boxes(file: &mut (impl Read + Seek), length: u64) -> io::Result<Kind> {
    let (mut at, mut index, mut fragments, mut picture) = (0u64, false, false, false);
    let mut cut_off = false;
    // Real files have a dozen; fragmented ones a few for each fragment.
    for _ in 0..100_000 {
        let mut head = [0; 16];
        file.seek(SeekFrom::Start(at))?;
        let mut got = 0;
        while got < head.len() {
            match file.read(&mut head[got..])? {
                0 => break,
                n => got += n,
            }
        }
        if got < 8 {
            break;
        }
        let size = match u32(&head[..4]) {
            0 => length - at,
            1 if got == 16 => u64::from(u32(&head[8..12])) << 32 | u64::from(u32(&head[12..])),
            size => u64::from(size),
        };
        index |= &head[4..8] == b"moov";
        fragments |= &head[4..8] == b"moof";
        picture |= &head[4..8] == b"meta";
        let Some(next) = at.checked_add(size).filter(|_| size >= 8) else { break };
        cut_off |= next > length;
        if next >= length {
            break;
        }
        at = next;
    }
    Ok(match (index || fragments, picture) {
        (true, _) => Kind::Video { cut_off },
        (false, true) => Kind::Unsupported("an AVIF or HEIF picture"),
        (false, false) => Kind::NoIndex,
    })
}

fn u32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn kind(bytes: &[u8]) -> Kind {
        sniff(&mut Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn what_is_no_media_is_named() {
        assert_eq!(kind(b""), Kind::Empty);
        assert!(
            matches!(kind(b"<!DOCTYPE html><title>404"), Kind::Not(what) if what.contains("web"))
        );
        assert!(matches!(kind(b"version https://git-lfs.github.com/spec/v1"), Kind::Not(_)));
        assert!(matches!(kind("Не фильм, а текст.\n".as_bytes()), Kind::Not(_)));
        assert_eq!(kind(b"GIF89a"), Kind::Still);
        assert_eq!(kind(b"RIFF\xff\0\0\0WAVEfmt "), Kind::Sound);
        assert_eq!(kind(b"FORM\0\0\0\x20AIFFCOMM"), Kind::Sound);
    }

    #[test]
    fn a_box_that_runs_past_the_end_shows_that_the_file_is_cut_off() {
        let whole = b"\0\0\0\x08moov\0\0\0\x0cmdat1234";
        assert_eq!(kind(whole), Kind::Video { cut_off: false });
        assert_eq!(kind(&whole[..18]), Kind::Video { cut_off: true });
        assert_eq!(kind(b"\0\0\0\x0cmdat1234"), Kind::NoIndex);
        // A box with an impossible size ends the walk.
        assert_eq!(kind(b"\0\0\0\x08moov\0\0\0\x02mdat"), Kind::Video { cut_off: false });
    }

    #[test]
    fn a_segment_that_promises_more_is_cut_off_and_an_open_one_is_not() {
        let start = b"\x1a\x45\xdf\xa3\x81\0\x18\x53\x80\x67";
        let file = |size: &[u8]| [&start[..], size, &[0; 9]].concat();
        assert_eq!(kind(&file(&[0x89])), Kind::Video { cut_off: false });
        assert_eq!(kind(&file(&[0x8a])), Kind::Video { cut_off: true });
        let open = [0x01, 255, 255, 255, 255, 255, 255, 255];
        assert_eq!(kind(&file(&open)), Kind::Video { cut_off: false });
    }

    #[test]
    fn a_wave_or_avi_header_that_promises_more_is_cut_off() {
        assert_eq!(kind(b"RIFF\x04\0\0\0AVI "), Kind::Video { cut_off: false });
        assert_eq!(kind(b"RIFF\xff\0\0\0AVI "), Kind::Video { cut_off: true });
    }
}
