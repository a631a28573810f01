//! How a version stands on one topic: a level and a word, for the table that is read first.
//!
//! The level is the gravest of the verdicts on that topic, but never milder than the facts are by
//! themselves: a report whose verdicts forgot something must not say "fine" about it.

use super::data::{Credentials, Finding, LIMIT, Level, RightsStanding, Topic, VersionReport};
use super::number::{decimal, measured, with_unit};
use super::words::{NOT_MEASURED, NOT_STATED, count};

/// How a version stands on one topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How much it matters; `None` where it was not looked at.
    pub level: Option<Level>,
    /// A few words.
    pub word: String,
}

/// The topics of the table, in the order of its columns.
pub const COLUMNS: [Topic; 5] =
    [Topic::Technical, Topic::Credentials, Topic::Loudness, Topic::Flashes, Topic::Rights];

/// How a version stands on a topic.
#[must_use]
pub fn standing(version: &VersionReport, topic: Topic) -> Standing {
    let said = gravest(version, topic);
    let (fact, word) = match topic {
        Topic::Technical => technical(version),
        Topic::Credentials => credentials(version),
        Topic::Loudness => loudness(version),
        Topic::Flashes => flashes(version),
        Topic::Rights => rights(version),
        Topic::Fixity => files(version),
        Topic::Cuts => cuts(version),
        Topic::Measures => {
            let any = !version.measures.is_empty();
            let word = count(version.measures.len(), "measure", "measures");
            (any.then_some(Level::Fine), if any { word } else { NOT_MEASURED.into() })
        }
    };
    Standing { level: said.max(fact), word }
}

/// The gravest verdict on a topic, where there is any.
fn gravest(version: &VersionReport, topic: Topic) -> Option<Level> {
    version.verdicts.iter().filter(|it| it.about == topic).map(|it| it.level).max()
}

fn technical(version: &VersionReport) -> (Option<Level>, String) {
    let word = match version.technical.as_slice() {
        [] => return (None, NOT_STATED.into()),
        [one] => match (one.width, one.height) {
            (Some(width), Some(height)) => format!("{width} × {height}"),
            _ => NOT_STATED.into(),
        },
        several => count(several.len(), "clip", "clips"),
    };
    (Some(Level::Fine), word)
}

fn credentials(version: &VersionReport) -> (Option<Level>, String) {
    let finding = |of: &Credentials| of.finding;
    let Some(worst) = version.credentials.iter().map(finding).max() else {
        return (None, "not looked at".into());
    };
    let differ = version.credentials.iter().any(|it| it.finding != worst);
    let level = match worst {
        Finding::IntactTrusted => Level::Fine,
        Finding::IntactSignerUnknownOrExpired | Finding::Absent | Finding::Unreadable => {
            Level::Note
        }
        Finding::Changed | Finding::NotLookedAt => Level::Decision,
    };
    let word = worst.word();
    (Some(level), if differ { format!("{word}, in some") } else { word.into() })
}

fn loudness(version: &VersionReport) -> (Option<Level>, String) {
    let mute = !version.technical.is_empty()
        && version.technical.iter().all(|it| it.sound.as_ref().is_some_and(Vec::is_empty));
    match version.loudness {
        Some(of) => match of.integrated_lufs {
            Some(lufs) if lufs.is_finite() => {
                (Some(Level::Fine), with_unit(&decimal(lufs, 1), "LUFS"))
            }
            _ => (Some(Level::Fine), "silent".into()),
        },
        None if mute => (Some(Level::Fine), "no sound".into()),
        None => (None, measured(None, 1, "LUFS")),
    }
}

fn flashes(version: &VersionReport) -> (Option<Level>, String) {
    let Some(flashes) = &version.flashes else {
        return (None, NOT_MEASURED.into());
    };
    match flashes.most() {
        0 => (Some(Level::Fine), "none".into()),
        most if most > LIMIT => (Some(Level::Decision), format!("{most} a second")),
        most => (Some(Level::Fine), format!("{most} a second")),
    }
}

fn rights(version: &VersionReport) -> (Option<Level>, String) {
    let Some(rights) = &version.rights else {
        return (None, NOT_STATED.into());
    };
    let level = match rights.standing {
        RightsStanding::Cleared => Level::Fine,
        RightsStanding::Limited | RightsStanding::NotStated => Level::Note,
        RightsStanding::Open => Level::Decision,
    };
    (Some(level), rights.standing.word().into())
}

fn files(version: &VersionReport) -> (Option<Level>, String) {
    let all = !version.masters.is_empty() && version.masters.iter().all(|it| it.bytes.is_some());
    let level = if all { Level::Fine } else { Level::Note };
    (Some(level), count(version.masters.len(), "file", "files"))
}

fn cuts(version: &VersionReport) -> (Option<Level>, String) {
    match &version.cuts {
        None => (None, NOT_MEASURED.into()),
        Some(cuts) if cuts.differences.is_empty() => (Some(Level::Fine), "as the shots".into()),
        Some(cuts) => {
            (Some(Level::Note), count(cuts.differences.len(), "difference", "differences"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn version() -> VersionReport {
        let mut version = sample::report(1).versions.remove(0);
        version.verdicts.clear();
        version
    }

    #[test]
    fn what_flashes_too_often_is_never_fine_even_where_no_verdict_says_so() {
        let mut version = version();
        version.flashes.as_mut().unwrap().red.flashes = 4;
        let standing = standing(&version, Topic::Flashes);
        assert_eq!(standing.level, Some(Level::Decision));
        assert_eq!(standing.word, "4 a second");
    }

    #[test]
    fn an_unknown_signer_is_not_shown_as_a_change() {
        let mut version = version();
        version.credentials[0].finding = Finding::IntactSignerUnknownOrExpired;
        assert_eq!(standing(&version, Topic::Credentials).level, Some(Level::Note));
        version.credentials[0].finding = Finding::Changed;
        assert_eq!(standing(&version, Topic::Credentials).level, Some(Level::Decision));
    }

    #[test]
    fn what_was_not_looked_at_has_no_level() {
        let mut version = version();
        (version.loudness, version.flashes, version.rights) = (None, None, None);
        version.credentials.clear();
        version.technical.clear();
        for topic in COLUMNS {
            assert_eq!(standing(&version, topic).level, None, "{topic:?}");
        }
    }
}
