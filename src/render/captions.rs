//! Captions within Bevy: their files are read when an exhibit hangs.

use bevy::ecs::prelude::*;

use crate::captions::shelf::Shelf;
use crate::captions::{Line, Problem};
use crate::diagnostic::Severity;
use crate::exhibit::{CaptionFile, Exhibit};
use crate::scrub::Stop;
use crate::show::View;
use crate::show::plugin::{Hung, Now, TheShow};
use crate::timeline::FilmTime;

/// The captions of an exhibit.
#[derive(Clone, Debug, Default)]
pub struct Shelves {
    /// Those of the film.
    pub film: Shelf,
    /// Those of each version, which are few.
    pub versions: Vec<Shelf>,
}

impl Shelves {
    /// Reads all files of an exhibit. What is wrong with them is logged.
    pub fn read(exhibit: &Exhibit) -> Self {
        let tell = |file: &CaptionFile, problem: Problem| {
            if problem.severity == Severity::Error {
                let (path, line) = (file.path.display(), problem.line);
                tracing::warn!("{path}:{line}: {}", problem.what);
            }
        };
        let versions = exhibit.versions.iter();
        Self {
            film: shelve(&exhibit.captions, exhibit.length, tell),
            versions: versions.map(|of| shelve(&of.captions, exhibit.length, tell)).collect(),
        }
    }
}

/// The captions of what hangs, and those that are shown now.
#[derive(Resource, Default)]
pub struct Captions {
    /// What the files say.
    pub shelves: Shelves,
    /// What is said now, in the lines of the file; empty where nothing is, or where they are off.
    pub now: Vec<Line>,
    /// How much of the time of the newest of them is over, 0 to 1.
    pub progress: f32,
    /// How many times their usual size they are.
    pub scale: f32,
}

/// Reads captions into a shelf; `tell` hears what is wrong with each file.
pub fn shelve(
    files: &[CaptionFile],
    length: FilmTime,
    mut tell: impl FnMut(&CaptionFile, Problem),
) -> Shelf {
    let mut shelf = Shelf::default();
    for file in files {
        let encoding = file.encoding.as_deref();
        for problem in shelf.put(file.language.as_deref(), &file.path, encoding, length) {
            tell(file, problem);
        }
    }
    shelf
}

/// Finds what is said at the Moment, in the language of the wall: what the version under the hand
/// says of itself, or else the film.
pub fn find(mut captions: ResMut<Captions>, now: Res<Now>, show: Res<TheShow>, hung: Res<Hung>) {
    let captions = &mut *captions;
    if hung.is_changed() {
        captions.shelves = Shelves::read(&hung.0);
    }
    let settings = show.0.settings();
    captions.scale = settings.caption_scale();
    captions.now.clear();
    if !settings.captions {
        return;
    }
    let stop = now.0.mix.nearest();
    // Where all versions are shown, captions belong to the wall.
    let one = now.0.view != View::Chorus;
    let index = show.0.axis().version_index(stop).filter(|_| one);
    let own = index.and_then(|index| captions.shelves.versions.get(index));
    let reads = |shelf: &&Shelf| shelf.has(&settings.language) || captions.shelves.film.is_empty();
    let shelf = match (stop, own.filter(|own| !own.is_empty()).filter(reads)) {
        (_, Some(own)) => own,
        (Stop::Next, None) => return,
        (_, None) => &captions.shelves.film,
    };
    if let Some(shown) = shelf.at(&settings.language, now.0.film) {
        captions.now.extend(shown.lines().into_iter().cloned());
        let (start, end) = (shown.newest.start.0, shown.newest.end.0);
        captions.progress = (now.0.film.0 - start) as f32 / (end - start).max(1) as f32;
    }
}
