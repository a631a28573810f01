//! What follows from what was found of a version: what is fine, what is worth knowing, what needs a
//! decision, and what keeps it from the wall.

use super::super::data::{Finding, Level, Topic, Verdict, VersionReport};
use super::super::number::{decimal, signed};
use super::Given;
use crate::exhibit::rights::Standing;
use crate::measure::flashes::Worst;
use crate::prepare::findings::Findings;
use crate::prepare::unprepared;

/// The verdicts on a version whose facts are in `report`.
pub(super) fn of(
    given: &Given,
    index: usize,
    findings: Option<&Findings>,
    report: &VersionReport,
) -> Vec<Verdict> {
    let mut all = Vec::new();
    technical(given, index, &mut all);
    takes(given, index, &mut all);
    for credentials in &report.credentials {
        let (level, help) = match credentials.finding {
            Finding::Changed => {
                (Level::Decision, "Ask whoever delivered it for the file as it was signed.")
            }
            Finding::Unreadable => (Level::Note, ""),
            // Where nothing was looked at at all, that is said once.
            Finding::NotLookedAt if given.outcomes[index].prepared.is_none() => continue,
            Finding::NotLookedAt => (Level::Decision, NOT_LOOKED_AT_HELP),
            _ => (Level::Fine, ""),
        };
        say(&mut all, level, Topic::Credentials, credentials.sentence.clone(), help);
    }
    if let Some(loud) = &report.loudness {
        let what = match (loud.integrated_lufs, loud.gain_db) {
            (Some(lufs), Some(gain)) => {
                let (lufs, gain) = (decimal(lufs, 1), signed(gain, 1));
                format!("Its sound of {lufs} LUFS is played with a gain of {gain} dB.")
            }
            _ => "Its sound track is silent and is left as it is.".to_owned(),
        };
        say(&mut all, Level::Fine, Topic::Loudness, what, "");
    }
    if let Some(found) = findings {
        flashes(found, &mut all);
    }
    rights(given, index, &mut all);
    if let Some(cuts) = &report.cuts {
        for difference in &cuts.differences {
            // A shot that begins without a cut may be meant so.
            let shifted = difference.expected_ns.is_some() && difference.found_ns.is_some();
            let help =
                "`palimpsest align` writes where the shots begin in this file, after asking.";
            let (level, help) = if shifted { (Level::Decision, help) } else { (Level::Note, "") };
            say(&mut all, level, Topic::Cuts, difference.sentence.clone(), help);
        }
    }
    let wrong = super::fixity::of_version(given, index);
    if !wrong.is_empty() {
        // What is fine of a file was found when it held something else. Rights are no matter of files.
        all.retain(|verdict| verdict.level != Level::Fine || verdict.about == Topic::Rights);
    }
    all.extend(wrong);
    if super::fixity::unknown(given, index) > 0 {
        let what = "Its files have no recorded digests yet.".to_owned();
        say(&mut all, Level::Note, Topic::Fixity, what, "`palimpsest prepare` records them.");
    }
    all.sort_by_key(|verdict| std::cmp::Reverse(verdict.level));
    all
}

fn say(all: &mut Vec<Verdict>, level: Level, about: Topic, what: String, help: &str) {
    let help = (!help.is_empty()).then(|| help.to_owned());
    all.push(Verdict { level, about, what, help });
}

fn technical(given: &Given, index: usize, all: &mut Vec<Verdict>) {
    let outcome = &given.outcomes[index];
    for problem in &outcome.problems {
        // Where something of it plays, this is said as a matter of its files.
        if outcome.prepared.is_some() && problem.is_doubt() {
            continue;
        }
        let level = match (&outcome.prepared, problem.is_error()) {
            (None, _) => Level::Refused,
            (Some(_), true) => Level::Decision,
            (Some(_), false) if problem.needs_a_look() => Level::Decision,
            (Some(_), false) => Level::Note,
        };
        let (what, help) = problem.said();
        say(all, level, Topic::Technical, what, help.unwrap_or_default());
    }
    if outcome.problems.is_empty() && outcome.prepared.is_some() {
        let what = "Every file opens and decodes to its end.".to_owned();
        say(all, Level::Fine, Topic::Technical, what, "");
    } else if outcome.prepared.is_none() && outcome.problems.is_empty() {
        let what = "It is not prepared: its flashes and credentials were not looked at.".to_owned();
        say(all, Level::Decision, Topic::Technical, what, "Run `palimpsest prepare`.");
    }
}

/// Takes so many of which are named.
const NAMED: usize = 5;

fn takes(given: &Given, index: usize, all: &mut Vec<Verdict>) {
    let (lacking, count) = unprepared(given.exhibit, index, given.cache.root());
    if count == 0 {
        return;
    }
    if lacking.is_empty() {
        let what = format!("All {count} takes that were not chosen can be shown.");
        return say(all, Level::Fine, Topic::Technical, what, "");
    }
    let named: Vec<&str> = lacking.iter().take(NAMED).map(|take| take.written.as_str()).collect();
    let more = match lacking.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (lacks, named) = (lacking.len(), named.join(", "));
    let what = format!("{lacks} of {count} takes cannot be shown: {named}{more}.");
    let help = "`palimpsest check` says what is wrong with each. The others are shown.";
    say(all, Level::Note, Topic::Technical, what, help);
}

fn flashes(found: &Findings, all: &mut Vec<Verdict>) {
    let kinds = [("general", &found.flashes.general), ("red", &found.flashes.red)];
    let mut calm = true;
    for (kind, worst) in kinds {
        if let Some((level, what)) = flash_words(kind, worst, "this version alone") {
            calm = false;
            say(all, level, Topic::Flashes, what, FLASH_HELP);
        }
    }
    if calm {
        all.push(self::calm());
    }
}

/// That nothing flashes more than is allowed.
pub(super) fn calm() -> Verdict {
    let what = "No second has more than three flashes (WCAG 2.3.1).".to_owned();
    Verdict { level: Level::Fine, about: Topic::Flashes, what, help: None }
}

/// What to do where nobody looked at content credentials.
pub(super) const NOT_LOOKED_AT_HELP: &str = "Palimpsest-credentials reads them: `make credentials` in the source of Palimpsest builds it; put it \
     beside `palimpsest`, or wherever programs are found, then prepare again";

/// What to do about a film that flashes.
pub(super) const FLASH_HELP: &str = "Replace that second, or hang the printed warning at the entrance: \
                                     `palimpsest prepare` writes it beside the report.";

/// What is said of flashes above the limit.
pub(super) fn flash_words(kind: &str, worst: &Worst, of: &str) -> Option<(Level, String)> {
    if !worst.exceeds() {
        return None;
    }
    let (flashes, from) = (super::version::told(worst.changes), worst.from);
    // What does not flash together may be fast motion.
    let together = f64::from(worst.together) / 2.0 > crate::measure::flashes::ALLOWED;
    let seen = if together { "" } else { ", counted place by place: it may be fast motion" };
    let what = format!(
        "{flashes} {kind} flashes in the second from {from}, {of}{seen}; three are allowed."
    );
    Some((Level::Decision, what))
}

fn rights(given: &Given, index: usize, all: &mut Vec<Verdict>) {
    let version = &given.exhibit.versions[index];
    let Some(rights) = &version.rights else {
        let what = "Nothing is stated of its rights.".to_owned();
        say(all, Level::Note, Topic::Rights, what, "Write `rights` in its [[version]].");
        return;
    };
    let standing = rights.standing(given.today, given.territory());
    let what = standing.for_check(&given.exhibit.called(index, "en"));
    let level = match (standing.may_play(), standing.is_warning()) {
        (false, _) => Level::Refused,
        (true, true) => Level::Decision,
        (true, false) => Level::Fine,
    };
    let help = match standing {
        Standing::WhereUnknown { .. } => {
            "Write `territory` in the installation's file, and name that with --installation."
        }
        _ if level > Level::Note => "Extend the clearance.",
        _ => "",
    };
    say(all, level, Topic::Rights, what, help);
}
