//! Fills the panel *What if* from the running program, while it is shown.

use bevy::ecs::prelude::*;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::lost_outline::Places;
use super::panels::what_if::{ScreenSpot, Shows, VersionSpot, WhatIfView};
use super::trouble::{Trouble, Unplugged, WhatIfBoard};
use crate::controller::plugin::Controllers;
use crate::exhibit::Exhibit;
use crate::installation::Installation;
use crate::installation::hours::Hours;
use crate::media::plugin::Playable;
use crate::scrub::Stop;
use crate::show::View;
use crate::show::plugin::{Hung, TheShow};
use crate::wall::Rect;
use crate::wall::plugin::Stage;

/// Fills the panel.
pub(super) fn fill(
    mut board: ResMut<WhatIfBoard>,
    trouble: Res<Trouble>,
    (unplugged, places): (Res<Unplugged>, Res<Places>),
    controllers: Option<Res<Controllers>>,
    (show, hung, playable, stage): (Res<TheShow>, Res<Hung>, Res<Playable>, Res<Stage>),
) {
    if !board.shown {
        return;
    }
    let mut there = controllers.map(|all| all.present().now()).unwrap_or_default();
    // Where there is none, that is what is said.
    there.retain(|said| !said.starts_with("none"));
    let (room, language) = (&trouble.installation, &show.0.settings().language);
    let at = match show.0.under_the_hand() {
        Stop::Version(id) => hung.0.versions.iter().position(|version| version.id == id),
        Stop::Inputs => Some(0),
        Stop::Next => hung.0.versions.len().checked_sub(1),
    };
    let size = stage.size();
    let hours = room.running.hours.as_ref();
    let leapt = (!trouble.leapt.is_zero()).then(|| in_words(trouble.leapt));
    board.view = WhatIfView {
        controller: (!there.is_empty()).then(|| there.join(", ")),
        unplugged: unplugged.0,
        aspect: size.0 / size.1.max(1.0),
        screens: screens(&trouble, &places, &stage),
        versions: versions(&trouble, &hung.0, &playable, language),
        at: at.unwrap_or_default(),
        disk: trouble.faults.disk().map(|bytes| bytes / 1e6),
        clock: told(trouble.doors.calendar(), hours),
        leapt,
        hours: opening(room, trouble.doors.calendar()),
        shut: trouble.doors.are_shut(),
        away: trouble.is_left(),
        leaving: leaving(room),
    };
}

fn screens(trouble: &Trouble, places: &Places, stage: &Stage) -> Vec<ScreenSpot> {
    let (w, h) = (stage.size().0.max(1.0), stage.size().1.max(1.0));
    let name = |at: usize| stage.wall.names.get(at).cloned().unwrap_or_default();
    let spot = |(at, rect): (usize, &Rect)| ScreenSpot {
        name: name(at),
        rect: Rect { x: rect.x / w, y: rect.y / h, w: rect.w / w, h: rect.h / h },
        lost: trouble.lost.contains(&at),
        shows: match places.0.get(at) {
            Some(None) => Shows::Nothing,
            Some(Some(other)) if *other != at => Shows::OtherThan(name(*other)),
            _ => Shows::Its,
        },
    };
    stage.wall.screens.iter().enumerate().map(spot).collect()
}

fn versions(
    trouble: &Trouble,
    exhibit: &Exhibit,
    playable: &Playable,
    language: &str,
) -> Vec<VersionSpot> {
    let spot = |(at, version): (usize, &crate::exhibit::Version)| {
        let prepared = playable.0.get(at).and_then(Option::as_ref);
        VersionSpot {
            name: version.name.get(language).to_owned(),
            plays: prepared.is_some(),
            broken: prepared.is_some_and(|prepared| trouble.faults.is_broken(prepared)),
            corrupt: prepared.is_some_and(|prepared| trouble.faults.is_corrupt(prepared)),
        }
    };
    exhibit.versions.iter().enumerate().map(spot).collect()
}

/// The day and the hour where the wall hangs.
fn told(now: Timestamp, hours: Option<&Hours>) -> String {
    let zone = hours.map_or_else(TimeZone::system, |hours| hours.zone.clone());
    now.to_zoned(zone).strftime("%A %H:%M").to_string()
}

/// What an installation says of its hours.
fn opening(room: &Installation, now: Timestamp) -> String {
    let Some(hours) = &room.running.hours else {
        return "This installation has no hours: it is never closed by itself.".to_owned();
    };
    let gate = hours.at(now);
    let until = gate.until.map(|until| told(until, Some(hours)));
    match (gate.open, until) {
        (true, Some(until)) => format!("By its hours it closes {until}."),
        (false, Some(until)) => format!("By its hours it is closed, and opens {until}."),
        (true, None) => "By its hours it is always open.".to_owned(),
        (false, None) => "By its hours it is closed for more than a year.".to_owned(),
    }
}

/// What an installation does when somebody has left.
fn leaving(room: &Installation) -> String {
    let running = &room.running;
    let seconds = |after: std::time::Duration| {
        in_words(SignedDuration::from_secs(i64::try_from(after.as_secs()).unwrap_or(i64::MAX)))
    };
    let view = View::of(running.view).name();
    let invites = running.idle.map(|idle| format!("it invites somebody (after {})", seconds(idle)));
    let returns = running.reset.map(|reset| {
        format!(
            "it returns to {view}, the newest version and its own language (after {})",
            seconds(reset)
        )
    });
    let does: Vec<String> = invites.into_iter().chain(returns).collect();
    match does.is_empty() {
        true => "Nothing changes: this installation waits for nobody.".to_owned(),
        false => format!("At once, what the wall does without a touch: {}.", does.join("; ")),
    }
}

/// A span of time in words: `1 h 2 min`.
fn in_words(span: SignedDuration) -> String {
    let seconds = span.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let parts = [(hours, "h"), (minutes, "min"), (seconds, "s")];
    let parts = parts.into_iter().filter(|(count, _)| *count != 0);
    let words: Vec<String> = parts.map(|(count, unit)| format!("{count} {unit}")).collect();
    if words.is_empty() { "0 s".to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::installation::hours::{day, zone};

    #[test]
    fn hours_are_told_as_the_clock_stands_where_the_wall_hangs() {
        let mut room = Installation::default();
        let noon: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
        assert!(opening(&room, noon).contains("no hours"));
        room.running.hours = Some(Hours {
            zone: zone("Asia/Tokyo").unwrap(),
            week: std::array::from_fn(|_| day("10:00-20:00").unwrap()),
            except: std::collections::BTreeMap::new(),
        });
        let closed = "By its hours it is closed, and opens Wednesday 10:00.";
        assert_eq!(opening(&room, noon), closed);
        let open = "2026-11-24T02:00:00Z".parse().unwrap();
        assert_eq!(opening(&room, open), "By its hours it closes Tuesday 20:00.");
        assert_eq!(told(noon, room.running.hours.as_ref()), "Tuesday 21:00");
    }

    #[test]
    fn what_happens_when_somebody_leaves_is_what_the_installation_says() {
        let mut room = Installation::default();
        assert_eq!(
            leaving(&room),
            "At once, what the wall does without a touch: it invites somebody (after 1 min); it \
             returns to chorus, the newest version and its own language (after 2 min)."
        );
        (room.running.idle, room.running.reset) = (None, None);
        assert_eq!(leaving(&room), "Nothing changes: this installation waits for nobody.");
    }

    #[test]
    fn spans_are_told_without_what_is_nought() {
        for (seconds, words) in
            [(0, "0 s"), (61, "1 min 1 s"), (3600, "1 h"), (32_460, "9 h 1 min")]
        {
            assert_eq!(in_words(SignedDuration::from_secs(seconds)), words);
        }
    }
}
