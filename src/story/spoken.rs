//! What is spoken of a stop of the scrub: its label, for those who would rather hear it.

use super::{base, released, stop_name};
use crate::exhibit::Exhibit;
use crate::scrub::Stop;

/// The words: a version's name, when its generation was released, and its note; of the two ends
/// what they are called. Each is a sentence.
pub fn spoken(exhibit: &Exhibit, stop: &Stop, language: &str) -> String {
    let mut words = vec![stop_name(exhibit, stop, language)];
    if let Stop::Version(id) = stop
        && let Some(index) = exhibit.versions.iter().position(|version| version.id == *id)
    {
        let date = exhibit.generation_of(index).released;
        words.extend(date.map(|date| released(date, language)));
        words.push(exhibit.versions[index].note.get(base(language)).to_owned());
    }
    words.retain(|words| !words.trim().is_empty());
    let sentence = |words: &String| match words.trim_end() {
        ended if ended.ends_with(['.', '!', '?', '…']) => ended.to_owned(),
        open => format!("{open}."),
    };
    words.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_version_is_spoken_with_its_date_and_note() {
        let text = "title = \"Film\"\nlength = 9\n\
                    [[generation]]\nid = \"a\"\nname = \"Sora\"\nreleased = \"2024-12\"\n\
                    [[version]]\ngeneration = \"a\"\ncard = 24\nnote = { en = \"Ours!\", ru = \"Наша\" }\n";
        let exhibit = crate::exhibit::parse(text, Path::new("e"), Path::new("")).unwrap().exhibit;
        let stop = Stop::Version("a".to_owned());
        assert_eq!(spoken(&exhibit, &stop, "en"), "Sora. December 2024. Ours!");
        assert_eq!(spoken(&exhibit, &stop, "ru-RU"), "Sora. декабрь 2024. Наша.");
        assert_eq!(spoken(&exhibit, &Stop::Next, "en"), "the next one.");
    }
}
