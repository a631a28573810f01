//! What is found out about a version in the pass that prepares it: its measures, and how it flashes.
//! Every frame is looked at once, and the memory does not grow with the film but for one light in a
//! second.

use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::findings::Findings;
use crate::measure::flashes::{Flashes, of_version};
use crate::measure::light::{LightError, LightReader, LightWriter};
use crate::measure::{Measures, Measuring, Seen};
use crate::rendition::{Colour, Frame, Planar, Prepared};
use crate::timeline::FilmTime;

/// The file beside a rendition that holds the light of each of its frames, for the flashes of a
/// whole wall.
pub const LIGHT: &str = "light.bin";

/// Looks at a version as its frames pass.
pub struct Analysis {
    file: PathBuf,
    light: LightWriter<BufWriter<File>>,
    measuring: Measuring,
    shots: Vec<FilmTime>,
    spent: Duration,
}

/// What was found.
pub struct Analysed {
    /// Detail, motion and the like, and where it cuts.
    pub measures: Measures,
    /// How it flashes by itself.
    pub flashes: Flashes,
    /// How long that took.
    pub spent: Duration,
}

impl Analysis {
    /// Begins, beside a rendition, for a film whose shots start at these times.
    ///
    /// # Errors
    /// The file of its light cannot be made.
    pub fn begin(folder: &Path, shots: &[FilmTime]) -> io::Result<Self> {
        let file = folder.join(LIGHT);
        let light = LightWriter::new(BufWriter::new(File::create(&file)?)).map_err(plain)?;
        Ok(Self {
            file,
            light,
            measuring: Measuring::new(shots),
            shots: shots.to_vec(),
            spent: Duration::ZERO,
        })
    }

    /// Takes in a frame, in all sizes, largest first.
    ///
    /// # Errors
    /// Its light cannot be kept.
    pub fn see(&mut self, frame: &Frame, sizes: &[Planar], colour: Colour) -> io::Result<()> {
        let begun = Instant::now();
        let shot = self.shots.partition_point(|start| *start <= frame.start).saturating_sub(1);
        let clip = usize::from(frame.clip);
        let seen = Seen { start: frame.start, end: frame.end, shot, clip, sizes, colour };
        self.measuring.see(&seen);
        let kept = self.light.see(&seen).map_err(plain);
        self.spent += begun.elapsed();
        kept
    }

    /// What was found in a film of this length.
    ///
    /// # Errors
    /// Its light cannot be kept or read again.
    pub fn finish(self, length: FilmTime) -> io::Result<Analysed> {
        let begun = Instant::now();
        self.light.finish().map_err(plain)?.into_inner().map_err(io::IntoInnerError::into_error)?;
        let flashes = of_version(read(&self.file)?, length).map_err(io::Error::other)?;
        let measures = self.measuring.finish();
        Ok(Analysed { measures, flashes, spent: self.spent + begun.elapsed() })
    }
}

/// All that is found out about a version is there and can be read; of a card there is nothing.
pub fn is_whole(prepared: &Prepared) -> bool {
    let folder = &prepared.folder;
    folder.as_os_str().is_empty()
        || Findings::of(prepared).is_some() && read(&folder.join(LIGHT)).is_ok()
}

/// The light of each frame of a version, from the file beside its rendition.
///
/// # Errors
/// It is not there, or is none.
pub fn read(file: &Path) -> io::Result<LightReader<BufReader<File>>> {
    LightReader::new(BufReader::new(File::open(file)?)).map_err(plain)
}

fn plain(error: LightError) -> io::Error {
    match error {
        LightError::Io(error) => error,
        other => io::Error::other(other),
    }
}
