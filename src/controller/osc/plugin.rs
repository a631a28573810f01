//! Open Sound Control within Bevy: wishes become commands, and the Moment is told.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;

use super::port::Socket;
use super::state::{State, Teller};
use super::table::Wish;
use crate::controller::plugin::{Controllers, home};
use crate::installation::controllers::Osc;
use crate::scrub::{ScrubPosition, Stop};
use crate::show::plugin::{Hung, Inbox, Now, ShowClock, ShowSystems, TheShow};
use crate::show::{ShowCommand, View};
use crate::timeline::{FilmTime, Speed};

/// The network that drives the show; none where the installation names none.
#[derive(Resource, Default)]
struct Network {
    open: Option<Open>,
    /// What the installation says, as it is open or could not be opened.
    says: Option<Osc>,
}

struct Open {
    socket: Socket,
    listeners: Vec<(SocketAddr, Teller)>,
}

/// Has the network command the show as the installation of the controllers says, also when that
/// changes.
pub fn plugin(app: &mut App) {
    app.init_resource::<Network>()
        .add_systems(Update, (follow, obey).chain().in_set(ShowSystems::Input))
        .add_systems(Update, tell.in_set(ShowSystems::Report));
}

/// Opens what the installation names, and closes what it no longer does.
fn follow(mut network: ResMut<Network>, controllers: Res<Controllers>, clock: Res<ShowClock>) {
    let wanted = &controllers.installation().running.osc;
    if network.says == *wanted {
        return;
    }
    // The same port may be wanted again: first close.
    network.open = None;
    network.says.clone_from(wanted);
    let Some(osc) = wanted else { return };
    match Socket::open(osc, Arc::clone(&clock.0)) {
        Ok(socket) => {
            tracing::info!("Open Sound Control is listened to at {}", socket.at);
            let listeners = osc.to.iter().map(|to| (*to, Teller::default())).collect();
            network.open = Some(Open { socket, listeners });
        }
        Err(why) => tracing::error!("OSC cannot be listened to at port {}: {why}", osc.port),
    }
}

fn obey(
    mut network: ResMut<Network>,
    controllers: Res<Controllers>,
    show: Res<TheShow>,
    hung: Res<Hung>,
    mut inbox: ResMut<Inbox>,
) {
    let Some(Open { socket, listeners }) = &mut network.open else { return };
    for (when, from, wish) in socket.asked() {
        if matches!(wish, Wish::Scrub(_) | Wish::Divider(_) | Wish::Volume(_) | Wish::Shuttle(_)) {
            let same = |to: &SocketAddr| plain(to.ip()) == plain(from);
            listeners
                .iter_mut()
                .filter(|(to, _)| same(to))
                .for_each(|(_, teller)| teller.moved(when));
        }
        match command(wish, &controllers, &show, &hung) {
            Ok(command) => inbox.push(when, command),
            Err(why) => tracing::warn!("OSC from {from}: {why}"),
        }
    }
}

/// An address of the old kind, also where it comes in the new one's clothes.
fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

/// What the show is asked for; in words, why it cannot be.
fn command(
    wish: Wish,
    controllers: &Controllers,
    show: &TheShow,
    hung: &Hung,
) -> Result<ShowCommand, String> {
    Ok(match wish {
        Wish::Scrub(share) => ShowCommand::ScrubFollow { along: controllers.scale().along(share) },
        Wish::Step(by) => ShowCommand::ScrubStep(by),
        Wish::Version(id) => {
            let stop = match id.as_str() {
                "inputs" => Stop::Inputs,
                "next" => Stop::Next,
                _ => Stop::Version(id),
            };
            if show.0.axis().number(&stop).is_none() {
                let ids = show.0.axis().versions().join(", ");
                return Err(format!("there is no such version; there are {ids}, inputs and next"));
            }
            ShowCommand::ScrubTo(ScrubPosition::at(stop))
        }
        Wish::VersionNumber(number) => {
            ShowCommand::ScrubToVersion(u16::try_from(number).unwrap_or_default())
        }
        Wish::View(name) => {
            let named = View::ALL.into_iter().find(|view| view.name() == name);
            let names = View::ALL.map(View::name).join(", ");
            let why = || format!("there is no view {name:?}; there are {names}");
            ShowCommand::SetView(named.ok_or_else(why)?)
        }
        Wish::NextView(by) => ShowCommand::NextView(by),
        Wish::Language(tag) => ShowCommand::SetLanguage(tag),
        Wish::NextLanguage => ShowCommand::NextLanguage(1),
        Wish::Play => ShowCommand::Play,
        Wish::Pause => ShowCommand::Pause,
        Wish::TogglePlay => ShowCommand::TogglePlay,
        Wish::Jog(frames) => ShowCommand::Jog(frames),
        Wish::Shuttle(times) => {
            ShowCommand::Shuttle(Speed::thousandths((times * 1000.0).round() as i32))
        }
        Wish::Shot(by) => ShowCommand::JumpShot(by),
        Wish::Jump(seconds) => ShowCommand::JumpTo(FilmTime::from_secs_f64(seconds)),
        Wish::Divider(to) => ShowCommand::Divide(to - show.0.divider_at()),
        Wish::Hold => ShowCommand::Hold,
        Wish::Listen => ShowCommand::Listen,
        Wish::Volume(volume) => ShowCommand::SetVolume(volume),
        Wish::Scrape(open) => ShowCommand::Scrape(open),
        Wish::Reset => home(controllers, show, hung),
    })
}

/// Tells the listeners what changed.
fn tell(
    mut network: ResMut<Network>,
    controllers: Res<Controllers>,
    now: Res<Now>,
    show: Res<TheShow>,
) {
    let Some(Open { socket, listeners }) = &mut network.open else { return };
    let moment = &now.0;
    let version = match moment.mix.nearest() {
        Stop::Version(id) => id.clone(),
        Stop::Inputs | Stop::Next => String::new(),
    };
    let state = State {
        position: controllers.scale().share(moment.along),
        version,
        view: moment.view.name().to_owned(),
        language: show.0.settings().language.clone(),
        playing: moment.speed != Speed::STILL,
        speed: f64::from(moment.speed.get()) / 1000.0,
        film_s: moment.film.0 as f64 / 1e9,
        divider: moment.divider,
        volume: show.0.settings().volume,
    };
    for (to, teller) in listeners {
        for packet in teller.tell(moment.clock, &state) {
            socket.send(*to, &packet);
        }
    }
}
