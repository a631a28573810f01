//! From the file of a profile to the profile, or to everything that is wrong with it.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::words::{AXES, FUNCTIONS, SENDS, VIEWS, word_for};
use super::{Address, Control, Does, Function, Profile, Sends, answer};
use crate::controller::dial::DialKey;
use crate::diagnostic::{Report, quoted};
use crate::exhibit::keys::{Keys, keys};
use crate::exhibit::load::read_text;
use crate::exhibit::nearest::Vocabulary;
use crate::exhibit::section::{Reader, Section, Value, kind};
use crate::exhibit::source_text::SourceText;
use crate::exhibit::syntax;

/// The most controls of one controller.
pub const MOST_CONTROLS: usize = 256;

pub(super) const PROFILE: &Keys = &keys("profile", &["name", "match", "control"]);
pub(super) const CONTROL: &Keys = &keys(
    "control",
    &[
        "name",
        "does",
        "by",
        "to",
        "cc",
        "cc14",
        "nrpn",
        "pitch-bend",
        "note",
        "key",
        "wheel",
        "drag",
        "channel",
        "sends",
        "reversed",
        "per-click",
        "noise",
        "travel",
        "held",
        "held-by",
        "held-to",
        "touch",
        "ring",
        "motor",
        "light",
    ],
);

/// The keys that say how a control is known.
const ADDRESSES: [&str; 8] = ["cc", "cc14", "nrpn", "pitch-bend", "note", "key", "wheel", "drag"];

const VOCABULARY: Vocabulary = Vocabulary {
    also_called: &[
        ("controller", "cc"),
        ("control-change", "cc"),
        ("number", "cc"),
        ("pitchbend", "pitch-bend"),
        ("bend", "pitch-bend"),
        ("action", "does"),
        ("function", "does"),
        ("encoding", "sends"),
        ("mode", "sends"),
        ("type", "sends"),
        ("invert", "reversed"),
        ("inverted", "reversed"),
        ("reverse", "reversed"),
        ("led", "light"),
        ("long", "held"),
        ("length", "travel"),
        ("title", "name"),
        ("port", "match"),
        ("controls", "control"),
    ],
    homes: &[("a [[control]]: move this line below such a header", CONTROL.names)],
};

/// A profile without errors, and what is probably not as it was meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The profile.
    pub profile: Profile,
    /// What is probably not as it was meant.
    pub warnings: Report,
}

/// Reads a profile from its file.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn load(file: &Path) -> Result<Loaded, Report> {
    let give_another = "Give the file of a controller's profile, or the name of one that comes with \
                        the program: `palimpsest controller` lists them.";
    parse(&read_text(file, "profile", give_another)?, file)
}

/// Reads a profile from the text of its file; looks at nothing on disk.
///
/// # Errors
/// Everything that is wrong with the text, at once.
pub fn parse(text: &str, file: &Path) -> Result<Loaded, Report> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = Reader::new(SourceText::new(file.display().to_string(), text), &VOCABULARY);
    let (root, problems) = DeTable::parse_recoverable(text);
    syntax::report(&reader, &problems);
    let root = root.into_inner();
    let section = Section::new(&reader, &root, 0..0, "the profile".to_owned(), PROFILE);
    let profile = profile(&section);
    let warnings = reader.into_report();
    if warnings.errors() == 0 { Ok(Loaded { profile, warnings }) } else { Err(warnings) }
}

fn profile(root: &Section<'_, '_>) -> Profile {
    let name = root.required_word("name", r#"name = "My controller""#);
    let matches = root.get("match").map_or_else(Vec::new, |value| names(root, value));
    let tables = root.tables("control", MOST_CONTROLS);
    if tables.is_empty() && !root.mentions("control") {
        let message = "the profile has no [[control]]";
        let help = "Write one [[control]] for each control that does something.";
        root.reader.absent(&root.header, message, help);
    }
    let mut controls: Vec<Control> = Vec::new();
    for (index, value) in tables.into_iter().enumerate() {
        let called = format!("[[control]] number {}", index + 1);
        let Some(section) = root.reader.section(value, called, CONTROL) else { continue };
        let Some(control) = control(&section) else { continue };
        let twice = controls.iter().find(|other| {
            let both = other.channel.is_none() || control.channel.is_none();
            let same = other.address == control.address
                || is_half(other.address, control.address)
                || is_half(control.address, other.address);
            same && (both || other.channel == control.channel)
        });
        if let Some(other) = twice {
            let message =
                format!("{} is known by the same message as \"{}\"", section.name, other.name);
            let help = "Each message belongs to one control; remove one of the two, or give them \
                        different channels.";
            root.reader.error(&section.header, message, help);
        }
        controls.push(control);
    }
    Profile { name: name.map(|name| name.value).unwrap_or_default(), matches, controls }
}

/// Whether the second is one of the two messages that the first is made of.
fn is_half(whole: Address, half: Address) -> bool {
    match (whole, half) {
        (Address::Cc14(number), Address::Cc(half)) => half == number || half == number + 32,
        _ => false,
    }
}

fn names(root: &Section<'_, '_>, value: &Value<'_>) -> Vec<String> {
    let list = value.get_ref().as_array().filter(|list| list.len() <= 16);
    let words = list.and_then(|list| {
        let word = |one: &Value<'_>| one.get_ref().as_str().map(str::to_owned);
        list.iter().map(word).collect::<Option<Vec<_>>>()
    });
    match words {
        Some(words) if words.iter().all(|word| !word.trim().is_empty()) => words,
        _ => {
            let message = format!("`match` must be a list of names, not {}", kind(value));
            let help = "Write parts of the names under which the system knows it, at most 16, such \
                        as match = [\"nanoKONTROL2\"]; `palimpsest controller` lists the names.";
            root.reader.error(&value.span(), message, help);
            Vec::new()
        }
    }
}

fn control(section: &Section<'_, '_>) -> Option<Control> {
    let name = section.required_word("name", r#"name = "slider 1""#)?;
    let does = does(section, "does", "by", "to");
    let address = address(section)?;
    let function = does?;
    let sends = section.choice("sends", SENDS);
    let usual = address.usually_sends();
    let fits = |sends: Sends| match address {
        Address::Key(_) => matches!(sends, Sends::Presses | Sends::Toggles),
        Address::Wheel(_) | Address::Drag(_) => sends == Sends::Clicks,
        Address::Cc(_) | Address::AnyCc => sends != Sends::Clicks,
        Address::Note(_) => !matches!(sends, Sends::Turns(_)),
        Address::Cc14(_) | Address::Nrpn(_) | Address::Bend => sends == Sends::Position,
    };
    let sends = match sends {
        Some(said) if !fits(said.value) => {
            let message = format!("{} does not fit a message of its kind", section.what("sends"));
            let help = "Dials and keys send `cc`; keys also `note` and `key`; a position can also \
                        come as `cc14`, `nrpn`, `pitch-bend`, or as the velocity of a `note`.";
            section.reader.error(&said.span, message, help);
            return None;
        }
        Some(said) => said.value,
        // A key that sends control changes is known by what it does.
        None if !function.function.takes(usual) && matches!(address, Address::Cc(_)) => {
            Sends::Presses
        }
        None => usual,
    };
    if !function.function.takes(sends) {
        let what = word_for(FUNCTIONS, &function.function);
        let how = match sends {
            Sends::Position => "something that stands somewhere",
            Sends::Turns(_) | Sends::Clicks => "a dial",
            Sends::Presses | Sends::Toggles => "a key",
        };
        let message = format!("{}: `{what}` cannot be done by {how}", section.name);
        let help = "scrub and divider need a fader or a dial; step, jog, view and shot a key or a \
                    dial; language, listen, hold, play and scrape a key. Say by `sends` what it is.";
        section.reader.error(&section.header, message, help);
        return None;
    }
    let held = if section.mentions("held") { does_held(section) } else { None };
    if held.is_some() && sends != Sends::Presses {
        let message = format!("{} can be held only where it is a key", section.name);
        let help = "A key that says when it is let go: sends = \"press\".";
        section.reader.error(&section.header, message, help);
    }
    let whole = |key, least, most| number(section, key, least, most);
    let channel = whole("channel", 1, 16).and_then(|channel| u8::try_from(channel - 1).ok());
    let per_click = whole("per-click", 1, 16).map_or(1, |units| units as u16);
    let noise = whole("noise", 0, 32).map_or(1, |noise| noise as u16);
    let touch = whole("touch", 0, 127).map(|note| note as u8);
    let travel_mm = whole("travel", 5, 1000).map(|mm| mm as f64);
    let reversed = truth(section, "reversed").unwrap_or(false);
    Some(Control {
        name: name.value,
        address,
        channel,
        sends,
        reversed,
        per_click,
        noise,
        travel_mm,
        does: function,
        held,
        touch,
        answer: answer::answer(section, address, sends, function.function),
    })
}

/// What a control does, under these three keys.
fn does(section: &Section<'_, '_>, key: &str, by: &str, to: &str) -> Option<Does> {
    let example = r#"does = "scrub""#;
    let function = section.required_choice(key, FUNCTIONS, example)?;
    let by = number(section, by, -1000, 1000).unwrap_or(1) as i32;
    let view = section.choice(to, VIEWS);
    if let (Some(view), true) = (&view, function.value != Function::View) {
        let message = format!("{} is only for `view`", section.what(to));
        section.reader.error(&view.span, message, "Remove it, or write does = \"view\".");
    }
    Some(Does { function: function.value, by, to: view.map(|view| view.value) })
}

fn does_held(section: &Section<'_, '_>) -> Option<Does> {
    let does = does(section, "held", "held-by", "held-to")?;
    if does.function.takes(Sends::Presses) && does.function != Function::Scrape {
        return Some(does);
    }
    let what = word_for(FUNCTIONS, &does.function);
    let message = format!("{}: a key that is held cannot do `{what}`", section.name);
    let help = "Give it a control of its own.";
    section.reader.error(&section.header, message, help);
    None
}

fn address(section: &Section<'_, '_>) -> Option<Address> {
    let written: Vec<&str> =
        ADDRESSES.into_iter().filter(|key| section.get(key).is_some()).collect();
    let key = match written[..] {
        [one] => one,
        [] => {
            if !ADDRESSES.iter().any(|key| section.mentions(key)) {
                let message = format!("{} does not say by what it is known", section.name);
                let help = "Write one of: cc = 7, cc14 = 7, nrpn = 300, pitch-bend = true, note = 60, \
                            key = \"ArrowRight\", wheel = \"vertical\", drag = \"horizontal\". \
                            `palimpsest controller` shows what each control sends.";
                section.reader.absent(&section.header, message, help);
            }
            return None;
        }
        [_, second, ..] => {
            let message = format!("{} is known by several messages", section.name);
            let help = "Keep one, and write a [[control]] of its own for each other.";
            let span = section.get(second).map_or(0..0, Value::span);
            section.reader.error(&span, message, help);
            return None;
        }
    };
    let whole = |most| number(section, key, 0, most);
    Some(match key {
        "cc" if section.get("cc").and_then(|value| value.get_ref().as_str()) == Some("any") => {
            Address::AnyCc
        }
        // Above are the modes of a channel, which are no controls.
        "cc" => Address::Cc(whole(119)? as u8),
        "cc14" => Address::Cc14(whole(31)? as u8),
        "nrpn" => Address::Nrpn(whole(16_383)? as u16),
        "note" => Address::Note(whole(127)? as u8),
        "pitch-bend" => {
            return truth(section, key)?.then_some(Address::Bend);
        }
        "wheel" => Address::Wheel(section.choice(key, AXES)?.value),
        "drag" => Address::Drag(section.choice(key, AXES)?.value),
        _ => {
            let word = section.word(key, r#"key = "ArrowRight""#)?;
            let Some(known) = DialKey::named(&word.value) else {
                let message = format!("there is no key {}", quoted(&word.value));
                let help = "Write one letter or sign, or a name such as \"ArrowLeft\", \"PageUp\", \
                            \"AudioVolumeUp\" or \"F5\".";
                section.reader.error(&word.span, message, help);
                return None;
            };
            Address::Key(known)
        }
    })
}

/// A whole number between two others.
pub(super) fn number(section: &Section<'_, '_>, key: &str, least: i64, most: i64) -> Option<i64> {
    let value = section.get(key)?;
    let number = match value.get_ref() {
        DeValue::Integer(written) => i64::from_str_radix(written.as_str(), written.radix()).ok(),
        _ => None,
    };
    let within = number.filter(|number| (least..=most).contains(number));
    if within.is_none() {
        let message = match number {
            Some(number) => format!("{} is {number}", section.what(key)),
            None => format!("{} must be a whole number, not {}", section.what(key), kind(value)),
        };
        let help = format!("Write a whole number from {least} to {most}: {key} = {least}");
        section.reader.error(&value.span(), message, help);
    }
    within
}

pub(super) fn truth(section: &Section<'_, '_>, key: &str) -> Option<bool> {
    let value = section.get(key)?;
    let DeValue::Boolean(truth) = value.get_ref() else {
        let message = format!("{} must be true or false, not {}", section.what(key), kind(value));
        section.reader.error(&value.span(), message, format!("Write {key} = true."));
        return None;
    };
    Some(*truth)
}
