//! The folder that a journal is kept for, and how paths stand in it: what lies in that folder by its
//! path from there, with `/`, so that a folder copied or moved with its records is still known; all
//! else by its absolute path.
//!
//! Programs before wrote absolute paths only. Such a path lies in the folder where it begins with
//! the folder as it is called now, or as it was called when the run was recorded.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use super::event::{Entry, Event, Outcome, known_as};

/// The folder, and what it was called in each run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Home {
    folder: PathBuf,
    /// By the number of the run.
    called: BTreeMap<u64, PathBuf>,
}

impl Home {
    /// Of the journal in this folder of records, which lies in it.
    pub(super) fn of(records: &Path) -> Self {
        let folder = known_as(records).parent().map(Path::to_owned).unwrap_or_default();
        Self { folder, called: BTreeMap::new() }
    }

    /// A run of this scope begins: the exhibit's file, which lies in the folder.
    pub(super) fn begin(&mut self, run: u64, scope: &str) {
        let called = Path::new(scope).parent().filter(|folder| folder.is_absolute());
        if let Some(called) = called.filter(|folder| *folder != self.folder) {
            self.called.insert(run, called.to_owned());
        }
    }

    /// An event with absolute paths, as they are now, from one as it was written.
    pub(super) fn found(&self, event: &Event) -> Event {
        with_paths(event, |path| self.place(event.run, path))
    }

    /// A line as it is written.
    pub(super) fn written(&self, entry: &Entry) -> Entry {
        match entry {
            Entry::Event(event) => Entry::Event(with_paths(event, |path| self.name(path))),
            other => other.clone(),
        }
    }

    fn place(&self, run: u64, path: &Path) -> PathBuf {
        let within = self.called.get(&run).and_then(|called| below(path, called));
        match within {
            Some(within) => self.folder.join(within),
            None if path.is_relative() => self.folder.join(path),
            None => path.to_owned(),
        }
    }

    fn name(&self, path: &Path) -> PathBuf {
        let Some(within) = below(path, &self.folder) else { return path.to_owned() };
        let names: Vec<&OsStr> = within.iter().collect();
        names.join(OsStr::new("/")).into()
    }
}

/// The path from a folder to what lies in it by its name.
fn below<'a>(path: &'a Path, folder: &Path) -> Option<&'a Path> {
    let within = path.strip_prefix(folder).ok().filter(|_| folder.is_absolute())?;
    let plain = within.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && within.iter().next().is_some()).then_some(within)
}

fn with_paths(event: &Event, of: impl Fn(&Path) -> PathBuf) -> Event {
    let mut event = event.clone();
    event.path = of(&event.path);
    if let Outcome::Moved { from } = &mut event.outcome {
        *from = of(from);
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_the_folder_is_named_from_there_and_all_else_by_its_whole_path() {
        let home = Home::of(Path::new("/a/film/records"));
        for (path, name) in [
            ("/a/film/media/m.mov", "media/m.mov"),
            ("/a/film/records/signed/s.c2pa", "records/signed/s.c2pa"),
            ("/a/film/../other/m.mov", "/a/film/../other/m.mov"),
            ("/a/filmed/m.mov", "/a/filmed/m.mov"),
            ("/a/film", "/a/film"),
        ] {
            assert_eq!(home.name(Path::new(path)), Path::new(name));
            assert_eq!(home.place(1, Path::new(name)), Path::new(path));
        }
    }

    #[test]
    fn a_whole_path_of_an_earlier_program_follows_the_folder_it_was_recorded_in() {
        let mut home = Home::of(Path::new("/b/film/records"));
        home.begin(1, "/a/film/exhibit.toml");
        home.begin(2, "/b/film/exhibit.toml");
        let place = |run, path: &str| home.place(run, Path::new(path));
        assert_eq!(place(1, "/a/film/m.mov"), Path::new("/b/film/m.mov"));
        assert_eq!(place(2, "/b/film/m.mov"), Path::new("/b/film/m.mov"));
        assert_eq!(place(1, "/elsewhere/m.mov"), Path::new("/elsewhere/m.mov"));
        // What lies at the old place now and is named by it is another file.
        assert_eq!(place(2, "/a/film/m.mov"), Path::new("/a/film/m.mov"));
    }
}
