//! What `check` says of what `prepare` found: flashes, rights, credentials, cuts and files that went
//! bad, of each version and of the whole wall; and of which versions nothing was found, because
//! nobody looked.

use super::Asked;
use crate::diagnostic::{Diagnostic, quoted};
use crate::exhibit::{Exhibit, Source};
use crate::installation::Installation;
use crate::prepare::cache::Cache;
use crate::prepare::findings::Findings;
use crate::prepare::{Options, Outcome};
use crate::report::data::{Finding, Level, Topic, Verdict, VersionReport};
use crate::report::gather;
use crate::report::latest::{Latest, latest};
use crate::report::number::moment;

/// Every verdict that asks for a decision, as a warning; what is only worth knowing is in the report.
/// What is wrong with files is said elsewhere, at the lines that name them.
pub(super) fn found(
    asked: &Asked,
    exhibit: &Exhibit,
    outcomes: &[Outcome],
    room: Option<&Installation>,
) -> Vec<Diagnostic> {
    let report = match gather::kept(exhibit, outcomes, &asked.options, room, false) {
        Ok(report) => report,
        Err(why) => {
            let warning = format!("what `prepare` found is not known: {why}");
            return vec![Diagnostic::warning(warning)];
        }
    };
    let mut all: Vec<Diagnostic> = out_of_date(exhibit, &asked.options).into_iter().collect();
    for version in &report.versions {
        let id = quoted(&version.id);
        all.extend(
            (version.verdicts.iter().filter(|one| !is_said_of_all(one, version)))
                .filter_map(|one| warning(one, &format!("version {id}"))),
        );
    }
    let wall = report.wall.iter().flat_map(|wall| &wall.verdicts);
    all.extend(wall.filter_map(|verdict| warning(verdict, "the wall")));
    all.extend(report.problems.iter().map(|problem| {
        let warning = Diagnostic::warning(problem.what.trim_end_matches('.'));
        match &problem.help {
            Some(help) => warning.help(help),
            None => warning,
        }
    }));
    all.extend(not_looked_at(exhibit, outcomes));
    all
}

/// That nobody looked at the content credentials of a file is said once, of all files.
fn is_said_of_all(verdict: &Verdict, version: &VersionReport) -> bool {
    let unseen = version.credentials.iter().filter(|one| one.finding == Finding::NotLookedAt);
    verdict.about == Topic::Credentials
        && unseen.into_iter().any(|one| one.sentence == verdict.what)
}

/// What the report that lies beside the exhibit no longer says rightly.
fn out_of_date(exhibit: &Exhibit, options: &Options) -> Option<Diagnostic> {
    let cache = Cache::of(options).ok()?;
    let (what, help) = match latest(exhibit, &cache) {
        Ok(None) => return None,
        Ok(Some(Latest { since, .. })) if since.is_empty() => return None,
        Ok(Some(Latest { report, since })) => {
            let since: Vec<String> = since.iter().map(ToString::to_string).collect();
            let what = format!(
                "the report of {} is out of date: {}",
                moment(&report.made),
                since.join("; ")
            );
            (what, "`palimpsest prepare` makes it anew.")
        }
        Err(why) => (why, "`palimpsest prepare` writes it anew."),
    };
    Some(Diagnostic::warning(what).help(help))
}

/// Which versions have nothing that could be said of them.
fn not_looked_at(exhibit: &Exhibit, outcomes: &[Outcome]) -> Option<Diagnostic> {
    let unseen = outcomes.iter().filter(|outcome| {
        let clips = matches!(exhibit.versions[outcome.version].source, Source::Clips(_));
        clips && outcome.prepared.as_ref().and_then(Findings::of).is_none()
    });
    let ids: Vec<String> =
        unseen.map(|outcome| quoted(&exhibit.versions[outcome.version].id)).collect();
    let of = match ids.as_slice() {
        [] => return None,
        [one] => format!("version {one}"),
        _ => format!("versions {}", ids.join(", ")),
    };
    let what = format!("{of}: not prepared: flashes and credentials were not looked at");
    let help = "`palimpsest prepare` looks at them, once; then check again.";
    Some(Diagnostic::warning(what).help(help))
}

fn warning(verdict: &Verdict, of: &str) -> Option<Diagnostic> {
    let asks = verdict.level >= Level::Decision && verdict.about != Topic::Technical;
    let what = verdict.what.trim_end_matches('.');
    let warning = || Diagnostic::warning(format!("{of}: {what}"));
    asks.then(|| match &verdict.help {
        Some(help) => warning().help(help),
        None => warning(),
    })
}
