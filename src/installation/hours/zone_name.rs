//! Time zones by name, with an answer to a misspelt one.

use jiff::tz::{TimeZone, TimeZoneDatabase};
use strsim::levenshtein;

/// Finds a time zone by its IANA name, such as "Europe/Berlin", in the bundled database.
///
/// # Errors
/// There is no such zone; this is the nearest name that there is.
pub fn zone(name: &str) -> Result<TimeZone, String> {
    let name = name.trim();
    let known = TimeZoneDatabase::bundled();
    if let Ok(zone) = known.get(name)
        && !zone.is_unknown()
    {
        return Ok(zone);
    }
    let near = |candidate: &str| {
        let (wanted, candidate) = (name.to_lowercase(), candidate.to_lowercase());
        // A city alone ("Berlin") is nearer to a zone's last part than to its whole name.
        let city = candidate.rsplit('/').next().unwrap_or(&candidate);
        levenshtein(&wanted, &candidate).min(levenshtein(&wanted, city))
    };
    let nearest = known.available().map(|zone| zone.to_string()).min_by_key(|zone| near(zone));
    let nearest = nearest.as_deref().filter(|_| !name.is_empty()).unwrap_or("Europe/Berlin");
    Err(nearest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_zone_is_answered_with_the_nearest_name() {
        assert!(zone(" Europe/Berlin ").is_ok());
        for (name, offered) in [
            ("Europe/Berln", "Europe/Berlin"),
            ("Berlin", "Europe/Berlin"),
            ("new york", "America/New_York"),
            ("", "Europe/Berlin"),
        ] {
            assert_eq!(zone(name).unwrap_err(), offered);
        }
    }
}
