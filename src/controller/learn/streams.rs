//! What was heard, sorted by the control that sent it: events of one address are one stream, and
//! the halves of a number are put together.
//!
//! Two control changes that are 32 apart may be the halves of one number (MIDI 1.0, "Control
//! Change", controllers 0 to 31 and 32 to 63), or a slider and a key that have nothing to do with
//! each other. Halves come at once, always in the same order, and the fine one runs round while the
//! coarse one moves.

use std::collections::BTreeMap;

use crate::controller::message::Event;
use crate::controller::profile::Address;
use crate::timeline::ClockTime;

/// The halves of a number are sent within this, in nanoseconds: they take one on USB and two
/// thirds of a millisecond each on a cable.
const TOGETHER_NS: i64 = 5_000_000;
/// Above are the modes of a channel, which are no controls.
const LAST_CC: u8 = 119;
/// Data entry, coarse (MIDI 1.0, "Registered and Non-Registered Parameter Numbers").
const DATA: u8 = 6;
/// Data entry, fine.
const DATA_FINE: u8 = 38;
/// The number of the parameter that the data is for, fine.
const NRPN_FINE: u8 = 98;
/// The number of the parameter that the data is for, coarse.
const NRPN: u8 = 99;

/// What one control sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Its channel, 0 to 15.
    pub channel: u8,
    /// How it is known on the wire.
    pub address: Address,
    /// Which of the events that were heard these are, and their values: 7 or 14 bits, and 0 for a
    /// note that comes up.
    pub values: Vec<(usize, u16)>,
}

impl Stream {
    /// How many of its units are one step of 7 bits.
    pub fn step(&self) -> u16 {
        if matches!(self.address, Address::Cc(_) | Address::Note(_)) { 1 } else { 128 }
    }

    /// It was heard first and last at these places among the events.
    pub fn span(&self) -> Option<(usize, usize)> {
        Some((self.values.first()?.0, self.values.last()?.0))
    }

    /// How far its values are apart, in its own units.
    pub fn range(&self) -> u16 {
        let values = || self.values.iter().map(|(_, value)| *value);
        values().max().unwrap_or(0) - values().min().unwrap_or(0)
    }

    /// It sends nothing but one value, and 0: as a key does.
    pub fn has_one_level(&self) -> bool {
        let mut levels = self.values.iter().map(|(_, value)| *value).filter(|value| *value != 0);
        let first = levels.next();
        levels.all(|level| Some(level) == first)
    }
}

/// All streams in what was heard, by channel and address. `halves` says whether to look for
/// numbers in two halves of control changes: a movement has them, a key has not.
pub fn streams(heard: &[(ClockTime, Event)], halves: bool) -> Vec<Stream> {
    let mut sorted = Sorted::default();
    for (index, (_, event)) in heard.iter().enumerate() {
        sorted.sort(index, *event);
    }
    let mut all = sorted.whole;
    for ((channel, number), parts) in sorted.parameters {
        let values = joined(&parts, is_fine_last(&parts));
        all.insert((channel, Address::Nrpn(number)), values);
    }
    if halves {
        join_halves(&mut all, heard);
    }
    let stream = |((channel, address), values)| Stream { channel, address, values };
    all.into_iter().map(stream).filter(|stream| !stream.values.is_empty()).collect()
}

/// Half of a number: which event it is, whether it is the fine one, and its value.
type Half = (usize, bool, u16);

#[derive(Default)]
struct Sorted {
    whole: BTreeMap<(u8, Address), Vec<(usize, u16)>>,
    /// By channel and number of the parameter.
    parameters: BTreeMap<(u8, u16), Vec<Half>>,
    /// Which parameter is chosen on a channel: the coarse and the fine half of its number.
    chosen: BTreeMap<u8, (u8, u8)>,
}

impl Sorted {
    fn sort(&mut self, index: usize, event: Event) {
        let (channel, address, value) = match event {
            Event::ControlChange { channel, controller, value } => {
                if controller > LAST_CC || self.parameter(index, channel, controller, value) {
                    return;
                }
                (channel, Address::Cc(controller), u16::from(value))
            }
            Event::PitchBend { channel, value } => (channel, Address::Bend, value),
            Event::NoteOn { channel, note, velocity } => {
                (channel, Address::Note(note), u16::from(velocity))
            }
            Event::NoteOff { channel, note } => (channel, Address::Note(note), 0),
        };
        self.whole.entry((channel, address)).or_default().push((index, value));
    }

    /// Whether the control change belongs to a parameter.
    fn parameter(&mut self, index: usize, channel: u8, controller: u8, value: u8) -> bool {
        match controller {
            NRPN => self.chosen.entry(channel).or_default().0 = value,
            NRPN_FINE => self.chosen.entry(channel).or_default().1 = value,
            DATA | DATA_FINE => {
                let Some((coarse, fine)) = self.chosen.get(&channel) else { return false };
                let number = u16::from(*coarse) << 7 | u16::from(*fine);
                let half = (index, controller == DATA_FINE, u16::from(value));
                self.parameters.entry((channel, number)).or_default().push(half);
            }
            _ => return false,
        }
        true
    }
}

/// The control changes that are halves of one number, in its place.
fn join_halves(all: &mut BTreeMap<(u8, Address), Vec<(usize, u16)>>, heard: &[(ClockTime, Event)]) {
    for channel in 0..16 {
        for number in 0..32 {
            let keys = [(channel, Address::Cc(number)), (channel, Address::Cc(number + 32))];
            let [Some(coarse), Some(fine)] = keys.map(|key| all.get(&key)) else { continue };
            let of = |is_fine: bool| move |(index, value): &(usize, u16)| (*index, is_fine, *value);
            let mut parts: Vec<Half> = coarse.iter().map(of(false)).collect();
            parts.extend(fine.iter().map(of(true)));
            parts.sort_unstable();
            let fine_last = is_fine_last(&parts);
            if !are_halves(&parts, fine_last, heard) {
                continue;
            }
            all.retain(|key, _| !keys.contains(key));
            all.insert((channel, Address::Cc14(number)), joined(&parts, fine_last));
        }
    }
}

/// Whether the fine half comes after the coarse one, and not before.
fn is_fine_last(parts: &[Half]) -> bool {
    // A sender may send the fine half alone while the coarse one stays, so runs of it tell nothing:
    // which one it begins and ends with does, and so does the usual order.
    !matches!((parts.first(), parts.last()), (Some((_, true, _)), Some((_, false, _))))
}

/// Whether coarse and fine messages belong together.
fn are_halves(parts: &[Half], fine_last: bool, heard: &[(ClockTime, Event)]) -> bool {
    let time = |index: usize| heard.get(index).map_or(ClockTime(0), |(time, _)| *time);
    let coarse: Vec<u16> = parts.iter().filter(|part| !part.1).map(|part| part.2).collect();
    let fine: Vec<u16> = parts.iter().filter(|part| part.1).map(|part| part.2).collect();
    let paired = parts.windows(2).filter(|pair| {
        let (first, second) = (pair[0], pair[1]);
        let near = time(second.0).since(time(first.0)) <= TOGETHER_NS;
        near && first.1 != second.1 && second.1 == fine_last
    });
    // Every coarse message has its fine one, but for those that were lost.
    if paired.count() * 10 < coarse.len() * 9 {
        return false;
    }
    let steps = || fine.windows(2).map(|pair| pair[0].abs_diff(pair[1]));
    let is_still = steps().all(|step| step == 0);
    let runs_round = steps().any(|step| step >= 32);
    let range = coarse.iter().max().unwrap_or(&0) - coarse.iter().min().unwrap_or(&0);
    // Beside a coarse half that gets somewhere, one that shakes or goes its own way is another
    // control.
    range < 3 || is_still || runs_round
}

/// The whole numbers that the halves make, each once, where it is complete.
fn joined(parts: &[Half], fine_last: bool) -> Vec<(usize, u16)> {
    let mut numbers = Vec::new();
    let (mut coarse, mut fine): (Option<u16>, u16) = (None, 0);
    for (place, (index, is_fine, value)) in parts.iter().enumerate() {
        if *is_fine {
            fine = *value;
        } else {
            coarse = Some(*value);
        }
        // The half that comes first is alone where the other one does not follow.
        let follows = parts.get(place + 1).is_some_and(|next| next.1 == fine_last);
        let complete = *is_fine == fine_last || !follows;
        if let (Some(coarse), true) = (coarse, complete) {
            numbers.push((*index, coarse << 7 | fine));
        }
    }
    numbers
}
