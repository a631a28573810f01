//! What the wall says when nobody has touched it for a while: what this is and what to do.

use super::base;
use crate::exhibit::{Exhibit, Language};

/// Within any span of this many seconds every language has said its line from beginning to end,
/// as long as there are no more than two for each row.
pub const WITHIN: f64 = 10.0;

/// Seconds in which a line comes or goes.
pub const FADE: f64 = 0.35;

const ENGLISH: &str = "One film. Same words. Another machine. Move it.";
const RUSSIAN: &str = "Один фильм. Те же слова. Другая машина. Двигайте сами.";

/// A line that is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said<'a> {
    /// In which language.
    pub language: &'a str,
    /// The line.
    pub text: &'a str,
    /// In which row, from the uppermost, 0.
    pub row: usize,
    /// How much of it is seen: above 0, 1 when it is all there.
    pub opacity: f32,
}

/// The line of a language: the curator's, else the wall's own.
pub fn invitation<'a>(exhibit: &'a Exhibit, language: &str) -> &'a str {
    let written = exhibit.invitation.get(base(language)).trim();
    match (written, base(language)) {
        ("", "ru") => RUSSIAN,
        ("", _) => ENGLISH,
        (written, _) => written,
    }
}

/// What is said so many seconds after it began, to readers of these languages, in a place with
/// this many rows (one at least).
///
/// Where there is a row for each line all are said, and stay. Else they take turns: a line comes,
/// is read and goes before the next comes in its row. A span of n + 1 turns contains a whole turn
/// of each of n, wherever it begins; so a turn lasts [`WITHIN`] / (n + 1), less a little. A line
/// that is the same in several languages is said once.
pub fn said<'a>(
    exhibit: &'a Exhibit,
    languages: &'a [Language],
    rows: usize,
    seconds: f64,
) -> Vec<Said<'a>> {
    let mut lines: Vec<(&str, &str)> = Vec::new();
    for language in languages {
        let text = invitation(exhibit, language);
        if lines.iter().all(|(_, said)| *said != text) {
            lines.push((language, text));
        }
    }
    let rows = rows.max(1);
    let turns = lines.len().div_ceil(rows);
    let Some(now) = turn_at(turns, seconds) else { return Vec::new() };
    // As many in each turn as can be, so that no line stands alone where it need not.
    let together = lines.len().div_ceil(turns.max(1)).max(1);
    let speaking = lines.chunks(together).nth(now.turn).unwrap_or_default();
    let line = |(row, (language, text)): (usize, &(&'a str, &'a str))| Said {
        language,
        text,
        row,
        opacity: now.opacity,
    };
    speaking.iter().enumerate().map(line).collect()
}

/// Whose turn it is, and how much of it is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Turn {
    turn: usize,
    opacity: f32,
}

/// The turn at a time; none before the first and in the instant between two.
fn turn_at(turns: usize, seconds: f64) -> Option<Turn> {
    if turns == 0 || seconds.is_nan() || seconds <= 0.0 {
        return None;
    }
    let (turn, opacity) = if turns == 1 {
        (0, eased(seconds / FADE))
    } else {
        let lasts = (WITHIN - 0.1) / (turns as f64 + 1.0);
        let along = (seconds / lasts).rem_euclid(turns as f64);
        let (turn, since) = (along.floor(), along.fract() * lasts);
        (turn as usize, eased(since.min(lasts - since) / FADE))
    };
    (opacity > 0.0).then_some(Turn { turn: turn.min(turns - 1), opacity })
}

/// From 0 to 1 with a calm beginning and end: the cubic 3x² − 2x³.
fn eased(share: f64) -> f32 {
    let share = share.clamp(0.0, 1.0);
    (share * share * (3.0 - 2.0 * share)) as f32
}

#[cfg(test)]
mod tests;
