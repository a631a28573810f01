//! The words of a profile's file: read, written and listed in its schema from these tables.

use super::{Encoding, Function, Sends};
use crate::controller::dial::Axis;
use crate::show::View;

/// What a control can do.
pub const FUNCTIONS: &[(&str, Function)] = &[
    ("scrub", Function::Scrub),
    ("step", Function::Step),
    ("jog", Function::Jog),
    ("shuttle", Function::Shuttle),
    ("divider", Function::Divider),
    ("view", Function::View),
    ("language", Function::Language),
    ("captions", Function::Captions),
    ("listen", Function::Listen),
    ("hold", Function::Hold),
    ("play", Function::Play),
    ("volume", Function::Volume),
    ("shot", Function::Shot),
    ("scrape", Function::Scrape),
];

/// How a control can send.
pub const SENDS: &[(&str, Sends)] = &[
    ("position", Sends::Position),
    ("twos-complement", Sends::Turns(Encoding::TwosComplement)),
    ("binary-offset", Sends::Turns(Encoding::BinaryOffset)),
    ("sign-magnitude", Sends::Turns(Encoding::SignMagnitude)),
    ("inverted", Sends::Turns(Encoding::Inverted)),
    ("press", Sends::Presses),
    ("toggle", Sends::Toggles),
];

/// The views that a key can ask for.
pub const VIEWS: &[(&str, View)] = &[
    ("chorus", View::Chorus),
    ("solo", View::Solo),
    ("story", View::Story),
    ("duet", View::Duet),
    ("strata", View::Strata),
];

/// The two ways of a wheel or a mouse.
pub const AXES: &[(&str, Axis)] = &[("vertical", Axis::Vertical), ("horizontal", Axis::Horizontal)];

/// The word for a value of one of the tables.
pub fn word_for<T: PartialEq>(table: &[(&'static str, T)], value: &T) -> &'static str {
    table.iter().find(|(_, known)| known == value).map_or("", |(word, _)| *word)
}
