//! A key that was pressed once and let go.

use super::streams::Stream;
use super::{Learned, Puzzle, several, unclear};
use crate::controller::profile::{Address, Sends};

/// What another control may shake by, in steps of 7 bits, without having been moved.
const SHAKES: u16 = 2;

/// The key that was pressed, among all that was heard.
///
/// # Errors
///
/// Where none or more than one was, or something was turned.
pub fn learn(streams: &[Stream]) -> Result<Learned, Puzzle> {
    let (keys, others): (Vec<&Stream>, Vec<&Stream>) =
        streams.iter().partition(|stream| is_key(stream));
    let moved: Vec<&Stream> = others
        .into_iter()
        .filter(|stream| keys.is_empty() || stream.range() > SHAKES * stream.step())
        .collect();
    let mut pressed = pressed(keys);
    match (&pressed[..], &moved[..]) {
        ([key], []) => Ok(learned(key)),
        ([], [moved]) if matches!(moved.address, Address::Nrpn(_)) => Err(unclear(
            "This sends a parameter (NRPN), which a key cannot be known by. Set it to a note or a \
             control change in the editor of the controller, or take another one.",
        )),
        ([], [_]) => Err(unclear(
            "Something was turned or slid, and here a key is asked for. Press a key once, and let \
             it go.",
        )),
        _ => {
            pressed.extend(&moved);
            Err(several(&pressed))
        }
    }
}

fn is_key(stream: &Stream) -> bool {
    match stream.address {
        // A drum pad says how hard it was hit, each time anew.
        Address::Note(_) => true,
        Address::Cc(_) => stream.has_one_level(),
        _ => false,
    }
}

/// Those of the keys that a hand pressed.
fn pressed(mut keys: Vec<&Stream>) -> Vec<&Stream> {
    if keys.iter().any(|key| key.values.iter().any(|(_, value)| *value > 1)) {
        // A fader that shakes at its lower end looks like a key that sends 0 and 1.
        keys.retain(|key| {
            let last = key.values.iter().map(|(_, value)| *value).max();
            last != Some(1) || matches!(key.address, Address::Note(_))
        });
    }
    if keys.iter().any(|key| is_momentary(key)) {
        // One message from a fader that shakes, or a dial that was brushed, beside a whole press.
        keys.retain(|key| is_momentary(key) || key.values.len() > 1);
    }
    keys
}

/// It told that it went down, and that it came up.
fn is_momentary(key: &Stream) -> bool {
    key.values.windows(2).any(|pair| pair[0].1 != 0 && pair[1].1 == 0)
}

fn learned(key: &Stream) -> Learned {
    let sends = if is_momentary(key) { Sends::Presses } else { Sends::Toggles };
    Learned {
        address: key.address,
        channel: key.channel,
        sends,
        reversed: false,
        noise: 1,
        per_click: 1,
        touch: None,
    }
}
