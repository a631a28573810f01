//! What stands on the label wall, read as a visitor would.

use std::path::Path;

use super::*;

const EXHIBIT: &str = r#"
title = "A film"
length = 10
[[shot]]
id = "road"
start = 0
title = { en = "The road", ru = "Дорога" }
prompt = "A road."
script = { en = "We walked.", ru = "Мы шли." }
[[shot]]
id = "river"
start = 5
[[generation]]
id = "first"
name = "First Model"
maker = "A maker"
released = "2024-12-09"
[[generation]]
id = "second"
name = "Second Model"
[[version]]
generation = "first"
card = 24
name = { en = "The first", ru = "Первая" }
tools = [
    { name = "A pencil", for = { en = "storyboards", ru = "раскадровка" } },
    { name = "A razor", for = { en = "the cut", ru = "монтаж" } },
]
gained = { en = "A face.", ru = "Лицо." }
[[version]]
generation = "second"
card = 24
[[influence]]
direction = "hand-to-model"
from = "2024"
to = "2025-05"
title = { en = "The same face", ru = "То же лицо" }
source = "A citation"
[[influence]]
direction = "model-to-hand"
from = "2025-06"
to = "2025-06"
title = "The morph"
source = "A citation"
"#;

fn exhibit() -> Exhibit {
    let file = Path::new("exhibit.toml");
    crate::exhibit::parse(EXHIBIT, file, Path::new("media")).unwrap().exhibit
}

fn said(field: &Field) -> (&str, Vec<&str>, bool) {
    (field.heading, field.lines.iter().map(String::as_str).collect(), field.written)
}

#[test]
fn a_version_is_told_with_its_model_and_its_tools() {
    let exhibit = exhibit();
    let notes = version(&exhibit, 0, "en-GB");
    let line = [&notes.name, &notes.model, &notes.maker, &notes.date].map(String::as_str);
    assert_eq!(line, ["The first", "First Model", "A maker", "9 December 2024"]);
    let tools = vec!["A pencil – storyboards", "A razor – the cut"];
    assert_eq!(said(&notes.tools), ("tools", tools, true));
    assert_eq!(said(&notes.gained), ("gained", vec!["A face."], true));
}

#[test]
fn it_is_told_in_russian_to_those_who_read_it() {
    let exhibit = exhibit();
    let notes = version(&exhibit, 0, "ru");
    assert_eq!((notes.name.as_str(), notes.date.as_str()), ("Первая", "9 декабря 2024"));
    let tools = vec!["A pencil — раскадровка", "A razor — монтаж"];
    assert_eq!(said(&notes.tools), ("инструменты", tools, true));
    assert_eq!(said(&notes.gained), ("приобретено", vec!["Лицо."], true));
    assert_eq!(notes.lost.heading, "утрачено");
}

#[test]
fn what_is_not_written_awaits_the_artist() {
    let exhibit = exhibit();
    let notes = version(&exhibit, 1, "en");
    for field in [&notes.tools, &notes.note, &notes.gained, &notes.lost, &notes.kept] {
        assert_eq!(
            (field.lines.as_slice(), field.written),
            (["awaiting the artist".to_owned()].as_slice(), false)
        );
    }
    assert_eq!((notes.maker.as_str(), notes.date.as_str()), ("", "date not known"));
    let notes = version(&exhibit, 1, "ru");
    assert_eq!(said(&notes.lost), ("утрачено", vec!["слово за автором"], false));
    assert_eq!(notes.date, "дата неизвестна");
    assert_eq!(version(&exhibit, 7, "en"), VersionNotes::default());
}

#[test]
fn a_film_that_stands_in_for_another_says_so_beside_its_title() {
    let mut exhibit = exhibit();
    assert_eq!(title(&exhibit, "en"), "A film");
    exhibit.stand_in = Some(StandIn::TheKiss);
    assert_eq!(title(&exhibit, "en"), "A film · a stand-in");
    assert_eq!(title(&exhibit, "ru-RU"), "A film · временная замена");
}

#[test]
fn an_influence_tells_from_whom_to_whom_and_when() {
    let exhibit = exhibit();
    let face = influence(&exhibit.influences[0], "ru");
    assert_eq!((face.direction, face.title.as_str()), ("от руки к модели", "То же лицо"));
    assert_eq!(face.date, "2024 – май 2025");
    let morph = influence(&exhibit.influences[1], "en");
    assert_eq!(morph.date, "June 2025", "one date where both are the same");
    assert_eq!(strands("ru"), ("модель", "рука"));
}

#[test]
fn a_stand_in_is_called_one() {
    let mut exhibit = exhibit();
    assert_eq!(stand_in(&exhibit, "en"), None);
    exhibit.stand_in = Some(StandIn::TheKiss);
    assert!(stand_in(&exhibit, "en").is_some_and(|line| line.starts_with("A stand-in")));
    assert_ne!(stand_in(&exhibit, "ru"), stand_in(&exhibit, "en"));
}
