//! Which versions may be played today, here: what the exhibit states of their rights, and nothing
//! else.

use jiff::civil::Date;

use crate::exhibit::Exhibit;
use crate::exhibit::rights::Standing;

/// How each version stands on a day, in a territory, in the order of the exhibit; none of which
/// nothing is stated.
pub fn standings(exhibit: &Exhibit, today: Date, territory: Option<&str>) -> Vec<Option<Standing>> {
    let of = |version: &crate::exhibit::Version| {
        Some(version.rights.as_ref()?.standing(today, territory))
    };
    exhibit.versions.iter().map(of).collect()
}

/// Takes away what may not be played.
pub fn withhold<T>(found: &mut [Option<T>], standings: &[Option<Standing>]) {
    for (found, standing) in found.iter_mut().zip(standings) {
        if standing.is_some_and(|standing| !standing.may_play()) {
            *found = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_version_is_played_on_the_days_and_in_the_territories_that_it_is_cleared_for() {
        let version = |id: &str, rights: &str| {
            format!("[[version]]\nid = \"{id}\"\ngeneration = \"g\"\ncard = 24\n{rights}\n")
        };
        let text = format!(
            "title = \"F\"\nlength = 9\n[[generation]]\nid = \"g\"\nname = \"G\"\n{}{}{}{}",
            version("a", ""),
            version("b", "rights = { owner = \"Somebody\" }"),
            version("c", "rights = { cleared = { until = \"2026-06-30\" } }"),
            version("d", "rights = { cleared = [{ from = 2026-07-01, territories = [\"FR\"] }] }"),
        );
        let exhibit = crate::exhibit::parse(&text, Path::new("e"), Path::new(""));
        let exhibit = exhibit.unwrap_or_else(|report| panic!("{report}")).exhibit;
        let played = |day: &str, territory: Option<&str>| {
            let mut found = vec![Some('a'), Some('b'), Some('c'), Some('d')];
            withhold(&mut found, &standings(&exhibit, day.parse().unwrap(), territory));
            found.into_iter().flatten().collect::<String>()
        };
        assert_eq!(played("2026-06-30", None), "abc");
        assert_eq!(played("2026-07-01", Some("FR")), "abd");
        assert_eq!(played("2026-07-01", Some("DE")), "ab");
    }
}
