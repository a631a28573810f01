//! The shots of a proposal, and when each begins.

use std::collections::BTreeMap;

use super::sort::{Place, What, lower};
use super::spelling;
use super::{Films, Known, Proposal, ProposedShot};
use crate::entry::names::tokens;
use crate::entry::slug::{free, slug};
use crate::exhibit::limits::longest;
use crate::exhibit::quantity::LONGEST;
use crate::exhibit::resolve::WHOLE_FILM;
use crate::timeline::FilmTime;

/// How long a shot is of which no length is known, and a film without shots.
const UNKNOWN: (FilmTime, FilmTime) = (FilmTime::from_secs(5), FilmTime::from_secs(10));
/// Lengths are written to hundredths of a second.
const STEP_NS: i64 = 10_000_000;

/// The shots that the places name, in film order; none where every film is of the whole.
pub(super) fn of(places: &[Place]) -> Vec<What> {
    let mut shots: Vec<What> = Vec::new();
    for what in places.iter().filter_map(|place| place.what.as_ref()) {
        match shots.iter_mut().find(|shot| shot.is(what)) {
            // A number in one place and words in another make a whole name.
            Some(shot) => {
                shot.number = shot.number.or(what.number);
                if shot.words.is_empty() {
                    shot.words.clone_from(&what.words);
                }
            }
            None => shots.push(what.clone()),
        }
    }
    shots.sort_by_cached_key(|shot| {
        (shot.number.is_none(), shot.number, tokens(&lower(&shot.words)), shot.words.clone())
    });
    shots
}

/// Gives the shots their names and their times, and the film its length.
pub(super) fn time(proposal: &mut Proposal, shots: &[What], known: &Known) {
    let mut whole = FilmTime::ZERO;
    let mut by_shot = BTreeMap::<usize, FilmTime>::new();
    for version in &proposal.versions {
        match &version.films {
            Films::Whole(path) => whole = whole.max(length(known, path)),
            Films::ByShot(films) => {
                for (shot, path) in films {
                    let longest = by_shot.entry(*shot).or_default();
                    *longest = (*longest).max(length(known, path));
                }
            }
        }
    }
    proposal.measured = whole > FilmTime::ZERO || by_shot.values().any(|of| *of > FilmTime::ZERO);
    if shots.is_empty() {
        let id = WHOLE_FILM.to_owned();
        let start = FilmTime::ZERO;
        proposal.shots = vec![ProposedShot { id, title: None, start, storyboard: None }];
        proposal.length = if whole > FilmTime::ZERO { up(whole) } else { UNKNOWN.1 };
        return;
    }
    let day = FilmTime::from_secs_f64(LONGEST);
    // No film is longer than a day, however many shots there are.
    let most = day.0 / i64::try_from(shots.len().max(1)).unwrap_or(i64::MAX) / STEP_NS * STEP_NS;
    let mut start = FilmTime::ZERO;
    for (at, shot) in shots.iter().enumerate() {
        let title = title(shot);
        let taken = |id: &str| proposal.shots.iter().any(|other| other.id == id);
        let id = free(&slug(&title, &format!("shot-{}", at + 1)), taken);
        proposal.shots.push(ProposedShot { id, title: Some(title), start, storyboard: None });
        let known = by_shot.get(&at).copied().filter(|length| *length > FilmTime::ZERO);
        start = start + FilmTime(known.map_or(UNKNOWN.0, up).0.min(most));
    }
    proposal.length = start.max(up(whole)).min(day);
}

fn title(shot: &What) -> String {
    let words = shot.words.join(" ");
    let words = words.trim_start_matches('0').trim();
    let title: String = spelling::capital(words).chars().take(longest("shot", "title")).collect();
    match (title.is_empty() || title.chars().all(|sign| sign.is_ascii_digit()), shot.number) {
        (true, Some(number)) => format!("Shot {number}"),
        (true, None) if title.is_empty() => "Shot".to_owned(),
        _ => title,
    }
}

fn length(known: &Known, path: &str) -> FilmTime {
    let length = known.lengths.get(path).copied().unwrap_or_default();
    length.clamp(FilmTime::ZERO, FilmTime::from_secs_f64(LONGEST))
}

fn up(length: FilmTime) -> FilmTime {
    FilmTime((length.0 + STEP_NS - 1) / STEP_NS * STEP_NS)
}

/// Seconds as a curator writes them: "12", "7.5", "7.25".
pub(super) fn seconds(time: FilmTime) -> String {
    let hundredths = time.0.max(0) / STEP_NS;
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match (rest, rest % 10) {
        (0, _) => whole.to_string(),
        (_, 0) => format!("{whole}.{}", rest / 10),
        _ => format!("{whole}.{rest:02}"),
    }
}
