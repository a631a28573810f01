//! From a folder to something that can be hung: load, prepare what is missing, say what is wrong.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Zoned;

use super::{ExhibitArgs, complain, film, records};
use crate::app::Hanging;
use crate::check::unwritten;
use crate::exhibit::rights::Standing;
use crate::exhibit::{self, Exhibit};
use crate::installation::{self, Installation};
use crate::prepare::progress::Shown;
use crate::prepare::{self, Options, cleared};
use crate::render::typeset::Typefaces;

/// Where renditions are kept, what is known of files, and which program opens media: as asked, or as
/// usual.
pub fn options(args: &ExhibitArgs) -> Options {
    let usual = Options::new();
    let cache = args.cache.as_deref().map_or_else(|| usual.cache.clone(), rooted);
    let records = Some(records::folder(args));
    Options { cache, records, anchors: super::trusted_signers(), ..usual }
}

/// The same for a wall in a room, where one is named.
pub fn options_of_a_wall(args: &ExhibitArgs, room: Option<&Installation>) -> Options {
    let territory = room.and_then(|room| room.territory.clone());
    let installation = room.and_then(|room| room.file.as_deref()).map(rooted);
    Options { territory, installation, ..options(args) }
}

/// A file or folder by the one name that it has from every folder and through every link, as far as
/// it is there.
pub fn rooted(path: &Path) -> PathBuf {
    let whole = std::fs::canonicalize(path);
    let but_last = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = std::fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
        Some(folder.join(path.file_name()?))
    };
    let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    whole.ok().or_else(but_last).unwrap_or_else(absolute)
}

/// The folder that media paths are relative to, by its one name: however an exhibit is named, its
/// files are the same files to the journal of fixity.
pub fn media(args: &ExhibitArgs) -> Option<PathBuf> {
    let beside = match args.exhibit.is_dir() {
        true => Some(args.exhibit.as_path()),
        false => args.exhibit.parent(),
    };
    let folder = args.media.as_deref().or(beside)?;
    Some(rooted(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }))
}

/// Loads an exhibit; warnings and errors go to the standard error stream.
///
/// # Errors
/// The exhibit has errors, which were printed; this is the summary.
pub fn load(args: &ExhibitArgs) -> Result<Exhibit, String> {
    match exhibit::load(&args.exhibit, media(args).as_deref()) {
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
pub fn installation(file: &Path) -> Result<Installation, String> {
    match installation::load(file) {
        Ok(loaded) => {
            if !loaded.warnings.is_empty() {
                complain(&loaded.warnings);
            }
            Ok(loaded.installation)
        }
        Err(report) => {
            complain(&report);
            Err(format!("{}: it is not used before that is mended", file.display()))
        }
    }
}

/// What is to be said of takes that cannot be shown: each of a few, and how many more.
pub fn takes_report(laid: &prepare::Laid) -> Vec<String> {
    const FEW: usize = 8;
    let some = laid.problems.iter().take(FEW).map(|take| {
        let (what, help) = take.problem.said();
        let help = help.map(|help| format!("; {help}")).unwrap_or_default();
        let shown = if take.problem.is_doubt() { "a take" } else { "a take is not shown" };
        format!("{shown}: {what}{help}")
    });
    let more = laid.problems.len().saturating_sub(FEW);
    let more = (more > 0).then(|| {
        format!(
            "and {} more; `palimpsest check` lists them",
            crate::report::words::count(more, "take", "takes")
        )
    });
    some.chain(more).collect()
}

/// Loads an exhibit and prepares what is missing, unless that was tried just before.
///
/// # Errors
/// The exhibit has errors, or none of its versions can be shown; in words.
pub fn ready(
    args: &ExhibitArgs,
    trace: Option<PathBuf>,
    language: String,
    room: Option<&Installation>,
    prepared_already: bool,
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
    let options = options_of_a_wall(args, room);
    let outcomes = match prepared_already {
        true => prepare::load_prepared(&exhibit, &options),
        false => prepare::prepare(&exhibit, &options, &mut Shown::default()),
    };
    let mut prepared = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        prepared.push(outcome.prepared.map(Arc::new));
    }
    let laid = prepare::prepare_takes(&exhibit, &options, &mut Shown::default());
    for said in takes_report(&laid) {
        eprintln!("palimpsest: {said}");
    }
    let standings = cleared::standings(&exhibit, Zoned::now().date(), options.territory.as_deref());
    for (version, standing) in standings.iter().enumerate() {
        if let Some(standing) = standing.filter(Standing::is_warning) {
            eprintln!("palimpsest: {}", standing.for_check(&exhibit.called(version, "en")));
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
