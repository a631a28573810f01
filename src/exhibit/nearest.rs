//! What was probably meant by a word that is not known.

use super::keys;

/// The words of one kind of file.
pub struct Vocabulary {
    /// Words that people use for a key, and the key.
    pub also_called: &'static [(&'static str, &'static str)],
    /// Where the keys of each kind of table belong, in words.
    pub homes: &'static [(&'static str, &'static [&'static str])],
}

/// The words of an exhibit file.
pub const EXHIBIT: Vocabulary = Vocabulary { also_called: ALSO_CALLED, homes: HOMES };

const ALSO_CALLED: &[(&str, &str)] = &[
    ("duration", "length"),
    ("runtime", "length"),
    ("author", "credit"),
    ("name", "title"),
    ("subtitle", "tagline"),
    ("scene", "shot"),
    ("scenes", "shot"),
    ("model", "generation"),
    ("models", "generation"),
    ("company", "maker"),
    ("by", "maker"),
    ("date", "released"),
    ("release", "released"),
    ("year", "released"),
    ("begin", "start"),
    ("time", "start"),
    ("text", "script"),
    ("line", "script"),
    ("audio", "voice"),
    ("sound", "voice"),
    ("image", "storyboard"),
    ("still", "storyboard"),
    ("path", "file"),
    ("video", "file"),
    ("src", "file"),
    ("fps", "card"),
    ("rate", "card"),
    ("shots", "clips"),
    ("reason", "refused"),
    ("why", "refused"),
    ("rejected", "refused"),
    ("software", "tools"),
    ("better", "gained"),
    ("worse", "lost"),
    ("imperfect", "kept"),
    ("purpose", "for"),
    ("use", "for"),
    ("attract", "invitation"),
    ("invite", "invitation"),
    ("influences", "influence"),
    ("arc", "influence"),
    ("date", "from"),
    ("since", "from"),
    ("until", "to"),
    ("description", "text"),
    ("url", "source"),
    ("link", "source"),
    ("citation", "source"),
];

impl Vocabulary {
    /// The key of `keys` that was probably meant, by its spelling or its sense.
    pub fn key(&self, written: &str, keys: &[&'static str]) -> Option<&'static str> {
        let lower = written.to_lowercase();
        let also = self.also_called.iter().filter(|(word, _)| *word == lower).map(|(_, key)| *key);
        let known = |name: &str| keys.iter().copied().find(|key| *key == name);
        also.filter_map(known).next().or_else(|| {
            let near = word(written, keys)?;
            // A key that is right elsewhere is misplaced, not misspelt, unless it is very near.
            let misplaced = self.homes.iter().any(|(_, keys)| keys.contains(&lower.as_str()));
            (!misplaced || distance(&lower, near) <= 1).then(|| known(near)).flatten()
        })
    }

    /// Where a key that is not known here would belong.
    pub fn home(&self, written: &str) -> Option<String> {
        let (place, _) = self.homes.iter().find(|(_, keys)| keys.contains(&written))?;
        Some(format!("`{written}` belongs to {place}."))
    }
}

/// The nearest of some words by spelling: at most a third of the letters differ.
pub fn word<'w>(written: &str, words: &[&'w str]) -> Option<&'w str> {
    let length = written.chars().count();
    if length > 64 {
        return None;
    }
    let written = written.to_lowercase();
    let near = words.iter().map(|word| (distance(&written, &word.to_lowercase()), *word));
    let (distance, word) = near.min_by_key(|(distance, _)| *distance)?;
    let most = (length.max(word.chars().count()) / 3).max(1);
    (distance <= most && distance < length.max(2)).then_some(word)
}

fn distance(a: &str, b: &str) -> usize {
    strsim::damerau_levenshtein(a, b)
}

const HOMES: &[(&str, &[&str])] = &[
    (
        "the exhibit itself: move this line up, above the first line in square brackets",
        keys::EXHIBIT.names,
    ),
    ("a [[shot]]: move this line below such a header", keys::SHOT.names),
    ("a [[generation]]: move this line below such a header", keys::GENERATION.names),
    ("a [[version]]: move this line below such a header", keys::VERSION.names),
    ("the `colour` of a [[version]]", keys::COLOUR.names),
    ("the `typeface` of the exhibit", keys::TYPEFACE.names),
    ("a [[credit]]: move this line below such a header", keys::CREDIT.names),
    ("an [[influence]]: move this line below such a header", keys::INFLUENCE.names),
    ("one of the `tools` of a [[version]]", keys::TOOL.names),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_known_by_its_spelling_or_its_sense() {
        assert_eq!(EXHIBIT.key("lenght", keys::EXHIBIT.names), Some("length"));
        assert_eq!(EXHIBIT.key("Title", keys::EXHIBIT.names), Some("title"));
        assert_eq!(EXHIBIT.key("shots", keys::EXHIBIT.names), Some("shot"));
        assert_eq!(EXHIBIT.key("model", keys::VERSION.names), Some("generation"));
        assert_eq!(EXHIBIT.key("color", keys::VERSION.names), Some("colour"));
        assert_eq!(EXHIBIT.key("weather", keys::VERSION.names), None);
        assert_eq!(EXHIBIT.key("length", keys::SHOT.names), None);
        assert_eq!(EXHIBIT.key("x", keys::SHOT.names), None);
    }
}
