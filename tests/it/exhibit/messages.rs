//! What the messages say, read as a curator would: does she know what to do?

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use palimpsest::diagnostic::{Diagnostic, Report};
use palimpsest::exhibit;

use super::{GOOD, parse};

/// Everything that is said of a file.
fn said(text: &str) -> String {
    match parse(text) {
        Ok(loaded) => loaded.warnings.render(false),
        Err(report) => report.render(false),
    }
}

/// Everything that is said of the good file with one part replaced.
fn said_with(old: &str, new: &str) -> String {
    assert!(GOOD.contains(old), "{old}");
    said(&GOOD.replacen(old, new, 1))
}

#[test]
fn every_problem_is_reported_at_once() {
    let text = r#"titel = "The Kiss"
length = true
[[shot]]
id = "march"
start = 2
[[shot]]
id = "march"
start = "soon"
length = 3
[[generation]]
id = "old"
name = ""
released = "2024-13"
[[version]]
generation = "odl"
clips = { mrach = "a.mp4" }
frame = "conver"
[[version]]
generation = "old"
card = 300
weather = "fine"
"#;
    assert_snapshot!(said(text), @r#"
      error: the exhibit has no key `titel`
       ╭─[exhibit.toml:1:1]
     1 │ titel = "The Kiss"
       · ^^^^^
       ╰────
      help: Did you mean `title`?

      error: `length` of the exhibit must be a number of seconds, not true or false
       ╭─[exhibit.toml:2:10]
     2 │ length = true
       ·          ^^^^
       ╰────
      help: Write seconds, such as length = 48 or length = 7.5, or minutes and seconds in quotation
            marks, such as length = "1:30".

      error: the first shot, `march`, does not begin at 0
       ╭─[exhibit.toml:5:9]
     5 │ start = 2
       ·         ^
       ╰────
      help: Write start = 0, or add a shot before it: every moment of the film belongs to a shot.

      error: two shots are called `march`: the other is on line 4
       ╭─[exhibit.toml:7:6]
     7 │ id = "march"
       ·      ^^^^^^^
       ╰────
      help: Give each its own id.

      error: `start` of shot `march` must be a number of seconds, not `soon`
       ╭─[exhibit.toml:8:9]
     8 │ start = "soon"
       ·         ^^^^^^
       ╰────
      help: Write seconds, such as start = 48 or start = 7.5, or minutes and seconds in quotation
            marks, such as start = "1:30".

      error: shot `march` has no key `length`
       ╭─[exhibit.toml:9:1]
     9 │ length = 3
       · ^^^^^^
       ╰────
      help: `length` belongs to the exhibit itself: move this line up, above the first line in square
            brackets.

      error: `name` of generation `old` is empty
        ╭─[exhibit.toml:12:8]
     12 │ name = ""
        ·        ^^
        ╰────
      help: Write it, for example: name = "Sora"

      error: there is no date `2024-13`
        ╭─[exhibit.toml:13:12]
     13 │ released = "2024-13"
        ·            ^^^^^^^^^
        ╰────
      help: Write what is known of it: released = "2024", "2024-12" or "2024-12-09" (year, month,
            day).

      error: there is no generation `odl`
        ╭─[exhibit.toml:15:14]
     15 │ generation = "odl"
        ·              ^^^^^
        ╰────
      help: Did you mean "old"?

      error: there is no shot `mrach`
        ╭─[exhibit.toml:16:11]
     16 │ clips = { mrach = "a.mp4" }
        ·           ^^^^^
        ╰────
      help: Did you mean "march"?

      error: `frame` of version `odl` cannot be `conver`
        ╭─[exhibit.toml:17:9]
     17 │ frame = "conver"
        ·         ^^^^^^^^
        ╰────
      help: Did you mean "cover"? It can be "contain", "cover" or "true".

      error: `card` of version `old` must be above 0 and at most 240 frames a second
        ╭─[exhibit.toml:20:8]
     20 │ card = 300
        ·        ^^^
        ╰────
      help: Write a number, such as card = 24, or a fraction in quotation marks, such as card =
            "30000/1001".

      error: version `old` has no key `weather`
        ╭─[exhibit.toml:21:1]
     21 │ weather = "fine"
        · ^^^^^^^
        ╰────
      help: The keys that version `old` can have: `id`, `generation`, `name`, `note`, `tools`,
            `gained`, `lost`, `kept`, `frame`, `file`, `at`, `clips`, `card`, `fit`, `colour`,
            `captions`, `spoken`, `rights` and `takes`.

    13 errors.
    "#);
}

#[test]
fn what_must_be_there_is_asked_for() {
    assert_snapshot!(said("# nothing yet\n"), @r#"
      error: the exhibit has no `title`
       ╭─[exhibit.toml:1:1]
     1 │ # nothing yet
       · ^
       ╰────
      help: Add a line such as: title = "The title of the piece"

      error: the exhibit has no `length`
       ╭─[exhibit.toml:1:1]
     1 │ # nothing yet
       · ^
       ╰────
      help: Add a line such as: length = 48  # seconds

      error: the exhibit has no version
       ╭─[exhibit.toml:1:1]
     1 │ # nothing yet
       · ^
       ╰────
      help: Add at least one [[version]] with the `generation` that made it and its `file`, `clips` or
            `card`.

    3 errors.
    "#);
    assert_snapshot!(said_with("card = \"30000/1001\"\n", ""), @r#"
      error: version `old` has no pictures
        ╭─[exhibit.toml:46:1]
     46 │ [[version]]
        · ^^^^^^^^^^^
        ╰────
      help: Add one of: file = "whole-film.mp4", or clips = { march = "march.mp4" } with a file for
            each shot, or card = 24 for the test card.

    1 error.
    "#);
}

#[test]
fn a_key_in_the_wrong_part_is_sent_where_it_belongs() {
    let keys = "start = 41.25\ntagline = \"late\"\nmodel = \"x\"\nmatrix = \"bt601\"";
    assert_snapshot!(said_with("start = 41.25", keys), @r#"
      error: shot `kiss` has no key `tagline`
        ╭─[exhibit.toml:21:1]
     21 │ tagline = "late"
        · ^^^^^^^
        ╰────
      help: `tagline` belongs to the exhibit itself: move this line up, above the first line in square
            brackets.

      error: shot `kiss` has no key `model`
        ╭─[exhibit.toml:22:1]
     22 │ model = "x"
        · ^^^^^
        ╰────
      help: The keys that shot `kiss` can have: `id`, `start`, `title`, `prompt`, `script`, `voice`,
            `storyboard` and `drafts`.

      error: shot `kiss` has no key `matrix`
        ╭─[exhibit.toml:23:1]
     23 │ matrix = "bt601"
        · ^^^^^^
        ╰────
      help: `matrix` belongs to the `colour` of a [[version]].

    3 errors.
    "#);
}

#[test]
fn a_misspelt_part_is_not_called_missing_as_well() {
    let text = GOOD.replace("[[version]]", "[[versions]]").replace("[version.", "[versions.");
    assert_snapshot!(said(&text), @r#"
      error: the exhibit has no key `versions`
        ╭─[exhibit.toml:33:3]
     33 │ [[versions]]
        ·   ^^^^^^^^
        ╰────
      help: Did you mean `version`?

    1 error.
    "#);
}

#[test]
fn single_brackets_are_explained() {
    assert_snapshot!(said(&GOOD.replacen("[[credit]]", "[credit]", 1)), @r#"
      error: `credit` must be written as [[credit]], in double square brackets
       ╭─[exhibit.toml:5:1]
     5 │ [credit]
       · ^^^^^^^^
       ╰────
      help: There may be several: write [[credit]] above the keys of each one.

    1 error.
    "#);
    assert_snapshot!(said(&GOOD.replace("[[shot]]", "[shot]")), @r#"
      error: `shot` is there already
        ╭─[exhibit.toml:18:2]
     18 │ [shot]
        ·  ^^^^
        ╰────
      help: If there may be several, write each as [[shot]], in double square brackets.

    1 error.
    "#);
}

#[test]
fn times_rates_and_dates_say_how_to_write_them() {
    let text = GOOD
        .replace("\"1:23.5\"", "0")
        .replace("start = 41.25", "start = -1")
        .replace("\"30000/1001\"", "\"24p\"")
        .replace("\"2025-05\"", "\"May 2025\"");
    assert_snapshot!(said(&text), @r#"
      error: `length` of the exhibit must be more than 0
       ╭─[exhibit.toml:3:10]
     3 │ length = 0
       ·          ^
       ╰────
      help: A film may last from a moment to 24 hours; times are in seconds from its start.

      error: `start` of shot `kiss` is before the film
        ╭─[exhibit.toml:20:9]
     20 │ start = -1
        ·         ^^
        ╰────
      help: A film may last from a moment to 24 hours; times are in seconds from its start.

      error: there is no date `May 2025`
        ╭─[exhibit.toml:26:12]
     26 │ released = "May 2025"
        ·            ^^^^^^^^^^
        ╰────
      help: Write what is known of it: released = "2024", "2024-12" or "2024-12-09" (year, month,
            day).

      error: `card` of version `old` must be a number of frames a second
        ╭─[exhibit.toml:48:8]
     48 │ card = "24p"
        ·        ^^^^^
        ╰────
      help: Write a number, such as card = 24, or a fraction in quotation marks, such as card =
            "30000/1001".

    4 errors.
    "#);
    assert_snapshot!(said_with("\"1:23.5\"", "100_000"), @r#"
      error: `length` of the exhibit is more than 24 hours
       ╭─[exhibit.toml:3:10]
     3 │ length = 100_000
       ·          ^^^^^^^
       ╰────
      help: A film may last from a moment to 24 hours; times are in seconds from its start.

    1 error.
    "#);
}

#[test]
fn shots_must_follow_each_other_and_lie_within_the_film() {
    assert_snapshot!(said_with("start = 41.25", "start = 0"), @r#"
      error: shot `kiss` begins at the same time as `march`, written above it
        ╭─[exhibit.toml:20:9]
     20 │ start = 0
        ·         ^
        ╰────
      help: Write the shots in the order of the film; each `start` is in seconds from the start of the
            film.

    1 error.
    "#);
    assert_snapshot!(said_with("start = 41.25", "start = \"2:00\""), @r#"
      error: shot `kiss` begins when the film is over
        ╭─[exhibit.toml:20:9]
     20 │ start = "2:00"
        ·         ^^^^^^
        ╰────
      help: The film's `length` is 01:23.50: make it longer or `start` less.

    1 error.
    "#);
}

#[test]
fn ids_are_unique_and_plain() {
    assert_snapshot!(said_with("id = \"old-again\"\n", ""), @r#"
      error: two versions are called `old`: the other is on line 47
        ╭─[exhibit.toml:51:14]
     51 │ generation = "old"
        ·              ^^^^^
        ╰────
      help: Where a generation has several versions, give each its own id, such as id = "sora-2".

    1 error.
    "#);
    assert_snapshot!(said_with("id = \"old-again\"", "id = \"Old, again!\""), @r#"
      error: `Old, again!` cannot be used as an id
        ╭─[exhibit.toml:51:6]
     51 │ id = "Old, again!"
        ·      ^^^^^^^^^^^^^
        ╰────
      help: An id is a short name of at most 64 letters a to z, digits, - and _, for example "old-
            again".

    1 error.
    "#);
}

#[test]
fn a_version_has_one_source() {
    assert_snapshot!(said_with("file = \"again.mp4\"", "file = \"again.mp4\"\ncard = 24"), @r#"
      error: version `old-again` has both `file` and `card`
        ╭─[exhibit.toml:54:8]
     54 │ card = 24
        ·        ^^
        ╰────
      help: Keep one: `file` for one file of the whole film, `clips` for a file for each shot, `card`
            for the test card.

    1 error.
    "#);
}

#[test]
fn what_is_probably_not_meant_is_a_warning() {
    let text = GOOD
        .replace("kiss = \"kiss.webp\"\n", "")
        .replace("\"march.mp4\"", "\"../march.mp4\"")
        .replace("\"again.mp4\"", "\"C:/films/again.mp4\"")
        .replace("title = \"The march\"", "title = { en = \"The march\" }")
        .replace("card = \"30000/1001\"", "card = 24\nfit = \"hold\"");
    let text = text + "\n[[generation]]\nid = \"none\"\nname = \"None\"\n";
    assert_snapshot!(said(&text), @r#"
      warning: `title` of shot `march` is not written in ru
        ╭─[exhibit.toml:12:9]
     12 │ title = { en = "The march" }
        ·         ^^^^^^^^^^^^^^^^^^^^
        ╰────
      help: Other texts are. Add it; until then, visitors who read ru see it in en.

      warning: version `new` has no clip for shot `kiss`
        ╭─[exhibit.toml:39:1]
     39 │ [version.clips]
        · ^^^^^^^^^^^^^^^
        ╰────
      help: Its pane will be without a picture there. Add the missing file to `clips`.

      warning: the file `../march.mp4` is outside of the folder of the media
        ╭─[exhibit.toml:40:18]
     40 │ march = { file = "../march.mp4", fit = "cut" }
        ·                  ^^^^^^^^^^^^^^
        ╰────
      help: It is played, but the exhibit cannot be moved to another machine as one folder. Put the
            files beside the exhibit, or name their folder with --media.

      warning: `fit` means nothing for a test card
        ╭─[exhibit.toml:48:7]
     48 │ fit = "hold"
        ·       ^^^^^^
        ╰────
      help: Remove this line: a test card is always as long as the film.

      warning: the file `C:/films/again.mp4` is written from the root of this machine's disk
        ╭─[exhibit.toml:53:8]
     53 │ file = "C:/films/again.mp4"
        ·        ^^^^^^^^^^^^^^^^^^^^
        ╰────
      help: It is played, but the exhibit cannot be moved to another machine as one folder. Put the
            files beside the exhibit, or name their folder with --media.

      warning: no version was made by generation `none`
        ╭─[exhibit.toml:59:6]
     59 │ id = "none"
        ·      ^^^^^^
        ╰────
      help: Nothing of it will be seen. Add a [[version]] of it, or remove it.

    6 warnings.
    "#);
}

#[test]
fn paths_of_windows_and_of_the_web_are_explained() {
    assert_snapshot!(said_with("\"again.mp4\"", "'films\\again.mp4'"), @r#"
      error: the path `films\again.mp4` is written with \
        ╭─[exhibit.toml:53:8]
     53 │ file = 'films\again.mp4'
        ·        ^^^^^^^^^^^^^^^^^
        ╰────
      help: Separate folders with a /: "films/again.mp4"

    1 error.
    "#);
    assert_snapshot!(said_with("\"again.mp4\"", "\"films\\again.mp4\""), @r#"
      error: in quotation marks a \ begins a special character
        ╭─[exhibit.toml:53:15]
     53 │ file = "films\again.mp4"
        ·               ^
        ╰────
      help: Separate the folders of a path with /. For a \ itself write \\.

    1 error.
    "#);
    assert_snapshot!(said_with("\"again.mp4\"", "\"films\\march\\new.mp4\""), @r#"
      error: in quotation marks a \ begins a special character
        ╭─[exhibit.toml:53:15]
     53 │ file = "films\march\new.mp4"
        ·               ^
        ╰────
      help: Separate the folders of a path with /. For a \ itself write \\.

    1 error.
    "#);
    assert_snapshot!(said_with("\"again.mp4\"", "\"https://example.org/again.mp4\""), @r#"
      error: `https://example.org/again.mp4` is an address and not a file
        ╭─[exhibit.toml:53:8]
     53 │ file = "https://example.org/again.mp4"
        ·        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ╰────
      help: Download it, put it beside the exhibit and write its path.

    1 error.
    "#);
}

#[test]
fn texts_are_texts_in_known_languages_and_not_endless() {
    let text = GOOD
        .replace("en = \"The Kiss\"", "english = \"The Kiss\"")
        .replace("tagline = \"One film, many hands\"", "tagline = 7")
        .replace("They halted for the night.", &"on and ".repeat(300));
    assert_snapshot!(said(&text), @r#"
      error: `english` in `title` of the exhibit is not the tag of a language
       ╭─[exhibit.toml:1:11]
     1 │ title = { english = "The Kiss", ru = "Поцелуй" }
       ·           ^^^^^^^
       ╰────
      help: Use short tags such as en, ru, de or pt-BR.

      error: `tagline` of the exhibit must be a text, not a number
       ╭─[exhibit.toml:2:11]
     2 │ tagline = 7
       ·           ^
       ╰────
      help: Write "…", or one text per language: { en = "…", ru = "…" }.

      error: `script` of shot `march` is 2100 characters long, and its place holds 600
        ╭─[exhibit.toml:14:10]
     14 │ script = "on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on an
        ·          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ╰────
      help: Shorten it by at least 1500 characters, so that it fits.

    3 errors.
    "#);
}

#[test]
fn toml_itself_is_explained() {
    let first = |line: &str| {
        let report = parse(line).unwrap_err();
        assert_eq!(report.errors(), 1, "{report}");
        report.problems()[0].to_string() + "\n"
    };
    let lines = [
        "title = The Kiss",
        "title = “The Kiss”",
        "title = \"The Kiss",
        "title = \"The \"Kiss\"\"",
        "length = 1:30",
        "length = 1,5",
        "length = 48s",
        "released = 2024-12",
        "title =",
        "title: \"The Kiss\"",
        "The Kiss",
        "// The Kiss",
        "[[shot]",
        "title = \"a\"\ntitle = \"b\"",
        "clips = { a = \"a.mp4\"",
        "clips = [\"a\" \"b\"]",
    ];
    assert_snapshot!(lines.map(first).concat(), @r#"
    exhibit.toml:1:9: `The Kiss` is neither a number nor a text. Put a text in quotation marks: title = "The Kiss"
    exhibit.toml:1:9: these quotation marks are not straight. Write " at both ends of a text; word processors put in others.
    exhibit.toml:1:18: a text is not closed. Put a " where the text ends, as where it begins.
    exhibit.toml:1:15: the line goes on after its value. If the text has quotation marks within it, write \" for each of them; else put every key on a line of its own.
    exhibit.toml:1:10: a date or time must stand in quotation marks. Write length = "1:30"
    exhibit.toml:1:11: the line goes on after its value. Write a decimal with a point, such as 1.5.
    exhibit.toml:1:10: `48s` is neither a number nor a text. Write a number alone, without its unit; a text in quotation marks: "48s"
    exhibit.toml:1:12: a date or time must stand in quotation marks. Write released = "2024-12"
    exhibit.toml:1:8: `title` has no value. Write one after the =, such as title = "…", or remove the line.
    exhibit.toml:1:6: a value is given with =. Write key = value, with = instead of the colon.
    exhibit.toml:1:5: this line has no = with a value after it. Write key = value. A comment begins with #, a title of a part is in [[ ]].
    exhibit.toml:1:1: this line cannot be read. A comment begins with #.
    exhibit.toml:1:8: a square bracket is missing. Close it with as many as it begins with: [[shot]]
    exhibit.toml:2:1: `title` is written twice in the same part. Keep one of the lines. A new part begins with a line in double square brackets.
    exhibit.toml:1:22: a { before this is never closed. Add the } where its entries end.
    exhibit.toml:1:14: a comma is missing here. Put a comma between the entries of a list.
    "#);
    assert_snapshot!(said("title = “The Kiss”\nlength = 1:30\n[[shot]\nid = \"a\" start = 0\n"), @r#"
      error: these quotation marks are not straight
       ╭─[exhibit.toml:1:9]
     1 │ title = “The Kiss”
       ·         ^^^^^^^^^^
       ╰────
      help: Write " at both ends of a text; word processors put in others.

      error: a date or time must stand in quotation marks
       ╭─[exhibit.toml:2:10]
     2 │ length = 1:30
       ·          ^^^^
       ╰────
      help: Write length = "1:30"

      error: a square bracket is missing
       ╭─[exhibit.toml:3:8]
     3 │ [[shot]
       ·        ^
       ╰────
      help: Close it with as many as it begins with: [[shot]]

      error: the line goes on after its value
       ╭─[exhibit.toml:4:10]
     4 │ id = "a" start = 0
       ·          ^
       ╰────
      help: Put every key = value on a line of its own; a comment begins with #.

    4 errors.
    "#);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let said = |name: &str| {
        let report = exhibit::load(&folder.path().join(name), None).unwrap_err();
        report.render(false).replace(&folder.path().display().to_string(), "FOLDER")
    };
    fs::write(folder.path().join("latin.toml"), b"title = \"caf\xe9\"\n").unwrap();
    fs::write(folder.path().join("large.toml"), vec![b'#'; (4 << 20) + 1]).unwrap();
    fs::create_dir(folder.path().join("exhibit.toml")).unwrap();
    assert_snapshot!(said("none.toml"), @r#"
      error: the file `FOLDER/none.toml` is not there
      help: Give the folder of an exhibit, or its exhibit.toml.

    1 error.
    "#);
    assert_snapshot!(said(""), @r#"
      error: the file `FOLDER/exhibit.toml` is a folder or a device, not a text
      help: Give the folder of an exhibit, or its exhibit.toml.

    1 error.
    "#);
    assert_snapshot!(said("latin.toml"), @r#"
      error: the file `FOLDER/latin.toml` is not written in UTF-8
       ╭─[FOLDER/latin.toml:1:13]
     1 │ title = "caf
       ·             ^
       ╰────
      help: Open it in an editor and save it with the encoding UTF-8.

    1 error.
    "#);
    assert_snapshot!(said("large.toml"), @r#"
      error: the file `FOLDER/large.toml` is larger than 4 MiB, so it is no exhibit
      help: Give the folder of an exhibit, or its exhibit.toml.

    1 error.
    "#);
}

#[test]
fn a_hostile_file_makes_no_endless_report() {
    let line = "x".repeat(100_000);
    let text: String = (0..30).map(|n| format!("{line}{n} = 1\n")).collect();
    assert!(said(&text).len() < 40_000);
    let many: String = (0..5000).map(|n| format!("key{n} = 1\n")).collect();
    let report = parse(&many).unwrap_err();
    assert_eq!(report.problems().len(), 200);
    assert!(report.errors() >= 5000);
    assert!(report.render(false).contains("more, not shown"));
}

#[test]
fn machines_get_the_same_problems() {
    let report = parse(&GOOD.replacen("fit = \"loop\"", "fit = \"lop\"", 1)).unwrap_err();
    let expected = serde_json::json!({
        "errors": 1,
        "warnings": 0,
        "problems": [{
            "severity": "error",
            "file": "exhibit.toml",
            "line": 54,
            "column": 7,
            "message": "`fit` of version `old-again` cannot be `lop`",
            "help": "Did you mean \"loop\"? It can be \"stretch\", \"hold\", \"loop\" or \"cut\".",
        }],
    });
    assert_eq!(report.to_json(), expected);
}

#[test]
fn the_exit_status_tells_errors_from_warnings() {
    let warning = Report::of(Diagnostic::warning("w"));
    let mut both = warning.clone();
    both.push(Diagnostic::error("e"));
    let status = |report: &Report| (report.exit_status(false), report.exit_status(true));
    assert_eq!(status(&Report::new()), (0, 0));
    assert_eq!(status(&warning), (0, 1));
    assert_eq!(status(&both), (2, 2));
    assert_eq!(both.summary(), "1 error, 1 warning");
    assert!(exhibit::load(Path::new("no such exhibit"), None).is_err());
}
