use std::fs;
use std::path::{Path, PathBuf};

mod hands;

use super::*;
use crate::installation::ScreenView;

const FILE: &str = "installation.toml";

/// A wall spelt in every way that the shipped files are not.
const ODD: &str = "\u{feff}# odd\r\nviewing-distance = \"2.5 m\" # far\r\nscreen = [\r\n  # the first\r\n  { name = 'left', width = \"121 cm\", height = 681, bezel = { left = 2, top = 1 } }, # there\r\n  { width = \"47.6 in\", height = 681, x = 1_300.5, view = \"solo\" }\r\n] # all\r\ncaptions = { screens = ['left'] }";

/// Headers of their own, dotted keys and a text over several lines.
const DOTTED: &str = "[sound]\nroutes = [{ screen = \"a\", channels = [3] }]\nchannels = 4\nmain = [1]\n\n[[screen]]\n\tname = \"a\" # view = \"card\"\n\twidth = 1210\n\theight = 681\n\tbezel.left = 2 # narrow\n\n# not of the first\n\n[[screen]]\nheight = 500\nwidth = 500\nx = 2000\n# output = \"DP-1\"\npixels = [ # across\n  1000,\n  # and down\n  1000,\n]\n[screen.bezel]\ntop = \"1 cm\"\n";

fn draft(text: &str) -> Draft {
    Draft::of(text, Path::new(FILE)).unwrap_or_else(|report| panic!("{report}\n{text}"))
}

fn shipped() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 6, "{files:?}");
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// Every text that a draft is tried on: all that come with the program, with the ends of lines of
/// Windows as well, and odd ones.
fn texts() -> Vec<(String, String)> {
    let mut texts = shipped();
    let windows =
        texts.iter().map(|(name, text)| (format!("{name}, CRLF"), text.replace('\n', "\r\n")));
    let windows: Vec<_> = windows.collect();
    texts.extend(windows);
    texts.push(("odd".to_owned(), ODD.to_owned()));
    texts.push(("dotted".to_owned(), DOTTED.to_owned()));
    texts
}

/// The comments of a text, in order. No text here has a `#` in a value.
fn comments(text: &str) -> Vec<String> {
    let comment = |line: &str| line.find('#').map(|at| line[at..].trim_end().to_owned());
    text.lines().filter_map(comment).collect()
}

#[test]
fn nothing_changes_in_a_file_before_something_is_changed() {
    for (name, text) in texts() {
        let draft = draft(&text);
        assert_eq!(draft.text(), text, "{name}");
        assert!(!draft.is_changed() && draft.diff().is_empty() && draft.undoes().is_none());
    }
}

#[test]
fn a_screen_that_is_moved_changes_two_numbers_and_nothing_else() {
    let (_, text) = shipped().into_iter().find(|(name, _)| name == "3x3.toml").unwrap();
    let mut draft = draft(&text);
    draft.apply(&[Edit::Move { screen: 4, x: 1215.0, y: 690.5 }], None).unwrap();
    let expected = text.replacen("x = 1211.8\ny = 682.8", "x = 1215\ny = 690.5", 1);
    assert_eq!(draft.text(), expected);
    let changed: Vec<&str> = draft
        .diff()
        .lines()
        .skip(3)
        .filter(|line| !line.starts_with(' '))
        .map(|l| &l[..1])
        .map(|l| if l == "-" { "-" } else { "+" })
        .collect();
    assert_eq!(changed, ["-", "-", "+", "+"]);
    assert_eq!(draft.undoes(), Some("moved middle"));
}

#[test]
fn what_was_not_written_gets_a_line_where_it_belongs() {
    let mut laptop =
        draft(&shipped().into_iter().find(|(name, _)| name == "laptop.toml").unwrap().1);
    laptop.apply(&[Edit::Move { screen: 0, x: 5.0, y: 0.0 }], None).unwrap();
    assert!(laptop.text().contains("name = \"laptop\"\nx = 5\nwidth = 302\n"), "{}", laptop.text());
    laptop.apply(&[Edit::View { screen: 0, view: Some(ScreenView::Card) }], None).unwrap();
    laptop.apply(&[Edit::Output { screen: 0, output: Some("DP-1".to_owned()) }], None).unwrap();
    assert!(
        laptop.text().ends_with("bezel = 6\nview = \"card\"\noutput = \"DP-1\"\n"),
        "{}",
        laptop.text()
    );

    let mut explained =
        draft(&shipped().into_iter().find(|(name, _)| name == "installation.toml").unwrap().1);
    explained.apply(&[Edit::View { screen: 0, view: Some(ScreenView::Duet) }], None).unwrap();
    assert!(explained.text().contains("# view = \"solo\"\nview = \"duet\"\n\n# The connector"));
}

#[test]
fn lengths_keep_the_unit_and_the_quotation_marks_they_were_written_with() {
    let mut odd = draft(ODD);
    let measure = |what, mm| Edit::Measure { screen: 0, what, mm };
    odd.apply(&[measure(Measure::Width, 1215.0)], None).unwrap();
    odd.apply(&[measure(Measure::Distance, 2750.0)], None).unwrap();
    odd.apply(&[measure(Measure::Top, 3.0), Edit::Name { screen: 0, name: "L".to_owned() }], None)
        .unwrap();
    odd.apply(&[Edit::View { screen: 1, view: None }], None).unwrap();
    let expected = ODD
        .replace("\"121 cm\"", "\"121.5 cm\"")
        .replace("\"2.5 m\"", "\"2.75 m\"")
        .replace("top = 1 }", "top = 3 }")
        .replace("name = 'left'", "name = 'L'")
        .replace("screens = ['left']", "screens = [\"L\"]")
        .replace(", view = \"solo\"", "");
    assert_eq!(odd.text(), expected);
}

#[test]
fn tables_with_headers_and_dotted_keys_are_written_where_they_are() {
    let mut dotted = draft(DOTTED);
    let measure = |screen, what, mm| Edit::Measure { screen, what, mm };
    dotted.apply(&[measure(0, Measure::Bottom, 7.0)], None).unwrap();
    assert!(
        dotted.text().contains("\tbezel.left = 2 # narrow\n\tbezel.bottom = 7\n"),
        "{}",
        dotted.text()
    );
    dotted.apply(&[measure(1, Measure::Top, 12.5)], None).unwrap();
    dotted.apply(&[measure(1, Measure::Left, 4.0)], None).unwrap();
    assert!(
        dotted.text().ends_with("[screen.bezel]\nleft = 4\ntop = \"1.25 cm\"\n"),
        "{}",
        dotted.text()
    );
    dotted.apply(&[Edit::Pixels { screen: 1, across: 990, down: 1010 }], None).unwrap();
    assert!(dotted.text().contains("pixels = [ # across\n  990,\n  # and down\n  1010,\n]"));
    dotted.apply(&[Edit::Output { screen: 1, output: Some("DP-1".to_owned()) }], None).unwrap();
    assert!(
        dotted.text().contains("# output = \"DP-1\"\noutput = \"DP-1\"\npixels"),
        "{}",
        dotted.text()
    );
    dotted.apply(&[Edit::View { screen: 0, view: Some(ScreenView::Card) }], None).unwrap();
    assert!(dotted.text().contains("\theight = 681\n\tview = \"card\"\n"), "{}", dotted.text());
    dotted.apply(&[Edit::Name { screen: 0, name: "b".to_owned() }], None).unwrap();
    assert!(dotted.text().contains("{ screen = \"b\", channels"), "{}", dotted.text());
    assert_eq!(dotted.problems().errors(), 0, "{}", dotted.problems());
}

#[test]
fn one_drag_is_taken_back_at_once_and_one_that_came_back_never_was() {
    let mut draft = draft(&shipped()[0].1);
    for x in [1.0, 2.0, 3.0] {
        draft.apply(&[Edit::Move { screen: 0, x: -x, y: 0.0 }], Some(1)).unwrap();
    }
    draft.apply(&[Edit::Move { screen: 0, x: -9.0, y: 0.0 }], Some(2)).unwrap();
    draft.apply(&[Edit::Move { screen: 0, x: -3.0, y: 0.0 }], Some(2)).unwrap();
    assert!(draft.undo() && !draft.undo() && !draft.is_changed());
    assert!(draft.redo() && !draft.redo() && draft.screens()[0].x == -3.0);
}

#[test]
fn screens_that_lie_on_each_other_can_be_drafted_and_do_not_hang() {
    let mut draft = draft(&shipped()[0].1);
    draft.apply(&[Edit::Move { screen: 1, x: 600.0, y: 0.0 }], None).unwrap();
    assert!(draft.installation().is_none() && draft.problems().errors() == 1);
    assert!(draft.problems().problems()[0].message.contains("lies on"));
    assert!(draft.undo() && draft.installation().is_some());
}

#[test]
fn what_cannot_be_meant_is_refused_in_words_and_changes_nothing() {
    let mut draft = draft(&shipped()[0].1);
    let refused = [
        Edit::Measure { screen: 0, what: Measure::Width, mm: -1.0 },
        Edit::Measure { screen: 0, what: Measure::Left, mm: -0.5 },
        Edit::Measure { screen: 0, what: Measure::X, mm: f64::NAN },
        Edit::Measure { screen: 0, what: Measure::Distance, mm: 2.5 },
        Edit::Move { screen: 0, x: 1e9, y: 0.0 },
        Edit::Move { screen: 99, x: 0.0, y: 0.0 },
        Edit::Pixels { screen: 0, across: 0, down: 1080 },
        Edit::Name { screen: 0, name: "top-middle".to_owned() },
        Edit::Name { screen: 0, name: "  ".to_owned() },
    ];
    for edit in refused {
        assert!(draft.apply(std::slice::from_ref(&edit), None).is_err(), "{edit:?}");
        assert!(!draft.is_changed());
    }
    assert_eq!(length("2,5 m", Measure::X), Err("write a decimal with a point: 2.5 m".to_owned()));
    assert_eq!(length("1.21 m", Measure::Width), Ok(1210.0));
    assert!(length("wide", Measure::Width).is_err() && length("2.5", Measure::Distance).is_err());
    let mut single =
        self::draft(&shipped().into_iter().find(|(name, _)| name == "laptop.toml").unwrap().1);
    assert_eq!(single.apply(&[Edit::Remove { screen: 0 }], None), Err(Refused::LastScreen));
}

#[test]
fn a_screen_is_added_beside_the_others_and_removed_again_with_its_lines_only() {
    for (name, text) in texts() {
        let mut draft = draft(&text);
        let count = draft.screens().len();
        draft.apply(&[Edit::Add { like: 0 }], None).unwrap();
        assert_eq!(draft.screens().len(), count + 1, "{name}");
        let added = draft.screens()[count].clone();
        assert_eq!(
            (added.width, added.pixels),
            (draft.screens()[0].width, draft.screens()[0].pixels)
        );
        let told: Vec<_> =
            draft.problems().problems().iter().filter(|one| one.message.contains("lie")).collect();
        assert!(told.is_empty(), "{name}: {told:?}");
        assert_eq!(comments(draft.text()), comments(&text), "{name}");
        draft.apply(&[Edit::Remove { screen: count }], None).unwrap();
        // The comma that the one before needed may stay.
        let left = draft.text().replace("},\r\n] # all", "}\r\n] # all");
        assert_eq!(left.trim_end(), text.trim_end(), "{name}");
    }
}

#[test]
fn a_screen_in_the_middle_goes_with_what_is_said_of_it_and_the_next_keeps_its_own() {
    let (_, text) = shipped().into_iter().find(|(name, _)| name == "salon.toml").unwrap();
    let mut draft = draft(&text);
    draft.apply(&[Edit::Remove { screen: 1 }], None).unwrap();
    assert!(!draft.text().contains("32 inches") && !draft.text().contains("upright"));
    assert!(
        draft
            .text()
            .contains("view = \"solo\"\n\n# 26.5 inches, as wide as it is high.\n[[screen]]")
    );
    assert_eq!(draft.problems().errors(), 0);
}

#[test]
fn a_text_with_a_screen_that_cannot_be_read_is_no_draft() {
    for text in [
        "",
        "screen = 3",
        "[[screen]]\nwidth = 1",
        "[[screen]]\nwidth = 1210\nheight = 681\nx = \"far\"",
        "[[screen]\n",
    ] {
        assert!(
            Draft::of(text, Path::new(FILE)).is_err_and(|report| report.errors() > 0),
            "{text}"
        );
    }
}

#[test]
fn the_file_changed_elsewhere_is_taken_or_the_draft_is_kept() {
    let text = shipped()[0].1.clone();
    let theirs = text.replace("viewing-distance = 3500", "viewing-distance = 3000");
    let mut draft = draft(&text);
    draft.apply(&[Edit::Move { screen: 0, x: -10.0, y: 0.0 }], None).unwrap();
    let mut kept = draft.clone();
    draft.take(&theirs).unwrap();
    assert_eq!(
        (draft.text(), draft.is_changed(), draft.distance_mm()),
        (theirs.as_str(), false, 3000.0)
    );
    assert!(draft.undo() && draft.screens()[0].x == -10.0, "even that can be taken back");
    kept.keep(&theirs);
    assert!(
        kept.is_changed()
            && kept.diff().contains("-viewing-distance = 3000\n+viewing-distance = 3500")
    );
    assert!(kept.take("nonsense").is_err() && kept.screens()[0].x == -10.0);
}

#[test]
fn a_new_file_says_what_the_wall_is_and_is_never_written_over_another() {
    let wall = Installation::default();
    let text = starter(&wall);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wall.toml");
    create(&file, &text).unwrap();
    let read = crate::installation::load(&file).unwrap();
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    assert_eq!(
        Installation { file: None, running: wall.running.clone(), ..read.installation },
        wall
    );
    assert!(matches!(create(&file, "other"), Err(SaveError::Taken(_))));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    assert!(matches!(create(&folder.path().join("no/wall.toml"), ""), Err(SaveError::Disk { .. })));
}

#[test]
fn saving_keeps_the_state_before_and_refuses_where_the_file_was_changed_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("salon.toml");
    fs::write(&file, "old\r\n").unwrap();
    save(&file, ["old\r\n", "new\r\n"], "moved large").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"new\r\n");
    assert!(matches!(save(&file, ["old\r\n", "other"], "moved it"), Err(SaveError::Meanwhile)));
    let history = crate::entry::undo::History::of(&file).unwrap();
    assert_eq!(history.list().unwrap()[0].what, "moved large");
    history.undo(false, jiff::civil::date(2026, 3, 1).at(0, 0, 0, 0)).unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"old\r\n");
}
