//! What was learned, as the file of a profile that a curator can read and go on with.

use std::fmt::Write;

use super::Learned;
use crate::controller::profile::words::{FUNCTIONS, SENDS, VIEWS, word_for};
use crate::controller::profile::{Address, Does, Function, Sends};

/// The file of a profile: what the model is called, a part of the name under which the system knows
/// it, and for each control what it does, what is printed on it, and what was learned of it.
///
/// What is as usual is left out, but for how a control sends: that can be seen in no other way.
pub fn profile_toml(name: &str, matches: &str, controls: &[(Does, String, Learned)]) -> String {
    let mut file = format!("name = {}\nmatch = [{}]\n", basic(name), basic(matches));
    for (does, printed, learned) in controls {
        file.push_str("\n[[control]]\n");
        for (key, value) in lines(*does, printed, learned) {
            // A line into a string is never refused.
            writeln!(file, "{key} = {value}").ok();
        }
    }
    file
}

/// The keys and values of one control, in the order in which they are read best.
fn lines(does: Does, printed: &str, learned: &Learned) -> Vec<(&'static str, String)> {
    let mut lines =
        vec![("name", basic(printed)), ("does", basic(word_for(FUNCTIONS, &does.function)))];
    let is_key = matches!(learned.sends, Sends::Presses | Sends::Toggles);
    // A key goes one way, and which one is what the next reader wants to change.
    if does.by != 1 || (is_key && has_ways(does)) {
        lines.push(("by", does.by.to_string()));
    }
    if let Some(view) = does.to {
        lines.push(("to", basic(word_for(VIEWS, &view))));
    }
    match learned.address {
        Address::Cc(number) => lines.push(("cc", number.to_string())),
        Address::Cc14(number) => lines.push(("cc14", number.to_string())),
        Address::Nrpn(number) => lines.push(("nrpn", number.to_string())),
        Address::Bend => lines.push(("pitch-bend", "true".to_owned())),
        Address::Note(number) => lines.push(("note", number.to_string())),
        // Only what comes by MIDI is learned.
        _ => {}
    }
    lines.push(("channel", (u16::from(learned.channel) + 1).to_string()));
    lines.push(("sends", basic(word_for(SENDS, &learned.sends))));
    if learned.reversed {
        lines.push(("reversed", "true".to_owned()));
    }
    if learned.per_click != 1 {
        lines.push(("per-click", learned.per_click.to_string()));
    }
    if learned.noise != 1 {
        lines.push(("noise", learned.noise.to_string()));
    }
    if let Some(note) = learned.touch {
        lines.push(("touch", note.to_string()));
    }
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
    use crate::controller::profile::Encoding;

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
