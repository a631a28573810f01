//! One control from movement to movement, and the desk that all of them stand on.

use super::noise::{Hysteresis, Ratchet, Restless};
use super::pairs::Fine;
use super::profile::{Control, Does, Function};
use crate::scrub::takeover::take_over;
use crate::scrub::{Manner, Scale};
use crate::show::ShowCommand;
use crate::timeline::{ClockTime, Speed};

/// How long a key is down that is held, in nanoseconds.
pub const HELD_NS: i64 = 600_000_000;
/// A key that goes down again sooner after it came up has bounced, in nanoseconds.
const BOUNCE_NS: i64 = 20_000_000;
/// For so long a dial may be turned on against an end, in nanoseconds: beyond, it is stuck.
const PUSH_NS: i64 = 5_000_000_000;
/// A motor does not take a fader along that was moved within this, in nanoseconds.
const HAND_NS: i64 = 500_000_000;
/// Within so many steps of 7 bits a fader gets nowhere.
const NOWHERE_STEPS: f64 = 3.0;
/// Within so many clicks a dial gets nowhere.
const NOWHERE_CLICKS: f64 = 1.0;
/// A click of a dial moves the divider, or the volume, by this.
const CLICK: f64 = 0.02;
/// A key changes the volume by this.
const PRESS: f64 = 0.1;
/// On either side of its middle a shuttle rests for this share of its way.
const REST: f64 = 0.06;

/// What the controls lead, as it will be when the commands so far are obeyed.
#[derive(Clone, Debug)]
pub struct Desk<'a> {
    /// How the stops lie along the way of a control.
    pub scale: &'a Scale,
    /// Where the hand is along the stops.
    pub at: f64,
    /// Where the divider stands, 0 to 1.
    pub divider: f64,
    /// How loud it is, 0 to 1.
    pub volume: f64,
}

impl Desk<'_> {
    /// Something that stands somewhere went `from` one share of its way `to` another.
    pub(super) fn led(
        &mut self,
        does: Does,
        from: Option<f64>,
        to: f64,
        manner: Manner,
    ) -> Option<ShowCommand> {
        match does.function {
            Function::Scrub => {
                self.at = self.scale.taken(self.at, from, to, manner)?;
                Some(ShowCommand::ScrubFollow { along: self.at })
            }
            Function::Divider => {
                let before = self.divider;
                self.divider = take_over(before, from, to, manner)?;
                Some(ShowCommand::Divide(self.divider - before))
            }
            Function::Volume => {
                self.volume = take_over(self.volume, from, to, manner)?;
                Some(ShowCommand::SetVolume(self.volume))
            }
            Function::Shuttle => {
                let speed = shuttle(to);
                (from.is_some_and(|from| shuttle(from) != speed))
                    .then_some(ShowCommand::Shuttle(speed))
            }
            _ => None,
        }
    }

    /// A dial was turned by so many clicks.
    pub(super) fn turned(&mut self, does: Does, clicks: i32) -> Option<ShowCommand> {
        let by = does.by.saturating_mul(clicks);
        Some(match does.function {
            Function::Scrub => {
                let along = self.scale.turned(self.at, f64::from(clicks));
                self.at = (self.at + along).clamp(0.0, self.scale.end());
                ShowCommand::ScrubTurn { along }
            }
            Function::Step => ShowCommand::ScrubStep(by),
            Function::Jog => ShowCommand::Jog(by),
            Function::Shuttle => ShowCommand::ShuttleStep(by),
            Function::Divider => {
                let by = CLICK * f64::from(by);
                self.divider = (self.divider + by).clamp(0.0, 1.0);
                ShowCommand::Divide(by)
            }
            Function::View => ShowCommand::NextView(by),
            Function::Volume => ShowCommand::ChangeVolume(CLICK * f64::from(by)),
            Function::Shot => ShowCommand::JumpShot(by),
            _ => return None,
        })
    }

    /// A key went down, or up where that means something.
    pub(super) fn asked(&mut self, does: Does, down: bool) -> Option<ShowCommand> {
        if does.function == Function::Scrape {
            return Some(ShowCommand::Scrape(down));
        }
        if !down {
            return None;
        }
        Some(match (does.function, does.to) {
            (Function::Step, _) => ShowCommand::ScrubStep(does.by),
            (Function::Jog, _) => ShowCommand::Jog(does.by),
            (Function::Shuttle, _) => ShowCommand::ShuttleStep(does.by),
            (Function::View, Some(view)) => ShowCommand::SetView(view),
            (Function::View, None) => ShowCommand::NextView(does.by),
            (Function::Language, _) => ShowCommand::NextLanguage(1),
            // A key that goes down turns them on and off, one that is held makes them larger.
            (Function::Captions, _) if does.by > 1 => ShowCommand::EnlargeCaptions,
            (Function::Captions, _) => ShowCommand::ToggleCaptions,
            (Function::Listen, _) => ShowCommand::Listen,
            (Function::Hold, _) => ShowCommand::Hold,
            (Function::Play, _) => ShowCommand::TogglePlay,
            (Function::Volume, _) => ShowCommand::ChangeVolume(PRESS * f64::from(does.by)),
            (Function::Shot, _) => ShowCommand::JumpShot(does.by),
            (Function::Scrub | Function::Divider | Function::Scrape, _) => return None,
        })
    }

    /// Whether so many clicks lead beyond an end.
    pub(super) fn is_at_an_end(&self, clicks: i32) -> bool {
        if clicks > 0 { self.at >= self.scale.end() } else { self.at <= 0.0 }
    }
}

/// How far a control may shake by itself, as a share of its way.
fn noise_of(control: &Control) -> f64 {
    f64::from(control.noise) / 127.0
}

/// The speed that a shuttle asks for at a share of its way: still in the middle, four times at
/// either end, in quarters.
fn shuttle(share: f64) -> Speed {
    let off = share - 0.5;
    let beyond = (off.abs() - REST).max(0.0) / (0.5 - REST);
    Speed::thousandths((beyond.copysign(off) * 16.0).round() as i32 * 250)
}

/// How a key was pressed that can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// It was not held.
    Short,
    /// It was held, and that is not obeyed yet.
    Long,
    /// It was held, and that is obeyed.
    Done,
}

/// How a control is, as far as it said so.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Where it stands, as a share of its way, where it is something that stands somewhere.
    pub stands: Option<f64>,
    /// How far it was turned in all, in clicks.
    pub turned: f64,
    /// It is a key, and down.
    pub down: bool,
    /// A hand lies on it.
    pub touched: bool,
}

/// What is remembered of a control.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The two halves of its number, where it has 14 bits.
    pub(super) fine: Fine,
    /// Nothing is known of it: it may be a key.
    may_be_key: bool,
    slack: Hysteresis,
    ratchet: Ratchet,
    restless: Restless,
    /// Where it stands, as a share of its way, and when it was last moved there.
    stands: Option<f64>,
    moved: ClockTime,
    /// The value that was sent last, before any of it was taken away, and when.
    sent: Option<f64>,
    heard: Option<ClockTime>,
    /// Counts that make no whole click yet.
    counts: i32,
    /// Parts of a notch that make no whole one yet.
    part: f64,
    /// How far it was turned in all, in clicks.
    turned: f64,
    /// Since when it is turned on against an end.
    pushed: Option<(ClockTime, ClockTime)>,
    /// Since when it is down.
    down: Option<ClockTime>,
    up: Option<ClockTime>,
    /// It was held, and that was obeyed.
    held: bool,
    touched: bool,
}

impl State {
    /// Of a control of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self { may_be_key: true, ..Self::default() }
    }

    /// How it is.
    pub(super) fn place(&self) -> Place {
        let Self { stands, turned, down, touched, .. } = *self;
        Place { stands, turned, down: down.is_some(), touched }
    }

    /// It stands at `share` of its way now: where it stood, and where it is taken to stand; none
    /// where nobody moved it.
    pub(super) fn moved(
        &mut self,
        now: ClockTime,
        control: &Control,
        share: f64,
    ) -> Option<(Option<f64>, f64)> {
        let before = self.sent.replace(share);
        self.heard = Some(now);
        let to = self.slack.pass(share, noise_of(control));
        if self.may_be_key && before.is_none_or(|before| (before - share).abs() >= 1.0) {
            // The first message of what nobody knows says where it stands, and no more.
            self.stands = to.or(self.stands);
            return None;
        }
        let to = to?;
        if !self.restless.is_hand(now, to, NOWHERE_STEPS / 127.0) {
            return None;
        }
        let from = self.stands.replace(to);
        self.moved = now;
        (from != Some(to)).then_some((from, to))
    }

    /// It was turned by so many counts: by so many clicks that a hand meant.
    pub(super) fn clicked(&mut self, now: ClockTime, control: &Control, counts: i32) -> i32 {
        self.counts = self.counts.saturating_add(counts);
        let per_click = i32::from(control.per_click.max(1));
        let clicks = self.counts / per_click;
        self.counts %= per_click;
        if clicks == 0 {
            return 0;
        }
        let clicks = self.ratchet.pass(now, clicks);
        self.turned += f64::from(clicks);
        if clicks != 0 && self.restless.is_hand(now, self.turned, NOWHERE_CLICKS) {
            clicks
        } else {
            0
        }
    }

    /// Whether it may be turned on, against an end where `beyond`.
    pub(super) fn may_push(&mut self, now: ClockTime, beyond: bool) -> bool {
        if !beyond {
            self.pushed = None;
            return true;
        }
        let pauses = |last: ClockTime| now.since(last) >= PUSH_NS / 2;
        let since = self.pushed.filter(|(_, last)| !pauses(*last)).map_or(now, |(since, _)| since);
        self.pushed = Some((since, now));
        now.since(since) < PUSH_NS
    }

    /// The whole notches in what was turned so far.
    pub(super) fn whole_clicks(&mut self, clicks: f64) -> i32 {
        if !clicks.is_finite() {
            return 0;
        }
        let all = (self.part + clicks).clamp(-1000.0, 1000.0);
        self.part = all.fract();
        all.trunc() as i32
    }

    /// It went down, or up; false where it bounced.
    pub(super) fn pressed(&mut self, now: ClockTime, control: &Control, down: bool) -> bool {
        let bounced = down
            && control.sends == super::profile::Sends::Presses
            && self.up.is_some_and(|up| now.since(up) < BOUNCE_NS);
        if bounced || down == self.down.is_some() {
            return false;
        }
        if down {
            (self.down, self.held) = (Some(now), false);
        } else {
            self.up = Some(now);
        }
        if !down && control.held.is_none() {
            self.down = None;
        }
        true
    }

    /// It comes up: how long it was down.
    pub(super) fn came_up(&mut self, now: ClockTime) -> Press {
        match self.down.take() {
            Some(since) if !self.held && now.since(since) < HELD_NS => Press::Short,
            // It came up before anybody looked whether it was held.
            Some(_) if !self.held => Press::Long,
            _ => Press::Done,
        }
    }

    /// What it does by being held, once.
    pub(super) fn held_long(&mut self, control: &Control, now: ClockTime) -> Option<Does> {
        let does = control.held?;
        let is_long = self.down.is_some_and(|down| now.since(down) >= HELD_NS);
        if !is_long || self.held {
            return None;
        }
        self.held = true;
        Some(does)
    }

    /// A hand was laid on it, or taken off.
    pub(super) fn touch(&mut self, now: ClockTime, down: bool) {
        self.touched = down;
        self.moved = now;
    }

    /// A motor takes it along to this share of its way, unless a hand is on it.
    pub(super) fn taken_along(&mut self, now: ClockTime, control: &Control, share: f64) {
        let is_free = !self.touched && now.since(self.moved) >= HAND_NS;
        if is_free && self.stands != Some(share) {
            self.stands = Some(share);
            self.slack.centre(share, noise_of(control));
        }
    }

    /// Whether it was heard within so many nanoseconds.
    pub(super) fn was_heard(&self, now: ClockTime, within: i64) -> bool {
        self.heard.is_some_and(|heard| now.since(heard) <= within)
    }

    /// It is down.
    pub(super) fn is_down(&self) -> bool {
        self.down.is_some()
    }

    /// Nothing of it is down or touched any more, and no half of a number waits.
    pub(super) fn let_go(&mut self) {
        (self.down, self.up, self.held, self.touched) = (None, None, false, false);
        self.fine = Fine::default();
        self.ratchet = Ratchet::default();
    }

    /// It is turned on against an end for longer than anybody would.
    pub(super) fn is_stuck(&self, now: ClockTime) -> bool {
        self.pushed.is_some_and(|(since, last)| {
            last.since(since) >= PUSH_NS && now.since(last) < PUSH_NS / 2
        })
    }

    /// The click that waited for another one and was meant after all.
    pub(super) fn waited(&mut self, now: ClockTime) -> i32 {
        let clicks = self.ratchet.due(now);
        self.turned += f64::from(clicks);
        clicks
    }

    /// When it was last moved, and where it stands.
    pub(super) fn stands_since(&self) -> Option<(ClockTime, f64)> {
        self.stands.map(|stands| (self.moved, stands))
    }

    /// It is never still, and not heard.
    pub(super) fn is_muted(&self, now: ClockTime) -> bool {
        self.restless.is_muted(now)
    }
}
