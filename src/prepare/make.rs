//! Makes the rendition of one version: examine every clip, lay its frames on film time, code them
//! on every rung, lay the sound, verify, and give the folder its name.

use std::io;
use std::path::Path;
use std::time::Instant;

use super::Options;
use super::analysis::{Analysed, Analysis};
use super::cache::{Aside, Cache, Notes};
use super::examine::{Examined, examine};
use super::findings::{Findings, Technical};
use super::gst_encode::{EncodeError, Encoder, Unit};
use super::gst_verify::verify;
use super::keyframes::keyframes;
use super::ladder::{Step, ladder, sizes};
use super::pictures::Pictures;
use super::problem::{MediaProblem, Problem};
use super::room::{bytes_of, from_io, pictures_bytes, reckoned, sound_bytes};
use super::sound::{self, Placement, Spool, Track};
use super::time_map::{Placed, place, shown};
use crate::exhibit::{Clip, Exhibit};
use crate::rendition::planar::Planar;
use crate::rendition::{
    ClipFacts, Colour, FORMAT, Frame, FrameTable, Medium, Prepared, Rendition, Rung, Sound,
};
use crate::timeline::FilmTime;

/// A looped clip is kept in memory when its pictures take no more than this; a longer one is
/// decoded again for each lap.
const REPLAYED: usize = 64 << 20;
/// A clip that can be shown.
struct Usable<'a> {
    /// Its place in the version.
    index: usize,
    clip: &'a Clip,
    examined: Examined,
    placed: Vec<Placed>,
    keyframes: Vec<bool>,
}

/// Why an attempt at coding ended.
enum Failure {
    /// The clip at this place among the usable ones.
    Clip(usize, MediaProblem),
    /// Something else.
    Other(Problem),
}

/// What was made, and what was wrong with the clips it was or was not made from.
pub struct Made {
    /// The rendition.
    pub prepared: Prepared,
    /// How it came about.
    pub notes: Notes,
}

/// Makes a version from its clips. `advance` is told of frames done and of all there are to do.
///
/// # Errors
/// When no clip can be shown, or the cache cannot be written.
pub fn make(
    exhibit: &Exhibit,
    clips: &[Clip],
    key: &str,
    (cache, options): (&Cache, &Options),
    advance: &mut dyn FnMut(u64, u64),
) -> Result<Made, Vec<Problem>> {
    let one = |problem: Problem| vec![problem];
    let disk = |error: io::Error, needed| one(from_io(error, cache.root(), needed));
    let aside = cache.aside(key).map_err(|error| disk(error, 0))?;
    let shots: Vec<FilmTime> = exhibit.shots.iter().map(|shot| shot.start).collect();
    let users = [super::absolute(&exhibit.file)].into();
    let mut notes = Notes { users, ..Notes::default() };
    let (mut usable, mut tracks) = (Vec::new(), Vec::new());
    for (index, clip) in clips.iter().enumerate() {
        let spool = aside.folder().join(format!("clip-{index}.s16"));
        match examine_with_sound(clip, &spool, options) {
            Ok(Ok((examined, track))) => {
                notes.problems.extend(examined.findings.iter().map(|f| (index, f.clone())));
                let placed = place(&examined.frames, clip.part, clip.start, clip.end, clip.fit);
                let keyframes = keyframes(&placed, &shots);
                tracks.push((index, track));
                usable.push(Usable { index, clip, examined, placed, keyframes });
            }
            Ok(Err(problem)) => notes.problems.push((index, problem)),
            Err((error, examined)) => {
                return Err(disk(error, reckoned(exhibit.length, examined.as_deref())));
            }
        }
    }
    let starts = exhibit.shots.iter().map(|shot| shot.start).collect::<Vec<_>>();
    let begun = Instant::now();
    let (rungs, analysed) = loop {
        if usable.iter().all(|clip| clip.placed.is_empty()) {
            return Err(problems_of(clips, &notes.problems));
        }
        match encode((exhibit.length, &starts), &usable, &aside, options, advance) {
            Ok(made) => break made,
            Err(Failure::Clip(at, problem)) => {
                notes.problems.push((usable.remove(at).index, problem));
            }
            Err(Failure::Other(problem)) => return Err(one(problem)),
        }
    };
    let looking = analysed.as_ref().map_or(0.0, |analysed| analysed.spent.as_secs_f64());
    let all = begun.elapsed().as_secs_f64();
    tracing::info!("coded in {all:.1} s, {looking:.1} s of them to look at it");
    let coded: u64 = rungs.iter().map(bytes_of).sum();
    let needed = coded + 2 * sound_bytes(exhibit.length);
    let sound =
        lay_sound(exhibit.length, &usable, tracks, &aside).map_err(|error| disk(error, needed))?;
    for index in 0..clips.len() {
        std::fs::remove_file(aside.folder().join(format!("clip-{index}.s16"))).ok();
    }
    if let Some(Analysed { measures, flashes, .. }) = analysed {
        let technical =
            usable.iter().map(|clip| Technical::of(&clip.examined, clip.clip)).collect();
        let findings = Findings { technical, measures, flashes };
        findings.keep(aside.folder()).map_err(|error| disk(error, needed))?;
    }
    notes.clips = usable.iter().map(|clip| clip.index).collect();
    let rendition = Rendition {
        format: FORMAT,
        medium: Medium::H264,
        length: exhibit.length,
        clips: usable.iter().map(facts).collect(),
        rungs,
        sound,
    };
    for rung in &rendition.rungs {
        verify(aside.folder(), rung).map_err(|what| one(Problem::Encoder(what)))?;
    }
    let folder = aside.keep(&rendition, &notes).map_err(|error| disk(error, needed))?;
    Ok(Made { prepared: Prepared { folder, rendition }, notes })
}

/// Clip problems as problems of the version.
pub fn problems_of(clips: &[Clip], problems: &[(usize, MediaProblem)]) -> Vec<Problem> {
    let name = |(index, problem): &(usize, MediaProblem)| {
        let clip = clips.get(*index)?;
        let (written, path) = (clip.written.clone(), clip.path.clone());
        Some(Problem::Clip { clip: *index, written, path, problem: problem.clone() })
    };
    problems.iter().filter_map(name).collect()
}

type Examination = Result<(Examined, Option<Track>), MediaProblem>;

/// Where the sound could not be kept, also what was found out until then.
type NotKept = (io::Error, Option<Box<Examined>>);

fn examine_with_sound(
    clip: &Clip,
    spool: &Path,
    options: &Options,
) -> Result<Examination, NotKept> {
    let mut sound = Spool::create(spool).map_err(|error| (error, None))?;
    let mut add = |at_ns: i64, samples: &[u8]| sound.add(at_ns, samples);
    let examined = examine(&options.program, &clip.path, options.patience, Some(&mut add));
    Ok(match examined {
        Ok(examined) => match sound.finish(examined.origin_ns) {
            Ok(track) => Ok((examined, track)),
            Err(error) => return Err((error, Some(Box::new(examined)))),
        },
        Err(problem) => Err(problem),
    })
}

fn facts(usable: &Usable<'_>) -> ClipFacts {
    let Usable { clip, examined, .. } = usable;
    ClipFacts {
        master: clip.written.clone(),
        start: clip.start,
        end: clip.end,
        size: examined.facts.size,
        pixel_aspect: examined.facts.pixel_aspect,
        colour: examined.facts.colour,
        changes: examined.facts.changes.clone(),
    }
}

/// Every encoder of a version, and what it has been given.
struct Ladder<'a> {
    steps: &'a [Step],
    encoders: Vec<Encoder>,
    frames: Vec<Frame>,
    total: u64,
    pixels: u64,
    /// Bytes of the sound, spooled and laid.
    sound: u64,
    root: &'a Path,
    analysis: Option<Analysis>,
}

impl Ladder<'_> {
    fn fail(&self, error: EncodeError) -> Failure {
        Failure::Other(match error {
            EncodeError::Write(error) => from_io(error, self.root, self.needed()),
            EncodeError::Encoder(what) => Problem::Encoder(what),
        })
    }

    /// Bytes that the whole version takes, estimated: what has been written is removed on failure.
    fn needed(&self) -> u64 {
        let done = self.frames.len() as u64;
        let written: u64 = self.encoders.iter().map(Encoder::written).sum();
        let guess = pictures_bytes(self.total as f64, self.pixels as f64);
        // The encoders are some frames behind; a few frames say nothing yet.
        let known = done >= 48 && written > 0;
        let pictures = if known { (written / done * self.total).max(written) } else { guess };
        pictures + self.sound
    }

    fn push(&mut self, all: &[Planar], frame: Frame, colour: Colour) -> Result<(), Failure> {
        let seen = self.analysis.as_mut().map_or(Ok(()), |it| it.see(&frame, all, colour));
        seen.map_err(|error| self.fail(EncodeError::Write(error)))?;
        let each = self.encoders.iter_mut().zip(self.steps).zip(all);
        let pushed = each.into_iter().try_for_each(|((encoder, step), picture)| {
            encoder.push(picture, frame.keyframe || step.intra())
        });
        pushed.map_err(|error| self.fail(error))?;
        self.frames.push(frame);
        Ok(())
    }
}

fn encode(
    (length, shots): (FilmTime, &[FilmTime]),
    usable: &[Usable<'_>],
    aside: &Aside,
    options: &Options,
    advance: &mut dyn FnMut(u64, u64),
) -> Result<(Vec<Rung>, Option<Analysed>), Failure> {
    let sizes_of_clips: Vec<_> = usable.iter().map(|clip| clip.examined.facts.size).collect();
    let steps = ladder(&sizes_of_clips);
    let colour = usable.first().map(|clip| clip.examined.facts.colour).unwrap_or_default();
    let mut ladder = Ladder {
        steps: &steps,
        encoders: Vec::new(),
        frames: Vec::new(),
        total: usable.iter().map(|clip| clip.placed.len() as u64).sum(),
        pixels: steps.first().map_or(0, |step| u64::from(step.width) * u64::from(step.height)),
        sound: 2 * sound_bytes(length),
        root: aside.folder().parent().unwrap_or(aside.folder()),
        analysis: (options.look.then(|| Analysis::begin(aside.folder(), shots)).transpose())
            .map_err(|error| Failure::Other(from_io(error, aside.folder(), 0)))?,
    };
    for step in &steps {
        let file = aside.folder().join(file_name(step));
        let encoder = Encoder::start(&file, step, colour).map_err(|error| ladder.fail(error))?;
        ladder.encoders.push(encoder);
    }
    for (at, clip) in usable.iter().enumerate() {
        feed(clip, at, &mut ladder, options, advance)?;
    }
    let (encoders, frames) =
        (std::mem::take(&mut ladder.encoders), std::mem::take(&mut ladder.frames));
    let mut rungs = Vec::new();
    for (encoder, step) in encoders.into_iter().zip(&steps) {
        let units = encoder.finish().map_err(|error| ladder.fail(error))?;
        rungs.push(rung(step, &frames, &units).map_err(|w| Failure::Other(Problem::Encoder(w)))?);
    }
    let root = ladder.root;
    let analysed = ladder.analysis.map(|analysis| analysis.finish(length)).transpose();
    let analysed = analysed.map_err(|error| Failure::Other(from_io(error, root, 0)))?;
    Ok((rungs, analysed))
}

fn file_name(step: &Step) -> String {
    format!("level-{}.h264", step.level)
}

fn rung(step: &Step, frames: &[Frame], units: &[Unit]) -> Result<Rung, String> {
    let mut table = Vec::with_capacity(frames.len());
    for (frame, unit) in frames.iter().zip(units) {
        if (frame.keyframe || step.intra()) && !unit.keyframe {
            return Err(format!("frame {} should be a keyframe and is not", table.len()));
        }
        let Unit { offset, bytes, keyframe } = *unit;
        table.push(Frame { offset, bytes, keyframe, ..*frame });
    }
    Ok(Rung {
        level: step.level,
        width: step.width,
        height: step.height,
        crops: step.crops.clone(),
        file: file_name(step),
        intra: step.intra(),
        table: FrameTable::new(table)?,
    })
}

/// Decodes a clip, as often as it is looped, and codes the frames that have a place.
fn feed(
    clip: &Usable<'_>,
    at: usize,
    ladder: &mut Ladder<'_>,
    options: &Options,
    advance: &mut dyn FnMut(u64, u64),
) -> Result<(), Failure> {
    let (size, colour) = (clip.examined.facts.size, clip.examined.facts.colour);
    let rungs = ladder.steps.len();
    let all_bytes = Planar::bytes(size.0, size.1).saturating_mul(clip.examined.frames.len());
    let laps = clip.placed.last().map_or(0, |last| last.lap + 1);
    let keep = laps > 1 && all_bytes <= REPLAYED;
    let mut kept: Vec<Vec<Planar>> = Vec::new();
    for lap in 0..laps {
        let from = clip.placed.partition_point(|placed| placed.lap < lap);
        let to = clip.placed.partition_point(|placed| placed.lap <= lap);
        let mut source = None;
        for index in from..to {
            let placed = clip.placed[index];
            let number = placed.source as usize;
            if kept.get(number).is_none() || !keep {
                let decoder = match &mut source {
                    Some(decoder) => decoder,
                    none => none.insert(
                        Pictures::open(clip.clip, options, size)
                            .map_err(|problem| Failure::Clip(at, problem))?,
                    ),
                };
                let picture = decoder.get(number).map_err(|p| Failure::Clip(at, p))?;
                let all = sizes(picture, colour.siting, rungs);
                if keep && kept.len() == number {
                    kept.push(all.clone());
                }
                ladder.push(&all, frame(clip, at, index), colour)?;
            } else {
                ladder.push(&kept[number], frame(clip, at, index), colour)?;
            }
            advance(ladder.frames.len() as u64, ladder.total);
        }
    }
    Ok(())
}

fn frame(clip: &Usable<'_>, at: usize, index: usize) -> Frame {
    let placed = clip.placed[index];
    Frame {
        start: placed.start,
        end: placed.end,
        clip: at as u16,
        source: placed.source,
        offset: 0,
        bytes: 0,
        keyframe: clip.keyframes[index],
    }
}

fn lay_sound(
    length: FilmTime,
    usable: &[Usable<'_>],
    tracks: Vec<(usize, Option<Track>)>,
    aside: &Aside,
) -> io::Result<Option<Sound>> {
    let mut placements: Vec<Placement> = tracks
        .into_iter()
        .filter_map(|(index, track)| {
            let clip = usable.iter().find(|clip| clip.index == index)?;
            let frames = clip.examined.frames.get(shown(&clip.examined.frames, clip.clip.part))?;
            let (first, last) = (frames.first()?, frames.last()?);
            Some(Placement {
                track: track?.from(first.start),
                length_ns: last.end - first.start,
                start: clip.clip.start,
                end: clip.clip.end,
                fit: clip.clip.fit,
            })
        })
        .collect();
    if placements.is_empty() {
        return Ok(None);
    }
    let file = "sound.s16".to_owned();
    let samples = sound::write(&aside.folder().join(&file), length, &mut placements)?;
    Ok(Some(Sound { file, samples }))
}
