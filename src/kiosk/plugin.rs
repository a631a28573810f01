//! The kiosk within Bevy: hours, the visitor who left, edited files, staff's keys and proof of life.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use bevy::app::{App, AppExit, Update};
use bevy::ecs::prelude::*;
use bevy::input::ButtonState;
use bevy::input::keyboard::{KeyCode, KeyboardFocusLost, KeyboardInput};
use bevy::render::view::ExtractedWindows;
use bevy::render::{Render, RenderApp, RenderSystems};
use jiff::{SignedDuration, Timestamp};

use super::doors::{Doors, Turn};
use super::journal::Journal;
use super::pulse::Pulse;
use super::status::Told;
use super::status::plugin::tell;
use super::switch;
use crate::controller::plugin::{Controllers, home};
use crate::controller::port::Present;
use crate::installation::{Installation, ScreenView};
use crate::media::plugin::{Asleep, Tally};
use crate::reload::room::RoomWatch;
use crate::render::outputs::Gallery;
use crate::render::plugin::Curtain;
use crate::show::plugin::{Hung, Inbox, ShowClock, ShowSystems, TheShow};
use crate::sound::plugin::RoomVolume;
use crate::timeline::ClockTime;

/// What an edited file was refused for; all copies are the same.
#[derive(Clone, Debug, Default)]
pub struct Refusals(Arc<Mutex<[String; 2]>>);

/// Which file it is.
#[derive(Clone, Copy, Debug)]
pub enum Edited {
    /// The exhibit.
    Exhibit,
    /// The installation.
    Installation,
}

impl Refusals {
    /// What is wrong with a file now; an empty text when it is mended.
    pub fn note(&self, file: Edited, report: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)[file as usize] = report;
    }

    /// What is wrong with either.
    pub(super) fn all(&self) -> Vec<String> {
        let refused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        refused.iter().filter(|report| !report.is_empty()).cloned().collect()
    }
}

/// What the kiosk is given before the first tick.
pub struct Duty {
    /// The last things that went wrong.
    pub journal: Journal,
    /// What is told to those who ask.
    pub told: Told,
    /// What edited files were refused for.
    pub refusals: Refusals,
    /// The installation file, watched.
    pub room: Option<RoomWatch>,
    /// Which controllers there are.
    pub controllers: Present,
    /// Proof of life.
    pub pulse: Pulse,
    /// By how much the calendar is ahead of the machine's: for trying out opening hours.
    pub ahead: SignedDuration,
    /// When the program was built: no clock before that is believed.
    pub built: Timestamp,
    /// The cards of the screens are shown in place of the film.
    pub identify: bool,
}

/// The kiosk from tick to tick.
#[derive(Resource)]
pub(super) struct Kiosk {
    pub(super) journal: Journal,
    pub(super) told: Told,
    pub(super) refusals: Refusals,
    room: Option<Mutex<RoomWatch>>,
    pub(super) controllers: Present,
    pub(super) pulse: Pulse,
    /// The installation as its file says, without cards.
    pub(super) installation: Arc<Installation>,
    identify: bool,
    pub(super) doors: Doors,
    pub(super) began: Instant,
    /// The touch after whose silence everything was returned.
    returned: Option<ClockTime>,
    /// Refreshes, and when they were counted.
    pub(super) counted: (u64, Instant),
    pub(super) per_second: f64,
}

/// Runs a wall unattended. The installation is the one that hangs.
pub fn plugin(app: &mut App, installation: Arc<Installation>, duty: Duty) {
    let Duty { journal, told, refusals, room, controllers, pulse, ahead, built, identify } = duty;
    let now = app.world().resource::<ShowClock>().0.now();
    let presented = pulse.clone();
    let doors = Doors::new(&installation.running, ahead, built, now);
    // Panels may be off after a power cut. Where it is dark they are switched off by the first tick.
    let on_open = installation.running.on_open.as_ref().filter(|_| doors.are_lit());
    on_open.iter().for_each(|command| switch::run("on-open", command));
    let kiosk = Kiosk {
        journal,
        told,
        refusals,
        room: room.map(Mutex::new),
        controllers,
        pulse,
        installation,
        identify,
        doors,
        began: Instant::now(),
        returned: None,
        counted: (0, Instant::now()),
        per_second: 0.0,
    };
    app.insert_resource(kiosk)
        .add_systems(Update, (reload, keys, leave, light).chain().in_set(ShowSystems::Input))
        .add_systems(Update, (beat, tell).chain().in_set(ShowSystems::Report));
    if let Some(render) = app.get_sub_app_mut(RenderApp) {
        // Only what an output gave room for is presented; a lost one gives none.
        let presented = move |windows: Res<ExtractedWindows>| {
            if windows.values().any(|window| window.swap_chain_texture_view.is_some()) {
                presented.presented();
            }
        };
        render.add_systems(Render, presented.in_set(RenderSystems::PrepareBindGroups));
    }
}

/// The wall as it hangs: with its film, or with the cards of its screens.
pub fn hanging(installation: &Arc<Installation>, identify: bool) -> Arc<Installation> {
    if !identify {
        return Arc::clone(installation);
    }
    let mut cards = Installation::clone(installation);
    cards.screens.iter_mut().for_each(|screen| screen.view = Some(ScreenView::Card));
    Arc::new(cards)
}

/// An installation file that was edited hangs from this tick on.
fn reload(
    mut commands: Commands,
    mut kiosk: ResMut<Kiosk>,
    mut gallery: ResMut<Gallery>,
    mut show: ResMut<TheShow>,
    mut controllers: ResMut<Controllers>,
) {
    let room = kiosk.room.as_mut().map(|room| room.get_mut());
    let room = room.map(|room| room.unwrap_or_else(PoisonError::into_inner));
    let Some(installation) = room.and_then(|room| room.newest()) else { return };
    show.0.set_home(&installation.language);
    show.0.attract_after(installation.running.idle.map(nanos));
    if let Err(report) = controllers.rehang(Arc::clone(&installation)) {
        let said = report.render(false);
        tracing::warn!("the controllers stay as they were:\n{said}");
        kiosk.refusals.note(Edited::Installation, said);
    }
    let sound = installation.running.sound.clone();
    commands.queue(move |world: &mut World| crate::sound::plugin::rehang(world, &sound));
    gallery.rehang(hanging(&installation, kiosk.identify));
    kiosk.installation = installation;
    kiosk.doors.look_again();
    tracing::info!("the installation was read again and hangs");
}

fn nanos(span: std::time::Duration) -> i64 {
    i64::try_from(span.as_nanos()).unwrap_or(i64::MAX)
}

/// The only keys there are: with Ctrl, Alt and Shift held, Q ends the program and I shows or hides
/// the cards of the screens. Keys are followed one by one: all of them may come within one tick.
fn keys(
    mut typed: MessageReader<KeyboardInput>,
    mut lost: MessageReader<KeyboardFocusLost>,
    mut held: Local<[bool; 3]>,
    mut kiosk: ResMut<Kiosk>,
    mut gallery: ResMut<Gallery>,
    mut exit: MessageWriter<AppExit>,
) {
    if lost.read().count() > 0 {
        *held = [false; 3];
    }
    for key in typed.read() {
        let down = key.state == ButtonState::Pressed;
        match key.key_code {
            KeyCode::ControlLeft | KeyCode::ControlRight => held[0] = down,
            KeyCode::AltLeft | KeyCode::AltRight => held[1] = down,
            KeyCode::ShiftLeft | KeyCode::ShiftRight => held[2] = down,
            KeyCode::KeyQ if down && *held == [true; 3] => {
                tracing::info!("ended by the staff's keys");
                exit.write(AppExit::Success);
            }
            KeyCode::KeyI if down && !key.repeat && *held == [true; 3] => {
                kiosk.identify = !kiosk.identify;
                gallery.rehang(hanging(&kiosk.installation, kiosk.identify));
            }
            _ => {}
        }
    }
}

/// When a visitor has left for so long, view and position are as they were in the morning.
fn leave(
    mut kiosk: ResMut<Kiosk>,
    clock: Res<ShowClock>,
    show: Res<TheShow>,
    hung: Res<Hung>,
    controllers: Res<Controllers>,
    mut inbox: ResMut<Inbox>,
) {
    let now = clock.0.now();
    let Some(reset) = kiosk.installation.running.reset else { return };
    let untouched = show.0.untouched(now);
    let touched = now.after(-untouched);
    if untouched < nanos(reset) || kiosk.returned == Some(touched) {
        return;
    }
    kiosk.returned = Some(touched);
    inbox.push(now, home(&controllers, &show, &hung));
}

/// Follows the opening hours.
fn light(
    mut kiosk: ResMut<Kiosk>,
    clock: Res<ShowClock>,
    mut gallery: ResMut<Gallery>,
    (mut curtain, mut asleep): (ResMut<Curtain>, ResMut<Asleep>),
    mut volume: ResMut<RoomVolume>,
) {
    let now = clock.0.now();
    let kiosk = &mut *kiosk;
    let running = &kiosk.installation.running;
    let turn = kiosk.doors.follow(running, now);
    gallery.asleep = kiosk.doors.are_asleep();
    match turn {
        Some(Turn::Wakes) => {
            tracing::info!("opening time is near: the wall wakes");
            running.on_open.iter().for_each(|command| switch::run("on-open", command));
        }
        Some(Turn::Sleeps) => {
            tracing::info!("closing time: the wall sleeps");
            running.on_close.iter().for_each(|command| switch::run("on-close", command));
        }
        None => {}
    }
    curtain.set_if_neq(Curtain(kiosk.doors.hidden(now)));
    volume.set_if_neq(RoomVolume(kiosk.doors.volume(now)));
    asleep.set_if_neq(Asleep(kiosk.doors.are_asleep()));
}

/// What the watch over this program goes by.
fn beat(kiosk: Res<Kiosk>, tally: Res<Tally>, gallery: Res<Gallery>) {
    kiosk.pulse.tick(tally.exact, tally.late, gallery.is_unseen());
}
