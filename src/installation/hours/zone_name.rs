//! Time zones by name, with an answer to a misspelt one.

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Finds a time zone by its IANA name, such as "Europe/Berlin", in the bundled database.
///
/// The error is a sentence that offers the nearest known name.
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
        edits(&wanted, &candidate).min(edits(&wanted, city))
    };
    let nearest = known.available().map(|zone| zone.to_string()).min_by_key(|zone| near(zone));
    let nearest = nearest.as_deref().filter(|_| !name.is_empty()).unwrap_or("Europe/Berlin");
    Err(format!("There is no time zone \"{name}\"; did you mean \"{nearest}\"?"))
}

/// The number of letters to add, remove or replace to make one text into the other.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.chars().enumerate() {
        let mut left = above + 1;
        let mut next = vec![left];
        for ((&other, &corner), &top) in to.iter().zip(&row).zip(row.iter().skip(1)) {
            left = (corner + usize::from(letter != other)).min(top + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
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
            let wrong = zone(name).unwrap_err();
            assert!(wrong.contains(&format!("did you mean \"{offered}\"?")), "{wrong}");
        }
        assert_eq!([edits("kitten", "sitting"), edits("", "ab"), edits("ab", "")], [3, 2, 2]);
    }
}
