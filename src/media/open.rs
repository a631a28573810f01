//! Opens real renditions: H.264 files through GStreamer, test cards by drawing.

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::decoder::{Decoder, Fault, Opened, Opener, Progress, Units};
use super::gst::Avc;
use super::picture::{OwnPlanes, Picture};
use super::test_card::{CardDecoder, CardUnits};
use crate::rendition::{Frame, Medium, Prepared};

/// The most bytes one access unit may claim; a frame table that says more is damaged.
const UNIT_LIMIT: u32 = 64 << 20;

/// So many decoders are opened at a time, at most: three hundred at once would each take so long
/// that it seems not to start.
const OPENING: usize = 8;

/// Lets in so many threads at a time.
struct Gate(Mutex<usize>, Condvar);

/// Through the gate; the next may come when this is dropped.
struct Through<'g>(&'g Gate);

impl Gate {
    fn pass(&self) -> Through<'_> {
        let within = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.1.wait_while(within, |within| *within >= OPENING);
        *waited.unwrap_or_else(PoisonError::into_inner) += 1;
        Through(self)
    }
}

impl Drop for Through<'_> {
    fn drop(&mut self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.1.notify_one();
    }
}

static GATE: Gate = Gate(Mutex::new(0), Condvar::new());

/// The opener of a running wall.
#[derive(Clone, Copy, Debug, Default)]
pub struct Renditions;

impl Opener for Renditions {
    fn open(&self, prepared: &Prepared, rung: usize) -> Result<Opened, Fault> {
        let Some(facts) = prepared.rendition.rungs.get(rung) else {
            return Err(Fault::Decoder(format!("there is no rung {rung}")));
        };
        match prepared.rendition.medium {
            Medium::H264 => {
                let units = Box::new(FileUnits::open(prepared.file(rung))?);
                let _through = GATE.pass();
                Ok(Opened { units, decoder: Box::new(Avc::open()?) })
            }
            Medium::Planes => Ok(Opened {
                units: Box::new(FileUnits::open(prepared.file(rung))?),
                decoder: Box::new(Bare::new((facts.width, facts.height))),
            }),
            Medium::Card { number, rate } => Ok(Opened {
                units: Box::new(CardUnits),
                decoder: Box::new(CardDecoder::new(number, rate, (facts.width, facts.height))),
            }),
        }
    }

    fn units(&self, prepared: &Prepared, rung: usize) -> Result<Box<dyn Units>, Fault> {
        match prepared.rendition.medium {
            Medium::H264 | Medium::Planes if rung < prepared.rendition.rungs.len() => {
                Ok(Box::new(FileUnits::open(prepared.file(rung))?))
            }
            Medium::H264 | Medium::Planes => {
                Err(Fault::Decoder(format!("there is no rung {rung}")))
            }
            Medium::Card { .. } => Ok(Box::new(CardUnits)),
        }
    }
}

/// Hands on planes that are stored as they are.
struct Bare {
    size: (u32, u32),
    waiting: Vec<(u64, Picture)>,
}

impl Bare {
    fn new(size: (u32, u32)) -> Self {
        Self { size, waiting: Vec::new() }
    }
}

impl Decoder for Bare {
    fn offer(&mut self, serial: u64, unit: Vec<u8>, _: bool) -> Result<(), Fault> {
        let planes = OwnPlanes::new(self.size, unit);
        let planes =
            planes.ok_or_else(|| Fault::Unit("its planes are of another size".to_owned()))?;
        self.waiting.push((serial, Picture { planes: Arc::new(planes) }));
        Ok(())
    }

    fn take(&mut self, _: Duration, finished: &mut Vec<(u64, Picture)>) -> Result<Progress, Fault> {
        finished.append(&mut self.waiting);
        Ok(Progress::Idle)
    }
}

/// The file of a rung. It is read where the frame table says, never parsed.
struct FileUnits {
    path: PathBuf,
    file: File,
}

impl FileUnits {
    fn open(path: PathBuf) -> Result<Self, Fault> {
        match File::open(&path) {
            Ok(file) => Ok(Self { path, file }),
            Err(why) => Err(Fault::Decoder(format!("{}: {why}", path.display()))),
        }
    }
}

impl Units for FileUnits {
    fn read(&mut self, frame: &Frame) -> Result<Vec<u8>, Fault> {
        let path = self.path.display();
        if frame.bytes > UNIT_LIMIT {
            return Err(Fault::Unit(format!("{path}: a frame of {} bytes", frame.bytes)));
        }
        let mut unit = vec![0; frame.bytes as usize];
        match read_exact_at(&self.file, &mut unit, frame.offset) {
            Ok(()) => Ok(unit),
            Err(why) if why.kind() == std::io::ErrorKind::UnexpectedEof => {
                Err(Fault::Unit(format!("{path}: ends before byte {}", frame.offset)))
            }
            Err(why) => Err(Fault::Decoder(format!("{path}: {why}"))),
        }
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, unit: &mut [u8], offset: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, unit, offset)
}

#[cfg(not(unix))]
fn read_exact_at(mut file: &File, unit: &mut [u8], offset: u64) -> std::io::Result<()> {
    use std::io::{Read as _, Seek as _, SeekFrom};
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(unit)
}
