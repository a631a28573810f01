//! How much room a version needs in the cache, and what to say when there is none.

use std::io;
use std::path::Path;

use super::examine::Examined;
use super::problem::Problem;
use super::sound;
use crate::rendition::Rung;
use crate::timeline::FilmTime;

/// Bytes for each pixel of the full rung that all rungs together are reckoned to take, before
/// enough has been written to tell.
const BYTES_PER_PIXEL: f64 = 0.2;

/// Bytes that this many frames of this many pixels are reckoned to take on all rungs together.
pub fn pictures_bytes(frames: f64, pixels: f64) -> u64 {
    (frames * pixels * BYTES_PER_PIXEL) as u64
}

/// Bytes that a version takes while it is made, reckoned from one of its clips; 0 where there is
/// none.
pub fn reckoned(length: FilmTime, clip: Option<&Examined>) -> u64 {
    let Some(clip) = clip else { return 0 };
    let pixels = f64::from(clip.facts.size.0) * f64::from(clip.facts.size.1);
    let rate = clip.frames.len() as f64 / clip.length_ns().max(1) as f64;
    pictures_bytes(rate * length.0 as f64, pixels) + 2 * sound_bytes(length)
}

/// Bytes of a rung's file.
pub fn bytes_of(rung: &Rung) -> u64 {
    rung.table.frames().last().map_or(0, |last| last.offset + u64::from(last.bytes))
}

/// Bytes of a film's sound.
pub fn sound_bytes(length: FilmTime) -> u64 {
    sound::sample_at(length.0).unsigned_abs() * 4
}

/// What the system said about the cache, in words.
pub fn from_io(error: io::Error, folder: &Path, needed: u64) -> Problem {
    let folder = folder.to_owned();
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Problem::DiskFull { folder, needed }
        }
        _ => Problem::Cache { folder, detail: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_seconds_of_high_definition_are_reckoned_in_tens_of_megabytes() {
        let bytes =
            pictures_bytes(240.0, 1280.0 * 720.0) + 2 * sound_bytes(FilmTime(10_000_000_000));
        assert!((20_000_000..80_000_000).contains(&bytes), "{bytes}");
        assert_eq!(reckoned(FilmTime(10_000_000_000), None), 0);
    }
}
