use std::path::Path;

use super::*;
use crate::diagnostic::Report;
use crate::exhibit::{Loaded, load};

/// An exhibit of two shots in a folder of its own, whose one version has these lines.
struct Written {
    folder: tempfile::TempDir,
}

impl Written {
    fn new(files: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        Self { folder }
    }

    fn load(&self, shot: &str, version: &str) -> Result<Loaded, Report> {
        let text = format!(
            "title = \"T\"\nlength = 9\n[[shot]]\nid = \"river\"\nstart = 0\n{shot}\n[[shot]]\n\
             id = \"kiss\"\nstart = 4\n[[generation]]\nid = \"g\"\nname = \"G\"\n[[version]]\n\
             generation = \"g\"\nclips = {{ river = \"t/river/2.png\", kiss = \"k.mp4\" }}\n{version}\n"
        );
        std::fs::write(self.folder.path().join("exhibit.toml"), text).unwrap();
        load(self.folder.path(), None)
    }

    fn good(&self, shot: &str, version: &str) -> Loaded {
        self.load(shot, version).unwrap_or_else(|report| panic!("{}", report.render(false)))
    }
}

fn refused(loaded: &Loaded, shot: usize) -> Vec<(String, String)> {
    let said = |take: &Take| {
        let reason = take.refused.as_ref().map(|text| text.get("en").to_owned());
        (take.written.clone(), reason.unwrap_or_default())
    };
    loaded.exhibit.refused(0, shot).map(said).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn a_pattern_stands_for_its_files_in_the_order_of_counting_and_the_chosen_one_is_not_among_them() {
    let written = Written::new(&["t/river/10.png", "t/river/2.png", "t/river/1.mp4", "k.mp4"]);
    let loaded = written.good("", "takes = { river = [\"t/river/*\"] }");
    let expected = pairs(&[("t/river/1.mp4", ""), ("t/river/10.png", "")]);
    assert_eq!(refused(&loaded, 0), expected);
    assert_eq!(loaded.exhibit.versions[0].takes.len(), 3, "the chosen one is known as a take");
    assert!(refused(&loaded, 1).is_empty());
    assert_eq!(refused(&written.good("", "takes = { river = [\"t/river\"] }"), 0), expected);
    // One alone needs no brackets, however it is written.
    for one in ["takes = { river = \"t/river\" }", "[version.takes.river]\nfile = \"t/river/*\""] {
        assert_eq!(refused(&written.good("", one), 0), expected, "{one}");
    }
    let wrong = written.load("", "takes = { river = 7 }").unwrap_err().render(false);
    assert!(wrong.contains("must be a list, not a number"), "{wrong}");
}

#[test]
fn a_reason_by_name_counts_more_than_one_for_all_and_a_file_is_there_once() {
    let written = Written::new(&["t/river/1.png", "t/river/3.png", "t/river/4.png"]);
    let version = "takes = { river = [{ file = \"t/river/*.png\", refused = \"too late\", reasons = \
                   { \"3.png\" = \"six fingers\" } }, { file = \"t/river/4.png\", refused = \"dark\" }] }";
    let loaded = written.good("", version);
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    assert_eq!(
        refused(&loaded, 0),
        pairs(&[
            ("t/river/1.png", "too late"),
            ("t/river/3.png", "six fingers"),
            ("t/river/4.png", "dark"),
        ])
    );
}

#[test]
fn what_is_said_of_a_file_by_its_own_name_goes_before_what_is_said_of_many() {
    let written = Written::new(&["t/river/1.png", "u/7.png", "u/8.png"]);
    let folder = "takes = { river = [{ file = \"t/river\", refused = \"many\" }, { file = \
                  \"t/river/1.png\", refused = \"own\" }] }";
    assert_eq!(refused(&written.good("", folder), 0), pairs(&[("t/river/1.png", "own")]));
    let pattern = "takes = { river = [{ file = \"u\", reasons = { \"*.png\" = \"many\", \"7.png\" = \
                   \"own\" } }, { file = \"u/8.png\", refused = \"own too\" }] }";
    let loaded = written.good("", pattern);
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    assert_eq!(refused(&loaded, 0), pairs(&[("u/7.png", "own"), ("u/8.png", "own too")]));
}

#[test]
fn what_is_meant_for_every_shot_is_found_for_each_and_may_be_missing_for_some() {
    let written = Written::new(&["t/river/1.png", "t/river/2.png"]);
    let loaded = written.good("", "takes.\"*\" = [\"t/{shot}/*.png\"]");
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    assert_eq!(refused(&loaded, 0), pairs(&[("t/river/1.png", "")]));
    assert!(refused(&loaded, 1).is_empty());
    let wrong = written.load("", "takes.\"*\" = [\"t/river/1.png\"]").unwrap_err();
    let said = wrong.render(false);
    assert!(said.contains("would be a take of every shot") && said.contains("{shot}"), "{said}");
    let named = written.load("", "takes.river = [\"t/{shot}/*.png\"]").unwrap_err().render(false);
    assert!(named.contains("stands for nothing") && named.contains("t/river/*.png"), "{named}");
}

#[test]
fn a_file_that_is_named_for_its_shot_and_for_every_shot_is_one_take_whatever_path_leads_to_it() {
    let written = Written::new(&["t/river/1.png", "t/river/2.png", "t/kiss/1.png", "k.mp4"]);
    let version = "takes = { \"*\" = \"t/{shot}/*\", river = [{ file = \"t/kiss/../river/1.png\", \
                   refused = \"six fingers\" }, \"t/../t/river/2.png\"] }";
    let loaded = written.good("", version);
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    // The second one is what is shown, under another path.
    assert_eq!(refused(&loaded, 0), pairs(&[("t/river/1.png", "six fingers")]));
    assert_eq!(refused(&loaded, 1), pairs(&[("t/kiss/1.png", "")]));
    let names: Vec<String> = (0..300).map(|index| format!("t/river/{index}.png")).collect();
    let more: Vec<String> = (0..200).map(|index| format!("u/{index}.png")).collect();
    let all: Vec<&str> = names.iter().chain(&more).map(String::as_str).collect();
    let many = Written::new(&all);
    let said = many.load("", "takes = { \"*\" = \"t/{shot}/*\", river = \"u\" }").unwrap_err();
    assert!(said.render(false).contains("are 500 files"), "{}", said.render(false));
}

#[test]
fn what_is_meant_for_every_shot_and_is_found_in_none_is_told() {
    let written = Written::new(&["t/river/1.png", "k.mp4"]);
    let told = |version: &str| {
        let loaded = written.good("", version);
        loaded.warnings.problems().iter().map(|problem| problem.message.clone()).collect::<String>()
    };
    assert!(told("takes.\"*\" = \"taks/{shot}/*\"").contains("in any shot"));
    let misspelt = "[version.takes.\"*\"]\nfile = \"t/{shot}/*\"\n[version.takes.\"*\".reasons]\n\
                    \"seven.png\" = \"dark\"\n";
    assert!(told(misspelt).contains("is called `seven.png`"), "{}", told(misspelt));
}

#[test]
fn a_draft_is_there_once_and_the_storyboard_is_none() {
    let written = Written::new(&["d/1.png", "d/2.png", "d/3.png"]);
    let shot = "storyboard = \"d/3.png\"\ndrafts = [\"d\", { script = \"Words.\" }, { file = \
                \"d/1.png\", refused = \"too long\" }]";
    let drafts = &written.good(shot, "").exhibit.shots[0].drafts;
    let said: Vec<(Option<&str>, &str)> = drafts
        .iter()
        .map(|draft| {
            let name = draft.path().and_then(|path| path.file_name()?.to_str());
            (name, draft.refused.as_ref().map_or("", |text| text.get("en")))
        })
        .collect();
    assert_eq!(said, [(Some("1.png"), "too long"), (Some("2.png"), ""), (None, "")]);
}

#[test]
fn where_nothing_is_found_or_a_reason_is_said_of_no_file_a_warning_tells_and_nothing_is_invented() {
    let written = Written::new(&["t/river/1.png"]);
    let version = "takes = { river = [\"other/*.png\", { file = \"t/river/*.png\", reasons = \
                   { \"7.png\" = \"x\" } }] }";
    let loaded = written.good("", version);
    let said: Vec<&str> =
        loaded.warnings.problems().iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().any(|what| what.contains("no file fits")), "{said:?}");
    assert!(said.iter().any(|what| what.contains("is called")), "{said:?}");
    assert_eq!(refused(&loaded, 0), pairs(&[("t/river/1.png", "")]));
}

#[test]
fn more_than_four_hundred_takes_of_a_shot_are_refused_with_their_number() {
    let names: Vec<String> = (0..412).map(|index| format!("t/river/{index}.png")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let written = Written::new(&names);
    let said =
        written.load("", "takes = { river = [\"t/river/*.png\"] }").unwrap_err().render(false);
    assert!(said.contains("are 412 files") && said.contains("At most 400"), "{said}");
    assert!(written.load("", "takes = { river = [\"t/river/1*.png\"] }").is_ok());
}

#[test]
fn drafts_are_pictures_or_words_and_not_both() {
    let written = Written::new(&["d/1.png", "d/2.png"]);
    let shot = "drafts = [\"d/*.png\", { script = \"Earlier words.\", refused = \"too many\" }]";
    let loaded = written.good(shot, "");
    let drafts = &loaded.exhibit.shots[0].drafts;
    assert_eq!(drafts.len(), 3);
    assert_eq!(drafts[0].path().and_then(Path::file_name), Some("1.png".as_ref()));
    assert!(matches!(&drafts[2].of, DraftOf::Script(words) if words.get("en") == "Earlier words."));
    let both = "drafts = [{ file = \"d/1.png\", script = \"Words.\" }]";
    assert!(written.load(both, "").unwrap_err().render(false).contains("both a file and a script"));
    let none = "drafts = [{ refused = \"no\" }]";
    assert!(written.load(none, "").unwrap_err().render(false).contains("is nothing"));
}

#[test]
fn a_text_alone_looks_at_no_disk() {
    let text = "title = \"T\"\nlength = 9\n[[generation]]\nid = \"g\"\nname = \"G\"\n[[version]]\n\
                generation = \"g\"\nfile = \"a.mp4\"\ntakes = { film = [\"*\", \"b.mp4\"] }\n";
    let loaded = crate::exhibit::parse(text, Path::new("e"), Path::new("/")).unwrap();
    assert!(loaded.warnings.is_empty());
    assert_eq!(refused(&loaded, 0), pairs(&[("b.mp4", "")]));
}
