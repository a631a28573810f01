//! One movement of one control: what it was, and what of it the show is asked for.

use super::control::{Desk, Press, State};
use super::mapping::Role;
use super::profile::{Control, Does, Function, Sends};
use crate::show::ShowCommand;
use crate::timeline::ClockTime;

/// What one movement is heard with.
pub(super) struct Hearing<'h, 'd> {
    pub now: ClockTime,
    pub role: Role,
    pub desk: &'h mut Desk<'d>,
    pub commands: &'h mut Vec<ShowCommand>,
}

impl Hearing<'_, '_> {
    pub fn seven_bits(&mut self, control: &Control, state: &mut State, value: u8) {
        match control.sends {
            Sends::Position => self.position(control, state, f64::from(value) / 127.0),
            Sends::Turns(encoding) => self.turned(control, state, encoding.clicks(value)),
            // No MIDI counts in clicks.
            Sends::Clicks => {}
            Sends::Presses => self.pressed(control, state, value > 0),
            Sends::Toggles => self.toggled(control, state),
        }
    }

    /// Each message is a press, whichever of its two values it says.
    pub fn toggled(&mut self, control: &Control, state: &mut State) {
        self.pressed(control, state, true);
        self.pressed(control, state, false);
    }

    pub fn position(&mut self, control: &Control, state: &mut State, share: f64) {
        let share = if control.reversed { 1.0 - share } else { share };
        let Some((from, to)) = state.moved(self.now, control, share) else { return };
        if self.role.may(control.does.function) {
            let asked = self.desk.led(control.does, from, to, self.role.manner());
            self.commands.extend(asked);
        }
    }

    pub fn turned(&mut self, control: &Control, state: &mut State, counts: i32) {
        let counts = if control.reversed { -counts } else { counts };
        let clicks = state.clicked(self.now, control, counts);
        self.clicked(control, state, clicks);
    }

    pub fn clicked(&mut self, control: &Control, state: &mut State, clicks: i32) {
        if clicks == 0 || !self.role.may(control.does.function) {
            return;
        }
        let along = match control.does.function {
            Function::Scrub => clicks,
            Function::Step => control.does.by.saturating_mul(clicks),
            _ => 0,
        };
        let is_beyond = along != 0 && self.desk.is_at_an_end(along);
        if state.may_push(self.now, is_beyond) {
            self.commands.extend(self.desk.turned(control.does, clicks));
        }
    }

    pub fn pressed(&mut self, control: &Control, state: &mut State, down: bool) {
        if !state.pressed(self.now, control, down) {
            return;
        }
        match control.held {
            None => self.act(control.does, down),
            // A key that may be held acts when it is let go, unless it was held.
            Some(_) if down => {}
            Some(held) => match state.came_up(self.now) {
                Press::Short => self.act(control.does, true),
                Press::Long => self.act(held, true),
                Press::Done => {}
            },
        }
    }

    pub fn act(&mut self, does: Does, down: bool) {
        if self.role.may(does.function) {
            self.commands.extend(self.desk.asked(does, down));
        }
    }
}
