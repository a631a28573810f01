//! Every profile that comes with the program, and what is said of one that is wrong.

use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use palimpsest::controller::profile::load::parse;
use palimpsest::controller::profile::{Function, schema, shipped};
use palimpsest::controller::{Movement, Parser, Role, tape};
use palimpsest::show::ShowCommand;
use palimpsest::timeline::ClockTime;

use super::table::{Table, profile};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/controllers")
}

#[test]
fn every_profile_that_comes_with_the_program_is_without_fault() {
    for (name, text) in shipped::FILES {
        let loaded = parse(text, Path::new(name));
        let loaded = loaded.unwrap_or_else(|report| panic!("{}", report.render(false)));
        assert!(loaded.warnings.is_empty(), "{}", loaded.warnings.render(false));
        let mut controls = loaded.profile.controls.iter();
        assert!(controls.any(|control| control.does.function == Function::Scrub), "{name}");
    }
    assert_eq!(shipped::all().len(), shipped::FILES.len());
}

#[test]
fn a_controller_is_known_by_its_name() {
    let known = |port: &str| shipped::for_port(port).map(|(name, _)| name);
    assert_eq!(known("nanoKONTROL2 MIDI 1"), Some("korg-nanokontrol2"));
    assert_eq!(known("X-TOUCH MINI MIDI 1"), Some("behringer-x-touch-mini"));
    assert_eq!(known("Some Keyboard"), Some("generic"));
}

#[test]
fn the_published_schema_is_that_of_the_program() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/controller.schema.json");
    let written = std::fs::read_to_string(file).unwrap();
    let written: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(
        written,
        schema::schema(),
        "palimpsest schema controller > config/controller.schema.json"
    );
}

/// What the show is asked for by a recording, each command with its time.
fn played(name: &str) -> String {
    let text = std::fs::read_to_string(folder().join(format!("{name}.tape"))).unwrap();
    let bursts = tape::read(&text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let mut table = Table::with(profile(name), Role::Rehearsal, 12, 6);
    let (began, mut parser) = (table.now, Parser::default());
    let mut said = String::new();
    for (at, bytes) in bursts {
        let due = ClockTime(began.0 + at);
        while table.now < due {
            let step = (due.0 - table.now.0).min(10_000_000);
            table.now = table.now.after(step);
            tell(&mut said, at, &table.send(&[]));
        }
        let events: Vec<Movement> =
            bytes.iter().filter_map(|byte| parser.feed(*byte)).map(Movement::Midi).collect();
        tell(&mut said, at, &table.send(&events));
        assert_eq!(table.mapping.trouble(table.now), None, "{name}");
    }
    said
}

fn tell(said: &mut String, at: i64, commands: &[ShowCommand]) {
    for command in commands {
        let command = match command {
            ShowCommand::ScrubFollow { along } => format!("ScrubFollow {along:.4}"),
            ShowCommand::ScrubTurn { along } => format!("ScrubTurn {along:+.4}"),
            ShowCommand::Divide(by) => format!("Divide {by:+.4}"),
            ShowCommand::SetVolume(to) => format!("SetVolume {to:.4}"),
            ShowCommand::ChangeVolume(by) => format!("ChangeVolume {by:+.4}"),
            other => format!("{other:?}"),
        };
        said.push_str(&format!("{:.3}  {command}\n", at as f64 / 1e9));
    }
}

/// Each recording beside the commands that it must make, in a file of its name. Written anew with
/// `UPDATE_COMMANDS=1`; what changes is looked at before it is kept.
#[test]
fn every_profile_makes_of_its_recording_exactly_these_commands() {
    for (name, _) in shipped::FILES.iter().filter(|(name, _)| *name != "usb-dial") {
        let file = folder().join(format!("{name}.commands"));
        let is = played(name);
        if std::env::var_os("UPDATE_COMMANDS").is_some() {
            std::fs::write(&file, &is).unwrap();
        }
        let must_be = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(!must_be.is_empty() && is == must_be, "{name}: {is}\nbut must be\n{must_be}");
    }
}

/// What is said of a profile, one line for each problem.
fn said(text: &str) -> String {
    match parse(text, Path::new("box.toml")) {
        Ok(loaded) => loaded.warnings.render(false),
        Err(report) => report
            .problems()
            .iter()
            .map(|problem| {
                let place = problem.place.as_ref().map(|place| format!("{place}: "));
                let help = problem.help.as_ref().map(|help| format!(". {help}"));
                format!(
                    "{}{}{}\n",
                    place.unwrap_or_default(),
                    problem.message,
                    help.unwrap_or_default()
                )
            })
            .collect(),
    }
}

#[test]
fn a_faulty_profile_is_told_where_and_what_to_do() {
    assert_snapshot!(said("name = 3\n[[control]]\nname = \"a\"\ndoes = \"scrubb\"\ncc = 1\n"), @r#"
    box.toml:1:8: `name` of the profile must be a text in quotation marks, not a number. For example: name = "My controller"
    box.toml:4:8: `does` of [[control]] number 1 cannot be `scrubb`. Did you mean "scrub"? It can be "scrub", "step", "jog", "shuttle", "divider", "view", "language", "captions", "listen", "hold", "play", "volume", "shot" or "scrape".
    "#);
    assert_snapshot!(said("name = \"x\"\n"), @r#"
    box.toml:1:1: the profile has no [[control]]. Write one [[control]] for each control that does something.
    "#);
    assert_snapshot!(
        said("name = \"x\"\n[[control]]\nname = \"a\"\ndoes = \"scrub\"\ncc = 200\n"),
        @r#"
    box.toml:5:6: `cc` of [[control]] number 1 is 200. Write a whole number from 0 to 119: cc = 0
    "#
    );
    assert_snapshot!(
        said("name = \"x\"\n[[control]]\nname = \"a\"\ndoes = \"scrub\"\ncc = 1\nnote = 2\n"),
        @r#"
    box.toml:6:8: [[control]] number 1 is known by several messages. Keep one, and write a [[control]] of its own for each other.
    "#
    );
    assert_snapshot!(
        said("name = \"x\"\n[[control]]\nname = \"a\"\ndoes = \"scrub\"\nnote = 2\n"),
        @r#"
    box.toml:2:1: [[control]] number 1: `scrub` cannot be done by a key. scrub and divider need a fader or a dial; step, jog, view and shot a key or a dial; language, listen, hold, play and scrape a key. Say by `sends` what it is.
    "#
    );
    assert_snapshot!(
        said(
            "name = \"x\"\n[[control]]\nname = \"a\"\ndoes = \"scrub\"\ncc = 1\n[[control]]\n\
             name = \"b\"\ndoes = \"step\"\ncc = 1\nsends = \"press\"\n"
        ),
        @r#"
    box.toml:6:1: [[control]] number 2 is known by the same message as "a". Each message belongs to one control; remove one of the two, or give them different channels.
    "#
    );
    assert_snapshot!(
        said("name = \"x\"\n[[control]]\nname = \"a\"\ndoes = \"step\"\nchannel = 0\nnote = 1\n"),
        @r#"
    box.toml:5:11: `channel` of [[control]] number 1 is 0. Write a whole number from 1 to 16: channel = 1
    "#
    );
    assert_snapshot!(
        said("name = \"x\"\n[[control]]\nname = \"a\"\ndoes = \"step\"\nkey = \"Hyper\"\n"),
        @r#"
    box.toml:5:7: there is no key `Hyper`. Write one letter or sign, or a name such as "ArrowLeft", "PageUp", "AudioVolumeUp" or "F5".
    "#
    );
}
