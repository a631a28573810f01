//! Controllers within Bevy: what was heard since the last tick, as commands for this one.

use std::sync::{Mutex, PoisonError};

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;

use super::mapping::{Generic, Situation};
use super::port::{Heard, Ports};
use crate::show::plugin::{Inbox, ShowClock, ShowSystems, TheShow};

/// The open inputs, in a lock only because Bevy shares its resources, and what they do.
#[derive(Resource)]
struct Controllers {
    ports: Mutex<Ports>,
    mapping: Generic,
}

/// Has these inputs command the show.
pub fn plugin(app: &mut App, ports: Ports) {
    let ports = Mutex::new(ports);
    app.insert_resource(Controllers { ports, mapping: Generic::default() })
        .add_systems(Update, listen.in_set(ShowSystems::Input));
}

fn listen(
    mut controllers: ResMut<Controllers>,
    clock: Res<ShowClock>,
    show: Res<TheShow>,
    mut inbox: ResMut<Inbox>,
) {
    let Controllers { ports, mapping } = &mut *controllers;
    let mut events = Vec::new();
    let mut newest = None;
    for heard in ports.get_mut().unwrap_or_else(PoisonError::into_inner).heard() {
        match heard {
            Heard::Moved(when, event) => {
                newest = Some(when);
                events.push(event);
            }
            Heard::Came => {
                mapping.forget();
                events.clear();
            }
        }
    }
    let Some(when) = newest else { return };
    let axis = show.0.axis();
    let rests = axis.along(&show.0.destination()).unwrap_or_default();
    let situation = Situation { now: clock.0.now(), rests, end: axis.end() };
    for command in mapping.commands(events, situation) {
        inbox.push(when, command);
    }
}
