//! How fast files are verified, against how fast the disk reads and how fast the digests are taken.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::parts::median;
use crate::fixity::digest::read_only;
use crate::fixity::journal::Journal;
use crate::fixity::progress::Silent;
use crate::fixity::{Digester, Options, Subject, verify};
use crate::timeline::clock::Monotonic;
use crate::timeline::{Clock as _, ClockTime};

/// Bytes of the file that is verified: more than a cache of a disk holds.
const SIZE: u64 = 1 << 30;
/// How often each is measured, by turns, so that all see the same machine.
const TURNS: usize = 5;

/// Verifies a large file in this folder, reads it alone, and takes its digests alone.
///
/// # Errors
/// The file or the journal cannot be written or read; in words.
pub(super) fn fixity(folder: &Path) -> Result<BTreeMap<&'static str, f64>, String> {
    let place = Place(folder.join(format!("bench-fixity-{}", std::process::id())));
    let said = |why: io::Error| format!("{}: {why}", place.0.display());
    fs::create_dir_all(&place.0).map_err(said)?;
    let file = place.0.join("large");
    write(&file).map_err(said)?;
    let mut journal = Journal::open(&place.0).map_err(|why| why.to_string())?;
    let subjects = [Subject::master(&file)];
    let stop = AtomicBool::new(false);
    let options = Options { scope: "bench", again: true, now: &jiff::Timestamp::now, stop: &stop };
    let (mut reads, mut hashes, mut verifies) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let began = Monotonic.now();
        read_only(&file).map_err(said)?;
        reads.push(speed(began));
        let began = Monotonic.now();
        let taken = Digester::default()
            .digests(&mut Nothing(SIZE), SIZE, &mut |_| ControlFlow::Continue(()));
        taken.map_err(|why| format!("{why:?}"))?;
        hashes.push(speed(began));
        let began = Monotonic.now();
        let report = verify(&mut journal, &subjects, &options, &mut Silent);
        report.map_err(|why| why.to_string())?;
        verifies.push(speed(began));
    }
    let (read, hash, verified) = (median(reads), median(hashes), median(verifies));
    Ok(BTreeMap::from([
        ("read MB/s", read),
        ("digests MB/s", hash),
        ("verify MB/s", verified),
        ("% of the slower", 100.0 * verified / read.min(hash)),
    ]))
}

fn speed(began: ClockTime) -> f64 {
    SIZE as f64 / 1e6 / (Monotonic.now().since(began) as f64 / 1e9)
}

/// A folder that is gone when it is no longer needed.
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Content that no disk can fold, brought to the disk.
fn write(file: &Path) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(file)?);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..SIZE / 8 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        file.write_all(&state.to_le_bytes())?;
    }
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// So many bytes that cost nothing to read.
struct Nothing(u64);

impl Read for Nothing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = (into.len() as u64).min(self.0);
        self.0 -= count;
        Ok(count as usize)
    }
}
