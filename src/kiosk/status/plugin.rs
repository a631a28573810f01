//! Gathers what is told to those who ask, from everywhere in Bevy.

use std::time::Instant;

use bevy::ecs::prelude::*;

use super::{ScreenStatus, Status, VersionStatus};
use crate::exhibit::rights::Standing;
use crate::installation::Screen;
use crate::kiosk::doors::LOOK_NS;
use crate::kiosk::plugin::Kiosk;
use crate::media::plugin::{Pictures, Reels};
use crate::media::shown::Condition;
use crate::media::{FrameState, Lockstep};
use crate::prepare::cleared::standings;
use crate::render::outputs::Gallery;
use crate::show::plugin::{Hung, Now, ShowClock, TheShow};
use crate::sound::plugin::Audible;
use crate::story;
use crate::timeline::ClockTime;
use crate::wall::Rect;
use crate::wall::plugin::{Stage, weights};

/// Tells those who ask how it is, a few times a second.
pub(in crate::kiosk) fn tell(
    mut last: Local<Option<ClockTime>>,
    mut kiosk: ResMut<Kiosk>,
    clock: Res<ShowClock>,
    (now, show, hung): (Res<Now>, Res<TheShow>, Res<Hung>),
    (stage, gallery): (Res<Stage>, Res<Gallery>),
    audible: Res<Audible>,
    (reels, pictures): (Res<Reels>, Res<Pictures>),
) {
    let time = clock.0.now();
    if last.is_some_and(|last| time.since(last) < LOOK_NS) {
        return;
    }
    *last = Some(time);
    let (pictures_before, counted) = kiosk.counted;
    let since = counted.elapsed().as_secs_f64();
    let presented = kiosk.pulse.pictures();
    if since >= 3.0 {
        kiosk.per_second = presented.saturating_sub(pictures_before) as f64 / since;
        kiosk.counted = (presented, Instant::now());
    }
    let line = story::status(&hung.0, &now.0, &show.0.settings().language);
    let path = |path: Option<&std::path::PathBuf>| {
        path.map(|path| path.display().to_string()).unwrap_or_default()
    };
    let until = kiosk.doors.until().map(|until| {
        let hours = kiosk.installation.running.hours.as_ref();
        let zone = hours.map_or_else(jiff::tz::TimeZone::system, |hours| hours.zone.clone());
        until.to_zoned(zone).strftime("%A %F %H:%M").to_string()
    });
    kiosk.told.tell(Status {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        pid: std::process::id(),
        uptime_s: kiosk.began.elapsed().as_secs(),
        exhibit: path(Some(&hung.0.file)),
        installation: path(kiosk.installation.file.as_ref()),
        refused: kiosk.refusals.all(),
        lit: kiosk.doors.are_lit(),
        until,
        film: line.time,
        view: now.0.view.name().to_owned(),
        position: line.version,
        untouched_s: u64::try_from(show.0.untouched(time) / 1_000_000_000).unwrap_or_default(),
        refreshes: presented,
        refreshes_per_s: kiosk.per_second,
        screens: screens_of(&gallery, &stage, &hung, &pictures),
        outputs: gallery.outputs.iter().map(ToString::to_string).collect(),
        versions: versions_of(&hung, &reels.0, kiosk.installation.territory.as_deref()),
        sound: audible.0.clone(),
        controllers: kiosk.controllers.now(),
        problems: kiosk.journal.last(),
    });
}

fn screens_of(
    gallery: &Gallery,
    stage: &Stage,
    hung: &Hung,
    pictures: &Pictures,
) -> Vec<ScreenStatus> {
    let screens = gallery.installation.screens.iter().zip(&stage.wall.screens);
    let of = |(index, (screen, rect)): (usize, (&Screen, &Rect))| {
        let hangs = gallery.plan.screens.get(index).and_then(Option::as_ref);
        let mut shown: Vec<usize> = stage
            .panes()
            .filter(|(_, pane)| pane.hung.rect.overlaps(rect))
            .flat_map(|(_, pane)| weights(pane))
            .filter(|(_, weight)| *weight > 0.0)
            .map(|(version, _)| version)
            .collect();
        shown.sort_unstable();
        shown.dedup();
        let exact = |version: &&usize| {
            pictures.0.get(**version).is_some_and(|shown| shown.state == FrameState::Exact)
        };
        ScreenStatus {
            name: screen.name.clone(),
            output: hangs.map(|hangs| hangs.output.clone()),
            exact: shown.iter().filter(exact).count(),
            shows: shown
                .iter()
                .filter_map(|version| hung.0.versions.get(*version))
                .map(|version| version.id.clone())
                .collect(),
        }
    };
    screens.enumerate().map(of).collect()
}

fn versions_of(hung: &Hung, reels: &Lockstep, territory: Option<&str>) -> Vec<VersionStatus> {
    let health = reels.health();
    let standings = standings(&hung.0, jiff::Zoned::now().date(), territory);
    let told = hung.0.versions.iter().zip(health).zip(standings);
    let told = told.map(|((version, health), standing)| VersionStatus {
        id: version.id.clone(),
        exact: health.exact,
        late: health.late,
        missing: health.missing,
        queued: health.queued,
        condition: match health.condition {
            _ if standing.is_some_and(|standing| !standing.may_play()) => "withheld",
            Condition::Well => "well",
            Condition::Resting => "resting",
            Condition::Failed => "failed",
        }
        .to_owned(),
        error: match standing.filter(Standing::is_warning) {
            Some(standing) => Some(standing.to_string()),
            None => health.error,
        },
    });
    told.collect()
}
