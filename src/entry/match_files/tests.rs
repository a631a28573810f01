use proptest::prelude::*;

use super::*;

const FILM: FilmTime = FilmTime::from_secs(48);

/// The shots of The Kiss.
fn shots() -> Vec<ShotNames> {
    let shot = |id: &str, en: &str, ru: &str, length| ShotNames {
        id: id.to_owned(),
        titles: vec![en.to_owned(), ru.to_owned()],
        length: FilmTime::from_secs(length),
    };
    vec![
        shot("march", "The march", "Марш", 7),
        shot("invitation", "The invitation", "Приглашение", 5),
        shot("ballroom", "The ballroom", "Зал", 7),
        shot("wrong-door", "The wrong door", "Не та дверь", 5),
        shot("dark-room", "The dark room", "Тёмная комната", 6),
        shot("kiss", "The kiss", "Поцелуй", 5),
        shot("light", "Back in the light", "Снова на свету", 6),
        shot("river", "The river", "Река", 7),
    ]
}

fn given(names: &[&str]) -> Vec<Given> {
    names.iter().map(|name| Given::parse(name, &shots())).collect()
}

fn matched(files: &[Given]) -> Result<Matching, Report> {
    let titles = ["The Kiss", "Поцелуй"].map(str::to_owned);
    match_files(files, &shots(), (FILM, &titles))
}

fn found(names: &[&str]) -> Matching {
    matched(&given(names)).unwrap_or_else(|report| panic!("{report}"))
}

fn pairs(names: &[&str]) -> Vec<(usize, usize)> {
    match found(names).which {
        Which::ByShot(pairs) => pairs,
        Which::Whole(_) => panic!("the whole film"),
    }
}

fn said(names: &[&str]) -> String {
    matched(&given(names)).unwrap_err().render(false).replace("\n  ", " ")
}

#[test]
fn a_name_in_any_language_case_and_numbering_names_its_shot() {
    for names in [
        ["march.mp4", "wrong-door.mov"],
        ["01_MARCH.mp4", "04_Wrong Door.mov"],
        ["TheKiss_march_v2.mp4", "TheKiss_WrongDoor_v2.mp4"],
        ["out/марш.webm", "out/Не та дверь.webm"],
        ["Marsh 1080p.mp4", "ne-ta-dver-720p.mp4"],
        ["shot-1.mp4", "SHOT_004.mp4"],
        ["План1.mp4", "кадр 4.mp4"],
        ["march=x.mp4", "wrong-door=y 2.mp4"],
    ] {
        if names[0].starts_with("План") {
            assert_eq!(pairs(&["План1.mp4", "План4.mp4"]), [(0, 0), (3, 1)]);
        }
        assert_eq!(pairs(&names), [(0, 0), (3, 1)], "{names:?}");
        assert_eq!(pairs(&[names[1], names[0]]), [(0, 1), (3, 0)], "{names:?}");
    }
    // As a Mac writes it: и and a breve, е and a diaeresis.
    assert_eq!(pairs(&["Поцелуи\u{306}.mp4", "Те\u{308}мная комната.mp4"]), [(4, 1), (5, 0)]);
}

#[test]
fn the_title_of_the_film_in_every_name_is_no_name_of_a_shot() {
    assert_eq!(
        pairs(&["the-kiss_light.mp4", "the-kiss_kiss.mp4", "the-kiss_river.mp4"]),
        [(5, 1), (6, 0), (7, 2)]
    );
    let numbered: Vec<String> = (1..=8).map(|n| format!("The Kiss {n:02} (1080p).mp4")).collect();
    let numbered: Vec<&str> = numbered.iter().rev().map(String::as_str).collect();
    let found = found(&numbered);
    assert_eq!(found.how, How::Numbered);
    assert_eq!(found.which, Which::ByShot((0..8).map(|shot| (shot, 7 - shot)).collect()));
}

#[test]
fn numbers_that_follow_each_other_are_believed_before_others() {
    let seeds = [83, 11, 97, 5, 60, 42, 71, 23];
    let names: Vec<String> =
        seeds.iter().enumerate().map(|(n, s)| format!("gen_{s}_{n}.mp4")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(pairs(&names), (0..8).map(|n| (n, n)).collect::<Vec<_>>());
    let two: Vec<String> = (0..8).map(|n| format!("{n}_{}.mp4", 8 - n)).collect();
    let two: Vec<&str> = two.iter().map(String::as_str).collect();
    assert!(said(&two).contains("numbered in several ways"));
}

#[test]
fn one_file_is_the_whole_film_unless_it_is_as_long_as_the_shot_it_names() {
    assert_eq!(found(&["sora-2.mp4"]).which, Which::Whole(0));
    let kiss = found(&["The Kiss.mp4"]);
    assert_eq!(kiss.which, Which::Whole(0));
    assert!(kiss.warnings.render(false).contains("kiss='The Kiss.mp4'"), "{}", kiss.warnings);
    let long = |secs| Given {
        length: Some(FilmTime::from_secs(secs)),
        ..given(&["The Kiss.mp4"])[0].clone()
    };
    let which = |secs| matched(&[long(secs)]).unwrap().which;
    assert_eq!(which(6), Which::ByShot(vec![(5, 0)]));
    assert_eq!(which(50), Which::Whole(0));
    assert_eq!(pairs(&["kiss=The Kiss.mp4"]), [(5, 0)]);
}

#[test]
fn what_is_unclear_is_asked_for() {
    let text = said(&["march_to_river.mp4", "kiss.mp4"]);
    assert!(
        text.contains("names the shots `march` and `river`")
            && text.contains("march=march_to_river.mp4"),
        "{text}"
    );
    let text = said(&["march_v1.mp4", "march_v2.mp4", "river.mp4"]);
    assert!(
        text.contains("both `march_v1.mp4` and `march_v2.mp4` name the shot `march`"),
        "{text}"
    );
    let text = said(&["march.mp4", "final.mp4"]);
    assert!(
        text.contains("`final.mp4` names no shot") && text.contains("invitation=final.mp4"),
        "{text}"
    );
    let text = said(&["a.mp4", "b.mp4"]);
    assert!(
        text.contains("2 files name none of the 8 shots")
            && text.contains("march=a.mp4 invitation=b.mp4"),
        "{text}"
    );
    assert!(
        found(&["march.mp4", "river.mp4"])
            .warnings
            .render(false)
            .contains("no file for shot `invitation`")
    );
    assert!(matched(&[]).is_err());
}

#[test]
fn several_files_of_one_shot_are_never_taken_for_several_shots() {
    // As many files as shots, all of the march: only their numbers differ.
    let names: Vec<String> = (1..=8).map(|n| format!("march_{n}.mp4")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert!(said(&names).contains("name the shot `march`"), "{}", said(&names));
    let text = said(&["march_kiss.mp4", "march_river.mp4"]);
    assert!(text.contains("names the shots `march` and `kiss`"), "{text}");
    let text = said(&["shot-2_a.mp4", "shot-2_b.mp4"]);
    assert!(text.contains("name the shot `invitation`"), "{text}");
}

#[test]
fn one_file_for_two_shots_is_refused() {
    let text = said(&["march=a.mp4", "river=a.mp4"]);
    assert!(text.contains("`a.mp4` is given twice") && text.contains("align"), "{text}");
}

/// A shot's name as somebody might write it in the name of a file.
fn written(shot: usize, style: (usize, usize, usize), number: usize) -> String {
    let shot = &shots()[shot];
    let name = if style.0 == 0 { shot.id.clone() } else { shot.titles[style.0 - 1].clone() };
    let name = match style.1 {
        0 => name.to_uppercase(),
        1 => name.replace(' ', "_").to_lowercase(),
        2 => name.replace([' ', '-'], ""),
        _ => name,
    };
    match style.2 {
        0 => format!("{number:02}_{name}.mp4"),
        1 => format!("{name}-v{number}.MOV"),
        2 => format!("Show Reel 2025 {name}.webm"),
        _ => name,
    }
}

proptest! {
    #[test]
    fn every_shot_gets_the_file_with_its_name_in_whatever_order(
        chosen in prop::collection::btree_set(0usize..8, 2..8),
        styles in prop::collection::vec((0usize..3, 0usize..4, 0usize..4), 8),
        turn in 0usize..8,
    ) {
        let mut chosen: Vec<usize> = chosen.into_iter().collect();
        let by = turn % chosen.len();
        chosen.rotate_left(by);
        let names: Vec<String> =
            chosen.iter().enumerate().map(|(n, shot)| written(*shot, styles[*shot], n + 1)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut expected: Vec<(usize, usize)> =
            chosen.iter().enumerate().map(|(file, shot)| (*shot, file)).collect();
        expected.sort_unstable();
        prop_assert_eq!(pairs(&names), expected);
    }

    #[test]
    fn whatever_is_given_no_shot_and_no_file_is_used_twice_and_the_order_is_no_matter(
        names in prop::collection::vec("(\\PC|march|kiss|[0-9_.= ]|shot){0,8}", 0..10),
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let given = given(&names);
        let turned: Vec<Given> = given.iter().rev().cloned().collect();
        let (one, other) = (matched(&given), matched(&turned));
        prop_assert_eq!(one.is_ok(), other.is_ok());
        let (Ok(one), Ok(other)) = (one, other) else { return Ok(()) };
        let (Which::ByShot(pairs), Which::ByShot(others)) = (one.which, other.which) else { return Ok(()) };
        prop_assert_eq!(pairs.len(), given.len());
        let last = given.len() - 1;
        let mirrored: Vec<_> = others.iter().map(|(shot, file)| (*shot, last - file)).collect();
        prop_assert_eq!(&pairs, &mirrored);
        let mut files: Vec<usize> = pairs.iter().map(|(_, file)| *file).collect();
        files.sort_unstable();
        files.dedup();
        prop_assert_eq!(files.len(), pairs.len());
        prop_assert!(pairs.array_windows().all(|[one, other]| one.0 < other.0));
    }
}
