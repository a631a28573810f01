//! What the controls of any controller do, without a profile of it.
//!
//! | control | does |
//! |---|---|
//! | an absolute knob or fader (control change), or a motor fader (pitch bend), on any channel | moves along the generations, from the inputs to the next one |
//! | note 60, the middle C | one stop older |
//! | note 62 | one stop newer |
//! | note 64 | plays and pauses |
//! | note 65 | changes between chorus and solo |
//!
//! A control that is not moved by a motor stands anywhere when it is touched. So its first message
//! only says where it stands, and from then on the picture goes the share of its way that the
//! control goes of its own: the two converge, and at an end of the control both are at their ends.
//!
//! What is no knob does nothing: a key that sends 0 and 127, the modes of a channel (control 120
//! and above), and the fine half of a control of 14 bits, which is known by its coarse half,
//! 32 below it.

use std::collections::BTreeMap;

use super::message::Event;
use crate::scrub::detent::REST_NS;
use crate::show::ShowCommand;
use crate::timeline::ClockTime;

/// The picture goes at most so many times the share that the control goes.
const FASTEST: f64 = 2.0;

/// The upper end of a motor fader: many send only the upper seven of their 14 bits.
const BEND_END: u16 = 0x7f << 7;

/// Further than this many stops from where the control led, somebody else moved the picture.
const ELSEWHERE: f64 = 0.75;

/// What the show does when the events come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Situation {
    /// The time of the tick.
    pub now: ClockTime,
    /// Where the scrub will rest if nothing more is done, in stops.
    pub rests: f64,
    /// The last stop's number.
    pub end: f64,
}

/// A control: its channel, and its number unless it is the channel's pitch bend.
type Control = (u8, Option<u8>);

/// Remembers where each control stands, and where the last one led.
#[derive(Clone, Debug, Default)]
pub struct Generic {
    /// At most one for each of 16 channels and 129 controls; from 0 to 1.
    stands: BTreeMap<Control, f64>,
    /// Where the controls led, in stops: exactly, where the picture rests on a stop.
    along: Option<f64>,
    /// When the picture was last dragged, and to where, in stops.
    dragged: Option<(ClockTime, f64)>,
}

impl Generic {
    /// The commands for all events of one tick, in their order; all movements in one command.
    pub fn commands(
        &mut self,
        events: impl IntoIterator<Item = Event>,
        situation: Situation,
    ) -> Vec<ShowCommand> {
        let Situation { rests, end, .. } = situation;
        let led = self.along.filter(|led| (led - rests).abs() <= ELSEWHERE && *led <= end);
        let before = led.unwrap_or(rests).clamp(0.0, end);
        let mut along = before;
        let mut commands = Vec::new();
        for event in events {
            match event {
                Event::ControlChange { channel, controller, value } => {
                    let stands = f64::from(value) / 127.0;
                    if let Some(from) = self.moved((channel, Some(controller)), stands) {
                        along = follow(along, end, from, stands);
                    }
                }
                Event::PitchBend { channel, value } => {
                    let stands = f64::from(value.min(BEND_END)) / f64::from(BEND_END);
                    if let Some(from) = self.moved((channel, None), stands) {
                        along = follow(along, end, from, stands);
                    }
                }
                Event::NoteOn { note, .. } => commands.extend(key(note)),
                Event::NoteOff { .. } => {}
            }
        }
        if along != before {
            commands.extend(self.drag(along, along - before, situation));
        }
        self.along = Some(along);
        commands
    }

    /// Forgets where the controls stand, as when a controller comes back.
    pub fn forget(&mut self) {
        self.stands.clear();
    }

    /// Where a control stood that was moved; none for its first message and for what is no knob.
    fn moved(&mut self, control: Control, stands: f64) -> Option<f64> {
        match control {
            (_, Some(120..)) => return None,
            (channel, Some(fine @ 32..64))
                if self.stands.contains_key(&(channel, Some(fine - 32))) =>
            {
                return None;
            }
            _ => {}
        }
        let from = self.stands.insert(control, stands)?;
        let is_key = control.1.is_some() && (from - stands).abs() >= 1.0;
        (!is_key && from != stands).then_some(from)
    }

    /// Drags the picture to `along`, unless that is against the way the control went: a picture
    /// that rests on a stop ahead of the control waits for it.
    fn drag(&mut self, along: f64, way: f64, situation: Situation) -> Option<ShowCommand> {
        let Situation { now, rests, .. } = situation;
        let held = self.dragged.filter(|(when, _)| now.since(*when) < REST_NS);
        let is = held.map_or(rests, |(_, is)| is);
        if (along - is) * way <= 0.0 {
            return None;
        }
        self.dragged = Some((now, along));
        Some(ShowCommand::ScrubDrag { along: along - is })
    }
}

/// Where a place leads when a control goes `from` one place `to` another, each from 0 to 1.
fn follow(along: f64, end: f64, from: f64, to: f64) -> f64 {
    // What is left of the way, for both.
    let (left, own_left, onwards) =
        if to > from { (end - along, 1.0 - from, end) } else { (along, from, -end) };
    let way = (to - from).abs();
    let share = (left / own_left / end).clamp(0.0, FASTEST);
    (along + onwards * way * share).clamp(0.0, end)
}

fn key(note: u8) -> Option<ShowCommand> {
    match note {
        60 => Some(ShowCommand::ScrubStep(-1)),
        62 => Some(ShowCommand::ScrubStep(1)),
        64 => Some(ShowCommand::TogglePlay),
        65 => Some(ShowCommand::ToggleView),
        _ => None,
    }
}
