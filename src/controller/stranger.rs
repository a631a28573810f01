//! A controller that is in another mode or template than its profile says: it sends, and nothing
//! of it is known. To a visitor it is dead, so it must be said.

use super::mapping::Movement;
use super::message::Event;
use super::profile::shipped;
use super::profile::{Address, Control, Profile};
use crate::timeline::ClockTime;

/// For so long, in nanoseconds …
const LONG_NS: i64 = 3_000_000_000;
/// … and so many messages nothing was known: then it is no stray key.
const MANY: u32 = 4;
/// What was heard longer ago than this, in nanoseconds, is no sign of anything any more.
const LONG_AGO_NS: i64 = 60_000_000_000;

/// What was heard that nothing is known of, since something was.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stranger {
    since: Option<ClockTime>,
    count: u32,
    last: Option<Event>,
    heard: Option<ClockTime>,
}

impl Stranger {
    /// Something was heard, that is known or not.
    pub fn hear(&mut self, now: ClockTime, movement: Movement, is_known: bool) {
        if is_known {
            *self = Self::default();
            return;
        }
        // Of a mouse or a keyboard most is meant for others; and what comes up was down.
        let Movement::Midi(event) = movement else { return };
        if matches!(event, Event::NoteOff { .. }) {
            return;
        }
        if self.heard.is_some_and(|heard| now.since(heard) >= LONG_AGO_NS) {
            *self = Self::default();
        }
        self.heard = Some(now);
        self.since.get_or_insert(now);
        self.count = self.count.saturating_add(1);
        self.last = Some(event);
    }

    /// What is wrong and what is nearest, in words; none while all is well.
    pub fn trouble(&self, now: ClockTime, profile: &Profile) -> Option<String> {
        let (since, last) = (self.since?, self.last?);
        if self.count < MANY || now.since(since) < LONG_NS {
            return None;
        }
        let sent = describe(last);
        let name = &profile.name;
        let what = format!("it sends {sent}, and nothing of it is in the profile \"{name}\"");
        Some(format!("{what}: {}", nearest(last, profile)))
    }
}

/// What can be done about it.
fn nearest(event: Event, profile: &Profile) -> String {
    let (channel, address) = heard(event);
    let same = profile.controls.iter().find(|control| is_at(control, address));
    if let Some((control, own)) = same.and_then(|control| Some((control, control.channel?))) {
        return format!(
            "\"{}\" does the same on channel {}: set its channel or template to that, or take \
             `channel` out of the profile",
            control.name,
            own + 1
        );
    }
    let elsewhere = shipped::all().iter().find(|(_, other)| {
        other.name != profile.name
            && other.controls.iter().any(|control| {
                is_at(control, address) && control.channel.is_none_or(|own| own == channel)
            })
    });
    if let Some((name, _)) = elsewhere {
        return format!("it would fit the profile \"{name}\"");
    }
    let near = profile
        .controls
        .iter()
        .filter_map(|control| Some((distance(control.address, address)?, control)));
    match near.min_by_key(|(distance, _)| *distance) {
        Some((_, control)) => format!(
            "nearest is \"{}\"; learn what it sends with `palimpsest controller --learn NAME`",
            control.name
        ),
        None => "learn what it sends with `palimpsest controller --learn NAME`".to_owned(),
    }
}

/// Channel and address of an event.
fn heard(event: Event) -> (u8, Address) {
    match event {
        Event::ControlChange { channel, controller, .. } => (channel, Address::Cc(controller)),
        Event::PitchBend { channel, .. } => (channel, Address::Bend),
        Event::NoteOn { channel, note, .. } | Event::NoteOff { channel, note } => {
            (channel, Address::Note(note))
        }
    }
}

fn is_at(control: &Control, address: Address) -> bool {
    match (control.address, address) {
        (Address::Cc14(own), Address::Cc(number)) => own == number || own + 32 == number,
        (own, other) => own == other,
    }
}

/// How far two numbers of the same kind are apart.
fn distance(own: Address, other: Address) -> Option<u8> {
    match (own, other) {
        (Address::Cc(a) | Address::Cc14(a), Address::Cc(b))
        | (Address::Note(a), Address::Note(b)) => Some(a.abs_diff(b)),
        _ => None,
    }
}

/// An event in words, with channels from 1.
pub fn describe(event: Event) -> String {
    match event {
        Event::ControlChange { channel, controller, value } => {
            format!("control change {controller} = {value} on channel {}", channel + 1)
        }
        Event::PitchBend { channel, value } => {
            format!("pitch bend {value} on channel {}", channel + 1)
        }
        Event::NoteOn { channel, note, velocity } => {
            format!("note {note} down ({velocity}) on channel {}", channel + 1)
        }
        Event::NoteOff { channel, note } => format!("note {note} up on channel {}", channel + 1),
    }
}
