//! What is done for real to the wall that is rehearsed, within Bevy: the wishes of *What if* are
//! carried out where a gallery would feel them, and taken back.

use std::collections::BTreeSet;
use std::sync::Arc;

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;
use jiff::{SignedDuration, Timestamp};

use super::lost_outline::{self, Places};
use super::lost_screens;
use super::panels::what_if::{WhatIf, WhatIfView, WhatIfWish};
use super::plugin::Rehearsed;
use crate::controller::plugin::{Controllers, home};
use crate::installation::{Installation, Running};
use crate::kiosk::doors::{Doors, Turn};
use crate::media::faulty::Faults;
use crate::media::plugin::{Asleep, Beneath, Playable, Reels};
use crate::media::shown::Condition;
use crate::render::plugin::Curtain;
use crate::show::plugin::{Hung, Inbox, ShowClock, ShowSystems, TheShow};
use crate::sound::plugin::RoomVolume;
use crate::timeline::ClockTime;
use crate::timeline::clock::Leaping;

/// What a rehearsal can do to itself.
pub struct Means {
    /// What the wall hangs on.
    pub installation: Arc<Installation>,
    /// What the media is opened with.
    pub faults: Faults,
    /// What the show runs on.
    pub clock: Leaping,
    /// When the program was built: no clock before that is believed.
    pub built: Timestamp,
}

/// The panel: what it shows, filled while it is shown, and what was wished for since the last tick.
#[derive(Resource, Default)]
pub struct WhatIfBoard {
    /// It is seen.
    pub shown: bool,
    /// What it shows.
    pub view: WhatIfView,
    /// What was wished for.
    pub wishes: Vec<WhatIfWish>,
}

/// Whether the controllers are to be unplugged: followed by whoever has them.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unplugged(pub bool);

/// A visitor who has left.
#[derive(Clone, Copy, Debug)]
struct Left {
    at: ClockTime,
    /// After how long the wall waited for somebody before, in nanoseconds.
    idle: Option<i64>,
}

/// What is wrong on purpose.
#[derive(Resource)]
pub(super) struct Trouble {
    pub(super) installation: Arc<Installation>,
    /// The same without hours: a rehearsal is open whenever somebody rehearses.
    open: Running,
    pub(super) faults: Faults,
    clock: Leaping,
    /// How far the clock has leapt.
    pub(super) leapt: SignedDuration,
    pub(super) doors: Doors,
    pub(super) lost: BTreeSet<usize>,
    left: Option<Left>,
}

impl Trouble {
    /// Somebody is there again: the wall waits no sooner than before.
    fn come_back(&mut self, show: &mut TheShow) {
        if let Some(left) = self.left.take() {
            show.0.attract_after(left.idle);
        }
    }

    /// Somebody has left and nobody has come yet.
    pub(super) fn is_left(&self) -> bool {
        self.left.is_some()
    }
}

/// Lets a wall be troubled on purpose.
pub fn plugin(app: &mut App, means: Means) {
    let Means { installation, faults, clock, built } = means;
    let open = Running { hours: None, ..installation.running.clone() };
    let now = app.world().resource::<ShowClock>().0.now();
    let doors = Doors::new(&open, SignedDuration::ZERO, built, now);
    app.init_resource::<WhatIfBoard>()
        .init_resource::<Unplugged>()
        .init_resource::<Places>()
        .insert_resource(Trouble {
            installation,
            open,
            faults,
            clock,
            leapt: SignedDuration::ZERO,
            doors,
            lost: BTreeSet::new(),
            left: None,
        })
        .add_systems(Update, (follow, obey, attend, close).chain().in_set(ShowSystems::Input))
        .add_systems(
            Update,
            (lost_outline::draw, lost_outline::give_way).chain().in_set(ShowSystems::Arrange),
        )
        .add_systems(Update, super::what_if_fill::fill.in_set(ShowSystems::Report));
}

/// The wall is the drafted one, live: what is lost of it is lost of that.
fn follow(rehearsed: Res<Rehearsed>, mut trouble: ResMut<Trouble>, mut places: ResMut<Places>) {
    if !rehearsed.is_changed() || Arc::ptr_eq(&rehearsed.0, &trouble.installation) {
        return;
    }
    let wall = Arc::clone(&rehearsed.0);
    trouble.open = Running { hours: None, ..wall.running.clone() };
    trouble.lost.retain(|screen| *screen < wall.screens.len());
    trouble.installation = wall;
    hang(&trouble, &mut places);
}

/// Each screen shows what it would in a gallery that lost these.
fn hang(trouble: &Trouble, places: &mut Places) {
    let seen = lost_screens::seen(&trouble.installation, &trouble.lost);
    places.0 = if trouble.lost.is_empty() { Vec::new() } else { seen.places };
}

/// Carries out what was wished for.
fn obey(
    mut board: ResMut<WhatIfBoard>,
    mut trouble: ResMut<Trouble>,
    mut unplugged: ResMut<Unplugged>,
    mut places: ResMut<Places>,
    (clock, controllers): (Res<ShowClock>, Option<Res<Controllers>>),
    (mut show, mut inbox): (ResMut<TheShow>, ResMut<Inbox>),
    (hung, playable, mut reels, beneath): (
        Res<Hung>,
        Res<Playable>,
        ResMut<Reels>,
        Option<Res<Beneath>>,
    ),
) {
    if board.wishes.is_empty() {
        return;
    }
    let mut wishes: Vec<WhatIfWish> = board.bypass_change_detection().wishes.drain(..).collect();
    if wishes.contains(&WhatIfWish::AllWell) {
        wishes = everything_back(&trouble, &playable, *unplugged);
        // Also of versions that are left out of the wall now.
        trouble.faults.mend();
    }
    for wish in wishes {
        let now = clock.0.now();
        let (what, does) = match wish {
            WhatIfWish::Do(what) => (what, true),
            WhatIfWish::TakeBack(what) => (what, false),
            WhatIfWish::SlowDisk(speed) => {
                tracing::warn!("what if the disk delivers {speed:.2} MB/s");
                trouble.faults.slow_disk(Some(speed * 1e6));
                continue;
            }
            WhatIfWish::Leap(seconds) => {
                let by = SignedDuration::from_secs(i64::from(seconds));
                tracing::warn!("what if the clock leaps by {by:#}");
                trouble.clock.leap(i64::from(seconds) * 1_000_000_000);
                trouble.leapt += by;
                trouble.doors.ahead += by;
                trouble.doors.look_again();
                continue;
            }
            WhatIfWish::AllWell => continue,
        };
        say(what, does, &trouble, &hung);
        match what {
            WhatIf::Controller => unplugged.0 = does,
            WhatIf::Screen(screen) => lose(&mut trouble, &mut places, screen, does),
            WhatIf::Decoder(version) => {
                let Some(prepared) = playing(&playable, version) else { continue };
                trouble.faults.break_decoder(prepared, does);
                let takes = beneath.iter().flat_map(|all| all.0.sets().of_stop(version + 1));
                takes.for_each(|take| trouble.faults.break_decoder(take, does));
                let health = reels.0.health();
                let failed = |one: &crate::media::shown::Health| one.condition == Condition::Failed;
                // One that rests comes back by itself; one that gave up, only when its reels begin
                // anew.
                if !does && health.get(version).is_some_and(failed) {
                    reels.0.reopen(version);
                }
            }
            WhatIf::File(version) => {
                let Some(prepared) = playing(&playable, version) else { continue };
                trouble.faults.corrupt_file(prepared, does);
                let takes = beneath.iter().flat_map(|all| all.0.sets().of_stop(version + 1));
                takes.for_each(|take| trouble.faults.corrupt_file(take, does));
                // A reel does not try frames again that were damaged, until it begins anew.
                if !does {
                    reels.0.reopen(version);
                }
            }
            WhatIf::Disk => trouble.faults.slow_disk(None),
            WhatIf::Clock => {
                let leapt = std::mem::replace(&mut trouble.leapt, SignedDuration::ZERO);
                trouble.doors.ahead -= leapt;
                trouble.doors.look_again();
            }
            WhatIf::Closing => trouble.doors.shut(does),
            WhatIf::Visitor if does => {
                let running = &trouble.installation.running;
                let idle = show.0.idle();
                if let Some(idle) = running.idle {
                    let ns = i64::try_from(idle.as_nanos()).unwrap_or(i64::MAX);
                    show.0.attract_after(Some(ns));
                }
                show.0.leave(now);
                if let (Some(controllers), true) = (&controllers, running.reset.is_some()) {
                    inbox.push(now, home(controllers, &show, &hung));
                }
                // Who leaves twice comes back once.
                let idle = trouble.left.map_or(idle, |left| left.idle);
                trouble.left = Some(Left { at: now, idle });
            }
            WhatIf::Visitor => {
                show.0.touch(now);
                trouble.come_back(&mut show);
            }
        }
    }
}

/// What takes back all that is wrong on purpose.
fn everything_back(
    trouble: &Trouble,
    playable: &Playable,
    unplugged: Unplugged,
) -> Vec<WhatIfWish> {
    let faults = &trouble.faults;
    let mut wrong: Vec<WhatIf> = trouble.lost.iter().copied().map(WhatIf::Screen).collect();
    for (version, prepared) in playable.0.iter().enumerate() {
        let Some(prepared) = prepared else { continue };
        wrong.extend(faults.is_broken(prepared).then_some(WhatIf::Decoder(version)));
        wrong.extend(faults.is_corrupt(prepared).then_some(WhatIf::File(version)));
    }
    let others = [
        (unplugged.0, WhatIf::Controller),
        (faults.disk().is_some(), WhatIf::Disk),
        (!trouble.leapt.is_zero(), WhatIf::Clock),
        (trouble.doors.are_shut(), WhatIf::Closing),
        (trouble.is_left(), WhatIf::Visitor),
    ];
    wrong.extend(others.into_iter().filter(|(is, _)| *is).map(|(_, what)| what));
    wrong.into_iter().map(WhatIfWish::TakeBack).collect()
}

fn playing(playable: &Playable, version: usize) -> Option<&crate::rendition::Prepared> {
    playable.0.get(version)?.as_deref()
}

/// Takes an output away or gives it back, with what a gallery says of it.
fn lose(trouble: &mut Trouble, places: &mut Places, screen: usize, lost: bool) {
    let before = lost_screens::seen(&trouble.installation, &trouble.lost);
    if lost {
        trouble.lost.insert(screen);
    } else {
        // Those that share its output come back with it.
        let alone = lost_screens::seen(&trouble.installation, &[screen].into()).gone;
        let installation = Arc::clone(&trouble.installation);
        trouble
            .lost
            .retain(|other| lost_screens::seen(&installation, &[*other].into()).gone != alone);
    }
    let seen = lost_screens::seen(&trouble.installation, &trouble.lost);
    for name in seen.gone.iter().filter(|name| !before.gone.contains(name)) {
        tracing::warn!(place = %name, "output {name} is gone; the rest plays on");
    }
    for problem in seen.problems.iter().filter(|said| !before.problems.contains(said)) {
        tracing::warn!("{problem}");
    }
    hang(trouble, places);
}

/// Notes what is done, so that nobody takes it for a real fault.
fn say(what: WhatIf, does: bool, trouble: &Trouble, hung: &Hung) {
    let version = |at: usize| hung.0.versions.get(at).map_or("", |version| version.id.as_str());
    let screen = |at: usize| trouble.installation.screens.get(at).map_or("", |one| &one.name);
    let what = match what {
        WhatIf::Controller => "the controller is unplugged".to_owned(),
        WhatIf::Screen(at) => format!("screen {} loses its output", screen(at)),
        WhatIf::Decoder(at) => format!("the decoder of {} breaks", version(at)),
        WhatIf::File(at) => format!("the file of {} is damaged", version(at)),
        WhatIf::Disk => "the disk is slow".to_owned(),
        WhatIf::Clock => "the clock leaps".to_owned(),
        WhatIf::Closing => "it is closing time".to_owned(),
        WhatIf::Visitor => "the visitor leaves".to_owned(),
    };
    match does {
        true => tracing::warn!("what if {what}"),
        false => tracing::info!("taken back: what if {what}"),
    }
}

/// A touch, of whatever kind, ends the absence of the visitor.
fn attend(mut trouble: ResMut<Trouble>, mut show: ResMut<TheShow>, clock: Res<ShowClock>) {
    let Some(left) = trouble.left else { return };
    let now = clock.0.now();
    if show.0.untouched(now) < now.since(left.at) {
        trouble.come_back(&mut show);
    }
}

/// Light, sound and decoders follow the doors, as a gallery's do.
fn close(
    mut trouble: ResMut<Trouble>,
    clock: Res<ShowClock>,
    (mut curtain, mut asleep): (ResMut<Curtain>, ResMut<Asleep>),
    volume: Option<ResMut<RoomVolume>>,
) {
    let now = clock.0.now();
    let Trouble { installation, open, leapt, doors, .. } = trouble.bypass_change_detection();
    // By the hours of the venue once the clock has leapt; else a rehearsal is always open.
    let by_hours = !leapt.is_zero();
    let running = if by_hours { &installation.running } else { &*open };
    let turn = doors.follow(running, now);
    // Panels are switched by the machine that they hang on, not by the one that rehearses.
    let (told, command) = match turn {
        Some(Turn::Wakes) => ("the wall wakes", running.on_open.as_ref()),
        Some(Turn::Sleeps) => ("the wall sleeps", running.on_close.as_ref()),
        None => ("", None),
    };
    if turn.is_some() {
        tracing::info!("{told}");
        command.iter().for_each(|command| tracing::info!("a gallery would run: {command}"));
    }
    let hidden = doors.hidden(now);
    curtain.set_if_neq(Curtain(hidden));
    asleep.set_if_neq(Asleep(doors.are_asleep()));
    if let Some(mut volume) = volume {
        let usual = running.sound.volume as f32 * (1.0 - hidden);
        volume.set_if_neq(RoomVolume(if by_hours { doors.volume(now) } else { usual }));
    }
}

#[cfg(test)]
mod tests;
