//! A dial, a knob or a fader that was moved there and back.
//!
//! What stands somewhere rises to a turning point and falls, or the other way round where it is
//! mounted in reverse. What counts sends one kind of value on the way there and another on the way
//! back; which two kinds, and which one first, is the encoding:
//!
//! | there | back | |
//! |---|---|---|
//! | 01 … | 7F … | two's complement |
//! | 7F … | 01 … | two's complement, reversed |
//! | 41 … | 3F … | binary offset |
//! | 3F … | 41 … | binary offset, reversed |
//! | 01 … | 41 … | sign and magnitude |
//! | 41 … | 01 … | inverted |
//!
//! The last could as well be sign and magnitude mounted in reverse. Both count the same, so it is
//! always called inverted, and not reversed.

use super::streams::Stream;
use super::{Learned, Puzzle, several, unclear};
use crate::controller::profile::{Address, Encoding, Sends};

/// What a control may shake by, in steps of 7 bits, without having been moved.
const SHAKES: u16 = 2;
/// A movement to and fro is a hand's beyond so many steps of 7 bits, and shaking within.
const HAND: u16 = 8;
/// So far a dial counts in one message; what wears out may count further now and then.
const FAST: u16 = 15;
/// The clicks that were asked for.
const CLICKS: u16 = 3;

/// The control that was moved, among all that was heard.
///
/// # Errors
///
/// Where none or more than one was, or not there and back.
pub fn learn(streams: &[Stream]) -> Result<Learned, Puzzle> {
    let (keys, moved): (Vec<&Stream>, Vec<&Stream>) =
        streams.iter().partition(|stream| is_key(stream));
    let (mut known, mut other) = (Vec::new(), Vec::new());
    for stream in moved {
        match understood(stream) {
            Some(learned) => known.push((stream, learned)),
            None => other.push(stream),
        }
    }
    let beside = |stream: &&Stream| stream.range() > 2 * SHAKES * stream.step();
    let also: Vec<&Stream> = other.iter().copied().filter(beside).collect();
    match (&known[..], &also[..]) {
        ([(stream, learned)], []) => {
            Ok(Learned { touch: touch(stream, *learned, &keys), ..*learned })
        }
        ([], [_]) | ([], []) => {
            let candidates = if also.is_empty() { other } else { also };
            let most = candidates.into_iter().max_by_key(|stream| stream.values.len());
            Err(most.map_or_else(|| unclear(A_KEY), |stream| unclear(why(stream))))
        }
        _ => {
            let mut all: Vec<&Stream> = known.iter().map(|(stream, _)| *stream).collect();
            all.extend(also);
            Err(several(&all))
        }
    }
}

pub(super) const A_KEY: &str = "A key was pressed, and here something to turn or to slide is asked for. If it \
                     was none, it is in a mode in which it sends like one: change that in the editor \
                     of the controller, or take another one.";

/// What to tell of a control that was not moved there and back.
fn why(stream: &Stream) -> &'static str {
    let values = || stream.values.iter().map(|(_, value)| *value);
    let mut pairs = stream.values.windows(2).map(|pair| pair[1].1.cmp(&pair[0].1));
    let first = pairs.find(|order| order.is_ne());
    let is_one_way = pairs.all(|order| order.is_eq() || Some(order) == first);
    if values().count() < 4 {
        "Too little was heard. Three clicks to the right, and three back; a fader all the way up, \
         and back down."
    } else if stream.range() <= SHAKES * stream.step() && first.is_some() {
        "It hardly moved. Three clicks to the right, and three back; a fader all the way up, and \
         back down."
    } else if is_one_way {
        "It was heard going one way only, and so which way is more cannot be told. Begin with a \
         fader at its lower end, or with a knob in the middle, and move it there and back."
    } else {
        "It was not heard going there and back once. Move it slowly and without pausing: three clicks \
         to the right, and three back; a fader all the way up, and back down."
    }
}

/// It only goes on and off, and so tells nothing of a movement.
fn is_key(stream: &Stream) -> bool {
    let comes_up = stream.values.iter().any(|(_, value)| *value == 0);
    match stream.address {
        Address::Note(_) => stream.has_one_level(),
        Address::Cc(_) => stream.has_one_level() && comes_up,
        _ => false,
    }
}

fn understood(stream: &Stream) -> Option<Learned> {
    let values: Vec<u16> = stream.values.iter().map(|(_, value)| *value).collect();
    let position = position(&values, stream.step());
    let turns = matches!(stream.address, Address::Cc(_)).then(|| turns(&values)).flatten();
    // A position that passes the middle looks like an offset, but no dial sends an offset of none.
    let passes = |turns: &Turns| turns.encoding == Encoding::BinaryOffset && values.contains(&64);
    let usual = Learned {
        address: stream.address,
        channel: stream.channel,
        sends: Sends::Position,
        reversed: false,
        noise: 1,
        per_click: 1,
        touch: None,
    };
    match (turns, position) {
        (Some(turns), position) if position.is_none() || !passes(&turns) => Some(Learned {
            sends: Sends::Turns(turns.encoding),
            reversed: turns.reversed,
            per_click: turns.per_click,
            ..usual
        }),
        (_, position) => position.map(|(reversed, noise)| Learned { reversed, noise, ..usual }),
    }
}

/// Reads values as a position that went there and back: whether it is reversed, and how far it
/// shook, in steps of 7 bits.
fn position(values: &[u16], step: u16) -> Option<(bool, u16)> {
    let mirrored: Vec<u16> = values.iter().map(|value| u16::MAX - value).collect();
    let (up, down) = (there_and_back(values), there_and_back(&mirrored));
    let reversed = down.way > up.way;
    let (best, rest) = if reversed { (down, up) } else { (up, down) };
    // Whoever brings a fader to its lower end first goes one way more, but not for so long.
    if best.way < 2 * step || best.way < rest.way.saturating_mul(2) {
        return None;
    }
    // The span counts what was seen of it; three clicks from a value never sent show only two.
    let span = values.iter().max()? - values.iter().min()?;
    if span <= SHAKES * step {
        return None;
    }
    let series = if reversed { &mirrored[..] } else { values };
    let there = shaking(series.get(best.start..=best.turn)?.iter().copied(), step);
    let back = shaking(series.get(best.turn..=best.end)?.iter().rev().copied(), step);
    let shaken = there.max(back);
    // What shakes as far as it goes was not moved.
    (shaken < best.way).then_some((reversed, shaken.div_ceil(2 * step).max(1)))
}

/// A rise and the fall after it.
#[derive(Clone, Copy, Default)]
struct Rise {
    /// The shorter of the two.
    way: u16,
    /// Where it starts, turns and ends.
    start: usize,
    turn: usize,
    end: usize,
}

/// The rise and fall of which the shorter one is longest.
fn there_and_back(values: &[u16]) -> Rise {
    // The lowest value from each place on; the first of several.
    let mut ends: Vec<usize> = (0..values.len()).collect();
    for place in (0..values.len().saturating_sub(1)).rev() {
        if values[ends[place + 1]] < values[place] {
            ends[place] = ends[place + 1];
        }
    }
    let (mut best, mut start) = (Rise::default(), 0);
    for (turn, value) in values.iter().enumerate() {
        if *value <= values[start] {
            start = turn;
        }
        let end = ends[turn];
        let way = (value - values[start]).min(value - values[end]);
        if way > best.way {
            best = Rise { way, start, turn, end };
        }
    }
    best
}

/// The furthest that rising values fall back without a hand doing it.
fn shaking(values: impl Iterator<Item = u16>, step: u16) -> u16 {
    let (mut top, mut depth, mut most) = (0, 0, 0);
    for value in values {
        if value >= top {
            // How deep it went is known only when it is over.
            if depth <= HAND * step {
                most = depth.max(most);
            }
            (top, depth) = (value, 0);
        }
        depth = depth.max(top - value);
    }
    most
}

/// How a dial counts.
struct Turns {
    encoding: Encoding,
    reversed: bool,
    per_click: u16,
}

/// Two kinds of values, the first on the way there where nothing is reversed.
const KINDS: [(Encoding, Kind, Kind); 4] = [
    (Encoding::TwosComplement, Kind::Low, Kind::High),
    (Encoding::BinaryOffset, Kind::AboveMiddle, Kind::BelowMiddle),
    (Encoding::SignMagnitude, Kind::Low, Kind::AboveMiddle),
    (Encoding::Inverted, Kind::AboveMiddle, Kind::Low),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Low,
    BelowMiddle,
    AboveMiddle,
    High,
}

/// What kind of value it is, and how far it counts; none where it moves nothing.
fn kind(value: u16) -> Option<(Kind, u16)> {
    match value {
        1..=31 => Some((Kind::Low, value)),
        33..=63 => Some((Kind::BelowMiddle, 64 - value)),
        65..=95 => Some((Kind::AboveMiddle, value - 64)),
        97..=127 => Some((Kind::High, 128 - value)),
        _ => None,
    }
}

/// Reads values as the counts of a dial that was turned there and back.
fn turns(values: &[u16]) -> Option<Turns> {
    let kinds: Vec<(Kind, u16)> = values.iter().filter_map(|value| kind(*value)).collect();
    let fast = kinds.iter().filter(|(_, far)| *far > FAST).count();
    // No dial sends much that moves nothing, or turns that fast when it is asked to turn slowly.
    if (values.len() - kinds.len()) * 10 > values.len() || fast * 4 > kinds.len() {
        return None;
    }
    let found = KINDS.iter().find_map(|(encoding, more, less)| {
        if kinds.iter().any(|(kind, _)| kind != more && kind != less) {
            return None;
        }
        let sign = |(kind, _): &(Kind, u16)| if kind == more { 1 } else { -1 };
        let signs: Vec<i32> = kinds.iter().map(sign).collect();
        let turned: Vec<i32> = signs.iter().map(|sign| -sign).collect();
        let (reversed, turn) = match (halves(&signs), halves(&turned)) {
            (Some((most, turn)), other) if other.is_none_or(|(less, _)| less < most) => {
                (false, turn)
            }
            (one, Some((most, turn))) if one.is_none_or(|(less, _)| less < most) => (true, turn),
            _ => return None,
        };
        // Sign and magnitude in reverse is left to what is the same and comes after it.
        let twice = *encoding == Encoding::SignMagnitude && reversed;
        (!twice).then_some((*encoding, reversed, *more, turn))
    });
    let (encoding, reversed, more, turn) = found?;
    let per_click = per_click(&kinds, more, turn);
    Some(Turns { encoding, reversed, per_click })
}

/// Where signs that are mostly positive turn into mostly negative ones, and by how much they do;
/// none where they do not.
fn halves(signs: &[i32]) -> Option<(i32, usize)> {
    let all: i32 = signs.iter().sum();
    let is_clean = |half: &[i32], way: i32| {
        let strays = half.iter().filter(|sign| **sign != way).count();
        half.len() >= 2 && strays <= 2.max(half.len() / 5)
    };
    let (mut there, mut best) = (0, None);
    for (place, sign) in signs.iter().enumerate() {
        there += sign;
        let back = there - all;
        let (first, second) = signs.split_at(place + 1);
        // Contacts that bounce to and fro get nowhere in either half.
        let goes = there.min(back) >= 1 && there.max(back) >= 2;
        let is_better = best.is_none_or(|(most, _)| there + back > most);
        if goes && is_better && is_clean(first, 1) && is_clean(second, -1) {
            best = Some((there + back, place + 1));
        }
    }
    best
}

/// How many counts make a click, where each half counts as much as three clicks of as many would
/// and nothing is accelerated; else 1.
fn per_click(kinds: &[(Kind, u16)], more: Kind, turn: usize) -> u16 {
    let far = kinds.first().map_or(1, |(_, far)| *far);
    if kinds.iter().any(|(_, other)| *other != far) {
        return 1;
    }
    let (first, second) = kinds.split_at(turn);
    let counts = |half: &[(Kind, u16)]| {
        let sum: i32 = half
            .iter()
            .map(|(kind, far)| if *kind == more { i32::from(*far) } else { -i32::from(*far) })
            .sum();
        sum.unsigned_abs()
    };
    let both = [counts(first), counts(second)];
    let fits = |per_click: &u16| {
        let three = u32::from(CLICKS * per_click);
        both.iter().all(|counts| counts.abs_diff(three) <= u32::from(per_click / 2))
    };
    [8, 4, 2].into_iter().find(fits).unwrap_or(1)
}

/// The note that went down before a fader was moved, and came up after.
fn touch(fader: &Stream, learned: Learned, keys: &[&Stream]) -> Option<u8> {
    if learned.sends != Sends::Position {
        return None;
    }
    let (first, last) = fader.span()?;
    let around = |key: &&Stream| -> Option<(usize, u8)> {
        let Address::Note(note) = key.address else { return None };
        let (down, up) = (key.values.first()?, key.values.last()?);
        (down.1 != 0 && down.0 < first && up.1 == 0 && up.0 > last).then_some((down.0, note))
    };
    // The one nearest to the movement.
    keys.iter().filter_map(around).max().map(|(_, note)| note)
}
