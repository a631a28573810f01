//! Press and hold: what was tried and not chosen comes up from under the version at the position,
//! and sinks again when the hand lets go.
//!
//! The move is one closed form from its anchor, and so is the light that goes from take to take, so
//! both may be turned round at any time without a jump. While it is open the shot is played again
//! and again: film time goes on, but what was opened stays what is seen.

use super::lift::Lift;
use super::{Looping, Show, ShowCommand};
use crate::scrub::{Hand, Limit};
use crate::timeline::{ClockTime, FilmTime};

/// The light may go round all takes this often in either direction before it is brought back to the
/// middle of its way, which nobody sees.
const LAPS: f64 = 2.0;

/// What is open: the version and the shot whose takes are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The stop of the axis: 0 the inputs, then the versions.
    pub stop: usize,
    /// The place of the shot in the film.
    pub shot: usize,
    /// How many there are with the chosen one; 1 where none of the others was kept.
    pub count: usize,
}

/// What lies beneath, as far as it is seen at a Moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scrape {
    /// What is open, or still sinking.
    pub opened: Option<Opened>,
    /// How far it has come up: 0 nothing is seen of it, 1 it is all there.
    pub amount: f64,
    /// Where the light is among the takes: 0 on the chosen one, 1 on the first that was refused;
    /// beyond the last it goes on to the chosen one. Below `count`.
    pub light: f64,
}

impl Scrape {
    /// How much of the takes is seen, 0 to 1: nothing where there are none.
    pub fn seen(&self) -> f32 {
        if self.opened.is_some_and(|opened| opened.count > 1) { self.amount as f32 } else { 0.0 }
    }

    /// How much is left of what lies around pictures, 0 to 1: it is gone before what comes up lies
    /// over it.
    pub fn around(&self) -> f32 {
        (1.0 - 2.5 * self.seen()).max(0.0)
    }

    /// The two takes that the light is between, and how far it is from the first of them; take 0
    /// is the chosen one.
    pub fn between(&self) -> (usize, usize, f32) {
        let count = self.opened.map_or(1, |opened| opened.count).max(1);
        let lower = (self.light.max(0.0) as usize).min(count - 1);
        (lower, (lower + 1) % count, self.light.fract() as f32)
    }

    /// The take that the light is nearest to; 0 is the chosen one.
    pub fn take(&self) -> usize {
        let (lower, upper, fraction) = self.between();
        if fraction < 0.5 { lower } else { upper }
    }

    /// 1 where the light rests on a take, 0 halfway between two.
    pub fn settled(&self) -> f32 {
        let fraction = self.between().2;
        let off = fraction.min(1.0 - fraction);
        (1.0 - off * 2.6).clamp(0.0, 1.0)
    }
}

/// The key that is held, what it opened, and the light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scraping {
    pressed: bool,
    opened: Option<Opened>,
    /// What is to be opened when what sinks is gone.
    wanted: Option<Opened>,
    lift: Lift,
    light: Hand,
    /// Where on the way of the light the chosen one is that it began with.
    base: f64,
    /// Where the hand stood along the generations when the key went down.
    from: f64,
    /// The part of the film that looped then, if one did.
    part: Option<(FilmTime, FilmTime)>,
}

impl Scraping {
    pub fn new(now: ClockTime) -> Self {
        let light = Hand::new(now, 1.0, 0.0, Limit::FREE);
        let lift = Lift::down(now);
        Self {
            pressed: false,
            opened: None,
            wanted: None,
            lift,
            light,
            base: 0.0,
            from: 0.0,
            part: None,
        }
    }

    /// As seen at `now`, after [`Self::advance`] to the same time.
    pub fn seen(&self, now: ClockTime) -> Scrape {
        let Some(opened) = self.opened else { return Scrape::default() };
        let count = opened.count as f64;
        // Rounding must not lead to the place after the last.
        let light = self.light.at(now).along.rem_euclid(count);
        let light = if light < count { light } else { 0.0 };
        Scrape { opened: Some(opened), amount: self.lift.at(now).0, light }
    }

    /// Lets happen what happens by itself up to `now`: what has sunk is gone, and what waited for
    /// that comes up.
    pub fn advance(&mut self, now: ClockTime) {
        while self.opened.is_some() && self.lift.to == 0.0 && self.lift.ends() <= now {
            let over = self.lift.ends();
            self.opened = None;
            if let Some(next) = self.wanted.take() {
                self.open(over, next);
            }
        }
        self.light.advance(now);
    }

    fn open(&mut self, at: ClockTime, opened: Opened) {
        let count = opened.count as f64;
        self.opened = Some(opened);
        self.lift = Lift::down(at).send(at, 1.0);
        self.base = LAPS * count;
        self.light = Hand::new(at, 2.0 * self.base, self.base, Limit::FREE);
    }

    /// The key is held.
    pub fn is_pressed(&self) -> bool {
        self.pressed
    }

    fn press(&mut self, now: ClockTime, opened: Opened, from: f64) {
        (self.pressed, self.from, self.wanted) = (true, from, None);
        match self.opened {
            None => self.open(now, opened),
            Some(same) if same == opened => self.lift = self.lift.send(now, 1.0),
            Some(_) => {
                self.lift = self.lift.send(now, 0.0);
                self.wanted = Some(opened);
            }
        }
    }

    fn release(&mut self, now: ClockTime) {
        (self.pressed, self.wanted) = (false, None);
        if self.opened.is_some() {
            self.lift = self.lift.send(now, 0.0);
        }
    }

    /// What the hand moves the light among, while the key is held.
    fn held(&self) -> Option<Opened> {
        let opened = self.opened.filter(|_| self.pressed && self.wanted.is_none());
        opened.filter(|opened| opened.count > 1)
    }

    /// Brings the light back to the middle of its way by whole rounds.
    fn recentre(&mut self, now: ClockTime, count: f64) {
        let way = self.light.place(now).max(self.light.destination());
        let rounds = ((way - LAPS * count) / count).round();
        if rounds != 0.0 {
            let by = rounds * count;
            self.light.rehang(now, 2.0 * LAPS * count, |along| along - by);
            self.base -= by;
        }
    }

    /// What does not hold, for tests.
    pub fn verify_invariants(&self, now: ClockTime) -> Result<(), String> {
        let mut ahead = *self;
        ahead.advance(now);
        let seen = ahead.seen(now);
        if !(0.0..=1.0).contains(&seen.amount) {
            return Err(format!("the takes have come up by {}", seen.amount));
        }
        let count = ahead.opened.map_or(1, |opened| opened.count);
        if count == 0 || !(0.0..count as f64).contains(&seen.light) {
            return Err(format!("the light is at {} of {count}", seen.light));
        }
        if ahead.pressed && ahead.opened.is_none() {
            return Err("the key is held and nothing is open".to_owned());
        }
        if !ahead.pressed && (ahead.wanted.is_some() || ahead.lift.to != 0.0) {
            return Err("the key is not held and something comes up".to_owned());
        }
        ahead.light.verify_invariants(now)
    }
}

impl Show {
    /// Obeys what concerns the takes: the key itself, and while it is held what else moves along
    /// the generations. False where the command is not for them.
    pub(super) fn scrape(&mut self, now: ClockTime, command: &ShowCommand) -> bool {
        self.scraping.advance(now);
        match command {
            ShowCommand::Scrape(true) => {
                self.settings.scraping = true;
                if !self.scraping.pressed {
                    self.press(now);
                }
                return true;
            }
            ShowCommand::Scrape(false) => {
                self.let_go(now);
                return true;
            }
            ShowCommand::Return { .. } => {
                self.let_go(now);
                return false;
            }
            _ => {}
        }
        // While what is held first waits for something else to sink, the hand waits with it.
        if !self.scraping.pressed {
            return false;
        }
        let Some(opened) = self.scraping.held() else { return is_of_the_hand(command) };
        let count = opened.count as f64;
        if is_of_the_hand(command) && !matches!(command, ShowCommand::ScrubFollow { .. }) {
            self.scraping.recentre(now, count);
        }
        let middle = LAPS * count;
        let turns = self.axis.end().max(1.0);
        let Scraping { light, base, from, .. } = &mut self.scraping;
        match command {
            ShowCommand::ScrubStep(stops) => {
                let there = light.destination();
                let there = if *stops < 0 { there.ceil() } else { there.floor() };
                // Further than a round leads nowhere else.
                let steps = f64::from(*stops) % count;
                light.send(now, there + steps);
            }
            ShowCommand::ScrubTurn { along } => light.turn(now, *along),
            ShowCommand::ScrubDrag { along } => light.drag(now, *along),
            // All the way of a fader is once round all takes.
            ShowCommand::ScrubFollow { along } => {
                light.follow(now, *base + (along - *from) * count / turns);
            }
            ShowCommand::ScrubRelease => light.release(now),
            ShowCommand::ScrubFirst => light.send(now, middle),
            ShowCommand::ScrubLast => light.send(now, middle + count - 1.0),
            ShowCommand::ScrubToVersion(number) => {
                if usize::from(*number) < opened.count {
                    light.send(now, middle + f64::from(*number));
                }
            }
            ShowCommand::ScrubTo(_) => {}
            _ => return false,
        }
        true
    }

    /// What is beneath the version under the hand, in the shot that is seen.
    fn beneath(&self, now: ClockTime) -> Opened {
        let stop = self.axis.nearest(self.motion.hand().destination());
        let shot = self.program.shot_at(self.transport.at(now).1).0;
        Opened { stop, shot, count: 1 + self.program.beneath(stop, shot) }
    }

    fn press(&mut self, now: ClockTime) {
        let opened = self.beneath(now);
        let from = self.motion.hand().place(now);
        let is_part = self.looping == Looping::Part;
        self.scraping.part = is_part.then_some((self.transport.loop_in, self.transport.loop_out));
        // What opens is one version: the hand comes to rest on it.
        self.motion.hand_mut().send(now, opened.stop as f64);
        self.scraping.press(now, opened, from);
        self.stay(now);
    }

    fn let_go(&mut self, now: ClockTime) {
        self.settings.scraping = false;
        if self.scraping.pressed {
            self.scraping.release(now);
            self.loop_as_before(now);
        }
    }

    /// The shot whose takes are seen is played again and again while the key is held.
    pub(super) fn stay(&mut self, now: ClockTime) {
        let wanted = self.scraping.wanted.or(self.scraping.opened);
        if let Some(opened) = wanted.filter(|opened| opened.count > 1)
            && let Some((start, end)) = self.program.shots().get(opened.shot).copied()
        {
            self.transport.set_loop(now, start, end);
        }
    }

    /// What looped before the key went down loops on; a part only while the playhead is in it.
    fn loop_as_before(&mut self, now: ClockTime) {
        let film = self.transport.at(now).1;
        let holds = |(start, end): &(FilmTime, FilmTime)| {
            (*start..*end).contains(&film) && *end <= self.program.length()
        };
        match (self.looping, self.scraping.part.filter(holds)) {
            (Looping::Part, Some((start, end))) => self.transport.set_loop(now, start, end),
            (Looping::Part, None) => self.set_looping(now, Looping::Film),
            (looping, _) => self.set_looping(now, looping),
        }
    }

    /// Film time was made to jump while the key is held: what lies beneath is that of another shot.
    pub(super) fn after_a_jump(&mut self, now: ClockTime) {
        if self.scraping.pressed {
            let opened = self.beneath(now);
            let from = self.scraping.from;
            if self.scraping.wanted.or(self.scraping.opened) != Some(opened) {
                self.scraping.press(now, opened, from);
            }
            if opened.count == 1 {
                self.loop_as_before(now);
            }
            self.stay(now);
        }
    }

    /// A reload: what is open stays if it is still the same, and else sinks.
    pub(super) fn after_a_reload(&mut self, now: ClockTime) {
        if self.scraping.pressed && self.scraping.opened != Some(self.beneath(now)) {
            self.let_go(now);
        } else if self.scraping.pressed {
            self.stay(now);
        }
    }

    /// Where the hand stands along the stops while it moves the light instead.
    pub(super) fn hand_on_the_light(&self, now: ClockTime) -> Option<f64> {
        let mut ahead = self.scraping;
        ahead.advance(now);
        let opened = ahead.held()?;
        let way = ahead.light.place(now) - ahead.base;
        let along = ahead.from + way * self.axis.end().max(1.0) / opened.count as f64;
        Some(along.clamp(0.0, self.axis.end()))
    }
}

/// It moves along the generations.
fn is_of_the_hand(command: &ShowCommand) -> bool {
    matches!(
        command,
        ShowCommand::ScrubStep(_)
            | ShowCommand::ScrubTo(_)
            | ShowCommand::ScrubToVersion(_)
            | ShowCommand::ScrubFirst
            | ShowCommand::ScrubLast
            | ShowCommand::ScrubDrag { .. }
            | ShowCommand::ScrubTurn { .. }
            | ShowCommand::ScrubFollow { .. }
            | ShowCommand::ScrubRelease
    )
}

#[cfg(test)]
mod tests;
