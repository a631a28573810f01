//! The show within Bevy: commands in, the clock read once, one Moment out.

use std::sync::Arc;

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;

use super::{Moment, Show, ShowCommand};
use crate::exhibit::Exhibit;
use crate::timeline::{Clock, ClockTime};

/// The order of every tick; chained once, in `app.rs`.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShowSystems {
    /// Keyboard, mouse, panels and reloads become commands.
    Input,
    /// The clock is read, the commands are applied, the show ticks into the Moment.
    Advance,
    /// Windows, panes and labels follow the Moment, and so which reels are needed.
    Arrange,
    /// One frame of each reel is picked and handed to the renderer.
    Select,
    /// What was shown is written down.
    Report,
}

/// The clock that the show runs on.
#[derive(Resource, Clone)]
pub struct ShowClock(pub Arc<dyn Clock>);

/// The exhibit that hangs.
#[derive(Resource, Clone)]
pub struct Hung(pub Arc<Exhibit>);

/// The one state machine.
#[derive(Resource)]
pub struct TheShow(pub Show);

/// Commands for the next tick, in the order they came, with when they came.
#[derive(Resource, Default)]
pub struct Inbox(Vec<(ClockTime, ShowCommand)>);

impl Inbox {
    /// Adds a command that came at `when`.
    pub fn push(&mut self, when: ClockTime, command: ShowCommand) {
        self.0.push((when, command));
    }
}

/// The Moment of this tick.
#[derive(Resource)]
pub struct Now(pub Moment);

/// When the newest command came that the show obeys.
#[derive(Resource, Default)]
pub struct InputSeen(pub Option<ClockTime>);

/// How far ahead of the clock a picture is seen, in nanoseconds: the film time is told for then.
/// Learned from what was presented; zero offscreen.
#[derive(Resource, Clone, Default)]
pub struct Lead(pub Arc<std::sync::atomic::AtomicI64>);

/// Adds the show. `clock` is what it runs on.
pub fn plugin(app: &mut App, show: Show, exhibit: Arc<Exhibit>, clock: Arc<dyn Clock>) {
    app.insert_resource(TheShow(show))
        .insert_resource(Hung(exhibit))
        .insert_resource(ShowClock(clock))
        .init_resource::<Inbox>()
        .init_resource::<InputSeen>()
        .init_resource::<Lead>()
        .add_systems(Update, advance.in_set(ShowSystems::Advance));
}

fn advance(
    mut commands: Commands,
    clock: Res<ShowClock>,
    lead: Res<Lead>,
    mut show: ResMut<TheShow>,
    mut inbox: ResMut<Inbox>,
    mut seen: ResMut<InputSeen>,
) {
    let now = clock.0.now();
    let target = now.after(lead.0.load(std::sync::atomic::Ordering::Relaxed));
    // From wherever they came: in the order of their times, so that the newest position wins.
    inbox.0.sort_by_key(|(when, _)| *when);
    for (when, command) in inbox.0.drain(..) {
        // From the first picture that can show it, so that a pause does not step back.
        show.0.apply(target, command);
        seen.0 = Some(when);
    }
    commands.insert_resource(Now(show.0.tick(now, target)));
}
