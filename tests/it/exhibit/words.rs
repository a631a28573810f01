//! What the label wall says: texts that fit their places, tools, influences, the stand-in and the
//! invitation.

use insta::assert_snapshot;
use palimpsest::exhibit::limits::{LIMITS, LONGEST_TEXT};
use palimpsest::exhibit::quantity::released;
use palimpsest::exhibit::{self, Direction, Exhibit, StandIn};
use proptest::prelude::*;

use super::{assert_places_are_in_range, parse};

/// A small exhibit that uses once every key of what is said on the label wall.
const WORDS: &str = include_str!("words.toml");

fn loaded(text: &str) -> Exhibit {
    let loaded = parse(text).unwrap_or_else(|report| panic!("{report}"));
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    loaded.exhibit
}

/// Everything that is said of the file with one part replaced.
fn said_with(old: &str, new: &str) -> String {
    assert!(WORDS.contains(old), "{old}");
    match parse(&WORDS.replacen(old, new, 1)) {
        Ok(loaded) => loaded.warnings.render(false),
        Err(report) => report.render(false),
    }
}

#[test]
fn what_the_artist_writes_is_what_the_labels_have() {
    let exhibit = loaded(WORDS);
    assert_eq!(exhibit.stand_in, Some(StandIn::TheKiss));
    assert_eq!(exhibit.invitation.get("ru"), "Три версии. Двигайте.");
    let version = &exhibit.versions[0];
    let tools: Vec<_> =
        version.tools.iter().map(|tool| (tool.name.as_str(), tool.used_for.get("ru"))).collect();
    assert_eq!(tools, [("A pencil", "раскадровка"), ("A razor", "the cut")]);
    let texts = [&version.gained, &version.lost, &version.kept].map(|text| text.get("en"));
    assert_eq!(texts, ["A face.", "The grain.", "Six fingers."]);
}

#[test]
fn influences_are_in_order_of_date() {
    let exhibit = loaded(WORDS);
    let [morph, face] = exhibit.influences.as_slice() else { panic!("two influences") };
    assert_eq!((morph.direction, morph.to), (Direction::ModelToHand, None));
    assert_eq!(Some(morph.from), released("2023-06-01"));
    assert_eq!((Some(face.from), face.to), (released("2024"), released("2025-05")));
    assert_eq!(face.title.get("ru"), "Дважды одно лицо");
    assert!(face.source.ends_with("https://example.org/a-title"));
}

#[test]
fn without_any_of_it_an_exhibit_is_as_good() {
    let exhibit = loaded(
        "title = \"T\"\nlength = 1\n[[generation]]\nid = \"g\"\nname = \"G\"\n\
         [[version]]\ngeneration = \"g\"\ncard = 24\n",
    );
    assert!(exhibit.invitation.is_empty() && exhibit.influences.is_empty());
    assert_eq!(exhibit.stand_in, None);
    let version = &exhibit.versions[0];
    assert!(version.tools.is_empty() && version.gained.is_empty());
    assert!(version.lost.is_empty() && version.kept.is_empty());
}

#[test]
fn a_change_of_any_word_is_a_change_of_the_exhibit() {
    let before = loaded(WORDS);
    for (old, new) in [
        ("stand-in = \"the-kiss\"\n", ""),
        ("Move them.", "Move it."),
        ("storyboards", "titles"),
        ("A razor", "A knife"),
        ("A face.", "Two faces."),
        ("The grain.", "The dust."),
        ("Six fingers.", "Five fingers."),
        ("\"hand-to-model\"", "\"model-to-hand\""),
        ("from = \"2024\"", "from = \"2024-02\""),
        ("to = \"2025-05\"\n", ""),
        ("The morph", "A morph"),
        ("Drawn by hand", "Cut by hand"),
        ("/the-morph", "/a-morph"),
    ] {
        assert!(WORDS.contains(old), "{old}");
        assert_ne!(loaded(&WORDS.replacen(old, new, 1)), before, "{old}");
    }
}

#[test]
fn a_text_that_a_language_lacks_is_a_warning() {
    let lacking = WORDS
        .replace(", ru = \"Три версии. Двигайте.\"", "")
        .replace(", ru = \"раскадровка\"", "")
        .replace(", ru = \"Лицо.\"", "")
        .replace(", ru = \"Дважды одно лицо\"", "");
    let warnings = parse(&lacking).unwrap().warnings;
    let lines: Vec<String> =
        warnings.problems().iter().map(|problem| problem.message.clone() + "\n").collect();
    assert_snapshot!(lines.concat(), @r"
    `invitation` of the exhibit is not written in ru
    `for` of a tool of version `one` is not written in ru
    `gained` of version `one` is not written in ru
    `title` of this [[influence]] is not written in ru
    ");
}

#[test]
fn a_note_of_five_thousand_characters_is_refused() {
    assert_snapshot!(said_with("\"Первая.\"", &format!("\"{}\"", "ё".repeat(5000))), @r#"
      error: `note` of version `one` in `ru` is 5000 characters long, and its place holds 400
        ╭─[exhibit.toml:18:34]
     18 │ note = { en = "The first.", ru = "ёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёё
        ·                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ╰────
      help: Shorten it by at least 4600 characters, so that it fits.

    1 error.
    "#);
}

/// A file in which this key of this kind of table has this many characters.
fn file_with(table: &str, key: &str, characters: usize) -> String {
    let value = format!("\"{}\"", "ё".repeat(characters));
    let line = match table {
        "exhibit" => return format!("{key} = {value}\n"),
        "tool" => format!("[[version]]\ntools = [{{ {key} = {value} }}]"),
        "take" => {
            format!("[[version]]\ntakes = {{ a = [{{ file = \"a\", {key} = {value} }}] }}")
        }
        "draft" => format!("[[shot]]\ndrafts = [{{ file = \"a\", {key} = {value} }}]"),
        listed => format!("[[{listed}]]\n{key} = {value}"),
    };
    line + "\n"
}

#[test]
fn every_limit_holds_in_every_language_and_no_text_is_refused_below_it() {
    let too_long = |text: &str| -> Vec<String> {
        let report = parse(text).unwrap_err();
        let messages = report.problems().iter().map(|problem| problem.message.clone());
        messages.filter(|message| message.contains(" characters long")).collect()
    };
    for (table, key, most) in LIMITS {
        assert!(too_long(&file_with(table, key, *most)).is_empty(), "{table} {key}");
        let said = too_long(&file_with(table, key, most + 1));
        assert_eq!(said.len(), 1, "{table} {key}");
        assert!(said[0].starts_with(&format!("`{key}` of ")), "{}", said[0]);
        assert!(said[0].contains(&format!("{} characters long", most + 1)), "{}", said[0]);
        assert!(said[0].ends_with(&format!("holds {most}")), "{}", said[0]);
    }
    let words = "[[version]]\nkept = { en = \"a\", ru = \"";
    assert_eq!(too_long(&format!("{words}{}\" }}\n", "ё".repeat(401))).len(), 1);
}

#[test]
fn editors_know_every_limit() {
    let schema = exhibit::schema();
    let version = &schema["properties"]["version"]["items"]["properties"];
    for (table, key, most) in LIMITS {
        // What may stand alone or in a list is described twice.
        let alone_and_listed = |of: &'_ serde_json::Value| {
            [of["anyOf"][0].clone(), of["anyOf"][1]["items"].clone()]
                .map(|one| one["anyOf"][1]["properties"].clone())
                .to_vec()
        };
        let described = match *table {
            "exhibit" => vec![schema["properties"].clone()],
            "tool" => vec![version["tools"]["items"]["properties"].clone()],
            "take" => alone_and_listed(&version["takes"]["additionalProperties"]),
            "draft" => {
                let shot = &schema["properties"]["shot"]["items"]["properties"];
                alone_and_listed(&shot["drafts"])
            }
            listed => vec![schema["properties"][listed]["items"]["properties"].clone()],
        };
        for described in described {
            let text = described[key].to_string();
            assert!(text.contains(&format!("\"maxLength\":{most}")), "{table} {key}: {text}");
            assert!(!text.contains(&format!("\"maxLength\":{LONGEST_TEXT}")), "{table} {key}");
        }
    }
}

#[test]
fn an_unknown_stand_in_is_told_the_known_ones() {
    assert_snapshot!(said_with("\"the-kiss\"", "\"the-duel\""), @r#"
      error: `stand-in` of the exhibit cannot be `the-duel`
       ╭─[exhibit.toml:4:12]
     4 │ stand-in = "the-duel"
       ·            ^^^^^^^^^^
       ╰────
      help: It can be "the-kiss" or "the-face".

    1 error.
    "#);
}

#[test]
fn tools_say_how_to_write_them() {
    let tools = "tools = [
    { name = \"A pencil\", for = { en = \"storyboards\", ru = \"раскадровка\" } },
    { name = \"A razor\", for = \"the cut\" },
]";
    assert_snapshot!(said_with(tools, "tools = \"A pencil\""), @r#"
      error: `tools` of version `one` must be a list, not a text
        ╭─[exhibit.toml:14:9]
     14 │ tools = "A pencil"
        ·         ^^^^^^^^^^
        ╰────
      help: For example: tools = [{ name = "A tool", for = "storyboards" }]

    1 error.
    "#);
    assert_snapshot!(
        said_with(tools, "tools = [\"A pencil\", { name = \"A razor\", purpose = \"x\" }]"), @r#"
          error: a tool of version `one` must be a table, not a text
            ╭─[exhibit.toml:14:10]
         14 │ tools = ["A pencil", { name = "A razor", purpose = "x" }]
            ·          ^^^^^^^^^^
            ╰────
          help: Its keys are `name` and `for`.

          error: a tool of version `one` has no key `purpose`
            ╭─[exhibit.toml:14:42]
         14 │ tools = ["A pencil", { name = "A razor", purpose = "x" }]
            ·                                          ^^^^^^^
            ╰────
          help: Did you mean `for`?

        2 errors.
        "#);
    let many = "{ name = \"A pencil\", for = \"lines\" },".repeat(13);
    assert_snapshot!(said_with(tools, &format!("tools = [{many}]")), @r#"
      error: version `one` names 13 tools
        ╭─[exhibit.toml:14:454]
     14 │ … },{ name = "A pencil", for = "lines" },{ name = "A pencil", for = "lines" },]
        ·                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ╰────
      help: Name at most 12: the label has a place for so many.

    1 error.
    "#);
}

#[test]
fn an_influence_has_a_date_a_direction_and_a_source() {
    let all = "direction = \"model-to-hand\"\nfrom = \"2023-06-01\"\ntitle = \"The morph\"\n\
               source = \"https://example.org/the-morph\"\n";
    assert_snapshot!(said_with(all, "link = \"https://example.org\"\n"), @r#"
      error: this [[influence]] has no `direction`
        ╭─[exhibit.toml:31:1]
     31 │ [[influence]]
        · ^^^^^^^^^^^^^
        ╰────
      help: Add a line such as: direction = "model-to-hand"  # or "hand-to-model"

      error: this [[influence]] has no `from`
        ╭─[exhibit.toml:31:1]
     31 │ [[influence]]
        · ^^^^^^^^^^^^^
        ╰────
      help: Add a line such as: from = "2024-12"

      error: this [[influence]] has no `title`
        ╭─[exhibit.toml:31:1]
     31 │ [[influence]]
        · ^^^^^^^^^^^^^
        ╰────
      help: Add a line such as: title = "What it is, in a few words"

      error: this [[influence]] has no key `link`
        ╭─[exhibit.toml:32:1]
     32 │ link = "https://example.org"
        · ^^^^
        ╰────
      help: Did you mean `source`?

    4 errors.
    "#);
    assert_snapshot!(said_with("\"model-to-hand\"", "\"model-to-hands\""), @r#"
      error: `direction` of this [[influence]] cannot be `model-to-hands`
        ╭─[exhibit.toml:32:13]
     32 │ direction = "model-to-hands"
        ·             ^^^^^^^^^^^^^^^^
        ╰────
      help: Did you mean "model-to-hand"? It can be "model-to-hand" or "hand-to-model".

    1 error.
    "#);
    assert_snapshot!(said_with("from = \"2023-06-01\"", "from = \"June 2023\""), @r#"
      error: there is no date `June 2023`
        ╭─[exhibit.toml:33:8]
     33 │ from = "June 2023"
        ·        ^^^^^^^^^^^
        ╰────
      help: Write what is known of it: from = "2024", "2024-12" or "2024-12-09" (year, month, day).

    1 error.
    "#);
    assert_snapshot!(said_with("to = \"2025-05\"", "to = \"2023-12\""), @r#"
      error: `to` of this [[influence]] is before its `from`
        ╭─[exhibit.toml:26:6]
     26 │ to = "2023-12"
        ·      ^^^^^^^^^
        ╰────
      help: `from` is when the one happened, `to` when the other followed. Exchange them, or turn
            `direction` round.

    1 error.
    "#);
    let within =
        WORDS.replacen("from = \"2024\"\nto = \"2025-05\"", "from = \"2024-05\"\nto = \"2024\"", 1);
    assert!(parse(&within).is_ok(), "a year is not before its own months");
}

#[test]
fn a_key_of_an_influence_elsewhere_is_sent_home() {
    assert_snapshot!(said_with("card = 24", "card = 24\ndirection = \"model-to-hand\""), @r#"
      error: version `one` has no key `direction`
        ╭─[exhibit.toml:14:1]
     14 │ direction = "model-to-hand"
        · ^^^^^^^^^
        ╰────
      help: `direction` belongs to an [[influence]]: move this line below such a header.

    1 error.
    "#);
}

proptest! {
    #[test]
    fn words_with_a_line_lost_or_doubled_load_or_say_where(
        line in 0..WORDS.lines().count(), doubled: bool, rest in 0..=WORDS.lines().count(),
    ) {
        let mut lines: Vec<&str> = WORDS.lines().collect();
        if doubled {
            lines.insert(line, lines[line]);
        } else {
            lines.remove(line);
        }
        assert_places_are_in_range(&lines.join("\n"));
        let end = rest.min(lines.len());
        assert_places_are_in_range(&lines[..end].join("\n"));
    }
}
