//! From a folder to something that can be hung: load, prepare what is missing, say what is wrong.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Zoned;

use super::{ExhibitArgs, complain, film};
use crate::app::Hanging;
use crate::exhibit::rights::Standing;
use crate::exhibit::{self, Exhibit};
use crate::installation::{self, Installation};
use crate::prepare::progress::Shown;
use crate::prepare::{self, Options, cleared};
use crate::render::typeset::Typefaces;

/// Where renditions are kept and which program opens media: as asked, or as usual.
pub fn options(args: &ExhibitArgs) -> Options {
    let usual = Options::new();
    let cache = args.cache.clone().unwrap_or_else(|| usual.cache.clone());
    Options { cache, anchors: super::trusted_signers(), ..usual }
}

/// Loads an exhibit; warnings and errors go to the standard error stream.
///
/// # Errors
/// The exhibit has errors, which were printed; this is the summary.
pub fn load(args: &ExhibitArgs) -> Result<Exhibit, String> {
    match exhibit::load(&args.exhibit, args.media.as_deref()) {
        Ok(loaded) => {
            if !loaded.warnings.is_empty() {
                complain(&loaded.warnings);
            }
            Ok(loaded.exhibit)
        }
        Err(report) => {
            complain(&report);
            Err(format!("{}: nothing was started", args.exhibit.display()))
        }
    }
}

/// Loads an installation file.
///
/// # Errors
/// The file has errors, which were printed; this is the summary.
pub fn installation(file: &std::path::Path) -> Result<Installation, String> {
    match installation::load(file) {
        Ok(loaded) => {
            if !loaded.warnings.is_empty() {
                complain(&loaded.warnings);
            }
            Ok(loaded.installation)
        }
        Err(report) => {
            complain(&report);
            Err(format!("{}: nothing was started", file.display()))
        }
    }
}

/// What there is to say of a wall in a language in which the exhibit has no texts: what it is, and
/// what to do.
pub fn unwritten(exhibit: &Exhibit, language: &str) -> Option<(String, &'static str)> {
    let written: Vec<&str> = exhibit.title.languages().map(String::as_str).collect();
    let base = language.split(['-', '_']).next().unwrap_or_default();
    if written.is_empty() || written.contains(&base) {
        return None;
    }
    let what =
        format!("the wall is in {language}, but the exhibit is written in {}", written.join(", "));
    Some((
        what,
        "Its English texts are shown, or else its first; write them in this language, or \
                 change `language`.",
    ))
}

/// What is to be said of takes that cannot be shown: each of a few, and how many more.
pub fn takes_report(laid: &prepare::Laid) -> Vec<String> {
    const FEW: usize = 8;
    let some = laid.problems.iter().take(FEW).map(|take| {
        let (what, help) = take.problem.said();
        let help = help.map(|help| format!("; {help}")).unwrap_or_default();
        format!("a take is not shown: {what}{help}")
    });
    let more = laid.problems.len().saturating_sub(FEW);
    let more = (more > 0).then(|| format!("and {more} other takes; `palimpsest check` lists them"));
    some.chain(more).collect()
}

/// Loads an exhibit and prepares what is missing.
///
/// # Errors
/// The exhibit has errors, or none of its versions can be shown; in words.
pub fn ready(
    args: &ExhibitArgs,
    trace: Option<PathBuf>,
    language: String,
    territory: Option<String>,
) -> Result<Hanging, String> {
    let exhibit = load(args)?;
    if let Some((what, help)) = unwritten(&exhibit, &language) {
        eprintln!("palimpsest: {what}. {help}");
    }
    let (faces, report) = Typefaces::of(&exhibit);
    if !report.is_empty() {
        complain(&report);
    }
    if report.errors() > 0 {
        return Err(format!("{}: nothing was started", args.exhibit.display()));
    }
    if let Some((what, help)) = film::advice(&exhibit) {
        eprintln!("palimpsest: {what}. {help}");
    }
    let options = Options { territory, ..options(args) };
    let outcomes = prepare::prepare(&exhibit, &options, &mut Shown::default());
    let mut prepared = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        prepared.push(outcome.prepared.map(Arc::new));
    }
    let laid = prepare::prepare_takes(&exhibit, &options, &mut Shown::default());
    for said in takes_report(&laid) {
        eprintln!("palimpsest: {said}");
    }
    let standings = cleared::standings(&exhibit, Zoned::now().date(), options.territory.as_deref());
    for (version, standing) in exhibit.versions.iter().zip(&standings) {
        if let Some(standing) = standing.filter(Standing::is_warning) {
            eprintln!("palimpsest: {}", standing.for_check(version.name.get("en")));
        }
    }
    cleared::withhold(&mut prepared, &standings);
    if prepared.iter().all(Option::is_none) {
        return Err("none of the versions can be shown; see above".to_owned());
    }
    Ok(Hanging {
        exhibit: Arc::new(exhibit),
        prepared,
        takes: laid.takes,
        trace,
        language,
        first: Vec::new(),
        options,
        faces,
        installation: None,
        idle: None,
    })
}
