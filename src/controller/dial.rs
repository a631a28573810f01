//! Dials that are no MIDI: some USB dials say that they are a mouse, others a keyboard.

pub mod plugin;

/// Which way a wheel turns or a mouse is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// Up and down; down goes on, as in a text.
    Vertical,
    /// To the sides.
    Horizontal,
}

/// One movement of such a dial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Motion {
    /// A key went down or came up.
    Key {
        /// Which.
        key: DialKey,
        /// It went down.
        down: bool,
    },
    /// The wheel was turned by so many notches, onwards if positive.
    Wheel(Axis, f64),
    /// The mouse was moved by so many pixels with its left button down, onwards if positive.
    Drag(Axis, f64),
}

/// So many pixels of a drag are a click.
pub const PIXELS_A_CLICK: f64 = 12.0;

/// A key by its name, or by what is written on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DialKey {
    /// One of [`NAMED`], by its place there.
    Named(usize),
    /// A letter in lower case, a digit or a sign.
    Sign(char),
}

/// The names of keys that have no sign, as web browsers call them (W3C, *UI Events KeyboardEvent
/// key Values*). A dial that says it is a keyboard most often sends those of the volume.
pub const NAMED: &[&str] = &[
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "ArrowDown",
    "PageUp",
    "PageDown",
    "Home",
    "End",
    "Enter",
    "Escape",
    "Space",
    "Tab",
    "Backspace",
    "AudioVolumeUp",
    "AudioVolumeDown",
    "AudioVolumeMute",
    "MediaPlayPause",
    "MediaTrackNext",
    "MediaTrackPrevious",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F10",
    "F11",
    "F12",
];

impl DialKey {
    /// A key by its name in [`NAMED`], whatever the case, or by its one sign.
    pub fn named(word: &str) -> Option<Self> {
        if let Some(place) = NAMED.iter().position(|name| name.eq_ignore_ascii_case(word)) {
            return Some(Self::Named(place));
        }
        let mut signs = word.chars();
        let sign = signs.next()?;
        let is_sign = signs.next().is_none() && !sign.is_control() && !sign.is_whitespace();
        is_sign.then(|| Self::Sign(sign.to_lowercase().next().unwrap_or(sign)))
    }

    /// What it is called.
    pub fn name(self) -> String {
        match self {
            Self::Named(place) => NAMED.get(place).copied().unwrap_or_default().to_owned(),
            Self::Sign(sign) => sign.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_known_by_its_name_or_its_sign() {
        assert_eq!(DialKey::named("arrowleft").map(DialKey::name), Some("ArrowLeft".to_owned()));
        assert_eq!(DialKey::named("A"), Some(DialKey::Sign('a')));
        assert_eq!(DialKey::named("no such key"), None);
        assert_eq!(DialKey::named(" "), None);
    }
}
