//! Lockstep within Bevy: what the wall needs in, one frame of every version out.

use std::sync::Arc;
use std::time::Duration;

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;

use super::beneath::ease::Ease;
use super::beneath::plan::{Ask, Near};
use super::beneath::unpack::Decoders;
use super::beneath::{Sets, TakeShown, Underlay};
use super::decoder::Opener;
use super::faulty::{Faults, Faulty};
use super::open::Renditions;
use super::plan::Aim;
use super::{FrameState, Lockstep, Need, Shown};
use crate::rendition::Prepared;
use crate::show::plugin::{Now, ShowSystems, TheShow};

/// What each version can be played from.
#[derive(Resource, Clone)]
pub struct Playable(pub Vec<Option<Arc<Prepared>>>);

/// What a rehearsal may have fail of the media; a gallery has none of it.
#[derive(Resource, Clone)]
pub struct Breakable(pub Faults);

/// What the wall needs of each version in this tick.
#[derive(Resource, Default)]
pub struct Needs(pub Vec<Need>);

/// One frame of each version: what is shown in this tick.
#[derive(Resource, Default)]
pub struct Pictures(pub Vec<Shown>);

/// The takes of all versions.
#[derive(Resource)]
pub struct Beneath(pub Underlay);

/// What the wall needs of the takes in this tick.
#[derive(Resource, Default)]
pub struct TakeNeeds {
    /// What is open.
    pub opened: Option<Near>,
    /// What may be opened next, the likeliest first.
    pub at_hand: Vec<Near>,
}

/// One picture of each take that is open, in their order.
#[derive(Resource, Default)]
pub struct TakePictures(pub Vec<TakeShown>);

/// The reels of all versions.
#[derive(Resource)]
pub struct Reels(pub Lockstep);

/// Nothing is seen: no frame is asked for, and the decoders stand still with what they hold.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asleep(pub bool);

/// Whether a tick waits for every exact frame, and for how long at most.
#[derive(Resource, Clone, Copy, Debug)]
pub enum Patience {
    /// A refresh waits for nothing: what is late is shown late.
    None,
    /// Offscreen on a stepped clock: every frame is waited for.
    UpTo(Duration),
}

impl Patience {
    /// How long one thing may be waited for.
    pub fn longest(self) -> Duration {
        match self {
            Self::None => Duration::ZERO,
            Self::UpTo(limit) => limit,
        }
    }
}

/// Frames shown since the start.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Refreshes counted.
    pub refreshes: u64,
    /// Frames that belonged to their film time.
    pub exact: u64,
    /// Frames that were not decoded in time.
    pub late: u64,
    /// Frames that do not exist.
    pub missing: u64,
}

impl Tally {
    /// What was counted after `earlier`.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            refreshes: self.refreshes - earlier.refreshes,
            exact: self.exact - earlier.exact,
            late: self.late - earlier.late,
            missing: self.missing - earlier.missing,
        }
    }
}

/// What opens renditions: with the faults that a rehearsal makes, where it may make any.
pub fn opener(app: &App) -> Box<dyn Opener> {
    match app.world().get_resource::<Breakable>() {
        Some(faults) => Box::new(Faulty::over(Renditions, faults.0.clone())),
        None => Box::new(Renditions),
    }
}

/// Adds the reels of these versions, and what lies beneath them.
pub fn plugin(
    app: &mut App,
    reels: Lockstep,
    (playable, sets): (Playable, Arc<Sets>),
    patience: Patience,
) {
    let underlay = Underlay::new(sets, || Box::new(Decoders::new(opener(app))) as Box<_>);
    app.insert_resource(Reels(reels))
        .insert_resource(Beneath(underlay))
        .init_resource::<TakeNeeds>()
        .init_resource::<TakePictures>()
        .insert_resource(playable)
        .insert_resource(patience)
        .init_resource::<Needs>()
        .init_resource::<Pictures>()
        .init_resource::<Tally>()
        .init_resource::<Asleep>()
        .add_systems(Update, (select, select_takes).chain().in_set(ShowSystems::Select));
}

pub(crate) fn select(
    now: Res<Now>,
    show: Res<TheShow>,
    needs: Res<Needs>,
    (patience, asleep): (Res<Patience>, Res<Asleep>),
    mut reels: ResMut<Reels>,
    mut pictures: ResMut<Pictures>,
    mut tally: ResMut<Tally>,
) {
    if asleep.0 {
        return;
    }
    let moment = &now.0;
    let transport = show.0.transport();
    let aim = Aim {
        film: moment.film,
        speed: moment.speed,
        loop_in: transport.loop_in,
        loop_out: transport.loop_out,
    };
    reels.0.arrange(moment.clock, &needs.0);
    if let Patience::UpTo(limit) = *patience {
        reels.0.settle(&aim, limit);
    }
    pictures.0.clear();
    pictures.0.extend_from_slice(reels.0.select(&aim));
    tally.refreshes += 1;
    // What is withheld lacks no frame.
    for shown in pictures.0.iter().filter(|shown| reels.0.plays(shown.version)) {
        match shown.state {
            FrameState::Exact => tally.exact += 1,
            FrameState::Late => tally.late += 1,
            FrameState::Missing => tally.missing += 1,
        }
    }
}

/// One picture of each take that is open, and those that may be needed next at hand.
pub(crate) fn select_takes(
    now: Res<Now>,
    needs: Res<TakeNeeds>,
    (patience, asleep, tally): (Res<Patience>, Res<Asleep>, Res<Tally>),
    mut ease: Local<Ease>,
    mut beneath: ResMut<Beneath>,
    mut pictures: ResMut<TakePictures>,
) {
    if asleep.0 {
        return;
    }
    let (film, speed) = (now.0.film, now.0.speed);
    let TakeNeeds { opened, at_hand } = &*needs;
    let ease = ease.after(tally.late, needs.opened.is_some(), now.0.clock);
    let ask = Ask { opened: *opened, at_hand: at_hand.clone(), film, speed, ease };
    if let Patience::UpTo(limit) = *patience {
        beneath.0.settle(&ask, limit);
    }
    let shown = beneath.0.select(&ask);
    if !(shown.is_empty() && pictures.0.is_empty()) {
        pictures.0.clear();
        pictures.0.extend_from_slice(shown);
    }
}
