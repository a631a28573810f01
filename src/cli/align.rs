//! `palimpsest align`: where the shots begin in a version that is one file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::Zoned;

use super::{ExhibitArgs, add, complain, failed, hang, say};
use crate::diagnostic::{Diagnostic, Report};
use crate::entry::EditError;
use crate::entry::align::align;
use crate::entry::diff::unified;
use crate::entry::shell;
use crate::entry::undo::{History, UndoError};
use crate::exhibit::{Clip, Exhibit, Fit, Part, Source, Version};
use crate::measure::Cut;
use crate::measure::{Pair, compare};
use crate::prepare::findings::Findings;
use crate::prepare::progress::Shown;
use crate::prepare::{self, Options};
use crate::timeline::FilmTime;

/// Compares the cuts of a version that is one file with the exhibit's shots, and writes where they
/// begin in it, after asking.
#[derive(Args, Debug)]
pub struct Align {
    /// The exhibit: its folder or its file.
    exhibit: PathBuf,
    /// The id of the version.
    version: String,
    /// Write it without asking.
    #[arg(long)]
    yes: bool,
    /// The folder that the exhibit's media paths are relative to [default: the exhibit's own].
    #[arg(long, value_name = "DIR")]
    media: Option<PathBuf>,
    /// The folder that renditions are kept in [default: the user's cache folder].
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
}

impl Align {
    /// Aligns; exit 0 when it is aligned, 1 when the answer was no, 2 when it cannot be.
    pub fn run(self) -> ExitCode {
        match self.aligned() {
            Ok(code) => code,
            Err(report) => {
                complain(&report);
                failed("nothing was changed")
            }
        }
    }

    fn aligned(&self) -> Result<ExitCode, Report> {
        // A wall that plays on this machine comes first.
        prepare::step_back();
        let args = ExhibitArgs {
            exhibit: self.exhibit.clone(),
            media: self.media.clone(),
            cache: self.cache.clone(),
        };
        let loaded = crate::exhibit::load(&args.exhibit, hang::media(&args).as_deref())?;
        let exhibit = loaded.exhibit;
        let history = History::of(&exhibit.file).map_err(UndoError::into_report)?;
        let text = history.text().map_err(UndoError::into_report)?;
        let whole = self.whole(&exhibit)?;
        history.may_change().map_err(UndoError::into_report)?;
        let starts = self.starts(&exhibit, whole, &args)?;
        if starts.is_empty() {
            say(
                "Nothing is proposed: its shots begin where the exhibit says, to four frames, or their cuts \
                 are not seen.",
            );
            return Ok(ExitCode::SUCCESS);
        }
        let new = align(&text, &self.version, &starts).map_err(EditError::into_report)?;
        say(unified(&text, &new, ("as it is", "aligned")).trim_end());
        if !self.yes && !add::ask("Write it?", "say --yes") {
            say("Nothing was changed.");
            return Ok(ExitCode::from(1));
        }
        let what = format!("aligned {}", self.version);
        let now = Zoned::now().datetime();
        history.change(&text, &new, &what, now).map_err(UndoError::into_report)?;
        let file = self.exhibit.display().to_string();
        say(format!("Written. `palimpsest undo {}` takes it back.", shell::word(&file)));
        Ok(ExitCode::SUCCESS)
    }

    /// The version that is meant, as one file for the whole film, and where its shots begin in that as
    /// it is written.
    fn whole(&self, exhibit: &Exhibit) -> Result<(Version, Vec<Start>, Fit), Report> {
        let version = exhibit.versions.iter().find(|version| version.id == self.version);
        let Some(version) = version else {
            let ids: Vec<&str> = exhibit.versions.iter().map(|one| one.id.as_str()).collect();
            let what = format!("there is no version `{}`", self.version);
            return Err(problem(what, &format!("There are {}.", ids.join(", "))));
        };
        let Some((version, starts, fit)) = one_file(exhibit, version) else {
            let what = format!("version `{}` is not one file for the whole film", self.version);
            return Err(problem(what, "Only such a version has shots within its file."));
        };
        if exhibit.shots.len() < 2 || starts.len() < 2 {
            let what = "the exhibit has no shots that could begin anywhere else".to_owned();
            return Err(problem(what, "Write the [[shot]]s of the film first."));
        }
        if starts.array_windows().any(|[one, next]| one.at >= next.at) {
            let what =
                format!("the shots of version `{}` have another order in its file", self.version);
            return Err(problem(what, "Write its `at` by hand: their cuts cannot be told apart."));
        }
        Ok((version, starts, fit))
    }

    /// Where each shot begins in the file, in seconds; empty where that is as it is written. Only this
    /// version is prepared, because its cuts are found by that.
    fn starts(
        &self,
        exhibit: &Exhibit,
        (version, written, fit): (Version, Vec<Start>, Fit),
        args: &ExhibitArgs,
    ) -> Result<Vec<(String, f64)>, Report> {
        let mut alone = exhibit.clone();
        alone.versions = vec![version];
        let options = Options { retry: true, ..hang::options(args) };
        let outcomes = prepare::prepare(&alone, &options, &mut Shown::default());
        let findings = outcomes.first().and_then(|made| Findings::of(made.prepared.as_ref()?));
        let Some(findings) = findings else {
            let what = format!("version `{}` cannot be prepared", self.version);
            return Err(problem(what, "See what `palimpsest check` says of it."));
        };
        let length_ns = findings.technical.first().map_or(exhibit.length.0, |one| one.length_ns);
        let scale = match fit {
            Fit::Stretch => length_ns as f64 / exhibit.length.0.max(1) as f64,
            Fit::Hold | Fit::Loop | Fit::Cut => 1.0,
        };
        let tolerance = FilmTime(findings.measures.frame.0 * 4);
        let declared: Vec<FilmTime> = exhibit.shots.iter().map(|shot| shot.start).collect();
        Ok(starts(
            &written,
            &proposed(&findings.measures.cuts, &written, &declared, tolerance),
            scale,
        ))
    }
}

/// Where a shot begins in the file of a version.
#[derive(Clone, Debug, PartialEq)]
struct Start {
    /// The place of the shot in the exhibit.
    shot: usize,
    /// Its id.
    id: String,
    /// When it begins, in film time where the file is played as it is.
    at: FilmTime,
}

/// A version that is one file as that is without `at`, and where its shots begin in it; none where it
/// has several files.
fn one_file(exhibit: &Exhibit, version: &Version) -> Option<(Version, Vec<Start>, Fit)> {
    let Source::Clips(clips) = &version.source else { return None };
    let first = clips.first()?;
    let start = |shot: usize, at: FilmTime| {
        let id = exhibit.shots.get(shot)?.id.clone();
        Some(Start { shot, id, at })
    };
    if let ([clip], None) = (clips.as_slice(), first.shot) {
        let starts = exhibit.shots.iter().enumerate();
        let starts = starts.filter_map(|(shot, of)| start(shot, of.start)).collect();
        return Some((version.clone(), starts, clip.fit));
    }
    // Clips that are files of their own are shown from their first frame to their last.
    let parts = clips.len() == 1 && first.part != Part::WHOLE
        || clips.len() > 1 && clips.iter().all(|clip| clip.path == first.path);
    if !parts {
        return None;
    }
    let starts = clips.iter().filter_map(|clip| start(clip.shot?, FilmTime(clip.part.from)));
    let starts = starts.collect();
    let (begin, end) = (FilmTime::ZERO, exhibit.length);
    let whole =
        Clip { shot: None, start: begin, end, part: Part::WHOLE, fit: Fit::Hold, ..first.clone() };
    let source = Source::Clips(vec![whole]);
    Some((Version { source, ..version.clone() }, starts, Fit::Hold))
}

/// What the cuts of the whole file propose: against where its shots are written to begin, or, where
/// that tells more of them, against where they begin in the film.
fn proposed(
    cuts: &[Cut],
    written: &[Start],
    declared: &[FilmTime],
    tolerance: FilmTime,
) -> Vec<(usize, Pair)> {
    let of = |at: fn(&Start, &[FilmTime]) -> FilmTime| {
        let from: Vec<FilmTime> = written.iter().map(|start| at(start, declared)).collect();
        (compare(cuts, &from, tolerance), from)
    };
    let (as_written, from) = of(|start, _| start.at);
    let (as_film, film) = of(|start, declared| declared[start.shot]);
    let shots = |pairs: Vec<Pair>, from: &[FilmTime]| -> Vec<(usize, Pair)> {
        let place = |pair: &Pair| from.iter().position(|at| *at == pair.declared);
        pairs.into_iter().filter_map(|pair| Some((place(&pair)?, pair))).collect()
    };
    if as_film.missing.len() >= as_written.missing.len() {
        return shots(as_written.proposed, &from);
    }
    if !as_film.proposed.is_empty() {
        return shots(as_film.proposed, &film);
    }
    // They begin where the film says, and not where it is written.
    let kept = film.iter().filter(|at| !as_film.missing.contains(at));
    let most = as_film.missing.len() * 2 < film.len();
    let same = kept.map(|at| Pair { declared: *at, found: *at }).collect();
    if most { shots(same, &film) } else { Vec::new() }
}

fn problem(what: String, help: &str) -> Report {
    Report::of(Diagnostic::error(what).help(help.to_owned()))
}

/// Each shot with its place in the file. One whose cut was not seen lies as far off as the last
/// before it.
fn starts(written: &[Start], proposed: &[(usize, Pair)], scale: f64) -> Vec<(String, f64)> {
    if proposed.is_empty() {
        return Vec::new();
    }
    let mut off = 0;
    let start = |(index, start): (usize, &Start)| {
        if let Some((_, pair)) = proposed.iter().find(|(of, _)| *of == index) {
            off = pair.found.0 - start.at.0;
        }
        let at = (start.at.0 + off).max(0) as f64 / 1e9 * scale;
        (start.id.clone(), (at * 1000.0).round() / 1000.0)
    };
    written.iter().enumerate().map(start).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::measure::Kind;

    fn exhibit(lines: &str) -> Exhibit {
        let text = format!(
            "title = \"F\"\nlength = 9\n[[shot]]\nid = \"a\"\nstart = 0\n[[shot]]\nid = \"b\"\n\
             start = 3\n[[shot]]\nid = \"c\"\nstart = 6\n[[generation]]\nid = \"g\"\n\
             name = \"G\"\n[[version]]\ngeneration = \"g\"\n{lines}\n"
        );
        crate::exhibit::parse(&text, Path::new("e"), Path::new("")).unwrap().exhibit
    }

    /// Where the shots begin after cuts were found at these times of the whole file.
    fn aligned(lines: &str, cuts: &[i64]) -> Vec<(String, f64)> {
        let exhibit = exhibit(lines);
        let (version, written, _) = one_file(&exhibit, &exhibit.versions[0]).unwrap();
        let Source::Clips(clips) = &version.source else { panic!("a card") };
        assert!(clips.len() == 1 && clips[0].part == Part::WHOLE && clips[0].shot.is_none());
        let cut = |at: &i64| Cut { at: FilmTime::from_millis(*at), kind: Kind::Picture };
        let cuts: Vec<Cut> = cuts.iter().map(cut).collect();
        let declared: Vec<FilmTime> = exhibit.shots.iter().map(|shot| shot.start).collect();
        let tolerance = FilmTime::from_millis(160);
        starts(&written, &proposed(&cuts, &written, &declared, tolerance), 1.0)
    }

    fn at(of: [f64; 3]) -> Vec<(String, f64)> {
        ["a", "b", "c"].into_iter().map(str::to_owned).zip(of).collect()
    }

    #[test]
    fn a_shot_whose_cut_was_not_seen_lies_as_far_off_as_the_one_before_it() {
        let exhibit = exhibit("file = \"a.mp4\"");
        let (_, written, _) = one_file(&exhibit, &exhibit.versions[0]).unwrap();
        let pair = |declared: i64, found: i64| Pair {
            declared: FilmTime::from_millis(declared),
            found: FilmTime::from_millis(found),
        };
        let found = starts(&written, &[(0, pair(0, 0)), (1, pair(3000, 3500))], 1.0);
        assert_eq!(found, at([0.0, 3.5, 6.5]));
        assert!(starts(&written, &[], 1.0).is_empty());
    }

    #[test]
    fn a_version_is_aligned_again_and_what_is_right_is_left_as_it_is() {
        let written = "file = \"a.mp4\"\nat = { a = 1, b = 4.4, c = 7 }";
        assert_eq!(aligned(written, &[4000, 7040]), at([1.0, 4.0, 7.04]));
        assert!(aligned(written, &[4440, 7040]).is_empty());
        // A mere slip of the pen: the cuts are where the film has them.
        let slipped = "file = \"a.mp4\"\nat = { a = 0, b = 30, c = 60 }";
        assert_eq!(aligned(slipped, &[3000, 6000]), at([0.0, 3.0, 6.0]));
        assert_eq!(aligned("file = \"a.mp4\"", &[3400, 6400]), at([0.0, 3.4, 6.4]));
    }

    #[test]
    fn files_of_their_own_are_not_aligned() {
        let exhibit = exhibit("clips = { a = \"a.mp4\", b = \"b.mp4\" }");
        assert_eq!(one_file(&exhibit, &exhibit.versions[0]), None);
    }
}
