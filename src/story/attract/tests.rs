//! What is read by someone who looks up at any time.

use std::path::Path;

use proptest::prelude::*;

use super::*;

fn exhibit(line: &str) -> Exhibit {
    let text = format!(
        "title = \"A film\"\n{line}\nlength = 10\n[[generation]]\nid = \"g\"\nname = \"G\"\n\
         [[version]]\ngeneration = \"g\"\ncard = 24\n"
    );
    let file = Path::new("exhibit.toml");
    crate::exhibit::parse(&text, file, Path::new("media")).unwrap().exhibit
}

fn tags(tags: &[&str]) -> Vec<Language> {
    tags.iter().map(|tag| (*tag).to_owned()).collect()
}

fn opacity(said: &[Said<'_>], language: &str) -> f32 {
    said.iter().find(|line| line.language == language).map_or(0.0, |line| line.opacity)
}

/// Milliseconds, by tens, for which a line is all there without a break within a span.
fn longest_ms(
    exhibit: &Exhibit,
    languages: &[Language],
    tag: &str,
    from_ms: u32,
    to_ms: u32,
) -> u32 {
    let (mut now, mut longest) = (0, 0);
    for ms in (from_ms..to_ms).step_by(10) {
        let seen = opacity(&said(exhibit, languages, 1, f64::from(ms) / 1000.0), tag) >= 1.0;
        now = if seen { now + 10 } else { 0 };
        longest = longest.max(now);
    }
    longest
}

#[test]
fn without_an_invitation_the_wall_has_its_own() {
    let exhibit = exhibit("");
    assert_eq!(invitation(&exhibit, "en"), "One film. Same words. Another machine. Move it.");
    assert!(invitation(&exhibit, "ru-RU").starts_with("Один фильм."));
    assert_eq!(invitation(&exhibit, "fi"), invitation(&exhibit, "en"));
}

#[test]
fn the_curators_words_come_before_the_walls_own() {
    let exhibit = exhibit("invitation = { en = \"Turn it.\", ru = \"Поверните.\" }");
    assert_eq!(invitation(&exhibit, "ru"), "Поверните.");
    assert_eq!(invitation(&exhibit, "fi"), "Turn it.");
}

#[test]
fn within_any_ten_seconds_both_languages_have_said_it() {
    let (exhibit, languages) = (exhibit(""), tags(&["en", "ru"]));
    for from_ms in (0..20_000).step_by(70) {
        for tag in ["en", "ru"] {
            let read = longest_ms(&exhibit, &languages, tag, from_ms, from_ms + 10_000);
            assert!(read >= 2500, "{tag} from {from_ms} ms: {read} ms");
        }
    }
}

#[test]
fn where_there_is_room_both_are_said_and_stay() {
    let (exhibit, languages) = (exhibit(""), tags(&["en", "ru"]));
    assert!(said(&exhibit, &languages, 2, 0.0).is_empty());
    for seconds in [FADE, 1.0, 5.0, 3.3e7] {
        let lines = said(&exhibit, &languages, 2, seconds);
        let rows: Vec<_> = lines.iter().map(|line| (line.row, line.opacity)).collect();
        assert_eq!(rows, [(0, 1.0), (1, 1.0)], "{seconds}");
    }
}

#[test]
fn a_line_that_is_the_same_for_all_is_said_once() {
    let exhibit = exhibit("invitation = \"→\"");
    let languages = tags(&["en", "ru"]);
    let lines = said(&exhibit, &languages, 1, 4.0);
    assert_eq!(lines, [Said { language: "en", text: "→", row: 0, opacity: 1.0 }]);
}

#[test]
fn two_lines_are_never_seen_in_one_row() {
    let exhibit =
        exhibit("invitation = { en = \"a\", ru = \"б\", fi = \"c\", de = \"d\", fr = \"e\" }");
    let languages = tags(&["en", "ru", "fi", "de", "fr"]);
    for rows in 1..6 {
        for tenth in 0..400 {
            let lines = said(&exhibit, &languages, rows, f64::from(tenth) / 10.0);
            assert!(lines.len() <= rows);
            assert!(lines.iter().enumerate().all(|(row, line)| line.row == row));
        }
    }
    let said_at_some_time = |tag: &str, rows| {
        (0..400).any(|tenth| {
            opacity(&said(&exhibit, &languages, rows, f64::from(tenth) / 10.0), tag) >= 1.0
        })
    };
    for rows in 1..6 {
        assert!(languages.iter().all(|tag| said_at_some_time(tag, rows)), "{rows} rows");
    }
}

#[test]
fn a_fade_lasts_three_to_four_hundred_milliseconds() {
    let (exhibit, languages) = (exhibit(""), tags(&["en", "ru"]));
    let fading = (0..330_i32)
        .map(|hundredth| {
            opacity(&said(&exhibit, &languages, 1, f64::from(hundredth) / 100.0), "en")
        })
        .filter(|opacity| *opacity > 0.0 && *opacity < 1.0)
        .count();
    // One fade in and one out, in steps of ten milliseconds.
    assert!((60..=80).contains(&fading), "{fading}");
}

proptest! {
    #[test]
    fn nothing_flickers(seconds in 0.0..1e5_f64, rows in 1..3_usize) {
        let (exhibit, languages) = (exhibit(""), tags(&["en", "ru"]));
        let step = 1.0 / 120.0;
        for tag in ["en", "ru"] {
            let seen = |at: f64| opacity(&said(&exhibit, &languages, rows, at), tag);
            prop_assert!((seen(seconds + step) - seen(seconds)).abs() < 0.05);
        }
    }

    #[test]
    fn no_time_or_list_whatever_makes_it_panic(seconds: f64, rows: usize, count in 0..4_usize) {
        let exhibit = exhibit("");
        let languages = tags(&["en", "ru", "fi", ""][..count]);
        for line in said(&exhibit, &languages, rows, seconds) {
            prop_assert!(line.opacity > 0.0 && line.opacity <= 1.0);
        }
    }
}
