//! Fills the panel *Health* from the running program, a few times a second, while it is shown. When
//! it is hidden only the counts of the last minute are taken, four times a second: a handful of
//! additions, so that one who opens the panel after a stutter still finds it.

use std::time::{Duration, Instant, SystemTime};

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;

use super::panels::health::{HealthView, Trouble, VersionHealth};
use super::strip::{CELL, CELLS, Counts};
use crate::exhibit::Exhibit;
use crate::kiosk::journal::{Journal, Problem};
use crate::media::plugin::{Playable, Reels, Tally};
use crate::media::shown::{Condition, Health};
use crate::render::upload::Pending;
use crate::rendition::Prepared;
use crate::show::plugin::{Hung, ShowSystems, TheShow};
use crate::timeline::clock::{process_cpu_ns, resident_bytes};

/// Over how many cells figures per second are taken.
const SECOND: usize = 4;

/// The panel: what it shows, filled while it is shown.
#[derive(Resource, Default)]
pub struct HealthBoard {
    /// It is seen.
    pub shown: bool,
    /// What it shows.
    pub view: HealthView,
}

/// What was counted at the last sample.
#[derive(Clone, Copy)]
struct Sample {
    at: Instant,
    refreshes: u64,
    uploaded: u64,
    cpu_ns: i64,
}

/// From sample to sample.
#[derive(Resource)]
struct Measured {
    journal: Journal,
    began: Instant,
    /// The last tick, and the longest time between two since the last second.
    ticked: Option<Instant>,
    longest: Duration,
    /// One for each cell of the last second, oldest first.
    samples: Vec<Sample>,
}

/// Measures how the wall does. `journal` holds what went wrong.
pub fn plugin(app: &mut App, journal: Journal) {
    app.init_resource::<HealthBoard>()
        .insert_resource(Measured {
            journal,
            began: Instant::now(),
            ticked: None,
            longest: Duration::ZERO,
            samples: Vec::new(),
        })
        .add_systems(Update, sample.in_set(ShowSystems::Report));
}

fn sample(
    mut board: ResMut<HealthBoard>,
    mut measured: ResMut<Measured>,
    (hung, show): (Res<Hung>, Res<TheShow>),
    (reels, playable): (Res<Reels>, Res<Playable>),
    tally: Res<Tally>,
    pending: Option<Res<Pending>>,
) {
    let now = Instant::now();
    let board = board.bypass_change_detection();
    let apart = measured.ticked.replace(now).map_or(Duration::ZERO, |last| now - last);
    measured.longest = measured.longest.max(apart);
    let elapsed = now - measured.began;
    if !board.view.strip.is_due(elapsed) {
        return;
    }
    let count = |[exact, late, missing]: [u64; 3]| Counts { exact, late, missing };
    let versions = hung.0.versions.iter().map(|version| version.id.as_str());
    board.view.strip.sample(elapsed, versions.zip(reels.0.counts().map(count)));
    let uploaded = pending.map_or(0, |pending| pending.bytes);
    let cpu_ns = process_cpu_ns();
    let sample = Sample { at: now, refreshes: tally.refreshes, uploaded, cpu_ns };
    follow(&mut board.view, &mut measured, sample);
    if !board.shown {
        return;
    }
    let (health, language) = (reels.0.health(), &show.0.settings().language);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    board.view.cpu = board.view.cpu.filter(|_| cpu_ns > 0).map(|(used, _)| (used, cores));
    board.view.memory_mb = resident_bytes().map(|bytes| bytes as f32 / 1e6);
    board.view.versions = versions_of(&hung.0, &health, &playable, language);
    board.view.troubles = troubles(&hung.0, &health, language, measured.journal.last());
}

/// Takes figures per second from this sample and those of the last second.
fn follow(view: &mut HealthView, measured: &mut Measured, sample: Sample) {
    if let Some(last) = measured.samples.last() {
        let seconds = (sample.at - last.at).as_secs_f32().max(1e-3);
        let left_out = (seconds / CELL.as_secs_f32()).round().max(1.0) as usize - 1;
        // While the program stood still there were none.
        view.refreshes.extend(std::iter::repeat_n(0.0, left_out.min(CELLS)));
        view.refreshes.push(sample.refreshes.saturating_sub(last.refreshes) as f32 / seconds);
        let surplus = view.refreshes.len().saturating_sub(CELLS);
        view.refreshes.drain(..surplus);
    }
    if measured.samples.len() > SECOND {
        measured.samples.remove(0);
    }
    measured.samples.push(sample);
    let first = measured.samples[0];
    let seconds = (sample.at - first.at).as_secs_f32();
    if seconds < 0.9 {
        return;
    }
    view.per_second = Some(sample.refreshes.saturating_sub(first.refreshes) as f32 / seconds);
    view.uploads_mb_s = sample.uploaded.saturating_sub(first.uploaded) as f32 / 1e6 / seconds;
    let cpu = (sample.cpu_ns - first.cpu_ns) as f32 / 1e9 / seconds;
    // Where the system does not tell, it is nought.
    view.cpu = (first.cpu_ns > 0).then_some((cpu, 1));
    let whole = sample.at.duration_since(measured.began).as_millis() / 250 % SECOND as u128;
    if whole == 0 || view.longest_ms.is_none() {
        view.longest_ms = Some(measured.longest.as_secs_f32() * 1e3);
        measured.longest = Duration::ZERO;
    }
}

fn versions_of(
    exhibit: &Exhibit,
    health: &[Health],
    playable: &Playable,
    language: &str,
) -> Vec<VersionHealth> {
    let of = |(at, health): (usize, &Health)| {
        let version = exhibit.versions.get(at)?;
        let prepared = playable.0.get(at).and_then(Option::as_deref);
        Some(VersionHealth {
            name: version.name.get(language).to_owned(),
            condition: health.condition,
            queued: health.queued,
            sizes: sizes(prepared, &health.rungs),
            error: health.error.clone(),
        })
    };
    health.iter().enumerate().filter_map(of).collect()
}

/// The sizes that a version decodes, in words.
fn sizes(prepared: Option<&Prepared>, rungs: &[usize]) -> String {
    let Some(prepared) = prepared else { return "nothing to play".to_owned() };
    let size = |rung: &usize| {
        let rung = prepared.rendition.rungs.get(*rung)?;
        Some(format!("{} × {}", rung.width, rung.height))
    };
    let sizes: Vec<String> = rungs.iter().filter_map(size).collect();
    if sizes.is_empty() { "nothing is decoded".to_owned() } else { sizes.join(" and ") }
}

/// What is wrong with versions now, and then what was noted, newest first.
fn troubles(
    exhibit: &Exhibit,
    health: &[Health],
    language: &str,
    noted: Vec<Problem>,
) -> Vec<Trouble> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now_s = since.map_or(0, |since| since.as_secs());
    let of_version = |(version, health): (&crate::exhibit::Version, &Health)| {
        let remedy = match health.condition {
            Condition::Well => return None,
            Condition::Resting => {
                "It tries again by itself. If it stays so, run `palimpsest verify`."
            }
            Condition::Failed => {
                "It has given up. Run `palimpsest verify`, which makes a bad rendition anew, and \
                 start again."
            }
        };
        Some(Trouble {
            is_error: health.condition == Condition::Failed,
            ago_s: 0,
            what: health.error.clone()?,
            place: Some(version.name.get(language).to_owned()),
            remedy: Some(remedy.to_owned()),
            times: 1,
        })
    };
    let now = exhibit.versions.iter().zip(health).filter_map(of_version);
    let noted = noted.into_iter().rev().map(|problem| noted_as(problem, now_s));
    now.chain(noted).collect()
}

/// What was noted, as the panel says it. What to do comes after what is wrong.
fn noted_as(problem: Problem, now_s: u64) -> Trouble {
    let Problem { at, severity, message, place, times } = problem;
    let (what, remedy) = match message.split_once("; ") {
        Some((what, remedy)) if !message.contains('\n') => (what.to_owned(), Some(remedy)),
        _ => (message.clone(), None),
    };
    let remedy = remedy.map(|words| {
        let mut signs = words.chars();
        let first: String = signs.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{}.", signs.as_str().trim_end_matches('.'))
    });
    let is_error = severity == "error";
    Trouble { is_error, ago_s: now_s.saturating_sub(at), what, place, remedy, times }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibit::of_a_card;

    fn measured() -> Measured {
        Measured {
            journal: Journal::default(),
            began: Instant::now(),
            ticked: None,
            longest: Duration::from_millis(21),
            samples: Vec::new(),
        }
    }

    #[test]
    fn figures_are_taken_over_the_last_second_and_a_standstill_is_seen() {
        let (mut view, mut measured) = (HealthView::default(), measured());
        let began = measured.began;
        let sample = |cell: u32, refreshes| Sample {
            at: began + CELL * cell,
            refreshes,
            uploaded: refreshes * 1_000_000,
            cpu_ns: i64::from(cell) * 125_000_000 + 1,
        };
        for cell in 0..5 {
            follow(&mut view, &mut measured, sample(cell, u64::from(cell) * 15));
        }
        assert_eq!(view.per_second.map(f32::round), Some(60.0));
        assert_eq!(view.uploads_mb_s.round(), 60.0);
        assert_eq!(view.cpu.map(|(cpu, _)| (cpu * 100.0).round()), Some(50.0));
        assert_eq!(view.longest_ms, Some(21.0));
        follow(&mut view, &mut measured, sample(8, 75));
        assert_eq!(view.refreshes[4..], [0.0, 0.0, 0.0, 15.0]);
        for cell in 9..900 {
            follow(&mut view, &mut measured, sample(cell, 75));
        }
        assert_eq!((view.refreshes.len(), measured.samples.len()), (CELLS, SECOND + 1));
        assert_eq!(view.per_second, Some(0.0));
    }

    #[test]
    fn what_was_noted_is_said_newest_first_with_what_to_do_apart() {
        let problem = |at, severity: &str, message: &str| Problem {
            at,
            severity: severity.to_owned(),
            message: message.to_owned(),
            place: message.starts_with("output").then(|| "DP-2".to_owned()),
            times: 2,
        };
        let exhibit = of_a_card();
        let noted = vec![
            problem(0, "warning", "output DP-2 is gone; the rest plays on"),
            problem(u64::MAX, "error", "refused:\na; b"),
        ];
        let said = troubles(&exhibit, &[], "en", noted);
        assert_eq!((said[0].is_error, said[0].ago_s, said[0].times), (true, 0, 2));
        assert_eq!(said[0].what, "refused:\na; b");
        assert_eq!(said[1].what, "output DP-2 is gone");
        assert_eq!(said[1].remedy.as_deref(), Some("The rest plays on."));
    }

    #[test]
    fn a_version_that_fails_is_said_with_its_name_and_what_to_do() {
        let exhibit = of_a_card();
        let health = |condition| Health {
            exact: 0,
            late: 0,
            missing: 0,
            decoded: 0,
            queued: 0,
            rungs: Vec::new(),
            condition,
            error: Some("the decoder is stuck".to_owned()),
        };
        assert!(troubles(&exhibit, &[health(Condition::Well)], "en", Vec::new()).is_empty());
        let failed = &troubles(&exhibit, &[health(Condition::Failed)], "en", Vec::new())[0];
        assert_eq!((failed.is_error, failed.place.as_deref()), (true, Some("G")));
        assert!(failed.remedy.as_ref().is_some_and(|remedy| remedy.contains("verify")));
        assert_eq!(sizes(None, &[0]), "nothing to play");
    }
}
