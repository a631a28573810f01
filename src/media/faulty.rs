//! Media that fails on purpose, so that a rehearsal shows what a gallery will see.
//!
//! The faults are made at the lowest seam there is, where files are read and decoders opened. All
//! that follows from them, the rest before the next try, the last good picture, the recovery, is
//! what a running wall does by itself; nothing of it is imitated. No file is ever written.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Picture;
use super::decoder::{Decoder, Fault, Opened, Opener, Progress, Units};
use crate::rendition::{Frame, Medium, Prepared};

/// The longest that one read waits, however slow the disk is made.
const LONGEST_READ: Duration = Duration::from_secs(10);

/// How every fault that was made on purpose is told apart from a real one.
const ON_PURPOSE: &str = "on purpose, by What if";

/// What a version plays from. Versions that play the same files fail together, as they would.
type Source = String;

fn source(prepared: &Prepared) -> Source {
    match prepared.rendition.medium {
        Medium::H264 | Medium::Planes => prepared.folder.display().to_string(),
        Medium::Card { number, rate } => format!("card {number} at {rate:?}"),
    }
}

/// What is to fail; all copies are the same faults. While there are none, asking costs next to
/// nothing.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    faults: Mutex<Wanted>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Wanted {
    broken: BTreeSet<Source>,
    corrupt: BTreeSet<Source>,
    bytes_per_second: Option<f64>,
    /// When the disk is done with what it was asked for.
    busy_until: Option<Instant>,
}

impl Faults {
    fn lock(&self) -> MutexGuard<'_, Wanted> {
        self.0.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Breaks the decoders of what a version plays, or mends them.
    pub fn break_decoder(&self, prepared: &Prepared, broken: bool) {
        set(&mut self.lock().broken, source(prepared), broken);
    }

    /// Damages the bytes that are read of what a version plays, or no longer.
    pub fn corrupt_file(&self, prepared: &Prepared, corrupt: bool) {
        set(&mut self.lock().corrupt, source(prepared), corrupt);
    }

    /// Has the disk deliver only so many bytes a second, to all reels together; as many as it can
    /// where it is none.
    pub fn slow_disk(&self, bytes_per_second: Option<f64>) {
        let mut wanted = self.lock();
        wanted.bytes_per_second = bytes_per_second.filter(|rate| *rate > 0.0);
        wanted.busy_until = None;
        drop(wanted);
        // Whoever waits for the slow disk goes on.
        self.0.changed.notify_all();
    }

    /// Takes everything back.
    pub fn mend(&self) {
        *self.lock() = Wanted::default();
        self.0.changed.notify_all();
    }

    /// Whether the decoders of what a version plays are broken.
    pub fn is_broken(&self, prepared: &Prepared) -> bool {
        self.lock().broken.contains(&source(prepared))
    }

    /// Whether the bytes of what a version plays are damaged.
    pub fn is_corrupt(&self, prepared: &Prepared) -> bool {
        self.lock().corrupt.contains(&source(prepared))
    }

    /// How many bytes a second the slow disk delivers; none where it is as fast as it can be.
    pub fn disk(&self) -> Option<f64> {
        self.lock().bytes_per_second
    }

    fn broken(&self, source: &str) -> Result<(), Fault> {
        match self.lock().broken.contains(source) {
            true => Err(Fault::Decoder(format!("its decoder is broken {ON_PURPOSE}"))),
            false => Ok(()),
        }
    }

    /// Takes as long as the slow disk takes for so many bytes. Reads of all reels queue up behind
    /// each other, as they do on one disk.
    fn deliver(&self, bytes: usize) {
        let mut wanted = self.lock();
        let Some(rate) = wanted.bytes_per_second else { return };
        let now = Instant::now();
        let takes = Duration::try_from_secs_f64(bytes as f64 / rate).unwrap_or(LONGEST_READ);
        let done = wanted.busy_until.map_or(now, |busy| busy.max(now)) + takes.min(LONGEST_READ);
        let done = done.min(now + LONGEST_READ);
        wanted.busy_until = Some(done);
        let slow = |wanted: &mut Wanted| wanted.bytes_per_second == Some(rate);
        let left = done.saturating_duration_since(Instant::now());
        drop(self.0.changed.wait_timeout_while(wanted, left, slow));
    }
}

fn set(sources: &mut BTreeSet<Source>, source: Source, is_in: bool) {
    if is_in {
        sources.insert(source);
    } else {
        sources.remove(&source);
    }
}

/// Opens media as another opener does, with faults.
pub struct Faulty<O> {
    opener: O,
    faults: Faults,
}

impl<O> Faulty<O> {
    /// As `opener` does, with these faults.
    pub fn over(opener: O, faults: Faults) -> Self {
        Self { opener, faults }
    }
}

impl<O: Opener> Opener for Faulty<O> {
    fn open(&self, prepared: &Prepared, rung: usize) -> Result<Opened, Fault> {
        let source = source(prepared);
        self.faults.broken(&source)?;
        let Opened { units, decoder } = self.opener.open(prepared, rung)?;
        let faults = || (self.faults.clone(), source.clone());
        Ok(Opened {
            units: Box::new(FaultyUnits { units, faults: faults() }),
            decoder: Box::new(FaultyDecoder { decoder, faults: faults() }),
        })
    }

    fn units(&self, prepared: &Prepared, rung: usize) -> Result<Box<dyn Units>, Fault> {
        let source = source(prepared);
        self.faults.broken(&source)?;
        let units = self.opener.units(prepared, rung)?;
        Ok(Box::new(FaultyUnits { units, faults: (self.faults.clone(), source) }))
    }
}

struct FaultyUnits {
    units: Box<dyn Units>,
    faults: (Faults, Source),
}

impl Units for FaultyUnits {
    fn read(&mut self, frame: &Frame) -> Result<Vec<u8>, Fault> {
        let mut unit = self.units.read(frame)?;
        let (faults, source) = &self.faults;
        faults.deliver(unit.len());
        if faults.lock().corrupt.contains(source) {
            damage(&mut unit);
        }
        Ok(unit)
    }
}

/// A sector of a disk, in bytes.
const SECTOR: usize = 512;

/// Damages bytes as a failing disk does: the first sector is not what it was, errors follow here
/// and there, and the end is lost.
fn damage(unit: &mut Vec<u8>) {
    for (place, byte) in unit.iter_mut().enumerate() {
        if place < SECTOR || place % 61 < 3 {
            *byte ^= 0xa5;
        }
    }
    unit.pop();
}

struct FaultyDecoder {
    decoder: Box<dyn Decoder>,
    faults: (Faults, Source),
}

impl Decoder for FaultyDecoder {
    fn offer(&mut self, serial: u64, unit: Vec<u8>, keyframe: bool) -> Result<(), Fault> {
        self.faults.0.broken(&self.faults.1)?;
        self.decoder.offer(serial, unit, keyframe)
    }

    fn take(
        &mut self,
        patience: Duration,
        finished: &mut Vec<(u64, Picture)>,
    ) -> Result<Progress, Fault> {
        self.decoder.take(patience, finished)
    }
}

#[cfg(test)]
mod tests;
