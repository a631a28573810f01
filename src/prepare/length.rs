//! How long a film is, for a proposal: by its header where that says so, which takes no time, or
//! else by decoding it once.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::child::unreadable;
use super::decode::look;
use super::problem::MediaProblem;
use super::sniff::{Kind, sniff};
use super::{Options, examine};
use crate::entry::from_folder::{Kind as Lies, Known, Listing};
use crate::timeline::FilmTime;

/// So many boxes or elements are looked at on each level.
const MOST: usize = 10_000;
/// The largest header that is read.
const LARGEST: u64 = 1 << 20;
/// A film is believed to be at most a day long.
const LONGEST_NS: i64 = 86_400_000_000_000;

/// What is known of the files beyond their names: each is looked at, its length by its header where
/// that says it. `done` is told how many were looked at, and says whether to go on.
pub fn known(listing: &Listing, options: &Options, done: &mut dyn FnMut(usize) -> bool) -> Known {
    let mut known = Known::default();
    for (count, file) in listing.files.iter().enumerate() {
        if !done(count) {
            break;
        }
        if file.kind == Lies::Captions {
            continue;
        }
        match length(&listing.folder.join(&file.path), options) {
            Ok(Some(length)) => drop(known.lengths.insert(file.path.clone(), length)),
            Ok(None) => {}
            Err(problem) => drop(known.unfit.insert(file.path.clone(), problem.to_string())),
        }
    }
    known
}

/// The length of a film; none for a still. What a header says is taken as it is: preparing finds
/// out what is true.
///
/// # Errors
/// What is wrong with it, where it cannot be shown.
pub fn length(path: &Path, options: &Options) -> Result<Option<FilmTime>, MediaProblem> {
    look(path)?;
    let mut file = File::open(path).map_err(unreadable)?;
    match sniff(&mut file).map_err(unreadable)? {
        Kind::Empty => Err(MediaProblem::Empty),
        Kind::Not(what) => Err(MediaProblem::NotMedia(what.to_owned())),
        Kind::Unsupported(what) => Err(MediaProblem::Unsupported(what.to_owned())),
        Kind::Sound => Err(MediaProblem::NoVideo),
        Kind::NoIndex => Err(MediaProblem::Truncated { got_ns: 0, declared_ns: None }),
        Kind::Still => match examined(path, options)? {
            // One picture is a still, several are an animation.
            (1, _) => Ok(None),
            (_, length) => Ok(Some(length)),
        },
        Kind::Video { cut_off: true } => examined(path, options).map(|(_, length)| Some(length)),
        Kind::Video { cut_off: false } => match declared(&mut file).ok().flatten() {
            Some(length) => Ok(Some(length)),
            None => examined(path, options).map(|(_, length)| Some(length)),
        },
    }
}

/// How many frames, and how long, by decoding all of it.
fn examined(path: &Path, options: &Options) -> Result<(usize, FilmTime), MediaProblem> {
    let examined = examine(path, options)?;
    Ok((examined.frames.len(), FilmTime(examined.length_ns())))
}

/// What the header of an MP4, QuickTime, Matroska or WebM file says.
fn declared(file: &mut (impl Read + Seek)) -> io::Result<Option<FilmTime>> {
    let end = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let mut head = [0; 4];
    file.read_exact(&mut head)?;
    let nanoseconds = match head {
        [0x1a, 0x45, 0xdf, 0xa3] => matroska(file, end)?,
        _ => mp4(file, end)?,
    };
    let sound = |ns: &f64| ns.is_finite() && *ns >= 1e6 && *ns <= LONGEST_NS as f64;
    Ok(nanoseconds.filter(sound).map(|ns| FilmTime(ns.round() as i64)))
}

/// `mvhd` in `moov` (ISO/IEC 14496-12, 8.2.2).
fn mp4(file: &mut (impl Read + Seek), end: u64) -> io::Result<Option<f64>> {
    let Some((moov, moov_end)) = find_box(file, (0, end), b"moov")? else { return Ok(None) };
    let Some((body, body_end)) = find_box(file, (moov, moov_end), b"mvhd")? else {
        return Ok(None);
    };
    let mut bytes = [0; 32];
    if body_end - body < 32 {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(body))?;
    file.read_exact(&mut bytes)?;
    let (scale, duration, open) = match bytes[0] {
        0 => (number(&bytes[12..16]), number(&bytes[16..20]), u64::from(u32::MAX)),
        _ => (number(&bytes[20..24]), number(&bytes[24..32]), u64::MAX),
    };
    let known = scale > 0 && duration != open;
    Ok(known.then(|| duration as f64 / scale as f64 * 1e9))
}

/// Where the body of the first box of this name begins and ends.
fn find_box(
    file: &mut (impl Read + Seek),
    (mut at, end): (u64, u64),
    name: &[u8; 4],
) -> io::Result<Option<(u64, u64)>> {
    for _ in 0..MOST {
        if end.saturating_sub(at) < 8 {
            return Ok(None);
        }
        let mut head = [0; 8];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut head)?;
        let (mut size, mut body) = (number(&head[..4]), at + 8);
        if size == 1 {
            let mut large = [0; 8];
            file.read_exact(&mut large)?;
            (size, body) = (number(&large), at + 16);
        } else if size == 0 {
            size = end - at;
        }
        let Some(next) = at.checked_add(size).filter(|next| *next >= body) else { return Ok(None) };
        if &head[4..8] == name {
            return Ok(Some((body, next.min(end))));
        }
        at = next;
    }
    Ok(None)
}

/// `Duration` and `TimestampScale` in `Info` in `Segment` (RFC 9559, 5.1.2; RFC 8794).
fn matroska(file: &mut (impl Read + Seek), end: u64) -> io::Result<Option<f64>> {
    let Some((segment, segment_end)) = find_element(file, (0, end), 0x1853_8067)? else {
        return Ok(None);
    };
    let info = find_element(file, (segment, segment_end), 0x1549_a966)?;
    let Some((from, to)) = info.filter(|(from, to)| to - from <= LARGEST) else { return Ok(None) };
    let duration = find_element(file, (from, to), 0x4489)?;
    let Some(duration) = duration else { return Ok(None) };
    let bytes = bytes_of(file, duration)?;
    let duration = match <[u8; 8]>::try_from(bytes.as_slice()) {
        Ok(bytes) => f64::from_be_bytes(bytes),
        Err(_) => match <[u8; 4]>::try_from(bytes.as_slice()) {
            Ok(bytes) => f64::from(f32::from_be_bytes(bytes)),
            Err(_) => return Ok(None),
        },
    };
    let scale = match find_element(file, (from, to), 0x002a_d7b1)? {
        Some(scale) => number(&bytes_of(file, scale)?) as f64,
        None => 1e6,
    };
    Ok(Some(duration * scale))
}

/// Where the body of the first element of this id begins and ends. It ends at one of unknown
/// length, which only the outermost may have.
fn find_element(
    file: &mut (impl Read + Seek),
    (mut at, end): (u64, u64),
    id: u32,
) -> io::Result<Option<(u64, u64)>> {
    for _ in 0..MOST {
        if at >= end {
            return Ok(None);
        }
        file.seek(SeekFrom::Start(at))?;
        let Some((found, id_length)) = variable(file, 4, false)? else { return Ok(None) };
        let Some((size, size_length)) = variable(file, 8, true)? else { return Ok(None) };
        let body = at + id_length + size_length;
        let open = size == (1u64 << (7 * size_length)) - 1;
        let next = if open { end } else { body.saturating_add(size).min(end) };
        if found == u64::from(id) {
            return Ok(Some((body, next)));
        }
        if open || next <= at {
            return Ok(None);
        }
        at = next;
    }
    Ok(None)
}

/// A number of variable length, with or without the bit that marks its length, and that length.
fn variable(file: &mut impl Read, most: u32, bare: bool) -> io::Result<Option<(u64, u64)>> {
    let mut first = [0];
    file.read_exact(&mut first)?;
    let length = first[0].leading_zeros() + 1;
    if length > most {
        return Ok(None);
    }
    let mut value = u64::from(first[0]);
    if bare {
        value &= 0xff >> length;
    }
    for _ in 1..length {
        let mut next = [0];
        file.read_exact(&mut next)?;
        value = value << 8 | u64::from(next[0]);
    }
    Ok(Some((value, u64::from(length))))
}

fn bytes_of(file: &mut (impl Read + Seek), (from, to): (u64, u64)) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take((to - from).min(8)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn mp4_of(version: u8, scale: u32, duration: u64) -> Vec<u8> {
        let mut body = vec![version, 0, 0, 0];
        let times = |body: &mut Vec<u8>, long: bool| {
            body.extend(vec![0; if long { 16 } else { 8 }]);
            body.extend(scale.to_be_bytes());
            match long {
                true => body.extend(duration.to_be_bytes()),
                false => body.extend((duration as u32).to_be_bytes()),
            }
        };
        times(&mut body, version == 1);
        body.extend([0; 80]);
        let boxed = |name: &[u8; 4], body: &[u8]| {
            let size = (body.len() as u32 + 8).to_be_bytes();
            [&size[..], name, body].concat()
        };
        [boxed(b"ftyp", b"isom"), boxed(b"mdat", &[0; 9]), boxed(b"moov", &boxed(b"mvhd", &body))]
            .concat()
    }

    fn said(bytes: &[u8]) -> Option<i64> {
        declared(&mut Cursor::new(bytes)).ok().flatten().map(|length| length.0 / 1_000_000)
    }

    #[test]
    fn an_mp4_says_its_length_in_either_version_of_its_header() {
        assert_eq!(said(&mp4_of(0, 1000, 5042)), Some(5042));
        assert_eq!(said(&mp4_of(1, 24_000, 120_000)), Some(5000));
        assert_eq!(said(&mp4_of(0, 0, 5042)), None);
        assert_eq!(said(&mp4_of(0, 1000, 0)), None, "fragments say it elsewhere");
        assert_eq!(said(&mp4_of(0, 1000, u64::from(u32::MAX))), None);
    }

    #[test]
    fn a_webm_says_its_length_or_nothing() {
        let head = b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff";
        let scale = b"\x2a\xd7\xb1\x83\x0f\x42\x40";
        let mut info = scale.to_vec();
        info.extend(b"\x44\x89\x88");
        info.extend(4000.0_f64.to_be_bytes());
        let with = |info: &[u8]| {
            [&head[..], b"\x15\x49\xa9\x66", &[0x80 | info.len() as u8], info].concat()
        };
        assert_eq!(said(&with(&info)), Some(4000));
        assert_eq!(said(&with(scale)), None);
    }

    proptest! {
        #[test]
        fn no_bytes_are_believed_beyond_a_day(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            for start in [&b""[..], b"\x1a\x45\xdf\xa3", b"\0\0\0\x08moov"] {
                if let Some(ms) = said(&[start, &bytes].concat()) {
                    prop_assert!((1..=86_400_000).contains(&ms));
                }
            }
        }
    }
}
