//! What each key does: one table, read by the program and by its help.

use crate::show::ShowCommand;
use crate::timeline::Speed;

/// A key or a few that do related things, as the help shows them.
pub struct KeyLine {
    /// The keys.
    pub keys: &'static str,
    /// What they do.
    pub does: &'static str,
}

/// All keys, in the order of the help.
pub const KEYS: [KeyLine; 29] = [
    KeyLine { keys: "← →", does: "move along the generations" },
    KeyLine { keys: "wheel, drag", does: "the same, freely" },
    KeyLine { keys: "Home End", does: "the oldest and the newest; again: what lies beyond" },
    KeyLine { keys: "1 … 9", does: "a version by its place" },
    KeyLine { keys: "Tab", does: "all versions, or the one at the position" },
    KeyLine { keys: "V", does: "the next view: solo, story, duet, strata, and all again" },
    KeyLine { keys: "Enter", does: "hold this version, to compare others with it in duet" },
    KeyLine {
        keys: "S, right button",
        does: "held: what was tried for this shot and not chosen; move among it",
    },
    KeyLine { keys: "[ ]", does: "move the divider of duet" },
    KeyLine { keys: "Space", does: "play, pause" },
    KeyLine { keys: ", .", does: "one frame of this version back, on" },
    KeyLine { keys: "J K L", does: "shuttle back, rest, on: again is faster" },
    KeyLine { keys: "Page Up, Page Down", does: "the shot before, the next" },
    KeyLine { keys: "O", does: "loop this shot, or the whole film" },
    KeyLine { keys: "A B", does: "loop a part: from here, to here" },
    KeyLine { keys: "T", does: "the other language" },
    KeyLine { keys: "C X", does: "captions: on or off, larger" },
    KeyLine { keys: "− +", does: "quieter, louder" },
    KeyLine { keys: "F", does: "the whole screen; Esc leaves it" },
    KeyLine { keys: "H", does: "only the wall, or the panels again" },
    KeyLine { keys: "F2", does: "the generations, beside the wall" },
    KeyLine { keys: "F3", does: "the wall in millimetres" },
    KeyLine { keys: "F4", does: "the controllers" },
    KeyLine { keys: "F5", does: "how the wall does" },
    KeyLine { keys: "F7", does: "what is wrong with the files" },
    KeyLine { keys: "F8", does: "what was measured of the pictures" },
    KeyLine { keys: "F9", does: "what if something fails" },
    KeyLine { keys: "F6", does: "from the wall to the panels, for the keyboard; Esc leads back" },
    KeyLine { keys: "? F1", does: "show or hide this" },
];

/// How much a key changes the volume.
const VOLUME: f64 = 0.1;

/// How far a key moves the divider, as a share of the picture's width.
const DIVIDE: f64 = 0.1;

/// A key that the show obeys, by what is written on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A cursor key or another with a name.
    Named(Named),
    /// A letter (lower case), digit or sign.
    Sign(char),
}

/// Keys without a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the key of that name")]
pub enum Named {
    Left,
    Right,
    Home,
    End,
    Tab,
    Enter,
    Space,
    PageUp,
    PageDown,
}

/// What the show is told when a key goes down; none for keys that do nothing.
pub fn command(key: Key) -> Option<ShowCommand> {
    Some(match key {
        Key::Named(Named::Left) => ShowCommand::ScrubStep(-1),
        Key::Named(Named::Right) => ShowCommand::ScrubStep(1),
        Key::Named(Named::Home) => ShowCommand::ScrubFirst,
        Key::Named(Named::End) => ShowCommand::ScrubLast,
        Key::Named(Named::Tab) => ShowCommand::ToggleView,
        Key::Named(Named::Enter) => ShowCommand::Hold,
        Key::Named(Named::Space) => ShowCommand::TogglePlay,
        Key::Named(Named::PageUp) => ShowCommand::JumpShot(-1),
        Key::Named(Named::PageDown) => ShowCommand::JumpShot(1),
        Key::Sign(',') => ShowCommand::Jog(-1),
        Key::Sign('.') => ShowCommand::Jog(1),
        Key::Sign('j') => ShowCommand::ShuttleStep(-1),
        Key::Sign('k') => ShowCommand::Shuttle(Speed::STILL),
        Key::Sign('l') => ShowCommand::ShuttleStep(1),
        Key::Sign('v') => ShowCommand::NextView(1),
        Key::Sign('[') => ShowCommand::Divide(-DIVIDE),
        Key::Sign(']') => ShowCommand::Divide(DIVIDE),
        Key::Sign('-') => ShowCommand::ChangeVolume(-VOLUME),
        Key::Sign('+' | '=') => ShowCommand::ChangeVolume(VOLUME),
        Key::Sign('c') => ShowCommand::ToggleCaptions,
        Key::Sign('x') => ShowCommand::EnlargeCaptions,
        Key::Sign('t') => ShowCommand::NextLanguage(1),
        Key::Sign('s') => ShowCommand::Scrape(true),
        Key::Sign('o') => ShowCommand::ToggleLoop,
        Key::Sign('a') => ShowCommand::LoopFrom,
        Key::Sign('b') => ShowCommand::LoopTo,
        Key::Sign(digit @ '1'..='9') => ShowCommand::ScrubToVersion(digit.to_digit(10)? as u16),
        Key::Sign(_) => return None,
    })
}

/// What the show is told when a key is let go; none for keys of which that means nothing.
pub fn released(key: Key) -> Option<ShowCommand> {
    match key {
        Key::Sign('s') => Some(ShowCommand::Scrape(false)),
        _ => None,
    }
}
