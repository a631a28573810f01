//! What was tried and not chosen, made ready to be seen small and by the hundred.
//!
//! A take is kept in its own time and in small sizes only, each of its frames decodable by itself;
//! of a still the bare planes are kept, so that no decoder is needed. It is named by what the file
//! holds: the same file is prepared once, in whatever exhibit, version or shot it lies, and not
//! again where its shot moves.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};

use super::cache::{Aside, Cache, Notes};
use super::decode::{Ask, Decoding, Event};
use super::gst_encode::{self, EncodeError, Encoder, Unit};
use super::ladder::Step;
use super::problem::{MediaProblem, Problem};
use super::progress::Progress;
use super::protocol::Facts;
use super::room::from_io;
use super::time_map::intervals;
use super::{Options, absolute};
use crate::diagnostic::Place;
use crate::exhibit::{DraftOf, Exhibit, Take};
use crate::media::beneath::Takes;
use crate::rendition::planar::Planar;
use crate::rendition::{ClipFacts, FORMAT, Frame, FrameTable, Medium, Prepared, Rendition, Rung};
use crate::timeline::FilmTime;

/// The folder of the takes' renditions, in that of the versions'.
const FOLDER: &str = "takes";
/// The longer side of the largest picture of a take, in pixels: even two of them on a large screen
/// are looked at beside the chosen one, not instead of it.
const LARGEST: u32 = 640;
/// The longer side of the smallest is at least this.
const SMALLEST: u32 = 120;
/// Of a longer take only so many frames are kept: no shot is so long that more of it is seen.
const MOST_FRAMES: usize = 1800;
/// The level of the largest rung: from here on every frame is a keyframe.
const FIRST_LEVEL: u8 = 2;

/// A take of which something is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct TakeProblem {
    /// The file as written in the exhibit.
    pub written: String,
    /// Where the exhibit file names it.
    pub place: Place,
    /// What is wrong.
    pub problem: Problem,
}

/// What there is of an exhibit's takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    /// What can be played, by the take's file.
    pub takes: Takes,
    /// What is wrong with the others.
    pub problems: Vec<TakeProblem>,
    /// How many are not prepared.
    pub missing: usize,
}

/// A file that is to be seen among takes.
struct File {
    written: String,
    path: PathBuf,
    place: Place,
}

/// Every file that is seen when something is scraped, once: what was refused, not what was chosen.
fn files(exhibit: &Exhibit) -> Vec<File> {
    let mut all: BTreeMap<&Path, (&str, &Place)> = BTreeMap::new();
    for shot in 0..exhibit.shots.len() {
        for version in 0..exhibit.versions.len() {
            for take in exhibit.refused(version, shot) {
                all.entry(&take.path).or_insert((&take.written, &take.place));
            }
        }
        for draft in &exhibit.shots[shot].drafts {
            if let DraftOf::Storyboard { written, path } = &draft.of {
                all.entry(path).or_insert((written, &draft.place));
            }
        }
    }
    let file = |(path, (written, place)): (&Path, (&str, &Place))| File {
        written: written.to_owned(),
        path: path.to_owned(),
        place: place.clone(),
    };
    all.into_iter().map(file).collect()
}

fn open(options: &Options) -> std::io::Result<Cache> {
    Cache::open(&options.cache.join(FOLDER))
}

fn key(cache: &Cache, path: &Path) -> std::io::Result<String> {
    let hash = cache.master_hash(path)?;
    let words = format!(
        "take {FORMAT} {} {LARGEST} {SMALLEST} {MOST_FRAMES}\n{hash}",
        gst_encode::PARAMETERS
    );
    Ok(blake3::hash(words.as_bytes()).to_hex().to_string())
}

/// The keys of an exhibit's takes, for whoever removes all others.
pub(super) fn keys(cache: &Cache, exhibit: &Exhibit) -> BTreeSet<String> {
    files(exhibit).iter().filter_map(|file| key(cache, &file.path).ok()).collect()
}

/// The cache of takes.
pub(super) fn cache(options: &Options) -> std::io::Result<Cache> {
    open(options)
}

/// The refused takes of a version that are not prepared, of all it has: they are not there, cannot
/// be read, or nobody has prepared them yet. `renditions` is the folder of the versions' renditions.
pub fn unprepared<'e>(
    exhibit: &'e Exhibit,
    version: usize,
    renditions: &Path,
) -> (Vec<&'e Take>, usize) {
    let refused = (0..exhibit.shots.len()).flat_map(|shot| exhibit.refused(version, shot));
    let all: Vec<&Take> = refused.collect();
    if all.is_empty() {
        return (all, 0);
    }
    let Ok(cache) = Cache::open(&renditions.join(FOLDER)) else { return (all.clone(), all.len()) };
    let count = all.len();
    let lacks = |take: &&Take| {
        let known = key(&cache, &take.path).ok().and_then(|key| cache.load(&key));
        known.is_none()
    };
    (all.into_iter().filter(lacks).collect(), count)
}

/// What was prepared before.
pub fn load_takes(exhibit: &Exhibit, options: &Options) -> Laid {
    let files = files(exhibit);
    if files.is_empty() {
        return Laid::default();
    }
    let Ok(cache) = open(options) else {
        return Laid { missing: files.len(), ..Laid::default() };
    };
    let laid = load(&files, &cache);
    cache.remember_masters();
    laid
}

fn load(files: &[File], cache: &Cache) -> Laid {
    let mut laid = Laid::default();
    for file in files {
        match key(cache, &file.path).ok().and_then(|key| cache.load(&key)) {
            Some((prepared, _)) => drop(laid.takes.insert(file.path.clone(), Arc::new(prepared))),
            None => laid.missing += 1,
        }
    }
    laid
}

/// Prepares every take that is not prepared yet. One that cannot be is listed, and the rest goes on.
pub fn prepare_takes(exhibit: &Exhibit, options: &Options, progress: &mut dyn Progress) -> Laid {
    let files = files(exhibit);
    if files.is_empty() {
        return Laid::default();
    }
    let failed = |problem: Problem| {
        let of = |file: &File| told(file, problem.clone());
        let (problems, missing) = (files.first().map(of).into_iter().collect(), files.len());
        Laid { takes: Takes::new(), problems, missing }
    };
    if let Err(why) = gst_encode::init() {
        return failed(Problem::Encoder(why));
    }
    let cache = match open(options) {
        Ok(cache) => cache,
        Err(error) => return failed(from_io(error, &options.cache, 0)),
    };
    let mut laid = load(&files, &cache);
    let user = absolute(&exhibit.file);
    for prepared in laid.takes.values() {
        if let Some(key) = prepared.folder.file_name().and_then(|name| name.to_str()) {
            cache.remember_user(key, &user);
        }
    }
    let todo: Vec<&File> =
        files.iter().filter(|file| !laid.takes.contains_key(&file.path)).collect();
    if !todo.is_empty() {
        make_all(&todo, (&cache, &user, options), progress, &mut laid);
        cache.remember_masters();
    }
    laid.missing = files.len() - laid.takes.len();
    laid
}

fn told(file: &File, problem: Problem) -> TakeProblem {
    TakeProblem { written: file.written.clone(), place: file.place.clone(), problem }
}

fn make_all(
    todo: &[&File],
    (cache, user, options): (&Cache, &Path, &Options),
    progress: &mut dyn Progress,
    laid: &mut Laid,
) {
    let next = AtomicUsize::new(0);
    // Where the disk is full every other take would fail as well.
    let full = Mutex::new(false);
    let (tell, made) = sync_channel(16);
    std::thread::scope(|scope| {
        for number in 0..options.at_once.clamp(1, todo.len()) {
            let (tell, next, full) = (tell.clone(), &next, &full);
            let work = move || {
                while let Some(file) = todo.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if *full.lock().unwrap_or_else(PoisonError::into_inner) {
                        return;
                    }
                    let result = make(file, user, (cache, options));
                    if matches!(result, Err(Problem::DiskFull { .. })) {
                        *full.lock().unwrap_or_else(PoisonError::into_inner) = true;
                    }
                    if tell.send((*file, result)).is_err() {
                        return;
                    }
                }
            };
            let named = std::thread::Builder::new().name(format!("prepare takes {number}"));
            if named.spawn_scoped(scope, work).is_err() {
                tracing::warn!("a thread for preparing takes could not be started");
            }
        }
        drop(tell);
        for (done, (file, result)) in made.into_iter().enumerate() {
            progress.takes(done + 1, todo.len());
            match result {
                Ok(prepared) => drop(laid.takes.insert(file.path.clone(), Arc::new(prepared))),
                Err(problem) => laid.problems.push(told(file, problem)),
            }
        }
    });
    laid.problems.sort_by(|a, b| a.written.cmp(&b.written));
}

fn make(
    file: &File,
    user: &Path,
    (cache, options): (&Cache, &Options),
) -> Result<Prepared, Problem> {
    let media = |problem: MediaProblem| Problem::Clip {
        clip: 0,
        written: file.written.clone(),
        path: file.path.clone(),
        problem,
    };
    let disk = |error| from_io(error, cache.root(), 0);
    super::decode::look(&file.path).map_err(media)?;
    let key = key(cache, &file.path)
        .map_err(|error| media(MediaProblem::Unreadable(error.to_string())))?;
    // The same content under another name, or made by another process meanwhile.
    if let Some((prepared, _)) = cache.load(&key) {
        cache.remember_user(&key, user);
        return Ok(prepared);
    }
    let aside = cache.aside(&key).map_err(disk)?;
    let rendition = draw_out(file, &aside, options).map_err(|failure| match failure {
        Failure::Media(problem) => media(problem),
        Failure::Write(EncodeError::Write(error)) => disk(error),
        Failure::Write(EncodeError::Encoder(what)) => Problem::Encoder(what),
    })?;
    let notes = Notes { clips: vec![0], users: [user.to_owned()].into(), ..Notes::default() };
    let folder = aside.keep(&rendition, &notes).map_err(disk)?;
    Ok(Prepared { folder, rendition })
}

/// Why a take was not made.
enum Failure {
    Media(MediaProblem),
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
fn draw_out(file: &File, aside: &Aside, options: &Options) -> Result<Rendition, Failure> {
    let mut decoding =
        Decoding::start(&options.program, &file.path, Ask::Pictures, options.patience)?;
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
            master: file.written.clone(),
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
