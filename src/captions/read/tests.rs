use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::captions::Run;
use crate::diagnostic::Severity;

fn text(cue: &Cue) -> String {
    cue.lines.iter().map(Line::text).collect::<Vec<_>>().join("|")
}

fn texts(captions: &Captions) -> Vec<String> {
    captions.cues.iter().map(text).collect()
}

/// The lines of the problems, those of errors negative.
fn places(captions: &Captions) -> Vec<i64> {
    let sign = |severity| if severity == Severity::Error { -1 } else { 1 };
    captions.problems.iter().map(|it| it.line as i64 * sign(it.severity)).collect()
}

#[test]
fn a_missing_blank_line_is_said_and_the_number_is_not_text() {
    let read =
        read_text("1\n0:00:01,000 --> 0:00:02,000\na\n2\n0:00:03,000 --> 0:00:04,000\nb", None);
    assert_eq!((texts(&read), places(&read)), (vec!["a".into(), "b".into()], vec![5]));
}

#[test]
fn what_is_left_out_is_an_error_in_its_line() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\na\n\n2\nno times\n\n3\n00:00:09,000 --> \
                00:00:04,000\nb\n\n4\n00:00:xx,000 --> 00:00:04,000\nc\n\n5\n";
    let read = read_text(text, None);
    assert_eq!((texts(&read), places(&read)), (vec!["a".into()], vec![-5, -9, -13, 16]));
    assert!(read.problems.iter().all(|it| !it.what.ends_with('.') && it.help.ends_with('.')));
}

#[test]
fn captions_out_of_order_are_sorted_and_said_once() {
    let text = "00:03.000 --> 00:04.000\nc\n\n00:02.000 --> 00:03.000\nb\n\n00:01.000 --> \
                00:02.000\na\n";
    let read = read_text(text, None);
    assert_eq!(texts(&read), ["a", "b", "c"]);
    assert_eq!(places(&read), [4]);
}

#[test]
fn what_lies_beyond_the_film_is_said_once_and_kept() {
    let text =
        "00:01,000 --> 00:04,000\na\n\n00:05,000 --> 00:06,000\nb\n\n00:06,000 --> 00:07,000\nc";
    let read = read_text(text, Some(FilmTime::from_millis(3000)));
    assert_eq!((read.cues.len(), places(&read)), (3, vec![1, 4]));
    assert!(read.problems[1].what.contains("1 more"));
    assert!(read_text(text, Some(FilmTime::from_millis(7000))).problems.is_empty());
}

#[test]
fn a_file_has_its_bounds() {
    let large = vec![b' '; LARGEST + 1];
    assert_eq!(places(&read(&large, None, None)), [-1]);
    let lines = format!("00:01,000 --> 00:04,000\n{}", "a\n".repeat(LINES + 1));
    let cut = read_text(&lines, None);
    assert_eq!((cut.cues[0].lines.len(), places(&cut)), (LINES, vec![-1]));
    let long = format!("00:01,000 --> 00:04,000\n{}", "я".repeat(LENGTH + 1));
    let cut = read_text(&long, None);
    assert_eq!((text(&cut.cues[0]).chars().count(), places(&cut)), (LENGTH, vec![-1]));
    let many = read_text(&"00:01,000 --> 00:04,000\na\n\n".repeat(CUES + 1), None);
    assert_eq!((many.cues.len(), places(&many)), (CUES, vec![-(CUES as i64 * 3 + 1)]));
}

#[test]
fn other_formats_are_refused_by_name() {
    for (text, name) in [
        ("[Script Info]\nTitle: x", "SubStation"),
        ("<?xml version=\"1.0\"?>\n<tt>", "TTML"),
        ("{0}{25}Hello", "MicroDVD"),
        ("hello", "neither"),
        ("", "empty"),
        ("\n \n", "empty"),
    ] {
        let read = read_text(text, None);
        assert!(read.problems[0].what.contains(name), "{:?}", read.problems);
        assert_eq!((read.cues.len(), read.problems.len()), (0, 1));
    }
}

#[test]
fn brackets_that_never_close_are_read_in_one_go() {
    for part in ["<a", "<", "{\\", "&", "\\", "<v ", "<i>", "<i></i>x"] {
        let text = format!("WEBVTT\n\n00:01.000 --> 00:04.000\n{}", part.repeat(1 << 16));
        read_text(&text, None);
    }
}

/// The folder of real files: not every checkout has it.
fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/media/captions");
    let folder = std::env::var_os("PALIMPSEST_CAPTIONS").map_or(folder, PathBuf::from);
    if !folder.is_dir() {
        println!("skipped: there is no folder {}", folder.display());
        return None;
    }
    Some(folder)
}

fn files(folder: &Path, into: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else {
            let name = path.to_string_lossy().replace('\\', "/");
            into.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

#[test]
fn every_real_file_is_read_or_refused() {
    let Some(folder) = folder() else { return };
    let mut all = BTreeMap::new();
    files(&folder, &mut all);
    for (name, bytes) in &all {
        let read = read(bytes, None, None);
        let lines = String::from_utf8_lossy(bytes).split(['\n', '\r']).count() + 1;
        for problem in &read.problems {
            assert!((1..=lines).contains(&problem.line), "{name}: {problem:?}");
        }
        if std::env::var_os("PALIMPSEST_CAPTIONS_SHOW").is_some() {
            println!("{name}: {} {:?} {:?}", read.cues.len(), places(&read), texts(&read));
        }
        assert!(!read.cues.is_empty() || !read.problems.is_empty(), "{name}");
        let other = ["/ssa/", "/ttml/", "/tx3g/"].iter().any(|other| name.contains(other));
        if other && !bytes.is_empty() {
            assert_eq!((read.cues.len(), read.problems.len()), (0, 1), "{name}: {read:?}");
        }
        let sound = ["/rendering/", "/chekhov/", "/media/foo"].iter().any(|it| name.contains(it));
        if sound && !name.contains("invalid") {
            assert!(!read.cues.is_empty(), "{name}");
            assert!(places(&read).iter().all(|line| *line > 0), "{name}: {:?}", read.problems);
        }
    }
}

#[test]
fn one_text_in_seven_encodings_gives_the_same_captions() {
    let Some(folder) = folder() else { return };
    let mut all = BTreeMap::new();
    files(&folder.join("chekhov"), &mut all);
    let captions: Vec<_> =
        all.iter().map(|(name, bytes)| (name, read(bytes, None, None))).collect();
    assert_eq!(captions.len(), 7);
    for (name, read) in &captions {
        // KOI8-R has no such quotation marks: whoever wrote that file lost them.
        let marked = |cues: &[Cue]| format!("{cues:?}").replace(['«', '»'], "?");
        if name.contains("koi8") {
            assert_eq!(marked(&read.cues), marked(&captions[0].1.cues), "{name}");
        } else {
            assert_eq!(read.cues, captions[0].1.cues, "{name}");
        }
        let guessed = name.contains("1251") || name.contains("koi8");
        assert_eq!(read.problems.len(), usize::from(guessed), "{name}: {:?}", read.problems);
    }
    assert!(text(&captions[0].1.cues[0]).starts_with("На обратном пути ему пришлось пережить|"));
}

#[test]
fn real_malformed_files_say_their_lines() {
    let Some(folder) = folder() else { return };
    let media = folder.join("androidx-media/libraries/test_data/src/test/assets/media");
    let tests = folder.join("wpt/webvtt/parsing/file-parsing/tests/support");
    let cases: [(PathBuf, usize, &[i64]); 12] = [
        (media.join("subrip/typical"), 3, &[]),
        (media.join("subrip/typical_bad_timestamps"), 3, &[6, 10]),
        (media.join("subrip/typical_missing_sequence"), 3, &[]),
        (media.join("subrip/typical_missing_timecode"), 2, &[-5, -14, -18]),
        (media.join("subrip/typical_negative_timestamps"), 1, &[-2, -6]),
        (media.join("subrip/typical_no_hours_and_millis"), 3, &[6]),
        (media.join("subrip/typical_unexpected_end"), 2, &[10]),
        (media.join("webvtt/with_bad_cue_header"), 2, &[-6]),
        (media.join("webvtt/typical_with_comments"), 2, &[]),
        (tests.join("newlines.vtt"), 4, &[]),
        (tests.join("timings-60.vtt"), 2, &[-3, -6, -9, -12]),
        (tests.join("timings-negative.vtt"), 0, &[1, -3, -6, -9, -12]),
    ];
    for (path, count, lines) in cases {
        let read = read(&std::fs::read(&path).unwrap(), None, None);
        assert_eq!((read.cues.len(), &places(&read)[..]), (count, lines), "{}", path.display());
    }
}

fn stamp(time: FilmTime, point: char) -> String {
    let ms = time.0 / 1_000_000;
    let (h, m, s) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    format!("{h:02}:{m:02}:{s:02}{point}{:03}", ms % 1000)
}

/// Writes captions as either format, with the escapes and voices of WebVTT.
fn write(cues: &[Cue], format: Format, end: &str) -> String {
    let vtt = format == Format::WebVtt;
    let mut file = if vtt { format!("WEBVTT{end}{end}") } else { String::new() };
    let point = if vtt { '.' } else { ',' };
    for (index, cue) in cues.iter().enumerate() {
        if !vtt {
            file += &format!("{}{end}", index + 1);
        }
        file += &format!("{} --> {}{end}", stamp(cue.start, point), stamp(cue.end, point));
        for line in &cue.lines {
            for run in &line.runs {
                let mut text = run.text.clone();
                if vtt {
                    text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                }
                if run.italic {
                    text = format!("<i>{text}</i>");
                }
                match &run.speaker {
                    Some(name) if vtt => file += &format!("<v {name}>{text}</v>"),
                    _ => file += &text,
                }
            }
            file += end;
        }
        file += end;
    }
    file
}

fn line(words: &'static str, voices: bool) -> impl Strategy<Value = Line> {
    let name = proptest::option::of("[A-ZА-Я][a-zа-я]{0,8}");
    vec((words, any::<bool>(), name), 1..4).prop_map(move |runs| {
        let mut line = Line::default();
        for (text, italic, name) in runs {
            let name = name.filter(|_| voices).map(Into::into);
            line.push(&text, italic, name.as_ref());
        }
        line
    })
}

fn cue_list(words: &'static str, voices: bool) -> impl Strategy<Value = Vec<Cue>> {
    vec((0..9_000_000_i64, 1..90_000_i64, vec(line(words, voices), 1..4)), 1..6).prop_map(
        |mut cues| {
            cues.sort_by_key(|(start, ..)| *start);
            let time = FilmTime::from_millis;
            cues.into_iter()
                .map(|(start, length, lines)| Cue {
                    start: time(start),
                    end: time(start + length),
                    lines,
                })
                .collect()
        },
    )
}

fn bounded(read: &Captions) -> Result<(), TestCaseError> {
    prop_assert!(read.problems.len() <= crate::captions::problem::KEPT + 4);
    prop_assert!(read.cues.is_sorted_by_key(|cue| cue.start));
    for cue in &read.cues {
        prop_assert!(cue.start < cue.end && (1..=LINES).contains(&cue.lines.len()));
        for Run { text, .. } in cue.lines.iter().flat_map(|line| &line.runs) {
            prop_assert!(!text.is_empty() && !text.contains(char::is_control));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read_within_bounds(bytes in vec(any::<u8>(), 0..600)) {
        bounded(&read(&bytes, None, Some(FilmTime::from_millis(1000))))?;
    }

    #[test]
    fn any_text_is_read_within_bounds(
        parts in vec(
            "WEBVTT|\n|\r\n|\r|-->|->| --> |00:0[0-9][.,]0?00|0:00:0[0-9],1|[0-9]|NOTE|<i>|</i>|\
             <v A>|<|>|&lt;|&#x2;|[{]\\\\an8[}]|\\\\N|[а-я ]{1,5}|\u{0}|\\PC{0,5}",
            0..60,
        ),
    ) {
        bounded(&read(parts.concat().as_bytes(), None, Some(FilmTime::from_millis(3000))))?;
    }

    #[test]
    fn what_is_written_as_webvtt_is_read(
        cues in cue_list("[a-zа-я<>&;{}字.!-]{1,9}", true), crlf in any::<bool>(),
    ) {
        let text = write(&cues, Format::WebVtt, if crlf { "\r\n" } else { "\n" });
        let read = read(text.as_bytes(), None, None);
        prop_assert_eq!((read.cues, read.problems), (cues, vec![]));
    }

    #[test]
    fn what_is_written_as_subrip_is_read(
        cues in cue_list("[a-zа-я&;字.!?-]{1,9}", false), cr in any::<bool>(),
    ) {
        let text = write(&cues, Format::SubRip, if cr { "\r" } else { "\n" });
        let read = read(text.as_bytes(), None, None);
        prop_assert_eq!((read.cues, read.problems), (cues, vec![]));
    }
}
