//! One take in its small sizes: every frame decodable by itself, a still as bare planes.

use std::io::Write as _;
use std::path::Path;

use super::Options;
use super::cache::Aside;
use super::decode::{Ask, Decoding, Event};
use super::gst_encode::{EncodeError, Encoder, Unit};
use super::ladder::Step;
use super::problem::MediaProblem;
use super::protocol::Facts;
use super::time_map::intervals;
use crate::rendition::planar::Planar;
use crate::rendition::{ClipFacts, FORMAT, Frame, FrameTable, Medium, Rendition, Rung};
use crate::timeline::FilmTime;

/// The longer side of the largest picture of a take, in pixels: even two of them on a large screen
/// are looked at beside the chosen one, not instead of it.
pub(super) const LARGEST: u32 = 640;
/// The longer side of the smallest is at least this.
pub(super) const SMALLEST: u32 = 120;
/// Of a longer take only so many frames are kept: no shot is so long that more of it is seen.
pub(super) const MOST_FRAMES: usize = 1800;
/// The level of the largest rung: from here on every frame is a keyframe.
const FIRST_LEVEL: u8 = 2;

/// Why a take was not made.
pub(super) enum Failure {
    /// Of the file.
    Media(MediaProblem),
    /// Of the disk, or of the encoder.
    Write(EncodeError),
}

impl From<MediaProblem> for Failure {
    fn from(problem: MediaProblem) -> Self {
        Self::Media(problem)
    }
}

impl From<EncodeError> for Failure {
    fn from(error: EncodeError) -> Self {
        Self::Write(error)
    }
}

/// Decodes a file once and writes all its rungs.
pub(super) fn draw_out(
    (written, path): (&str, &Path),
    aside: &Aside,
    options: &Options,
) -> Result<Rendition, Failure> {
    let mut decoding = Decoding::start(&options.program, path, Ask::Pictures, options.patience)?;
    let mut facts: Option<Box<Facts>> = None;
    let mut first: Option<Vec<Planar>> = None;
    let mut coders: Option<Coders> = None;
    let mut times = Vec::new();
    while times.len() < MOST_FRAMES {
        let frame = match decoding.next_event() {
            Ok(Event::Facts(found)) => {
                facts = Some(found);
                continue;
            }
            Ok(Event::Sound(..)) => continue,
            Ok(Event::Done(_)) => break,
            Ok(Event::Frame(frame)) => frame,
            // What came before a fault is shown: it is a take like the others.
            Err(_) if !times.is_empty() => break,
            Err(problem) => return Err(problem.into()),
        };
        let Some(facts) = &facts else { return Err(MediaProblem::NoVideo.into()) };
        let picture = Planar::new(facts.size.0, facts.size.1, frame.planes);
        let wrong = || MediaProblem::NotExamined("a picture could not be converted".to_owned());
        let sizes = reduced(picture.ok_or_else(wrong)?, facts);
        times.push((frame.at_ns, frame.lasts_ns));
        // Only where a second picture comes is it known that this is no still.
        match (&mut coders, first.take()) {
            (Some(coders), _) => coders.push(&sizes)?,
            (None, None) => first = Some(sizes),
            (None, Some(before)) => {
                let mut new = Coders::start(&before, aside.folder(), facts)?;
                new.push(&before)?;
                new.push(&sizes)?;
                coders = Some(new);
            }
        }
    }
    let Some(facts) = facts else { return Err(MediaProblem::NoVideo.into()) };
    let spans = intervals(&times);
    let length = spans.last().map_or(0, |last| last.end);
    let (medium, rungs) = match (coders, first) {
        (Some(coders), _) => {
            let frame = |(index, span): (usize, &super::time_map::Interval)| Frame {
                start: FilmTime(span.start),
                end: FilmTime(span.end),
                clip: 0,
                source: index as u32,
                offset: 0,
                bytes: 0,
                keyframe: true,
            };
            let frames: Vec<Frame> = spans.iter().enumerate().map(frame).collect();
            (Medium::H264, coders.finish(&frames)?)
        }
        (None, Some(still)) => (Medium::Planes, bare(&still, aside.folder(), length)?),
        (None, None) => return Err(MediaProblem::NoVideo.into()),
    };
    Ok(Rendition {
        format: FORMAT,
        medium,
        length: FilmTime(length),
        clips: vec![ClipFacts {
            master: written.to_owned(),
            start: FilmTime::ZERO,
            end: FilmTime(length),
            size: facts.size,
            pixel_aspect: facts.pixel_aspect,
            colour: facts.colour,
            changes: facts.changes,
        }],
        rungs,
        sound: None,
    })
}

/// A picture in the sizes that are kept, the largest first.
fn reduced(mut picture: Planar, facts: &Facts) -> Vec<Planar> {
    let longer = |picture: &Planar| picture.width.max(picture.height);
    while longer(&picture) > LARGEST {
        picture = picture.halved(facts.colour.siting);
    }
    let mut all = vec![picture];
    while let Some(last) = all.last()
        && longer(last) >= 2 * SMALLEST
    {
        let next = last.halved(facts.colour.siting);
        all.push(next);
    }
    all
}

fn step(index: usize, picture: &Planar) -> Step {
    let coded = |side: u32| side.next_multiple_of(2).max(16);
    Step {
        level: FIRST_LEVEL + index as u8,
        width: coded(picture.width),
        height: coded(picture.height),
        crops: vec![(picture.width, picture.height)],
    }
}

/// The encoders of a take's rungs.
struct Coders(Vec<(Step, Encoder)>);

impl Coders {
    fn start(sizes: &[Planar], folder: &Path, facts: &Facts) -> Result<Self, EncodeError> {
        let coder = |(index, picture): (usize, &Planar)| {
            let step = step(index, picture);
            let encoder = Encoder::start(&folder.join(name(&step)), &step, facts.colour)?;
            Ok((step, encoder))
        };
        sizes.iter().enumerate().map(coder).collect::<Result<_, _>>().map(Self)
    }

    fn push(&mut self, sizes: &[Planar]) -> Result<(), EncodeError> {
        self.0.iter_mut().zip(sizes).try_for_each(|((_, coder), size)| coder.push(size, true))
    }

    fn finish(self, frames: &[Frame]) -> Result<Vec<Rung>, EncodeError> {
        let rung = |(step, encoder): (Step, Encoder)| {
            let units = encoder.finish()?;
            if units.iter().any(|unit| !unit.keyframe) {
                return Err(EncodeError::Encoder("a frame needs another one".to_owned()));
            }
            let laid = frames.iter().zip(&units).map(|(frame, unit)| {
                let Unit { offset, bytes, .. } = *unit;
                Frame { offset, bytes, ..*frame }
            });
            let table = FrameTable::new(laid.collect()).map_err(EncodeError::Encoder)?;
            Ok(rung_of(step, table))
        };
        self.0.into_iter().map(rung).collect()
    }
}

fn name(step: &Step) -> String {
    format!("level-{}.h264", step.level)
}

fn rung_of(step: Step, table: FrameTable) -> Rung {
    let file = name(&step);
    let Step { level, width, height, crops } = step;
    Rung { level, width, height, crops, file, intra: true, table }
}

/// Writes the bare planes of a still.
fn bare(sizes: &[Planar], folder: &Path, length: i64) -> Result<Vec<Rung>, EncodeError> {
    let rung = |(index, picture): (usize, &Planar)| {
        let step = step(index, picture);
        let (w, h) = (step.width as usize, step.height as usize);
        let mut planes = vec![0; w * h * 3 / 2];
        let (luma, chroma) = planes.split_at_mut(w * h);
        let (blue, red) = chroma.split_at_mut(w / 2 * (h / 2));
        picture.pad_into(0, luma, w, w, h);
        picture.pad_into(1, blue, w / 2, w / 2, h / 2);
        picture.pad_into(2, red, w / 2, w / 2, h / 2);
        let file = format!("level-{}.i420", step.level);
        let mut written = std::fs::File::create(folder.join(&file))?;
        written.write_all(&planes)?;
        written.sync_all()?;
        let frame = Frame {
            start: FilmTime::ZERO,
            end: FilmTime(length.max(1)),
            clip: 0,
            source: 0,
            offset: 0,
            bytes: planes.len() as u32,
            keyframe: true,
        };
        let table = FrameTable::new(vec![frame]).map_err(EncodeError::Encoder)?;
        Ok(Rung { file, ..rung_of(step, table) })
    };
    sizes.iter().enumerate().map(rung).collect()
}
