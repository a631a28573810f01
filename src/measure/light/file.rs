//! `light.bin`: the light of a version's frames, one after the other.
//!
//! Little-endian throughout. A header of 12 bytes: `PLMPLITE`, the version of the format, the
//! columns and the rows, a byte each, and a zero. Then for each frame its start and end in
//! nanoseconds of film time (two 64-bit integers) and the cells row by row, each two 16-bit
//! integers, luminance and red. At the end, −1 and the number of frames as two more 64-bit
//! integers: a file that was cut off is known by the lack of them.
//!
//! Reader and writer hold one frame at a time, so their memory does not depend on the film.

use std::io::{ErrorKind, Read, Write};

use super::{CELLS, COLUMNS, Cells, LightFrame, ROWS};
use crate::measure::Seen;
use crate::timeline::FilmTime;

const HEADER: [u8; 12] = *b"PLMPLITE\x01\x20\x12\x00";
const _: () = assert!(HEADER[9] as usize == COLUMNS && HEADER[10] as usize == ROWS);

/// Where a frame would begin, the end of all frames.
const END: i64 = -1;

/// Bytes of one frame's cells.
const BYTES: usize = CELLS * 4;

/// Why light cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum LightError {
    /// The file itself cannot be read or written.
    #[error("the light of a version: {0}")]
    Io(#[from] std::io::Error),
    /// It begins with something else, or with another version or grid.
    #[error("this is no file of light of this release: prepare the version again")]
    Format,
    /// It ends before it is complete.
    #[error("the file of light ends too early, after {0} frames: prepare the version again")]
    Truncated(u64),
    /// It holds something after its end, or another number of frames than it says.
    #[error("the file of light has another length than it says: prepare the version again")]
    Length,
    /// A frame begins before the one before it has ended, or ends before it begins.
    #[error("frame {0} of the light is out of order")]
    Order(u64),
    /// A frame without a picture.
    #[error("frame {0} has no picture to read light from")]
    NoPicture(u64),
}

/// Frames follow one another, and none is empty.
#[derive(Default)]
struct Order {
    end: FilmTime,
    frames: u64,
}

impl Order {
    fn check(&mut self, start: FilmTime, end: FilmTime) -> Result<(), LightError> {
        if start < self.end || end <= start {
            return Err(LightError::Order(self.frames));
        }
        self.end = end;
        self.frames += 1;
        Ok(())
    }
}

/// Writes the light of a version while it is prepared.
pub struct LightWriter<W: Write> {
    to: W,
    order: Order,
    bytes: Vec<u8>,
}

impl<W: Write> LightWriter<W> {
    /// Begins a file; `to` is best buffered.
    ///
    /// # Errors
    /// The header cannot be written.
    pub fn new(mut to: W) -> Result<Self, LightError> {
        to.write_all(&HEADER)?;
        Ok(Self { to, order: Order::default(), bytes: Vec::with_capacity(16 + BYTES) })
    }

    /// Takes in a frame as the pass over a version hands it out.
    ///
    /// # Errors
    /// As [`Self::write`], or the frame has no picture.
    pub fn see(&mut self, seen: &Seen) -> Result<(), LightError> {
        let cells = Cells::of(seen.sizes, seen.colour);
        let cells = cells.ok_or(LightError::NoPicture(self.order.frames))?;
        self.write(&LightFrame { start: seen.start, end: seen.end, cells })
    }

    /// Writes the next frame.
    ///
    /// # Errors
    /// It is out of order, or the file cannot be written.
    pub fn write(&mut self, frame: &LightFrame) -> Result<(), LightError> {
        self.order.check(frame.start, frame.end)?;
        self.bytes.clear();
        self.bytes.extend(frame.start.0.to_le_bytes());
        self.bytes.extend(frame.end.0.to_le_bytes());
        let codes = frame.cells.codes.as_flattened();
        self.bytes.extend(codes.iter().flat_map(|code| code.to_le_bytes()));
        self.to.write_all(&self.bytes)?;
        Ok(())
    }

    /// Ends the file and gives it back. Without this a reader takes it as cut off.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(mut self) -> Result<W, LightError> {
        self.to.write_all(&END.to_le_bytes())?;
        self.to.write_all(&self.order.frames.to_le_bytes())?;
        self.to.flush()?;
        Ok(self.to)
    }
}

/// Reads the frames of a file of light in film order. After an error there are no more.
pub struct LightReader<R: Read> {
    from: R,
    order: Order,
    ended: bool,
}

impl<R: Read> LightReader<R> {
    /// Reads the header; `from` is best buffered.
    ///
    /// # Errors
    /// It cannot be read, or is no file of light of this version of the format.
    pub fn new(mut from: R) -> Result<Self, LightError> {
        let mut header = [0; HEADER.len()];
        from.read_exact(&mut header).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => LightError::Format,
            _ => LightError::Io(error),
        })?;
        if header != HEADER {
            return Err(LightError::Format);
        }
        Ok(Self { from, order: Order::default(), ended: false })
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), LightError> {
        self.from.read_exact(bytes).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => LightError::Truncated(self.order.frames),
            _ => LightError::Io(error),
        })
    }

    fn integer(&mut self) -> Result<i64, LightError> {
        let mut bytes = [0; 8];
        self.fill(&mut bytes)?;
        Ok(i64::from_le_bytes(bytes))
    }

    fn read(&mut self) -> Result<Option<LightFrame>, LightError> {
        let (start, end) = (self.integer()?, self.integer()?);
        if start == END {
            let more = self.from.by_ref().take(1).read_to_end(&mut Vec::new())?;
            let whole = more == 0 && u64::try_from(end) == Ok(self.order.frames);
            return if whole { Ok(None) } else { Err(LightError::Length) };
        }
        let (start, end) = (FilmTime(start), FilmTime(end));
        self.order.check(start, end)?;
        let mut bytes = [0; BYTES];
        self.fill(&mut bytes)?;
        let (cells, _) = bytes.as_chunks::<4>();
        let code =
            |&[a, b, c, d]: &[u8; 4]| [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])];
        let cells = Cells { codes: cells.iter().map(code).collect() };
        Ok(Some(LightFrame { start, end, cells }))
    }
}

impl<R: Read> Iterator for LightReader<R> {
    type Item = Result<LightFrame, LightError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let read = self.read();
        self.ended = !matches!(read, Ok(Some(_)));
        read.transpose()
    }
}
