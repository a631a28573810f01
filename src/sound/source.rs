//! Where sound is read from: the prepared sound of a version, by positioned reads.
//!
//! Not by a memory map: touching a page of a mapped file that was cut short meanwhile kills the
//! whole process (SIGBUS), while a read of it gives an error, which is heard as silence. Nothing
//! is lost by it: both are served from the same pages that the system keeps of a file. A page that
//! it does not keep is waited for, so a mixer runs ahead of the device and not in its callback.

use std::fs::File;
use std::io;
use std::sync::Arc;

/// Bytes of one frame: a signed 16-bit little-endian sample for the left and one for the right.
const EACH: usize = 4;

/// The sound of one version, in stereo at 48 kHz.
pub trait Pcm: Send {
    /// How many frames it has; a frame is one sample of each channel.
    fn frames(&self) -> u64;

    /// Reads stereo frames from frame `at` on, within ±1; what lies before the start or beyond the
    /// end is silence. False where it could not be read: then all of it is silence.
    fn read(&mut self, at: i64, into: &mut [[f32; 2]]) -> bool;
}

/// The prepared sound in a file.
#[derive(Debug)]
pub struct FilePcm {
    file: Arc<File>,
    frames: u64,
    /// Used again for every read, so that reading does not allocate.
    bytes: Vec<u8>,
}

impl FilePcm {
    /// Reads from this file, which is taken to be as long as it is now.
    ///
    /// # Errors
    /// When its length cannot be told.
    pub fn new(file: File) -> io::Result<Self> {
        let frames = file.metadata()?.len() / EACH as u64;
        Ok(Self { file: Arc::new(file), frames, bytes: Vec::new() })
    }

    /// Another reader of the same file.
    #[must_use]
    pub fn share(&self) -> Self {
        Self { file: Arc::clone(&self.file), frames: self.frames, bytes: Vec::new() }
    }
}

impl Pcm for FilePcm {
    fn frames(&self) -> u64 {
        self.frames
    }

    fn read(&mut self, at: i64, into: &mut [[f32; 2]]) -> bool {
        into.fill([0.0; 2]);
        let frames = i64::try_from(self.frames).unwrap_or(i64::MAX);
        let start = at.clamp(0, frames);
        let end = at.saturating_add(into.len() as i64).clamp(start, frames);
        if start == end {
            return true;
        }
        let count = (end - start) as usize;
        self.bytes.resize(count * EACH, 0);
        if read_exact_at(&self.file, &mut self.bytes, start as u64 * EACH as u64).is_err() {
            return false;
        }
        let first = (start - at) as usize;
        for (frame, b) in into[first..].iter_mut().zip(self.bytes.chunks_exact(EACH)) {
            *frame = [[b[0], b[1]], [b[2], b[3]]]
                .map(|sample| f32::from(i16::from_le_bytes(sample)) / 32_768.0);
        }
        true
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, into: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut into: &mut [u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !into.is_empty() {
        match file.seek_read(into, at) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n) => {
                at += n as u64;
                into = &mut into[n..];
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn counted(frames: i16) -> (File, FilePcm) {
        let mut file = tempfile::tempfile().unwrap();
        for n in 0..frames {
            file.write_all(&n.to_le_bytes()).unwrap();
            file.write_all(&(-n).to_le_bytes()).unwrap();
        }
        let pcm = FilePcm::new(file.try_clone().unwrap()).unwrap();
        (file, pcm)
    }

    #[test]
    fn what_lies_outside_is_silence_and_the_rest_is_in_its_place() {
        let (_, mut pcm) = counted(100);
        assert_eq!(pcm.frames(), 100);
        for at in [-250, -200, -7, 0, 3, 95, 100, 5000, i64::MIN, i64::MAX] {
            let mut into = [[9.0; 2]; 200];
            assert!(pcm.read(at, &mut into));
            for (k, frame) in into.iter().enumerate() {
                let n = at.saturating_add(k as i64);
                let value = if (0..100).contains(&n) { n as f32 / 32_768.0 } else { 0.0 };
                assert_eq!(*frame, [value, -value], "{at} {k}");
            }
        }
    }

    #[test]
    fn a_file_that_was_cut_short_is_silence_and_no_crash() {
        let (file, mut pcm) = counted(100);
        file.set_len(200).unwrap();
        let mut into = [[9.0; 2]; 20];
        assert!(!pcm.read(60, &mut into));
        assert!(into.iter().all(|frame| *frame == [0.0; 2]));
        assert!(pcm.read(20, &mut into));
        assert_eq!(into[0][0], 20.0 / 32_768.0);
    }
}
