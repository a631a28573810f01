//! What was learned, as the file of a profile that a curator can read and go on with.

use std::fmt::Write;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use super::Learned;
use crate::controller::profile::words::{AXES, FUNCTIONS, SENDS, VIEWS, word_for};
use crate::controller::profile::{Address, Answer, Control, Does, Function, Profile, Sends};

/// The file of a profile: what the model is called, a part of the name under which the system knows
/// it, and for each control what it does, what is printed on it, and what was learned of it.
///
/// What is as usual is left out, but for how a control sends: that can be seen in no other way.
pub fn profile_toml(name: &str, matches: &str, controls: &[(Does, String, Learned)]) -> String {
    let control =
        |(does, printed, learned): &(Does, String, Learned)| learned.control(printed, *does);
    file_of(&Profile {
        name: name.to_owned(),
        matches: vec![matches.to_owned()],
        controls: controls.iter().map(control).collect(),
    })
}

/// The file of a profile, learned or not, in the same form.
pub fn file_of(profile: &Profile) -> String {
    let matches: Vec<String> = profile.matches.iter().map(|part| basic(part)).collect();
    let mut file = format!("name = {}\nmatch = [{}]\n", basic(&profile.name), matches.join(", "));
    for control in &profile.controls {
        file.push_str("\n[[control]]\n");
        for (key, value) in lines(control) {
            // A line into a string is never refused.
            writeln!(file, "{key} = {value}").ok();
        }
    }
    file
}

/// The file that a profile of this name is written to where nobody says.
pub fn file_for(name: &str) -> PathBuf {
    let plain: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let name = if words.is_empty() { "controller".to_owned() } else { words.join("-") };
    // Names of files end, on every system we know, at 255 bytes.
    let short: String = name.chars().take(60).collect();
    PathBuf::from(format!("{short}.toml"))
}

/// The file, newly made: what is there already is never written over. `instead` says what to do then.
///
/// # Errors
/// It is there already or cannot be written; in words.
pub fn created(file: &Path, instead: &str) -> Result<File, String> {
    OpenOptions::new().write(true).create_new(true).open(file).map_err(|why| match why.kind() {
        std::io::ErrorKind::AlreadyExists => {
            format!("{} is there already; {instead}", file.display())
        }
        _ => format!("{}: {why}", file.display()),
    })
}

/// The keys and values of one control, in the order in which they are read best.
fn lines(control: &Control) -> Vec<(&'static str, String)> {
    let does = control.does;
    let mut lines =
        vec![("name", basic(&control.name)), ("does", basic(word_for(FUNCTIONS, &does.function)))];
    let is_key = matches!(control.sends, Sends::Presses | Sends::Toggles);
    // A key goes one way, and which one is what the next reader wants to change.
    if does.by != 1 || (is_key && has_ways(does)) {
        lines.push(("by", does.by.to_string()));
    }
    if let Some(view) = does.to {
        lines.push(("to", basic(word_for(VIEWS, &view))));
    }
    lines.push(match control.address {
        Address::Cc(number) => ("cc", number.to_string()),
        Address::AnyCc => ("cc", basic("any")),
        Address::Cc14(number) => ("cc14", number.to_string()),
        Address::Nrpn(number) => ("nrpn", number.to_string()),
        Address::Bend => ("pitch-bend", "true".to_owned()),
        Address::Note(number) => ("note", number.to_string()),
        Address::Key(key) => ("key", basic(&key.name())),
        Address::Wheel(axis) => ("wheel", basic(word_for(AXES, &axis))),
        Address::Drag(axis) => ("drag", basic(word_for(AXES, &axis))),
    });
    if let Some(channel) = control.channel {
        lines.push(("channel", (u16::from(channel) + 1).to_string()));
    }
    // What is no MIDI sends in one way only, for which there is no word.
    if control.sends != Sends::Clicks {
        lines.push(("sends", basic(word_for(SENDS, &control.sends))));
    }
    if control.reversed {
        lines.push(("reversed", "true".to_owned()));
    }
    if control.per_click != 1 {
        lines.push(("per-click", control.per_click.to_string()));
    }
    if control.noise != 1 {
        lines.push(("noise", control.noise.to_string()));
    }
    if let Some(travel) = control.travel_mm {
        lines.push(("travel", format!("{travel:.0}")));
    }
    if let Some(held) = control.held {
        lines.push(("held", basic(word_for(FUNCTIONS, &held.function))));
        if held.by != 1 {
            lines.push(("held-by", held.by.to_string()));
        }
        if let Some(view) = held.to {
            lines.push(("held-to", basic(word_for(VIEWS, &view))));
        }
    }
    if let Some(note) = control.touch {
        lines.push(("touch", note.to_string()));
    }
    lines.extend(control.answer.map(|answer| match answer {
        Answer::Ring { cc, low, high } => {
            ("ring", format!("{{ cc = {cc}, low = {low}, high = {high} }}"))
        }
        Answer::Motor => ("motor", "true".to_owned()),
        Answer::Light { on, off } => ("light", format!("{{ on = {on}, off = {off} }}")),
    }));
    lines
}

/// Whether it can be done in two directions.
fn has_ways(does: Does) -> bool {
    match does.function {
        Function::Step | Function::Jog | Function::Shuttle | Function::Volume | Function::Shot => {
            true
        }
        Function::View => does.to.is_none(),
        _ => false,
    }
}

/// A text as a basic string (TOML 1.0.0, "String"): within quotes, on one line.
fn basic(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for sign in text.chars() {
        match sign {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\u{8}' => quoted.push_str("\\b"),
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\u{c}' => quoted.push_str("\\f"),
            '\r' => quoted.push_str("\\r"),
            control if control.is_control() => {
                write!(quoted, "\\u{:04X}", u32::from(control)).ok();
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::controller::profile::load::parse;
    use crate::controller::profile::{Encoding, shipped};

    fn learned(address: Address, sends: Sends) -> Learned {
        Learned { address, channel: 0, sends, reversed: false, noise: 1, per_click: 1, touch: None }
    }

    #[test]
    fn a_profile_reads_as_a_curator_would_write_it() {
        let turns = Sends::Turns(Encoding::SignMagnitude);
        let dial = Learned {
            reversed: true,
            per_click: 4,
            noise: 2,
            touch: Some(111),
            ..learned(Address::Cc(16), turns)
        };
        let key = Learned { channel: 15, ..learned(Address::Note(62), Sends::Presses) };
        let written = profile_toml(
            "My box",
            "MY BOX",
            &[
                (Does::new(Function::Scrub), "dial".to_owned(), dial),
                (Does::new(Function::Step), "right key".to_owned(), key),
            ],
        );
        let expected = r#"name = "My box"
match = ["MY BOX"]

[[control]]
name = "dial"
does = "scrub"
cc = 16
channel = 1
sends = "sign-magnitude"
reversed = true
per-click = 4
noise = 2
touch = 111

[[control]]
name = "right key"
does = "step"
by = 1
note = 62
channel = 16
sends = "press"
"#;
        assert_eq!(written, expected);
    }

    #[test]
    fn every_kind_of_control_has_its_key() {
        let of = |address, sends, does| {
            let controls = [(does, "x".to_owned(), learned(address, sends))];
            let read: toml::Table = profile_toml("a", "b", &controls).parse().unwrap();
            read["control"][0].as_table().unwrap().clone()
        };
        let scrub = Does::new(Function::Scrub);
        assert_eq!(of(Address::Cc14(7), Sends::Position, scrub)["cc14"].as_integer(), Some(7));
        assert_eq!(of(Address::Nrpn(300), Sends::Position, scrub)["nrpn"].as_integer(), Some(300));
        assert_eq!(of(Address::Bend, Sends::Position, scrub)["pitch-bend"].as_bool(), Some(true));
        for (function, word) in [(Function::Listen, "listen"), (Function::Volume, "volume")] {
            let read = of(Address::Cc(9), Sends::Toggles, Does::new(function));
            assert_eq!(read["does"].as_str(), Some(word));
            assert_eq!(read["sends"].as_str(), Some("toggle"));
            assert_eq!(read.contains_key("by"), function == Function::Volume);
        }
    }

    #[test]
    fn every_shipped_profile_is_written_as_it_is_read() {
        for (name, profile) in shipped::all() {
            let text = file_of(profile);
            let read = parse(&text, Path::new(name)).unwrap().profile;
            assert_eq!(&read, &**profile, "{text}");
        }
    }

    #[test]
    fn a_file_is_called_after_the_model_and_lies_in_its_folder() {
        assert_eq!(file_for("Ручка \"b\"!"), Path::new("ручка-b.toml"));
        assert_eq!(file_for("../.."), Path::new("controller.toml"));
        assert!(file_for(&"a".repeat(1000)).as_os_str().len() < 100);
    }

    #[test]
    fn an_empty_profile_is_one() {
        assert_eq!(profile_toml("a", "b", &[]), "name = \"a\"\nmatch = [\"b\"]\n");
    }

    #[test]
    fn names_in_any_script_and_with_any_sign_are_read_back() {
        for name in ["a \"b\" \\c\\", "Ручка", "\u{0}\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1b}\u{7f}\u{85}"]
        {
            let key = learned(Address::Note(1), Sends::Presses);
            let controls = [(Does::new(Function::Listen), name.to_owned(), key)];
            let read: toml::Table = profile_toml(name, name, &controls).parse().unwrap();
            assert_eq!(read["name"].as_str(), Some(name));
            assert_eq!(read["match"][0].as_str(), Some(name));
            assert_eq!(read["control"][0]["name"].as_str(), Some(name));
        }
        assert!(profile_toml("Ручка", "b", &[]).contains("Ручка"), "what can be read stays so");
    }

    proptest! {
        #[test]
        fn whatever_a_name_is_it_is_read_back(name in any::<String>(), part in any::<String>()) {
            let read: toml::Table = profile_toml(&name, &part, &[]).parse().unwrap();
            prop_assert_eq!(read["name"].as_str(), Some(name.as_str()));
            prop_assert_eq!(read["match"][0].as_str(), Some(part.as_str()));
        }
    }
}
