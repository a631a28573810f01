//! What a version is called and where it comes from, which only the exhibit around it tells.

use super::{Exhibit, Generation};

impl Exhibit {
    /// The generation of a version.
    pub fn generation_of(&self, version: usize) -> &Generation {
        &self.generations[self.versions[version].generation]
    }

    /// What a version is called where it is to be told from all others: its name in a language, and
    /// its id in words where another version has that name too.
    pub fn called(&self, version: usize, language: &str) -> String {
        let one = &self.versions[version];
        let name = one.name.get(language);
        let others = self.versions.iter().filter(|other| other.id != one.id);
        match others.into_iter().any(|other| other.name.get(language) == name) {
            true => format!("{name} ({})", one.id.replace(['-', '_'], " ")),
            false => name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn versions_of_one_name_are_told_apart_by_their_ids_in_words() {
        let version = |id: &str, generation: &str| {
            format!("[[version]]\nid = \"{id}\"\ngeneration = \"{generation}\"\ncard = 24\n")
        };
        let generation =
            |id: &str, name: &str| format!("[[generation]]\nid = \"{id}\"\nname = \"{name}\"\n");
        let text = format!(
            "title = \"F\"\nlength = 9\n{}{}{}{}{}",
            generation("one", "Gen 1"),
            generation("two", "Gen 2"),
            version("gen-1-by-hand", "one"),
            version("gen-1-still", "one"),
            version("gen-2", "two"),
        );
        let exhibit = crate::exhibit::parse(&text, Path::new("e"), Path::new(""));
        let exhibit = exhibit.unwrap_or_else(|report| panic!("{report}")).exhibit;
        let called: Vec<String> = (0..3).map(|version| exhibit.called(version, "en")).collect();
        assert_eq!(called, ["Gen 1 (gen 1 by hand)", "Gen 1 (gen 1 still)", "Gen 2"]);
    }
}
