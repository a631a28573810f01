//! Exhibit files: what is shipped loads, and whatever is wrong is explained.

mod messages;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use palimpsest::exhibit::{self, Fit, Framing, Source};
use palimpsest::rendition::{Matrix, Range, Siting};
use palimpsest::timeline::{FilmTime, Rate};
use proptest::prelude::*;

/// A small exhibit that uses once every key that says what is played.
const GOOD: &str = include_str!("exhibit/good.toml");

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn parse(text: &str) -> Result<exhibit::Loaded, palimpsest::diagnostic::Report> {
    exhibit::parse(text, Path::new("exhibit.toml"), Path::new("media"))
}

/// The exhibits that come with the project, each a folder.
fn shipped() -> Vec<PathBuf> {
    let folders = ["exhibits", "tests/exhibits"].map(root);
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.join(exhibit::load::FILE_NAME).is_file());
    paths.sort();
    paths
}

#[test]
fn every_shipped_exhibit_loads_without_warnings_and_names_the_schema() {
    assert!(shipped().len() >= 2);
    for path in shipped() {
        let loaded = exhibit::load(&path, None).unwrap_or_else(|report| panic!("{report}"));
        assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
        let text = fs::read_to_string(path.join(exhibit::load::FILE_NAME)).unwrap();
        let first = text.lines().next().unwrap();
        let schema = path.join(first.strip_prefix("#:schema ").expect("the first line"));
        assert!(schema.is_file(), "{first}");
    }
}

#[test]
fn the_schema_file_is_what_the_program_prints() {
    let file = root("exhibits/exhibit.schema.json");
    let printed = serde_json::to_string_pretty(&exhibit::schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&file, &printed).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    let written: Option<serde_json::Value> = serde_json::from_str(&written).ok();
    let stale = "run this test once with UPDATE_SCHEMA=1 set";
    assert!(written == Some(exhibit::schema()), "{stale}");
}

#[test]
fn the_schema_knows_exactly_the_keys_that_are_read() {
    let schema = exhibit::schema();
    let properties = |value: &serde_json::Value| -> Vec<String> {
        value["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let of = |key: &str| &schema["properties"][key];
    let known = |name: &str, text: &str| -> Vec<String> {
        let help = parse(text).unwrap_err();
        let problem =
            help.problems().iter().find(|problem| problem.message.contains("qqqqqqqqqqqq"));
        let help = problem.unwrap().help.clone().unwrap();
        let (_, keys) = help.split_once(" can have: ").expect(name);
        let mut keys: Vec<String> = keys.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        keys.sort();
        keys
    };
    assert_eq!(properties(&schema), known("exhibit", "qqqqqqqqqqqq = 1"));
    for key in ["credit", "shot", "generation", "version", "influence"] {
        let text = format!("[[{key}]]\nqqqqqqqqqqqq = 1");
        assert_eq!(properties(&of(key)["items"]), known(key, &text), "{key}");
    }
    let tool = &of("version")["items"]["properties"]["tools"]["items"];
    assert_eq!(properties(tool), known("tool", "[[version]]\ntools = [{ qqqqqqqqqqqq = 1 }]"));
    let colour = &of("version")["items"]["properties"]["colour"];
    assert_eq!(properties(colour), known("colour", "[[version]]\ncolour = { qqqqqqqqqqqq = 1 }"));
}

#[test]
fn what_is_written_is_what_is_meant() {
    let loaded = parse(GOOD).unwrap_or_else(|report| panic!("{report}"));
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    let exhibit = loaded.exhibit;
    assert_eq!(exhibit.length, FilmTime::from_millis(83_500));
    assert_eq!((exhibit.title.get("en"), exhibit.title.get("ru")), ("The Kiss", "Поцелуй"));
    let [march, kiss] = exhibit.shots.as_slice() else { panic!("two shots") };
    assert_eq!((march.end, kiss.end), (kiss.start, exhibit.length));
    assert_eq!(march.voice.as_deref(), Some(Path::new("media/inputs/march.wav")));
    assert_eq!(loaded.inputs.len(), 2);
    assert_eq!(loaded.inputs[0].place.source_line, r#"voice = "inputs/march.wav""#);

    // Written newest first; shown oldest first.
    let ids: Vec<&str> = exhibit.versions.iter().map(|version| version.id.as_str()).collect();
    assert_eq!(ids, ["old", "old-again", "new"]);
    let [old, again, new] = exhibit.versions.as_slice() else { panic!("three versions") };
    assert_eq!(exhibit.generation_of(0).id, "old");
    assert_eq!(old.source, Source::Card(Rate { frames: 30000, seconds: 1001 }));
    assert_eq!((old.name.get("en"), new.name.get("en")), ("Old Model", "New, at last"));

    let Source::Clips(clips) = &again.source else { panic!("one file") };
    assert_eq!(clips[0].path, Path::new("media/again.mp4"));
    assert_eq!((clips[0].shot, clips[0].end, clips[0].fit), (None, exhibit.length, Fit::Loop));
    assert_eq!(again.frame, Framing::Cover);
    assert_eq!(again.colour.matrix, Some(Matrix::Bt601));
    assert_eq!(again.colour.range, Some(Range::Full));
    assert_eq!(again.colour.siting, Some(Siting::TopLeft));

    let Source::Clips(clips) = &new.source else { panic!("clips") };
    let fits: Vec<_> = clips.iter().map(|clip| (clip.shot, clip.fit)).collect();
    assert_eq!(fits, [(Some(0), Fit::Cut), (Some(1), Fit::Stretch)]);
    assert_eq!(clips[1].place.source_line.trim(), clips[1].place.source_line);
    assert!(clips[1].place.source_line.contains("kiss.webp"));
    let refused = new.takes[1].refused.as_ref().map(|why| why.get("ru").to_owned());
    assert_eq!((new.takes.len(), refused.as_deref()), (2, Some("шесть пальцев")));
}

#[test]
fn the_last_of_three_hundred_attempts_has_all_others_as_its_takes_and_no_other_has_any() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(exhibit::load::FILE_NAME);
    fs::copy(root("exhibits/iterations").join(exhibit::load::FILE_NAME), &file).unwrap();
    fs::create_dir(folder.path().join("media")).unwrap();
    for number in 1..=palimpsest::stand_in::face::COUNT {
        fs::write(folder.path().join(format!("media/face-{number:03}.png")), "drawn").unwrap();
    }
    let exhibit = exhibit::load(&file, None).unwrap_or_else(|report| panic!("{report}")).exhibit;
    let refused: Vec<usize> =
        (0..exhibit.versions.len()).map(|version| exhibit.refused(version, 0).count()).collect();
    assert_eq!((refused.len(), refused[299]), (300, 299));
    assert!(refused[..299].iter().all(|count| *count == 0));
    let names: std::collections::BTreeSet<&str> =
        exhibit.versions.iter().map(|version| version.name.get("en")).collect();
    assert_eq!(names.len(), 300, "each has a name of its own");
}

#[test]
fn the_showdown_names_a_file_for_every_shot_of_every_version() {
    let media = root("../shared/media/same-prompt/showdown");
    if !media.is_dir() {
        println!("skipped: {} is not there", media.display());
        return;
    }
    let loaded = exhibit::load(&root("tests/exhibits/showdown"), Some(&media)).unwrap();
    assert_eq!(loaded.exhibit.versions.len(), 14);
    for version in &loaded.exhibit.versions {
        let Source::Clips(clips) = &version.source else { panic!("{}", version.id) };
        assert_eq!(clips.len(), loaded.exhibit.shots.len(), "{}", version.id);
        let files =
            clips.iter().map(|clip| &clip.path).chain(version.takes.iter().map(|t| &t.path));
        for file in files {
            assert!(file.is_file(), "{}", file.display());
        }
    }
}

#[test]
fn an_exhibit_is_loaded_by_its_folder_or_its_file() {
    let folder = root("exhibits/test-card");
    let by_folder = exhibit::load(&folder, None).unwrap();
    let by_file = exhibit::load(&folder.join("exhibit.toml"), Some(Path::new("m"))).unwrap();
    assert_eq!(by_folder.exhibit.media, folder);
    assert_eq!(by_file.exhibit.media, Path::new("m"));
    assert_eq!(by_folder.exhibit.versions, by_file.exhibit.versions);
}

#[test]
fn a_mark_and_line_ends_of_windows_are_no_problem() {
    let text = "\u{feff}".to_owned() + &GOOD.replace('\n', "\r\n");
    let loaded = parse(&text).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(loaded.exhibit, parse(GOOD).unwrap().exhibit);
}

/// Every problem is in the file, and its place can be shown.
fn assert_places_are_in_range(text: &str) {
    let (Err(report) | Ok(exhibit::Loaded { warnings: report, .. })) = parse(text);
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
        assert_places_are_in_range(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_mixture_of_what_belongs_in_a_file_makes_it_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "[[shot]]", "[shot]", "[[version]]", "[version.clips]", "[[generation]]", "id", "start",
            "clips", "card", "takes", "title", "length", "released", "colour", ".", "=", " ", "\n",
            "\n", "{", "}", "[", "]", ",", "\"", "'", "\"a\"", "\"march\"", "1", "-1", "1e400",
            "nan", "2024-02-30", "00:00:00", "0x10", "true", "#", "\\", "\u{0}", "é", "\"\"\"",
        ]), 0..60),
    ) {
        assert_places_are_in_range(&parts.concat());
    }

    #[test]
    fn a_file_with_a_line_lost_or_doubled_loads_or_says_where(
        line in 0..GOOD.lines().count(), doubled: bool, rest in 0..=GOOD.lines().count(),
    ) {
        let lines: Vec<&str> = GOOD.lines().collect();
        let (before, after) = lines.split_at(line);
        let again = if doubled { before.last().copied() } else { None };
        let after = &after[usize::from(!doubled)..];
        let mended: Vec<&str> =
            before.iter().chain(&again).chain(after).copied().collect();
        assert_places_are_in_range(&mended.join("\n"));
        // Half a file, as an editor may leave it for a moment.
        let end = rest.min(mended.len());
        assert_places_are_in_range(&mended[..end].join("\n"));
    }

    #[test]
    fn a_file_with_one_character_changed_loads_or_says_where(
        at in 0..GOOD.len(),
        to in prop::sample::select("\"[]=,\nx{\\0".chars().collect::<Vec<_>>()),
    ) {
        let at = GOOD.floor_char_boundary(at);
        let mut text = GOOD[..at].to_owned();
        text.push(to);
        text.extend(GOOD[at..].chars().skip(1));
        assert_places_are_in_range(&text);
    }
}
