//! The sound of a version: every clip's own, laid on film time like its pictures, silence between.
//! 48 kHz stereo, signed 16-bit little-endian, sample-exact.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::exhibit::Fit;
use crate::timeline::FilmTime;

/// Samples per second and channel.
pub const RATE: i64 = 48_000;
/// Bytes of one sample of both channels.
const EACH: i64 = 4;
/// Sound that starts this close to where the last ended continues it: only rounding is between.
const JOINED: i64 = RATE / 50;
/// No clip's sound is longer than a day.
const LONGEST: i64 = RATE * 86_400;

/// The sample at or nearest to a time.
pub fn sample_at(ns: i64) -> i64 {
    ((i128::from(ns) * i128::from(RATE) + 500_000_000).div_euclid(1_000_000_000)) as i64
}

/// A clip's sound while it is being decoded, kept in a file.
pub struct Spool {
    file: BufWriter<File>,
    /// Stream time of the file's first sample, in samples.
    first: Option<i64>,
    next: i64,
    error: Option<io::Error>,
}

impl Spool {
    /// Keeps it in `path`.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path)?;
        Ok(Self { file: BufWriter::new(file), first: None, next: 0, error: None })
    }

    /// Adds sound that begins at this stream time.
    pub fn add(&mut self, at_ns: i64, samples: &[u8]) {
        if let Err(error) = self.try_add(at_ns, samples) {
            self.error.get_or_insert(error);
        }
    }

    fn try_add(&mut self, at_ns: i64, samples: &[u8]) -> io::Result<()> {
        let at = sample_at(at_ns);
        let first = *self.first.get_or_insert(at);
        let at = at - first;
        if (at - self.next).abs() > JOINED && (0..LONGEST).contains(&at) {
            self.file.seek(SeekFrom::Start((at * EACH) as u64))?;
            self.next = at;
        }
        if self.next < LONGEST {
            let whole = samples.len() / EACH as usize * EACH as usize;
            self.file.write_all(&samples[..whole])?;
            self.next += (whole / EACH as usize) as i64;
        }
        Ok(())
    }

    /// Its sound, counted from the clip's first picture; none where nothing came.
    ///
    /// # Errors
    /// What went wrong while it was written.
    pub fn finish(mut self, origin_ns: i64) -> io::Result<Option<Track>> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        self.file.flush()?;
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let samples = file.metadata()?.len() as i64 / EACH;
        Ok(self.first.map(|first| Track { file, offset: first - sample_at(origin_ns), samples }))
    }
}

/// The sound of one clip.
pub struct Track {
    file: File,
    /// Where the file's first sample lies, from the clip's first picture.
    offset: i64,
    samples: i64,
}

impl Track {
    /// Counted from a later moment of the clip, in nanoseconds from its first picture.
    #[must_use]
    pub fn from(mut self, ns: i64) -> Self {
        self.offset -= sample_at(ns);
        self
    }

    /// Samples from `from` on, counted from the clip's first picture; silence outside.
    fn read(&mut self, from: i64, count: usize) -> io::Result<Vec<[i16; 2]>> {
        let mut all = vec![[0i16; 2]; count];
        let start = (from - self.offset).clamp(0, self.samples);
        let end = (from - self.offset + count as i64).clamp(start, self.samples);
        if end > start {
            let mut bytes = vec![0; ((end - start) * EACH) as usize];
            self.file.seek(SeekFrom::Start((start * EACH) as u64))?;
            self.file.read_exact(&mut bytes)?;
            let into = (start + self.offset - from) as usize;
            for (sample, b) in all[into..].iter_mut().zip(bytes.chunks_exact(EACH as usize)) {
                *sample = [i16::from_le_bytes([b[0], b[1]]), i16::from_le_bytes([b[2], b[3]])];
            }
        }
        Ok(all)
    }
}

/// A clip's sound and where it belongs.
pub struct Placement {
    /// The sound.
    pub track: Track,
    /// The length of the clip's pictures in nanoseconds.
    pub length_ns: i64,
    /// Where its span of the film begins.
    pub start: FilmTime,
    /// Where its span ends.
    pub end: FilmTime,
    /// How it is fitted.
    pub fit: Fit,
}

impl Placement {
    /// Samples `from` … `from + count` of its span.
    fn span(&mut self, from: i64, count: usize) -> io::Result<Vec<[i16; 2]>> {
        let length = sample_at(self.length_ns).max(1);
        match self.fit {
            Fit::Stretch => {
                let span = (sample_at(self.end.0) - sample_at(self.start.0)).max(1);
                self.stretched(from, count, length, span)
            }
            Fit::Loop => {
                let mut all = Vec::with_capacity(count);
                while all.len() < count {
                    let at = (from + all.len() as i64) % length;
                    let run = (count - all.len()).min((length - at) as usize);
                    all.extend(self.track.read(at, run)?);
                }
                Ok(all)
            }
            Fit::Hold | Fit::Cut => {
                // Its sound ends with its pictures.
                let mut all = self.track.read(from, count)?;
                let kept = (length - from).clamp(0, count as i64) as usize;
                all[kept..].fill([0; 2]);
                Ok(all)
            }
        }
    }

    /// Resampled linearly, so that it keeps step with the pictures; its pitch changes with them.
    fn stretched(
        &mut self,
        from: i64,
        count: usize,
        length: i64,
        span: i64,
    ) -> io::Result<Vec<[i16; 2]>> {
        let place = |n: i64| {
            let scaled = i128::from(n) * i128::from(length);
            let (whole, rest) =
                (scaled.div_euclid(i128::from(span)), scaled.rem_euclid(i128::from(span)));
            (whole as i64, rest as f64 / span as f64)
        };
        let first = place(from).0;
        let last = place(from + count as i64).0 + 1;
        let source = self.track.read(first, (last - first + 1) as usize)?;
        Ok((0..count as i64)
            .map(|k| {
                let (whole, rest) = place(from + k);
                let at = (whole - first) as usize;
                [0, 1].map(|channel| {
                    let (a, b) = (source[at][channel], source[at + 1][channel]);
                    (f64::from(a) * (1.0 - rest) + f64::from(b) * rest).round() as i16
                })
            })
            .collect())
    }
}

/// Writes the sound of a whole film and says how many samples it has: exactly as many as the film
/// is long.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, length: FilmTime, clips: &mut [Placement]) -> io::Result<u64> {
    let mut out = BufWriter::new(File::create(path)?);
    let total = sample_at(length.0).max(0);
    let mut at = 0;
    for clip in clips {
        let (start, end) = (sample_at(clip.start.0).max(at), sample_at(clip.end.0).min(total));
        silence(&mut out, start - at)?;
        at = at.max(start);
        let first = sample_at(clip.start.0);
        while at < end {
            let count = (end - at).min(RATE) as usize;
            for [left, right] in clip.span(at - first, count)? {
                out.write_all(&left.to_le_bytes())?;
                out.write_all(&right.to_le_bytes())?;
            }
            at += count as i64;
        }
    }
    silence(&mut out, total - at)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(total as u64)
}

fn silence(out: &mut impl Write, samples: i64) -> io::Result<()> {
    io::copy(&mut io::repeat(0).take((samples.max(0) * EACH) as u64), out).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clip of one second whose left channel counts samples (by sixteenths) and whose sound
    /// begins with its pictures at stream time 0.083 s.
    fn placement(folder: &Path, fit: Fit, start_ms: i64, end_ms: i64) -> Placement {
        let mut spool = Spool::create(&folder.join("spool")).unwrap();
        let origin_ns = 83_000_000;
        for part in 0..10i64 {
            let samples: Vec<u8> = (0..4800)
                .flat_map(|i| {
                    let left = ((part * 4800 + i) / 16) as i16;
                    [left.to_le_bytes(), (-7i16).to_le_bytes()].concat()
                })
                .collect();
            spool.add(origin_ns + part * 100_000_000, &samples);
        }
        Placement {
            track: spool.finish(origin_ns).unwrap().unwrap(),
            length_ns: 1_000_000_000,
            start: FilmTime::from_millis(start_ms),
            end: FilmTime::from_millis(end_ms),
            fit,
        }
    }

    fn written(fit: Fit, start_ms: i64, end_ms: i64) -> Vec<i16> {
        let folder = tempfile::tempdir().unwrap();
        let mut clips = [placement(folder.path(), fit, start_ms, end_ms)];
        let file = folder.path().join("sound");
        let samples = write(&file, FilmTime::from_millis(3000), &mut clips).unwrap();
        assert_eq!(samples, 144_000);
        let bytes = std::fs::read(file).unwrap();
        assert_eq!(bytes.len(), 144_000 * 4);
        bytes.chunks_exact(4).map(|b| i16::from_le_bytes([b[0], b[1]])).collect()
    }

    #[test]
    fn a_held_clip_is_heard_once_and_silence_fills_the_rest() {
        let left = written(Fit::Hold, 500, 2500);
        assert_eq!((left[24_000 + 16], left[24_000 + 47_999]), (1, 2999));
        assert!(left[..24_000].iter().chain(&left[72_000..]).all(|v| *v == 0));
    }

    #[test]
    fn a_looped_clip_begins_again_at_the_exact_sample() {
        let left = written(Fit::Loop, 500, 2500);
        assert_eq!((left[71_999], left[72_000], left[72_016]), (2999, 0, 1));
        assert_eq!(left[120_000], 0);
    }

    #[test]
    fn a_stretched_clip_fills_its_span() {
        let left = written(Fit::Stretch, 500, 2500);
        assert_eq!((left[24_000], left[24_000 + 48_000]), (0, 1500));
        assert!(left[119_990] > 2990);
    }
}
