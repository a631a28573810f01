//! Decodes single pictures of takes: a few decoders for all of them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::media::Picture;
use crate::media::decoder::{Decoder, Fault, Opened, Opener};
use crate::media::picture::OwnPlanes;
use crate::rendition::{Medium, Prepared};

/// A decoder that needs longer than this for a picture is stuck.
const PATIENCE: Duration = Duration::from_secs(2);
/// So many decoders are kept, each for another size: a decoder that is given pictures of another
/// size than the last has to begin anew.
const KEPT: usize = 4;

/// Brings one picture of a take; for tests a fake.
pub trait Unpack: Send {
    /// The picture of a frame on a rung.
    ///
    /// # Errors
    /// What is wrong with it.
    fn picture(&mut self, prepared: &Prepared, rung: usize, frame: usize)
    -> Result<Picture, Fault>;
}

/// What is unpacked with the decoders of a running wall.
pub struct Decoders {
    opener: Box<dyn Opener>,
    kept: VecDeque<((u32, u32), Box<dyn Decoder>)>,
    serial: u64,
}

impl Decoders {
    /// With decoders that this opens.
    pub fn new(opener: Box<dyn Opener>) -> Self {
        Self { opener, kept: VecDeque::new(), serial: 0 }
    }

    /// One unit through a decoder.
    fn decode(decoder: &mut dyn Decoder, serial: u64, unit: Vec<u8>) -> Result<Picture, Fault> {
        let mut finished = Vec::new();
        decoder.offer(serial, unit, true)?;
        decoder.take(PATIENCE, &mut finished)?;
        let picture = finished.into_iter().find(|(of, _)| *of == serial);
        picture
            .map(|(_, picture)| picture)
            .ok_or_else(|| Fault::Unit("no picture came of it".to_owned()))
    }
}

impl Unpack for Decoders {
    fn picture(
        &mut self,
        prepared: &Prepared,
        rung: usize,
        frame: usize,
    ) -> Result<Picture, Fault> {
        let facts = prepared.rendition.rungs.get(rung);
        let facts = facts.ok_or_else(|| Fault::Decoder(format!("there is no rung {rung}")))?;
        let at = facts.table.frames().get(frame);
        let at = at.ok_or_else(|| Fault::Unit(format!("there is no frame {frame}")))?;
        self.serial += 1;
        let serial = self.serial;
        if prepared.rendition.medium != Medium::H264 {
            // What is stored as planes, or drawn, has no decoder worth keeping.
            let Opened { mut units, mut decoder } = self.opener.open(prepared, rung)?;
            return Self::decode(&mut *decoder, serial, units.read(at)?);
        }
        let unit = self.opener.units(prepared, rung)?.read(at)?;
        let size = (facts.width, facts.height);
        let mut decoder = match self.kept.iter().position(|(of, _)| *of == size) {
            Some(index) => match self.kept.remove(index) {
                Some((_, decoder)) => decoder,
                None => self.opener.open(prepared, rung)?.decoder,
            },
            None => self.opener.open(prepared, rung)?.decoder,
        };
        let picture = Self::decode(&mut *decoder, serial, unit);
        if let Ok(picture) = &picture {
            // One that failed is let go: the next begins with a new one.
            self.kept.push_front((size, decoder));
            self.kept.truncate(KEPT);
            let own = OwnPlanes::copy_of(picture);
            return Ok(Picture { planes: Arc::new(own) });
        }
        picture
    }
}
