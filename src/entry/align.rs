//! A version in one file whose shots begin at other times than those of the exhibit: the key `at`.
//!
//! ```toml
//! [[version]]
//! generation = "sora"
//! file = "media/sora.mp4"
//! at = { march = 0.0, invitation = 6.5, ballroom = "0:13.2" }
//! ```
//!
//! Each time is that of the file itself, in seconds or as "1:23.5". A shot lasts in the file until
//! the next that is named, and the last until the end of the file; `fit` says what happens where
//! that is shorter or longer than the shot in the film. What is not named is not shown: the pane
//! has no picture there. The shots may be in another order in the file than in the film. What a
//! file has before its first shot, such as a title, is passed over.

use toml::de::DeTable;

use super::edit::version_id;
use super::page::{Page, key};
use super::tables::{Element, List, end_of};
use super::{EditError, proven};
use crate::diagnostic::{Diagnostic, quoted};
use crate::exhibit::nearest;
use crate::exhibit::part::{BadStart, parts};
use crate::exhibit::quantity::LONGEST;

/// The text with `at` of a version set to these starts: the id of a shot, and seconds from the
/// first frame of the file, kept to the millisecond. Nothing else is changed, and an `at` that is
/// there is changed the way that it is spelt.
///
/// # Errors
/// The text is not a valid exhibit or would not be one, there is no such version or it is not one
/// file, or two shots would begin together.
pub fn align(text: &str, version: &str, starts: &[(String, f64)]) -> Result<String, EditError> {
    let mut page = Page::new(text);
    let (root, problems) = DeTable::parse_recoverable(page.text);
    let versions = List::find(&page, root.get_ref(), "version");
    let Some(versions) = versions.filter(|_| problems.is_empty()) else {
        return proven(text, text.to_owned());
    };
    check(starts)?;
    let called = |one: &&Element<'_, '_>| version_id(one.table) == Some(version);
    let Some(element) = versions.elements.iter().find(called) else {
        let ids: Vec<&str> =
            versions.elements.iter().filter_map(|one| version_id(one.table)).collect();
        let help = match nearest::word(version, &ids) {
            Some(near) => format!("Did you mean \"{near}\"?"),
            None => format!("Use one of {}.", ids[..ids.len().min(20)].join(", ")),
        };
        let message = format!("there is no version {}", quoted(version));
        return Err(EditError::addition(Diagnostic::error(message).help(help)));
    };
    let Some(file) = element.table.get("file") else {
        let message = format!("version {} is not one file", quoted(version));
        let help = "Only a version with `file` has shots within it. Where it has `clips`, each \
                    shot is a file of its own and begins with it.";
        return Err(EditError::addition(Diagnostic::error(message).help(help)));
    };
    let times: Vec<(String, String)> =
        starts.iter().map(|(shot, at)| (key(shot), seconds(*at))).collect();
    let pairs: Vec<String> = times.iter().map(|(shot, at)| format!("{shot} = {at}")).collect();
    let table = format!("{{ {} }}", pairs.join(", "));
    let braces = page.text[element.span.clone()].starts_with('{');
    match element.table.get("at") {
        None if braces => page.insert(end_of(file), format!(", at = {table}")),
        None => {
            let indent = page.indent(end_of(file)).to_owned();
            let line = page.next_line(end_of(file));
            page.insert_lines(line, &format!("{indent}at = {table}\n"));
        }
        Some(at) => match at.get_ref().as_table() {
            Some(entries) if !page.text[at.span()].starts_with('{') => {
                if braces {
                    let message =
                        format!("`at` of version {} is written with points", quoted(version));
                    let help = format!("Write it in braces, as at = {table}");
                    return Err(EditError::addition(Diagnostic::error(message).help(help)));
                }
                by_line(&mut page, at.span().end, entries, starts);
            }
            _ => page.replace(at.span(), table),
        },
    }
    proven(text, page.finish())
}

/// Changes the lines `at.march = 0.0`, or those below `[version.at]`. `header` is a byte of the
/// line that they follow where there is none yet.
fn by_line(page: &mut Page<'_>, header: usize, entries: &DeTable<'_>, starts: &[(String, f64)]) {
    let mut prefix = String::new();
    let mut last = header;
    for (name, value) in entries.iter() {
        let from = page.line_start(name.span().start);
        let line = page.next_line(end_of(value));
        prefix = page.text[from..name.span().start].to_owned();
        last = last.max(end_of(value));
        match starts.iter().find(|(shot, _)| shot == name.get_ref().as_ref()) {
            Some((_, at)) => page.replace(value.span(), seconds(*at)),
            None => page.replace(from..line, ""),
        }
    }
    let new = starts.iter().filter(|(shot, _)| !entries.contains_key(shot.as_str()));
    let lines: String =
        new.map(|(shot, at)| format!("{prefix}{} = {}\n", key(shot), seconds(*at))).collect();
    if !lines.is_empty() {
        page.insert_lines(page.next_line(last), &lines);
    }
}

fn check(starts: &[(String, f64)]) -> Result<(), EditError> {
    let refused = |message: String, help: &str| {
        Err(EditError::addition(Diagnostic::error(message).help(help)))
    };
    if starts.is_empty() {
        let help = "Say where each shot begins in the file, such as march=0 ballroom=5.2.";
        return refused("no shot was given a time".to_owned(), help);
    }
    if let Some((shot, at)) = starts.iter().find(|(_, at)| !(0.0..=LONGEST).contains(at)) {
        let message = format!("shot {} cannot begin at {at} seconds", quoted(shot));
        return refused(message, "Give seconds from the first frame of the file, up to 24 hours.");
    }
    // To the millisecond, as they are written.
    let times: Vec<(usize, i64)> = starts
        .iter()
        .enumerate()
        .map(|(shot, (_, at))| (shot, (at * 1000.0).round() as i64))
        .collect();
    if let Err(BadStart::Together(one, other) | BadStart::Beyond(one, other)) = parts(&times, None)
    {
        let [one, other] = [one, other].map(|shot| quoted(&starts[shot].0));
        let message = format!("shots {one} and {other} begin at the same time in the file");
        return refused(message, "Leave out the one that is not in the file.");
    }
    Ok(())
}

/// Seconds to the millisecond, with a point.
fn seconds(at: f64) -> String {
    let text = format!("{at:.3}");
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::exhibit::{Exhibit, Part, Source, load};

    const HEAD: &str = "title = \"T\"\nlength = 30\n\
        shot = [{ id = \"a\", start = 0 }, { id = \"b\", start = 10 }, { id = \"c\", start = 20 }]\n\
        generation = [{ id = \"g\", name = \"G\" }]\n";

    fn starts(of: &[(&str, f64)]) -> Vec<(String, f64)> {
        of.iter().map(|(shot, at)| ((*shot).to_owned(), *at)).collect()
    }

    fn read(text: &str) -> Exhibit {
        load::parse(text, Path::new("exhibit.toml"), Path::new(".")).unwrap().exhibit
    }

    /// The shot, the part of the file and the span of the film, in seconds.
    fn clips(text: &str) -> Vec<(usize, f64, Option<f64>, f64, f64)> {
        let exhibit = read(text);
        let Source::Clips(clips) = &exhibit.versions[0].source else { panic!("a card") };
        let secs = |ns: i64| ns as f64 / 1e9;
        let one = |clip: &crate::exhibit::Clip| {
            let Part { from, to } = clip.part;
            (clip.shot.unwrap(), secs(from), to.map(secs), secs(clip.start.0), secs(clip.end.0))
        };
        clips.iter().map(one).collect()
    }

    #[test]
    fn each_shot_gets_its_part_of_the_file() {
        let text = format!(
            "{HEAD}[[version]]\ngeneration = \"g\"\nfile = \"f.mp4\" # one\nnote = \"n\"\n"
        );
        let new = align(&text, "g", &starts(&[("c", 5.2), ("a", 1.0), ("b", 12.3456)])).unwrap();
        let line = "at = { c = 5.2, a = 1.0, b = 12.346 }\n";
        assert_eq!(new, text.replace("note", &format!("{line}note")));
        let expected = [
            (0, 1.0, Some(5.2), 0.0, 10.0),
            (1, 12.346, None, 10.0, 20.0),
            (2, 5.2, Some(12.346), 20.0, 30.0),
        ];
        assert_eq!(clips(&new), expected);
    }

    #[test]
    fn aligning_again_changes_the_times_the_way_they_are_spelt() {
        let head = format!("{HEAD}[[version]]\ngeneration = \"g\"\nfile = \"f\"\n");
        for (old, new) in [
            ("at = { a = 0, b = 5 } # mine\n", "at = { a = 0.5, c = 7.0 } # mine\n"),
            (
                "at.a = 0 # one\nat.b = \"0:05\"\nfit = \"cut\"\n",
                "at.a = 0.5 # one\nat.c = 7.0\nfit = \"cut\"\n",
            ),
            ("[version.at]\r\n  \"a\" = 1\r\n", "[version.at]\r\n  \"a\" = 0.5\r\n  c = 7.0\r\n"),
            ("[version.at]", "[version.at]\nc = 7.0\na = 0.5"),
        ] {
            let expected = format!("{head}{new}");
            let given = starts(&[("c", 7.0), ("a", 0.5)]);
            let given = if new.contains('{') { given.into_iter().rev().collect() } else { given };
            let (old, expected) = match old.contains('\r') {
                true => (
                    format!("{head}{old}").replace("\r\n", "\n").replace('\n', "\r\n"),
                    expected.replace("\r\n", "\n").replace('\n', "\r\n"),
                ),
                false => (format!("{head}{old}"), expected),
            };
            assert_eq!(align(&old, "g", &given).unwrap(), expected);
            assert_eq!(align(&expected, "g", &given).unwrap(), expected);
        }
    }

    #[test]
    fn a_version_in_braces_takes_it_too() {
        let text = format!("version = [{{ file = \"f\", generation = \"g\", }}]\n{HEAD}");
        let new = align(&text, "g", &starts(&[("a", 0.0), ("b", 4.0), ("c", 9.0)])).unwrap();
        assert!(new.starts_with(
            "version = [{ file = \"f\", at = { a = 0.0, b = 4.0, c = 9.0 }, generation"
        ));
        assert_eq!(clips(&new).len(), 3);
    }

    #[test]
    fn what_cannot_be_meant_is_said_with_its_remedy() {
        let text = format!("{HEAD}[[version]]\ngeneration = \"g\"\nfile = \"f\"\n");
        let said = |text: &str, version, of: &[(&str, f64)]| {
            align(text, version, &starts(of)).unwrap_err().into_report().render(false)
        };
        assert!(said(&text, "gg", &[("a", 0.0)]).contains("Did you mean \"g\"?"));
        assert!(
            said(&text, "g", &[("a", 0.0), ("b", 0.0001)])
                .contains("`a` and `b` begin at the same")
        );
        assert!(said(&text, "g", &[("a", f64::NAN)]).contains("cannot begin at NaN"));
        assert!(said(&text, "g", &[("zz", 1.0)]).contains("there is no shot `zz`"));
        let card = text.replace("file = \"f\"", "card = 24");
        assert!(said(&card, "g", &[("a", 0.0)]).contains("is not one file"));
    }

    #[test]
    fn a_shot_that_is_not_in_the_file_is_warned_of() {
        let text =
            format!("{HEAD}[[version]]\ngeneration = \"g\"\nfile = \"f\"\nat = {{ a = 2 }}\n");
        let loaded = load::parse(&text, Path::new("exhibit.toml"), Path::new(".")).unwrap();
        assert!(loaded.warnings.render(false).contains("does not name shot `b`, `c`"));
    }
}
