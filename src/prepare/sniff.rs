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
    if head.starts_with(b"RIFF") {
        let declared = head.get(4..8).map_or(0, |b| u64::from(u32(b).swap_bytes()));
        return Ok(Kind::Video { cut_off: declared > 0 && declared + 8 > length + 1 });
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

/// Walks the outermost boxes (ISO/IEC 14496-12, 4.2).
fn boxes(file: &mut (impl Read + Seek), length: u64) -> io::Result<Kind> {
    let (mut at, mut index, mut fragments) = (0u64, false, false);
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
        let Some(next) = at.checked_add(size).filter(|_| size >= 8) else { break };
        cut_off |= next > length;
        if next >= length {
            break;
        }
        at = next;
    }
    Ok(if index || fragments { Kind::Video { cut_off } } else { Kind::NoIndex })
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
        assert!(matches!(kind(b"<!DOCTYPE html><title>404"), Kind::Not(what) if what.contains("web")));
        assert!(matches!(kind(b"version https://git-lfs.github.com/spec/v1"), Kind::Not(_)));
        assert!(matches!(kind("Не фильм, а текст.\n".as_bytes()), Kind::Not(_)));
        assert_eq!(kind(b"GIF89a"), Kind::Still);
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
    fn a_wave_or_avi_header_that_promises_more_is_cut_off() {
        assert_eq!(kind(b"RIFF\x04\0\0\0AVI "), Kind::Video { cut_off: false });
        assert_eq!(kind(b"RIFF\xff\0\0\0AVI "), Kind::Video { cut_off: true });
    }
}
