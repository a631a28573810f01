//! What `check` says of what `prepare` found: flashes, rights, credentials, cuts and files that went
//! bad, of each version and of the whole wall.

use super::Asked;
use crate::diagnostic::{Diagnostic, quoted};
use crate::exhibit::Exhibit;
use crate::installation::Installation;
use crate::prepare;
use crate::report::data::{Level, Topic, Verdict};
use crate::report::gather;

/// Every verdict that asks for a decision, as a warning; what is only worth knowing is in the report.
/// What is wrong with files is said elsewhere, at the lines that name them.
pub(super) fn found(
    asked: &Asked,
    exhibit: &Exhibit,
    room: Option<&Installation>,
) -> Vec<Diagnostic> {
    let outcomes = prepare::load_prepared(exhibit, &asked.options);
    let report =
        match gather::kept(exhibit, &outcomes, &asked.options.cache, &asked.records, room, false) {
            Ok(report) => report,
            Err(why) => {
                let warning =
                    Diagnostic::warning(format!("what `prepare` found is not known: {why}"));
                return vec![warning];
            }
        };
    let mut all = Vec::new();
    for version in &report.versions {
        let id = quoted(&version.id);
        all.extend(
            version.verdicts.iter().filter_map(|one| warning(one, &format!("version {id}"))),
        );
    }
    let wall = report.wall.iter().flat_map(|wall| &wall.verdicts);
    all.extend(wall.filter_map(|verdict| warning(verdict, "the wall")));
    all
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
