//! Controllers within Bevy: what was heard since the last tick as commands for this one, and the
//! Moment back to their lights.

pub mod workshop;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;

use super::commanded::Commanded;
use super::control::Desk;
use super::feedback::{Feedback, Shown};
use super::mapping::{Mapping, Movement, Role};
use super::port::{News, PortName, Ports, Present};
use super::profile::Function;
use super::room::{self, Wanted, meant, scale};
use super::watched::Fate;
use crate::diagnostic::Report;
use crate::exhibit::Exhibit;
use crate::installation::Installation;
use crate::scrub::{Scale, ScrubPosition, Stop};
use crate::show::plugin::{Hung, Inbox, Now, ShowClock, ShowSystems, TheShow};
use crate::show::{Attract, ShowCommand, View};
use crate::timeline::{Clock, ClockTime};
use workshop::Workshop;

/// How often it is said how the controllers are, in nanoseconds.
const SAY_NS: i64 = 250_000_000;

/// The controllers that command the show.
#[derive(Resource)]
pub struct Controllers {
    /// In a lock only because Bevy shares its resources; none where nothing is listened to.
    ports: Option<Mutex<Ports>>,
    clock: Arc<dyn Clock>,
    wanted: Vec<Wanted>,
    installation: Arc<Installation>,
    at_work: BTreeMap<PortName, AtWork>,
    scale: Arc<Scale>,
    /// The exhibit that the scale is for.
    scaled: Option<Arc<Exhibit>>,
    present: Present,
    said: Option<ClockTime>,
    /// What was last warned of.
    warned: BTreeMap<PortName, String>,
    waits: bool,
    workshop: Workshop,
}

/// One controller.
struct AtWork {
    mapping: Mapping,
    feedback: Feedback,
    here: bool,
}

impl Controllers {
    /// Which controllers there are, and what is wrong with them, in words.
    pub fn present(&self) -> Present {
        self.present.clone()
    }

    /// Where the fader stands that visitors moved last, in stops: where the picture belongs when
    /// nobody is there. None where there is no fader, or none was moved yet.
    pub fn fader(&self) -> Option<f64> {
        let public = |one: &&AtWork| one.here && one.mapping.role() != Role::Staff;
        let stands = self.at_work.values().filter(public).filter_map(|one| one.mapping.stands());
        let (_, share) = stands.max_by_key(|(moved, _)| *moved)?;
        Some(self.scale.along(share).round())
    }

    /// How the stops lie along the way of the controls.
    pub fn scale(&self) -> &Arc<Scale> {
        &self.scale
    }

    /// Goes on with the controllers of another installation.
    ///
    /// # Errors
    /// One of their profiles has errors: all of them. Those of before are kept.
    pub fn rehang(&mut self, room: Arc<Installation>) -> Result<(), Report> {
        let (before, running) = (&self.installation.running, &room.running);
        self.scaled = None;
        if before.controllers != running.controllers {
            let wanted = room::wanted(&room)?;
            self.ports = open(&wanted, &self.clock);
            self.wanted = wanted;
            self.at_work.clear();
            self.warned.clear();
        }
        self.installation = room;
        Ok(())
    }

    /// The installation whose controllers these are.
    pub fn installation(&self) -> &Arc<Installation> {
        &self.installation
    }

    /// Whether a controller of exactly this name is asked for, such as one that is no MIDI.
    pub(super) fn wants(&self, name: &str) -> bool {
        self.wanted.iter().any(|wanted| wanted.name == name)
    }

    /// The controller of this name, as its profile has it.
    fn at(&mut self, port: &PortName) -> &mut AtWork {
        self.at_work.entry(Arc::clone(port)).or_insert_with(|| {
            let wanted = meant(&self.wanted, port);
            let role = wanted.map_or(Role::Public, |wanted| wanted.role);
            let profile = wanted.and_then(|wanted| wanted.profile_for(port)).unwrap_or_default();
            let feedback = Feedback::new(&profile);
            AtWork { mapping: Mapping::new(profile, role), feedback, here: true }
        })
    }
}

/// What dials that are no MIDI have done since the last tick.
#[derive(Resource, Default)]
pub struct Dials(pub Vec<(PortName, ClockTime, Movement)>);

/// What brings everything back to where a visit begins: the room's first view and language, and
/// the newest version. But a fader stays where the visitor left it, and so does the picture, or the
/// next hand would find the two apart.
pub fn home(controllers: &Controllers, show: &TheShow, hung: &Hung) -> ShowCommand {
    let fader = controllers.fader().map(|along| show.0.axis().position(along));
    let newest = || hung.0.versions.last().map(|version| Stop::Version(version.id.clone()));
    let to = fader.unwrap_or_else(|| ScrubPosition::at(newest().unwrap_or(Stop::Next)));
    let view = View::of(controllers.installation.running.view);
    ShowCommand::Return { view: Some(view), to }
}

/// Listens to these controllers; none where the system gives no more threads.
fn open(wanted: &[Wanted], clock: &Arc<dyn Clock>) -> Option<Mutex<Ports>> {
    let names: Vec<String> = wanted.iter().map(|wanted| wanted.name.clone()).collect();
    if names.is_empty() {
        return None;
    }
    let ports = Ports::open(&names, Arc::clone(clock));
    ports
        .inspect_err(|why| tracing::error!("no controller is listened to: {why}"))
        .ok()
        .map(Mutex::new)
}

/// Has these controllers command the show.
pub fn plugin(app: &mut App, wanted: Vec<Wanted>, room: Arc<Installation>) {
    let clock = Arc::clone(&app.world().resource::<ShowClock>().0);
    let controllers = Controllers {
        ports: open(&wanted, &clock),
        clock,
        wanted,
        installation: room,
        at_work: BTreeMap::new(),
        scale: Arc::new(Scale::ordinal(2, 1)),
        scaled: None,
        present: Present::default(),
        said: None,
        warned: BTreeMap::new(),
        waits: false,
        workshop: Workshop::default(),
    };
    app.insert_resource(controllers)
        .init_resource::<Dials>()
        .add_systems(Update, listen.in_set(ShowSystems::Input))
        .add_systems(Update, (answer, say).chain().in_set(ShowSystems::Report));
}

/// What was heard becomes commands, as late as can be before the show is told.
pub fn listen(
    mut controllers: ResMut<Controllers>,
    mut dials: ResMut<Dials>,
    clock: Res<ShowClock>,
    show: Res<TheShow>,
    hung: Res<Hung>,
    now: Option<Res<Now>>,
    mut inbox: ResMut<Inbox>,
) {
    let Controllers { installation, wanted, scale: own, scaled, .. } = &mut *controllers;
    if !scaled.as_ref().is_some_and(|scaled| Arc::ptr_eq(scaled, &hung.0)) {
        *own = Arc::new(scale(&hung.0, installation, wanted));
        *scaled = Some(Arc::clone(&hung.0));
    }
    let time = clock.0.now();
    let scale = Arc::clone(&controllers.scale);
    let mut desk = Desk {
        scale: &scale,
        at: show.0.hand_at(time),
        divider: show.0.divider_at(),
        volume: show.0.settings().volume,
    };
    let mut commands = Commanded::default();
    let heard = controllers
        .ports
        .as_mut()
        .map(|ports| ports.get_mut().unwrap_or_else(PoisonError::into_inner).heard());
    for heard in heard.into_iter().flatten() {
        controllers.at(&heard.port);
        let Controllers { at_work, workshop, .. } = &mut *controllers;
        let Some(controller) = at_work.get_mut(&heard.port) else { continue };
        match heard.what {
            News::Moved(movement) => {
                let is_echo = match movement {
                    Movement::Midi(event) => controller.feedback.heard(heard.when, &event),
                    Movement::Dial(_) => false,
                };
                let said = commands.at(heard.when);
                let fate = if is_echo {
                    Fate::Echo
                } else if workshop.learns(&heard.port, heard.when, movement) {
                    Fate::Learned
                } else if controller.mapping.hear(heard.when, movement, &mut desk, said) {
                    controller.mapping.latest().map_or(Fate::Unknown, Fate::Moved)
                } else {
                    Fate::Unknown
                };
                workshop.watch(&heard.port, heard.when, movement, fate, said);
            }
            News::Came => {
                controller.here = true;
                controller.feedback.forget();
            }
            News::Went => {
                controller.here = false;
                controller.mapping.leave(commands.at(heard.when));
                controllers.warned.remove(&heard.port);
            }
        }
    }
    for (port, when, movement) in dials.0.drain(..) {
        let said = commands.at(when);
        let mapping = &mut controllers.at(&port).mapping;
        let is_known = mapping.hear(when, movement, &mut desk, said);
        if let Some(control) = mapping.latest().filter(|_| is_known) {
            controllers.workshop.watch(&port, when, movement, Fate::Moved(control), said);
        }
    }
    for controller in controllers.at_work.values_mut() {
        controller.mapping.advance(time, &mut desk, commands.at(time));
    }
    for (when, command) in commands.all() {
        inbox.push(when, command);
    }
    // When the wall begins to wait, the picture goes to where the fader stands: so the next hand
    // finds the two together.
    let waits = now.is_some_and(|now| matches!(now.0.attract, Attract::Since(_)));
    if waits
        && !std::mem::replace(&mut controllers.waits, waits)
        && let Some(along) = controllers.fader().filter(|along| *along != desk.at)
    {
        let to = show.0.axis().position(along);
        inbox.push(time, ShowCommand::Return { view: None, to });
    }
    controllers.waits = waits;
}

/// The controllers show the Moment.
fn answer(mut controllers: ResMut<Controllers>, now: Res<Now>, show: Res<TheShow>) {
    let controllers = &mut *controllers;
    let Some(ports) = controllers.ports.as_mut() else { return };
    let ports = ports.get_mut().unwrap_or_else(PoisonError::into_inner);
    let moment = &now.0;
    let settings = show.0.settings();
    let speed = f64::from(moment.speed.get()) / 4000.0;
    let mut shown = Shown {
        scrub: controllers.scale.share(show.0.hand_at(moment.clock)),
        divider: moment.divider,
        volume: settings.volume,
        shuttle: speed,
        ..Shown::default()
    };
    for (function, is_on) in [
        (Function::Play, moment.speed.get() != 0),
        (Function::Hold, show.0.holds_the_version()),
        (Function::Scrape, settings.scraping),
        (Function::Captions, settings.captions),
        (Function::Language, settings.language != settings.home),
    ] {
        if is_on {
            shown.switch_on(function);
        }
    }
    for (port, controller) in &mut controllers.at_work {
        for bytes in controller.feedback.tell(moment.clock, &shown) {
            if !ports.send(port, bytes) {
                // Too many wait: all of it again, later.
                controller.feedback.forget();
                break;
            }
        }
    }
}

/// Says how the controllers are, to those who ask and, once, to the log.
fn say(mut controllers: ResMut<Controllers>, clock: Res<ShowClock>) {
    let now = clock.0.now();
    if controllers.said.is_some_and(|said| now.since(said) < SAY_NS) {
        return;
    }
    let controllers = &mut *controllers;
    controllers.said = Some(now);
    let listed = controllers
        .ports
        .as_mut()
        .map(|ports| ports.get_mut().unwrap_or_else(PoisonError::into_inner).present().now());
    let mut said: Vec<String> = Vec::new();
    for line in listed.unwrap_or_default() {
        let known = controllers.at_work.get(line.as_str());
        let Some(AtWork { mapping, .. }) = known else {
            said.push(line);
            continue;
        };
        let model = &mapping.profile().name;
        let trouble = mapping.trouble(now);
        match trouble {
            Some(trouble) => {
                if controllers.warned.get(line.as_str()) != Some(&trouble) {
                    tracing::warn!(place = %line, "the controller {line}: {trouble}");
                    controllers.warned.insert(line.as_str().into(), trouble.clone());
                }
                said.push(format!("{line} ({model}): {trouble}"));
            }
            None => said.push(format!("{line} ({model})")),
        }
    }
    controllers.present.say(said);
}
