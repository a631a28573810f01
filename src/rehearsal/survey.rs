//! What the panels show of an exhibit beyond what hangs: pictures from its shots, what the report
//! says of each version, and the curves of what was measured. Looked up on a thread of its own,
//! because it reads files and decodes.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

use bevy_egui::egui::ColorImage;

use super::panels::generations::State;
use super::panels::measures::{Course, MeasureOf};
use crate::exhibit::Exhibit;
use crate::installation;
use crate::media::glimpse::glimpse;
use crate::prepare::cache::Cache;
use crate::prepare::{self, Options, cleared};
use crate::reload::Edition;
use crate::report::data::{Level, Report, VersionReport};
use crate::report::gather;
use crate::report::latest::{Latest, Since, latest};
use crate::report::number::moment;
use crate::timeline::FilmTime;

/// Height that a picture of a shot is asked for with, in pixels: as it is shown when the pointer
/// rests on its shot.
const TALL: u32 = 108;
/// More shots than these have no pictures: they would be slivers on the bar.
const MOST_SHOTS: usize = 60;

/// Something that was looked up.
pub enum News {
    /// What the report says.
    Report {
        /// How each version stands, in the order of the exhibit.
        states: Vec<State>,
        /// What was measured.
        measures: Arc<Vec<MeasureOf>>,
    },
    /// A picture from a shot.
    Picture {
        /// The shot, by its place in the film.
        shot: usize,
        /// The picture.
        image: ColorImage,
    },
}

/// What is being looked up of one edition. Dropped, it is given up.
pub struct Survey {
    /// In a lock only because Bevy shares its resources.
    news: Mutex<Receiver<News>>,
}

impl Survey {
    /// Begins to look things up.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn start(edition: Edition, options: Options) -> io::Result<Self> {
        let (tell, news) = sync_channel(4);
        Builder::new().name("survey".to_owned()).spawn(move || {
            prepare::step_back();
            look(&edition, &options, &tell);
        })?;
        Ok(Self { news: Mutex::new(news) })
    }

    /// What was found since it was asked last, and whether that was all.
    pub fn news(&mut self) -> (Vec<News>, bool) {
        let told = self.news.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut found = Vec::new();
        loop {
            match told.try_recv() {
                Ok(news) => found.push(news),
                Err(ended) => return (found, ended == TryRecvError::Disconnected),
            }
        }
    }
}

/// Ends early where nobody listens any more.
fn look(edition: &Edition, options: &Options, tell: &SyncSender<News>) {
    match report(edition, options) {
        Ok(found) => {
            if tell.send(found).is_err() {
                return;
            }
        }
        Err(why) => tracing::warn!("what the report says is not known: {why}"),
    }
    let shots = &edition.exhibit.shots;
    if shots.len() > MOST_SHOTS {
        return;
    }
    for (shot, span) in shots.iter().enumerate() {
        let at = FilmTime(i64::midpoint(span.start.0, span.end.0));
        // The newest version that has a picture there.
        let mut newest = edition.prepared.iter().rev().flatten();
        let Some(seen) = newest.find_map(|prepared| glimpse(prepared, at, TALL)) else { continue };
        let size = [seen.width as usize, seen.height as usize];
        let image = ColorImage::from_rgb(size, &seen.rgb);
        if tell.send(News::Picture { shot, image }).is_err() {
            return;
        }
    }
}

/// What the report says that `prepare` wrote. Where there is none or something has changed since, the
/// same is put together anew from what was kept, and of what changed it is said.
fn report(edition: &Edition, options: &Options) -> Result<News, String> {
    let exhibit = &edition.exhibit;
    let today = jiff::Zoned::now().date();
    let (report, since) = as_it_holds(exhibit, options)?;
    let standings = cleared::standings(exhibit, today, options.territory.as_deref());
    let old = |version: &VersionReport| {
        let is = |since: &&Since| matches!(since, Since::Masters { version: of, .. } if *of == version.id);
        since
            .iter()
            .find(is)
            .map(|since| format!("{since} since the report was made; prepare again"))
    };
    let states = report.versions.iter().zip(&standings).map(|(version, standing)| match standing {
        Some(standing) if !standing.may_play() => State::NotCleared("not cleared for today".into()),
        _ => match (state(version), old(version)) {
            (State::Prepared, Some(old)) => State::Warning(old),
            (state, _) => state,
        },
    });
    Ok(News::Report { states: states.collect(), measures: Arc::new(measures(&report)) })
}

/// The report as it was written, where it holds, or else as it would be written now, with what has
/// changed.
fn as_it_holds(exhibit: &Exhibit, options: &Options) -> Result<(Report, Vec<Since>), String> {
    let cache = Cache::of(options).map_err(|why| format!("{}: {why}", options.cache.display()))?;
    let written = latest(exhibit, &cache).inspect_err(|why| tracing::warn!("{why}")).ok().flatten();
    let since = match written {
        Some(Latest { report, since }) if since.is_empty() => return Ok((report, since)),
        Some(Latest { since, report }) => {
            let what: Vec<String> = since.iter().map(ToString::to_string).collect();
            let made = moment(&report.made);
            tracing::warn!("the report of {made} is out of date: {}", what.join("; "));
            since
        }
        None => Vec::new(),
    };
    let room = options.installation.as_deref().map(installation::load);
    let room = room.and_then(Result::ok).map(|loaded| loaded.installation);
    let outcomes = prepare::load_prepared(exhibit, options);
    Ok((gather::kept(exhibit, &outcomes, options, room.as_ref(), false)?, since))
}

/// How a version stands by its report: the gravest that is said of it.
fn state(version: &VersionReport) -> State {
    let Some(gravest) = version.verdicts.iter().max_by_key(|verdict| verdict.level) else {
        return State::Prepared;
    };
    match gravest.level {
        Level::Fine | Level::Note => State::Prepared,
        Level::Decision => State::Warning(gravest.what.clone()),
        Level::Refused => State::Failed(gravest.what.clone()),
    }
}

/// The measures of a report, each with all versions.
pub(super) fn measures(report: &Report) -> Vec<MeasureOf> {
    let mut found: Vec<MeasureOf> = Vec::new();
    for version in &report.versions {
        for measure in &version.measures {
            let course = Course {
                id: version.id.clone(),
                name: version.name.clone(),
                mean: measure.mean,
                curve: measure
                    .curve
                    .iter()
                    .map(|point| [point.t_ns as f64 / 1e9, point.mean])
                    .collect(),
            };
            match found.iter_mut().find(|of| of.name == measure.name) {
                Some(of) => of.versions.push(course),
                None => found.push(MeasureOf {
                    name: measure.name.clone(),
                    unit: measure.unit.clone(),
                    explanation: measure.explanation.clone(),
                    source: measure.source.clone(),
                    versions: vec![course],
                }),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::exhibit;
    use crate::exhibit::load::FILE_NAME;
    use crate::report::data::{Topic, Verdict};
    use crate::report::latest::REPORT;

    const CARDS: &str = "title = \"T\"\nlength = 9\n[[generation]]\nid = \"g\"\nname = \"G\"\n\
                         [[version]]\nid = \"a\"\ngeneration = \"g\"\ncard = 24\n";

    #[test]
    fn what_the_report_says_is_shown_until_the_exhibit_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        std::fs::write(&file, CARDS).unwrap();
        let options = Options { cache: folder.path().join("cache"), ..Options::new() };
        let states = || {
            let exhibit = Arc::new(exhibit::load(folder.path(), None).unwrap().exhibit);
            let edition = Edition { exhibit, prepared: vec![None], takes: Default::default() };
            let Ok(News::Report { states, .. }) = report(&edition, &options) else {
                panic!("no report")
            };
            states
        };
        assert_eq!(states(), [State::Prepared]);
        let exhibit = exhibit::load(folder.path(), None).unwrap().exhibit;
        let outcomes = prepare::load_prepared(&exhibit, &options);
        let mut written = gather::kept(&exhibit, &outcomes, &options, None, false).unwrap();
        written.versions[0].verdicts.push(Verdict {
            level: Level::Decision,
            about: Topic::Cuts,
            what: "Look at it.".to_owned(),
            help: None,
        });
        std::fs::write(folder.path().join(REPORT), written.json().unwrap()).unwrap();
        assert_eq!(states(), [State::Warning("Look at it.".to_owned())]);
        std::fs::write(&file, format!("{CARDS}# Another.\n")).unwrap();
        assert_eq!(states(), [State::Prepared]);
    }
}
