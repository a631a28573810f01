//! Controllers in plain words: what was moved, what a control does, and what was asked for.

use super::control::HELD_NS;
use super::dial::{Axis, Motion};
use super::learn::Learned;
use super::mapping::Movement;
use super::message::Event;
use super::profile::{Address, Control, Does, Encoding, Function, Sends};
use super::stranger::describe;
use crate::show::ShowCommand;

/// What was moved, as it came.
pub fn movement(movement: Movement) -> String {
    let way = |axis| match axis {
        Axis::Vertical => "up or down",
        Axis::Horizontal => "sideways",
    };
    match movement {
        Movement::Midi(event) => describe(event),
        Movement::Dial(Motion::Key { key, down }) => {
            format!("key {} {}", key.name(), if down { "down" } else { "up" })
        }
        Movement::Dial(Motion::Wheel(axis, by)) => format!("wheel {}: {by:+.1}", way(axis)),
        Movement::Dial(Motion::Drag(axis, by)) => format!("drag {}: {by:+.0}", way(axis)),
    }
}

/// The same as short as can be, as it is written on controllers and in their manuals.
pub fn short(movement: Movement) -> String {
    let Movement::Midi(event) = movement else { return self::movement(movement) };
    let (what, channel) = match event {
        Event::ControlChange { channel, controller, value } => {
            (format!("CC {controller} = {value}"), channel)
        }
        Event::PitchBend { channel, value } => (format!("bend {value}"), channel),
        Event::NoteOn { channel, note, .. } => (format!("note {note} down"), channel),
        Event::NoteOff { channel, note } => (format!("note {note} up"), channel),
    };
    format!("{what}, ch {}", u16::from(channel) + 1)
}

/// What a control does, as a part of a sentence that begins with its name.
pub fn does(does: Does) -> String {
    let ways = |back: &str, on: &str| if does.by < 0 { back.to_owned() } else { on.to_owned() };
    let each = |what: &str| match does.by.unsigned_abs() {
        1 => what.to_owned(),
        many => format!("{what}, {many} at a time"),
    };
    match does.function {
        Function::Scrub => "moves along the generations".to_owned(),
        Function::Step => each(&ways("one version older", "one version newer")),
        Function::Jog => each(&ways("one frame back", "one frame on")),
        Function::Shuttle => "changes the speed of the film".to_owned(),
        Function::Divider => "moves the divider of duet".to_owned(),
        Function::View => match does.to {
            Some(view) => format!("shows {}", view.name()),
            None => ways("the view before", "the next view"),
        },
        Function::Language => "the other language".to_owned(),
        Function::Captions if does.by > 1 => "captions larger".to_owned(),
        Function::Captions => "captions on or off".to_owned(),
        Function::Listen => "speaks of the version".to_owned(),
        Function::Hold => "holds the version to compare".to_owned(),
        Function::Play => "plays and pauses".to_owned(),
        Function::Volume => "how loud it is".to_owned(),
        Function::Shot => each(&ways("one shot back", "one shot on")),
        Function::Scrape => "opens the refused takes".to_owned(),
    }
}

/// What a control of a profile does, with what it does when it is held.
pub fn control_does(control: &Control) -> String {
    let is_dial = matches!(control.sends, Sends::Turns(_) | Sends::Clicks);
    let plain = match control.does.function {
        // A dial goes both ways.
        Function::Step if is_dial => "moves by whole versions".to_owned(),
        Function::Jog if is_dial => "moves frame by frame".to_owned(),
        Function::View if is_dial => "leads through the views".to_owned(),
        Function::Shot if is_dial => "moves by shots".to_owned(),
        Function::Volume if matches!(control.sends, Sends::Presses | Sends::Toggles) => {
            if control.does.by < 0 { "quieter".to_owned() } else { "louder".to_owned() }
        }
        _ => does(control.does),
    };
    match control.held {
        Some(held) => {
            let seconds = HELD_NS as f64 / 1e9;
            format!("{plain}; held for {seconds:.1} s: {}", does(held))
        }
        None => plain,
    }
}

/// How a control is known on the wire.
pub fn address(address: Address, channel: Option<u8>) -> String {
    let what = match address {
        Address::Cc(number) => format!("control change {number}"),
        Address::AnyCc => "any control change".to_owned(),
        Address::Cc14(number) => format!("control changes {number} and {}", u16::from(number) + 32),
        Address::Nrpn(number) => format!("parameter {number}"),
        Address::Bend => "pitch bend".to_owned(),
        Address::Note(number) => format!("note {number}"),
        Address::Key(key) => return format!("key {}", key.name()),
        Address::Wheel(_) => return "the wheel".to_owned(),
        Address::Drag(_) => return "a drag".to_owned(),
    };
    match channel {
        Some(channel) => format!("{what} on channel {}", u16::from(channel) + 1),
        None => what,
    }
}

/// What was learned of a control.
pub fn learned(learned: &Learned) -> String {
    let how = match learned.sends {
        Sends::Position => "it says where it stands",
        Sends::Turns(Encoding::TwosComplement) => "a dial that counts by two's complement",
        Sends::Turns(Encoding::BinaryOffset) => "a dial that counts from 64",
        Sends::Turns(Encoding::SignMagnitude) => "a dial that counts by sign and magnitude",
        Sends::Turns(Encoding::Inverted) => "a dial that counts with the signs exchanged",
        Sends::Clicks => "a dial",
        Sends::Presses => "a key that says when it is let go",
        Sends::Toggles => "a key that speaks once each time",
    };
    let reversed = if learned.reversed { ", reversed" } else { "" };
    let per_click = match learned.per_click {
        1 => String::new(),
        counts => format!(", {counts} counts a click"),
    };
    let place = address(learned.address, Some(learned.channel));
    format!("{place}: {how}{reversed}{per_click}")
}

/// What was asked for; `end` is the last stop along the generations.
pub fn command(command: &ShowCommand, end: f64) -> String {
    match command {
        ShowCommand::ScrubFollow { along } => {
            format!("scrub to {:.1} % of the way", 100.0 * along / end)
        }
        ShowCommand::ScrubTurn { along } => format!("scrub by {along:+.2} versions"),
        ShowCommand::ScrubStep(by) => format!("step by {by:+}"),
        ShowCommand::Jog(by) => format!("jog by {by:+} frames"),
        ShowCommand::Shuttle(speed) => format!("shuttle at {:.2} ×", f64::from(speed.get()) / 1e3),
        ShowCommand::ShuttleStep(by) => format!("shuttle: {by:+} step"),
        ShowCommand::Divide(by) => format!("divider by {:+.1} %", 100.0 * by),
        ShowCommand::SetView(view) => format!("view {}", view.name()),
        ShowCommand::NextView(by) => format!("view: {by:+}"),
        ShowCommand::NextLanguage(_) => "the next language".to_owned(),
        ShowCommand::ToggleCaptions => "captions on or off".to_owned(),
        ShowCommand::EnlargeCaptions => "larger captions".to_owned(),
        ShowCommand::Listen => "listen".to_owned(),
        ShowCommand::Hold => "hold".to_owned(),
        ShowCommand::TogglePlay => "play or pause".to_owned(),
        ShowCommand::SetVolume(volume) => format!("volume {:.0} %", 100.0 * volume),
        ShowCommand::ChangeVolume(by) => format!("volume by {:+.0} %", 100.0 * by),
        ShowCommand::JumpShot(by) => format!("shot: {by:+}"),
        ShowCommand::Scrape(true) => "scrape: opened".to_owned(),
        ShowCommand::Scrape(false) => "scrape: closed".to_owned(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controller::profile::shipped;

    #[test]
    fn whatever_a_shipped_profile_has_is_said_in_few_words() {
        for (name, profile) in shipped::all() {
            for control in &profile.controls {
                let said = control_does(control);
                let place = address(control.address, control.channel);
                assert!(!said.is_empty() && said.len() < 80, "{name}: {said}");
                assert!(!place.is_empty() && !place.contains("Cc"), "{name}: {place}");
            }
        }
    }

    #[test]
    fn a_dial_goes_both_ways_and_a_key_one() {
        let step = Does { by: -1, ..Does::new(Function::Step) };
        let key = Control::new("left", Address::Note(1), step);
        assert_eq!(control_does(&key), "one version older");
        let dial = Control { sends: Sends::Turns(Encoding::Inverted), ..key.clone() };
        assert_eq!(control_does(&dial), "moves by whole versions");
        let held = Control { held: Some(Does::new(Function::Play)), ..key };
        assert_eq!(control_does(&held), "one version older; held for 0.6 s: plays and pauses");
    }
}
