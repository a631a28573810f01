//! The pictures of a master, one after the other, from the decoding child.

use super::Options;
use super::decode::{Ask, Decoding, Event};
use super::problem::MediaProblem;
use crate::exhibit::Clip;
use crate::rendition::planar::Planar;

/// The pictures of a clip, in order.
pub(super) struct Pictures {
    decoding: Decoding,
    size: (u32, u32),
    next: usize,
}

impl Pictures {
    /// From the first picture on.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub(super) fn open(
        clip: &Clip,
        options: &Options,
        size: (u32, u32),
    ) -> Result<Self, MediaProblem> {
        let decoding =
            Decoding::start(&options.program, &clip.path, Ask::Pictures, options.patience)?;
        Ok(Self { decoding, size, next: 0 })
    }

    /// Picture `number`, which is not before the last one.
    ///
    /// # Errors
    /// It does not come.
    pub(super) fn get(&mut self, number: usize) -> Result<Planar, MediaProblem> {
        loop {
            match self.decoding.next_event()? {
                Event::Frame(frame) => {
                    self.next += 1;
                    if self.next > number {
                        return Planar::new(self.size.0, self.size.1, frame.planes)
                            .ok_or_else(|| self.differs("a picture could not be converted"));
                    }
                }
                Event::Done(_) => return Err(self.differs("fewer frames came the second time")),
                Event::Facts(_) | Event::Sound(..) => {}
            }
        }
    }

    /// A file that decodes otherwise the second time cannot be trusted with any of its frames.
    fn differs(&self, detail: &str) -> MediaProblem {
        MediaProblem::NotExamined(format!("{detail}, after {} frames", self.next))
    }
}
