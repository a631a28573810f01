//! Takes the time of making out of an MP4 file, so that the same drawing is the same file: what
//! was prepared from it need not be made again.
//!
//! The boxes are those of ISO/IEC 14496-12: `mvhd`, and `tkhd` and `mdhd` of every track, begin
//! with a version, flags, and when they were made and changed.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// A box at most so large is read whole; what describes a film of a minute is far smaller.
const LARGEST: u64 = 64 << 20;

/// Sets every time of making in the file to nothing.
///
/// # Errors
/// It cannot be read or written, or is no MP4 file.
pub fn undate(path: &Path) -> io::Result<()> {
    let mut file = File::options().read(true).write(true).open(path)?;
    let end = file.metadata()?.len();
    let mut at = 0;
    while at + 8 <= end {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; 16];
        let read = 16.min(end - at) as usize;
        file.read_exact(&mut head[..read])?;
        let Some((size, body)) = size_of(&head[..read]) else { break };
        if head[4..8] == *b"moov" && size <= LARGEST {
            let mut moov = vec![0; size as usize];
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut moov)?;
            undate_boxes(&mut moov[body..]);
            file.seek(SeekFrom::Start(at))?;
            return file.write_all(&moov);
        }
        at += size;
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "it has no description of a film"))
}

/// The size in bytes of the box that begins here, and where its content begins.
fn size_of(head: &[u8]) -> Option<(u64, usize)> {
    let short = u32::from_be_bytes(head.get(..4)?.try_into().ok()?);
    let (size, body) = match short {
        1 => (u64::from_be_bytes(head.get(8..16)?.try_into().ok()?), 16),
        _ => (u64::from(short), 8),
    };
    (size >= body as u64).then_some((size, body))
}

fn undate_boxes(mut boxes: &mut [u8]) {
    while let Some((size, body)) = size_of(boxes) {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > boxes.len() {
            return;
        }
        let (this, rest) = boxes.split_at_mut(size);
        match &this[4..8] {
            b"trak" | b"mdia" => undate_boxes(&mut this[body..]),
            b"mvhd" | b"tkhd" | b"mdhd" => {
                let wide = this.get(body) == Some(&1);
                let times = body + 4..body + 4 + if wide { 16 } else { 8 };
                if let Some(times) = this.get_mut(times) {
                    times.fill(0);
                }
            }
            _ => {}
        }
        boxes = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = (content.len() as u32 + 8).to_be_bytes();
        [&size[..], name, content].concat()
    }

    #[test]
    fn the_times_of_a_film_and_of_its_tracks_are_taken_out_and_nothing_else() {
        let header = |times: u8| [&[0, 0, 0, 3][..], &[times; 8], &[9; 12]].concat();
        let film = |times: u8| {
            let media = boxed(b"mdia", &boxed(b"mdhd", &header(times)));
            let track = boxed(b"trak", &[boxed(b"tkhd", &header(times)), media].concat());
            let moov = boxed(b"moov", &[boxed(b"mvhd", &header(times)), track].concat());
            [boxed(b"ftyp", b"isom"), boxed(b"mdat", &[7; 40]), moov].concat()
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film.mp4");
        std::fs::write(&path, film(5)).unwrap();
        undate(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), film(0));
    }

    #[test]
    fn what_is_no_film_is_an_error_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film.mp4");
        for content in [&b""[..], b"not a film at all", &[0; 64], &[0, 0, 1, 0, b'm', b'o']] {
            std::fs::write(&path, content).unwrap();
            assert!(undate(&path).is_err());
            assert_eq!(std::fs::read(&path).unwrap(), content);
        }
    }
}
