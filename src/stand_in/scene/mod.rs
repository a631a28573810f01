//! The scenes: what is where in every shot, as a function of time.

mod ballroom;
mod dark_room;
mod invitation;
mod kiss;
mod light;
mod march;
mod props;
mod river;
mod wrong_door;

use super::shot::{LENGTH, SHOTS, Shot};
use super::stage::Stage;
use crate::timeline::FilmTime;

/// The stage at a film time.
pub(super) fn stage(at: FilmTime) -> Stage {
    let at = at.clamp(FilmTime::ZERO, FilmTime(LENGTH.0 - 1));
    let shot = Shot::at(at);
    let start = SHOTS[shot].start;
    let seconds = |time: FilmTime| (time.0 as f64 / 1e9) as f32;
    of(shot, seconds(at - start), seconds(Shot::end(shot) - start))
}

/// How much of each shot is over at its telling moment.
pub(super) const TELLING: [f32; 8] = [0.45, 0.7, 0.4, 0.75, 0.35, 0.52, 0.4, 0.55];

/// The telling moment of a shot, for the storyboard.
pub(super) fn telling(shot: usize) -> Stage {
    within(shot, TELLING.get(shot).copied().unwrap_or(0.5))
}

/// The stage of a shot when so much of it is over, 0 to 1.
pub(super) fn within(shot: usize, share: f32) -> Stage {
    let shot = shot.min(SHOTS.len() - 1);
    let length = (Shot::end(shot) - SHOTS[shot].start).0 as f32 / 1e9;
    of(shot, length * share.clamp(0.0, 1.0), length)
}

fn of(shot: usize, t: f32, length: f32) -> Stage {
    match SHOTS[shot].id {
        "march" => march::draw(t, length),
        "invitation" => invitation::draw(t, length),
        "ballroom" => ballroom::draw(t, length),
        "wrong-door" => wrong_door::draw(t, length),
        "dark-room" => dark_room::draw(t, length),
        "kiss" => kiss::draw(t, length),
        "light" => light::draw(t, length),
        _ => river::draw(t, length),
    }
}
