//! What is measured of the sounds once, on a thread of its own: how loud each is made, and how
//! alike two neighbours are. Until a sound is measured it is not heard.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

use super::likeness::likeness;
use super::source::{FilePcm, Pcm as _};
use crate::prepare::loudness::{self, CEILING_DBTP, gain_db};

/// What is known so far of the sounds of an exhibit; all copies know the same.
#[derive(Clone, Debug, Default)]
pub struct Facts(Arc<Mutex<Known>>);

#[derive(Clone, Debug, Default)]
struct Known {
    /// The linear gain of each source; none where it is not measured yet or has none.
    gains: Vec<Option<f32>>,
    /// How alike each version is to the next, 0 to 1.
    alike: Vec<f32>,
    /// How alike the voices are to the oldest version.
    inputs: f32,
}

impl Facts {
    /// Measures these sounds, in their order, for this loudness. The first `versions` of them are
    /// neighbours along the generations, and after them come the voices. `beside` tells that a
    /// version is heard beside the voices: then it is made no louder than it is, or what is meant
    /// to be quiet would be as loud as they are.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn of(
        sounds: Vec<Option<PathBuf>>,
        versions: usize,
        lufs: f64,
        beside: bool,
    ) -> io::Result<Self> {
        let known = Known {
            gains: vec![None; sounds.len()],
            alike: vec![0.0; versions.saturating_sub(1)],
            inputs: 0.0,
        };
        let facts = Self(Arc::new(Mutex::new(known)));
        let theirs = facts.clone();
        Builder::new().name("loudness".to_owned()).spawn(move || {
            theirs.measure(&sounds, versions, lufs, beside);
        })?;
        Ok(facts)
    }

    /// The linear gain of a source; 0 until it is measured.
    pub fn gain(&self, source: usize) -> f32 {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.gains.get(source).copied().flatten().unwrap_or(0.0)
    }

    /// How alike a version is to the next newer one, 0 to 1; without one, how alike the voices are
    /// to the oldest.
    pub fn alike(&self, version: Option<usize>) -> f32 {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match version {
            Some(version) => known.alike.get(version).copied().unwrap_or(0.0),
            None => known.inputs,
        }
    }

    fn measure(&self, sounds: &[Option<PathBuf>], versions: usize, lufs: f64, beside: bool) {
        for (index, sound) in sounds.iter().enumerate() {
            let Some(file) = sound else { continue };
            match loudness::of(file) {
                Ok(loudness) => {
                    let mut db = gain_db(&loudness, lufs, CEILING_DBTP);
                    if beside && index < versions {
                        db = db.min(0.0);
                    }
                    let gain = 10_f64.powf(db / 20.0) as f32;
                    let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                    known.gains[index] = Some(gain);
                }
                Err(why) => tracing::warn!(
                    place = %file.display(),
                    "the sound {} is not heard: {why}",
                    file.display()
                ),
            }
        }
        if let (Some(Some(oldest)), Some(Some(voices))) = (sounds.first(), sounds.get(versions))
            && let Ok(alike) = compare(voices, oldest)
        {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.inputs = alike.correlation.max(0.0) as f32;
        }
        for (version, pair) in sounds[..versions.min(sounds.len())].windows(2).enumerate() {
            let [Some(one), Some(other)] = pair else { continue };
            if let Ok(alike) = compare(one, other) {
                let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                known.alike[version] = alike.correlation.max(0.0) as f32;
            }
        }
    }
}

/// How alike two prepared sounds are.
///
/// # Errors
/// One cannot be opened.
pub fn compare(one: &Path, other: &Path) -> io::Result<super::likeness::Likeness> {
    let (mut one, mut other) = (FilePcm::new(File::open(one)?)?, FilePcm::new(File::open(other)?)?);
    let frames = one.frames().min(other.frames());
    let mut first = |at: i64, into: &mut [[f32; 2]]| {
        one.read(at, into);
    };
    let mut second = |at: i64, into: &mut [[f32; 2]]| {
        other.read(at, into);
    };
    Ok(likeness(&mut first, &mut second, frames))
}
