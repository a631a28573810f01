//! All captions of an exhibit, by language, and which of them belong on the wall.

use std::collections::BTreeMap;
use std::path::Path;

use super::problem::Problem;
use super::read::{LARGEST, read};
use super::track::{Shown, Track};
use crate::timeline::FilmTime;

/// The language of captions that are for all.
const FOR_ALL: &str = "";

/// The captions of a film or of one version, by the tag of their language.
#[derive(Clone, Debug, Default)]
pub struct Shelf(BTreeMap<String, Track>);

impl Shelf {
    /// Puts in a file; what is wrong with it, in the order of its lines.
    pub fn put(
        &mut self,
        language: Option<&str>,
        path: &Path,
        encoding: Option<&str>,
        length: FilmTime,
    ) -> Vec<Problem> {
        let bytes = match bytes(path) {
            Ok(bytes) => bytes,
            Err(why) => {
                let help = "Look whether the path is right and the file may be read.";
                return vec![Problem::error(1, format!("it cannot be read: {why}"), help)];
            }
        };
        let captions = read(&bytes, encoding, Some(length));
        let language = language.unwrap_or(FOR_ALL).to_owned();
        self.0.insert(language, Track::new(captions.cues));
        captions.problems
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is shown at a film time to those who read this language. Where nothing is written in
    /// it, what is written for all, or in English, or in whatever language there is: captions in
    /// another language are more than none.
    pub fn at(&self, language: &str, film: FilmTime) -> Option<Shown<'_>> {
        let track = self.own(language);
        let track = track.or_else(|| [FOR_ALL, "en"].iter().find_map(|tag| self.0.get(*tag)));
        track.or_else(|| self.0.values().next())?.at(film)
    }

    /// Something is written in this language, or for all.
    pub fn has(&self, language: &str) -> bool {
        self.own(language).is_some() || self.0.contains_key(FOR_ALL)
    }

    /// What is written in a language, or in that of another country.
    fn own(&self, language: &str) -> Option<&Track> {
        let same = |tag: &&String| base(tag) == base(language);
        let near = || Some(self.0.keys().find(same)?.as_str());
        self.0.get(language).or_else(|| self.0.get(near()?))
    }
}

/// The tag of a language without its country.
fn base(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let meta = std::fs::metadata(path)?;
    if !meta.is_file() {
        return Err(std::io::Error::other("it is no file"));
    }
    if meta.len() > LARGEST as u64 {
        return Err(std::io::Error::other("it is larger than 8 MiB, so it is no caption file"));
    }
    std::fs::read(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_the_wall_is_read_and_else_another() {
        let folder = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::default();
        for (tag, text) in [("en", "hello"), ("ru", "привет")] {
            let path = folder.path().join(tag);
            let file = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n");
            std::fs::write(&path, file).unwrap();
            assert_eq!(shelf.put(Some(tag), &path, None, FilmTime::from_secs(9)), []);
        }
        let said = |language: &str, ms: i64| {
            let shown = shelf.at(language, FilmTime::from_millis(ms))?;
            Some(shown.lines().first()?.text())
        };
        assert_eq!(said("ru", 1500).as_deref(), Some("привет"));
        assert_eq!(said("ru-RU", 1000).as_deref(), Some("привет"));
        assert_eq!(said("de", 1500).as_deref(), Some("hello"));
        assert_eq!(said("en", 2000), None, "gone at its end");
        let absent = shelf.put(None, &folder.path().join("no such"), None, FilmTime(9));
        assert_eq!(absent.len(), 1);
    }
}
