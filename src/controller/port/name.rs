//! The names of controllers, without the numbers that change from one plugging in to the next.

/// The part of a port's name that stays. ALSA ends it with the numbers of client and port
/// (`nanoKONTROL2:nanoKONTROL2 MIDI 1 24:0`), and says the client's name twice where the port's
/// begins with it; Windows begins it with a number (`2- nanoKONTROL2`).
pub fn stable(name: &str) -> String {
    let name = name.trim();
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let is_address = |last: &str| {
        last.split_once(':').is_some_and(|(client, port)| is_number(client) && is_number(port))
    };
    let name = match name.rsplit_once(' ') {
        Some((before, last)) if is_address(last) => before.trim_end(),
        _ => name,
    };
    let name = match name.split_once("- ") {
        Some((number, after)) if is_number(number) => after,
        _ => name,
    };
    match name.split_once(':') {
        Some((client, port)) if port.trim_start().starts_with(client) => port.trim().to_owned(),
        _ => name.to_owned(),
    }
}

/// What Linux offers to connect programs by is no controller.
const THROUGH: &str = "Midi Through";

/// Whether a controller of this name is asked for by `wanted`; `any` asks for all.
pub fn is_wanted(wanted: &str, name: &str) -> bool {
    (wanted == "any" && !name.starts_with(THROUGH))
        || name.to_lowercase().contains(&wanted.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_the_same_whatever_it_is_plugged_into() {
        for (name, stays) in [
            ("nanoKONTROL2:nanoKONTROL2 MIDI 1 24:0", "nanoKONTROL2 MIDI 1"),
            ("nanoKONTROL2:nanoKONTROL2 MIDI 1 129:0", "nanoKONTROL2 MIDI 1"),
            ("X-TOUCH MINI:X-TOUCH MINI MIDI 1 20:0", "X-TOUCH MINI MIDI 1"),
            ("Virtual Raw MIDI 1-0:VirMIDI 1-0 20:0", "Virtual Raw MIDI 1-0:VirMIDI 1-0"),
            ("2- nanoKONTROL2", "nanoKONTROL2"),
            ("Launch Control XL", "Launch Control XL"),
            ("12:34", "12:34"),
            ("", ""),
        ] {
            assert_eq!(stable(name), stays);
        }
    }

    #[test]
    fn a_controller_is_asked_for_by_any_part_of_its_name() {
        let name = "X-TOUCH MINI MIDI 1";
        assert!(is_wanted("x-touch", name) && is_wanted("mini midi 1", name));
        assert!(is_wanted("any", name) && !is_wanted("nanokontrol", name));
        assert!(
            !is_wanted("any", "Midi Through Port-0") && is_wanted("midi through", "Midi Through")
        );
    }
}
