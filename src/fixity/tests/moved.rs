use super::*;
use crate::fixity::line;

impl Archive {
    /// Its files and its journal in another folder, with the times of the files.
    fn copied(&self, names: &[&str]) -> Self {
        let other = Self::new();
        other.clock.set(self.clock.get());
        for name in names {
            let (from, to) = (self.at(name), other.at(name));
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(&from, &to).unwrap();
            let time = fs::metadata(from).unwrap().modified().unwrap();
            let file = File::options().write(true).open(to).unwrap();
            file.set_times(FileTimes::new().set_modified(time)).unwrap();
        }
        fs::create_dir_all(other.at("state")).unwrap();
        fs::copy(self.at("state/fixity.jsonl"), other.at("state/fixity.jsonl")).unwrap();
        other
    }

    fn masters(&self, names: &[&str]) -> Vec<Subject> {
        names.iter().map(|name| Subject::master(self.at(name))).collect()
    }

    /// Writes the journal as programs did that knew all files by their absolute paths.
    fn as_before(&self) {
        let whole = |line: &str| {
            let mut entry = line::read(line.as_bytes()).unwrap();
            match &mut entry {
                Entry::Begin(begin) => begin.scope = self.at("exhibit.toml").display().to_string(),
                Entry::Event(event) => event.path = self.at(event.path.to_str().unwrap()),
                Entry::End(_) => {}
            }
            line::write(&entry).unwrap()
        };
        let lines: String = self.lines().lines().map(whole).collect();
        fs::write(self.at("state/fixity.jsonl"), lines).unwrap();
    }
}

const NAMES: [&str; 3] = ["media/a", "media/b", "c.srt"];

fn recorded() -> Archive {
    let archive = Archive::new();
    fs::create_dir(archive.at("media")).unwrap();
    NAMES.iter().for_each(|name| drop(archive.write(name, name, 0)));
    archive.verify(&archive.masters(&NAMES));
    archive
}

#[test]
fn a_folder_copied_with_its_records_keeps_its_dates_and_what_the_copy_damaged_is_told() {
    for before in [false, true] {
        let archive = recorded();
        assert!(archive.lines().contains(r#""path":"media/a""#), "{}", archive.lines());
        if before {
            archive.as_before();
            assert!(!archive.lines().contains(r#""path":"media/a""#));
        }
        let copy = archive.copied(&NAMES);
        copy.write("media/a", "media/!", 0);
        copy.write("media/b", "written anew", 9);
        let report = copy.verify(&copy.masters(&NAMES));
        assert_eq!(outcomes(&report), [Outcome::Rotted, Outcome::Changed]);
        for name in NAMES {
            assert_eq!(copy.first_seen(name), archive.first_seen(name));
        }
        // The folder that it was copied from is another one, and as it was.
        assert!(outcomes(&archive.verify(&archive.masters(&NAMES))).is_empty());
    }
}

#[test]
fn a_folder_that_was_moved_is_known_and_so_is_a_master_outside_of_it() {
    let (archive, outside) = (recorded(), tempfile::tempdir().unwrap());
    let far = Subject::master(outside.path().join("far"));
    fs::write(&far.path, "far").unwrap();
    let with = |archive: &Archive| [archive.masters(&NAMES), vec![far.clone()]].concat();
    archive.verify(&with(&archive));
    archive.as_before();
    let moved = archive.copied(&NAMES);
    let first = archive.first_seen("c.srt");
    drop(archive);
    assert!(outcomes(&moved.verify(&with(&moved))).is_empty());
    assert_eq!(moved.first_seen("c.srt"), first);
    fs::remove_file(moved.at("c.srt")).unwrap();
    fs::write(&far.path, "fat").unwrap();
    let report = moved.verify(&with(&moved));
    assert_eq!(outcomes(&report), [Outcome::Changed, Outcome::Missing]);
}

#[test]
fn files_of_one_content_come_from_where_their_names_say() {
    let archive = Archive::new();
    ["old", "new"].iter().for_each(|name| fs::create_dir(archive.at(name)).unwrap());
    let old = ["old/a.srt", "old/b.srt", "old/c.srt"];
    old.iter().for_each(|name| drop(archive.write(name, "[silence]", 0)));
    archive.verify(&archive.masters(&old));
    // The last is called otherwise now, and comes first.
    let new = ["new/1.srt", "new/b.srt", "new/a.srt"];
    for (from, to) in [(2, 0), (1, 1), (0, 2)] {
        fs::rename(archive.at(old[from]), archive.at(new[to])).unwrap();
    }
    let from = |name: &str| Outcome::Moved { from: archive.at(name) };
    let found = outcomes(&archive.verify(&archive.masters(&new)));
    assert_eq!(found, [from("old/c.srt"), from("old/b.srt"), from("old/a.srt")]);
}
