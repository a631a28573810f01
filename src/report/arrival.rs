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
use crate::exhibit::rights::Rights;
use crate::exhibit::{self, Exhibit, Fit, Source, Version};
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
    /// What is stated of the rights in it.
    pub rights: Option<Rights>,
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
    /// A file hangs already.
    Twice,
    /// A file may be damaged.
    Damage,
    /// It flashes more than is allowed, alone or with the whole wall.
    Flashes,
    /// A file was changed since it was signed.
    Credentials,
    /// Whatever else is marked as a decision.
    Rest,
}

impl Doubt {
    /// All of them, in the order in which they are decided.
    pub const ALL: [Self; 6] =
        [Self::Matching, Self::Twice, Self::Damage, Self::Flashes, Self::Credentials, Self::Rest];
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
    let new = NewVersion {
        made_by: arriving.made_by.clone(),
        files,
        fit: arriving.fit,
        rights: arriving.rights.clone(),
    };
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
    let damaged: Vec<Unsure> =
        damaged.map(|problem| Unsure { what: problem.said().0, about: Doubt::Damage }).collect();
    let verdicts = report.wall.iter().flat_map(|wall| &wall.verdicts);
    let verdicts = report.versions[index].verdicts.iter().chain(verdicts);
    let mut unsure =
        [odd(&found, &given), hanging(&loaded.exhibit, &given, &cache), damaged].concat();
    for one in verdicts.filter_map(|one| to_decide(one, &report.versions[index])) {
        if unsure.iter().all(|known| known.what != one.what) {
            unsure.push(one);
        }
    }
    Ok(Arrival {
        id: becoming.versions[index].id.clone(),
        text,
        copies: placed.copies,
        report,
        matching: in_words(&found, &given, &shots),
        unsure,
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

/// Which of the files hang already, whatever they are called there: a generation that is another's
/// film is none.
fn hanging(exhibit: &Exhibit, given: &[match_files::Given], cache: &Cache) -> Vec<Unsure> {
    let mut all = Vec::new();
    for file in given {
        let Ok(arrived) = cache.master_hash(&rooted(Path::new(&file.name))) else { continue };
        let holds = |version: &&Version| match &version.source {
            Source::Clips(clips) => clips
                .iter()
                .any(|clip| cache.master_hash(&clip.path).is_ok_and(|held| held == arrived)),
            Source::Card(_) => false,
        };
        if let Some(version) = exhibit.versions.iter().find(holds) {
            let what = format!("{} hangs already, in version {}.", file.name, quoted(&version.id));
            all.push(Unsure { what, about: Doubt::Twice });
        }
    }
    cache.remember_masters();
    all
}

/// What a person must decide by itself of what was found: whatever the page marks as a decision.
fn to_decide(verdict: &Verdict, version: &VersionReport) -> Option<Unsure> {
    let changed = || {
        let mut changed = version.credentials.iter().filter(|it| it.finding == Finding::Changed);
        changed.any(|one| one.sentence == verdict.what)
    };
    let about = match verdict.about {
        _ if verdict.level != Level::Decision => return None,
        Topic::Flashes => Doubt::Flashes,
        Topic::Credentials if changed() => Doubt::Credentials,
        _ => Doubt::Rest,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn whatever_the_page_marks_as_a_decision_is_one_and_nothing_else_is() {
        let mut version = sample::report(3).versions[0].clone();
        let verdict = |level, about| Verdict { level, about, what: "So.".to_owned(), help: None };
        let decided = |version: &VersionReport, about| {
            Some(to_decide(&verdict(Level::Decision, about), version)?.about)
        };
        version.credentials.truncate(1);
        version.credentials[0].finding = Finding::NotLookedAt;
        version.credentials[0].sentence = "So.".to_owned();
        assert_eq!(decided(&version, Topic::Credentials), Some(Doubt::Rest));
        version.credentials[0].finding = Finding::Changed;
        assert_eq!(decided(&version, Topic::Credentials), Some(Doubt::Credentials));
        assert_eq!(decided(&version, Topic::Flashes), Some(Doubt::Flashes));
        for about in [Topic::Cuts, Topic::Rights, Topic::Fixity, Topic::Technical] {
            assert_eq!(decided(&version, about), Some(Doubt::Rest));
            for level in [Level::Fine, Level::Note, Level::Refused] {
                assert_eq!(to_decide(&verdict(level, about), &version), None);
            }
        }
    }

    #[test]
    fn a_film_that_hangs_already_is_told_under_whatever_name_it_arrives() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (name, holds) in [("old.mp4", "one"), ("again.mp4", "one"), ("other.mp4", "two")] {
            std::fs::write(path(name), holds).unwrap();
        }
        let text = "title = \"F\"\nlength = 9\n[[generation]]\nid = \"g\"\nname = \"G\"\n\
                    [[version]]\ngeneration = \"g\"\nfile = \"old.mp4\"\n";
        let loaded = exhibit::parse(text, &path("exhibit.toml"), folder.path()).unwrap();
        let options = Options { cache: path("cache"), ..Options::default() };
        let cache = Cache::of(&options).unwrap();
        let shots = ShotNames::of(&loaded.exhibit);
        let given = |name: &str| match_files::Given::parse(path(name).to_str().unwrap(), &shots);
        let told = hanging(&loaded.exhibit, &[given("again.mp4"), given("other.mp4")], &cache);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].what.ends_with("again.mp4 hangs already, in version `g`."), "{told:?}");
        assert_eq!(told[0].about, Doubt::Twice);
    }
}
