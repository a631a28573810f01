//! A new version before it enters: prepared, examined and judged beside the others, while nothing
//! of the exhibit is changed yet.

mod placed;

use std::path::{Path, PathBuf};

use super::data::{Finding, Level, Topic, Verdict, VersionReport};
use super::gather::{Given, gather};
use super::{Report, terminal};
use crate::diagnostic::{self, Diagnostic, quoted};
use crate::entry::edit::{Files, MadeBy, NewVersion, add_version};
use crate::entry::match_files::{self, How, Matching, ShotNames, Which, match_files};
use crate::exhibit::{self, Exhibit, Fit, Source};
use crate::fixity::History;
use crate::installation::Installation;
use crate::prepare::cache::Cache;
use crate::prepare::credentials::By;
use crate::prepare::decode::look;
use crate::prepare::{self, MediaProblem, Options, Progress};
use placed::{Placed, rooted, same_content};

/// What arrives.
pub struct Arriving<'a> {
    /// The exhibit file.
    pub file: &'a Path,
    /// What is written in it.
    pub text: &'a str,
    /// The folder of the exhibit's media.
    pub media: &'a Path,
    /// What made it.
    pub made_by: MadeBy,
    /// Its files; one may be said to be a shot, as `march=a.mp4`.
    pub files: &'a [String],
    /// What happens where they are shorter or longer than their parts of the film.
    pub fit: Option<Fit>,
}

/// A file that is to be copied to where the exhibit looks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copying {
    /// Where it is.
    pub from: PathBuf,
    /// Where it is to be.
    pub to: PathBuf,
    /// The digest of what was examined, as of [`prepare::content`].
    pub holds: String,
}

/// What a person must have looked at before it hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsure {
    /// What it is, as a sentence.
    pub what: String,
    /// What it is about.
    pub about: Doubt,
}

/// What a person must decide before it hangs, each by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Which file is which shot.
    Matching,
    /// A file may be damaged.
    Damage,
    /// It flashes more than is allowed, alone or with the whole wall.
    Flashes,
    /// A file was changed since it was signed.
    Credentials,
}

impl Doubt {
    /// All of them, in the order in which they are decided.
    pub const ALL: [Self; 4] = [Self::Matching, Self::Damage, Self::Flashes, Self::Credentials];
}

/// A version that was examined and has not entered.
pub struct Arrival {
    /// The exhibit file as it would become.
    pub text: String,
    /// What is to be copied before.
    pub copies: Vec<Copying>,
    /// The report of the exhibit as it would become.
    pub report: Report,
    /// The id of the new version.
    pub id: String,
    /// Which file was taken for which shot, in words, and what is odd about that.
    pub matching: Vec<String>,
    /// What a yes that was given beforehand does not cover.
    pub unsure: Vec<Unsure>,
    /// It may enter: nothing that was found keeps it from the wall.
    pub may_enter: bool,
}

impl Arrival {
    /// One page for the terminal.
    pub fn page(&self) -> String {
        let mut page = terminal::summary(&self.report, &self.id).unwrap_or_default();
        page.push_str(&terminal::wall(&self.report));
        for line in &self.matching {
            page.push_str(line);
            page.push('\n');
        }
        page
    }
}

/// How it is examined.
pub struct Examining<'a> {
    /// How it is prepared.
    pub options: &'a Options,
    /// The wall that it is to hang on.
    pub room: Option<&'a Installation>,
    /// What is known of masters from before.
    pub history: Option<&'a History>,
    /// The day that clearances are judged by.
    pub today: jiff::civil::Date,
    /// The time.
    pub now: jiff::Timestamp,
}

/// Prepares and examines what arrives. Whatever is wrong with what was asked for is found before
/// anything is prepared.
///
/// # Errors
/// A file cannot be opened, which file is which cannot be told, the exhibit is not in order, or
/// what arrives does not fit it; each problem with what to do.
pub fn examine(
    arriving: &Arriving,
    examining: &Examining,
    progress: &mut dyn Progress,
) -> Result<Arrival, diagnostic::Report> {
    let loaded = exhibit::parse(arriving.text, arriving.file, arriving.media)?;
    let shots = ShotNames::of(&loaded.exhibit);
    let given: Vec<match_files::Given> =
        arriving.files.iter().map(|file| match_files::Given::parse(file, &shots)).collect();
    look_at_each(&given)?;
    let titles: Vec<String> = loaded.exhibit.title.all().map(str::to_owned).collect();
    let found = match_files(&given, &shots, (loaded.exhibit.length, &titles))?;
    let mut placed = Placed::new(arriving, &loaded.exhibit);
    let files = match &found.which {
        Which::Whole(at) => Files::Whole(placed.place(&given[*at].name)?),
        Which::ByShot(pairs) => {
            let one = |(shot, file): &(usize, usize)| {
                Ok((shots[*shot].id.clone(), placed.place(&given[*file].name)?))
            };
            Files::ByShot(pairs.iter().map(one).collect::<Result<_, diagnostic::Report>>()?)
        }
    };
    let new = NewVersion { made_by: arriving.made_by.clone(), files, fit: arriving.fit };
    let text = add_version(arriving.text, &new).map_err(crate::entry::EditError::into_report)?;
    let mut becoming = exhibit::parse(&text, arriving.file, arriving.media)?.exhibit;
    let known = |id: &str| loaded.exhibit.versions.iter().any(|version| version.id == id);
    let index = becoming.versions.iter().position(|version| !known(&version.id));
    let index = index.ok_or_else(|| {
        let problem = Diagnostic::error("the new version has the id of another");
        diagnostic::Report::of(problem.help("Give its generation another name."))
    })?;
    look_where_they_are(&mut becoming, &placed.copies);
    // Only what is new: what could not be prepared before is not tried again.
    let mut alone = becoming.clone();
    alone.versions = vec![becoming.versions[index].clone()];
    let mut made = prepare::prepare(&alone, examining.options, progress);
    let mut outcomes = prepare::load_prepared(&becoming, examining.options);
    if let Some(made) = made.pop() {
        outcomes[index] = prepare::Outcome { version: index, ..made };
    }
    let cache = Cache::of(examining.options).map_err(|why| {
        let what = format!("{}: {why}", examining.options.cache.display());
        diagnostic::Report::of(Diagnostic::error(what))
    })?;
    placed.know_what_they_hold(&cache)?;
    let report = gather(&Given {
        exhibit: &becoming,
        outcomes: &outcomes,
        cache: &cache,
        by: By::of(examining.options),
        history: examining.history,
        room: examining.room,
        today: examining.today,
        now: examining.now,
        pictures: false,
    });
    let outcome = &outcomes[index];
    let refused = report.versions[index].verdicts.iter().any(|verdict| {
        // A clearance that begins later is no reason not to hang it: it is played from then on.
        verdict.level == Level::Refused && verdict.about != Topic::Rights
    });
    let may_enter = outcome.prepared.is_some()
        && !refused
        && !outcome.problems.iter().any(prepare::Problem::is_error);
    let damaged = outcome.problems.iter().filter(|problem| problem.needs_a_look());
    let damaged = damaged.map(|problem| Unsure { what: problem.said().0, about: Doubt::Damage });
    let verdicts = report.wall.iter().flat_map(|wall| &wall.verdicts);
    let verdicts = report.versions[index].verdicts.iter().chain(verdicts);
    let graver: Vec<Unsure> =
        verdicts.filter_map(|one| to_decide(one, &report.versions[index])).collect();
    Ok(Arrival {
        id: becoming.versions[index].id.clone(),
        text,
        copies: placed.copies,
        report,
        matching: in_words(&found, &given, &shots),
        unsure: damaged.chain(odd(&found, &given)).chain(graver).collect(),
        may_enter,
    })
}

/// Refuses what is no file, and a file that is given twice under different names.
fn look_at_each(given: &[match_files::Given]) -> Result<(), diagnostic::Report> {
    let mut report = diagnostic::Report::new();
    let paths: Vec<PathBuf> = given.iter().map(|file| rooted(Path::new(&file.name))).collect();
    for (index, file) in given.iter().enumerate() {
        let name = quoted(&file.name);
        if let Err(problem) = look(&paths[index]) {
            let diagnostic = Diagnostic::error(format!("{name}: {}", problem.what()));
            let help = match problem {
                MediaProblem::Missing => "check the spelling",
                ref other => other.advice().unwrap_or_default(),
            };
            report.push(diagnostic.help(help));
        } else if paths[..index].contains(&paths[index]) {
            report.push(match_files::twice(&file.name));
        }
    }
    if report.is_empty() { Ok(()) } else { Err(report) }
}

/// Which file was taken for which shot, and what is odd about that.
fn in_words(found: &Matching, given: &[match_files::Given], shots: &[ShotNames]) -> Vec<String> {
    let mut lines: Vec<String> = match &found.which {
        Which::Whole(at) => vec![format!("{} is the whole film.", given[*at].name)],
        Which::ByShot(pairs) => pairs
            .iter()
            .map(|(shot, file)| format!("{} is the shot {}.", given[*file].name, shots[*shot].id))
            .collect(),
    };
    if !found.warnings.is_empty() {
        lines.push(found.warnings.render(false).trim_end().to_owned());
    }
    lines
}

/// What only a person can say of which file is which.
fn odd(found: &Matching, given: &[match_files::Given]) -> Vec<Unsure> {
    let mut all = Vec::new();
    if found.how == How::Numbered {
        all.push("The files were taken in the order of their numbers.".to_owned());
    }
    let size = |path: &str| std::fs::metadata(path).map_or(0, |meta| meta.len());
    for (index, one) in given.iter().enumerate() {
        let same = |other: &&match_files::Given| {
            size(&one.name) == size(&other.name)
                && same_content(Path::new(&one.name), Path::new(&other.name))
        };
        if let Some(other) = given[..index].iter().find(same) {
            all.push(format!("{} and {} hold the same.", other.name, one.name));
        }
    }
    all.into_iter().map(|what| Unsure { what, about: Doubt::Matching }).collect()
}

/// What a person must decide by itself of what was found: flashes above the limit, and files that were
/// changed since they were signed.
fn to_decide(verdict: &Verdict, version: &VersionReport) -> Option<Unsure> {
    let changed = || version.credentials.iter().any(|one| one.finding == Finding::Changed);
    let about = match verdict.about {
        _ if verdict.level != Level::Decision => return None,
        Topic::Flashes => Doubt::Flashes,
        Topic::Credentials if changed() => Doubt::Credentials,
        _ => return None,
    };
    Some(Unsure { what: verdict.what.clone(), about })
}

/// Has the files that are not copied yet be opened where they are: they have the same content.
fn look_where_they_are(exhibit: &mut Exhibit, copies: &[Copying]) {
    for version in &mut exhibit.versions {
        let Source::Clips(clips) = &mut version.source else { continue };
        for clip in clips {
            let path = rooted(&clip.path);
            if let Some(copy) = copies.iter().find(|copy| rooted(&copy.to) == path) {
                clip.path.clone_from(&copy.from);
            }
        }
    }
}
