//! Puts the report of an exhibit together: what `prepare` kept beside each rendition, what the
//! journal of fixity holds of its masters, and what the exhibit itself states.

mod cuts;
mod fixity;
mod moments;
mod pictures;
mod technical;
mod verdicts;
mod version;
mod wall;
mod wall_picture;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use super::data::{FORMAT, Finding, Problem, Report, ShotSpan, Topic, VersionReport};
use crate::exhibit::{Exhibit, Source, Version};
use crate::fixity::{History, journal};
use crate::installation::Installation;
use crate::prepare::cache::Cache;
use crate::prepare::credentials::By;
use crate::prepare::findings::Findings;
use crate::prepare::{Options, Outcome};

/// So many files are named where nobody looked at their credentials.
const NAMED: usize = 3;

/// What a report is made from.
pub struct Given<'a> {
    /// The exhibit.
    pub exhibit: &'a Exhibit,
    /// What became of each version, in the order of the exhibit.
    pub outcomes: &'a [Outcome],
    /// The cache that the renditions lie in.
    pub cache: &'a Cache,
    /// By what content credentials are read.
    pub by: By<'a>,
    /// What is known of the masters from before; none where that cannot be read.
    pub history: Option<&'a History>,
    /// The wall that it is to hang on; none where none is named, and an ordinary one is assumed.
    pub room: Option<&'a Installation>,
    /// The day that clearances are judged by.
    pub today: Date,
    /// When the report is made.
    pub now: Timestamp,
    /// With pictures: they take time.
    pub pictures: bool,
}

impl Given<'_> {
    /// In which territory the wall hangs.
    fn territory(&self) -> Option<&str> {
        self.room?.territory.as_deref()
    }

    /// How loud every version is made, in LUFS.
    fn lufs(&self) -> f64 {
        let usual = crate::installation::sound::USUAL_LUFS;
        self.room.map_or(usual, |room| room.running.sound.loudness_lufs)
    }
}

/// The report of an exhibit today, from what was kept when it was prepared and from the journal of
/// fixity.
///
/// # Errors
/// The cache cannot be read; in words.
pub fn kept(
    exhibit: &Exhibit,
    outcomes: &[Outcome],
    options: &Options,
    room: Option<&Installation>,
    pictures: bool,
) -> Result<Report, String> {
    let cache = Cache::of(options).map_err(|why| format!("{}: {why}", options.cache.display()))?;
    let read =
        |folder: &Path| journal::known(folder).inspect_err(|why| tracing::warn!("{why}")).ok();
    let history = options.records.as_deref().and_then(read);
    Ok(gather(&Given {
        exhibit,
        outcomes,
        cache: &cache,
        by: By::of(options),
        history: history.as_deref(),
        room,
        today: Zoned::now().date(),
        now: Timestamp::now(),
        pictures,
    }))
}

/// The report of an exhibit.
pub fn gather(given: &Given) -> Report {
    let exhibit = given.exhibit;
    let findings: Vec<Option<Findings>> =
        given.outcomes.iter().map(|outcome| Findings::of(outcome.prepared.as_ref()?)).collect();
    let mut problems = Vec::new();
    if given.history.is_none() {
        let what = "The journal of fixity cannot be read: whether the files are what they were is not \
                    known.";
        let help = "`palimpsest verify` says why it cannot be read. Do not delete it.";
        problems.push(Problem { what: what.to_owned(), help: Some(help.to_owned()) });
    }
    for (what, help) in fixity::of_all(given) {
        problems.push(Problem { what, help: Some(help.to_owned()) });
    }
    // Where no wall is named, one that most would recognise: it is said that it was assumed.
    let usual = Installation::default();
    let room = given.room.unwrap_or(&usual);
    // Of cards nothing is ever found.
    let filmed = |version: &Version| matches!(version.source, Source::Clips(_));
    let asked = given.room.is_some() && exhibit.versions.iter().any(filmed);
    let any = asked || findings.iter().any(Option::is_some);
    let measured: Vec<bool> = findings.iter().map(Option::is_some).collect();
    let mut wall = any.then(|| wall::report(given, room, &measured)).and_then(|made| {
        made.map_err(|why| {
            let help = "Prepare every version, see that one is cleared, then ask again.";
            let help = Some(help.to_owned());
            problems.push(Problem { what: format!("The wall was not looked at: {why}"), help });
        })
        .ok()
    });
    let versions: Vec<VersionReport> = (0..exhibit.versions.len())
        .map(|index| version::report(given, index, findings[index].as_ref()))
        .collect();
    problems.extend(not_looked_at(&versions));
    let bad = |version: &VersionReport| version.verdicts.iter().any(fixity::is_wrong);
    if let Some(wall) = &mut wall
        && versions.iter().any(bad)
    {
        fixity::unsay(&mut wall.verdicts);
    }
    Report {
        format: FORMAT,
        title: english(&exhibit.title),
        exhibit: exhibit.file.display().to_string(),
        exhibit_blake3: crate::prepare::content(&exhibit.file).ok(),
        made: given.now.to_string(),
        length_ns: exhibit.length.0,
        shots: exhibit
            .shots
            .iter()
            .map(|shot| ShotSpan {
                id: shot.id.clone(),
                title: english(&shot.title),
                start_ns: shot.start.0,
                end_ns: shot.end.0,
            })
            .collect(),
        versions,
        wall,
        problems,
    }
}

/// Of which files nobody looked at the content credentials, in one sentence. Where nothing of a version
/// was prepared, that is said of it.
fn not_looked_at(versions: &[VersionReport]) -> Option<Problem> {
    let said = |version: &&VersionReport| {
        version.verdicts.iter().any(|one| one.about == Topic::Credentials)
    };
    let all = versions.iter().filter(said).flat_map(|version| &version.credentials);
    let all = all.filter(|one| one.finding == Finding::NotLookedAt);
    let files: BTreeSet<&str> = all.map(|one| one.file.as_str()).collect();
    let names: Vec<&str> = files.iter().copied().take(NAMED).collect();
    let more = files.len().saturating_sub(NAMED);
    let what = match (files.len(), more) {
        (0, _) => return None,
        (1, _) => format!("the content credentials of {} were not looked at", names.concat()),
        (many, 0) => format!(
            "the content credentials of {many} files were not looked at: {}",
            names.join(", ")
        ),
        (many, more) => format!(
            "the content credentials of {many} files were not looked at: {} and {more} more",
            names.join(", ")
        ),
    };
    Some(Problem { what, help: Some(format!("{}.", verdicts::NOT_LOOKED_AT_HELP)) })
}

/// The report is in English; where nothing is written in it, in whatever there is.
fn english(text: &crate::exhibit::Text) -> String {
    text.get("en").to_owned()
}

/// The masters of a version: as written, and where they are. Those of several clips once.
fn masters(exhibit: &Exhibit, version: usize) -> Vec<(String, PathBuf)> {
    let Source::Clips(clips) = &exhibit.versions[version].source else { return Vec::new() };
    let mut masters: Vec<(String, PathBuf)> = Vec::new();
    for clip in clips {
        if masters.iter().all(|(_, path)| *path != clip.path) {
            masters.push((clip.written.clone(), clip.path.clone()));
        }
    }
    masters
}
