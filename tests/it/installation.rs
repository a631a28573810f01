//! Installation files: what is shipped loads, and whatever is wrong is explained.

mod running;

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use palimpsest::diagnostic::Report;
use palimpsest::installation::{self, Bezel, Installation, Rotation, ScreenView};
use proptest::prelude::*;

/// A small wall that uses every key once.
const GOOD: &str = r#"viewing-distance = "2.5 m"
controller = { x = 900, y = 1500 }
language = "pt-BR"
[[screen]]
name = "left"
x = -10.5
y = 20
width = 1210
height = 681
pixels = [3840, 2160]
bezel = 12
[[screen]]
name = "right"
x = 1300
width = 681
height = "121 cm"
rotation = 90
bezel = { left = 12, right = 8 }
view = "story"
"#;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn parse(text: &str) -> Result<installation::Loaded, Report> {
    installation::parse(text, Path::new("wall.toml"))
}

/// The walls that come with the project.
fn shipped() -> Vec<PathBuf> {
    let entries = fs::read_dir(root("config")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|kind| kind == "toml")).collect();
    files.sort();
    files
}

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

/// The same, one line for each problem.
fn lines_with(changes: &[(&str, &str)]) -> String {
    lines_of(GOOD, changes)
}

/// What is said of a file with one part after the other replaced, one line for each problem.
fn lines_of(file: &str, changes: &[(&str, &str)]) -> String {
    let lines = changes.iter().map(|(old, new)| {
        assert!(file.contains(old), "{old}");
        let report = match parse(&file.replacen(old, new, 1)) {
            Ok(loaded) => loaded.warnings,
            Err(report) => report,
        };
        report.problems().iter().map(|problem| format!("{problem}\n")).collect::<String>()
    });
    lines.collect()
}

#[test]
fn every_shipped_wall_loads_without_warnings_and_names_the_schema() {
    let files = shipped();
    let names: Vec<_> = files.iter().filter_map(|path| path.file_stem()).collect();
    let all = ["3x3", "five-portraits", "installation", "laptop", "salon", "single-4k"];
    assert_eq!(names, all);
    for path in files {
        let loaded = installation::load(&path).unwrap_or_else(|report| panic!("{report}"));
        assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
        assert_eq!(loaded.installation.file.as_ref(), Some(&path));
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        let schema = first.strip_prefix("#:schema ").expect("the first line");
        assert!(root("config").join(schema).is_file(), "{first}");
    }
}

#[test]
fn the_wall_without_a_file_is_the_one_in_the_file_with_the_defaults() {
    let loaded = installation::load(&root("config/installation.toml")).unwrap();
    let written = Installation { file: None, ..loaded.installation };
    assert_eq!(written, Installation::default());
    let shortest = parse("[[screen]]\nwidth = 1210\nheight = 681\n").unwrap();
    assert_eq!(Installation { file: None, ..shortest.installation }, Installation::default());
}

#[test]
fn the_schema_file_is_what_the_program_prints() {
    let file = root("config/installation.schema.json");
    let printed = serde_json::to_string_pretty(&installation::schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&file, &printed).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    let written: Option<serde_json::Value> = serde_json::from_str(&written).ok();
    let stale = "run this test once with UPDATE_SCHEMA=1 set";
    assert!(written == Some(installation::schema()), "{stale}");
}

#[test]
fn the_schema_knows_exactly_the_keys_that_are_read() {
    let schema = installation::schema();
    let properties = |value: &serde_json::Value| -> Vec<String> {
        value["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let known = |text: &str| -> Vec<String> {
        let report = parse(text).unwrap_err();
        let mut problems = report.problems().iter();
        let problem = problems.find(|problem| problem.message.contains("qqqqqqqqqqqq"));
        let help = problem.unwrap().help.clone().unwrap();
        let (_, keys) = help.split_once(" can have: ").expect(text);
        let mut keys: Vec<String> = keys.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        keys.sort();
        keys
    };
    let of = |key: &str| &schema["properties"][key];
    let screen = &of("screen")["items"];
    assert_eq!(properties(&schema), known("qqqqqqqqqqqq = 1"));
    assert_eq!(properties(screen), known("[[screen]]\nqqqqqqqqqqqq = 1"));
    assert_eq!(properties(of("controller")), known("controller = { qqqqqqqqqqqq = 1 }"));
    let bezel = &screen["properties"]["bezel"]["anyOf"][2];
    assert_eq!(properties(bezel), known("[[screen]]\nbezel = { qqqqqqqqqqqq = 1 }"));
}

#[test]
fn what_is_written_is_what_is_meant() {
    let loaded = parse(GOOD).unwrap_or_else(|report| panic!("{report}"));
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    let wall = loaded.installation;
    assert_eq!(wall.viewing_distance_mm, 2500.0);
    assert_eq!((wall.controller_mm, wall.language.as_str()), ((900.0, 1500.0), "pt-BR"));
    let [left, right] = wall.screens.as_slice() else { panic!("two screens") };
    assert_eq!((left.x, left.y, left.width, left.height), (-10.5, 20.0, 1210.0, 681.0));
    assert_eq!((left.name.as_str(), left.pixels), ("left", (3840, 2160)));
    assert_eq!((left.bezel, left.view), (Bezel::even(12.0), None));
    assert_eq!((right.x, right.y, right.width, right.height), (1300.0, 0.0, 681.0, 1210.0));
    assert_eq!((right.rotation, right.pixels), (Rotation::Clockwise, (1080, 1920)));
    assert_eq!(right.view, Some(ScreenView::Story));
    assert_eq!(right.bezel, Bezel { left: 12.0, top: 0.0, right: 8.0, bottom: 0.0 });
    assert_eq!((wall.bounds_mm().width, wall.bounds_mm().bottom()), (1991.5, 1210.0));
}

#[test]
fn a_controller_of_which_only_one_place_is_written_is_below_the_middle_in_the_other() {
    let text = "[[screen]]\nwidth = 1000\nheight = 600\npixels = [1920, 1152]\n";
    let place = |written: &str| parse(&(written.to_owned() + text)).unwrap().installation;
    assert_eq!(place("").controller_mm, (500.0, 800.0));
    assert_eq!(place("controller = { x = 10 }\n").controller_mm, (10.0, 800.0));
    assert_eq!(place("controller = { y = \"1 m\" }\n").controller_mm, (500.0, 1000.0));
}

#[test]
fn the_height_above_the_floor_and_the_place_of_the_computer_are_for_the_plan() {
    let screen = "[[screen]]\nwidth = 1210\nheight = 681\n";
    let wall = |written: &str| parse(&(written.to_owned() + screen)).unwrap().installation;
    let unsaid = wall("");
    assert_eq!((unsaid.centre_height_mm, unsaid.computer_mm), (None, None));
    let said = wall("centre-height = \"1.5 m\"\ncomputer = { x = -600, y = \"2 m\" }\n");
    let written = (said.centre_height_mm, said.computer_mm);
    assert_eq!(written, (Some(1500.0), Some((-600.0, 2000.0))));
    let good = format!("computer = {{ x = 0, y = 900 }}\ncentre-height = 1500\n{screen}");
    let lines = lines_of(
        &good,
        &[
            ("= 1500", "= 1.5"),
            ("= 1500", "= 300"),
            ("= 1500", "= \"high\""),
            ("centre-height", "center-height"),
            (", y = 900", ""),
            ("{ x = 0, y = 900 }", "\"in the rack\""),
        ],
    );
    assert_snapshot!(lines, @r#"
    wall.toml:2:17: `centre-height` of the installation is 1.5 mm, and less than 100 mm cannot be meant. Lengths are in mm. In metres it is "1.5 m".
    wall.toml:2:17: the wall reaches 40.5 mm below the floor: it is 681 mm high, and its middle 300 mm above the floor. `centre-height` is from the floor to the middle of all pictures, and at least 341 mm here.
    wall.toml:2:17: `centre-height` of the installation must be a length in mm, not `high`. Write millimetres, such as centre-height = 1210, or one of the units mm, cm, m and in, in quotation marks, such as centre-height = "1.21 m".
    wall.toml:2:1: the installation has no key `center-height`. Did you mean `centre-height`?
    wall.toml:1:12: `computer` has no `y`. Add a line such as: y = 2000  # mm
    wall.toml:1:12: `computer` must be a table, not a text. Its keys are `x` and `y`.
    "#);
}

#[test]
fn nine_panels_make_one_plane_on_which_bezels_lie_between() {
    let wall = installation::load(&root("config/3x3.toml")).unwrap().installation;
    let canvas = wall.canvas();
    assert!(canvas.screens.iter().all(|rect| (rect.w, rect.h) == (1920, 1080)));
    // 1.8 mm at 1.587 pixels per mm.
    let gaps = |a: usize, b: usize| canvas.screens[b].x - canvas.screens[a].right();
    assert_eq!((gaps(0, 1), gaps(1, 2)), (3, 3));
    assert_eq!(canvas.size, (5766, 3247));
}

#[test]
fn of_a_salon_every_screen_has_at_least_its_own_pixels() {
    let wall = installation::load(&root("config/salon.toml")).unwrap().installation;
    let canvas = wall.canvas();
    for (screen, rect) in wall.screens.iter().zip(&canvas.screens) {
        let least = |own: u32| own - own / 50;
        assert!(rect.w >= least(screen.pixels.0), "{}: {rect:?}", screen.name);
        assert!(rect.h >= least(screen.pixels.1), "{}: {rect:?}", screen.name);
    }
}

#[test]
fn every_problem_is_reported_at_once() {
    let text = r#"viewing-distance = 2.5
langauge = "en"
controller = { x = "in the middle" }
[[screen]]
name = "left"
width = 1.21
height = 681
rotation = 45
[[screen]]
name = "left"
x = 1300
width = 1210
height = -1
pixels = [1920]
view = "chrous"
bezel = { let = 12 }
"#;
    assert_snapshot!(said(text), @r#"
      error: `viewing-distance` of the installation is 2.5 mm, and less than 100 mm cannot be meant
       ╭─[wall.toml:1:20]
     1 │ viewing-distance = 2.5
       ·                    ^^^
       ╰────
      help: Lengths are in mm. In metres it is "2.5 m".

      error: the installation has no key `langauge`
       ╭─[wall.toml:2:1]
     2 │ langauge = "en"
       · ^^^^^^^^
       ╰────
      help: Did you mean `language`?

      error: `x` of `controller` must be a length in mm, not `in the middle`
       ╭─[wall.toml:3:20]
     3 │ controller = { x = "in the middle" }
       ·                    ^^^^^^^^^^^^^^^
       ╰────
      help: Write millimetres, such as x = 1210, or one of the units mm, cm, m and in, in quotation
            marks, such as x = "1.21 m".

      error: `width` of screen `left` is 1.21 mm, and less than 20 mm cannot be meant
       ╭─[wall.toml:6:9]
     6 │ width = 1.21
       ·         ^^^^
       ╰────
      help: Lengths are in mm. In metres it is "1.21 m". In inches it is "1.21 in".

      error: `rotation` of screen `left` cannot be `45`
       ╭─[wall.toml:8:12]
     8 │ rotation = 45
       ·            ^^
       ╰────
      help: It can be 0, 90, 180 or 270: how far the screen is turned clockwise.

      error: two screens are called `left`: the other is on line 5
        ╭─[wall.toml:10:8]
     10 │ name = "left"
        ·        ^^^^^^
        ╰────
      help: Give each its own name.

      error: `height` of screen `left` must be more than 0
        ╭─[wall.toml:13:10]
     13 │ height = -1
        ·          ^^
        ╰────
      help: Lengths are in mm, measured on the wall.

      error: `pixels` of screen `left` must be two whole numbers
        ╭─[wall.toml:14:10]
     14 │ pixels = [1920]
        ·          ^^^^^^
        ╰────
      help: Write how many it has across and down before it is turned, such as pixels = [1920, 1080].

      error: `view` of screen `left` cannot be `chrous`
        ╭─[wall.toml:15:8]
     15 │ view = "chrous"
        ·        ^^^^^^^^
        ╰────
      help: Did you mean "chorus"? It can be "chorus", "solo", "story", "duet", "strata" or "card".

      error: `bezel` of screen `left` has no key `let`
        ╭─[wall.toml:16:11]
     16 │ bezel = { let = 12 }
        ·           ^^^
        ╰────
      help: Did you mean `left`?

    10 errors.
    "#);
}

#[test]
fn a_wall_without_a_screen_is_told_what_a_screen_needs() {
    assert_snapshot!(said("# nothing yet\n"), @r#"
      error: the installation has no screen
       ╭─[wall.toml:1:1]
     1 │ # nothing yet
       · ^
       ╰────
      help: Add at least one [[screen]] with its `width` and `height` in mm.

    1 error.
    "#);
    assert_snapshot!(said("[[screen]]\n"), @r#"
      error: this [[screen]] has no `width`
       ╭─[wall.toml:1:1]
     1 │ [[screen]]
       · ^^^^^^^^^^
       ╰────
      help: Add a line such as: width = 1210  # mm, of the picture without its rim

      error: this [[screen]] has no `height`
       ╭─[wall.toml:1:1]
     1 │ [[screen]]
       · ^^^^^^^^^^
       ╰────
      help: Add a line such as: height = 681  # mm, of the picture without its rim

    2 errors.
    "#);
}

#[test]
fn screens_that_lie_on_each_other_are_both_named_with_the_way_out() {
    assert_snapshot!(said_with("x = 1300", "x = 1100"), @r#"
      error: screen `right` lies on screen `left`: 99.5 × 681 mm are in both
        ╭─[wall.toml:14:5]
     14 │ x = 1100
        ·     ^^^^
        ╰────
      help: `x` and `y` are the upper left corner of a picture, in mm from that of the wall, `y`
            downwards. To hang to the right of `left`, it needs x = 1223.5.

    1 error.
    "#);
    let heap = "[[screen]]\nwidth = 1210\nheight = 681\n".repeat(4);
    assert_snapshot!(parse(&heap).unwrap_err().to_string(), @r#"
      error: screen `screen-2` lies on screen `screen-1`: 1210 × 681 mm are in both
       ╭─[wall.toml:4:1]
     4 │ [[screen]]
       · ^^^^^^^^^^
       ╰────
      help: `x` and `y` are the upper left corner of a picture, in mm from that of the wall, `y`
            downwards. To hang to the right of `screen-1`, it needs x = 1210.

      error: screen `screen-3` lies on screen `screen-1`: 1210 × 681 mm are in both
       ╭─[wall.toml:7:1]
     7 │ [[screen]]
       · ^^^^^^^^^^
       ╰────
      help: `x` and `y` are the upper left corner of a picture, in mm from that of the wall, `y`
            downwards. To hang to the right of `screen-1`, it needs x = 1210.

      error: screen `screen-4` lies on screen `screen-1`: 1210 × 681 mm are in both
        ╭─[wall.toml:10:1]
     10 │ [[screen]]
        · ^^^^^^^^^^
        ╰────
      help: `x` and `y` are the upper left corner of a picture, in mm from that of the wall, `y`
            downwards. To hang to the right of `screen-1`, it needs x = 1210.

    3 errors.
    "#);
}

#[test]
fn bezels_that_lie_on_each_other_are_a_warning() {
    assert_snapshot!(said_with("x = 1300", "x = 1210"), @r#"
      warning: the bezels of screens `right` and `left` lie on each other by 13.5 mm
        ╭─[wall.toml:14:5]
     14 │ x = 1210
        ·     ^^^^
        ╰────
      help: Measure the rims and places again. To hang to the right of `left`, it needs x = 1223.5.

    1 warning.
    "#);
}

#[test]
fn what_no_screen_can_be_is_refused() {
    assert_snapshot!(lines_with(&[
        ("width = 1210", "width = 0"),
        ("width = 1210", "width = \"1210 m\""),
        ("width = 1210", "width = \"1,21 m\""),
        ("x = -10.5", "x = -1e9"),
        ("x = -10.5", "x = nan"),
        ("pixels = [3840, 2160]", "pixels = [3840, 8]"),
        ("pixels = [3840, 2160]", "pixels = [384000, 2160]"),
        ("pixels = [3840, 2160]", "pixels = \"4K\""),
        ("bezel = 12", "bezel = -1"),
        ("bezel = 12", "bezel = 1210"),
        ("rotation = 90", "rotation = -90"),
        ("rotation = 90", "rotation = \"90\""),
        ("rotation = 90", "rotation = \"left\""),
        ("view = \"story\"", "view = \"everything\""),
        ("name = \"right\"", "name = \"left\""),
        ("language = \"pt-BR\"", "language = \"pt_BR\""),
        ("\"2.5 m\"", "0"),
        ("\"2.5 m\"", "\"2500 m\""),
        ("x = 900", "x = true"),
    ]), @r#"
    wall.toml:8:9: `width` of screen `left` must be more than 0. Lengths are in mm, measured on the wall.
    wall.toml:8:9: `width` of screen `left` is more than 100 m. Lengths are in mm, and no wall is longer than 100 m.
    wall.toml:8:9: `width` of screen `left` must be a length in mm, not `1,21 m`. Write a decimal with a point: width = "1.21 m".
    wall.toml:6:5: `x` of screen `left` is less than -100 m. Lengths are in mm, and no wall is longer than 100 m.
    wall.toml:6:5: `x` of screen `left` must be a length in mm, not `nan`. Write millimetres, such as x = 1210, or one of the units mm, cm, m and in, in quotation marks, such as x = "1.21 m".
    wall.toml:10:10: `pixels` of screen `left` must be 16 to 16384 across and down. Write how many it has across and down before it is turned, such as pixels = [1920, 1080].
    wall.toml:10:10: `pixels` of screen `left` must be 16 to 16384 across and down. Write how many it has across and down before it is turned, such as pixels = [1920, 1080].
    wall.toml:10:10: `pixels` of screen `left` must be two whole numbers. Write how many it has across and down before it is turned, such as pixels = [1920, 1080].
    wall.toml:11:9: `bezel` of screen `left` is less than 0. Write how wide the rim is, in mm; 0 where there is none.
    wall.toml:11:9: the bezel of screen `left` is 1210 mm, and its picture only 1210 mm wide. The bezel is the rim alone: measure from the edge of the picture to the edge of the housing, in mm.
    wall.toml:17:12: `rotation` of screen `right` cannot be `-90`. Write rotation = 270. It can be 0, 90, 180 or 270: how far the screen is turned clockwise.
    wall.toml:17:12: `rotation` of screen `right` cannot be the text `90`. Write rotation = 90. It can be 0, 90, 180 or 270: how far the screen is turned clockwise.
    wall.toml:17:12: `rotation` of screen `right` cannot be the text `left`. It can be 0, 90, 180 or 270: how far the screen is turned clockwise.
    wall.toml:19:8: `view` of screen `right` cannot be `everything`. It can be "chorus", "solo", "story", "duet", "strata" or "card".
    wall.toml:13:8: two screens are called `left`: the other is on line 5. Give each its own name.
    wall.toml:3:12: `pt_BR` is not the tag of a language. Use short tags such as en, ru, de or pt-BR.
    wall.toml:1:20: `viewing-distance` of the installation must be more than 0. Lengths are in mm, measured on the wall.
    wall.toml:1:20: `viewing-distance` of the installation is more than 100 m. Lengths are in mm, and no wall is longer than 100 m.
    wall.toml:2:20: `x` of `controller` must be a length in mm, not true or false. Write millimetres, such as x = 1210, or one of the units mm, cm, m and in, in quotation marks, such as x = "1.21 m".
    "#);
}

#[test]
fn a_screen_whose_pixels_would_not_be_square_is_a_warning() {
    let shape = |written: &str| {
        let report = said(&format!("[[screen]]\n{written}\n"));
        let of_help = report.lines().skip_while(|line| !line.contains("help:"));
        let help: Vec<&str> = of_help.map(str::trim).collect();
        format!("{}\n  {}\n", report.lines().next().unwrap_or_default(), help.join(" "))
    };
    let shapes = [
        "width = 681\nheight = 1210",
        "width = 1210\nheight = 681\nrotation = 90",
        "width = 1210\nheight = 681\npixels = [1080, 1920]",
        "width = 1300\nheight = 681",
    ];
    assert_snapshot!(shapes.map(shape).concat(), @r#"
    warning: the pixels of screen `screen-1` are not square: 681 × 1210 mm have 1920 × 1080 of them
    help: Does it hang on its side? Then write rotation = 90, or 270, and `pixels` as before it is turned.  1 warning.
    warning: the pixels of screen `screen-1` are not square: 1210 × 681 mm have 1080 × 1920 of them
    help: `width` and `height` are as the screen hangs, and `pixels` as it is before it is turned: change one of them, or `rotation`.  1 warning.
    warning: the pixels of screen `screen-1` are not square: 1210 × 681 mm have 1080 × 1920 of them
    help: Write pixels = [1920, 1080], or add the `rotation` of a screen on its side.  1 warning.
    warning: the pixels of screen `screen-1` are not square: 1300 × 681 mm have 1920 × 1080 of them
    help: Measure the picture without its rim, and look up how many pixels the screen has.  1 warning.
    "#);
    // Within a twentieth is no matter.
    assert_eq!(said("[[screen]]\nwidth = 1230\nheight = 681\n"), "");
}

#[test]
fn a_wall_too_far_away_to_be_read_is_a_warning() {
    assert_snapshot!(said_with("\"2.5 m\"", "\"20 m\""), @r#"
      warning: few words fit on screen `left`: from 20 m away capitals must be 116 mm high to be read
      │ with ease, and the screen is only 681 mm high
       ╭─[wall.toml:1:20]
     1 │ viewing-distance = "20 m"
       ·                    ^^^^^^
       ╰────
      help: Labels will be left out. They fit where people stand at 14630 mm or nearer, or on a larger
            screen.

    1 warning.
    "#);
    let tiny = "[[screen]]\nwidth = 128\nheight = 72\n";
    assert_snapshot!(parse(tiny).unwrap().warnings.to_string(), @r#"
      warning: few words fit on screen `screen-1`: from 2000 mm away capitals must be 12 mm high to be
      │ read with ease, and the screen is only 72 mm high
       ╭─[wall.toml:3:10]
     3 │ height = 72
       ·          ^^
       ╰────
      help: Labels will be left out. They fit where people stand at 1540 mm or nearer, or on a larger
            screen.

    1 warning.
    "#);
}

#[test]
fn a_key_in_the_wrong_place_is_sent_home() {
    assert_snapshot!(lines_with(&[
        ("view = \"story\"", "language = \"en\""),
        ("language = \"pt-BR\"", "width = 1210"),
        ("language = \"pt-BR\"", "title = \"A wall\""),
        ("bezel = 12", "resolution = 4"),
        ("bezel = 12", "bezle = 12"),
        ("bezel = 12", "title = \"A\""),
        ("[[screen]]\nname = \"left\"", "[screen]\nname = \"left\""),
        ("width = 1210", "width = 121 cm"),
    ]), @r#"
    wall.toml:19:1: screen `right` has no key `language`. `language` belongs to the installation itself: move this line up, above the first line in square brackets.
    wall.toml:3:1: the installation has no key `width`. `width` belongs to a [[screen]]: move this line below such a header.
    wall.toml:3:1: the installation has no key `title`. The keys that the installation can have: `viewing-distance`, `controller`, `centre-height`, `computer`, `language`, `territory`, `windows`, `view`, `idle`, `reset`, `controllers`, `clicks`, `axis`, `osc`, `sound`, `captions`, `time-zone`, `hours`, `on-open`, `on-close`, `contact` and `screen`.
    wall.toml:11:1: screen `left` has no key `resolution`. Did you mean `pixels`?
    wall.toml:11:1: screen `left` has no key `bezle`. Did you mean `bezel`?
    wall.toml:11:1: screen `left` has no key `title`. Did you mean `name`?
    wall.toml:4:1: `screen` must be written as [[screen]], in double square brackets. There may be several: write [[screen]] above the keys of each one.
    wall.toml:12:3: `screen` is there already. Write every one of them as [[screen]], in double square brackets.
    wall.toml:8:9: `121 cm` is neither a number nor a text. Write a number alone, without its unit; a text in quotation marks: "121 cm"
    "#);
}

#[test]
fn a_file_that_cannot_be_read_is_told_apart_from_one_that_is_wrong() {
    let said = |file: &str| installation::load(Path::new(file)).unwrap_err().to_string();
    assert_snapshot!(said("config/nowhere.toml"), @r#"
      error: the file `config/nowhere.toml` is not there
      help: Give the file of an installation, such as config/installation.toml.

    1 error.
    "#);
    assert_snapshot!(said("/"), @r#"
      error: the file `/` is a folder or a device, not a text
      help: Give the file of an installation, such as config/installation.toml.

    1 error.
    "#);
}

#[test]
fn a_mark_and_line_ends_of_windows_are_no_problem() {
    let text = "\u{feff}".to_owned() + &GOOD.replace('\n', "\r\n");
    let loaded = parse(&text).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(loaded.installation, parse(GOOD).unwrap().installation);
}

#[test]
fn a_wall_has_at_most_so_many_screens() {
    let screens = |count: usize| {
        let screen =
            |index| format!("[[screen]]\nx = {}\nwidth = 1210\nheight = 681\n", index * 1300);
        (0..count).map(screen).collect::<String>()
    };
    assert!(parse(&screens(64)).is_ok());
    assert_snapshot!(parse(&screens(65)).unwrap_err().to_string(), @r#"
      error: there are 65 [[screen]]
         ╭─[wall.toml:257:1]
     257 │ [[screen]]
         · ^^^^^^^^^^
         ╰────
      help: There can be at most 64; remove the others.

    1 error.
    "#);
}

/// A wall is sound, or every problem is in the file and its place can be shown.
fn assert_sound_or_explained(text: &str) {
    let report = match parse(text) {
        Ok(loaded) => {
            let wall = loaded.installation;
            assert!(!wall.screens.is_empty());
            let bounds = wall.bounds_mm();
            assert!(bounds.width > 0.0 && bounds.width.is_finite(), "{bounds:?}");
            assert!(wall.controller_mm.0.is_finite() && wall.viewing_distance_mm > 0.0);
            for canvas in [wall.canvas(), wall.canvas_within((1000, 1000))] {
                for (index, rect) in canvas.screens.iter().enumerate() {
                    assert!(rect.right() <= canvas.size.0 && rect.bottom() <= canvas.size.1);
                    let on = canvas.screens[..index].iter().find(|other| rect.overlaps(other));
                    assert_eq!(on, None, "{rect:?}\n{text}");
                }
            }
            loaded.warnings
        }
        Err(report) => report,
    };
    let lines: Vec<&str> = text.split('\n').collect();
    for problem in report.problems() {
        let place = problem.place.as_ref().expect("a place");
        let line = lines.get(place.line - 1).expect("a line of the file");
        assert!(place.column <= line.chars().count() + 1, "{place}: {line}");
        assert!(problem.help.as_ref().is_some_and(|help| !help.is_empty()), "{}", problem.message);
    }
    assert!(report.render(false).len() < 1 << 20);
}

proptest! {
    #[test]
    fn no_bytes_whatever_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        assert_sound_or_explained(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_mixture_of_what_belongs_in_a_file_makes_it_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "[[screen]]\n", "[screen]\n", "x = ", "y = ", "width = ", "height = ", "bezel = ",
            "pixels = ", "rotation = ", "view = ", "name = ", "viewing-distance = ", "language = ",
            "controller = ", "1\n", "-1\n", "1210\n", "681\n", "1e400\n", "nan\n", "inf\n", "90\n",
            "\"2.5 m\"\n", "\"9999999999999999999999\"\n", "99999999999999999999\n", "0x10\n",
            "{ x = 1 }\n", "{ left = 1 }\n", "[1920, 1080]\n", "[1, 99999999999999999999]\n",
            "[", "]", "{", "}", "\"", ",", "=", "\n", "\"en\"\n", "\u{0}", "é",
        ]), 0..60),
    ) {
        assert_sound_or_explained(&parts.concat());
    }

    #[test]
    fn any_screens_make_a_wall_or_are_explained(
        screens in prop::collection::vec((
            -3_000i32..3_000, -3_000i32..3_000, -10i32..4_000, -10i32..4_000, 10u32..20_000,
            10u32..20_000, prop::sample::select(vec![0, 45, 90, 180, 270]), -5i32..100,
        ), 0..6),
        distance in -10i32..120_000,
    ) {
        let mut text = format!("viewing-distance = {distance}\n");
        for (x, y, w, h, across, down, rotation, bezel) in screens {
            let mm = |tenths: i32| f64::from(tenths) / 10.0 * 7.0;
            text += &format!(
                "[[screen]]\nx = {}\ny = {}\nwidth = {}\nheight = {}\npixels = [{across}, {down}]\n\
                 rotation = {rotation}\nbezel = {bezel}\n", mm(x), mm(y), mm(w), mm(h)
            );
        }
        assert_sound_or_explained(&text);
    }

    #[test]
    fn a_file_with_one_character_changed_loads_or_says_where(
        at in 0..GOOD.len(),
        to in prop::sample::select("\"[]=,\nx{\\0".chars().collect::<Vec<_>>()),
    ) {
        let mut text = GOOD[..at].to_owned();
        text.push(to);
        text.extend(GOOD[at..].chars().skip(1));
        assert_sound_or_explained(&text);
    }
}
