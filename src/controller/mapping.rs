//! From what a controller sends to what the show is asked for, by its profile.
//!
//! Each control remembers what it must from one movement to the next; what that does to the
//! picture is decided by `scrub/`.

use std::sync::Arc;

use super::control::{Desk, State};
use super::dial::{Motion, PIXELS_A_CLICK};
use super::message::Event;
use super::pairs::Half;
use super::parameters::Parameters;
use super::profile::{Address, Answer, Control, Function, Profile, Sends};
use super::stranger::Stranger;
use crate::scrub::Manner;
use crate::show::ShowCommand;
use crate::timeline::ClockTime;

/// Many motor faders send only the upper seven of their 14 bits: this is their upper end.
const BEND_END: u16 = 0x7f << 7;
/// The upper end of 14 bits.
const FINE_END: f64 = 16_383.0;
/// The lowest control change that is the mode of a channel and no control.
const MODES: u8 = 120;

/// Who stands at a controller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Visitors: they move along the generations, and the picture always follows at once.
    #[default]
    Public,
    /// Staff: everything, and a control acts when it has met what it moves.
    Staff,
    /// A curator who tries out what visitors will feel: everything, as for visitors.
    Rehearsal,
}

impl Role {
    fn may(self, function: Function) -> bool {
        self != Self::Public || function.is_public()
    }

    fn manner(self) -> Manner {
        if self == Self::Staff { Manner::Meeting } else { Manner::Converging }
    }
}

/// One movement of a controller.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Movement {
    /// Of a MIDI controller.
    Midi(Event),
    /// Of a dial that is none.
    Dial(Motion),
}

/// One controller at work.
#[derive(Clone, Debug)]
pub struct Mapping {
    profile: Arc<Profile>,
    role: Role,
    /// The profile's, and then those that only its line for any control fits.
    controls: Vec<(Control, State)>,
    parameters: Option<Parameters>,
    stranger: Stranger,
}

impl Mapping {
    /// A controller of this model, in these hands.
    pub fn new(profile: Arc<Profile>, role: Role) -> Self {
        let has_parameters =
            profile.controls.iter().any(|control| matches!(control.address, Address::Nrpn(_)));
        let state = |control: &Control| (control.clone(), State::default());
        Self {
            controls: profile.controls.iter().map(state).collect(),
            parameters: has_parameters.then(Parameters::default),
            stranger: Stranger::default(),
            role,
            profile,
        }
    }

    /// What model it is.
    pub fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }

    /// What is not as it should be: it sends, and nothing of it is known. In words.
    pub fn trouble(&self, now: ClockTime) -> Option<String> {
        self.stranger.trouble(now, &self.profile).or_else(|| {
            let muted = self.controls.iter().find(|(_, state)| state.is_muted(now))?;
            Some(format!("\"{}\" is never still and is not heard until it pauses", muted.0.name))
        })
    }

    /// Where the fader stands that was moved last along the generations, as a share of its way, and
    /// when that was.
    pub fn stands(&self) -> Option<(ClockTime, f64)> {
        let faders = self.controls.iter().filter(|(control, _)| is_fader(control));
        faders.filter_map(|(_, state)| state.stands_since()).max_by_key(|(moved, _)| *moved)
    }

    /// One movement, at its own time; what it asks for is added to `commands`, and `desk` is as it
    /// will be by them.
    pub fn hear(
        &mut self,
        now: ClockTime,
        movement: Movement,
        desk: &mut Desk<'_>,
        commands: &mut Vec<ShowCommand>,
    ) {
        let mut hearing = Hearing { now, role: self.role, desk, commands };
        let is_known = match movement {
            Movement::Midi(event) => self.midi(event, &mut hearing),
            Movement::Dial(motion) => self.dial(motion, &mut hearing),
        };
        self.stranger.hear(now, movement, is_known);
    }

    /// What happens by itself up to `now`: a key that is held long enough, and half a number whose
    /// other half does not come.
    pub fn advance(
        &mut self,
        now: ClockTime,
        desk: &mut Desk<'_>,
        commands: &mut Vec<ShowCommand>,
    ) {
        let mut hearing = Hearing { now, role: self.role, desk, commands };
        while let Some((channel, number, value)) =
            self.parameters.as_mut().and_then(|parameters| parameters.due(now))
        {
            self.parameter(channel, number, value, &mut hearing);
        }
        for (control, state) in &mut self.controls {
            while let Some(value) = state.fine.due(now) {
                hearing.position(control, state, f64::from(value) / FINE_END);
            }
            if let Some(does) = state.held_long(control, now) {
                hearing.act(does, true);
            }
            // A motor takes the fader along, so that it stands where the picture is.
            if control.answer == Some(Answer::Motor) && is_fader(control) {
                state.taken_along(now, hearing.desk.scale.share(hearing.desk.at));
            }
        }
    }

    fn midi(&mut self, event: Event, hearing: &mut Hearing<'_, '_>) -> bool {
        match event {
            Event::ControlChange { channel, controller, value } => {
                let parameter = self
                    .parameters
                    .as_mut()
                    .and_then(|known| known.hear(hearing.now, channel, controller, value));
                if let Some((channel, number, value)) = parameter {
                    return self.parameter(channel, number, value, hearing);
                }
                self.control_change(channel, controller, value, hearing)
            }
            Event::PitchBend { channel, value } => {
                let share = f64::from(value.min(BEND_END)) / f64::from(BEND_END);
                let bend = |control: &Control| control.address == Address::Bend;
                self.each(channel, bend, |control, state| hearing.position(control, state, share))
            }
            Event::NoteOn { channel, note, velocity } => {
                self.note(channel, note, velocity, hearing)
            }
            Event::NoteOff { channel, note } => self.note(channel, note, 0, hearing),
        }
    }

    fn control_change(
        &mut self,
        channel: u8,
        controller: u8,
        value: u8,
        hearing: &mut Hearing<'_, '_>,
    ) -> bool {
        let mut is_known = false;
        for (control, state) in &mut self.controls {
            if control.channel.is_some_and(|own| own != channel) {
                continue;
            }
            let half = match control.address {
                Address::Cc(own) if own == controller => {
                    is_known = true;
                    hearing.seven_bits(control, state, value);
                    continue;
                }
                Address::Cc14(own) if own == controller => Half::Coarse,
                Address::Cc14(own) if own + 32 == controller => Half::Fine,
                _ => continue,
            };
            is_known = true;
            if let Some(value) = state.fine.hear(hearing.now, half, value) {
                hearing.position(control, state, f64::from(value) / FINE_END);
            }
        }
        is_known || self.any_control(channel, controller, value, hearing)
    }

    /// A control that only the line for any fits becomes one of its own, unless it is the fine half
    /// of one that was heard, or a key: something that goes from one end to the other at once.
    fn any_control(
        &mut self,
        channel: u8,
        controller: u8,
        value: u8,
        hearing: &mut Hearing<'_, '_>,
    ) -> bool {
        let line = self.profile.controls.iter().find(|line| line.address == Address::AnyCc);
        let Some(line) = line.filter(|_| controller < MODES) else { return false };
        let is_heard = |number| {
            self.controls.iter().any(|(control, _)| {
                control.address == Address::Cc(number) && control.channel == Some(channel)
            })
        };
        if matches!(controller, 32..64) && is_heard(controller - 32) {
            return true;
        }
        let control = Control {
            name: format!("control change {controller}"),
            address: Address::Cc(controller),
            channel: Some(channel),
            ..line.clone()
        };
        let mut state = State::unknown();
        hearing.seven_bits(&control, &mut state, value);
        self.controls.push((control, state));
        true
    }

    fn parameter(
        &mut self,
        channel: u8,
        number: u16,
        value: u16,
        hearing: &mut Hearing<'_, '_>,
    ) -> bool {
        let own = |control: &Control| control.address == Address::Nrpn(number);
        let share = f64::from(value) / FINE_END;
        self.each(channel, own, |control, state| hearing.position(control, state, share))
    }

    fn note(&mut self, channel: u8, note: u8, velocity: u8, hearing: &mut Hearing<'_, '_>) -> bool {
        let now = hearing.now;
        // On motor faders of the Mackie kind each has a channel, and all touches another one.
        let mut touched = false;
        for (_, state) in
            self.controls.iter_mut().filter(|(control, _)| control.touch == Some(note))
        {
            touched = true;
            state.touch(now, velocity > 0);
        }
        let own = |control: &Control| control.address == Address::Note(note);
        self.each(channel, own, |control, state| match control.sends {
            // The end of a touch does not take a pad back to the lower end.
            Sends::Position if velocity == 0 => {}
            Sends::Position => hearing.position(control, state, f64::from(velocity) / 127.0),
            _ => hearing.pressed(control, state, velocity > 0),
        }) || touched
    }

    fn dial(&mut self, motion: Motion, hearing: &mut Hearing<'_, '_>) -> bool {
        let (address, clicks) = match motion {
            Motion::Key { key, down } => {
                let own = |control: &Control| control.address == Address::Key(key);
                return self.each(0, own, |control, state| hearing.pressed(control, state, down));
            }
            Motion::Wheel(axis, notches) => (Address::Wheel(axis), notches),
            Motion::Drag(axis, pixels) => (Address::Drag(axis), pixels / PIXELS_A_CLICK),
        };
        let own = |control: &Control| control.address == address;
        self.each(0, own, |control, state| {
            let whole = state.whole_clicks(clicks);
            hearing.turned(control, state, whole);
        })
    }

    /// Does something with each control of a channel that is meant; whether there is one.
    fn each(
        &mut self,
        channel: u8,
        is_meant: impl Fn(&Control) -> bool,
        mut act: impl FnMut(&Control, &mut State),
    ) -> bool {
        let mut any = false;
        for (control, state) in &mut self.controls {
            if control.channel.is_none_or(|own| own == channel) && is_meant(control) {
                any = true;
                act(control, state);
            }
        }
        any
    }
}

fn is_fader(control: &Control) -> bool {
    control.does.function == Function::Scrub && control.sends == Sends::Position
}

/// What one movement is heard with.
struct Hearing<'h, 'd> {
    now: ClockTime,
    role: Role,
    desk: &'h mut Desk<'d>,
    commands: &'h mut Vec<ShowCommand>,
}

impl Hearing<'_, '_> {
    fn seven_bits(&mut self, control: &Control, state: &mut State, value: u8) {
        match control.sends {
            Sends::Position => self.position(control, state, f64::from(value) / 127.0),
            Sends::Turns(encoding) => self.turned(control, state, encoding.clicks(value)),
            // No MIDI counts in clicks.
            Sends::Clicks => {}
            Sends::Presses => self.pressed(control, state, value > 0),
            // Each message is a press, whichever of its two values it says.
            Sends::Toggles => {
                self.pressed(control, state, true);
                self.pressed(control, state, false);
            }
        }
    }

    fn position(&mut self, control: &Control, state: &mut State, share: f64) {
        let share = if control.reversed { 1.0 - share } else { share };
        let Some((from, to)) = state.moved(self.now, control, share) else { return };
        if self.role.may(control.does.function) {
            let asked = self.desk.led(control.does, from, to, self.role.manner());
            self.commands.extend(asked);
        }
    }

    fn turned(&mut self, control: &Control, state: &mut State, counts: i32) {
        let counts = if control.reversed { -counts } else { counts };
        let clicks = state.clicked(self.now, control, counts);
        if clicks == 0 || !self.role.may(control.does.function) {
            return;
        }
        if control.does.function == Function::Scrub {
            let is_beyond = self.desk.is_at_an_end(clicks);
            if !state.may_push(self.now, is_beyond) {
                return;
            }
        }
        self.commands.extend(self.desk.turned(control.does, clicks));
    }

    fn pressed(&mut self, control: &Control, state: &mut State, down: bool) {
        if !state.pressed(self.now, control, down) {
            return;
        }
        match control.held {
            None => self.act(control.does, down),
            // A key that may be held acts when it is let go, unless it was held.
            Some(_) if !down && state.was_short(self.now) => self.act(control.does, true),
            Some(_) => {}
        }
    }

    fn act(&mut self, does: super::profile::Does, down: bool) {
        if self.role.may(does.function) {
            self.commands.extend(self.desk.asked(does, down));
        }
    }
}
