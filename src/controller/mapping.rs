//! From what a controller sends to what the show is asked for, by its profile.
//!
//! Each control remembers what it must from one movement to the next; what that does to the
//! picture is decided by `scrub/`.

use std::sync::Arc;

use super::control::{Desk, Place, State};
use super::dial::{Motion, PIXELS_A_CLICK};
use super::hearing::Hearing;
use super::message::{BEND_END, Event};
use super::pairs::{FINE_END, Half, TOGETHER};
use super::parameters::Parameters;
use super::profile::{Address, Answer, Control, Function, Profile, Sends};
use super::stranger::Stranger;
use crate::scrub::Manner;
use crate::show::ShowCommand;
use crate::timeline::ClockTime;

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
    /// Whether who stands there may ask for this.
    pub fn may(self, function: Function) -> bool {
        self != Self::Public || function.is_public()
    }

    /// How what stands somewhere takes over what it moves.
    pub fn manner(self) -> Manner {
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
    /// Which of them was heard last.
    latest: Option<usize>,
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
            latest: None,
            role,
            profile,
        }
    }

    /// Goes on with another profile. Controls that are the same in both stay where they are.
    pub fn adopt(&mut self, profile: Arc<Profile>) {
        let mut next = Self::new(profile, self.role);
        for (control, state) in &mut next.controls {
            let before = self.controls.iter().find(|(before, _)| {
                before.address == control.address
                    && before.channel == control.channel
                    && before.sends == control.sends
            });
            if let Some((_, before)) = before {
                *state = before.clone();
            }
        }
        *self = next;
    }

    /// All controls that are known, and how each is.
    pub fn controls(&self) -> impl Iterator<Item = (&Control, Place)> {
        self.controls.iter().map(|(control, state)| (control, state.place()))
    }

    /// Which of them was heard last.
    pub fn latest(&self) -> Option<usize> {
        self.latest
    }

    /// What model it is.
    pub fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }

    /// What is not as it should be: it sends, and nothing of it is known. In words.
    pub fn trouble(&self, now: ClockTime) -> Option<String> {
        self.stranger.trouble(now, &self.profile).or_else(|| {
            let muted = self.controls.iter().find(|(_, state)| state.is_muted(now));
            let stuck = || self.controls.iter().find(|(_, state)| state.is_stuck(now));
            if let Some((control, _)) = muted {
                let name = &control.name;
                return Some(format!("\"{name}\" is never still and is not heard until it pauses"));
            }
            let name = &stuck()?.0.name;
            Some(format!("\"{name}\" turns on against its end, as if it were stuck"))
        })
    }

    /// Where the fader stands that was moved last along the generations, as a share of its way, and
    /// when that was.
    pub fn stands(&self) -> Option<(ClockTime, f64)> {
        let faders = self.controls.iter().filter(|(control, _)| is_fader(control));
        faders.filter_map(|(_, state)| state.stands_since()).max_by_key(|(moved, _)| *moved)
    }

    /// Who stands at it.
    pub fn role(&self) -> Role {
        self.role
    }

    /// It is gone: nothing is down or touched any more. Where it stands is kept, for it most likely
    /// comes back as it went.
    pub fn leave(&mut self, commands: &mut Vec<ShowCommand>) {
        for (control, state) in &mut self.controls {
            let opened = control.does.function == Function::Scrape && state.is_down();
            if opened {
                commands.push(ShowCommand::Scrape(false));
            }
            state.let_go();
        }
    }

    /// One movement, at its own time; what it asks for is added to `commands`, and `desk` is as it
    /// will be by them. Whether anything of it is known.
    pub fn hear(
        &mut self,
        now: ClockTime,
        movement: Movement,
        desk: &mut Desk<'_>,
        commands: &mut Vec<ShowCommand>,
    ) -> bool {
        let mut hearing = Hearing { now, role: self.role, desk, commands };
        let is_known = match movement {
            Movement::Midi(event) => self.midi(event, &mut hearing),
            Movement::Dial(motion) => self.dial(motion, &mut hearing),
        };
        self.stranger.hear(now, movement, is_known);
        is_known
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
                hearing.position(control, state, f64::from(value) / f64::from(FINE_END));
            }
            let waited = state.waited(now);
            hearing.clicked(control, state, waited);
            if let Some(does) = state.held_long(control, now) {
                hearing.act(does, true);
            }
            // A motor takes the fader along, so that it stands where the picture is.
            if control.answer == Some(Answer::Motor) && is_fader(control) {
                state.taken_along(now, control, hearing.desk.scale.share(hearing.desk.at));
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
        for (place, (control, state)) in self.controls.iter_mut().enumerate() {
            if control.channel.is_some_and(|own| own != channel) {
                continue;
            }
            let half = match control.address {
                Address::Cc(own) if own == controller => {
                    is_known = true;
                    self.latest = Some(place);
                    hearing.seven_bits(control, state, value);
                    continue;
                }
                Address::Cc14(own) if own == controller => Half::Coarse,
                Address::Cc14(own) if own + 32 == controller => Half::Fine,
                _ => continue,
            };
            is_known = true;
            self.latest = Some(place);
            if let Some(value) = state.fine.hear(hearing.now, half, value) {
                hearing.position(control, state, f64::from(value) / f64::from(FINE_END));
            }
        }
        is_known || self.any_control(channel, controller, value, hearing)
    }

    /// A control that only the line for any fits becomes one of its own, unless it is the fine half
    /// of one that was heard just now, or a key: something that goes from one end to the other at once.
    fn any_control(
        &mut self,
        channel: u8,
        controller: u8,
        value: u8,
        hearing: &mut Hearing<'_, '_>,
    ) -> bool {
        let line = self.profile.controls.iter().find(|line| line.address == Address::AnyCc);
        let Some(line) = line.filter(|_| controller < MODES) else { return false };
        let just_heard = |number| {
            self.controls.iter().any(|(control, state)| {
                control.address == Address::Cc(number)
                    && control.channel == Some(channel)
                    && state.was_heard(hearing.now, TOGETHER)
            })
        };
        if matches!(controller, 32..64) && just_heard(controller - 32) {
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
        self.latest = Some(self.controls.len());
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
        let share = f64::from(value) / f64::from(FINE_END);
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
            Sends::Toggles => hearing.toggled(control, state),
            _ => hearing.pressed(control, state, velocity > 0),
        }) || touched
    }

    fn dial(&mut self, motion: Motion, hearing: &mut Hearing<'_, '_>) -> bool {
        let (address, clicks) = match motion {
            Motion::Key { key, down } => {
                let own = |control: &Control| control.address == Address::Key(key);
                return self.each(0, own, |control, state| match control.sends {
                    Sends::Toggles if down => hearing.toggled(control, state),
                    Sends::Toggles => {}
                    _ => hearing.pressed(control, state, down),
                });
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
        for (place, (control, state)) in self.controls.iter_mut().enumerate() {
            if control.channel.is_none_or(|own| own == channel) && is_meant(control) {
                any = true;
                self.latest = Some(place);
                act(control, state);
            }
        }
        any
    }
}

fn is_fader(control: &Control) -> bool {
    control.does.function == Function::Scrub && control.sends == Sends::Position
}
