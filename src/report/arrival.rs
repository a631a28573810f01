//! A new version before it enters: prepared, examined and judged beside the others, while nothing
//! of the exhibit is changed yet.

use std::path::{Path, PathBuf};

use super::gather::{Given, gather};
use super::{Report, terminal};
use crate::diagnostic::{self, Diagnostic};
use crate::entry::edit::{Files, MadeBy, NewVersion, add_version, written_path};
use crate::entry::match_files::{self, How, ShotNames, Which, match_files};
use crate::exhibit::{self, Exhibit, Fit, Source};
use crate::fixity::History;
use crate::installation::Installation;
use crate::prepare::cache::Cache;
use crate::prepare::{self, Options, Progress};

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
    /// It may enter: nothing that was found keeps it from the wall.
    pub may_enter: bool,
}

impl Arrival {
    /// One page for the terminal.
    pub fn page(&self) -> String {
        let mut page = terminal::summary(&self.report, &self.id).unwrap_or_default();
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

/// Prepares and examines what arrives.
///
/// # Errors
/// Which file is which cannot be told, the exhibit is not in order, or what arrives does not fit
/// it; each problem with what to do.
pub fn examine(
    arriving: &Arriving,
    examining: &Examining,
    progress: &mut dyn Progress,
) -> Result<Arrival, diagnostic::Report> {
    let loaded = exhibit::parse(arriving.text, arriving.file, arriving.media)?;
    let shots = ShotNames::of(&loaded.exhibit);
    let given: Vec<match_files::Given> =
        arriving.files.iter().map(|file| match_files::Given::parse(file, &shots)).collect();
    let found = match_files(&given, &shots, loaded.exhibit.length)?;
    let mut placed = Placed { media: rooted(arriving.media), copies: Vec::new() };
    let folder = match &arriving.made_by {
        MadeBy::New { name, .. } | MadeBy::Existing(name) => name.clone(),
    };
    let files = match &found.which {
        Which::Whole(at) => Files::Whole(placed.place(&given[*at].name, &folder)?),
        Which::ByShot(pairs) => {
            let one = |(shot, file): &(usize, usize)| {
                let path = placed.place(&given[*file].name, &folder)?;
                Ok((shots[*shot].id.clone(), path))
            };
            Files::ByShot(pairs.iter().map(one).collect::<Result<_, diagnostic::Report>>()?)
        }
    };
    let mut matching: Vec<String> = match &found.which {
        Which::Whole(at) => vec![format!("{} is the whole film.", given[*at].name)],
        Which::ByShot(pairs) => pairs
            .iter()
            .map(|(shot, file)| format!("{} is the shot {}.", given[*file].name, shots[*shot].id))
            .collect(),
    };
    if found.how == How::Numbered {
        matching.push("The files were taken in the order of their numbers: look twice.".to_owned());
    }
    if !found.warnings.is_empty() {
        matching.push(found.warnings.render(false).trim_end().to_owned());
    }
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
    let report = gather(&Given {
        exhibit: &becoming,
        outcomes: &outcomes,
        cache: &cache,
        history: examining.history,
        room: examining.room,
        today: examining.today,
        now: examining.now,
        pictures: false,
    });
    let outcome = &outcomes[index];
    let refused = report.versions[index].verdicts.iter().any(|verdict| {
        // A clearance that begins later is no reason not to hang it: it is played from then on.
        verdict.level == super::data::Level::Refused && verdict.about != super::data::Topic::Rights
    });
    let may_enter = outcome.prepared.is_some()
        && !refused
        && !outcome.problems.iter().any(prepare::Problem::is_error);
    Ok(Arrival {
        id: becoming.versions[index].id.clone(),
        text,
        copies: placed.copies,
        report,
        matching,
        may_enter,
    })
}

struct Placed {
    media: PathBuf,
    copies: Vec<Copying>,
}

impl Placed {
    /// How the exhibit names a file: where it is, if that is in the media folder, or else where it
    /// is to be copied to, in a folder of its generation.
    fn place(&mut self, file: &str, folder: &str) -> Result<String, diagnostic::Report> {
        let from = rooted(Path::new(file));
        let name = from.file_name().unwrap_or_default();
        let to = if from.starts_with(&self.media) {
            from.clone()
        } else {
            self.media.join("media").join(plain(folder)).join(name)
        };
        let written = written_path(&to, &self.media);
        let written = written.map_err(crate::entry::EditError::into_report)?;
        if to != from {
            self.copies.push(Copying { from, to });
        }
        Ok(written)
    }
}

/// A path from the root, without links, as far as there is something.
fn rooted(path: &Path) -> PathBuf {
    std::fs::canonicalize(path)
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_owned())
}

/// The name of a folder from that of a model.
fn plain(name: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let made: String = name.chars().map(letter).collect();
    made.trim_matches('-').to_owned()
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
