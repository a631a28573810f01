//! Stamps each refresh after it was presented, and learns from that how far ahead to aim.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bevy::app::App;
use bevy::ecs::prelude::*;
use bevy::render::{ExtractSchedule, MainWorld, Render, RenderApp, RenderSystems};

use super::writer::TraceWriter;
use super::{TraceLine, TracePane};
use crate::media::plugin::Pictures;
use crate::show::plugin::{Hung, InputSeen, Lead, Now, ShowClock, ShowSystems};
use crate::timeline::Clock;
use crate::wall::plugin::{Stage, name, weights};

/// An eighth of each new value: a single slow refresh moves the aim by little.
fn learn(lead: &Lead, measured: i64) {
    let mean = lead.0.load(Ordering::Relaxed);
    let measured = measured.clamp(0, 200_000_000);
    lead.0.store(mean + (measured - mean) / 8, Ordering::Relaxed);
}

/// Refreshes are written down, if there is a file for them: not while a wall warms up.
#[derive(Resource)]
pub struct Tracing(pub bool);

/// Where the lines go; nowhere unless asked for.
#[derive(Resource, Default)]
pub struct Trace(pub Option<TraceWriter>);

/// What the main world says of a tick, to be stamped when it was presented.
#[derive(Resource, Default)]
struct Tick(Option<(i64, Option<TraceLine>)>);

/// Adds the trace. `writer` is where lines go; the lead is learned in any case.
pub fn plugin(app: &mut App, clock: Arc<dyn Clock>, writer: Option<TraceWriter>, aim_ahead: bool) {
    let lead = app.world_mut().get_resource_or_init::<Lead>().clone();
    let writing = writer.is_some();
    app.init_resource::<Tick>().insert_resource(Tracing(true));
    app.add_systems(
        bevy::app::Update,
        (move |world: &mut World| compose(world, writing)).in_set(ShowSystems::Report),
    );
    let Some(render) = app.get_sub_app_mut(RenderApp) else { return };
    render.insert_resource(Trace(writer)).insert_resource(ShowClock(clock)).init_resource::<Tick>();
    if aim_ahead {
        render.insert_resource(lead);
    }
    render.add_systems(ExtractSchedule, cross);
    render.add_systems(Render, stamp.in_set(RenderSystems::Cleanup));
}

fn cross(mut main: ResMut<MainWorld>, mut tick: ResMut<Tick>) {
    tick.0 = main.get_resource_mut::<Tick>().and_then(|mut from| from.0.take());
}

fn stamp(
    mut tick: ResMut<Tick>,
    clock: Res<ShowClock>,
    lead: Option<Res<Lead>>,
    trace: Res<Trace>,
) {
    let Some((began, line)) = tick.0.take() else { return };
    let presented = clock.0.now().0;
    if let Some(lead) = lead {
        learn(&lead, presented - began);
    }
    if let (Some(mut line), Some(writer)) = (line, &trace.0) {
        line.clock_ns = presented;
        writer.write(line);
    }
}

fn compose(world: &mut World, writing: bool) {
    let Some(moment) = world.get_resource::<Now>().map(|now| now.0.clone()) else { return };
    let writing = writing && world.resource::<Tracing>().0;
    let line = writing.then(|| TraceLine {
        tick: moment.tick,
        lap: moment.lap,
        clock_ns: 0,
        target_ns: moment.target.0,
        film_ns: moment.film.0,
        scrub: moment.scrub.clone(),
        input_ns: world.resource::<InputSeen>().0.map(|time| time.0),
        panes: panes(world),
    });
    world.resource_mut::<Tick>().0 = Some((moment.clock.0, line));
}

fn panes(world: &World) -> Vec<TracePane> {
    let exhibit = &world.resource::<Hung>().0;
    let pictures = world.resource::<Pictures>();
    let mut lines = Vec::new();
    let stage = world.resource::<Stage>();
    for (part, pane) in stage.panes() {
        let layout = &stage.parts[part].layout;
        // A picture over several screens is told by the one in its middle.
        let screen = layout.screen_at(pane.hung.rect.middle()).unwrap_or(0);
        let screen = layout.wall.names.get(screen).cloned().unwrap_or_default();
        for (version, weight) in weights(pane) {
            let (Some(shown), Some(told)) =
                (pictures.0.get(version), exhibit.versions.get(version))
            else {
                continue;
            };
            lines.push(TracePane {
                screen: screen.clone(),
                pane: name(pane.key),
                version: told.id.clone(),
                rendition: shown.level,
                weight,
                wanted_frame: shown.wanted,
                frame: shown.frame,
                pts_ns: shown.pts.map(|pts| pts.0),
                state: shown.state,
            });
        }
    }
    lines
}
