//! What a control shows, as the file has it.

use super::load::{number, truth};
use super::{Address, Answer, Function, Sends};
use crate::exhibit::keys::{Keys, keys};
use crate::exhibit::section::Section;

const RING: &Keys = &keys("ring", &["cc", "low", "high"]);
const LIGHT: &Keys = &keys("light", &["on", "off"]);

/// How a control shows what it does; none where it does not, or where that was noted as wrong.
pub(super) fn answer(
    section: &Section<'_, '_>,
    address: Address,
    sends: Sends,
    function: Function,
) -> Option<Answer> {
    let is_midi = !matches!(address, Address::Key(_) | Address::Wheel(_) | Address::Drag(_));
    let written: Vec<&str> =
        ["ring", "motor", "light"].into_iter().filter(|key| section.get(key).is_some()).collect();
    let wrong = match written[..] {
        [] => return None,
        [_] if !is_midi => "cannot show anything",
        [_, _, ..] => "shows in several ways",
        ["motor"] if sends != Sends::Position => "has no motor: it stands nowhere",
        ["ring"] if !matches!(address, Address::Cc(_)) && !has_cc(section) => {
            "has a `ring` without the `cc` that sets it"
        }
        ["light"] if !can_be_on(function) => "has a light, and nothing that it does is on or off",
        [_] => "",
    };
    if !wrong.is_empty() {
        let message = format!("{} {wrong}", section.name);
        let help = "A MIDI control can have one of `ring`, `motor` (where it stands somewhere) and \
                    `light` (for play, hold, scrape and language).";
        section.reader.error(&section.header, message, help);
        return None;
    }
    if section.get("motor").is_some() {
        let motor = truth(section, "motor")?;
        let moves =
            matches!(address, Address::Cc(_) | Address::Cc14(_) | Address::Nrpn(_) | Address::Bend);
        return (motor && moves).then_some(Answer::Motor);
    }
    let byte = |section: &Section<'_, '_>, key: &str, usual: i64| {
        number(section, key, 0, 127).unwrap_or(usual) as u8
    };
    if let Some(value) = section.get("ring") {
        let ring = section.reader.section(value, section.what("ring"), RING)?;
        let cc = number(&ring, "cc", 0, 119).unwrap_or(match address {
            Address::Cc(cc) => i64::from(cc),
            _ => 0,
        }) as u8;
        return Some(Answer::Ring {
            cc,
            low: byte(&ring, "low", 0),
            high: byte(&ring, "high", 127),
        });
    }
    let light = section.reader.section(section.get("light")?, section.what("light"), LIGHT)?;
    Some(Answer::Light { on: byte(&light, "on", 127), off: byte(&light, "off", 0) })
}

/// Whether its ring says by which control change it is set.
fn has_cc(section: &Section<'_, '_>) -> bool {
    let ring = section.get("ring").and_then(|ring| ring.get_ref().as_table());
    ring.is_some_and(|ring| ring.get("cc").is_some())
}

/// Whether something that a key does is on or off, so that a light can show it.
fn can_be_on(function: Function) -> bool {
    matches!(
        function,
        Function::Play
            | Function::Hold
            | Function::Scrape
            | Function::Language
            | Function::Captions
    )
}
